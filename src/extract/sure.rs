//! How sure is a source or a link, by how it was found? One number a ground, near the share
//! that was right where it could be counted: on hand-read chains of American news, and on the
//! sample archive, where `tests/calibration.rs` counts again.

use crate::model::{Role, Status};

/// A name in the phrase itself: "Ana Bell said" (335 of 339).
pub(crate) const NAMED: f32 = 0.97;
/// A name, body or outlet in a longer phrase: "the board of the harbour said".
pub(crate) const NAMED_WITHIN: f32 = 0.92;
/// A name in apposition, or the person of a role: "the harbour master said".
pub(crate) const ROLE: f32 = 0.88;
/// A short form of an outlet: "the Post said".
pub(crate) const SHORT: f32 = 0.85;
/// A pronoun whose person spoke last (28 of 32).
pub(crate) const PRONOUN: f32 = 0.87;
/// A title, a noun or a pronoun whose person is named elsewhere.
pub(crate) const MEANT: f32 = 0.82;
/// One of several that could be meant (12 of 16).
pub(crate) const GUESSED: f32 = 0.75;
/// Somebody described whom no name was found for: often one of those named (13 of 18).
pub(crate) const DESCRIBED: f32 = 0.75;
/// A body described without a name.
pub(crate) const BODY: f32 = 0.7;
/// A pronoun that nobody answers to.
pub(crate) const NOBODY: f32 = 0.2;
/// What is left of it where the source does not stand beside its cue.
pub(crate) const FAR: f32 = 0.9;

/// A link that the sentence states: "told Harbour Radio", "in a letter" (96 of 97).
const STATED: f32 = 0.97;
/// An outlet that the sentence relies on: "according to The Lantern" (34 of 39).
const RELIED: f32 = 0.86;
/// A link carried over from a sentence before (53 of 55, and 30 of 35).
const CARRIED: f32 = 0.9;

/// How sure a link of this role and status is.
pub(crate) fn link(role: Role, status: Status) -> f32 {
    match (role, status) {
        (_, Status::Assumed) => CARRIED,
        (Role::Report, _) => RELIED,
        _ => STATED,
    }
}
