//! How is a damaged index mended, with the least loss? The pointer from the generations
//! that are there, tables from the segments, the generation before, or all from the start:
//! the first of these that can be done.

use std::path::{Path, PathBuf};

use crate::index::check::{Checked, Report};
use crate::index::{BuildOptions, Facts, Update, generation};
use crate::present::table::grouped;
use crate::present::terminal::plural;

use super::again::Before;
use super::index::{IndexArgs, Mode, bring};
use super::{Console, Failure};

/// Mends an index; what was done and what is lost, in words.
pub(super) fn repair(
    folder: &Path,
    report: &Report,
    console: &Console,
) -> Result<Vec<String>, Failure> {
    let whole: Vec<&Checked> =
        report.generations.iter().filter(|it| it.faults.is_empty()).collect();
    if let (Some(_), Some(newest)) = (&report.pointer, whole.first()) {
        let names: Vec<String> = whole.iter().take(2).map(|it| it.name.clone()).collect();
        let done = format!("`CURRENT` names {} again; nothing is lost", newest.name);
        return point(folder, &names).map(|()| vec![done]);
    }
    let Some(newest) = report.generations.first() else {
        return rebuild(folder, report, console);
    };
    if newest.faults.is_empty() {
        point(folder, std::slice::from_ref(&newest.name))?;
        let gone = report.generations.iter().skip(1).map(|it| it.name.as_str());
        let gone: Vec<&str> = gone.collect();
        return Ok(vec![format!(
            "{} was damaged and is removed: there is no generation to go back to until \
             the next run; nothing that answers is lost",
            gone.join(", ")
        )]);
    }
    if report.pointer.is_none()
        && newest.only_tables()
        && let Some(done) = tables(folder, newest, whole.first().copied())
    {
        return Ok(done);
    }
    match whole.first() {
        Some(before) if report.pointer.is_none() => back(folder, newest, before),
        _ => rebuild(folder, report, console),
    }
}

fn point(folder: &Path, names: &[String]) -> Result<(), Failure> {
    let _lock = generation::lock(folder)?;
    generation::answer_from(folder, names)?;
    Ok(())
}

/// Makes the tables of the newest generation again from its segments.
fn tables(
    folder: &Path,
    newest: &Checked,
    before: Option<&Checked>,
) -> Option<Vec<String>> {
    let update = Update::mend(folder, &newest.name, BuildOptions::default()).ok()?;
    let built = update.finish().ok()??;
    let mut names = vec![built.generation.clone()];
    names.extend(before.map(|it| it.name.clone()));
    point(folder, &names).ok()?;
    let files: Vec<&str> = newest.faults.iter().map(|it| it.file.as_str()).collect();
    let holds = plural(built.facts.articles, "article");
    let mut done = vec![format!(
        "{} made again from the segments, as generation {}: {holds}, none is lost",
        files.join(", "),
        built.generation
    )];
    if files.iter().any(|it| it.starts_with("ledger") || it.starts_with("records")) {
        let words = "which files failed and when files were read is lost: the next \
                     `morgue index` reads every file again";
        done.push(words.to_owned());
    }
    if files.contains(&"morgue.json") {
        let words = if built.facts.roots.is_empty() {
            "where the articles were read from is lost: name the folders to `morgue index`"
        } else {
            "the list of runs and of folders is that of the generation before"
        };
        done.push(words.to_owned());
    }
    Some(done)
}

/// Lets the generation before answer again.
fn back(
    folder: &Path,
    newest: &Checked,
    before: &Checked,
) -> Result<Vec<String>, Failure> {
    point(folder, std::slice::from_ref(&before.name))?;
    let made = before.facts.as_ref().map(|it| it.created.clone()).unwrap_or_default();
    let done =
        format!("{} of {made} answers again; {} is removed", before.name, newest.name);
    let run = newest.facts.as_ref().and_then(|it: &Facts| it.runs.first());
    let lost = match run {
        Some(run) => format!(
            "what the run of {} did is lost: {} added, {} moved, {} removed",
            run.ended,
            grouped(run.added),
            grouped(run.moved),
            grouped(run.removed)
        ),
        None => "what the last run did is lost".to_owned(),
    };
    let next = "`morgue index` reads again what has changed since; what came by a pipe \
                since must be piped again";
    Ok(vec![done, lost, next.to_owned()])
}

/// Reads all folders again, and the rest from what is left of the stored texts.
fn rebuild(
    folder: &Path,
    report: &Report,
    console: &Console,
) -> Result<Vec<String>, Failure> {
    let named = report.generations.iter().map(|it| &it.name);
    let ruins: Vec<PathBuf> = named
        .chain(&report.stale)
        .map(|it| folder.join(it))
        .filter(|it| it.is_dir())
        .collect();
    let update = Update::over_ruins(folder, BuildOptions::default())?;
    let roots = update.roots().len();
    let mode = Mode { rebuild: true, ..Mode::default() };
    let args = IndexArgs { mode, ..IndexArgs::default() };
    let before = Before::Ruins(ruins);
    let brought = bring(&args, folder, update, &before, console)?;
    {
        let _lock = generation::lock(folder)?;
        generation::keep_newest(folder)?;
    }
    let read = match roots {
        0 => "no folder is known that could be read again".to_owned(),
        more => format!("{} read again", plural(more as u64, "folder")),
    };
    let (kept, lost) = brought.salvaged;
    let mut done = vec![format!(
        "no generation was whole: {read}, {} taken from the stored text",
        plural(kept, "article")
    )];
    done.push(match lost {
        0 => "nothing that was stored is lost".to_owned(),
        more => format!(
            "{} of the old generations could not be read; those whose files are still \
             there were read from them, what came by a pipe must be piped again",
            plural(more, "stored document")
        ),
    });
    Ok(done)
}
