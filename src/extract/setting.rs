//! Was a statement made on an occasion of its own, though its sentence names neither outlet
//! nor vehicle? Then it inherits no road from the statements before.

use crate::extract::reading::Reading;
use crate::extract::statement::Statement;

/// "told reporters", "speaking on a ferry", "has repeatedly called for".
pub(crate) fn is_of_its_own(reading: &Reading, statement: &Statement) -> bool {
    is_habit(reading, statement)
        || is_told_to_many(reading, statement)
        || is_spoken(reading, statement)
}

/// "Bell has repeatedly called for it": not said on the occasion spoken of before.
fn is_habit(reading: &Reading, statement: &Statement) -> bool {
    let Some(cue) = &statement.cue else { return false };
    (cue.start.saturating_sub(3)..cue.start).any(|it| {
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
