//! Does the engine find what a slow and direct reading of the query finds? Small random
//! archives and random queries of the whole grammar; the articles found must be equal.

use proptest::prelude::*;
use proptest::test_runner::Config;

use super::slow::{Doc, Said, finds};
use crate::index::{Archive, Arrival, BuildOptions, Entry, Update};
use crate::model::query::{FieldName, Near, Node, Range, Reach, What};
use crate::model::{
    ActorKind, Annotations, Article, Basis, Chain, Date, Outlet, Place, Polarity,
    Published, Quote, QuoteKind, Source, Span,
};
use crate::query::{Request, parse_at, search};

const WORDS: [&str; 6] = ["velto", "ranto", "kimba", "dorsa", "velma", "zarko"];
const OUTLETS: [&str; 2] = ["Quorlam Post", "Vexley Herald"];
const SPEAKERS: [&str; 2] = ["Ansel Brok", "Mirna Frum"];

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned)
}

/// Paragraphs of sentences of words; long enough for some to lie behind the beginning.
fn body() -> impl Strategy<Value = Vec<Vec<Vec<String>>>> {
    let sentence = prop::collection::vec(word(), 1..8);
    let paragraph = prop::collection::vec(sentence, 1..5);
    prop::collection::vec(paragraph, 1..6)
}

fn doc() -> impl Strategy<Value = Doc> {
    let said = (any::<prop::sample::Index>(), 0..2_usize, any::<bool>())
        .prop_map(|(sentence, speaker, direct)| Said { sentence, speaker, direct });
    let title = prop::collection::vec(word(), 1..5);
    let quotes = prop::collection::vec(said, 0..3);
    (title, body(), 0..2_usize, 2021..2024_u16, quotes).prop_map(
        |(title, body, outlet, year, quotes)| {
            Doc::new(title, body, OUTLETS[outlet], year, &SPEAKERS, &quotes)
        },
    )
}

fn node(what: What) -> Node {
    Node::new(Span::default(), what)
}

fn leaf() -> impl Strategy<Value = Node> {
    let patterns = ["vel*", "*to", "?imba*", "*r*", "velm?*"].map(str::to_owned);
    let regexes = ["[vr].*", ".*(a|o)", "dors."].map(str::to_owned);
    let capital = |it: String| it[..1].to_uppercase() + &it[1..];
    prop_oneof![
        4 => word().prop_map(|text| What::Word { text, exact: false }),
        1 => word().prop_map(move |it| What::Word { text: capital(it), exact: true }),
        2 => prop::collection::vec(word(), 2..4)
            .prop_map(|it| What::Phrase { text: it.join(" "), exact: false }),
        1 => (word(), word()).prop_map(|(a, b)| What::Phrase {
            text: format!("{a} {}*", &b[..2]),
            exact: false,
        }),
        1 => prop::sample::select(patterns.to_vec()).prop_map(What::Wildcard),
        1 => prop::sample::select(regexes.to_vec()).prop_map(What::Regex),
        1 => prop::sample::select(vec!["velta", "rnato", "kimb", "dorssa"])
            .prop_map(|it| What::Fuzzy { text: it.to_owned(), distance: 1 }),
    ]
    .prop_map(node)
}

fn reach() -> impl Strategy<Value = Reach> {
    prop_oneof![
        (1..9_u32).prop_map(Reach::Words),
        (1..9_u32).prop_map(Reach::Ordered),
        Just(Reach::Sentence),
        Just(Reach::Paragraph),
    ]
}

/// What may stand close to words.
fn standing() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(3, 8, 2, |inner| {
        let pair = || prop::collection::vec(inner.clone(), 2..3);
        prop_oneof![
            pair().prop_map(What::And),
            pair().prop_map(What::Or),
            (inner.clone(), inner.clone(), reach()).prop_map(|(left, right, reach)| {
                What::Near(Box::new(Near { left, right, reach }))
            }),
            (1..5_u32, inner.clone())
                .prop_map(|(count, it)| What::AtLeast { count, node: Box::new(it) }),
            inner.prop_map(|it| What::Lead(Box::new(it))),
        ]
        .prop_map(node)
    })
}

fn field(name: FieldName, value: Node) -> Node {
    node(What::Field { name, value: Box::new(value) })
}

fn fielded() -> impl Strategy<Value = Node> {
    let one = |word: &str| node(What::Word { text: word.to_owned(), exact: false });
    let year = |it: u16| {
        let date = Date { year: it, month: 0, day: 0, seconds: None };
        node(What::Range(Range::Dates(Some(date), Some(date))))
    };
    prop_oneof![
        1 => standing().prop_map(|it| field(FieldName::Title, it)),
        1 => standing().prop_map(|it| field(FieldName::Text, it)),
        4 => standing().prop_map(|it| field(FieldName::Said, it)),
        1 => prop::sample::select(vec!["quorlam", "herald"])
            .prop_map(move |it| field(FieldName::Outlet, one(it))),
        1 => (2021..2024_u16).prop_map(move |it| field(FieldName::Date, year(it))),
        3 => prop::sample::select(vec!["brok", "mirna"])
            .prop_map(move |it| field(FieldName::Speaker, one(it))),
        2 => prop::sample::select(vec!["direct", "indirect"])
            .prop_map(move |it| field(FieldName::Kind, one(it))),
    ]
}

fn query() -> impl Strategy<Value = Node> {
    prop_oneof![2 => fielded(), 3 => standing()].prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(What::And),
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(What::Or),
            2 => inner.prop_map(|it| What::Not(Box::new(it))),
        ]
        .prop_map(node)
    })
}

fn entry((n, doc): (usize, &Doc)) -> Entry {
    let place = Place { key: format!("news/{n}.txt"), inside: None };
    let quote = |it: &super::slow::Heard| Quote {
        span: it.span,
        spans: vec![it.span],
        quoted: Vec::new(),
        kind: if it.direct { QuoteKind::Direct } else { QuoteKind::Indirect },
        polarity: Polarity::Asserted,
        cue: None,
        source: Some(Source {
            name: it.speaker.to_owned(),
            kind: ActorKind::Person,
            span: it.span,
            confidence: 1.0,
        }),
        chain: Chain::default(),
    };
    let date = Date { year: doc.year, month: 0, day: 0, seconds: None };
    let (basis, evidence) = (Basis::Declared, None);
    Entry {
        article: Article {
            place: place.clone(),
            headline: Some(doc.headline.clone()),
            text: doc.text.clone(),
            ..Article::default()
        },
        id: n as u64 + 1,
        annotations: Annotations {
            outlet: Some(Outlet { name: doc.outlet.to_owned(), basis, evidence }),
            published: Some(Published { date, basis, evidence }),
            quotes: doc.quotes.iter().map(quote).collect(),
            ..Annotations::default()
        },
        fingerprint: n as u64,
        marks: Vec::new(),
        tokens: Vec::new(),
        plain: false,
        page: None,
        places: vec![place],
    }
}

fn check(docs: &[Doc], queries: &[Node]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let mut update = Update::begin(&path, BuildOptions { jobs: 1 }).unwrap();
    let entries = docs.iter().enumerate().map(entry);
    let fresh = entries.filter_map(|it| update.arrive(Arrival::New(Box::new(it))));
    let fresh: Vec<Entry> = fresh.collect();
    update.add(&fresh).unwrap();
    update.finish().unwrap();
    let archive = Archive::open(&path).unwrap();
    for query in queries {
        let printed = query.to_string();
        let read = parse_at(&printed, Date::day(2024, 4, 15));
        prop_assert_eq!(read.as_ref().ok(), Some(query), "{}", &printed);
        let request = Request { limit: usize::MAX, ..Request::new(query.clone(), "") };
        let results = search(&archive, &request).unwrap();
        let mut found: Vec<usize> = results
            .hits
            .iter()
            .map(|it| usize::from_str_radix(&it.article.id, 16).unwrap() - 1)
            .collect();
        found.sort_unstable();
        let expected = docs.iter().enumerate().filter(|it| finds(query, it.1));
        let expected: Vec<usize> = expected.map(|it| it.0).collect();
        prop_assert_eq!(found, expected, "{}\n{:#?}", &printed, docs);
    }
    Ok(())
}

proptest! {
    #![proptest_config(Config { cases: 24, max_shrink_iters: 300, ..Config::default() })]

    #[test]
    fn the_engine_finds_what_a_slow_reading_finds(
        docs in prop::collection::vec(doc(), 1..14),
        queries in prop::collection::vec(query(), 60),
    ) {
        check(&docs, &queries)?;
    }
}
