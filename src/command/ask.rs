//! What do the flags of a query ask, and what is said where it has no answer? Shared by all
//! commands that ask the archive something.

use clap::{Args, ValueEnum};

use crate::index::{Archive, generation};
use crate::model::Date;
use crate::query::{
    Context, FacetRequest, Period, QueryError, Request, Sample, SearchError, Sort,
    TimelineRequest, cursor, parse_in,
};

use super::filters::Unread;
use super::grouping::Grouping;
use super::index::{self, IndexArgs};
use super::locate::{IndexFlag, small_corpus};
use super::offer::FACET;
use super::{Console, Failure};

/// More passages of one hit are not sought, however many are asked for.
const MOST_PASSAGES: usize = 1000;

/// Order, counts and extent of an answer.
#[derive(Clone, Debug, Args)]
pub struct Counts {
    /// Count the values of these fields over all that matched: outlet, actor, speaker,
    /// relay, origin, year, month, lang, section, kind …; `outlet!` as if the query chose
    /// none, `outlet/year` with the years of each.
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        value_parser = FACET,
        hide_possible_values = true
    )]
    pub facet: Vec<String>,

    /// Most values of a facet; 0 means all.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub facet_limit: usize,

    /// Count the articles over time.
    #[arg(long, value_name = "PERIOD")]
    pub timeline: Option<Grain>,

    /// With --timeline: as a share of all articles of each period.
    #[arg(long, requires = "timeline")]
    pub share: bool,

    /// Order of the hits.
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: By,

    /// Which hits.
    #[command(flatten)]
    pub counted: Counted,

    /// Show every version of a page that matches, not only the newest of them.
    #[arg(long)]
    pub versions: bool,

    /// Say how the query was read, and what the score of each hit is made of.
    #[arg(long)]
    pub explain: bool,

    /// Instead of the best hits, so many by lot: the same for the same --seed.
    #[arg(long, value_name = "N", conflicts_with_all = ["sort", "limit"])]
    pub sample: Option<usize>,

    /// Which lot is drawn by --sample.
    #[arg(long, value_name = "S", default_value_t = 0, requires = "sample")]
    pub seed: u64,

    /// Only articles that were not in this generation of the index; `previous` is the one
    /// before.
    #[arg(long, value_name = "GENERATION")]
    pub new_since: Option<String>,

    /// Go on behind the last hit of an answer: its `cursor` in JSON. The generation it was
    /// given by answers, whatever was indexed since.
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    pub cursor: Option<String>,

    /// How copies and stories are shown and counted.
    #[command(flatten)]
    pub grouping: Grouping,

    /// Most passages of the text shown of a hit, 1000 at the most.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub snippets: usize,

    /// Most quotes of a hit in JSON.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub quotes: usize,
}

/// Which rows of an answer.
#[derive(Clone, Copy, Debug, Args)]
pub struct Counted {
    /// Most rows; 0 means all [default: 10].
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,

    /// Rows left out at the top.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
}

impl Counted {
    /// Most rows.
    pub fn limit(self) -> usize {
        self.limit_or(10)
    }

    /// Most rows, where a command has another default.
    pub fn limit_or(self, default: usize) -> usize {
        let limit = self.limit.unwrap_or(default);
        if limit == 0 { usize::MAX } else { limit }
    }
}

/// Grain of a timeline.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Grain {
    /// By year.
    Year,
    /// By month.
    Month,
    /// By week, named by its Monday.
    Week,
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
    /// By name of the outlet, latest first.
    Outlet,
}

/// What the flags ask of the archive.
pub(super) fn request(
    given: &str,
    counts: &Counts,
    context: &Context,
) -> Result<Request, Failure> {
    let node = parse_in(given, context).map_err(|error| pointed(&error, given))?;
    let all = |limit: usize| if limit == 0 { usize::MAX } else { limit };
    let facets = counts.facet.iter().map(|field| FacetRequest {
        field: field.trim().to_owned(),
        limit: all(counts.facet_limit),
    });
    let mut request = Request {
        facets: facets.collect(),
        timeline: counts
            .timeline
            .map(|grain| TimelineRequest { period: period(grain), share: counts.share }),
        sort: order(counts.sort),
        limit: counts.sample.unwrap_or_else(|| counts.counted.limit()),
        sample: counts.sample.map(|size| Sample { size, seed: counts.seed }),
        new_since: counts.new_since.clone(),
        cursor: counts.cursor.clone(),
        offset: counts.counted.offset,
        passages: counts.snippets.min(MOST_PASSAGES),
        quotes: counts.quotes,
        all_versions: counts.versions,
        explain: counts.explain,
        ..Request::new(node, given)
    };
    counts.grouping.apply(&mut request);
    Ok(request)
}

/// The grain asked for.
pub(super) const fn period(grain: Grain) -> Period {
    match grain {
        Grain::Year => Period::Year,
        Grain::Month => Period::Month,
        Grain::Week => Period::Week,
        Grain::Day => Period::Day,
    }
}

/// The order asked for.
pub(super) const fn order(by: By) -> Sort {
    match by {
        By::Relevance => Sort::Relevance,
        By::Date => Sort::Newest,
        By::Oldest => Sort::Oldest,
        By::Outlet => Sort::Outlet,
    }
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

/// The index as a cursor saw it; as it is where there is none.
pub(super) fn open_at(
    flag: &IndexFlag,
    cursor: Option<&str>,
    console: &Console,
) -> Result<Archive, Failure> {
    let Some(cursor) = cursor else { return open(flag, console) };
    let Some(name) = cursor::generation(cursor) else {
        let hint = "copy it from `cursor` in the summary of `morgue search --json`";
        return Err(Failure::new(format!("`{cursor}` is no cursor")).hint(hint));
    };
    let folder = flag.find()?;
    if !generation::names(&folder)?.iter().any(|it| it == name) {
        let message = format!("generation {name} of this cursor is not kept any more");
        return Err(Failure::new(message).hint("search again without --cursor"));
    }
    Ok(Archive::open_generation(&folder, name)?)
}

/// Why a query has no answer, with the place in the query.
pub(super) fn unanswered(error: SearchError, given: &str) -> Failure {
    match error {
        SearchError::Query(error) => pointed(&error, given),
        SearchError::Facet { field, help } => {
            Failure::new(format!("unknown facet `{field}`")).hint(help)
        }
        SearchError::Cursor(_) => Failure::new(error.to_string())
            .hint("give the same query, filters and order as for the page before"),
        SearchError::Generation { ref help, .. } => {
            let hint = help.clone();
            Failure::new(error.to_string()).hint(hint)
        }
        SearchError::TooMuch(message) => Failure::new(message),
        SearchError::Engine(error) => Failure::unread(&error),
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
