//! What does one line a hit look like? As the user's template says:
//! `{date} {outlet} {title}`, with `\t` and `\n` for tab and newline, `{{` for a brace.

use std::io::{self, Write};

use thiserror::Error;

use crate::model::{Hit, Quote, Results};

use super::page::Screen;
use super::{Options, chain, passage};

/// A field of the template: its name and how a hit fills it.
pub struct Field {
    /// Between the braces.
    pub name: &'static str,
    /// What it holds.
    pub help: &'static str,
    fill: fn(&Hit) -> String,
}

/// Every field of the template.
pub const FIELDS: &[Field] = &[
    Field { name: "id", help: "id of the article", fill: |hit| hit.article.id.clone() },
    Field {
        name: "rank",
        help: "place among the hits",
        fill: |hit| hit.rank.to_string(),
    },
    Field { name: "score", help: "score of the hit", fill: |hit| hit.score.to_string() },
    Field { name: "date", help: "date of publication", fill: date },
    Field { name: "outlet", help: "who published it", fill: outlet },
    Field {
        name: "title",
        help: "headline",
        fill: |hit| text(hit.article.headline.as_ref()),
    },
    Field {
        name: "byline",
        help: "who wrote it",
        fill: |hit| text(hit.article.byline.as_ref()),
    },
    Field {
        name: "language",
        help: "language code",
        fill: |hit| text(hit.article.language.as_ref()),
    },
    Field {
        name: "url",
        help: "address of the page",
        fill: |hit| text(hit.article.url.as_ref()),
    },
    Field { name: "path", help: "where it was read", fill: path },
    Field { name: "snippet", help: "the passage that matched", fill: snippet },
    Field { name: "speaker", help: "who says the best quote", fill: speaker },
    Field { name: "quote", help: "the best quote", fill: quote },
    Field { name: "chain", help: "its chain, every link", fill: long },
    Field { name: "short", help: "its chain, outlets only", fill: short },
];

/// A template as read.
#[derive(Clone, Debug, Default)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Literal(String),
    Field(usize),
}

/// What is wrong with a template.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TemplateError {
    /// No such field.
    #[error("unknown field `{{{0}}}`")]
    UnknownField(String),
    /// A brace that is never closed.
    #[error("`{{` is not closed in `{0}`")]
    Open(String),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// When a brace is open or a field unknown.
    pub fn parse(template: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = template;
        while let Some(letter) = rest.chars().next() {
            let after = &rest[letter.len_utf8()..];
            rest = match (letter, after.chars().next()) {
                ('\\', Some('t')) => keep(&mut literal, '\t', &after[1..]),
                ('\\', Some('n')) => keep(&mut literal, '\n', &after[1..]),
                ('\\', Some('\\')) => keep(&mut literal, '\\', &after[1..]),
                ('{', Some('{')) => keep(&mut literal, '{', &after[1..]),
                ('}', Some('}')) => keep(&mut literal, '}', &after[1..]),
                ('{', _) => {
                    let open = || TemplateError::Open(template.to_owned());
                    let (name, after) = after.split_once('}').ok_or_else(open)?;
                    let name = name.trim();
                    let place = FIELDS.iter().position(|field| field.name == name);
                    let unknown = || TemplateError::UnknownField(name.to_owned());
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                    parts.push(Part::Field(place.ok_or_else(unknown)?));
                    after
                }
                (other, _) => keep(&mut literal, other, after),
            };
        }
        parts.push(Part::Literal(literal));
        Ok(Self(parts))
    }

    fn fill(&self, hit: &Hit, screen: Screen) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Literal(text) => text.clone(),
            Part::Field(place) => {
                screen.clean(&one_line(&(FIELDS[*place].fill)(hit))).into()
            }
        });
        parts.collect()
    }
}

fn keep<'a>(literal: &mut String, letter: char, rest: &'a str) -> &'a str {
    literal.push(letter);
    rest
}

/// Writes a hit as the template says, nothing else.
///
/// # Errors
/// When the writer fails.
pub fn hit(
    _: &Results,
    hit: &Hit,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(options.template.fill(hit, options.screen).as_bytes())?;
    out.write_all(if options.null { b"\0" } else { b"\n" })
}

/// White space of any kind becomes one space, so that a hit stays on its line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn date(hit: &Hit) -> String {
    hit.article.published.map(|it| it.date.to_string()).unwrap_or_default()
}

fn outlet(hit: &Hit) -> String {
    text(hit.article.outlet.as_ref().map(|it| &it.name))
}

fn path(hit: &Hit) -> String {
    hit.article.places.first().map(ToString::to_string).unwrap_or_default()
}

fn snippet(hit: &Hit) -> String {
    let passage = hit.snippets.iter().find(|it| it.field == "text");
    text(passage.map(|it| it.span.of(&hit.article.text).to_owned()).as_ref())
}

fn best(hit: &Hit) -> Option<&Quote> {
    hit.quotes.first().map(|(_, quote)| quote)
}

fn speaker(hit: &Hit) -> String {
    text(best(hit).and_then(|quote| quote.source.as_ref()).map(|source| &source.name))
}

fn quote(hit: &Hit) -> String {
    let pieces = best(hit)
        .map(|quote| passage::quote(&hit.article.text, quote, &[], Screen::default()));
    pieces.into_iter().flatten().map(|piece| piece.text).collect()
}

fn long(hit: &Hit) -> String {
    best(hit).map(|quote| chain::long(&quote.chain)).unwrap_or_default()
}

fn short(hit: &Hit) -> String {
    best(hit).and_then(chain::short).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::samples;

    fn check(template: &str, expected: &str) {
        let template = Template::parse(template).expect("a good template");
        let options = Options { template, ..Options::default() };
        let mut out = Vec::new();
        let format = crate::present::formatter("format").expect("in the table");
        format.write(&samples::results(), &options, &mut out).expect("memory takes all");
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }

    #[test]
    fn fills_fields() {
        check(
            "{date} {outlet}\\t{title}",
            "2024-04-15 The Lantern\tFerry to stay in port\n\
             2024-04 Coast Gazette\tUnion weighs strike\n",
        );
        check("{{{rank}}}", "{1}\n{2}\n");
        check(
            "{speaker}: {quote} [{short}]",
            "Ana Bell: “No ferry will sail before Monday” \
             [Harbour Radio via The Lantern]\n\
             Port Union: the crews want a longer rest [Coast Gazette]\n",
        );
        check(
            "{chain}",
            "Ana Bell → Harbour Radio (interview) → The Lantern\n\
             Port Union (statement) → Coast Gazette\n",
        );
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |template| Template::parse(template).expect_err("a bad template");
        assert_eq!(error("{colour}").to_string(), "unknown field `{colour}`");
        assert_eq!(error("{title").to_string(), "`{` is not closed in `{title`");
    }
}
