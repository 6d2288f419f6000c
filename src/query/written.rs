//! As which words is a unit of the query written in the archive? Texts hold words as they
//! are written; the list of words says which of them have the folded form or the stem that
//! is asked for. Also: how rare is a word that stands in several spellings?

use rustc_hash::FxHashMap;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::Field;
use tantivy::{TantivyError, Term};

use crate::index::wordlist::WordList;

use super::near::Near;
use super::words::Unit;

/// Words that one pattern may fit.
pub(super) const MOST: usize = 100_000;

/// The units with the words of the archive they stand for.
pub(super) fn written(units: Vec<Unit>, list: &WordList) -> tantivy::Result<Vec<Unit>> {
    units.into_iter().map(|it| one(it, list)).collect()
}

fn one(unit: Unit, list: &WordList) -> tantivy::Result<Unit> {
    let (best, lesser) = match &unit {
        Unit::Written { .. } => return Ok(unit),
        Unit::Forms { best, lesser } => {
            let mut others = Vec::new();
            for form in lesser {
                others.extend(list.written(form)?);
            }
            others.sort_unstable();
            others.dedup();
            (list.written(best)?, others)
        }
        Unit::Pattern { .. } | Unit::Fuzzy { .. } => {
            let fitting = match near(&unit) {
                Some(near) => list.accepted(&near, MOST)?,
                None => list.fitting(unit.prefix(), MOST, |it| unit.fits(it))?,
            };
            (fitting.ok_or_else(too_many)?, Vec::new())
        }
    };
    Ok(Unit::Written { unit: Box::new(unit), best, lesser })
}

fn near(unit: &Unit) -> Option<Near> {
    let Unit::Fuzzy { text, distance } = unit else { return None };
    Near::to(text, *distance)
}

/// What is said of a pattern that fits too much.
pub(super) fn too_many() -> TantivyError {
    let message =
        format!("a pattern fits more than {MOST} words; write more of its letters");
    TantivyError::InvalidArgument(message)
}

/// The terms of some words.
pub(super) fn terms(words: &[String], field: Field) -> Vec<Term> {
    words.iter().map(|it| Term::from_field_text(field, it)).collect()
}

/// What a sequence of words weighs, each of which stands in several spellings: a word is as
/// rare as all its spellings together.
pub(super) fn similarity(
    statistics: &dyn Bm25StatisticsProvider,
    words: &[Vec<Term>],
    field: Field,
) -> tantivy::Result<Bm25Weight> {
    let mut joined = Joined { statistics, words: FxHashMap::default() };
    let mut names = Vec::with_capacity(words.len());
    for (n, spellings) in words.iter().enumerate() {
        let mut seen = 0_u64;
        for term in spellings {
            seen = seen.saturating_add(statistics.doc_freq(term)?);
        }
        // Any term will do as a name, so that it is another for each word.
        let name = Term::from_field_text(field, &n.to_string());
        joined.words.insert(name.clone(), seen.min(statistics.total_num_docs()?));
        names.push(name);
    }
    Bm25Weight::for_terms(&joined, &names)
}

/// Statistics in which a word is all its spellings.
struct Joined<'a> {
    statistics: &'a dyn Bm25StatisticsProvider,
    words: FxHashMap<Term, u64>,
}

impl Bm25StatisticsProvider for Joined<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.statistics.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.statistics.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.words.get(term).copied().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::SearchError;

    #[test]
    fn a_pattern_that_fits_too_much_is_no_damage() {
        let error = SearchError::from(too_many());
        assert!(
            matches!(&error, SearchError::TooMuch(it) if it.contains("100000 words"))
        );
        let broken = TantivyError::SystemError("a block".to_owned());
        assert!(matches!(SearchError::from(broken), SearchError::Engine(_)));
    }
}
