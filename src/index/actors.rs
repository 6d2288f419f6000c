//! How many articles name each actor? Actors are numbers in the index: they are counted by
//! number over all segments, and only then get their names.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use crate::index::aliases::Aliases;
use crate::index::parties::Parties;

/// Documents whose actors are counted.
const COLUMN: &str = "actor";

/// Counts the documents of a query by the numbers of their actors.
#[derive(Clone, Debug, Default)]
pub(super) struct ActorCounts {
    /// Of each number that is counted as another, that one.
    joined: FxHashMap<u64, u64>,
}

impl ActorCounts {
    /// Counts all names of one party as one.
    fn joined(parties: &Parties, aliases: &Aliases) -> Self {
        Self { joined: joined(parties, aliases) }
    }
}

/// Of each number of an actor that is counted as another, that one.
pub(super) fn joined(parties: &Parties, aliases: &Aliases) -> FxHashMap<u64, u64> {
    let mut joined = FxHashMap::default();
    for group in aliases.groups() {
        let names = std::iter::once(&group.name).chain(&group.variants);
        let mut numbers = names.filter_map(|it| parties.number(it)).map(u64::from);
        let Some(first) = numbers.next() else { continue };
        joined.extend(numbers.filter(|it| *it != first).map(|it| (it, first)));
    }
    joined
}

/// What some numbers of actors are written as, in any order. A number of no name is damage
/// that no sum has told: it is shown as it is.
pub(super) fn labels(
    numbers: impl Iterator<Item = u64>,
    parties: &Parties,
) -> FxHashMap<u64, String> {
    let numbers: FxHashSet<u64> = numbers.collect();
    let mut labels: FxHashMap<u64, String> =
        parties.named(&numbers).map(|it| (it.0, it.1.to_owned())).collect();
    for number in numbers {
        labels.entry(number).or_insert_with(|| format!("#{number}"));
    }
    labels
}

/// Articles of a query by the actors that they name, all names of one party as the one that
/// stands for them: those that are named most, `limit` and as many as are named as often as
/// the last of these; and the sum of the others, of which nobody asks the names.
///
/// # Errors
/// The index cannot be read.
pub fn count(
    searcher: &Searcher,
    query: &dyn Query,
    parties: &Parties,
    aliases: &Aliases,
    limit: usize,
) -> tantivy::Result<(Vec<(String, u64)>, u64)> {
    let mut counts = searcher.search(query, &ActorCounts::joined(parties, aliases))?;
    counts.sort_unstable_by_key(|it| Reverse(it.1));
    let last = limit.checked_sub(1).and_then(|it| counts.get(it)).map_or(0, |it| it.1);
    let least = if limit == 0 { u32::MAX } else { last };
    let rest = counts.split_off(counts.partition_point(|it| it.1 >= least));
    let labels = labels(counts.iter().map(|it| u64::from(it.0)), parties);
    let name = |number: u32| {
        let name = labels.get(&u64::from(number)).map(String::as_str).unwrap_or_default();
        aliases.of_name(name).map_or(name, |it| &it.name).to_owned()
    };
    let named = counts.into_iter().map(|(number, count)| (name(number), count.into()));
    Ok((named.collect(), rest.iter().map(|it| u64::from(it.1)).sum()))
}

/// Counts of one segment.
pub(super) struct SegmentActors {
    column: Column<u64>,
    joined: FxHashMap<u64, u64>,
    /// From the least number of the column on.
    least: u64,
    counts: Vec<u32>,
    /// One more than the last document that was counted.
    last: Vec<u32>,
}

impl Collector for ActorCounts {
    /// Numbers with their counts, in order.
    type Fruit = Vec<(u32, u32)>;
    type Child = SegmentActors;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentActors> {
        let column = segment.fast_fields().u64(COLUMN)?;
        let (mut least, mut most) = (column.min_value(), column.max_value());
        let held = |it: &u64| (least..=most).contains(it);
        let joined: FxHashMap<u64, u64> =
            self.joined.iter().filter(|it| held(it.0)).map(|it| (*it.0, *it.1)).collect();
        // What another number is counted as may stand in other segments only.
        for number in joined.values() {
            (least, most) = (least.min(*number), most.max(*number));
        }
        let width = usize::try_from(most.saturating_sub(least)).unwrap_or(usize::MAX);
        let width = width.saturating_add(1);
        let (counts, last) = (vec![0; width], vec![0; width]);
        Ok(SegmentActors { column, joined, least, counts, last })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let most = parts.iter().filter_map(|it| it.last()).map(|it| it.0).max();
        let mut counts = vec![0_u32; most.map_or(0, |it| it as usize + 1)];
        for (number, count) in parts.into_iter().flatten() {
            counts[number as usize] += count;
        }
        Ok((0..).zip(counts).filter(|it| it.1 > 0).collect())
    }
}

impl SegmentCollector for SegmentActors {
    type Fruit = Vec<(u32, u32)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for number in self.column.values_for_doc(doc) {
            let number = self.joined.get(&number).copied().unwrap_or(number);
            let at = usize::try_from(number - self.least).unwrap_or(usize::MAX);
            // What an article holds twice counts once.
            if self.last[at] != doc + 1 {
                self.last[at] = doc + 1;
                self.counts[at] += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let counted = (self.least..).zip(self.counts).filter(|it| it.1 > 0);
        counted.filter_map(|it| Some((u32::try_from(it.0).ok()?, it.1))).collect()
    }
}
