//! What of the index is not needed? Generations that were replaced, and what a crashed run
//! left; the one that answers always stays.

use clap::Args;

use crate::index::generation;

use super::locate::IndexFlag;
use super::{Console, Failure, Outcome};

/// Remove generations of the index that do not answer any more.
///
/// Every run keeps the generation before its own, to go back to; this removes it too.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue gc
")]
pub struct GcArgs {
    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Removes what does not answer.
///
/// # Errors
/// When there is no index, a run writes to it, or it cannot be written.
pub fn run(args: &GcArgs, console: &Console) -> Result<Outcome, Failure> {
    let folder = args.index.find()?;
    generation::current(&folder)?;
    let _lock = generation::lock(&folder)?;
    let removed = generation::keep_newest(&folder)?;
    let what = if removed == 1 { "generation" } else { "generations" };
    console.say(&format!("{removed} {what} removed"));
    Ok(Outcome::Fine)
}
