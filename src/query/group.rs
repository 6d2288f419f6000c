//! Which article stands for its copies in an answer? One of each story, or of the copies
//! of each text, among the articles found.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::DocSetCollector;
use tantivy::{DocAddress, Searcher};

use crate::index::Archive;
use crate::relate::story::{Part, Story};

use super::clause::{Clause, all_without};
use super::numbers::{NumberQuery, Numbers};

/// What is made one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Articles that carry most of one text.
    Copies,
    /// Articles of one story: partial copies and versions, too.
    Stories,
    /// Articles of a story that have one origin.
    Origins,
}

/// Which of the articles found is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// The earliest in this archive.
    #[default]
    First,
    /// The one with the most words.
    Longest,
    /// The latest.
    Newest,
}

/// The clause with one article of each group.
pub(super) fn one_each(
    articles: Clause,
    archive: &Archive,
    searcher: &Searcher,
    group: Group,
    face: Face,
) -> tantivy::Result<Clause> {
    let mut found: FxHashMap<u64, DocAddress> = FxHashMap::default();
    for address in searcher.search(&*articles, &DocSetCollector)? {
        let fast = searcher.segment_reader(address.segment_ord).fast_fields();
        let number = fast.u64("number")?.first(address.doc_id);
        found.extend(number.map(|it| (it, address)));
    }
    let mut hidden: Numbers = Numbers::default();
    for story in archive.stories()?.all() {
        for mut members in rows(story, group) {
            members.retain(|it| found.contains_key(it));
            let shown = match face {
                Face::First => members.first().copied(),
                Face::Newest => members.last().copied(),
                Face::Longest => longest(&members, &found, archive, searcher)?,
            };
            let others = members.into_iter().filter(|it| Some(*it) != shown);
            hidden.extend(others.map(|it| (it, 0.0)));
        }
    }
    if hidden.is_empty() {
        return Ok(articles);
    }
    let (numbers, fields) = (Arc::new(hidden), *archive.fields());
    let hidden = NumberQuery { numbers, fields, kind: "article" };
    Ok(all_without(vec![articles], vec![Box::new(hidden)]))
}

/// The articles of a story that are one row each, in order of time.
fn rows(story: &Story, group: Group) -> Vec<Vec<u64>> {
    let mut rows: Vec<Vec<u64>> = Vec::new();
    for member in &story.members {
        let copy = matches!(member.part, Part::Original | Part::Copy);
        if group == Group::Copies && !copy {
            continue;
        }
        let row = match group {
            Group::Stories | Group::Copies => 0,
            Group::Origins => member.origin as usize,
        };
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        rows[row].push(member.number);
    }
    rows
}

/// By the length that the index keeps, which is rounded; of equals the earliest.
fn longest(
    members: &[u64],
    found: &FxHashMap<u64, DocAddress>,
    archive: &Archive,
    searcher: &Searcher,
) -> tantivy::Result<Option<u64>> {
    let mut best: Option<(u32, u64)> = None;
    for number in members {
        let Some(address) = found.get(number) else { continue };
        let segment = searcher.segment_reader(address.segment_ord);
        let lengths = segment.get_fieldnorms_reader(archive.fields().text)?;
        let length = lengths.fieldnorm(address.doc_id);
        if best.is_none_or(|it| length > it.0) {
            best = Some((length, *number));
        }
    }
    Ok(best.map(|it| it.1))
}
