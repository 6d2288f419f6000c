//! By which names do inputs declare what we know? The table of field names, and what
//! one input has declared so far.

use std::borrow::Cow;

use super::loose::Loose;
use crate::model::Declared;

/// What an input can declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// Its own id.
    Id,
    /// Who published it.
    Outlet,
    /// When.
    Date,
    /// Its headline.
    Headline,
    /// Its address.
    Url,
    /// Its text.
    Text,
    /// Who wrote it.
    Byline,
    /// In which language.
    Language,
    /// In which section.
    Section,
    /// The page it was read from.
    Html,
}

/// Every field with the names it goes by, best first: lower case, letters and digits
/// only, so that `published_at`, `publishedAt` and `Published At` are one.
///
/// Ours first, then what `NewsAPI`, news-please, schema.org, `WordPress`, the Guardian and
/// common data sets write.
pub(super) const NAMES: [(Field, &[&str]); 10] = [
    (Field::Id, &["id", "articleid", "docid", "documentid", "guid", "uuid"]),
    (
        Field::Outlet,
        &[
            "outlet",
            "publisher",
            "publication",
            "newspaper",
            "source",
            "sourcename",
            "sitename",
            "site",
            "medianame",
            "sourcedomain",
        ],
    ),
    (
        Field::Date,
        &[
            "date",
            "published",
            "publishedat",
            "datepublished",
            "datepublish",
            "publishdate",
            "publicationdate",
            "pubdate",
            "webpublicationdate",
            "publishedon",
            "publishedtime",
            "datetime",
            "timestamp",
            "createdat",
        ],
    ),
    (Field::Headline, &["title", "headline", "headlinetext", "heading", "webtitle"]),
    (
        Field::Url,
        &[
            "url",
            "link",
            "canonicalurl",
            "canonical",
            "permalink",
            "weburl",
            "uri",
            "href",
        ],
    ),
    (
        Field::Text,
        &[
            "body",
            "text",
            "content",
            "articlebody",
            "bodytext",
            "fulltext",
            "maintext",
            "articletext",
            "plaintext",
            "cleantext",
            "rawtext",
            "article",
            "story",
        ],
    ),
    (
        Field::Byline,
        &[
            "byline",
            "author",
            "authors",
            "writer",
            "writers",
            "journalist",
            "creator",
            "by",
        ],
    ),
    (
        Field::Language,
        &["lang", "language", "langcode", "languagecode", "inlanguage", "languages"],
    ),
    (
        Field::Section,
        &[
            "section",
            "sectionname",
            "articlesection",
            "category",
            "desk",
            "rubric",
            "topic",
        ],
    ),
    (
        Field::Html,
        &["html", "rawhtml", "pagehtml", "htmlcontent", "contenthtml", "bodyhtml"],
    ),
];

/// Longest name in [`NAMES`].
const LONGEST: usize = 20;

impl Field {
    /// The name it goes by in the documentation.
    pub(super) fn name(self) -> &'static str {
        NAMES[self as usize].1[0]
    }

    /// The field that goes by this name, and how good a name it is (0 is best).
    pub(super) fn named(name: &str) -> Option<(Self, usize)> {
        let mut plain = [0; LONGEST];
        let mut length = 0;
        for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
            *plain.get_mut(length)? = byte.to_ascii_lowercase();
            length += 1;
        }
        let plain = &plain[..length];
        NAMES.iter().find_map(|(field, names)| {
            let rank = names.iter().position(|it| it.as_bytes() == plain)?;
            Some((*field, rank))
        })
    }
}

/// What one input has declared so far.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    values: [Option<(usize, Cow<'a, str>)>; NAMES.len()],
    /// A field for the text was there, if only an empty one.
    pub(super) has_text: bool,
    /// A field was there by which the formats of the news trade are known.
    pub(super) is_marked: bool,
}

impl<'a> Draft<'a> {
    /// Takes a value under a name that may be one of ours.
    pub(super) fn offer_named(&mut self, name: &str, value: Loose<'a>) {
        if let Some((field, rank)) = Field::named(name) {
            self.offer(field, rank, value);
        }
    }

    /// Takes a value; of several the one with the best name stays.
    pub(super) fn offer(&mut self, field: Field, rank: usize, value: Loose<'a>) {
        self.has_text |= field == Field::Text;
        let separator = if field == Field::Text { "\n\n" } else { ", " };
        let Some(value) = value.joined(separator).filter(|it| !is_missing(it)) else {
            return;
        };
        let slot = &mut self.values[field as usize];
        if slot.as_ref().is_none_or(|(other, _)| rank < *other) {
            *slot = Some((rank, value));
        }
    }

    /// Takes a value in place of whatever there is, unless it says nothing.
    pub(super) fn replace(&mut self, field: Field, value: Loose<'a>) {
        let before = self.values[field as usize].take();
        self.offer(field, 0, value);
        let slot = &mut self.values[field as usize];
        if slot.is_none() {
            *slot = before;
        }
    }

    /// Takes out the text, exactly as given.
    pub(super) fn text(&mut self) -> Option<Cow<'a, str>> {
        self.values[Field::Text as usize].take().map(|(_, value)| value)
    }

    /// A page was there.
    pub(super) fn has_html(&self) -> bool {
        self.values[Field::Html as usize].is_some()
    }

    /// Takes out the page, exactly as given.
    pub(super) fn html(&mut self) -> Option<Cow<'a, str>> {
        self.values[Field::Html as usize].take().map(|(_, value)| value)
    }

    /// Takes out everything but the text.
    pub(super) fn declared(mut self) -> Declared {
        let mut take = |field: Field| {
            let (_, value) = self.values[field as usize].take()?;
            let trimmed = value.trim();
            Some(if trimmed.len() == value.len() {
                value.into_owned()
            } else {
                trimmed.to_owned()
            })
        };
        Declared {
            id: take(Field::Id),
            outlet: take(Field::Outlet),
            headline: take(Field::Headline),
            date: take(Field::Date),
            url: take(Field::Url),
            byline: take(Field::Byline),
            language: take(Field::Language),
            section: take(Field::Section),
            crawled: None,
            parties: Vec::new(),
            dates: Vec::new(),
            in_markup: false,
        }
    }
}

/// Empty, or one of the words that exporters write for nothing.
fn is_missing(value: &str) -> bool {
    // a long value is not missing, and need not be looked through
    value.len() < 64
        && (value.trim().is_empty()
            || matches!(value.trim(), "null" | "None" | "nan" | "NaN" | "NULL" | "N/A"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_however_they_are_spelled() {
        for name in ["published_at", "publishedAt", "Published At", "PUBLISHED-AT"] {
            assert_eq!(Field::named(name).map(|it| it.0), Some(Field::Date), "{name}");
        }
        assert_eq!(Field::named("_id"), Some((Field::Id, 0)));
        assert_eq!(Field::named("a name nobody would think of"), None);
        assert_eq!(Field::named(""), None);
    }

    #[test]
    fn the_table_is_sound() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|it| it.1).copied().collect();
        assert!(all.iter().all(|it| it.len() <= LONGEST));
        for (at, (field, _)) in NAMES.iter().enumerate() {
            assert_eq!(*field as usize, at);
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a name stands for two fields");
    }
}
