//! By which roads did words travel through the archive? Where they appear, in order of
//! time, and what ties one appearance to another: what articles state, and what the
//! archive shows of it.

use super::{Change, Quote, Role, Span, Stamp, StoredArticle};

/// What an appearance is beside the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The earliest in this archive.
    First,
    /// The same words.
    Copy,
    /// Other words, made from these or the other way round.
    Variant,
    /// A part of them.
    Partial,
}

impl Standing {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Copy => "copy",
            Self::Variant => "variant",
            Self::Partial => "partial",
        }
    }
}

/// An article that holds the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Appearance {
    /// The article.
    pub article: StoredArticle,
    /// The words as they stand here.
    pub text: String,
    /// Where, in its text; empty where only the headline has them.
    pub span: Span,
    /// The quote they stand in, with its number.
    pub quote: Option<(usize, Quote)>,
    /// What it is beside the earliest.
    pub standing: Standing,
    /// From the words of the earliest to these; none where they are the same.
    pub changes: Vec<Change>,
}

/// What the archive says of a link that an article states, or shows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Proof {
    /// The cited piece is here and has the words.
    Confirmed,
    /// The cited piece is here and has other words, or is later.
    Contradicted,
    /// The cited piece is not here.
    Missing,
    /// Nobody states it; the archive shows an earlier copy, or the same outlet with them.
    Observed,
    /// The archive shows two copies, and nothing tells which was first.
    Unknown,
}

impl Proof {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Contradicted => "contradicted",
            Self::Missing => "missing",
            Self::Observed => "observed",
            Self::Unknown => "unknown",
        }
    }
}

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// Place in the list of appearances.
    Here(usize),
    /// A party of which the archive has no piece with these words.
    Party(String),
}

/// A hop of the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// Who had them.
    pub from: End,
    /// Who had them from there.
    pub to: End,
    /// What the one who handed them on did; none where only a copy shows it.
    pub role: Option<Role>,
    /// What the archive says of it.
    pub proof: Proof,
    /// The text says so itself; else it was carried over from a neighbouring sentence.
    pub stated: bool,
    /// The archive shows an earlier copy, too.
    pub copied: bool,
    /// From the words of the cited piece to those of the article; none where it has the
    /// same, or is dated later.
    pub changes: Vec<Change>,
    /// The words that say so, in the article of `by`.
    pub evidence: Option<Span>,
    /// The appearance that says so.
    pub by: usize,
}

/// The appearances of some words and how they hang together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// What it was made from.
    pub stamp: Stamp,
    /// The words as asked, or a headline.
    pub text: String,
    /// Who says them, where they first appear.
    pub speaker: Option<String>,
    /// In order of time.
    pub appearances: Vec<Appearance>,
    /// By appearance.
    pub hops: Vec<Hop>,
    /// Independent origins, least and most.
    pub origins: (u64, u64),
    /// Appearances that were left out because there are too many.
    pub more: u64,
}

impl Hop {
    /// What was done with the words: a role, `copy`, or `repeat` within one outlet.
    pub fn kind(&self) -> &'static str {
        match self.role {
            Some(role) => role.as_str(),
            None if self.copied => "copy",
            None => "repeat",
        }
    }
}

impl Trace {
    /// From whom an appearance, or a party, has the words: its last hop. A piece that is
    /// here goes before a party that is named.
    pub fn source(&self, of: &End) -> Option<&Hop> {
        let all = || self.hops.iter().filter(|it| it.to == *of);
        all().find(|it| matches!(it.from, End::Here(_))).or_else(|| all().next())
    }

    /// The hops that an appearance states beside the one by which it is drawn.
    pub fn others(&self, of: &End) -> impl Iterator<Item = &Hop> {
        let drawn = self.source(of);
        self.hops.iter().filter(move |it| it.to == *of && Some(*it) != drawn)
    }
}
