//! By what name is a file known, on any machine? A portable key of its path below the
//! root. Nothing is opened here.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Component, Path};

/// `root/relative/path` with `/` between components, each [escaped](component).
pub fn key(root: &str, relative: &Path) -> String {
    let mut key = root.to_owned();
    for part in relative.components() {
        if let Component::Normal(name) = part {
            key.push('/');
            key.push_str(&component(name));
        }
    }
    key
}

/// One component of a path as text that nobody else's name can produce: bytes that are
/// not UTF-8 and control characters become `\xHH`, a backslash is doubled.
///
/// ```
/// use morgue::corpus::key::component;
/// assert_eq!(component("été\n.txt".as_ref()), "été\\x0A.txt");
/// ```
pub fn component(name: &OsStr) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => text.push_str("\\\\"),
                c if c.is_control() => {
                    let mut bytes = [0; 4];
                    escape(&mut text, c.encode_utf8(&mut bytes).as_bytes());
                }
                c => text.push(c),
            }
        }
        escape(&mut text, chunk.invalid());
    }
    text
}

fn escape(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        write!(text, "\\x{byte:02X}").expect("a String takes every write");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(relative: &str, expected: &str) {
        assert_eq!(key("corpus", relative.as_ref()), expected);
    }

    #[test]
    fn keys_are_portable() {
        check("a/b.txt", "corpus/a/b.txt");
        check("./a/b.txt", "corpus/a/b.txt");
        check("", "corpus");
        check("back\\slash.txt", "corpus/back\\\\slash.txt");
        check("two\nlines.txt", "corpus/two\\x0Alines.txt");
        check("Łódź ✓.txt", "corpus/Łódź ✓.txt");
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
