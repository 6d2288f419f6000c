//! Is a road through the archive told as it is: confirmed with other small words,
//! contradicted by a denial, shown by a copy where the source is missing, unknown where
//! nothing tells? Few invented articles, each for one thing.

use std::fs;
use std::sync::OnceLock;

use clap::Parser;
use morgue::command::{self, Cli};
use morgue::index::Archive;
use morgue::model::{Counting, End, Hop, Proof, Trace, Verdict};
use morgue::query::verify::{Quoted, verify};
use morgue::query::{Request, TimelineRequest, parse, search, stories, trace};
use tempfile::TempDir;

/// Outlet, day, headline and text of each article.
const ARTICLES: &[(&str, &str, &str, &str)] = &[
    (
        "Axios",
        "2024-04-01",
        "Ferry to sail",
        "“The ferry will sail before Monday, whatever the gulls may think of it,” Ilse Brandt \
         told Axios. Nobody asked the gulls.",
    ),
    (
        "The Lantern",
        "2024-04-02",
        "Gulls not asked",
        "It was a quiet day. “The ferry'll sail before Monday whatever gulls may think of it,” \
         Ilse Brandt told Axios.",
    ),
    (
        "Lys Courier",
        "2024-04-03",
        "Ferry stays",
        "A ladder was found. “The ferry will not sail before Monday, whatever the gulls may \
         think of it,” Ilse Brandt told Axios.",
    ),
    ("Northern Ledger", "2024-05-02", "Berth sold twice", BERTH),
    ("Tidewater Digest", "2024-05-02", "Two buyers, one berth", BERTH),
    ("Second Reading", "2024-05-04", "A berth and its buyers", BERTH),
    (
        "Axios",
        "2024-06-01",
        "Pier to be painted",
        "“We will paint the pier on Monday,” Tomas Reed said, “and nobody shall be told about \
         the colour before the paint is dry.” It rained.",
    ),
    (
        "The Lantern",
        "2024-06-02",
        "Pier",
        "“We will paint the pier on Monday and nobody shall be told about the colour before the \
         paint is dry,” Tomas Reed told Axios.",
    ),
    (
        "Lys Courier",
        "2024-06-03",
        "A colour",
        "“Nobody shall be told about the colour before the paint is dry,” Tomas Reed said on \
         another day of another pier.",
    ),
    ("Meridian Wire", "2024-07-01", "Lighthouse", LIGHT),
    ("Meridian Wire", "2024-07-09", "Mayor naps", NAPS),
];

const BERTH: &str = "Berth four was sold to two buyers on the same morning, by two clerks who sat \
    at one table and did not speak to each other since a quarrel about a window.\n\n“I sold it \
    in good faith and shall sell it again tomorrow,” Petra Ohm told CNN.\n\nBoth buyers \
    have begun to paint the berth, one from the left and one from the right, and the harbour \
    office expects them to meet on Thursday.";

/// The same pictures beside two articles of one outlet.
const PICTURES: &str = "A lighthouse in the fog, as seen by the keeper, who was asleep when it \
    was taken Photo 1 of 5 The stairs of the lighthouse, of which there are nine more than anybody \
    has counted Photo 2 of 5 A lamp that was lit by hand until the hand was needed for something \
    else Photo 3 of 5 The keeper's dog, who does the work Photo 4 of 5 A boat that saw the light \
    and came nearer Photo 5 of 5";
const LIGHT: &str =
    "The lighthouse was lit on Monday after a week in the dark, the keeper said.";
const NAPS: &str =
    "A mayor slept through the whole of a meeting about sleep on the ninth of July.";

fn archive() -> &'static Archive {
    static MADE: OnceLock<(TempDir, Archive)> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let line = |(at, it): (usize, &(&str, &str, &str, &str))| {
            let pictured = it.0 == "Meridian Wire";
            let text = if pictured {
                format!("{}\n\n{PICTURES}", it.3)
            } else {
                it.3.to_owned()
            };
            serde_json::json!({ "id": format!("a{at}"), "outlet": it.0, "date": it.1,
                "title": it.2, "text": text })
            .to_string()
        };
        let lines: Vec<String> = ARTICLES.iter().enumerate().map(line).collect();
        fs::write(path("all.jsonl"), lines.join("\n")).expect("a file");
        let (index, corpus) = (path("index"), path("all.jsonl"));
        let words = ["morgue", "-q", "index", "--index", &index, &corpus];
        command::run(&Cli::try_parse_from(words).expect("a command")).expect("an index");
        let archive = Archive::open(&folder.path().join("index")).expect("an index");
        (folder, archive)
    };
    &MADE.get_or_init(make).1
}

fn traced(what: &str) -> Trace {
    trace::named(archive(), what).expect("a disk")
}

fn name(trace: &Trace, end: &End) -> String {
    match end {
        End::Party(party) => party.clone(),
        End::Here(at) => {
            trace.appearances[*at].article.given_id.clone().unwrap_or_default()
        }
    }
}

/// `from → to: kind status` of every link.
fn links(trace: &Trace) -> Vec<String> {
    let one = |it: &Hop| {
        let (from, to) = (name(trace, &it.from), name(trace, &it.to));
        format!("{from} → {to}: {} {}", it.kind(), it.proof.as_str())
    };
    trace.hops.iter().map(one).collect()
}

#[test]
fn small_words_confirm_and_a_denial_contradicts() {
    let trace = traced("a0#0");
    assert_eq!(
        links(&trace),
        ["a0 → a1: interview confirmed", "a0 → a2: interview contradicted"]
    );
    // The one that is nearly the same keeps what was changed.
    assert!(trace.hops.iter().all(|it| !it.changes.is_empty()));
    assert_eq!(trace.speaker.as_deref(), Some("Ilse Brandt"));
    assert_eq!(trace.origins, (1, 1), "who was told is the article itself");
}

#[test]
fn copies_lead_where_the_source_is_missing() {
    let trace = traced("a3#0");
    assert_eq!(
        links(&trace),
        [
            "CNN → a3: interview missing",
            "CNN → a4: interview missing",
            "a3 → a4: copy unknown",
            "CNN → a5: interview missing",
            "a3 → a5: copy observed",
        ]
    );
    let drawn = trace.source(&End::Here(2)).expect("it has a source");
    assert_eq!(drawn.from, End::Here(0), "what is here goes before who is named");
    assert_eq!(trace.others(&End::Here(2)).count(), 1);
    assert_eq!(trace.origins, (1, 1));
    let of_article = traced("a3");
    assert_eq!(links(&of_article), ["a3 → a4: copy unknown", "a3 → a5: copy observed"]);
    assert_eq!(of_article.origins, (1, 1));
}

#[test]
fn interrupted_speech_is_traced_by_all_its_parts() {
    let trace = traced("a6#0");
    let texts: Vec<&str> = trace.appearances.iter().map(|it| it.text.as_str()).collect();
    assert!(texts[0].starts_with("We will paint") && texts[0].ends_with("is dry"));
    assert!(!texts[0].contains("Reed"), "{texts:?}");
    let standing: Vec<&str> =
        trace.appearances.iter().map(|it| it.standing.as_str()).collect();
    assert_eq!(standing, ["first", "copy", "partial"], "{texts:?}");
    assert_eq!(links(&trace)[0], "a6 → a7: interview confirmed");
    assert_eq!(trace.origins, (1, 2), "a speaker of another day");
}

#[test]
fn furniture_is_listed_and_makes_no_story() {
    let archive = archive();
    let request = Request::new(parse("*").expect("a query"), "*");
    let pairs = stories::copies(archive, &request).expect("an answer");
    let of = |it: &morgue::model::CopyRow| (it.ids.clone().map(|id| id), it.furniture);
    let mut found: Vec<_> = pairs.iter().map(of).collect();
    for it in &mut found {
        it.0.sort();
    }
    found.sort();
    let pair = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    assert!(found.contains(&(pair("a10", "a9"), true)), "{found:?}");
    assert_eq!(found.iter().filter(|it| it.1).count(), 1, "{found:?}");
    let lit = archive.find("a9").expect("a disk").expect("it is here");
    assert_eq!(archive.stories().expect("a table").of_article(lit), None);
    assert_eq!(archive.copies().expect("a table").of_article(lit).count(), 0);
}

#[test]
fn totals_and_timelines_count_what_is_asked() {
    let counted = |counting| {
        let node = parse("berth").expect("a query");
        let timeline =
            Some(TimelineRequest { period: morgue::query::Period::Year, share: false });
        let request = Request { counting, timeline, ..Request::new(node, "berth") };
        let found = search(archive(), &request).expect("an answer");
        let years: Vec<u64> =
            found.timeline.expect("asked").buckets.iter().map(|it| it.1).collect();
        (found.matched.articles, years)
    };
    assert_eq!(counted(Counting::Articles), (3, vec![3]));
    assert_eq!(counted(Counting::Stories), (1, vec![1]));
    assert_eq!(counted(Counting::Origins), (1, vec![1]));
}

#[test]
fn the_nearest_passage_is_cited_with_what_its_edges_replace() {
    let text = "The boat will sail before Monday, whatever the gulls may think of us";
    let quoted = Quoted { text: text.to_owned(), ..Quoted::default() };
    let check = &verify(archive(), &[quoted]).expect("a disk").checks[0];
    assert_eq!(check.verdict, Verdict::Altered);
    let found = check.found.as_ref().expect("it is near");
    assert_eq!(
        found.article.given_id.as_deref(),
        Some("a0"),
        "not the one with a denial"
    );
    let there = found.span.of(&found.article.text);
    assert!(there.starts_with("The ferry") && there.ends_with("of it"), "{there}");
    let trace = traced("a2#0");
    let denied = trace.hops.iter().find(|it| it.proof == Proof::Contradicted);
    assert!(denied.is_some_and(|it| name(&trace, &it.to) == "a2"));
}
