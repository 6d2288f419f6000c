//! How long does a question take, warm, beside the same question to the bare engine with
//! snippets? In one run over the same articles; prints the table of `docs/speed.md`.
//!
//! ```text
//! cargo bench --bench questions                      the sample archive, repeated
//! cargo bench --bench questions -- news.jsonl        articles of your own
//! cargo bench --bench questions -- --again            both indexes as the last run left them
//! ```

mod common;

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use common::{floor, sample};
use morgue::index::Archive;
use morgue::query::{FacetRequest, Period, Request, TimelineRequest, parse, search};

/// Bytes of articles the sample archive is repeated to: a hundred thousand articles.
const SAMPLE: usize = 190 << 20;
/// Runs before and while it is measured.
const WARM: usize = 5;
const RUNS: usize = 100;

/// A kind of question, to us and to the bare engine where that can be asked.
const KINDS: &[(&str, &str, Option<&str>)] = &[
    ("one word", "ferry", Some("ferry")),
    ("two words", "ferry harbour", Some("+ferry +harbour")),
    (
        "one of six words",
        "ferry OR quarrel OR minister OR berth OR winter OR crews",
        Some("ferry quarrel minister berth winter crews"),
    ),
    ("a phrase", "\"the harbour\"", Some("\"the harbour\"")),
    ("a beginning", "harb*", None),
    ("an ending", "*bour", None),
    ("a regular expression", "/harb.*r/", None),
    ("one letter other", "harbuor~", None),
    ("words close together", "harbour NEAR/8 ferry", None),
    ("common words anywhere", "the NEAR/999999999 the", None),
    ("in one sentence", "minister SENT quarrel", None),
    ("one quote", "speaker:brandt said:quarrel", None),
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [.., flag, name] = arguments.as_slice()
        && flag == "--only"
    {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("questions");
        let archive = Archive::open(&folder.join("morgue")).expect("an index");
        let query = KINDS.iter().find(|it| it.0 == name).map_or(name.as_str(), |it| it.1);
        let request = Request::new(parse(query).expect("a query"), query);
        let took = measured(|| answer(&archive, &request));
        row(name, query, took, None);
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("questions");
    let (ours, bare) = (folder.join("morgue"), folder.join("bare"));
    if !arguments.iter().any(|it| it == "--again") {
        let corpus = arguments.iter().find(|it| *it != "--bench").map(PathBuf::from);
        let corpus = corpus.unwrap_or_else(repeated);
        // There may be none of an earlier run.
        let _ = fs::remove_dir_all(&folder);
        index(&corpus, &ours);
        floor::index(&corpus, &bare);
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

fn table(archive: &Archive, bare: &floor::Floor) {
    let articles = archive.size().articles;
    say(&format!("{articles} articles, {RUNS} warm runs a question, in milliseconds\n"));
    say("| question | | p50 | p99 | bare engine p50 | p99 |");
    say("|--|--|--|--|--|--|");
    for (name, query, raw) in KINDS {
        let request = Request::new(parse(query).expect("a query"), *query);
        let ours = measured(|| answer(archive, &request));
        let theirs = raw.map(|raw| measured(|| drop(bare.answers(raw))));
        row(name, query, ours, theirs);
    }
    let all = || Request {
        count_only: true,
        ..Request::new(parse("*").expect("a query"), "*")
    };
    let facet = |field: &str| FacetRequest { field: field.to_owned(), limit: 10 };
    for fields in ["outlet", "speaker", "outlet,speaker,relay,year", "outlet/year"] {
        let request = Request { facets: fields.split(',').map(facet).collect(), ..all() };
        let took = measured(|| answer(archive, &request));
        row("facets over all articles", fields, took, None);
    }
    let timeline = Some(TimelineRequest { period: Period::Day, share: false });
    let request = Request { timeline, ..all() };
    row("timeline over all", "day", measured(|| answer(archive, &request)), None);
}

fn answer(archive: &Archive, request: &Request) {
    let results = search(archive, request).expect("an index");
    std::hint::black_box(results.matched.articles);
}

/// Median and the hundredth part that is slowest, in microseconds.
fn measured(run: impl Fn()) -> (u128, u128) {
    for _ in 0..WARM {
        run();
    }
    let mut times: Vec<u128> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    (times[RUNS / 2], times[RUNS * 99 / 100])
}

fn row(name: &str, query: &str, ours: (u128, u128), theirs: Option<(u128, u128)>) {
    let ms = |it: u128| format!("{}.{:02}", it / 1000, it % 1000 / 10);
    let (p50, p99) = theirs.map_or_else(Default::default, |it| (ms(it.0), ms(it.1)));
    let query = query.replace('|', "\\|");
    say(&format!(
        "| {name} | `{query}` | {} | {} | {p50} | {p99} |",
        ms(ours.0),
        ms(ours.1)
    ));
}

fn say(line: &str) {
    // Nobody is left to tell when stdout is closed.
    let _ = writeln!(std::io::stdout(), "{line}");
}
