//! What stands beside the segments of an open generation? Its small tables: opened with it,
//! so that none can vanish under a search, and read when first asked for. A damaged one is
//! an error, not an empty one.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::aliases::{self, Aliases};
use super::ledger;
use super::parties::{self, Parties};
use super::relations::{self, Copies, Stories};
use super::sums::{Sums, Wrong};
use super::versions::{self, Versions};

/// The tables of one generation.
#[derive(Default)]
pub(super) struct Tables {
    sums: Arc<Sums>,
    files: Vec<(&'static str, Mutex<File>)>,
    versions: OnceLock<Versions>,
    aliases: OnceLock<Arc<Aliases>>,
    parties: OnceLock<Arc<Parties>>,
    stories: OnceLock<Stories>,
    copies: OnceLock<Copies>,
}

/// What is opened with a generation.
const NAMES: [&str; 6] = [
    versions::FILE,
    aliases::FILE,
    parties::FILE,
    relations::STORIES,
    relations::COPIES,
    ledger::LINES,
];

/// The names of a generation, for a run that goes on from it.
///
/// # Errors
/// The table is damaged.
pub(super) fn parties_of(folder: &Path) -> tantivy::Result<Arc<Parties>> {
    let tables = Tables::open(folder, Arc::new(Sums::load(folder)?));
    tables.parties().cloned()
}

impl Tables {
    /// Opens all tables that are there; those that are not are missed when asked for.
    pub(super) fn open(folder: &Path, sums: Arc<Sums>) -> Self {
        let open = |name| Some((name, Mutex::new(File::open(folder.join(name)).ok()?)));
        let files = NAMES.into_iter().filter_map(open).collect();
        Self { sums, files, ..Self::default() }
    }

    pub(super) fn versions(&self) -> tantivy::Result<&Versions> {
        self.kept(&self.versions, versions::FILE, |it| versions::read(&it))
    }

    pub(super) fn aliases(&self) -> tantivy::Result<&Arc<Aliases>> {
        let read = |bytes: Vec<u8>| aliases::read(&bytes).map(Arc::new);
        self.kept(&self.aliases, aliases::FILE, read)
    }

    pub(super) fn parties(&self) -> tantivy::Result<&Arc<Parties>> {
        let read = |bytes: Vec<u8>| parties::read(bytes).map(Arc::new);
        self.kept(&self.parties, parties::FILE, read)
    }

    pub(super) fn stories(&self) -> tantivy::Result<&Stories> {
        self.kept(&self.stories, relations::STORIES, |it| relations::read_stories(&it))
    }

    pub(super) fn copies(&self) -> tantivy::Result<&Copies> {
        self.kept(&self.copies, relations::COPIES, |it| relations::read_copies(&it))
    }

    /// The inputs, without their articles.
    pub(super) fn inputs(&self) -> io::Result<Vec<ledger::Input>> {
        ledger::lines(&self.bytes(ledger::LINES)?)
    }

    fn kept<'a, T>(
        &self,
        kept: &'a OnceLock<T>,
        name: &str,
        read: impl FnOnce(Vec<u8>) -> Option<T>,
    ) -> tantivy::Result<&'a T> {
        if let Some(table) = kept.get() {
            return Ok(table);
        }
        let table = read(self.bytes(name)?).ok_or_else(|| Wrong::Altered.error(name))?;
        Ok(kept.get_or_init(|| table))
    }

    fn bytes(&self, name: &str) -> io::Result<Vec<u8>> {
        let file = self.files.iter().find(|it| it.0 == name);
        let (_, file) = file.ok_or_else(|| Wrong::Missing.error(name))?;
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.rewind()?;
        let size = self.sums.get(name).map_or(0, |it| it.size);
        // What the sums say is believed once the file is there to bear it out.
        let there = size.min(file.metadata()?.len()).saturating_add(1);
        let mut bytes = Vec::with_capacity(usize::try_from(there).unwrap_or_default());
        file.by_ref().take(size.saturating_add(1)).read_to_end(&mut bytes)?;
        self.sums.compare(name, &bytes)?;
        Ok(bytes)
    }
}
