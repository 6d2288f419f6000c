//! Which articles of the archive carry the same words, and which are one story? Made anew
//! by every run from columns of the index; only pairs that no run has seen are aligned,
//! which needs their texts. What two articles share depends on them alone, so the order of
//! runs leaves no trace.
//!
//! `copies.bin` holds every pair that was aligned, also those that turned out to share too
//! little; `stories.bin` the stories of more than one article.

mod gather;
mod table;

pub(super) use table::{COPIES, STORIES, read_copies, read_stories, save};

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::reader::Archive;
use crate::index::sums::Sums;
use crate::index::versions::Versions;
use crate::relate::align::{Aligner, Words, is_base};
use crate::relate::candidate::candidates;
use crate::relate::direction::earlier;
use crate::relate::overlap::Overlap;
use crate::relate::story::{JOINS, Known, Pair, Part, Story, groups, story};

use gather::Rows;

/// Pairs aligned at a time: bounds the texts in memory.
const BATCH: usize = 4096;
/// Words that stay in memory from one batch to the next, 60 MB: where many articles are like
/// many others, as in an archive of agency texts, a batch holds but a part of their pairs.
const KEPT: usize = 10 << 20;

/// Pairs of articles that share words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    pairs: Vec<Pair>,
    /// Places in `pairs` of those that count, by article.
    of: FxHashMap<u64, Vec<u32>>,
}

impl Copies {
    fn new(pairs: Vec<Pair>) -> Self {
        let mut of: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (place, pair) in (0..).zip(&pairs) {
            if pair.likeness().is_some() {
                of.entry(pair.a).or_default().push(place);
                of.entry(pair.b).or_default().push(place);
            }
        }
        Self { pairs, of }
    }

    /// Every pair that shares enough to be spoken of, in order of number.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|it| it.likeness().is_some())
    }

    /// Every pair whose pages are alike only by the furniture of their outlet.
    pub fn furniture(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|it| it.furniture().is_some())
    }

    /// Those of one article.
    pub fn of_article(&self, number: u64) -> impl Iterator<Item = &Pair> {
        let places = self.of.get(&number).map_or(&[][..], Vec::as_slice);
        places.iter().map(|it| &self.pairs[*it as usize])
    }
}

/// The stories of more than one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stories {
    stories: Vec<Story>,
    of: FxHashMap<u64, u32>,
}

impl Stories {
    fn new(stories: Vec<Story>) -> Self {
        let mut of = FxHashMap::default();
        for (place, story) in (0..).zip(&stories) {
            of.extend(story.members.iter().map(|it| (it.number, place)));
        }
        Self { stories, of }
    }

    /// All of them, by number of their original.
    pub fn all(&self) -> &[Story] {
        &self.stories
    }

    /// The story of an article; none where it stands alone.
    pub fn of_article(&self, number: u64) -> Option<&Story> {
        self.of.get(&number).map(|it| &self.stories[*it as usize])
    }
}

/// What a run writes.
#[derive(Debug, Default)]
pub(super) struct Found {
    pairs: Vec<Pair>,
    stories: Vec<Story>,
}

/// The pairs of an earlier generation; none where they cannot be read.
pub(super) fn known(folder: &Path) -> Option<Copies> {
    let bytes = Sums::load(folder).ok()?.read(folder, COPIES).ok()?;
    read_copies(&bytes)
}

/// Finds copies and stories in an index. `before` is what the run before has aligned. Once
/// `stop` is set it ends soon, and has not found all.
pub(super) fn find(
    archive: &Archive,
    versions: &Versions,
    before: &Copies,
    stop: &AtomicBool,
) -> tantivy::Result<Found> {
    let rows = Rows::gather(archive, versions)?;
    let known: FxHashMap<(u64, u64), Overlap> =
        before.pairs.iter().map(|it| ((it.a, it.b), it.overlap)).collect();
    let likely = candidates(&rows.known, &|emit| rows.marks(emit));
    let overlaps = overlaps(archive, &rows, &likely, &known, stop)?;
    let mut pairs = pairs(&rows, &likely, overlaps)?;
    pairs.par_sort_unstable_by_key(|it| (it.a, it.b));
    let pages: Vec<Vec<u64>> = versions.pages().to_vec();
    let copies = Copies::new(pairs);
    let groups = groups(&pages, &copies.pairs);
    let witnesses = rows.witnesses_of(groups.iter().flatten())?;
    let mut stories: Vec<Story> = groups
        .into_par_iter()
        .map(|numbers| {
            let own = |it: &u64| copies.of_article(*it).copied();
            let pairs: Vec<Pair> = numbers
                .iter()
                .flat_map(|it| own(it).filter(|pair| pair.a == *it))
                .collect();
            let page = |it: u64| versions.of_article(it).first().copied().unwrap_or(it);
            let time = |it: u64| (rows.date(it), versions.place(it).unwrap_or(0));
            let witness = |it: u64| witnesses.get(&it);
            let known = Known { time: &time, page: &page, witness: &witness };
            story(&numbers, &pairs, &known)
        })
        .collect();
    stories.sort_unstable_by_key(Story::original);
    Ok(Found { pairs: copies.pairs, stories })
}

/// What is concluded of each pair: whose words they were first, and whether the two are
/// versions of one page.
fn pairs(
    rows: &Rows,
    likely: &[(u32, u32)],
    overlaps: Vec<Overlap>,
) -> tantivy::Result<Vec<Pair>> {
    let alike = |it: &(&(u32, u32), &Overlap)| it.1.likeness(false).is_some();
    let compared: FxHashSet<u32> = likely
        .iter()
        .zip(&overlaps)
        .filter(alike)
        .flat_map(|it| [it.0.0, it.0.1])
        .collect();
    let witnesses = rows.witnesses(&compared)?;
    let pair = |((a, b), overlap): (&(u32, u32), Overlap)| {
        let (one, other) = (witnesses.get(a), witnesses.get(b));
        let first = one.zip(other).and_then(|(a, b)| earlier(a, b, &overlap));
        let [x, y] = [a, b].map(|it| rows.known[*it as usize]);
        let kin = x.outlet == y.outlet;
        let revised = kin && x.outlet != 0 && (rows.revised(*a) || rows.revised(*b));
        let version = x.page == y.page || (revised && overlap.share() >= JOINS);
        let earlier = first.map(|it| [x.id, y.id][it.0]);
        let (a, b, overlap) = if x.id < y.id {
            (x.id, y.id, overlap)
        } else {
            (y.id, x.id, overlap.turned())
        };
        Pair { a, b, overlap, earlier, kin, version }
    };
    Ok(likely.iter().zip(overlaps).map(pair).collect())
}

/// What each pair shares: as known, or by alignment.
fn overlaps(
    archive: &Archive,
    rows: &Rows,
    likely: &[(u32, u32)],
    known: &FxHashMap<(u64, u64), Overlap>,
    stop: &AtomicBool,
) -> tantivy::Result<Vec<Overlap>> {
    let mut found = vec![Overlap::default(); likely.len()];
    let mut fresh = Vec::new();
    for (place, (a, b)) in likely.iter().enumerate() {
        let (a, b) = (rows.id(*a), rows.id(*b));
        match known.get(&(a.min(b), a.max(b))) {
            Some(overlap) if a < b => found[place] = *overlap,
            Some(overlap) => found[place] = overlap.turned(),
            None => fresh.push(place),
        }
    }
    by_neighbourhood(&mut fresh, likely);
    let mut words: FxHashMap<u32, Words> = FxHashMap::default();
    for batch in fresh.chunks(BATCH) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let mut wanted: Vec<u32> =
            batch.iter().flat_map(|it| [likely[*it].0, likely[*it].1]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        if words.values().map(Words::len).sum::<usize>() > KEPT {
            words.retain(|row, _| wanted.binary_search(row).is_ok());
        }
        wanted.retain(|it| !words.contains_key(it));
        // Texts that stand in one block are unpacked together.
        wanted.sort_unstable_by_key(|it| rows.address(*it));
        words.extend(read_words(archive, rows, wanted)?);
        let aligned = aligned(batch, likely, &words);
        for (place, overlap) in aligned {
            found[place] = overlap;
        }
    }
    Ok(found)
}

/// What the pairs of a batch share: by the article that others are held against, so that it
/// is looked through once.
fn aligned(
    batch: &[usize],
    likely: &[(u32, u32)],
    words: &FxHashMap<u32, Words>,
) -> Vec<(usize, Overlap)> {
    let mut pairs: Vec<(u32, usize)> = batch
        .iter()
        .map(|&place| {
            let (a, b) = likely[place];
            (if is_base(&words[&a], &words[&b]) { a } else { b }, place)
        })
        .collect();
    pairs.sort_unstable();
    let of_one = |aligner: &mut Aligner, pairs: &[(u32, usize)]| {
        let held = &words[&pairs[0].0];
        aligner.hold(held);
        let align = |&(base, place): &(u32, usize)| {
            let (a, b) = likely[place];
            if base == a {
                (place, aligner.align(held, &words[&b]))
            } else {
                (place, aligner.align(held, &words[&a]).turned())
            }
        };
        pairs.iter().map(align).collect::<Vec<(usize, Overlap)>>()
    };
    let of_each = pairs.par_chunk_by(|a, b| a.0 == b.0);
    of_each.map_init(Aligner::default, of_one).flatten_iter().collect()
}

/// The words of the articles of some rows.
fn read_words(
    archive: &Archive,
    rows: &Rows,
    wanted: Vec<u32>,
) -> tantivy::Result<Vec<(u32, Words)>> {
    let read = |row: u32| {
        let Some(article) = archive.article_at(rows.address(row))? else {
            return Ok((row, Words::default()));
        };
        let headline = article.headline.as_deref().unwrap_or_default();
        Ok((row, Words::of_article(headline, article.body())))
    };
    wanted.into_par_iter().map(read).collect()
}

/// Puts pairs that share articles beside each other, so that a text is read once.
fn by_neighbourhood(fresh: &mut [usize], likely: &[(u32, u32)]) {
    let mut parent: FxHashMap<u32, u32> = FxHashMap::default();
    let root = |parent: &mut FxHashMap<u32, u32>, row: u32| {
        let mut at = row;
        while let Some(&up) = parent.get(&at).filter(|it| **it != at) {
            at = up;
        }
        if at != row {
            parent.insert(row, at);
        }
        at
    };
    for place in fresh.iter() {
        let (a, b) = likely[*place];
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent.insert(a.max(b), a.min(b));
    }
    let keys: FxHashMap<usize, u32> =
        fresh.iter().map(|it| (*it, root(&mut parent, likely[*it].0))).collect();
    fresh.sort_by_key(|it| (keys[it], *it));
}

/// Parts of stories as numbers.
const fn part_number(part: Part) -> u64 {
    part as u64
}
