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

use crate::model::query::Range;

use super::date::last;
use super::interval::Expr;
use super::positions::IntervalQuery;
use super::words::Unit;

/// A query of the engine.
pub(super) type Clause = Box<dyn Query>;

/// What a stem weighs beside the word as typed.
const STEM_WEIGHT: Score = 0.6;

/// Units in sequence in one field.
pub(super) fn sequence(units: &[Unit], field: Field) -> Clause {
    if let [unit] = units {
        return single(unit, field);
    }
    let varies =
        |it: &Unit| !matches!(it, Unit::Forms { lesser, .. } if lesser.is_empty());
    let mut clauses: Vec<Clause> = Vec::new();
    let best: Option<Vec<Term>> = units
        .iter()
        .map(|unit| match unit {
            Unit::Forms { best, .. } => Some(Term::from_field_text(field, best)),
            _ => None,
        })
        .collect();
    clauses.extend(best.map(|it| Box::new(PhraseQuery::new(it)) as Clause));
    if units.iter().any(varies) {
        let query = together(units.into(), Expr::Sequence(0..units.len()), field);
        clauses.push(boosted(query, STEM_WEIGHT));
    }
    union(clauses)
}

/// Units that stand together in one field.
pub(super) fn together(units: Arc<[Unit]>, expr: Expr, field: Field) -> Clause {
    Box::new(IntervalQuery { field, units, expr: Arc::new(expr) })
}

fn single(unit: &Unit, field: Field) -> Clause {
    match unit {
        Unit::Forms { best, lesser } => {
            let one = |form: &str| word(Term::from_field_text(field, form));
            let stems = lesser.iter().map(|it| boosted(one(it), STEM_WEIGHT));
            union(std::iter::once(one(best)).chain(stems).collect())
        }
        Unit::Pattern { .. } => {
            let one = std::slice::from_ref(unit);
            together(one.into(), Expr::Sequence(0..1), field)
        }
        Unit::Fuzzy { text, distance } => {
            let term = Term::from_field_text(field, text);
            Box::new(FuzzyTermQuery::new(term, *distance, true))
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
    Box::new(ConstScoreQuery::new(clause, 0.0))
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
    Box::new(BooleanQuery::union(clauses))
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
    let all = all.into_iter().map(|it| (Occur::Must, it));
    let none = none.into_iter().map(|it| (Occur::MustNot, it));
    Box::new(BooleanQuery::new(all.chain(none).collect()))
}
