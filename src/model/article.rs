//! What is an article, before anything is concluded about it? Its place, what its file
//! declares, and its text.

use std::fmt;

use super::Date;

/// Where an input stands: a portable key and, in a container, the place inside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// `<last component of the root>/<relative path>` with `/` between components.
    pub key: String,
    /// A line number (from 1) or member name inside a container.
    pub inside: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inside {
            Some(inside) => write!(f, "{}#{inside}", self.key),
            None => f.write_str(&self.key),
        }
    }
}

/// What the input states about itself, word for word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The input's own id, kept beside ours.
    pub id: Option<String>,
    /// Outlet as named by the input ("CNN (Web News)").
    pub outlet: Option<String>,
    /// Headline as a field states it; a first line that reads like one is only in
    /// [`Article::headline`].
    pub headline: Option<String>,
    /// Date as written.
    pub date: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Byline as written.
    pub byline: Option<String>,
    /// Language code as written.
    pub language: Option<String>,
    /// Section or desk as written.
    pub section: Option<String>,
    /// When a crawler fetched the page, as written.
    pub crawled: Option<String>,
    /// Who else had to do with the words, in the order they travelled as far as the input
    /// tells it.
    pub parties: Vec<Party>,
    /// Every date that the page gives, the most telling first; empty for other inputs.
    pub dates: Vec<Dating>,
    /// The fields stand in the markup of a page, not in a record about it.
    pub in_markup: bool,
}

/// A date that a page gives somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dating {
    /// As written: "2024-04-15T09:41:00Z", "9:41 a.m. ET, April 15, 2024".
    pub written: String,
    /// Where it stands.
    pub whence: Whence,
}

/// Where in a page a date stands, the most telling place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whence {
    /// Markup that says when the page was published.
    Published,
    /// Markup that says when it was made.
    Created,
    /// A `time` element at the article.
    Time,
    /// A line that the page marks as a date.
    Labelled,
    /// A meta tag of a date, whatever of.
    Meta,
    /// Data of a script.
    Script,
    /// Any short line.
    Line,
    /// Markup that says when the page was changed.
    Modified,
    /// Beside the article: a foot, another article, a comment.
    Aside,
    /// The address of the picture that stands for the article.
    Image,
}

impl Whence {
    /// All places, the most telling first.
    pub const ALL: [Self; 10] = [
        Self::Published,
        Self::Created,
        Self::Time,
        Self::Labelled,
        Self::Meta,
        Self::Script,
        Self::Line,
        Self::Modified,
        Self::Aside,
        Self::Image,
    ];

    /// The word under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Created => "created",
            Self::Time => "time",
            Self::Labelled => "labelled",
            Self::Meta => "meta",
            Self::Script => "script",
            Self::Line => "line",
            Self::Modified => "modified",
            Self::Aside => "aside",
            Self::Image => "image",
        }
    }

    /// The place named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whence| whence.as_str() == word)
    }

    /// The page says that this is the day of publication.
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Published | Self::Created)
    }
}

impl Declared {
    /// These fields, and those of `other` where there are none: a record and the page that
    /// it holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let own_outlet = self.outlet.is_some();
        Self {
            id: self.id.or(other.id),
            headline: self.headline.or(other.headline),
            date: self.date.or(other.date),
            url: self.url.or(other.url),
            byline: self.byline.or(other.byline),
            language: self.language.or(other.language),
            section: self.section.or(other.section),
            crawled: self.crawled.or(other.crawled),
            parties: if self.parties.is_empty() { other.parties } else { self.parties },
            dates: if self.dates.is_empty() { other.dates } else { self.dates },
            outlet: self.outlet.or(other.outlet),
            in_markup: if own_outlet { self.in_markup } else { other.in_markup },
        }
    }
}

/// A party that the markup of an input names beside the publisher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its name as written ("Reuters"), or its code without the scheme ("comp:bwire" is
    /// "bwire").
    pub name: String,
    /// What it had to do with the words.
    pub part: Part,
}

/// What the markup says that a party had to do with the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Whose statement the text is: the company behind a press release.
    Issuer,
    /// Who published it first (`source` of an RSS item, `isBasedOn`).
    Original,
    /// Had the whole content in hand (`hop` of NewsML-G2), the publisher included.
    Hop,
    /// Supplied words or information (`infoSource`).
    Source,
    /// Named in the credit line.
    Credit,
    /// Translated it.
    Translator,
    /// Contributed to it.
    Contributor,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 7] = [
        Self::Issuer,
        Self::Original,
        Self::Hop,
        Self::Source,
        Self::Credit,
        Self::Translator,
        Self::Contributor,
    ];

    /// The word under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Original => "original",
            Self::Hop => "hop",
            Self::Source => "source",
            Self::Credit => "credit",
            Self::Translator => "translator",
            Self::Contributor => "contributor",
        }
    }

    /// The part named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == word)
    }
}

/// What the path of the input suggests (`outlet/yyyy/mm/...`): weaker than what the
/// input declares, and kept apart from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathFacts {
    /// Name of the folder that holds the years, as spelled there ("harbour-post").
    pub outlet: Option<String>,
    /// Date spelled by folders or the file's name, as precise as they are.
    pub date: Option<Date>,
}

/// One article as read; every [`Span`](super::Span) of it points into `text`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Where it was read.
    pub place: Place,
    /// What it states about itself.
    pub declared: Declared,
    /// What its path suggests.
    pub path_facts: PathFacts,
    /// Headline: declared, or the first line of a text file.
    pub headline: Option<String>,
    /// The text exactly as given (decoded to UTF-8, nothing normalised); for a text
    /// file this includes the headline line.
    pub text: String,
    /// Byte in `text` at which the body begins: behind the headline where the text
    /// repeats or holds it, else 0.
    pub body: usize,
}
