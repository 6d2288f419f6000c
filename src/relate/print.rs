//! Which few numbers stand for the words of an article? Hashes of five words in a row, of
//! which one in a window is kept (winnowing: Schleimer, Wilkerson, Aiken 2003): whoever
//! shares [`FOUND`] words in a row shares at least one of them.
//!
//! Marks, case and spacing make no difference. A script without spaces counts characters.

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
pub(super) const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
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
    let words = hashes(text, tokens);
    Print { whole: whole(&words), marks: marks(&words) }
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
    whole(&hashes(text, tokens))
}

fn hashes(text: &str, tokens: impl IntoIterator<Item = Token>) -> Vec<u64> {
    let tokens = tokens.into_iter();
    let mut words = Vec::with_capacity(tokens.size_hint().0);
    each_hash(text, tokens, |word, _| words.push(word));
    words
}

fn whole(words: &[u64]) -> u64 {
    let mut bytes = Vec::with_capacity(8 * words.len());
    for word in words {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    xxh3_64(&bytes)
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

/// The smallest shingle of each window of a text of these words, in order of size.
fn marks(words: &[u64]) -> Vec<u32> {
    let shingles = shingles(words);
    let mut kept = Vec::with_capacity(2 * shingles.len() / WINDOW + 2);
    if shingles.len() < WINDOW {
        kept.extend(shingles.iter().min());
    } else {
        let mut least = smallest(&shingles, 0..WINDOW);
        kept.push(shingles[least]);
        for (at, hash) in shingles.iter().enumerate().skip(WINDOW) {
            if *hash <= shingles[least] {
                least = at;
            } else if least + WINDOW == at {
                least = smallest(&shingles, least + 1..at + 1);
            } else {
                continue;
            }
            kept.push(shingles[least]);
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Where the smallest of some shingles stands; the rightmost of equals lasts longest.
fn smallest(shingles: &[u32], range: std::ops::Range<usize>) -> usize {
    let mut least = range.start;
    for at in range {
        if shingles[at] <= shingles[least] {
            least = at;
        }
    }
    least
}

/// A hash of every [`SHINGLE`] words in a row; of all words where they are fewer.
fn shingles(words: &[u64]) -> Vec<u32> {
    let rolled = |sum: u64, word: &u64| sum.wrapping_mul(BASE).wrapping_add(*word);
    let first = words.len().min(SHINGLE);
    let mut rolling = words[..first].iter().fold(0, rolled);
    let mut all = Vec::with_capacity(words.len());
    all.extend((first > 0).then(|| mixed(rolling)));
    for (gone, word) in words.iter().zip(&words[first..]) {
        rolling = rolled(rolling, word).wrapping_sub(gone.wrapping_mul(POWER));
        all.push(mixed(rolling));
    }
    all
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

    proptest! {
        #[test]
        fn marks_are_the_smallest_of_each_window(words in prop::collection::vec(0_u64..40, 0..150)) {
            let shingles = shingles(&words);
            let windows = shingles.windows(WINDOW.min(shingles.len()).max(1));
            let mut slow: Vec<u32> = windows.filter_map(|it| it.iter().min().copied()).collect();
            slow.sort_unstable();
            slow.dedup();
            prop_assert_eq!(marks(&words), slow);
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
