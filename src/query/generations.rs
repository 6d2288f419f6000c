//! Which of the articles found were not in an earlier generation of the index? For a
//! search that is asked again and again, and should tell only what is new.

use std::sync::Arc;

use crate::index::Archive;

use super::clause::{Clause, all_without};
use super::numbers::{NumberQuery, Numbers};
use super::request::SearchError;

/// A clause without the articles that an earlier generation holds.
pub(super) fn without_known(
    articles: Clause,
    archive: &Archive,
    generation: &str,
) -> Result<Clause, SearchError> {
    let known = archive.numbers_of(generation)?.ok_or_else(|| {
        let there = archive.generations().join(", ");
        let help = format!("there are {there}; one is kept beside the newest");
        SearchError::Generation { name: generation.to_owned(), help }
    })?;
    let numbers: Numbers = known.into_iter().map(|it| (it, 0.0)).collect();
    let fields = *archive.fields();
    let known: Clause =
        Box::new(NumberQuery { numbers: Arc::new(numbers), fields, kind: "article" });
    Ok(all_without(vec![articles], vec![known]))
}
