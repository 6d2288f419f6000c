//! Which fields does the index hold? Two kinds of documents, articles and quotes, told
//! apart by `kind`; tantivy has no nested documents, and flattened quotes would answer
//! "who said this" with whoever else is quoted in the article.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};

/// Name under which the analyzer of texts is registered.
pub const WORDS: &str = "morgue-words";
/// Name under which the analyzer of names is registered.
pub const NAMES: &str = "morgue-names";

/// Version of the storage format; a reader of another version refuses.
pub const FORMAT: u32 = 8;

macro_rules! fields {
    ($($name:ident: $how:ident, $what:expr;)*) => {
        /// The fields of the index.
        #[derive(Clone, Copy, Debug)]
        pub struct Fields {
            $(#[doc = $what] pub $name: Field,)*
        }

        /// Name, form and meaning of each field, in order: `index/schema.txt`.
        pub const TABLE: &[(&str, &str, &str)] =
            &[$((stringify!($name), stringify!($how), $what)),*];

        /// Makes the schema.
        pub fn build() -> (Schema, Fields) {
            let mut builder = Schema::builder();
            let fields = Fields { $($name: add::$how(&mut builder, stringify!($name)),)* };
            (builder.build(), fields)
        }
    };
}

fields! {
    kind: code, "article or quote";
    number: number, "the article's id: over what the input declares and the text; a quote carries its article's";
    n: column, "number of the quote in its article, from 0";
    given_id: keyword, "article: the input's own id";
    title: words, "article: headline";
    text: words, "article: body";
    said: words, "quote: its words";
    outlet: keyword, "canonical name of the publisher";
    actor: number, "article: the numbers of all actors (src/index/names.rs); quote: of those named in its words";
    speaker: keyword, "article: all speakers; quote: its speaker";
    via: keyword, "relays: interview, report, translation, wire, republication";
    origin: keyword, "party of the first link";
    translator: keyword, "party of a translation";
    republisher: keyword, "party of a republication";
    wire: keyword, "agency whose text it is";
    vehicle: keyword, "means of the statement";
    lang: keyword, "ISO 639-1 code";
    section: keyword, "section or desk, as the input names it";
    quote_kind: keyword, "direct, mixed, indirect";
    polarity: keyword, "asserted, denied, hedged";
    byline: names, "words of the byline";
    path: names, "words of the place";
    hops: column, "arrows of the chain; article: the most";
    date: column, "yyyymmdd, unknown parts 00; missing when undated";
    fingerprint: number, "article: the same for the same words";
    alike: column, "quote: the same for the same words";
    marks: column, "article: hashes of some of its shingles, by which copies are found";
    heading: column, "article: the same for the same headline";
    page: column, "article: the same for the versions of one page";
    revision: column, "article: 0, or what its headline says (UPDATE 2-: 2)";
    plain: column, "article: 1 where it was not asked yet who speaks in it";
    url: code, "article: address of the page";
    words: code, "list of words: folded form and word as written, stem and folded form";
    raw: stored, "article: the text as given";
    meta: bytes, "what the document says beside its text (src/index/record.rs)";
}

mod add {
    use super::{
        FAST, Field, IndexRecordOption, NAMES, NumericOptions, STORED, TextFieldIndexing,
        TextOptions, WORDS,
    };
    use tantivy::schema::SchemaBuilder;

    pub(super) fn keyword(builder: &mut SchemaBuilder, name: &str) -> Field {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let options =
            TextOptions::default().set_indexing_options(indexing).set_fast("raw");
        builder.add_text_field(name, options)
    }

    /// Looked up, never counted.
    pub(super) fn code(builder: &mut SchemaBuilder, name: &str) -> Field {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        builder
            .add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    }

    pub(super) fn words(builder: &mut SchemaBuilder, name: &str) -> Field {
        text(builder, name, WORDS)
    }

    pub(super) fn names(builder: &mut SchemaBuilder, name: &str) -> Field {
        text(builder, name, NAMES)
    }

    fn text(builder: &mut SchemaBuilder, name: &str, tokenizer: &str) -> Field {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        builder
            .add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    }

    pub(super) fn number(builder: &mut SchemaBuilder, name: &str) -> Field {
        builder.add_u64_field(name, NumericOptions::default().set_indexed().set_fast())
    }

    pub(super) fn column(builder: &mut SchemaBuilder, name: &str) -> Field {
        builder.add_u64_field(name, FAST)
    }

    pub(super) fn stored(builder: &mut SchemaBuilder, name: &str) -> Field {
        builder.add_text_field(name, TextOptions::default() | STORED)
    }

    pub(super) fn bytes(builder: &mut SchemaBuilder, name: &str) -> Field {
        builder.add_bytes_field(name, STORED)
    }
}
