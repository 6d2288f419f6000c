//! Who is meant where the phrase beside the cue is not all of it? The name before a phrase
//! that only describes, the first of a list, the person before "who".

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::tag;
use crate::extract::reading::Case;
use crate::extract::statement::line::Line;
use crate::model::ActorKind;

/// "Tom Orr, a sailor who ran the port, a quiet place, said": the name before the phrase
/// that only describes it.
pub(super) fn apposed(
    line: &Line,
    cast: &Cast,
    range: &Range<usize>,
    floor: usize,
) -> usize {
    let start = range.start;
    // "Tom Orr, R-Ohio, in a statement, called": neither does the party say anything.
    let party = matches!(line.word(start), "R" | "D" | "I") && line.is(start + 1, "-");
    // "Tom Orr, chief keeper at the yard wrote": a role, and no comma behind it. In "for Tom
    // Orr, clerks said" and "for Tom Orr, spokesman Ed Lund said" others speak.
    let person_in = |at: usize| {
        let mention = line.token(at).and_then(|it| cast.mention_at(it));
        mention.is_some_and(|it| it.kind == Some(ActorKind::Person))
    };
    let one = |at: usize| {
        line.has(at, tag::PERSON_NOUN)
            && !line.word(at).ends_with('s')
            && !matches!(line.word(at), "police" | "people" | "men" | "women" | "family")
    };
    let role = line.case(start) == Case::Lower
        && !line.has(start, tag::DETERMINER | tag::PRONOUN)
        && (start..range.end.min(start + 3)).any(one)
        && !range.clone().any(|at| one(at) && person_in(at + 1));
    let describes =
        party || role || matches!(line.word(start), "a" | "an" | "the" | "one");
    if !describes || start < floor + 2 || !line.is(start - 1, ",") {
        return start;
    }
    let person = line
        .token(start - 2)
        .and_then(|it| cast.mention_at(it))
        .filter(|it| it.kind == Some(ActorKind::Person));
    let Some(person) = person else { return start };
    (floor..start)
        .find(|&it| line.token(it).is_some_and(|token| token >= person.titled_start))
        .unwrap_or(start)
}

/// "Ana Bell, Tom Orr and Eva Lund reported": where the list begins.
pub(super) fn listed(
    line: &Line,
    cast: &Cast,
    range: &Range<usize>,
    floor: usize,
) -> usize {
    let named =
        |it: usize| line.token(it).is_some_and(|token| cast.mention_at(token).is_some());
    let mut start = range.start;
    if !range.clone().any(|it| line.is(it, "and")) || !named(start) {
        return start;
    }
    while start > floor + 2 && line.is(start - 1, ",") && named(start - 2) {
        let mut first = start - 2;
        while first > floor && (named(first - 1) || line.is(first - 1, "’s")) {
            first -= 1;
        }
        start = first;
    }
    start
}

/// "in a letter by a woman who said", "met the keeper who said": the person beside "who",
/// and nothing that stands before.
pub(super) fn person_before(
    line: &Line,
    cast: &Cast,
    end: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let person = |from: usize| {
        (from..end).any(|at| {
            line.has(at, tag::PERSON_NOUN)
                || line
                    .token(at)
                    .and_then(|it| cast.mention_at(it))
                    .is_some_and(|it| it.kind == Some(ActorKind::Person))
        })
    };
    for at in (floor..end).rev().take(10) {
        let joins = line.has(at, tag::PREPOSITION) && !line.is(at, "of");
        if line.is_punctuation(at) && !line.is(at, "-") {
            return None;
        }
        if line.has(at, tag::DETERMINER)
            && person(at)
            && !line.is(at.wrapping_sub(1), "of")
        {
            return Some(at..end);
        }
        if (joins || line.has(at, tag::AUXILIARY | tag::VERB)) && person(at + 1) {
            return Some(at + 1..end);
        }
    }
    None
}
