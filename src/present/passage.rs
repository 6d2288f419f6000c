//! How is a passage of an article shown, with its matches marked? Coloured where there
//! is colour, between asterisks where there is none. Quotes are shown as one line of
//! speech: the marks around them are ours, whatever the article used.

use crate::model::{Date, Polarity, Precision, Quote, QuoteKind, Span};

use super::page::{Piece, Screen};
use super::style::Label;

/// The passage `span` of `text`, marks shown, with `…` where it begins or ends inside
/// a sentence.
pub fn snippet(text: &str, span: Span, marks: &[Span], screen: Screen) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if !begins_sentence(&text[..span.start]) {
        pieces.push(Piece::new(Label::Detail, "… "));
    }
    pieces.extend(marked(text, span, marks, Label::Plain, screen));
    if !ends_sentence(span.of(text), &text[span.end..]) {
        pieces.push(Piece::whole(Label::Detail, " …"));
    }
    pieces
}

/// The words of a quote: its parts joined by `…`, in marks if they are the speaker's own.
pub fn quote(text: &str, quote: &Quote, marks: &[Span], screen: Screen) -> Vec<Piece> {
    let verbatim = quote.kind == QuoteKind::Direct && !quote.quoted.is_empty();
    let parts = if verbatim { &quote.quoted } else { &quote.spans };
    let mut pieces = Vec::new();
    if verbatim {
        pieces.push(Piece::new(Label::Quote, "“"));
    }
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            pieces.push(Piece::new(Label::Quote, " … "));
        }
        pieces.extend(marked(text, *part, marks, Label::Quote, screen));
    }
    if verbatim {
        pieces.push(Piece::new(Label::Quote, "”"));
    }
    pieces
}

/// Who says it and whether they stand by it: "Kremlin", "Kremlin, denied".
pub fn speaker(quote: &Quote, screen: Screen) -> Vec<Piece> {
    let name = quote.source.as_ref().map_or("(speaker unknown)", |source| &source.name);
    let mut pieces = vec![Piece::new(Label::Speaker, screen.clean(name))];
    if quote.polarity != Polarity::Asserted {
        pieces.push(Piece::new(Label::Detail, format!(", {}", quote.polarity.as_str())));
    }
    pieces
}

/// `15 Apr 2024`, `Apr 2024`, `2024`.
pub fn date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
        "Dec",
    ];
    let month = usize::from(date.month).checked_sub(1).and_then(|it| MONTHS.get(it));
    match (date.precision(), month) {
        (Precision::Year, _) | (_, None) => date.year.to_string(),
        (Precision::Month, Some(month)) => format!("{month} {}", date.year),
        (_, Some(month)) => format!("{} {month} {}", date.day, date.year),
    }
}

/// `span` of `text`, cut at the marks inside it.
pub fn marked(
    text: &str,
    span: Span,
    marks: &[Span],
    label: Label,
    screen: Screen,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = span.start;
    for mark in marks.iter().filter(|it| it.overlaps(span)) {
        let (start, end) = (mark.start.max(from), mark.end.min(span.end));
        if start >= end {
            continue;
        }
        pieces.push(Piece::new(label, screen.clean(&text[from..start])));
        let words = screen.clean(&text[start..end]);
        let words = if screen.colour { words.into_owned() } else { format!("*{words}*") };
        pieces.push(Piece::new(Label::Match, words));
        from = end;
    }
    pieces.push(Piece::new(label, screen.clean(&text[from..span.end])));
    pieces
}

fn begins_sentence(before: &str) -> bool {
    let trimmed = before.trim_end();
    trimmed.is_empty()
        || before[trimmed.len()..].contains('\n')
        || ends_with_stop(trimmed)
}

fn ends_sentence(passage: &str, after: &str) -> bool {
    let rest = after.trim_start();
    rest.is_empty()
        || after[..after.len() - rest.len()].contains('\n')
        || ends_with_stop(passage)
}

/// A full stop, possibly inside closing marks.
fn ends_with_stop(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['"', '\'', '”', '’', '»', '“', ')', ']'])
        .ends_with(['.', '!', '?', '。', '！', '？', '…', '।', '؟'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    fn find(text: &str, part: &str) -> Span {
        let start = text.find(part).expect("part of the text");
        Span::new(start, start + part.len())
    }

    fn check(text: &str, passage: &str, marks: &[&str], expected: &str) {
        let marks: Vec<Span> = marks.iter().map(|part| find(text, part)).collect();
        let shown = snippet(text, find(text, passage), &marks, Screen::default());
        assert_eq!(text_of(&shown), expected);
    }

    #[test]
    fn marks_and_dots() {
        let text = "Headline\n\nThe ferry waits. Nobody knows why, said the mayor.";
        check(text, "The ferry waits.", &["ferry"], "The *ferry* waits.");
        check(text, "Nobody knows", &[], "Nobody knows …");
        check(text, "knows why, said", &["knows why"], "… *knows why*, said …");
        check(text, "Headline", &["Headline"], "*Headline*");
        check(text, "said the mayor.", &["mayor", "ferry"], "… said the *mayor*.");
    }

    #[test]
    fn overlapping_marks_are_shown_once() {
        let text = "a ceasefire deal";
        check(text, text, &["ceasefire", "ceasefire deal"], "a *ceasefire** deal*");
    }

    #[test]
    fn dates_of_any_precision() {
        let check = |year, month, day, expected: &str| {
            assert_eq!(date(Date { year, month, day, seconds: None }), expected);
        };
        check(2024, 4, 5, "5 Apr 2024");
        check(2024, 4, 0, "Apr 2024");
        check(2024, 0, 0, "2024");
    }
}
