//! The program: parse the command line, run it, turn the outcome into an exit code.

use std::process::ExitCode;

use clap::Parser;
use morgue::command::{self, Cli};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match command::safely(&cli) {
        Ok(outcome) => outcome.into(),
        Err(failure) => failure.report(),
    }
}
