//! What is one article, understood and ready to be stored? And how does it come back from
//! the index, without its source?

use crate::model::{Actor, Annotations, Article, Place, Quote, StoredArticle};
use crate::text::word::Token;

/// One article, understood and ready to be stored.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// As read.
    pub article: Article,
    /// Its id.
    pub id: u64,
    /// What was understood.
    pub annotations: Annotations,
    /// Nobody has asked yet who speaks in it.
    pub plain: bool,
    /// Of its text, where they were read already; may be empty.
    pub tokens: Vec<Token>,
    /// The same for the same words.
    pub fingerprint: u64,
    /// Hashes of some of its shingles (`relate::print`).
    pub marks: Vec<u32>,
    /// The page it is a version of.
    pub page: Option<Page>,
    /// Where it was read, in order; several for exact duplicates.
    pub places: Vec<Place>,
}

/// The page that an article is a version of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The same for the versions of one page.
    pub key: u64,
    /// Later versions have higher numbers, where the headline says so.
    pub revision: u64,
}

impl Page {
    /// From key and revision.
    pub const fn of((key, revision): (u64, u64)) -> Self {
        Self { key, revision }
    }
}

impl Entry {
    /// An article as it was stored, with what was understood then.
    pub fn restored(
        stored: StoredArticle,
        actors: Vec<Actor>,
        quotes: Vec<(usize, Quote)>,
    ) -> Option<Self> {
        let id = u64::from_str_radix(&stored.id, 16).ok()?;
        let annotations = Annotations {
            outlet: stored.outlet,
            published: stored.published,
            language: stored.language,
            byline: stored.byline,
            actors,
            quotes: quotes.into_iter().map(|it| it.1).collect(),
            credits: stored.credits,
            notes: Vec::new(),
        };
        let article = Article {
            place: stored.places.first().cloned().unwrap_or_default(),
            declared: stored.declared,
            path_facts: stored.path_facts,
            headline: stored.headline,
            text: stored.text,
            body: stored.body,
        };
        Some(Self { article, id, annotations, places: stored.places, ..Self::default() })
    }
}
