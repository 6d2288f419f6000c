//! The suites that need the whole program or the whole tree; what a module does by itself
//! is tested beside it.
//!
//! - `tidy`: the rules the source tree keeps about itself
//! - `program`: exit codes, streams and bad input, through the binary
//! - `cases`: whole documents and what is understood of them
//! - `archive`: the sample archive beside the truth about it
//! - `calibration`: of what is said to be so sure, how much is right
//! - `relations`: copies, traces and checked quotations of the sample archive
//! - `traces`: roads through a small archive, each article there for one thing
//! - `languages`: short cases of every language but English
//! - `seeds`: the two articles the project began with, where they are beside the tree
//! - `living`: an index that follows its corpus, whatever the order of runs
//! - `faults`: killed runs, full disks, flipped bytes, impatient hands
//! - `hostile`: articles that were made to break what reads them
//! - `promises`: what SECURITY.md says
//! - `licences`: of what we depend on
//! - `containers`: articles in crawls and tables, and files that a command reads
//! - `layout`: what `index/` says of itself
//! - `docs`: every command in README.md and docs/ runs and prints what is written there
//!
//! `dice` is no suite: the numbers by lot of those that try things at random.

mod dice;
mod tidy;
mod traces;
mod program;
mod cases;
mod archive;
mod relations;
mod calibration;
mod languages;
mod seeds;
mod living;
#[cfg(unix)]
mod faults;
mod hostile;
mod promises;
mod licences;
mod containers;
mod layout;
mod docs;

/// Says what a long test has done, or why one was skipped.
#[expect(clippy::print_stdout, reason = "the harness shows it with --nocapture")]
fn say(text: &str) {
    println!("{text}");
}
