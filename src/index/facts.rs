//! What is known of a generation without opening it? How much is in it, where its
//! articles come from, and by which runs it was made.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::model::{CorpusSize, Date};

/// Runs that are remembered.
const RUNS: usize = 20;

/// What is known of a generation without opening it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Storage format.
    pub format: u32,
    /// Program that wrote it.
    pub tool: String,
    /// How many generations came before: clocks may go backwards, this does not.
    pub serial: u64,
    /// When it was committed, RFC 3339.
    pub created: String,
    /// Articles.
    pub articles: u64,
    /// Quotes.
    pub quotes: u64,
    /// Quotes that came by way of somebody: more than one arrow.
    pub chains: u64,
    /// Articles of which it was not asked yet who speaks in them.
    pub plain: u64,
    /// Articles with a date.
    pub dated: u64,
    /// Places at which an article stands that stands elsewhere too.
    pub duplicates: u64,
    /// Articles that are older versions of others.
    pub superseded: u64,
    /// Earliest date, `yyyymmdd`.
    pub min_date: Option<u64>,
    /// Latest date, `yyyymmdd`.
    pub max_date: Option<u64>,
    /// Articles by language.
    pub languages: FxHashMap<String, u64>,
    /// Articles by outlet.
    pub outlets: FxHashMap<String, u64>,
    /// Inputs that could not be read, or not to the end.
    pub failures: u64,
    /// Where articles were read from.
    pub roots: Vec<RootFact>,
    /// The last runs, latest first.
    pub runs: Vec<Run>,
}

/// A folder or file that is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootFact {
    /// First component of its keys.
    pub name: String,
    /// Where it stands, as seen from the folder of the index.
    pub path: String,
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// When it ended, RFC 3339.
    pub ended: String,
    /// What was asked ("update", "rebuild", "reextract").
    pub what: String,
    /// Articles that were not in the index before.
    pub added: u64,
    /// Articles whose places changed.
    pub moved: u64,
    /// Articles that are not in the index any more.
    pub removed: u64,
    /// Inputs that could not be read.
    pub failures: u64,
    /// Milliseconds it took.
    pub took_ms: u64,
}

impl Facts {
    /// The archive's size, as stamped on answers.
    pub fn size(&self) -> CorpusSize {
        CorpusSize {
            articles: self.articles,
            quotes: self.quotes,
            min_date: self.min_date.and_then(Date::of_number),
            max_date: self.max_date.and_then(Date::of_number),
            undated: self.articles.saturating_sub(self.dated),
        }
    }

    /// Remembers a run.
    pub fn remember(&mut self, run: Run) {
        self.runs.insert(0, run);
        self.runs.truncate(RUNS);
    }
}
