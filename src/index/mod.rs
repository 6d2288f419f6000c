//! How is the archive stored, and found again? Generations of a tantivy index, one for
//! each run; a pointer that is switched when a generation is whole; and the only code
//! that serialises to disk.

pub mod schema;
pub mod tags;
mod stems;
pub mod wordlist;
mod terms;
pub mod tokenizer;
pub mod forms;
mod codec;
pub mod entry;
pub mod meta;
mod names;
mod document;
pub mod record;
pub mod facts;
mod sums;
mod guard;
mod lock;
mod pointer;
mod carry;
pub mod generation;
pub mod ledger;
pub mod forget;
pub mod statistics;
pub mod counting;
pub mod aliases;
pub mod parties;
pub mod actors;
pub mod pairs;
pub mod versions;
pub mod relations;
mod tables;
pub mod reader;
pub mod lookup;
pub mod beside;
pub mod census;
mod recover;
mod salvage;
pub mod check;
mod writer;
pub mod update;
#[cfg(test)]
mod tests;

pub use entry::{Entry, Page};
pub use facts::{Facts, RootFact, Run};
pub use generation::{Error, OpenError};
pub use reader::{Archive, told};
pub use update::{Arrival, Built, Update};
pub use writer::BuildOptions;

/// Why an open index cannot be read on.
pub type Unread = tantivy::TantivyError;
