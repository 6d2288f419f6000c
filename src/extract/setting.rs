//! Was a statement made on an occasion of its own, though its sentence names neither outlet
//! nor vehicle? Then it inherits no road from the statements before.

use crate::extract::language::tag;
use crate::extract::reading::Reading;
use crate::extract::statement::Statement;

/// "told reporters", "speaking on a ferry", "has repeatedly called for", "on Saturday".
pub(crate) fn is_of_its_own(reading: &Reading, statement: &Statement) -> bool {
    is_habit(reading, statement)
        || is_told_to_many(reading, statement)
        || is_spoken(reading, statement)
        || is_dated(reading, statement)
        || is_interview(reading, statement)
}

/// "joked in an interview with Harbour Talk": another talk, with whomever.
fn is_interview(reading: &Reading, statement: &Statement) -> bool {
    let Some(sentence) = reading.sentences.get(statement.sentence) else { return false };
    let inside = |at: usize| statement.pieces.iter().any(|it| it.contains(&at));
    sentence.tokens.clone().any(|at| {
        reading.is(at, "interview")
            && matches!(reading.word(at.wrapping_sub(1)), "an" | "another" | "separate")
            && reading.words[at].quotation == 0
            && !inside(at)
    })
}

/// "Bell wrote": goes on with a letter, not with a speech.
pub(crate) fn is_written(reading: &Reading, statement: &Statement) -> bool {
    let Some(cue) = &statement.cue else { return false };
    matches!(reading.word(cue.start), "wrote" | "writes" | "writing" | "written")
}

/// "A week after taking office, Bell announced", "In 2016 Orr had said": a time of its own
/// opens the sentence. "Later, Bell added" and "This time" are the same day.
fn is_dated(reading: &Reading, statement: &Statement) -> bool {
    let Some(sentence) = reading.sentences.get(statement.sentence) else { return false };
    let first = sentence.tokens.start;
    // "On Monday he did so again, saying": of a cue that leans on the sentence only the
    // first words are looked at; "spoke on Monday, saying" is the day of the occasion.
    let (until, words) = match (&statement.subject, &statement.cue) {
        (Some(subject), _) if !statement.far => (subject.start, OPENING),
        (_, Some(cue)) => (cue.start, FIRST),
        _ => return false,
    };
    let inside = |at: usize| statement.pieces.iter().any(|it| it.contains(&at));
    let opening = || {
        (first..until.min(first + words))
            .filter(|&at| reading.words[at].quotation == 0 && !inside(at))
    };
    // "In the May 16 letter": the date is the letter's.
    let paper = opening().any(|at| reading.tags(at) & tag::DOCUMENT_NOUN != 0);
    !paper && opening().any(|at| is_day(reading, at) || is_year(reading, at))
}

/// Words that can open a sentence before its subject.
const OPENING: usize = 12;
/// "On Monday".
const FIRST: usize = 3;

fn is_day(reading: &Reading, at: usize) -> bool {
    let vague = ["this", "later", "next", "last", "late", "early", "minutes", "hours"];
    let is_vague = |it: &&str| reading.is_low(at, it);
    reading.tags(at) & tag::TIME != 0 && !vague.iter().any(is_vague)
}

/// "In 2016": four digits behind a preposition.
fn is_year(reading: &Reading, at: usize) -> bool {
    let word = reading.word(at);
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    year && at > 0 && reading.tags(at - 1) & tag::PREPOSITION != 0
}

/// "Bell has repeatedly called for it", "insisted repeatedly": not said on the occasion
/// spoken of before.
fn is_habit(reading: &Reading, statement: &Statement) -> bool {
    let Some(cue) = &statement.cue else { return false };
    // "Bell has denied it": at no time in particular.
    let perfect = cue.start.saturating_sub(2)..cue.start;
    if perfect.clone().any(|it| matches!(reading.word(it), "has" | "have")) {
        return true;
    }
    (cue.start.saturating_sub(3)..=cue.end).any(|it| {
        matches!(
            reading.word(it),
            "repeatedly"
                | "often"
                | "long"
                | "always"
                | "frequently"
                | "previously"
                | "regularly"
        )
    })
}

/// "told reporters": not the letter spoken of before.
fn is_told_to_many(reading: &Reading, statement: &Statement) -> bool {
    statement.object.clone().into_iter().flatten().any(|at| {
        matches!(
            reading.word(at),
            "reporters" | "supporters" | "crowd" | "audience" | "journalists"
        )
    })
}

/// "Speaking beside the wall, Bell said".
fn is_spoken(reading: &Reading, statement: &Statement) -> bool {
    let Some(sentence) = reading.sentences.get(statement.sentence) else { return false };
    let inside = |at: usize| statement.pieces.iter().any(|it| it.contains(&at));
    sentence.tokens.clone().any(|at| {
        reading.words[at].quotation == 0
            && !inside(at)
            && matches!(reading.word(at), "Speaking" | "speaking" | "Appearing")
    })
}
