//! Where does the next page of an answer begin? A cursor names the generation, the place
//! and the request, so that pages of one answer fit together whatever is indexed between.

use xxhash_rust::xxh3::xxh3_64;

use crate::index::Archive;

use super::request::{Request, SearchError};

/// A cursor as read: `GENERATION:OFFSET:REQUEST`.
struct Cursor<'a> {
    generation: &'a str,
    offset: usize,
    request: &'a str,
}

fn read(cursor: &str) -> Option<Cursor<'_>> {
    let mut parts = cursor.trim().split(':');
    let cursor = Cursor {
        generation: parts.next()?,
        offset: parts.next()?.parse().ok()?,
        request: parts.next()?,
    };
    parts.next().is_none().then_some(cursor)
}

/// The generation that a cursor was made from; nothing where it is no cursor.
pub fn generation(cursor: &str) -> Option<&str> {
    read(cursor).map(|it| it.generation)
}

/// What an answer lists: a cursor of one list says nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Articles,
    Quotes,
    Wordings,
}

/// Rows left out at the top: as asked, or as the cursor says.
pub(super) fn offset(
    archive: &Archive,
    request: &Request,
    list: List,
) -> Result<usize, SearchError> {
    let Some(cursor) = &request.cursor else { return Ok(request.offset) };
    let cursor = read(cursor).ok_or(SearchError::Cursor("it cannot be read"))?;
    if cursor.generation != archive.generation() {
        return Err(SearchError::Cursor("the index is of another generation"));
    }
    if cursor.request != digest(request, list) {
        return Err(SearchError::Cursor("query or order are not the same"));
    }
    Ok(cursor.offset)
}

/// Where to go on behind the row of this rank; nothing where no more follow.
pub(super) fn next(
    archive: &Archive,
    request: &Request,
    list: List,
    last: usize,
    rows: u64,
) -> Option<String> {
    let all = match request.sample {
        Some(sample) => rows.min(sample.size as u64),
        None => rows,
    };
    let more = !request.count_only && request.limit > 0 && (last as u64) < all;
    more.then(|| format!("{}:{last}:{}", archive.generation(), digest(request, list)))
}

/// What decides the order of all rows, in eight hex digits.
fn digest(request: &Request, list: List) -> String {
    let Request { query, sort, sample, new_since, all_versions, .. } = request;
    let whole = format!("{query}\n{sort:?}\n{sample:?}\n{new_since:?}\n{all_versions}");
    let whole = match list {
        List::Articles => whole,
        List::Quotes => whole + "\nquotes",
        List::Wordings => whole + "\nwordings",
    };
    format!("{:08x}", xxh3_64(whole.as_bytes()) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_cursor_is_refused() {
        assert_eq!(generation("gen-1:20:0a"), Some("gen-1"));
        for text in ["", ":", "gen-1", "gen-1:x:0a", "gen-1:20", "gen-1:20:0a:1"] {
            assert_eq!(generation(text), None, "{text}");
        }
    }
}
