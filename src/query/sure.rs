//! Of which kind is everything that a clause finds? Words of headlines stand in articles
//! alone, words said in quotes alone; only what both have, an outlet or a date, needs a
//! filter that says which of them is meant, and a filter costs a look at each document.

use tantivy::query::{EnableScoring, Query, Weight};

use super::clause::Clause;

/// The two kinds of documents of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Articles,
    Quotes,
}

/// A clause that finds documents of one kind alone.
#[derive(Debug)]
struct Sure {
    clause: Clause,
    kind: Kind,
}

impl Clone for Sure {
    fn clone(&self) -> Self {
        Self { clause: self.clause.box_clone(), kind: self.kind }
    }
}

impl Query for Sure {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        self.clause.weight(scoring)
    }
}

/// A clause that is known to find only documents of this kind.
pub(super) fn sure(kind: Kind, clause: Clause) -> Clause {
    Box::new(Sure { clause, kind })
}

/// The clause itself, and what kind it finds where that is known.
pub(super) fn opened(clause: Clause) -> (Clause, Option<Kind>) {
    match clause.downcast::<Sure>() {
        Ok(sure) => (sure.clause, Some(sure.kind)),
        Err(clause) => (clause, None),
    }
}

/// The kind that a clause is known to find.
pub(super) fn kind(clause: &Clause) -> Option<Kind> {
    clause.downcast_ref::<Sure>().map(|it| it.kind)
}

/// A clause with what is known of it.
pub(super) fn closed(clause: Clause, kind: Option<Kind>) -> Clause {
    match kind {
        Some(kind) => sure(kind, clause),
        None => clause,
    }
}
