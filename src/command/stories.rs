//! Which articles of the archive are copies of which, and which of them had the words
//! first? What the last run of `morgue index` found.

use clap::Args;

use crate::model::Date;
use crate::present::{Options, json, stories as people};
use crate::query::{Request, date, parse_in, stories};

use super::ask::{Counted, open, parse_day, pointed, unanswered};
use super::config;
use super::filters::Filters;
use super::locate::IndexFlag;
use super::offer::QUERY;
use super::{Console, Failure, Outcome};

/// Show stories: articles of one text, the one that had it first in this archive at the top.
///
/// Copies are near-duplicates and articles that hold a part of another; what the articles
/// of one outlet have in common at their foot does not count. Versions of one page are
/// versions, not copies. Exit code 1 means that nothing was found.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue stories                        every story of more than one article
  morgue stories ferry --outlet 'lys courier'
  morgue stories --pairs --json         every pair of copies, one a line
")]
pub struct StoriesArgs {
    /// Only stories in which an article answers this query.
    #[arg(value_name = "QUERY", value_parser = QUERY, hide_possible_values = true)]
    pub query: Vec<String>,

    /// Filters as flags.
    #[command(flatten)]
    pub filters: Filters,

    /// List pairs of articles instead of stories.
    #[arg(long)]
    pub pairs: bool,

    /// Which stories, or pairs; pairs are listed all unless told otherwise.
    #[command(flatten)]
    pub counted: Counted,

    /// Write JSON Lines.
    #[arg(long)]
    pub json: bool,

    /// The day from which relative dates count, instead of today.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub now: Option<Date>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Lists stories, or pairs of copies.
///
/// # Errors
/// When the query cannot be read, there is no index, or it cannot be searched.
pub fn run(args: &StoriesArgs, console: &Console) -> Result<Outcome, Failure> {
    let now = args.now.unwrap_or_else(date::today);
    let words = args.query.join(" ");
    let context = config::context(&words, now, &args.index)?;
    let given = args.filters.whole(&words, &context)?;
    let given = if given.trim().is_empty() { "*" } else { given.trim() };
    let node = parse_in(given, &context).map_err(|error| pointed(&error, given))?;
    let request = Request {
        limit: args.counted.limit(),
        offset: args.counted.offset,
        ..Request::new(node, given)
    };
    let archive = open(&args.index, console)?;
    let options = Options { screen: console.screen, ..Options::default() };
    let mut out = if args.json { Console::plain() } else { console.paged() };
    let found = if args.pairs {
        let pairs = stories::copies(&archive, &request);
        let mut pairs = pairs.map_err(|error| unanswered(error, given))?;
        pairs.drain(..args.counted.offset.min(pairs.len()));
        pairs.truncate(args.counted.limit_or(0));
        let write = if args.json { json::stories::pairs } else { people::pairs };
        write(&pairs, &mut out)?;
        pairs.len() as u64
    } else {
        let results = stories::stories(&archive, &request);
        let results = results.map_err(|error| unanswered(error, given))?;
        let write = if args.json { json::stories::write } else { people::write };
        write(&results, &options, &mut out)?;
        results.hints.iter().for_each(|hint| console.hint(hint));
        results.total
    };
    out.finish()?;
    Ok(if found == 0 { Outcome::Nothing } else { Outcome::Fine })
}
