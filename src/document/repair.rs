//! What does broken JSON mean? Mends what exporters are known to write against the
//! standard and everybody can read: half surrogate pairs, bare control characters in
//! strings, NaN.

use crate::model::Note;

/// The text mended, with a note for each kind of repair; none if nothing was wrong that
/// can be mended.
pub(super) fn repair(text: &str) -> Option<(String, Vec<Note>)> {
    let mut mended = Mended { text, done: 0, out: String::new(), counts: [0; 3] };
    mended.run();
    let names = [
        "half surrogate pairs replaced",
        "bare control characters escaped",
        "NaN or Infinity read as null",
    ];
    let notes: Vec<Note> = mended
        .counts
        .iter()
        .zip(names)
        .filter(|(count, _)| **count > 0)
        .map(|(count, name)| Note::new(format!("{count} {name}")))
        .collect();
    (!notes.is_empty()).then_some((mended.out, notes))
}

struct Mended<'a> {
    text: &'a str,
    /// Everything before this byte of `text` is in `out`.
    done: usize,
    out: String,
    counts: [usize; 3],
}

impl Mended<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        let mut in_string = false;
        while at < bytes.len() {
            let next = match bytes[at] {
                b'"' => {
                    in_string = !in_string;
                    at + 1
                }
                b'\\' if in_string => self.escape(at),
                byte @ 0..0x20 if in_string => {
                    self.replace(1, at, at + 1, &format!("\\u{byte:04x}"));
                    at + 1
                }
                b'N' | b'I' | b'-' if !in_string => self.number(at),
                _ => at + 1,
            };
            at = next;
        }
        self.out.push_str(&self.text[self.done..]);
    }

    /// Replaces the bytes `start..end` by `with`.
    fn replace(&mut self, kind: usize, start: usize, end: usize, with: &str) {
        self.out.push_str(&self.text[self.done..start]);
        self.out.push_str(with);
        self.done = end;
        self.counts[kind] += 1;
    }

    /// Passes an escape; half a surrogate pair becomes U+FFFD.
    fn escape(&mut self, at: usize) -> usize {
        match (unit(self.text, at), unit(self.text, at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => at + 12,
            (Some(0xd800..0xe000), _) => {
                self.replace(0, at, at + 6, "\\ufffd");
                at + 6
            }
            // past the escaped character, unless that is a wide one
            _ => at + if self.text.is_char_boundary(at + 2) { 2 } else { 1 },
        }
    }

    fn number(&mut self, at: usize) -> usize {
        for word in ["NaN", "Infinity", "-Infinity"] {
            if self.text[at..].starts_with(word) {
                self.replace(2, at, at + word.len(), "null");
                return at + word.len();
            }
        }
        at + 1
    }
}

/// The code unit of a `\uXXXX` that stands at `at`.
fn unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str, note: &str) {
        let (mended, notes) = repair(text).unwrap();
        assert_eq!(mended, expected);
        let notes: Vec<String> = notes.into_iter().map(|it| it.message).collect();
        assert_eq!(notes.join("; "), note);
    }

    #[test]
    fn half_pairs() {
        let note = "1 half surrogate pairs replaced";
        check(r#"{"a":"x\ud83dy"}"#, r#"{"a":"x\ufffdy"}"#, note);
        check(r#"["\uDE00"]"#, r#"["\ufffd"]"#, note);
        check(r#"["\ud83d\ud83d\ude00"]"#, r#"["\ufffd\ud83d\ude00"]"#, note);
        check(r#"["\ud83d\n"]"#, r#"["\ufffd\n"]"#, note);
        assert_eq!(repair(r#"["\ud83d\ude00", "\\ud83d", "é\"ud83d"]"#), None);
    }

    #[test]
    fn bare_control_characters() {
        let note = "2 bare control characters escaped";
        check("{\n\"a\":\"x\ty\nz\"}", "{\n\"a\":\"x\\u0009y\\u000az\"}", note);
    }

    #[test]
    fn not_a_number() {
        let note = "3 NaN or Infinity read as null";
        check("[NaN,-Infinity, Infinity,-1]", "[null,null, null,-1]", note);
        assert_eq!(repair(r#"["NaN", -1]"#), None);
    }

    proptest::proptest! {
        #[test]
        fn anything_can_be_tried(text in "[\\\\u\"d8Na\\x00-é😀]{0,40}") {
            let _ = repair(&text);
        }

        #[test]
        fn sound_json_is_left_alone(text in ".{0,40}") {
            let json = serde_json::to_string(&[text]).unwrap();
            proptest::prop_assert_eq!(repair(&json), None);
        }
    }
}
