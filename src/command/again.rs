//! What of an index is understood again from its stored text, without the sources? All of
//! it when that is asked for; in a rebuild what came by a pipe or is not there any more.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

use crate::corpus::{Root, STDIN};
use crate::extract::Lexicon;
use crate::index::{Archive, BuildOptions, Entry, Update};
use crate::query::date;

use super::index::{IndexArgs, Mode};
use super::intake::{Reader, understood};
use super::roots::{self, Plan, is_below};
use super::stop::stop_on_signal;
use super::{Console, Failure, Outcome, closing, outlets};

/// What there was before a run.
pub(super) enum Before {
    /// No index.
    Nothing,
    /// A generation that can be read.
    Whole(Box<Archive>),
    /// Folders of generations that are damaged.
    Ruins(Vec<PathBuf>),
}

impl Before {
    /// There are articles, or there were.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Whole(it) => it.size().articles > 0,
            Self::Ruins(_) => true,
        }
    }

    /// The generation, where it can be read.
    pub(super) fn whole(&self) -> Option<&Archive> {
        match self {
            Self::Whole(it) => Some(it),
            Self::Nothing | Self::Ruins(_) => None,
        }
    }
}

/// Understands all that is stored again.
pub(super) fn reextract(
    folder: &Path,
    args: &IndexArgs,
    build: BuildOptions,
    console: &Console,
) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let mut update = Update::anew(folder, build, "reextract")?;
    let archive = Archive::open(folder)?;
    let plan = roots::plan(&[], update.roots(), folder)?;
    let own = outlets::lexicon(args.outlets.as_deref(), &plan.roots)?;
    let reader = reader(own.as_ref(), true);
    update.heed(stop_on_signal(&Arc::default()));
    update.take_over(&archive, |_| true, |batch| again(batch, reader))?;
    let built = update.finish()?;
    if let Some(built) = built {
        console.say(&closing::built(&built, built.facts.articles, 0, started));
    }
    Ok(Outcome::Fine)
}

/// What this run understands articles with: the user's outlets, if there are any.
pub(super) fn reader(own: Option<&Lexicon>, whole: bool) -> Reader<'_> {
    Reader { own, today: date::today(), whole }
}

/// The articles of a batch, understood again.
fn again(batch: Vec<Entry>, reader: Reader<'_>) -> Vec<Entry> {
    let again = |entry: Entry| Entry {
        id: entry.id,
        places: entry.places.clone(),
        ..understood(entry.article, reader)
    };
    batch.into_par_iter().map(again).collect()
}

/// A rebuild keeps what came by a pipe or from a folder that is not there now. How many
/// articles were taken from ruins, and how many documents could not be read there.
pub(super) fn keep_what_cannot_be_read(
    update: &mut Update,
    before: &Before,
    plan: &Plan,
    mode: Mode,
    reader: Reader<'_>,
) -> Result<(u64, u64), Failure> {
    let vanished =
        |key: &str| !mode.prune && plan.vanished.iter().any(|it| is_below(key, &it.name));
    let read_now = plan.roots.contains(&Root::Stdin);
    let mut salvaged = (0, 0);
    match before {
        Before::Nothing => {}
        Before::Whole(archive) => {
            let wanted = |key: &str| key == STDIN && !read_now || vanished(key);
            update.take_over(archive, wanted, |batch| again(batch, reader))?;
        }
        Before::Ruins(folders) => {
            let read = |key: &str| {
                plan.roots.iter().any(|it| match it {
                    Root::Stdin => false,
                    Root::Path { name, .. } => is_below(key, name),
                })
            };
            for folder in folders {
                let (kept, lost) = update.salvage(
                    folder,
                    |key| !read(key),
                    |batch| again(batch, reader),
                )?;
                salvaged = (salvaged.0 + kept, salvaged.1.max(lost));
            }
        }
    }
    Ok(salvaged)
}
