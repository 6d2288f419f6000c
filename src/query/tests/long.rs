//! What do queries do that nobody would type? Written anew for as long as one likes: the
//! stand-in for a fuzzer where there is no nightly compiler.

use std::time::{Duration, Instant};

use crate::model::Date;
use crate::query::parse_at;

/// A query that has most of the language in it.
const WHOLE: &str = "(\"sea wall\" OR harb*) NEAR/8 ferr?es -speaker:(bell OR “ana bell”) \
    said:(pier SENT =US) date:2023-10..2024-04-15 ^ATLEAST/3 quarrel /cease-?fire/ mayor~2 \
    hops:>1 kind:direct NOT has:quote outlet:(\"a b\" -c) PARA x ADJ/2 y";

const PIECES: [&str; 62] = [
    "(",
    ")",
    "((((((((((((",
    "\"",
    "“",
    "”",
    "„",
    "'",
    " ",
    "  ",
    "\n",
    "\0",
    "\u{feff}",
    "-",
    "—",
    "NOT ",
    " OR ",
    " AND ",
    "AND",
    " NEAR/3 ",
    "NEAR/999999999",
    " ADJ/0 ",
    " SENT ",
    " PARA ",
    "ATLEAST/2 ",
    "ATLEAST/99999999999999999999",
    "^",
    "^^(",
    "a:(^",
    "=",
    "=\"",
    "~",
    "~9",
    "*",
    "********",
    "?",
    "/",
    "/(a*)*b/",
    "/(((a{9}){9}){9}){9}/",
    "/[/",
    "\\",
    "said:",
    "speaker:(",
    "outlet:",
    "date:",
    "date:2024-02-31",
    "date:..",
    "date:last 9999999 weeks",
    "hops:>",
    "hops:99999999999",
    "kind:",
    "has:",
    "lang:",
    "id:",
    "story:",
    "copy-of:",
    "query:x",
    "é",
    "e\u{301}\u{301}\u{301}",
    "🦀",
    "据新华社",
    "\u{202e}",
];

/// As long as `MORGUE_SECONDS` says: `cargo test --release any_query -- --ignored`.
#[test]
#[ignore = "runs for minutes; the properties beside it are its short form"]
fn long_run_of_any_query() {
    let seconds = std::env::var("MORGUE_SECONDS").ok().and_then(|it| it.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(600));
    let mut queries = 0_u64;
    let mut seed = 0x9e37_79b9_7f4a_7c15;
    while Instant::now() < until {
        mutated(&mut seed);
        queries += 1;
    }
    assert!(queries > 1_000, "{queries} queries");
}

/// The same, a thousand times: so that the long run is known to run.
#[test]
fn short_run_of_any_query() {
    let mut seed = 0x2545_f491_4f6c_dd1d;
    (0..1_000).for_each(|_| mutated(&mut seed));
}

/// Time that this thread has had of a processor, where the system tells: a run of minutes is
/// held up by others, and was once taken for slow because of that.
fn worked(begun: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = told.split(' ').next().and_then(|it| it.parse().ok());
    spent.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

/// One query that grew from pieces and cuts: it is read or refused with a place inside it,
/// soon, and what was read is printed so that it reads the same.
fn mutated(seed: &mut u64) {
    let mut next = |most: usize| {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        usize::try_from(*seed % 1_000_003).unwrap_or(0) % most
    };
    let mut text = if next(2) == 0 { WHOLE.to_owned() } else { String::new() };
    for _ in 0..next(24) {
        let at = text.floor_char_boundary(next(text.len() + 1));
        match next(6) {
            0 => text.truncate(at),
            1 => {
                let end = text.ceil_char_boundary((at + next(40)).min(text.len()));
                text.replace_range(at..end, "");
            }
            2 => {
                let end = text.ceil_char_boundary((at + next(40)).min(text.len()));
                let part = text[at..end].repeat(1 + next(20));
                text.insert_str(at, &part);
            }
            _ => text.insert_str(at, PIECES[next(PIECES.len())]),
        }
    }
    let now = Date::day(2024, 4, 15);
    let begun = Instant::now();
    let start = worked(begun);
    let read = parse_at(&text, now);
    let took = worked(begun).saturating_sub(start);
    assert!(took < Duration::from_secs(2), "{took:?} for {text:?}");
    match read {
        Ok(node) => {
            let printed = node.to_string();
            let again = parse_at(&printed, now);
            assert_eq!(
                again.as_ref().ok(),
                Some(&node),
                "{text:?} is printed {printed:?}"
            );
        }
        Err(error) => {
            assert!(text.get(error.span.start..error.span.end).is_some(), "{text:?}");
            assert!(!error.pointed(&text).is_empty(), "{text:?}");
        }
    }
}
