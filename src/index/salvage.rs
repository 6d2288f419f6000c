//! What can still be read of a generation that is damaged? Article by article from the
//! stored texts, past the tables of words. An article's id is made of its text: what does
//! not give its own id any more is not believed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::schema::Value;
use tantivy::{Index, SegmentReader, TantivyDocument};

use super::entry::Entry;
use super::meta::read_whole;
use super::schema;
use crate::document;

/// Blocks of texts kept in memory; they are read in order.
const KEPT: usize = 2;

/// The articles that can be read, and how many stood where they could not.
pub(super) fn articles(folder: &Path) -> (Vec<Entry>, u64) {
    // The engine reads damaged files on its own risk.
    let segments = quietly(|| {
        let index = Index::open_in_dir(folder).ok()?;
        index.searchable_segments().ok()
    });
    let (mut found, mut lost) = (Vec::new(), 0);
    for segment in segments.flatten().unwrap_or_default() {
        let reader = quietly(|| SegmentReader::open(&segment).ok()).flatten();
        let Some(reader) = reader else {
            lost += u64::from(segment.meta().num_docs());
            continue;
        };
        for doc in 0..reader.max_doc() {
            let read = quietly(|| {
                let live = reader.alive_bitset().is_none_or(|it| it.is_alive(doc));
                if live { one(&reader, doc) } else { Some(None) }
            });
            match read.flatten() {
                Some(entry) => found.extend(entry),
                None => lost += 1,
            }
        }
    }
    (found, lost)
}

/// What a document holds: an article, or nothing where it is a quote. None where it is
/// damaged.
#[expect(clippy::option_option, reason = "damage and absence are different")]
fn one(reader: &SegmentReader, doc: u32) -> Option<Option<Entry>> {
    let store = reader.get_store_reader(KEPT).ok()?;
    let document: TantivyDocument = store.get(doc).ok()?;
    let (_, fields) = schema::build();
    let Some(text) = document.get_first(fields.raw).and_then(|it| it.as_str()) else {
        return Some(None);
    };
    let meta = document.get_first(fields.meta).and_then(|it| it.as_bytes())?;
    let (mut stored, actors) = read_whole(meta)?;
    text.clone_into(&mut stored.text);
    let entry = Entry::restored(stored, actors, Vec::new())?;
    let sound = text.get(entry.article.body..).is_some();
    (sound && document::id(&entry.article) == entry.id).then_some(Some(entry))
}

/// Does what may panic on damaged bytes.
fn quietly<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
