//! Which generation answers, and how does a new one take its place? Each run fills a
//! folder of its own; renaming the pointer `CURRENT` over the old one is the only commit
//! point. A crash leaves the old generation answering; the next run removes the rest.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use crate::index::facts::Facts;
use crate::index::schema::FORMAT;

const CURRENT: &str = "CURRENT";
const LOCK: &str = "LOCK";
const FACTS: &str = "morgue.json";
const PREFIX: &str = "gen-";

/// What goes wrong while an index is written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk said no.
    #[error("{what} {path}: {source}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Another run writes to this index.
    #[error("index {0} is being written by another run; wait for it to end")]
    Busy(PathBuf),
    /// The folder holds something else.
    #[error(
        "{0} holds files that are no morgue index; name an empty folder with --index"
    )]
    Foreign(PathBuf),
    /// The index that is to be carried on cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The engine said no.
    #[error("writing the index failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

/// Why an index cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("no index at {0}; build one with `morgue index PATH`")]
    Missing(PathBuf),
    /// Written by an older version.
    #[error(
        "index {path} has format {found}, older than {FORMAT}; build it again with `morgue index PATH`"
    )]
    TooOld {
        /// The index.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// Written by a newer version.
    #[error(
        "index {path} has format {found}, newer than {FORMAT}; use the morgue that wrote it"
    )]
    TooNew {
        /// The index.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// Something else lives there.
    #[error("{0} is not a morgue index")]
    Foreign(PathBuf),
    /// The disk or the engine said no.
    #[error(
        "index {path} cannot be read: {reason}; build it again with `morgue index PATH`"
    )]
    Damaged {
        /// The index.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

fn io_error<'a>(
    what: &'static str,
    path: &'a Path,
) -> impl FnOnce(io::Error) -> Error + 'a {
    move |source| Error::Io { what, path: path.to_owned(), source }
}

/// Takes the lock of an index for as long as the file lives.
///
/// # Errors
/// Another run holds it, or the folder cannot be made.
pub fn lock(index: &Path) -> Result<File, Error> {
    fs::create_dir_all(index).map_err(io_error("make index folder", index))?;
    refuse_foreign(index)?;
    let path = index.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(io_error("open lock", &path))?;
    for attempt in 0.. {
        match file.try_lock() {
            Ok(()) => break,
            // A process that is just being started may hold a copy of a lock that was let
            // go: between its birth and its first step it has all our open files.
            Err(TryLockError::WouldBlock) if attempt < ATTEMPTS => sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(Error::Busy(index.to_owned())),
            Err(TryLockError::Error(source)) => {
                return Err(Error::Io { what: "lock", path, source });
            }
        }
    }
    Ok(file)
}

/// How often a lock is tried, and how long in between.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// A folder with anything but ours in it is not written to.
fn refuse_foreign(index: &Path) -> Result<(), Error> {
    let known = |name: &str| {
        matches!(name, CURRENT | LOCK | "README.md" | "schema.txt")
            || name.starts_with(PREFIX)
            || name.starts_with('.')
    };
    let entries = fs::read_dir(index).map_err(io_error("read index folder", index))?;
    let foreign = entries
        .filter_map(Result::ok)
        .any(|entry| !known(&entry.file_name().to_string_lossy()));
    let ours = index.join(CURRENT).exists();
    if foreign && !ours { Err(Error::Foreign(index.to_owned())) } else { Ok(()) }
}

/// The names in `CURRENT`: the generation that answers, then the one before.
pub fn names(index: &Path) -> Vec<String> {
    let text = fs::read_to_string(index.join(CURRENT)).unwrap_or_default();
    let valid = |it: &&str| it.starts_with(PREFIX) && !it.contains(['/', '\\']);
    text.lines().map(str::trim).filter(valid).map(str::to_owned).collect()
}

/// Removes generations that neither answer nor are the one before: half-built ones of a
/// crashed run and those that were replaced twice. Returns how many.
///
/// # Errors
/// The folder cannot be listed.
pub fn clean(index: &Path) -> Result<usize, Error> {
    let keep = names(index);
    let mut removed = 0;
    for entry in fs::read_dir(index).map_err(io_error("read index folder", index))? {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name().to_string_lossy().into_owned();
        let stale = name.starts_with(PREFIX) && !keep.contains(&name);
        if stale && fs::remove_dir_all(entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

/// Removes all generations but the one that answers. Returns how many.
///
/// # Errors
/// The folder cannot be listed or the pointer not written.
pub fn keep_newest(index: &Path) -> Result<usize, Error> {
    let newest: Vec<String> = names(index).into_iter().take(1).collect();
    point(index, &newest)?;
    clean(index)
}

/// Makes the folder of a new generation, named by time and process.
///
/// # Errors
/// The folder cannot be made.
pub fn create(index: &Path) -> Result<PathBuf, Error> {
    let now = jiff::Timestamp::now();
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let salt = format!("{}{}", now.as_nanosecond(), std::process::id());
    let hash = xxhash_rust::xxh3::xxh3_64(salt.as_bytes());
    let path = index.join(format!("{PREFIX}{stamp}-{:08x}", hash >> 32));
    fs::create_dir(&path).map_err(io_error("make generation", &path))?;
    Ok(path)
}

/// Makes the folder of a new generation that begins with all segments of an old one:
/// linked, for they never change; copied where the disk knows no links.
///
/// # Errors
/// The folder or a link cannot be made.
pub fn carry(index: &Path, from: &Path) -> Result<PathBuf, Error> {
    let path = create(index)?;
    for entry in fs::read_dir(from).map_err(io_error("read generation", from))? {
        let entry = entry.map_err(io_error("read generation", from))?;
        let name = entry.file_name();
        let target = path.join(&name);
        let text = name.to_string_lossy();
        let linked = is_segment(&text) && fs::hard_link(entry.path(), &target).is_ok();
        if !linked && (is_segment(&text) || REWRITTEN.contains(&&*text)) {
            fs::copy(entry.path(), &target).map_err(io_error("copy", &target))?;
        }
    }
    Ok(path)
}

/// Files of the engine that are written anew by every run: a link would change the old
/// generation with the new one.
const REWRITTEN: [&str; 2] = ["meta.json", ".managed.json"];

/// Segments are named by 32 hex digits.
fn is_segment(name: &str) -> bool {
    name.len() > 32 && name.bytes().take(32).all(|it| it.is_ascii_hexdigit())
}

/// Makes the generation in `path` the one that answers.
///
/// # Errors
/// The disk is full or not writable; the old generation goes on answering.
pub fn commit(index: &Path, path: &Path, facts: &Facts) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(facts).unwrap_or_default();
    write_whole(&path.join(FACTS), text.as_bytes())?;
    sync_folder(path)?;
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    let mut lines = vec![name.unwrap_or_default()];
    lines.extend(names(index).into_iter().take(1));
    point(index, &lines)
}

/// Switches `CURRENT` to these generations, newest first, at one moment.
fn point(index: &Path, lines: &[String]) -> Result<(), Error> {
    let pointer = index.join(format!(".{CURRENT}.new"));
    write_whole(&pointer, format!("{}\n", lines.join("\n")).as_bytes())?;
    let target = index.join(CURRENT);
    fs::rename(&pointer, &target).map_err(io_error("switch", &target))?;
    sync_folder(index)
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = File::create(path).map_err(io_error("write", path))?;
    file.write_all(bytes).map_err(io_error("write", path))?;
    file.sync_all().map_err(io_error("sync", path))
}

/// Folders are synced where the system can; elsewhere the rename has to do.
fn sync_folder(path: &Path) -> Result<(), Error> {
    match File::open(path).and_then(|it| it.sync_all()) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        other => other.map_err(io_error("sync", path)),
    }
}

/// The generation that answers, with its facts.
///
/// # Errors
/// There is none, it is of another version, or the folder holds something else.
pub fn current(index: &Path) -> Result<(PathBuf, Facts), OpenError> {
    match names(index).first() {
        Some(name) => named(index, name),
        None => Err(no_pointer(index)),
    }
}

/// One generation, with its facts.
///
/// # Errors
/// As [`current`].
pub fn named(index: &Path, name: &str) -> Result<(PathBuf, Facts), OpenError> {
    let path = index.join(name);
    let damaged = |reason: String| OpenError::Damaged { path: index.to_owned(), reason };
    let text =
        fs::read_to_string(path.join(FACTS)).map_err(|it| damaged(it.to_string()))?;
    let facts: Facts =
        serde_json::from_str(&text).map_err(|it| damaged(it.to_string()))?;
    let found = facts.format;
    match found.cmp(&FORMAT) {
        std::cmp::Ordering::Less => {
            Err(OpenError::TooOld { path: index.to_owned(), found })
        }
        std::cmp::Ordering::Greater => {
            Err(OpenError::TooNew { path: index.to_owned(), found })
        }
        std::cmp::Ordering::Equal => Ok((path, facts)),
    }
}

fn no_pointer(index: &Path) -> OpenError {
    let foreign = matches!(refuse_foreign(index), Err(Error::Foreign(_)));
    if foreign || index.is_file() {
        OpenError::Foreign(index.to_owned())
    } else {
        OpenError::Missing(index.to_owned())
    }
}
