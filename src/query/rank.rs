//! In which order do articles come? By score, date, outlet or lot; ties by id, so that
//! paging is stable.

use std::collections::BinaryHeap;

use tantivy::collector::sort_key::{SortByStaticFastValue, SortByString};
use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Order, Score, Searcher, SegmentOrdinal, SegmentReader};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::index::Archive;
use crate::index::statistics::ArticleStatistics;

use super::compile::Compiled;
use super::proximity;
use super::request::{Request, Sample, SearchError, Sort};
use super::top::Best;

/// Hits at the top whose order depends on how close the words stand: five pages of
/// a person.
const WINDOW: usize = 50;

/// Where articles stand, with their scores, in order.
pub(super) type Ranked = Vec<(Score, DocAddress)>;

/// Scores and places, best first, `offset` of them left out at the top; and how many the
/// query finds, where the ranking has looked at all of them.
pub(super) fn ranked(
    archive: &Archive,
    searcher: &Searcher,
    compiled: &Compiled,
    offset: usize,
    request: &Request,
) -> Result<(Ranked, Option<u64>), SearchError> {
    let query = &*compiled.articles;
    let most = most(archive);
    if offset >= most || request.limit == 0 {
        return Ok((Vec::new(), None));
    }
    if let Some(sample) = request.sample {
        let (all, drawn) = searcher.search(query, &(Count, Lot { sample, most }))?;
        let drawn = drawn.into_iter().skip(offset).take(request.limit);
        return Ok((drawn.map(|(_, at)| (0.0, at)).collect(), Some(all as u64)));
    }
    let limit = request.limit.min(most);
    let top = TopDocs::with_limit(limit).and_offset(offset);
    let by_id = (SortByStaticFastValue::<u64>::for_field("number"), Order::Asc);
    let date = || SortByStaticFastValue::<u64>::for_field("date");
    let order = match request.sort {
        Sort::Relevance => {
            let (ranked, all) = best(archive, searcher, compiled, offset, limit)?;
            return Ok((ranked, Some(all)));
        }
        Sort::Outlet => {
            let by_outlet = (SortByString::for_field("outlet"), Order::Asc);
            let keys = (by_outlet, (date(), Order::Desc), by_id);
            let (all, found) = searcher.search(query, &(Count, top.order_by(keys)))?;
            return Ok((unscored(found), Some(all as u64)));
        }
        Sort::Newest => Order::Desc,
        Sort::Oldest => Order::Asc,
    };
    let top = top.order_by(((date(), order), by_id));
    let (all, found) = searcher.search(query, &(Count, top))?;
    Ok((unscored(found), Some(all as u64)))
}

fn unscored<K>(found: Vec<(K, DocAddress)>) -> Ranked {
    found.into_iter().map(|(_, at)| (0.0, at)).collect()
}

/// The best by score, those nearest to the top set right by how close the words stand; and
/// how many there are.
fn best(
    archive: &Archive,
    searcher: &Searcher,
    compiled: &Compiled,
    offset: usize,
    limit: usize,
) -> Result<(Ranked, u64), SearchError> {
    let articles = archive.size().articles;
    let statistics = ArticleStatistics { searcher, articles };
    let close = !compiled.rows.is_empty() && offset < WINDOW;
    // The order of the window is the same whatever page is asked for.
    let wanted = limit.saturating_add(offset);
    let wanted = if close { wanted.max(WINDOW) } else { wanted }.min(most(archive));
    let query = &*compiled.articles;
    let top = Best { wanted };
    let found = searcher.search_with_statistics_provider(query, &top, &statistics)?;
    let mut ranked: Ranked = found.best.into_iter().map(|it| (it.0, it.2)).collect();
    if close {
        let window = ranked.len().min(WINDOW);
        proximity::add(&compiled.rows, searcher, &statistics, &mut ranked[..window])?;
        ranked[..window].sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    ranked.drain(..offset.min(ranked.len()));
    ranked.truncate(limit);
    Ok((ranked, found.all))
}

fn most(archive: &Archive) -> usize {
    usize::try_from(archive.size().articles).unwrap_or(usize::MAX)
}

/// Draws articles by lot: those whose numbers, hashed with the seed, are smallest. So the
/// order of the index and the number of threads make no difference.
struct Lot {
    sample: Sample,
    most: usize,
}

/// What one segment draws.
struct SegmentLot {
    segment: SegmentOrdinal,
    number: Column<u64>,
    sample: Sample,
    drawn: BinaryHeap<(u64, DocAddress)>,
}

impl Collector for Lot {
    type Fruit = Vec<(u64, DocAddress)>;
    type Child = SegmentLot;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentLot> {
        let number = reader.fast_fields().u64("number")?;
        let size = self.sample.size.min(self.most);
        let sample = Sample { size, ..self.sample };
        Ok(SegmentLot { segment, number, sample, drawn: BinaryHeap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut all: Self::Fruit = parts.into_iter().flatten().collect();
        all.sort_unstable();
        all.truncate(self.sample.size);
        Ok(all)
    }
}

impl SegmentCollector for SegmentLot {
    type Fruit = Vec<(u64, DocAddress)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let number = self.number.first(doc).unwrap_or_default();
        let lot = xxh3_64_with_seed(&number.to_le_bytes(), self.sample.seed);
        let full = self.drawn.len() >= self.sample.size;
        if full && self.drawn.peek().is_none_or(|it| it.0 <= lot) {
            return;
        }
        if full {
            self.drawn.pop();
        }
        self.drawn.push((lot, DocAddress { segment_ord: self.segment, doc_id: doc }));
    }

    fn harvest(self) -> Self::Fruit {
        self.drawn.into_vec()
    }
}
