//! What holds for any text? Spans lie inside it, on character boundaries, in order; nothing
//! panics; and no text takes more than its length: a megabyte is read at once.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::read;
use crate::model::Span;

/// The words news and its marks are made of, so that random texts are news-like.
const PIECES: [&str; 32] = [
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "said",
    "told",
    "according to",
    "Ana Bell",
    "Reuters",
    "the Times",
    "he",
    ", who",
    ".",
    ",",
    ":",
    "\n\n",
    " - ",
    "—",
    "in a statement",
    "adding that",
    "The New York Times reports",
    "Mr.",
    "é",
    "漢字",
    "(AP)",
    "“a",
    "b.”",
    "?",
];

fn holds(text: &str) {
    let found = read(text);
    let inside = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} in {text:?}");
        assert!(text.is_char_boundary(span.start), "{span:?} in {text:?}");
        assert!(text.is_char_boundary(span.end), "{span:?} in {text:?}");
    };
    let mut last = 0;
    for quote in &found.quotes {
        assert!(quote.span.start >= last, "quotes in order: {text:?}");
        last = quote.span.start;
        quote.spans.iter().copied().for_each(inside);
        quote.quoted.iter().copied().for_each(inside);
        quote.source.iter().for_each(|it| inside(it.span));
        quote.cue.iter().for_each(|it| inside(it.span));
        quote.chain.links.iter().filter_map(|it| it.evidence).for_each(inside);
        assert!(!quote.chain.links.is_empty(), "a chain is never empty: {text:?}");
        for pair in quote.spans.windows(2) {
            assert!(pair[0].end <= pair[1].start, "parts in order: {text:?}");
        }
    }
    for actor in &found.actors {
        actor.mentions.iter().copied().for_each(inside);
        let pronoun =
            ["he", "she", "it", "they"].contains(&actor.name.to_lowercase().as_str());
        assert!(!pronoun, "a pronoun is no actor: {text:?}");
    }
}

proptest! {
    #[test]
    fn any_characters(text in "\\PC{0,120}") {
        holds(&text);
    }

    #[test]
    fn any_news(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: Vec<&str> = pieces.iter().map(|&it| PIECES[it]).collect();
        holds(&text.join(" "));
    }
}

/// Reading four times as much takes about four times as long. Measured, not assumed, on
/// texts that have no stop; the limit leaves room for an unoptimised build.
#[test]
fn time_grows_with_length_only() {
    let hard = [
        "\"",
        "“",
        "”",
        "A",
        "Bell ",
        "word ",
        "according to ",
        "“a” ",
        "A. ",
        "Bell said ",
        "Bell said “a b c d” and he said ",
        "said Bell ",
        ", who said ",
        "the Times reported the report said ",
        "a:\n\n",
        "漢",
        "据新华社报道",
        "「船」と語った",
        "The report of the Times of the Post of ",
        "“State of the Union” on CNN ",
        "the paper ",
        "the Post and the paper and the Varnholm Courier and the Courier ",
    ];
    for piece in hard {
        let text = piece.repeat(200_000 / piece.len());
        let start = Instant::now();
        read(&text);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(10), "{piece:?} took {took:?}");
    }
}
