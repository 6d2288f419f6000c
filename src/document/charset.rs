//! Which encoding do bytes state for themselves? The header of the answer they came in,
//! the declaration of XML, the `meta` element of HTML; what is not UTF-8 is read by it.

use encoding_rs::Encoding;
use memchr::memmem;

/// Where an encoding is looked for: HTML wants it in the first 1,024 bytes, and pages
/// that do not keep to that are many.
const HEAD: usize = 4096;

/// The encoding that a media type ("text/html; charset=ISO-8859-2") or the bytes name.
pub(super) fn stated(bytes: &[u8], media: Option<&str>) -> Option<&'static Encoding> {
    let by_media = media.and_then(|it| labelled(it.as_bytes(), b"charset"));
    by_media.or_else(|| {
        let head = &bytes[..bytes.len().min(HEAD)];
        if head.starts_with(b"<?xml") {
            let end = memmem::find(head, b"?>").unwrap_or(head.len());
            if let Some(found) = labelled(&head[..end], b"encoding") {
                return Some(found);
            }
        }
        let meta = memmem::find(&head.to_ascii_lowercase(), b"<meta")?;
        labelled(&head[meta..], b"charset")
    })
}

/// The encoding behind `name=`, in quotes or without.
fn labelled(text: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    memmem::find_iter(&lower, name).find_map(|at| {
        let rest = lower[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?;
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest
            .iter()
            .position(|it| !(it.is_ascii_alphanumeric() || b"-_:.".contains(it)))
            .unwrap_or(rest.len());
        Encoding::for_label(&rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_by_their_names() {
        let check = |bytes: &[u8], media: Option<&str>, expected: Option<&str>| {
            assert_eq!(stated(bytes, media).map(Encoding::name), expected, "{media:?}");
        };
        check(b"", Some("text/html; charset=\"ISO-8859-2\""), Some("ISO-8859-2"));
        check(b"<?xml version='1.0' encoding='koi8-r'?>", None, Some("KOI8-R"));
        check(
            b"<html><META http-equiv=x content='text/html; CHARSET=Shift_JIS'>",
            None,
            Some("Shift_JIS"),
        );
        check(b"<p>charset=koi8-r", Some("text/html"), None);
        check(b"<meta charset=nonsense>", None, None);
    }
}
