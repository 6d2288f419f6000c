//! Do the two articles that the project began with come out right to the last link? They
//! are not ours to hand on: read where they stand beside the tree, and passed over, with a
//! word, where they do not. `tests/cases/` shows the same in words of our own.

use std::fs;
use std::path::{Path, PathBuf};

use morgue::corpus::{Hint, Record};
use morgue::document::{Options, articles};
use morgue::extract::{Lexicon, annotate};
use morgue::model::{Annotations, Place, Quote, Role};
use serde_json::Value;

/// Where they stand, seen from the tree.
const BESIDE: &str = "../shared";

#[test]
fn the_seed_articles_come_out_right() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join(BESIDE);
    let gold = beside.join("eval/gold/seeds-chain.jsonl");
    let Ok(gold) = fs::read_to_string(&gold) else {
        let message = "SKIPPED: the seed articles are not beside the tree";
        std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes())
            .expect("stderr");
        return;
    };
    let mut seen = 0;
    for line in gold.lines() {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let (text, found) = understood(&beside, &article);
        let wrong = faults(&article, &text, &found);
        assert!(wrong.is_empty(), "{}:\n{}", article["id"], wrong.join("\n"));
        seen += 1;
    }
    assert_eq!(seen, 2);
}

/// An article as it stands in its file, and what is understood of it.
fn understood(beside: &Path, gold: &Value) -> (String, Annotations) {
    let name = gold["id"].as_str().expect("a name");
    let path: PathBuf = beside.join("seeds").join(name);
    let record = Record {
        place: Place { key: name.to_owned(), inside: None },
        bytes: fs::read(path).expect("a seed article"),
        hint: Hint { extension: "txt".into(), ..Hint::default() },
    };
    let mut read = articles(record, &Options::default());
    let (article, _) = read.remove(0).expect("text can be read");
    let annotations = annotate(&article, Lexicon::builtin());
    (article.text, annotations)
}

fn faults(gold: &Value, text: &str, found: &Annotations) -> Vec<String> {
    let mut wrong = Vec::new();
    let outlet = found.outlet.as_ref().map(|it| it.name.as_str());
    if outlet != gold["publication"].as_str() {
        wrong.push(format!("published by {outlet:?}"));
    }
    let credits: Vec<(&str, &str)> =
        found.credits.iter().map(|it| (it.party.as_str(), it.role.as_str())).collect();
    let expected: Vec<(&str, &str)> =
        list(&gold["credits"]).map(|it| (word(&it[0]), word(&it[1]))).collect();
    if credits != expected {
        wrong.push(format!("credits {credits:?}, not {expected:?}"));
    }
    let sure = |it: &&Value| it["class"] != "partial" && it["unsure"] != true;
    let items = list(&gold["quotes"]).filter(sure).chain(list(&gold["claims"]));
    for item in items {
        let words = word(&item["text"]);
        let quote = found.quotes.iter().max_by_key(|it| shared(text, it, words));
        match quote.filter(|it| shared(text, it, words) > 0) {
            None => wrong.push(format!("not found: {words}")),
            Some(quote) => wrong.extend(compare(item, quote)),
        }
    }
    wrong
}

/// Bytes that a quote shares with words of the text.
fn shared(text: &str, quote: &Quote, words: &str) -> usize {
    let Some(start) = text.find(words) else { return 0 };
    let end = start + words.len();
    let parts = quote.spans.iter();
    parts.map(|it| it.end.min(end).saturating_sub(it.start.max(start))).sum()
}

/// The chain holds every link that must be there, and none that may not.
fn compare(gold: &Value, quote: &Quote) -> Option<String> {
    // "X happened, the Times reported" has the Times as its source: where the gold names
    // nobody else, an outlet that opens the chain is the one that reports.
    let unnamed = gold["speaker"].is_null();
    let links: Vec<(&str, &str)> = quote
        .chain
        .links
        .iter()
        .filter(|it| it.role != Role::Republication)
        .filter(|it| it.role != Role::Speaker || unnamed)
        .map(|it| match it.role {
            Role::Speaker => (it.party.as_str(), Role::Report.as_str()),
            role => (it.party.as_str(), role.as_str()),
        })
        .collect();
    let allowed: Vec<(&str, &str, bool)> = list(&gold["chain"])
        .map(|it| (word(&it[0]), word(&it[1]), it.get(2).is_some()))
        .collect();
    let same = |link: &(&str, &str), gold: &(&str, &str, bool)| {
        // the issuer of a statement is described in the gold, not named
        link.1 == gold.1 && (link.1 == "statement" || link.0 == gold.0)
    };
    let missing = allowed
        .iter()
        .filter(|it| !it.2)
        .any(|gold| !links.iter().any(|link| same(link, gold)));
    let strange = links.iter().any(|link| !allowed.iter().any(|gold| same(link, gold)));
    let speaker = quote.source.as_ref().map_or("", |it| it.name.as_str());
    let expected = gold["speaker"].as_str().unwrap_or(speaker);
    let spoken = speaker.ends_with(expected) || expected.ends_with(speaker);
    (missing || strange || !spoken).then(|| {
        format!("{speaker} {links:?}, not {expected} {allowed:?}: {}", gold["text"])
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
