//! What if the account of an index is damaged? Every article carries the places at which
//! it was read: the account is made again from them. Stamps are not known then, so files
//! are read once more; nothing that is stored is lost.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::ledger::{Input, Record};
use super::reader::Archive;

/// The inputs of a generation with their articles, from its account or, where that is
/// damaged, from the articles themselves.
///
/// # Errors
/// The index cannot be read either.
pub(super) fn inputs(archive: &Archive) -> tantivy::Result<Vec<Input>> {
    if let Ok(inputs) = archive.account() {
        return Ok(inputs);
    }
    let mut inputs: BTreeMap<String, Input> = BTreeMap::new();
    for address in archive.articles()? {
        let Some(article) = archive.article_at(address)? else { continue };
        let Ok(id) = u64::from_str_radix(&article.id, 16) else { continue };
        let given = given(article.given_id.as_deref());
        for place in article.places {
            let input = inputs.entry(place.key.clone()).or_default();
            input.key = place.key;
            let inside = place.inside.map(String::into_boxed_str);
            input.records.push(Record { id, given, inside });
        }
    }
    Ok(inputs.into_values().collect())
}

/// The hash of an input's own id; 0 where it gave none.
pub(super) fn given(id: Option<&str>) -> u64 {
    id.map_or(0, |it| xxh3_64(it.as_bytes()).max(1))
}
