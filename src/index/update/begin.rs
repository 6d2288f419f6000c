//! With what does a run begin? With the generation that answers, with nothing where there
//! is none or all is to be read again; never with nothing because something is damaged.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::index::facts::{Facts, Run};
use crate::index::forget::{self, Forgotten};
use crate::index::generation::{self, Error, Generation, OpenError};
use crate::index::reader::Archive;
use crate::index::writer::BuildOptions;
use crate::index::{ledger, recover};

use super::Update;
use super::places::Places;

impl Update {
    /// Takes the lock and begins with what is in the index; from nothing where there is
    /// no index, or one of an older format.
    ///
    /// # Errors
    /// Another run writes, the index is damaged or of a newer format, the folder holds
    /// something else, or the disk says no.
    pub fn begin(index: &Path, options: BuildOptions) -> Result<Self, Error> {
        let mut update = Self::nothing(index, options, "update")?;
        if let Some(Generation { folder, facts, sums }) = update.before()? {
            let inputs = match ledger::load(&folder, &sums) {
                Ok(inputs) => inputs,
                Err(error) => {
                    update.changed = true;
                    update.notes.push(format!(
                        "{error}: the account is made again from the articles, and every file read again"
                    ));
                    recover::inputs(&Archive::open(index)?)?
                }
            };
            for input in &inputs {
                for record in &input.records {
                    update.places.know(record.id);
                }
            }
            update.inputs = inputs.into_iter().map(|it| (it.key.clone(), it)).collect();
            (update.base, update.facts) = (Some(folder), facts);
        }
        Ok(update)
    }

    /// Takes the lock and begins with nothing; roots and runs are remembered.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn anew(
        index: &Path,
        options: BuildOptions,
        what: &'static str,
    ) -> Result<Self, Error> {
        let mut update = Self::nothing(index, options, what)?;
        if let Some(Generation { facts, .. }) = update.before()? {
            (update.facts.roots, update.facts.runs) = (facts.roots, facts.runs);
            update.facts.serial = facts.serial;
        }
        update.changed = true;
        Ok(update)
    }

    /// The generation that answers now; none where there is none that can be carried on.
    fn before(&mut self) -> Result<Option<Generation>, Error> {
        match generation::answering(&self.index) {
            Ok(found) => Ok(Some(found)),
            Err(OpenError::Missing(_)) => Ok(None),
            Err(OpenError::TooOld { found, .. }) => {
                let Facts { roots, runs, serial, .. } =
                    generation::remembered(&self.index);
                self.facts = Facts { serial, roots, runs, ..Facts::default() };
                self.notes.push(format!(
                    "the index had format {found}: all is read again; what came by a pipe must be piped again"
                ));
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn nothing(
        index: &Path,
        options: BuildOptions,
        what: &'static str,
    ) -> Result<Self, Error> {
        let lock = generation::lock(index)?;
        let adopted = generation::adopt(index)?;
        let notes = adopted.map(|it| format!("`CURRENT` was gone: going on from {it}"));
        generation::clean(index)?;
        let forgotten = Forgotten::beside(index)
            .map_err(generation::io_error("read", &forget::file(index)))?;
        Ok(Self {
            index: index.to_owned(),
            options,
            begun: Instant::now(),
            base: None,
            facts: Facts::default(),
            writer: None,
            inputs: BTreeMap::new(),
            open: None,
            places: Places::default(),
            forgotten,
            notes: notes.into_iter().collect(),
            stop: Arc::default(),
            changed: false,
            run: Run { what: what.to_owned(), ..Run::default() },
            _lock: lock,
        })
    }
}
