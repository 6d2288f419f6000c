//! Which articles answer, and by which road did their words come? Reads the query and the
//! flags, searches, and hands the answer to the formatter asked for.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::index::Archive;
use crate::model::{Date, Results};
use crate::present::format::Template;
use crate::present::json::{Fields, search as json};
use crate::present::{self, Options};
use crate::query::{
    FacetRequest, Period, QueryError, Request, SearchError, Sort, date, parse_at, search,
};

use super::filters::{Filters, Unread};
use super::index::{self, IndexArgs};
use super::locate::{IndexFlag, small_corpus};
use super::{Console, Failure, Outcome, batch};

/// Search the archive: ranked articles with the passage that matched and the chain of the
/// quote that matched best.
///
/// Words side by side must all be there; "phrases", OR, -exclusion, (brackets), wild*cards
/// and fields narrow further. `speaker:` and `said:` hold of one and the same quote. Where
/// there is no index but a small folder `corpus`, it is indexed first. Exit code 1 means
/// that nothing was found.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue search ferry strike                        both words
  morgue search '\"sea wall\" -harbour'               a phrase, without a word
  morgue search 'speaker:bell said:(pier OR ferry)' who said what, in one quote
  morgue search ferry --via 'meridian wire' --facet outlet,speaker
  morgue search '*' --date 2025-03 --timeline day --limit 0 --json=id,title
  morgue search ferry --format '{date} {outlet} {short}'
")]
pub struct SearchArgs {
    /// The query; several words need no quotation marks.
    #[arg(value_name = "QUERY")]
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

/// Order, counts and extent of an answer.
#[derive(Clone, Debug, Args)]
pub struct Counts {
    /// Count the values of these fields over all that matched: outlet, actor, speaker,
    /// relay, origin, year, month, lang, kind …
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub facet: Vec<String>,

    /// Most values of a facet; 0 means all.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub facet_limit: usize,

    /// Count the articles over time.
    #[arg(long, value_name = "PERIOD")]
    pub timeline: Option<Grain>,

    /// Order of the hits.
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: By,

    /// Which hits.
    #[command(flatten)]
    pub counted: Counted,

    /// Show every version of a page that matches, not only the newest of them.
    #[arg(long)]
    pub versions: bool,

    /// Most passages of the text shown of a hit.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub snippets: usize,

    /// Most quotes of a hit in JSON.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub quotes: usize,
}

/// Which rows of an answer.
#[derive(Clone, Copy, Debug, Args)]
pub struct Counted {
    /// Most rows; 0 means all.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,

    /// Rows left out at the top.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
}

impl Counted {
    /// Most rows.
    pub fn limit(self) -> usize {
        if self.limit == 0 { usize::MAX } else { self.limit }
    }
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

    /// End each line of --format with a zero byte.
    #[arg(short = '0', long = "null", requires = "format")]
    pub null: bool,

    /// Write only how many articles match.
    #[arg(short, long)]
    pub count: bool,
}

/// Grain of a timeline.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Grain {
    /// By year.
    Year,
    /// By month.
    Month,
    /// By day.
    Day,
}

/// Order of the hits.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum By {
    /// Best first.
    Relevance,
    /// Latest first; undated last.
    #[value(alias = "newest")]
    Date,
    /// Earliest first; undated last.
    Oldest,
}

/// Answers one query, or every line of a file.
///
/// # Errors
/// When the query cannot be read, there is no index, or it cannot be searched.
pub fn run(args: &SearchArgs, console: &Console) -> Result<Outcome, Failure> {
    let now = args.now.unwrap_or_else(date::today);
    if let Some(file) = &args.queries {
        let archive = open(&args.index, console)?;
        return batch::run(&archive, file, args, now, console);
    }
    // A faulty request is refused before an index is looked for or built.
    let given = args.filters.whole(&args.query.join(" "), now)?;
    if given.is_empty() {
        return Err(Failure::new("nothing to search for")
            .hint("type some words, `*` for everything, or see `morgue search --help`"));
    }
    let request = request(&given, args, now)?;
    let (name, options) = form(&args.form, console)?;
    let archive = open(&args.index, console)?;
    let results =
        search(&archive, &request).map_err(|error| unanswered(error, &given))?;
    if args.form.count {
        return count(&results);
    }
    write(name, &results, &options, console)?;
    for hint in &results.hints {
        console.hint(hint);
    }
    Ok(if results.matched.articles == 0 { Outcome::Nothing } else { Outcome::Fine })
}

/// What the flags ask of the archive.
pub(super) fn request(
    given: &str,
    args: &SearchArgs,
    now: Date,
) -> Result<Request, Failure> {
    let node = parse_at(given, now).map_err(|error| pointed(&error, given))?;
    let counts = &args.counts;
    let all = |limit: usize| if limit == 0 { usize::MAX } else { limit };
    let facets = counts.facet.iter().map(|field| FacetRequest {
        field: field.trim().to_owned(),
        limit: all(counts.facet_limit),
    });
    Ok(Request {
        facets: facets.collect(),
        timeline: counts.timeline.map(|it| match it {
            Grain::Year => Period::Year,
            Grain::Month => Period::Month,
            Grain::Day => Period::Day,
        }),
        sort: order(counts.sort),
        limit: counts.counted.limit(),
        offset: counts.counted.offset,
        passages: counts.snippets,
        quotes: counts.quotes,
        count_only: args.form.count,
        all_versions: counts.versions,
        ..Request::new(node, given)
    })
}

/// The order asked for.
pub(super) const fn order(by: By) -> Sort {
    match by {
        By::Relevance => Sort::Relevance,
        By::Date => Sort::Newest,
        By::Oldest => Sort::Oldest,
    }
}

/// The formatter asked for, by name, and what it is told.
fn form(form: &Form, console: &Console) -> Result<(&'static str, Options), Failure> {
    let mut options =
        Options { screen: console.screen, null: form.null, ..Options::default() };
    if let Some(list) = &form.json {
        options.fields = Fields::choose(list, json::FIELDS)?;
        return Ok(("json", options));
    }
    if let Some(template) = &form.format {
        options.template = Template::parse(template)?;
        return Ok(("format", options));
    }
    Ok(("terminal", options))
}

fn write(
    name: &str,
    results: &Results,
    options: &Options,
    console: &Console,
) -> Result<(), Failure> {
    let formatter = present::formatter(name).expect("`form` names one of the table");
    let mut out = if name == "terminal" { console.paged() } else { Console::plain() };
    (formatter.write)(results, options, &mut out)?;
    out.finish()?;
    Ok(())
}

fn count(results: &Results) -> Result<Outcome, Failure> {
    let mut out = Console::plain();
    std::io::Write::write_fmt(&mut out, format_args!("{}\n", results.matched.articles))?;
    out.finish()?;
    Ok(if results.matched.articles == 0 { Outcome::Nothing } else { Outcome::Fine })
}

/// The index; a small corpus without one is indexed first, so that a fresh clone answers
/// its first question with one command.
pub(super) fn open(flag: &IndexFlag, console: &Console) -> Result<Archive, Failure> {
    let folder = match flag.find() {
        Ok(folder) => folder,
        Err(missing) => {
            let Some(corpus) = small_corpus() else { return Err(missing) };
            console.say(&format!(
                "no index yet: reading the folder `{}` into one",
                corpus.display()
            ));
            let args = IndexArgs { paths: vec![corpus], ..IndexArgs::default() };
            index::run(&args, console)?;
            flag.find()?
        }
    };
    Ok(Archive::open(&folder)?)
}

/// Why a query has no answer, with the place in the query.
pub(super) fn unanswered(error: SearchError, given: &str) -> Failure {
    match error {
        SearchError::Query(error) => pointed(&error, given),
        SearchError::Facet { field, help } => {
            Failure::new(format!("unknown facet `{field}`")).hint(help)
        }
        SearchError::Engine(error) => Failure::new(format!("cannot search: {error}"))
            .hint("build the index again with `morgue index`"),
    }
}

/// What is wrong, the place, and the repair.
pub(super) fn pointed(error: &QueryError, given: &str) -> Failure {
    let pointed = error.pointed(given);
    Failure::new(format!("{error}\n{}", pointed.trim_end_matches('\n')))
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        pointed(&unread.error, &unread.text)
    }
}

pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    let day: jiff::civil::Date =
        text.parse().map_err(|_| "write it as 2024-04-15".to_owned())?;
    let number = |it: i8| u8::try_from(it).unwrap_or(1);
    let year = u16::try_from(day.year()).map_err(|_| "write it as 2024-04-15")?;
    Ok(Date::day(year, number(day.month()), number(day.day())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read() {
        assert_eq!(parse_day("2024-02-29"), Ok(Date::day(2024, 2, 29)));
        for text in ["2023-02-29", "-0004-01-01", "2024", "soon"] {
            assert!(parse_day(text).is_err(), "{text}");
        }
    }
}
