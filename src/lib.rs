//! Full-text search for news archives that knows who said it and by which road it
//! reached you.
//!
//! The layers below are listed in the order in which an article travels from disk to
//! screen; a module names only modules listed above it (`tests/tidy.rs` holds the tree
//! to that). Start with [`model`] for the words the engine speaks in.

pub mod model;
pub mod text;
pub mod corpus;
pub mod document;
pub mod extract;
pub mod relate;
pub mod index;
pub mod query;
pub mod present;
pub mod command;
