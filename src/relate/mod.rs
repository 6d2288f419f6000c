//! Which articles carry the same words, who had them first, and which are versions of one
//! page; and which names mean the same party? Works on texts and fingerprints it is
//! handed; needs no index.

pub mod print;
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
pub use print::{Print, print};

use xxhash_rust::xxh3::Xxh3;

/// A number that two texts share when their words are the same.
///
/// ```
/// use morgue::relate::fingerprint;
/// assert_eq!(fingerprint("“Wait,” she said."), fingerprint("\"Wait\", she  SAID"));
/// assert_ne!(fingerprint("Wait"), fingerprint("Go"));
/// ```
pub fn fingerprint(text: &str) -> u64 {
    let mut hash = Xxh3::new();
    print::each_word(text, |word, _| {
        hash.update(word.as_bytes());
        hash.update(b" ");
    });
    hash.digest()
}
