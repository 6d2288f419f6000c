//! Is the index whole, and how does it become whole again? Says what is wrong, file by
//! file; what is done about it stands in `repair`.

use clap::Args;

use crate::index::check::{self, Report};
use crate::present::check::{self as shown, Fault, Findings, Generation};

use super::locate::IndexFlag;
use super::{Console, Failure, Outcome, repair};

/// Check that the index is whole: every byte of it, its counts and its accounts.
///
/// Each file of a generation is compared with what was written. Exit code 23 means that
/// something is damaged; the lines above say which file, and what that means for answers.
///
/// `--repair` loses as little as it can: small tables are made again from the segments;
/// else the generation before answers again, if that one is whole; else all folders are
/// read again, and what came by a pipe is taken from the stored text as far as that is
/// whole. What was done and what is lost is said.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue check
  morgue check --repair
  morgue check --json
")]
pub struct CheckArgs {
    /// Mend what is damaged.
    #[arg(long)]
    pub repair: bool,

    /// Write JSON Lines.
    #[arg(long)]
    pub json: bool,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Checks the index, and mends it where that is asked for.
///
/// # Errors
/// When there is no index, or it could not be mended.
pub fn run(args: &CheckArgs, console: &Console) -> Result<Outcome, Failure> {
    let folder = args.index.find()?;
    let mut report = check::check(&folder)?;
    let mut repaired = Vec::new();
    let before = findings(&folder.display().to_string(), &report, &[]);
    if args.repair && !report.is_fine() {
        repaired = repair::repair(&folder, &report, console)?;
        report = check::check(&folder)?;
    }
    let after = findings(&folder.display().to_string(), &report, &repaired);
    let mut out = if args.json { Console::plain() } else { console.paged() };
    if !repaired.is_empty() && !args.json {
        shown::write(&before, console.screen, &mut out)?;
    }
    if args.json {
        shown::write_json(&after, &mut out)?;
    } else {
        shown::write(&after, console.screen, &mut out)?;
    }
    out.finish()?;
    if report.is_fine() {
        return Ok(Outcome::Fine);
    }
    if !args.repair {
        console.hint("`morgue check --repair` mends it");
    }
    Ok(Outcome::Damaged)
}

fn findings(index: &str, report: &Report, repaired: &[String]) -> Findings {
    let fault = |it: &check::Fault| Fault {
        file: it.file.clone(),
        wrong: it.wrong.clone(),
        meaning: it.meaning.to_owned(),
    };
    let generations = report.generations.iter().enumerate().map(|(n, it)| Generation {
        name: it.name.clone(),
        answers: n == 0 && report.pointer.is_none(),
        articles: it.facts.as_ref().filter(|it| it.format > 0).map(|it| it.articles),
        files: it.files,
        bytes: it.bytes,
        faults: it.faults.iter().map(fault).collect(),
    });
    Findings {
        index: index.to_owned(),
        pointer: report.pointer.iter().map(fault).collect(),
        generations: generations.collect(),
        stale: report.stale.clone(),
        repaired: repaired.to_vec(),
    }
}
