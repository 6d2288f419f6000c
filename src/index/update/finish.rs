//! How does a run end? Moved and lost articles are settled, the tables beside the segments
//! made, and the generation becomes the one that answers.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use crate::index::facts::{Facts, Run};
use crate::index::generation::{self, Error};
use crate::index::reader::Archive;
use crate::index::relations::Found;
use crate::index::schema::FORMAT;
use crate::index::{aliases, census, ledger, parties, relations, versions};

use super::{BATCH, Built, Update, now};

impl Update {
    /// Makes the generation the one that answers; none where nothing has changed.
    ///
    /// # Errors
    /// The disk or the engine says no, or the run was stopped; the old generation goes on
    /// answering.
    pub fn finish(mut self) -> Result<Option<Built>, Error> {
        self.close();
        self.settle()?;
        if !self.changed && self.base.is_some() {
            return Ok(None);
        }
        self.wanted()?;
        let begun = Instant::now();
        let archive = self.writer()?.finish()?;
        let wrote = begun.elapsed();
        self.wanted()?;
        let begun = Instant::now();
        let folder = self.writer()?.folder().to_owned();
        let io =
            |source: io::Error| Error::Io { what: "write", path: folder.clone(), source };
        let versions = versions::find(&archive.searcher(), archive.fields().kind)?;
        versions::save(&folder, &versions).map_err(io)?;
        // What the run before has compared; where that cannot be read, all is compared anew.
        let before = self.base.as_deref().and_then(relations::known).unwrap_or_default();
        let plain = census::is_plain(&archive)?;
        let stop = Arc::clone(&self.stop);
        let actors = self.writer()?.actors();
        let relate = || {
            // Copies and stories wait, as speakers do, until they are asked for.
            if plain {
                Ok(Found::default())
            } else {
                relations::find(&archive, &versions, &before, &stop)
            }
        };
        let (names, found) = rayon::join(|| census::names(&archive, &actors), relate);
        // What was found until then is not all there is.
        self.wanted()?;
        let (parties, aliases) = names?;
        parties::save(&folder, &parties).map_err(io)?;
        aliases::save(&folder, &aliases).map_err(io)?;
        relations::save(&folder, &found?).map_err(io)?;
        let related = begun.elapsed();
        ledger::save(&folder, self.inputs.values()).map_err(io)?;
        let facts = self.account(&archive, versions.superseded())?;
        self.wanted()?;
        generation::commit(&self.index, &folder, &facts, self.base.as_deref())?;
        self.writer()?.keep();
        generation::clean(&self.index)?;
        let name = folder.file_name().map(|it| it.to_string_lossy().into_owned());
        let run = facts.runs.first().cloned().unwrap_or_default();
        let generation = name.unwrap_or_default();
        Ok(Some(Built { generation, facts, run, wrote, related }))
    }

    fn account(&mut self, archive: &Archive, superseded: u64) -> Result<Facts, Error> {
        let mut facts = std::mem::take(&mut self.facts);
        facts.format = FORMAT;
        facts.tool = format!("morgue {}", env!("CARGO_PKG_VERSION"));
        facts.serial = facts.serial.saturating_add(1);
        facts.created = now();
        facts.superseded = superseded;
        census::count(archive, &mut facts)?;
        let records: usize = self.inputs.values().map(|it| it.records.len()).sum();
        facts.duplicates = (records as u64).saturating_sub(facts.articles);
        facts.failures = self.inputs.values().map(|it| it.failed.len() as u64).sum();
        let took = self.begun.elapsed().as_millis();
        facts.remember(Run {
            ended: facts.created.clone(),
            failures: facts.failures,
            took_ms: u64::try_from(took).unwrap_or(u64::MAX),
            ..self.run.clone()
        });
        Ok(facts)
    }

    /// Articles that gained or lost places are removed, or stored again with them.
    fn settle(&mut self) -> Result<(), Error> {
        let (kept, dead) = self.places.settle();
        if kept.is_empty() && dead.is_empty() {
            return Ok(());
        }
        self.run.removed += dead.len() as u64;
        self.run.moved += kept.len() as u64;
        self.write(&dead, &[])?;
        if kept.is_empty() {
            return Ok(());
        }
        let archive = self.writer()?.settled()?;
        for batch in kept.chunks(BATCH) {
            let mut entries = Vec::with_capacity(batch.len());
            for (id, shift) in batch {
                let Some(mut entry) = archive.entry(*id)? else { continue };
                shift.apply(&mut entry.places);
                entries.push(entry);
            }
            let ids: Vec<u64> = entries.iter().map(|it| it.id).collect();
            self.write(&ids, &entries)?;
        }
        Ok(())
    }
}
