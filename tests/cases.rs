//! What is understood of whole documents? Each folder `tests/cases/<what-it-shows>/` has
//! its documents in `in/`, laid out as an archive would be, and in `expected.txt` what a
//! careful reader finds in them.
//!
//! `UPDATE_EXPECT=1 cargo test cases` writes what is understood now; read the difference.
//! A line that begins with `!` says what would be right where the line above it is wrong:
//! known faults are asserted, not hidden.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use morgue::command::pipeline::{self, Done, Options};
use morgue::corpus;
use morgue::extract::{Lexicon, annotate};
use morgue::model::{Annotations, Article, Quote};
use morgue::present::chain;

#[test]
fn documents_are_understood() {
    let mut wrong = Vec::new();
    for case in cases() {
        let shown = understood(&case.join("in"));
        let file = case.join("expected.txt");
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let text = with_remarks(&expected, &shown);
            fs::write(&file, text).expect("a folder of the tree");
            continue;
        }
        if asserted(&expected) != shown {
            wrong.push(format!("{}\n{}", case.display(), difference(&expected, &shown)));
        }
    }
    assert!(
        wrong.is_empty(),
        "UPDATE_EXPECT=1 cargo test cases writes what is understood now:\n{}",
        wrong.join("\n")
    );
}

/// The expectation without the remarks on what would be right.
fn asserted(expected: &str) -> String {
    let lines = expected.lines().filter(|it| !it.starts_with('!'));
    lines.flat_map(|it| [it, "\n"]).collect()
}

/// What is understood now, with the remarks that still have their line.
fn with_remarks(expected: &str, shown: &str) -> String {
    let mut remarks: Vec<(&str, &str)> = Vec::new();
    let mut before = "";
    for line in expected.lines() {
        if line.starts_with('!') {
            remarks.push((before, line));
        } else {
            before = line;
        }
    }
    let mut text = String::new();
    for line in shown.lines() {
        text += line;
        text.push('\n');
        if let Some(at) = remarks.iter().position(|it| it.0 == line) {
            text += remarks.remove(at).1;
            text.push('\n');
        }
    }
    text
}

fn difference(expected: &str, shown: &str) -> String {
    let asserted = asserted(expected);
    let gone = asserted.lines().filter(|it| !shown.lines().any(|line| line == *it));
    let new = shown.lines().filter(|it| !asserted.lines().any(|line| line == *it));
    let gone = gone.map(|it| format!("  - {it}\n"));
    gone.chain(new.map(|it| format!("  + {it}\n"))).collect()
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = fs::read_dir(root).expect("the cases of the tree");
    let mut cases: Vec<PathBuf> = entries
        .map(|it| it.expect("an entry of the tree").path())
        .filter(|it| it.join("in").is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "there are cases");
    cases
}

/// Every document below a folder, understood and written out.
fn understood(folder: &Path) -> String {
    let roots = corpus::roots(&[folder.to_owned()]).expect("a folder of the tree");
    let options = Options { jobs: 1, ..Options::default() };
    let work = |article: Article, _| {
        let annotations = annotate(&article, Lexicon::builtin());
        written(&article, &annotations)
    };
    let mut shown = String::new();
    let finished = pipeline::run(&roots, &options, work, |batch| {
        for done in batch {
            match done {
                Done::Opened(..) | Done::Passed(..) => {}
                Done::Article(text) => shown += &text,
                other => panic!("{other:?}"),
            }
        }
        Ok::<(), std::convert::Infallible>(())
    });
    finished.expect("the sink takes all");
    shown
}

fn written(article: &Article, found: &Annotations) -> String {
    let mut out = format!("{}\n", article.place);
    let mut fact = |name: &str, value: Option<String>| {
        let value = value.unwrap_or_else(|| "unknown".to_owned());
        writeln!(out, "  {name:<9} {value}").expect("memory takes all");
    };
    let outlet = found.outlet.as_ref();
    fact("outlet", outlet.map(|it| format!("{} ({})", it.name, it.basis.as_str())));
    let date = found.published.as_ref();
    fact("date", date.map(|it| format!("{} ({})", it.date, it.basis.as_str())));
    for credit in &found.credits {
        fact("credit", Some(format!("{} ({})", credit.party, credit.role.as_str())));
    }
    for quote in &found.quotes {
        out += &quoted(&article.text, quote);
    }
    out.push('\n');
    out
}

fn quoted(text: &str, quote: &Quote) -> String {
    let source = quote.source.as_ref();
    let parts: Vec<&str> = quote.spans.iter().map(|it| it.of(text)).collect();
    let polarity = match quote.polarity.as_str() {
        "asserted" => String::new(),
        other => format!(", {other}"),
    };
    format!(
        "  {}{polarity}: {}\n    {}\n    {}\n",
        quote.kind.as_str(),
        source.map_or("(speaker unknown)", |it| &it.name),
        parts.join(" … ").replace('\n', " / "),
        chain::long(&quote.chain),
    )
}
