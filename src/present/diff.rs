//! How is shown what one text changed of another? As it reads, with what was cut as
//! `[-cut-]` and what was added as `{+added+}`; long stretches that are the same are
//! shortened.

use std::io::{self, Write};

use crate::model::{Change, Span, StoredArticle};

use super::Screen;
use super::page::{Margin, Page, Piece};
use super::style::Label;

/// Two articles and what the second changed.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// Both, the older first.
    pub articles: [&'a StoredArticle; 2],
    /// Of the headline.
    pub headline: Vec<Change>,
    /// Of the body.
    pub text: Vec<Change>,
}

/// Words kept at each end of a long stretch that is the same.
const KEPT: usize = 12;

/// Writes both places, the headline and the text.
///
/// # Errors
/// When the writer fails.
pub fn write(
    compared: &Compared<'_>,
    screen: Screen,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen };
    let [a, b] = compared.articles;
    for (sign, article) in [("- ", a), ("+ ", b)] {
        let mut line = vec![Piece::whole(Label::Detail, sign)];
        line.extend(page.place(article, ""));
        page.block(&Margin::default(), &line, usize::MAX)?;
    }
    page.gap()?;
    let headlines = [a, b].map(|it| it.headline.as_deref().unwrap_or_default());
    let headline = pieces(&compared.headline, headlines, screen, Label::Headline);
    page.block(&Margin::default(), &headline, usize::MAX)?;
    page.gap()?;
    let text = pieces(&compared.text, [a.body(), b.body()], screen, Label::Plain);
    for paragraph in paragraphs(text) {
        page.block(&Margin::default(), &paragraph, usize::MAX)?;
        page.gap()?;
    }
    let [cut, added] = counts(&compared.text, [a.body(), b.body()]);
    let facts = match (cut, added) {
        (0, 0) => "the texts are the same, word for word".to_owned(),
        _ => format!("{cut} words cut, {added} added"),
    };
    page.block(&Margin::default(), &[Piece::new(Label::Detail, facts)], usize::MAX)
}

/// The changes as they read, old and new in one line of text.
pub(super) fn pieces(
    changes: &[Change],
    [old, new]: [&str; 2],
    screen: Screen,
    plain: Label,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut ends = [0, 0];
    for change in changes {
        let (label, text, before) = match *change {
            Change::Same(a, b) => {
                let gaps =
                    [between(old, ends[0], a.start), between(new, ends[1], b.start)];
                // At the start of one text, the other tells.
                let before = gaps[usize::from(gaps[0].len() <= gaps[1].len())];
                ends = [a.end, b.end];
                (plain, shortened(b.of(new)), before)
            }
            Change::Cut(a) => {
                let before = between(old, ends[0], a.start);
                ends[0] = a.end;
                (Label::Cut, format!("[-{}-]", a.of(old)), before)
            }
            Change::Added(b) => {
                let before = between(new, ends[1], b.start);
                ends[1] = b.end;
                (Label::Added, format!("{{+{}+}}", b.of(new)), before)
            }
        };
        if !pieces.is_empty() {
            pieces.push(Piece::new(plain, before));
        }
        pieces.push(Piece::new(label, screen.clean(&text).into_owned()));
    }
    pieces
}

/// The white space in front of a stretch, as far as it tells paragraphs apart.
fn between(text: &str, end: usize, start: usize) -> &'static str {
    match text.get(end..start) {
        Some("") => "",
        Some(gap) if gap.contains("\n\n") => "\n\n",
        _ => " ",
    }
}

/// A long stretch by its ends.
fn shortened(text: &str) -> String {
    let words: Vec<(usize, &str)> = text
        .split_whitespace()
        .map(|it| (it.as_ptr() as usize - text.as_ptr() as usize, it))
        .collect();
    if words.len() <= 3 * KEPT {
        return text.to_owned();
    }
    let head = words[KEPT - 1].0 + words[KEPT - 1].1.len();
    let tail = words[words.len() - KEPT].0;
    format!("{} … {}", &text[..head], &text[tail..])
}

/// Pieces of each paragraph.
fn paragraphs(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut found = vec![Vec::new()];
    for piece in pieces {
        let mut parts = piece.text.split("\n\n");
        let first = parts.next().unwrap_or_default();
        if let Some(last) = found.last_mut() {
            last.push(Piece::new(piece.label, first));
        }
        found.extend(parts.map(|it| vec![Piece::new(piece.label, it)]));
    }
    found.retain(|it| it.iter().any(|piece| !piece.text.trim().is_empty()));
    found
}

/// Words cut and added.
fn counts(changes: &[Change], [old, new]: [&str; 2]) -> [usize; 2] {
    let words = |span: Span, text| -> usize {
        span.of(text)
            .split(|it: char| !it.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .count()
    };
    changes.iter().fold([0, 0], |[cut, added], change| match *change {
        Change::Same(..) => [cut, added],
        Change::Cut(span) => [cut + words(span, old), added],
        Change::Added(span) => [cut, added + words(span, new)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn changes_read_as_text() {
        let old = "She did not want a quarrel.\n\nThe ferry stays.";
        let new = "She wants a quarrel.\n\nThe ferry sails.";
        let find = |text: &str, part: &str| {
            let start = text.find(part).expect("part of the text");
            Span::new(start, start + part.len())
        };
        let changes = [
            Change::Same(find(old, "She"), find(new, "She")),
            Change::Cut(find(old, "did not want")),
            Change::Added(find(new, "wants")),
            Change::Same(find(old, "a quarrel."), find(new, "a quarrel.")),
            Change::Same(find(old, "The ferry"), find(new, "The ferry")),
            Change::Cut(find(old, "stays")),
            Change::Added(find(new, "sails")),
        ];
        let made = pieces(&changes, [old, new], Screen::default(), Label::Plain);
        let text: String = made.into_iter().map(|it| it.text).collect();
        expect![[r#"
            She [-did not want-] {+wants+} a quarrel.

            The ferry [-stays-] {+sails+}"#]]
        .assert_eq(&text);
        assert_eq!(counts(&changes, [old, new]), [4, 2]);
    }
}
