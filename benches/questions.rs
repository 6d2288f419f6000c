//! How long does a question take, warm, beside the same question to the bare engine with
//! snippets? In one run over the same articles, in turn; prints the table of
//! `docs/speed.md`.
//!
//! ```text
//! cargo bench --bench questions                      the sample archive, repeated
//! cargo bench --bench questions -- news.jsonl        articles of your own
//! cargo bench --bench questions -- --again           both indexes of the last run
//! cargo bench --bench questions -- --only ferry      one question, for a profiler
//! ```

mod common;

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use common::floor::{self, Raw};
use common::sample;
use morgue::index::Archive;
use morgue::query::{FacetRequest, Period, Request, TimelineRequest, parse, search};
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

/// Bytes of articles the sample archive is repeated to: a hundred thousand articles.
const SAMPLE: usize = 107 << 20;
/// Runs before and while it is measured; fewer where they take longer than this.
const WARM: usize = 5;
const RUNS: usize = 200;
const LONGEST: Duration = Duration::from_secs(6);

/// A kind of question, to us and to the bare engine where that can be asked.
const KINDS: &[(&str, &str, Option<Raw>)] = &[
    ("one word", "ferry", Some(Raw::Parsed("ferry"))),
    ("two words", "ferry harbour", Some(Raw::Parsed("+ferry +harbour"))),
    (
        "one of six words",
        "ferry OR quarrel OR minister OR berth OR winter OR crews",
        Some(Raw::Parsed("ferry quarrel minister berth winter crews")),
    ),
    ("a phrase", "\"the harbour\"", Some(Raw::Parsed("\"the harbour\""))),
    ("a beginning", "harb*", Some(Raw::Regex("harb.*"))),
    ("an ending", "*bour", Some(Raw::Regex(".*bour"))),
    ("a regular expression", "/harb.*r/", Some(Raw::Regex("harb.*r"))),
    ("one letter other", "harbuor~", Some(Raw::Fuzzy("harbuor"))),
    (
        "words close together",
        "harbour NEAR/8 ferry",
        Some(Raw::Parsed("\"harbour ferry\"~8")),
    ),
    ("common words anywhere", "the NEAR/999999999 the", None),
    ("in one sentence", "minister SENT quarrel", None),
    ("one quote", "speaker:brandt said:quarrel", None),
];

/// Counts over all articles, to us and to the engine over the same index.
const FACETS: &[(&str, &str)] = &[
    ("outlet", r#"{"a": {"terms": {"field": "outlet", "size": 10}}}"#),
    ("speaker", r#"{"a": {"terms": {"field": "speaker", "size": 10}}}"#),
    (
        "outlet,speaker,relay,year",
        r#"{"a": {"terms": {"field": "outlet", "size": 10}},
            "b": {"terms": {"field": "speaker", "size": 10}},
            "c": {"terms": {"field": "via", "size": 10}},
            "d": {"terms": {"field": "year", "size": 1000}}}"#,
    ),
    (
        "outlet/year",
        r#"{"a": {"terms": {"field": "outlet", "size": 10},
            "aggs": {"b": {"terms": {"field": "year", "size": 1000}}}}}"#,
    ),
];
const DAYS: &str = r#"{"a": {"terms": {"field": "date", "size": 60000}}}"#;

/// Microseconds: the median, and the hundredth part that is slowest.
type Times = (u128, u128);

fn main() {
    let arguments: Vec<String> =
        env::args().skip(1).filter(|it| it != "--bench").collect();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("questions");
    let (ours, bare) = (folder.join("morgue"), folder.join("bare"));
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--only", name] => return only(&Archive::open(&ours).expect("an index"), name),
        ["--again"] => (),
        rest => {
            let corpus = rest.first().map_or_else(repeated, PathBuf::from);
            // There may be none of an earlier run.
            let _ = fs::remove_dir_all(&folder);
            index(&corpus, &ours);
            floor::index(&corpus, &bare);
        }
    }
    table(&Archive::open(&ours).expect("an index"), &floor::Floor::open(&bare));
}

/// The sample archive, repeated into one file.
fn repeated() -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("questions.jsonl");
    fs::write(&path, sample::jsonl(SAMPLE)).expect("a file in the target folder");
    path
}

fn index(corpus: &Path, folder: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    let command = command.arg("index").arg(corpus).arg("--index").arg(folder);
    let done = command.arg("--quiet").status().expect("the program");
    assert!(done.success(), "the index could not be made");
}

/// One question again and again.
fn only(archive: &Archive, name: &str) {
    let query = KINDS.iter().find(|it| it.0 == name).map_or(name, |it| it.1);
    let request = Request::new(parse(query).expect("a query"), query);
    let [took] = measured([&|| answer(archive, &request)]);
    say(&format!("{query}: p50 {} ms, p99 {} ms", ms(took.0), ms(took.1)));
}

fn table(archive: &Archive, bare: &floor::Floor) {
    let articles = archive.size().articles;
    say(&format!(
        "{articles} articles, up to {RUNS} warm runs in turn, in milliseconds\n"
    ));
    say("| question | | p50 | p99 | bare engine p50 | p99 | times p50 | without count |");
    say("|--|--|--|--|--|--|--|--|");
    for (name, query, raw) in KINDS {
        let request = Request::new(parse(query).expect("a query"), *query);
        let ours = || answer(archive, &request);
        let Some(raw) = raw else {
            let [took] = measured([&ours]);
            row(name, query, took, None, None);
            continue;
        };
        let counting = || drop(std::hint::black_box(bare.answers(*raw, true)));
        let best = || drop(std::hint::black_box(bare.answers(*raw, false)));
        let [took, floor, least] = measured([&ours, &counting, &best]);
        row(name, query, took, Some(floor), Some(least));
    }
    let all = || Request {
        count_only: true,
        ..Request::new(parse("*").expect("a query"), "*")
    };
    let searcher = archive.searcher();
    let facet = |field: &str| FacetRequest { field: field.to_owned(), limit: 10 };
    for (fields, raw) in FACETS {
        let request = Request { facets: fields.split(',').map(facet).collect(), ..all() };
        counts("facets over all", fields, archive, &request, (&searcher, raw));
    }
    let timeline = Some(TimelineRequest { period: Period::Day, share: false });
    let request = Request { timeline, ..all() };
    counts("timeline over all", "day", archive, &request, (&searcher, DAYS));
}

/// Counts, beside the engine's own over the same columns.
fn counts(
    name: &str,
    fields: &str,
    archive: &Archive,
    request: &Request,
    (searcher, raw): (&Searcher, &str),
) {
    let term = Term::from_field_text(archive.fields().kind, "article");
    let articles = TermQuery::new(term, IndexRecordOption::Basic);
    let asked = serde_json::from_str(raw).expect("an aggregation");
    let bare = AggregationCollector::from_aggs(asked, AggContextParams::default());
    let floor = || drop(searcher.search(&articles, &bare).expect("an index"));
    let [took, floor] = measured([&|| answer(archive, request), &floor]);
    row(name, fields, took, Some(floor), None);
}

fn answer(archive: &Archive, request: &Request) {
    let results = search(archive, request).expect("an index");
    std::hint::black_box(results.matched.articles);
}

/// Runs all contestants in turn, so that a busy machine is busy for all of them.
fn measured<const N: usize>(runs: [&dyn Fn(); N]) -> [Times; N] {
    for _ in 0..WARM {
        for run in &runs {
            run();
        }
    }
    let mut times: [Vec<u128>; N] = std::array::from_fn(|_| Vec::new());
    let begun = Instant::now();
    while times[0].len() < RUNS && (begun.elapsed() < LONGEST || times[0].len() < 5) {
        for (run, times) in runs.iter().zip(&mut times) {
            let begun = Instant::now();
            run();
            times.push(begun.elapsed().as_micros());
        }
    }
    times.map(|mut it| {
        it.sort_unstable();
        (it[it.len() / 2], it[it.len() * 99 / 100])
    })
}

fn ms(it: u128) -> String {
    format!("{}.{:02}", it / 1000, it % 1000 / 10)
}

fn row(name: &str, query: &str, ours: Times, floor: Option<Times>, least: Option<Times>) {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let times = |it: Times| format!("{:.1}", ours.0 as f64 / it.0.max(1) as f64);
    let (p50, p99) = floor.map_or_else(Default::default, |it| (ms(it.0), ms(it.1)));
    let [floor, least] = [floor, least].map(|it| it.map(times).unwrap_or_default());
    let query = query.replace('|', "\\|");
    let (own, slow) = (ms(ours.0), ms(ours.1));
    say(&format!(
        "| {name} | `{query}` | {own} | {slow} | {p50} | {p99} | {floor} | {least} |"
    ));
}

fn say(line: &str) {
    // Nobody is left to tell when stdout is closed.
    let _ = writeln!(std::io::stdout(), "{line}");
}
