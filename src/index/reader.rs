//! How is a generation read? Opened once, never reloaded: a search answers from the
//! generation it began with.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{
    DocAddress, Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term,
};

use crate::index::aliases::Aliases;
use crate::index::beside::Columns;
use crate::index::counting::NumberCounts;
use crate::index::entry::{Entry, Page};
use crate::index::facts::Facts;
use crate::index::generation::{self, Generation, OpenError};
use crate::index::guard::Guard;
use crate::index::ledger::{self, Input};
use crate::index::meta::{read_article, read_quote, read_whole};
use crate::index::parties::Parties;
use crate::index::relations::{Copies, Stories};
use crate::index::schema::{self, Fields, NAMES, WORDS};
use crate::index::sums::Sums;
use crate::index::tables::Tables;
use crate::index::terms::Read;
use crate::index::tokenizer::{Analyzer, Terms};
use crate::index::versions::Versions;
use crate::model::{Actor, CorpusSize, Quote, StoredArticle};

/// An index, open for reading.
pub struct Archive {
    path: PathBuf,
    folder: PathBuf,
    facts: Facts,
    fields: Fields,
    reader: IndexReader,
    sums: Arc<Sums>,
    tables: Tables,
    /// As named when it was opened.
    generations: Vec<String>,
    columns: OnceLock<Vec<Columns>>,
}

/// How often the pointer is followed again when it moved on meanwhile.
const ATTEMPTS: usize = 20;

/// Analyzers are not stored in the index: registered after every open. What they read of
/// texts is counted in `read`.
pub(super) fn register(index: &Index, read: Read) {
    index.tokenizers().register(WORDS, TextAnalyzer::from(Terms::counted(read)));
    index.tokenizers().register(NAMES, TextAnalyzer::from(Analyzer::names()));
}

impl Archive {
    /// Opens the generation that answers.
    ///
    /// # Errors
    /// There is no index, it is of another version, foreign or damaged.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        // A generation may be replaced and removed between reading the pointer and opening
        // its files: then the pointer names another one by now.
        let mut seen = generation::names(path)?;
        for _ in 0..ATTEMPTS {
            let found = generation::answering(path)
                .and_then(|it| Self::open_folder(path, it, seen.clone()));
            let now = generation::names(path)?;
            if found.is_ok() || now == seen {
                return found;
            }
            seen = now;
        }
        generation::answering(path).and_then(|it| Self::open_folder(path, it, seen))
    }

    /// Opens one generation, which need not be the newest.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn open_generation(path: &Path, name: &str) -> Result<Self, OpenError> {
        let names = generation::names(path)?;
        Self::open_folder(path, generation::open(path, name)?, names)
    }

    pub(super) fn open_folder(
        path: &Path,
        generation: Generation,
        generations: Vec<String>,
    ) -> Result<Self, OpenError> {
        let damaged = |reason: tantivy::TantivyError| OpenError::Damaged {
            path: path.to_owned(),
            reason: told(&reason),
        };
        let Generation { folder, facts, sums } = generation;
        let sums = Arc::new(sums);
        let index = Guard::open(&folder, Arc::clone(&sums)).and_then(Index::open);
        let index = index.map_err(damaged)?;
        register(&index, Read::default());
        let made = Self::over(&folder, &index).map_err(damaged)?;
        let tables = Tables::open(&folder, Arc::clone(&sums));
        Ok(Self { path: path.to_owned(), facts, sums, tables, generations, ..made })
    }

    /// The articles in the files of one generation, whatever is known of it.
    pub(super) fn over(folder: &Path, index: &Index) -> tantivy::Result<Self> {
        let (_, fields) = schema::build();
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            path: folder.to_owned(),
            folder: folder.to_owned(),
            facts: Facts::default(),
            fields,
            reader,
            sums: Arc::default(),
            tables: Tables::default(),
            generations: Vec::new(),
            columns: OnceLock::new(),
        })
    }

    /// The folder of the index.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of the generation.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Name of the generation: the stamp of every answer.
    pub fn generation(&self) -> String {
        self.folder
            .file_name()
            .map_or_else(String::new, |it| it.to_string_lossy().into_owned())
    }

    /// The generations of the index as it was opened, newest first.
    pub fn generations(&self) -> &[String] {
        &self.generations
    }

    /// Numbers of the articles of another generation (`previous` is the one before the
    /// newest); nothing where it is not kept.
    ///
    /// # Errors
    /// It is kept and cannot be read.
    pub fn numbers_of(&self, name: &str) -> tantivy::Result<Option<Vec<u64>>> {
        let all = self.generations();
        let found = match name {
            "previous" => all.get(1),
            _ => all.iter().find(|it| *it == name),
        };
        let Some(found) = found else { return Ok(None) };
        let other = Self::open_generation(&self.path, found)
            .map_err(|it| tantivy::TantivyError::SystemError(it.to_string()))?;
        let articles = term(Term::from_field_text(other.fields.kind, "article"));
        let counts = NumberCounts::of("number");
        let numbers = other.searcher().search(&articles, &counts)?;
        Ok(Some(numbers.into_keys().flatten().collect()))
    }

    /// What is known of the generation.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The archive's size.
    pub fn size(&self) -> CorpusSize {
        self.facts.size()
    }

    /// The fields of the index.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// A searcher over the generation.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Every input, with what could not be read in it.
    ///
    /// # Errors
    /// The account is damaged.
    pub fn inputs(&self) -> tantivy::Result<Vec<Input>> {
        Ok(self.tables.inputs()?)
    }

    /// Every input, with the articles that came from it.
    pub(super) fn account(&self) -> std::io::Result<Vec<Input>> {
        ledger::load(&self.folder, &self.sums)
    }

    /// Which articles are versions of one page.
    ///
    /// # Errors
    /// The table is damaged.
    pub fn versions(&self) -> tantivy::Result<&Versions> {
        self.tables.versions()
    }

    /// Which names mean the same party.
    ///
    /// # Errors
    /// The table is damaged.
    pub fn aliases(&self) -> tantivy::Result<&Arc<Aliases>> {
        self.tables.aliases()
    }

    /// Which names there are, by their words.
    ///
    /// # Errors
    /// The table is damaged.
    pub fn parties(&self) -> tantivy::Result<&Arc<Parties>> {
        self.tables.parties()
    }

    /// Which articles are one story.
    ///
    /// # Errors
    /// The table is damaged.
    pub fn stories(&self) -> tantivy::Result<&Stories> {
        self.tables.stories()
    }

    /// Which articles carry the words of which others.
    ///
    /// # Errors
    /// The table is damaged.
    pub fn copies(&self) -> tantivy::Result<&Copies> {
        self.tables.copies()
    }

    /// An article with all that was understood of it, to be stored again.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn entry(&self, number: u64) -> tantivy::Result<Option<Entry>> {
        let Some(address) = self.first(&self.of_kind("article", number))? else {
            return Ok(None);
        };
        let Some((stored, actors)) = self.whole_at(address)? else { return Ok(None) };
        let fast =
            self.searcher().segment_reader(address.segment_ord).fast_fields().clone();
        let value = |name: &str| -> tantivy::Result<Option<u64>> {
            Ok(fast.u64(name)?.first(address.doc_id))
        };
        let Some(mut entry) = Entry::restored(stored, actors, self.quotes_of(address)?)
        else {
            return Ok(None);
        };
        entry.fingerprint = value("fingerprint")?.unwrap_or_default();
        let marks = fast.u64("marks")?;
        let marks = marks.values_for_doc(address.doc_id);
        entry.marks = marks.filter_map(|it| u32::try_from(it).ok()).collect();
        entry.plain = value("plain")?.is_some();
        entry.page = value("page")?.zip(value("revision")?).map(Page::of);
        Ok(Some(entry))
    }

    /// The columns of a segment.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn columns(&self, segment: u32) -> tantivy::Result<&Columns> {
        if let Some(all) = self.columns.get() {
            return Ok(&all[segment as usize]);
        }
        let searcher = self.searcher();
        let all: tantivy::Result<Vec<Columns>> =
            searcher.segment_readers().iter().map(Columns::open).collect();
        let all = all?;
        Ok(&self.columns.get_or_init(|| all)[segment as usize])
    }

    /// The article at a place of the index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article_at(
        &self,
        address: DocAddress,
    ) -> tantivy::Result<Option<StoredArticle>> {
        let document: TantivyDocument = self.searcher().doc(address)?;
        let article = self.meta(&document).and_then(read_article);
        Ok(article.map(|it| self.with_text(it, &document)))
    }

    /// The same, with its actors.
    pub(super) fn whole_at(
        &self,
        address: DocAddress,
    ) -> tantivy::Result<Option<(StoredArticle, Vec<Actor>)>> {
        let document: TantivyDocument = self.searcher().doc(address)?;
        let whole = self.meta(&document).and_then(read_whole);
        Ok(whole.map(|(article, actors)| (self.with_text(article, &document), actors)))
    }

    fn meta<'d>(&self, document: &'d TantivyDocument) -> Option<&'d [u8]> {
        document.get_first(self.fields.meta).and_then(|it| it.as_bytes())
    }

    fn with_text(
        &self,
        mut article: StoredArticle,
        document: &TantivyDocument,
    ) -> StoredArticle {
        let text = document.get_first(self.fields.raw).and_then(|it| it.as_str());
        text.unwrap_or_default().clone_into(&mut article.text);
        article
    }

    /// Where all articles stand in the index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(super) fn articles(
        &self,
    ) -> tantivy::Result<impl Iterator<Item = DocAddress> + use<>> {
        let articles = term(Term::from_field_text(self.fields.kind, "article"));
        let found =
            self.searcher().search(&articles, &tantivy::collector::DocSetCollector)?;
        Ok(found.into_iter())
    }

    /// The quote at a place of the index, with its number.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quote_at(
        &self,
        address: DocAddress,
    ) -> tantivy::Result<Option<(usize, Quote)>> {
        let document: TantivyDocument = self.searcher().doc(address)?;
        let meta = self.meta(&document);
        let n = self.columns(address.segment_ord)?.n.first(address.doc_id);
        let n = n.and_then(|it| usize::try_from(it).ok());
        Ok(meta.and_then(read_quote).zip(n).map(|(quote, n)| (n, quote)))
    }
}

/// What the engine says, in the words of whatever made it stop.
pub fn told(error: &tantivy::TantivyError) -> String {
    use tantivy::TantivyError::{IoError, OpenReadError};
    use tantivy::directory::error::OpenReadError::IoError as OpenIo;
    match error {
        IoError(it) => it.to_string(),
        OpenReadError(OpenIo { io_error, .. }) => io_error.to_string(),
        other => other.to_string(),
    }
}

pub(super) fn term(term: Term) -> TermQuery {
    TermQuery::new(term, IndexRecordOption::Basic)
}
