//! Who governs a cue? The noun phrase before it, behind it when inverted, or the subject
//! of the clause it is coordinated with. Ranges are items of a line.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::{frame, tag};
use crate::extract::reading::Case;
use crate::extract::statement::apposition;
use crate::extract::statement::cue::goes_on_to;
use crate::extract::statement::line::Line;

/// The noun phrase that ends before item `end`; `None` where nothing nominal stands
/// there.
pub(super) fn before(
    line: &Line,
    cast: &Cast,
    end: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let end = if goes_on_to(line, end) { end - 2 } else { end };
    let mut stop = skip_adverbs(line, end, floor);
    let mut tail = None;
    // "Peskov, a Kremlin spokesman, said": the phrase before the inserted one.
    for _ in 0..2 {
        if stop > floor && is_inserting(line, stop - 1) {
            let mark = line.word(stop - 1);
            // "Orr -- the friend who left -- said": the dash of two hyphens.
            let close = if mark == "-" { stop - 2 } else { stop - 1 };
            let opens = |&at: &usize| {
                line.word(at) == mark && (mark != "-" || line.is(at + 1, "-"))
            };
            let Some(open) = (floor..close.saturating_sub(1)).rev().find(opens) else {
                break;
            };
            if close - open > 40 || open == floor {
                break;
            }
            tail.get_or_insert(close);
            stop = open;
        }
        if stop > floor && line.is(stop - 1, ")") {
            let Some(open) = (floor..stop - 1).rev().find(|&at| line.is(at, "(")) else {
                break;
            };
            tail.get_or_insert(stop);
            stop = open;
        }
    }
    if tail.is_some() {
        stop = skip_adverbs(line, stop, floor);
    }
    let range = match who_with_adjunct(line, stop, floor) {
        Some(who) => antecedent(line, cast, who, floor)?,
        None => phrase_before(line, cast, stop, floor)?,
    };
    let range = apposition::listed(line, cast, &range, floor)..range.end;
    let range = apposition::apposed(line, cast, &range, floor)..range.end;
    match tail {
        Some(tail) if !is_pronoun(line, &range) => Some(range.start..tail),
        _ => Some(range),
    }
}

/// A mark that ends an inserted phrase: a comma, a dash, two hyphens.
fn is_inserting(line: &Line, at: usize) -> bool {
    matches!(line.word(at), "," | "—" | "–")
        || line.is(at, "-") && at > 0 && line.is(at - 1, "-")
}

fn is_pronoun(line: &Line, range: &Range<usize>) -> bool {
    range.len() == 1 && line.has(range.start, tag::SUBJECT_PRONOUN)
}

/// Skips auxiliaries, adverbs and times between subject and verb: "Bell on Friday also".
fn skip_adverbs(line: &Line, end: usize, floor: usize) -> usize {
    let mut stop = end;
    loop {
        let Some(at) = stop.checked_sub(1).filter(|it| *it >= floor) else { return stop };
        let tags = line.tags(at);
        let pronoun = tags & tag::SUBJECT_PRONOUN != 0;
        let name = matches!(line.case(at), Case::Title | Case::Upper)
            && tags & (tag::TIME | tag::AUXILIARY) == 0;
        if !pronoun && !name && tags & (tag::AUXILIARY | tag::ADVERB | tag::NEGATION) != 0
        {
            stop = at;
        } else if tags & tag::TIME != 0 && !pronoun {
            stop = at;
            if stop > floor
                && line.has(stop - 1, tag::PREPOSITION | tag::DETERMINER | tag::TIME)
            {
                stop -= 1;
            }
        } else {
            return stop;
        }
    }
}

/// Gathers the phrase leftwards from `end`.
fn phrase_before(
    line: &Line,
    cast: &Cast,
    end: usize,
    floor: usize,
) -> Option<Range<usize>> {
    if end <= floor {
        return None;
    }
    let mut start = end;
    let mut relative = false;
    while start > floor {
        let at = start - 1;
        if line.has(at, tag::SUBJECT_PRONOUN) && line.case(at) != Case::Upper {
            if start == end {
                start = at;
            }
            break;
        }
        if is_past_verb(line, cast, at) {
            // "an official who worked on it told": the verb is the relative clause's.
            return clause_head(line, cast, at, floor).map(|it| it..end);
        }
        if is_title_in(line, at, start..end) {
            start = at;
            continue;
        }
        if !continues(line, cast, at, start, end) {
            // "A clerk who was in the room said": the verb is the relative clause's.
            let inner = line.has(at, tag::AUXILIARY) && start < end;
            if let Some(head) =
                inner.then(|| clause_head(line, cast, at, floor)).flatten()
            {
                return Some(head..end);
            }
            relative = start == end && line.has(at, tag::RELATIVE);
            break;
        }
        start = at;
    }
    if relative {
        return antecedent(line, cast, end - 1, floor);
    }
    let range = trim(line, cast, start..end)?;
    // "accumulating signatures": a gerund is no source.
    let first = line.word(range.start);
    if first.ends_with("ing") && line.case(range.start) == Case::Lower && range.len() > 1
    {
        return None;
    }
    let nominal = range.clone().any(|at| {
        line.is_word(at)
            && !line.has(
                at,
                tag::ADVERB | tag::PREPOSITION | tag::AUXILIARY | tag::COORDINATOR,
            )
    });
    nominal.then_some(range)
}

/// "the “Harbour Hour” host": a title in marks before the noun it belongs to.
fn is_title_in(line: &Line, at: usize, phrase: Range<usize>) -> bool {
    let Some(number) = line.quote(at) else { return false };
    let inner = line.reading.quotations[number].inner.of(line.reading.text);
    at > 0
        && line.has(phrase.start, tag::PERSON_NOUN)
        && phrase.start < phrase.end
        && line.has(at - 1, tag::DETERMINER)
        && line.quote_words(at) <= 5
        && inner.ends_with(char::is_alphanumeric)
}

/// "Orr, who in remarks on the pier called": a phrase between "who" and its verb.
fn who_with_adjunct(line: &Line, stop: usize, floor: usize) -> Option<usize> {
    let first = stop.saturating_sub(14).max(floor);
    let who = (first..stop)
        .rev()
        .take_while(|&at| !line.is_punctuation(at))
        .find(|&at| line.has(at, tag::RELATIVE) && line.is(at, "who"))?;
    let plain = (who + 1..stop).all(|at| {
        !line.is_punctuation(at)
            && line.quote(at).is_none()
            && !line.has(at, tag::AUXILIARY | tag::VERB | tag::SUBJECT_PRONOUN)
    });
    (who + 1 < stop && line.has(who + 1, tag::PREPOSITION) && plain).then_some(who)
}

/// The start of the phrase that "who" refers to, where the verb at `at` belongs to a
/// relative clause without commas.
fn clause_head(line: &Line, cast: &Cast, at: usize, floor: usize) -> Option<usize> {
    let first = at.saturating_sub(6).max(floor + 1);
    let who = (first..=at).rev().find(|&it| line.is(it, "who"))?;
    if (who..at).any(|it| line.is_punctuation(it)) || line.is(who - 1, ",") {
        return None;
    }
    phrase_before(line, cast, who, floor).map(|it| it.start)
}

/// "Bell, who said": the phrase before the relative pronoun.
fn antecedent(line: &Line, cast: &Cast, at: usize, floor: usize) -> Option<Range<usize>> {
    let end = if at > floor && line.is(at - 1, ",") { at - 1 } else { at };
    if end > at || end <= floor {
        return None;
    }
    if line.is(at, "who")
        && end == at
        && let Some(person) = apposition::person_before(line, cast, end, floor)
    {
        return Some(person);
    }
    // "turned to the Police Department which reported": the name beside the pronoun.
    phrase_before(line, cast, end, floor).or_else(|| {
        let mention = cast.mention_at(line.token(end - 1)?)?;
        let first = (floor..end)
            .find(|&it| line.token(it).is_some_and(|token| token >= mention.start))?;
        Some(first..end)
    })
}

/// A finite verb to the left makes the phrase its object, not a subject: "Orr went to
/// Lund and said".
fn is_past_verb(line: &Line, cast: &Cast, at: usize) -> bool {
    if line.case(at) != Case::Lower || at == 0 {
        return false;
    }
    if line.has(at, tag::VERB) {
        return true;
    }
    // "The Lantern reported officials said": what follows is the subject of its own cue.
    let reports = line
        .token(at)
        .and_then(|it| line.reading.words[it].cue)
        .is_some_and(|it| it.frames & (frame::SAY | frame::TELL) != 0);
    if reports {
        return false;
    }
    let named = line.token(at - 1).is_some_and(|it| cast.mention_at(it).is_some())
        || line.has(at - 1, tag::SUBJECT_PRONOUN)
        || line.is(at - 1, "who");
    let word = line.word(at);
    let postmodifier = matches!(word, "based" | "named" | "called" | "backed" | "led");
    named && word.ends_with("ed") && word.len() > 4 && !postmodifier
}

/// Whether the item at `at` still belongs to the phrase `start..end` to its right.
fn continues(line: &Line, cast: &Cast, at: usize, start: usize, end: usize) -> bool {
    let Some(token) = line.token(at) else { return false };
    if cast.mention_at(token).is_some() {
        return true;
    }
    let tags = line.tags(at);
    let word = line.word(at);
    if line.is_dash(at) {
        return false;
    }
    if line.is_punctuation(at) {
        return matches!(word, "-" | "&" | "'" | "’" | "$" | "/" | "%")
            || (word == "." && start < end && line.case(start) != Case::Lower);
    }
    if matches!(word, "and" | "And") {
        return joins_names(line, cast, at, start, end);
    }
    if tags & (tag::COORDINATOR) != 0 || word.eq_ignore_ascii_case("that") && start < end
    {
        return false;
    }
    if tags & tag::SUBORDINATOR != 0
        || tags & tag::RELATIVE != 0 && tags & tag::DETERMINER == 0
    {
        return false;
    }
    if tags & tag::AUXILIARY != 0 {
        return false;
    }
    if tags & tag::ADVERB != 0
        && tags & (tag::DETERMINER | tag::PREPOSITION) == 0
        && matches!(line.case(at), Case::Title)
    {
        return false;
    }
    let cue = line.reading.words[token].cue;
    let named = line.case(at) == Case::Title && at > 0 && line.is_word(at - 1);
    if cue.is_some() && !named && tags & (tag::DOCUMENT_NOUN | tag::PERSON_NOUN) == 0 {
        // A noun use inside the phrase ("the campaign manager") has no such entry; a
        // verb use ends the phrase: "Bell added that Orr said".
        return line.word(at).ends_with("ing")
            || line.has(at.saturating_sub(1), tag::DETERMINER);
    }
    true
}

/// "Bell and Orr said": both sides are names or plural people.
fn joins_names(line: &Line, cast: &Cast, at: usize, start: usize, end: usize) -> bool {
    if start >= end || at == 0 {
        return false;
    }
    // "current and former officials": two adjectives, of which the first opens the phrase.
    let plain = line.is_word(at - 1)
        && line.case(at - 1) == Case::Lower
        && line.tags(at - 1) == 0
        && line.token(at - 1).is_some_and(|it| line.reading.words[it].cue.is_none());
    let opens = at == 1 || line.is_punctuation(at - 2);
    let people =
        (start..end).any(|it| line.has(it, tag::PERSON_NOUN)) && end - start <= 4;
    if people && opens && (plain || line.is(at - 1, "current")) {
        return true;
    }
    let named =
        |it: usize| line.token(it).is_some_and(|token| cast.mention_at(token).is_some());
    let left = named(at - 1) || line.has(at - 1, tag::PERSON_NOUN | tag::BODY_NOUN);
    let right =
        (start..end).any(named) || (start..end).any(|it| line.has(it, tag::PERSON_NOUN));
    left && right
}

/// Cuts what stands before the phrase proper: adverbs, conjunctions, and a prepositional
/// phrase that opens the clause ("In a statement Bell").
fn trim(line: &Line, cast: &Cast, range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, end } = range;
    while start < end
        && (line.is_punctuation(start)
            || (line.has(start, tag::ADVERB | tag::COORDINATOR)
                && !line.has(start, tag::DETERMINER)
                && line.token(start).is_none_or(|it| cast.mention_at(it).is_none())))
    {
        start += 1;
    }
    if start >= end {
        return None;
    }
    // "On Monday 19 members": the day first, then who spoke.
    if line.has(start, tag::PREPOSITION) && line.has(start + 1, tag::WEEKDAY | tag::MONTH)
    {
        start += 2;
    }
    if start >= end {
        return None;
    }
    let opens = line.has(start, tag::PREPOSITION)
        || line.has(start, tag::TIME)
        || line.word(start).ends_with("ing") && line.case(start) == Case::Title;
    if !opens {
        return Some(start..end);
    }
    let last = (start..end).rev().find_map(|at| {
        let mention = cast.mention_at(line.token(at)?)?;
        (start..=at)
            .find(|&it| line.token(it).is_some_and(|token| token >= mention.titled_start))
    });
    let ends_named = line.token(end - 1).is_some_and(|it| cast.mention_at(it).is_some());
    if ends_named && let Some(last) = last {
        return Some(last..end);
    }
    let determiner = (start + 1..end).rev().find(|&at| line.has(at, tag::DETERMINER));
    match (determiner, last) {
        (Some(at), _) if at + 1 < end => Some(at..end),
        (_, Some(last)) => Some(last..end),
        _ => None,
    }
}
