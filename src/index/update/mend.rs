//! How does a damaged index become whole again? From its segments where only the tables
//! beside them are damaged; else from nothing, with what can be read of the stored texts.

use std::path::Path;

use crate::index::entry::Entry;
use crate::index::generation::{self, Error};
use crate::index::ledger::Record;
use crate::index::reader::Archive;
use crate::index::writer::BuildOptions;
use crate::index::{recover, salvage};
use crate::model::Place;

use super::{BATCH, Update};

/// What a run remembers itself as.
const REPAIR: &str = "repair";

impl Update {
    /// Takes the lock and begins with the segments of a generation whose tables are
    /// damaged: [`finish`](Self::finish) makes them again.
    ///
    /// # Errors
    /// Another run writes, or the segments cannot be read.
    pub fn mend(index: &Path, name: &str, options: BuildOptions) -> Result<Self, Error> {
        let mut update = Self::nothing(index, options, REPAIR)?;
        let found = generation::look(index, name)?;
        let (folder, mut facts) = (found.folder.clone(), found.facts.clone());
        if facts.roots.is_empty() {
            let before = generation::remembered(index);
            (facts.roots, facts.runs) = (before.roots, before.runs);
            facts.serial = facts.serial.max(before.serial);
        }
        let archive = Archive::open_folder(index, found, Vec::new())?;
        let inputs = recover::inputs(&archive)?;
        for record in inputs.iter().flat_map(|it| &it.records) {
            update.places.know(record.id);
        }
        update.inputs = inputs.into_iter().map(|it| (it.key.clone(), it)).collect();
        (update.base, update.facts) = (Some(folder), facts);
        update.changed = true;
        Ok(update)
    }

    /// Takes the lock and begins with nothing, whatever is there; the folders that were
    /// read are remembered as far as any generation knows them.
    ///
    /// # Errors
    /// Another run writes, or the disk says no.
    pub fn over_ruins(index: &Path, options: BuildOptions) -> Result<Self, Error> {
        let mut update = Self::nothing(index, options, REPAIR)?;
        let known = generation::remembered(index);
        (update.facts.roots, update.facts.runs) = (known.roots, known.runs);
        (update.facts.serial, update.changed) = (known.serial, true);
        Ok(update)
    }

    /// Stores again what can be read of a damaged generation, as `understand` makes it, at
    /// the places wanted. How many articles, and how many documents could not be read.
    ///
    /// # Errors
    /// The disk or the engine says no.
    pub fn salvage(
        &mut self,
        folder: &Path,
        wanted: impl Fn(&str) -> bool,
        mut understand: impl FnMut(Vec<Entry>) -> Vec<Entry>,
    ) -> Result<(u64, u64), Error> {
        self.close();
        let (found, lost) = salvage::articles(folder);
        let mut kept = Vec::new();
        for mut entry in found {
            entry.places.retain(|it| wanted(&it.key));
            let there = entry.places.is_empty() || self.places.holds(entry.id);
            if there || self.forgotten.has(entry.id, None) {
                continue;
            }
            for place in &entry.places {
                self.file_again(&entry, place);
            }
            kept.push(entry);
        }
        let count = kept.len() as u64;
        while !kept.is_empty() {
            self.wanted()?;
            let rest = kept.split_off(kept.len().min(BATCH));
            let entries = understand(std::mem::replace(&mut kept, rest));
            self.write(&[], &entries)?;
        }
        Ok((count, lost))
    }

    /// Puts a place of a stored article into the account.
    fn file_again(&mut self, entry: &Entry, place: &Place) {
        let input = self.inputs.entry(place.key.clone()).or_default();
        input.key.clone_from(&place.key);
        input.records.push(Record {
            id: entry.id,
            given: recover::given(entry.article.declared.id.as_deref()),
            inside: place.inside.clone().map(String::into_boxed_str),
        });
        self.places.know(entry.id);
    }
}
