//! What if a table beside the segments is damaged that is not made anew by every run? Every
//! article carries the places at which it was read: the account is made again from them.
//! Stamps are not known then, so files are read once more. And every article carries the
//! names of its actors as well as their numbers. Nothing that is stored is lost.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::ledger::{Input, Record};
use super::names::Numbering;
use super::reader::Archive;
use super::record::keyword;

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

/// The numbers of actors: an article holds them in the order of their names.
///
/// # Errors
/// The index cannot be read either.
pub(super) fn numbering(archive: &Archive) -> tantivy::Result<Numbering> {
    let mut known: BTreeMap<u32, String> = BTreeMap::new();
    let searcher = archive.searcher();
    let segments = searcher.segment_readers().iter();
    let columns = segments.map(|it| it.fast_fields().u64("actor"));
    let columns = columns.collect::<tantivy::Result<Vec<_>>>()?;
    for address in archive.articles()? {
        let Some((_, actors)) = archive.whole_at(address)? else { continue };
        let column = &columns[address.segment_ord as usize];
        for (number, actor) in column.values_for_doc(address.doc_id).zip(actors) {
            let Ok(number) = u32::try_from(number) else { continue };
            known.entry(number).or_insert_with(|| keyword(&actor.name).to_owned());
        }
    }
    Ok(Numbering::of(known.iter().map(|(number, name)| (*number, name.as_str()))))
}

/// The hash of an input's own id; 0 where it gave none.
pub(super) fn given(id: Option<&str>) -> u64 {
    id.map_or(0, |it| xxh3_64(it.as_bytes()).max(1))
}
