//! What holds records? The table of containers: one line here and one file beside it
//! for each. What a record says is not known here.

use std::io::{self, BufRead, Read};

pub mod gzip;
pub mod jsonl;
mod utf16;
pub mod zstd;

/// All containers; a file is opened by the extension of its name or by its first bytes.
pub const CONTAINERS: &[Container] = &[gzip::GZIP, zstd::ZSTD, jsonl::JSONL];

/// One kind of container.
pub struct Container {
    /// Its name in messages ("gzip").
    pub name: &'static str,
    /// Lower-case extensions of its files.
    pub extensions: &'static [&'static str],
    /// The bytes it begins with, where it has any that tell.
    pub magic: Option<&'static [u8]>,
    /// Extension of its members; none where a member is the file without the container
    /// ("a.txt.gz" holds "a.txt").
    pub members: Option<&'static str>,
    /// Hands on every member, in order.
    pub unpack: Unpack,
}

/// Reads a container and hands on what it finds.
pub type Unpack =
    fn(input: &mut dyn BufRead, found: &mut Receiver<'_>) -> Result<(), Halt>;

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
    /// Something that was repaired; nothing is lost.
    Note(String),
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
