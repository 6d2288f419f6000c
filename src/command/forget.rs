//! Which articles are to go for good? Takes them out of the index and into the user's list
//! of what is left out, which every later run and rebuild keeps to.

use std::sync::Arc;

use clap::Args;

use crate::index::{Archive, BuildOptions, Update, forget};

use super::locate::IndexFlag;
use super::stop::stop_on_signal;
use super::{Console, Failure, Outcome};

/// Remove articles from the index and leave them out for good.
///
/// Their ids go into `morgue.forget` beside the index, a text file of yours: take a line
/// out and run `morgue index --rebuild` to have an article back. The sources are not
/// touched.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue forget 0123456789abcdef
  morgue forget lantern-7                 an id of the input's own
")]
pub struct ForgetArgs {
    /// Ids of articles.
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Forgets every article named.
///
/// # Errors
/// When there is no index, or it or the list cannot be written.
pub fn run(args: &ForgetArgs, console: &Console) -> Result<Outcome, Failure> {
    let folder = args.index.find()?;
    let archive = Archive::open(&folder)?;
    let mut outcome = Outcome::Fine;
    let mut numbers = Vec::with_capacity(args.ids.len());
    for id in &args.ids {
        let number = archive.find(id).map_err(|it| Failure::unread(&it))?;
        let Some(number) = number else {
            outcome = Outcome::Nothing;
            console.say(&format!("no article `{id}` in {}", archive.path().display()));
            continue;
        };
        let article = archive.article(number).map_err(|it| Failure::unread(&it))?;
        let headline = article.and_then(|it| it.headline).unwrap_or_default();
        forget::add(&folder, number, &headline).map_err(|error| {
            let path = forget::file(&folder);
            Failure::new(format!("cannot write `{}`: {error}", path.display()))
        })?;
        numbers.push(number);
    }
    if !numbers.is_empty() {
        let mut update = Update::begin(&folder, BuildOptions { jobs: 1 })?;
        update.heed(stop_on_signal(&Arc::default()));
        let count = update.forget(&numbers)?;
        update.finish()?;
        let list = forget::file(&folder);
        console.say(&format!("{count} forgotten; the list is {}", list.display()));
    }
    Ok(outcome)
}
