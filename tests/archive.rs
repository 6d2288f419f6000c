//! Is the truth about the sample archive found? `tests/cases/archive/truth.jsonl` was
//! written by hand with the articles; every difference between it and what is understood
//! stands in `faults.txt` beside it, known and counted.
//!
//! `UPDATE_EXPECT=1 cargo test archive` writes the differences anew: read them, they
//! should become fewer.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use morgue::command::pipeline::{self, Done, Options};
use morgue::corpus;
use morgue::extract::{Lexicon, annotate};
use morgue::model::{Annotations, Article, Quote, Status};
use morgue::present::chain;
use serde_json::Value;

#[test]
fn the_truth_about_the_sample_archive_is_found() {
    let understood = understood();
    let truth = fs::read_to_string(folder().join("truth.jsonl")).expect("the truth");
    let (mut faults, mut tally) = (Vec::new(), Tally::default());
    for line in truth.lines() {
        let truth: Value = serde_json::from_str(line).expect("JSON");
        let key = word(&truth["key"]);
        let (article, found) = understood.get(key).expect("every key is in the archive");
        tally.articles += 1;
        for fault in compare(&truth, article, found, &mut tally) {
            faults.push(format!("{key}: {fault}"));
        }
    }
    assert_eq!(tally.articles, understood.len(), "the truth is told of every article");
    let mut text = tally.to_string();
    for fault in faults {
        writeln!(text, "{fault}").expect("memory takes all");
    }
    expect_test::expect_file![folder().join("faults.txt")].assert_eq(&text);
}

/// How much is right.
#[derive(Default)]
struct Tally {
    articles: usize,
    quotes: usize,
    found: usize,
    speakers: usize,
    chains: usize,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { articles, quotes, found, speakers, chains } = self;
        writeln!(f, "{articles} articles, {quotes} quotes: {found} found,")?;
        writeln!(f, "{speakers} with the right speaker, {chains} with the right chain\n")
    }
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/archive")
}

/// Every article of the sample archive by its key.
pub(crate) fn understood() -> BTreeMap<String, (Article, Annotations)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let outlets = fs::read_to_string(corpus.join("outlets.toml")).expect("its outlets");
    let lexicon = Lexicon::with_user(&outlets).expect("its outlets are well-formed");
    let roots = corpus::roots(&[corpus]).expect("the sample archive");
    let mut all = BTreeMap::new();
    let work = |article: Article, _| {
        let annotations = annotate(&article, &lexicon);
        (article, annotations)
    };
    let finished = pipeline::run(&roots, &Options::default(), work, |batch| {
        for done in batch {
            match done {
                Done::Opened(..) | Done::Passed(..) => {}
                Done::Article((article, found)) => {
                    all.insert(article.place.to_string(), (article, found));
                }
                other => panic!("{other:?}"),
            }
        }
        Ok::<(), std::convert::Infallible>(())
    });
    finished.expect("the sink takes all");
    all
}

fn compare(
    truth: &Value,
    article: &Article,
    found: &Annotations,
    tally: &mut Tally,
) -> Vec<String> {
    let mut faults = Vec::new();
    let outlet = found.outlet.as_ref().map(|it| it.name.as_str());
    if outlet != truth["outlet"].as_str() {
        faults.push(format!("outlet {outlet:?}, not {}", truth["outlet"]));
    }
    let date = found.published.as_ref().map(|it| it.date.to_string());
    if date.as_deref() != truth["date"].as_str() {
        faults.push(format!("date {}, not {}", date.unwrap_or_default(), truth["date"]));
    }
    let mut credits: Vec<String> = found
        .credits
        .iter()
        .map(|it| format!("{} {}", it.party, it.role.as_str()))
        .collect();
    let mut expected: Vec<String> = list(&truth["credits"])
        .map(|it| format!("{} {}", word(&it[0]), word(&it[1])))
        .collect();
    credits.sort();
    expected.sort();
    if credits != expected {
        faults.push(format!("credits {credits:?}, not {expected:?}"));
    }
    for quote in list(&truth["quotes"]) {
        tally.quotes += 1;
        faults.extend(compare_quote(quote, article, found, tally));
    }
    faults
}

fn compare_quote(
    truth: &Value,
    article: &Article,
    found: &Annotations,
    tally: &mut Tally,
) -> Option<String> {
    let words = word(&truth["text"]);
    let Some(quote) = found_for(words, article, found) else {
        return Some(format!("not found: {words}"));
    };
    tally.found += 1;
    let speaker = quote.source.as_ref().map(|it| it.name.as_str());
    if speaker != truth["speaker"].as_str() {
        let speaker = speaker.unwrap_or("nobody");
        return Some(format!("{speaker}, not {}: {words}", truth["speaker"]));
    }
    tally.speakers += 1;
    let (road, right) = (plain(quote), word(&truth["chain"]));
    if road != right {
        return Some(format!("{road}, not {right}: {words}"));
    }
    tally.chains += 1;
    None
}

/// The statement that holds these words of the article.
pub(crate) fn found_for<'a>(
    words: &str,
    article: &Article,
    found: &'a Annotations,
) -> Option<&'a Quote> {
    let start = article.text.find(words).expect("the truth quotes the article");
    let end = start + words.len();
    let shared = |quote: &&Quote| -> usize {
        let parts = quote.spans.iter();
        parts.map(|it| it.end.min(end).saturating_sub(it.start.max(start))).sum()
    };
    // Of statements one within the other, the one that holds little else.
    let size = |quote: &&Quote| quote.spans.iter().map(|it| it.len()).sum::<usize>();
    let near = found.quotes.iter().filter(|it| shared(it) * 10 >= words.len() * 6);
    near.min_by_key(|it| size(it).abs_diff(words.len()))
}

/// The long form of a chain without the marks of what was inherited.
fn plain(quote: &Quote) -> String {
    let mut stated = quote.chain.clone();
    for link in &mut stated.links {
        if link.status == Status::Assumed {
            link.status = Status::Stated;
        }
    }
    chain::long(&stated)
}

pub(crate) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub(crate) fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
