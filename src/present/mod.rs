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
pub mod kwic;
pub mod terminal;
pub mod format;
pub mod offsets;
pub mod json;
pub mod marks;
pub mod show;
pub mod quotes;
pub mod stories;
pub mod diff;
pub mod verify;
pub mod trace;
pub mod graph;
pub mod tally;
pub mod spark;
pub mod status;
pub mod check;

#[cfg(test)]
mod samples;

use std::io::{self, Write};

use crate::model::{Hit, Results};

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

/// One way to write the results of a search: hits one by one, so that an answer of any
/// length takes no more memory than one hit.
pub struct Formatter {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Writes what stands before the hits.
    pub begin: fn(&Results, &Options, &mut dyn Write) -> io::Result<()>,
    /// Writes one hit.
    pub hit: fn(&Results, &Hit, &Options, &mut dyn Write) -> io::Result<()>,
    /// Writes what stands behind the hits.
    pub end: fn(&Results, &Options, &mut dyn Write) -> io::Result<()>,
}

impl Formatter {
    /// Writes a whole answer.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(
        &self,
        results: &Results,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        (self.begin)(results, options, out)?;
        for hit in &results.hits {
            (self.hit)(results, hit, options, out)?;
        }
        (self.end)(results, options, out)
    }
}

/// Every way to write the results of a search.
pub const FORMATTERS: &[Formatter] = &[
    Formatter {
        name: "terminal",
        help: "for people: ranked hits, facets and timeline",
        begin: terminal::begin,
        hit: terminal::hit,
        end: terminal::end,
    },
    Formatter {
        name: "json",
        help: "for programs: one typed message a line",
        begin: json::search::begin,
        hit: json::search::hit,
        end: json::search::end,
    },
    Formatter {
        name: "format",
        help: "one line a hit, made from a template",
        begin: nothing,
        hit: format::hit,
        end: nothing,
    },
    Formatter {
        name: "kwic",
        help: "every match on a line of its own, aligned",
        begin: terminal::begin,
        hit: kwic::hit,
        end: kwic::end,
    },
    Formatter {
        name: "kwic-json",
        help: "every match as a message of its own",
        begin: json::search::begin,
        hit: json::kwic::hit,
        end: json::search::end,
    },
];

#[expect(clippy::unnecessary_wraps, reason = "it stands where others may fail")]
fn nothing(_: &Results, _: &Options, _: &mut dyn Write) -> io::Result<()> {
    Ok(())
}

/// The formatter called `name`.
pub fn formatter(name: &str) -> Option<&'static Formatter> {
    FORMATTERS.iter().find(|it| it.name == name)
}
