//! Every command written in the guides is run, and prints what stands below it.
//!
//! Each guide is run in a fresh folder beside a copy of the sample archive, so that the
//! first command finds no index and builds it, as on a fresh machine. In the copy,
//! `cargo run --release --` is the program as built for this test; `cargo test` and
//! `.ci/run`, which would run this test again, are passed over. A `[..]` in the guide
//! stands for what changes from run to run (times, the name of the generation).
//!
//! `TRYCMD=overwrite cargo test docs` writes what is printed now into the guides.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use trycmd::schema::Bin;

/// Guides with console blocks, each run by itself.
const GUIDES: &[&str] = &[
    "README.md",
    "CONTRIBUTING.md",
    "docs/guide.md",
    "docs/output.md",
    "docs/query.md",
    "docs/searching.md",
    "docs/formats.md",
    "docs/attribution.md",
    "docs/relations.md",
];

/// A file of queries for the guide.
const QUESTIONS: &str = "quarrel speaker:brandt\nvia:\"harbour radio\"\nherring -ferry\n";

/// A table for the guide.
const TABLE: &str = "Title;Zeitung;Date;Artikel\n\
    Kai Vier bleibt zu;Harbour Post;2025-03-10;Der Kai bleibt zu.\n";

/// An item of an agency for the guide.
const ITEM: &str = r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:lys:1" xml:lang="en">
  <hopHistory>
    <hop seq="1"><party qcode="comp:reuters"><name>Reuters</name></party></hop>
    <hop seq="2"><party qcode="comp:hp"><name>Harbour Post</name></party></hop>
    <hop seq="3"><party qcode="comp:td"><name>Tidewater Digest</name></party></hop>
  </hopHistory>
  <itemMeta><provider qcode="p:hp"><name>Harbour Post</name></provider></itemMeta>
  <contentMeta><headline>Berth Four stays shut</headline></contentMeta>
  <contentSet><inlineData contenttype="text/plain">“It stays shut,” Ana Bell said.</inlineData></contentSet>
</newsItem>"#;
/// Saved queries for the guide.
const SETTINGS: &str = "[query]\n\
    quarrels = \"quarrel OR disagreement\"\n\
    port = \"query:quarrels outlet:(\\\"harbour radio\\\" OR \\\"the lantern\\\")\"\n";
/// A draft whose quotations are checked.
const DRAFT: &str = "The minister spoke first: “We do not want a quarrel about a ferry,” Ilse \
    Brandt said. “We never wanted any quarrel about a ferry,” she may have said. “Nobody asked the \
    pelicans about any of this,” said a pelican.\n";

/// How a reader of the guide starts the program from a clone.
const FROM_SOURCE: &str = "$ cargo run --release -- ";

#[test]
fn commands_of_the_guides_run() {
    for guide in GUIDES.iter().filter(|it| root().join(it).exists()) {
        run(guide);
    }
}

#[test]
fn the_readme_opens_with_a_search_and_the_tests() {
    let readme = fs::read_to_string(root().join("README.md")).expect("a README");
    let mut commands = readme.lines().filter(|line| line.starts_with("$ "));
    let first = commands.next().unwrap_or_default();
    assert!(first.starts_with("$ cargo run --release -- search "), "{first}");
    assert_eq!(commands.next(), Some("$ cargo test"));
}

fn run(guide: &str) {
    let original = fs::read_to_string(root().join(guide)).expect("a guide of the tree");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join("guide.md");
    fs::write(&copy, original.replace(FROM_SOURCE, "$ morgue ")).expect("a copy");
    // trycmd runs a guide in the folder of its name that ends in `.in`.
    let here = folder.path().join("guide.in");
    copy_folder(&root().join("corpus"), &here.join("corpus"));
    for (name, text) in [
        ("questions.txt", QUESTIONS),
        ("table.csv", TABLE),
        ("item.xml", ITEM),
        ("draft.md", DRAFT),
        ("morgue.toml", SETTINGS),
    ] {
        fs::write(here.join(name), text).expect("a file");
    }
    fs::copy(root().join("tests/pages/ferry.html"), here.join("ferry.html"))
        .expect("a page");

    let cases = trycmd::TestCases::new();
    cases.register_bin("morgue", Path::new(env!("CARGO_BIN_EXE_morgue")));
    // A cursor is another at each run: a shell hands it from one command to the next.
    cases.register_bin("sh", Path::new("/bin/sh"));
    let program = Path::new(env!("CARGO_BIN_EXE_morgue"));
    let folders = env::var_os("PATH").unwrap_or_default();
    let folders = program
        .parent()
        .map(Path::to_owned)
        .into_iter()
        .chain(env::split_paths(&folders));
    let path = env::join_paths(folders).expect("folders without colons");
    cases.env("PATH", path.to_string_lossy());
    cases.register_bin("cargo", Bin::Ignore);
    cases.register_bin(".ci/run", Bin::Ignore);
    cases.env("COLUMNS", "80").env("NO_COLOR", "1").case(&copy);
    cases.run();

    if env::var_os("TRYCMD").is_some_and(|it| it == "overwrite") {
        let printed = fs::read_to_string(&copy).expect("the copy");
        fs::write(root().join(guide), with_commands_of(&original, &printed))
            .expect("the guide can be written");
    }
}

/// `printed`, with the command lines as they stand in `original`.
fn with_commands_of(original: &str, printed: &str) -> String {
    let mut commands = original.lines().filter(|line| line.starts_with("$ "));
    let lines = printed.lines().map(|line| {
        if line.starts_with("$ ") {
            commands.next().unwrap_or(line).to_owned()
        } else {
            without_what_changes(line)
        }
    });
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// A line with `[..]` for what is another at each run: times, sizes and generations.
fn without_what_changes(line: &str) -> String {
    let patterns = [
        (r"gen-\d{8}T\d{6}Z-[0-9a-f]{8}", "gen-[..]"),
        (r"\d+ ms\b", "[..] ms"),
        (r"in \d+\.\d+ s\b", "in [..] s"),
        (r"\(\d+\.\d+ s\)", "([..] s)"),
        (r"index \(\d.*\)", "index ([..])"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[..]"),
        (r#""took_ms":\d+"#, r#""took_ms":[..]"#),
    ];
    patterns.iter().fold(line.to_owned(), |line, (pattern, mask)| {
        let pattern = regex::Regex::new(pattern).expect("the patterns above are whole");
        pattern.replace_all(&line, *mask).into_owned()
    })
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder in a temporary folder");
    for entry in fs::read_dir(from).into_iter().flatten() {
        let path = entry.expect("an entry of the archive").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy of a file of the archive");
        }
    }
}

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

#[test]
fn what_changes_is_masked() {
    let line = "1 article · ferry · 12 ms · gen-20250401T120000Z-0123abcd";
    assert_eq!(without_what_changes(line), "1 article · ferry · [..] ms · gen-[..]");
}

#[test]
fn commands_are_put_back() {
    let original = "$ cargo run --release -- status\nold\n";
    let printed = "$ morgue status\nnew\n";
    assert_eq!(
        with_commands_of(original, printed),
        "$ cargo run --release -- status\nnew\n"
    );
}
