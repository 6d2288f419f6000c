//! Which articles hold one of some words, and what does each add to the score? A word of a
//! query is up to a dozen words of the archive in two fields: "ferries" as it is written
//! here and there, and its other endings. The engine's own union asks each of them through a
//! pointer, document by document; here all of them are poured into one window, a block of
//! postings at a time, and spellings that count as one word are counted together.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query};
use tantivy::query::{Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term,
};

use super::numbers::explained;
use super::written::similarity;

/// Documents of one window.
const WINDOW: usize = 4096;

/// Terms of one field that count as one word, and what it weighs.
#[derive(Clone, Debug)]
pub(super) struct Spellings {
    pub(super) field: Field,
    pub(super) terms: Vec<Term>,
    pub(super) weight: Score,
}

/// Articles that hold one of these words; what each adds to a score is summed in their
/// order, so that equal articles score equally to the last bit.
#[derive(Clone, Debug)]
pub(super) struct TermsQuery {
    pub(super) words: Arc<[Spellings]>,
}

impl TermsQuery {
    pub(super) fn new(words: Vec<Spellings>) -> Self {
        Self { words: words.into() }
    }
}

impl Query for TermsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = |word: &Spellings| match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let one = std::slice::from_ref(&word.terms);
                let similarity = similarity(statistics_provider, one, word.field)?;
                Ok(Some(similarity.boost_by(word.weight)))
            }
            EnableScoring::Disabled { .. } => Ok(None),
        };
        let similarities =
            self.words.iter().map(similarity).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(TermsWeight { words: Arc::clone(&self.words), similarities }))
    }
}

struct TermsWeight {
    words: Arc<[Spellings]>,
    similarities: Vec<Option<Bm25Weight>>,
}

/// What scores a word in one segment.
struct Value {
    norms: FieldNormReader,
    similarity: Bm25Weight,
}

impl Value {
    fn of(&self, doc: DocId, frequency: u32) -> Score {
        self.similarity.score(self.norms.fieldnorm_id(doc), frequency)
    }
}

/// A word in one segment: its postings, a list a spelling.
struct Word<P> {
    postings: Vec<P>,
    value: Option<Value>,
}

impl TermsWeight {
    /// The words that a segment holds, opened by `open`.
    fn open<P>(
        &self,
        reader: &SegmentReader,
        boost: Score,
        open: impl Fn(
            &InvertedIndexReader,
            &TermInfo,
            IndexRecordOption,
        ) -> std::io::Result<P>,
    ) -> tantivy::Result<Vec<Word<P>>> {
        let mut found = Vec::with_capacity(self.words.len());
        for (word, similarity) in self.words.iter().zip(&self.similarities) {
            let index = reader.inverted_index(word.field)?;
            let option = match similarity {
                Some(_) => IndexRecordOption::WithFreqs,
                None => IndexRecordOption::Basic,
            };
            let mut postings = Vec::with_capacity(word.terms.len());
            for term in &word.terms {
                if let Some(info) = index.get_term_info(term)? {
                    postings.push(open(&index, &info, option)?);
                }
            }
            let value = match similarity {
                Some(similarity) => {
                    let norms = reader.get_fieldnorms_reader(word.field)?;
                    Some(Value { norms, similarity: similarity.boost_by(boost) })
                }
                None => None,
            };
            if !postings.is_empty() {
                found.push(Word { postings, value });
            }
        }
        Ok(found)
    }

    /// Pours all postings of a segment through a window, and hands over each.
    fn sweep(
        &self,
        reader: &SegmentReader,
        each: &mut dyn FnMut(DocId, &mut Window),
    ) -> tantivy::Result<()> {
        let open = |index: &InvertedIndexReader, info: &TermInfo, option| {
            let block = index.read_block_postings_from_terminfo(info, option)?;
            Ok(Cursor { block, at: 0 })
        };
        let mut words = self.open(reader, 1.0, open)?;
        let mut window = Window::default();
        loop {
            for word in &mut words {
                word.postings.retain(|it| it.next() < TERMINATED);
            }
            words.retain(|it| !it.postings.is_empty());
            let next = words.iter().flat_map(|it| &it.postings).map(Cursor::next);
            let Some(first) = next.min() else { return Ok(()) };
            for word in &mut words {
                window.pour(first, word);
            }
            each(first, &mut window);
        }
    }
}

/// Documents from some place on, each with its score so far.
struct Window {
    held: [u64; WINDOW / 64],
    scores: Box<[Score; WINDOW]>,
    /// Of the word that is poured.
    here: [u64; WINDOW / 64],
    frequencies: Box<[u32; WINDOW]>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            held: [0; WINDOW / 64],
            scores: Box::new([0.0; WINDOW]),
            here: [0; WINDOW / 64],
            frequencies: Box::new([0; WINDOW]),
        }
    }
}

/// Hands over the places whose bits are set, in order, and clears them.
fn drain_bits(bits: &mut [u64], mut take: impl FnMut(usize)) {
    for (word, held) in bits.iter_mut().enumerate() {
        let mut bits = std::mem::take(held);
        while bits != 0 {
            take(word * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

/// A place in a window as a distance between documents.
fn small(at: usize) -> DocId {
    DocId::try_from(at).unwrap_or_default()
}

impl Window {
    /// Puts what stands of a word in the window that begins with `first` into it.
    fn pour(&mut self, first: DocId, word: &mut Word<Cursor>) {
        let Self { held, scores, here, frequencies } = self;
        let Some(value) = &word.value else {
            for cursor in &mut word.postings {
                cursor.each(first, |at, _| held[at / 64] |= 1 << (at % 64));
            }
            return;
        };
        if let [only] = word.postings.as_mut_slice() {
            only.each(first, |at, frequency| {
                held[at / 64] |= 1 << (at % 64);
                scores[at] += value.of(first + small(at), frequency);
            });
            return;
        }
        for cursor in &mut word.postings {
            cursor.each(first, |at, frequency| {
                here[at / 64] |= 1 << (at % 64);
                frequencies[at] += frequency;
            });
        }
        for (held, here) in held.iter_mut().zip(&*here) {
            *held |= here;
        }
        drain_bits(here, |at| {
            let frequency = std::mem::take(&mut frequencies[at]);
            scores[at] += value.of(first + small(at), frequency);
        });
    }

    /// Hands over every document and empties the window.
    fn drain(&mut self, first: DocId, mut take: impl FnMut(DocId, Score)) {
        let Self { held, scores, .. } = self;
        drain_bits(held, |at| take(first + small(at), std::mem::take(&mut scores[at])));
    }

    /// How many documents there are; empties the window.
    fn count(&mut self) -> u32 {
        let count = self.held.iter().map(|it| it.count_ones()).sum();
        self.held.fill(0);
        count
    }
}

/// A place in the postings of one term.
struct Cursor {
    block: BlockSegmentPostings,
    at: usize,
}

impl Cursor {
    fn next(&self) -> DocId {
        self.block.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Hands over what stands in the window that begins with `first`: places in it, with
    /// frequencies.
    fn each(&mut self, first: DocId, mut take: impl FnMut(usize, u32)) {
        let end = first.saturating_add(small(WINDOW));
        loop {
            let docs = self.block.docs();
            let rest = &docs[self.at..];
            let here = if rest.last().is_some_and(|it| *it < end) {
                rest.len()
            } else {
                rest.partition_point(|it| *it < end)
            };
            let frequencies = self.block.freqs().get(self.at..).unwrap_or_default();
            for (at, doc) in rest[..here].iter().enumerate() {
                let frequency = frequencies.get(at).copied().unwrap_or(1);
                take((doc - first) as usize, frequency);
            }
            self.at += here;
            if here < rest.len() || docs.is_empty() {
                return;
            }
            self.block.advance();
            self.at = 0;
        }
    }
}

impl Weight for TermsWeight {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let open = |index: &InvertedIndexReader, info: &TermInfo, option| {
            index.read_postings_from_terminfo(info, option)
        };
        let words = self.open(reader, boost, open)?;
        let all = || words.iter().flat_map(|it| &it.postings);
        let most = all()
            .map(tantivy::postings::SegmentPostings::doc_freq)
            .fold(0, u32::saturating_add);
        let most = most.min(reader.max_doc());
        let doc = all().map(DocSet::doc).min().unwrap_or(TERMINATED);
        if doc == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(TermsScorer { words, doc, most }))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        doc: DocId,
    ) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc, "forms of a word")
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        let mut count = 0;
        let alive = reader.alive_bitset();
        self.sweep(reader, &mut |first, window| match alive {
            Some(alive) => {
                window.drain(first, |doc, _| count += u32::from(alive.is_alive(doc)));
            }
            None => count += window.count(),
        })?;
        Ok(count)
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        self.sweep(reader, &mut |first, window| window.drain(first, &mut *callback))
    }
}

/// The same, a document at a time: for what combines it with other clauses.
struct TermsScorer {
    words: Vec<Word<SegmentPostings>>,
    doc: DocId,
    most: u32,
}

impl TermsScorer {
    /// Goes on with every list that `step` moves, to the first document of all.
    fn step(&mut self, mut step: impl FnMut(&mut SegmentPostings) -> DocId) -> DocId {
        let all = self.words.iter_mut().flat_map(|it| &mut it.postings);
        self.doc = all.map(&mut step).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for TermsScorer {
    fn advance(&mut self) -> DocId {
        let here = self.doc;
        self.step(|it| if it.doc() == here { it.advance() } else { it.doc() })
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        self.step(|it| if it.doc() < target { it.seek(target) } else { it.doc() })
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.most
    }
}

impl Scorer for TermsScorer {
    fn score(&mut self) -> Score {
        let mut score = 0.0;
        for Word { postings, value } in &self.words {
            let here = postings.iter().filter(|it| it.doc() == self.doc);
            let frequency = here.map(Postings::term_freq).fold(0, u32::saturating_add);
            if let Some(value) = value.as_ref().filter(|_| frequency > 0) {
                score += value.of(self.doc, frequency);
            }
        }
        score
    }
}
