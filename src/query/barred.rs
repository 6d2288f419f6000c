//! How is something left out safely? The engine asks an excluded clause about documents that
//! it has already passed; a phrase of the engine does not expect that, and `NOT "a b"` then
//! fails or answers wrongly (tantivy 0.27, `Exclude` and `seek_danger`).

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

use super::clause::Clause;

/// A clause that may be asked about what lies behind it.
#[derive(Debug)]
pub(super) struct Barred(pub(super) Clause);

impl Clone for Barred {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Barred {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(BarredWeight(self.0.weight(scoring)?)))
    }
}

struct BarredWeight(Box<dyn Weight>);

impl Weight for BarredWeight {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(BarredScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        doc: DocId,
    ) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// Seeks forward only; the rest is what every set of documents does.
struct BarredScorer(Box<dyn Scorer>);

impl DocSet for BarredScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.0.doc();
        if target <= doc { doc } else { self.0.seek(target) }
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for BarredScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
