//! How fast is the engine by itself? Headline and body of each line of JSON, stored, with
//! positions, two writer threads: what a user could write in an hour, and what every
//! figure of ours is compared with.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, FuzzyTermQuery, Query, QueryParser, RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::{
    DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher,
    TantivyDocument, Term, doc,
};

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    title: Option<String>,
    #[serde(default, alias = "body")]
    text: Option<String>,
}

/// Bytes each of the writer's threads may hold.
const ARENA: usize = 64 << 20;

fn schema() -> (Schema, Field, Field) {
    let mut builder = Schema::builder();
    let title = builder.add_text_field("title", TEXT | STORED);
    let body = builder.add_text_field("body", TEXT | STORED);
    (builder.build(), title, body)
}

/// Indexes a file of JSON Lines into an empty folder.
pub(crate) fn index(corpus: &Path, folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("a folder of an earlier run");
    }
    fs::create_dir_all(folder).expect("a folder");
    let (schema, title, body) = schema();
    let index = Index::create_in_dir(folder, schema).expect("an index");
    let mut writer: IndexWriter =
        index.writer_with_num_threads(2, 2 * ARENA).expect("a writer");
    for line in BufReader::new(File::open(corpus).expect("the corpus")).lines() {
        let Ok(line) = serde_json::from_str::<Line>(&line.expect("text")) else {
            continue;
        };
        let document = doc!(
            title => line.title.unwrap_or_default(),
            body => line.text.unwrap_or_default(),
        );
        writer.add_document(document).expect("room on the disk");
    }
    writer.commit().expect("room on the disk");
    writer.wait_merging_threads().expect("room on the disk");
}

/// An index made by [`index`], open.
pub(crate) struct Floor {
    reader: IndexReader,
    title: Field,
    body: Field,
}

impl Floor {
    pub(crate) fn open(folder: &Path) -> Self {
        let (_, title, body) = schema();
        let index = Index::open_in_dir(folder).expect("an index");
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .expect("a reader");
        Self { reader, title, body }
    }

    /// Headlines and snippets of the ten best for one word.
    pub(crate) fn hits(&self, word: &str) -> Vec<(String, String)> {
        let term = Term::from_field_text(self.body, word);
        self.best(&TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    /// A question in the engine's own terms.
    pub(crate) fn question(&self, raw: Raw) -> Box<dyn Query> {
        let both = |make: &dyn Fn(Field) -> Box<dyn Query>| -> Box<dyn Query> {
            Box::new(BooleanQuery::union(vec![make(self.title), make(self.body)]))
        };
        match raw {
            Raw::Parsed(query) => {
                let index = self.reader.searcher().index().clone();
                let parser = QueryParser::for_index(&index, vec![self.title, self.body]);
                parser.parse_query(query).expect("a query")
            }
            Raw::Regex(pattern) => both(&|field| {
                Box::new(RegexQuery::from_pattern(pattern, field).expect("a pattern"))
            }),
            Raw::Fuzzy(word) => both(&|field| {
                let term = Term::from_field_text(field, word);
                Box::new(FuzzyTermQuery::new(term, 1, true))
            }),
        }
    }

    /// Headlines and snippets of the ten best; and how many there are, if `counted`.
    pub(crate) fn answers(&self, raw: Raw, counted: bool) -> Answer {
        let query = self.question(raw);
        let searcher = self.reader.searcher();
        let count = counted.then(|| {
            let top = TopDocs::with_limit(10).order_by_score();
            searcher.search(&*query, &(Count, top)).expect("an index")
        });
        match count {
            Some((count, found)) => (self.shown(&searcher, &*query, found), count),
            None => (self.best(&*query), 0),
        }
    }

    fn best(&self, query: &dyn Query) -> Vec<(String, String)> {
        let searcher = self.reader.searcher();
        let collector = TopDocs::with_limit(10).order_by_score();
        let found = searcher.search(query, &collector).expect("an index");
        self.shown(&searcher, query, found)
    }

    fn shown(
        &self,
        searcher: &Searcher,
        query: &dyn Query,
        found: Vec<(Score, DocAddress)>,
    ) -> Vec<(String, String)> {
        let snippets =
            SnippetGenerator::create(searcher, query, self.body).expect("a text field");
        let hits = found.into_iter().map(|(_, address)| {
            let document: TantivyDocument = searcher.doc(address).expect("a document");
            let title = document.get_first(self.title).and_then(|it| it.as_str());
            let snippet = snippets.snippet_from_doc(&document).to_html();
            (title.unwrap_or_default().to_owned(), snippet)
        });
        hits.collect()
    }
}

/// A question to the bare engine.
#[derive(Clone, Copy)]
pub(crate) enum Raw {
    /// In its query language.
    Parsed(&'static str),
    /// A pattern for one word.
    Regex(&'static str),
    /// A word with one letter changed.
    Fuzzy(&'static str),
}

/// Headlines with snippets, and how many articles match.
pub(crate) type Answer = (Vec<(String, String)>, usize);
