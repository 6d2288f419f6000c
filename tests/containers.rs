//! Do articles in containers live as those in files do? Crawls of one page are its
//! versions, a changed container gives up what it held, and a command reads what nobody
//! else does.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use morgue::command::{self, Cli, Outcome};
use morgue::index::Archive;
use morgue::query::{Request, parse, search};
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(temp.path().join("corpus")).expect("a folder");
        Self(temp)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.corpus().join(name), bytes).expect("a file");
    }

    fn corpus(&self) -> PathBuf {
        self.0.path().join("corpus")
    }

    fn index(&self, flags: &[&str]) -> Outcome {
        let (corpus, index) = (self.corpus(), self.0.path().join("index"));
        let (corpus, index) = (corpus.display().to_string(), index.display().to_string());
        let words = ["morgue", "-q", "index", &corpus, "--index", &index];
        let cli = Cli::try_parse_from([&words[..], flags].concat()).expect("a command");
        command::run(&cli).expect("it can be done")
    }

    /// `places date basis version`, in the order of their places.
    fn found(&self, query: &str) -> Vec<String> {
        let archive = Archive::open(&self.0.path().join("index")).expect("an index");
        let mut request = Request::new(parse(query).expect("a query"), query);
        (request.limit, request.all_versions) = (100, true);
        let results = search(&archive, &request).expect("an answer");
        let mut found: Vec<String> = results
            .hits
            .iter()
            .map(|hit| {
                let mut line = String::new();
                for place in &hit.article.places {
                    write!(line, "{place} ").expect("a String takes every write");
                }
                if let Some(published) = hit.article.published {
                    let basis = published.basis.as_str();
                    write!(line, "{} {basis} ", published.date).expect("a String");
                }
                write!(line, "{:?}", hit.versions).expect("a String takes every write");
                line
            })
            .collect();
        found.sort();
        found
    }
}

/// A crawl of one page, on some days.
fn crawl(days: &[(&str, &str)]) -> String {
    let record = |(day, text): &(&str, &str)| {
        let block = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Ferry \
             stays in port</title></head><body><article><h1>Ferry stays in port</h1><p>The \
             ferry to Lys stays in port, the harbour office said on the quay. {text}</p>\
             <p>Nobody on the quay was surprised by that, and the gulls least of all.</p>\
             </article></body></html>"
        );
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: \
             http://lantern.example/ferry\r\nWARC-Date: {day}T10:00:00Z\r\nContent-Type: \
             application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    days.iter().map(record).collect()
}

#[test]
fn crawls_of_a_page_are_its_versions() {
    let place = Place::new();
    let days = [
        ("2024-04-15", "It sails on Monday."),
        ("2024-04-17", "It sails on Friday."),
        ("2024-04-16", "It sails on Tuesday."),
    ];
    place.write("a.warc", crawl(&days));
    assert_eq!(place.index(&[]), Outcome::Fine);
    assert_eq!(
        place.found("ferry"),
        [
            "corpus/a.warc#1 2024-04-15 crawl (1, 3)",
            "corpus/a.warc#2 2024-04-17 crawl (3, 3)",
            "corpus/a.warc#3 2024-04-16 crawl (2, 3)",
        ]
    );
    // the crawl is written anew without its last page
    place.write("a.warc", crawl(&days[..2]));
    assert_eq!(place.index(&[]), Outcome::Fine);
    assert_eq!(place.found("ferry").len(), 2);
    assert_eq!(place.found("tuesday").len(), 0);
}

#[test]
fn a_table_that_grows_keeps_what_it_had() {
    let place = Place::new();
    let first = "id,title,text,date\n1,Ferry,The ferry stays.,2024-04-15\n";
    place.write("a.csv", first);
    place.index(&[]);
    let before = place.found("ferry");
    assert_eq!(before, ["corpus/a.csv#2 2024-04-15 declared (1, 1)"]);
    place.write(
        "a.csv",
        format!("{first}2,Gulls,The gulls sat on the ferry.,2024-04-16\n"),
    );
    place.index(&[]);
    let after = place.found("ferry");
    assert_eq!(after.len(), 2);
    assert!(after.contains(&before[0]));
    fs::remove_file(place.corpus().join("a.csv")).expect("a file");
    place.write("b.txt", "Wall\n\nThe wall is dry.");
    place.index(&["--prune"]);
    assert_eq!(place.found("ferry").len(), 0);
    assert_eq!(place.found("wall").len(), 1);
}

#[cfg(unix)]
#[test]
fn a_command_of_the_settings_reads_other_kinds() {
    let place = Place::new();
    place.write("a.pdf", "the ferry stays");
    place.write("b.bad", "x");
    place.write(
        "morgue.toml",
        "[filter.pdf]\ncommand = [\"cat\", \"{}\"]\n\n\
         [filter.bad]\ncommand = [\"sleep\", \"60\"]\ntimeout = 1\n",
    );
    assert_eq!(place.index(&[]), Outcome::Partial);
    assert_eq!(place.found("ferry"), ["corpus/a.pdf (1, 1)"]);
}
