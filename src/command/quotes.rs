//! Who said what? Searches inside reported speech only: one row a quote, or one for all
//! that say the same words.

use std::io::{self, Write};

use clap::Args;

use crate::model::{Date, QuoteResults, QuoteRow};
use crate::present::json::{Fields, quotes as json};
use crate::present::{Options, quotes as people};
use crate::query::{FoundQuotes, Request, date, fields, find_quotes, parse_in};

use super::ask::{By, Counted, open_at, order, parse_day, pointed, unanswered};
use super::console::Output;
use super::filters::Filters;
use super::locate::IndexFlag;
use super::offer::{KIND, POLARITY, QUERY};
use super::search::Cut;
use super::{Console, Failure, Outcome, config};

/// Search inside quotes: one row a quote, with who said it, where, and by which road.
///
/// Words are looked for in reported speech only; fields and filters narrow as in `search`.
/// `--group` makes one row of equal words, with how often and since when they are quoted in
/// this archive. Exit code 1 means that nothing was found.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, after_long_help = fields::help(), before_long_help = "\
Examples:
  morgue quotes quarrel                         every quote with the word
  morgue quotes ferry --speaker 'ana bell' --sort oldest
  morgue quotes --kind direct --about pier --json=outlet,date,quote
  morgue quotes quarrel --group                 equal words as one row
")]
pub struct QuotesArgs {
    /// The query; several words need no quotation marks.
    #[arg(value_name = "QUERY", value_parser = QUERY, hide_possible_values = true)]
    pub query: Vec<String>,

    /// Filters as flags.
    #[command(flatten)]
    pub filters: Filters,

    /// Whom or what the words name.
    #[arg(long, value_name = "NAME")]
    pub about: Vec<String>,

    /// How the words are given: direct, mixed, indirect.
    #[arg(long, value_name = "KIND", value_parser = KIND, hide_possible_values = true)]
    pub kind: Vec<String>,

    /// Whether the source stands by them: asserted, denied, hedged.
    #[arg(
        long,
        value_name = "POLARITY",
        value_parser = POLARITY,
        hide_possible_values = true
    )]
    pub polarity: Vec<String>,

    /// Make one row of equal words.
    #[arg(short, long)]
    pub group: bool,

    /// Order of the rows.
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: By,

    /// Which rows.
    #[command(flatten)]
    pub counted: Counted,

    /// Go on behind the last row of an answer: its `cursor` in JSON. The generation it was
    /// given by answers, whatever was indexed since.
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    pub cursor: Option<String>,

    /// Write JSON Lines; with a list, only those fields of quotes.
    #[arg(
        long,
        value_name = "FIELDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
    )]
    pub json: Option<String>,

    /// The day from which relative dates count, instead of today.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub now: Option<Date>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Answers with quotes.
///
/// # Errors
/// When the query cannot be read, there is no index, or it cannot be searched.
pub fn run(args: &QuotesArgs, console: &Console) -> Result<Outcome, Failure> {
    let now = args.now.unwrap_or_else(date::today);
    let words = args.query.join(" ");
    let context = config::context(&words, now, &args.index)?;
    let mut given = args.filters.whole(&words, &context)?;
    let more =
        [("about", &args.about), ("kind", &args.kind), ("polarity", &args.polarity)];
    for (field, values) in more.iter().filter(|it| !it.1.is_empty()) {
        let values: Vec<String> = values.iter().map(|it| format!("({it})")).collect();
        given = format!("{given} {field}:({})", values.join(" OR "));
    }
    let given = if given.trim().is_empty() { "*" } else { given.trim() };
    let node = parse_in(given, &context).map_err(|error| pointed(&error, given))?;
    let request = Request {
        sort: order(args.sort),
        limit: args.counted.limit(),
        offset: args.counted.offset,
        cursor: args.cursor.clone(),
        ..Request::new(node, given)
    };
    let mut options = Options { screen: console.screen, ..Options::default() };
    if let Some(list) = &args.json {
        options.fields = Fields::choose(list, json::FIELDS)?;
    }
    let archive = open_at(&args.index, args.cursor.as_deref(), console)?;
    let found = find_quotes(&archive, &request, args.group)
        .map_err(|error| unanswered(error, given))?;
    let results = if args.json.is_some() {
        write(
            found,
            (Some(json::begin), json::row, json::end),
            &options,
            Console::plain(),
        )
    } else {
        write(found, (None, people::row, people::end), &options, console.paged())
    };
    let results = results.map_err(|it| it.or_else(|error| unanswered(error, given)))?;
    for hint in &results.hints {
        console.hint(hint);
    }
    Ok(if results.matched.quotes == 0 { Outcome::Nothing } else { Outcome::Fine })
}

/// What writes the whole of an answer, or its beginning or end.
type Whole = fn(&QuoteResults, &Options, &mut dyn Write) -> io::Result<()>;
/// What writes one row of it.
type Row = fn(&QuoteResults, &QuoteRow, &Options, &mut dyn Write) -> io::Result<()>;

/// Writes row after row; none is held longer than it takes to write it.
fn write(
    mut found: FoundQuotes<'_>,
    (begin, row, end): (Option<Whole>, Row, Whole),
    options: &Options,
    mut out: Output,
) -> Result<QuoteResults, Cut> {
    if let Some(begin) = begin {
        begin(found.results(), options, &mut out)?;
    }
    while let Some(next) = found.next_row().map_err(Cut::Search)? {
        row(found.results(), &next, options, &mut out)?;
    }
    let results = found.finish();
    end(&results, options, &mut out)?;
    out.finish()?;
    Ok(results)
}
