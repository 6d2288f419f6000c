//! What does one article say, who is quoted in it, and by which road did the words come?
//! Shows the article with its quotes marked and the evidence of every link.

use clap::Args;

use crate::index::Archive;
use crate::present::show::{self, Subject};

use super::locate::IndexFlag;
use super::{Console, Failure, Outcome};

/// Show an article: its text with quotes marked, their chains and the evidence of each
/// link.
///
/// ID is the id shown with a hit, or the id the input gave; `ID#2` lists that quote only.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue show 0123456789abcdef
  morgue show 0123456789abcdef#2        one quote and its chain
  morgue show lantern-7                 an id of the input's own
")]
pub struct ShowArgs {
    /// Id of the article.
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Shows every article named.
///
/// # Errors
/// When there is no index or it cannot be read.
pub fn run(args: &ShowArgs, console: &Console) -> Result<Outcome, Failure> {
    let archive = Archive::open(&args.index.find()?)?;
    let mut out = console.paged();
    let mut outcome = Outcome::Fine;
    for id in &args.ids {
        if !show(&archive, id, console, &mut out)? {
            outcome = Outcome::Nothing;
            console.say(&format!("no article `{id}` in {}", archive.path().display()));
        }
    }
    out.finish()?;
    Ok(outcome)
}

/// Whether there is such an article, and it was shown.
fn show(
    archive: &Archive,
    id: &str,
    console: &Console,
    out: &mut dyn std::io::Write,
) -> Result<bool, Failure> {
    let (number, only) = match archive.find(id).map_err(|it| Failure::unread(&it))? {
        Some(number) => (Some(number), None),
        // An id of the input's own may hold a `#`: it was looked for whole first.
        None => match quote_of(id) {
            Some((id, n)) => {
                (archive.find(id).map_err(|it| Failure::unread(&it))?, Some(n))
            }
            None => (None, None),
        },
    };
    let Some(number) = number else { return Ok(false) };
    let Some(article) = archive.article(number).map_err(|it| Failure::unread(&it))?
    else {
        return Ok(false);
    };
    let quotes = archive.quotes(number).map_err(|it| Failure::unread(&it))?;
    let mut subject = Subject::stored(&article, &quotes);
    if let Some(only) = only {
        subject.quotes.retain(|(n, _)| *n == only);
        if subject.quotes.is_empty() {
            return Ok(false);
        }
    }
    show::write(&subject, console.screen, out)?;
    Ok(true)
}

/// `ID#2` is quote 2 of an article.
fn quote_of(id: &str) -> Option<(&str, usize)> {
    let (id, n) = id.rsplit_once('#')?;
    Some((id, n.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_named_by_their_number() {
        assert_eq!(quote_of("0123456789abcdef#2"), Some(("0123456789abcdef", 2)));
        assert_eq!(quote_of("0123456789abcdef"), None);
        assert_eq!(quote_of("a#b"), None);
    }
}
