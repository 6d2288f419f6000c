//! How do the articles found spread over the values of a field, and over time? Exact
//! counts over all that matched, not over the hits shown.

use rustc_hash::FxHashMap;
use tantivy::Searcher;
use tantivy::query::Query;

use crate::index::Archive;
use crate::index::actors;
use crate::index::counting::{NumberCounts, ValueCounts};
use crate::index::pairs::{Axis, PairCounts};
use crate::model::query::{FieldName, Node, What};
use crate::model::{Date, Facet, Timeline, Within};

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
    ("month", "month"),
];

/// Fields whose values are people and bodies: all names of one party are counted as one.
pub(super) const PARTIES: [&str; 3] = ["actor", "speaker", "origin"];

/// The one of them whose values are numbers.
pub(super) const ACTOR: &str = "actor";

/// Names of all facets, as help lists them.
pub fn facet_names() -> impl Iterator<Item = &'static str> {
    FACETS.iter().map(|it| it.0)
}

/// What a facet was asked: `outlet`, `outlet!`, `outlet/year`, `outlet!/year`.
struct Asked<'a> {
    field: &'a str,
    /// As if the query did not choose among the values.
    wide: bool,
    within: Option<&'a str>,
}

impl<'a> Asked<'a> {
    fn read(text: &'a str) -> Self {
        let (field, within) = match text.split_once('/') {
            Some((field, within)) => (field, Some(within)),
            None => (text, None),
        };
        let bare = field.strip_suffix('!');
        Self { field: bare.unwrap_or(field), wide: bare.is_some(), within }
    }

    /// The name of the answer.
    fn name(&self) -> String {
        match self.within {
            Some(within) => format!("{}/{within}", self.field),
            None => self.field.to_owned(),
        }
    }
}

/// Counts of each facet asked for, in that order; one with `!` as if the query did not
/// choose among its values.
pub(super) fn facets(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    request: &Request,
) -> Result<Vec<Facet>, SearchError> {
    let one = |facet_request: &FacetRequest| {
        let asked = Asked::read(&facet_request.field);
        let limit = facet_request.limit;
        if !asked.wide {
            return facet(archive, searcher, query, &asked, limit);
        }
        let wide = without(&request.query, asked.field);
        let compiled = compile(&wide, archive)?;
        facet(archive, searcher, &*compiled.articles, &asked, limit)
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

/// The field of the index that a facet counts.
fn column(name: &str) -> Result<&'static str, SearchError> {
    if let Some((_, column)) = FACETS.iter().find(|it| it.0 == name) {
        return Ok(column);
    }
    let help = match nearest(name, facet_names()) {
        Some(near) => format!("did you mean `{near}`"),
        None => format!("there are {}", facet_names().collect::<Vec<_>>().join(", ")),
    };
    Err(SearchError::Facet { field: name.to_owned(), help })
}

fn facet(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    asked: &Asked<'_>,
    limit: usize,
) -> Result<Facet, SearchError> {
    let outer = column(asked.field)?;
    let inner = asked.within.map(column).transpose()?;
    let mut other = 0;
    let mut buckets: Vec<(String, u64)> = if let Some(period) = period_of(outer) {
        periods(searcher, query, period)?.0
    } else if outer == ACTOR {
        let (parties, aliases) = (archive.parties()?, archive.aliases()?);
        let (most, rest) = actors::count(searcher, query, parties, aliases, limit)?;
        other = rest;
        most
    } else {
        let mut counts = ValueCounts::of(outer);
        if PARTIES.contains(&outer) {
            counts = counts.joined(archive.aliases()?);
        }
        searcher.search(query, &counts)?.into_iter().collect()
    };
    buckets.sort_by(most_first);
    let rest = buckets.split_off(limit.min(buckets.len()));
    other += rest.iter().map(|it| it.1).sum::<u64>();
    let within = match (inner, asked.within) {
        (Some(inner), Some(name)) => {
            let aliases = archive.aliases()?;
            let [outer_axis, inner_axis] = [outer, inner].map(|it| axis(it, archive));
            let pairs = PairCounts { outer: outer_axis?, inner: inner_axis?, aliases };
            let pairs = searcher.search(query, &pairs)?;
            let buckets = spread(&buckets, pairs, outer, inner, limit);
            Some(Within { field: name.to_owned(), buckets })
        }
        _ => None,
    };
    Ok(Facet { field: asked.name(), buckets, other, within })
}

fn most_first(a: &(String, u64), b: &(String, u64)) -> std::cmp::Ordering {
    b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))
}

/// The period a facet counts by, if it counts dates.
fn period_of(column: &str) -> Option<Period> {
    match column {
        "year" => Some(Period::Year),
        "month" => Some(Period::Month),
        _ => None,
    }
}

/// What a date as a number is divided by, so that a period is one number.
const fn over(period: Period) -> u64 {
    match period {
        Period::Year => 10_000,
        Period::Month => 100,
        Period::Week | Period::Day => 1,
    }
}

fn axis<'a>(column: &'static str, archive: &'a Archive) -> tantivy::Result<Axis<'a>> {
    Ok(match period_of(column) {
        Some(period) => Axis::Period(over(period)),
        None if column == ACTOR => Axis::Actor(archive.parties()?),
        None if PARTIES.contains(&column) => Axis::Party(column),
        None => Axis::Keyword(column),
    })
}

/// Counts of pairs, by the buckets they stand in.
fn spread(
    buckets: &[(String, u64)],
    pairs: FxHashMap<(String, String), u64>,
    outer: &str,
    inner: &str,
    limit: usize,
) -> Vec<Vec<(String, u64)>> {
    let places: FxHashMap<&str, usize> =
        buckets.iter().enumerate().map(|(at, it)| (it.0.as_str(), at)).collect();
    let mut all: Vec<Vec<(String, u64)>> = vec![Vec::new(); buckets.len()];
    for ((value, within), count) in pairs {
        let value = labelled(outer, value);
        if let Some(at) = places.get(value.as_str()) {
            all[*at].push((labelled(inner, within), count));
        }
    }
    let timely = period_of(inner).is_some();
    for counts in &mut all {
        if timely {
            counts.sort_unstable();
        } else {
            counts.sort_by(most_first);
            counts.truncate(limit);
        }
    }
    all
}

/// A value as people write it: 202404 is 2024-04.
fn labelled(column: &str, value: String) -> String {
    let Some(period) = period_of(column) else { return value };
    let number = value.parse::<u64>().ok();
    number.map_or(value, |it| Date::from_number(it * over(period)).to_string())
}

/// Counts over time, in order of time; with all articles of the periods if `all` finds
/// them.
pub(super) fn timeline(
    searcher: &Searcher,
    query: &dyn Query,
    all: Option<&dyn Query>,
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
    let totals: FxHashMap<String, u64> = match all {
        Some(all) => periods(searcher, all, period)?.0.into_iter().collect(),
        None => FxHashMap::default(),
    };
    let total = |it: &(String, u64)| totals.get(&it.0).copied().unwrap_or(it.1);
    let all = all.map_or_else(Vec::new, |_| buckets.iter().map(total).collect());
    Ok(Timeline { by: by.to_owned(), buckets, all, undated })
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
    let scale = over(period);
    let counts = searcher.search(query, &NumberCounts::dates(scale))?;
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
