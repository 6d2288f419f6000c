//! Which articles hold a word or a pattern, and at which positions? Read from the postings
//! as they are needed; what the words mean together is not known here.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    BitSet, DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term,
};

use super::words::Unit;
use super::written::{MOST, too_many};

/// Forms without a tag begin here.
const UNTAGGED: &str = "\u{4}";
/// With more forms than this the articles of a pattern are read in advance: a look at each
/// form for each article would cost more.
const FEW: usize = 24;
/// Forms that patterns fit, by segment and unit: a search counts before it ranks, and a
/// pattern that begins with `*` is held against every word of the archive.
#[derive(Clone, Default)]
pub(super) struct Known(Arc<Mutex<FxHashMap<(SegmentId, usize), Forms>>>);

pub(super) type Forms = Arc<[String]>;

impl Known {
    pub(super) fn forms(
        &self,
        unit: &Unit,
        place: (SegmentId, usize),
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Forms> {
        if unit.terms().is_some() {
            return Ok(forms(unit, index)?.into());
        }
        // What a thread that failed has left is whole: it is put in at once.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&place) {
            return Ok(Arc::clone(known));
        }
        let found: Forms = forms(unit, index)?.into();
        lock().insert(place, Arc::clone(&found));
        Ok(found)
    }
}

/// The articles that hold a unit, with its positions.
pub(super) enum Stream {
    /// A few forms, read as they are needed, and the first article any of them is at.
    Few(Vec<SegmentPostings>, DocId),
    /// Many forms, read in advance: position lists by article.
    Many { docs: Vec<(DocId, u32, u32)>, positions: Vec<u32>, at: usize },
}

impl Stream {
    pub(super) fn open(
        forms: &[String],
        field: Field,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Self> {
        let mut postings = Vec::new();
        for form in forms {
            let term = Term::from_field_text(field, form);
            let option = IndexRecordOption::WithFreqsAndPositions;
            postings.extend(index.read_postings(&term, option)?);
        }
        if postings.len() > FEW {
            return Ok(gathered(postings));
        }
        let first = postings.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
        Ok(Self::Few(postings, first))
    }

    /// The first article at or behind `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Few(all, first) => {
                // Asked again for where it stands, it need not ask each form.
                if *first < target {
                    let next = |it: &mut SegmentPostings| {
                        if it.doc() < target { it.seek(target) } else { it.doc() }
                    };
                    *first = all.iter_mut().map(next).min().unwrap_or(TERMINATED);
                }
                *first
            }
            Self::Many { docs, at, .. } => {
                *at += docs[*at..].partition_point(|it| it.0 < target);
                docs.get(*at).map_or(TERMINATED, |it| it.0)
            }
        }
    }

    /// Its positions in an article it was sought to.
    pub(super) fn positions(&mut self, doc: DocId, into: &mut Vec<u32>) {
        into.clear();
        match self {
            Self::Few(all, _) => {
                for postings in all.iter_mut().filter(|it| it.doc() == doc) {
                    let several = !into.is_empty();
                    postings.append_positions_with_offset(0, into);
                    if several {
                        into.sort_unstable();
                        into.dedup();
                    }
                }
            }
            Self::Many { docs, positions, at } => {
                if let Some((_, start, end)) = docs.get(*at).filter(|it| it.0 == doc) {
                    into.extend_from_slice(&positions[*start as usize..*end as usize]);
                }
            }
        }
    }
}

/// The articles that hold any of some forms.
pub(super) fn holding(
    forms: &[String],
    field: Field,
    index: &InvertedIndexReader,
    end: DocId,
) -> tantivy::Result<BitSet> {
    let mut found = BitSet::with_max_value(end);
    for form in forms {
        let term = Term::from_field_text(field, form);
        let postings = index.read_block_postings(&term, IndexRecordOption::Basic)?;
        let Some(mut postings) = postings else { continue };
        while !postings.docs().is_empty() {
            for doc in postings.docs() {
                found.insert(*doc);
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// All positions of many postings, by article.
fn gathered(postings: Vec<SegmentPostings>) -> Stream {
    let mut all: Vec<(DocId, u32)> = Vec::new();
    let mut part = Vec::new();
    for mut postings in postings {
        while postings.doc() != TERMINATED {
            postings.positions(&mut part);
            all.extend(part.iter().map(|it| (postings.doc(), *it)));
            postings.advance();
        }
    }
    all.sort_unstable();
    all.dedup();
    let mut docs: Vec<(DocId, u32, u32)> = Vec::new();
    let mut positions = Vec::with_capacity(all.len());
    for (doc, position) in all {
        let here = u32::try_from(positions.len()).unwrap_or(u32::MAX);
        positions.push(position);
        match docs.last_mut() {
            Some(last) if last.0 == doc => last.2 = here + 1,
            _ => docs.push((doc, here, here + 1)),
        }
    }
    Stream::Many { docs, positions, at: 0 }
}

/// The forms of the index that a unit stands for.
fn forms(unit: &Unit, index: &InvertedIndexReader) -> tantivy::Result<Vec<String>> {
    if let Some((best, lesser)) = unit.terms() {
        let mut all = [best, lesser].concat();
        all.sort_unstable();
        all.dedup();
        return Ok(all);
    }
    let prefix = unit.prefix();
    // Patterns fit folded words only; tagged forms stand before all of them.
    let first = if prefix.is_empty() { UNTAGGED } else { prefix };
    let mut stream = index.terms().range().ge(first.as_bytes()).into_stream()?;
    let mut found = Vec::new();
    while stream.advance() {
        if !stream.key().starts_with(prefix.as_bytes()) {
            break;
        }
        let Ok(form) = std::str::from_utf8(stream.key()) else { continue };
        if unit.fits(form) {
            found.push(form.to_owned());
        }
        if found.len() > MOST {
            return Err(too_many());
        }
    }
    Ok(found)
}

/// Positions of some words in given articles, without a look at any other.
pub(super) struct Probe {
    streams: Vec<Stream>,
    norms: FieldNormReader,
}

impl Probe {
    /// A probe into one field of one segment.
    pub(super) fn open<'a>(
        units: impl Iterator<Item = &'a Unit>,
        field: Field,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let index = reader.inverted_index(field)?;
        let streams = units.map(|it| Stream::open(&forms(it, &index)?, field, &index));
        let streams = streams.collect::<tantivy::Result<Vec<Stream>>>()?;
        Ok(Self { streams, norms: reader.get_fieldnorms_reader(field)? })
    }

    /// Where the words stand in an article, a list each, and the id of its length;
    /// articles must be asked for in order.
    pub(super) fn read(&mut self, doc: DocId, into: &mut [Vec<u32>]) -> u8 {
        for (stream, into) in self.streams.iter_mut().zip(into) {
            stream.seek(doc);
            stream.positions(doc, into);
        }
        self.norms.fieldnorm_id(doc)
    }
}
