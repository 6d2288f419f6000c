//! Does the archive hold what a draft quotes? Reads the draft, finds its quotations and
//! who is said to say them, and asks the archive for each.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::document;
use crate::extract::{Lexicon, annotate};
use crate::model::{Annotations, Article, Span, Verdict};
use crate::present::{json, verify as people};
use crate::query::verify::{Quoted, Speaker, verify};
use crate::text::markup::{Seen, markup, seen};
use crate::text::paragraph::paragraphs;
use crate::text::quotation::quotations;
use crate::text::word::{Token, tokens};

use super::ask::open;
use super::diff::unread;
use super::locate::IndexFlag;
use super::{Console, Failure, Outcome};

/// Check every quotation of a draft against the archive.
///
/// Reads text, Markdown or HTML. Each quotation is `verbatim`, `altered` (with what was
/// changed), `partial`, of an `other-speaker`, or `absent`; quotations under twelve
/// characters are said to be too short. Quotation marks, case, ellipses and words in brackets
/// make no difference. Exit code 1 means that one or more are not verbatim.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue verify draft.md
  morgue verify --json draft.html | jq 'select(.verdict != \"verbatim\")'
  pbpaste | morgue verify -
")]
pub struct VerifyArgs {
    /// The draft; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Write JSON Lines.
    #[arg(long)]
    pub json: bool,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,
}

/// Checks a draft.
///
/// # Errors
/// When the draft or the index cannot be read.
pub fn run(args: &VerifyArgs, console: &Console) -> Result<Outcome, Failure> {
    let draft = read(&args.file)?;
    let archive = open(&args.index, console)?;
    let name = args.file.to_string_lossy();
    let seen = seen(&draft, markup(&name, &draft));
    let mut checks = verify(&archive, &quoted(&seen)).map_err(|it| unread(&it))?;
    checks.stamp.given = name.into_owned();
    let mut out = if args.json { Console::plain() } else { console.paged() };
    if args.json {
        json::verify::write(&checks, &draft, &mut out)?;
    } else {
        people::write(&checks, console.screen, &mut out)?;
    }
    out.finish()?;
    let fine = |it: Verdict| matches!(it, Verdict::Verbatim | Verdict::TooShort);
    let all = checks.checks.iter().all(|it| fine(it.verdict));
    Ok(if all { Outcome::Fine } else { Outcome::Nothing })
}

fn read(path: &Path) -> Result<String, Failure> {
    let unreadable = |error: io::Error| {
        Failure::new(format!("cannot read `{}`: {error}", path.display()))
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        bytes = fs::read(path).map_err(unreadable)?;
    }
    if bytes.is_empty() {
        return Ok(String::new());
    }
    let (text, _) = document::decode(bytes, None).map_err(|refusal| {
        Failure::new(format!("`{}` {}", path.display(), refusal.reason))
            .hint(refusal.hint)
    })?;
    Ok(text)
}

/// The quotations of a draft, in order, with who says them.
fn quoted(seen: &Seen) -> Vec<Quoted> {
    let text = &seen.text;
    let all: Vec<Token> = tokens(text).collect();
    let marked = quotations(text, &all, &paragraphs(text));
    let mut spans: Vec<Span> =
        marked.iter().filter(|it| it.depth == 0).map(|it| it.inner).collect();
    spans.extend(&seen.set_apart);
    spans.sort_unstable();
    let article = Article { text: text.clone(), ..Article::default() };
    let understood = if spans.is_empty() {
        Annotations::default()
    } else {
        annotate(&article, Lexicon::builtin())
    };
    let made = |span: Span| Quoted {
        span: seen.place(span),
        text: span.of(text).to_owned(),
        speaker: speaker(&understood, span),
    };
    spans.into_iter().filter(|it| !it.is_empty()).map(made).collect()
}

fn speaker(understood: &Annotations, span: Span) -> Option<Speaker> {
    let holds = |spans: &[Span]| spans.iter().any(|it| it.overlaps(span));
    let mut quotes = understood.quotes.iter();
    let quote = quotes.find(|it| holds(&it.quoted) || holds(&it.spans))?;
    let source = quote.source.as_ref()?;
    let (name, confidence) = (source.name.clone(), source.confidence);
    Some(Speaker { name, kind: source.kind, confidence })
}
