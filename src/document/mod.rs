//! What does this record say, as an article? Decodes its bytes and reads the format that
//! its extension names: the table of formats has one line for each file beside it.
//!
//! Reports what the input declares and concludes nothing from it; see `extract`.

use std::hash::Hasher;

use xxhash_rust::xxh3::Xxh3;

use crate::corpus::{Failure, Record};
use crate::model::{Article, Note, PathFacts, Place};

mod charset;
pub mod csv;
pub mod decode;
pub mod eml;
mod entity;
mod fields;
mod fragment;
mod frontmatter;
mod headline;
pub mod html;
pub mod json;
mod loose;
pub mod map;
pub mod plain;
mod prose;
mod repair;
mod story;
mod wire;
pub mod xml;

pub use decode::decode;
pub use map::{FieldMap, MapError};

/// All formats that can be read.
pub const FORMATS: &[Format] =
    &[plain::TEXT, plain::MARKDOWN, json::JSON, html::HTML, xml::XML, csv::CSV, eml::EML];

/// One kind of document.
pub struct Format {
    /// Its name in messages ("plain text").
    pub name: &'static str,
    /// Lower-case extensions of its files.
    pub extensions: &'static [&'static str],
    /// Reads a record.
    pub read: Read,
}

/// How a format is read.
#[derive(Clone, Copy, Debug)]
pub enum Read {
    /// From decoded text.
    Text(fn(Decoded, &Options) -> Vec<Reading>),
    /// From bytes, where parts of a record are encoded each in its own way.
    Bytes(fn(Raw, &Options) -> Vec<Reading>),
}

/// The bytes of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    /// Where it was read.
    pub place: Place,
    /// What its path suggests.
    pub path_facts: PathFacts,
    /// As they stand.
    pub bytes: Vec<u8>,
}

/// The text of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// Where it was read.
    pub place: Place,
    /// What its path suggests.
    pub path_facts: PathFacts,
    /// The address it was fetched from.
    pub url: Option<String>,
    /// As decoded.
    pub text: String,
    /// What had to be repaired so far.
    pub notes: Vec<Note>,
}

/// An article with what had to be repaired in it, or why there is none.
pub type Reading = Result<(Article, Vec<Note>), Failure>;

/// How documents are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Fields of JSON that have other names than ours.
    pub map: FieldMap,
}

/// Every extension of every format.
pub fn extensions() -> Vec<&'static str> {
    FORMATS.iter().flat_map(|it| it.extensions).copied().collect()
}

/// Reads one record: normally one article, several where the record is a list.
///
/// ```
/// use morgue::corpus::{Hint, Record};
/// use morgue::document::{articles, Options};
///
/// let hint = Hint { extension: "txt".into(), ..Hint::default() };
/// let bytes = b"Ferry runs again\n\nThe mayor said so.".to_vec();
/// let record = Record { place: Default::default(), bytes, hint };
/// let (article, notes) = articles(record, &Options::default()).remove(0).unwrap();
/// assert_eq!(article.headline.as_deref(), Some("Ferry runs again"));
/// assert_eq!(&article.text[article.body..], "The mayor said so.");
/// assert!(notes.is_empty());
/// ```
pub fn articles(record: Record, options: &Options) -> Vec<Reading> {
    let Record { place, bytes, hint } = record;
    let format = FORMATS.iter().find(|it| it.extensions.contains(&&*hint.extension));
    let Some(format) = format else {
        let reason = format!("is of an unknown kind (.{})", hint.extension);
        return vec![Err(Failure::new(place, reason, "name a kind that is known"))];
    };
    let path_facts = hint.path;
    let mut readings = match format.read {
        Read::Bytes(read) => read(Raw { place, path_facts, bytes }, options),
        Read::Text(read) => {
            let media = hint.fetched.as_ref().and_then(|it| it.media.as_deref());
            match decode::decode(bytes, media) {
                Ok((text, notes)) => {
                    let url = hint.fetched.as_ref().map(|it| it.url.clone());
                    read(Decoded { place, path_facts, url, text, notes }, options)
                }
                Err(refusal) => {
                    vec![Err(Failure::new(place, refusal.reason, refusal.hint))]
                }
            }
        }
    };
    if let Some(fetched) = hint.fetched {
        for (article, _) in readings.iter_mut().flatten() {
            // what was fetched stood at this address, whatever the page says of itself
            article.declared.url = Some(fetched.url.clone());
            article.declared.crawled.clone_from(&fetched.date);
        }
    }
    readings
}

/// The number by which an article is known: a hash over what the input declares and its
/// text, before anything is concluded, so that a better reader changes no id. Shown as
/// sixteen hex digits.
///
/// Outlet and date of the path stand in where none is declared: a wire copy in another
/// outlet's folder is another article.
pub fn id(article: &Article) -> u64 {
    let declared = &article.declared;
    let facts = &article.path_facts;
    let path_date = facts.date.map(|date| date.to_string());
    let parts = [
        declared.outlet.as_ref().or(facts.outlet.as_ref()),
        declared.date.as_ref().or(path_date.as_ref()),
        declared.url.as_ref(),
        declared.headline.as_ref(),
        Some(&article.text),
    ];
    let mut hash = Xxh3::new();
    for part in parts {
        // the length first, so that no two lists of parts run into one another
        hash.update(&part.map_or(u64::MAX, |it| it.len() as u64).to_le_bytes());
        hash.update(part.map_or(&[], |it| it.as_bytes()));
    }
    hash.finish()
}

#[cfg(test)]
mod tests;
