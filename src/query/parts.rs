//! Which part of a query excluded everything? Where nothing is found, each part that must
//! be there is counted alone.

use tantivy::collector::Count;

use crate::index::Archive;
use crate::model::query::{Node, What};

use super::compile::compile;
use super::request::SearchError;

/// Parts counted at most: a sentence pasted as a query says enough with its first words.
const MOST: usize = 12;

/// What to say of the parts of a query that found nothing.
pub(super) fn parts(node: &Node, archive: &Archive) -> Result<Vec<String>, SearchError> {
    let What::And(nodes) = &node.what else { return Ok(Vec::new()) };
    let searcher = archive.searcher();
    let mut counted = Vec::with_capacity(nodes.len().min(MOST));
    for part in nodes.iter().take(MOST) {
        // A part without a word asks for nothing.
        let Ok(compiled) = compile(part, archive) else { continue };
        counted.push((part, searcher.search(&*compiled.articles, &Count)?));
    }
    let absent: Vec<String> = counted
        .iter()
        .filter(|it| it.1 == 0)
        .map(|(part, _)| format!("no article has {part}"))
        .collect();
    if !absent.is_empty() || counted.len() < 2 {
        return Ok(absent);
    }
    let alone: Vec<String> =
        counted.iter().map(|(part, count)| format!("{part} {count}")).collect();
    Ok(vec![format!("no article has all of it; each alone: {}", alone.join(", "))])
}
