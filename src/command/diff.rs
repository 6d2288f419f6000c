//! What did one article change of another? Headline and text, word by word.

use clap::Args;

use crate::index::Archive;
use crate::model::StoredArticle;
use crate::present::diff::{self as people, Compared};
use crate::present::json;
use crate::relate::diff::diff;

use super::locate::IndexFlag;
use super::{Console, Failure, Outcome};

/// Show what article B changed of article A, word by word.
///
/// What was cut stands as [-cut-], what was added as {+added+}; the shape of quotation
/// marks is no change. Exit code 1 means that there is no such article.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue diff 0123456789abcdef fedcba9876543210
  morgue diff lantern-7 gull-3 --json
")]
pub struct DiffArgs {
    /// Id of the article that was there first, ours or the input's own.
    #[arg(value_name = "A")]
    pub a: String,

    /// Id of the other.
    #[arg(value_name = "B")]
    pub b: String,

    /// Write one line of JSON.
    #[arg(long)]
    pub json: bool,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Compares two articles.
///
/// # Errors
/// When there is no index or it cannot be read.
pub fn run(args: &DiffArgs, console: &Console) -> Result<Outcome, Failure> {
    let archive = Archive::open(&args.index.find()?)?;
    let (Some(a), Some(b)) =
        (article(&archive, &args.a, console)?, article(&archive, &args.b, console)?)
    else {
        return Ok(Outcome::Nothing);
    };
    let headlines = [&a, &b].map(|it| it.headline.as_deref().unwrap_or_default());
    let compared = Compared {
        articles: [&a, &b],
        headline: diff(headlines[0], headlines[1]),
        text: diff(a.body(), b.body()),
    };
    let mut out = if args.json { Console::plain() } else { console.paged() };
    if args.json {
        json::stories::diff(&compared, &mut out)?;
    } else {
        people::write(&compared, console.screen, &mut out)?;
    }
    out.finish()?;
    Ok(Outcome::Fine)
}

/// The article of this name; what is missing is said.
pub(super) fn article(
    archive: &Archive,
    id: &str,
    console: &Console,
) -> Result<Option<StoredArticle>, Failure> {
    let found = match archive.find(id).map_err(|it| Failure::unread(&it))? {
        Some(number) => archive.article(number).map_err(|it| Failure::unread(&it))?,
        None => None,
    };
    if found.is_none() {
        console.say(&format!("no article `{id}` in {}", archive.path().display()));
    }
    Ok(found)
}
