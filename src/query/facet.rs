//! How do the articles found spread over the values of a field, and over time? Exact
//! counts over all that matched, not over the hits shown.

use tantivy::Searcher;
use tantivy::query::Query;

use crate::index::counting::{NumberCounts, ValueCounts};
use crate::model::{Date, Facet, Timeline};

use super::error::nearest;
use super::search::{FacetRequest, Period, SearchError};

/// Facets and the fields of the index they count.
const FACETS: &[(&str, &str)] = &[
    ("outlet", "outlet"),
    ("actor", "actor"),
    ("speaker", "speaker"),
    ("relay", "via"),
    ("via", "via"),
    ("origin", "origin"),
    ("lang", "lang"),
    ("kind", "quote_kind"),
    ("polarity", "polarity"),
    ("vehicle", "vehicle"),
    ("wire", "wire"),
    ("translated-by", "translator"),
    ("republished-by", "republisher"),
    ("year", "year"),
    ("month", "ym"),
];

/// Names of all facets, as help lists them.
pub fn facet_names() -> impl Iterator<Item = &'static str> {
    FACETS.iter().map(|it| it.0)
}

/// Counts of each facet asked for, in that order.
pub(super) fn facets(
    searcher: &Searcher,
    query: &dyn Query,
    asked: &[FacetRequest],
) -> Result<Vec<Facet>, SearchError> {
    asked.iter().map(|it| facet(searcher, query, it)).collect()
}

fn facet(
    searcher: &Searcher,
    query: &dyn Query,
    asked: &FacetRequest,
) -> Result<Facet, SearchError> {
    let Some((_, column)) = FACETS.iter().find(|it| it.0 == asked.field) else {
        let help = match nearest(&asked.field, facet_names()) {
            Some(near) => format!("did you mean `{near}`"),
            None => format!("there are {}", facet_names().collect::<Vec<_>>().join(", ")),
        };
        return Err(SearchError::Facet { field: asked.field.clone(), help });
    };
    let mut buckets: Vec<(String, u64)> = if matches!(*column, "year" | "ym") {
        let grain = if *column == "year" { Period::Year } else { Period::Month };
        periods(searcher, query, grain)?.0
    } else {
        let counts = ValueCounts { field: (*column).to_owned() };
        searcher.search(query, &counts)?.into_iter().collect()
    };
    buckets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest = buckets.split_off(asked.limit.min(buckets.len()));
    let other = rest.iter().map(|it| it.1).sum();
    Ok(Facet { field: asked.field.clone(), buckets, other })
}

/// Counts over time, in order of time.
pub(super) fn timeline(
    searcher: &Searcher,
    query: &dyn Query,
    period: Period,
) -> Result<Timeline, SearchError> {
    let by = match period {
        Period::Year => "year",
        Period::Month => "month",
        Period::Day => "day",
    };
    let (mut buckets, undated) = periods(searcher, query, period)?;
    buckets.sort();
    Ok(Timeline { by: by.to_owned(), buckets, undated })
}

type Counts = (Vec<(String, u64)>, u64);

/// Articles by period, and how many have no date this precise.
fn periods(
    searcher: &Searcher,
    query: &dyn Query,
    period: Period,
) -> Result<Counts, SearchError> {
    let (field, scale) = match period {
        Period::Year => ("year", 10_000),
        Period::Month => ("ym", 100),
        Period::Day => ("date", 1),
    };
    let counts = searcher.search(query, &NumberCounts { field: field.to_owned() })?;
    let mut found = Vec::with_capacity(counts.len());
    let mut undated = 0;
    for (number, count) in counts {
        let date = number.map(|it| Date::from_number(it * scale));
        let precise = date.filter(|it| match period {
            Period::Year => it.year > 0,
            Period::Month => it.month > 0,
            Period::Day => it.month > 0 && it.day > 0,
        });
        match precise {
            Some(date) => found.push((date.to_string(), count)),
            None => undated += count,
        }
    }
    Ok((found, undated))
}
