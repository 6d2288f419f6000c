//! What can the screen do, and where does output go? Decided once from flags, environment
//! and whether stdout is a terminal. Data goes to stdout or the pager, talk to stderr.

use std::env;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use anstream::AutoStream;
use anstream::ColorChoice;
use clap::ValueEnum;

use crate::present::Screen;
use crate::present::style::Label;

use super::Global;
use super::stop::leave_to_pager;

/// When to use an ability of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Where it is understood.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl When {
    fn holds(self, auto: impl FnOnce() -> bool) -> bool {
        match self {
            Self::Auto => auto(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// The screen and the user's wishes about it.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// What can be shown.
    pub screen: Screen,
    /// Only errors are said.
    pub quiet: bool,
    /// More is said.
    pub verbose: bool,
    pager: bool,
}

impl Console {
    /// Looks at flags, environment and stdout.
    pub fn new(global: &Global) -> Self {
        match global.color {
            When::Auto => {}
            When::Always => ColorChoice::Always.write_global(),
            When::Never => ColorChoice::Never.write_global(),
        }
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = AutoStream::choice(&stdout) != ColorChoice::Never;
        let screen = Screen {
            width: width(),
            colour,
            hyperlinks: global.hyperlink.holds(|| terminal && colour && !dumb),
            terminal,
        };
        Self {
            screen,
            quiet: global.quiet,
            verbose: global.verbose,
            pager: terminal && !dumb && !global.no_pager,
        }
    }

    /// Where data for people goes that is at hand: through the pager on a terminal, which
    /// Ctrl-C is left to from now on.
    pub fn paged(&self) -> Output {
        let out = self.paged_as_it_comes();
        if matches!(out, Output::Pager(..)) {
            leave_to_pager();
        }
        out
    }

    /// The same for data that is still to be found: Ctrl-C ends the search for it.
    pub fn paged_as_it_comes(&self) -> Output {
        match self.pager.then(start_pager).flatten() {
            Some(pager) => pager,
            None => Self::plain(),
        }
    }

    /// Where data for programs goes.
    pub fn plain() -> Output {
        Output::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    /// Says something on stderr, unless quiet.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            // Nobody is left to tell when stderr is closed.
            let _ = writeln!(anstream::stderr().lock(), "{text}");
        }
    }

    /// Says what may help, on stderr, unless quiet.
    pub fn hint(&self, text: &str) {
        let hint = Label::Hint.style();
        self.say(&format!("{hint}hint:{hint:#} {text}"));
    }
}

/// COLUMNS, the terminal's width, or 80.
fn width() -> usize {
    let columns = env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let terminal =
        || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).filter(|&it| it > 0).unwrap_or(80)
}

/// Stdout, or a pager that must be waited for.
#[derive(Debug)]
pub enum Output {
    /// Straight to stdout.
    Stdout(BufWriter<StdoutLock<'static>>),
    /// To a pager's stdin.
    Pager(Option<BufWriter<ChildStdin>>, Child),
}

impl Output {
    /// Writes what is held back and waits for the pager.
    ///
    /// # Errors
    /// When the reader is gone or the disk is full.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Pager(Some(out), _) => out.write(bytes),
            Self::Pager(None, _) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Pager(Some(out), _) => out.flush(),
            Self::Pager(None, _) => Ok(()),
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Self::Pager(out, child) = self {
            drop(out.take());
            // The user has seen what the pager showed, however it ended.
            let _ = child.wait();
        }
    }
}

/// The pager, or none if it is switched off or cannot be started.
fn start_pager() -> Option<Output> {
    let command =
        ["MORGUE_PAGER", "PAGER"].into_iter().find_map(|name| env::var(name).ok());
    let command = command.unwrap_or_else(|| "less -FIRX".to_owned());
    let mut words = command.split_whitespace();
    let program = words.next().filter(|&it| it != "cat")?;
    let mut pager = Command::new(program);
    pager.args(words).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        // `PAGER=less` alone would show escape sequences.
        pager.env("LESS", "FIRX");
    }
    let mut child = pager.spawn().ok()?;
    let stdin = child.stdin.take()?;
    Some(Output::Pager(Some(BufWriter::new(stdin)), child))
}
