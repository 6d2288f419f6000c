//! Is an index whole? Reads every byte of its generations and compares it with what was
//! written, sees whether the engine opens them, and whether counts and accounts agree with
//! what is stored. Tells what it finds; mends nothing (`update::mend`, `generation`).

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::facts::Facts;
use super::generation::{self, FACTS, Generation, OpenError};
use super::pointer::{self, CURRENT};
use super::reader::{Archive, told};
use super::sums::{self, Sums};
use super::{Unread, aliases, census, ledger, parties, relations, versions};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// What is wrong with it, in words that follow its name.
    pub wrong: String,
    /// What that means for whoever asks the index.
    pub meaning: &'static str,
}

/// One generation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Its name.
    pub name: String,
    /// What is known of it, where that can be read.
    pub facts: Option<Facts>,
    /// Files that were read through, and their bytes.
    pub files: usize,
    /// See `files`.
    pub bytes: u64,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A whole index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong with the pointer.
    pub pointer: Option<Fault>,
    /// The generation that answers, then the one before; where the pointer says nothing,
    /// all that are there, newest first.
    pub generations: Vec<Checked>,
    /// Folders of runs that did not end; the next run removes them.
    pub stale: Vec<String>,
}

impl Report {
    /// Nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.pointer.is_none() && self.generations.iter().all(|it| it.faults.is_empty())
    }
}

impl Checked {
    /// Only what can be made again from the segments is damaged.
    pub fn only_tables(&self) -> bool {
        self.faults.iter().all(|it| TABLES.contains(&it.file.as_str()))
    }
}

/// Files that are made from the segments, or can do without the last run.
const TABLES: [&str; 8] = [
    aliases::FILE,
    parties::FILE,
    versions::FILE,
    relations::COPIES,
    relations::STORIES,
    ledger::ACCOUNT[0],
    ledger::ACCOUNT[1],
    FACTS,
];

/// What the loss of a file means; the rest are the engine's.
const MEANINGS: [(&str, &str); 19] = [
    (CURRENT, "nothing says which generation answers"),
    (FACTS, "the size of the archive, its folders and runs are not known"),
    (sums::FILE, "nothing can be compared with what was written"),
    (ledger::ACCOUNT[0], "what became of each input is not known"),
    (ledger::ACCOUNT[1], "which articles stand in which input is not known"),
    (versions::FILE, "versions of one page cannot be told apart"),
    (relations::COPIES, "copies of an article are not known"),
    (relations::STORIES, "stories, their copies and origins are not known"),
    (aliases::FILE, "names of one party cannot be joined"),
    (parties::FILE, "outlets, actors and speakers cannot be looked up"),
    ("meta.json", "the engine does not know its segments"),
    (".managed.json", "the engine does not know its files"),
    ("term", "words cannot be looked up"),
    ("idx", "articles with a word cannot be found"),
    ("pos", "phrases cannot be found"),
    ("fieldnorm", "answers cannot be ranked"),
    ("fast", "dates, outlets and counts are not known"),
    ("store", "texts and quotes cannot be read"),
    ("del", "articles that were removed would answer"),
];

/// A fault of a file.
fn fault(file: &str, wrong: impl Into<String>) -> Fault {
    let extension = file.rsplit('.').next().unwrap_or(file);
    let found = MEANINGS.iter().find(|it| it.0 == file || it.0 == extension);
    let meaning = found.map_or("a part of the index cannot be read", |it| it.1);
    Fault { file: file.to_owned(), wrong: wrong.into(), meaning }
}

/// Checks an index.
///
/// # Errors
/// There is none, it is of another format, or the folder holds something else.
pub fn check(index: &Path) -> Result<Report, OpenError> {
    let mut report = Report::default();
    let mut names = match pointer::read(index) {
        Ok(names) if !names.is_empty() => names,
        other => {
            let wrong = other.err().unwrap_or_else(|| format!("`{CURRENT}` is missing"));
            let wrong = wrong.trim_start_matches(&format!("`{CURRENT}` ")).to_owned();
            report.pointer = Some(fault(CURRENT, wrong));
            Vec::new()
        }
    };
    let folders = generation::folders(index);
    if report.pointer.is_some() {
        if !generation::holds_index(index) {
            generation::answering(index)?;
        }
        names = generation::whole(index);
    }
    let stale = folders.into_iter().filter(|it| !names.contains(it));
    report.stale = stale.collect();
    for (n, name) in names.iter().enumerate() {
        match one(index, name) {
            Ok(checked) => report.generations.push(checked),
            // An older one of another format is none to go back to.
            Err(error) if n == 0 && report.pointer.is_none() => return Err(error),
            Err(_) => {}
        }
    }
    Ok(report)
}

/// Checks one generation.
fn one(index: &Path, name: &str) -> Result<Checked, OpenError> {
    let folder = index.join(name);
    let mut checked = Checked { name: name.to_owned(), ..Checked::default() };
    if !folder.is_dir() {
        checked.faults.push(Fault {
            file: name.to_owned(),
            wrong: "is missing".to_owned(),
            meaning: "the generation is gone",
        });
        return Ok(checked);
    }
    let sums = match Sums::load(&folder) {
        Ok(sums) => sums,
        Err(error) => {
            // Older formats had none: that is said as what it is.
            if let Err(other @ (OpenError::TooOld { .. } | OpenError::TooNew { .. })) =
                generation::open(index, name)
            {
                return Err(other);
            }
            let wrong = error.to_string();
            let wrong = wrong.trim_start_matches(&format!("`{}` ", sums::FILE));
            checked.faults.push(fault(sums::FILE, wrong));
            return Ok(checked);
        }
    };
    let names: Vec<&str> = sums.names().collect();
    (checked.files, checked.bytes) = (names.len(), sums.size());
    let wrong = |name: &&str| Some(fault(name, sums.verify(&folder, name)?.words()));
    checked.faults = names.par_iter().filter_map(wrong).collect();
    match generation::look(index, name) {
        Ok(generation) => {
            checked.facts = Some(generation.facts.clone());
            if checked.faults.is_empty() {
                checked.faults = inside(index, generation);
            }
        }
        Err(other @ (OpenError::TooOld { .. } | OpenError::TooNew { .. })) => {
            return Err(other);
        }
        Err(_) => {}
    }
    Ok(checked)
}

/// Whether files that are as they were written agree with each other.
fn inside(index: &Path, generation: Generation) -> Vec<Fault> {
    let facts = generation.facts.clone();
    let archive = match Archive::open_folder(index, generation, Vec::new()) {
        Ok(archive) => archive,
        Err(error) => return vec![fault("meta.json", error.to_string())],
    };
    let mut faults = Vec::new();
    let mut counted = Facts::default();
    if let Err(error) = census::count(&archive, &mut counted) {
        faults.push(fault("meta.json", told(&error)));
        return faults;
    }
    let pairs = [
        ("articles", facts.articles, counted.articles),
        ("quotes", facts.quotes, counted.quotes),
        ("chains", facts.chains, counted.chains),
        ("dated articles", facts.dated, counted.dated),
    ];
    for (what, told, found) in pairs.iter().filter(|it| it.1 != it.2) {
        let wrong = format!("speaks of {told} {what}, the segments hold {found}");
        faults.push(fault(FACTS, wrong));
    }
    match archive.account() {
        Err(error) => faults.push(fault(ledger::ACCOUNT[1], error.to_string())),
        Ok(inputs) => {
            let ids = inputs.iter().flat_map(|it| it.records.iter().map(|it| it.id));
            let ids: FxHashSet<u64> = ids.collect();
            if ids.len() as u64 != counted.articles {
                let wrong = format!(
                    "speaks of {} articles, the segments hold {}",
                    ids.len(),
                    counted.articles
                );
                faults.push(fault(ledger::ACCOUNT[1], wrong));
            }
        }
    }
    let tables = [
        (versions::FILE, archive.versions().err()),
        (aliases::FILE, archive.aliases().err()),
        (parties::FILE, archive.parties().err()),
        (relations::COPIES, archive.copies().err()),
        (relations::STORIES, archive.stories().err()),
    ];
    let broken = |(file, error): (&str, Option<Unread>)| Some(fault(file, told(&error?)));
    faults.extend(tables.into_iter().filter_map(broken));
    faults
}
