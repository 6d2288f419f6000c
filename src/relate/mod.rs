//! Which articles carry the same words, and which are versions of one page? So far: those
//! whose words are all the same, whatever their marks, case and spacing; and those of one
//! address or headline; and which names mean the same party. Works on texts it is handed; needs no index.

mod names;
mod page;
mod spelling;
#[cfg(test)]
mod tests;

pub use names::{SameName, same_names};
pub use page::page;

use xxhash_rust::xxh3::Xxh3;

use crate::text::normalize::fold_into;
use crate::text::word::tokens;

/// A number that two texts share when their words are the same.
///
/// ```
/// use morgue::relate::fingerprint;
/// assert_eq!(fingerprint("“Wait,” she said."), fingerprint("\"Wait\", she  SAID"));
/// assert_ne!(fingerprint("Wait"), fingerprint("Go"));
/// ```
pub fn fingerprint(text: &str) -> u64 {
    let mut hash = Xxh3::new();
    let mut word = String::new();
    for token in tokens(text).filter(|it| it.kind.is_word()) {
        word.clear();
        fold_into(token.span.of(text), &mut word);
        hash.update(word.as_bytes());
        hash.update(b" ");
    }
    hash.digest()
}
