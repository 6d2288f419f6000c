//! How do articles of an archive hang together? Copies, stories and what was changed from
//! one text to the next: what `stories`, `diff`, `trace` and `verify` answer.

use super::{Span, Stamp, StoredArticle};

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
}
