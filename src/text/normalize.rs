//! When are two spellings the same word? Folded: lower case, accents off (before
//! lower-casing, for "İstanbul"), apostrophes and the dots of "U.S." dropped, ligatures
//! opened, soft hyphens and joiners gone.

use std::sync::atomic::{AtomicU32, Ordering};

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
    for letter in word.chars() {
        match known(letter) {
            Some(Known::Letter(one)) => out.push(one),
            Some(Known::Nothing) => (),
            None => fold_anew(letter, out),
        }
    }
}

/// What a letter is folded to, where that is one letter or none.
#[derive(Clone, Copy)]
enum Known {
    Letter(char),
    Nothing,
}

/// What was found out of each letter of the first plane, as it was met: to take a letter
/// apart takes ten times as long. Every letter is folded by itself, for what an order of
/// accents could change is dropped.
static FOUND: [AtomicU32; 1 << 16] = [const { AtomicU32::new(UNKNOWN) }; 1 << 16];
const UNKNOWN: u32 = 0;
/// No letters have these numbers.
const NOTHING: u32 = 0x11_0000;
const SEVERAL: u32 = 0x11_0001;

fn known(letter: char) -> Option<Known> {
    let cell = FOUND.get(letter as usize)?;
    let mut code = cell.load(Ordering::Relaxed);
    if code == UNKNOWN {
        let mut folded = String::new();
        fold_anew(letter, &mut folded);
        let mut letters = folded.chars();
        code = match (letters.next(), letters.next()) {
            (None, _) => NOTHING,
            (Some(one), None) => u32::from(one),
            _ => SEVERAL,
        };
        cell.store(code, Ordering::Relaxed);
    }
    match code {
        NOTHING => Some(Known::Nothing),
        SEVERAL => None,
        one => char::from_u32(one).map(Known::Letter),
    }
}

fn fold_anew(letter: char, out: &mut String) {
    for part in std::iter::once(letter).nfkd() {
        fold_letter(part, out);
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

    proptest::proptest! {
        #[test]
        fn every_letter_is_folded_by_itself(word in "\\PC{0,12}|[а-яё́a-zéİßæ.'’]{1,9}|[가-힣ऀ-ॿ]{1,5}") {
            proptest::prop_assume!(!word.is_ascii());
            let mut whole = String::new();
            word.nfkd().for_each(|it| fold_letter(it, &mut whole));
            proptest::prop_assert_eq!(&fold(&word), &whole);
            proptest::prop_assert_eq!(fold(&word), whole, "once more");
        }
    }

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
