//! What do we understand of one article? Each value with its evidence.

use super::{Actor, Date, Quote, Span};

/// Where a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// A field of the record.
    Declared,
    /// Markup of the page.
    Markup,
    /// The address of the page.
    Url,
    /// The path of the file.
    Path,
    /// Words of the text.
    Text,
    /// The byline.
    Byline,
    /// The dateline.
    Dateline,
    /// A credit line.
    Credit,
    /// The day on which a crawler fetched the page.
    Crawl,
}

impl Basis {
    /// All bases, strongest first.
    pub const ALL: [Self; 9] = [
        Self::Declared,
        Self::Markup,
        Self::Url,
        Self::Path,
        Self::Text,
        Self::Byline,
        Self::Dateline,
        Self::Credit,
        Self::Crawl,
    ];

    /// The word used in JSON and beside dates.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Markup => "markup",
            Self::Url => "url",
            Self::Path => "path",
            Self::Text => "text",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Credit => "credit",
            Self::Crawl => "crawl",
        }
    }

    /// The basis named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.as_str() == word)
    }
}

/// The outlet that published the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Canonical name.
    pub name: String,
    /// Where it was found.
    pub basis: Basis,
    /// The words that say so, where the text does.
    pub evidence: Option<Span>,
}

/// When the article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The date and how much of it is known.
    pub date: Date,
    /// Where it was found.
    pub basis: Basis,
    /// The words that say so, where the text does.
    pub evidence: Option<Span>,
}

/// What a credited party did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CreditRole {
    /// "Reuters contributed to this report."
    Contribution,
    /// The agency whose text this is.
    Wire,
    /// Who translated the article.
    Translation,
    /// Where the article is reposted.
    Republication,
}

impl CreditRole {
    /// All roles.
    pub const ALL: [Self; 4] =
        [Self::Contribution, Self::Wire, Self::Translation, Self::Republication];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contribution => "contribution",
            Self::Wire => "wire",
            Self::Translation => "translation",
            Self::Republication => "republication",
        }
    }

    /// The role named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// A credit of the whole article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Person or outlet.
    pub party: String,
    /// What it did.
    pub role: CreditRole,
    /// Where it was found.
    pub basis: Basis,
    /// The words that say so, where the text does.
    pub evidence: Option<Span>,
}

/// What could not be understood, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The place in the text, where there is one.
    pub span: Option<Span>,
    /// In words a person understands.
    pub message: String,
}

impl Note {
    /// A note on the whole input.
    pub fn new(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into() }
    }
}

/// What we understand of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// When.
    pub published: Option<Published>,
    /// ISO 639-1 code where one exists.
    pub language: Option<String>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// Who acts in it, by first mention.
    pub actors: Vec<Actor>,
    /// What was said, by start.
    pub quotes: Vec<Quote>,
    /// Credits of the whole article.
    pub credits: Vec<Credit>,
    /// What could not be understood.
    pub notes: Vec<Note>,
}
