//! What comes out of invented crawls, the damaged and the lying ones above all.

use std::io::BufReader;

use proptest::prelude::*;

use super::super::{Found, arc};
use super::*;

const PAGE: &str = "<html><p>The pier is shut.</p></html>";

fn record(kind: &str, url: &str, length: Option<usize>, block: &str) -> String {
    let length = length.unwrap_or(block.len());
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{url}>\r\n\
         WARC-Date: 2024-04-15T10:15:00Z\r\nContent-Type: application/http; msgtype={kind}\r\n\
         Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

fn answer(page: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}")
}

fn page(url: &str) -> String {
    record("response", url, None, &answer(PAGE))
}

/// `number url bytes`, `! number reason`, `~ note`.
fn listed(bytes: &[u8], unpack: super::super::Unpack, limit: usize) -> Vec<String> {
    let mut all: Option<Vec<String>> = None;
    for capacity in [7, 4096] {
        let mut reader = BufReader::with_capacity(capacity, bytes);
        let mut seen = Vec::new();
        let input = Input { bytes: &mut reader, file: None, max_record: limit };
        let end = unpack(input, &mut |found| {
            seen.push(match found {
                Found::Note(note) => format!("~ {note}"),
                Found::Failure { inside, reason, .. } => {
                    format!("! {} {reason}", inside.unwrap_or_default())
                }
                Found::Page { inside, extension, fetched, bytes } => {
                    let mut text = String::new();
                    bytes.read_to_string(&mut text)?;
                    format!("{inside} {} {extension} {text}", fetched.url)
                }
                _ => panic!("neither pages nor notes"),
            });
            Ok(())
        });
        if let Err(Halt::Unreadable(error)) = end {
            seen.push(format!("! {error}"));
        }
        if let Some(before) = &all {
            assert_eq!(*before, seen, "read {capacity} bytes at a time");
        }
        all = Some(seen);
    }
    all.unwrap_or_default()
}

#[track_caller]
fn check(warc: &str, expected: &[&str]) {
    assert_eq!(listed(warc.as_bytes(), WARC.unpack, 10_000), expected);
}

const A: &str = "http://lantern.example/a";
const B: &str = "https://lantern.example/b";

#[test]
fn pages_are_articles_and_the_rest_is_counted() {
    let image = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG";
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>no</html>";
    let crawl = [
        record("warcinfo", "", None, "software: Lys\r\n"),
        record("request", A, None, "GET /a HTTP/1.1\r\n\r\n"),
        page(A),
        record("response", B, None, image),
        record("response", B, None, gone),
        record("revisit", A, None, ""),
        record("response", "dns:lantern.example", None, "192.0.2.1"),
        page(B),
    ];
    check(
        &crawl.concat(),
        &[
            "3 http://lantern.example/a html <html><p>The pier is shut.</p></html>",
            "8 https://lantern.example/b html <html><p>The pier is shut.</p></html>",
            "~ records passed over: dns 1, image/png 1, request 1, revisit 1, status 404 1, warcinfo 1",
        ],
    );
    check("", &["~ holds no records"]);
}

#[test]
fn lengths_that_lie_cost_no_record() {
    let lie = "~ 1 records whose length is wrong (first: record 1), read up to the next";
    let first = "1 http://lantern.example/a html <html><p>The pier is shut.</p></html>";
    let second = "2 https://lantern.example/b html <html><p>The pier is shut.</p></html>";
    let answer = answer(PAGE);
    for length in [0, 3, 70, 250, 9_999, 20_000, usize::MAX] {
        let crawl = record("response", A, Some(length), &answer) + &page(B);
        let seen = listed(crawl.as_bytes(), WARC.unpack, 10_000);
        let words: Vec<String> = seen
            .iter()
            .map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(words, [first, second, lie], "a length of {length}");
    }
    let odd = page(A).replace("Content-Length: ", "Content-Length: x") + &page(B);
    let seen = listed(odd.as_bytes(), WARC.unpack, 10_000);
    assert_eq!(seen.len(), 3, "{seen:?}");
}

#[test]
fn many_lies_are_read_in_one_pass() {
    let liar = record("response", A, Some(9_000), &answer(PAGE));
    let seen = listed(liar.repeat(200).as_bytes(), WARC.unpack, 10_000);
    // the last one has nothing behind it that says where it ends
    assert_eq!(seen.iter().filter(|it| it.contains("The pier")).count(), 200);
}

#[test]
fn what_is_cut_off_is_kept() {
    let crawl = page(A) + &page(B);
    let cut = &crawl[..crawl.len() - 20];
    let seen = listed(cut.as_bytes(), WARC.unpack, 10_000);
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert_eq!(seen[1], "~ record 2 is cut off");
    assert!(seen[2].starts_with("2 https://lantern.example/b html <html><p>The pier"));
    let lie = "~ 1 records whose length is wrong (first: record 1), read up to the next";
    check("WARC/1.0\r\nWARC-Type: resp", &[lie, "~ records passed over: resp 1"]);
    check(
        "nothing of the kind\n",
        &["~ holds no records", "~ records passed over: stray lines 1"],
    );
}

#[test]
fn evil_headers_are_read_as_far_as_they_go() {
    let unix = answer(PAGE).replace("\r\n", "\n");
    let unix = record("response", A, None, &unix).replace("\r\n", "\n");
    let twice = page(A)
        .replace("WARC-Date:", "Server: x\r\nContent-Type: text/html\r\nWARC-Date:");
    let folded =
        page(A).replace("WARC-Date:", " and more\r\nno colon\r\n: no name\r\nWARC-Date:");
    for crawl in [unix, twice, folded] {
        let seen = listed(crawl.as_bytes(), WARC.unpack, 10_000);
        assert!(seen[0].contains("The pier is shut."), "{seen:?}");
        assert_eq!(seen.len(), 1);
    }
    let endless = format!("WARC/1.0\r\n{}", "x: y\r\n".repeat(100_000));
    assert!(!listed(endless.as_bytes(), WARC.unpack, 10_000).is_empty());
}

#[test]
fn what_is_too_long_is_a_failure_of_its_record() {
    let long = record("response", A, None, &answer(&"x ".repeat(9_000)));
    check(
        &(long + &page(B)),
        &[
            "! 1 the record is longer than the limit of 0 MB",
            "2 https://lantern.example/b html <html><p>The pier is shut.</p></html>",
        ],
    );
}

#[test]
fn texts_that_were_taken_from_pages() {
    let text = record("conversion", A, None, "The pier is shut.\n")
        .replace("application/http; msgtype=conversion", "text/plain");
    check(&text, &["1 http://lantern.example/a txt The pier is shut.\n"]);
    let resource = record("resource", A, None, PAGE)
        .replace("application/http; msgtype=resource", "text/html");
    check(
        &resource,
        &["1 http://lantern.example/a html <html><p>The pier is shut.</p></html>"],
    );
}

fn arc_record(url: &str, length: Option<usize>, block: &str) -> String {
    let length = length.unwrap_or(block.len());
    format!("{url} 192.0.2.1 20240415101500 text/html {length}\n{block}\n")
}

#[test]
fn arc_files() {
    let head = "filedesc://lys.arc 0.0.0.0 20240415101500 text/plain 9\n1 0 Lys\n\n\n";
    let first = "2 http://lantern.example/a html <html><p>The pier is shut.</p></html>";
    let second = "3 https://lantern.example/b html <html><p>The pier is shut.</p></html>";
    let files = "~ records passed over: filedesc 1";
    let lie = "~ 1 records whose length is wrong (first: record 2), read up to the next";
    let whole = arc_record(B, None, &answer(PAGE));
    for (length, said) in [(None, None), (Some(7), Some(lie)), (Some(300), Some(lie))] {
        let arc = [head, &arc_record(A, length, &answer(PAGE)), &whole].concat();
        let seen = listed(arc.as_bytes(), arc::ARC.unpack, 10_000);
        let seen: Vec<&str> = seen.iter().map(|it| it.trim_end()).collect();
        let expected: Vec<&str> =
            [first, second].into_iter().chain(said).chain([files]).collect();
        assert_eq!(seen, expected, "a length of {length:?}");
    }
}

proptest! {
    /// Whatever is changed in a crawl, it is read to its end; and each page comes once.
    #[test]
    fn mutations_are_read_to_the_end(
        changes in proptest::collection::vec((0_usize..3000, any::<u8>(), 0_u8..3), 0..8),
    ) {
        let crawl = [page(A), record("request", A, None, "GET"), page(B), page(A)].concat();
        let mut bytes = crawl.into_bytes();
        for (at, byte, what) in changes {
            let at = at % bytes.len();
            match what {
                0 => bytes[at] = byte,
                1 => bytes.truncate(at.max(1)),
                _ => { bytes.splice(at..at, [b'\n', byte]); }
            }
        }
        let seen = listed(&bytes, WARC.unpack, 1_000);
        let pages = seen.iter().filter(|it| it.contains(" html ")).count();
        prop_assert!(pages <= 4, "{seen:?}");
        listed(&bytes, arc::ARC.unpack, 1_000);
    }
}
