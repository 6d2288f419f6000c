//! One party under several names: counted once, found under each.

use crate::query::tests::answers::{build, request};
use crate::query::{FacetRequest, search};

/// Name, outlet, date, headline, body: one person in three spellings, one article with two
/// of them, and another person of the family.
const ARTICLES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "a",
        "CNN",
        "2024",
        "Dredger",
        "“The dredger waits,” Arkady Melnikov said on Monday.",
    ),
    (
        "b",
        "CNN",
        "2024",
        "Dredger",
        "“The dredger sails,” Arkady V. Melnikov said on Friday.",
    ),
    (
        "c",
        "BBC",
        "2024",
        "Dredger",
        "“The dredger sank,” Arkadi Melnikow said. The ministry gave his name as Arkady Melnikov.",
    ),
    (
        "d",
        "BBC",
        "2024",
        "Dredger",
        "“The dredger rusts,” Olga Melnikova said on Sunday.",
    ),
];

#[test]
fn names_of_one_party_are_one_value() {
    let (_folder, archive) = build(ARTICLES);
    let mut request = request("*");
    request.facets = ["actor", "speaker"]
        .map(|field| FacetRequest { field: field.to_owned(), limit: 9 })
        .into();
    let results = search(&archive, &request).unwrap();
    for facet in &results.facets {
        let melnikov: Vec<_> =
            facet.buckets.iter().filter(|it| it.0.contains("Melnik")).collect();
        let expected =
            [("Arkady Melnikov".to_owned(), 3), ("Olga Melnikova".to_owned(), 1)];
        assert_eq!(melnikov, expected.iter().collect::<Vec<_>>(), "{}", facet.field);
    }
}

#[test]
fn names_of_one_party_are_one_value_within_another_field() {
    let (_folder, archive) = build(ARTICLES);
    let mut request = request("*");
    request.facets = ["actor/outlet", "outlet/actor", "actor/speaker"]
        .map(|field| FacetRequest { field: field.to_owned(), limit: 9 })
        .into();
    let results = search(&archive, &request).unwrap();
    let count = |facet: usize, outer: &str, inner: &str| {
        let facet = &results.facets[facet];
        let at = facet.buckets.iter().position(|it| it.0 == outer).unwrap();
        let found = facet.within.as_ref().unwrap().buckets[at].clone();
        found.into_iter().filter(|it| it.0 == inner).map(|it| it.1).sum::<u64>()
    };
    let (melnikov, melnikova) = ("Arkady Melnikov", "Olga Melnikova");
    assert_eq!(count(0, melnikov, "CNN"), 2);
    assert_eq!(count(0, melnikov, "BBC"), 1);
    assert_eq!(count(1, "BBC", melnikov), 1);
    assert_eq!(count(1, "BBC", melnikova), 1);
    assert_eq!(count(2, melnikov, melnikov), 3);
    assert_eq!(count(2, melnikov, melnikova), 0);
}

#[test]
fn a_name_that_nobody_has_is_told_with_those_near_it() {
    let (_folder, archive) = build(ARTICLES);
    let hints = search(&archive, &request("actor:melnikowa")).unwrap().hints;
    assert!(hints.iter().any(|it| it.contains("actor:\"Olga Melnikova\"")), "{hints:?}");
    let found = search(&archive, &request("actor:\"olga melnikova\"")).unwrap();
    assert_eq!(found.hits.len(), 1);
}

#[test]
fn a_party_is_found_by_each_of_its_names() {
    let (_folder, archive) = build(ARTICLES);
    for (query, found) in [
        ("speaker:\"arkadi melnikow\"", 3),
        ("speaker:\"arkady melnikov\"", 3),
        ("speaker:melnikow", 3),
        ("origin:\"Arkady V. Melnikov\" said:sails", 1),
        ("actor:melnikow -speaker:\"arkadi melnikow\"", 0),
        ("speaker:melnikova", 1),
        ("speaker:olga", 1),
    ] {
        let matched = search(&archive, &request(query)).unwrap().matched.articles;
        assert_eq!(matched, found, "{query}");
    }
}

#[test]
fn a_long_line_without_spaces_has_a_passage() {
    let long = format!("核心\n\n{}", "，".repeat(300));
    let body = ["A headline", &long].join("\n\n");
    let (_folder, archive) = build(&[("a", "CNN", "2024", "A headline", &body)]);
    for query in ["*", "核心", "headline"] {
        let results = search(&archive, &request(query)).unwrap();
        assert_eq!(results.hits.len(), 1, "{query}");
        for snippet in &results.hits[0].snippets {
            assert!(snippet.span.end <= results.hits[0].article.text.len());
        }
    }
}
