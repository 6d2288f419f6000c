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
        let tags = line.tags(end);
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
        let word = line.word(end);
        if line.is_punctuation(end) {
            let inner = matches!(word, "-" | "&" | "/" | "’" | "'")
                || word == "."
                    && line.case(end - usize::from(end > start)) != Case::Lower
                    && end + 1 < line.len();
            if inner {
                end += 1;
                continue;
            }
            break;
        }
        let possessive = word == "’s" || word == "'s";
        let closed = tags
            & (tag::AUXILIARY | tag::SUBORDINATOR | tag::RELATIVE | tag::COORDINATOR)
            != 0
            && tags & tag::PREPOSITION == 0
            || tags & tag::ADVERB != 0
                && tags & tag::PREPOSITION == 0
                && tags & tag::DETERMINER == 0
            || tags & (tag::TIME) != 0 && named;
        if closed && !possessive {
            break;
        }
        let links = matches!(
            word,
            "of" | "for" | "from" | "at" | "with" | "to" | "in" | "on" | "by"
        );
        if tags & tag::PREPOSITION != 0 && !links {
            break;
        }
        if named && matches!(word, "in" | "on" | "to" | "with" | "at" | "by") {
            break;
        }
        let cue = line.reading.words[token].cue;
        if cue.is_some()
            && end > start
            && tags & (tag::DOCUMENT_NOUN | tag::PERSON_NOUN) == 0
        {
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
