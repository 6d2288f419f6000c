//! What is one row of an answer, and what do its totals count? Every article, or all of a
//! story as one.

use clap::{Args, ValueEnum};

use crate::model::Counting;
use crate::query::{Face, Group, Request};

/// How copies and stories are shown and counted.
#[derive(Clone, Copy, Debug, Args)]
pub struct Grouping {
    /// Make one row of copies of one text, or of a story (partial copies and versions, too).
    #[arg(long, value_name = "WHAT")]
    pub group: Option<One>,

    /// Which article of a group is shown.
    #[arg(long, value_name = "WHICH", default_value = "first")]
    pub face: Shown,

    /// What totals, facets and timeline count.
    #[arg(long, value_name = "WHAT", default_value = "articles")]
    pub counting: Count,
}

/// What is made one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum One {
    /// Articles that carry most of one text.
    Copies,
    /// All articles of a story.
    Stories,
}

/// Which article of a group is shown.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Shown {
    /// The earliest in this archive.
    First,
    /// The one with the most words.
    Longest,
    /// The latest.
    Newest,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Count {
    /// Every article.
    Articles,
    /// Articles of one story once.
    Stories,
    /// Articles of one origin once: of copies and relays of one text.
    Origins,
}

impl Count {
    /// The same for a request.
    pub const fn counting(self) -> Counting {
        match self {
            Self::Articles => Counting::Articles,
            Self::Stories => Counting::Stories,
            Self::Origins => Counting::Origins,
        }
    }
}

impl Grouping {
    /// Asks for it.
    pub fn apply(self, request: &mut Request) {
        request.group = self.group.map(|it| match it {
            One::Copies => Group::Copies,
            One::Stories => Group::Stories,
        });
        request.face = match self.face {
            Shown::First => Face::First,
            Shown::Longest => Face::Longest,
            Shown::Newest => Face::Newest,
        };
        request.counting = self.counting.counting();
    }
}
