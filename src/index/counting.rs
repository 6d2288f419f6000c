//! How many articles hold each value of a field? Exact: ordinals are counted a segment at
//! a time and merged by value, so no bucket is cut before it is whole.

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Counts the documents of a query by the values of a keyword field.
#[derive(Clone, Debug)]
pub struct ValueCounts {
    /// Name of the field.
    pub field: String,
}

/// Counts of one segment.
pub struct SegmentValues {
    column: Option<StrColumn>,
    counts: Vec<u64>,
    last: Vec<DocId>,
}

impl Collector for ValueCounts {
    type Fruit = FxHashMap<String, u64>;
    type Child = SegmentValues;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentValues> {
        let column = segment.fast_fields().str(&self.field)?;
        let terms = column.as_ref().map_or(0, |it| it.num_terms());
        Ok(SegmentValues {
            column,
            counts: vec![0; terms],
            last: vec![DocId::MAX; terms],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut whole = FxHashMap::default();
        for part in parts {
            for (value, count) in part {
                *whole.entry(value).or_default() += count;
            }
        }
        Ok(whole)
    }
}

impl SegmentCollector for SegmentValues {
    type Fruit = FxHashMap<String, u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let Some(column) = &self.column else { return };
        for ordinal in column.term_ords(doc) {
            let Ok(at) = usize::try_from(ordinal) else { continue };
            // A value that an article holds twice counts once.
            if self.last[at] != doc {
                self.last[at] = doc;
                self.counts[at] += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let mut found = FxHashMap::default();
        let Some(column) = &self.column else { return found };
        for (ordinal, count) in self.counts.into_iter().enumerate().filter(|it| it.1 > 0)
        {
            let mut value = String::new();
            if column.ord_to_str(ordinal as u64, &mut value).unwrap_or(false) {
                found.insert(value, count);
            }
        }
        found
    }
}

/// Counts the documents of a query by the values of a number field; `None` counts those
/// without.
#[derive(Clone, Debug)]
pub struct NumberCounts {
    /// Name of the field.
    pub field: String,
}

/// Counts of one segment.
pub struct SegmentNumbers {
    column: Column<u64>,
    counts: FxHashMap<Option<u64>, u64>,
}

impl Collector for NumberCounts {
    type Fruit = FxHashMap<Option<u64>, u64>;
    type Child = SegmentNumbers;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentNumbers> {
        let column = segment.fast_fields().u64(&self.field)?;
        Ok(SegmentNumbers { column, counts: FxHashMap::default() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut whole = FxHashMap::default();
        for (value, count) in parts.into_iter().flatten() {
            *whole.entry(value).or_default() += count;
        }
        Ok(whole)
    }
}

impl SegmentCollector for SegmentNumbers {
    type Fruit = FxHashMap<Option<u64>, u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        *self.counts.entry(self.column.first(doc)).or_default() += 1;
    }

    fn harvest(self) -> Self::Fruit {
        self.counts
    }
}
