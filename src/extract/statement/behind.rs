//! Who is named behind a cue ("said Ana Bell, the mayor"), and who is the subject of the
//! whole sentence? Ranges are items of a line.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::tag;
use crate::extract::reading::Case;
use crate::extract::statement::line::Line;

/// The noun phrase that begins at item `start` ("said Ana Bell, the mayor").
pub(super) fn after(line: &Line, cast: &Cast, start: usize) -> Option<Range<usize>> {
    let mut end = start;
    let mut named = false;
    while end < line.len() {
        let Some(token) = line.token(end) else { break };
        if let Some(mention) = cast.mention_at(token) {
            named |= mention.end == token + 1;
            end += 1;
            continue;
        }
        if line.has(end, tag::SUBJECT_PRONOUN) {
            if end == start {
                end += 1;
            }
            break;
        }
        if line.is_punctuation(end) {
            if !is_inner_mark(line, start, end) {
                break;
            }
        } else if ends_phrase(line, cast, start, end, named) {
            break;
        }
        end += 1;
    }
    while end > start
        && (line.is_punctuation(end - 1)
            || line.has(end - 1, tag::PREPOSITION | tag::COORDINATOR))
    {
        end -= 1;
    }
    (end > start).then_some(start..end)
}

/// "Smith-Jones", "AT&T", "Mr.": a mark within a name.
fn is_inner_mark(line: &Line, start: usize, at: usize) -> bool {
    matches!(line.word(at), "-" | "&" | "/" | "’" | "'")
        || line.is(at, ".")
            && line.case(at - usize::from(at > start)) != Case::Lower
            && at + 1 < line.len()
}

/// The word at `at` belongs no more to the phrase that began at `start`; `named` once a
/// whole name has been read.
fn ends_phrase(line: &Line, cast: &Cast, start: usize, at: usize, named: bool) -> bool {
    let tags = line.tags(at);
    let word = line.word(at);
    let preposition = tags & tag::PREPOSITION != 0;
    let closes = tag::AUXILIARY | tag::SUBORDINATOR | tag::RELATIVE | tag::COORDINATOR;
    let closed = tags & closes != 0 && !preposition
        || tags & tag::ADVERB != 0 && !preposition && tags & tag::DETERMINER == 0
        || tags & tag::TIME != 0 && named;
    if closed && !matches!(word, "’s" | "'s") || is_verb_of_name(line, cast, at, named)
    {
        return true;
    }
    let links =
        matches!(word, "of" | "for" | "from" | "at" | "with" | "to" | "in" | "on" | "by");
    if preposition && !links
        || named && matches!(word, "in" | "on" | "to" | "with" | "at" | "by")
    {
        return true;
    }
    let cue = line.token(at).and_then(|it| line.reading.words[it].cue);
    cue.is_some() && at > start && tags & (tag::DOCUMENT_NOUN | tag::PERSON_NOUN) == 0
}

/// "Orr appeared to defend it", "Orr penned a dissent": the name ends before its verb.
fn is_verb_of_name(line: &Line, cast: &Cast, at: usize, named: bool) -> bool {
    let word = line.word(at);
    let past = word.ends_with("ed") && word.len() > 4 && line.tags(at) == 0;
    named
        && line.case(at) == Case::Lower
        && (line.has(at, tag::VERB) || past)
        && line.token(at - 1).is_some_and(|it| cast.mention_at(it).is_some())
}

/// The subject of the sentence: the first noun phrase after an opening phrase.
pub(super) fn main(line: &Line, cast: &Cast, end: usize) -> Option<Range<usize>> {
    let mut start = 0;
    while start < end
        && (line.is_punctuation(start)
            || line.has(start, tag::COORDINATOR)
            || line.has(start, tag::ADVERB) && !line.has(start, tag::DETERMINER))
    {
        start += 1;
    }
    // "As the letter made its rounds, gathering names, Orr issued a warning": one opening
    // phrase after the other.
    for _ in 0..3 {
        let opening = line.has(start, tag::PREPOSITION | tag::SUBORDINATOR)
            || line.word(start).ends_with("ing");
        let comma = (start..end.min(start + 25)).find(|&at| line.is(at, ","));
        match comma.filter(|_| opening) {
            Some(comma) => start = comma + 1,
            None => break,
        }
    }
    let range = after(line, cast, start)?;
    let good = range.clone().any(|at| {
        line.has(
            at,
            tag::SUBJECT_PRONOUN | tag::PERSON_NOUN | tag::BODY_NOUN | tag::DOCUMENT_NOUN,
        ) || line.token(at).is_some_and(|it| cast.mention_at(it).is_some())
    });
    (good && range.start < end).then(|| range.start..range.end.min(end))
}

/// Somebody who can say something: a name, people, a body, a document, a pronoun, or a
/// number of voters. "his strong second-place" in "place showing" is none.
pub(super) fn speaks(line: &Line, cast: &Cast, range: &Range<usize>) -> bool {
    let people = tag::PERSON_NOUN | tag::BODY_NOUN | tag::DOCUMENT_NOUN | tag::PRONOUN;
    range.clone().any(|at| {
        line.has(at, people)
            || line.token(at).is_some_and(|it| cast.mention_at(it).is_some())
            || line.case(at) == Case::Upper
            || line.case(at) == Case::Title && at > 0
            || matches!(
                line.word(at),
                "percent"
                    | "%"
                    | "half"
                    | "some"
                    | "many"
                    | "most"
                    | "all"
                    | "others"
                    | "those"
                    | "one"
                    | "majority"
                    | "few"
                    | "quarters"
                    | "thirds"
            )
    })
}
