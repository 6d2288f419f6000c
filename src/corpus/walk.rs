//! Which files stand below the roots? Folders in the order of their names, links
//! followed, hidden files and what stands beside an archive left out.

use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::facts::facts;
use super::key::component;
use super::look::{Found, Look, Passed, Step, fail, is_pipe};
use super::tree::Tree;
use super::unpack::{Opening, is_known};
use super::{Flow, Item, Meter, Options, Root, Stamp, Walked};
use crate::model::{Note, PathFacts, Place};

/// The key of standard input.
pub const STDIN: &str = "stdin";

/// Emits every record below the roots, in order, until `emit` wants no more.
pub fn read(
    roots: &[Root],
    options: &Options,
    emit: &mut dyn FnMut(Item) -> Flow,
) -> Walked {
    let mut walked = Walked::default();
    let look = Arc::new(Look::new(options.clone()));
    for root in roots {
        let flow = match root {
            Root::Stdin => {
                walked.files += 1;
                standard_input(options, emit)
            }
            Root::Path { path, name } => {
                let mut tree = Tree::new(&look, path, name);
                let mut read = |step: Step| step.read(options, &mut walked, emit);
                let flow = tree.by_ref().try_for_each(&mut read);
                walked.pass(tree.passed);
                flow
            }
        };
        if flow.is_break() {
            break;
        }
    }
    walked
}

/// Bytes on disk that [`read`] will read; none if one of the roots cannot tell.
pub fn size(roots: &[Root], options: &Options) -> Option<u64> {
    // What is known counts too; only the walk that reads marks it as met.
    let look = Arc::new(Look::new(Options { known: None, ..options.clone() }));
    let mut bytes = 0;
    for root in roots {
        let Root::Path { path, name } = root else { return None };
        for step in Tree::new(&look, path, name) {
            let Step::File(found) = step else { continue };
            if !found.metadata.is_file() {
                return None;
            }
            bytes += found.metadata.len();
        }
    }
    Some(bytes)
}

impl Walked {
    fn pass(&mut self, passed: Passed) {
        self.unchanged += passed.unchanged;
        for (kind, count) in passed.skipped {
            *self.skipped.entry(kind).or_default() += count;
        }
    }
}

impl Step {
    fn read(
        self,
        options: &Options,
        walked: &mut Walked,
        emit: &mut dyn FnMut(Item) -> Flow,
    ) -> Flow {
        match self {
            // The walk hands over what stands in it instead.
            Self::Folder(_) => Flow::Continue(()),
            Self::Failure(failure) => {
                walked.unseen.push(failure.key.clone());
                emit(Item::Failure(failure))
            }
            Self::Closed(key) => {
                walked.unseen.push(key);
                Flow::Continue(())
            }
            Self::File(found) => {
                walked.files += 1;
                options.meter.files.fetch_add(1, Ordering::Relaxed);
                found.read(options, emit)
            }
        }
    }
}

impl Found {
    fn is_file(&self) -> bool {
        self.metadata.is_file()
    }

    fn stamp(&self) -> Stamp {
        Stamp::of(&self.metadata)
    }

    /// Reads the file; one that was written to meanwhile is read again by the next run.
    fn read(self, options: &Options, emit: &mut dyn FnMut(Item) -> Flow) -> Flow {
        let (path, key) = (self.path.clone(), self.key.clone());
        // It was looked at some folders ago; where it is gone, opening it says so.
        let now = path.metadata().ok().filter(|it| it.is_file() == self.is_file());
        let found = Self { metadata: now.unwrap_or(self.metadata), ..self };
        let stamp = found.stamp();
        found.records(options, emit)?;
        let changed = |now: Metadata| now.is_file() && Stamp::of(&now) != stamp;
        if path.metadata().is_ok_and(changed) && !options.look_only {
            let text = "changed while it was read; run again to read it as it is now";
            emit(Item::Note(Place { key, inside: None }, Note::new(text)))?;
        }
        Flow::Continue(())
    }

    fn records(self, options: &Options, emit: &mut dyn FnMut(Item) -> Flow) -> Flow {
        let name = self.key.rsplit('/').next().unwrap_or_default();
        if let Some(filter) = options.filter(name).filter(|_| self.is_file()) {
            emit(Item::Opened(self.key.clone(), self.stamp()))?;
            if options.look_only {
                return Flow::Continue(());
            }
            options.meter.bytes.fetch_add(self.metadata.len(), Ordering::Relaxed);
            let facts = if self.named { near(&self.path) } else { facts(&self.key) };
            let place = Place { key: self.key, inside: None };
            return filter.read(&self.path, place, facts, emit);
        }
        let file = match File::open(&self.path) {
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
        let facts = if self.named { near(&self.path) } else { facts(&self.key) };
        let file = Some(&file).filter(|_| self.is_file());
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
