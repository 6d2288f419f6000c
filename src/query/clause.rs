//! What does the engine run for one word, phrase or value in given fields? The smallest
//! queries; how they combine is `compile`'s business.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, FuzzyTermQuery,
    PhraseQuery, Query, RangeQuery, TermQuery,
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
use super::terms::TermsQuery;
use super::words::Unit;

/// A query of the engine.
pub(super) type Clause = Box<dyn Query>;

/// What a stem weighs beside the word as typed.
const STEM_WEIGHT: Score = 0.6;

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
    let plain = units.iter().map(|it| match it {
        Unit::Forms { best, lesser } => Some((best, lesser)),
        _ => None,
    });
    let Some(plain) = plain.collect::<Option<Vec<_>>>() else {
        let ways = |it: &(Field, Score)| {
            let weight = it.1;
            ways(units, it.0).into_iter().map(move |it| boosted(it.clause, weight))
        };
        return union(fields.iter().flat_map(ways).collect());
    };
    if let [(best, lesser)] = plain.as_slice() {
        let forms = |&(field, weight): &(Field, Score)| {
            let term = move |form: &String| Term::from_field_text(field, form);
            let lesser = lesser.iter().map(move |it| (term(it), weight * STEM_WEIGHT));
            std::iter::once((term(best), weight)).chain(lesser)
        };
        return Box::new(TermsQuery::new(fields.iter().flat_map(forms).collect()));
    }
    let loose = plain.iter().any(|it| !it.1.is_empty());
    let place = |&(field, exact): &(Field, Score)| {
        let loose = loose.then_some(exact * STEM_WEIGHT);
        Place { field, exact, loose }
    };
    let word = |it: &(&String, &Vec<String>)| {
        let (best, lesser) = (it.0.clone(), it.1.clone());
        Word { best, lesser }
    };
    Box::new(SequenceQuery {
        words: plain.iter().map(word).collect(),
        places: fields.iter().map(place).collect(),
    })
}

/// The ways in which units can stand in sequence in one field; what each scores adds up.
pub(super) fn ways(units: &[Unit], field: Field) -> Vec<Way> {
    let way = |how, clause| Way { how, form: String::new(), clause };
    if let [unit] = units {
        return single(unit, field);
    }
    let varies =
        |it: &Unit| !matches!(it, Unit::Forms { lesser, .. } if lesser.is_empty());
    let mut found: Vec<Way> = Vec::new();
    let best: Option<Vec<Term>> = units
        .iter()
        .map(|unit| match unit {
            Unit::Forms { best, .. } => Some(Term::from_field_text(field, best)),
            _ => None,
        })
        .collect();
    found.extend(best.map(|it| way("phrase", Box::new(PhraseQuery::new(it)))));
    if units.iter().any(varies) {
        let query = together(units.into(), Expr::Sequence(0..units.len()), field);
        found.push(way("phrase, any ending", boosted(query, STEM_WEIGHT)));
    }
    found
}

/// Units that stand together in one field.
pub(super) fn together(units: Arc<[Unit]>, expr: Expr, field: Field) -> Clause {
    let (expr, known) = (Arc::new(expr), Known::default());
    Box::new(IntervalQuery { field, units, expr, known })
}

fn single(unit: &Unit, field: Field) -> Vec<Way> {
    match unit {
        Unit::Forms { best, lesser } => {
            let one = |form: &str| word(Term::from_field_text(field, form));
            let plain = |form: &str| form.trim_start_matches([STEM, CASED]).to_owned();
            let stem = |form: &String| Way {
                how: "stem",
                form: plain(form),
                clause: boosted(one(form), STEM_WEIGHT),
            };
            let written = Way { how: "as written", form: plain(best), clause: one(best) };
            std::iter::once(written).chain(lesser.iter().map(stem)).collect()
        }
        Unit::Pattern { .. } => {
            let one = std::slice::from_ref(unit);
            let clause = together(one.into(), Expr::Sequence(0..1), field);
            vec![Way { how: "pattern", form: String::new(), clause }]
        }
        Unit::Fuzzy { text, distance } => {
            let term = Term::from_field_text(field, text);
            let clause = Box::new(FuzzyTermQuery::new(term, *distance, true));
            vec![Way { how: "fuzzy", form: text.clone(), clause }]
        }
    }
}

fn word(term: Term) -> Clause {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// A keyword, whole.
pub(super) fn keyword(field: Field, value: &str) -> Clause {
    let term = Term::from_field_text(field, value);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
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
    let terms = |it: &Clause| it.downcast_ref::<TermsQuery>().map(|it| it.terms.to_vec());
    match clauses.iter().map(terms).collect::<Option<Vec<_>>>() {
        Some(terms) if !terms.is_empty() => Box::new(TermsQuery::new(terms.concat())),
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
