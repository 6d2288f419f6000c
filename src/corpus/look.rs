//! What stands in a folder, and what is to become of it? Everything that can be told of a
//! file without opening it: left out, not wanted, unchanged, or to be read.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use same_file::is_same_file;

use super::key::write_component;
use super::later::Later;
use super::unpack::{advice, is_known, split};
use super::{Failure, Options, Stamp};
use crate::model::Place;

/// Files beside the articles that are none themselves.
const BESIDE: [&str; 5] = ["readme", "license", "licence", "copying", "changelog"];

/// What the walk comes across.
#[derive(Debug)]
pub(super) enum Step {
    /// A folder to be walked.
    Folder(Arc<Folder>),
    /// A file to be opened.
    File(Found),
    /// A folder that is not wanted.
    Closed(String),
    /// Something that cannot be walked or opened.
    Failure(Failure),
}

/// A folder to be walked.
#[derive(Debug, Default)]
pub(super) struct Folder {
    path: PathBuf,
    /// Below the root; empty for the root itself.
    below: PathBuf,
    key: String,
    /// Folders above it, up to the root.
    depth: usize,
    listing: Later<Listing>,
}

/// A file to be opened.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) key: String,
    /// The user named this very file; its extension need not be known.
    pub(super) named: bool,
    pub(super) metadata: Metadata,
}

/// What stands in a folder, in the order of names.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) steps: Vec<Step>,
    pub(super) passed: Passed,
}

/// Files that need not be opened, counted.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// Known, and as they were.
    pub(super) unchanged: u64,
    /// Of kinds that nobody reads.
    pub(super) skipped: BTreeMap<String, u64>,
}

/// Looks at folders, for one walk; from any thread.
pub(super) struct Look {
    options: Options,
    /// The user wants whatever there is.
    all: bool,
}

impl Look {
    pub(super) fn new(options: Options) -> Self {
        let all = options.selection.is_everything();
        Self { options, all }
    }

    /// What stands at a path that the user named.
    pub(super) fn root(&self, path: &Path, key: &str) -> Listing {
        let mut listing = Listing::default();
        let passed = &mut listing.passed;
        let step = match fs::metadata(path) {
            Err(error) => Some(not_walked(key, &error)),
            Ok(it) if it.is_dir() => {
                let (path, key) = (path.to_owned(), key.to_owned());
                Some(Step::Folder(Arc::new(Folder { path, key, ..Folder::default() })))
            }
            Ok(_) if !self.options.selection.lists(path) => self.unwanted(key),
            Ok(it) => self.file((key, None), it, || path.to_owned(), passed),
        };
        listing.steps.extend(step);
        listing
    }

    /// What stands in a folder.
    pub(super) fn list(&self, folder: &Folder) -> Listing {
        let mut listing = Listing::default();
        let failed = |error| not_walked(&folder.key, &error);
        let entries = match fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => {
                listing.steps.push(failed(error));
                return listing;
            }
        };
        let mut key = format!("{}/", folder.key);
        let mut found: Vec<(OsString, Step)> = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => {
                    let name = entry.file_name();
                    key.truncate(folder.key.len() + 1);
                    write_component(&name, &mut key);
                    let step = self.entry(folder, &entry, &key, &mut listing.passed);
                    found.extend(step.map(|it| (name, it)));
                }
                Err(error) => listing.steps.push(failed(error)),
            }
        }
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        listing.steps.extend(found.into_iter().map(|it| it.1));
        listing
    }

    /// What stands in a folder under one name.
    fn entry(
        &self,
        folder: &Folder,
        entry: &DirEntry,
        key: &str,
        passed: &mut Passed,
    ) -> Option<Step> {
        let name = &key[folder.key.len() + 1..];
        if name.starts_with('.') {
            return None;
        }
        let failed = |error| Some(not_walked(key, &error));
        let (is_folder, linked) = match entry.file_type() {
            Ok(kind) if kind.is_symlink() => match fs::metadata(entry.path()) {
                Ok(it) if it.is_dir() && folder.stands_in(&entry.path()) => {
                    let reason = "is a link to a folder that it stands in, not followed";
                    return Some(failure(key, reason, ""));
                }
                Ok(it) => (it.is_dir(), Some(it)),
                Err(error) => return failed(error),
            },
            Ok(kind) => (kind.is_dir(), None),
            Err(error) => return failed(error),
        };
        if is_folder {
            return self.folder(folder, entry, key);
        }
        if is_own(name) || is_beside(name) {
            return None;
        }
        if !self.wants(folder, entry) {
            return self.unwanted(key);
        }
        match linked.map_or_else(|| entry.metadata(), Ok) {
            Ok(it) => self.file((key, Some(name)), it, || entry.path(), passed),
            Err(error) => {
                Some(Step::Failure(fail(key.to_owned(), "cannot be looked at", &error)))
            }
        }
    }

    fn folder(&self, above: &Folder, entry: &DirEntry, key: &str) -> Option<Step> {
        let path = entry.path();
        if self.options.exclude.iter().any(|it| is_same_folder(it, &path)) {
            return None;
        }
        let below = above.below.join(entry.file_name());
        if !self.options.selection.wants_folder(&below) {
            return Some(Step::Closed(key.to_owned()));
        }
        let (key, depth, listing) = (key.to_owned(), above.depth + 1, Later::default());
        Some(Step::Folder(Arc::new(Folder { path, below, key, depth, listing })))
    }

    fn wants(&self, folder: &Folder, entry: &DirEntry) -> bool {
        let selection = &self.options.selection;
        self.all
            || selection.wants_file(&folder.below.join(entry.file_name()))
                && selection.lists(&entry.path())
    }

    /// What is known of it stays.
    fn unwanted(&self, key: &str) -> Option<Step> {
        self.options.known.as_deref().inspect(|it| it.meet(key));
        None
    }

    /// A file that is wanted; one that the user named has no other name.
    fn file(
        &self,
        (key, name): (&str, Option<&str>),
        metadata: Metadata,
        path: impl FnOnce() -> PathBuf,
        passed: &mut Passed,
    ) -> Option<Step> {
        let options = &self.options;
        let named = name.is_none();
        let readable = metadata.is_file() || named && is_pipe(&metadata);
        if !readable {
            let reason = format!("is {}, not a file", kind(&metadata));
            let hint = "name it on the command line to read it as JSON Lines";
            let hint = if is_pipe(&metadata) { hint } else { "" };
            return Some(failure(key, reason, hint));
        }
        if let Some(name) = name
            && options.filter(name).is_none()
            && !is_known(name, &options.extensions)
        {
            return passed.over(match split(name) {
                (_, extension) if extension.is_empty() => "no extension".to_owned(),
                (_, extension) => format!(".{extension}"),
            });
        }
        let largest = options.selection.largest.unwrap_or(u64::MAX);
        if metadata.len() > largest {
            return passed.over(format!("over {largest} bytes"));
        }
        let stamp = Stamp::of(&metadata);
        if options.known.as_deref().is_some_and(|it| it.is_unchanged(key, stamp)) {
            passed.unchanged += 1;
            return None;
        }
        let (path, key) = (path(), key.to_owned());
        Some(Step::File(Found { path, key, named, metadata }))
    }
}

impl Passed {
    pub(super) fn add(&mut self, other: Self) {
        self.unchanged += other.unchanged;
        for (kind, count) in other.skipped {
            *self.skipped.entry(kind).or_default() += count;
        }
    }

    fn over(&mut self, kind: String) -> Option<Step> {
        *self.skipped.entry(kind).or_default() += 1;
        None
    }
}

impl Folder {
    /// What stands in it, as it was looked at beforehand or is now.
    pub(super) fn listing(&self, look: &Look) -> Listing {
        self.listing.take(|| look.list(self))
    }

    /// Looks at it beforehand.
    pub(super) fn prepare(&self, look: &Look) {
        self.listing.make(|| look.list(self));
    }

    /// A path leads to this folder, or to one that it stands in.
    fn stands_in(&self, path: &Path) -> bool {
        let mut above = self.path.ancestors().take(self.depth + 1);
        above.any(|it| is_same_file(it, path).unwrap_or(false))
    }
}

/// Settings of ours.
fn is_own(name: &str) -> bool {
    ["outlets.toml", "morgue.toml"].iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// A file that speaks about the archive.
pub(super) fn is_beside(name: &str) -> bool {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, extension),
        _ => (name, ""),
    };
    let is = |text: &str, one_of: &[&str]| {
        one_of.iter().any(|it| text.eq_ignore_ascii_case(it))
    };
    is(extension, &["", "md", "txt"]) && is(stem, &BESIDE)
}

fn is_same_folder(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name()
        && matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

pub(super) fn is_pipe(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

fn kind(metadata: &Metadata) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    let _ = metadata;
    "a device"
}

fn not_walked(key: &str, error: &io::Error) -> Step {
    if error.kind() == io::ErrorKind::NotFound {
        return failure(key, "is a link to nothing", "remove it");
    }
    Step::Failure(fail(key.to_owned(), "cannot be read", error))
}

fn failure(key: &str, reason: impl Into<String>, hint: &str) -> Step {
    let place = Place { key: key.to_owned(), inside: None };
    Step::Failure(Failure::new(place, reason, hint))
}

pub(super) fn fail(key: String, what: &str, error: &io::Error) -> Failure {
    let reason = format!("{what}: {error}");
    Failure::new(Place { key, inside: None }, reason, advice(error))
}
