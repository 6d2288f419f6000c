//! Which quotes answer? Words mean words inside reported speech; what is asked of the
//! article narrows to its quotes. One row a quote, or one for all that say the same words.

use std::time::Instant;

use rustc_hash::FxHashMap;
use tantivy::collector::sort_key::{
    SortBySimilarityScore, SortByStaticFastValue, SortByString,
};
use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocAddress, DocId, Order, Score, Searcher, SegmentOrdinal, SegmentReader};

use crate::index::Archive;
use crate::index::forms::FormReader;
use crate::index::statistics::ArticleStatistics;
use crate::model::query::{FieldName, Node, What};
use crate::model::{Date, Matched, QuoteResults, QuoteRow, Span};

use super::QueryError;
use super::clause::{Clause, all_without, filter, keyword, union, without};
use super::compile::{Compiler, Made, Sought, compiler, distinct};
use super::cursor::{self, List};
use super::highlight::text_marks;
use super::quote::of_quotes;
use super::request::{Request, SearchError, Sort};
use super::search::{hints, stamp};

/// Answers a request with quotes, all rows at once; one row for the same words if `grouped`.
///
/// # Errors
/// As [`search`](super::search()).
pub fn quotes(
    archive: &Archive,
    request: &Request,
    grouped: bool,
) -> Result<QuoteResults, SearchError> {
    let mut found = find_quotes(archive, request, grouped)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next_row()? {
        rows.push(row);
    }
    Ok(QuoteResults { rows, ..found.finish() })
}

/// Answers a request with quotes: counts at once, rows as they are asked for, so that an
/// answer of any length takes no more memory than a few numbers for each row.
///
/// # Errors
/// As [`search`](super::search()).
pub fn find_quotes<'a>(
    archive: &'a Archive,
    request: &Request,
    grouped: bool,
) -> Result<FoundQuotes<'a>, SearchError> {
    let begun = Instant::now();
    let searcher = archive.searcher();
    let list = if grouped { List::Wordings } else { List::Quotes };
    let offset = cursor::offset(archive, request, list)?;
    let request = &Request { offset, ..request.clone() };
    let mut compiler = compiler(archive)?;
    let found = compiler.speech(&request.query)?.ok_or_else(|| {
        let help = "type some words, or `*` for everything".to_owned();
        QueryError::new(request.query.span, "there is no word in this query", help)
    })?;
    let query = of_quotes(compiler.fields, found);
    let quotes = searcher.search(&*query, &Count)? as u64;
    let (total, picked) = if grouped {
        let (total, picked) = groups(archive, &searcher, &*query, request)?;
        (Some(total), picked)
    } else {
        (None, singles(archive, &searcher, &*query, request)?)
    };
    let hints = match quotes {
        0 => hints(compiler.hints, request, archive)?,
        _ => Vec::new(),
    };
    let last = offset + picked.len();
    let results = QuoteResults {
        stamp: stamp(archive, request),
        rows: Vec::new(),
        last,
        shown: picked.len(),
        matched: Matched { articles: 0, quotes },
        groups: total,
        cursor: cursor::next(archive, request, list, last, total.unwrap_or(quotes)),
        took_ms: 0,
        hints,
    };
    let (picked, sought) = (picked.into_iter(), distinct(compiler.sought));
    let reader = FormReader::default();
    Ok(FoundQuotes { archive, sought, begun, picked, rank: offset, reader, results })
}

/// An answer whose rows are still to be read.
pub struct FoundQuotes<'a> {
    archive: &'a Archive,
    sought: Vec<Sought>,
    begun: Instant,
    picked: std::vec::IntoIter<Pick>,
    rank: usize,
    reader: FormReader,
    results: QuoteResults,
}

impl FoundQuotes<'_> {
    /// The answer without its rows.
    pub fn results(&self) -> &QuoteResults {
        &self.results
    }

    /// The next row.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn next_row(&mut self) -> Result<Option<QuoteRow>, SearchError> {
        for pick in self.picked.by_ref() {
            self.rank += 1;
            let (archive, rank) = (self.archive, self.rank);
            let row = row(archive, &self.sought, pick, rank, &mut self.reader)?;
            if row.is_some() {
                return Ok(row);
            }
        }
        Ok(None)
    }

    /// The answer without its rows, and how long it took.
    pub fn finish(self) -> QuoteResults {
        let took = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        QuoteResults { took_ms: took, ..self.results }
    }
}

/// A quote to be shown, and how many say the same.
#[derive(Clone, Copy)]
struct Pick {
    address: DocAddress,
    score: Score,
    count: u64,
    first: Option<Date>,
}

fn singles(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    request: &Request,
) -> Result<Vec<Pick>, SearchError> {
    let most = usize::try_from(archive.size().quotes).unwrap_or(usize::MAX);
    if request.offset >= most || request.limit == 0 {
        return Ok(Vec::new());
    }
    let top =
        TopDocs::with_limit(request.limit.clamp(1, most)).and_offset(request.offset);
    // Quotes of one article stay in their order.
    let by_place = (
        (SortByStaticFastValue::<u64>::for_field("number"), Order::Asc),
        (SortByStaticFastValue::<u64>::for_field("n"), Order::Asc),
    );
    let pick = |score: Score, address: DocAddress| Pick {
        address,
        score,
        count: 1,
        first: None,
    };
    let order = match request.sort {
        Sort::Relevance => {
            let articles = archive.size().quotes;
            let statistics = ArticleStatistics { searcher, articles };
            let collector = top.order_by((SortBySimilarityScore, by_place.0, by_place.1));
            let found = searcher.search_with_statistics_provider(
                query,
                &collector,
                &statistics,
            )?;
            let picked = found.into_iter().map(|((score, ..), at)| pick(score, at));
            return Ok(picked.collect());
        }
        Sort::Outlet => {
            let by_outlet = (SortByString::for_field("outlet"), Order::Asc);
            let keys = (by_outlet, by_place.0, by_place.1);
            let found = searcher.search(query, &top.order_by(keys))?;
            let picked = found.into_iter().map(|(_, at)| pick(0.0, at));
            return Ok(picked.collect());
        }
        Sort::Newest => Order::Desc,
        Sort::Oldest => Order::Asc,
    };
    let by_date = (SortByStaticFastValue::<u64>::for_field("date"), order);
    let found =
        searcher.search(query, &top.order_by((by_date, by_place.0, by_place.1)))?;
    Ok(found.into_iter().map(|(_, at)| pick(0.0, at)).collect())
}

/// The same words as one row: said most often first, or by the first date.
fn groups(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    request: &Request,
) -> Result<(u64, Vec<Pick>), SearchError> {
    let articles = archive.size().quotes;
    let statistics = ArticleStatistics { searcher, articles };
    let found =
        searcher.search_with_statistics_provider(query, &SameWords, &statistics)?;
    let mut all: Vec<(u64, Group)> = found.into_iter().collect();
    match request.sort {
        // Equal words of several outlets have no outlet to be sorted by.
        Sort::Relevance | Sort::Outlet => all.sort_by(|a, b| {
            let by_score = b.1.score.total_cmp(&a.1.score);
            b.1.count.cmp(&a.1.count).then(by_score).then(a.0.cmp(&b.0))
        }),
        Sort::Oldest => all.sort_by_key(|it| (it.1.first.0, it.0)),
        Sort::Newest => all.sort_by_key(|it| {
            let date = it.1.first.0;
            (std::cmp::Reverse(if date == u64::MAX { 0 } else { date }), it.0)
        }),
    }
    let total = all.len() as u64;
    let shown = all.into_iter().skip(request.offset).take(request.limit);
    let pick = |(_, group): (u64, Group)| Pick {
        address: group.address,
        score: group.score,
        count: group.count,
        first: Some(group.first.0).filter(|it| *it < u64::MAX).map(Date::from_number),
    };
    Ok((total, shown.map(pick).collect()))
}

fn row(
    archive: &Archive,
    sought: &[Sought],
    pick: Pick,
    rank: usize,
    reader: &mut FormReader,
) -> Result<Option<QuoteRow>, SearchError> {
    let Pick { address, score, count, first } = pick;
    let number = archive.columns(address.segment_ord)?.number.first(address.doc_id);
    let article = match number {
        Some(number) => archive.article(number)?,
        None => None,
    };
    let Some((article, (n, quote))) = article.zip(archive.quote_at(address)?) else {
        return Ok(None);
    };
    let own = [(n, quote.clone())];
    let inside = |it: &Span| quote.spans.iter().any(|part| part.contains(*it));
    let marks = text_marks(&article, sought, &own, reader).marks;
    let marks = marks.into_iter().map(|it| it.span).filter(inside).collect();
    Ok(Some(QuoteRow { article, n, quote, rank, score, marks, count, first }))
}

impl Compiler<'_> {
    /// The quotes a part asks for, words meaning words of the speech.
    fn speech(&mut self, node: &Node) -> Made {
        match &node.what {
            What::And(nodes) => {
                let (mut all, mut none) = (Vec::new(), Vec::new());
                for node in nodes {
                    if let What::Not(inner) = &node.what {
                        none.extend(self.negated(|it| it.speech(inner))?);
                    } else {
                        all.extend(self.speech(node)?);
                    }
                }
                let some = !all.is_empty() || !none.is_empty();
                Ok(some.then(|| all_without(all, none)))
            }
            What::Or(nodes) => {
                let mut any: Vec<Clause> = Vec::with_capacity(nodes.len());
                for node in nodes {
                    any.extend(self.speech(node)?);
                }
                Ok(Some(any).filter(|it| !it.is_empty()).map(union))
            }
            What::Not(inner) => Ok(self.negated(|it| it.speech(inner))?.map(without)),
            What::Field { name, .. } if name.of_quote() => self.quote(node),
            What::Field { name, value } if copied(*name) => self.field(*name, value),
            What::Field { .. } => {
                let articles = self.article(node)?;
                Ok(articles.map(|it| self.quotes_of(it)).transpose()?)
            }
            What::All | What::Range(_) => {
                Ok(Some(filter(keyword(self.fields.kind, "quote"))))
            }
            _ => {
                let value = Box::new(node.clone());
                let what = What::Field { name: FieldName::Said, value };
                self.quote(&Node::new(node.span, what))
            }
        }
    }
}

/// Fields of the article that its quotes carry too.
const fn copied(name: FieldName) -> bool {
    matches!(name, FieldName::Outlet | FieldName::Date | FieldName::Lang)
}

/// Quotes that say the same words.
struct Group {
    count: u64,
    score: Score,
    /// The earliest: by date (undated last), nearest to its origin, by article.
    first: (u64, u64, u64),
    /// Where it stands.
    address: DocAddress,
}

/// Collects quotes by their words.
struct SameWords;

struct SegmentGroups {
    segment: SegmentOrdinal,
    print: Column<u64>,
    date: Column<u64>,
    hops: Column<u64>,
    number: Column<u64>,
    found: FxHashMap<u64, Group>,
}

impl Collector for SameWords {
    type Fruit = FxHashMap<u64, Group>;
    type Child = SegmentGroups;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentGroups> {
        let fast = reader.fast_fields();
        Ok(SegmentGroups {
            segment,
            print: fast.u64("alike")?,
            date: fast.u64("date")?,
            hops: fast.u64("hops")?,
            number: fast.u64("number")?,
            found: FxHashMap::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut whole = FxHashMap::default();
        for (print, group) in parts.into_iter().flatten() {
            join(&mut whole, print, group);
        }
        Ok(whole)
    }
}

impl SegmentCollector for SegmentGroups {
    type Fruit = FxHashMap<u64, Group>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let address = DocAddress { segment_ord: self.segment, doc_id: doc };
        let date = self.date.first(doc).unwrap_or(u64::MAX);
        let number = self.number.first(doc).unwrap_or_default();
        let hops = self.hops.first(doc).unwrap_or_default();
        let group = Group { count: 1, score, first: (date, hops, number), address };
        join(&mut self.found, self.print.first(doc).unwrap_or_default(), group);
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}

fn join(all: &mut FxHashMap<u64, Group>, print: u64, group: Group) {
    match all.get_mut(&print) {
        None => {
            all.insert(print, group);
        }
        Some(same) => {
            same.count += group.count;
            same.score = same.score.max(group.score);
            if group.first < same.first {
                (same.first, same.address) = (group.first, group.address);
            }
        }
    }
}
