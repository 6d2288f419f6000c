//! How fast is the whole program beside the bare engine? Runs both as processes in turn over
//! the same articles and prints the tables of `docs/performance.md`.
//!
//! ```text
//! cargo bench --bench table                        the sample archive, repeated
//! cargo bench --bench table -- news.jsonl [RUNS]   articles of your own
//! cargo bench --bench table -- news.jsonl RUNS MB  those, grown to so many megabytes
//! ```
//!
//! The floor is tantivy alone: headline and body, stored, with positions, two writer
//! threads; no outlet, no actor, no quote, no chain. Absolute times say nothing about
//! another machine; the ratios do.

mod common;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::process::{Contestant, measured, ratio, say, size, table, text, words};
use common::{floor, grown, pages, process, sample};

/// Bytes of articles the sample archive is repeated to.
const SAMPLE: usize = 16 << 20;
/// Pages of the crawl that is read.
const PAGES: usize = 4000;
/// Files of the tree that is looked at again.
const FILES: usize = 20_000;

const fn contestant(
    name: &'static str,
    arguments: fn(&Path, &Path) -> Vec<OsString>,
) -> Contestant {
    Contestant { name, arguments, bare: false, alone: false }
}

const INDEX: &[Contestant] = &[
    Contestant { bare: true, ..contestant("tantivy alone", floor_index) },
    contestant("`index`", full),
    contestant("`index --no-extract`", plain),
    Contestant {
        bare: true,
        alone: true,
        ..contestant("tantivy alone, one core", floor_index)
    },
    Contestant { alone: true, ..contestant("`index`, one core", full) },
];

const COLD: &[Contestant] = &[
    Contestant { bare: true, ..contestant("tantivy alone", floor_search) },
    contestant("`search`", search),
    contestant("`search --facet outlet`", facets),
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|it| *it != "--bench").collect();
    let runs = |it: &str| it.parse().expect("a number");
    match words.as_slice() {
        ["floor-index", corpus, folder] => {
            floor::index(Path::new(corpus), Path::new(folder));
        }
        ["floor-search", folder] => {
            for (title, snippet) in
                floor::Floor::open(Path::new(folder)).hits(sample::WORD)
            {
                say(&format!("{title}\n{snippet}"));
            }
        }
        ["one-core", program @ ..] => process::on_one_core(program),
        [] => tables(&repeated(), 3),
        [corpus] => tables(Path::new(corpus), 3),
        [corpus, times] => tables(Path::new(corpus), runs(times)),
        [corpus, times, megabytes, ..] => {
            let grown = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("grown.jsonl");
            let bytes: u64 = megabytes.parse().expect("a number");
            grown::grow(Path::new(corpus), bytes << 20, &grown);
            tables(&grown, runs(times));
        }
    }
}

/// The sample archive, repeated into one file.
fn repeated() -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sample.jsonl");
    fs::write(&path, sample::jsonl(SAMPLE)).expect("a file in the target folder");
    path
}

fn tables(corpus: &Path, runs: usize) {
    let bytes = fs::metadata(corpus).expect("the corpus").len();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    fs::create_dir_all(&folder).expect("a folder");
    say(&format!("{} MB of articles, medians of {runs} runs in turn", bytes >> 20));
    let found = table("building", INDEX, corpus, &folder, runs);
    let [alone, floor] = [4, 3].map(|at| found[at].seconds);
    say(&format!(
        "\nfrom one core to two: `index` {:.2}, tantivy {:.2} times as fast",
        alone / found[1].seconds,
        floor / found[0].seconds
    ));
    for (name, index) in [("tantivy", "floor"), ("morgue", "morgue"), ("plain", "plain")]
    {
        let share = ratio(size(&folder.join(index)), bytes);
        say(&format!("index size / articles: {name} {share:.2}"));
    }
    table("a whole process", COLD, corpus, &folder, runs * 5);
    readers(corpus, &folder, runs);
    again(corpus, &folder, runs);
    fs::remove_dir_all(&folder).expect("the folder of this run");
}

/// What one job reads and understands in a second.
fn readers(corpus: &Path, folder: &Path, runs: usize) {
    let crawl = folder.join("pages.warc");
    let pages = pages::crawl(corpus, PAGES, &crawl);
    let texts = fs::read_to_string(corpus).expect("the corpus");
    let words = texts.split_ascii_whitespace().count();
    say("\n| one job | a second |\n|--|--|");
    let best = |path: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.args(["annotate", "--jobs", "1", "--json=id"]).arg(path);
        let times = (0..runs).map(|_| measured(&mut command, "annotate").0);
        times.fold(f64::INFINITY, f64::min)
    };
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let (words, pages) = (words as f64, pages as f64);
    let megabytes = ratio(fs::metadata(&crawl).expect("a crawl").len(), 1 << 20);
    let (plain, web) = (best(corpus), best(&crawl));
    say(&format!(
        "| words of JSON Lines, understood | {:.2} million |",
        words / plain / 1e6
    ));
    say(&format!("| web pages of a crawl, understood | {:.0} |", pages / web));
    say(&format!("| the crawl (WARC) | {:.1} MB |", megabytes / web));
}

/// A tree in which nothing has changed, beside a listing of it.
fn again(corpus: &Path, folder: &Path, runs: usize) {
    let tree = folder.join("tree");
    let texts = fs::read_to_string(corpus).expect("the corpus");
    for (number, line) in texts.lines().cycle().take(FILES).enumerate() {
        let place = tree.join(format!("{:03}", number / 100));
        fs::create_dir_all(&place).expect("a folder");
        let article: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        let text = article["body"].as_str().or(article["text"].as_str());
        let head: String = text.unwrap_or_default().chars().take(400).collect();
        fs::write(place.join(format!("{number}.txt")), format!("{number}\n\n{head}"))
            .expect("room on the disk");
    }
    drop(texts);
    let first = contestant("first", index_tree);
    process::run(&first, &tree, folder);
    let list = |_: usize| {
        let mut find = Command::new("find");
        find.arg(&tree).args(["-printf", "%s %T@\n"]);
        let listed = measured(&mut find, "find").0;
        (process::run(&first, &tree, folder).0, listed)
    };
    let times: Vec<(f64, f64)> = (0..runs * 3).map(list).collect();
    let mut ratios: Vec<f64> = times.iter().map(|it| it.0 / it.1).collect();
    ratios.sort_by(f64::total_cmp);
    let mut all: Vec<f64> = times.iter().map(|it| it.0).collect();
    all.sort_by(f64::total_cmp);
    let (ratio, seconds) = (ratios[ratios.len() / 2], all[all.len() / 2]);
    say(&format!(
        "\n{FILES} files of which none has changed: {seconds:.3} s, {ratio:.2} times `find -printf '%s %T@'`"
    ));
}

fn floor_index(corpus: &Path, folder: &Path) -> Vec<OsString> {
    words(&["floor-index", text(corpus), text(&folder.join("floor"))])
}

fn floor_search(_: &Path, folder: &Path) -> Vec<OsString> {
    words(&["floor-search", text(&folder.join("floor"))])
}

fn full(corpus: &Path, folder: &Path) -> Vec<OsString> {
    let index = folder.join("morgue");
    words(&["index", "--rebuild", text(corpus), "--index", text(&index)])
}

fn plain(corpus: &Path, folder: &Path) -> Vec<OsString> {
    let index = folder.join("plain");
    words(&["index", "--rebuild", "--no-extract", text(corpus), "--index", text(&index)])
}

fn index_tree(tree: &Path, folder: &Path) -> Vec<OsString> {
    words(&["index", text(tree), "--index", text(&folder.join("again"))])
}

fn search(_: &Path, folder: &Path) -> Vec<OsString> {
    words(&["search", sample::WORD, "--index", text(&folder.join("morgue"))])
}

fn facets(corpus: &Path, folder: &Path) -> Vec<OsString> {
    let mut words = search(corpus, folder);
    words.extend(["--facet", "outlet"].map(OsString::from));
    words
}
