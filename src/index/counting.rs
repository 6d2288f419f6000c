//! How many articles hold each value of a field? Exact: ordinals are counted a segment at
//! a time and merged by value, so no bucket is cut before it is whole.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::index::aliases::Aliases;

/// Counts the documents of a query by the values of a keyword field.
#[derive(Clone, Copy, Debug)]
pub struct ValueCounts<'a> {
    field: &'a str,
    aliases: Option<&'a Arc<Aliases>>,
}

impl<'a> ValueCounts<'a> {
    /// Counts the values as they are.
    pub fn of(field: &'a str) -> Self {
        Self { field, aliases: None }
    }

    /// Counts all names of one party as the name that stands for them.
    #[must_use]
    pub fn joined(self, aliases: &'a Arc<Aliases>) -> Self {
        Self { aliases: Some(aliases), ..self }
    }
}

/// Counts of one segment.
pub struct SegmentValues {
    column: Option<StrColumn>,
    counts: Vec<u64>,
    last: Vec<DocId>,
    /// Those counted, where names are joined: two names in one article count once.
    docs: Vec<DocId>,
    aliases: Option<Arc<Aliases>>,
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
        Ok(SegmentValues {
            column,
            counts: vec![0; terms],
            last: vec![DocId::MAX; terms],
            docs: Vec::new(),
            aliases: self.aliases.cloned(),
        })
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

impl SegmentCollector for SegmentValues {
    type Fruit = FxHashMap<String, u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let Some(column) = &self.column else { return };
        if self.aliases.is_some() {
            self.docs.push(doc);
        }
        count(column, doc, None, &mut self.counts, &mut self.last);
    }

    fn harvest(mut self) -> Self::Fruit {
        let mut found = FxHashMap::default();
        let Some(column) = self.column.take() else { return found };
        let values = values(&column, &self.counts);
        let aliases = self.aliases.take();
        if let Some(aliases) = &aliases {
            let joins = joins(&values, self.counts.len(), aliases);
            if !joins.is_empty() {
                self.counts.fill(0);
                self.last.fill(DocId::MAX);
                for doc in &self.docs {
                    count(&column, *doc, Some(&joins), &mut self.counts, &mut self.last);
                }
            }
        }
        for (ordinal, value) in values.into_iter().filter(|it| self.counts[it.0] > 0) {
            let group = aliases.as_ref().and_then(|it| it.of_name(&value));
            let value = group.map_or(value, |it| it.name.clone());
            *found.entry(value).or_default() += self.counts[ordinal];
        }
        found
    }
}

/// The same counts by the ordinals of each segment, for all names of an archive, of which
/// there are millions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tallies<'a>(pub(super) ValueCounts<'a>);

/// Counts of one segment by ordinal.
pub(super) struct Tally {
    pub(super) column: StrColumn,
    pub(super) counts: Vec<u64>,
}

/// Counts of one segment, still going on.
pub(super) struct SegmentTally(SegmentValues);

impl Collector for Tallies<'_> {
    type Fruit = Vec<Tally>;
    type Child = SegmentTally;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentTally> {
        self.0.for_segment(ordinal, segment).map(SegmentTally)
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(parts.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentTally {
    type Fruit = Vec<Tally>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.0.collect(doc, score);
    }

    fn harvest(self) -> Self::Fruit {
        let SegmentValues { column, counts, .. } = self.0;
        column.map(|column| Tally { column, counts }).into_iter().collect()
    }
}

/// Counts the values of one article, each once.
fn count(
    column: &StrColumn,
    doc: DocId,
    joins: Option<&[u32]>,
    counts: &mut [u64],
    last: &mut [DocId],
) {
    for ordinal in column.term_ords(doc) {
        let Ok(at) = usize::try_from(ordinal) else { continue };
        let at = joins.map_or(at, |it| it[at] as usize);
        // A value that an article holds twice counts once.
        if last[at] != doc {
            last[at] = doc;
            counts[at] += 1;
        }
    }
}

/// The values that were counted, with their ordinals, in order.
pub(super) fn values(column: &StrColumn, counts: &[u64]) -> Vec<(usize, String)> {
    let held = || (0..counts.len()).filter(|it| counts[*it] > 0);
    let ordinals: Vec<u64> = held().map(|it| it as u64).collect();
    held().zip(terms(column, &ordinals)).collect()
}

/// The values of some ordinals, which stand in order: each block of the dictionary is opened
/// once.
pub(super) fn terms(column: &StrColumn, ordinals: &[u64]) -> Vec<String> {
    let mut terms = Vec::with_capacity(ordinals.len());
    let told = column.dictionary().sorted_ords_to_term_cb(ordinals, |term| {
        terms.push(String::from_utf8_lossy(term).into_owned());
    });
    debug_assert!(told.is_ok(), "ordinals of the column are in its dictionary");
    terms
}

/// For each ordinal the one it is counted as, where two names of one party were counted;
/// empty where none were.
pub(super) fn joins(
    values: &[(usize, String)],
    terms: usize,
    aliases: &Aliases,
) -> Vec<u32> {
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    let mut joins = Vec::new();
    for (ordinal, value) in values {
        let Some(group) = aliases.of_name(value) else { continue };
        let own = u32::try_from(*ordinal).unwrap_or(u32::MAX);
        let joined = *first.entry(&group.name).or_insert(own);
        if joined != own {
            if joins.is_empty() {
                joins.extend(0..u32::try_from(terms).unwrap_or(u32::MAX));
            }
            joins[*ordinal] = joined;
        }
    }
    joins
}

/// Counts the documents of a query by the values of a number field; `None` counts those
/// without.
#[derive(Clone, Copy, Debug)]
pub struct NumberCounts {
    field: &'static str,
    over: u64,
}

impl NumberCounts {
    /// Counts the values as they are.
    pub const fn of(field: &'static str) -> Self {
        Self { field, over: 1 }
    }

    /// Counts dates; over 100 those of a month are one, over 10,000 those of a year.
    pub const fn dates(over: u64) -> Self {
        Self { field: "date", over: if over == 0 { 1 } else { over } }
    }
}

/// Counts of one segment.
pub struct SegmentNumbers {
    column: Column<u64>,
    over: u64,
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
        let column = segment.fast_fields().u64(self.field)?;
        Ok(SegmentNumbers { column, over: self.over, counts: FxHashMap::default() })
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
        let value = self.column.first(doc).map(|it| it / self.over);
        *self.counts.entry(value).or_default() += 1;
    }

    fn harvest(self) -> Self::Fruit {
        self.counts
    }
}
