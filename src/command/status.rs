//! How is the index? What is in it, how large it is, and what could not be read.

use clap::Args;
use walkdir::WalkDir;

use crate::index::ledger::Input;
use crate::index::{Archive, Facts, Run, census};
use crate::model::Place;
use crate::present::status::{self, Failed, Health, Ran};
use crate::present::terminal::plural;
use crate::query::date;

use super::locate::IndexFlag;
use super::{Console, Failure, Outcome, sanity};

/// Show what is in the index, how large it is and what could not be read.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue status
  morgue status --failures
  morgue status --json
")]
pub struct StatusArgs {
    /// List the inputs that could not be read, with reasons.
    #[arg(long)]
    pub failures: bool,

    /// Write JSON Lines.
    #[arg(long)]
    pub json: bool,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Shows the health of the index.
///
/// # Errors
/// When there is no index or it cannot be read.
pub fn run(args: &StatusArgs, console: &Console) -> Result<Outcome, Failure> {
    let archive = Archive::open(&args.index.find()?)?;
    let failed = if args.failures { failed(&archive)? } else { Vec::new() };
    let mut out = if args.json { Console::plain() } else { console.paged() };
    if args.json {
        status::write_json(&health(&archive)?, &failed, &mut out)?;
    } else if args.failures {
        status::failures(&failed, console.screen, &mut out)?;
    } else {
        status::write(&health(&archive)?, console.screen, &mut out)?;
    }
    out.finish()?;
    Ok(Outcome::Fine)
}

fn health(archive: &Archive) -> Result<Health, Failure> {
    let facts: &Facts = archive.facts();
    let days = census::days(archive).map_err(|error| Failure::unread(&error))?;
    let mut oddities = sanity::oddities(&days, facts.size().undated, date::today());
    if facts.plain > 0 {
        let plain = plural(facts.plain, "article");
        oddities.push(format!("{plain} not asked who speaks (index --reextract)"));
    }
    let files = WalkDir::new(archive.folder()).into_iter().filter_map(Result::ok);
    let sizes = files.filter_map(|file| file.metadata().ok());
    Ok(Health {
        index: archive.path().display().to_string(),
        generation: archive.generation(),
        format: facts.format,
        tool: facts.tool.clone(),
        created: facts.created.clone(),
        bytes: sizes.filter(std::fs::Metadata::is_file).map(|it| it.len()).sum(),
        size: facts.size(),
        chains: facts.chains,
        duplicates: facts.duplicates,
        outlets: most_first(&facts.outlets),
        languages: most_first(&facts.languages),
        failures: facts.failures,
        superseded: facts.superseded,
        roots: facts.roots.iter().map(|it| (it.name.clone(), it.path.clone())).collect(),
        runs: facts.runs.iter().map(ran).collect(),
        oddities,
    })
}

fn ran(run: &Run) -> Ran {
    let Run { ended, what, added, moved, removed, failures, took_ms } = run.clone();
    Ran { ended, what, added, moved, removed, failures, took_ms }
}

fn most_first<'a>(
    counts: impl IntoIterator<Item = (&'a String, &'a u64)>,
) -> Vec<(String, u64)> {
    let mut rows: Vec<(String, u64)> =
        counts.into_iter().map(|(name, count)| (name.clone(), *count)).collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    rows
}

/// What to do about an input that says nothing of its own.
const MEND: &str = "mend it where it comes from, then run `morgue index --retry-failed`";

fn failed(archive: &Archive) -> Result<Vec<Failed>, Failure> {
    let of = |input: Input| {
        let Input { key, failed, .. } = input;
        failed.into_iter().map(move |it| Failed {
            place: Place { key: key.clone(), inside: it.inside },
            reason: it.reason,
            hint: if it.hint.is_empty() { MEND.to_owned() } else { it.hint },
        })
    };
    let inputs = archive.inputs().map_err(|error| Failure::unread(&error))?;
    Ok(inputs.into_iter().flat_map(of).collect())
}
