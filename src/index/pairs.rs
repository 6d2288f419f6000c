//! How many articles hold two values together: this outlet in that year, this speaker by way
//! of that relay? Exact, as the counts of one field.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Cardinality, Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::index::actors::{self, joined};
use crate::index::aliases::Aliases;
use crate::index::counting::{joins, terms, values};
use crate::index::parties::Parties;

/// Documents whose values are read together.
const AT_ONCE: usize = 64;
/// Pairs that are counted each in its own place; of more, those that are met.
const FEW: u64 = 1 << 16;

/// A field by whose values documents are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis<'a> {
    /// A keyword field.
    Keyword(&'static str),
    /// A keyword field of parties, all names of one counted as one.
    Party(&'static str),
    /// Actors, all names of one counted as one.
    Actor(&'a Arc<Parties>),
    /// Dates, as numbers that were divided: by 100 the month, by 10,000 the year.
    Period(u64),
}

/// Counts the documents of a query by the values of two fields together.
#[derive(Clone, Copy, Debug)]
pub struct PairCounts<'a> {
    /// One field.
    pub outer: Axis<'a>,
    /// The other.
    pub inner: Axis<'a>,
    /// Which names mean one party.
    pub aliases: &'a Aliases,
}

/// The values of one field in one segment, as numbers.
enum Values {
    /// With, for each ordinal, the one it is counted as; empty where each is its own.
    Keyword(Option<StrColumn>, Vec<u32>),
    /// With the numbers that are counted as others.
    Actor(Column<u64>, FxHashMap<u64, u64>, Arc<Parties>),
    Period(Column<u64>, u64),
}

impl Values {
    fn open(
        axis: Axis<'_>,
        aliases: &Aliases,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(match axis {
            Axis::Keyword(name) => Self::Keyword(fast.str(name)?, Vec::new()),
            Axis::Party(name) => {
                let column = fast.str(name)?;
                let joined = column.as_ref().map(|it| {
                    let all = vec![1; it.num_terms()];
                    joins(&values(it, &all), all.len(), aliases)
                });
                Self::Keyword(column, joined.unwrap_or_default())
            }
            Axis::Actor(parties) => {
                let joined = joined(parties, aliases);
                Self::Actor(fast.u64("actor")?, joined, Arc::clone(parties))
            }
            Axis::Period(over) => Self::Period(fast.u64("date")?, over),
        })
    }

    /// The values of a document, each once.
    fn read(&self, doc: DocId, into: &mut Vec<u64>) {
        into.clear();
        match self {
            Self::Keyword(Some(column), joins) => {
                let counted = |it: u64| {
                    let at = usize::try_from(it).unwrap_or(usize::MAX);
                    joins.get(at).map_or(it, |it| u64::from(*it))
                };
                into.extend(column.term_ords(doc).map(counted));
            }
            Self::Keyword(None, _) => {}
            Self::Actor(column, ..) => {
                into.extend(column.values_for_doc(doc).map(|it| self.counted(it)));
            }
            Self::Period(column, _) => {
                into.extend(column.first(doc).map(|it| self.counted(it)));
            }
        }
        into.sort_unstable();
        into.dedup();
    }

    /// The column, where no document has more than one value in it or only the first counts.
    fn only(&self) -> Option<&Column<u64>> {
        match self {
            Self::Keyword(Some(column), joins) if joins.is_empty() => {
                let several = column.ords().get_cardinality() == Cardinality::Multivalued;
                Some(column.ords()).filter(|_| !several)
            }
            Self::Keyword(..) | Self::Actor(..) => None,
            Self::Period(column, _) => Some(column),
        }
    }

    /// The least and the greatest that a value is counted as, where [`only`](Self::only) has
    /// a column.
    fn range(&self) -> Option<(u64, u64)> {
        let column = self.only()?;
        let range = [column.min_value(), column.max_value()].map(|it| self.counted(it));
        (range[0] <= range[1]).then_some((range[0], range[1]))
    }

    /// What a value of the column is counted as.
    fn counted(&self, value: u64) -> u64 {
        match self {
            Self::Keyword(..) => value,
            Self::Actor(_, joined, _) => joined.get(&value).copied().unwrap_or(value),
            Self::Period(_, over) => value / (*over).max(1),
        }
    }

    /// What some values are written as.
    fn labels(&self, values: impl Iterator<Item = u64>) -> FxHashMap<u64, String> {
        match self {
            Self::Keyword(Some(column), _) => {
                let mut ordinals: Vec<u64> = values.collect();
                ordinals.sort_unstable();
                ordinals.dedup();
                let terms = terms(column, &ordinals);
                ordinals.into_iter().zip(terms).collect()
            }
            Self::Keyword(None, _) => FxHashMap::default(),
            Self::Actor(_, _, parties) => actors::labels(values, parties),
            Self::Period(..) => values.map(|it| (it, it.to_string())).collect(),
        }
    }
}

/// Counts of one segment.
pub struct SegmentPairs {
    outer: Values,
    inner: Values,
    here: (Vec<u64>, Vec<u64>),
    counts: FxHashMap<(u64, u64), u64>,
    square: Option<Square>,
    /// Documents that are counted soon, several at once.
    waiting: Vec<DocId>,
}

/// Counts of all pairs that there can be, where these are few: the outlets of a segment and
/// its years.
struct Square {
    least: [u64; 2],
    /// Values of the inner field.
    width: u64,
    counts: Vec<u64>,
}

impl Square {
    fn of(outer: &Values, inner: &Values) -> Option<Self> {
        let [(a, b), (c, d)] = [outer.range()?, inner.range()?];
        let (height, width) = ((b - a).checked_add(1)?, (d - c).checked_add(1)?);
        let size = height.checked_mul(width).filter(|it| *it <= FEW)?;
        let counts = vec![0; usize::try_from(size).ok()?];
        Some(Self { least: [a, c], width, counts })
    }

    /// Where a pair is counted.
    fn count(&mut self, (outer, inner): (u64, u64)) {
        let at = (outer - self.least[0]) * self.width + (inner - self.least[1]);
        self.counts[usize::try_from(at).unwrap_or(usize::MAX)] += 1;
    }

    /// All pairs that were met.
    fn pairs(&self) -> impl Iterator<Item = ((u64, u64), u64)> {
        let pair =
            |at: u64| (self.least[0] + at / self.width, self.least[1] + at % self.width);
        let met = (0..).zip(&self.counts).filter(|it| *it.1 > 0);
        met.map(move |(at, count)| (pair(at), *count))
    }
}

impl Collector for PairCounts<'_> {
    type Fruit = FxHashMap<(String, String), u64>;
    type Child = SegmentPairs;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentPairs> {
        let outer = Values::open(self.outer, self.aliases, segment)?;
        let inner = Values::open(self.inner, self.aliases, segment)?;
        Ok(SegmentPairs {
            square: Square::of(&outer, &inner),
            outer,
            inner,
            here: Default::default(),
            counts: FxHashMap::default(),
            waiting: Vec::with_capacity(AT_ONCE),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut whole = FxHashMap::default();
        let name = |axis: Axis<'_>, value: String| match axis {
            Axis::Party(_) | Axis::Actor(_) => match self.aliases.of_name(&value) {
                Some(group) => group.name.clone(),
                None => value,
            },
            _ => value,
        };
        for ((outer, inner), count) in parts.into_iter().flatten() {
            let pair = (name(self.outer, outer), name(self.inner, inner));
            *whole.entry(pair).or_default() += count;
        }
        Ok(whole)
    }
}

impl SegmentPairs {
    /// Counts the documents that wait.
    fn count(&mut self) {
        let docs = std::mem::take(&mut self.waiting);
        if let (Some(outer), Some(inner)) = (self.outer.only(), self.inner.only()) {
            let mut values = [[None; AT_ONCE]; 2];
            let [left, right] = values.each_mut().map(|it| &mut it[..docs.len()]);
            outer.first_vals(&docs, left);
            inner.first_vals(&docs, right);
            for pair in left.iter().zip(right) {
                let (Some(left), Some(right)) = pair else { continue };
                let pair = (self.outer.counted(*left), self.inner.counted(*right));
                match &mut self.square {
                    Some(square) => square.count(pair),
                    None => *self.counts.entry(pair).or_default() += 1,
                }
            }
        } else {
            for doc in &docs {
                self.count_all(*doc);
            }
        }
        self.waiting = docs;
        self.waiting.clear();
    }

    /// Counts all pairs of a document.
    fn count_all(&mut self, doc: DocId) {
        self.outer.read(doc, &mut self.here.0);
        self.inner.read(doc, &mut self.here.1);
        for &outer in &self.here.0 {
            for &inner in &self.here.1 {
                *self.counts.entry((outer, inner)).or_default() += 1;
            }
        }
    }
}

impl SegmentCollector for SegmentPairs {
    type Fruit = FxHashMap<(String, String), u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == AT_ONCE {
            self.count();
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.count();
        self.counts.extend(self.square.iter().flat_map(Square::pairs));
        let outer = self.outer.labels(self.counts.keys().map(|it| it.0));
        let inner = self.inner.labels(self.counts.keys().map(|it| it.1));
        let label = |labels: &FxHashMap<u64, String>, value: u64| {
            labels.get(&value).cloned().unwrap_or_default()
        };
        let mut found = FxHashMap::default();
        for ((left, right), count) in self.counts {
            *found.entry((label(&outer, left), label(&inner, right))).or_default() +=
                count;
        }
        found
    }
}
