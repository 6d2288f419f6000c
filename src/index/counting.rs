//! How many articles hold each value of a field? Exact: ordinals are counted a segment at
//! a time and merged by value, so no bucket is cut before it is whole.

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::index::aliases::Aliases;

/// Counts the documents of a query by the values of a keyword field.
#[derive(Clone, Copy, Debug)]
pub struct ValueCounts<'a> {
    field: &'a str,
    aliases: Option<&'a Aliases>,
}

impl<'a> ValueCounts<'a> {
    /// Counts the values as they are.
    pub fn of(field: &'a str) -> Self {
        Self { field, aliases: None }
    }

    /// Counts all names of one party as the name that stands for them.
    #[must_use]
    pub fn joined(self, aliases: &'a Aliases) -> Self {
        Self { aliases: Some(aliases), ..self }
    }

    /// For each ordinal the one it is counted as, where two names of one party are in the
    /// segment; empty where none are.
    pub(super) fn joins(&self, column: &StrColumn) -> tantivy::Result<Vec<u32>> {
        let mut joins = Vec::new();
        for group in self.aliases.map_or(&[][..], Aliases::groups) {
            let mut first = None;
            for name in group.variants.iter().chain([&group.name]) {
                let Some(ordinal) = column.dictionary().term_ord(name)? else { continue };
                let ordinal = u32::try_from(ordinal).unwrap_or(u32::MAX);
                let Some(first) = first else {
                    first = Some(ordinal);
                    continue;
                };
                if joins.is_empty() {
                    let terms = u32::try_from(column.num_terms()).unwrap_or(u32::MAX);
                    joins.extend(0..terms);
                }
                joins[ordinal as usize] = first;
            }
        }
        Ok(joins)
    }
}

/// Counts of one segment.
pub struct SegmentValues {
    column: Option<StrColumn>,
    joins: Vec<u32>,
    counts: Vec<u64>,
    last: Vec<DocId>,
}

impl Collector for ValueCounts<'_> {
    type Fruit = FxHashMap<String, u64>;
    type Child = SegmentValues;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentValues> {
        let column = segment.fast_fields().str(self.field)?;
        let terms = column.as_ref().map_or(0, |it| it.num_terms());
        let joins = column.as_ref().map(|it| self.joins(it)).transpose()?;
        Ok(SegmentValues {
            column,
            joins: joins.unwrap_or_default(),
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
                let value = match self.aliases.and_then(|it| it.of_name(&value)) {
                    Some(group) => group.name.clone(),
                    None => value,
                };
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
            let at = self.joins.get(at).map_or(at, |it| *it as usize);
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
        let counted = self.counts.into_iter().zip(0_u64..).filter(|it| it.0 > 0);
        let (counts, ordinals): (Vec<u64>, Vec<u64>) = counted.unzip();
        let mut counts = counts.into_iter();
        // In order, so that each block of the dictionary is opened once.
        let told = column.dictionary().sorted_ords_to_term_cb(&ordinals, |term| {
            let value = String::from_utf8_lossy(term).into_owned();
            found.insert(value, counts.next().unwrap_or_default());
        });
        debug_assert!(told.is_ok(), "ordinals of the column are in its dictionary");
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
