//! Which stretches of an article are marked, and how do overlapping marks read? Quotes, the
//! words that report, who is quoted, and the words that links rest on.

use rustc_hash::FxHashSet;

use crate::model::{Quote, Span};

use super::page::{Piece, Screen};
use super::show::Subject;
use super::style::Label;

/// A stretch of the text with its look; `close` is printed after it.
pub(super) struct Mark {
    span: Span,
    label: Label,
    open: &'static str,
    close: String,
    /// Where this and all before it have ended.
    reach: usize,
}

/// Every mark of the subject's text, widest first where they begin together.
pub(super) fn marks(subject: &Subject<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark = |span: Span, label, open, close: &str| {
        let close = close.to_owned();
        marks.push(Mark { span, label, open, close, reach: 0 });
    };
    let credits = subject.credits.iter().filter_map(|credit| credit.evidence);
    let links = subject.quotes.iter().flat_map(|(_, quote)| &quote.chain.links);
    let links = links.filter(|link| !link.party.is_empty()).filter_map(|it| it.evidence);
    let sources: FxHashSet<Span> =
        subject.quotes.iter().filter_map(|it| source(it.1)).collect();
    for evidence in links.filter(|it| !sources.contains(it)).chain(credits) {
        mark(evidence, Label::Evidence, "{", "}");
    }
    for (n, quote) in &subject.quotes {
        let (last, before) = quote.spans.split_last().unwrap_or((&quote.span, &[]));
        for part in before {
            mark(*part, Label::Quote, "[", "]");
        }
        mark(*last, Label::Quote, "[", &format!("]#{n}"));
        if let Some(cue) = &quote.cue {
            mark(cue.span, Label::Cue, "", "");
        }
        if let Some(source) = source(quote) {
            mark(source, Label::Speaker, "", "");
        }
    }
    marks.sort_by_key(|it| {
        (it.span.start, std::cmp::Reverse(it.span.end), it.open == "{")
    });
    marks.dedup_by(|a, b| a.span == b.span && a.close == b.close);
    let mut reach = 0;
    for mark in &mut marks {
        reach = reach.max(mark.span.end);
        mark.reach = reach;
    }
    marks
}

fn source(quote: &Quote) -> Option<Span> {
    quote.source.as_ref().map(|source| source.span)
}

/// The pieces of one line of the text.
pub(super) fn marked(
    text: &str,
    line: Span,
    marks: &[Mark],
    screen: Screen,
) -> Vec<Piece> {
    let from = marks.partition_point(|it| it.reach < line.start);
    let to = marks.partition_point(|it| it.span.start <= line.end);
    let near = marks.get(from..to).unwrap_or_default().iter();
    let here: Vec<&Mark> = near.filter(|it| it.span.overlaps(line)).collect();
    let mut borders: Vec<usize> = here
        .iter()
        .flat_map(|it| [it.span.start, it.span.end])
        .chain([line.start, line.end])
        .filter(|at| (line.start..=line.end).contains(at))
        .collect();
    borders.sort_unstable();
    borders.dedup();

    let mut pieces = Vec::new();
    // Those that have begun and not ended, outermost first.
    let mut inside: Vec<&Mark> = Vec::new();
    let mut coming = here.into_iter().peekable();
    for (place, &at) in borders.iter().enumerate() {
        let mut begun = inside.len();
        while let Some(mark) = coming.next_if(|it| it.span.start <= at) {
            inside.push(mark);
            begun += usize::from(mark.span.start < at);
        }
        for mark in inside.iter().rev().filter(|it| it.span.end == at) {
            close(&mut pieces, mark, screen);
        }
        for mark in inside[begun..].iter().filter(|_| !screen.colour) {
            pieces.push(Piece::new(Label::Detail, mark.open));
        }
        inside.retain(|it| it.span.end > at);
        if let Some(&next) = borders.get(place + 1) {
            let span = Span::new(at, next);
            // The innermost mark decides: marks are sorted outermost first.
            let label = inside.last().map_or(Label::Plain, |it| it.label);
            pieces.push(Piece::new(label, screen.clean(span.of(text))));
        }
    }
    pieces
}

/// Brackets without colour; with colour only the number of the quote.
fn close(pieces: &mut Vec<Piece>, mark: &Mark, screen: Screen) {
    let shown = mark.close.trim_start_matches([']', '}']);
    let close = if screen.colour { shown } else { &mark.close };
    if !close.is_empty() {
        pieces.push(Piece::new(Label::Detail, close));
    }
}
