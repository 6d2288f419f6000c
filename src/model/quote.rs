//! What was said? Reported speech with its cue, its source and its chain.

use super::{ActorKind, Chain, Span};

/// How the words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuoteKind {
    /// Wholly inside quotation marks.
    Direct,
    /// Partly inside quotation marks.
    Mixed,
    /// Reported without quotation marks.
    Indirect,
}

impl QuoteKind {
    /// The word used in JSON and by `kind:`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }

    /// The kind named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Direct, Self::Mixed, Self::Indirect]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// Whether the source stands by the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Polarity {
    /// Said.
    Asserted,
    /// Denied ("denied that", "did not say").
    Denied,
    /// Hedged ("reportedly", "may have said").
    Hedged,
}

impl Polarity {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Denied => "denied",
            Self::Hedged => "hedged",
        }
    }

    /// The polarity named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Asserted, Self::Denied, Self::Hedged]
            .into_iter()
            .find(|polarity| polarity.as_str() == word)
    }
}

/// The words that report: "said", "according to".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Where they stand.
    pub span: Span,
    /// Their lemma ("say", "according to"), for counting.
    pub lemma: String,
}

/// Who is quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Resolved canonical name ("Kremlin"), or the description of an unnamed source.
    pub name: String,
    /// What sort of party.
    pub kind: ActorKind,
    /// The mention beside the quote, pronouns included.
    pub span: Span,
    /// How sure we are, 0 to 1.
    pub confidence: f32,
}

/// One statement of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Hull of `spans`.
    pub span: Span,
    /// The parts of the content, in order; more than one where the quote is interrupted.
    pub spans: Vec<Span>,
    /// The parts inside quotation marks, marks excluded; empty for indirect speech.
    pub quoted: Vec<Span>,
    /// How the words are given.
    pub kind: QuoteKind,
    /// Whether the source stands by them.
    pub polarity: Polarity,
    /// The words that report, where there are any.
    pub cue: Option<Cue>,
    /// Who is quoted, where the text says.
    pub source: Option<Source>,
    /// The road of the words.
    pub chain: Chain,
}
