//! Who said what? Searches inside reported speech only: one row a quote, or one for all
//! that say the same words.

use clap::Args;

use crate::model::Date;
use crate::present::json::{Fields, quotes as json};
use crate::present::{Options, quotes as people};
use crate::query::{Request, date, fields, parse_in, quotes};

use super::ask::{By, Counted, open, order, parse_day, pointed, unanswered};
use super::filters::Filters;
use super::locate::IndexFlag;
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
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// Filters as flags.
    #[command(flatten)]
    pub filters: Filters,

    /// Whom or what the words name.
    #[arg(long, value_name = "NAME")]
    pub about: Vec<String>,

    /// How the words are given: direct, mixed, indirect.
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,

    /// Whether the source stands by them: asserted, denied, hedged.
    #[arg(long, value_name = "POLARITY")]
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
        ..Request::new(node, given)
    };
    let mut options = Options { screen: console.screen, ..Options::default() };
    if let Some(list) = &args.json {
        options.fields = Fields::choose(list, json::FIELDS)?;
    }
    let archive = open(&args.index, console)?;
    let results = quotes(&archive, &request, args.group)
        .map_err(|error| unanswered(error, given))?;
    let mut out = if args.json.is_some() { Console::plain() } else { console.paged() };
    if args.json.is_some() {
        json::write(&results, &options, &mut out)?;
    } else {
        people::write(&results, &options, &mut out)?;
    }
    out.finish()?;
    for hint in &results.hints {
        console.hint(hint);
    }
    Ok(if results.matched.quotes == 0 { Outcome::Nothing } else { Outcome::Fine })
}
