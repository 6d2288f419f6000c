//! A small archive, and what it answers.

use std::sync::OnceLock;

use crate::document;
use crate::extract::{Lexicon, annotate};
use crate::index::{Archive, Arrival, BuildOptions, Entry, Update};
use crate::model::{Article, Date, Declared, Place, Results};
use crate::query::{Request, parse_at, search};
use crate::relate::fingerprint;

/// Name, outlet, date, headline, body.
const ARTICLES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "pier",
        "CNN",
        "2024-04-15",
        "Mayor shuts the pier",
        "“The pier stays shut until the inspectors return,” Mayor Ana Bell told Reuters on \
         Monday.\n\nThe ferries strike has lasted nine days. Iran’s tankers waited outside \
         the harbour wall.\n\n“We were never asked,” said Tom Reed, a fisherman.",
    ),
    (
        "ferry",
        "Fox News",
        "2023-12-01",
        "Ferry operators strike",
        "Ferry crews began to strike on Friday. “The harbour will reopen in May,” said Tom \
         Reed, a fisherman. Mayor Ana Bell denied that the inspectors had left.",
    ),
    (
        "copy",
        "Axios",
        "2023-12",
        "Ferry operators strike",
        "Ferry crews began to strike on Friday. “The harbour will reopen in May,” said Tom \
         Reed, a fisherman. Mayor Ana Bell denied that the inspectors had left.",
    ),
    (
        "garden",
        "BBC",
        "",
        "A garden in winter",
        "Nothing was said in the garden. The US team planted apples beside the cease-fire \
         line, and let us wait. Organisers plan more in Kazakhstan.",
    ),
];

pub(super) fn archive() -> &'static Archive {
    static ARCHIVE: OnceLock<(tempfile::TempDir, Archive)> = OnceLock::new();
    &ARCHIVE.get_or_init(|| build(ARTICLES)).1
}

/// An index of these articles, and the folder it lives in.
pub(super) fn build(
    articles: &[(&str, &str, &str, &str, &str)],
) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let mut update = Update::begin(&path, BuildOptions { jobs: 1 }).unwrap();
    let entries = articles.iter().map(entry);
    let fresh = entries.filter_map(|it| update.arrive(Arrival::New(Box::new(it))));
    let fresh: Vec<Entry> = fresh.collect();
    update.add(&fresh).unwrap();
    update.finish().unwrap();
    let archive = Archive::open(&path).unwrap();
    (folder, archive)
}

fn entry(given: &(&str, &str, &str, &str, &str)) -> Entry {
    let (name, outlet, date, headline, body) = *given;
    let place = Place { key: format!("news/{name}.txt"), inside: None };
    let declared = Declared {
        id: Some(name.to_owned()),
        outlet: Some(outlet.to_owned()),
        headline: Some(headline.to_owned()),
        date: Some(date.to_owned()).filter(|it| !it.is_empty()),
        section: (name == "pier").then(|| "World News".to_owned()),
        ..Declared::default()
    };
    let article = Article {
        place: place.clone(),
        declared,
        headline: Some(headline.to_owned()),
        text: body.to_owned(),
        ..Article::default()
    };
    Entry {
        id: document::id(&article),
        annotations: annotate(&article, Lexicon::builtin()),
        fingerprint: fingerprint(&article.text),
        places: vec![place],
        page: None,
        marks: Vec::new(),
        tokens: Vec::new(),
        plain: false,
        article,
    }
}

pub(super) fn request(query: &str) -> Request {
    let node = parse_at(query, Date::day(2024, 4, 20)).unwrap();
    Request::new(node, query)
}

pub(super) fn answer(query: &str) -> Results {
    search(archive(), &request(query)).unwrap()
}

/// Input ids of the hits, sorted.
pub(super) fn names(results: &Results) -> String {
    let ids = results.hits.iter().filter_map(|it| it.article.given_id.as_deref());
    let mut names: Vec<&str> = ids.collect();
    names.sort_unstable();
    names.join(" ")
}

fn check(cases: &[(&str, &str)]) {
    for (query, expected) in cases {
        assert_eq!(names(&answer(query)), *expected, "{query}");
    }
}

#[test]
fn words_phrases_and_patterns() {
    check(&[
        ("*", "copy ferry garden pier"),
        ("strike", "copy ferry pier"),
        ("ferry", "copy ferry pier"),
        ("ferries -title:ferry", "pier"),
        ("iran tankers", "pier"),
        ("\"harbour wall\"", "pier"),
        ("\"ferry strikes\"", "pier"),
        ("\"harb* wall\"", "pier"),
        ("\"wall harbour\"", ""),
        ("*stan", "garden"),
        ("organi?ers", "garden"),
        ("tankrs~", "pier"),
        ("=US", "garden"),
        ("=Us", ""),
        ("title:pier", "pier"),
        ("garden OR pier", "garden pier"),
        ("-strike", "garden"),
        ("cease-fire", "garden"),
    ]);
}

#[test]
fn words_that_stand_together() {
    check(&[
        ("ferries NEAR/2 strike", "copy ferry pier"),
        ("text:(strike NEAR/2 ferries)", "pier"),
        ("text:(strike ADJ/2 ferries)", ""),
        ("harbour NEAR/3 (wall OR iran)", "pier"),
        ("inspectors SENT wall", ""),
        ("tankers SENT wall", "pier"),
        ("strike PARA tankers", "pier"),
        ("strike PARA asked", ""),
        ("\"ferr* strike\"", "pier"),
        ("\"harb* wall\" NEAR/4 tankrs~", "pier"),
        ("ATLEAST/2 harbour", ""),
        ("ATLEAST/2 (harbour OR strike)", "copy ferry pier"),
        ("^garden", "garden"),
        ("/tank.r(s|z)/", "pier"),
        ("said:(pier NEAR/6 inspectors)", "pier"),
        ("title:(ferry ADJ/2 strike)", "copy ferry"),
    ]);
}

#[test]
fn only_what_stands_together_is_marked() {
    let results = answer("harbour NEAR/1 wall");
    let hit = &results.hits[0];
    let marks: Vec<&str> =
        hit.snippets[0].marks.iter().map(|it| it.of(&hit.article.text)).collect();
    assert_eq!(marks, ["harbour", "wall"]);
}

#[test]
fn names_do_not_stand_close() {
    for query in ["speaker:(a NEAR b)", "outlet:(^a)", "a NEAR (speaker:b)"] {
        let error = search(archive(), &request(query)).unwrap_err();
        assert!(matches!(error, crate::query::SearchError::Query(_)), "{query}");
    }
}

#[test]
fn fields() {
    check(&[
        ("outlet:\"fox news\"", "ferry"),
        ("outlet:(cnn OR axios)", "copy pier"),
        ("outlet:cnn.com", "pier"),
        ("-outlet:cnn", "copy ferry garden"),
        ("path:garden", "garden"),
        ("id:ferry", "ferry"),
        ("lang:en", "copy ferry garden pier"),
        ("section:world", "pier"),
        ("section:\"world news\" OR desk:sport", "pier"),
        ("-has:section", "copy ferry garden"),
        ("date:2023-12", "copy ferry"),
        ("date:2023-12-01", "ferry"),
        ("date:..2023", "copy ferry"),
        ("date:2024..", "pier"),
        ("date:none", "garden"),
        ("date:\"last 2 weeks\"", "pier"),
        ("has:date", "copy ferry pier"),
        ("-has:quote", "garden"),
    ]);
}

#[test]
fn one_quote_answers_all_of_a_group() {
    check(&[
        ("speaker:bell", "copy ferry pier"),
        ("said:inspectors", "copy ferry pier"),
        ("speaker:reed said:inspectors", ""),
        ("speaker:bell said:inspectors", "copy ferry pier"),
        ("(speaker:reed) (said:inspectors)", ""),
        ("(speaker:reed said:harbour) (speaker:bell said:inspectors)", "copy ferry"),
        ("speaker:bell via:reuters", "pier"),
        ("speaker:reed via:reuters", ""),
        ("speaker:bell polarity:denied", "copy ferry"),
        ("speaker:bell -polarity:denied", "pier"),
        ("(speaker:bell OR speaker:reed) said:asked", "pier"),
        ("speaker:bell wall", "pier"),
    ]);
}

#[test]
fn hits_show_the_passage_and_the_quote() {
    let results = answer("\"inspectors return\"");
    let hit = &results.hits[0];
    let marked = |it: &crate::model::Span| it.of(&hit.article.text).to_owned();
    assert_eq!(hit.snippets[0].field, "text");
    assert_eq!(
        hit.snippets[0].marks.iter().map(marked).collect::<Vec<_>>(),
        ["inspectors return"]
    );
    assert!(marked(&hit.snippets[0].span).starts_with("“The pier stays shut"));
    assert_eq!(hit.quotes.len(), 1);
    let source = hit.quotes[0].1.source.as_ref().map(|it| it.name.as_str());
    assert_eq!(source, Some("Ana Bell"));
}

#[test]
fn what_is_excluded_is_not_marked() {
    let results = answer("ferry -tankers NOT wall");
    assert_eq!(names(&results), "copy ferry");
    for hit in &results.hits {
        for snippet in hit.snippets.iter().filter(|it| it.field == "text") {
            for mark in &snippet.marks {
                assert_eq!(mark.of(&hit.article.text).to_lowercase(), "ferry");
            }
        }
    }
}
