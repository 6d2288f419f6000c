//! Which records does one stream of bytes hold? Opens container after container until a
//! record is left, and reads it within the limit.

use std::borrow::Cow;
use std::io::{self, BufRead};

use super::container::{Container, Found, Halt, by_extension, by_magic};
use super::{Failure, Flow, Hint, Item, Options, Record};
use crate::model::{Note, PathFacts, Place};

/// Containers inside containers; nobody packs deeper in good faith.
const DEPTH: usize = 8;

/// One file on its way to becoming records.
pub(super) struct Opening<'a> {
    /// Its key.
    pub key: &'a str,
    /// What its path suggests.
    pub facts: &'a PathFacts,
    /// The limits.
    pub options: &'a Options,
    /// Who takes the records.
    pub emit: &'a mut dyn FnMut(Item) -> Flow,
}

/// A lower-case extension, and the name without it.
pub(super) fn split(name: &str) -> (&str, String) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, extension.to_lowercase()),
        _ => (name, String::new()),
    }
}

/// Whether a file of this name holds records of a known format, as far as its name says.
pub(super) fn is_known(name: &str, extensions: &[&str]) -> bool {
    let (stem, extension) = split(name);
    match by_extension(&extension) {
        Some(container) if container.members.is_none() => is_known(stem, extensions),
        Some(_) => true,
        None => extensions.contains(&extension.as_str()),
    }
}

impl Opening<'_> {
    /// Emits all records of `bytes`, then what went wrong, if anything did.
    pub(super) fn open(&mut self, name: &str, bytes: &mut dyn BufRead) -> Flow {
        match self.member(name, None, bytes, 0) {
            Ok(()) | Err(Halt::Spoilt) => Flow::Continue(()),
            Err(Halt::Enough) => Flow::Break(()),
            Err(Halt::Unreadable(error)) => self.fail(None, &error),
        }
    }

    fn member(
        &mut self,
        name: &str,
        inside: Option<String>,
        bytes: &mut dyn BufRead,
        depth: usize,
    ) -> Result<(), Halt> {
        let (stem, extension) = split(name);
        let by_name = by_extension(&extension);
        let by_content = if depth < DEPTH { by_magic(bytes.fill_buf()?) } else { None };
        match (by_name, by_content) {
            // by content, whatever the name says: "a.jsonl" fetched with its gzip on
            (_, Some(container)) => {
                let own = by_name.is_some_and(|it| it.name == container.name);
                if !own {
                    let text = format!("is {} data, whatever its name", container.name);
                    self.note(inside.as_deref(), text)?;
                }
                self.unpack(container, if own { stem } else { name }, bytes, depth)
            }
            // "a.jsonl.gz" that a browser has already unpacked
            (Some(Container { magic: Some(_), name: kind, .. }), None) => {
                if !bytes.fill_buf()?.is_empty() {
                    let text = format!("is not {kind} data, read as it is");
                    self.note(inside.as_deref(), text)?;
                }
                self.member(stem, inside, bytes, depth + 1)
            }
            (Some(container), None) => self.unpack(container, stem, bytes, depth),
            (None, None) => self.record(extension, inside, bytes),
        }
    }

    fn unpack(
        &mut self,
        container: &'static Container,
        name: &str,
        bytes: &mut dyn BufRead,
        depth: usize,
    ) -> Result<(), Halt> {
        (container.unpack)(bytes, &mut |found| match found {
            Found::Note(text) => self.note(None, text),
            Found::Member { inside, bytes } => match container.members {
                Some(format) => self.record(Cow::Borrowed(format), inside, bytes),
                None => self.member(name, inside, bytes, depth + 1),
            },
        })
    }

    fn record(
        &mut self,
        extension: impl Into<Cow<'static, str>>,
        inside: Option<String>,
        bytes: &mut dyn BufRead,
    ) -> Result<(), Halt> {
        let is_line = inside.is_some();
        let place = Place { key: self.key.to_owned(), inside };
        let (bytes, end) = take(bytes, self.options.max_record);
        // half a line of JSON is nothing, half a text is still worth finding
        let keep = match end {
            End::Whole => true,
            End::TooLong => false,
            End::Broken(_) => !is_line && !bytes.is_empty(),
        };
        if keep {
            let hint = Hint { extension: extension.into(), path: self.facts.clone() };
            let record = Record { place: place.clone(), bytes, hint };
            self.emit(Item::Record(record))?;
        }
        match end {
            End::Whole => Ok(()),
            End::TooLong => self.emit(Item::Failure(self.too_long(place))),
            End::Broken(error) => {
                let failure = Failure::new(place, error.to_string(), advice(&error));
                self.emit(Item::Failure(failure))?;
                Err(Halt::Spoilt)
            }
        }
    }

    fn too_long(&self, place: Place) -> Failure {
        let limit = self.options.max_record;
        let what = if place.inside.is_some() { "the line" } else { "the file" };
        let limit = match limit >> 20 {
            0 => format!("{limit} bytes"),
            megabytes => format!("{megabytes} MB"),
        };
        let reason = format!("{what} is longer than the limit of {limit}");
        Failure::new(place, reason, "raise it with --max-record, or split the article")
    }

    fn note(&mut self, inside: Option<&str>, text: String) -> Result<(), Halt> {
        let inside = inside.map(str::to_owned);
        let place = Place { key: self.key.to_owned(), inside };
        self.emit(Item::Note(place, Note::new(text)))
    }

    fn fail(&mut self, inside: Option<String>, error: &io::Error) -> Flow {
        let place = Place { key: self.key.to_owned(), inside };
        let failure = Failure::new(place, error.to_string(), advice(error));
        (self.emit)(Item::Failure(failure))
    }

    fn emit(&mut self, item: Item) -> Result<(), Halt> {
        match (self.emit)(item) {
            Flow::Continue(()) => Ok(()),
            Flow::Break(()) => Err(Halt::Enough),
        }
    }
}

/// What to do about a file that cannot be read to its end.
pub(super) fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "allow reading it",
        io::ErrorKind::UnexpectedEof => {
            "what stands before is kept; fetch the file again for the rest"
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            "what stands before is kept; fetch or pack the file again"
        }
        _ => "what stands before is kept",
    }
}

enum End {
    Whole,
    TooLong,
    Broken(io::Error),
}

/// All bytes up to `limit`; of a longer record, none.
fn take(input: &mut dyn BufRead, limit: usize) -> (Vec<u8>, End) {
    let mut bytes = Vec::new();
    loop {
        match input.fill_buf() {
            Ok([]) => return (bytes, End::Whole),
            Ok(buffer) if buffer.len() > limit - bytes.len() => {
                return (Vec::new(), End::TooLong);
            }
            Ok(buffer) => {
                let length = buffer.len();
                bytes.extend_from_slice(buffer);
                input.consume(length);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return (bytes, End::Broken(error)),
        }
    }
}
