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
    let mut checks =
        verify(&archive, &quoted(&seen)).map_err(|it| Failure::unread(&it))?;
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
        speaker: speaker(&understood, span, text, seen.set_apart.contains(&span)),
    };
    spans.into_iter().filter(|it| !it.is_empty()).map(made).collect()
}

/// So sure is one of a speaker who was named in another paragraph.
const CARRIED: f32 = 0.5;

/// Who says it, as the draft tells. Of whom another paragraph speaks may not be whom this
/// one quotes, and a block that is set apart belongs to who introduces it.
fn speaker(
    understood: &Annotations,
    span: Span,
    text: &str,
    set_apart: bool,
) -> Option<Speaker> {
    let holds = |spans: &[Span]| spans.iter().any(|it| it.overlaps(span));
    let mut quotes = understood.quotes.iter();
    let quote = quotes.find(|it| holds(&it.quoted) || holds(&it.spans))?;
    let source = quote.source.as_ref()?;
    let (name, mut confidence) = (source.name.clone(), source.confidence);
    if !stands_by(source.span, span, text) {
        if set_apart {
            return None;
        }
        confidence = confidence.min(CARRIED);
    }
    Some(Speaker { name, kind: source.kind, confidence })
}

/// A mention stands in the paragraph of the words, or in the one before, which introduces
/// them: "Brandt wrote:".
fn stands_by(mention: Span, words: Span, text: &str) -> bool {
    let (from, to) = (mention.end.min(words.end), mention.start.max(words.start));
    let Some(between) = text.get(from..to) else { return true };
    let Some((head, rest)) = between.trim_start().split_once("\n\n") else {
        return !between.contains("\n\n")
            || mention.start > words.start && dashed(between);
    };
    // One paragraph ends between them, no more.
    let one = !rest.trim().contains("\n\n");
    let introduced = mention.start < words.start && head.trim_end().ends_with(':');
    one && introduced
}

/// "— Ilse Brandt" below a block.
fn dashed(between: &str) -> bool {
    between.trim_start().starts_with(['—', '–', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markup::Markup;

    /// Quotations of a Markdown draft with the speaker of each.
    fn said(draft: &str) -> Vec<(String, Option<String>)> {
        let found = quoted(&seen(draft, Markup::Markdown));
        found.into_iter().map(|it| (it.text, it.speaker.map(|it| it.name))).collect()
    }

    #[test]
    fn a_block_belongs_to_who_introduces_it() {
        let block = "> We do not want a quarrel about a ferry.";
        let speaker = |before: &str| said(&format!("{before}\n\n{block}\n")).pop();
        let of = |before: &str| speaker(before).and_then(|it| it.1);
        assert_eq!(of("Ilse Brandt said:").as_deref(), Some("Ilse Brandt"));
        assert_eq!(of("Tomas Reed said on Monday that the sea was calm."), None);
        assert_eq!(of("“It was calm,” Tomas Reed said. It rained in the harbour."), None);
        assert_eq!(of("It rained."), None);
    }
}
