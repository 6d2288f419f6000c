//! Which outlets does the text name, and where? By name, by programme, and by short form:
//! "the Times" and "the paper" are the one named before.

use std::ops::Range;

use crate::extract::actor::{Cast, Mention};
use crate::extract::lexicon::{Lexicon, NameKind, OutletKind};
use crate::extract::reading::Reading;

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
