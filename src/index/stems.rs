//! What is the stem of a word, in which language? Stemmers by language, with the stems seen
//! so far.

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::tags::STEM;

/// Words whose stems are remembered.
const REMEMBERED: usize = 40_000;

/// Stemmers by language, with the stems seen so far.
#[derive(Clone, Default)]
pub(super) struct Stems {
    language: String,
    /// Hash of the language.
    seed: u64,
    stemmer: Option<Algorithm>,
    seen: FxHashMap<String, Option<String>>,
}

impl Stems {
    /// Sets the language.
    pub(super) fn choose(&mut self, language: &str) {
        if self.language == language {
            return;
        }
        language.clone_into(&mut self.language);
        self.seed = xxh3_64(language.as_bytes());
        self.stemmer = algorithm(language);
        self.seen.clear();
    }

    /// A stem begins with the letter its word begins with.
    pub(super) fn keep_initials(&self) -> bool {
        self.stemmer.is_none() || cuts_ends_only(&self.language)
    }

    /// The language, as a hash.
    pub(super) const fn language(&self) -> u64 {
        self.seed
    }

    /// Writes the tagged stem of a folded word; false where it is the word itself.
    pub(super) fn find(&self, folded: &str, out: &mut String) -> bool {
        let Some(algorithm) = self.stemmer else { return false };
        let stem = Stemmer::new(algorithm).stem(folded);
        let differs = stem != folded && !stem.is_empty();
        if differs {
            out.push(STEM);
            out.push_str(&stem);
        }
        differs
    }

    /// The same, and remembers it.
    pub(super) fn stem(&mut self, folded: &str, out: &mut String) -> bool {
        if self.stemmer.is_none() {
            return false;
        }
        if !self.seen.contains_key(folded) {
            if self.seen.len() >= REMEMBERED {
                self.seen.clear();
            }
            let mut stem = String::new();
            let differs = self.find(folded, &mut stem);
            self.seen.insert(folded.to_owned(), differs.then_some(stem));
        }
        let stem = self.seen.get(folded).and_then(Option::as_deref).unwrap_or_default();
        out.push_str(stem);
        !stem.is_empty()
    }
}

/// The stemmer of a language takes nothing from the beginning of a word.
fn cuts_ends_only(language: &str) -> bool {
    matches!(
        language,
        "en" | "de" | "fr" | "es" | "pt" | "it" | "ru" | "sv" | "da" | "no" | "nb" | "nn"
    )
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "en" => Algorithm::English,
        "de" => Algorithm::German,
        "fr" => Algorithm::French,
        "es" => Algorithm::Spanish,
        "pt" => Algorithm::Portuguese,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "da" => Algorithm::Danish,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "fi" => Algorithm::Finnish,
        "hu" => Algorithm::Hungarian,
        "ro" => Algorithm::Romanian,
        "tr" => Algorithm::Turkish,
        "ar" => Algorithm::Arabic,
        "el" => Algorithm::Greek,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn stems_keep_initials_where_it_is_said(word in "[a-z][a-z]{0,11}|[a-y]{1,3}(ing|ung|keit|ement|mente|ados|erna)") {
            for language in ["en", "de", "fr", "es", "pt", "it", "sv", "da", "no"] {
                assert!(cuts_ends_only(language));
                let algorithm = algorithm(language).expect("a stemmer");
                let stem = Stemmer::new(algorithm).stem(&word).into_owned();
                let same = stem.is_empty() || stem.as_bytes()[0] == word.as_bytes()[0];
                proptest::prop_assert!(same, "{language}: {word} {stem}");
            }
        }
    }
}
