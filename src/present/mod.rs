//! How is it shown? Results, articles and annotations as text for people and as lines
//! for programs. Needs only the model: nothing here searches, reads files or knows the
//! command line; the caller hands in a writer and says what the screen can do.
//!
//! To add an output of a search: one file with a `write` function and one line in
//! [`FORMATTERS`].

pub mod chain;
pub mod style;
pub mod sanitize;
pub mod fill;
pub mod page;
pub mod passage;
pub mod table;
mod explain;
pub mod terminal;
pub mod format;
pub mod offsets;
pub mod json;
pub mod marks;
pub mod show;
pub mod quotes;
pub mod tally;
pub mod status;

#[cfg(test)]
mod samples;

use std::io::{self, Write};

use crate::model::Results;

pub use page::Screen;

/// What a formatter may be told beside the results.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the screen can do.
    pub screen: Screen,
    /// The top-level fields wanted of a JSON hit.
    pub fields: json::Fields,
    /// The line wanted for each hit.
    pub template: format::Template,
    /// Ends each line of the template with a zero byte instead of a newline.
    pub null: bool,
}

/// One way to write the results of a search.
pub struct Formatter {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Writes the whole answer.
    pub write: fn(&Results, &Options, &mut dyn Write) -> io::Result<()>,
}

/// Every way to write the results of a search.
pub const FORMATTERS: &[Formatter] = &[
    Formatter {
        name: "terminal",
        help: "for people: ranked hits, facets and timeline",
        write: terminal::write,
    },
    Formatter {
        name: "json",
        help: "for programs: one typed message a line",
        write: json::search::write,
    },
    Formatter {
        name: "format",
        help: "one line a hit, made from a template",
        write: format::write,
    },
];

/// The formatter called `name`.
pub fn formatter(name: &str) -> Option<&'static Formatter> {
    FORMATTERS.iter().find(|it| it.name == name)
}
