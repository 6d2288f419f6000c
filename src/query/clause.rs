//! What does the engine run for one word, phrase or value in given fields? The smallest
//! queries; how they combine is `compile`'s business.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Term};

use crate::index::tokenizer::{CASED, STEM};
use crate::model::query::Range;

use super::barred::Barred;
use super::date::last;
use super::interval::Expr;
use super::phrase::{Place, SequenceQuery, Word};
use super::positions::IntervalQuery;
use super::streams::Known;
use super::sure::{Kind, closed, kind, opened};
use super::terms::{Spellings, TermsQuery};
use super::words::Unit;
use super::written::terms;

/// A query of the engine.
pub(super) type Clause = Box<dyn Query>;

/// What other endings weigh beside the word as typed.
const STEM_WEIGHT: Score = 0.6;
/// Words of the archive that are read side by side; the places of more are gathered first.
const MOST_TERMS: usize = 64;
/// Names that are looked up one by one; of more, all that the field holds are gone through.
const MOST_VALUES: usize = 512;

/// One way in which units can stand in a field.
pub(super) struct Way {
    /// `as written`, `stem`, `phrase` …
    pub(super) how: &'static str,
    /// The form of the index, tags left out; empty for several units.
    pub(super) form: String,
    pub(super) clause: Clause,
}

/// Units in sequence in one field.
pub(super) fn sequence(units: &[Unit], field: Field) -> Clause {
    in_fields(units, &[(field, 1.0)])
}

/// Units in sequence in any of these fields, each with what it weighs. Finds and scores what
/// all the [`ways`] of all fields find and score together.
pub(super) fn in_fields(units: &[Unit], fields: &[(Field, Score)]) -> Clause {
    let Some(plain) = units.iter().map(few).collect::<Option<Vec<_>>>() else {
        let ways = |it: &(Field, Score)| {
            let weight = it.1;
            ways(units, it.0).into_iter().map(move |it| boosted(it.clause, weight))
        };
        return union(fields.iter().flat_map(ways).collect());
    };
    if let [(best, lesser)] = *plain.as_slice() {
        let forms = |&(field, weight): &(Field, Score)| {
            let of = move |words, weight| spellings(words, field, weight);
            [of(best, weight), of(lesser, weight * STEM_WEIGHT)]
        };
        let words = fields.iter().flat_map(forms).filter(|it| !it.terms.is_empty());
        return Box::new(TermsQuery::new(words.collect()));
    }
    let loose = plain.iter().any(|it| !it.1.is_empty());
    let place = |&(field, exact): &(Field, Score)| {
        let loose = loose.then_some(exact * STEM_WEIGHT);
        Place { field, exact, loose }
    };
    let word = |it: &(&[String], &[String])| {
        let (best, lesser) = (it.0.to_vec(), it.1.to_vec());
        Word { best, lesser }
    };
    Box::new(SequenceQuery {
        words: plain.iter().map(word).collect(),
        places: fields.iter().map(place).collect(),
    })
}

/// The words of a unit, where they are not too many to be read side by side.
fn few(unit: &Unit) -> Option<(&[String], &[String])> {
    unit.terms().filter(|it| it.0.len() + it.1.len() <= MOST_TERMS)
}

fn spellings(words: &[String], field: Field, weight: Score) -> Spellings {
    Spellings { field, terms: terms(words, field), weight }
}

/// The ways in which units can stand in sequence in one field; what each scores adds up.
pub(super) fn ways(units: &[Unit], field: Field) -> Vec<Way> {
    if let [unit] = units {
        return single(unit, field);
    }
    let way = |how, words, exact, loose| {
        let places = vec![Place { field, exact, loose }];
        let clause = Box::new(SequenceQuery { words, places });
        Way { how, form: String::new(), clause }
    };
    let Some(plain) = units.iter().map(few).collect::<Option<Vec<_>>>() else {
        let query = together(units.into(), Expr::Sequence(0..units.len()), field);
        let clause = boosted(query, STEM_WEIGHT);
        return vec![Way { how: "phrase, any ending", form: String::new(), clause }];
    };
    let words = |loose: bool| {
        let word = |it: &(&[String], &[String])| Word {
            best: it.0.to_vec(),
            lesser: if loose { it.1.to_vec() } else { Vec::new() },
        };
        plain.iter().map(word).collect::<Arc<[Word]>>()
    };
    let mut found = vec![way("phrase", words(false), 1.0, None)];
    if plain.iter().any(|it| !it.1.is_empty()) {
        found.push(way("phrase, any ending", words(true), 0.0, Some(STEM_WEIGHT)));
    }
    found
}

/// Units that stand together in one field.
pub(super) fn together(units: Arc<[Unit]>, expr: Expr, field: Field) -> Clause {
    let (expr, known) = (Arc::new(expr), Known::default());
    Box::new(IntervalQuery { field, units, expr, known })
}

fn single(unit: &Unit, field: Field) -> Vec<Way> {
    let Some((best, lesser)) = few(unit) else {
        let one = std::slice::from_ref(unit);
        let clause = together(one.into(), Expr::Sequence(0..1), field);
        let how = if matches!(unit, Unit::Fuzzy { .. }) { "fuzzy" } else { "pattern" };
        return vec![Way { how, form: String::new(), clause }];
    };
    let one = |how, form, words, weight| {
        let words = vec![spellings(words, field, weight)];
        Way { how, form, clause: Box::new(TermsQuery::new(words)) as Clause }
    };
    let mut found = Vec::with_capacity(2);
    if !best.is_empty() {
        let (how, form) = match unit.asked() {
            Unit::Pattern { .. } => ("pattern", String::new()),
            Unit::Fuzzy { text, .. } => ("fuzzy", text.clone()),
            Unit::Forms { best, .. } => ("as written", untagged(best).to_owned()),
            Unit::Written { .. } => ("as written", String::new()),
        };
        found.push(one(how, form, best, 1.0));
    }
    if !lesser.is_empty() {
        let Unit::Forms { best: typed, lesser: forms } = unit.asked() else {
            return found;
        };
        let mut stems: Vec<&str> = forms.iter().map(|it| untagged(it)).collect();
        stems.retain(|it| it != typed);
        stems.sort_unstable();
        stems.dedup();
        let stems =
            if stems.is_empty() { untagged(typed).to_owned() } else { stems.join(", ") };
        found.push(one("stem", stems, lesser, STEM_WEIGHT));
    }
    found
}

fn untagged(form: &str) -> &str {
    form.trim_start_matches([STEM, CASED])
}

/// A keyword, whole.
pub(super) fn keyword(field: Field, value: &str) -> Clause {
    let term = Term::from_field_text(field, value);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// What has this number.
pub(super) fn numbered(field: Field, number: u64) -> Clause {
    Box::new(TermQuery::new(
        Term::from_field_u64(field, number),
        IndexRecordOption::Basic,
    ))
}

/// A field that has one of these values.
pub(super) fn any_of(field: Field, terms: Vec<Term>) -> Clause {
    match terms.len() {
        0 => nothing(),
        1..=MOST_VALUES => {
            Box::new(TermsQuery::new(vec![Spellings { field, terms, weight: 0.0 }]))
        }
        _ => Box::new(TermSetQuery::new(terms)),
    }
}

/// The field has a value.
pub(super) fn exists(field: &str) -> Clause {
    Box::new(ExistsQuery::new(field.to_owned(), false))
}

/// Dates or numbers of a field.
pub(super) fn range(range: Range, field: Field, name: &str) -> Clause {
    let term = |it: u64| Term::from_field_u64(field, it);
    let (from, to) = match range {
        Range::Undated => return without(exists(name)),
        Range::Dates(from, to) => {
            (from.map(|it| term(it.number())), to.map(|it| term(last(it))))
        }
        Range::Numbers(from, to) => (Some(term(from)), to.map(term)),
    };
    let from = from.map_or(Bound::Unbounded, Bound::Included);
    let to = to.map_or(Bound::Unbounded, Bound::Included);
    if matches!((&from, &to), (Bound::Unbounded, Bound::Unbounded)) {
        return exists(name);
    }
    Box::new(RangeQuery::new(from, to))
}

/// A weight on a clause.
pub(super) fn boosted(clause: Clause, weight: Score) -> Clause {
    Box::new(BoostQuery::new(clause, weight))
}

/// A filter: no part of the score.
pub(super) fn filter(clause: Clause) -> Clause {
    let (clause, kind) = opened(clause);
    closed(Box::new(ConstScoreQuery::new(clause, 0.0)), kind)
}

/// Nothing.
pub(super) fn nothing() -> Clause {
    Box::new(EmptyQuery)
}

/// Any of these.
pub(super) fn union(mut clauses: Vec<Clause>) -> Clause {
    if clauses.len() == 1 {
        return clauses.remove(0);
    }
    let all: Vec<(Clause, Option<Kind>)> = clauses.into_iter().map(opened).collect();
    let kind = all.first().and_then(|it| it.1);
    let kind = kind.filter(|it| all.iter().all(|other| other.1 == Some(*it)));
    let clauses: Vec<Clause> = all.into_iter().map(|it| it.0).collect();
    closed(any(clauses), kind)
}

/// Words side by side are one list of forms.
fn any(clauses: Vec<Clause>) -> Clause {
    let words = |it: &Clause| it.downcast_ref::<TermsQuery>().map(|it| it.words.to_vec());
    match clauses.iter().map(words).collect::<Option<Vec<_>>>() {
        Some(words) if !words.is_empty() => Box::new(TermsQuery::new(words.concat())),
        _ => Box::new(BooleanQuery::union(clauses)),
    }
}

/// Everything but this.
pub(super) fn without(clause: Clause) -> Clause {
    all_without(Vec::new(), vec![clause])
}

/// All of the first, none of the second.
pub(super) fn all_without(mut all: Vec<Clause>, none: Vec<Clause>) -> Clause {
    use tantivy::query::{AllQuery, Occur};
    if all.len() == 1 && none.is_empty() {
        return all.remove(0);
    }
    if all.is_empty() {
        all.push(filter(Box::new(AllQuery)));
    }
    let kind = all.iter().find_map(kind);
    let all = all.into_iter().map(|it| (Occur::Must, opened(it).0));
    let barred = |it| (Occur::MustNot, Box::new(Barred(opened(it).0)) as Clause);
    let none = none.into_iter().map(barred);
    closed(Box::new(BooleanQuery::new(all.chain(none).collect())), kind)
}
