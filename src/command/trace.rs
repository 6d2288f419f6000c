//! By which roads did words travel through the archive? Finds where they appear, who had
//! them first there, and how the others came by them.

use std::io::{self, Read};

use clap::{Args, ValueEnum};

use crate::index::{Archive, Unread};
use crate::present::{graph, json, trace as people};
use crate::query::trace;

use super::ask::open;
use super::locate::IndexFlag;
use super::{Console, Failure, Outcome};

/// Trace a quotation, or the copies of an article, through the archive.
///
/// Shows where the words appear, earliest first, with what was changed on the way; who
/// states to have them from whom, and whether the archive confirms or contradicts it; and
/// how many may have had them independently. An article's id traces its story, or the
/// longest of its quotations where it has no copies. Exit code 1 means that the archive does
/// not hold the words.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue trace 'we do not want a quarrel about a ferry'
  morgue trace 0123456789abcdef#2         a quote of an article
  morgue trace 0123456789abcdef           the copies of an article
  morgue trace lantern-7 --as mermaid
")]
pub struct TraceArgs {
    /// An id, the words, or `-` for words from standard input.
    #[arg(value_name = "ID or WORDS", required = true)]
    pub what: Vec<String>,

    /// How it is written.
    #[arg(long = "as", value_name = "FORM", conflicts_with = "json")]
    pub form: Option<Form>,

    /// Write one line of JSON, as `--as json`.
    #[arg(long)]
    pub json: bool,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// A way to write a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A tree for people.
    Text,
    /// One message.
    Json,
    /// Graphviz.
    Dot,
    /// A flowchart for Markdown.
    Mermaid,
    /// PROV-JSON of the W3C.
    ProvJson,
    /// JSON-LD with the words of schema.org.
    Jsonld,
}

/// Traces words or an article.
///
/// # Errors
/// When there is no index or it cannot be read.
pub fn run(args: &TraceArgs, console: &Console) -> Result<Outcome, Failure> {
    let archive = open(&args.index, console)?;
    let what = match args.what.as_slice() {
        [dash] if dash == "-" => {
            let mut text = String::new();
            io::stdin().lock().read_to_string(&mut text).map_err(|error| {
                Failure::new(format!("cannot read standard input: {error}"))
            })?;
            text
        }
        words => words.join(" "),
    };
    let what = what.trim();
    if let Some(missing) = no_quote(&archive, what).map_err(|it| Failure::unread(&it))? {
        console.say(&missing);
        return Ok(Outcome::Nothing);
    }
    let trace = trace::named(&archive, what).map_err(|it| Failure::unread(&it))?;
    if trace.appearances.is_empty() {
        console.say(&format!("these words are not in {}", archive.path().display()));
        return Ok(Outcome::Nothing);
    }
    let form = if args.json { Form::Json } else { args.form.unwrap_or(Form::Text) };
    let mut out = if form == Form::Text { console.paged() } else { Console::plain() };
    match form {
        Form::Text => people::write(&trace, console.screen, &mut out)?,
        Form::Json => json::trace::write(&trace, &mut out)?,
        Form::Dot => graph::dot(&trace, &mut out)?,
        Form::Mermaid => graph::mermaid(&trace, &mut out)?,
        Form::ProvJson => graph::prov(&trace, &mut out)?,
        Form::Jsonld => graph::jsonld(&trace, &mut out)?,
    }
    out.finish()?;
    Ok(Outcome::Fine)
}

/// What is said where an article is here and has no such quote.
fn no_quote(archive: &Archive, what: &str) -> Result<Option<String>, Unread> {
    let Some((id, n)) = trace::quote_id(what) else { return Ok(None) };
    let named = archive.find(what)?.is_some();
    let Some(number) = archive.find(id)?.filter(|_| !named) else { return Ok(None) };
    let quotes = archive.quotes(number)?;
    if quotes.iter().any(|it| it.0 == n) {
        return Ok(None);
    }
    let has = match quotes.last() {
        None => "it has none".to_owned(),
        Some((last, _)) => format!("its quotes are #0 to #{last}"),
    };
    Ok(Some(format!("article `{id}` has no quote #{n}: {has}")))
}
