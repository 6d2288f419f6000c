//! Which articles hold words in sequence, as typed or with other endings? Both are read from
//! the same positions in one pass: the words as typed are among those with any ending.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query};
use tantivy::query::{Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term,
};

use super::numbers::explained;
use super::positions::COUNTED;
use super::written::{similarity, terms};

/// One word of a phrase: as typed, and its other forms.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) best: Vec<String>,
    pub(super) lesser: Vec<String>,
}

/// A field in which a phrase is looked for, and what it weighs there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) field: Field,
    /// As typed.
    pub(super) exact: Score,
    /// With any ending; nothing where these do not count.
    pub(super) loose: Option<Score>,
}

/// Articles that hold words in sequence.
#[derive(Clone, Debug)]
pub(super) struct SequenceQuery {
    pub(super) words: Arc<[Word]>,
    pub(super) places: Vec<Place>,
}

impl Query for SequenceQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = |place: &Place| match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let words = self.words.iter().map(|it| terms(&it.best, place.field));
                let words: Vec<Vec<Term>> = words.collect();
                similarity(statistics_provider, &words, place.field).map(Some)
            }
            EnableScoring::Disabled { .. } => Ok(None),
        };
        let similarities =
            self.places.iter().map(similarity).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(SequenceWeight { query: self.clone(), similarities }))
    }
}

struct SequenceWeight {
    query: SequenceQuery,
    similarities: Vec<Option<Bm25Weight>>,
}

impl SequenceWeight {
    fn open(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Vec<Sequence>> {
        let mut found = Vec::with_capacity(self.query.places.len());
        for (place, similarity) in self.query.places.iter().zip(&self.similarities) {
            let index = reader.inverted_index(place.field)?;
            let mut parts = Vec::with_capacity(self.query.words.len());
            for (word, offset) in self.query.words.iter().zip(0..) {
                parts.extend(Part::open(word, offset, place, &index)?);
            }
            if parts.len() < self.query.words.len() {
                continue;
            }
            // The rarest word decides soonest.
            parts.sort_by_key(|it| (it.most, it.offset));
            let boosted =
                |own: Score| similarity.as_ref().map(|it| it.boost_by(boost * own));
            let mut sequence = Sequence {
                parts,
                exact: boosted(place.exact),
                loose: place.loose.and_then(boosted),
                norms: reader.get_fieldnorms_reader(place.field)?,
                doc: 0,
                counts: (0, 0),
                starts: Vec::new(),
                part: Vec::new(),
            };
            if sequence.go(0) < TERMINATED {
                found.push(sequence);
            }
        }
        Ok(found)
    }
}

impl Weight for SequenceWeight {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let all = self.open(reader, boost)?;
        let Some(doc) = all.iter().map(|it| it.doc).min() else {
            return Ok(Box::new(EmptyScorer));
        };
        Ok(Box::new(SequenceScorer { all, doc }))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        doc: DocId,
    ) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc, "words in sequence")
    }
}

/// The postings of one word in one field.
struct Part {
    best: Vec<SegmentPostings>,
    lesser: Vec<SegmentPostings>,
    /// Its place in the sequence.
    offset: u32,
    /// Articles, at most.
    most: u32,
}

impl Part {
    /// Nothing where no form of the word is in the field.
    fn open(
        word: &Word,
        offset: u32,
        place: &Place,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Option<Self>> {
        let postings = |form: &String| {
            let term = Term::from_field_text(place.field, form);
            index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
        };
        let mut best = Vec::new();
        for form in &word.best {
            best.extend(postings(form)?);
        }
        let mut lesser = Vec::new();
        if place.loose.is_some() {
            for form in word.lesser.iter().filter(|it| !word.best.contains(it)) {
                lesser.extend(postings(form)?);
            }
        }
        let most = best.iter().chain(&lesser).map(SegmentPostings::doc_freq);
        let most = most.fold(0, u32::saturating_add);
        Ok((most > 0).then_some(Self { best, lesser, offset, most }))
    }

    /// The first article at or behind `target` that holds a form of the word.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for postings in self.best.iter_mut().chain(&mut self.lesser) {
            let doc = postings.doc();
            first = first.min(if doc < target { postings.seek(target) } else { doc });
        }
        first
    }

    /// Where the sequence begins if the word is where it is, in order; another form than
    /// the word as typed is here too, or instead.
    fn starts(&mut self, doc: DocId, into: &mut Vec<u32>) -> Forms {
        into.clear();
        let mut forms = Forms { best: false, lesser: false };
        forms.best = append(&mut self.best, doc, into);
        forms.lesser = append(&mut self.lesser, doc, into);
        shift(into, self.offset);
        forms
    }

    fn starts_as_typed(&mut self, doc: DocId, into: &mut Vec<u32>) {
        into.clear();
        append(&mut self.best, doc, into);
        shift(into, self.offset);
    }
}

/// Adds the positions of some spellings in an article, in order; true where it has any. No
/// two spellings stand at one position.
fn append(all: &mut [SegmentPostings], doc: DocId, into: &mut Vec<u32>) -> bool {
    let before = into.len();
    for postings in all.iter_mut().filter(|it| it.doc() == doc) {
        let several = !into.is_empty();
        postings.append_positions_with_offset(0, into);
        if several {
            into.sort_unstable();
        }
    }
    into.len() > before
}

/// Which forms of a word stand in an article.
#[derive(Clone, Copy)]
struct Forms {
    best: bool,
    lesser: bool,
}

/// Positions of a word as beginnings of the sequence it is the `offset`th of.
fn shift(positions: &mut Vec<u32>, offset: u32) {
    if offset > 0 {
        let early = positions.partition_point(|it| *it < offset);
        positions.drain(..early);
        for position in positions {
            *position -= offset;
        }
    }
}

/// Keeps of `left` what is in `right` too; both in order.
fn meet(left: &mut Vec<u32>, right: &[u32]) {
    let mut right = right.iter().copied().peekable();
    left.retain(|it| {
        while right.next_if(|other| other < it).is_some() {}
        right.peek() == Some(it)
    });
}

/// A sequence in one field of one segment.
struct Sequence {
    /// The rarest first.
    parts: Vec<Part>,
    exact: Option<Bm25Weight>,
    loose: Option<Bm25Weight>,
    norms: FieldNormReader,
    doc: DocId,
    /// Times in the article: as typed, and with any ending.
    counts: (u32, u32),
    starts: Vec<u32>,
    part: Vec<u32>,
}

impl Sequence {
    /// The first article at or behind `target` that holds the sequence.
    fn go(&mut self, mut target: DocId) -> DocId {
        loop {
            let mut doc = target;
            for part in &mut self.parts {
                let next = part.seek(doc);
                if next > doc {
                    doc = next;
                    break;
                }
            }
            if doc == TERMINATED || doc == target && self.holds(doc) {
                self.doc = doc;
                return doc;
            }
            target = if doc == target { doc + 1 } else { doc };
        }
    }

    fn holds(&mut self, doc: DocId) -> bool {
        let mut typed = true;
        let mut only = true;
        for (at, part) in self.parts.iter_mut().enumerate() {
            let into = if at == 0 { &mut self.starts } else { &mut self.part };
            let forms = part.starts(doc, into);
            if at > 0 {
                meet(&mut self.starts, &self.part);
            }
            typed &= forms.best;
            only &= !forms.lesser;
            if self.starts.is_empty() {
                return false;
            }
        }
        let any = self.starts.len();
        if typed && !only {
            for (at, part) in self.parts.iter_mut().enumerate() {
                let into = if at == 0 { &mut self.starts } else { &mut self.part };
                part.starts_as_typed(doc, into);
                if at > 0 {
                    meet(&mut self.starts, &self.part);
                }
            }
        }
        let exact = if typed { self.starts.len() } else { 0 };
        let small = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        self.counts = (small(exact), small(any.min(COUNTED)));
        true
    }

    /// What it adds to a score that other fields have begun.
    fn add(&self, mut score: Score) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        if let Some(exact) = self.exact.as_ref().filter(|_| self.counts.0 > 0) {
            score += exact.score(norm, self.counts.0);
        }
        if let Some(loose) = &self.loose {
            score += loose.score(norm, self.counts.1);
        }
        score
    }
}

struct SequenceScorer {
    all: Vec<Sequence>,
    doc: DocId,
}

impl SequenceScorer {
    fn go(&mut self, target: DocId) -> DocId {
        self.doc = TERMINATED;
        for sequence in &mut self.all {
            let doc =
                if sequence.doc < target { sequence.go(target) } else { sequence.doc };
            self.doc = self.doc.min(doc);
        }
        self.doc
    }
}

impl DocSet for SequenceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.go(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.go(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        // As the engine guesses of its own phrases: one in ten of the rarest word.
        let rarest = self.all.iter().filter_map(|it| it.parts.first());
        rarest.map(|it| it.most / 10).fold(1, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        // Positions are dear.
        let rarest = self.all.iter().filter_map(|it| it.parts.first());
        rarest.map(|it| u64::from(it.most) * 10).sum()
    }
}

impl Scorer for SequenceScorer {
    fn score(&mut self) -> Score {
        let here = self.all.iter().filter(|it| it.doc == self.doc);
        here.fold(0.0, |score, it| it.add(score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_meet() {
        let mut left = vec![0, 3, 7, 9];
        let mut right = vec![0, 1, 4, 9, 10];
        shift(&mut right, 1);
        assert_eq!(right, [0, 3, 8, 9]);
        meet(&mut left, &right);
        assert_eq!(left, [0, 3, 9]);
    }
}
