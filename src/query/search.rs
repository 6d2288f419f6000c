//! Which articles answer a query, in which order, and how do they spread over outlets
//! and time? Runs what `compile` made; how it looks on a screen is not known here.

use std::time::Instant;

use tantivy::collector::sort_key::{
    SortBySimilarityScore, SortByStaticFastValue, SortByString,
};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::{DocAddress, Order, Score, Searcher};

use crate::index::Archive;
use crate::index::statistics::ArticleStatistics;
use crate::model::query::Node;
use crate::model::{Matched, Results, Stamp};

use super::compile::compile;
use super::parts::parts;
use super::versions::newest;
use super::{QueryError, explain, facet, hits};

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query asks for what cannot be answered.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A facet of no known field.
    #[error("unknown facet `{field}`: {help}")]
    Facet {
        /// As asked.
        field: String,
        /// What there is.
        help: String,
    },
    /// The index cannot be read.
    #[error("cannot read the index")]
    Engine(#[from] tantivy::TantivyError),
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest first; undated last.
    Newest,
    /// Earliest first; undated last.
    Oldest,
}

/// The grain of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// By year.
    Year,
    /// By month.
    Month,
    /// By week, named by its Monday.
    Week,
    /// By day.
    Day,
}

/// Counts asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRequest {
    /// The field.
    pub field: String,
    /// Most values.
    pub limit: usize,
}

/// What is asked of an archive.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query as read.
    pub query: Node,
    /// The query as typed.
    pub given: String,
    /// Counts by value.
    pub facets: Vec<FacetRequest>,
    /// Counts over time.
    pub timeline: Option<Period>,
    /// Order of the hits.
    pub sort: Sort,
    /// Most hits; 0 for counts alone.
    pub limit: usize,
    /// Hits left out at the top.
    pub offset: usize,
    /// Most passages of the body shown of a hit.
    pub passages: usize,
    /// Most quotes of a hit.
    pub quotes: usize,
    /// No hits, only how many.
    pub count_only: bool,
    /// Every version of a page that matches, not only the newest of them.
    pub all_versions: bool,
    /// How the query was read, and why each hit scores what it scores.
    pub explain: bool,
}

impl Request {
    /// Ten best hits for a query.
    pub fn new(query: Node, given: impl Into<String>) -> Self {
        Self {
            query,
            given: given.into(),
            facets: Vec::new(),
            timeline: None,
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            passages: 1,
            quotes: 3,
            count_only: false,
            all_versions: false,
            explain: false,
        }
    }
}

/// Answers a request.
///
/// # Errors
/// The query or a facet cannot be answered, or the index cannot be read.
pub fn search(archive: &Archive, request: &Request) -> Result<Results, SearchError> {
    let begun = Instant::now();
    let searcher = archive.searcher();
    let mut compiled = compile(&request.query, archive)?;
    if !request.all_versions {
        compiled.articles = newest(compiled.articles, archive, &searcher)?;
    }
    let articles = searcher.search(&*compiled.articles, &Count)? as u64;
    let ranked = if request.count_only || request.limit == 0 {
        Vec::new()
    } else {
        ranked(archive, &searcher, &*compiled.articles, request)?
    };
    let mut found = Vec::with_capacity(ranked.len());
    for (at, (score, address)) in ranked.into_iter().enumerate() {
        let rank = request.offset + at + 1;
        found.extend(hits::hit(
            archive, &searcher, &compiled, address, rank, score, request,
        )?);
    }
    let facets = facet::facets(archive, &searcher, &*compiled.articles, request)?;
    let timeline = match request.timeline {
        Some(period) => Some(facet::timeline(&searcher, &*compiled.articles, period)?),
        None => None,
    };
    let quotes = hits::quotes_matched(&searcher, &compiled, archive)?;
    let hints =
        if articles == 0 { hints(compiled.hints, request, archive)? } else { Vec::new() };
    let explained = request.explain;
    let reading =
        if explained { explain::reading(&request.query, archive)? } else { Vec::new() };
    Ok(Results {
        stamp: stamp(archive, request),
        reading,
        hits: found,
        facets,
        timeline,
        matched: Matched { articles, quotes },
        took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        hints,
    })
}

/// Ids alone, best first, for measuring: the input's own where it gave one.
///
/// # Errors
/// As [`search`].
pub fn ranked_ids(
    archive: &Archive,
    request: &Request,
) -> Result<Vec<String>, SearchError> {
    let searcher = archive.searcher();
    let mut compiled = compile(&request.query, archive)?;
    if !request.all_versions {
        compiled.articles = newest(compiled.articles, archive, &searcher)?;
    }
    let ranked = ranked(archive, &searcher, &*compiled.articles, request)?;
    let mut ids = Vec::with_capacity(ranked.len());
    for (_, address) in ranked {
        let segment = searcher.segment_reader(address.segment_ord);
        for name in ["given_id", "id"] {
            let mut id = String::new();
            if let Some(column) = segment.fast_fields().str(name)?
                && let Some(ordinal) = column.term_ords(address.doc_id).next()
            {
                column
                    .ord_to_str(ordinal, &mut id)
                    .map_err(tantivy::TantivyError::from)?;
                ids.push(id);
                break;
            }
        }
    }
    Ok(ids)
}

/// Values that nobody has, with the nearest spellings; else what each part finds alone.
pub(super) fn hints(
    mut hints: Vec<String>,
    request: &Request,
    archive: &Archive,
) -> Result<Vec<String>, SearchError> {
    if hints.is_empty() {
        hints = parts(&request.query, archive)?;
    }
    hints.sort();
    hints.dedup();
    Ok(hints)
}

pub(super) fn stamp(archive: &Archive, request: &Request) -> Stamp {
    Stamp {
        generation: archive.generation(),
        given: request.given.clone(),
        parsed: request.query.to_string(),
        corpus: archive.size(),
    }
}

/// Scores and places, best first; ties by id, so that paging is stable.
fn ranked(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    request: &Request,
) -> Result<Vec<(Score, DocAddress)>, SearchError> {
    let most = usize::try_from(archive.size().articles).unwrap_or(usize::MAX);
    if request.offset >= most {
        return Ok(Vec::new());
    }
    let limit = request.limit.clamp(1, most);
    let top = TopDocs::with_limit(limit).and_offset(request.offset);
    let by_id = (SortByString::for_field("id"), Order::Asc);
    let order = match request.sort {
        Sort::Relevance => {
            let articles = archive.size().articles;
            let statistics = ArticleStatistics { searcher, articles };
            let collector = top.order_by((SortBySimilarityScore, by_id));
            let found = searcher.search_with_statistics_provider(
                query,
                &collector,
                &statistics,
            )?;
            return Ok(found.into_iter().map(|((score, _), at)| (score, at)).collect());
        }
        Sort::Newest => Order::Desc,
        Sort::Oldest => Order::Asc,
    };
    let by_date = (SortByStaticFastValue::<u64>::for_field("date"), order);
    let found = searcher.search(query, &top.order_by((by_date, by_id)))?;
    Ok(found.into_iter().map(|(_, at)| (0.0, at)).collect())
}
