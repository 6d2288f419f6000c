//! How much is in an index? Counted from its columns after every run, so that no figure
//! can drift from what is there.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use rayon::slice::ParallelSliceMut;
use rustc_hash::FxHashMap;
use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, ExistsQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::index::actors::ActorCounts;
use crate::index::aliases::Aliases;
use crate::index::counting::{NumberCounts, Tallies, Tally, ValueCounts};
use crate::index::facts::Facts;
use crate::index::names::Names;
use crate::index::parties::{self, ACTOR, Counted, Parties};
use crate::index::reader::Archive;

/// Dates of the articles, `yyyymmdd`, with how many there are of each, in order.
///
/// # Errors
/// The index cannot be read.
pub fn days(archive: &Archive) -> tantivy::Result<Vec<(u64, u64)>> {
    let counts = NumberCounts::of("date");
    let articles = Term::from_field_text(archive.fields().kind, "article");
    let articles = TermQuery::new(articles, IndexRecordOption::Basic);
    let found = archive.searcher().search(&articles, &counts)?;
    let mut days: Vec<(u64, u64)> =
        found.into_iter().filter_map(|(day, count)| Some((day?, count))).collect();
    days.sort_unstable();
    Ok(days)
}

/// The names of all articles by their words, and those among actors and speakers that mean
/// one party. `actors` are the names of actors by number.
pub(super) fn names(
    archive: &Archive,
    actors: &Names,
) -> tantivy::Result<(Parties, Aliases)> {
    let articles = Term::from_field_text(archive.fields().kind, "article");
    let articles = TermQuery::new(articles, IndexRecordOption::Basic);
    let searcher = archive.searcher();
    let mut tallies = Vec::new();
    let strings = |it: &(usize, &&str)| it.0 != ACTOR;
    for (place, field) in parties::FIELDS.iter().enumerate().filter(strings) {
        let found = searcher.search(&articles, &Tallies(ValueCounts::of(field)))?;
        tallies.extend(found.into_iter().map(|it| (place, it)));
    }
    let mut numbers = searcher.search(&articles, &ActorCounts::default())?;
    let name = |it: &(u32, u32)| actors.get(it.0 as usize).unwrap_or_default();
    numbers.par_sort_unstable_by(|a, b| name(a).cmp(name(b)));
    let counted = counted(&tallies, &numbers, name)?;
    let aliases = Aliases::find(counted.people());
    Ok((Parties::of(counted), aliases))
}

/// The values of many columns as one list: each dictionary is read in order, all of them side
/// by side, and beside them the actors, in order.
fn counted<'a>(
    tallies: &[(usize, Tally)],
    mut actors: &[(u32, u32)],
    name: impl Fn(&(u32, u32)) -> &'a str,
) -> tantivy::Result<Counted> {
    let streams = tallies.iter().map(|(_, it)| it.column.dictionary().stream());
    let mut streams = streams.collect::<std::io::Result<Vec<_>>>()?;
    let mut next = BinaryHeap::with_capacity(streams.len());
    for (at, stream) in streams.iter_mut().enumerate() {
        if stream.advance() {
            next.push(Reverse((stream.key().to_vec(), at)));
        }
    }
    let mut counted = Counted::default();
    while let Some(mut first) = next.peek_mut() {
        let Reverse((key, at)) = &mut *first;
        while let Some((actor, rest)) =
            actors.split_first().filter(|it| name(it.0).as_bytes() <= key.as_slice())
        {
            counted.actor(name(actor), *actor);
            actors = rest;
        }
        let ((place, tally), stream) = (&tallies[*at], &mut streams[*at]);
        let ordinal = usize::try_from(stream.term_ord()).unwrap_or(usize::MAX);
        let count = tally.counts.get(ordinal).copied().unwrap_or_default();
        if count > 0 {
            counted.add(&String::from_utf8_lossy(key), *place, count);
        }
        if stream.advance() {
            key.clear();
            key.extend_from_slice(stream.key());
        } else {
            PeekMut::pop(first);
        }
    }
    for actor in actors {
        counted.actor(name(actor), *actor);
    }
    Ok(counted)
}

/// Articles of which it was not asked who speaks in them.
pub(super) fn plain(archive: &Archive) -> tantivy::Result<u64> {
    let plain = ExistsQuery::new("plain".to_owned(), false);
    Ok(archive.searcher().search(&plain, &Count)? as u64)
}

/// It was not asked of any article who speaks in it: a plain full-text index.
pub(super) fn is_plain(archive: &Archive) -> tantivy::Result<bool> {
    let articles = Term::from_field_text(archive.fields().kind, "article");
    let articles = TermQuery::new(articles, IndexRecordOption::Basic);
    let articles = archive.searcher().search(&articles, &Count)? as u64;
    Ok(articles > 0 && plain(archive)? == articles)
}

/// Counts the articles and quotes of an index into `facts`.
pub(super) fn count(archive: &Archive, facts: &mut Facts) -> tantivy::Result<()> {
    let searcher = archive.searcher();
    let fields = archive.fields();
    let of_kind = |kind: &str| {
        let term = Term::from_field_text(fields.kind, kind);
        TermQuery::new(term, IndexRecordOption::Basic)
    };
    let (articles, quotes) = (of_kind("article"), of_kind("quote"));
    facts.articles = searcher.search(&articles, &Count)? as u64;
    facts.quotes = searcher.search(&quotes, &Count)? as u64;
    let far = RangeQuery::new(
        std::ops::Bound::Included(Term::from_field_u64(fields.hops, 2)),
        std::ops::Bound::Unbounded,
    );
    let far: Vec<Box<dyn Query>> = vec![Box::new(quotes), Box::new(far)];
    facts.chains = searcher.search(&BooleanQuery::intersection(far), &Count)? as u64;
    facts.plain = plain(archive)?;
    let by = |field: &str| -> tantivy::Result<FxHashMap<String, u64>> {
        searcher.search(&articles, &ValueCounts::of(field))
    };
    facts.outlets = by("outlet")?;
    facts.languages = by("lang")?;
    let told: u64 = facts.languages.values().sum();
    if told < facts.articles {
        facts.languages.insert("unknown".to_owned(), facts.articles - told);
    }
    let dates = searcher.search(&articles, &NumberCounts::of("date"))?;
    facts.dated = dates.iter().filter(|it| it.0.is_some()).map(|it| it.1).sum();
    facts.min_date = dates.keys().flatten().min().copied();
    facts.max_date = dates.keys().flatten().max().copied();
    Ok(())
}
