//! What do the columns of the index know of an article: its outlet, date, page, marks and
//! from whom it says it has its words? Names become numbers, the same in every segment.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::collector::DocSetCollector;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, Term};

use crate::index::reader::Archive;
use crate::index::versions::Versions;
use crate::relate::candidate::Row;
use crate::relate::direction::Witness;
use crate::relate::origin::party;

/// Where an article says it has its words from.
const SOURCES: [&str; 4] = ["wire", "translator", "via", "republisher"];

/// The articles of an index, in order of time.
pub(super) struct Rows {
    pub(super) known: Vec<Row>,
    addresses: Vec<DocAddress>,
    dates: FxHashMap<u64, u64>,
    searcher: Searcher,
    marks: Vec<Column<u64>>,
    revisions: Vec<Column<u64>>,
}

impl Rows {
    /// Reads the columns.
    pub(super) fn gather(
        archive: &Archive,
        versions: &Versions,
    ) -> tantivy::Result<Self> {
        let searcher = archive.searcher();
        let kind = Term::from_field_text(archive.fields().kind, "article");
        let articles = TermQuery::new(kind, IndexRecordOption::Basic);
        let mut found: Vec<DocAddress> =
            searcher.search(&articles, &DocSetCollector)?.into_iter().collect();
        found.sort_unstable();
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            let fast = segment.fast_fields();
            let outlet = Names::of(fast.str("outlet")?)?;
            let heading = fast.u64("heading")?;
            columns.push((fast.u64("number")?, fast.u64("date")?, outlet, heading));
        }
        let mut all = Vec::with_capacity(found.len());
        for address in found {
            let (number, date, outlet, heading) = &columns[address.segment_ord as usize];
            let Some(id) = number.first(address.doc_id) else { continue };
            let outlet = outlet.first(address.doc_id);
            let page = versions.of_article(id).first().copied().unwrap_or(id);
            let date = date.first(address.doc_id);
            let heading = heading.first(address.doc_id).unwrap_or_default();
            all.push((when(date), Row { id, outlet, page, heading }, address, date));
        }
        all.sort_unstable_by_key(|it| (it.0, it.1.id));
        let column = |name: &str| -> tantivy::Result<Vec<Column<u64>>> {
            let segments = searcher.segment_readers().iter();
            segments.map(|it| it.fast_fields().u64(name)).collect()
        };
        Ok(Self {
            known: all.iter().map(|it| it.1).collect(),
            addresses: all.iter().map(|it| it.2).collect(),
            dates: all.iter().filter_map(|it| Some((it.1.id, it.3?))).collect(),
            marks: column("marks")?,
            revisions: column("revision")?,
            searcher,
        })
    }

    /// Hands over the marks of every row.
    pub(super) fn marks(&self, emit: &mut dyn FnMut(usize, u32)) {
        for (row, address) in self.addresses.iter().enumerate() {
            let column = &self.marks[address.segment_ord as usize];
            for mark in column.values_for_doc(address.doc_id) {
                emit(row, u32::try_from(mark).unwrap_or(u32::MAX));
            }
        }
    }

    /// Number of the article of a row.
    pub(super) fn id(&self, row: u32) -> u64 {
        self.known[row as usize].id
    }

    /// Where it stands.
    pub(super) fn address(&self, row: u32) -> DocAddress {
        self.addresses[row as usize]
    }

    /// When an article was published, to sort by: what is not known comes last.
    pub(super) fn date(&self, number: u64) -> u64 {
        when(self.dates.get(&number).copied())
    }

    /// Whether its headline says that an article is a later version of another.
    pub(super) fn revised(&self, row: u32) -> bool {
        let address = self.address(row);
        let column = &self.revisions[address.segment_ord as usize];
        column.first(address.doc_id).is_some_and(|it| it > 0)
    }

    /// What is known of these articles, by number.
    pub(super) fn witnesses_of<'a>(
        &self,
        numbers: impl Iterator<Item = &'a u64>,
    ) -> tantivy::Result<FxHashMap<u64, Witness>> {
        let wanted: FxHashSet<u64> = numbers.copied().collect();
        let asked = |it: &(u32, &Row)| wanted.contains(&it.1.id);
        let rows = (0..).zip(&self.known).filter(asked).map(|it| it.0).collect();
        let found = self.witnesses(&rows)?.into_iter();
        Ok(found.map(|(row, it)| (self.id(row), it)).collect())
    }

    /// What speaks for and against each of these rows having been first.
    pub(super) fn witnesses(
        &self,
        rows: &FxHashSet<u32>,
    ) -> tantivy::Result<FxHashMap<u32, Witness>> {
        let mut sources = Vec::new();
        for segment in self.searcher.segment_readers() {
            let fast = segment.fast_fields();
            let names = SOURCES.iter().map(|it| Names::of(fast.str(it)?));
            sources.push(names.collect::<tantivy::Result<Vec<Names>>>()?);
        }
        let witness = |row: u32| {
            let (address, known) = (self.address(row), self.known[row as usize]);
            let mut stated = Vec::new();
            for names in &sources[address.segment_ord as usize] {
                stated.extend(names.all(address.doc_id));
            }
            let date = self.dates.get(&known.id).copied();
            Witness { outlet: known.outlet, date, stated }
        };
        Ok(rows.iter().map(|row| (*row, witness(*row))).collect())
    }
}

/// A date to sort by: unknown parts and unknown dates come last.
fn when(date: Option<u64>) -> u64 {
    let last = |part: u64| if part == 0 { 99 } else { part };
    date.map_or(u64::MAX, |it| {
        it / 10_000 * 10_000 + last(it / 100 % 100) * 100 + last(it % 100)
    })
}

/// A column of names as numbers.
struct Names {
    column: Option<StrColumn>,
    numbers: Vec<u64>,
}

impl Names {
    fn of(column: Option<StrColumn>) -> tantivy::Result<Self> {
        let mut numbers = Vec::new();
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                numbers.push(party(&String::from_utf8_lossy(terms.key())));
            }
        }
        Ok(Self { column, numbers })
    }

    fn all(&self, doc: u32) -> impl Iterator<Item = u64> {
        let ordinals = self.column.as_ref().map(|it| it.term_ords(doc));
        ordinals.into_iter().flatten().filter_map(|it| {
            self.numbers.get(usize::try_from(it).unwrap_or(usize::MAX)).copied()
        })
    }

    fn first(&self, doc: u32) -> u64 {
        self.all(doc).next().unwrap_or(0)
    }
}
