//! What if something goes wrong, at any moment and in any file? Runs that are killed, disks
//! that are full, bytes that are flipped, hands that press Ctrl-C: the last generation goes
//! on answering with the same hits, or says that it is damaged and how it is mended.
//!
//! In a usual test run each fault is tried a few times. `MORGUE_FAULTS=200 cargo test
//! --test tests faults -- --ignored --nocapture` tries as many as it is told to.

mod damage;
mod disk;
mod hands;
mod kill;
mod many;
mod moved;
mod rights;
mod streams;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A corpus and an index of it in a folder of their own.
struct Site(TempDir);

/// Towns of the corpus; each has its outlet.
const TOWNS: [&str; 4] = ["Harbour", "Lantern", "Meadow", "Granite"];

/// A search that prints all there is.
const EVERYTHING: [&str; 7] =
    ["search", "*", "--json", "--limit", "1000", "--facet", "outlet,speaker,actor"];

impl Site {
    /// A corpus of a few folders, not yet indexed.
    fn new() -> Self {
        let site = Self(tempfile::tempdir().expect("a temporary folder"));
        for n in 0..24 {
            site.write(n, "The ferry will stay");
        }
        let line = |n: usize| {
            let text = format!(
                "“The wall of dyke {n} is dry,” Ana Bell told Reuters on Monday."
            );
            format!("{{\"id\":\"line-{n}\",\"outlet\":\"Axios\",\"text\":\"{text}\"}}\n")
        };
        let lines: String = (0..20).map(line).collect();
        fs::write(site.path("corpus/lines.jsonl"), lines).expect("a file");
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes the article of a number: `word` makes its text.
    fn write(&self, n: usize, word: &str) {
        let town = TOWNS[n % TOWNS.len()];
        let folder = self.path(&format!(
            "corpus/{}-post/2024/{:02}",
            town.to_lowercase(),
            n % 12 + 1
        ));
        fs::create_dir_all(&folder).expect("a folder");
        let text = format!(
            "{word} in port {n}\n\n“{word} for {n} days,” said Mayor Tom Reed of {town}. \
             The harbour board of {town} had asked for it in spring, and Ana Bell agreed \
             with the {n} members. Reuters reported that the quay was closed.\n"
        );
        fs::write(folder.join(format!("{n}.txt")), text).expect("a file");
    }

    fn indexed() -> Self {
        let site = Self::new();
        site.fine(&["index", "corpus"]);
        site
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env_remove("MORGUE_INDEX")
            .env_remove("CLICOLOR_FORCE")
            .env("COLUMNS", "200")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program was built for this test")
    }

    /// Runs a command that must do what it is asked.
    fn fine(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", told(&output));
        String::from_utf8(output.stdout).expect("text")
    }

    /// A search that prints all there is.
    fn everything(&self) -> Output {
        self.run(&EVERYTHING)
    }

    /// All hits with everything that is printed of them, and the counts.
    fn answers(&self) -> Option<String> {
        steady(&self.everything())
    }

    /// The generations that are there.
    fn folders(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(self.path("index"))
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|it| it.path())
            .filter(|it| it.is_dir())
            .collect();
        found.sort();
        found
    }

    /// The generation that answers.
    fn newest(&self) -> PathBuf {
        let text = fs::read_to_string(self.path("index/CURRENT")).expect("a pointer");
        self.path("index").join(text.lines().next().expect("a name"))
    }

    /// Two generations and the files beside them at most.
    fn no_left_over(&self, when: &str) {
        let files = fs::read_dir(self.path("index")).expect("an index").count();
        assert!(files <= 4, "{when}: {files} files in the index");
        let check = self.run(&["check", "--json"]);
        assert_eq!(check.status.code(), Some(0), "{when}: {}", told(&check));
        let text = String::from_utf8_lossy(&check.stdout).into_owned();
        assert!(text.contains("\"stale\":[]"), "{when}: {text}");
    }

    /// Another index in the place of this one.
    fn put(&self, index: &Path) {
        let here = self.path("index");
        let _ = fs::remove_dir_all(&here);
        copy(index, &here);
    }
}

/// What a search found; none where it failed. Stamps and times are left out.
fn steady(search: &Output) -> Option<String> {
    if !matches!(search.status.code(), Some(0 | 1)) {
        return None;
    }
    let text = String::from_utf8_lossy(&search.stdout);
    let told =
        |it: &&str| it.contains("\"type\":\"hit\"") || it.contains("\"type\":\"facet\"");
    Some(text.lines().filter(told).collect::<Vec<_>>().join("\n"))
}

/// All that a program said.
fn told(output: &Output) -> String {
    format!(
        "{:?}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Copies a folder; links become files, so that a fault in one is not in the other.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}

/// How often the long tests try.
fn times() -> u64 {
    std::env::var("MORGUE_FAULTS").ok().and_then(|it| it.parse().ok()).unwrap_or(40)
}
