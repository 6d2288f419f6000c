//! How do the articles found spread over the values of a field, and over time? Exact
//! counts over all that matched, not over the hits shown.

use tantivy::Searcher;
use tantivy::query::Query;

use crate::index::Archive;
use crate::index::counting::{NumberCounts, ValueCounts};
use crate::model::query::{FieldName, Node, What};
use crate::model::{Date, Facet, Timeline};

use super::compile::compile;
use super::error::nearest;
use super::fields;
use super::request::{FacetRequest, Period, Request, SearchError};

/// Facets and the fields of the index they count.
const FACETS: &[(&str, &str)] = &[
    ("outlet", "outlet"),
    ("actor", "actor"),
    ("speaker", "speaker"),
    ("relay", "via"),
    ("via", "via"),
    ("origin", "origin"),
    ("lang", "lang"),
    ("section", "section"),
    ("kind", "quote_kind"),
    ("polarity", "polarity"),
    ("vehicle", "vehicle"),
    ("wire", "wire"),
    ("translated-by", "translator"),
    ("republished-by", "republisher"),
    ("year", "year"),
    ("month", "ym"),
];

/// Fields whose values are people and bodies: all names of one party are counted as one.
const PARTIES: [&str; 3] = ["actor", "speaker", "origin"];

/// Names of all facets, as help lists them.
pub fn facet_names() -> impl Iterator<Item = &'static str> {
    FACETS.iter().map(|it| it.0)
}

/// Counts of each facet asked for, in that order; one with `!` as if the query did not
/// choose among its values.
pub(super) fn facets(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    request: &Request,
) -> Result<Vec<Facet>, SearchError> {
    let one = |asked: &FacetRequest| {
        let Some(field) = asked.field.strip_suffix('!') else {
            return facet(archive, searcher, query, asked);
        };
        let wide = without(&request.query, field);
        let asked = FacetRequest { field: field.to_owned(), limit: asked.limit };
        let compiled = compile(&wide, archive)?;
        facet(archive, searcher, &*compiled.articles, &asked)
    };
    request.facets.iter().map(one).collect()
}

/// A query without its own choice of a field: everything, where nothing is left.
fn without(query: &Node, field: &str) -> Node {
    let chosen = fields::find(field).map(|it| it.name);
    let chooses = |node: &Node| {
        let What::Field { name, .. } = &node.what else { return false };
        let dated = *name == FieldName::Date && matches!(field, "year" | "month");
        chosen == Some(*name) || dated
    };
    let what = match &query.what {
        What::And(nodes) => {
            let left: Vec<Node> =
                nodes.iter().filter(|it| !chooses(it)).cloned().collect();
            if left.is_empty() { What::All } else { What::And(left) }
        }
        _ if chooses(query) => What::All,
        what => what.clone(),
    };
    Node::new(query.span, what)
}

fn facet(
    archive: &Archive,
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
        let mut counts = ValueCounts::of(column);
        if PARTIES.contains(column) {
            counts = counts.joined(archive.aliases());
        }
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
        Period::Week => "week",
        Period::Day => "day",
    };
    let (mut buckets, undated) = periods(searcher, query, period)?;
    buckets.sort();
    Ok(Timeline { by: by.to_owned(), buckets, undated })
}

/// The Monday of the week of a day; the day itself where the calendar has none.
fn monday(date: Date) -> String {
    let small = |it: u8| i8::try_from(it).unwrap_or(1);
    let year = i16::try_from(date.year).unwrap_or(1);
    let day = jiff::civil::Date::new(year, small(date.month), small(date.day));
    let back = day.ok().and_then(|it| {
        let days = it.weekday().to_monday_zero_offset();
        it.checked_sub(jiff::Span::new().days(days)).ok()
    });
    back.map_or_else(|| date.to_string(), |it| it.to_string())
}

/// Counts of one period made one.
fn summed(counts: Vec<(String, u64)>) -> Vec<(String, u64)> {
    let mut sums = std::collections::BTreeMap::new();
    for (period, count) in counts {
        *sums.entry(period).or_default() += count;
    }
    sums.into_iter().collect()
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
        Period::Week | Period::Day => ("date", 1),
    };
    let counts = searcher.search(query, &NumberCounts { field: field.to_owned() })?;
    let mut found = Vec::with_capacity(counts.len());
    let mut undated = 0;
    for (number, count) in counts {
        let date = number.map(|it| Date::from_number(it * scale));
        let precise = date.filter(|it| match period {
            Period::Year => it.year > 0,
            Period::Month => it.month > 0,
            Period::Week | Period::Day => it.month > 0 && it.day > 0,
        });
        match precise {
            Some(date) if period == Period::Week => found.push((monday(date), count)),
            Some(date) => found.push((date.to_string(), count)),
            None => undated += count,
        }
    }
    Ok((summed(found), undated))
}
