//! Where does one article stand in the index? By its number, by its id, or by the id its
//! input gave it.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query};
use tantivy::{DocAddress, Term};

use crate::index::reader::{Archive, term};
use crate::model::StoredArticle;

impl Archive {
    /// The number of the article with this id, or with this id of the input's own.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn find(&self, id: &str) -> tantivy::Result<Option<u64>> {
        if let Some(number) = number(id)
            && self.address(number)?.is_some()
        {
            return Ok(Some(number));
        }
        match self.first(&term(Term::from_field_text(self.fields().given_id, id)))? {
            Some(address) => self.number(address),
            None => Ok(None),
        }
    }

    fn number(&self, address: DocAddress) -> tantivy::Result<Option<u64>> {
        Ok(self.columns(address.segment_ord)?.number.first(address.doc_id))
    }

    pub(super) fn first(&self, query: &dyn Query) -> tantivy::Result<Option<DocAddress>> {
        let found =
            self.searcher().search(query, &TopDocs::with_limit(1).order_by_score())?;
        Ok(found.first().map(|it| it.1))
    }

    pub(super) fn of_kind(&self, kind: &str, number: u64) -> BooleanQuery {
        BooleanQuery::intersection(vec![
            Box::new(term(Term::from_field_u64(self.fields().number, number))),
            Box::new(term(Term::from_field_text(self.fields().kind, kind))),
        ])
    }

    /// The article with this number.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, number: u64) -> tantivy::Result<Option<StoredArticle>> {
        match self.first(&self.of_kind("article", number))? {
            Some(address) => self.article_at(address),
            None => Ok(None),
        }
    }

    /// Where the article with this number stands in the index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn address(&self, number: u64) -> tantivy::Result<Option<DocAddress>> {
        self.first(&self.of_kind("article", number))
    }
}

/// The number of an article from its id: 16 hex digits.
pub fn number(id: &str) -> Option<u64> {
    let digits = id.len() == 16 && id.bytes().all(|it| it.is_ascii_hexdigit());
    u64::from_str_radix(id, 16).ok().filter(|_| digits)
}
