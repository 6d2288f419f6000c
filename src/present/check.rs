//! How is an index that was checked shown? Each generation with what is wrong in it, file
//! by file, and what that means; then what was done about it.

use std::io::{self, Write};

use serde_json::json;

use super::json::SCHEMA;
use super::page::{Margin, Page, Piece, Screen};
use super::status::bytes;
use super::style::Label;
use super::table::grouped;
use super::terminal::plural;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Where the index is.
    pub index: String,
    /// What is wrong with its pointer.
    pub pointer: Vec<Fault>,
    /// Its generations, newest first.
    pub generations: Vec<Generation>,
    /// Folders that a run left half-built.
    pub stale: Vec<String>,
    /// What was done about it, in words.
    pub repaired: Vec<String>,
}

/// One generation.
#[derive(Clone, Debug, Default)]
pub struct Generation {
    /// Its name.
    pub name: String,
    /// Whether it is the one that answers.
    pub answers: bool,
    /// Articles, where that is known.
    pub articles: Option<u64>,
    /// Files that were read.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Something wrong.
#[derive(Clone, Debug, Default)]
pub struct Fault {
    /// Which file.
    pub file: String,
    /// What, in words that follow its name.
    pub wrong: String,
    /// What it means.
    pub meaning: String,
}

impl Findings {
    /// Nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.pointer.is_empty() && self.generations.iter().all(|it| it.faults.is_empty())
    }
}

/// Writes what was found, for people.
///
/// # Errors
/// When the writer fails.
pub fn write(found: &Findings, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { out, screen };
    page.known("index", &found.index)?;
    page.faults(&found.pointer)?;
    for it in &found.generations {
        let name = if it.answers { "answers" } else { "before" };
        let articles = it
            .articles
            .map_or_else(|| "not known".to_owned(), |it| plural(it, "article"));
        let state = match it.faults.len() {
            0 => "whole".to_owned(),
            more => format!("damaged: {}", plural(more as u64, "fault")),
        };
        let files = grouped(it.files as u64);
        let size = bytes(it.bytes);
        page.known(name, &format!("{}, {articles}, {files} files, {size}", it.name))?;
        page.known("", &state)?;
        page.faults(&it.faults)?;
    }
    for it in &found.stale {
        page.known("left over", &format!("{it} (the next run removes it)"))?;
    }
    for it in &found.repaired {
        page.known("repaired", it)?;
    }
    Ok(())
}

impl Page<'_> {
    fn faults(&mut self, faults: &[Fault]) -> io::Result<()> {
        for Fault { file, wrong, meaning } in faults {
            let line = [
                Piece::whole(Label::Match, self.screen.clean(file)),
                Piece::new(Label::Plain, format!(" {}: ", self.screen.clean(wrong))),
                Piece::new(Label::Detail, meaning.as_str()),
            ];
            self.block(&Margin::blank(2), &line, usize::MAX)?;
        }
        Ok(())
    }
}

/// Writes what was found as JSON Lines.
///
/// # Errors
/// When the writer fails.
pub fn write_json(found: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let of_pointer = found.pointer.iter().map(|it| (None, it));
    let of_generations = found
        .generations
        .iter()
        .flat_map(|it| it.faults.iter().map(|fault| (Some(&it.name), fault)));
    for (generation, fault) in of_pointer.chain(of_generations) {
        let line = json!({
            "type": "fault",
            "schema": SCHEMA,
            "generation": generation,
            "file": fault.file,
            "wrong": fault.wrong,
            "meaning": fault.meaning,
        });
        writeln!(out, "{line}")?;
    }
    let generations = found.generations.iter().map(|it| {
        json!({
            "name": it.name,
            "articles": it.articles,
            "files": it.files,
            "bytes": it.bytes,
            "faults": it.faults.len(),
        })
    });
    let line = json!({
        "type": "checked",
        "schema": SCHEMA,
        "index": found.index,
        "fine": found.is_fine(),
        "generations": generations.collect::<Vec<_>>(),
        "stale": found.stale,
        "repaired": found.repaired,
    });
    writeln!(out, "{line}")
}
