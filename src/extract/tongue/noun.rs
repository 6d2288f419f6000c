//! Which words name the source of a cue? The noun phrase behind it, the one before it, or
//! the one in a phrase ("heißt es im Bericht"), as the script allows.

use std::ops::Range;

use crate::extract::reading::Case;
use crate::extract::tongue::page::Page;
use crate::extract::tongue::plain::caseless_end;
use crate::extract::tongue::run::run_end;
use crate::extract::tongue::table::{Script, class, marker};
use crate::text::word::Kind;

/// Longest phrase looked at, in tokens.
const REACH: usize = 24;
/// Markers that are prepositions first.
const LOOSE: u16 = marker::VENUE | marker::INTERVIEW;

/// How much a phrase looks like somebody who speaks.
pub(super) fn worth(page: &Page, phrase: &Range<usize>) -> u8 {
    let mut worth = 0;
    for at in phrase.clone() {
        if page.capital(at)
            && run_end(page, at) > at
            && !page.tongue.noun_capitals
            && !page.only_opens(at)
            || page.has(at, class::TITLE | class::FIRST_NAME | class::SURNAME)
            || page.outlet_at(at).is_some()
        {
            return 3;
        }
        if page.has(at, class::PRONOUN | class::BODY | class::DOCUMENT) {
            worth = 2;
        } else if page.is_word(at) && !page.has(at, class::DETERMINER) {
            worth = worth.max(1);
        }
    }
    worth
}

/// Whether a phrase of a language with small nouns can open here: "recordó [las cosas]",
/// but no infinitive ("rechazó formar parte").
pub(super) fn starts_well(page: &Page, at: usize) -> bool {
    let heads = class::DETERMINER
        | class::TITLE
        | class::BODY
        | class::PRESS
        | class::DOCUMENT
        | class::PRONOUN
        | class::FIRST_NAME;
    page.tongue.script != Script::Cased
        || page.tongue.noun_capitals
        || page.has(at, heads)
        || page.capital(at)
        || page.quoted(at)
}

/// The phrase that begins behind a cue: "sagte [Hafenmeisterin Grete Ohm] am Montag".
pub(super) fn after(page: &Page, start: usize, ceiling: usize) -> Option<Range<usize>> {
    if page.tongue.script == Script::Dense {
        return None;
    }
    let mut from = start;
    // "sagte am Montag Brandt", "a déclaré mardi le ministre", "dit-il", "a-t-il dit"
    while from < ceiling && (page.has(from, class::SKIP) || page.reading.is(from, "-")) {
        from += 1;
    }
    if page.has(from, class::PREPOSITION) && page.has(from + 1, class::SKIP) {
        from += 2;
    }
    // "Dijo a la agencia EFE el ministro": behind whom it was said to.
    let addressed = (from..(from + 4).min(ceiling)).find_map(|at| page.outlet_at(at));
    if let Some(outlet) = addressed
        && (page.marker_at(from).is_some_and(|it| it.1 & marker::INTERVIEW != 0)
            || page.tongue.script == Script::Caseless && outlet.tokens.start == from)
        && !page.breaks(outlet.tokens.end)
    {
        from = outlet.tokens.end;
    }
    if page.has(from, class::PRONOUN) {
        let verb = page.reading.words[from].is_capital() && from > start;
        return (!verb).then_some(from..from + 1);
    }
    // "que calificó de": no phrase opens with a linking word.
    if page.has(from, class::LINKING)
        && !page.has(from, class::DETERMINER | class::GENITIVE)
    {
        return None;
    }
    let mut end = from;
    let mut named = false;
    while end < ceiling && end < from + REACH {
        if page.outlet_at(end).is_some() && end == from && page.breaks(end) {
            end = page.outlet_at(end).map_or(end + 1, |it| it.tokens.end + 1);
            break;
        }
        // A name in marks inside the phrase: "глава «Прибоя» Иван Орлов".
        if let Some(past) = inner_name(page, end).filter(|_| end > from) {
            end = past;
            continue;
        }
        if page.breaks(end) || page.cue_at(end).is_some() {
            break;
        }
        if page.marker_at(end).is_some_and(|it| it.1 & !LOOSE != 0 && it.0.start == end) {
            break;
        }
        let stops = class::THAT | class::STOP | class::SKIP | class::PRONOUN;
        let loose = page.has(end, class::PREPOSITION) && !page.has(end, class::LINKING);
        // "Nach Angaben des Ministeriums nutzen": behind a noun a small word is a verb.
        let verb = page.tongue.noun_capitals
            && end > from
            && page.capital(end - 1)
            && !page.capital(end)
            && !page.has(end, class::GENITIVE | class::LINKING | class::CONJUNCTION);
        if page.has(end, stops) || page.is_relative(end) || verb || loose && end > from {
            break;
        }
        if loose && !page.has(end, class::DETERMINER) {
            return None;
        }
        if page.has(end, class::CONJUNCTION) {
            let joins = named && page.capital(end + 1);
            if !joins {
                break;
            }
        }
        let run = run_end(page, end);
        if page.tongue.script == Script::Cased && run > end {
            // "сообщил Орлов агентству", "sagte Brandt dem Tagblatt": behind the name
            // begins another phrase.
            let title = (end..run)
                .all(|at| page.has(at, class::TITLE | class::BODY | class::PLACE))
                || page.tongue.noun_capitals && !names(page, end..run)
                || page.reading.words[run - 1].case == Case::Upper;
            end = run;
            named |= !title;
            if named
                && !page.has(end, class::LINKING)
                && !page.has(end, class::CONJUNCTION)
            {
                break;
            }
            continue;
        }
        if page.tongue.script == Script::Caseless && page.has(end, class::FIRST_NAME) {
            return Some(from..caseless_end(page, end));
        }
        if page.has(end, class::DETERMINER)
            && end > from
            && !page.has(end, class::GENITIVE)
        {
            break;
        }
        if page.outlet_at(end).is_some() && end > from {
            break;
        }
        end += 1;
    }
    let phrase = trimmed(page, from..end)?;
    Some(with_apposition(page, phrase, ceiling))
}

/// A run of a language with capital nouns names somebody: a known given name, or words
/// behind a title.
fn names(page: &Page, run: Range<usize>) -> bool {
    let plain = run
        .clone()
        .filter(|&at| {
            !page.has(at, class::TITLE | class::BODY | class::DOCUMENT | class::PRESS)
        })
        .count();
    plain >= 2
        || plain == 1
            && (run.len() > 1 || !page.has(run.start.wrapping_sub(1), class::DETERMINER))
}

/// The few words in marks that are a name, not speech.
fn inner_name(page: &Page, at: usize) -> Option<usize> {
    let number = page.reading.words.get(at)?.quotation as usize;
    let (start, end) = *page.reading.quoted_tokens.get(number.checked_sub(1)?)?;
    let goes_on =
        page.is_word(end) || at > 0 && page.has(at - 1, class::DETERMINER | class::PRESS);
    (start == at && page.words_in(start..end) <= 3 && goes_on).then_some(end)
}

/// "sagte der Minister, Jan Orr,": the name behind the comma belongs to the phrase.
fn with_apposition(page: &Page, phrase: Range<usize>, ceiling: usize) -> Range<usize> {
    let comma = phrase.end;
    let small = !page.tongue.noun_capitals && page.has(phrase.start, class::DETERMINER);
    let described =
        small || phrase.clone().any(|at| page.has(at, class::TITLE | class::BODY));
    let governors = class::PREPOSITION | class::GENITIVE | class::LINKING;
    let mut named = false;
    let mut at = phrase.start;
    while at < phrase.end {
        let end = run_end(page, at);
        let heads = (at..end).all(|it| page.has(it, class::TITLE | class::BODY));
        named |= end > at && !heads && !page.has(at.wrapping_sub(1), governors);
        at = end.max(at + 1);
    }
    if !described || named || !page.reading.is(comma, ",") {
        return phrase;
    }
    let end = run_end(page, comma + 1);
    let closes = end >= ceiling || page.breaks(end) || page.reading.is(end, ".");
    if end > comma + 1 && closes { phrase.start..end } else { phrase }
}

fn trimmed(page: &Page, phrase: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = phrase;
    let loose = class::PREPOSITION | class::CONJUNCTION | class::DETERMINER | class::SKIP;
    while end > start
        && (!page.is_word(end - 1) && !page.quoted(end - 1)
            || page.has(end - 1, loose) && !page.capital(end - 1))
    {
        end -= 1;
    }
    while start < end
        && (!page.is_word(start) && !page.quoted(start)
            || page.has(start, class::CONJUNCTION | class::SKIP))
    {
        start += 1;
    }
    (start < end).then_some(start..end)
}

/// The phrase that ends before a cue: "[Tomas Reed, der Chef der Reederei,] sagte".
pub(super) fn before(page: &Page, end: usize, floor: usize) -> Option<Range<usize>> {
    match page.tongue.script {
        Script::Dense => before_dense(page, end, floor),
        _ => before_spaced(page, end, floor),
    }
}

fn before_spaced(page: &Page, end: usize, floor: usize) -> Option<Range<usize>> {
    let mut stop = end;
    while stop > floor && page.has(stop - 1, class::SKIP | class::STOP | class::NEGATION)
    {
        stop -= 1;
    }
    let comma = |at: usize| {
        page.reading.is(at, ",")
            || page.reading.is(at, "،")
            || page.reading.is(at, "—")
            || page.reading.is(at, "–")
    };
    if stop > floor && (comma(stop - 1) || page.reading.is(stop - 1, ")")) {
        let mark = if page.reading.is(stop - 1, ")") {
            "("
        } else {
            page.reading.word(stop - 1)
        };
        let open = (floor.max(stop.saturating_sub(REACH))..stop - 1)
            .rev()
            .find(|&at| page.reading.is(at, mark))?;
        let plain = page.cues_in(&(open..stop - 1)).is_empty();
        let main = before_spaced(page, open, floor).filter(|_| plain && open > floor)?;
        return Some(main.start..stop - 1);
    }
    let mut start = stop;
    while start > floor && start + REACH > stop {
        let at = start - 1;
        let closed = page.has(at, class::THAT | class::STOP) || page.is_relative(at);
        if page.has(at, class::STOP) && page.tongue.noun_capitals {
            // "Vera Lund hatte Harbour Radio gesagt": the subject of the auxiliary.
            let main = before_spaced(page, at, floor);
            if let Some(main) = main.filter(|it| it.end == at && worth(page, it) >= 2) {
                return Some(main);
            }
        }
        if page.breaks(at) || closed || page.cue_at(at).is_some() {
            break;
        }
        if page.marker_at(at).is_some_and(|it| it.1 & !LOOSE != 0) {
            return None;
        }
        if page.has(at, class::PRONOUN) {
            let alone = start == stop;
            if alone {
                start = at;
            }
            break;
        }
        if page.has(at, class::CONJUNCTION) && !(start < stop && page.capital(start)) {
            break;
        }
        // "A Reuters, citando a polícia": an article where a phrase can open.
        let article = page.has(at, class::DETERMINER)
            && start < stop
            && (at == floor
                || page.breaks(at - 1)
                || page.has(at - 1, class::SKIP | class::CONJUNCTION | class::THAT));
        if article {
            start = at;
            break;
        }
        if page.has(at, class::PREPOSITION) && !page.has(at, class::LINKING) {
            // "в Минобороны сообщили": its people speak.
            let body = page.tongue.in_body
                && start < stop
                && (start..stop)
                    .any(|it| page.has(it, class::BODY) || run_end(page, it) > it);
            if body {
                return trimmed(page, start..stop);
            }
            // "Brandt am Dienstag sagte": what stands before the preposition.
            return before_spaced(page, at, floor).filter(|it| it.end == at);
        }
        start = at;
    }
    let phrase = trimmed(page, start..stop)?;
    let linked = page.has(phrase.start, class::LINKING | class::GENITIVE)
        && !page.has(phrase.start, class::DETERMINER);
    (!linked).then_some(phrase)
}

/// "外交部发言人毛宁6日在记者会上": from the last mark, without what is said of time and
/// place.
fn before_dense(page: &Page, end: usize, floor: usize) -> Option<Range<usize>> {
    let mut start = end;
    while start > floor && !page.breaks(start - 1) && start + 48 > end {
        start -= 1;
    }
    // "《晨报》评论称": the paper in marks is the source.
    let title = start.checked_sub(1).and_then(|it| page.outlet_at(it.saturating_sub(1)));
    if let Some(outlet) =
        title.filter(|_| page.reading.is(start - 1, "》") && end - start <= 4)
    {
        return Some(outlet.tokens.clone());
    }
    // "据介绍" names nobody.
    if page.marker_at(start).is_some_and(|it| it.1 & marker::ACCORDING != 0) {
        return None;
    }
    let mut stop = start;
    while stop < end {
        let ahead = page.reading.words[stop..end].iter().map(|it| it.low);
        let skipped = page.tongue.skips.longest(ahead).map(|it| it.1);
        let leaves = page.has(stop, class::PREPOSITION)
            || page.reading.words[stop].kind == Kind::Number
            || page.marker_at(stop).is_some_and(|it| it.1 & LOOSE != 0);
        if !leaves && skipped.is_none() {
            stop += 1;
            continue;
        }
        if stop > start {
            break;
        }
        let close = (stop..end).find(|&at| page.has(at, class::LINKING));
        start = match skipped {
            Some(count) => stop + count,
            None => close.unwrap_or(stop) + 1,
        };
        stop = start;
    }
    (start < stop && stop <= end).then_some(start..stop)
}

/// "heißt es im Bericht der Küstenwache", "In Regierungskreisen hieß es": the phrase of
/// the nearest preposition.
pub(super) fn in_phrase(
    page: &Page,
    cue: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    let preposition = |at: usize| page.has(at, class::PREPOSITION);
    let behind = (cue.end..sentence.end.min(cue.end + 5)).find(|&at| preposition(at));
    if let Some(at) = behind {
        let found = after(page, at + 1, sentence.end);
        if found.is_some() {
            return found;
        }
    }
    let from = sentence.start.max(cue.start.saturating_sub(8));
    let ahead = (from..cue.start).find(|&at| preposition(at))?;
    trimmed(page, ahead + 1..cue.start)
}
