//! Which articles have the numbers found among the quotes? The bridge from quote
//! documents to article documents, as a query of the engine; it decides nothing itself.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{
    EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED, TantivyError, Term,
};

use crate::index::schema::Fields;

/// Article numbers with the best score of their quotes.
pub(super) type Numbers = FxHashMap<u64, Score>;

/// Collects the numbers of what a query finds.
pub(super) struct NumberCollector;

pub(super) struct SegmentNumbers {
    column: Column<u64>,
    found: Numbers,
}

impl Collector for NumberCollector {
    type Fruit = Numbers;
    type Child = SegmentNumbers;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentNumbers> {
        let column = segment.fast_fields().u64("number")?;
        Ok(SegmentNumbers { column, found: Numbers::default() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Numbers>) -> tantivy::Result<Numbers> {
        let mut whole = Numbers::default();
        for (number, score) in parts.into_iter().flatten() {
            let best = whole.entry(number).or_insert(score);
            *best = best.max(score);
        }
        Ok(whole)
    }
}

impl SegmentCollector for SegmentNumbers {
    type Fruit = Numbers;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let Some(number) = self.column.first(doc) {
            let best = self.found.entry(number).or_insert(score);
            *best = best.max(score);
        }
    }

    fn harvest(self) -> Numbers {
        self.found
    }
}

/// Articles, or quotes of articles, whose number is in a set.
#[derive(Clone)]
pub(super) struct NumberQuery {
    pub(super) numbers: Arc<Numbers>,
    pub(super) fields: Fields,
    /// `article` or `quote`.
    pub(super) kind: &'static str,
}

impl fmt::Debug for NumberQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NumberQuery({} articles)", self.numbers.len())
    }
}

impl Query for NumberQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let article = Term::from_field_text(self.fields.kind, self.kind);
        let articles = TermQuery::new(article, IndexRecordOption::Basic);
        let articles =
            articles.weight(EnableScoring::disabled_from_schema(scoring.schema()))?;
        Ok(Box::new(NumberWeight { numbers: Arc::clone(&self.numbers), articles }))
    }
}

struct NumberWeight {
    numbers: Arc<Numbers>,
    articles: Box<dyn Weight>,
}

impl Weight for NumberWeight {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        if self.numbers.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let column = reader.fast_fields().u64("number")?;
        let mut articles = self.articles.scorer(reader, 1.0)?;
        let mut found = Vec::new();
        let mut doc = articles.doc();
        while doc != TERMINATED {
            let score = column.first(doc).and_then(|it| self.numbers.get(&it));
            found.extend(score.map(|it| (doc, it * boost)));
            doc = articles.advance();
        }
        Ok(Box::new(NumberScorer { found, at: 0 }))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        doc: DocId,
    ) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc, "best quote")
    }
}

/// What an article scores, in words for whoever asks the engine.
pub(super) fn explained(
    mut scorer: Box<dyn Scorer>,
    doc: DocId,
    words: &'static str,
) -> tantivy::Result<Explanation> {
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(format!("no match in {doc}")));
    }
    Ok(Explanation::new(words, scorer.score()))
}

struct NumberScorer {
    found: Vec<(DocId, Score)>,
    at: usize,
}

impl DocSet for NumberScorer {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.found.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = &self.found[self.at..];
        self.at += rest.partition_point(|it| it.0 < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.found.get(self.at).map_or(TERMINATED, |it| it.0)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.found.len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for NumberScorer {
    fn score(&mut self) -> Score {
        self.found.get(self.at).map_or(0.0, |it| it.1)
    }
}
