//! Which words of the archive are meant by a word that is asked for? Texts are indexed as
//! they are written, one term a word; beside them stands a list of words by their folded
//! form and by their stem. So "ferry" finds "Ferry", "FERRY" and "ferries", and an article
//! costs the engine no more terms than it has words.
//!
//! The list is a field of its own (`words`), whose terms are
//!
//! ```text
//! us␟U.S.           the folded form, then the word as written
//! ␂ferri␟ferries    a stem, then a folded form that has it
//! ```
//!
//! where of the second part only what the first does not tell is written: nothing for the
//! same word, a sign for the same word with a capital or in capitals, a sign and the rest for
//! a word that goes on where the first ends: a dictionary keeps alike ends once. The list
//! stands in documents that hold nothing else and are never removed: what they say stays
//! true.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;
use tantivy::{InvertedIndexReader, Searcher};
use tantivy_fst::Automaton;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::schema::Fields;
use super::tags::{CASED, STEM};

/// Between the two parts of a term of the list.
pub const BETWEEN: char = '\u{1F}';
/// Terms of the list that are no stems begin here.
const UNTAGGED: &str = "\u{4}";

/// The second part is the first with a capital.
const CAPITAL: char = '\u{5}';
/// The second part is the first in capitals.
const CAPITALS: char = '\u{6}';
/// The second part begins with the first; the rest of it follows.
const GOES_ON: char = '\u{7}';

/// The term of a word as written.
pub(super) fn spelled(folded: &str, written: &str) -> String {
    let mut term = format!("{folded}{BETWEEN}");
    let mut beginning = written.chars();
    let capital = beginning.next().is_some_and(|it| it.is_ascii_uppercase());
    if folded == written {
        // "ferries"
    } else if !written.eq_ignore_ascii_case(folded) {
        term.push_str(written);
    } else if capital && folded.ends_with(beginning.as_str()) {
        term.push(CAPITAL);
    } else if !written.bytes().any(|it| it.is_ascii_lowercase()) {
        term.push(CAPITALS);
    } else {
        term.push_str(written);
    }
    term
}

/// The term of a stem, which is tagged.
pub(super) fn stemmed(stem: &str, folded: &str) -> String {
    match folded.strip_prefix(stem.trim_start_matches(STEM)) {
        Some(rest) => format!("{stem}{BETWEEN}{GOES_ON}{rest}"),
        None => format!("{stem}{BETWEEN}{folded}"),
    }
}

/// The second part of a term of the list.
fn second<'a>(first: &str, told: &'a str) -> Cow<'a, str> {
    let mut rest = told.chars();
    match rest.next() {
        None => first.to_owned().into(),
        Some(CAPITAL) => {
            let mut word = first.to_owned();
            if let Some(letter) = word.get_mut(..1) {
                letter.make_ascii_uppercase();
            }
            word.into()
        }
        Some(CAPITALS) => first.to_ascii_uppercase().into(),
        Some(GOES_ON) => {
            format!("{}{}", first.trim_start_matches(STEM), rest.as_str()).into()
        }
        Some(_) => told.into(),
    }
}

/// Terms of the list that the index may not hold yet, and all words that were entered. Some
/// terms come twice; a dictionary holds them once.
#[derive(Clone, Debug, Default)]
pub struct NewWords(Arc<Mutex<Entered>>);

#[derive(Debug, Default)]
struct Entered {
    /// Hashes of words of a language.
    words: FxHashSet<u64>,
    terms: Vec<String>,
}

impl NewWords {
    /// Keeps of some words, by their hashes, those that were not entered yet; they are now.
    pub(super) fn keep_new<P>(&self, words: &mut Vec<(u64, P)>) {
        let mut entered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entered.words.len() >= REMEMBERED {
            entered.words.clear();
        }
        words.retain(|it| entered.words.insert(it.0));
    }

    /// Adds terms; leaves `terms` empty.
    pub(super) fn add(&self, terms: &mut Vec<String>) {
        let mut entered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entered.terms.append(terms);
    }

    /// All terms, where there are at least so many; they are in the caller's care.
    pub(super) fn take(&self, least: usize) -> Vec<String> {
        let mut entered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entered.terms.len() < least {
            return Vec::new();
        }
        std::mem::take(&mut entered.terms)
    }
}

/// Slots of the words met of late: most words of a text are there, and it stays in the
/// cache of a core.
const RECENT: usize = 1 << 14;
/// Words that are remembered at all.
const REMEMBERED: usize = 1 << 20;

/// Words met of late, by hashes: a word of a text has been met before nearly always, and
/// that must cost nothing.
pub(super) struct Recent(Box<[u64]>);

impl Default for Recent {
    fn default() -> Self {
        Self(vec![0; RECENT].into())
    }
}

impl Recent {
    /// Meets a word of a language; its hash, where it was not met of late.
    pub(super) fn meet(&mut self, word: &str, language: u64) -> Option<u64> {
        let hash = xxh3_64_with_seed(word.as_bytes(), language);
        #[expect(clippy::cast_possible_truncation, reason = "the low bits are meant")]
        let slot = &mut self.0[hash as usize % RECENT];
        (std::mem::replace(slot, hash) != hash).then_some(hash)
    }
}

/// The list of words of an archive.
pub struct WordList {
    parts: Vec<Arc<InvertedIndexReader>>,
}

impl WordList {
    /// Opens it.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn open(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let parts = searcher.segment_readers().iter();
        let parts = parts.map(|it| it.inverted_index(fields.words));
        Ok(Self { parts: parts.collect::<tantivy::Result<_>>()? })
    }

    /// The words as written that a form stands for, in order: a folded form, a tagged stem,
    /// or a word as written, tagged. What no article holds is not among them.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn written(&self, form: &str) -> tantivy::Result<Vec<String>> {
        if let Some(written) = form.strip_prefix(CASED) {
            return Ok(vec![written.to_owned()]);
        }
        let mut found = FxHashSet::default();
        if form.starts_with(STEM) {
            let mut folded = FxHashSet::default();
            self.each(&format!("{form}{BETWEEN}"), |stem, it| {
                folded.insert(second(stem, it).into_owned());
                true
            })?;
            for folded in folded {
                self.spellings(&folded, &mut found)?;
            }
        } else {
            self.spellings(form, &mut found)?;
        }
        Ok(sorted(found))
    }

    fn spellings(
        &self,
        folded: &str,
        into: &mut FxHashSet<String>,
    ) -> tantivy::Result<()> {
        self.each(&format!("{folded}{BETWEEN}"), |folded, written| {
            into.insert(second(folded, written).into_owned());
            true
        })
    }

    /// The words as written whose folded form begins with `prefix` and fits, in order; none
    /// where there are more than `most`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn fitting(
        &self,
        prefix: &str,
        most: usize,
        fits: impl Fn(&str) -> bool,
    ) -> tantivy::Result<Option<Vec<String>>> {
        let mut found = FxHashSet::default();
        let mut last = (String::new(), false);
        self.each(prefix, |folded, written| {
            // Words with the same folded form stand side by side.
            if last.0 != folded {
                folded.clone_into(&mut last.0);
                last.1 = fits(folded);
            }
            if last.1 {
                found.insert(second(folded, written).into_owned());
            }
            found.len() <= most
        })?;
        Ok((found.len() <= most).then(|| sorted(found)))
    }

    /// The words as written that an automaton accepts the terms of, in order; none where
    /// there are more than `most`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn accepted<A: Automaton>(
        &self,
        automaton: &A,
        most: usize,
    ) -> tantivy::Result<Option<Vec<String>>>
    where
        A::State: Clone,
    {
        let mut found = FxHashSet::default();
        for part in &self.parts {
            let terms = part.terms().search(automaton).ge(UNTAGGED.as_bytes());
            let mut terms = terms.into_stream()?;
            while terms.advance() {
                let term = std::str::from_utf8(terms.key()).unwrap_or_default();
                let Some((folded, written)) = term.split_once(BETWEEN) else { continue };
                found.insert(second(folded, written).into_owned());
                if found.len() > most {
                    return Ok(None);
                }
            }
        }
        Ok(Some(sorted(found)))
    }

    /// Hands over both parts of every term with this beginning, until told to stop.
    fn each(
        &self,
        prefix: &str,
        mut take: impl FnMut(&str, &str) -> bool,
    ) -> tantivy::Result<()> {
        let first = if prefix.is_empty() { UNTAGGED } else { prefix };
        for part in &self.parts {
            let mut stream = part.terms().range().ge(first.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                let term = std::str::from_utf8(stream.key()).unwrap_or_default();
                let Some((left, right)) = term.split_once(BETWEEN) else { continue };
                if !take(left, right) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn sorted(found: FxHashSet<String>) -> Vec<String> {
    let mut found: Vec<String> = found.into_iter().collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use tantivy::{Index, TantivyDocument};

    use super::*;
    use crate::index::reader::register;
    use crate::index::schema;
    use crate::index::terms::Read;

    /// A list in two segments, some of it twice.
    fn list(parts: [&[String]; 2]) -> WordList {
        let (schema, fields) = schema::build();
        let index = Index::create_in_ram(schema);
        register(&index, Read::default());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).expect("memory");
        for part in parts {
            let mut document = TantivyDocument::default();
            for word in part {
                document.add_text(fields.words, word);
            }
            writer.add_document(document).expect("memory");
            writer.commit().expect("memory");
        }
        let searcher = index.reader().expect("an index").searcher();
        WordList::open(&searcher, &fields).expect("a list")
    }

    #[test]
    fn all_spellings_of_a_word_are_found() {
        let ferries = [spelled("ferries", "Ferries"), stemmed("\u{2}ferri", "ferries")];
        let others =
            [spelled("ferries", "ferries"), spelled("ferrie", "x"), ferries[1].clone()];
        let list = list([&ferries, &others]);
        let written = |form: &str| list.written(form).expect("an index");
        assert_eq!(written("ferries"), ["Ferries", "ferries"]);
        assert_eq!(written("\u{2}ferri"), ["Ferries", "ferries"]);
        assert_eq!(written("\u{3}Ferries"), ["Ferries"]);
        assert_eq!(written("ferr"), [""; 0]);
        let fitting = |most| list.fitting("ferr", most, |it| it.ends_with('s'));
        assert_eq!(fitting(2).expect("an index").expect("few"), ["Ferries", "ferries"]);
        assert_eq!(fitting(1).expect("an index"), None);
    }

    proptest::proptest! {
        #[test]
        fn a_term_tells_both_its_parts(
            folded in "[a-zäж0-9-]{1,6}",
            written in "[a-zA-ZÄЖ0-9.'-]{1,6}",
            rest in "[a-z]{0,3}",
        ) {
            let mut letters = folded.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            let capital = first + letters.as_str();
            let capitals = folded.to_uppercase();
            for written in [&folded, &written, &capital, &capitals] {
                let term = spelled(&folded, written);
                let (first, told) = term.split_once(BETWEEN).expect("two parts");
                proptest::prop_assert_eq!((first, &*second(first, told)), (&*folded, &**written));
            }
            let stem = format!("{STEM}{folded}");
            for whole in [folded.clone() + &rest, rest.clone() + "x"] {
                let term = stemmed(&stem, &whole);
                let (first, told) = term.split_once(BETWEEN).expect("two parts");
                proptest::prop_assert_eq!((first, &*second(first, told)), (&*stem, &*whole));
            }
        }
    }

    #[test]
    fn a_word_is_new_once_a_language() {
        let (mut recent, new) = (Recent::default(), NewWords::default());
        let mut met = |language| recent.meet("die", language).map(|it| (it, ()));
        let mut words: Vec<_> = [1, 1, 2, 1].into_iter().filter_map(&mut met).collect();
        assert_eq!(words.len(), 2, "of late");
        new.keep_new(&mut words);
        assert_eq!(words.len(), 2, "ever");
        new.keep_new(&mut words);
        assert_eq!(words, []);
    }
}
