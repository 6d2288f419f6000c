//! The program: parse the command line, run it, turn the outcome into an exit code.

use std::process::ExitCode;

use clap::Parser;
use morgue::command::{self, Cli};

/// What a thread has freed serves all others, and goes back to the system: while a run ends
/// it need not hold what reading took. Understanding articles is a tenth faster with it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match command::safely(&cli) {
        Ok(outcome) => outcome.into(),
        Err(failure) => failure.report(),
    }
}
