//! Which records does one stream of bytes hold? Opens container after container until a
//! record is left, and reads it within the limit.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::archive;
use super::container::{Container, Found, Halt, Input, Members, by_extension, by_magic};
use super::filter::Filter;
use super::{Failure, Fetched, Flow, Hint, Item, Options, Record};
use crate::model::{Note, PathFacts, Place};

/// Containers inside containers; nobody packs deeper in good faith.
const DEPTH: usize = 8;

/// Archives inside archives that are opened.
const NESTED: usize = 1;

/// One file on its way to becoming records.
pub(super) struct Opening<'a> {
    /// Its key.
    pub key: &'a str,
    /// What its path suggests.
    pub facts: &'a PathFacts,
    /// The file itself, where it is one.
    pub file: Option<&'a File>,
    /// The limits.
    pub options: &'a Options,
    /// Who takes the records.
    pub emit: &'a mut dyn FnMut(Item) -> Flow,
}

/// Where in a file the opening has come to.
#[derive(Clone, Debug, Default)]
struct At {
    /// As [`Place::inside`].
    inside: Option<String>,
    /// What the path within an archive suggests.
    facts: Option<PathFacts>,
    /// Containers around it.
    depth: usize,
    /// Archives among them.
    archives: usize,
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
        Some(container) if container.members == Members::Same => {
            is_known(&unpacked_name(stem, &extension), extensions)
        }
        Some(_) => true,
        None => extensions.contains(&extension.as_str()),
    }
}

/// The name of what a packed file holds: "a.txt" of "a.txt.gz", "a.tar" of "a.tgz".
fn unpacked_name<'a>(stem: &'a str, extension: &str) -> Cow<'a, str> {
    match extension {
        "tgz" | "tzst" => Cow::Owned(format!("{stem}.tar")),
        _ => Cow::Borrowed(stem),
    }
}

impl Opening<'_> {
    /// Emits all records of `bytes`, then what went wrong, if anything did.
    pub(super) fn open(&mut self, name: &str, bytes: &mut dyn BufRead) -> Flow {
        let opening = AssertUnwindSafe(|| self.member(name, At::default(), bytes));
        let opened = catch_unwind(opening).unwrap_or_else(|_| {
            // whoever made the decoder did not think of this file; the next is none of its
            let reason = "made a decoder fail, not read further".to_owned();
            let hint = "this is a bug; please report it";
            self.emit(Item::Failure(Failure::new(self.place(None), reason, hint)))
        });
        match opened {
            Ok(()) | Err(Halt::Spoilt) => Flow::Continue(()),
            Err(Halt::Enough) => Flow::Break(()),
            Err(Halt::Unreadable(error)) => self.fail(None, &error),
        }
    }

    fn member(
        &mut self,
        name: &str,
        at: At,
        bytes: &mut dyn BufRead,
    ) -> Result<(), Halt> {
        let (stem, extension) = split(name);
        let by_name = by_extension(&extension);
        let by_content =
            if at.depth < DEPTH { by_magic(bytes.fill_buf()?) } else { None };
        match (by_name, by_content) {
            // by content, whatever the name says: "a.jsonl" fetched with its gzip on
            (_, Some(container)) => {
                let own = by_name.is_some_and(|it| it.name == container.name);
                if !own {
                    let text = format!("is {} data, whatever its name", container.name);
                    self.note(at.inside.clone(), text)?;
                    return self.unpack(container, name, at, bytes);
                }
                let name = unpacked_name(stem, &extension);
                self.unpack(container, &name, at, bytes)
            }
            // "a.jsonl.gz" that a browser has already unpacked
            (Some(Container { members: Members::Same, name: kind, .. }), None) => {
                if !bytes.fill_buf()?.is_empty() {
                    let text = format!("is not {kind} data, read as it is");
                    self.note(at.inside.clone(), text)?;
                }
                let name = unpacked_name(stem, &extension);
                self.member(&name, At { depth: at.depth + 1, ..at }, bytes)
            }
            (Some(container), None) => self.unpack(container, stem, at, bytes),
            (None, None) => self.record(extension, at, None, bytes),
        }
    }

    fn unpack(
        &mut self,
        container: &'static Container,
        name: &str,
        at: At,
        bytes: &mut dyn BufRead,
    ) -> Result<(), Halt> {
        let is_archive = container.members == Members::Files;
        if is_archive && at.archives > NESTED {
            let reason = "is an archive within an archive of an archive, not opened";
            let place = self.place(at.inside);
            return self.emit(Item::Failure(Failure::new(place, reason, "unpack it")));
        }
        let file = if at.depth == 0 { self.file } else { None };
        let input = Input { bytes, file, max_record: self.options.max_record };
        let mut passed = BTreeMap::new();
        let result = (container.unpack)(input, &mut |found| {
            self.found(found, container, name, &at, &mut passed)
        });
        if let Some(text) = archive::passed_over(&passed) {
            self.note(at.inside.clone(), text)?;
        }
        result
    }

    fn found(
        &mut self,
        found: Found<'_>,
        container: &Container,
        name: &str,
        at: &At,
        passed: &mut BTreeMap<String, u64>,
    ) -> Result<(), Halt> {
        let inner = |inside: Option<String>| At {
            inside: archive::joined(at.inside.as_deref(), inside),
            depth: at.depth + 1,
            ..at.clone()
        };
        match found {
            Found::Note(text) => self.note(at.inside.clone(), text),
            Found::Failure { inside, reason, hint } => {
                let place = self.place(inner(inside).inside);
                self.emit(Item::Failure(Failure::new(place, reason, hint)))
            }
            Found::Page { inside, extension, fetched, bytes } => {
                self.record(extension, inner(Some(inside)), Some(fetched), bytes)
            }
            Found::Member { inside, bytes } => match container.members {
                Members::Are(format) => self.record(format, inner(inside), None, bytes),
                _ => self.member(name, inner(inside), bytes),
            },
            Found::File { name, bytes } => self.file(&name, at, passed, bytes),
        }
    }

    /// A file of an archive. What is wrong with it is no reason to leave the others.
    fn file(
        &mut self,
        name: &str,
        at: &At,
        passed: &mut BTreeMap<String, u64>,
        bytes: &mut dyn BufRead,
    ) -> Result<(), Halt> {
        let name = archive::portable(name);
        let own = name.rsplit('/').next().unwrap_or_default();
        if let Some(filter) =
            self.options.filter(own).filter(|_| !archive::is_hidden(&name))
        {
            return match self.filtered(filter, &name, at, bytes) {
                Err(Halt::Spoilt) => Ok(()),
                other => other,
            };
        }
        if let Some(kind) = archive::kind_passed_over(&name, &self.options.extensions) {
            *passed.entry(kind).or_default() += 1;
            return Ok(());
        }
        let inside = archive::joined(at.inside.as_deref(), Some(name.clone()));
        let inner = At {
            inside: inside.clone(),
            facts: archive::facts(self.key, &name),
            depth: at.depth + 1,
            archives: at.archives + 1,
        };
        let file = name.rsplit('/').next().unwrap_or_default();
        match self.member(file, inner, bytes) {
            Err(Halt::Spoilt) => Ok(()),
            Err(Halt::Unreadable(error)) => match self.fail(inside, &error) {
                Flow::Continue(()) => Ok(()),
                Flow::Break(()) => Err(Halt::Enough),
            },
            other => other,
        }
    }

    /// A file of an archive that only a command understands. It is copied to where a command
    /// can read it, within the limit of a record, and the copy goes with its name.
    fn filtered(
        &mut self,
        filter: &Filter,
        name: &str,
        at: &At,
        bytes: &mut dyn BufRead,
    ) -> Result<(), Halt> {
        let place =
            self.place(archive::joined(at.inside.as_deref(), Some(name.to_owned())));
        let (bytes, end) = take(bytes, self.options.max_record);
        match end {
            End::Whole => (),
            End::TooLong => return self.emit(Item::Failure(self.too_long(place, false))),
            // half a PDF is nothing; what stands behind it in a zip may be whole
            End::Broken(error) => {
                let failure = Failure::new(place, error.to_string(), advice(&error));
                self.emit(Item::Failure(failure))?;
                return Err(Halt::Spoilt);
            }
        }
        let facts = archive::facts(self.key, name);
        let facts = facts.unwrap_or_else(|| self.facts.clone());
        let copied = filter.copy(&bytes);
        drop(bytes);
        match copied {
            Ok(copy) => match filter.read(copy.path(), place, facts, self.emit) {
                Flow::Continue(()) => Ok(()),
                Flow::Break(()) => Err(Halt::Enough),
            },
            Err(error) => {
                let reason = format!("cannot be copied for its filter: {error}");
                self.emit(Item::Failure(Failure::new(place, reason, "")))
            }
        }
    }

    fn record(
        &mut self,
        extension: impl Into<Cow<'static, str>>,
        at: At,
        fetched: Option<Fetched>,
        bytes: &mut dyn BufRead,
    ) -> Result<(), Halt> {
        let extension = extension.into();
        let is_row = at.inside.is_some() && matches!(&*extension, "json" | "csv");
        let place = self.place(at.inside);
        let (bytes, end) = take(bytes, self.options.max_record);
        // half a line of JSON is nothing, half a text is still worth finding
        let keep = match end {
            End::Whole => true,
            End::TooLong => false,
            End::Broken(_) => !is_row && !bytes.is_empty(),
        };
        if keep {
            let path = at.facts.unwrap_or_else(|| self.facts.clone());
            let hint = Hint { extension, path, fetched: fetched.map(Box::new) };
            let record = Record { place: place.clone(), bytes, hint };
            self.emit(Item::Record(record))?;
        }
        match end {
            End::Whole => Ok(()),
            End::TooLong => self.emit(Item::Failure(self.too_long(place, is_row))),
            End::Broken(error) => {
                let failure = Failure::new(place, error.to_string(), advice(&error));
                self.emit(Item::Failure(failure))?;
                Err(Halt::Spoilt)
            }
        }
    }

    fn place(&self, inside: Option<String>) -> Place {
        Place { key: self.key.to_owned(), inside }
    }

    fn too_long(&self, place: Place, is_row: bool) -> Failure {
        let limit = self.options.max_record;
        let what = if is_row { "the line" } else { "the file" };
        let limit = match limit >> 20 {
            0 => format!("{limit} bytes"),
            megabytes => format!("{megabytes} MB"),
        };
        let reason = format!("{what} is longer than the limit of {limit}");
        Failure::new(place, reason, "raise it with --max-record, or split the article")
    }

    fn note(&mut self, inside: Option<String>, text: String) -> Result<(), Halt> {
        self.emit(Item::Note(self.place(inside), Note::new(text)))
    }

    fn fail(&mut self, inside: Option<String>, error: &io::Error) -> Flow {
        let failure = Failure::new(self.place(inside), error.to_string(), advice(error));
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
