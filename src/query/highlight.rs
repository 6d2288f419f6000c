//! Which passage shows why an article answers? Found from the words of the stored text
//! itself, so that phrases are marked whole and nothing that was excluded is marked.

use crate::index::forms::FormReader;
use crate::index::tokenizer::{Initials, PARAGRAPH, SENTENCE};
use crate::model::{Quote, Snippet, Span, StoredArticle};
use crate::text::paragraph::paragraphs;
use crate::text::sentence::starts;

use super::compile::{Scope, Sought};
use super::interval::Positions;
use super::words::Unit;

/// Bytes between the first and last mark of a passage, at most.
const WINDOW: usize = 240;
/// Bytes a passage grows by to reach the border of a sentence.
const REACH: usize = 160;

/// A first paragraph shorter than this is a byline ("By Cass Orme") or a date.
const LEAD: usize = 60;

/// A place that matched, and which of the words sought it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) which: usize,
    pub(super) span: Span,
}

/// What a text holds of the words sought.
#[derive(Default)]
pub(super) struct Marked {
    /// By start.
    pub(super) marks: Vec<Mark>,
    /// Where sentences start.
    starts: Vec<usize>,
}

/// The passages of an article, best first; where no word matched, the first quote that
/// did with its cue, else its beginning.
pub(super) fn snippets(
    article: &StoredArticle,
    sought: &[Sought],
    marked: &Marked,
    quotes: &[(usize, Quote)],
    most: usize,
    reader: &mut FormReader,
) -> Vec<Snippet> {
    let language = article.language.as_deref();
    let mut found = passages(article, marked, most);
    let instead = quotes.first().map_or_else(|| lead(article), |(_, it)| around(it));
    if found.is_empty() && most > 0 {
        found.extend(passage(article, instead, &[], &marked.starts));
    }
    if let Some(headline) = &article.headline {
        let wanted = |it: Scope| matches!(it, Scope::Any | Scope::Title);
        let whole = |it: &Sought| Sought { expr: it.expr.without_lead(), ..it.clone() };
        let sought: Vec<Sought> = sought.iter().map(whole).collect();
        let Marked { marks, .. } = marks(headline, language, &sought, wanted, reader);
        if !marks.is_empty() {
            let span = Span::new(0, headline.len());
            found.push(Snippet { field: "title", span, marks: merged(&marks, span) });
        }
    }
    found
}

/// Matches in the body, as spans of the whole text.
pub(super) fn text_marks(
    article: &StoredArticle,
    sought: &[Sought],
    quotes: &[(usize, Quote)],
    reader: &mut FormReader,
) -> Marked {
    let Some(body) = article.text.get(article.body..) else { return Marked::default() };
    let wanted = |it: Scope| it != Scope::Title;
    let language = article.language.as_deref();
    let Marked { mut marks, mut starts } = marks(body, language, sought, wanted, reader);
    for start in &mut starts {
        *start += article.body;
    }
    for mark in &mut marks {
        mark.span =
            Span::new(mark.span.start + article.body, mark.span.end + article.body);
    }
    let said = |span: Span| {
        quotes.iter().any(|(_, quote)| quote.spans.iter().any(|it| it.overlaps(span)))
    };
    marks.retain(|it| sought[it.which].scope != Scope::Said || said(it.span));
    Marked { marks, starts }
}

/// Matches in one text, by start: what stands as it was asked to, and nothing else.
fn marks(
    text: &str,
    language: Option<&str>,
    sought: &[Sought],
    wanted: impl Fn(Scope) -> bool,
    reader: &mut FormReader,
) -> Marked {
    let sought: Vec<(usize, &Sought)> =
        sought.iter().enumerate().filter(|(_, it)| wanted(it.scope)).collect();
    if sought.is_empty() {
        return Marked { marks: Vec::new(), starts: starts(text) };
    }
    let (spans, positions, starts) = positions(text, language, &sought, reader);
    let mut found = Vec::new();
    for ((which, sought), at) in sought.into_iter().zip(&positions) {
        for interval in sought.expr.find(at, true) {
            found.extend(interval.parts.into_iter().filter_map(|(start, end)| {
                let start = spans.get(start as usize)?;
                let end = spans.get(end as usize)?;
                Some(Mark { which, span: start.hull(*end) })
            }));
        }
    }
    found.sort_by_key(|it| (it.span, it.which));
    found.dedup();
    few_of_one_place(&mut found);
    Marked { marks: found, starts }
}

/// Parts of a query that are marked at one place of a text: a query may hold thousands of
/// patterns that all fit one word, and each mark is held against those near it.
const OF_ONE_PLACE: usize = 16;

/// Keeps the first marks of each place.
fn few_of_one_place(marks: &mut Vec<Mark>) {
    let (mut place, mut here) = (Span::default(), 0);
    marks.retain(|it| {
        here = if it.span == place { here + 1 } else { 1 };
        place = it.span;
        here <= OF_ONE_PLACE
    });
}

/// The span of each position of a text, where the units of each part stand, and where
/// sentences start.
fn positions(
    text: &str,
    language: Option<&str>,
    sought: &[(usize, &Sought)],
    reader: &mut FormReader,
) -> (Vec<Span>, Vec<Positions>, Vec<usize>) {
    let mut spans: Vec<Span> = Vec::new();
    let none = |it: &(usize, &Sought)| Positions {
        units: vec![Vec::new(); it.1.units.len()],
        ..Positions::default()
    };
    let mut found: Vec<Positions> = sought.iter().map(none).collect();
    let units = sought.iter().flat_map(|it| it.1.units.iter());
    let initials = Some(Initials::of(units.flat_map(Unit::beginnings)));
    let starts = reader.read(text, language, initials, &mut |position, span, form| {
        let Ok(here) = u32::try_from(position) else { return };
        while spans.len() <= position {
            spans.push(span);
        }
        if form.is_empty() {
            return;
        }
        for ((_, sought), at) in sought.iter().zip(&mut found) {
            match form {
                SENTENCE => at.sentences.push(here),
                PARAGRAPH => at.paragraphs.push(here),
                _ => {
                    for (unit, into) in sought.units.iter().zip(&mut at.units) {
                        if into.last() != Some(&here) && unit.fits(form) {
                            into.push(here);
                        }
                    }
                }
            }
        }
    });
    (spans, found, starts)
}

/// Where an article begins to tell: behind its byline and date line.
fn lead(article: &StoredArticle) -> Span {
    let from = article.body.min(article.text.len());
    let body = &article.text[from..];
    let told = paragraphs(body).into_iter().find(|it| it.len() >= LEAD);
    let start = from + told.map_or(0, |it| it.start);
    Span::new(start, start)
}

/// The parts of a quote that say who says it: the cue beside its first part.
fn around(quote: &Quote) -> Span {
    let first = quote.spans.first().copied().unwrap_or(quote.span);
    let far = |it: &Span| it.start.abs_diff(first.end) < WINDOW;
    let cue = quote.cue.as_ref().map(|it| it.span).filter(far);
    cue.map_or(first, |it| first.hull(it))
}

fn passages(article: &StoredArticle, marked: &Marked, most: usize) -> Vec<Snippet> {
    let Marked { marks, starts } = marked;
    let mut found: Vec<Snippet> = Vec::new();
    let mut rest = marks.clone();
    while found.len() < most {
        let Some(core) = best_window(&rest) else { break };
        let Some(snippet) = passage(article, core, marks, starts) else { break };
        rest.retain(|it| !snippet.span.overlaps(it.span));
        if found.iter().all(|it| !it.span.overlaps(snippet.span)) {
            found.push(snippet);
        }
    }
    found
}

/// The passage around a place of the body.
fn passage(
    article: &StoredArticle,
    core: Span,
    marks: &[Mark],
    starts: &[usize],
) -> Option<Snippet> {
    let body = Span::new(article.body.min(article.text.len()), article.text.len());
    if body.is_empty() {
        return None;
    }
    let span = widened(&article.text, core, body, starts);
    Some(Snippet { field: "text", span, marks: merged(marks, span) })
}

/// The hull of the marks that say most within one window: most different words first,
/// then most marks, then the earliest.
fn best_window(marks: &[Mark]) -> Option<Span> {
    let mut best: Option<((usize, usize), Span)> = None;
    for (at, first) in marks.iter().enumerate() {
        let near: Vec<&Mark> = marks[at..]
            .iter()
            .take_while(|it| it.span.start < first.span.start + WINDOW)
            .filter(|it| {
                it.span.end <= first.span.start + WINDOW || it.span == first.span
            })
            .collect();
        let mut words: Vec<usize> = near.iter().map(|it| it.which).collect();
        words.sort_unstable();
        words.dedup();
        let score = (words.len(), near.len().min(6));
        if best.is_none_or(|it| score > it.0) {
            let span = near.iter().fold(first.span, |hull, it| hull.hull(it.span));
            best = Some((score, span));
        }
    }
    best.map(|it| it.1)
}

/// Out to the borders of sentences where they are near, else to a space.
fn widened(text: &str, core: Span, body: Span, starts: &[usize]) -> Span {
    let before = starts.iter().rev().find(|it| **it <= core.start).copied();
    let start = before.filter(|it| core.start - it <= REACH).unwrap_or_else(|| {
        space_before(text, core.start.saturating_sub(REACH / 2), body)
    });
    let after = starts.iter().find(|it| **it >= core.end.max(core.start + 1)).copied();
    let end = after.unwrap_or(body.end);
    let end = if end.saturating_sub(core.end) <= REACH {
        end
    } else {
        space_after(text, core.end + REACH / 2, body)
    };
    // Where the only space near is inside the match, or behind it, the match is the border.
    let start = start.min(core.start).max(body.start);
    let end = end.max(core.end).max(start);
    let start = with_opening_mark(text, start, body);
    let shown = &text[start..end];
    let lead = shown.len() - shown.trim_start().len();
    Span::new(start + lead, start + shown.trim_end().len().max(lead))
}

/// A sentence that opens with a quotation is shown with its mark.
fn with_opening_mark(text: &str, start: usize, body: Span) -> usize {
    let before = text[body.start..start].chars().next_back();
    match before.filter(|it| matches!(it, '"' | '“' | '‘' | '„' | '«' | '\'' | '‚'))
    {
        Some(mark) => start - mark.len_utf8(),
        None => start,
    }
}

fn space_before(text: &str, at: usize, body: Span) -> usize {
    if at <= body.start {
        return body.start;
    }
    let from = (at..text.len()).find(|it| text.is_char_boundary(*it)).unwrap_or(at);
    let space = text[from..].char_indices().find(|it| it.1.is_whitespace());
    space.filter(|it| it.0 < REACH / 2).map_or(from, |it| from + it.0)
}

fn space_after(text: &str, at: usize, body: Span) -> usize {
    if at >= body.end {
        return body.end;
    }
    let to = (0..=at).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
    let space = text[..to].char_indices().rev().find(|it| it.1.is_whitespace());
    space.filter(|it| to - it.0 < REACH / 2).map_or(to, |it| it.0)
}

/// The marks inside a passage, those that overlap made one.
pub(super) fn merged(marks: &[Mark], inside: Span) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for mark in marks.iter().filter(|it| inside.contains(it.span)) {
        match found.last_mut() {
            Some(last) if last.overlaps(mark.span) => *last = last.hull(mark.span),
            _ => found.push(mark.span),
        }
    }
    found
}
