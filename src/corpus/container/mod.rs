//! What holds records? The table of containers: one line here and one file beside it
//! for each. What a record says is not known here.

use std::fs::File;
use std::io::{self, BufRead, Read};

use super::Fetched;

pub mod gzip;
pub mod zstd;
pub mod zip;
pub mod tar;
pub mod json;
pub mod jsonl;
pub mod csv;
pub mod mbox;
pub mod warc;
pub mod arc;
mod crawl;
mod guard;
mod gzip_members;
mod http;
mod pushed;
mod utf16;

/// All containers; a file is opened by the extension of its name or by its first bytes.
pub const CONTAINERS: &[Container] = &[
    gzip::GZIP,
    zstd::ZSTD,
    zip::ZIP,
    tar::TAR,
    json::JSON,
    jsonl::JSONL,
    csv::CSV,
    mbox::MBOX,
    warc::WARC,
    arc::ARC,
];

/// One kind of container.
pub struct Container {
    /// Its name in messages ("gzip").
    pub name: &'static str,
    /// Lower-case extensions of its files.
    pub extensions: &'static [&'static str],
    /// The bytes it begins with, where it has any that tell.
    pub magic: Option<&'static [u8]>,
    /// What its members are.
    pub members: Members,
    /// Hands on every member, in order.
    pub unpack: Unpack,
}

/// What the members of a container are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// The file without the container: "a.txt.gz" holds "a.txt".
    Same,
    /// Files with names of their own.
    Files,
    /// Records of the format with this extension.
    Are(&'static str),
}

/// Reads a container and hands on what it finds.
pub type Unpack = fn(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt>;

/// The bytes of a container.
pub struct Input<'a> {
    /// The bytes, in order.
    pub bytes: &'a mut dyn BufRead,
    /// The same as a file, for formats whose index stands at their end; none where the
    /// container stands in another.
    pub file: Option<&'a File>,
    /// Longest record in bytes.
    pub max_record: usize,
}

/// Takes what a container holds; its error is to be passed on at once.
pub type Receiver<'r> = dyn FnMut(Found<'_>) -> Result<(), Halt> + 'r;

/// What a container comes across.
pub enum Found<'a> {
    /// One member, to be read at once; what is left unread is passed over.
    Member {
        /// Line or member name; none where the container holds exactly one thing.
        inside: Option<String>,
        /// Its bytes.
        bytes: &'a mut dyn BufRead,
    },
    /// A file of an archive, to be read at once.
    File {
        /// Its name as given, folders and all; never a path of this machine.
        name: String,
        /// Its bytes.
        bytes: &'a mut dyn BufRead,
    },
    /// A page that a crawler fetched, to be read at once.
    Page {
        /// Number of its record.
        inside: String,
        /// Extension of its format.
        extension: &'static str,
        /// What the crawler says of it.
        fetched: Fetched,
        /// Its bytes, unpacked.
        bytes: &'a mut dyn BufRead,
    },
    /// Something that was repaired or passed over.
    Note(String),
    /// A member that cannot be read.
    Failure {
        /// As of a member; none where the container itself is damaged.
        inside: Option<String>,
        /// What is wrong with it, to be read after its place.
        reason: String,
        /// What to do about it; may be empty.
        hint: &'static str,
    },
}

/// Why reading a container ends before its end.
#[derive(Debug)]
pub enum Halt {
    /// Whoever receives the members wants no more of them.
    Enough,
    /// The rest of this file cannot be read; that has been reported.
    Spoilt,
    /// The rest of this file cannot be read, because of this.
    Unreadable(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// The container whose extension this is.
pub fn by_extension(extension: &str) -> Option<&'static Container> {
    CONTAINERS.iter().find(|it| it.extensions.contains(&extension))
}

/// The container that begins with these bytes.
pub fn by_magic(bytes: &[u8]) -> Option<&'static Container> {
    CONTAINERS.iter().find(|it| it.magic.is_some_and(|magic| bytes.starts_with(magic)))
}

/// A decompressor whose errors say what is wrong with which data.
struct Explained<R> {
    name: &'static str,
    inner: R,
}

impl<R: Read> Read for Explained<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| explain(self.name, error))
    }
}

/// Errors of the disk pass; errors in the data are put in words.
fn explain(name: &str, error: io::Error) -> io::Error {
    match error.kind() {
        _ if error.raw_os_error().is_some() => error,
        io::ErrorKind::Interrupted => error,
        io::ErrorKind::UnexpectedEof => {
            io::Error::new(error.kind(), format!("the {name} data is cut off"))
        }
        kind => io::Error::new(kind, format!("the {name} data is damaged: {error}")),
    }
}
