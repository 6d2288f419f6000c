//! What do packagers need? The manual page and shell completions, made at run time from
//! the same definitions as `--help`.

use std::io::Write;

use clap::{Args, CommandFactory, Subcommand};

use super::{Cli, Console, Failure, Outcome};

/// Print the manual page or shell completions.
#[derive(Debug, Args)]
#[command(before_long_help = "\
Examples:
  morgue generate man > morgue.1
  morgue generate completions bash > /etc/bash_completion.d/morgue
")]
pub struct GenerateArgs {
    /// What to print.
    #[command(subcommand)]
    pub what: What,
}

/// What to print.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum What {
    /// The manual page, in roff.
    Man,
    /// A completion script.
    Completions {
        /// For which shell.
        shell: clap_complete::Shell,
    },
}

/// Prints what is asked for.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(args: &GenerateArgs) -> Result<Outcome, Failure> {
    let mut out = Console::plain();
    match args.what {
        What::Man => manual(&mut out)?,
        What::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "morgue", &mut script);
            out.write_all(&script)?;
        }
    }
    out.finish()?;
    Ok(Outcome::Fine)
}

/// The program's page, then one for each subcommand.
fn manual(out: &mut dyn Write) -> std::io::Result<()> {
    let mut cli = Cli::command();
    cli.build();
    clap_mangen::Man::new(cli.clone()).render(out)?;
    for command in cli.get_subcommands().filter(|it| !it.is_hide_set()) {
        clap_mangen::Man::new(command.clone()).render(out)?;
    }
    Ok(())
}
