//! What is shown of one article that answers: passages, the quotes that matter, and how
//! many copies the archive holds? It neither ranks nor prints.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, Score, Searcher};

use crate::index::Archive;
use crate::index::counting::ValueCounts;
use crate::index::forms::FormReader;
use crate::model::{Hit, Quote, Snippet, Span};
use crate::relate::story::Story;

use super::clause::{Clause, union};
use super::compile::Compiled;
use super::explain::why;
use super::highlight::{Mark, merged, snippets, text_marks};
use super::numbers::{NumberQuery, Numbers};
use super::parents::{Inside, SetCollector};
use super::quote::of_quotes;
use super::request::{Request, SearchError};

/// What is kept from hit to hit of one answer.
#[derive(Default)]
pub(super) struct Tools {
    reader: FormReader,
    /// Articles by fingerprint.
    copies: FxHashMap<u64, usize>,
    /// What quotes must satisfy.
    asked: OnceCell<Option<Box<dyn Weight>>>,
}

impl Tools {
    fn copies(
        &mut self,
        archive: &Archive,
        fingerprint: Option<u64>,
    ) -> tantivy::Result<usize> {
        let Some(fingerprint) = fingerprint else { return Ok(1) };
        if let Some(known) = self.copies.get(&fingerprint) {
            return Ok(*known);
        }
        let count = archive.copies_by(fingerprint)?;
        self.copies.insert(fingerprint, count);
        Ok(count)
    }
}

/// One hit; nothing where the stored article cannot be read.
pub(super) fn hit(
    archive: &Archive,
    searcher: &Searcher,
    compiled: &Compiled,
    (rank, score, address): (usize, Score, DocAddress),
    request: &Request,
    tools: &mut Tools,
) -> Result<Option<Hit>, SearchError> {
    let Some(article) = archive.article_at(address)? else { return Ok(None) };
    let columns = archive.columns(address.segment_ord)?;
    let number = columns.number.first(address.doc_id).unwrap_or_default();
    let copies = tools.copies(archive, columns.fingerprint.first(address.doc_id))?;
    let mut quotes = satisfying(archive, searcher, compiled, address, tools)?;
    let reader = &mut tools.reader;
    let marked = text_marks(&article, &compiled.sought, &quotes, reader);
    let passages = request.passages;
    let snippets =
        snippets(&article, &compiled.sought, &marked, &quotes, passages, reader);
    let marks = marked.marks;
    if compiled.quotes.is_empty() {
        quotes = telling(archive.quotes_of(address)?, &marks, &snippets);
    }
    quotes.truncate(request.quotes);
    let table = archive.versions()?;
    let versions = match table.place(number) {
        Some(place) => (place + 1, table.of_article(number).len()),
        None => (1, 1),
    };
    // Texts too short to be compared may still be the same, word for word.
    let (told, origins) = match archive.stories()?.of_article(number) {
        Some(story) => (story.copies(), (story.origins[0], story.origins[1])),
        None => (1, (1, 1)),
    };
    let count = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
    let (copies, origins) = (copies.max(told), (count(origins.0), count(origins.1)));
    let outlets = match archive.stories()?.of_article(number) {
        Some(story) if request.group.is_some() => {
            Some(outlets(archive, searcher, story)?)
        }
        _ => None,
    };
    let scored = request.explain && score > 0.0;
    let why =
        if scored { why(archive, searcher, compiled, address)? } else { Vec::new() };
    Ok(Some(Hit {
        rank,
        score,
        marks: merged(&marks, Span::new(0, article.text.len())),
        article,
        snippets,
        quotes,
        copies,
        origins,
        outlets,
        versions,
        why,
    }))
}

/// How many outlets carry a story.
fn outlets(
    archive: &Archive,
    searcher: &Searcher,
    story: &Story,
) -> tantivy::Result<usize> {
    let numbers: Numbers = story.members.iter().map(|it| (it.number, 0.0)).collect();
    let (numbers, fields) = (Arc::new(numbers), *archive.fields());
    let members = NumberQuery { numbers, fields, kind: "article" };
    Ok(searcher.search(&members, &ValueCounts::of("outlet"))?.len().max(1))
}

/// The quotes of an article that satisfy the quote part of the query, by place.
fn satisfying(
    archive: &Archive,
    searcher: &Searcher,
    compiled: &Compiled,
    article: DocAddress,
    tools: &Tools,
) -> Result<Vec<(usize, Quote)>, SearchError> {
    if compiled.quotes.is_empty() {
        return Ok(Vec::new());
    }
    if tools.asked.get().is_none() {
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let weight = asked(compiled).map(|it| it.weight(scoring)).transpose()?;
        // Nobody else can have set it.
        let _ = tools.asked.set(weight);
    }
    let Some(Some(weight)) = tools.asked.get() else { return Ok(Vec::new()) };
    let mut scorer = weight.scorer(searcher.segment_reader(article.segment_ord), 1.0)?;
    let mut quotes = Vec::new();
    for address in archive.quotes_behind(article)? {
        let doc = address.doc_id;
        if scorer.doc() < doc {
            scorer.seek(doc);
        }
        if scorer.doc() == doc {
            quotes.extend(archive.quote_at(address)?);
        }
    }
    Ok(quotes)
}

fn asked(compiled: &Compiled) -> Option<Clause> {
    let clauses: Vec<Clause> = compiled.quotes.iter().map(|it| it.box_clone()).collect();
    if clauses.is_empty() { None } else { Some(union(clauses)) }
}

/// The quotes that hold what was marked, most first; else the one nearest to the passage.
fn telling(
    quotes: Vec<(usize, Quote)>,
    marks: &[Mark],
    snippets: &[Snippet],
) -> Vec<(usize, Quote)> {
    let words = |quote: &Quote| {
        let inside = |it: &&Mark| quote.spans.iter().any(|span| span.contains(it.span));
        let mut found: Vec<usize> =
            marks.iter().filter(inside).map(|it| it.which).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    };
    let mut ranked: Vec<(usize, (usize, Quote))> =
        quotes.into_iter().map(|it| (words(&it.1), it)).collect();
    if ranked.iter().any(|it| it.0 > 0) {
        ranked.retain(|it| it.0 > 0);
        ranked.sort_by_key(|it| (std::cmp::Reverse(it.0), it.1.0));
        return ranked.into_iter().map(|it| it.1).collect();
    }
    let Some(shown) = snippets.iter().find(|it| it.field == "text") else {
        return Vec::new();
    };
    let nearest = ranked.into_iter().min_by_key(|it| gap(it.1.1.span, shown.span));
    nearest.map(|it| it.1).into_iter().collect()
}

/// Bytes between two spans.
fn gap(a: Span, b: Span) -> usize {
    a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end))
}

/// Quotes of the articles found that satisfy the quote part of the query.
pub(super) fn quotes_matched(
    searcher: &Searcher,
    compiled: &Compiled,
    archive: &Archive,
) -> Result<u64, SearchError> {
    let Some(asked) = asked(compiled) else { return Ok(0) };
    let articles = searcher.search(&*compiled.articles, &SetCollector)?;
    let query = of_quotes(archive.fields(), asked);
    Ok(searcher.search(&*query, &Inside(&articles))?)
}
