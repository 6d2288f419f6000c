//! What if an article was made to break what reads it? The documents of the sample archive,
//! cut, joined, repeated and struck with bytes that mean something to a reader: each is
//! understood, without a panic, in a time that grows with its length.
//!
//! A few thousand of them in a usual run. `MORGUE_MUTATIONS=1000000 cargo test --release
//! --test tests hostile -- --ignored --nocapture` makes as many as it is told to.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::dice::Dice;

mod containers;
#[path = "../fuzz/entries.rs"]
mod entries;
mod readers;

/// What is put into a document.
const BARBS: [&[u8]; 40] = [
    b"<",
    b">",
    b"</p>",
    b"<p>",
    b"<script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"&#x1F;",
    b"&amp;",
    b"&#55296;",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\u",
    b"\\ud800",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\x9c",
    b"\xe2\x80\x9d",
    b"\xe2\x80\x99",
    b"\xc2\xab",
    b"\xc2\xbb",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80",
    b"\xcc\x81",
    b"\n\n",
    b"\r",
    b"\t",
    b", said ",
    b" told Reuters on Monday",
    b" according to ",
    b"99999999999999999999",
    b"0000-00-00",
    b"2024-13-45T99:99:99Z",
    b"UPDATE 9999999999-",
    b"...................................................",
];

/// Longest document that is made: time is measured a megabyte.
const LONGEST: usize = 200_000;

impl Dice {
    fn one_of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// How long a long run goes on: as many seconds as `MORGUE_SECONDS` says.
fn seconds() -> Duration {
    let given = std::env::var("MORGUE_SECONDS").ok().and_then(|it| it.parse().ok());
    Duration::from_secs(given.unwrap_or(600))
}

/// The documents of the sample archive, each with the extension that names its format; the
/// texts also as a page, a message and a feed.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let all = walkdir::WalkDir::new(corpus).into_iter().filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = all
        .filter(|it| it.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    paths.sort();
    let mut seeds = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a text of the tree");
        match path.extension().and_then(|it| it.to_str()) {
            Some("jsonl") => {
                seeds.extend(text.lines().map(|it| ("json", it.as_bytes().to_vec())));
            }
            Some("txt") => {
                let (head, body) = text.split_once("\n\n").unwrap_or(("", &text));
                let paragraphs = body.replace("\n\n", "</p>\n<p>");
                let page = format!(
                    "<html><head><title>{head}</title><meta property=\"article:published_time\" \
                     content=\"2024-04-15T10:00:00Z\"></head><body><article><h1>{head}</h1>\
                     <p>{paragraphs}</p></article></body></html>"
                );
                let message = format!(
                    "From: Desk <desk@lantern.example>\nDate: Mon, 15 Apr 2024 10:00:00 +0000\n\
                     Subject: {head}\nContent-Type: text/plain; charset=utf-8\n\n{body}"
                );
                let feed = format!(
                    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>L</title><item>\
                     <title>{head}</title><description>{body}</description></item></channel></rss>"
                );
                let nitf = format!(
                    "<nitf><body><body.head><hedline><hl1>{head}</hl1></hedline></body.head>\
                     <body.content><p>{paragraphs}</p></body.content></body></nitf>"
                );
                seeds.extend([
                    ("html", page.into_bytes()),
                    ("eml", message.into_bytes()),
                    ("xml", feed.into_bytes()),
                    ("xml", nitf.into_bytes()),
                    ("txt", text.into_bytes()),
                ]);
            }
            _ => {}
        }
    }
    seeds
}

/// One document made worse in one to eight steps.
fn mutated(
    seeds: &[(&'static str, Vec<u8>)],
    dice: &mut Dice,
) -> (&'static str, Vec<u8>) {
    let (mut kind, mut bytes) = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len() + 1);
        let end = at + dice.below((bytes.len() - at).min(2000) + 1);
        match dice.below(9) {
            0 if !bytes.is_empty() => {
                let at = at.min(bytes.len() - 1);
                bytes[at] ^= 1 << dice.below(8);
            }
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(end.max(1)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let many = dice.below(20);
                bytes.splice(at..at, piece.repeat(many));
            }
            4 => {
                let other = &seeds[dice.below(seeds.len())].1;
                let from = dice.below(other.len());
                let to = from + dice.below((other.len() - from).min(3000) + 1);
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            5 => {
                let barb = BARBS[dice.below(BARBS.len())];
                let many = 1 + dice.below(300);
                bytes.splice(at..at, barb.repeat(many));
            }
            6 => bytes[at..end].reverse(),
            7 => kind = seeds[dice.below(seeds.len())].0,
            _ => {
                let barb = BARBS[dice.below(BARBS.len())];
                bytes.splice(at..end, barb.iter().copied());
            }
        }
        bytes.truncate(LONGEST);
    }
    (kind, bytes)
}

/// Time that this thread has had of a processor: others may be busy on this machine.
fn worked(begun: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = told.split(' ').next().and_then(|it| it.parse().ok());
    spent.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

/// A second a megabyte, and something for small ones; builds that are not optimised are
/// slower by far.
fn allowed(bytes: usize) -> Duration {
    let slow = if cfg!(debug_assertions) { 40 } else { 1 };
    (Duration::from_millis(50) + Duration::from_micros(bytes as u64)) * slow
}

/// What once took longer than it may: found by the long run below.
#[test]
fn what_was_slow_is_not_any_more() {
    let unclosed = "<article><h1>Ferry stays in port</h1><p>The minister of “x<<<< said on \
                    Wednesday that it could sail. <article><h1>Ferry<p>\n";
    let sender =
        format!("From: Desk {}\nSubject: Ferry\n\nThe ferry.", ".".repeat(80_000));
    let prose = "The minister of “x said on Wednesday that it could sail. ";
    let page = |unit: &str| {
        ("html", format!("<html><body>{}", unit.repeat(150_000 / unit.len())))
    };
    let documents = [
        ("html", unclosed.repeat(400)),
        ("eml", sender),
        page("<ul><li>x"),
        page("<table><tr><td>x"),
        page(&format!("<table><tr><td>{prose}")),
        page("<div class=byline>By Ana Bell "),
        page(&format!("{}x{}", "<div>".repeat(200), "</div>".repeat(200))),
        page("<template>x<p>"),
        page("<p><template><p><h1>"),
        page("&"),
        page("&bogus"),
        page("« x » "),
        page("</p>"),
        page("<!-- BEGIN WAYBACK TOOLBAR -->"),
        ("txt", "据新华社报道".repeat(8_000)),
        ("txt", "The report of the Times of the Post of ".repeat(4_000)),
    ];
    for (kind, text) in documents {
        let (begun, size) = (Instant::now(), text.len());
        let start = worked(begun);
        entries::document(kind, text.as_bytes());
        let took = worked(begun).saturating_sub(start);
        let head: String = text.chars().take(60).collect();
        assert!(took <= allowed(size), "{took:?} for {size} bytes of {kind}: {head}");
    }
}

/// What came of it.
#[derive(Debug, Default)]
struct Tally {
    documents: u64,
    bytes: u64,
    articles: usize,
    slowest: Duration,
    /// The most time a megabyte, of documents over 10 kB.
    steepest: Duration,
}

/// Makes and understands documents until there are enough or the time is over.
fn run(most: u64, length: Duration, seed: u64) -> Tally {
    let (seeds, begun) = (seeds(), Instant::now());
    let (mut dice, mut tally) = (Dice(seed), Tally::default());
    while tally.documents < most && begun.elapsed() < length {
        let before = dice.0;
        let (kind, bytes) = mutated(&seeds, &mut dice);
        let size = bytes.len();
        let start = worked(begun);
        let done = catch_unwind(AssertUnwindSafe(|| entries::document(kind, &bytes)));
        let took = worked(begun).saturating_sub(start);
        let when =
            format!("document {} ({kind}, {size} bytes, dice {before})", tally.documents);
        let Ok(articles) = done else { panic!("{when}: a panic") };
        assert!(took <= allowed(size), "{when}: {took:?}");
        tally.documents += 1;
        tally.bytes += size as u64;
        tally.articles += articles;
        tally.slowest = tally.slowest.max(took);
        if size > 10_000 {
            let each =
                took.as_secs_f64() * 1e6 / f64::from(u32::try_from(size).expect("short"));
            tally.steepest = tally.steepest.max(Duration::from_secs_f64(each));
        }
    }
    tally
}

/// Most memory that this process has had, in MB, where the system tells.
fn peak() -> Option<u64> {
    let told = fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().split(' ').next()?.parse::<u64>().ok().map(|it| it / 1000)
}

#[test]
fn mutated_articles_are_understood_in_time() {
    let tally = run(2_000, Duration::from_secs(10), 20_240_415);
    assert!(tally.documents > 50 && tally.articles > 10, "{tally:?}");
}

#[test]
#[ignore = "long: MORGUE_MUTATIONS says how many, MORGUE_SEED where to begin"]
fn as_many_as_one_likes() {
    let number =
        |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let many = number("MORGUE_MUTATIONS").unwrap_or(20_000);
    let seed = number("MORGUE_SEED").unwrap_or(4_242);
    let tally = run(many, Duration::MAX, seed);
    crate::say(&format!("{tally:?}, peak memory {:?} MB", peak()));
    assert!(peak().is_none_or(|it| it < 1_000), "memory: {:?} MB", peak());
}
