//! What can be asked of the program? One file for each subcommand; the doc comment on its
//! arguments is its manual. Here they are listed and dispatched; nothing is computed or
//! laid out here.

pub mod console;
pub mod failure;
pub mod locate;
pub mod pipeline;
pub mod progress;
pub mod report;
pub mod outlets;
pub mod roots;
pub mod config;
pub mod choice;
mod closing;
mod sanity;
mod offer;
mod intake;
mod stop;
mod again;
pub mod index;
pub mod filters;
pub mod grouping;
pub mod ask;
pub mod search;
pub mod batch;
pub mod quotes;
pub mod tally;
pub mod stories;
pub mod diff;
pub mod verify;
pub mod trace;
pub mod show;
pub mod status;
pub mod annotate;
pub mod forget;
pub mod check;
mod repair;
pub mod gc;
pub mod generate;
mod safely;

use clap::{Args, Parser, Subcommand};

use console::{Console, When};
pub use failure::{Failure, Outcome};
pub use safely::safely;

/// Examples stand before the list of options: they are what people look for.
const TEMPLATE: &str = "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  morgue index corpus                     read a folder, build the index
  morgue search ferry strike              articles with both words
  morgue search 'speaker:\"ana bell\" said:strike'
                                          what Ana Bell said of a strike
  morgue search ferry --via \"harbour radio\" --facet outlet,speaker
  morgue show 0123456789abcdef            one article, its quotes and chains
  morgue annotate --json article.txt      what is understood of a file
";

/// Full-text search for news archives that knows who said it and by which road it
/// reached you.
#[derive(Debug, Parser)]
#[command(
    name = "morgue",
    version,
    help_template = TEMPLATE,
    before_long_help = EXAMPLES,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    infer_subcommands = false,
    max_term_width = 90,
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Style the output.
    ///
    /// `auto` styles on a terminal and honours NO_COLOR, CLICOLOR_FORCE and TERM=dumb.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    /// Link headlines to their pages (OSC 8).
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub hyperlink: When,

    /// Do not page on a terminal.
    ///
    /// Else the pager is MORGUE_PAGER, PAGER or `less -FIRX`.
    #[arg(long, global = true)]
    pub no_pager: bool,

    /// Say nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Say more of what is being done.
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the index of a folder of articles.
    Index(index::IndexArgs),
    /// Search: ranked passages, each with its chain.
    Search(search::SearchArgs),
    /// Search inside quotes: one row a quote.
    Quotes(quotes::QuotesArgs),
    /// Show which articles are copies of which.
    Stories(stories::StoriesArgs),
    /// Show what one article changed of another.
    Diff(diff::DiffArgs),
    /// Trace words through the archive: who had them first, and who from whom.
    Trace(trace::TraceArgs),
    /// Check the quotations of a draft against the archive.
    Verify(verify::VerifyArgs),
    /// Count values over all articles that match.
    Facets(tally::FacetsArgs),
    /// Count articles over time.
    Timeline(tally::TimelineArgs),
    /// Show an article, its quotes marked, with their chains.
    Show(show::ShowArgs),
    /// Show what is understood of documents, without an index.
    Annotate(annotate::AnnotateArgs),
    /// Show what is in the index and what could not be read.
    Status(status::StatusArgs),
    /// Check that the index is whole, and mend it.
    Check(check::CheckArgs),
    /// Remove articles, and leave them out for good.
    Forget(forget::ForgetArgs),
    /// Remove generations that do not answer any more.
    Gc(gc::GcArgs),
    /// Print the manual page or shell completions.
    Generate(generate::GenerateArgs),
}

/// Does what was asked.
///
/// # Errors
/// When it cannot be done; the failure says why, what to do, and the exit code.
pub fn run(cli: &Cli) -> Result<Outcome, Failure> {
    let console = Console::new(&cli.global);
    match &cli.command {
        Command::Index(args) => index::run(args, &console),
        Command::Search(args) => search::run(args, &console),
        Command::Quotes(args) => quotes::run(args, &console),
        Command::Stories(args) => stories::run(args, &console),
        Command::Diff(args) => diff::run(args, &console),
        Command::Trace(args) => trace::run(args, &console),
        Command::Verify(args) => verify::run(args, &console),
        Command::Facets(args) => tally::facets(args, &console),
        Command::Timeline(args) => tally::timeline(args, &console),
        Command::Show(args) => show::run(args, &console),
        Command::Status(args) => status::run(args, &console),
        Command::Annotate(args) => annotate::run(args, &console),
        Command::Check(args) => check::run(args, &console),
        Command::Forget(args) => forget::run(args, &console),
        Command::Gc(args) => gc::run(args, &console),
        Command::Generate(args) => generate::run(args),
    }
}
