//! What do the readers of text, statements, queries, dates and pages make of what nobody
//! wrote? Each is asked what `fuzz/entries.rs` asks of it, over texts that are made of its own
//! marks and of whole texts that were cut up.
//!
//! `MORGUE_SECONDS=600 cargo test --release --test tests long_run_of_ -- --ignored`

use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use super::{allowed, entries, peak, seconds, seeds, worked};
use crate::dice::Dice;

/// What news and its marks are made of, and what steers a line.
const PIECES: [&str; 84] = [
    "“",
    "”",
    "„",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "「",
    "」",
    "『",
    "』",
    "‹",
    "›",
    "''",
    "``",
    " said",
    " told",
    " according to ",
    " Ana Bell",
    " Reuters",
    " the Times",
    " he",
    ", who",
    ".",
    ",",
    ":",
    ";",
    "?",
    "!",
    "…",
    "—",
    " - ",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\0",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{ad}",
    "\u{200d}",
    "\u{202e}",
    "\u{301}",
    "\u{fffd}",
    "é",
    "ß",
    "İ",
    "ǅ",
    "ﬁ",
    "漢字",
    "据新华社报道",
    "「船は出る」と語った",
    "قال الوزير إن ",
    "сказал",
    "sagte",
    "a déclaré",
    "กล่าวว่า",
    "👩\u{200d}🚀",
    "🇩🇪",
    " U.S.",
    " Mr.",
    " J. R. R.",
    " 15 April 2024",
    " 99999999999999999999",
    "LYS (Reuters) - ",
    "By Ana Bell and ",
    " in a statement",
    " citing ",
    " https://lantern.example/a?b=c ",
    "ANA BELL: ",
    "UPDATE 1-",
    "&amp;",
    "<p>",
    "</div>",
    "<!--",
    "> ",
    "Q. ",
];

/// The marks of the query language.
const MARKS: [&str; 40] = [
    "(",
    ")",
    "\"",
    "“",
    "-",
    "NOT ",
    " OR ",
    " AND ",
    " NEAR/3 ",
    " ADJ/0 ",
    " SENT ",
    " PARA ",
    "ATLEAST/2 ",
    "^",
    "=",
    "~",
    "~2",
    "*",
    "?",
    "/",
    "/(a*)*b/",
    "\\",
    "said:",
    "speaker:(",
    "outlet:",
    "date:",
    "date:2024-02-31..",
    "last 9 weeks",
    "hops:>1",
    "kind:direct",
    "has:quote",
    "lang:",
    "id:",
    "story:",
    "copy-of:",
    "query:x",
    "ferry",
    "\u{301}",
    "🦀",
    "据新华社",
];

/// The marks of a page.
const TAGS: [&str; 60] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<ul><li>",
    "<table><tr><td>",
    "</table>",
    "<h1>",
    "</h1>",
    "<article>",
    "<section>",
    "<blockquote>",
    "<b>",
    "</b>",
    "<i>",
    "<a href=x>",
    "</a>",
    "<br>",
    "<div class='byline'>",
    "<span itemprop=author>",
    "<time datetime='2024-04-15'>",
    "</time>",
    "<script type='application/ld+json'>",
    "<script>",
    "</script>",
    "<style>",
    "<svg>",
    "<math>",
    "{\"@type\":\"NewsArticle\",\"headline\":",
    "{\"@id\":\"#a\"}",
    "\"author\":",
    "\"name\":",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "\\",
    "<!--",
    "-->",
    "<![CDATA[",
    "<meta name=author content='",
    "'>",
    "<link rel=canonical href='https://lys.example/'>",
    "<template>",
    "<select>",
    "<textarea>",
    "<form>",
    "<frameset>",
    "<plaintext>",
    "<noscript>",
    "<iframe>",
    "&amp;",
    "&",
    "&#0;",
    "&#x110000;",
    "\0",
    "15 April 2024",
    "The ferry stays in port, she said on Monday.",
];

/// The marks of a date.
const DAYS: [&str; 40] = [
    "15",
    " April",
    " 2024",
    "1",
    "0",
    "9",
    "31",
    "29 February",
    "-",
    ".",
    "/",
    ",",
    ":",
    " ",
    "T",
    "Z",
    "+01:00",
    "am",
    " p.m.",
    "Mon",
    "Montag",
    "15. März",
    "de abril de",
    "avril",
    "年",
    "月",
    "日",
    "١٥",
    "۱۴۰۳",
    "أبريل",
    "апреля",
    "Published ",
    "2024-04-15T09:41:00",
    "th",
    "st",
    "'24",
    "GMT",
    "yesterday",
    "99999999999999999999",
    "\u{301}",
];

/// A text that grew from pieces, repetitions and cuts; most of them begin with a whole one.
fn grown(dice: &mut Dice, whole: &[String], pieces: &[&str], longest: usize) -> String {
    let mut text = String::new();
    if !whole.is_empty() && dice.below(3) > 0 {
        text.clone_from(&whole[dice.below(whole.len())]);
    }
    for _ in 0..dice.below(24) {
        let at = text.floor_char_boundary(dice.below(text.len() + 1));
        let end = text.ceil_char_boundary((at + dice.below(400)).min(text.len()));
        match dice.below(8) {
            0 => text.truncate(end),
            1 => text.replace_range(at..end, ""),
            2 => {
                let part = text[at..end].repeat(1 + dice.below(20));
                text.insert_str(at, &part);
            }
            3 => text.insert_str(at, &dice.one_of(pieces).repeat(1 + dice.below(200))),
            4 => {
                let many = (0..dice.below(40)).map(|_| dice.one_of(pieces));
                let run = many.collect::<String>();
                text.insert_str(at, &run);
            }
            _ => text.insert_str(at, dice.one_of(pieces)),
        }
        text.truncate(text.floor_char_boundary(longest));
    }
    text
}

/// Asks one reader until there are enough or the time is over.
fn run(
    ask: fn(&str),
    whole: &[String],
    pieces: &[&str],
    longest: usize,
    Limit(most, length, seed): Limit,
) -> u64 {
    let begun = Instant::now();
    let mut dice = Dice(seed);
    let mut asked = 0;
    while asked < most && begun.elapsed() < length {
        let text = grown(&mut dice, whole, pieces, longest);
        let start = worked(begun);
        let held = catch_unwind(|| ask(&text));
        let took = worked(begun).saturating_sub(start);
        assert!(held.is_ok(), "text {asked} does not hold: {text:?}");
        assert!(took <= allowed(text.len()), "text {asked} took {took:?}: {text:?}");
        asked += 1;
    }
    asked
}

/// Whole texts, and those of the sample archive that are pages.
fn whole(kind: &str) -> Vec<String> {
    let all = seeds().into_iter().filter(|it| it.0 == kind);
    all.filter_map(|it| String::from_utf8(it.1).ok()).collect()
}

/// A query that has most of the language in it.
const QUERY: &str = "(\"sea wall\" OR harb*) NEAR/8 ferr?es -speaker:(bell OR “ana bell”) \
    said:(pier SENT =US) date:2023-10..2024-04-15 ^ATLEAST/3 quarrel /cease-?fire/ mayor~2 \
    hops:>1 kind:direct NOT has:quote outlet:(\"a b\" -c) PARA x ADJ/2 y";

/// How long, how many, and where to begin.
#[derive(Clone, Copy)]
struct Limit(u64, Duration, u64);

fn text(limit: Limit) -> u64 {
    run(entries::text, &whole("txt"), &PIECES, 60_000, limit)
}

fn extract(limit: Limit) -> u64 {
    run(entries::extract, &whole("txt"), &PIECES, 60_000, limit)
}

fn query(limit: Limit) -> u64 {
    run(entries::query, &[QUERY.to_owned()], &MARKS, 20_000, limit)
}

fn date(limit: Limit) -> u64 {
    run(entries::date, &[], &DAYS, 200, limit)
}

fn page(limit: Limit) -> u64 {
    run(|it| entries::page(it.to_owned()), &whole("html"), &TAGS, 60_000, limit)
}

#[test]
fn every_reader_holds_out() {
    for (number, ask) in [text, extract, query, date, page].into_iter().enumerate() {
        let asked = ask(Limit(300, Duration::from_secs(1), 20_240_415));
        assert!(asked > 10, "reader {number}: {asked}");
    }
}

/// As long as `MORGUE_SECONDS` says, from where `MORGUE_SEED` says.
fn long(ask: fn(Limit) -> u64) {
    let seed = std::env::var("MORGUE_SEED").ok().and_then(|it| it.parse().ok());
    let asked = ask(Limit(u64::MAX, seconds(), seed.unwrap_or(4_242)));
    crate::say(&format!("{asked} texts, peak memory {:?} MB", peak()));
    assert!(asked > 1_000, "{asked}");
    assert!(peak().is_none_or(|it| it < 1_000), "memory: {:?} MB", peak());
}

#[test]
#[ignore = "runs for minutes; every_reader_holds_out is its short form"]
fn long_run_of_text() {
    long(text);
}

#[test]
#[ignore = "runs for minutes; every_reader_holds_out is its short form"]
fn long_run_of_extract() {
    long(extract);
}

#[test]
#[ignore = "runs for minutes; every_reader_holds_out is its short form"]
fn long_run_of_query() {
    long(query);
}

#[test]
#[ignore = "runs for minutes; every_reader_holds_out is its short form"]
fn long_run_of_date() {
    long(date);
}

#[test]
#[ignore = "runs for minutes; every_reader_holds_out is its short form"]
fn long_run_of_page() {
    long(page);
}
