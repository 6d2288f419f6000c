//! The program: parse the command line, run it, turn the outcome into an exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use morgue::command::{self, Cli, Failure};

/// What a thread has freed serves all others, and goes back to the system: while a run ends
/// it need not hold what reading took. Understanding articles is a tenth faster with it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(asked) => return told(&asked),
    };
    match command::safely(&cli) {
        Ok(outcome) => outcome.into(),
        Err(failure) => failure.report(),
    }
}

/// Prints help, a version, or what is wrong with the command line. Help that goes to a full
/// disk is not told.
fn told(asked: &clap::Error) -> ExitCode {
    let printed = asked.print().and_then(|()| io::stdout().flush());
    match printed {
        Err(error) if !asked.use_stderr() => Failure::from(error).report(),
        _ => ExitCode::from(u8::try_from(asked.exit_code()).unwrap_or(2)),
    }
}
