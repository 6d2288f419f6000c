//! How do the articles that answer spread over outlets, people and time? Counts without
//! hits: `facets` by value, `timeline` by period.

use clap::{Args, ValueEnum};

use crate::model::Date;
use crate::present::json::search as json;
use crate::present::{Options, spark, tally, terminal};
use crate::query::{
    FacetRequest, Request, TimelineRequest, date, fields, parse_in, search,
};

use super::ask::{Grain, open, parse_day, period, pointed, unanswered};
use super::filters::Filters;
use super::grouping::Count;
use super::locate::IndexFlag;
use super::offer::{FACET, QUERY};
use super::{Console, Failure, Outcome, config};

/// Count the values of fields over all articles that match.
///
/// Every count is exact. A field with `!` behind it is counted as if the query did not
/// name that field at its top level, so that a choice can be widened.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, after_long_help = fields::help(), before_long_help = "\
Examples:
  morgue facets ferry                          outlets, speakers, relays, years
  morgue facets 'outlet:lantern ferry' --by outlet!,speaker
  morgue facets --by relay --top 0 --as csv > relays.csv
  morgue facets ferry --by outlet/month --as spark   each outlet over time
")]
pub struct FacetsArgs {
    /// What is asked, and how it is written.
    #[command(flatten)]
    pub asked: Asked,

    /// Fields to count: outlet, actor, speaker, relay, origin, year, month, lang, section,
    /// kind …; `outlet/year` counts the years of each outlet.
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        value_parser = FACET,
        hide_possible_values = true,
        default_value = "outlet,speaker,relay,year"
    )]
    pub by: Vec<String>,

    /// Most values of a field; 0 means all.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
}

/// Count the articles that match over time.
///
/// Undated articles stand apart; they are never dropped unseen.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, after_long_help = fields::help(), before_long_help = "\
Examples:
  morgue timeline ferry
  morgue timeline 'speaker:brandt' --by day --as csv
  morgue timeline quarrel --by week --share --as spark
")]
pub struct TimelineArgs {
    /// What is asked, and how it is written.
    #[command(flatten)]
    pub asked: Asked,

    /// The grain.
    #[arg(long, value_name = "PERIOD", default_value = "month")]
    pub by: Grain,

    /// As a share of all articles of each period.
    #[arg(long)]
    pub share: bool,
}

/// A query that is answered with counts.
#[derive(Clone, Debug, Args)]
pub struct Asked {
    /// The query; everything if there is none.
    #[arg(value_name = "QUERY", value_parser = QUERY, hide_possible_values = true)]
    pub query: Vec<String>,

    /// Filters as flags.
    #[command(flatten)]
    pub filters: Filters,

    /// What is counted.
    #[arg(long, value_name = "WHAT", default_value = "articles")]
    pub counting: Count,

    /// How counts are written.
    #[arg(long = "as", value_name = "FORM", default_value = "bars")]
    pub form: Form,

    /// The day from which relative dates count, instead of today.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub now: Option<Date>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// How counts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Tables with bars.
    Bars,
    /// One line of small bars: a timeline, or a field by time (`outlet/month`).
    Spark,
    /// Comma-separated values.
    Csv,
    /// JSON Lines, as `search --json`.
    Json,
}

/// Counts by value.
///
/// # Errors
/// When the query or a field cannot be read, or there is no index.
pub fn facets(args: &FacetsArgs, console: &Console) -> Result<Outcome, Failure> {
    let limit = if args.top == 0 { usize::MAX } else { args.top };
    let one = |field: &String| FacetRequest { field: field.trim().to_owned(), limit };
    let facets = args.by.iter().map(one).collect();
    answer(&args.asked, console, |request| Request { facets, ..request })
}

/// Counts by period.
///
/// # Errors
/// As [`facets`].
pub fn timeline(args: &TimelineArgs, console: &Console) -> Result<Outcome, Failure> {
    let timeline = TimelineRequest { period: period(args.by), share: args.share };
    answer(&args.asked, console, |request| Request {
        timeline: Some(timeline),
        ..request
    })
}

fn answer(
    asked: &Asked,
    console: &Console,
    counting: impl FnOnce(Request) -> Request,
) -> Result<Outcome, Failure> {
    let now = asked.now.unwrap_or_else(date::today);
    let words = asked.query.join(" ");
    let context = config::context(&words, now, &asked.index)?;
    let given = asked.filters.whole(&words, &context)?;
    let given = if given.is_empty() { "*" } else { &given };
    let node = parse_in(given, &context).map_err(|error| pointed(&error, given))?;
    let counted = Request { limit: 0, count_only: true, ..Request::new(node, given) };
    let request = Request { counting: asked.counting.counting(), ..counted };
    let archive = open(&asked.index, console)?;
    let results =
        search(&archive, &counting(request)).map_err(|error| unanswered(error, given))?;
    let options = Options { screen: console.screen, ..Options::default() };
    let people = matches!(asked.form, Form::Bars | Form::Spark);
    let mut out = if people { console.paged() } else { Console::plain() };
    match asked.form {
        Form::Bars => terminal::end(&results, &options, &mut out)?,
        Form::Spark => spark::sparks(&results, &options, &mut out)?,
        Form::Csv => tally::csv(&results, &options, &mut out)?,
        Form::Json => {
            json::begin(&results, &options, &mut out)?;
            json::end(&results, &options, &mut out)?;
        }
    }
    out.finish()?;
    for hint in &results.hints {
        console.hint(hint);
    }
    Ok(if results.matched.articles == 0 { Outcome::Nothing } else { Outcome::Fine })
}
