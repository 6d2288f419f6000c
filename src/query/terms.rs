//! Which articles hold one of some forms, and what does each form add to the score? A word
//! is up to a dozen forms in two fields: "ferries", its stem, and words that are its stem.
//! The engine's own union asks each of them through a pointer, document by document; here
//! all of them are poured into one window, a block of postings at a time.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query};
use tantivy::query::{Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::numbers::explained;

/// Documents of one window.
const WINDOW: u32 = 4096;

/// Articles that hold one of these forms, each with what it weighs; what each adds to a
/// score is summed in their order, so that equal articles score equally to the last bit.
#[derive(Clone, Debug)]
pub(super) struct TermsQuery {
    pub(super) terms: Arc<[(Term, Score)]>,
}

impl TermsQuery {
    pub(super) fn new(terms: Vec<(Term, Score)>) -> Self {
        Self { terms: terms.into() }
    }
}

impl Query for TermsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = |(term, boost): &(Term, Score)| {
            let weight = match scoring {
                EnableScoring::Enabled { statistics_provider, .. } => {
                    let one = std::slice::from_ref(term);
                    Some((Bm25Weight::for_terms(statistics_provider, one)?, *boost))
                }
                EnableScoring::Disabled { .. } => None,
            };
            Ok((term.clone(), weight))
        };
        let terms = self.terms.iter().map(similarity).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(TermsWeight { terms }))
    }
}

struct TermsWeight {
    terms: Vec<(Term, Option<(Bm25Weight, Score)>)>,
}

/// What scores a form in one segment.
struct Value {
    norms: FieldNormReader,
    similarity: Bm25Weight,
}

impl Value {
    fn of(&self, doc: DocId, frequency: u32) -> Score {
        self.similarity.score(self.norms.fieldnorm_id(doc), frequency)
    }
}

impl TermsWeight {
    /// The forms that a segment holds, opened by `open`.
    fn forms<P>(
        &self,
        reader: &SegmentReader,
        boost: Score,
        mut open: impl FnMut(
            &tantivy::InvertedIndexReader,
            &tantivy::postings::TermInfo,
            IndexRecordOption,
        ) -> std::io::Result<P>,
    ) -> tantivy::Result<Vec<(P, Option<Value>)>> {
        let mut found = Vec::with_capacity(self.terms.len());
        for (term, weight) in &self.terms {
            let index = reader.inverted_index(term.field())?;
            let Some(info) = index.get_term_info(term)? else { continue };
            let (value, option) = match weight {
                Some((similarity, own)) => {
                    let norms = reader.get_fieldnorms_reader(term.field())?;
                    let similarity = similarity.boost_by(boost * own);
                    let value = Value { norms, similarity };
                    (Some(value), IndexRecordOption::WithFreqs)
                }
                None => (None, IndexRecordOption::Basic),
            };
            found.push((open(&index, &info, option)?, value));
        }
        Ok(found)
    }

    /// Pours all postings of a segment through a window, and hands over each.
    fn sweep(
        &self,
        reader: &SegmentReader,
        each: &mut dyn FnMut(DocId, &mut Window),
    ) -> tantivy::Result<()> {
        let open = |index: &tantivy::InvertedIndexReader,
                    info: &tantivy::postings::TermInfo,
                    option| {
            index.read_block_postings_from_terminfo(info, option)
        };
        let forms = self.forms(reader, 1.0, open)?;
        let cursor =
            |(block, value): (BlockSegmentPostings, _)| Cursor { block, at: 0, value };
        let mut cursors: Vec<Cursor> = forms.into_iter().map(cursor).collect();
        let mut window = Window {
            held: [0; WINDOW as usize / 64],
            scores: Box::new([0.0; WINDOW as usize]),
        };
        loop {
            cursors.retain(|it| it.next() < TERMINATED);
            let Some(first) = cursors.iter().map(Cursor::next).min() else {
                return Ok(());
            };
            for cursor in &mut cursors {
                cursor.pour(first, &mut window);
            }
            each(first, &mut window);
        }
    }
}

/// Documents from some place on, each with its score so far.
struct Window {
    held: [u64; WINDOW as usize / 64],
    scores: Box<[Score; WINDOW as usize]>,
}

impl Window {
    /// Hands over every document and empties the window.
    fn drain(&mut self, first: DocId, mut take: impl FnMut(DocId, Score)) {
        for (word, held) in (0..).zip(&mut self.held) {
            let mut bits = std::mem::take(held);
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros();
                bits &= bits - 1;
                let score = std::mem::take(&mut self.scores[at as usize]);
                take(first + at, score);
            }
        }
    }

    /// How many documents there are; empties the window.
    fn count(&mut self) -> u32 {
        let count = self.held.iter().map(|it| it.count_ones()).sum();
        self.held.fill(0);
        count
    }
}

/// A place in the postings of one form.
struct Cursor {
    block: BlockSegmentPostings,
    at: usize,
    value: Option<Value>,
}

impl Cursor {
    fn next(&self) -> DocId {
        self.block.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Puts what stands in the window that begins with `first` into it.
    fn pour(&mut self, first: DocId, window: &mut Window) {
        let end = first.saturating_add(WINDOW);
        loop {
            let docs = self.block.docs();
            let rest = &docs[self.at..];
            let here = if rest.last().is_some_and(|it| *it < end) {
                rest.len()
            } else {
                rest.partition_point(|it| *it < end)
            };
            for doc in &rest[..here] {
                let at = (doc - first) as usize;
                window.held[at / 64] |= 1 << (at % 64);
            }
            if let Some(value) = &self.value {
                let frequencies = &self.block.freqs()[self.at..];
                for (doc, frequency) in rest[..here].iter().zip(frequencies) {
                    let at = (doc - first) as usize;
                    window.scores[at] += value.of(*doc, *frequency);
                }
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
        let open =
            |index: &tantivy::InvertedIndexReader,
             info: &tantivy::postings::TermInfo,
             option| index.read_postings_from_terminfo(info, option);
        let forms = self.forms(reader, boost, open)?;
        let all: u32 = forms.iter().map(|it| it.0.doc_freq()).sum();
        let most = all.min(reader.max_doc());
        let doc = forms.iter().map(|it| it.0.doc()).min().unwrap_or(TERMINATED);
        if doc == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(TermsScorer { forms, doc, most }))
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
    forms: Vec<(SegmentPostings, Option<Value>)>,
    doc: DocId,
    most: u32,
}

impl DocSet for TermsScorer {
    fn advance(&mut self) -> DocId {
        let here = self.doc;
        self.doc = TERMINATED;
        for (postings, _) in &mut self.forms {
            let doc =
                if postings.doc() == here { postings.advance() } else { postings.doc() };
            self.doc = self.doc.min(doc);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        self.doc = TERMINATED;
        for (postings, _) in &mut self.forms {
            let doc = if postings.doc() < target {
                postings.seek(target)
            } else {
                postings.doc()
            };
            self.doc = self.doc.min(doc);
        }
        self.doc
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
        for (postings, value) in &self.forms {
            if postings.doc() == self.doc
                && let Some(value) = value
            {
                score += value.of(self.doc, postings.term_freq());
            }
        }
        score
    }
}
