//! Which articles hold words that stand together as asked? Runs an [`Expr`] over the
//! positions of the index, article by article, as a query of the engine.

use std::fmt;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError,
    Term,
};

use crate::index::tokenizer::{PARAGRAPH, SENTENCE};

use super::interval::{Expr, Positions};
use super::numbers::explained;
use super::words::Unit;

/// Forms of the index that one pattern may fit in one segment.
const MOST_FORMS: usize = 100_000;
/// Forms without a tag begin here.
const UNTAGGED: &str = "\u{4}";
/// With more forms than this the articles of a pattern are read in advance: a look at each
/// form for each article would cost more.
const FEW: usize = 8;
/// Places of one article that add to its score.
const COUNTED: usize = 32;

/// Articles (or quotes) in which an expression holds in one field.
#[derive(Clone)]
pub(super) struct IntervalQuery {
    pub(super) field: Field,
    pub(super) units: Arc<[Unit]>,
    pub(super) expr: Arc<Expr>,
}

impl fmt::Debug for IntervalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IntervalQuery({:?})", self.expr)
    }
}

impl Query for IntervalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let terms: Vec<Term> = self
            .units
            .iter()
            .filter_map(|unit| match unit {
                Unit::Forms { best, .. } => Some(Term::from_field_text(self.field, best)),
                _ => None,
            })
            .collect();
        let similarity = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } if !terms.is_empty() => {
                Some(Bm25Weight::for_terms(statistics_provider, &terms)?)
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
        let IntervalQuery { field, units, expr } = &self.query;
        let index = reader.inverted_index(*field)?;
        let mut streams = Vec::with_capacity(units.len());
        for unit in units.iter() {
            streams.push(Stream::open(unit, *field, &index)?);
        }
        let border = |form: &str| -> tantivy::Result<Option<SegmentPostings>> {
            let wanted = expr.needs_borders();
            let term = Term::from_field_text(*field, form);
            let option = IndexRecordOption::WithFreqsAndPositions;
            if wanted { Ok(index.read_postings(&term, option)?) } else { Ok(None) }
        };
        let mut scorer = IntervalScorer {
            expr: Arc::clone(expr),
            at: Positions {
                units: vec![Vec::new(); units.len()],
                ..Positions::default()
            },
            streams,
            sentences: border(SENTENCE)?,
            paragraphs: border(PARAGRAPH)?,
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

/// The articles that hold a unit, with its positions.
enum Stream {
    /// A few forms, read as they are needed.
    Few(Vec<SegmentPostings>),
    /// Many forms, read in advance: position lists by article.
    Many { docs: Vec<(DocId, u32, u32)>, positions: Vec<u32>, at: usize },
}

impl Stream {
    fn open(
        unit: &Unit,
        field: Field,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Self> {
        let mut postings = Vec::new();
        for form in forms(unit, index)? {
            let term = Term::from_field_text(field, &form);
            let option = IndexRecordOption::WithFreqsAndPositions;
            postings.extend(index.read_postings(&term, option)?);
        }
        Ok(if postings.len() <= FEW { Self::Few(postings) } else { gathered(postings) })
    }

    /// The first article at or behind `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Few(all) => {
                let next = |it: &mut SegmentPostings| {
                    if it.doc() < target { it.seek(target) } else { it.doc() }
                };
                all.iter_mut().map(next).min().unwrap_or(TERMINATED)
            }
            Self::Many { docs, at, .. } => {
                *at += docs[*at..].partition_point(|it| it.0 < target);
                docs.get(*at).map_or(TERMINATED, |it| it.0)
            }
        }
    }

    /// Its positions in an article it was sought to.
    fn positions(&mut self, doc: DocId, into: &mut Vec<u32>) {
        into.clear();
        match self {
            Self::Few(all) => {
                let mut part = Vec::new();
                for postings in all.iter_mut().filter(|it| it.doc() == doc) {
                    postings.positions(&mut part);
                    into.extend_from_slice(&part);
                }
                into.sort_unstable();
                into.dedup();
            }
            Self::Many { docs, positions, at } => {
                if let Some((_, start, end)) = docs.get(*at).filter(|it| it.0 == doc) {
                    into.extend_from_slice(&positions[*start as usize..*end as usize]);
                }
            }
        }
    }
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
    if let Unit::Forms { best, lesser } = unit {
        return Ok(std::iter::once(best).chain(lesser).cloned().collect());
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
        if found.len() > MOST_FORMS {
            let message = format!(
                "a pattern fits more than {MOST_FORMS} words; write more of its letters"
            );
            return Err(TantivyError::InvalidArgument(message));
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
        let streams = units.map(|it| Stream::open(it, field, &index));
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

struct IntervalScorer {
    expr: Arc<Expr>,
    streams: Vec<Stream>,
    at: Positions,
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
        for (stream, into) in self.streams.iter_mut().zip(&mut self.at.units) {
            stream.seek(doc);
            stream.positions(doc, into);
        }
        borders(self.sentences.as_mut(), doc, &mut self.at.sentences);
        borders(self.paragraphs.as_mut(), doc, &mut self.at.paragraphs);
        self.count = expr.find_some(&self.at, false, 4 * COUNTED).len();
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
