//! Of which numbers, words and signs does a line consist, for one who looks for a date?
//! Digits of any script count; a word that names a month knows which.

use super::month::month_of;

/// A number, a word or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Byte at which it begins in the line.
    pub(super) start: usize,
    /// White space stands before it.
    pub(super) spaced: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Value, and how many digits.
    Number(u32, u8),
    /// The month that it names, or 0.
    Word(u8),
    /// Any other character.
    Sign(char),
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The value of a number of at most `digits` digits.
    pub(super) fn number(&self, digits: std::ops::RangeInclusive<u8>) -> Option<u32> {
        match self.kind {
            Kind::Number(value, length) if digits.contains(&length) => Some(value),
            _ => None,
        }
    }

    pub(super) fn month(&self) -> Option<u8> {
        match self.kind {
            Kind::Word(month) if month > 0 => Some(month),
            _ => None,
        }
    }

    pub(super) fn sign(&self) -> Option<char> {
        match self.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    /// A word, whatever its case.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self.kind, Kind::Word(_)) && self.text.to_lowercase() == word
    }
}

/// The tokens of a line, at most `most`.
pub(super) fn tokens(line: &str, most: usize) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut letters = line.char_indices().peekable();
    let mut spaced = false;
    while let Some((start, first)) = letters.next() {
        if first.is_whitespace() || is_mark(first) {
            spaced |= first.is_whitespace();
            continue;
        }
        let mut end = start + first.len_utf8();
        let kind = if let Some(value) = digit(first) {
            let (mut value, mut length) = (value, 1_u8);
            while let Some((at, next)) =
                letters.peek().and_then(|it| Some((it.0, digit(it.1)?)))
            {
                value = value.saturating_mul(10).saturating_add(next);
                length = length.saturating_add(1);
                end = at + letters.next().map_or(0, |it| it.1.len_utf8());
            }
            Kind::Number(value, length)
        } else if first.is_alphabetic() {
            while let Some((at, letter)) =
                letters.peek().copied().filter(|it| joins(it.1) && !is_single(first))
            {
                end = at + letter.len_utf8();
                letters.next();
            }
            Kind::Word(0)
        } else {
            Kind::Sign(first)
        };
        out.push(Token { kind, text: &line[start..end], start, spaced });
        spaced = false;
        if out.len() >= most {
            break;
        }
    }
    name_months(&mut out);
    out
}

/// Names of months, those of two words too: "كانون الثاني".
fn name_months(tokens: &mut [Token<'_>]) {
    for at in 0..tokens.len() {
        let Kind::Word(0) = tokens[at].kind else { continue };
        let two = tokens
            .get(at + 1)
            .filter(|it| it.kind == Kind::Word(0) && !it.text.is_ascii());
        let two =
            two.and_then(|it| month_of(&format!("{}.{}", tokens[at].text, it.text)));
        if let Some(month) = two {
            // the first word carries the month; the second is a word like any other
            tokens[at].kind = Kind::Word(month);
        } else if let Some(month) = month_of(tokens[at].text) {
            tokens[at].kind = Kind::Word(month);
        }
    }
}

/// Marks of direction and the like, which hold nothing.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters, and the vowel signs that scripts of India and Thailand write beside them.
fn joins(letter: char) -> bool {
    letter.is_alphabetic()
        || matches!(letter, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
            && digit(letter).is_none()
}

/// A Chinese sign is a word.
fn is_single(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}')
}

/// Its value, in the digits that news is written with.
fn digit(letter: char) -> Option<u32> {
    const ZEROS: [char; 6] = ['0', '٠', '۰', '०', '০', '０'];
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(letter).checked_sub(u32::from(*zero))?;
        (value < 10).then_some(value)
    })
}
