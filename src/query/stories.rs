//! Which stories have an article that answers a query, and which articles of the archive
//! are copies of each other? Reads what the last run found; compares nothing.

use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::collector::DocSetCollector;

use crate::index::Archive;
use crate::model::query::What;
use crate::model::{CopyRow, StoryArticle, StoryResults, StoryRow};
use crate::relate::story::{Pair, Story};

use super::clause::{filter, keyword};
use super::compile::compile;
use super::numbers::NumberCollector;
use super::search::{hints, stamp};
use super::{Request, SearchError};

/// The stories of more than one article in which some article answers, largest first.
///
/// # Errors
/// As [`search`](super::search()).
pub fn stories(
    archive: &Archive,
    request: &Request,
) -> Result<StoryResults, SearchError> {
    let begun = Instant::now();
    let found = answering(archive, request)?;
    let answers = |story: &&Story| {
        found.as_ref().is_none_or(|it| {
            story.members.iter().any(|member| it.contains(&member.number))
        })
    };
    let mut stories: Vec<&Story> =
        archive.stories()?.all().iter().filter(answers).collect();
    stories.sort_by_key(|it| (std::cmp::Reverse(it.members.len()), it.original()));
    let total = stories.len() as u64;
    let mut rows = Vec::new();
    for story in stories.into_iter().skip(request.offset).take(request.limit) {
        rows.push(row(archive, story)?);
    }
    let hints = match &found {
        Some(found) if found.is_empty() => hints(Vec::new(), request, archive)?,
        _ if total == 0 => vec![NOTHING.to_owned()],
        _ => Vec::new(),
    };
    Ok(StoryResults {
        stamp: stamp(archive, request),
        stories: rows,
        total,
        took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        hints,
    })
}

const NOTHING: &str =
    "none of these articles has a copy or another version in this archive";

/// Numbers of the articles that answer; none for everything.
fn answering(
    archive: &Archive,
    request: &Request,
) -> Result<Option<FxHashSet<u64>>, SearchError> {
    if matches!(request.query.what, What::All) {
        return Ok(None);
    }
    let compiled = compile(&request.query, archive)?;
    let found = archive.searcher().search(&*compiled.articles, &NumberCollector)?;
    Ok(Some(found.into_keys().collect()))
}

/// A story with its articles.
///
/// # Errors
/// The index cannot be read.
pub fn row(archive: &Archive, story: &Story) -> tantivy::Result<StoryRow> {
    let mut articles = Vec::with_capacity(story.members.len());
    for member in &story.members {
        let Some(article) = archive.article(member.number)? else { continue };
        articles.push(StoryArticle {
            article,
            role: member.part.as_str(),
            overlap: f32::from(member.share) / 1000.0,
        });
    }
    Ok(StoryRow { articles, origins: (story.origins[0], story.origins[1]) })
}

/// Every pair of articles of which one has words of the other, in order of number; with a
/// query, those of which one answers.
///
/// # Errors
/// As [`search`](super::search()).
pub fn copies(archive: &Archive, request: &Request) -> Result<Vec<CopyRow>, SearchError> {
    let found = answering(archive, request)?;
    let names = names(archive)?;
    let asked = |number: u64| found.as_ref().is_none_or(|it| it.contains(&number));
    let name = |number: u64| {
        names.get(&number).cloned().unwrap_or_else(|| format!("{number:016x}"))
    };
    let copies = archive.copies()?;
    let pairs = copies.pairs().chain(copies.furniture());
    let mut pairs: Vec<&Pair> = pairs.filter(|it| asked(it.a) || asked(it.b)).collect();
    pairs.sort_unstable_by_key(|it| (it.a, it.b));
    let row = |pair: &Pair| {
        let furniture = pair.furniture();
        let kind = pair.likeness().or(furniture)?;
        let (overlap, furniture) = match furniture {
            Some(_) => (pair.overlap.of_pages(), true),
            None => (pair.overlap, false),
        };
        Some(CopyRow {
            ids: [name(pair.a), name(pair.b)],
            kind: kind.as_str(),
            overlap: overlap.share(),
            earlier: pair.earlier.map(|it| usize::from(it == pair.b)),
            version: pair.version,
            furniture,
        })
    };
    Ok(pairs.into_iter().filter_map(row).collect())
}

/// The input's own ids, by number.
fn names(archive: &Archive) -> tantivy::Result<FxHashMap<u64, String>> {
    let searcher = archive.searcher();
    let articles = filter(keyword(archive.fields().kind, "article"));
    let mut names = FxHashMap::default();
    let mut columns = Vec::new();
    for segment in searcher.segment_readers() {
        let fast = segment.fast_fields();
        columns.push((fast.u64("number")?, fast.str("given_id")?));
    }
    for address in searcher.search(&*articles, &DocSetCollector)? {
        let (numbers, given) = &columns[address.segment_ord as usize];
        let Some(number) = numbers.first(address.doc_id) else { continue };
        let Some(column) = given else { continue };
        let Some(ordinal) = column.term_ords(address.doc_id).next() else { continue };
        let mut name = String::new();
        column.ord_to_str(ordinal, &mut name)?;
        names.insert(number, name);
    }
    Ok(names)
}
