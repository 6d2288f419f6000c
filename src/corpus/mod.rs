//! Which files, and which records inside them? Walks the roots in sorted order, opens
//! the containers and streams their records with constant memory.
//!
//! Formats are not known here, only the extensions somebody else can read; see
//! `document`. Bad input never stops the walk: it becomes a [`Failure`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::model::{Note, PathFacts, Place};

mod archive;
pub mod container;
pub mod facts;
pub mod filter;
pub mod key;
pub mod known;
mod later;
mod look;
pub mod root;
pub mod select;
mod tree;
mod unpack;
mod walk;

pub use filter::Filter;
pub use known::{Known, Stamp, Then};
pub use root::{Root, RootError, roots};
pub use select::Selection;
pub use walk::{STDIN, read, size};

/// The bytes of one record, and where they stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it was read.
    pub place: Place,
    /// As they stand on disk, unpacked; never longer than [`Options::max_record`].
    pub bytes: Vec<u8>,
    /// What the way to it says about it.
    pub hint: Hint,
}

/// What the way to a record says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// Lower-case extension that names the format ("txt"; "json" for a line of JSONL).
    pub extension: Cow<'static, str>,
    /// What folders and file name suggest.
    pub path: PathFacts,
    /// Where and when a crawler fetched it.
    pub fetched: Option<Box<Fetched>>,
}

/// What a crawler says of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// Its address.
    pub url: String,
    /// When it was fetched, as written, or as RFC 3339 where the crawler writes digits only.
    pub date: Option<String>,
    /// Its media type as the server gave it ("text/html; charset=utf-8").
    pub media: Option<String>,
}

/// An input that could not be read, or not to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// Key of the file, as in [`Place::key`].
    pub key: String,
    /// Line or member, as in [`Place::inside`].
    pub inside: Option<String>,
    /// What is wrong with it, to be read after the key: "is cut off".
    pub reason: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// What it is instead, where it is of a kind that is not read (`<urlset>`): passed over
    /// like a picture, and nothing is lost. Empty for a failure.
    pub kind: String,
}

impl Failure {
    /// The failure of what stands at `place`.
    pub fn new(place: Place, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            key: place.key,
            inside: place.inside,
            reason: reason.into(),
            hint: hint.into(),
            kind: String::new(),
        }
    }

    /// No failure: what stands at `place` is of a kind that is not read.
    pub fn of_kind(place: Place, reason: impl Into<String>, kind: String) -> Self {
        Self { kind, ..Self::new(place, reason, "") }
    }

    /// Where it stood.
    pub fn place(&self) -> Place {
        Place { key: self.key.clone(), inside: self.inside.clone() }
    }
}

/// `key#inside: reason (hint)`
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.reason)?;
        if !self.hint.is_empty() {
            write!(f, " ({})", self.hint)?;
        }
        Ok(())
    }
}

/// What the walk comes across, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A file is opened; what follows up to the next one stands in it.
    Opened(String, Stamp),
    /// A record to be understood.
    Record(Record),
    /// Something that could not be read.
    Failure(Failure),
    /// Something that was repaired on the way; nothing is lost.
    Note(Place, Note),
}

/// What is read, and how much of it at once.
#[derive(Clone, Debug)]
pub struct Options {
    /// Lower-case extensions of the formats that can be read.
    pub extensions: Vec<&'static str>,
    /// Commands that read files of other extensions.
    pub filters: Arc<[Filter]>,
    /// Longest record in bytes; a longer one is a [`Failure`] and never in memory whole.
    pub max_record: usize,
    /// Folders that are not walked, such as the index itself.
    pub exclude: Vec<PathBuf>,
    /// What the user wants of it.
    pub selection: Selection,
    /// Files that were read before: those that are unchanged are passed over.
    pub known: Option<Arc<Known>>,
    /// Files are told of but not read.
    pub look_only: bool,
    /// Counts what has been read, for whoever watches.
    pub meter: Arc<Meter>,
}

/// The default of [`Options::max_record`]: 64 MiB.
pub const MAX_RECORD: usize = 64 << 20;

impl Options {
    /// Reads these formats, within the default limits.
    pub fn new(extensions: Vec<&'static str>) -> Self {
        Self {
            extensions,
            filters: Arc::default(),
            max_record: MAX_RECORD,
            exclude: Vec::new(),
            selection: Selection::default(),
            known: None,
            look_only: false,
            meter: Arc::default(),
        }
    }
}

/// How far the walk has come; may be read from any thread.
#[derive(Debug, Default)]
pub struct Meter {
    /// Bytes read from disk, before unpacking.
    pub bytes: AtomicU64,
    /// Files begun.
    pub files: AtomicU64,
}

/// What a finished walk has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Files that were opened.
    pub files: u64,
    /// Files that were passed over because they are known and unchanged.
    pub unchanged: u64,
    /// Files that were left alone, by kind (".jpg", "no extension").
    pub skipped: BTreeMap<String, u64>,
    /// Keys of what could not be walked or was not wanted: nothing is known of what
    /// stands below.
    pub unseen: Vec<String>,
}

/// Whether whoever receives the items wants more of them.
pub type Flow = ControlFlow<()>;

#[cfg(test)]
mod tests;
