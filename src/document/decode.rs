//! Which characters are these bytes? UTF-8, UTF-16, or an older encoding by its looks;
//! and what is no text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

use super::charset;
use crate::model::Note;

/// Why bytes are no text, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// To be read after the name of the input.
    pub reason: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

/// What begins so is no text: first bytes, name, advice.
const NO_TEXT: [(&[u8], &str, &str); 12] = [
    (b"%PDF", "a PDF", "convert it to text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack or convert it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "convert it to text first"),
    (b"{\\rtf", "rich text (RTF)", "convert it to text first"),
    (b"\xff\xd8\xff", "a JPEG image", ""),
    (b"\x89PNG", "a PNG image", ""),
    (b"GIF89a", "a GIF image", ""),
    (b"BZh9", "bzip2 data", "unpack it first"),
    (b"\xfd7zXZ", "xz data", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"SQLite format 3", "a database", "export its articles as JSON Lines"),
    (b"\x7fELF", "a program", ""),
];

/// Decodes `bytes`, which may have come with a media type; repairs are notes.
///
/// # Errors
/// When they hold no text.
pub fn decode(
    bytes: Vec<u8>,
    media: Option<&str>,
) -> Result<(String, Vec<Note>), Refusal> {
    if let Some(refusal) = refused(&bytes) {
        return Err(refusal);
    }
    let mut notes = Vec::new();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => foreign(error.as_bytes(), media, &mut notes)?,
    };
    let text = without_mark(text, &mut notes);
    let text = without_nul(text, &mut notes)?;
    if text.is_empty() {
        return refuse("is empty", "");
    }
    Ok((text, notes))
}

fn refuse<T>(reason: impl Into<String>, hint: &str) -> Result<T, Refusal> {
    Err(Refusal { reason: reason.into(), hint: hint.to_owned() })
}

fn refused(bytes: &[u8]) -> Option<Refusal> {
    let known = NO_TEXT.iter().find(|(first, ..)| bytes.starts_with(first));
    known.map(|(_, name, hint)| Refusal {
        reason: format!("is {name}, not text"),
        hint: (*hint).to_owned(),
    })
}

/// Bytes that are not UTF-8.
fn foreign(
    bytes: &[u8],
    media: Option<&str>,
    notes: &mut Vec<Note>,
) -> Result<String, Refusal> {
    if let Some(encoding) = utf16(bytes) {
        notes.push(Note::new(format!("{}, read as UTF-8", encoding.name())));
        return Ok(encoding.decode_with_bom_removal(bytes).0.into_owned());
    }
    if let Some(encoding) = charset::stated(bytes, media).filter(|it| *it != UTF_8) {
        notes.push(Note::new(format!("{}, read as UTF-8", encoding.name())));
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if is_binary(bytes) {
        return refuse("is binary data, not text", "");
    }
    if let Some((text, broken)) = nearly_utf8(bytes) {
        notes.push(Note::new(format!("{broken} characters that are no UTF-8 replaced")));
        return Ok(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    notes.push(Note::new(format!("not UTF-8, read as {}", encoding.name())));
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// UTF-16 by its mark, or by the zeros in every other place of Latin text.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => (),
    }
    let zeros = |from: usize| {
        let places = bytes.iter().skip(from).step_by(2).take(2000);
        let all = places.len().max(1);
        places.filter(|&&byte| byte == 0).count() * 100 / all
    };
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > 30 && even < 5 => Some(UTF_16LE),
        (even, odd) if even > 30 && odd < 5 => Some(UTF_16BE),
        _ => None,
    }
}

/// More control characters than any text has.
fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1 << 16)];
    let odd = |byte: &&u8| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127);
    start.iter().filter(odd).count() * 100 > start.len() * 3
}

/// UTF-8 with a few broken places, as an old encoding hardly ever looks.
fn nearly_utf8(bytes: &[u8]) -> Option<(String, usize)> {
    let (mut wide, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (wide > broken * 2).then(|| (String::from_utf8_lossy(bytes).into_owned(), broken))
}

fn without_mark(text: String, notes: &mut Vec<Note>) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            notes.push(Note::new("byte-order mark taken off"));
            rest.to_owned()
        }
        None => text,
    }
}

/// Takes off the zeros that a crash leaves at the end; any other becomes U+FFFD, which is
/// one character too.
fn without_nul(mut text: String, notes: &mut Vec<Note>) -> Result<String, Refusal> {
    if memchr(0, text.as_bytes()).is_none() {
        return Ok(text);
    }
    let length = text.len();
    text.truncate(text.trim_end_matches('\0').len());
    if text.is_empty() {
        return refuse(format!("holds nothing but {length} zero bytes"), "");
    }
    if let Some(encoding) = utf16(text.as_bytes()) {
        notes.push(Note::new(format!("{}, read as UTF-8", encoding.name())));
        // the last character may have lost its zero
        let mut bytes = text.into_bytes();
        bytes.resize(length, 0);
        return Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned());
    }
    if is_binary(text.as_bytes()) {
        return refuse("is binary data, not text", "");
    }
    if text.len() < length {
        let zeros = length - text.len();
        notes.push(Note::new(format!("{zeros} zero bytes at the end taken off")));
    }
    let inner = text.matches('\0').count();
    if inner > 0 {
        notes.push(Note::new(format!("{inner} zero bytes replaced")));
        text = text.replace('\0', "\u{fffd}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, note: &str) {
        let (found, notes) = decode(bytes.to_vec(), None).unwrap();
        assert_eq!(found, text);
        let notes: Vec<String> = notes.into_iter().map(|it| it.message).collect();
        assert_eq!(notes.join("; "), note);
    }

    #[track_caller]
    fn refused(bytes: &[u8], reason: &str) {
        assert_eq!(decode(bytes.to_vec(), None).unwrap_err().reason, reason);
    }

    fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_8_is_left_as_it_is() {
        check("Łódź – “ja”".as_bytes(), "Łódź – “ja”", "");
        check(b"\xef\xbb\xbfA word", "A word", "byte-order mark taken off");
        check("a\u{fffd}b\r\n".as_bytes(), "a\u{fffd}b\r\n", "");
    }

    #[test]
    fn utf_16_is_read() {
        let note = "UTF-16LE, read as UTF-8";
        check(&wide("\u{feff}Zürich 😀", u16::to_le_bytes), "Zürich 😀", note);
        check(&wide("The ferry", u16::to_le_bytes), "The ferry", note);
        check(&wide("Zürich ist groß", u16::to_le_bytes), "Zürich ist groß", note);
        let note = "UTF-16BE, read as UTF-8";
        check(&wide("\u{feff}Łódź", u16::to_be_bytes), "Łódź", note);
        check(&wide("The ferry", u16::to_be_bytes), "The ferry", note);
    }

    #[test]
    fn older_encodings_are_guessed() {
        let latin = b"Le caf\xe9 de la gare est ferm\xe9, dit le maire \xe0 la presse.";
        check(
            latin,
            "Le café de la gare est fermé, dit le maire à la presse.",
            "not UTF-8, read as windows-1252",
        );
        let quotes = b"\x93We go,\x94 she said.";
        check(quotes, "“We go,” she said.", "not UTF-8, read as windows-1252");
        let russian =
            encoding_rs::WINDOWS_1251.encode("Мэр города сказал, что паром пойдёт").0;
        check(
            &russian,
            "Мэр города сказал, что паром пойдёт",
            "not UTF-8, read as windows-1251",
        );
        let japanese =
            encoding_rs::SHIFT_JIS.encode("市長は記者団に「船は出る」と語った").0;
        check(
            &japanese,
            "市長は記者団に「船は出る」と語った",
            "not UTF-8, read as Shift_JIS",
        );
    }

    #[test]
    fn utf_8_with_a_few_broken_places_stays_utf_8() {
        let mut bytes = "“Ça va”, dit-elle à Zoë.".as_bytes().to_vec();
        bytes.push(0xe2); // cut off inside a character
        check(
            &bytes,
            "“Ça va”, dit-elle à Zoë.\u{fffd}",
            "1 characters that are no UTF-8 replaced",
        );
    }

    #[test]
    fn zeros_are_no_text() {
        check(b"The end.\0\0\0", "The end.", "3 zero bytes at the end taken off");
        let text = format!("{}\0{}", "word ".repeat(20), "word ".repeat(20));
        check(text.as_bytes(), &text.replace('\0', "\u{fffd}"), "1 zero bytes replaced");
        refused(&[0; 4096], "holds nothing but 4096 zero bytes");
        refused(b"", "is empty");
        refused(b"\xef\xbb\xbf", "is empty");
    }

    #[test]
    fn other_data_is_named() {
        refused(b"%PDF-1.7 ...", "is a PDF, not text");
        refused(b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG image, not text");
        refused(b"PK\x03\x04\x14\0", "is a ZIP archive or an office document, not text");
        let noise: Vec<u8> =
            (0..5000_u32).map(|n| ((n * n * 7) >> 3 & 0xff) as u8).collect();
        refused(&noise, "is binary data, not text");
    }
}
