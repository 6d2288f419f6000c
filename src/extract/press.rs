//! Which outlets does the text name, and where? By name, by programme, and by short form:
//! "the Times" and "the paper" are the one named before.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::extract::actor::{Cast, Mention};
use crate::extract::language::tag;
use crate::extract::lexicon::{Lexicon, NameKind, OutletKind};
use crate::extract::reading::{Case, Reading};
use crate::model::ActorKind;

/// Tokens behind which "the paper" is another one, or none.
const FAR: usize = 400;

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
    let mut found = Named::default();
    let mut names = FxHashMap::default();
    let mut at = 0;
    let mut mentions = cast.mentions.iter().peekable();
    while at < reading.words.len() {
        while mentions.next_if(|it| it.end <= at).is_some() {}
        if let Some(mention) = mentions.peek().filter(|it| it.start <= at) {
            if let Some(outlet) = short_form(reading, lexicon, mention, &found, publisher)
            {
                found.push(outlet);
            } else if let Some(outlet) = known(mention, cast, lexicon, &mut names) {
                found.push(outlet);
            } else if let Some(outlet) =
                ambiguous(reading, lexicon, mention.start, mention.end, &found, publisher)
            {
                found.push(outlet);
            }
            at = mention.end.max(at + 1);
            continue;
        }
        if reading.words[at].kind.is_word()
            && reading.is_low(at, "the")
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
    let mut found = found.all;
    quoted_programmes(reading, lexicon, &mut found);
    found.sort_by_key(|it| it.tokens.start);
    found
}

/// The outlets named so far. Which was the last of a name is kept, not searched for: a text
/// may name one in every line, and a short form in every other.
#[derive(Default)]
struct Named {
    all: Vec<OutletMention>,
    /// The last of each name.
    last: FxHashMap<String, usize>,
    /// The last of each last word, in lower case; no programmes.
    ending: FxHashMap<String, usize>,
}

impl Named {
    fn push(&mut self, outlet: OutletMention) {
        let number = self.all.len();
        if !outlet.programme {
            let low = outlet.name.to_lowercase();
            let word = low.rsplit(' ').next().unwrap_or_default();
            put(&mut self.ending, word, number);
        }
        put(&mut self.last, &outlet.name, number);
        self.all.push(outlet);
    }

    /// The last one that has one of these names.
    fn last_of(&self, numbers: &[u16], lexicon: &Lexicon) -> Option<&OutletMention> {
        let names = numbers.iter().map(|it| &lexicon.outlets[usize::from(*it)].name);
        names.filter_map(|it| self.last.get(it)).max().map(|it| &self.all[*it])
    }

    /// The last one whose name ends with this word.
    fn ending_with(&self, word: &str) -> Option<&OutletMention> {
        self.ending.get(word).map(|it| &self.all[*it])
    }
}

fn put(numbers: &mut FxHashMap<String, usize>, name: &str, number: usize) {
    match numbers.get_mut(name) {
        Some(it) => *it = number,
        None => drop(numbers.insert(name.to_owned(), number)),
    }
}

/// "The Times" with a capital article: the outlet of that short name which the article
/// named before, else its publisher - before the paper whose whole name it is.
fn short_form(
    reading: &Reading,
    lexicon: &Lexicon,
    mention: &Mention,
    found: &Named,
    publisher: Option<&str>,
) -> Option<OutletMention> {
    let press = (mention.start..mention.end)
        .any(|it| reading.tags(it) & tag::PRESS_HEAD != 0 || reading.is(it, "Wire"));
    if mention.end - mention.start > 2 || !press {
        return None;
    }
    let short = reading.span(mention.start, mention.end).of(reading.text).to_lowercase();
    let numbers = lexicon.ambiguous.get(short.strip_prefix("the ").unwrap_or(&short))?;
    let is = |name: &str| {
        numbers.iter().any(|&it| lexicon.outlets[usize::from(it)].name == name)
    };
    let before = found.last_of(numbers, lexicon).map(|it| it.name.as_str());
    let own = publisher.filter(|it| is(it));
    // "sources told The Post": with a capital inside the sentence a paper means itself.
    let capital = reading.is(mention.start, "The")
        && mention.start > 0
        && reading.words[mention.start - 1].case == Case::Lower;
    let name = if capital { own.or(before) } else { before.or(own) }?.to_owned();
    Some(OutletMention { tokens: mention.start..mention.end, name, programme: false })
}

/// An outlet that a mention names. `names` are those of actors that were looked up before:
/// an article names a body in every other sentence.
fn known<'a>(
    mention: &Mention,
    cast: &'a Cast,
    lexicon: &'a Lexicon,
    names: &mut FxHashMap<usize, Option<&'a str>>,
) -> Option<OutletMention> {
    let (number, programme) = match mention.known.map(|it| it.kind) {
        Some(NameKind::Outlet(number)) => (number, false),
        Some(NameKind::Programme(number)) => (number, true),
        // The table has every outlet's forms; what else may be one looks like a body.
        _ if matches!(cast.kind(mention.actor), ActorKind::Person | ActorKind::Place) => {
            return None;
        }
        _ => {
            let name = *names.entry(mention.actor).or_insert_with(|| {
                let name = &cast.actors[mention.actor].name;
                let press = cast.kind(mention.actor) == ActorKind::Outlet;
                lexicon.outlet_name(name).or(press.then_some(name.as_str()))
            });
            return Some(OutletMention {
                tokens: mention.start..mention.end,
                name: name?.to_owned(),
                programme: false,
            });
        }
    };
    let entry = &lexicon.outlets[usize::from(number)];
    // "according to Yahoo News": a portal publishes nothing here, but is cited for what it
    // reports; a platform reports nothing.
    if entry.kind == OutletKind::Platform {
        return None;
    }
    let (tokens, name) = (mention.start..mention.end, entry.name.clone());
    Some(OutletMention { tokens, name, programme })
}

/// "the Times", "the Post": the outlet of that short name that the article named before.
fn elliptical(
    reading: &Reading,
    lexicon: &Lexicon,
    at: usize,
    found: &Named,
    publisher: Option<&str>,
) -> Option<OutletMention> {
    let word = reading.word(at + 1);
    if word.is_empty() {
        return None;
    }
    if let Some((end, kind)) = short_noun(reading, at + 1) {
        let fits = |it: &&OutletMention| {
            Some(it.name.as_str()) != publisher
                && (kind != Short::Programme || told_on(reading, it))
        };
        let mut near = found.all.iter().rev().take_while(|it| it.tokens.end + FAR > at);
        let last = near.find(fits)?;
        let distance = at.saturating_sub(last.tokens.end);
        let press_agency =
            lexicon.outlet(&last.name).is_some_and(|it| it.kind == OutletKind::Agency);
        let meant = match kind {
            Short::Outlet => true,
            Short::Agency => press_agency,
            Short::Report => distance < 120 && reported(reading, last, at),
            Short::Programme => distance < 150,
        };
        return meant.then(|| OutletMention {
            tokens: at..end,
            name: last.name.clone(),
            programme: kind == Short::Programme,
        });
    }
    if !reading.words.get(at + 1)?.is_capital() {
        return None;
    }
    // "the Post-Gazette" is not the Post.
    if reading.is(at + 2, "-") && reading.words.get(at + 3)?.is_capital() {
        return ambiguous(reading, lexicon, at + 1, at + 4, found, publisher);
    }
    ambiguous(reading, lexicon, at + 1, at + 2, found, publisher)
}

/// The nouns that stand for an outlet named before, by how sure they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Short {
    /// "the paper", "the news outlet"
    Outlet,
    /// "the agency": only for a news agency
    Agency,
    /// "the report": what an outlet is said to have reported
    Report,
    /// "on the program"
    Programme,
}

/// The noun at `at`, "news" before it included; its end.
fn short_noun(reading: &Reading, at: usize) -> Option<(usize, Short)> {
    let adjective =
        matches!(reading.word(at), "news" | "cable" | "wire") || reading.is(at, "media");
    let noun = if adjective { at + 1 } else { at };
    let kind = match reading.word(noun) {
        "paper" | "newspaper" | "network" | "magazine" | "outlet" | "publication"
        | "newspapers" | "channel" | "broadcaster" | "tabloid" | "station" => {
            Short::Outlet
        }
        "organization" | "organisation" | "site" | "website" | "agency" | "service"
            if adjective =>
        {
            Short::Outlet
        }
        "agency" | "site" | "website" | "wire" => Short::Agency,
        "report" | "story" | "article" if !adjective => Short::Report,
        "program" | "programme" | "show" | "broadcast"
            if at > 1 && matches!(reading.word(at - 2), "on" | "told" | "to") =>
        {
            Short::Programme
        }
        _ => return None,
    };
    Some((noun + 1, kind))
}

/// The outlet was somewhere a person could be heard: "told ABC's", "on CNN".
fn told_on(reading: &Reading, outlet: &OutletMention) -> bool {
    let before = outlet.tokens.start.checked_sub(1).map_or("", |it| reading.word(it));
    outlet.programme
        || matches!(before, "told" | "on" | "with")
        || matches!(reading.word(outlet.tokens.end), "'s" | "’s")
}

/// "The Lantern reported ...": the outlet is named as one that reports, and no other
/// report has been spoken of since.
fn reported(reading: &Reading, outlet: &OutletMention, until: usize) -> bool {
    let (start, end) = (outlet.tokens.start, outlet.tokens.end);
    let behind = (end..end + 6).any(|it| {
        matches!(
            reading.word(it),
            "reported"
                | "reports"
                | "report"
                | "story"
                | "article"
                | "citing"
                | "quoting"
        )
    });
    let before = (start.saturating_sub(5)..start).any(|it| {
        matches!(
            reading.word(it),
            "according" | "report" | "story" | "reported" | "citing"
        )
    });
    let other = (end + 3..until).any(|it| {
        matches!(reading.word(it), "report" | "story" | "article")
            && !matches!(reading.word(it - 1), "the" | "The" | "new")
    });
    (behind || before) && !other
}

fn bare_ambiguous(
    reading: &Reading,
    lexicon: &Lexicon,
    at: usize,
    found: &Named,
) -> Option<OutletMention> {
    if found.all.is_empty() {
        return None;
    }
    let word = reading.word(at).to_lowercase();
    let numbers = lexicon.ambiguous.get(&word)?;
    let named = found.last_of(numbers, lexicon)?;
    Some(OutletMention { tokens: at..at + 1, name: named.name.clone(), programme: false })
}

/// A short form: means the outlet that was named before; without one, the only candidate
/// that the words beside make an outlet ("told the Globe").
fn ambiguous(
    reading: &Reading,
    lexicon: &Lexicon,
    start: usize,
    end: usize,
    found: &Named,
    publisher: Option<&str>,
) -> Option<OutletMention> {
    let short = reading.span(start, end).of(reading.text).to_lowercase();
    let numbers = lexicon.ambiguous.get(&short);
    let tokens = start..end;
    let by_table = numbers.and_then(|it| found.last_of(it, lexicon));
    if let Some(named) = by_table {
        return Some(OutletMention {
            tokens,
            name: named.name.clone(),
            programme: false,
        });
    }
    // "the Courier" after "the Varnholm Courier": the last word of a named outlet.
    let determined = start > 0 && reading.is_low(start - 1, "the");
    if determined && let Some(named) = found.ending_with(&short) {
        return Some(OutletMention {
            tokens,
            name: named.name.clone(),
            programme: false,
        });
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
    let mut programmes = Vec::new();
    for (number, quotation) in reading.quotations.iter().enumerate() {
        let inner = quotation.inner.of(reading.text).trim_end_matches([',', '.', ' ']);
        if inner.len() > 40 || inner.is_empty() {
            continue;
        }
        let Some(name) = lexicon.names.get_exact(inner) else { continue };
        let NameKind::Programme(outlet) = name.kind else { continue };
        let (start, end) = reading.quoted_tokens[number];
        let name = lexicon.outlets[usize::from(outlet)].name.clone();
        programmes.push(OutletMention { tokens: start..end, name, programme: true });
    }
    // Both lists are in order: an outlet stands in the quotation that ends behind its start.
    found.retain(|it| {
        let next = programmes.partition_point(|p| p.tokens.end <= it.tokens.start);
        programmes.get(next).is_none_or(|p| p.tokens.start >= it.tokens.end)
    });
    found.append(&mut programmes);
}
