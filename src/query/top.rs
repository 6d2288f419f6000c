//! Which are the best by score, and how many are there in all? One look at each document
//! answers both; only what may be among the best is asked for its number, which breaks ties.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// The best by score, so many of them; equals by number.
pub(super) struct Best {
    pub(super) wanted: usize,
}

/// What was found, in order, and how many there are.
#[derive(Default)]
pub(super) struct Found {
    pub(super) best: Vec<(Score, u64, DocAddress)>,
    pub(super) all: u64,
}

pub(super) struct SegmentBest {
    segment: SegmentOrdinal,
    wanted: usize,
    number: Column<u64>,
    /// What scores less is not among the best.
    least: Score,
    found: Found,
}

/// The best of them, in order.
fn prune(best: &mut Vec<(Score, u64, DocAddress)>, wanted: usize) {
    best.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    best.truncate(wanted);
}

impl Collector for Best {
    type Fruit = Found;
    type Child = SegmentBest;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentBest> {
        let number = reader.fast_fields().u64("number")?;
        let (wanted, found) = (self.wanted, Found::default());
        Ok(SegmentBest { segment, wanted, number, least: Score::NEG_INFINITY, found })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Found>) -> tantivy::Result<Found> {
        let mut whole = Found::default();
        for part in parts {
            whole.all += part.all;
            whole.best.extend(part.best);
        }
        prune(&mut whole.best, self.wanted);
        Ok(whole)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.found.all += 1;
        if score < self.least {
            return;
        }
        let number = self.number.first(doc).unwrap_or_default();
        let address = DocAddress { segment_ord: self.segment, doc_id: doc };
        let best = &mut self.found.best;
        best.push((score, number, address));
        if best.len() >= self.wanted.saturating_mul(2).saturating_add(64) {
            prune(best, self.wanted);
            self.least = best.last().map_or(self.least, |it| it.0);
        }
    }

    fn harvest(mut self) -> Found {
        prune(&mut self.found.best, self.wanted);
        self.found
    }
}
