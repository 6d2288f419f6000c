//! Which outlets handed the words on, on what evidence? The role grammar: told OUTLET,
//! in an interview with OUTLET, OUTLET reported, according to OUTLET, citing OUTLET,
//! a translation by OUTLET. Read from the sentence around a statement.

mod words;

use std::ops::Range;

use self::words::{
    interview_after, interview_words, report_after, report_before, reports_outlet,
};
use crate::extract::press::OutletMention;
use crate::extract::reading::Reading;
use crate::extract::source::Resolved;
use crate::extract::statement::Statement;
use crate::extract::sure;
use crate::model::{ActorKind, Link, Role, Status};
use crate::text::word::Kind;

/// Links of the relay roles that the sentence of a statement states.
pub(crate) fn relays(
    reading: &Reading,
    statement: &Statement,
    source: Option<&Resolved>,
    outlets: &[OutletMention],
    window: &Range<usize>,
) -> Vec<Link> {
    let from = outlets.partition_point(|it| it.tokens.end <= window.start);
    let mut links: Vec<Link> = Vec::new();
    let mut cited: Vec<usize> = Vec::new();
    for outlet in outlets[from..].iter().take_while(|it| it.tokens.start < window.end) {
        if inside_content(reading, statement, outlet) {
            continue;
        }
        let in_subject = statement
            .subject
            .as_ref()
            .is_some_and(|it| it.contains(&outlet.tokens.start));
        let found = if in_subject {
            in_subject_role(reading, statement, source, outlet)
        } else {
            role(reading, statement, outlet, window)
        };
        let Some((role, evidence)) = found else { continue };
        let evidence = Some(reading.span(evidence.start, evidence.end));
        if links.iter().any(|it| it.party == outlet.name) {
            continue;
        }
        let start = outlet.tokens.start;
        if is_cited(&context_before(reading, start, window.start)) {
            cited.extend(evidence.map(|it| it.start));
        }
        links.push(Link {
            party: outlet.name.clone(),
            role,
            vehicle: None,
            basis: None,
            evidence,
            status: Status::Stated,
            confidence: sure::link(role, Status::Stated),
        });
    }
    // "According to The Lantern, citing Harbour Radio": the words came by radio first; so
    // does a translation that a paper quotes.
    links.sort_by_key(|it| {
        let start = it.evidence.map_or(usize::MAX, |it| it.start);
        let first = cited.contains(&start);
        (if first { it.role.min(Role::Report) } else { it.role }, !first)
    });
    links
}

/// The outlet, or the translation by it, is what another outlet relies on.
fn is_cited(before: &[String]) -> bool {
    let plain = |it: &&String| {
        !matches!(it.as_str(), "the" | "a" | "an" | "by" | "from" | "translation")
    };
    let word = before.iter().rev().find(plain);
    word.is_some_and(|it| matches!(it.as_str(), "citing" | "quoting" | "crediting"))
}

/// Outlets that the speaker mentions are no relays.
fn inside_content(
    reading: &Reading,
    statement: &Statement,
    outlet: &OutletMention,
) -> bool {
    let start = outlet.tokens.start;
    let quoted = reading.words[start].quotation > 0 && !outlet.programme;
    quoted || statement.pieces.iter().any(|it| it.contains(&start))
}

/// What the words beside an outlet make of it.
fn role(
    reading: &Reading,
    statement: &Statement,
    outlet: &OutletMention,
    window: &Range<usize>,
) -> Option<(Role, Range<usize>)> {
    let (start, end) = (outlet.tokens.start, outlet.tokens.end);
    if statement.object.as_ref().is_some_and(|it| it.contains(&start)) {
        let cue = statement.cue.as_ref().map_or(start, |it| it.start);
        return Some((Role::Interview, cue.min(start)..end));
    }
    let before = context_before(reading, start, window.start);
    let after = context_after(reading, end, window.end);
    if let Some(evidence) = translated(reading, &before, start, end) {
        return Some((Role::Translation, evidence));
    }
    if let Some(length) = interview_words(&before) {
        return Some((Role::Interview, start - length..end));
    }
    if let Some(length) = interview_after(&before, &after) {
        return Some((Role::Interview, start..end + length));
    }
    if let Some(length) = reports_outlet(&before, &after) {
        return Some((Role::Report, start - length..end));
    }
    if let Some(length) = report_before(&before) {
        return Some((Role::Report, start - length..end));
    }
    if let Some(length) = report_after(&after) {
        return Some((Role::Report, start..end + length));
    }
    None
}

/// An outlet in the phrase of the source: it reports what its own journalist writes ("The
/// Lantern's Ana Bell reported", "Lantern reporter Ana Bell") and what it says without
/// quotation marks ("The Lantern reported that"); its own quoted words need no hop.
fn in_subject_role(
    reading: &Reading,
    statement: &Statement,
    source: Option<&Resolved>,
    outlet: &OutletMention,
) -> Option<(Role, Range<usize>)> {
    let source = source?;
    let (start, end) = (outlet.tokens.start, outlet.tokens.end);
    let own = source.source.name == outlet.name;
    let person = source.source.kind == ActorKind::Person && source.actor.is_some();
    let evidence = statement.cue.as_ref().map_or(end, |it| it.end.max(end));
    if own {
        return statement.quotes.is_empty().then_some((Role::Report, start..evidence));
    }
    let journalist = matches!(reading.word(end), "'s" | "’s" | "'" | "’")
        || matches!(
            reading.word(end),
            "reporter" | "correspondent" | "columnist" | "writer" | "journalist"
        );
    // "The Lantern's Ana Bell reported" hands on; "insisted on X" and "told a panel" is she.
    let reports = statement.cue.as_ref().is_none_or(|it| {
        matches!(
            reading.word(it.start),
            "reported"
                | "reports"
                | "reporting"
                | "writes"
                | "wrote"
                | "noted"
                | "notes"
                | "found"
                | "revealed"
                | "reveals"
                | "explained"
                | "explains"
                | "points"
                | "pointed"
                | "quoted"
                | "cited"
                | "first"
        )
    });
    (person && journalist && reports).then_some((Role::Report, start..evidence))
}

fn lower_words(reading: &Reading, range: Range<usize>) -> Vec<String> {
    range.map(|it| reading.word(it).to_lowercase()).collect()
}

/// Up to twelve tokens before, nearest last.
fn context_before(reading: &Reading, start: usize, floor: usize) -> Vec<String> {
    lower_words(reading, start.saturating_sub(12).max(floor)..start)
}

fn context_after(reading: &Reading, end: usize, ceiling: usize) -> Vec<String> {
    lower_words(reading, end..(end + 12).min(ceiling.max(end)))
}

/// "according to a translation by", "translated by", "in a translation provided by".
fn translated(
    reading: &Reading,
    before: &[String],
    start: usize,
    end: usize,
) -> Option<Range<usize>> {
    let near = before.iter().rev().take(6).position(|it| it.starts_with("translat"))?;
    let by =
        before.iter().rev().take(near + 1).any(|it| matches!(it.as_str(), "by" | "from"));
    let owner = reading.word(end).ends_with('s')
        && reading.words.get(end)?.kind == Kind::Possessive;
    (by || owner).then(|| start - near - 1..end)
}
