//! How fast is the whole program beside the bare engine? Runs both as processes in turn,
//! A B A B, over the same articles, and prints medians and the ratio of each pair.
//!
//! ```text
//! cargo bench --bench table                        the sample archive, repeated
//! cargo bench --bench table -- news.jsonl [RUNS]   articles of your own
//! ```
//!
//! The floor is tantivy alone: headline and body, stored, with positions, two writer
//! threads; no outlet, no actor, no quote, no chain. Absolute times say nothing about
//! another machine; the ratios do.

mod common;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use common::{floor, sample};

/// Bytes of articles the sample archive is repeated to.
const SAMPLE: usize = 16 << 20;

/// One way to do a thing, as a process of its own.
struct Contestant {
    name: &'static str,
    arguments: fn(&Path, &Path) -> Vec<OsString>,
    bare: bool,
}

const INDEX: &[Contestant] = &[
    Contestant { name: "bare engine", arguments: floor_index, bare: true },
    Contestant { name: "morgue index", arguments: two_jobs, bare: false },
    Contestant { name: "morgue index --jobs 1", arguments: one_job, bare: false },
];

const COLD: &[Contestant] = &[
    Contestant { name: "bare engine, search", arguments: floor_search, bare: true },
    Contestant { name: "morgue search", arguments: search, bare: false },
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|it| *it != "--bench").collect();
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
        [] => table(&repeated(), 3),
        [corpus] => table(Path::new(corpus), 3),
        [corpus, runs, ..] => table(Path::new(corpus), runs.parse().expect("a number")),
    }
}

/// The sample archive, repeated into one file.
fn repeated() -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sample.jsonl");
    fs::write(&path, sample::jsonl(SAMPLE)).expect("a file in the target folder");
    path
}

fn table(corpus: &Path, runs: usize) {
    let bytes = fs::metadata(corpus).expect("the corpus").len();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    say(&format!("{} MB of articles, {runs} runs in turn", bytes >> 20));
    compare(INDEX, corpus, &folder, runs);
    say(&format!(
        "index size / articles: {:.2} (bare engine {:.2})",
        ratio(size(&folder.join("morgue")), bytes),
        ratio(size(&folder.join("floor")), bytes),
    ));
    compare(COLD, corpus, &folder, runs * 5);
    fs::remove_dir_all(&folder).expect("the folder of this run");
}

/// Runs all contestants in turn; the ratio is taken to the first of the same turn.
fn compare(contestants: &[Contestant], corpus: &Path, folder: &Path, runs: usize) {
    let mut seconds: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
    let mut memory = vec![0; contestants.len()];
    for _ in 0..=runs {
        for (at, contestant) in contestants.iter().enumerate() {
            let (time, most) = run(contestant, corpus, folder);
            seconds[at].push(time);
            memory[at] = memory[at].max(most);
        }
    }
    say(&format!("{:<24}{:>10}{:>10}{:>12}", "", "median s", "ratio", "peak MB"));
    for (at, contestant) in contestants.iter().enumerate() {
        // The first turn warms the caches and is not counted.
        let pairs = seconds[at].iter().zip(&seconds[0]).skip(1).map(|(a, b)| a / b);
        let ratio = median(pairs.collect());
        let time = median(seconds[at][1..].to_vec());
        let peak = match memory[at] {
            0 => "-".to_owned(),
            kilobytes => (kilobytes >> 10).to_string(),
        };
        say(&format!("{:<24}{time:>10.3}{ratio:>10.2}{peak:>12}", contestant.name));
    }
}

/// Seconds and, where the system tells, kilobytes of memory at the most.
fn run(contestant: &Contestant, corpus: &Path, folder: &Path) -> (f64, u64) {
    let program = if contestant.bare {
        env::current_exe().expect("this program")
    } else {
        PathBuf::from(env!("CARGO_BIN_EXE_morgue"))
    };
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args((contestant.arguments)(corpus, folder))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a program of this build");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(high_water(&format!("/proc/{}/status", child.id())));
        match child.try_wait().expect("a child of ours") {
            Some(status) => break status,
            None => std::thread::sleep(std::time::Duration::from_micros(500)),
        }
    };
    let seconds = begun.elapsed().as_secs_f64();
    assert!(status.success(), "{} failed: {status}", contestant.name);
    (seconds, peak)
}

fn high_water(path: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find(|it| it.starts_with("VmHWM:"));
    let figure = line.and_then(|it| it.split_whitespace().nth(1));
    figure.and_then(|it| it.parse().ok()).unwrap_or(0)
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of this build")
}

fn floor_index(corpus: &Path, folder: &Path) -> Vec<OsString> {
    words(&["floor-index", text(corpus), text(&folder.join("floor"))])
}

fn floor_search(_: &Path, folder: &Path) -> Vec<OsString> {
    words(&["floor-search", text(&folder.join("floor"))])
}

fn two_jobs(corpus: &Path, folder: &Path) -> Vec<OsString> {
    let index = folder.join("morgue");
    words(&["index", "--rebuild", "--jobs", "2", text(corpus), "--index", text(&index)])
}

fn one_job(corpus: &Path, folder: &Path) -> Vec<OsString> {
    let index = folder.join("morgue-1");
    words(&["index", "--rebuild", "--jobs", "1", text(corpus), "--index", text(&index)])
}

fn search(_: &Path, folder: &Path) -> Vec<OsString> {
    words(&["search", sample::WORD, "--index", text(&folder.join("morgue"))])
}

/// Bytes of the newest generation, or of the whole folder where there are none.
fn size(folder: &Path) -> u64 {
    let pointer = fs::read_to_string(folder.join("CURRENT")).unwrap_or_default();
    let newest = pointer.lines().next().unwrap_or_default();
    let files = fs::read_dir(folder.join(newest)).expect("an index of this run");
    files
        .filter_map(Result::ok)
        .filter_map(|it| it.metadata().ok())
        .map(|it| it.len())
        .sum()
}

#[expect(clippy::cast_precision_loss, reason = "shown with two decimals")]
fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("stdout");
}
