//! Does a run of words stand in a table? Progressive hashing over token hashes: one
//! look-up a word, no automaton to build, boundaries are token boundaries by nature.

use rustc_hash::FxHashMap;

use crate::text::word::{is_apostrophe, tokens};

/// The two hashes of a word: as written, and folded to lower case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordHash {
    /// As written; curly and straight apostrophes are the same.
    pub(crate) exact: u64,
    /// In lower case.
    pub(crate) low: u64,
}

/// Hashes one word without allocating.
pub(crate) fn hash_word(word: &str) -> WordHash {
    let mut hash = WordHash { exact: SEED, low: SEED };
    if word.is_ascii() {
        for &byte in word.as_bytes() {
            hash.exact = step(hash.exact, u64::from(byte));
            hash.low = step(hash.low, u64::from(byte.to_ascii_lowercase()));
        }
    } else {
        for letter in word.chars() {
            let letter = if is_apostrophe(letter) { '\'' } else { letter };
            hash.exact = step(hash.exact, u64::from(letter));
            for small in letter.to_lowercase() {
                hash.low = step(hash.low, u64::from(small));
            }
        }
    }
    hash
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

const fn step(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// A table from runs of words to values.
#[derive(Clone, Debug)]
pub(crate) struct PhraseTable<V> {
    runs: FxHashMap<u64, Run<V>>,
}

/// What a run of words is, by its hash: most words begin none, and one look says so.
#[derive(Clone, Copy, Debug)]
struct Run<V> {
    /// Of a phrase.
    value: Option<V>,
    /// A longer phrase begins with it.
    more: bool,
}

impl<V> Default for Run<V> {
    fn default() -> Self {
        Self { value: None, more: false }
    }
}

impl<V> Default for PhraseTable<V> {
    fn default() -> Self {
        Self { runs: FxHashMap::default() }
    }
}

impl<V: Copy> PhraseTable<V> {
    /// Adds `phrase`, matched as written; the first value of a phrase stays.
    pub(crate) fn insert_exact(&mut self, phrase: &str, value: V) {
        self.insert(phrase, value, |hash| hash.exact);
    }

    /// Adds `phrase`, matched in any case; the first value of a phrase stays.
    pub(crate) fn insert_low(&mut self, phrase: &str, value: V) {
        self.insert(phrase, value, |hash| hash.low);
    }

    fn insert(&mut self, phrase: &str, value: V, of: impl Fn(WordHash) -> u64) {
        let words = tokens(phrase).map(|it| of(hash_word(it.span.of(phrase))));
        self.insert_hashes(words, value);
    }

    fn insert_hashes(&mut self, words: impl Iterator<Item = u64>, value: V) {
        let mut hash = SEED;
        let mut last = None;
        for word in words {
            if let Some(prefix) = last {
                self.runs.entry(prefix).or_default().more = true;
            }
            hash = step(hash, word);
            last = Some(hash);
        }
        if let Some(whole) = last {
            self.runs.entry(whole).or_default().value.get_or_insert(value);
        }
    }

    /// Adds a phrase given word by word, for scripts that write no spaces.
    pub(crate) fn insert_low_words<'w>(
        &mut self,
        words: impl Iterator<Item = &'w str>,
        value: V,
    ) {
        self.insert_hashes(words.map(|it| hash_word(it).low), value);
    }

    /// The longest phrase at the start of `words`: its value and number of words.
    pub(crate) fn longest(&self, words: impl Iterator<Item = u64>) -> Option<(V, usize)> {
        let mut hash = SEED;
        let mut best = None;
        for (count, word) in words.enumerate() {
            hash = step(hash, word);
            let Some(run) = self.runs.get(&hash) else { break };
            if let Some(value) = run.value {
                best = Some((value, count + 1));
            }
            if !run.more {
                break;
            }
        }
        best
    }

    /// The value of exactly this phrase, as written.
    pub(crate) fn get_exact(&self, phrase: &str) -> Option<V> {
        let mut hash = SEED;
        let mut any = false;
        for token in tokens(phrase) {
            hash = step(hash, hash_word(token.span.of(phrase)).exact);
            any = true;
        }
        if any { self.runs.get(&hash)?.value } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins() {
        let mut table = PhraseTable::default();
        table.insert_low("news", 1);
        table.insert_low("news conference", 2);
        let words = ["News", "conference", "today"].map(|it| hash_word(it).low);
        assert_eq!(table.longest(words.into_iter()), Some((2, 2)));
        assert_eq!(table.get_exact("News"), None);
    }
}
