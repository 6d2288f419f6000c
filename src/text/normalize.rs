//! When are two spellings the same word? Folded: lower case, accents off (before
//! lower-casing, for "İstanbul"), apostrophes and the dots of "U.S." dropped, ligatures
//! opened, soft hyphens and joiners gone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::word::{is_apostrophe, is_invisible};

/// Appends the folded form of one word to `out`.
///
/// ```
/// use morgue::text::normalize::fold_into;
/// let mut out = String::new();
/// fold_into("U.S.", &mut out);
/// assert_eq!(out, "us");
/// ```
pub fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let number = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
        for &byte in word.as_bytes() {
            match byte {
                b'\'' => (),
                b'.' if !number => (),
                _ => out.push(char::from(byte.to_ascii_lowercase())),
            }
        }
        return;
    }
    for letter in word.nfkd() {
        fold_letter(letter, out);
    }
}

fn fold_letter(letter: char, out: &mut String) {
    if is_combining_mark(letter) || is_apostrophe(letter) || is_invisible(letter) {
        return;
    }
    match letter {
        '.' | '‘' => (),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' => out.push('i'),
        '‐' | '‑' => out.push('-'),
        _ => out.extend(letter.to_lowercase().filter(|it| !is_combining_mark(*it))),
    }
}

/// The folded form of one word.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for (word, expected) in [
            ("Iran", "iran"),
            ("İstanbul", "istanbul"),
            ("O’Brien", "obrien"),
            ("O'Brien", "obrien"),
            ("ﬁnance", "finance"),
            ("Straße", "strasse"),
            ("3.5", "3.5"),
            ("co\u{AD}operate", "cooperate"),
            ("F-16", "f-16"),
            ("Ærø", "aero"),
        ] {
            assert_eq!(fold(word), expected, "{word}");
        }
    }
}
