//! The suites that need the whole program or the whole tree; what a module does by itself
//! is tested beside it.
//!
//! - `tidy`: the rules the source tree keeps about itself
//! - `program`: exit codes, streams and bad input, through the binary
//! - `docs`: every command in README.md and docs/ runs and prints what is written there

mod tidy;
mod program;
mod docs;
