//! What is left of a container that was damaged? Archives, crawls, tables, lists and
//! mailboxes are made, harmed in a place or in many, and read as the program reads them: no
//! panic, in bounded time, and what stands before the one harm is still read.
//!
//! `MORGUE_SECONDS=600 cargo test --release --test tests long_run_of_containers -- --ignored`

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::ops::{ControlFlow, Range};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use morgue::corpus::{Item, Options, read, roots};

use super::{allowed, entries, peak, seconds, worked};
use crate::dice::Dice;

/// A container, and where in it each of its records stands; a record is known by its word.
struct Seed {
    name: &'static str,
    bytes: Vec<u8>,
    records: Vec<(Range<usize>, String)>,
}

/// Records of a container.
const RECORDS: usize = 12;
/// Most bytes of a container that was made worse.
const LONGEST: usize = 200_000;

fn word(number: usize) -> String {
    format!("zeppelin{number:02}x")
}

fn story(number: usize) -> String {
    let mut text = format!("The {} stays in port, Ana Bell told Reuters.", word(number));
    for line in 0..number * 3 {
        let (gull, pile) = (line * 7919 % 997, line * 31 % 89);
        write!(text, " Gull {gull} sat on pile {pile}.").expect("memory");
    }
    text
}

impl Seed {
    /// Joins records that follow each other.
    fn joined(name: &'static str, head: &[u8], each: impl Fn(usize) -> Vec<u8>) -> Self {
        let mut bytes = head.to_vec();
        let records = (0..RECORDS).map(|number| {
            let start = bytes.len();
            bytes.extend(each(number));
            (start..bytes.len(), word(number))
        });
        let records = records.collect();
        Self { name, bytes, records }
    }

    /// A container all of which must be whole to be read.
    fn packed(name: &'static str, bytes: Vec<u8>) -> Self {
        let records = (0..RECORDS).map(|it| (0..bytes.len(), word(it))).collect();
        Self { name, bytes, records }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn warc(number: usize) -> Vec<u8> {
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>{}</p></body></html>",
        story(number)
    );
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://lantern.example/{number}\r\n\
         WARC-Date: 2024-04-15T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n",
        page.len()
    );
    [head.as_bytes(), page.as_bytes(), b"\r\n\r\n"].concat()
}

fn arc(number: usize) -> Vec<u8> {
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>{}</p></html>",
        story(number)
    );
    let length = page.len();
    let head = format!(
        "http://lantern.example/{number} 192.0.2.1 20240415100000 text/html {length}\n"
    );
    [head.as_bytes(), page.as_bytes(), b"\n"].concat()
}

fn tar_member(number: usize) -> Vec<u8> {
    let text = story(number);
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_cksum();
    let name = format!("lantern/2024/{number}.txt");
    builder.append_data(&mut header, name, text.as_bytes()).expect("memory");
    let mut bytes = builder.into_inner().expect("memory");
    bytes.truncate(bytes.len() - 1024); // without the end of the archive
    bytes
}

fn zip(method: zip::CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    for number in 0..RECORDS {
        writer.start_file(format!("{number}.txt"), options).expect("memory");
        writer.write_all(story(number).as_bytes()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// One of every kind.
fn seeds() -> Vec<Seed> {
    let line =
        |number: usize| format!("{{\"text\":\"{}\"}}\n", story(number)).into_bytes();
    let row = |number: usize| format!("{number},\"{}\"\n", story(number)).into_bytes();
    let listed =
        |number: usize| format!("{{\"text\":\"{}\"}},\n", story(number)).into_bytes();
    let message = |number: usize| {
        let text = story(number);
        format!("From a@b Mon Apr 15 10:00:00 2024\nSubject: Ferry\n\n{text}\n\n")
            .into_bytes()
    };
    let lines = Seed::joined("a.jsonl", b"", line).bytes;
    let archive = Seed::joined("a.tar", b"", tar_member).bytes;
    let wide: Vec<u8> = String::from_utf8_lossy(&lines)
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let filedesc = b"filedesc://a.arc 0.0.0.0 20240415100000 text/plain 22\n1 0 Lantern\nURL IP 0\n\n";
    vec![
        Seed::joined("a.jsonl", b"", line),
        Seed::joined("a.json", b"[\n", listed),
        Seed::joined("a.csv", b"id,text\n", row),
        Seed::joined("a.mbox", b"", message),
        Seed::joined("a.warc", b"", warc),
        Seed::joined("a.arc", filedesc, arc),
        Seed::joined("a.tar", b"", tar_member),
        Seed::joined("b.jsonl.gz", b"", |it| gzip(&line(it))),
        Seed::joined("b.warc.gz", b"", |it| gzip(&warc(it))),
        Seed::joined("b.tar.gz", b"", |it| gzip(&tar_member(it))),
        Seed::packed("c.jsonl", wide),
        Seed::packed("c.jsonl.gz", gzip(&lines)),
        Seed::packed("c.tgz", gzip(&archive)),
        Seed::packed("c.jsonl.zst", zstd::encode_all(&lines[..], 3).expect("memory")),
        Seed::packed("c.zip", zip(zip::CompressionMethod::Deflated)),
        Seed::packed("d.zip", zip(zip::CompressionMethod::Stored)),
    ]
}

/// One harm, and the bytes before it that are as they were.
fn harm(seeds: &[Seed], dice: &mut Dice, bytes: &mut Vec<u8>) -> usize {
    let at = dice.below(bytes.len() + 1);
    let end = at + dice.below((bytes.len() - at).min(600) + 1);
    match dice.below(9) {
        0 | 1 if !bytes.is_empty() => {
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1 << dice.below(8);
            return at;
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let part = bytes[at..end].repeat(1 + dice.below(30));
            bytes.splice(at..at, part);
        }
        5 => {
            let other = &seeds[dice.below(seeds.len())].bytes;
            let from = dice.below(other.len());
            let to = from + dice.below((other.len() - from).min(3000) + 1);
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        6 => bytes[at..end].fill([0, 0xff, b'9', b'\n', b'"'][dice.below(5)]),
        7 => {
            // numbers that say how long something is
            let lie = dice.one_of(&[
                "99999999999",
                "7777777777",
                "0",
                "-1",
                "18446744073709551615",
            ]);
            bytes.splice(at..end.min(at + 12), lie.bytes());
        }
        _ => bytes[at..end].reverse(),
    }
    at
}

/// All words of all records of one file, understood as the program does.
fn opened(path: &Path) -> (String, u64) {
    let mut options = Options::new(morgue::document::extensions());
    options.max_record = 100_000;
    let (mut all, mut length) = (String::new(), 0);
    let roots = roots(&[path.to_owned()]).expect("a file");
    read(&roots, &options, &mut |item| {
        if let Item::Failure(failure) = &item {
            assert!(!failure.reason.contains("decoder fail"), "{failure}");
        }
        if let Item::Record(record) = item {
            length += record.bytes.len() as u64;
            all.push_str(&String::from_utf8_lossy(&record.bytes));
            let extension = record.hint.extension.to_string();
            let known = entries::FORMATS.into_iter().find(|it| *it == extension);
            entries::document(known.unwrap_or("txt"), &record.bytes);
        }
        ControlFlow::Continue(())
    });
    (all, length)
}

#[derive(Debug, Default)]
struct Tally {
    files: u64,
    /// Records before the one harm, all of which were read.
    kept: u64,
    records: u64,
    slowest: Duration,
}

fn run(most: u64, length: Duration, seed: u64) -> Tally {
    let (seeds, begun) = (seeds(), Instant::now());
    let (mut dice, mut tally) = (Dice(seed), Tally::default());
    let here = tempfile::tempdir().expect("a temporary folder");
    while tally.files < most && begun.elapsed() < length {
        let before = dice.0;
        let seed = &seeds[dice.below(seeds.len())];
        let mut bytes = seed.bytes.clone();
        let whole = harm(&seeds, &mut dice, &mut bytes);
        let once = dice.below(2) == 0;
        for _ in 0..if once { 0 } else { 1 + dice.below(6) } {
            harm(&seeds, &mut dice, &mut bytes);
        }
        bytes.truncate(LONGEST);
        let path = here.path().join(seed.name);
        fs::write(&path, &bytes).expect("a file");
        let start = worked(begun);
        let done = catch_unwind(AssertUnwindSafe(|| {
            // as any container that its name does not say
            let which = u8::try_from(tally.files % 256).expect("a byte");
            entries::container(&[&[which], &bytes[..]].concat());
            opened(&path)
        }));
        let took = worked(begun).saturating_sub(start);
        let when = format!("{} ({} bytes, dice {before})", seed.name, bytes.len());
        let Ok((all, unpacked)) = done else { panic!("{when}: a panic") };
        let size = bytes.len() + usize::try_from(unpacked).expect("what was read");
        assert!(took <= allowed(size), "{when}: {took:?}");
        tally.files += 1;
        tally.slowest = tally.slowest.max(took);
        tally.records +=
            (0..RECORDS).filter(|it| all.contains(&word(*it))).count() as u64;
        if once {
            for (place, word) in seed.records.iter().filter(|it| it.0.end <= whole) {
                assert!(all.contains(word), "{when}: {word} at {place:?} is lost");
                tally.kept += 1;
            }
        }
    }
    tally
}

#[test]
fn whole_containers_give_all_they_have() {
    let here = tempfile::tempdir().expect("a temporary folder");
    for seed in seeds() {
        let path = here.path().join(seed.name);
        fs::write(&path, &seed.bytes).expect("a file");
        let (all, _) = opened(&path);
        for (_, word) in &seed.records {
            assert!(all.contains(word), "{}: {word} in {all}", seed.name);
        }
    }
}

#[test]
fn damaged_containers_give_what_stands_before_the_damage() {
    let tally = run(2_000, Duration::from_secs(3), 20_240_415);
    assert!(tally.files > 50 && tally.kept > 50, "{tally:?}");
}

/// As long as `MORGUE_SECONDS` says.
#[test]
#[ignore = "runs for minutes; the test above is its short form"]
fn long_run_of_containers() {
    let seed = std::env::var("MORGUE_SEED").ok().and_then(|it| it.parse().ok());
    let tally = run(u64::MAX, seconds(), seed.unwrap_or(4_242));
    crate::say(&format!("{tally:?}, peak memory {:?} MB", peak()));
    assert!(tally.files > 1_000, "{tally:?}");
    assert!(peak().is_none_or(|it| it < 1_000), "memory: {:?} MB", peak());
}
