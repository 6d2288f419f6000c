//! Where does a sentence end? After a full stop that is not an abbreviation's, never
//! inside a quotation for the outer sentence: `“We wait. We hope,” he said.` is one.

use std::ops::Range;

use crate::model::Span;
use crate::text::quotation::Quotation;
use crate::text::word::{Kind, Token};

/// A sentence as a range of tokens, with the number of its paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its paragraph, from 0.
    pub paragraph: usize,
}

/// Splits `text` into sentences; quotations are opaque, so that a sentence holds whole
/// quotations and the words around them.
pub fn sentences(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Span],
    quotations: &[Quotation],
) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut outer = quotations.iter().filter(|it| it.depth == 0).peekable();
    let mut start = 0;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        while at < tokens.len() && tokens[at].span.start < paragraph.end {
            while outer.peek().is_some_and(|it| it.outer.end <= tokens[at].span.start) {
                outer.next();
            }
            let inside =
                outer.peek().is_some_and(|it| it.outer.start <= tokens[at].span.start);
            let close = inside
                && outer.peek().is_some_and(|it| it.outer.end == tokens[at].span.end);
            let ends = if inside {
                close && closes_sentence(text, tokens, at)
            } else {
                ends_sentence(text, tokens, at)
            };
            at += 1;
            if ends {
                found.push(Sentence { tokens: start..at, paragraph: number });
                start = at;
            }
        }
        // A quotation that runs over the paragraph's end keeps its sentence open.
        let next = tokens.get(at).map_or(usize::MAX, |it| it.span.start);
        let crosses = outer
            .peek()
            .is_some_and(|it| it.outer.start < paragraph.end && it.outer.end > next);
        if start < at && !crosses {
            found.push(Sentence { tokens: start..at, paragraph: number });
            start = at;
        }
    }
    found
}

/// Byte offsets at which sentences of `text` start, quotation marks ignored: for
/// snippets and the index.
///
/// ```
/// use morgue::text::sentence::starts;
/// assert_eq!(starts("Gen. Orr left. He slept."), [0, 15]);
/// ```
pub fn starts(text: &str) -> Vec<usize> {
    let tokens: Vec<Token> = crate::text::word::tokens(text).collect();
    let paragraphs = crate::text::paragraph::paragraphs(text);
    starts_among(text, &tokens, &paragraphs)
}

/// Like [`starts`], over tokens and paragraphs that are there already.
pub fn starts_among(text: &str, tokens: &[Token], paragraphs: &[Span]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    for paragraph in paragraphs {
        let mut fresh = true;
        while at < tokens.len() && tokens[at].span.start < paragraph.end {
            if fresh {
                found.push(tokens[at].span.start);
            }
            fresh = ends_sentence(text, tokens, at)
                || (is_closing_mark(text, tokens[at])
                    && at > 0
                    && is_final(text, tokens[at - 1])
                    && starts_sentence(text, tokens.get(at + 1)));
            at += 1;
        }
    }
    found
}

/// Marks that close at one place; of more, those before are not looked at.
const MOST_CLOSING: usize = 16;

/// The closing mark at `at` also ends the sentence: a final stop stands inside it.
fn closes_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let mut before = at;
    while before > 0
        && at - before < MOST_CLOSING
        && is_closing_mark(text, tokens[before])
    {
        before -= 1;
    }
    is_final(text, tokens[before])
        && starts_sentence(text, tokens.get(at + 1))
        && !tokens.get(at + 1).is_some_and(|it| touches(tokens[at], *it))
}

fn touches(before: Token, after: Token) -> bool {
    before.span.end == after.span.start
}

fn is_closing_mark(text: &str, token: Token) -> bool {
    token.kind == Kind::Punctuation
        && !matches!(text.as_bytes().get(token.span.start), Some(b',' | b'.' | b'-'))
        && matches!(
            token.span.of(text),
            "\"" | "”" | "’" | "'" | "»" | ")" | "]" | "“" | "」"
        )
}

#[inline]
fn is_final(text: &str, token: Token) -> bool {
    let bytes = text.as_bytes();
    match token.kind {
        Kind::Punctuation => match bytes.get(token.span.start) {
            Some(byte) if byte.is_ascii() => matches!(byte, b'.' | b'!' | b'?'),
            _ => matches!(token.span.of(text), "…" | "。" | "！" | "？"),
        },
        Kind::Word => token.span.end > 0 && bytes.get(token.span.end - 1) == Some(&b'.'),
        _ => false,
    }
}

/// Something that can open a sentence follows, or nothing.
fn starts_sentence(text: &str, next: Option<&Token>) -> bool {
    let Some(next) = next else { return true };
    let first = next.span.of(text).chars().next().unwrap_or(' ');
    !first.is_lowercase() && !matches!(first, ',' | ';' | ':' | ')' | '—' | '–' | '-')
}

/// Of most words one byte says that no sentence ends with them.
#[inline]
fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    is_final(text, tokens[at]) && final_ends(text, tokens, at)
}

/// A sentence ends with the final token at `at`.
fn final_ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let next = tokens.get(at + 1);
    if next.is_some_and(|it| touches(token, *it) && it.kind.is_word())
        && !token.span.of(text).ends_with(['。', '！', '？'])
        && !lost_its_space(text, tokens, at)
    {
        return false;
    }
    if !starts_sentence(text, next) {
        return false;
    }
    match token.span.of(text) {
        "." => at == 0 || !is_abbreviation(text, tokens, at - 1),
        mark if mark.len() > 1 && mark.ends_with('.') => {
            next.is_none_or(|it| opens_after_initials(it.span.of(text)))
        }
        _ => true,
    }
}

/// "the pier was old.Lund said": a word, its full stop and a new sentence, set without the
/// space; "Time.com" and "J.Orr" go on.
fn lost_its_space(text: &str, tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(next)) =
        (at.checked_sub(1).and_then(|it| tokens.get(it)), tokens.get(at + 1))
    else {
        return false;
    };
    let mut letters = next.span.of(text).chars();
    token_is_word(text, *before)
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
}

fn token_is_word(text: &str, token: Token) -> bool {
    let word = token.span.of(text);
    token.kind == Kind::Word
        && word.chars().count() > 2
        && word.chars().all(char::is_alphabetic)
}

/// "Gen. Orr", "George W. Bush", "Jan. 6", "No. 10": the word at `at` and its dot.
fn is_abbreviation(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = tokens[at];
    if word.kind != Kind::Word || !touches(word, tokens[at + 1]) {
        return false;
    }
    let word = word.span.of(text);
    let next = tokens.get(at + 2).map(|it| it.span.of(text));
    let next_is =
        |test: fn(char) -> bool| next.and_then(|it| it.chars().next()).is_some_and(test);
    if TITLES.contains(&word) {
        return true;
    }
    if MONTHS.contains(&word) || word == "No" || word == "Nos" {
        return next_is(|it| it.is_ascii_digit());
    }
    if INNER.contains(&word) {
        return !next.is_some_and(opens_after_initials);
    }
    // "George W. Bush", but "Plan B. The rest".
    let initial = word.chars().count() == 1 && next_is(char::is_uppercase);
    initial
        && at > 0
        && tokens[at - 1].span.of(text).starts_with(char::is_uppercase)
        && !next.is_some_and(opens_after_initials)
}

/// Words that open a sentence and are no part of a name.
fn opens_after_initials(word: &str) -> bool {
    OPENERS.contains(&word) || word.starts_with(['“', '"', '‘'])
}

const TITLES: [&str; 53] = [
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Gen", "Sen", "Sens", "Rep", "Reps", "Gov",
    "Govs", "Lt", "Col", "Maj", "Capt", "Cmdr", "Sgt", "Cpl", "Pvt", "Adm", "Brig",
    "Hon", "Rev", "Fr", "St", "Ste", "Mt", "Ft", "Amb", "Atty", "Supt", "Det", "Insp",
    "Dep", "Sec", "Asst", "Assoc", "Pres", "vs", "Messrs", "Mme", "Mlle", "Msgr", "Spc",
    "Pfc", "Ald", "Del", "Treas", "Gens", "Drs", "approx",
];

const MONTHS: [&str; 13] = [
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    "Art",
];

const INNER: [&str; 60] = [
    "Inc", "Corp", "Co", "Ltd", "Bros", "Jr", "Sr", "Ave", "Blvd", "Rd", "etc", "al",
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Fla", "Ga", "Ill", "Ind", "Kan",
    "Ky", "La", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla",
    "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Dept", "Univ", "Assn",
    "Intl", "Govt", "Natl", "Del", "Bldg", "Div", "Est", "Ext", "Fig", "Ph", "Md", "Cie",
    "Cos",
];

const OPENERS: [&str; 40] = [
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "But",
    "And",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "His",
    "Her",
    "Its",
    "Their",
    "As",
    "If",
    "When",
    "While",
    "After",
    "Before",
    "For",
    "With",
    "By",
    "From",
    "To",
    "What",
    "Who",
    "However",
    "Meanwhile",
    "Although",
    "You",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{paragraph::paragraphs, quotation::quotations, word::tokens};

    fn check(text: &str, expected: &[&str]) {
        let all: Vec<Token> = tokens(text).collect();
        let blocks = paragraphs(text);
        let marks = quotations(text, &all, &blocks);
        let found: Vec<&str> = sentences(text, &all, &blocks, &marks)
            .iter()
            .map(|it| {
                &text[all[it.tokens.start].span.start..all[it.tokens.end - 1].span.end]
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn abbreviations() {
        check("Gen. Orr left. He slept.", &["Gen. Orr left.", "He slept."]);
        check("The U.S. Navy came.", &["The U.S. Navy came."]);
        check(
            "He left the U.S. The rest stayed.",
            &["He left the U.S.", "The rest stayed."],
        );
        check("George W. Bush spoke.", &["George W. Bush spoke."]);
        check("On Jan. 6 it rained.", &["On Jan. 6 it rained."]);
        check("Acme Inc. said so. It was.", &["Acme Inc. said so.", "It was."]);
    }

    #[test]
    fn quotations_are_opaque() {
        check(
            "“We wait. We hope,” he said. Then he left.",
            &["“We wait. We hope,” he said.", "Then he left."],
        );
        check("He said: “We wait.” She left.", &["He said: “We wait.”", "She left."]);
        check("“Why?” he asked.", &["“Why?” he asked."]);
        check("One line\n\nTwo lines", &["One line", "Two lines"]);
    }
}
