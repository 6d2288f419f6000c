//! Is the truth about the sample archive found: who copied whom, which words were altered,
//! by which road a translation came? And do copies follow an archive that grows, in any
//! order? `tests/cases/archive/truth.jsonl` was written by hand with the articles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::Parser;
use morgue::command::{self, Cli};
use morgue::index::Archive;
use morgue::model::{End, Proof, Span, Trace, Verdict};
use morgue::query::trace;
use morgue::query::verify::{Quoted, verify};
use morgue::text::paragraph::paragraphs;
use morgue::text::quotation::quotations;
use morgue::text::word::tokens;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

fn index(corpus: &Path, index: &Path) {
    index_with("0", corpus, index);
}

fn index_with(jobs: &str, corpus: &Path, index: &Path) {
    let words = ["morgue", "-q", "index", "--jobs", jobs, "--index"].map(str::to_owned);
    let paths = [index, corpus].map(|it| it.display().to_string());
    let cli = Cli::try_parse_from(words.into_iter().chain(paths)).expect("a command");
    command::run(&cli).expect("it can be indexed");
}

/// The sample archive.
fn sample() -> &'static Archive {
    static SAMPLE: OnceLock<(TempDir, Archive)> = OnceLock::new();
    let made = || {
        let folder = tempfile::tempdir().expect("a folder");
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        index(&corpus, &folder.path().join("index"));
        let archive = Archive::open(&folder.path().join("index")).expect("an index");
        (folder, archive)
    };
    &SAMPLE.get_or_init(made).1
}

/// Number of each article by the places at which it stands.
fn numbers(archive: &Archive) -> BTreeMap<String, u64> {
    let truth = truth();
    let mut numbers = BTreeMap::new();
    for story in archive.stories().expect("a table").all() {
        for member in &story.members {
            let article =
                archive.article(member.number).expect("a disk").expect("it is there");
            for place in &article.places {
                numbers.insert(place.to_string(), member.number);
            }
        }
    }
    numbers.retain(|key, _| truth.iter().any(|it| it["key"] == **key));
    numbers
}

fn truth() -> Vec<Value> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/archive/truth.jsonl");
    let text = fs::read_to_string(path).expect("the truth");
    text.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect()
}

/// `group: key role` of every article of which the truth tells a copy or a version. What
/// stands under two paths is one article, no copy.
fn told() -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for it in truth() {
        let key = it["key"].as_str().expect("a key");
        if it["copy"] == "packet-queue" {
            continue;
        }
        if let Some(copy) = it["copy"].as_str() {
            told.insert(format!(
                "{copy}: {key} {}",
                it["copy_role"].as_str().expect("a role")
            ));
        }
        if let Some(version) = it["version"].as_str() {
            told.insert(format!("{version}: {key} version"));
        }
    }
    told
}

#[test]
fn copies_and_versions_are_those_of_the_truth() {
    let archive = sample();
    let numbers = numbers(archive);
    let mut groups: BTreeMap<u64, String> = BTreeMap::new();
    for it in truth() {
        let named = it["copy"].as_str().or(it["version"].as_str());
        let number = numbers.get(it["key"].as_str().expect("a key"));
        if let (Some(name), Some(number)) = (named, number) {
            groups.insert(*number, name.to_owned());
        }
    }
    let mut found = BTreeSet::new();
    for (key, number) in &numbers {
        let story = archive
            .stories()
            .expect("a table")
            .of_article(*number)
            .expect("it has a story");
        let name = story.members.iter().find_map(|it| groups.get(&it.number));
        let part = story.members.iter().find(|it| it.number == *number);
        let mut part = part.expect("an article is in its own story").part.as_str();
        let versions = story.members.iter().filter(|it| it.part.as_str() == "version");
        // Of a page, the version that stands first is the original of its story.
        if part == "original" && versions.count() + 1 == story.members.len() {
            part = "version";
        }
        found.insert(format!("{}: {key} {part}", name.map_or("nothing told", |it| it)));
    }
    let told = told();
    let (missing, extra): (Vec<_>, Vec<_>) =
        (told.difference(&found).collect(), found.difference(&told).collect());
    assert!(
        missing.is_empty() && extra.is_empty(),
        "missing {missing:#?}, extra {extra:#?}"
    );
}

#[test]
fn a_wire_text_has_one_origin() {
    let archive = sample();
    for story in archive.stories().expect("a table").all() {
        assert_eq!(story.origins, [1, 1], "{story:?}");
    }
}

/// `outlet date → outlet date: kind status` of every hop.
fn roads(trace: &Trace) -> Vec<String> {
    let name = |end: &End| match end {
        End::Party(party) => format!("({party})"),
        End::Here(at) => {
            let article = &trace.appearances[*at].article;
            let date = article.published.map(|it| it.date.to_string());
            let outlet = article.outlet.as_ref().map_or("?", |it| &it.name);
            format!("{outlet} {}", date.unwrap_or_default())
        }
    };
    let hops = trace.hops.iter();
    hops.map(|it| {
        format!(
            "{} → {}: {} {}",
            name(&it.from),
            name(&it.to),
            it.kind(),
            it.proof.as_str()
        )
    })
    .collect()
}

#[test]
fn the_quote_that_lost_a_not() {
    let trace =
        trace::words(sample(), "We do not want a quarrel about a ferry").expect("a disk");
    let first = &trace.appearances[0];
    let outlet = |it: &str| {
        trace
            .appearances
            .iter()
            .position(|at| at.article.outlet.as_ref().is_some_and(|o| o.name == it))
    };
    assert_eq!(outlet("Meridian Wire"), Some(0));
    assert_eq!(first.article.published.expect("dated").date.to_string(), "2025-03-12");
    let roads = roads(&trace);
    for road in [
        "Meridian Wire 2025-03-12 → Northern Ledger 2025-03: wire confirmed",
        "Meridian Wire 2025-03-12 → Berth & Bollard 2025-03-13: wire confirmed",
        "Meridian Wire 2025-03-12 → Northern Ledger 2025-04-09: interview contradicted",
        "Northern Ledger 2025-04-09 → Tidewater Digest 2025-04: report confirmed",
        "Tidewater Digest 2025-04 → Lys Courier 2025-04-10: report confirmed",
    ] {
        assert!(roads.iter().any(|it| it == road), "{road} is not among {roads:#?}");
    }
    let altered = trace.hops.iter().find(|it| it.proof == Proof::Contradicted);
    let End::Here(altered) = altered.expect("one is altered").to else {
        panic!("{roads:?}")
    };
    assert!(!trace.appearances[altered].changes.is_empty());
    assert_eq!(trace.origins.0, 1);
}

#[test]
fn the_road_of_a_translation() {
    let words = "The Chancellor recalled that a berth is a service and not a sentiment";
    let trace = trace::words(sample(), words).expect("a disk");
    let roads = roads(&trace);
    for road in [
        "Strait Monitor 2025-03-15 → The Lantern 2025-03-15: translation confirmed",
        "Strait Monitor 2025-03-15 → Channel Nine 2025-03: translation confirmed",
        "Channel Nine 2025-03 → Channel Nine 2025-03: republication confirmed",
    ] {
        assert!(roads.iter().any(|it| it == road), "{road} is not among {roads:#?}");
    }
    // The readout; the chancellor, who says it again in May by way of the Tagblatt; and a
    // blog that names no source.
    assert_eq!(trace.origins, (1, 3), "{roads:#?}");
}

fn asked(text: &str) -> Vec<Quoted> {
    let all: Vec<_> = tokens(text).collect();
    let found = quotations(text, &all, &paragraphs(text));
    let quoted =
        |span: Span| Quoted { span, text: span.of(text).to_owned(), speaker: None };
    found.iter().filter(|it| it.depth == 0).map(|it| quoted(it.inner)).collect()
}

#[test]
fn every_quotation_of_the_archive_is_verbatim() {
    let archive = sample();
    let mut seen = 0;
    for it in truth() {
        let key = it["key"].as_str().expect("a key");
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(key);
        let Ok(text) = fs::read_to_string(path) else { continue };
        for check in verify(archive, &asked(&text)).expect("a disk").checks {
            let fine = matches!(check.verdict, Verdict::Verbatim | Verdict::TooShort);
            assert!(fine, "{key}: {check:?}");
            seen += usize::from(check.verdict == Verdict::Verbatim);
        }
    }
    assert!(seen > 100, "{seen} quotations");
}

#[test]
fn what_a_draft_says() {
    let cases = [
        ("We do not want a quarrel about a ferry", Verdict::Verbatim),
        ("WE DO NOT want a quarrel … about a ferry", Verdict::Verbatim),
        ("A berth is a service [of the port] and not a sentiment", Verdict::Verbatim),
        ("We never wanted a quarrel about the ferry", Verdict::Altered),
        ("Pelicans have a better claim to the harbour than trains", Verdict::Absent),
        ("I think that it is what it is and it will be", Verdict::Absent),
        ("So it is", Verdict::TooShort),
    ];
    for (text, expected) in cases {
        let quoted = Quoted { text: text.to_owned(), ..Quoted::default() };
        let found = verify(sample(), &[quoted]).expect("a disk").checks;
        assert_eq!(found[0].verdict, expected, "{text}: {:?}", found[0].found);
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folder = tempfile::tempdir().expect("a folder");
    let sample = sample();
    let pairs = |archive: &Archive| -> Vec<morgue::relate::story::Pair> {
        archive
            .copies()
            .expect("a table")
            .pairs()
            .chain(archive.copies().expect("a table").furniture())
            .copied()
            .collect()
    };
    for jobs in ["1", "2", "8"] {
        let path = folder.path().join(jobs);
        index_with(jobs, &corpus, &path);
        let archive = Archive::open(&path).expect("an index");
        assert_eq!(
            archive.stories().expect("a table"),
            sample.stories().expect("a table"),
            "{jobs} jobs"
        );
        assert_eq!(pairs(&archive), pairs(sample), "{jobs} jobs");
    }
}

#[test]
fn an_article_is_in_its_own_story_and_has_the_origins_of_its_trace() {
    let archive = sample();
    for story in archive.stories().expect("a table").all() {
        for member in &story.members {
            assert_eq!(
                archive.stories().expect("a table").of_article(member.number),
                Some(story)
            );
        }
        let traced = trace::story(archive, story).expect("a disk").origins;
        assert_eq!([traced.0, traced.1], story.origins, "{story:?}");
    }
    // Alone or not.
    let node = morgue::query::parse("*").expect("a query");
    let request =
        morgue::query::Request { limit: 200, ..morgue::query::Request::new(node, "*") };
    let all = morgue::query::search(archive, &request).expect("an answer").hits;
    assert!(all.len() > 50);
    for hit in all {
        let id = &hit.article.id;
        let node = morgue::query::parse(&format!("story:{id}")).expect("a query");
        let request = morgue::query::Request::new(node, "story");
        let found = morgue::query::search(archive, &request).expect("an answer");
        assert!(found.hits.iter().any(|it| it.article.id == *id), "{id}");
    }
}

/// Articles of one archive: copies, a cut copy, versions, a passage, and others.
fn articles() -> Vec<String> {
    let wire = "The harbour office said on Monday that the gate at berth four had been painted \
        shut in the night by somebody with a great deal of paint, and that nobody who was on \
        the pier at the time had noticed anything but the smell, which was taken for lunch.";
    let more = "Three men with ladders were asked what they were doing there and said that they \
        were asking themselves the same, that it was a fine evening and that the paint was \
        not theirs, which was found to be true of two of them and of half of the third.";
    let other = "Parliament rose early so that members could see the regatta, which was won by \
        a rowing boat that had not been entered in it and whose crew had been looking for the \
        fish market since the morning of the day before and had given up all hope of lunch.";
    let line = |outlet: &str, date: &str, title: &str, text: String| {
        serde_json::json!({ "id": format!("{outlet}-{title}"), "outlet": outlet,
            "date": date, "title": title, "text": text })
        .to_string()
    };
    vec![
        line("Axios", "2024-04-01", "Gate painted", format!("{wire}\n\n{more}")),
        line("Fox News", "2024-04-02", "Painted gate", format!("{wire}\n\n{more}")),
        line("CNN", "2024-04-02", "Gate", wire.to_owned()),
        line("Reuters", "2024-04-03", "Regatta", other.to_owned()),
        line("Reuters", "2024-04-03", "UPDATE 1-Regatta", format!("{other} It rained.")),
        line("BBC News", "2024-04-04", "Roundup", format!("{other}\n\n{wire}")),
        line("NPR", "2024-04-05", "Gulls", "The gulls were counted.".to_owned()),
    ]
}

/// Stories by the input's own ids, with what each article is there.
fn stories(path: &Path) -> BTreeSet<Vec<String>> {
    let archive = Archive::open(path).expect("an index");
    let mut stories = BTreeSet::new();
    for story in archive.stories().expect("a table").all() {
        let name = |number| {
            let article = archive.article(number).expect("a disk").expect("it is there");
            article.given_id.unwrap_or_default()
        };
        let members = story.members.iter();
        let part = |it: &morgue::relate::story::Member| {
            format!("{} {} {}", name(it.number), it.part.as_str(), it.share)
        };
        stories.insert(members.map(part).collect());
    }
    stories
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn every_quotation_of_an_indexed_article_is_verbatim(
        speeches in prop::collection::vec(
            prop::collection::vec("[a-zéö]{1,9}|[0-9]{1,3}|[A-Z][a-z]{2,6}|—|\\.|,|’", 3..30),
            1..12,
        ),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let corpus = folder.path().join("corpus");
        fs::create_dir(&corpus).expect("a folder");
        let mut texts = Vec::new();
        for (at, words) in speeches.iter().enumerate() {
            let text = format!("“{},” Ilse Brandt said on Monday.\n\nIt rained.", words.join(" "));
            fs::write(corpus.join(format!("{at}.txt")), &text).expect("a file");
            texts.push(text);
        }
        index(&corpus, &folder.path().join("index"));
        let archive = Archive::open(&folder.path().join("index")).expect("an index");
        for text in texts {
            for check in verify(&archive, &asked(&text)).expect("a disk").checks {
                let fine = matches!(check.verdict, Verdict::Verbatim | Verdict::TooShort);
                prop_assert!(fine, "{:?}", check);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn articles_added_in_any_order_make_the_stories_of_a_rebuild(
        order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(),
        step in 1_usize..4,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let corpus = folder.path().join("corpus");
        fs::create_dir(&corpus).expect("a folder");
        let (living, rebuilt) = (folder.path().join("living"), folder.path().join("rebuilt"));
        let articles = articles();
        for some in order.chunks(step) {
            for at in some {
                fs::write(corpus.join(format!("{at}.jsonl")), &articles[*at]).expect("a file");
            }
            index(&corpus, &living);
        }
        index(&corpus, &rebuilt);
        let stories_now = stories(&living);
        prop_assert_eq!(&stories_now, &stories(&rebuilt));
        prop_assert_eq!(stories_now.len(), 2);
        fs::remove_file(corpus.join("1.jsonl")).expect("a file");
        index(&corpus, &living);
        let again = folder.path().join("again");
        index(&corpus, &again);
        prop_assert_eq!(stories(&living), stories(&again));
    }
}
