//! Where does a sentence reach over its own end? In a turn of a transcript, which is a whole
//! paragraph, and in a question whose cue looks like a sentence of its own.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::{form, frame, tag};
use crate::extract::lexicon::Lexicon;
use crate::extract::reading::{Case, Reading};
use crate::extract::statement::{Standing, Statement};
use crate::model::ActorKind;

/// “Why now?” Ana Bell asked: the mark of a question ends no sentence where the next one
/// begins with a name and its cue, and says nothing more.
pub(super) fn takes_back(reading: &Reading, sentence: usize) -> bool {
    let (Some(own), Some(next)) =
        (reading.sentences.get(sentence), reading.sentences.get(sentence + 1))
    else {
        return false;
    };
    let last = own.tokens.end - 1;
    let asks = own.paragraph == next.paragraph
        && reading.words[last].quotation > 0
        && last > own.tokens.start
        && matches!(reading.word(last - 1), "?" | "!" | "…" | "—" | "-");
    if !asks || reading.words[next.tokens.start].quotation > 0 {
        return false;
    }
    let ahead = next.tokens.start + 1..next.tokens.end.min(next.tokens.start + 16);
    let Some(cue) = ahead.clone().find(|&at| {
        let word = &reading.words[at];
        word.quotation == 0
            && word.case == Case::Lower
            && word.cue.is_some_and(|it| {
                it.forms & (form::PAST | form::S) != 0 && it.frames & frame::BESIDE == 0
                    || matches!(
                        reading.word(at),
                        "asked" | "asks" | "continued" | "wondered"
                    )
            })
    }) else {
        return false;
    };
    let verb = (next.tokens.start..cue)
        .any(|at| reading.words[at].is(tag::AUXILIARY | tag::VERB | tag::RELATIVE));
    let behind = &reading.words[(cue + 1).min(reading.words.len() - 1)];
    let ends = !behind.kind.is_word() && !reading.is(cue + 1, ":")
        || behind.is(tag::TIME | tag::PREPOSITION | tag::ADVERB)
            && !behind.is(tag::DETERMINER);
    let told = matches!(reading.word(cue), "told" | "tells");
    !verb && (ends || told)
}

/// "NAME: words" at the start of a paragraph: the token of the colon.
pub(super) fn starts(
    reading: &Reading,
    cast: &Cast,
    lexicon: &Lexicon,
    sentence: usize,
) -> Option<usize> {
    let sentence = &reading.sentences[sentence];
    let start = sentence.tokens.start;
    let paragraph = reading.paragraphs.get(sentence.paragraph)?;
    if reading.words[start].span.start != paragraph.start {
        return None;
    }
    // A turn may open with a mark: "“ORR: But Mayor …".
    let marked =
        reading.words[start].quotation > 0 && !reading.words[start].kind.is_word();
    let start = start + usize::from(marked);
    let colon = (start + 1..sentence.tokens.end.min(start + 7))
        .find(|&at| reading.is(at, ":"))?;
    if colon + 3 > sentence.tokens.end {
        return None;
    }
    let shouted = reading.words[start..colon].iter().all(|it| it.case != Case::Lower)
        && reading.words[start].case == Case::Upper
        && reading.words[start].span.len() > 1
        && speaks(reading, cast, lexicon, start..colon);
    let named = cast.mentions_in(start, colon).first().is_some_and(|it| {
        it.end == colon && it.kind == Some(ActorKind::Person) && it.titled_start == start
    });
    (shouted || named).then_some(colon)
}

/// "PHOTO:", "ALSO:", "GAZA CITY:" are labels; "ORR:", "MODERATOR:" are people who speak.
fn speaks(reading: &Reading, cast: &Cast, lexicon: &Lexicon, name: Range<usize>) -> bool {
    let mentions = cast.mentions_in(name.start, name.end);
    match mentions.first().and_then(|it| it.kind) {
        Some(ActorKind::Person) => return true,
        // A name in capitals that is nobody's yet is read as a body.
        Some(ActorKind::Organisation) | None => (),
        Some(_) => return false,
    }
    let label = reading.span(name.start, name.end).of(reading.text);
    if lexicon.is_place_in_capitals(label) {
        return false;
    }
    let role = name.clone().any(|at| {
        let word = &reading.words[at];
        word.is(tag::PERSON_NOUN | tag::HONORIFIC)
            || matches!(
                reading.word(at),
                "QUESTION" | "ANSWER" | "MODERATOR" | "UNIDENTIFIED"
            )
    });
    let strange = || {
        name.clone().all(|at| {
            let word = &reading.words[at];
            !word.kind.is_word()
                || !lexicon.is_common(word.low)
                    && !reading.word(at).starts_with(|it: char| it.is_ascii_digit())
        })
    };
    // "MASTER JOAN PELL": a first name before another.
    let given = name.clone().any(|at| {
        let next = reading.words.get(at + 1).filter(|_| at + 1 < name.end);
        lexicon.first_name(reading.words[at].low).is_some()
            && next.is_some_and(|it| it.kind.is_word() && !lexicon.is_common(it.low))
    });
    role || given || strange()
}

pub(super) fn transcript(
    reading: &Reading,
    sentence: usize,
    tokens: Range<usize>,
    colon: usize,
) -> Statement {
    let quotes = (colon + 1..tokens.end)
        .map(|at| reading.words[at].quotation as usize)
        .filter(|it| *it > 0)
        .map(|it| it - 1)
        .collect::<std::collections::BTreeSet<_>>();
    let first = tokens.start + usize::from(!reading.words[tokens.start].kind.is_word());
    Statement {
        pieces: Vec::from([colon + 1..tokens.end]),
        quotes: quotes.into_iter().collect(),
        cue: Some(colon..colon + 1),
        cue_word: None,
        subject: Some(first..colon),
        far: false,
        object: None,
        denied: false,
        sentence,
        standing: Standing::Own,
    }
}
