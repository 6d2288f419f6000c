//! What stands beside an article in the index? Its quotes directly behind it, as the writer
//! put them; and its copies, by the fingerprint of their words.

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::index::reader::Archive;
use crate::model::Quote;

/// Columns of one segment that are asked for again and again: opening one costs more than a
/// thousand looks at it.
pub struct Columns {
    /// Number of the article.
    pub number: Column<u64>,
    /// Number of the quote in it; none of an article.
    pub n: Column<u64>,
    /// Of the words of an article.
    pub fingerprint: Column<u64>,
}

impl Columns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            number: fast.u64("number")?,
            n: fast.u64("n")?,
            fingerprint: fast.u64("fingerprint")?,
        })
    }

    /// The quotes of the article at a place, in their order.
    fn behind(&self, article: DocId, end: DocId) -> impl Iterator<Item = DocId> {
        let number = self.number.first(article);
        let own = move |it: &DocId| {
            self.n.first(*it).is_some() && self.number.first(*it) == number
        };
        (article + 1..end).take_while(own)
    }
}

impl Archive {
    /// The places of the quotes of the article at `address`, in their order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotes_behind(&self, address: DocAddress) -> tantivy::Result<Vec<DocAddress>> {
        let DocAddress { segment_ord, doc_id } = address;
        let end = self.searcher().segment_reader(segment_ord).max_doc();
        let quotes = self.columns(segment_ord)?.behind(doc_id, end);
        Ok(quotes.map(|doc_id| DocAddress { segment_ord, doc_id }).collect())
    }

    /// The quotes of an article with their numbers, in order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotes(&self, number: u64) -> tantivy::Result<Vec<(usize, Quote)>> {
        match self.address(number)? {
            Some(address) => self.quotes_of(address),
            None => Ok(Vec::new()),
        }
    }

    /// The quotes of the article at `address` with their numbers, in order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotes_of(&self, address: DocAddress) -> tantivy::Result<Vec<(usize, Quote)>> {
        let mut quotes = Vec::new();
        for address in self.quotes_behind(address)? {
            quotes.extend(self.quote_at(address)?);
        }
        Ok(quotes)
    }

    /// How many articles have this fingerprint.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn copies_by(&self, fingerprint: u64) -> tantivy::Result<usize> {
        let field = self.fields().fingerprint;
        let term = Term::from_field_u64(field, fingerprint);
        let mut count = 0;
        for segment in self.searcher().segment_readers() {
            let index = segment.inverted_index(field)?;
            let Some(mut same) = index.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            let alive = segment.alive_bitset();
            let mut doc = same.doc();
            while doc != TERMINATED {
                count += usize::from(alive.is_none_or(|it| it.is_alive(doc)));
                doc = same.advance();
            }
        }
        Ok(count)
    }
}
