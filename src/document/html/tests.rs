//! What is read from whole pages, good and bad? Invented pages, short enough to see.

use super::read;
use crate::document::Decoded;
use crate::model::{Article, Part, Whence};

const PAGE: &str = include_str!("../../../tests/pages/ferry.html");

fn page(text: &str) -> (Article, Vec<String>) {
    let input = Decoded { text: text.to_owned(), ..Decoded::default() };
    let (article, notes) =
        read(input, Some("https://www.lantern.example/lys/ferry")).expect("words");
    (article, notes.into_iter().map(|it| it.message).collect())
}

#[test]
fn a_page_says_all_of_this() {
    let (article, notes) = page(PAGE);
    let declared = &article.declared;
    assert_eq!(article.headline.as_deref(), Some("Ferry to Lys stays in port"));
    assert_eq!(declared.outlet.as_deref(), Some("The Lantern"));
    assert_eq!(declared.byline.as_deref(), Some("Ana Bell, Tom Reed"));
    assert_eq!(declared.section.as_deref(), Some("Harbour"));
    assert_eq!(declared.language.as_deref(), Some("en-GB"));
    assert_eq!(declared.date.as_deref(), Some("2024-04-15T09:41:00+01:00"));
    assert_eq!(declared.url.as_deref(), Some("https://www.lantern.example/lys/ferry"));
    let parties: Vec<(Part, &str)> =
        declared.parties.iter().map(|it| (it.part, it.name.as_str())).collect();
    assert_eq!(
        parties,
        [
            (Part::Original, "Meridian Wire"),
            (Part::Source, "Reuters"),
            (Part::Translator, "Ada Vale")
        ]
    );
    assert!(
        declared.dates.iter().any(|it| it.whence == Whence::Time),
        "{:?}",
        declared.dates
    );
    let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 3, "{paragraphs:#?}");
    assert!(
        paragraphs[0].starts_with("The ferry to Lys")
            && paragraphs[2].ends_with("Monday.”")
    );
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn ten_thousand_elements_inside_one_another() {
    for name in [
        "div",
        "b",
        "ul><li",
        "table><tr><td",
        "blockquote",
        "x-y",
        "a",
        "p",
        "select",
        "form",
    ] {
        let deep = format!("<{name}>").repeat(10_000);
        let (article, _) =
            page(&format!("<title>Ferry</title><p>{PROSE}</p>{deep}{PROSE}"));
        assert_eq!(article.headline.as_deref(), Some("Ferry"), "{name}");
    }
}

const PROSE: &str = "The ferry stays in port, the harbour master said on Monday, until the storm is over.";

#[test]
fn attributes_entities_and_scripts_without_end() {
    let attributes: Vec<String> =
        (0..50_000).map(|it| format!(" data-{it}=\"x\"")).collect();
    let attributes = attributes.concat();
    let entities = "&amp;&#x41;&bogus;".repeat(20_000);
    let formats: Vec<String> =
        (0..3000).map(|it| format!("<p><font size={it}>")).collect();
    let formats = formats.concat();
    for bad in [
        format!("<p{attributes}>"),
        entities,
        formats,
        "<script>".repeat(5000),
        "<!--".repeat(5000),
        "<a href='".repeat(5000),
        "</div>".repeat(20_000),
        format!("<script type='application/ld+json'>{}</script>", "[".repeat(100_000)),
        format!(
            "<script type='application/ld+json'>{}</script>",
            "{\"@graph\":".repeat(1000)
        ),
    ] {
        let (article, _) = page(&format!("<title>Ferry</title><p>{PROSE}</p>{bad}"));
        assert_eq!(article.headline.as_deref(), Some("Ferry"));
    }
}

#[test]
fn pages_without_words_are_refused() {
    for text in ["<html></html>", "<script>x</script>", "<p> </p>", "<!-- a -->", "<"] {
        let input = Decoded { text: text.to_owned(), ..Decoded::default() };
        assert!(read(input, None).is_err() || text == "<", "{text}");
    }
}

#[test]
fn a_page_that_is_cut_off_anywhere_is_read() {
    for (end, _) in PAGE.char_indices().step_by(61) {
        let input = Decoded { text: PAGE[..end].to_owned(), ..Decoded::default() };
        if let Ok((article, _)) = read(input, None) {
            assert!(article.text.is_char_boundary(article.body));
        }
    }
}

/// Pieces of markup in any order: nothing panics.
#[test]
fn any_markup_is_read() {
    use proptest::prelude::*;
    let piece = prop_oneof![
        prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    let pages = proptest::collection::vec(piece, 0..40).prop_map(|it| it.concat());
    proptest!(ProptestConfig::with_cases(200), |(text in pages)| {
        let input = Decoded { text, ..Decoded::default() };
        if let Ok((article, _)) = read(input, Some("https://lantern.example/2024/04/15/x")) {
            prop_assert!(article.text.is_char_boundary(article.body));
        }
    });
}

/// The same for as long as `MORGUE_SECONDS` says: `cargo test --release long_run -- --ignored`.
#[test]
#[ignore = "runs for minutes; the property above is its short form"]
fn long_run_of_any_markup() {
    let seconds = std::env::var("MORGUE_SECONDS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(600);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(seconds);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1_000_003).unwrap_or(0) % most
    };
    let mut pages = 0_u64;
    while std::time::Instant::now() < until {
        let mut text = if next(2) == 0 { PAGE.to_owned() } else { String::new() };
        for _ in 0..next(30) {
            let at = text.floor_char_boundary(next(text.len() + 1));
            match next(3) {
                0 => text.insert_str(at, PIECES[next(PIECES.len())]),
                1 => text.truncate(at),
                _ => {
                    let end = text.ceil_char_boundary((at + next(200)).min(text.len()));
                    text.replace_range(at..end, "");
                }
            }
        }
        let input = Decoded { text, ..Decoded::default() };
        if let Ok((article, _)) = read(input, None) {
            let found = crate::document::id(&article);
            assert!(article.text.is_char_boundary(article.body), "{found}");
        }
        pages += 1;
    }
    assert!(pages > 100, "{pages} pages");
}

const PIECES: [&str; 44] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class='byline'>",
    "<time datetime='2024-04-15'>",
    "</time>",
    "<script type='application/ld+json'>",
    "</script>",
    "{\"@type\":\"NewsArticle\",\"headline\":",
    "\"",
    "{\"@id\":\"#a\"}",
    "[",
    "]",
    "}",
    "<!--",
    "-->",
    "<meta name=author content='",
    "'>",
    "<link rel=canonical href='https://lys.example/'>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<svg>",
    "<math>",
    "</svg>",
    "<template>",
    "<select>",
    "<textarea>",
    "<b>",
    "<a href=x>",
    "</a>",
    "<h1>",
    "</h1>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "<br>",
    "\0",
    "15. April 2024",
    PROSE,
    "<frameset>",
    "<plaintext>",
];
