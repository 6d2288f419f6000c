//! Which outlets handed the words on, on what evidence? The role grammar: told OUTLET,
//! in an interview with OUTLET, OUTLET reported, according to OUTLET, citing OUTLET,
//! a translation by OUTLET. Read from the sentence around a statement.

use std::ops::Range;

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
    (person && journalist).then_some((Role::Report, start..evidence))
}

/// "in a Lantern interview", "during a CNN appearance".
fn interview_after(before: &[String], after: &[String]) -> Option<usize> {
    let spoken = ["interview", "appearance", "broadcast", "segment", "interviewer"];
    let said = after.first().is_some_and(|it| spoken.contains(&it.as_str()));
    let inside = before
        .iter()
        .rev()
        .take(4)
        .any(|it| matches!(it.as_str(), "in" | "during" | "on" | "from" | "at"));
    (said && inside).then_some(1)
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

/// "in an interview with", "told", "on", "speaking to", "appearing on": how many tokens
/// before the outlet say so.
fn interview_words(before: &[String]) -> Option<usize> {
    let skip = before
        .iter()
        .rev()
        .take_while(|it| {
            matches!(
                it.as_str(),
                "the" | "a" | "an" | "'s" | "’s" | "his" | "her" | "show" | "program"
            )
        })
        .count();
    let words: Vec<&str> =
        before[..before.len() - skip].iter().map(String::as_str).collect();
    let last = *words.last()?;
    let says = |from: usize, set: &[&str]| {
        words.iter().rev().take(from).any(|it| set.contains(it))
    };
    let spoken = [
        "told",
        "interview",
        "interviewed",
        "appearance",
        "appearances",
        "appeared",
        "appearing",
        "speaking",
        "spoke",
        "interviews",
        "remarks",
        "comments",
        "said",
        "tells",
        "says",
        "telling",
        "saying",
        "statement",
        "conversation",
        "talking",
        "talked",
        "sat",
        "email",
        "e-mail",
        "discussion",
        "added",
        "asked",
    ];
    let found = match last {
        "told" | "telling" | "tells" => true,
        "with" | "by" => says(
            8,
            &[
                "interview",
                "interviewed",
                "interviews",
                "conversation",
                "sat",
                "speaking",
                "talked",
                "spoke",
            ],
        ),
        // "“Wait,” Bell said, according to The Lantern": nobody spoke to it there.
        "to" if words.len() > 1 && words[words.len() - 2] == "according" => false,
        "to" => says(
            6,
            &[
                "speaking",
                "spoke",
                "statement",
                "comments",
                "remarks",
                "interview",
                "talking",
                "talked",
                "email",
                "e-mail",
                "said",
                "comment",
                "confirmed",
                "spoken",
            ],
        ),
        "on" | "for" => says(10, &spoken) || words.len() == 1,
        _ => false,
    };
    found.then_some(skip + 1)
}

/// "..., reports The Lantern.": the verb stands before its outlet, which ends the clause.
fn reports_outlet(before: &[String], after: &[String]) -> Option<usize> {
    let skip = usize::from(before.last().is_some_and(|it| it == "the"));
    let verb = before.len().checked_sub(skip + 1).and_then(|it| before.get(it))?;
    let reports = matches!(verb.as_str(), "reported" | "reports" | "writes" | "notes");
    let ends = after
        .first()
        .is_none_or(|it| matches!(it.as_str(), "." | "," | ";" | "—" | "”" | ")"));
    (reports && ends).then_some(skip + 1)
}

/// "according to", "citing", "first reported by", "in", "report by": how many tokens before
/// the outlet say so; up to four more may stand between ("according to a new report by").
fn report_before(before: &[String]) -> Option<usize> {
    (0..=4).find_map(|between| {
        let end = before.len().checked_sub(between)?;
        REPORTS_BEFORE
            .iter()
            .find(|phrase| {
                let mut words = before[..end].iter().rev();
                phrase.iter().rev().all(|it| words.next().is_some_and(|word| word == it))
            })
            .map(|phrase| phrase.len() + between)
    })
}

/// Phrases that make the outlet behind them one that reports.
const REPORTS_BEFORE: [&[&str]; 27] = [
    &["according", "to"],
    &["citing"],
    &["quoting"],
    &["reported", "by"],
    &["report", "by"],
    &["reported", "in"],
    &["report", "from"],
    &["report", "in"],
    &["published", "by"],
    &["published", "in"],
    &["obtained", "by"],
    &["reviewed", "by"],
    &["seen", "by"],
    &["reports", "by"],
    &["reporting", "by"],
    &["reports", "in"],
    &["cited", "by"],
    &["quoted", "by"],
    &["as", "told", "to"],
    &["quoted", "in"],
    &["story", "in"],
    &["article", "in"],
    &["broke", "by"],
    &["revealed", "by"],
    &["via"],
    &["interviewed", "by"],
    &["poll", "by"],
];

/// "reported", "'s Ana Bell reported", "first reported", "reports": tokens after.
fn report_after(after: &[String]) -> Option<usize> {
    let verbs = [
        "reported",
        "reports",
        "reporting",
        "noted",
        "notes",
        "wrote",
        "writes",
        "said",
        "says",
        "revealed",
        "found",
        "learned",
        "explained",
        "quoted",
        "cited",
        "points",
        "pointed",
        "added",
        "report",
        "story",
        "article",
        "noting",
        "broke",
        "published",
        "adds",
        "obtained",
        "disclosed",
        "claims",
        "claimed",
    ];
    let limit =
        if after.first().is_some_and(|it| matches!(it.as_str(), "'s" | "’s" | "'" | "’"))
        {
            12
        } else {
            5
        };
    for (at, word) in after.iter().take(limit).enumerate() {
        if matches!(word.as_str(), "," | "." | ";" | "“" | "\"" | "that" | "to")
            && at > 0
            && limit == 5
        {
            return None;
        }
        if verbs.contains(&word.as_str()) {
            return Some(at + 1);
        }
    }
    None
}
