//! What does the program say when it cannot do what was asked? Words, hint and exit code
//! of every failure are made here; the library's errors know none of them.

use std::io;
use std::process::ExitCode;

use crate::corpus::RootError;
use crate::document::MapError;
use crate::index::{self, OpenError};
use crate::present::format::{self, TemplateError};
use crate::present::json::UnknownField;
use crate::present::style::Label;

use super::stop::INTERRUPTED;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is done, or something was found.
    Fine,
    /// Nothing was found.
    Nothing,
    /// It is done, but some inputs could not be read.
    Partial,
    /// The index is damaged, as was to be found out.
    Damaged,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Nothing => 1,
            Outcome::Partial => 3,
            Outcome::Damaged => DAMAGED,
        })
    }
}

/// Exit code of an error that has no code of its own.
const ERROR: u8 = 2;
/// Exit code of an index that is damaged.
pub const DAMAGED: u8 = 23;

/// What to do about a damaged index.
const CHECK: &str =
    "run `morgue check` to see what is wrong, `morgue check --repair` to mend it";

/// Why a command could not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What failed, on what: lower case, no full stop; may go on in lines that point.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// What the shell is told.
    pub code: u8,
}

impl Failure {
    /// A failure without advice.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, code: ERROR }
    }

    /// An index was opened and cannot be read on.
    pub fn unread(error: &index::Unread) -> Self {
        Self::damaged(format!("cannot read the index: {}", index::told(error)))
    }

    /// An index is not as it was written.
    pub fn damaged(message: impl Into<String>) -> Self {
        Self { code: DAMAGED, ..Self::new(message).hint(CHECK) }
    }

    /// The same with advice, where there is any.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()).filter(|it| !it.is_empty()), ..self }
    }

    /// Tells the user, on stderr, and gives the exit code.
    pub fn report(&self) -> ExitCode {
        if self.code != 0 {
            let mut err = anstream::stderr().lock();
            // Nobody is left to tell when stderr is closed.
            let _ = self.write(&mut err);
        }
        ExitCode::from(self.code)
    }

    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let (error, hint) = (Label::Error.style(), Label::Hint.style());
        writeln!(out, "{error}error:{error:#} {}", self.message)?;
        match &self.hint {
            Some(text) => writeln!(out, "{hint}hint:{hint:#} {text}"),
            None => Ok(()),
        }
    }
}

impl From<io::Error> for Failure {
    /// A reader that went away (`morgue search … | head`) has what it wanted.
    fn from(error: io::Error) -> Self {
        let code = if error.kind() == io::ErrorKind::BrokenPipe { 0 } else { ERROR };
        Self { code, ..Self::new(format!("cannot write the output: {error}")) }
    }
}

impl From<UnknownField> for Failure {
    fn from(error: UnknownField) -> Self {
        let valid = error.valid.join(", ");
        Self::new(error.to_string()).hint(format!("the fields are {valid}"))
    }
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        let names: Vec<&str> = format::FIELDS.iter().map(|field| field.name).collect();
        Self::new(error.to_string()).hint(format!("the fields are {}", names.join(", ")))
    }
}

impl From<crate::index::Error> for Failure {
    fn from(error: crate::index::Error) -> Self {
        match error {
            index::Error::Open(error) => error.into(),
            error @ index::Error::Busy { .. } => Self::new(error.to_string()),
            error @ index::Error::Stopped(_) => Self {
                code: INTERRUPTED,
                ..Self::new(error.to_string()).hint("run it again to go on")
            },
            other => Self::new(other.to_string())
                .hint("the index is as it was before; mend that and run it again"),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let code = match error {
            OpenError::TooOld { .. } => 20,
            OpenError::TooNew { .. } => 21,
            OpenError::Foreign(_) => 22,
            OpenError::Damaged { .. } => return Self::damaged(error.to_string()),
            OpenError::Missing(_) => ERROR,
        };
        Self { code, ..Self::new(error.to_string()) }
    }
}

impl From<RootError> for Failure {
    fn from(error: RootError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<MapError> for Failure {
    fn from(error: MapError) -> Self {
        Self::new(error.to_string()).hint("write it as `--map body=/content/text`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::json::Fields;

    fn check(failure: &Failure, expected: &str) {
        let mut out = Vec::new();
        failure.write(&mut out).expect("memory takes all");
        assert_eq!(
            anstream::adapter::strip_str(&String::from_utf8_lossy(&out)).to_string(),
            expected
        );
    }

    #[test]
    fn says_what_failed_and_what_to_do() {
        let error = Fields::choose("it", &["id", "title"]).expect_err("no such field");
        check(
            &error.into(),
            "error: unknown field `it`\nhint: the fields are id, title\n",
        );
        check(&Failure::new("the disk is full"), "error: the disk is full\n");
    }

    #[test]
    fn a_broken_pipe_is_success() {
        let broken = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(broken.code, 0);
        assert_eq!(Failure::from(io::Error::from(io::ErrorKind::StorageFull)).code, 2);
    }
}
