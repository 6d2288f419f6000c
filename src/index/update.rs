//! What must change so that an index holds what its inputs hold now? Keeps the account of
//! files and of the articles in them, hands new articles to the writer at once, and in
//! the end joins, moves and removes what turned out to be duplicate, moved or gone.
//!
//! The order of runs leaves no trace: an article has the places at which it stands, in
//! their order, and the same article is never stored twice.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use crate::corpus::{STDIN, Stamp};
use crate::index::entry::Entry;
use crate::index::facts::{Facts, RootFact, Run};
use crate::index::forget::Forgotten;
use crate::index::generation::Error;
use crate::index::ledger::{Failed, Input, Record};
use crate::index::reader::Archive;
use crate::index::recover;
use crate::index::writer::{BuildOptions, Writer};
use crate::model::Place;

mod begin;
mod finish;
mod mend;
mod places;

use places::{Places, place};

/// Articles restored and stored again at a time.
const BATCH: usize = 256;

/// What a run has built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Name of the generation.
    pub generation: String,
    /// What is in it.
    pub facts: Facts,
    /// What the run has done.
    pub run: Run,
    /// How long it took, when all was read, to put the segments on the disk.
    pub wrote: Duration,
    /// And to find copies, stories and the names of one party.
    pub related: Duration,
}

/// An article of the corpus: new, or one whose words are in the index already.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Understood and ready to be stored.
    New(Box<Entry>),
    /// Stored already: its id, its place, the input's own id.
    Known(u64, Place, Option<String>),
}

/// A run in progress; dropped without [`finish`](Self::finish) it changes nothing.
pub struct Update {
    index: PathBuf,
    options: BuildOptions,
    begun: Instant,
    /// The generation that is being changed, if any.
    base: Option<PathBuf>,
    facts: Facts,
    writer: Option<Writer>,
    inputs: BTreeMap<String, Input>,
    /// The input whose records come now, and what stood in it before.
    open: Option<Open>,
    places: Places,
    forgotten: Forgotten,
    changed: bool,
    run: Run,
    /// What the user should hear of the state in which the index was.
    notes: Vec<String>,
    /// Set by whoever wants the run to end.
    stop: Arc<AtomicBool>,
    _lock: File,
}

struct Open {
    input: Input,
    before: FxHashSet<(u64, Option<Box<str>>)>,
    /// What came by a pipe, now and in earlier runs: one record for each of the input's
    /// own ids.
    piped: BTreeMap<(u64, u64), Record>,
}

/// The input's own id, or ours where it gave none.
const fn piped_key(record: &Record) -> (u64, u64) {
    (record.given, if record.given == 0 { record.id } else { 0 })
}

impl Update {
    /// Every input that is known, with its stamp and what could not be read in it.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.inputs.values()
    }

    /// What was not as it should be when the run began, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Ends with [`Error::Stopped`], and without a trace, soon after this is set.
    pub fn heed(&mut self, stop: Arc<AtomicBool>) {
        self.stop = stop;
    }

    /// Whether to go on.
    fn wanted(&self) -> Result<(), Error> {
        if self.stop.load(Ordering::Relaxed) {
            Err(Error::Stopped(self.index.clone()))
        } else {
            Ok(())
        }
    }

    /// Where articles were read from.
    pub fn roots(&self) -> &[RootFact] {
        &self.facts.roots
    }

    /// Remembers where articles are read from.
    pub fn set_roots(&mut self, roots: Vec<RootFact>) {
        self.changed |= self.facts.roots != roots;
        self.facts.roots = roots;
    }

    /// Ids of the articles that are stored, for whoever would understand them again.
    pub fn stored(&self) -> Arc<FxHashSet<u64>> {
        Arc::new(self.places.ids())
    }

    /// A file is opened; its records and failures follow.
    pub fn open(&mut self, key: String, stamp: Stamp) {
        self.close();
        let old = self.inputs.remove(&key).unwrap_or_default();
        let input = Input {
            key,
            size: stamp.size,
            modified: stamp.modified,
            read: now(),
            ..Input::default()
        };
        let mut before = FxHashSet::default();
        let mut piped = BTreeMap::new();
        if input.key == STDIN {
            // What came by a pipe cannot be read again: it stays until it is replaced.
            piped = old.records.into_iter().map(|it| (piped_key(&it), it)).collect();
        } else {
            before = old.records.into_iter().map(|it| (it.id, it.inside)).collect();
        }
        self.changed = true;
        self.open = Some(Open { input, before, piped });
    }

    /// Articles of the files that are open, in order.
    ///
    /// # Errors
    /// The disk or the engine says no.
    pub fn add(&mut self, fresh: &[Entry]) -> Result<(), Error> {
        self.run.added += fresh.len() as u64;
        self.write(&[], fresh)
    }

    /// Takes an article of the open file; gives it back if it must be [added](Self::add),
    /// which may wait for others.
    pub fn arrive(&mut self, arrival: Arrival) -> Option<Entry> {
        let (id, mut place, given) = match &arrival {
            Arrival::New(it) => {
                (it.id, it.article.place.clone(), it.article.declared.id.clone())
            }
            Arrival::Known(id, place, given) => (*id, place.clone(), given.clone()),
        };
        if self.forgotten.has(id, given.as_deref()) {
            return None;
        }
        if self.open.as_ref().is_none_or(|it| it.input.key != place.key) {
            // Records come behind their file; this is for callers with articles alone.
            self.open(place.key.clone(), Stamp::default());
        }
        if place.key == STDIN {
            place.inside = Some(given.clone().unwrap_or_else(|| format!("{id:016x}")));
        }
        let record = Record {
            id,
            given: recover::given(given.as_deref()),
            inside: place.inside.clone().map(String::into_boxed_str),
        };
        if self.file(record) {
            return None;
        }
        match arrival {
            Arrival::New(mut entry) if self.places.first(id) => {
                entry.places = vec![place];
                Some(*entry)
            }
            Arrival::New(_) => {
                self.places.gain(id, place);
                None
            }
            Arrival::Known(..) => {
                self.places.know(id);
                self.places.gain(id, place);
                None
            }
        }
    }

    /// Puts a record into the account of the open file; true where it stood there before.
    fn file(&mut self, record: Record) -> bool {
        let Some(open) = &mut self.open else { return false };
        if open.input.key != STDIN {
            let stood = open.before.remove(&(record.id, record.inside.clone()));
            open.input.records.push(record);
            return stood;
        }
        let id = record.id;
        match open.piped.insert(piped_key(&record), record) {
            Some(old) if old.id == id => true,
            Some(old) => {
                self.places.lose(STDIN, old.id, old.inside);
                false
            }
            None => false,
        }
    }

    /// Notes what could not be read, in the open file or of a file by itself.
    pub fn fail(&mut self, key: &str, failed: Failed) {
        match &mut self.open {
            Some(open) if open.input.key == key => open.input.fail(failed),
            _ => {
                self.close();
                // What was read of it before stays: the file may be locked for a moment.
                let input = self.inputs.entry(key.to_owned()).or_default();
                if !input.failed.contains(&failed) {
                    self.changed = true;
                    key.clone_into(&mut input.key);
                    (input.size, input.modified) = (0, 0);
                    input.failed = Vec::new();
                    input.fail(failed);
                }
            }
        }
    }

    fn close(&mut self) {
        let Some(Open { mut input, before, piped }) = self.open.take() else { return };
        input.records.extend(piped.into_values());
        for (id, inside) in before {
            self.places.lose(&input.key, id, inside);
        }
        input.settle();
        self.inputs.insert(input.key.clone(), input);
    }

    /// A file is gone, and its articles with it.
    pub fn gone(&mut self, key: &str) {
        self.close();
        let Some(input) = self.inputs.remove(key) else { return };
        self.changed = true;
        for record in input.records {
            self.places.lose(key, record.id, record.inside);
        }
    }

    /// Removes articles that the user wants forgotten; how many there were.
    ///
    /// # Errors
    /// The disk or the engine says no.
    pub fn forget(&mut self, ids: &[u64]) -> Result<u64, Error> {
        let known: Vec<u64> =
            ids.iter().copied().filter(|it| self.places.holds(*it)).collect();
        for input in self.inputs.values_mut() {
            input.records.retain(|it| !known.contains(&it.id));
        }
        for id in &known {
            self.places.forget(*id);
        }
        self.run.removed += known.len() as u64;
        self.changed |= !known.is_empty();
        self.write(&known, &[])?;
        Ok(known.len() as u64)
    }

    /// Stores again what is in another generation, as `understand` makes it: articles
    /// whose sources are not at hand. Their account is taken over.
    ///
    /// # Errors
    /// The index cannot be read, or the disk or the engine says no.
    pub fn take_over(
        &mut self,
        archive: &Archive,
        wanted: impl Fn(&str) -> bool,
        mut understand: impl FnMut(Vec<Entry>) -> Vec<Entry>,
    ) -> Result<(), Error> {
        self.close();
        let inputs = recover::inputs(archive)?;
        let mut left: BTreeMap<u64, Vec<Place>> = BTreeMap::new();
        for mut input in inputs.into_iter().filter(|it| wanted(&it.key)) {
            input.records.retain(|it| !self.forgotten.has(it.id, None));
            for record in &input.records {
                left.entry(record.id).or_default().push(place(&input.key, record));
                self.places.know(record.id);
            }
            self.inputs.insert(input.key.clone(), input);
        }
        self.changed = true;
        while !left.is_empty() {
            self.wanted()?;
            let mut batch = Vec::with_capacity(BATCH);
            while let Some((id, mut places)) = left.pop_first() {
                if let Some(mut entry) = archive.entry(id)? {
                    places.sort();
                    entry.places = places;
                    batch.push(entry);
                }
                if batch.len() == BATCH {
                    break;
                }
            }
            let entries = understand(batch);
            self.write(&[], &entries)?;
        }
        Ok(())
    }

    fn write(&mut self, removed: &[u64], added: &[Entry]) -> Result<(), Error> {
        if removed.is_empty() && added.is_empty() {
            return Ok(());
        }
        self.changed = true;
        self.writer()?.run(removed, added)
    }

    fn writer(&mut self) -> Result<&mut Writer, Error> {
        if self.writer.is_none() {
            self.writer = Some(match &self.base {
                Some(folder) => Writer::carry(&self.index, folder, self.options)?,
                None => Writer::fresh(&self.index, self.options)?,
            });
        }
        Ok(self.writer.as_mut().expect("made above"))
    }

    /// How many articles there will be.
    pub fn articles(&self) -> usize {
        self.places.articles()
    }
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
