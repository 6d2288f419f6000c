//! Which of the articles found are older versions of others that are found as well? One
//! page answers once, with the newest version that holds what was asked: the words of an
//! article that was corrected are still found, in the version that had them.

use std::sync::Arc;

use tantivy::Searcher;

use crate::index::Archive;

use super::clause::{Clause, all_without};
use super::numbers::{NumberCollector, NumberQuery, Numbers};

/// The clause without the older ones among several versions of a page.
pub(super) fn newest(
    articles: Clause,
    archive: &Archive,
    searcher: &Searcher,
) -> tantivy::Result<Clause> {
    let versions = archive.versions()?;
    if versions.is_empty() {
        return Ok(articles);
    }
    let these = |numbers: Numbers| -> Clause {
        let fields = *archive.fields();
        Box::new(NumberQuery { numbers: Arc::new(numbers), fields, kind: "article" })
    };
    let all = these(versions.numbers().map(|it| (it, 0.0)).collect());
    let asked = all_without(vec![articles.box_clone(), all], Vec::new());
    let found = searcher.search(&*asked, &NumberCollector)?;
    let older = versions.older_among(found.into_keys());
    if older.is_empty() {
        return Ok(articles);
    }
    let older = these(older.into_iter().map(|it| (it, 0.0)).collect());
    Ok(all_without(vec![articles], vec![older]))
}
