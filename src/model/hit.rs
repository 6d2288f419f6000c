//! What does a search answer? Hits, facets and a timeline, stamped with the query as
//! it was read and the generation it was read from: the whole of what an output gets.

use super::{Credit, Declared, Outlet, PathFacts, Place, Published, Quote, Span};

/// An article as the index gives it back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredArticle {
    /// 16 hex digits.
    pub id: String,
    /// The input's own id.
    pub given_id: Option<String>,
    /// Where it was read; several for exact duplicates.
    pub places: Vec<Place>,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// When.
    pub published: Option<Published>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Headline.
    pub headline: Option<String>,
    /// Byline.
    pub byline: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Text as given.
    pub text: String,
    /// Byte at which the body begins.
    pub body: usize,
    /// Credits of the whole article.
    pub credits: Vec<Credit>,
    /// What the input states about itself, word for word.
    pub declared: Declared,
    /// What its path suggests.
    pub path_facts: PathFacts,
}

impl StoredArticle {
    /// The text without a headline that it begins with.
    pub fn body(&self) -> &str {
        self.text.get(self.body..).unwrap_or(&self.text)
    }
}

/// A passage that matched; offsets are bytes of the field's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// `text` or `title`.
    pub field: &'static str,
    /// The passage in the field's text.
    pub span: Span,
    /// Matches, as spans of the field's text inside `span`.
    pub marks: Vec<Span>,
}

/// What one form of a word, phrase or pattern adds to the score of a hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The part of the query, printed.
    pub part: String,
    /// `title`, `text`, or `quote` for the best quote that answers.
    pub field: &'static str,
    /// How it was found: `as written`, `stem`, `phrase` …
    pub how: &'static str,
    /// What was found: a word as the index holds it; empty where `how` says all.
    pub form: String,
    /// What it adds, weights included.
    pub score: f32,
}

/// One part of a query and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How deep it stands, from 0.
    pub depth: usize,
    /// The part, printed; of a group only what joins it.
    pub part: String,
    /// What it asks for, in words.
    pub meaning: String,
    /// Articles that answer this part alone; none for a group.
    pub articles: Option<u64>,
}

/// One ranked answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub article: StoredArticle,
    /// From 1.
    pub rank: usize,
    /// Engine score; 0 when sorted by something else.
    pub score: f32,
    /// Every match in the body, as spans of the text, in order.
    pub marks: Vec<Span>,
    /// Passages that matched, best first.
    pub snippets: Vec<Snippet>,
    /// Quotes that matched, best first, each with its number `n` in the article.
    pub quotes: Vec<(usize, Quote)>,
    /// Articles of the archive that carry the same words, this one included.
    pub copies: usize,
    /// Independent origins, least and most.
    pub origins: (usize, usize),
    /// Outlets that carry its story, where hits are grouped.
    pub outlets: Option<usize>,
    /// Which version of its page it is, from 1, and of how many.
    pub versions: (usize, usize),
    /// What its score is made of, most first, where that was asked.
    pub why: Vec<Reason>,
}

/// Counts of one field's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Field name as asked.
    pub field: String,
    /// Value and number of articles, most first.
    pub buckets: Vec<(String, u64)>,
    /// Sum of the values that were cut off.
    pub other: u64,
    /// How the articles of each bucket spread in turn, where that was asked.
    pub within: Option<Within>,
}

/// Counts inside the buckets of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// Field name as asked.
    pub field: String,
    /// For each bucket: value and number of articles, years and months in order of time,
    /// other values most first.
    pub buckets: Vec<Vec<(String, u64)>>,
}

/// Counts over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// `year`, `month` or `day`.
    pub by: String,
    /// Period and number of articles, in order of time.
    pub buckets: Vec<(String, u64)>,
    /// All articles of the archive in the same periods, one figure a bucket; empty unless
    /// the share was asked for.
    pub all: Vec<u64>,
    /// Articles without a date this precise.
    pub undated: u64,
}

/// How large the archive is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CorpusSize {
    /// Articles.
    pub articles: u64,
    /// Quotes.
    pub quotes: u64,
    /// Earliest date.
    pub min_date: Option<super::Date>,
    /// Latest date.
    pub max_date: Option<super::Date>,
    /// Articles without a date.
    pub undated: u64,
}

/// What an answer was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Name of the generation.
    pub generation: String,
    /// The query as typed.
    pub given: String,
    /// The query as read, printed back.
    pub parsed: String,
    /// The archive's size.
    pub corpus: CorpusSize,
}

/// How much matched in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// Articles.
    pub articles: u64,
    /// Quotes that satisfy the quote part of the query (0 where it has none).
    pub quotes: u64,
}

/// One quote that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteRow {
    /// The article it stands in.
    pub article: StoredArticle,
    /// Its number there.
    pub n: usize,
    /// The quote.
    pub quote: Quote,
    /// From 1.
    pub rank: usize,
    /// Engine score; 0 when sorted by something else.
    pub score: f32,
    /// Matches, as spans of the article's text inside the quote.
    pub marks: Vec<Span>,
    /// Quotes of the answer that say the same words, this one included.
    pub count: u64,
    /// The earliest date of these, where they were grouped and one is known.
    pub first: Option<super::Date>,
}

/// The quotes that answer one query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuoteResults {
    /// What it was made from.
    pub stamp: Stamp,
    /// Rows in order.
    pub rows: Vec<QuoteRow>,
    /// Rank of the last row; of the last row left out where there is none.
    pub last: usize,
    /// How many rows are shown.
    pub shown: usize,
    /// How much matched.
    pub matched: Matched,
    /// How many different words, where the same were made one.
    pub groups: Option<u64>,
    /// Where to go on; nothing at the end.
    pub cursor: Option<String>,
    /// Milliseconds from query to results.
    pub took_ms: u64,
    /// Why there is nothing and what is spelled nearly so.
    pub hints: Vec<String>,
}

/// What totals, facets and timeline count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// Every article.
    #[default]
    Articles,
    /// Articles of one story once.
    Stories,
    /// Articles of one origin once: of copies and relays of one text.
    Origins,
}

impl Counting {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Stories => "stories",
            Self::Origins => "origins",
        }
    }
}

/// The answer to one query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// What it was made from.
    pub stamp: Stamp,
    /// How the query was read, part by part, where that was asked.
    pub reading: Vec<Reading>,
    /// Ranked hits.
    pub hits: Vec<Hit>,
    /// Rank of the last hit; of the last hit left out where there is none.
    pub last: usize,
    /// How many hits are shown, whether they are held here or come one by one.
    pub shown: usize,
    /// Facets in the order asked.
    pub facets: Vec<Facet>,
    /// Counts over time.
    pub timeline: Option<Timeline>,
    /// What totals, facets and timeline count.
    pub counting: Counting,
    /// How much matched.
    pub matched: Matched,
    /// Where the hits behind the last one begin, if there are more.
    pub cursor: Option<String>,
    /// Milliseconds from query to results.
    pub took_ms: u64,
    /// Why there is nothing and what is spelled nearly so.
    pub hints: Vec<String>,
}
