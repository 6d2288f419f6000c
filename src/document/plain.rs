//! What does a text file say? Its first line may be the headline; a Markdown file may
//! declare more at its top. Everything else is the text, exactly as given.

use super::fields::{Draft, Field};
use super::{Decoded, Format, Options, Read, Reading, frontmatter, headline};
use crate::corpus::Failure;
use crate::model::{Article, Declared};

/// Plain text.
pub const TEXT: Format =
    Format { name: "plain text", extensions: &["txt", "text"], read: Read::Text(text) };

/// Markdown.
pub const MARKDOWN: Format = Format {
    name: "Markdown",
    extensions: &["md", "markdown"],
    read: Read::Text(markdown),
};

fn text(input: Decoded, _: &Options) -> Vec<Reading> {
    let (headline, body) = own(headline::of_text(&input.text));
    vec![article(input, Declared::default(), headline, body)]
}

fn markdown(mut input: Decoded, _: &Options) -> Vec<Reading> {
    let mut draft = Draft::default();
    let front = frontmatter::read(&input.text, &mut draft);
    let declared = draft.declared();
    input.text.drain(..front);
    let (headline, body) = match &declared.headline {
        Some(declared) => (Some(declared.clone()), behind(declared, &input.text)),
        None => own(headline::of_markdown(&input.text)),
    };
    vec![article(input, declared, headline, body)]
}

/// Behind a heading that says again what is declared.
fn behind(declared: &str, text: &str) -> usize {
    match headline::of_markdown(text) {
        Some((heading, body)) if heading == declared.trim() => body,
        _ => 0,
    }
}

fn own(found: Option<(&str, usize)>) -> (Option<String>, usize) {
    found.map_or((None, 0), |(line, body)| (Some(line.to_owned()), body))
}

fn article(
    input: Decoded,
    declared: Declared,
    headline: Option<String>,
    body: usize,
) -> Reading {
    let Decoded { place, path_facts, text, notes, .. } = input;
    if text.trim().is_empty() {
        let what = Field::Text.name();
        return Err(Failure::new(
            place,
            format!("holds no {what}, only white space"),
            "",
        ));
    }
    Ok((Article { place, declared, path_facts, headline, text, body }, notes))
}
