//! Which paragraph is somebody's words without marks? The one behind "The Lantern
//! reports:" or "the harbour board replied:", where a page sets it apart by indenting.

use crate::extract::actor::Cast;
use crate::extract::language::{form, frame};
use crate::extract::reading::Reading;
use crate::extract::statement::line::Line;
use crate::extract::statement::{Standing, Statement, behind, subject};

/// Words of a paragraph that can still be one quotation.
const LONGEST: usize = 400;

/// Adds a statement for each paragraph that the colon of the one before announces.
pub(super) fn announced(reading: &Reading, cast: &Cast, found: &mut Vec<Statement>) {
    let mut blocks = Vec::new();
    for (number, pair) in reading.sentences.windows(2).enumerate() {
        let (own, next) = (&pair[0], &pair[1]);
        let last = own.tokens.end - 1;
        let announces = own.paragraph < next.paragraph
            && reading.is(last, ":")
            && reading.words[last].quotation == 0;
        if announces && let Some(block) = block(reading, cast, number) {
            blocks.push(block);
        }
    }
    found.append(&mut blocks);
}

/// The paragraph behind sentence `number`, where that sentence has a cue and a subject.
fn block(reading: &Reading, cast: &Cast, number: usize) -> Option<Statement> {
    let own = reading.sentences[number].tokens.clone();
    let first = number + 1;
    let paragraph = reading.sentences[first].paragraph;
    let count = reading.sentences[first..]
        .iter()
        .take_while(|it| it.paragraph == paragraph)
        .count();
    let start = reading.sentences[first].tokens.start;
    let mut end = reading.sentences[first + count - 1].tokens.end;
    // Lines without an empty one between them are set apart together.
    let set_apart = |from: usize, to: usize| {
        let gap = reading.words[from].span.end..reading.words[to].span.start;
        reading.text[gap].matches('\n').count() > 1
    };
    if set_apart(start - 1, start) {
        let rest = reading.sentences[first + count..].iter().take(LONGEST / 4);
        let mut last = end;
        for sentence in rest {
            if set_apart(last - 1, sentence.tokens.start) {
                end = last;
                break;
            }
            last = sentence.tokens.end;
            if last - start > LONGEST {
                break;
            }
        }
    }
    if reading.words[start].quotation > 0 || end - start > LONGEST || end - start < 6 {
        return None;
    }
    let line = Line::new(reading, own.start.max(own.end.saturating_sub(200)), own.end);
    let cue = (0..line.len()).rev().find(|&at| {
        line.token(at).and_then(|it| reading.words[it].cue).is_some_and(|it| {
            it.forms & (form::PAST | form::S) != 0
                && it.frames & (frame::SAY | frame::TELL) != 0
        })
    })?;
    let subject = subject::before(&line, cast, cue, 0)
        .or_else(|| behind::main(&line, cast, cue))?;
    Some(Statement {
        pieces: Vec::from([start..end]),
        quotes: Vec::new(),
        cue: Some(line.start_token(cue)..line.end_token(cue)),
        cue_word: line.token(cue).and_then(|it| reading.words[it].cue),
        subject: Some(line.start_token(subject.start)..line.end_token(subject.end - 1)),
        far: false,
        object: None,
        denied: false,
        sentence: number,
        standing: Standing::Announced,
    })
}
