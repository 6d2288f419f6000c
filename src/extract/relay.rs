//! Which outlets handed the words on, on what evidence? The role grammar: told OUTLET,
//! in an interview with OUTLET, OUTLET reported, according to OUTLET, citing OUTLET,
//! a translation by OUTLET. Read from the sentence around a statement.

use std::ops::Range;

use crate::extract::actor::{Cast, Mention};
use crate::extract::lexicon::{Lexicon, NameKind, OutletKind};
use crate::extract::reading::Reading;
use crate::extract::statement::Statement;
use crate::model::{Link, Role, Status};
use crate::text::word::Kind;

/// An outlet named in the text: where, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutletMention {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// Canonical name.
    pub(crate) name: String,
    /// A programme, not the outlet itself.
    pub(crate) programme: bool,
}

/// Every outlet named in the document, "the Times" and "the paper" resolved to the one
/// named before.
pub(crate) fn outlets(
    reading: &Reading,
    cast: &Cast,
    lexicon: &Lexicon,
    publisher: Option<&str>,
) -> Vec<OutletMention> {
    let mut found: Vec<OutletMention> = Vec::new();
    let mut at = 0;
    while at < reading.words.len() {
        if let Some(mention) = cast.mention_at(at) {
            if let Some(outlet) = known(mention, cast, lexicon) {
                found.push(outlet);
            } else if let Some(outlet) =
                ambiguous(reading, lexicon, mention.start, mention.end, &found, publisher)
            {
                found.push(outlet);
            }
            at = mention.end.max(at + 1);
            continue;
        }
        if reading.is_low(at, "the")
            && let Some(outlet) = elliptical(reading, lexicon, at, &found, publisher)
        {
            at = outlet.tokens.end;
            found.push(outlet);
            continue;
        }
        if reading.words[at].is_capital()
            && let Some(outlet) = bare_ambiguous(reading, lexicon, at, &found)
        {
            at = outlet.tokens.end;
            found.push(outlet);
            continue;
        }
        at += 1;
    }
    quoted_programmes(reading, lexicon, &mut found);
    found.sort_by_key(|it| it.tokens.start);
    found
}

fn known(mention: &Mention, cast: &Cast, lexicon: &Lexicon) -> Option<OutletMention> {
    let (number, programme) = match mention.known.map(|it| it.kind) {
        Some(NameKind::Outlet(number)) => (number, false),
        Some(NameKind::Programme(number)) => (number, true),
        _ => {
            let name = &cast.actors[mention.actor].name;
            let press = cast.kind(mention.actor) == crate::model::ActorKind::Outlet;
            let name = match lexicon.outlet_name(name) {
                Some(name) => name.to_owned(),
                None if press => name.clone(),
                None => return None,
            };
            return Some(OutletMention {
                tokens: mention.start..mention.end,
                name,
                programme: false,
            });
        }
    };
    let entry = &lexicon.outlets[usize::from(number)];
    if !matches!(entry.kind, OutletKind::Outlet | OutletKind::Agency) {
        return None;
    }
    Some(OutletMention {
        tokens: mention.start..mention.end,
        name: entry.name.clone(),
        programme,
    })
}

/// "the Times", "the Post": the outlet of that short name that the article named before.
fn elliptical(
    reading: &Reading,
    lexicon: &Lexicon,
    at: usize,
    found: &[OutletMention],
    publisher: Option<&str>,
) -> Option<OutletMention> {
    let word = reading.word(at + 1);
    if word.is_empty() {
        return None;
    }
    if matches!(
        word,
        "paper"
            | "newspaper"
            | "network"
            | "magazine"
            | "outlet"
            | "website"
            | "publication"
            | "newspapers"
            | "channel"
            | "broadcaster"
            | "agency"
            | "site"
    ) {
        let fits =
            |it: &&OutletMention| !it.programme && Some(it.name.as_str()) != publisher;
        let last = found.iter().rev().find(fits)?;
        let near = at.saturating_sub(last.tokens.end) < 150;
        let generic = matches!(word, "agency" | "site" | "website");
        let press_agency =
            lexicon.outlet(&last.name).is_some_and(|it| it.kind == OutletKind::Agency);
        if !near || generic && !press_agency {
            return None;
        }
        return Some(OutletMention {
            tokens: at..at + 2,
            name: last.name.clone(),
            programme: false,
        });
    }
    if !reading.words.get(at + 1)?.is_capital() {
        return None;
    }
    ambiguous(reading, lexicon, at + 1, at + 2, found, publisher)
}

fn bare_ambiguous(
    reading: &Reading,
    lexicon: &Lexicon,
    at: usize,
    found: &[OutletMention],
) -> Option<OutletMention> {
    let word = reading.word(at).to_lowercase();
    let numbers = lexicon.ambiguous.get(&word)?;
    let named = found.iter().rev().find(|it| {
        numbers.iter().any(|&number| lexicon.outlets[usize::from(number)].name == it.name)
    })?;
    Some(OutletMention { tokens: at..at + 1, name: named.name.clone(), programme: false })
}

/// A short form: means the outlet that was named before; without one, the only candidate
/// that the words beside make an outlet ("told the Globe").
fn ambiguous(
    reading: &Reading,
    lexicon: &Lexicon,
    start: usize,
    end: usize,
    found: &[OutletMention],
    publisher: Option<&str>,
) -> Option<OutletMention> {
    let short = reading.span(start, end).of(reading.text).to_lowercase();
    let numbers = lexicon.ambiguous.get(&short);
    let tokens = start..end;
    let by_table = numbers.and_then(|numbers| {
        found.iter().rev().find(|it| {
            numbers
                .iter()
                .any(|&number| lexicon.outlets[usize::from(number)].name == it.name)
        })
    });
    if let Some(named) = by_table {
        return Some(OutletMention {
            tokens,
            name: named.name.clone(),
            programme: false,
        });
    }
    // "the Courier" after "the Varnholm Courier": the last word of a named outlet.
    let determined = start > 0 && reading.is_low(start - 1, "the");
    if determined && end == start + 1 {
        let ending = found.iter().rev().find(|it| {
            !it.programme
                && it.name.to_lowercase().split(' ').next_back() == Some(short.as_str())
        });
        if let Some(named) = ending {
            return Some(OutletMention {
                tokens,
                name: named.name.clone(),
                programme: false,
            });
        }
    }
    let numbers = numbers?;
    let beside = told_or_reports(reading, start, end);
    let own = publisher.and_then(|own| {
        numbers.iter().find(|&&it| lexicon.outlets[usize::from(it)].name == own)
    });
    let number = own.or(numbers.first().filter(|_| beside))?;
    let name = lexicon.outlets[usize::from(*number)].name.clone();
    Some(OutletMention { tokens, name, programme: false })
}

fn told_or_reports(reading: &Reading, start: usize, end: usize) -> bool {
    let determined = start > 0 && reading.is_low(start - 1, "the");
    let before = start
        .checked_sub(if determined { 2 } else { 1 })
        .map_or("", |it| reading.word(it));
    let after = reading.word(end);
    matches!(before, "told" | "by" | "to" | "with") && (determined || before == "told")
        || matches!(after, "reported" | "reports")
        || reading.is(end, "'s") && matches!(reading.word(end + 1), "reporting")
}

/// CNN's “State of the Union”: a programme in quotation marks.
fn quoted_programmes(
    reading: &Reading,
    lexicon: &Lexicon,
    found: &mut Vec<OutletMention>,
) {
    for (number, quotation) in reading.quotations.iter().enumerate() {
        let inner = quotation.inner.of(reading.text).trim_end_matches([',', '.', ' ']);
        if inner.len() > 40 || inner.is_empty() {
            continue;
        }
        let Some(name) = lexicon.names.get_exact(inner) else { continue };
        let NameKind::Programme(outlet) = name.kind else { continue };
        let (start, end) = reading.quoted_tokens[number];
        found.retain(|it| it.tokens.end <= start || it.tokens.start >= end);
        let name = lexicon.outlets[usize::from(outlet)].name.clone();
        found.push(OutletMention { tokens: start..end, name, programme: true });
    }
}

/// Links of the relay roles that the sentence of a statement states.
pub(crate) fn relays(
    reading: &Reading,
    statement: &Statement,
    outlets: &[OutletMention],
    window: &Range<usize>,
) -> Vec<Link> {
    let from = outlets.partition_point(|it| it.tokens.end <= window.start);
    let mut links: Vec<Link> = Vec::new();
    for outlet in outlets[from..].iter().take_while(|it| it.tokens.start < window.end) {
        if inside_content(reading, statement, outlet) {
            continue;
        }
        let Some((role, evidence)) = role(reading, statement, outlet, window) else {
            continue;
        };
        let evidence = Some(reading.span(evidence.start, evidence.end));
        if links.iter().any(|it| it.party == outlet.name) {
            continue;
        }
        links.push(Link {
            party: outlet.name.clone(),
            role,
            vehicle: None,
            evidence,
            status: Status::Stated,
            confidence: 0.9,
        });
    }
    links.sort_by_key(|it| it.role);
    links
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
    if statement.subject.as_ref().is_some_and(|it| it.contains(&start)) {
        return None;
    }
    let before = context_before(reading, start, window.start);
    let after = context_after(reading, end, window.end);
    if let Some(evidence) = translated(reading, &before, start, end) {
        return Some((Role::Translation, evidence));
    }
    if let Some(length) = interview_words(&before) {
        return Some((Role::Interview, start - length..end));
    }
    if let Some(length) = report_before(&before) {
        return Some((Role::Report, start - length..end));
    }
    if let Some(length) = report_after(&after) {
        return Some((Role::Report, start..end + length));
    }
    None
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

/// "according to", "citing", "first reported by", "in", "report by": tokens before.
fn report_before(before: &[String]) -> Option<usize> {
    let joined = |count: usize| {
        let from = before.len().saturating_sub(count);
        before[from..].join(" ")
    };
    let text = joined(8);
    let near = |phrase: &str| {
        text.rfind(phrase).filter(|at| {
            text[at + phrase.len()..].split(' ').filter(|it| !it.is_empty()).count() <= 4
        })
    };
    for phrase in [
        "according to",
        "citing",
        "quoting",
        "reported by",
        "report by",
        "reported in",
        "report from",
        "report in",
        "published by",
        "published in",
        "obtained by",
        "reviewed by",
        "seen by",
        "reports by",
        "reporting by",
        "reports in",
        "cited by",
        "quoted by",
        "as told to",
        "quoted in",
        "story in",
        "article in",
        "broke by",
        "revealed by",
        "via",
        "interviewed by",
        "poll by",
    ] {
        if let Some(at) = near(phrase) {
            let count = text[at..].split(' ').filter(|it| !it.is_empty()).count();
            return Some(count.min(before.len()));
        }
    }
    None
}

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
