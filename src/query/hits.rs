//! What is shown of one article that answers: passages, the quotes that matter, and how
//! many copies the archive holds? It neither ranks nor prints.

use std::sync::Arc;

use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Score, Searcher, Term};

use crate::index::Archive;
use crate::index::counting::ValueCounts;
use crate::model::{Hit, Quote, Snippet, Span};
use crate::relate::story::Story;

use super::clause::{Clause, all_without, filter, keyword, union};
use super::compile::Compiled;
use super::explain::why;
use super::highlight::{Mark, merged, snippets, text_marks};
use super::numbers::{NumberCollector, NumberQuery, Numbers};
use super::request::{Request, SearchError};

/// One hit; nothing where the stored article cannot be read.
pub(super) fn hit(
    archive: &Archive,
    searcher: &Searcher,
    compiled: &Compiled,
    address: DocAddress,
    rank: usize,
    score: Score,
    request: &Request,
) -> Result<Option<Hit>, SearchError> {
    let Some((article, _)) = archive.article_at(address)? else { return Ok(None) };
    let fast = searcher.segment_reader(address.segment_ord).fast_fields();
    let number = fast.u64("number")?.first(address.doc_id).unwrap_or_default();
    let fingerprint = fast.u64("fingerprint")?.first(address.doc_id);
    let copies = match fingerprint {
        Some(it) => {
            let term = Term::from_field_u64(archive.fields().fingerprint, it);
            let same = TermQuery::new(term, IndexRecordOption::Basic);
            let kind = filter(keyword(archive.fields().kind, "article"));
            searcher
                .search(&*all_without(vec![kind, Box::new(same)], Vec::new()), &Count)?
        }
        None => 1,
    };
    let mut quotes = satisfying(archive, searcher, compiled, number)?;
    let marks = text_marks(&article, &compiled.sought, &quotes);
    let snippets =
        snippets(&article, &compiled.sought, &marks, &quotes, request.passages);
    if compiled.quotes.is_empty() {
        quotes = telling(archive.quotes(number)?, &marks, &snippets);
    }
    quotes.truncate(request.quotes);
    let table = archive.versions();
    let versions = match table.place(number) {
        Some(place) => (place + 1, table.of_article(number).len()),
        None => (1, 1),
    };
    // Texts too short to be compared may still be the same, word for word.
    let (told, origins) = match archive.stories().of_article(number) {
        Some(story) => (story.copies(), (story.origins[0], story.origins[1])),
        None => (1, (1, 1)),
    };
    let count = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
    let (copies, origins) = (copies.max(told), (count(origins.0), count(origins.1)));
    let outlets = match archive.stories().of_article(number) {
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
    number: u64,
) -> Result<Vec<(usize, Quote)>, SearchError> {
    let Some(asked) = asked(compiled) else { return Ok(Vec::new()) };
    let fields = archive.fields();
    let number = Term::from_field_u64(fields.number, number);
    let number = TermQuery::new(number, IndexRecordOption::Basic);
    let kind = filter(keyword(fields.kind, "quote"));
    let query = all_without(vec![Box::new(number), kind, asked], Vec::new());
    let mut quotes = Vec::new();
    for address in searcher.search(&*query, &DocSetCollector)? {
        quotes.extend(archive.quote_at(address)?);
    }
    quotes.sort_by_key(|it| it.0);
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
    let numbers = searcher.search(&*compiled.articles, &NumberCollector)?;
    let kind = filter(keyword(archive.fields().kind, "quote"));
    let query = all_without(vec![kind, asked], Vec::new());
    let mut total = 0;
    for address in searcher.search(&*query, &DocSetCollector)? {
        let segment = searcher.segment_reader(address.segment_ord);
        let number = segment.fast_fields().u64("number")?.first(address.doc_id);
        total += u64::from(number.is_some_and(|it| numbers.contains_key(&it)));
    }
    Ok(total)
}
