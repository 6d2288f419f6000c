//! In which articles do the quotes found stand? The writer puts the quotes of an article
//! directly behind it, in their order, so that the place of a quote tells the place of its
//! article: no table and no search for its number.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{
    BitSet, DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED, TantivyError,
};

use super::numbers::explained;

/// Articles of one segment with the best score of their quotes, in order.
type Found = Vec<(DocId, Score)>;

/// Articles in which quotes were found.
#[derive(Clone, Debug, Default)]
pub(super) struct Parents(FxHashMap<SegmentId, Found>);

impl Parents {
    /// There are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    /// Leaves out those that others are among.
    pub(super) fn remove(&mut self, others: &Self) {
        for (segment, found) in &mut self.0 {
            let Some(barred) = others.0.get(segment) else { continue };
            found.retain(|it| barred.binary_search_by_key(&it.0, |it| it.0).is_err());
        }
    }
}

/// Reads where the article of a quote stands.
struct Places {
    number: Column<u64>,
    n: Column<u64>,
}

impl Places {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self { number: fast.u64("number")?, n: fast.u64("n")? })
    }

    fn article_of(&self, quote: DocId) -> Option<DocId> {
        let behind = u32::try_from(self.n.first(quote)?).ok()?.checked_add(1)?;
        let article = quote.checked_sub(behind)?;
        let same = self.number.first(article) == self.number.first(quote);
        same.then_some(article)
    }
}

fn misplaced() -> TantivyError {
    TantivyError::InternalError("a quote does not stand behind its article".to_owned())
}

/// Collects the articles of the quotes that a query finds.
pub(super) struct ParentCollector;

pub(super) struct SegmentParents {
    segment: SegmentId,
    places: Places,
    found: Found,
    whole: bool,
}

impl Collector for ParentCollector {
    type Fruit = Parents;
    type Child = SegmentParents;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentParents> {
        let (segment, places) = (reader.segment_id(), Places::open(reader)?);
        Ok(SegmentParents { segment, places, found: Vec::new(), whole: true })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(
        &self,
        parts: Vec<Option<(SegmentId, Found)>>,
    ) -> tantivy::Result<Parents> {
        let parts: Option<_> = parts.into_iter().collect();
        parts.map(Parents).ok_or_else(misplaced)
    }
}

impl SegmentCollector for SegmentParents {
    type Fruit = Option<(SegmentId, Found)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(article) = self.places.article_of(doc) else {
            self.whole = false;
            return;
        };
        match self.found.last_mut() {
            Some(last) if last.0 == article => last.1 = last.1.max(score),
            _ => self.found.push((article, score)),
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.whole.then_some((self.segment, self.found))
    }
}

/// The articles themselves.
#[derive(Clone, Debug)]
pub(super) struct ParentQuery(pub(super) Arc<Parents>);

impl Query for ParentQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ParentWeight(Arc::clone(&self.0))))
    }
}

struct ParentWeight(Arc<Parents>);

impl Weight for ParentWeight {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let segment = reader.segment_id();
        if self.0.0.get(&segment).is_none_or(Vec::is_empty) {
            return Ok(Box::new(EmptyScorer));
        }
        let parents = Arc::clone(&self.0);
        Ok(Box::new(ParentScorer { parents, segment, at: 0, boost }))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        doc: DocId,
    ) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc, "best quote")
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let found = self.0.0.get(&reader.segment_id()).map_or(&[][..], Vec::as_slice);
        for (doc, score) in found {
            callback(*doc, *score);
        }
        Ok(())
    }
}

struct ParentScorer {
    parents: Arc<Parents>,
    segment: SegmentId,
    at: usize,
    boost: Score,
}

impl ParentScorer {
    fn found(&self) -> &[(DocId, Score)] {
        self.parents.0.get(&self.segment).map_or(&[], Vec::as_slice)
    }
}

impl DocSet for ParentScorer {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.found().len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = &self.found()[self.at..];
        self.at += rest.partition_point(|it| it.0 < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.found().get(self.at).map_or(TERMINATED, |it| it.0)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.found().len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for ParentScorer {
    fn score(&mut self) -> Score {
        self.found().get(self.at).map_or(0.0, |it| it.1 * self.boost)
    }
}

/// Collects the articles that a query finds, as a set for each segment.
pub(super) struct SetCollector;

/// Sets of articles by segment.
pub(super) type Sets = FxHashMap<SegmentId, BitSet>;

pub(super) struct SegmentSet {
    segment: SegmentId,
    set: BitSet,
}

impl Collector for SetCollector {
    type Fruit = Sets;
    type Child = SegmentSet;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentSet> {
        let set = BitSet::with_max_value(reader.max_doc());
        Ok(SegmentSet { segment: reader.segment_id(), set })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<(SegmentId, BitSet)>) -> tantivy::Result<Sets> {
        Ok(parts.into_iter().collect())
    }
}

impl SegmentCollector for SegmentSet {
    type Fruit = (SegmentId, BitSet);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.set.insert(doc);
    }

    fn harvest(self) -> Self::Fruit {
        (self.segment, self.set)
    }
}

/// Counts quotes that stand in one of these articles.
pub(super) struct Inside<'a>(pub(super) &'a Sets);

pub(super) struct SegmentInside {
    articles: Option<BitSet>,
    places: Places,
    /// Nothing where a quote was misplaced.
    count: Option<u64>,
}

impl Collector for Inside<'_> {
    type Fruit = u64;
    type Child = SegmentInside;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentInside> {
        let articles = self.0.get(&reader.segment_id()).cloned();
        Ok(SegmentInside { articles, places: Places::open(reader)?, count: Some(0) })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Option<u64>>) -> tantivy::Result<u64> {
        let sum: Option<u64> = parts.into_iter().sum();
        sum.ok_or_else(misplaced)
    }
}

impl SegmentCollector for SegmentInside {
    type Fruit = Option<u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let article = self.places.article_of(doc);
        let holds =
            |it: DocId| self.articles.as_ref().is_some_and(|set| set.contains(it));
        let here = article.map(|it| u64::from(holds(it)));
        self.count = self.count.zip(here).map(|(sum, it)| sum + it);
    }

    fn harvest(self) -> Option<u64> {
        self.count
    }
}
