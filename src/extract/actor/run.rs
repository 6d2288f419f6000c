//! Where does a run of capitalised words begin and end? Initials, name particles, inner
//! hyphens and the "of" of a body belong to it.

use crate::extract::language::tag;
use crate::extract::reading::{Case, Reading};
use crate::text::word::Kind;

/// One past the last token of the run of capitals that begins at `start`.
pub(super) fn run_end(reading: &Reading, start: usize) -> usize {
    let mut end = start + 1;
    let mut heads = is_body_head(reading, start);
    let mut of = false;
    while end < start + LONGEST {
        if let Some(next) = initial_dot(reading, end) {
            end = next;
        } else if is_name_word(reading, end) {
            heads |= is_body_head(reading, end);
            end += 1;
        } else if let Some(next) = joint(reading, end) {
            end = next;
        } else if let Some(next) = of_body(reading, end, heads, of) {
            of = true;
            end = next;
        } else {
            return end;
        }
    }
    end
}

/// Tokens of a run that can still be names: a line in capitals is read piece by piece.
const LONGEST: usize = 60;

/// A capitalised word or an acronym, wherever it stands.
pub(super) fn is_capital_word(reading: &Reading, at: usize) -> bool {
    reading.words.get(at).is_some_and(|word| {
        word.kind == Kind::Word && matches!(word.case, Case::Title | Case::Upper)
    })
}

/// A capitalised word that goes on with the line of the word before it.
pub(super) fn is_name_word(reading: &Reading, at: usize) -> bool {
    is_capital_word(reading, at) && same_line(reading, at)
}

/// The token at `at` stands on the same line as the one before.
fn same_line(reading: &Reading, at: usize) -> bool {
    let (Some(before), Some(word)) =
        (at.checked_sub(1).and_then(|it| reading.words.get(it)), reading.words.get(at))
    else {
        return true;
    };
    !reading.text[before.span.end..word.span.start].contains('\n')
}

fn touches(reading: &Reading, at: usize) -> bool {
    at > 0
        && reading
            .words
            .get(at)
            .is_some_and(|word| word.span.start == reading.words[at - 1].span.end)
}

/// "W." in "George W. Bush", "Jr." and the dot of "Mr.": skips the dot.
fn initial_dot(reading: &Reading, at: usize) -> Option<usize> {
    let before = reading.words.get(at.checked_sub(1)?)?;
    let dotted = reading.is(at, ".") && touches(reading, at);
    let short = before.span.len() == 1 || is_dotted(reading.word(at - 1));
    (dotted && short && is_name_word(reading, at + 1)).then_some(at + 1)
}

/// Abbreviations that stand inside a name and keep their dot.
pub(super) fn is_dotted(word: &str) -> bool {
    matches!(
        word,
        "Mr" | "Mrs"
            | "Ms"
            | "Dr"
            | "Gen"
            | "Sen"
            | "Rep"
            | "Gov"
            | "Lt"
            | "Col"
            | "Maj"
            | "Capt"
            | "Sgt"
            | "Adm"
            | "Rev"
            | "Prof"
            | "St"
            | "Jr"
            | "Sr"
            | "Sens"
            | "Reps"
            | "Amb"
            | "Cmdr"
            | "Brig"
            | "Cpl"
            | "Hon"
            | "Supt"
            | "Atty"
    )
}

/// "Smith-Jones", "al-Sisi", "van der Bellen", "bin Salman".
fn joint(reading: &Reading, at: usize) -> Option<usize> {
    let hyphen = |at: usize| reading.is(at, "-") && touches(reading, at);
    if hyphen(at) && touches(reading, at + 1) && is_name_word(reading, at + 1) {
        return Some(at + 2);
    }
    if !same_line(reading, at) {
        return None;
    }
    let particle = |at: usize| {
        matches!(
            reading.word(at),
            "al" | "el"
                | "ul"
                | "bin"
                | "bint"
                | "ibn"
                | "van"
                | "von"
                | "der"
                | "den"
                | "de"
                | "la"
                | "del"
                | "di"
                | "da"
                | "dos"
                | "du"
                | "le"
                | "ter"
                | "ben"
        )
    };
    if particle(at) {
        if hyphen(at + 1) && is_name_word(reading, at + 2) {
            return Some(at + 3);
        }
        if is_name_word(reading, at + 1) {
            return Some(at + 2);
        }
        if particle(at + 1) && is_name_word(reading, at + 2) {
            return Some(at + 3);
        }
    }
    None
}

/// "Department of Justice", "Department of Health and Human Services".
fn of_body(reading: &Reading, at: usize, heads: bool, of: bool) -> Option<usize> {
    let word = reading.word(at);
    let next = |at: usize| {
        let at = if matches!(reading.word(at), "the" | "The") { at + 1 } else { at };
        (is_name_word(reading, at) && !reading.is(at, "The")).then_some(at + 1)
    };
    match word {
        "of" | "for" if heads => next(at + 1),
        "and" | "&" if of => next(at + 1),
        "&" => next(at + 1),
        _ => None,
    }
}

/// A word whose run is a body, not a person: "Harbour Safety Board".
pub(super) fn is_body_head(reading: &Reading, at: usize) -> bool {
    is_capital_word(reading, at) && reading.tags(at) & tag::BODY_HEAD != 0
}

/// A word whose run is a place: "Orr County".
pub(super) fn is_place_head(reading: &Reading, at: usize) -> bool {
    is_capital_word(reading, at) && reading.tags(at) & tag::PLACE_HEAD != 0
}
