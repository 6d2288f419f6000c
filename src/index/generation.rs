//! Which generation answers, and how does a new one take its place? Each run fills a
//! folder of its own; renaming the pointer `CURRENT` over the old one is the only commit
//! point. A crash leaves the old generation answering; the next run removes the rest.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::index::facts::Facts;
use crate::index::lock::LOCK;
use crate::index::pointer::{self, CURRENT};
use crate::index::schema::FORMAT;
use crate::index::sums::{self, Sums};

pub use crate::index::carry::carry;
pub use crate::index::lock::lock;

/// The file of what is known of a generation.
pub(super) const FACTS: &str = "morgue.json";
/// Longest such file that is read: a line each for a million outlets.
const LONGEST: u64 = 64 << 20;
/// Names of generations begin so.
pub(super) const PREFIX: &str = "gen-";

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
    #[error("index {path} is being written by another run{holder}; wait for it to end")]
    Busy {
        /// The index.
        path: PathBuf,
        /// Which run, in brackets behind a space; empty where it did not say.
        holder: String,
    },
    /// The folder holds something else.
    #[error(
        "{0} holds files that are no morgue index; name an empty folder with --index"
    )]
    Foreign(PathBuf),
    /// The run was asked to stop before its generation was whole.
    #[error("stopped; the index in `{0}` is as it was")]
    Stopped(PathBuf),
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
    #[error("index {path} is damaged: {reason}")]
    Damaged {
        /// The index.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

/// An error of the disk, with what was tried on what.
pub(super) fn io_error<'a>(
    what: &'static str,
    path: &'a Path,
) -> impl FnOnce(io::Error) -> Error + 'a {
    move |source| Error::Io { what, path: path.to_owned(), source }
}

/// A folder with anything but ours in it is not written to.
pub(super) fn refuse_foreign(index: &Path) -> Result<(), Error> {
    let known = |name: &str| {
        matches!(name, CURRENT | LOCK | "README.md" | "schema.txt")
            || name.starts_with(PREFIX)
            || name.starts_with('.')
    };
    let entries = fs::read_dir(index).map_err(io_error("read index folder", index))?;
    let foreign = entries
        .filter_map(Result::ok)
        .any(|entry| !known(&entry.file_name().to_string_lossy()));
    if foreign && !holds_index(index) {
        Err(Error::Foreign(index.to_owned()))
    } else {
        Ok(())
    }
}

/// The names in `CURRENT`: the generation that answers, then the one before; none where
/// there is no index yet.
///
/// # Errors
/// `CURRENT` is damaged, or missing beside generations.
pub fn names(index: &Path) -> Result<Vec<String>, OpenError> {
    let damaged = |reason: String| OpenError::Damaged { path: index.to_owned(), reason };
    let names = pointer::read(index).map_err(damaged)?;
    if !names.is_empty() {
        return Ok(names);
    }
    match committed(index).len() {
        0 => Ok(names),
        there => Err(damaged(format!(
            "`{CURRENT}` is missing, generations are there: {there}"
        ))),
    }
}

/// Every folder of a generation, whatever is in it.
pub(super) fn folders(index: &Path) -> Vec<String> {
    let entries = fs::read_dir(index).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|it| it.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|it| it.starts_with(PREFIX)).collect();
    names.sort_unstable();
    names
}

/// Generations that were written to the end, whatever became of them since: the table of
/// sums comes last.
fn committed(index: &Path) -> Vec<String> {
    let mut names = folders(index);
    names.retain(|it| index.join(it).join(sums::FILE).is_file());
    names
}

/// Whether a folder holds an index, be it one that has lost its pointer.
pub fn holds_index(folder: &Path) -> bool {
    folder.join(CURRENT).is_file() || !committed(folder).is_empty()
}

/// Generations that are whole as far as a look at their sizes tells, newest first.
pub(super) fn whole(index: &Path) -> Vec<String> {
    let mut found: Vec<(u64, String)> = Vec::new();
    for name in committed(index) {
        if let Ok(it) = open(index, &name) {
            found.push((it.facts.serial, name));
        }
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.into_iter().map(|it| it.1).collect()
}

/// Where `CURRENT` is gone or says nothing and whole generations are there, points it at
/// the newest of them. Returns its name. For whoever holds the lock.
///
/// # Errors
/// The pointer cannot be written.
pub(super) fn adopt(index: &Path) -> Result<Option<String>, Error> {
    if matches!(pointer::read(index), Ok(names) if !names.is_empty()) {
        return Ok(None);
    }
    let mut names = whole(index);
    names.truncate(2);
    let Some(newest) = names.first().cloned() else { return Ok(None) };
    pointer::write(index, &names)?;
    Ok(Some(newest))
}

/// Removes generations that neither answer nor are the one before: half-built ones of a
/// crashed run and those that were replaced twice. Returns how many; none where it is not
/// certain which of them answers.
///
/// # Errors
/// The folder cannot be listed.
pub fn clean(index: &Path) -> Result<usize, Error> {
    let Ok(keep) = names(index) else { return Ok(0) };
    pointer::forget_half(index);
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

/// Removes all generations but the one that answers, if that one is whole. Returns how
/// many.
///
/// # Errors
/// It is not whole, the folder cannot be listed or the pointer not written.
pub fn keep_newest(index: &Path) -> Result<usize, Error> {
    let newest: Vec<String> = names(index)?.into_iter().take(1).collect();
    if let Some(name) = newest.first() {
        open(index, name)?;
    }
    pointer::write(index, &newest)?;
    clean(index)
}

/// Lets other generations answer, newest first, and removes those that do not. For whoever
/// holds the lock.
///
/// # Errors
/// The pointer cannot be written or the folder not listed.
pub fn answer_from(index: &Path, names: &[String]) -> Result<(), Error> {
    pointer::write(index, names)?;
    clean(index).map(drop)
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

/// Removes a generation that was not finished, unless it answers already.
pub(super) fn abandon(folder: &Path) {
    let index = folder.parent().unwrap_or(folder);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let named = pointer::read(index).unwrap_or_default();
    if !named.iter().any(|it| *it == name) {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Makes the generation in `path` the one that answers. `base` is the one that it was
/// carried on from.
///
/// # Errors
/// The disk is full or not writable; the old generation goes on answering.
pub fn commit(
    index: &Path,
    path: &Path,
    facts: &Facts,
    base: Option<&Path>,
) -> Result<(), Error> {
    let text = serde_json::to_vec_pretty(facts).map_err(io::Error::from);
    let text = text.map_err(io_error("write", path))?;
    write_whole(&path.join(FACTS), &text)?;
    let before = base.and_then(|it| Sums::load(it).ok());
    let sums = Sums::take(path, before.as_ref()).map_err(io_error("read", path))?;
    write_whole(&path.join(sums::FILE), &sums.bytes())?;
    sync_folder(path)?;
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    let mut lines = vec![name.unwrap_or_default()];
    lines.extend(pointer::read(index).unwrap_or_default().into_iter().take(1));
    pointer::write(index, &lines)
}

/// Writes a file of our own, and sees that it is on the disk.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = File::create(path).map_err(io_error("write", path))?;
    file.write_all(bytes).map_err(io_error("write", path))?;
    file.sync_all().map_err(io_error("sync", path))
}

/// Folders are synced where the system can; elsewhere the rename has to do.
pub(super) fn sync_folder(path: &Path) -> Result<(), Error> {
    match File::open(path).and_then(|it| it.sync_all()) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        other => other.map_err(io_error("sync", path)),
    }
}

/// A generation, before the engine sees it.
#[derive(Debug)]
pub(super) struct Generation {
    pub(super) folder: PathBuf,
    pub(super) facts: Facts,
    pub(super) sums: Sums,
}

/// The generation that answers, with its facts.
///
/// # Errors
/// There is none, it is of another version or damaged, or the folder holds something else.
pub fn current(index: &Path) -> Result<(PathBuf, Facts), OpenError> {
    answering(index).map(|it| (it.folder, it.facts))
}

/// The generation that answers.
pub(super) fn answering(index: &Path) -> Result<Generation, OpenError> {
    match names(index)?.first() {
        Some(name) => open(index, name),
        None => Err(no_pointer(index)),
    }
}

/// One generation: the facts, the sums, and every file in its size.
pub(super) fn open(index: &Path, name: &str) -> Result<Generation, OpenError> {
    let generation = look(index, name)?;
    match generation.facts.format {
        0 => Err(damage(index, name, &sums::Wrong::Altered.error(FACTS))),
        _ => match generation.sums.sizes(&generation.folder) {
            Ok(()) => Ok(generation),
            Err(error) => Err(damage(index, name, &error)),
        },
    }
}

fn damage(index: &Path, name: &str, reason: &io::Error) -> OpenError {
    let reason = format!("{name}: {reason}");
    OpenError::Damaged { path: index.to_owned(), reason }
}

/// The sums of a generation and its facts, which are empty where their file is damaged.
pub(super) fn look(index: &Path, name: &str) -> Result<Generation, OpenError> {
    let folder = index.join(name);
    if !folder.is_dir() {
        let reason = format!("generation {name} is missing");
        return Err(OpenError::Damaged { path: index.to_owned(), reason });
    }
    let sums = Sums::load(&folder);
    let size = sums.as_ref().ok().and_then(|it| it.get(FACTS)).map(|it| it.size);
    let bytes = sums::whole(&folder.join(FACTS), size.unwrap_or(LONGEST));
    let bytes = bytes.unwrap_or_default();
    let known = serde_json::from_slice::<Facts>(&bytes).ok();
    if let Ok(sums) = &sums
        && sums.compare(FACTS, &bytes).is_err()
    {
        let (facts, sums) = (Facts::default(), sums.clone());
        return Ok(Generation { folder, facts, sums });
    }
    let path = index.to_owned();
    match known.map_or(FORMAT, |it| it.format) {
        found if found < FORMAT => return Err(OpenError::TooOld { path, found }),
        found if found > FORMAT => return Err(OpenError::TooNew { path, found }),
        _ => {}
    }
    let sums = sums.map_err(|error| damage(index, name, &error))?;
    let facts = serde_json::from_slice(&bytes);
    let facts = facts.map_err(|error| damage(index, name, &error.into()))?;
    Ok(Generation { folder, facts, sums })
}

/// What is known of the newest generation that says anything of itself, be it of an older
/// format or damaged otherwise: where articles came from, and how many runs there were.
pub(super) fn remembered(index: &Path) -> Facts {
    let read = |name: &String| {
        let text = sums::whole(&index.join(name).join(FACTS), LONGEST).ok()?;
        serde_json::from_slice::<Facts>(&text).ok()
    };
    let named = pointer::read(index).unwrap_or_default();
    let known = named.iter().find_map(read);
    let all = || folders(index).iter().filter_map(read).max_by_key(|it| it.serial);
    known.or_else(all).unwrap_or_default()
}

fn no_pointer(index: &Path) -> OpenError {
    let foreign = matches!(refuse_foreign(index), Err(Error::Foreign(_)));
    if foreign || index.is_file() {
        OpenError::Foreign(index.to_owned())
    } else {
        OpenError::Missing(index.to_owned())
    }
}
