//! By which road did the words reach the reader? The ordered links from the earliest
//! party the evidence names to the one that put this copy before the reader.

use super::{Basis, Span};

/// What a party did with the words, in the order the words travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Whose words they are.
    Speaker,
    /// Issuing body or venue ("in a readout", "wrote on Twitter").
    Statement,
    /// A person who passes on another's words.
    Source,
    /// Another outlet to which the words were spoken ("told CNN").
    Interview,
    /// Another outlet whose reporting relays the words ("Axios reported").
    Report,
    /// Who translated.
    Translation,
    /// The agency whose text the article is.
    Wire,
    /// The outlet that published the article.
    Publication,
    /// The site that reposted it.
    Republication,
}

impl Role {
    /// All roles, in the order the words travel.
    pub const ALL: [Self; 9] = [
        Self::Speaker,
        Self::Statement,
        Self::Source,
        Self::Interview,
        Self::Report,
        Self::Translation,
        Self::Wire,
        Self::Publication,
        Self::Republication,
    ];

    /// The word used in JSON and chain lines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Statement => "statement",
            Self::Source => "source",
            Self::Interview => "interview",
            Self::Report => "report",
            Self::Translation => "translation",
            Self::Wire => "wire",
            Self::Publication => "publication",
            Self::Republication => "republication",
        }
    }

    /// The role named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// An outlet other than the publisher that handed the words on: what `via:` finds.
    pub const fn is_relay(self) -> bool {
        matches!(
            self,
            Self::Interview
                | Self::Report
                | Self::Translation
                | Self::Wire
                | Self::Republication
        )
    }
}

/// By what means a statement was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vehicle {
    /// Statement, press release, announcement.
    Statement,
    /// Readout of a call or meeting.
    Readout,
    /// Anything on a platform.
    Post,
    /// Letter, e-mail, memo, cable.
    Letter,
    /// News conference, briefing, pool.
    Press,
    /// Before a committee, testimony.
    Hearing,
    /// Filing, ruling, trial.
    Court,
    /// A speech.
    Speech,
    /// Rally, debate, fundraiser, panel, ceremony, meeting.
    Event,
    /// Video, tape, broadcast.
    Recording,
    /// Report, study, fact sheet, bill, poll.
    Document,
    /// Op-ed, column, book.
    Article,
    /// Telephone call.
    Call,
}

impl Vehicle {
    /// All vehicles.
    pub const ALL: [Self; 13] = [
        Self::Statement,
        Self::Readout,
        Self::Post,
        Self::Letter,
        Self::Press,
        Self::Hearing,
        Self::Court,
        Self::Speech,
        Self::Event,
        Self::Recording,
        Self::Document,
        Self::Article,
        Self::Call,
    ];

    /// The word used in JSON and chain lines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Readout => "readout",
            Self::Post => "post",
            Self::Letter => "letter",
            Self::Press => "press",
            Self::Hearing => "hearing",
            Self::Court => "court",
            Self::Speech => "speech",
            Self::Event => "event",
            Self::Recording => "recording",
            Self::Document => "document",
            Self::Article => "article",
            Self::Call => "call",
        }
    }

    /// The vehicle named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vehicle| vehicle.as_str() == word)
    }
}

/// How a link is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// The text or the record says so.
    Stated,
    /// The archive shows an earlier aligned copy.
    Observed,
    /// Stated and observed.
    Both,
    /// The archive says otherwise.
    Contradicted,
    /// Carried over from a neighbouring sentence.
    Assumed,
    /// The party is not known.
    Unknown,
}

impl Status {
    /// All states.
    pub const ALL: [Self; 6] = [
        Self::Stated,
        Self::Observed,
        Self::Both,
        Self::Contradicted,
        Self::Assumed,
        Self::Unknown,
    ];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Observed => "observed",
            Self::Both => "both",
            Self::Contradicted => "contradicted",
            Self::Assumed => "assumed",
            Self::Unknown => "unknown",
        }
    }

    /// The status named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// The name printed for a party that nobody names.
pub const UNKNOWN: &str = "unknown";

/// One party and what it did with the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Canonical name, or [`UNKNOWN`].
    pub party: String,
    /// What it did.
    pub role: Role,
    /// By what means, for a statement.
    pub vehicle: Option<Vehicle>,
    /// Where it was found, if not in the words of the text: `markup` for what the input
    /// declares of its road.
    pub basis: Option<Basis>,
    /// The words that say so; none where a declared field does.
    pub evidence: Option<Span>,
    /// How it is known.
    pub status: Status,
    /// How sure we are, 0 to 1.
    pub confidence: f32,
}

/// The road of one quote, origin first, reader last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Its links; never empty once extracted.
    pub links: Vec<Link>,
}

impl Chain {
    /// The links as a reader counts them: a speaker and its own statement are one step
    /// (`Kremlin (readout)`), every other link stands alone.
    pub fn steps(&self) -> impl Iterator<Item = &[Link]> {
        self.links.chunk_by(|link, next| {
            link.role == Role::Speaker
                && next.role == Role::Statement
                && link.party == next.party
        })
    }

    /// Arrows between the steps.
    pub fn hops(&self) -> usize {
        self.steps().count().saturating_sub(1)
    }

    /// The party of the first link.
    pub fn origin(&self) -> Option<&str> {
        self.links.first().map(|link| link.party.as_str())
    }
}
