//! How is the archive stored, and found again? Generations of a tantivy index, one for
//! each run; a pointer that is switched when a generation is whole; and the only code
//! that serialises to disk.

pub mod schema;
pub mod tokenizer;
mod codec;
pub mod meta;
pub mod record;
pub mod generation;
pub mod ledger;
pub mod writer;
pub mod reader;
pub mod statistics;
pub mod counting;

pub use generation::{Error, Facts, OpenError};
pub use reader::Archive;
pub use writer::{BuildOptions, Builder, Built, Entry};
