//! Which few numbers stand for the words of an article? Hashes of five words in a row, of
//! which one in a window is kept (winnowing: Schleimer, Wilkerson, Aiken 2003): whoever
//! shares [`FOUND`] words in a row shares at least one of them.
//!
//! Marks, case and spacing make no difference. A script without spaces counts characters.

use std::collections::VecDeque;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::Span;
use crate::text::normalize::fold_into;
use crate::text::word::{Kind, Token, tokens};

/// Words of a shingle.
pub const SHINGLE: usize = 5;
/// Shingles of which the smallest is kept: 48 numbers, 192 bytes, for 700 words.
const WINDOW: usize = 28;
/// As many words in a row, shared, are always found.
pub const FOUND: usize = SHINGLE + WINDOW - 1;
/// Multiplier of the rolling hash: odd, its bits well spread.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
/// What a word was multiplied by when it leaves the shingle.
const POWER: u64 = {
    let (mut power, mut words) = (1_u64, 0);
    while words < SHINGLE {
        power = power.wrapping_mul(BASE);
        words += 1;
    }
    power
};

/// The numbers that stand for a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Print {
    /// The same for the same words.
    pub whole: u64,
    /// Hashes of some shingles, in order of size, each once.
    pub marks: Vec<u32>,
}

/// The print of a text.
///
/// ```
/// use morgue::relate::print::print;
/// assert_eq!(print("“Wait,” she said."), print("\"Wait\", she  SAID"));
/// assert_ne!(print("Wait").whole, print("Go").whole);
/// ```
pub fn print(text: &str) -> Print {
    print_among(text, tokens(text))
}

/// The same, of a text whose tokens are there already.
pub fn print_among(text: &str, tokens: impl IntoIterator<Item = Token>) -> Print {
    let mut whole = Vec::new();
    let mut winnow = Winnow::default();
    each_hash(text, tokens, |word, _| {
        whole.extend_from_slice(&word.to_le_bytes());
        winnow.push(word);
    });
    Print { whole: xxh3_64(&whole), marks: winnow.finish() }
}

/// A number that two texts share when their words are the same.
///
/// ```
/// use morgue::relate::fingerprint;
/// assert_eq!(fingerprint("“Wait,” she said."), fingerprint("\"Wait\", she  SAID"));
/// assert_ne!(fingerprint("Wait"), fingerprint("Go"));
/// ```
pub fn fingerprint(text: &str) -> u64 {
    fingerprint_among(text, tokens(text))
}

/// The same, of a text whose tokens are there already.
pub fn fingerprint_among(text: &str, tokens: impl IntoIterator<Item = Token>) -> u64 {
    let mut whole = Vec::new();
    each_hash(text, tokens, |word, _| whole.extend_from_slice(&word.to_le_bytes()));
    xxh3_64(&whole)
}

/// Hands over the hashes of the folded words with their places, as [`each_word`] the words.
pub(super) fn each_hash(
    text: &str,
    tokens: impl IntoIterator<Item = Token>,
    mut emit: impl FnMut(u64, Span),
) {
    let mut word = String::new();
    for token in tokens.into_iter().filter(|it| it.kind.is_word()) {
        let surface = token.span.of(text);
        if is_folded(surface) {
            emit(xxh3_64(surface.as_bytes()), token.span);
            continue;
        }
        each_form(surface, token, &mut word, |form, span| {
            emit(xxh3_64(form.as_bytes()), span);
        });
    }
}

/// The word is its own folded form, as most are.
fn is_folded(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
}

/// Hands over the folded words of a text with their places, character by character where
/// words are not spaced.
pub fn each_word(text: &str, mut emit: impl FnMut(&str, Span)) {
    let mut word = String::new();
    for token in tokens(text).filter(|it| it.kind.is_word()) {
        each_form(token.span.of(text), token, &mut word, &mut emit);
    }
}

/// Hands over a word folded, or its characters where words are not spaced.
fn each_form(
    surface: &str,
    token: Token,
    word: &mut String,
    mut emit: impl FnMut(&str, Span),
) {
    if token.kind != Kind::Ideograph {
        word.clear();
        fold_into(surface, word);
        emit(word, token.span);
        return;
    }
    for (at, letter) in surface.char_indices() {
        word.clear();
        fold_into(letter.encode_utf8(&mut [0; 4]), word);
        let start = token.span.start + at;
        emit(word, Span::new(start, start + letter.len_utf8()));
    }
}

/// Keeps the smallest shingle of each window.
#[derive(Default)]
struct Winnow {
    words: VecDeque<u64>,
    rolling: u64,
    window: VecDeque<u32>,
    /// Place of the smallest in the window.
    least: usize,
    kept: Vec<u32>,
}

impl Winnow {
    fn push(&mut self, word: u64) {
        self.rolling = self.rolling.wrapping_mul(BASE).wrapping_add(word);
        self.words.push_back(word);
        if self.words.len() > SHINGLE {
            let gone = self.words.pop_front().unwrap_or_default();
            self.rolling = self.rolling.wrapping_sub(gone.wrapping_mul(POWER));
        }
        if self.words.len() == SHINGLE {
            self.shingle(mixed(self.rolling));
        }
    }

    fn shingle(&mut self, hash: u32) {
        self.window.push_back(hash);
        if self.window.len() > WINDOW {
            self.window.pop_front();
            if self.least == 0 {
                // The rightmost of equals lasts longest.
                let least = self.window.iter().enumerate().rev().min_by_key(|it| it.1);
                self.least = least.map_or(0, |it| it.0);
                self.kept.extend(self.window.get(self.least));
                return;
            }
            self.least -= 1;
        }
        let best = self.window.get(self.least).copied().unwrap_or(u32::MAX);
        if hash <= best {
            self.least = self.window.len() - 1;
            // Before the first window is full, nothing is settled yet.
            if self.window.len() == WINDOW {
                self.kept.push(hash);
            }
        } else if self.window.len() == WINDOW && self.kept.is_empty() {
            self.kept.push(best);
        }
    }

    fn finish(mut self) -> Vec<u32> {
        if self.kept.is_empty() {
            match self.window.get(self.least) {
                Some(least) => self.kept.push(*least),
                // Fewer words than a shingle: all of them are one.
                None if !self.words.is_empty() => self.kept.push(mixed(self.rolling)),
                None => {}
            }
        }
        self.kept.sort_unstable();
        self.kept.dedup();
        self.kept
    }
}

/// The upper half of a hash whose bits are spread.
const fn mixed(hash: u64) -> u32 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    ((hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(words: &[u16]) -> String {
        words.iter().map(|it| format!("w{it}")).collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn what_is_shared_is_found(
            before in prop::collection::vec(0_u16..500, 0..90),
            shared in prop::collection::vec(500_u16..900, FOUND..FOUND + 9),
            after in prop::collection::vec(0_u16..500, 0..90),
        ) {
            let one = print(&text(&[&before[..], &shared, &after].concat()));
            let other = print(&text(&[&after[..], &shared, &before].concat()));
            prop_assert!(one.marks.iter().any(|it| other.marks.contains(it)));
        }
    }

    #[test]
    fn marks_are_few() {
        let words: Vec<u16> = (0..700).collect();
        let marks = print(&text(&words)).marks.len();
        assert!((35..62).contains(&marks), "{marks}");
        assert_eq!(print("one two").marks.len(), 1);
        assert!(print(" … ").marks.is_empty());
    }

    #[test]
    fn scripts_without_spaces_have_words() {
        let one = print("据新华社报道，港口今天关闭。");
        assert_eq!(one.marks, print("据新华社报道 港口今天关闭").marks);
    }
}
