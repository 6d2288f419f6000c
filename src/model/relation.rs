//! How do articles of an archive hang together? Copies, stories and what was changed from
//! one text to the next: what `stories`, `diff`, `trace` and `verify` answer.

use super::{Quote, Span, Stamp, StoredArticle};

/// A stretch of two texts, one made from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// In both, here and there.
    Same(Span, Span),
    /// In the older only.
    Cut(Span),
    /// In the newer only.
    Added(Span),
}

/// An article in its story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryArticle {
    /// The article.
    pub article: StoredArticle,
    /// `original`, `copy`, `partial` or `version`.
    pub role: &'static str,
    /// Share of the shorter of it and the one it is held against, 0 to 1.
    pub overlap: f32,
}

/// A story: copies of one text, and versions of its pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryRow {
    /// Its articles: the original first, then by date.
    pub articles: Vec<StoryArticle>,
    /// Independent origins, least and most.
    pub origins: (u64, u64),
}

/// The stories that answer a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryResults {
    /// What it was made from.
    pub stamp: Stamp,
    /// Stories in order.
    pub stories: Vec<StoryRow>,
    /// How many there are.
    pub total: u64,
    /// Milliseconds from query to results.
    pub took_ms: u64,
    /// Why there is nothing.
    pub hints: Vec<String>,
}

/// Two articles of which one has words of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyRow {
    /// Ids, the input's own where it gave one.
    pub ids: [String; 2],
    /// `near-dup` or `partial`.
    pub kind: &'static str,
    /// Share of the shorter that stands in the longer, 0 to 1.
    pub overlap: f32,
    /// Which of the two had it first, where that is known.
    pub earlier: Option<usize>,
    /// Both are versions of one page, not copies.
    pub version: bool,
    /// They share only what their outlet puts on many pages: galleries, a daily programme.
    pub furniture: bool,
}

/// What the archive says of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds the words as they are.
    Verbatim,
    /// It holds other words that these were made from, or the other way round.
    Altered,
    /// It holds a part of them.
    Partial,
    /// It holds the words, of somebody else.
    OtherSpeaker,
    /// It does not hold them.
    Absent,
    /// They are too few to be looked for.
    TooShort,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Verbatim,
        Self::Altered,
        Self::Partial,
        Self::OtherSpeaker,
        Self::Absent,
        Self::TooShort,
    ];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Altered => "altered",
            Self::Partial => "partial",
            Self::OtherSpeaker => "other-speaker",
            Self::Absent => "absent",
            Self::TooShort => "too-short",
        }
    }
}

/// Where a quotation, or what it was made from, stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The article.
    pub article: StoredArticle,
    /// In its text; empty where only the headline has the words.
    pub span: Span,
    /// The quote it stands in, with its number.
    pub quote: Option<(usize, Quote)>,
    /// From the words there (their place in the span) to the quotation.
    pub changes: Vec<Change>,
    /// Other articles that hold the words as they are.
    pub others: u64,
}

/// A quotation of a draft, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Where it stands in the draft.
    pub span: Span,
    /// Its words, without the marks.
    pub text: String,
    /// Who says it, as the draft tells.
    pub speaker: Option<String>,
    /// What the archive says.
    pub verdict: Verdict,
    /// Where.
    pub found: Option<Found>,
}

/// The quotations of a draft, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    /// What they were held against.
    pub stamp: Stamp,
    /// In order.
    pub checks: Vec<Check>,
    /// Milliseconds it took.
    pub took_ms: u64,
}
