//! What can be asked of an archive beside the query itself? Order, counts and extent, and
//! why there may be no answer.

use crate::model::Counting;
use crate::model::query::Node;

use super::QueryError;
use super::group::{Face, Group};

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
    /// A cursor that belongs to another request, or is none.
    #[error("the cursor does not belong to this search: {0}")]
    Cursor(&'static str),
    /// A generation that is not there any more.
    #[error("no generation `{name}` of this index is kept")]
    Generation {
        /// As asked.
        name: String,
        /// What there is.
        help: String,
    },
    /// More than can be looked for, such as a pattern that fits half the archive's words.
    #[error("{0}")]
    TooMuch(String),
    /// The index cannot be read.
    #[error("cannot read the index")]
    Engine(#[source] tantivy::TantivyError),
}

impl From<tantivy::TantivyError> for SearchError {
    /// What the engine will not take is the query's fault; all else is the index's.
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::InvalidArgument(message) => Self::TooMuch(message),
            other => Self::Engine(other),
        }
    }
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
    /// By name of the outlet, latest first; without an outlet last.
    Outlet,
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
    /// The field; `outlet!` as if the query did not choose among its values, `outlet/year`
    /// with the years of each outlet.
    pub field: String,
    /// Most values.
    pub limit: usize,
}

/// Counts over time asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineRequest {
    /// The grain.
    pub period: Period,
    /// With all articles of the same periods.
    pub share: bool,
}

/// Hits chosen by lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many.
    pub size: usize,
    /// Which lot.
    pub seed: u64,
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
    pub timeline: Option<TimelineRequest>,
    /// Order of the hits.
    pub sort: Sort,
    /// Most hits; 0 for counts alone.
    pub limit: usize,
    /// Hits left out at the top.
    pub offset: usize,
    /// Go on where an answer ended: its cursor.
    pub cursor: Option<String>,
    /// So many hits chosen by lot, instead of the best; the same for the same seed.
    pub sample: Option<Sample>,
    /// Only articles that this generation of the index does not hold; `previous` is the
    /// one before.
    pub new_since: Option<String>,
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
    /// One row for all of a group.
    pub group: Option<Group>,
    /// Which of its articles is the row.
    pub face: Face,
    /// What totals, facets and timeline count.
    pub counting: Counting,
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
            cursor: None,
            sample: None,
            new_since: None,
            passages: 1,
            quotes: 3,
            count_only: false,
            all_versions: false,
            explain: false,
            group: None,
            face: Face::First,
            counting: Counting::Articles,
        }
    }
}
