//! What do the tests of this module show? Two invented hits, made from marked-up text so
//! that no test counts bytes by hand.

use crate::model::{
    ActorKind, Basis, Chain, CorpusSize, Counting, Credit, CreditRole, Cue, Date, Facet,
    Hit, Link, Matched, Outlet, Place, Polarity, Published, Quote, QuoteKind, Results,
    Role, Snippet, Source, Span, Stamp, Status, StoredArticle, Timeline, Vehicle,
};

/// The first place of `part` in `text`.
pub(super) fn find(text: &str, part: &str) -> Span {
    let start = text.find(part).expect("part of the text");
    Span::new(start, start + part.len())
}

fn link(party: &str, role: Role, evidence: Option<Span>) -> Link {
    Link {
        party: party.to_owned(),
        role,
        vehicle: (role == Role::Statement).then_some(Vehicle::Statement),
        basis: None,
        evidence,
        status: Status::Stated,
        confidence: 1.0,
    }
}

const FERRY: &str = "“No ferry will sail before Monday,” Ana Bell told Harbour Radio. \
    The café on the quay stayed open.\n\nTom Reed contributed to this report.";

fn ferry_quote() -> Quote {
    let span = find(FERRY, "“No ferry will sail before Monday,”");
    Quote {
        span,
        spans: vec![span],
        quoted: vec![find(FERRY, "No ferry will sail before Monday")],
        kind: QuoteKind::Direct,
        polarity: Polarity::Asserted,
        cue: Some(Cue { span: find(FERRY, "told"), lemma: "tell".to_owned() }),
        source: Some(Source {
            name: "Ana Bell".to_owned(),
            kind: ActorKind::Person,
            span: find(FERRY, "Ana Bell"),
            confidence: 0.95,
        }),
        chain: Chain {
            links: vec![
                link("Ana Bell", Role::Speaker, Some(find(FERRY, "Ana Bell"))),
                link(
                    "Harbour Radio",
                    Role::Interview,
                    Some(find(FERRY, "told Harbour Radio")),
                ),
                link("The Lantern", Role::Publication, None),
            ],
        },
    }
}

const UNION: &str = "The union denied that the crews want a longer rest, in a statement.";

fn union_quote() -> Quote {
    let span = find(UNION, "the crews want a longer rest");
    let span = Span::new(span.start, span.end);
    Quote {
        span,
        spans: vec![span],
        quoted: Vec::new(),
        kind: QuoteKind::Indirect,
        polarity: Polarity::Denied,
        cue: Some(Cue { span: find(UNION, "denied that"), lemma: "deny".to_owned() }),
        source: Some(Source {
            name: "Port Union".to_owned(),
            kind: ActorKind::Organisation,
            span: find(UNION, "The union"),
            confidence: 0.8,
        }),
        chain: Chain {
            links: vec![
                link("Port Union", Role::Speaker, Some(find(UNION, "The union"))),
                link("Port Union", Role::Statement, Some(find(UNION, "in a statement"))),
                link("Coast Gazette", Role::Publication, None),
            ],
        },
    }
}

/// An article with a direct quote that came by radio.
pub(super) fn ferry() -> (StoredArticle, Vec<(usize, Quote)>) {
    let article = StoredArticle {
        id: "0123456789abcdef".to_owned(),
        given_id: Some("lantern-7".to_owned()),
        places: vec![Place {
            key: "corpus/lantern.jsonl".into(),
            inside: Some("7".into()),
        }],
        outlet: Some(Outlet {
            name: "The Lantern".to_owned(),
            basis: Basis::Declared,
            evidence: None,
        }),
        published: Some(Published {
            date: Date::day(2024, 4, 15),
            basis: Basis::Declared,
            evidence: None,
        }),
        language: Some("en".to_owned()),
        headline: Some("Ferry to stay in port".to_owned()),
        byline: Some("Mia Holt".to_owned()),
        url: Some("https://lantern.example/ferry".to_owned()),
        text: FERRY.to_owned(),
        body: 0,
        credits: vec![Credit {
            party: "Tom Reed".to_owned(),
            role: CreditRole::Contribution,
            basis: Basis::Text,
            evidence: Some(find(FERRY, "Tom Reed contributed to this report")),
        }],
        ..StoredArticle::default()
    };
    (article, vec![(0, ferry_quote())])
}

/// Two hits with facets and a timeline.
pub(super) fn results() -> Results {
    let (ferry, quotes) = ferry();
    let first = Hit {
        rank: 1,
        score: 7.5,
        snippets: vec![
            Snippet {
                field: "title",
                span: Span::new(0, 21),
                marks: vec![Span::new(0, 5)],
            },
            Snippet {
                field: "text",
                span: find(
                    FERRY,
                    "“No ferry will sail before Monday,” Ana Bell told Harbour Radio. The café",
                ),
                marks: vec![find(FERRY, "ferry"), find(FERRY, "café")],
            },
        ],
        quotes,
        copies: 2,
        origins: (1, 1),
        outlets: None,
        versions: (1, 1),
        why: Vec::new(),
        marks: Vec::new(),
        article: ferry,
    };
    let second = Hit {
        article: StoredArticle {
            id: "fedcba9876543210".to_owned(),
            outlet: Some(Outlet {
                name: "Coast Gazette".to_owned(),
                basis: Basis::Path,
                evidence: None,
            }),
            published: Some(Published {
                date: Date { year: 2024, month: 4, day: 0, seconds: None },
                basis: Basis::Path,
                evidence: None,
            }),
            headline: Some("Union weighs strike".to_owned()),
            text: UNION.to_owned(),
            ..StoredArticle::default()
        },
        rank: 2,
        score: 1.25,
        snippets: Vec::new(),
        quotes: vec![(3, union_quote())],
        copies: 1,
        origins: (1, 1),
        outlets: None,
        versions: (1, 1),
        why: Vec::new(),
        marks: Vec::new(),
    };
    let hits = vec![first, second];
    Results {
        reading: Vec::new(),
        last: 2,
        shown: hits.len(),
        cursor: None,
        counting: Counting::Articles,
        stamp: stamp(),
        matched: Matched { articles: 12, quotes: 2 },
        facets: vec![Facet {
            field: "outlet".to_owned(),
            buckets: vec![("The Lantern".to_owned(), 8), ("Coast Gazette".to_owned(), 4)],
            other: 0,
            within: None,
        }],
        timeline: Some(Timeline {
            by: "month".to_owned(),
            buckets: vec![("2024-03".to_owned(), 2), ("2024-04".to_owned(), 9)],
            all: Vec::new(),
            undated: 1,
        }),
        took_ms: 4,
        hits,
        hints: Vec::new(),
    }
}

fn stamp() -> Stamp {
    Stamp {
        generation: "gen-1".to_owned(),
        given: "ferry café".to_owned(),
        parsed: "ferry AND café".to_owned(),
        corpus: CorpusSize {
            articles: 20,
            quotes: 31,
            min_date: Some(Date::day(2023, 12, 1)),
            max_date: Some(Date::day(2024, 4, 30)),
            undated: 1,
        },
    }
}
