//! Which files stand below the roots? Folders in the order of their names, links
//! followed, hidden files and what stands beside an archive left out.

use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::atomic::Ordering;

use walkdir::{DirEntry, WalkDir};

use super::facts::facts;
use super::key::{component, key};
use super::unpack::{Opening, advice, is_known, split};
use super::{Failure, Flow, Item, Meter, Options, Root, Stamp, Walked};
use crate::model::{Note, PathFacts, Place};

/// The key of standard input.
pub const STDIN: &str = "stdin";

/// Files beside the articles that are none themselves.
const BESIDE: [&str; 5] = ["readme", "license", "licence", "copying", "changelog"];

/// Emits every record below the roots, in order, until `emit` wants no more.
pub fn read(
    roots: &[Root],
    options: &Options,
    emit: &mut dyn FnMut(Item) -> Flow,
) -> Walked {
    let mut walked = Walked::default();
    for root in roots {
        let flow = match root {
            Root::Stdin => {
                walked.files += 1;
                standard_input(options, emit)
            }
            Root::Path { path, name } => walk(path, name, options, &mut |step| {
                step.read(options, &mut walked, emit)
            }),
        };
        if flow.is_break() {
            break;
        }
    }
    walked
}

/// Bytes on disk that [`read`] will read; none if one of the roots cannot tell.
pub fn size(roots: &[Root], options: &Options) -> Option<u64> {
    let mut bytes = 0;
    for root in roots {
        let Root::Path { path, name } = root else { return None };
        let flow = walk(path, name, options, &mut |step| {
            if let Step::File(found) = step {
                if !found.metadata.is_file() {
                    return Flow::Break(());
                }
                bytes += found.metadata.len();
            }
            Flow::Continue(())
        });
        if flow.is_break() {
            return None;
        }
    }
    Some(bytes)
}

/// What the walk comes across.
enum Step<'a> {
    /// A file to be opened.
    File(Found<'a>),
    /// A file that is not wanted; what is known of it stays.
    Unwanted(String),
    /// A folder that is not wanted.
    Closed(String),
    /// A file of a kind that nobody reads.
    Skipped(String),
    /// Something that cannot be walked or opened.
    Failure(Failure),
}

/// A file to be opened.
struct Found<'a> {
    path: &'a Path,
    key: String,
    /// The user named this very file; its extension need not be known.
    named: bool,
    metadata: Metadata,
}

fn walk(
    root: &Path,
    name: &str,
    options: &Options,
    visit: &mut dyn FnMut(Step<'_>) -> Flow,
) -> Flow {
    let mut tree = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = tree.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                visit(Step::Failure(not_walked(&error, root, name)))?;
                continue;
            }
        };
        let path = below(entry.path(), root);
        let is_folder = entry.file_type().is_dir();
        if entry.depth() > 0 && is_left_out(&entry, options) {
            if is_folder {
                tree.skip_current_dir();
            }
        } else if is_folder {
            if entry.depth() > 0 && !options.selection.wants_folder(path) {
                tree.skip_current_dir();
                visit(Step::Closed(key(name, path)))?;
            }
        } else {
            visit(look_at(&entry, path, name, options))?;
        }
    }
    Flow::Continue(())
}

fn below<'a>(path: &'a Path, root: &Path) -> &'a Path {
    path.strip_prefix(root).unwrap_or(path)
}

/// Hidden files, the index itself, and files that speak about the archive.
fn is_left_out(entry: &DirEntry, options: &Options) -> bool {
    let name = entry.file_name();
    if name.as_encoded_bytes().starts_with(b".") {
        return true;
    }
    if entry.file_type().is_dir() {
        return options.exclude.iter().any(|it| is_same_folder(it, entry.path()));
    }
    let name = name.to_string_lossy();
    matches!(&*name.to_lowercase(), "outlets.toml" | "morgue.toml") || is_beside(&name)
}

/// A file that speaks about the archive.
pub(super) fn is_beside(name: &str) -> bool {
    let name = name.to_lowercase();
    let (stem, extension) = split(&name);
    matches!(extension.as_str(), "" | "md" | "txt") && BESIDE.contains(&stem)
}

fn is_same_folder(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name()
        && matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn look_at<'a>(
    entry: &'a DirEntry,
    below: &Path,
    root: &str,
    options: &Options,
) -> Step<'a> {
    let named = entry.depth() == 0;
    let key = key(root, below);
    let name = component(entry.file_name());
    let wanted = named || options.selection.wants_file(below);
    if !wanted || !options.selection.lists(entry.path()) {
        return Step::Unwanted(key);
    }
    let metadata = match entry.metadata() {
        Ok(metadata) => metadata,
        Err(error) => {
            return Step::Failure(fail(key, "cannot be looked at", &error.into()));
        }
    };
    let readable = metadata.is_file() || named && is_pipe(&metadata);
    if !readable {
        let reason = format!("is {}, not a file", kind(&metadata));
        let hint = "name it on the command line to read it as JSON Lines";
        let hint = if is_pipe(&metadata) { hint } else { "" };
        return Step::Failure(Failure::new(Place { key, inside: None }, reason, hint));
    }
    let largest = options.selection.largest.unwrap_or(u64::MAX);
    let filtered = options.filter(&name).is_some();
    if named || filtered || is_known(&name, &options.extensions) {
        if metadata.len() > largest {
            return Step::Skipped(format!("over {largest} bytes"));
        }
        return Step::File(Found { path: entry.path(), key, named, metadata });
    }
    match split(&name) {
        (_, extension) if extension.is_empty() => {
            Step::Skipped("no extension".to_owned())
        }
        (_, extension) => Step::Skipped(format!(".{extension}")),
    }
}

fn is_pipe(metadata: &Metadata) -> bool {
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

fn not_walked(error: &walkdir::Error, root: &Path, name: &str) -> Failure {
    let place = error.path().map(|it| key(name, below(it, root)));
    let key = place.unwrap_or_else(|| name.to_owned());
    if error.loop_ancestor().is_some() {
        let reason = "is a link to a folder that it stands in, not followed";
        return Failure::new(Place { key, inside: None }, reason, "");
    }
    match error.io_error() {
        Some(error) if error.kind() == io::ErrorKind::NotFound => {
            Failure::new(Place { key, inside: None }, "is a link to nothing", "remove it")
        }
        Some(error) => fail(key, "cannot be read", error),
        None => Failure::new(Place { key, inside: None }, error.to_string(), ""),
    }
}

fn fail(key: String, what: &str, error: &io::Error) -> Failure {
    let reason = format!("{what}: {error}");
    Failure::new(Place { key, inside: None }, reason, advice(error))
}

impl Step<'_> {
    fn read(
        self,
        options: &Options,
        walked: &mut Walked,
        emit: &mut dyn FnMut(Item) -> Flow,
    ) -> Flow {
        let known = options.known.as_deref();
        match self {
            Step::Failure(failure) => {
                walked.unseen.push(failure.key.clone());
                emit(Item::Failure(failure))
            }
            Step::Closed(key) => {
                walked.unseen.push(key);
                Flow::Continue(())
            }
            Step::Unwanted(key) => {
                known.inspect(|it| it.meet(&key));
                Flow::Continue(())
            }
            Step::File(found)
                if known.is_some_and(|it| it.is_unchanged(&found.key, found.stamp())) =>
            {
                walked.unchanged += 1;
                Flow::Continue(())
            }
            Step::Skipped(kind) => {
                *walked.skipped.entry(kind).or_default() += 1;
                Flow::Continue(())
            }
            Step::File(found) => {
                walked.files += 1;
                options.meter.files.fetch_add(1, Ordering::Relaxed);
                found.read(options, emit)
            }
        }
    }
}

impl Found<'_> {
    fn stamp(&self) -> Stamp {
        Stamp::of(&self.metadata)
    }

    /// Reads the file; one that was written to meanwhile is read again by the next run.
    fn read(self, options: &Options, emit: &mut dyn FnMut(Item) -> Flow) -> Flow {
        let (path, key, stamp) = (self.path, self.key.clone(), self.stamp());
        self.records(options, emit)?;
        let changed = |now: Metadata| now.is_file() && Stamp::of(&now) != stamp;
        if path.metadata().is_ok_and(changed) && !options.look_only {
            let text = "changed while it was read; run again to read it as it is now";
            emit(Item::Note(Place { key, inside: None }, Note::new(text)))?;
        }
        Flow::Continue(())
    }

    fn records(self, options: &Options, emit: &mut dyn FnMut(Item) -> Flow) -> Flow {
        let name = self.key.rsplit('/').next().unwrap_or_default();
        if let Some(filter) = options.filter(name).filter(|_| self.metadata.is_file()) {
            emit(Item::Opened(self.key.clone(), self.stamp()))?;
            if options.look_only {
                return Flow::Continue(());
            }
            options.meter.bytes.fetch_add(self.metadata.len(), Ordering::Relaxed);
            let facts = if self.named { near(self.path) } else { facts(&self.key) };
            let place = Place { key: self.key, inside: None };
            return filter.read(self.path, place, facts, emit);
        }
        let file = match File::open(self.path) {
            Ok(file) => file,
            Err(error) => {
                return emit(Item::Failure(fail(self.key, "cannot be opened", &error)));
            }
        };
        emit(Item::Opened(self.key.clone(), self.stamp()))?;
        if options.look_only {
            return Flow::Continue(());
        }
        let counted = Counted { inner: &file, meter: &options.meter };
        // small files are many: do not clear 128 KB for each
        let capacity = self.metadata.len().clamp(1 << 9, 1 << 17);
        let capacity = usize::try_from(capacity).unwrap_or(1 << 17);
        let mut bytes = BufReader::with_capacity(capacity, counted);
        let mut name = self.key.rsplit('/').next().unwrap_or_default().to_owned();
        if self.named && !is_known(&name, &options.extensions) {
            name = named_by_content(&name, &mut bytes, is_pipe(&self.metadata));
        }
        let facts = if self.named { near(self.path) } else { facts(&self.key) };
        let file = Some(&file).filter(|_| self.metadata.is_file());
        let (key, facts) = (&self.key, &facts);
        Opening { key, facts, file, options, emit }.open(&name, &mut bytes)
    }
}

/// A file that the user named is read whatever its extension: as JSON Lines if it begins
/// like one, else as text.
fn named_by_content(name: &str, bytes: &mut dyn BufRead, is_pipe: bool) -> String {
    let first = bytes.fill_buf().unwrap_or_default();
    let first = first.iter().find(|byte| !byte.is_ascii_whitespace());
    let extension = if is_pipe || first == Some(&b'{') { "jsonl" } else { "txt" };
    format!("{name}.{extension}")
}

/// The facts of a file named by itself: from the few folders it stands in, so that
/// `annotate lantern/2024/04/a.txt` understands what `index lantern` does.
fn near(path: &Path) -> PathFacts {
    let Ok(real) = path.canonicalize() else { return PathFacts::default() };
    let names: Vec<String> = real.iter().map(component).collect();
    facts(&names[names.len().saturating_sub(5)..].join("/"))
}

fn standard_input(options: &Options, emit: &mut dyn FnMut(Item) -> Flow) -> Flow {
    emit(Item::Opened(STDIN.to_owned(), Stamp::default()))?;
    let counted = Counted { inner: io::stdin(), meter: &options.meter };
    let mut bytes = BufReader::with_capacity(1 << 17, counted);
    let facts = PathFacts::default();
    let (facts, file) = (&facts, None);
    Opening { key: STDIN, facts, file, options, emit }.open("stdin.jsonl", &mut bytes)
}

/// Counts what is read, and reads again when a signal interrupts.
struct Counted<'m, R> {
    inner: R,
    meter: &'m Meter,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.inner.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Ok(amount) => {
                    self.meter.bytes.fetch_add(amount as u64, Ordering::Relaxed);
                    return Ok(amount);
                }
                Err(error) => return Err(error),
            }
        }
    }
}
