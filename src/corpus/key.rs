//! By what name is a file known, on any machine? By a portable key, `root/relative/path` with
//! `/` between components, each [escaped](component). Nothing is opened here.

use std::ffi::OsStr;
use std::fmt::Write as _;

/// One component of a path as text that nobody else's name can produce: bytes that are
/// not UTF-8 and control characters become `\xHH`, a backslash is doubled.
///
/// ```
/// use morgue::corpus::key::component;
/// assert_eq!(component("été\n.txt".as_ref()), "été\\x0A.txt");
/// ```
pub fn component(name: &OsStr) -> String {
    let mut text = String::with_capacity(name.len());
    write_component(name, &mut text);
    text
}

/// Writes a [`component`] behind what is there.
pub(super) fn write_component(name: &OsStr, text: &mut String) {
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        let valid = chunk.valid();
        if valid.bytes().all(|it| (b' '..0x7F).contains(&it) && it != b'\\') {
            text.push_str(valid);
        } else {
            valid.chars().for_each(|it| write_char(it, text));
        }
        escape(text, chunk.invalid());
    }
}

fn write_char(c: char, text: &mut String) {
    match c {
        '\\' => text.push_str("\\\\"),
        c if c.is_control() => {
            let mut bytes = [0; 4];
            escape(text, c.encode_utf8(&mut bytes).as_bytes());
        }
        c => text.push(c),
    }
}

fn escape(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        write!(text, "\\x{byte:02X}").expect("a String takes every write");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        assert_eq!(component(name.as_ref()), expected);
    }

    #[test]
    fn keys_are_portable() {
        check("b.txt", "b.txt");
        check("", "");
        check("back\\slash.txt", "back\\\\slash.txt");
        check("two\nlines.txt", "two\\x0Alines.txt");
        check("del\u{7F}.txt", "del\\x7F.txt");
        check("Łódź ✓.txt", "Łódź ✓.txt");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_survive() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(component(OsStr::from_bytes(b"caf\xe9.txt")), "caf\\xE9.txt");
        assert_ne!(
            component(OsStr::from_bytes(b"caf\xe9.txt")),
            component(OsStr::new("caf\\xE9.txt"))
        );
    }
}
