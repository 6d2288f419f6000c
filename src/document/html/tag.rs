//! Where does a tag end, and what is it called? Bytes of a page before it is parsed, whatever
//! is wrong with them.

use memchr::memmem;

/// The letters up to a space, a slash or the end of the tag.
pub(super) fn name_of(tag: &str) -> &str {
    let end = tag.find(|it: char| it.is_ascii_whitespace() || it == '/' || it == '>');
    &tag[..end.unwrap_or(tag.len())]
}

/// Where `</name` begins, or the end.
pub(super) fn closing(text: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = memmem::find(&text.as_bytes()[at..], b"</") {
        at += found;
        let rest = text.as_bytes().get(at + 2..at + 2 + name.len());
        if rest.is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    text.len()
}

/// Length of a tag, values in quotation marks passed over; none where one never closes.
pub(super) fn careful_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        at += found;
        let mark = bytes[at];
        if mark == b'>' {
            return Some(at + 1);
        }
        let before = bytes[..at].iter().rev().find(|it| !it.is_ascii_whitespace());
        at += 1;
        if before == Some(&b'=') {
            at += memchr::memchr(mark, &bytes[at..])? + 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_tags() {
        for (tag, end) in [
            ("<p>Ferry", Some(3)),
            ("<p title='a > b'>Ferry", Some(17)),
            ("<p it's>Ferry", Some(8)),
            ("<p title = \">\">Ferry", Some(15)),
            ("<p title='a>Ferry", None),
            ("<p", None),
        ] {
            assert_eq!(careful_end(tag.as_bytes()), end, "{tag}");
        }
        assert_eq!(closing("a</b></SCRIPT >", "script"), 5);
        assert_eq!(name_of("br/>"), "br");
    }
}
