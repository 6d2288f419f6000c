//! Which articles carry the same words, who had them first, and which are versions of one
//! page; and which names mean the same party? Works on texts and fingerprints it is
//! handed; needs no index.

pub mod print;
pub mod overlap;
pub mod align;
pub mod candidate;
pub mod direction;
pub mod story;
pub mod origin;
pub mod diff;
pub mod furniture;
mod names;
pub mod passage;
pub mod wording;
mod page;
mod spelling;
#[cfg(test)]
mod tests;

pub use names::{SameName, same_names};
pub use page::page;
pub use print::{Print, fingerprint, fingerprint_among, print, print_among};
