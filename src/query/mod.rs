//! What does a reader mean, and which articles answer? From the words typed to ranked
//! hits; it does not print and does not change the index.

pub mod date;
pub mod error;
pub mod fields;
mod leaf;
mod lexer;
mod syntax;

pub use error::QueryError;
pub use syntax::{parse, parse_at};

#[cfg(test)]
mod tests;
