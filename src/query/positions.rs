//! Which articles hold words that stand together as asked? Runs an [`Expr`] over the
//! positions of the index, article by article, as a query of the engine.

use std::fmt;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    BitSetDocSet, Bm25Weight, ConstScorer, EmptyScorer, EnableScoring, Explanation,
    Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::index::tokenizer::{PARAGRAPH, SENTENCE};
use crate::model::query::Reach;

use super::interval::{Expr, Positions};
use super::numbers::explained;
use super::places::Counter;
use super::streams::{Known, Stream, holding};
use super::words::Unit;
use super::written::{similarity, terms};

/// Places of one article that add to its score.
pub(super) const COUNTED: usize = 32;

/// Articles (or quotes) in which an expression holds in one field.
#[derive(Clone)]
pub(super) struct IntervalQuery {
    pub(super) field: Field,
    pub(super) units: Arc<[Unit]>,
    pub(super) expr: Arc<Expr>,
    pub(super) known: Known,
}

impl fmt::Debug for IntervalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IntervalQuery({:?})", self.expr)
    }
}

impl Query for IntervalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let words: Vec<Vec<Term>> = self
            .units
            .iter()
            .filter_map(|it| Some(terms(it.terms()?.0, self.field)))
            .collect();
        let similarity = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } if !words.is_empty() => {
                Some(similarity(statistics_provider, &words, self.field)?)
            }
            _ => None,
        };
        Ok(Box::new(IntervalWeight { query: self.clone(), similarity }))
    }
}

struct IntervalWeight {
    query: IntervalQuery,
    similarity: Option<Bm25Weight>,
}

impl Weight for IntervalWeight {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let IntervalQuery { field, units, expr, known } = &self.query;
        let index = reader.inverted_index(*field)?;
        if let (Expr::Sequence(_), [unit], None) = (&**expr, &**units, &self.similarity) {
            // Where a pattern stands makes no difference.
            let forms = known.forms(unit, (reader.segment_id(), 0), &index)?;
            let docs = holding(&forms, *field, &index, reader.max_doc())?;
            return Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), 1.0)));
        }
        let mut streams = Vec::with_capacity(units.len());
        for (n, unit) in units.iter().enumerate() {
            let forms = known.forms(unit, (reader.segment_id(), n), &index)?;
            streams.push(Stream::open(&forms, *field, &index)?);
        }
        let border = |form: &str, reach| -> tantivy::Result<Option<SegmentPostings>> {
            let term = Term::from_field_text(*field, form);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let wanted = expr.needs(reach);
            if wanted { Ok(index.read_postings(&term, option)?) } else { Ok(None) }
        };
        // "the NEAR/5 the": what was read once is not read again.
        let same = |at: usize| units[..at].iter().position(|it| it.is(&units[at]));
        let mut scorer = IntervalScorer {
            expr: Arc::clone(expr),
            at: Positions {
                units: vec![Vec::new(); units.len()],
                ..Positions::default()
            },
            streams,
            same: (0..units.len()).map(same).collect(),
            counter: Counter::default(),
            sentences: border(SENTENCE, Reach::Sentence)?,
            paragraphs: border(PARAGRAPH, Reach::Paragraph)?,
            similarity: self.similarity.as_ref().map(|it| it.boost_by(boost)),
            norms: reader.get_fieldnorms_reader(*field)?,
            doc: 0,
            count: 0,
        };
        if scorer.go(0) == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(scorer))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        doc: DocId,
    ) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc, "words together")
    }
}

struct IntervalScorer {
    expr: Arc<Expr>,
    streams: Vec<Stream>,
    /// For each unit an earlier one that is the same.
    same: Vec<Option<usize>>,
    at: Positions,
    counter: Counter,
    sentences: Option<SegmentPostings>,
    paragraphs: Option<SegmentPostings>,
    similarity: Option<Bm25Weight>,
    norms: FieldNormReader,
    doc: DocId,
    /// Places found in the article.
    count: usize,
}

impl IntervalScorer {
    /// The first article at or behind `target` in which the expression holds.
    fn go(&mut self, target: DocId) -> DocId {
        let expr = Arc::clone(&self.expr);
        let mut doc = target;
        loop {
            doc = candidate(&expr, &mut self.streams, doc);
            if doc == TERMINATED || self.holds(&expr, doc) {
                self.doc = doc;
                return doc;
            }
            doc += 1;
        }
    }

    fn holds(&mut self, expr: &Expr, doc: DocId) -> bool {
        for (at, stream) in self.streams.iter_mut().enumerate() {
            stream.seek(doc);
            let (before, rest) = self.at.units.split_at_mut(at);
            // The other may be past this article already: its part cannot hold here.
            match self.same[at].map(|it| &before[it]).filter(|it| !it.is_empty()) {
                Some(same) => rest[0].clone_from(same),
                None => stream.positions(doc, &mut rest[0]),
            }
        }
        borders(self.sentences.as_mut(), doc, &mut self.at.sentences);
        borders(self.paragraphs.as_mut(), doc, &mut self.at.paragraphs);
        self.count = self.counter.count(expr, &self.at);
        self.count > 0
    }
}

fn borders(postings: Option<&mut SegmentPostings>, doc: DocId, into: &mut Vec<u32>) {
    into.clear();
    let Some(postings) = postings else { return };
    let here = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
    if here == doc {
        postings.positions(into);
    }
}

/// The first article at or behind `target` that may do: it holds the words.
fn candidate(expr: &Expr, streams: &mut [Stream], target: DocId) -> DocId {
    match expr {
        Expr::Sequence(units) => {
            together(target, units.len(), |at, doc| streams[units.start + at].seek(doc))
        }
        Expr::Any(all) => all
            .iter()
            .map(|it| candidate(it, streams, target))
            .min()
            .unwrap_or(TERMINATED),
        Expr::Both(all) => {
            together(target, all.len(), |at, doc| candidate(&all[at], streams, doc))
        }
        Expr::Near(left, right, _) => together(target, 2, |at, doc| {
            candidate(if at == 0 { left } else { right }, streams, doc)
        }),
        Expr::AtLeast(_, inner) | Expr::Lead(inner) => candidate(inner, streams, target),
    }
}

/// The first article at or behind `target` at which all parts meet.
fn together(
    target: DocId,
    parts: usize,
    mut seek: impl FnMut(usize, DocId) -> DocId,
) -> DocId {
    let mut doc = target;
    loop {
        let furthest = (0..parts).map(|at| seek(at, doc)).max().unwrap_or(TERMINATED);
        if furthest == doc || furthest == TERMINATED {
            return furthest;
        }
        doc = furthest;
    }
}

impl DocSet for IntervalScorer {
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
        0
    }
}

impl Scorer for IntervalScorer {
    fn score(&mut self) -> Score {
        let Some(similarity) = &self.similarity else { return 1.0 };
        let count = u32::try_from(self.count.min(COUNTED)).unwrap_or(1);
        similarity.score(self.norms.fieldnorm_id(self.doc), count)
    }
}
