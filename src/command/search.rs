//! Which articles answer, and by which road did their words come? Reads the query and the
//! flags, searches, and hands the answer to the formatter asked for.

use std::path::PathBuf;

use clap::Args;

use crate::model::{Date, Results};
use crate::present::format::Template;
use crate::present::json::{Fields, search as json};
use crate::present::{self, Options};
use crate::query::{Found, Request, SearchError, date, fields, find};

use super::ask::{Counts, open, open_at, parse_day, request, unanswered};
use super::filters::Filters;
use super::locate::IndexFlag;
use super::offer::QUERY;
use super::{Console, Failure, Outcome, batch, config};

/// Search the archive: ranked articles with the passage that matched and the chain of the
/// quote that matched best.
///
/// Words side by side must all be there; "phrases", OR, -exclusion, (brackets), wild*cards
/// and fields narrow further. `speaker:` and `said:` hold of one and the same quote. Where
/// there is no index but a small folder `corpus`, it is indexed first. Exit code 1 means
/// that nothing was found.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, after_long_help = fields::help(), before_long_help = "\
Examples:
  morgue search ferry strike                        both words
  morgue search '\"sea wall\" -harbour'               a phrase, without a word
  morgue search 'speaker:bell said:(pier OR ferry)' who said what, in one quote
  morgue search ferry --via 'meridian wire' --facet outlet,speaker
  morgue search '*' --date 2025-03 --timeline day --limit 0 --json=id,title
  morgue search ferry --format '{date} {outlet} {short}'
  morgue search 'quarrel*' --kwic --sort oldest     every match, aligned
")]
pub struct SearchArgs {
    /// The query; several words need no quotation marks.
    #[arg(value_name = "QUERY", value_parser = QUERY, hide_possible_values = true)]
    pub query: Vec<String>,

    /// Filters as flags.
    #[command(flatten)]
    pub filters: Filters,

    /// What is counted and in which order hits come.
    #[command(flatten)]
    pub counts: Counts,

    /// How the answer is written.
    #[command(flatten)]
    pub form: Form,

    /// Answer every line of a file as a query (`-` is standard input): how many articles,
    /// and the best; with --json their ids.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "format", "count", "facet"])]
    pub queries: Option<PathBuf>,

    /// The day from which relative dates count, instead of today.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub now: Option<Date>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// The output of a search.
#[derive(Clone, Debug, Args)]
pub struct Form {
    /// Write JSON Lines; with a list, only those fields of hits.
    #[arg(
        long,
        value_name = "FIELDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["format", "count"],
    )]
    pub json: Option<String>,

    /// Write one line a hit: '{date} {outlet} {title}'.
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "count")]
    pub format: Option<String>,

    /// Keyword in context: every match on a line of its own, aligned.
    #[arg(long, conflicts_with_all = ["format", "count"])]
    pub kwic: bool,

    /// End each line of --format with a zero byte.
    #[arg(short = '0', long = "null", requires = "format")]
    pub null: bool,

    /// Write only how many articles match.
    #[arg(short, long)]
    pub count: bool,
}

/// Answers one query, or every line of a file.
///
/// # Errors
/// When the query cannot be read, there is no index, or it cannot be searched.
pub fn run(args: &SearchArgs, console: &Console) -> Result<Outcome, Failure> {
    let now = args.now.unwrap_or_else(date::today);
    if let Some(file) = &args.queries {
        let archive = open(&args.index, console)?;
        let as_json = args.form.json.is_some();
        let context = &config::context("query:", now, &args.index)?;
        let (filters, counts) = (&args.filters, &args.counts);
        let asked = batch::Asked { filters, counts, context };
        return batch::run(&archive, file, &asked, as_json, console);
    }
    // A faulty request is refused before an index is looked for or built.
    let words = args.query.join(" ");
    let context = config::context(&words, now, &args.index)?;
    let given = args.filters.whole(&words, &context)?;
    if given.is_empty() {
        return Err(Failure::new("nothing to search for")
            .hint("type some words, `*` for everything, or see `morgue search --help`"));
    }
    let asked = request(&given, &args.counts, &context)?;
    let request = Request { count_only: args.form.count, ..asked };
    let (name, options) = form(&args.form, console)?;
    let archive = open_at(&args.index, args.counts.cursor.as_deref(), console)?;
    let found = find(&archive, &request).map_err(|error| unanswered(error, &given))?;
    if args.form.count {
        return count(&found.finish());
    }
    let results = write(name, found, &options, console)
        .map_err(|it| it.or_else(|error| unanswered(error, &given)))?;
    for hint in &results.hints {
        console.hint(hint);
    }
    Ok(if results.matched.articles == 0 { Outcome::Nothing } else { Outcome::Fine })
}

/// The formatter asked for, by name, and what it is told.
fn form(form: &Form, console: &Console) -> Result<(&'static str, Options), Failure> {
    let mut options =
        Options { screen: console.screen, null: form.null, ..Options::default() };
    if let Some(list) = &form.json {
        options.fields = Fields::choose(list, json::FIELDS)?;
        return Ok((if form.kwic { "kwic-json" } else { "json" }, options));
    }
    if let Some(template) = &form.format {
        options.template = Template::parse(template)?;
        return Ok(("format", options));
    }
    Ok((if form.kwic { "kwic" } else { "terminal" }, options))
}

/// Why an answer was not written to the end.
pub(super) enum Cut {
    Output(Failure),
    Search(SearchError),
}

impl Cut {
    pub(super) fn or_else(
        self,
        unanswered: impl FnOnce(SearchError) -> Failure,
    ) -> Failure {
        match self {
            Self::Output(failure) => failure,
            Self::Search(error) => unanswered(error),
        }
    }
}

impl From<std::io::Error> for Cut {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error.into())
    }
}

/// Writes hit after hit; none is held longer than it takes to write it.
fn write(
    name: &str,
    mut found: Found<'_>,
    options: &Options,
    console: &Console,
) -> Result<Results, Cut> {
    let formatter = present::formatter(name).expect("`form` names one of the table");
    let people = matches!(name, "terminal" | "kwic");
    let mut out = if people { console.paged() } else { Console::plain() };
    (formatter.begin)(found.results(), options, &mut out)?;
    while let Some(hit) = found.next_hit().map_err(Cut::Search)? {
        (formatter.hit)(found.results(), &hit, options, &mut out)?;
    }
    let results = found.finish();
    (formatter.end)(&results, options, &mut out)?;
    out.finish()?;
    Ok(results)
}

fn count(results: &Results) -> Result<Outcome, Failure> {
    let mut out = Console::plain();
    std::io::Write::write_fmt(&mut out, format_args!("{}\n", results.matched.articles))?;
    out.finish()?;
    Ok(if results.matched.articles == 0 { Outcome::Nothing } else { Outcome::Fine })
}
