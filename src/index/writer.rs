//! How do articles get into the files of a generation? Adds and removals in order, in
//! batches, made into documents in parallel; merged where that pays. Which articles these
//! are, and whether the generation is to be, others decide.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use rayon::prelude::*;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, Term};

use crate::index::document::{Held, Written};
use crate::index::entry::Entry;
use crate::index::generation::{self, Error};
use crate::index::guard::Guard;
use crate::index::names::{Names, Numbering};
use crate::index::reader::{Archive, register};
use crate::index::record::documents;
use crate::index::schema::{self, Fields};
use crate::index::terms::{Read, TermWriter};
use crate::index::wordlist::NewWords;
use crate::index::{recover, tables};

/// Bytes a writer thread may hold before it writes a segment.
const ARENA: usize = 128 << 20;
/// Bytes of terms that may wait for the engine.
const WAITING: u64 = 16 << 20;
/// How long it is waited for while it does nothing: it may be writing a segment.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(1);
/// More segments than this are merged at the end,
const MOST_SEGMENTS: usize = 32;
/// into so many.
const MERGED: usize = 16;
/// Merges that run side by side.
const AT_A_TIME: usize = 2;
/// Segments of fewer documents than this are merged with each other, and rewritten when
/// some of their documents are gone: it costs less than a look at each costs a search.
const SMALL: u32 = 5_000;
/// So many small segments may stand side by side: what the threads of one run leave.
const FEW: usize = 4;
/// Articles with so many bytes of text go to one thread of the engine at once, each with
/// its quotes, which stand behind it. All of a small archive: then its segments, and with
/// them the last digit of a score, are the same for any number of threads.
const AT_ONCE: usize = 512 << 10;
/// New words go to the list when there are so many,
const WORDS_AT_ONCE: usize = 1 << 15;
/// in documents of so many: each thread of the engine gets a share of them, for writing the
/// dictionary of a hundred thousand words takes one thread as long as a megabyte of text.
const WORDS_OF_ONE: usize = 1 << 13;
/// Of larger segments, those that have lost one document in so many are rewritten.
const LOST: u32 = 5;

/// How a generation is built.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions {
    /// Threads that write; 0 means one for each core.
    pub jobs: usize,
}

/// Fills a generation; dropped before [`keep`](Self::keep) it leaves nothing.
pub(super) struct Writer {
    folder: PathBuf,
    fields: Fields,
    engine: Index,
    new: NewWords,
    actors: Numbering,
    /// Those that are not at work.
    terms: Mutex<Vec<TermWriter>>,
    /// Bytes of terms that the engine was handed, and those it has read.
    sent: u64,
    read: Read,
    inner: Option<IndexWriter<Written>>,
    finished: bool,
}

impl Writer {
    /// Begins a generation with nothing in it.
    pub(super) fn fresh(index: &Path, options: BuildOptions) -> Result<Self, Error> {
        let folder = generation::create(index)?;
        let (schema, _) = schema::build();
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor {
                compression_level: Some(1),
            }),
            ..IndexSettings::default()
        };
        let engine = Index::builder().schema(schema).settings(settings);
        match engine.create_in_dir(&folder) {
            Ok(engine) => Self::over(folder, engine, Numbering::default(), options),
            Err(error) => abandon(&folder, error),
        }
    }

    /// Begins a generation with all that is in another one.
    pub(super) fn carry(
        index: &Path,
        from: &Path,
        options: BuildOptions,
    ) -> Result<Self, Error> {
        let actors = numbering(index, from)?;
        let folder = generation::carry(index, from)?;
        match Index::open_in_dir(&folder) {
            Ok(engine) => Self::over(folder, engine, actors, options),
            Err(error) => abandon(&folder, error),
        }
    }

    fn over(
        folder: PathBuf,
        engine: Index,
        actors: Numbering,
        options: BuildOptions,
    ) -> Result<Self, Error> {
        let read = Read::default();
        register(&engine, read.clone());
        let (_, fields) = schema::build();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if options.jobs == 0 { cores } else { options.jobs }.clamp(1, 8);
        let mut made = Self {
            folder,
            fields,
            engine,
            new: NewWords::default(),
            actors,
            terms: Mutex::default(),
            sent: 0,
            read,
            inner: None,
            finished: false,
        };
        let writer = made.engine.writer_with_num_threads(threads, threads * ARENA)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        made.inner = Some(writer);
        Ok(made)
    }

    /// Its folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The names of actors, by their numbers, once all is written.
    pub(super) fn actors(&self) -> Names {
        self.actors.take()
    }

    /// The generation answers: its files stay.
    pub(super) fn keep(&mut self) {
        self.finished = true;
    }

    /// Removes articles with their quotes, then adds others.
    pub(super) fn run(&mut self, removed: &[u64], added: &[Entry]) -> Result<(), Error> {
        let number = self.fields.number;
        let gone = removed
            .iter()
            .map(|&id| UserOperation::Delete(Term::from_field_u64(number, id)));
        self.hand_over(gone.collect())?;
        let parts: Vec<Vec<UserOperation<Written>>> = parts(added)
            .into_par_iter()
            .map(|part| {
                let documents = part.iter().flat_map(|entry| self.documents(entry));
                documents.map(UserOperation::Add).collect()
            })
            .collect();
        let lists = self.lists(WORDS_AT_ONCE);
        self.wait();
        for part in parts {
            self.hand_over(part)?;
        }
        for list in lists {
            self.hand_over(vec![UserOperation::Add(list)])?;
        }
        Ok(())
    }

    /// Hands operations to the engine; all of them go to one of its threads.
    fn hand_over(
        &mut self,
        operations: Vec<UserOperation<Written>>,
    ) -> Result<(), Error> {
        self.sent += operations.iter().map(|it| self.analyzed(it)).sum::<u64>();
        if let Some(writer) = self.inner.as_ref().filter(|_| !operations.is_empty()) {
            writer.run(operations)?;
        }
        Ok(())
    }

    fn documents(&self, entry: &Entry) -> Vec<Written> {
        let free = || self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        let terms = free().pop();
        let mut terms = terms.unwrap_or_else(|| TermWriter::new(self.new.clone()));
        let documents = documents(entry, &self.fields, &mut terms, &self.actors);
        free().push(terms);
        documents
    }

    /// Bytes of terms that the engine reads.
    fn analyzed(&self, operation: &UserOperation<Written>) -> u64 {
        let Fields { title, text, said, .. } = self.fields;
        match operation {
            UserOperation::Add(it) => it.bytes_of(&[title, text, said]),
            UserOperation::Delete(_) => 0,
        }
    }

    /// Waits while the engine has much to do: its queue counts batches, whatever their
    /// size, so that a long run would wait in memory. Not for ever: what it passed over would
    /// never be done.
    fn wait(&mut self) {
        let (mut before, mut still) = (self.read.bytes(), Duration::ZERO);
        while self.sent.saturating_sub(before) > WAITING && still < PATIENCE {
            sleep(PAUSE);
            let now = self.read.bytes();
            still = if now == before { still + PAUSE } else { Duration::ZERO };
            before = now;
        }
        if still >= PATIENCE {
            self.sent = before;
        }
    }

    /// Documents of words that texts hold, where there are at least so many words.
    fn lists(&self, least: usize) -> Vec<Written> {
        let mut lists = Vec::new();
        for (at, word) in self.new.take(least).into_iter().enumerate() {
            if at % WORDS_OF_ONE == 0 {
                lists.push(Written::default());
            }
            if let Some(list) = lists.last_mut() {
                list.add(self.fields.words, Held::Text(word.into()));
            }
        }
        lists
    }

    /// Puts all on the disk, and the words that were met on the way.
    fn commit(&mut self) -> Result<(), Error> {
        for list in self.lists(1) {
            self.hand_over(vec![UserOperation::Add(list)])?;
        }
        let Some(writer) = &mut self.inner else { return Ok(()) };
        writer.commit()?;
        let (sent, read) = (self.sent, self.read.bytes());
        debug_assert_eq!(sent, read, "all texts were read, as counted");
        Ok(())
    }

    /// Puts all on the disk so far, and opens it for reading.
    pub(super) fn settled(&mut self) -> Result<Archive, Error> {
        self.commit()?;
        Ok(Archive::over(&self.folder, &self.engine)?)
    }

    /// Puts all on the disk and merges what is worth it.
    pub(super) fn finish(&mut self) -> Result<Archive, Error> {
        self.commit()?;
        if let Some(mut writer) = self.inner.take() {
            let merges = merges(self.engine.searchable_segment_metas()?);
            for some in merges.chunks(AT_A_TIME) {
                let running: Vec<_> = some.iter().map(|it| writer.merge(it)).collect();
                for merge in running {
                    merge.wait()?;
                }
            }
            writer.garbage_collect_files().wait()?;
            writer.wait_merging_threads()?;
        }
        let engine = Guard::by_place(&self.folder).and_then(Index::open)?;
        register(&engine, Read::default());
        Ok(Archive::over(&self.folder, &engine)?)
    }
}

/// Entries in parts of about [`AT_ONCE`] bytes of text.
fn parts(entries: &[Entry]) -> Vec<&[Entry]> {
    let (mut parts, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (at, entry) in entries.iter().enumerate() {
        bytes += entry.article.text.len();
        if bytes >= AT_ONCE {
            parts.push(&entries[start..=at]);
            (start, bytes) = (at + 1, 0);
        }
    }
    parts.extend(Some(&entries[start..]).filter(|it| !it.is_empty()));
    parts
}

/// Which segments become one: the small ones, and large ones that have lost much.
fn merges(mut segments: Vec<SegmentMeta>) -> Vec<Vec<tantivy::index::SegmentId>> {
    if segments.len() > MOST_SEGMENTS {
        // Small ones with small ones.
        segments.sort_by_key(SegmentMeta::num_docs);
        let groups = segments.chunks(segments.len().div_ceil(MERGED));
        let some = groups.filter(|it| it.len() > 1 || it[0].num_deleted_docs() > 0);
        return some.map(|it| it.iter().map(SegmentMeta::id).collect()).collect();
    }
    let (small, large): (Vec<_>, Vec<_>) =
        segments.into_iter().partition(|it| it.num_docs() < SMALL);
    let mut merges = Vec::new();
    let worn = small.iter().any(|it| it.num_deleted_docs() > 0);
    if small.len() > FEW || worn {
        merges.push(small.iter().map(SegmentMeta::id).collect());
    }
    let much = |it: &&SegmentMeta| it.num_deleted_docs() > it.max_doc() / LOST;
    merges.extend(large.iter().filter(much).map(|it| vec![it.id()]));
    merges
}

/// The numbers of the actors of a generation, wherever they can be read.
fn numbering(index: &Path, from: &Path) -> Result<Numbering, Error> {
    if let Ok(parties) = tables::parties_of(from) {
        return Ok(parties.numbering());
    }
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    let found = generation::look(index, &name)?;
    let archive = Archive::open_folder(index, found, Vec::new())?;
    Ok(recover::numbering(&archive)?)
}

/// A generation that could not be begun leaves no folder.
fn abandon<T>(folder: &Path, error: tantivy::TantivyError) -> Result<T, Error> {
    generation::abandon(folder);
    Err(error.into())
}

impl Drop for Writer {
    /// What was not finished is removed.
    fn drop(&mut self) {
        if !self.finished {
            drop(self.inner.take());
            generation::abandon(&self.folder);
        }
    }
}
