//! How does an archive get into the index? Batches in order: articles are numbered and
//! exact duplicates dropped in walk order, documents made in parallel and handed to
//! tantivy, and the whole made visible by one commit.

use std::fs::File;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument};

use crate::index::generation::{self, Error, Facts};
use crate::index::ledger::{Ledger, Line, State};
use crate::index::reader::register;
use crate::index::record::documents;
use crate::index::schema::{self, FORMAT, Fields};
use crate::model::{Annotations, Article, Place, Role};

/// Bytes a writer thread may hold before it writes a segment.
const ARENA: usize = 64 << 20;
/// More segments than this are merged at the end.
const MOST_SEGMENTS: usize = 12;

/// One article, understood and ready to be stored.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As read.
    pub article: Article,
    /// Its id.
    pub id: u64,
    /// What was understood.
    pub annotations: Annotations,
    /// The same for the same words.
    pub fingerprint: u64,
    /// Where it was read.
    pub places: Vec<Place>,
}

/// How a generation is built.
#[derive(Clone, Copy, Debug)]
pub struct BuildOptions {
    /// Threads that write; 0 means one for each core.
    pub jobs: usize,
}

/// What a run has built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Name of the generation.
    pub generation: String,
    /// What is in it.
    pub facts: Facts,
}

/// Fills a new generation; dropped without [`commit`](Self::commit) it leaves the old
/// one answering.
pub struct Builder {
    index: PathBuf,
    folder: PathBuf,
    fields: Fields,
    writer: Option<IndexWriter>,
    engine: Index,
    ledger: Option<Ledger>,
    seen: FxHashMap<u64, u64>,
    facts: Facts,
    next: u64,
    committed: bool,
    _lock: File,
}

impl Builder {
    /// Takes the lock, removes what a crashed run left, and starts a generation.
    ///
    /// # Errors
    /// Another run writes, the folder holds something else, or the disk says no.
    pub fn create(index: &Path, options: BuildOptions) -> Result<Self, Error> {
        let lock = generation::lock(index)?;
        generation::clean(index)?;
        let folder = generation::create(index)?;
        let (schema, fields) = schema::build();
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
            ..IndexSettings::default()
        };
        let engine =
            Index::builder().schema(schema).settings(settings).create_in_dir(&folder)?;
        register(&engine);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if options.jobs == 0 { cores } else { options.jobs }.clamp(1, 8);
        let writer = engine.writer_with_num_threads(threads, threads * ARENA)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let ledger = Ledger::create(&folder).map_err(|source| Error::Io {
            what: "write ledger",
            path: folder.clone(),
            source,
        })?;
        let facts = Facts {
            format: FORMAT,
            tool: format!("morgue {}", env!("CARGO_PKG_VERSION")),
            ..Facts::default()
        };
        Ok(Self {
            index: index.to_owned(),
            folder,
            fields,
            writer: Some(writer),
            engine,
            ledger: Some(ledger),
            seen: FxHashMap::default(),
            facts,
            next: 0,
            committed: false,
            _lock: lock,
        })
    }

    /// Adds articles in walk order; an exact duplicate is dropped and its place noted.
    ///
    /// # Errors
    /// The disk or the engine says no.
    pub fn add(&mut self, batch: Vec<Entry>) -> Result<(), Error> {
        let mut fresh: Vec<(u64, Entry)> = Vec::with_capacity(batch.len());
        for entry in batch {
            if let Some(&number) = self.seen.get(&entry.id) {
                self.facts.duplicates += 1;
                self.note(&entry.places, State::Duplicate, number)?;
                // Its place is kept where the article is still in our hands.
                if let Some((_, first)) = fresh.iter_mut().find(|it| it.0 == number) {
                    first.places.extend(entry.places);
                }
                continue;
            }
            let number = self.next;
            self.next += 1;
            self.seen.insert(entry.id, number);
            self.note(&entry.places, State::Indexed, number)?;
            self.count(&entry);
            fresh.push((number, entry));
        }
        let fields = self.fields;
        let operations: Vec<UserOperation<TantivyDocument>> = fresh
            .into_par_iter()
            .flat_map_iter(|(number, entry)| documents(&entry, number, &fields))
            .map(UserOperation::Add)
            .collect();
        if let Some(writer) = &self.writer {
            writer.run(operations)?;
        }
        Ok(())
    }

    /// Notes an input that could not be read.
    ///
    /// # Errors
    /// The disk is full.
    pub fn fail(
        &mut self,
        key: &str,
        inside: Option<&str>,
        reason: &str,
        hint: &str,
    ) -> Result<(), Error> {
        self.facts.failures += 1;
        self.line(&Line {
            key: key.to_owned(),
            inside: inside.map(str::to_owned),
            state: State::Failed,
            number: None,
            reason: Some(reason.to_owned()),
            hint: Some(hint.to_owned()).filter(|it| !it.is_empty()),
        })
    }

    fn note(&mut self, places: &[Place], state: State, number: u64) -> Result<(), Error> {
        for place in places {
            self.line(&Line {
                key: place.key.clone(),
                inside: place.inside.clone(),
                state,
                number: Some(number),
                reason: None,
                hint: None,
            })?;
        }
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), Error> {
        let Some(ledger) = &mut self.ledger else { return Ok(()) };
        ledger.write(line).map_err(|source| Error::Io {
            what: "write ledger",
            path: self.folder.clone(),
            source,
        })
    }

    fn count(&mut self, entry: &Entry) {
        let found = &entry.annotations;
        let facts = &mut self.facts;
        facts.articles += 1;
        facts.quotes += found.quotes.len() as u64;
        let long = |quote: &&crate::model::Quote| {
            quote
                .chain
                .links
                .iter()
                .any(|it| !matches!(it.role, Role::Speaker | Role::Publication))
        };
        facts.chains += found.quotes.iter().filter(long).count() as u64;
        if let Some(published) = &found.published {
            let number = published.date.number();
            facts.dated += 1;
            facts.min_date = Some(facts.min_date.map_or(number, |it| it.min(number)));
            facts.max_date = Some(facts.max_date.map_or(number, |it| it.max(number)));
        }
        let language = found.language.clone().unwrap_or_else(|| "unknown".to_owned());
        *facts.languages.entry(language).or_default() += 1;
        if let Some(outlet) = &found.outlet {
            *facts.outlets.entry(outlet.name.clone()).or_default() += 1;
        }
    }

    /// Makes the generation the one that answers.
    ///
    /// # Errors
    /// The disk or the engine says no; the old generation goes on answering.
    pub fn commit(mut self) -> Result<Built, Error> {
        if let Some(mut writer) = self.writer.take() {
            writer.commit()?;
            let segments = self.engine.searchable_segment_ids()?;
            if segments.len() > MOST_SEGMENTS {
                writer.merge(&segments).wait()?;
            }
            writer.wait_merging_threads()?;
        }
        if let Some(ledger) = self.ledger.take() {
            ledger.finish().map_err(|source| Error::Io {
                what: "write ledger",
                path: self.folder.clone(),
                source,
            })?;
        }
        self.facts.created =
            jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        generation::commit(&self.index, &self.folder, &self.facts)?;
        self.committed = true;
        generation::clean(&self.index)?;
        let name = self.folder.file_name().map(|it| it.to_string_lossy().into_owned());
        Ok(Built { generation: name.unwrap_or_default(), facts: self.facts.clone() })
    }
}

impl Drop for Builder {
    /// What was not committed is removed.
    fn drop(&mut self) {
        if !self.committed {
            drop(self.writer.take());
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
