//! Which character does an entity of HTML stand for?

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use memchr::memchr;
use quick_xml::escape::{resolve_html5_entity, resolve_xml_entity};

/// Longest name of an entity, `&` and `;` not counted.
const LONGEST: usize = 32;

/// What `eacute` stands for.
pub(super) fn named(name: &str) -> Option<&'static str> {
    resolve_xml_entity(name).or_else(|| resolve_html5_entity(name))
}

/// A text with its references read; what is none stays as it is.
///
/// "caf&eacute; &#8364;" is "café €"; "AT&T" is itself.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (mut done, mut at) = (0, first);
    loop {
        let rest = &text[at + 1..];
        let end = rest.bytes().take(LONGEST).position(|it| it == b';');
        if let Some(end) = end
            && let Some(read) = reference(&rest[..end])
        {
            out.push_str(&text[done..at]);
            out.push_str(&read);
            done = at + end + 2;
        }
        let from = done.max(at + 1);
        match memchr(b'&', &text.as_bytes()[from..]) {
            Some(next) => at = from + next,
            None => break,
        }
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

fn reference(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return named(name).map(Cow::Borrowed);
    };
    let hex = number.strip_prefix(['x', 'X']);
    let code = match hex {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // browsers read 128 to 159 as Windows does (HTML, numeric character references)
    let letter = match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            let byte = [byte];
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
            return Some(Cow::Owned(text.into_owned()));
        }
        _ => char::from_u32(code).filter(|it| *it != '\0')?,
    };
    Some(Cow::Owned(letter.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (text, expected) in [
            ("plain", "plain"),
            ("caf&eacute; &#8364;&#x20AC;", "café €€"),
            ("AT&T & co;", "AT&T & co;"),
            ("&#150;&nosuch;&#0;", "–&nosuch;&#0;"),
            ("&amp;amp;", "&amp;"),
            ("&é;", "&é;"),
            ("&", "&"),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }
}
