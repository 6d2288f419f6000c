//! What is a word? One scan over the original text gives words, numbers, ideographs and
//! punctuation with their byte spans; nothing is copied, folded or dropped here. The
//! extractor reads all tokens, the index only those that are [`Kind::is_word`].
//!
//! `U.S.`, `F-16`, `AT&T`, `3.5` and `O'Brien` are one token; `Iran's` is `Iran` and
//! `'s` ([`Kind::Possessive`]); `Palestinian-Israeli` is two words and a hyphen.

use crate::model::Span;

/// What sort of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Letters, possibly with inner apostrophe, dots or ampersand.
    Word,
    /// Starts with a digit.
    Number,
    /// A run of characters of a script written without spaces.
    Ideograph,
    /// `'s` or `’s` after a word.
    Possessive,
    /// A single other character.
    Punctuation,
}

impl Kind {
    /// Carries meaning on its own: what the index stores.
    pub const fn is_word(self) -> bool {
        matches!(self, Self::Word | Self::Number | Self::Ideograph)
    }
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What sort.
    pub kind: Kind,
}

/// Iterates over the tokens of `text` in order, white space left out.
///
/// ```
/// use morgue::text::word::tokens;
/// let text = "AT&T’s U.S. unit: F-16";
/// let words: Vec<&str> = tokens(text).map(|token| token.span.of(text)).collect();
/// assert_eq!(words, ["AT&T", "’s", "U.S.", "unit", ":", "F-16"]);
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// Iterator made by [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let first = self.skip_space()?;
        let start = self.at;
        let kind = if is_ideograph(first) {
            self.take_while(first, is_ideograph);
            Kind::Ideograph
        } else if first.is_alphanumeric() {
            self.take_word(start);
            if first.is_numeric() { Kind::Number } else { Kind::Word }
        } else if is_apostrophe(first) && self.is_possessive(start, first) {
            self.at += first.len_utf8() + 1;
            Kind::Possessive
        } else {
            self.at += first.len_utf8();
            Kind::Punctuation
        };
        Some(Token { span: Span::new(start, self.at), kind })
    }
}

impl Tokens<'_> {
    fn skip_space(&mut self) -> Option<char> {
        let bytes = self.text.as_bytes();
        loop {
            let &byte = bytes.get(self.at)?;
            if byte.is_ascii() {
                if !byte.is_ascii_whitespace() && !byte.is_ascii_control() {
                    return Some(char::from(byte));
                }
                self.at += 1;
            } else {
                let next = char_at(self.text, self.at)?;
                if !next.is_whitespace() && !is_invisible(next) {
                    return Some(next);
                }
                self.at += next.len_utf8();
            }
        }
    }

    fn take_while(&mut self, first: char, wanted: impl Fn(char) -> bool) {
        self.at += first.len_utf8();
        while let Some(next) = char_at(self.text, self.at).filter(|&it| wanted(it)) {
            self.at += next.len_utf8();
        }
    }

    /// Takes letters and digits, and the joints between them that make one word.
    fn take_word(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(byte) if byte.is_ascii_alphanumeric() => self.at += 1,
                Some(byte) if byte.is_ascii() => {
                    let joint = char::from(*byte);
                    // Most words end at a space: nothing else need be looked at.
                    let may_join = matches!(byte, b'.' | b',' | b'&' | b'-' | b'\'');
                    if !may_join || !self.joins(start, joint, 1) {
                        return;
                    }
                    self.at += 1;
                }
                Some(_) => {
                    let Some(next) = char_at(self.text, self.at) else { return };
                    let inside = (next.is_alphanumeric() && !is_ideograph(next))
                        || is_mark(next)
                        || is_invisible(next)
                        || self.joins(start, next, next.len_utf8());
                    if !inside {
                        return;
                    }
                    self.at += next.len_utf8();
                }
                None => return,
            }
        }
    }

    /// Whether `joint` at the current place belongs to the word that began at `start`.
    fn joins(&self, start: usize, joint: char, width: usize) -> bool {
        let before = self.text[start..self.at].chars().next_back();
        let after = char_at(self.text, self.at + width);
        let Some(before) = before else { return false };
        match joint {
            // "U.S.": single letters with dots, the last dot included; "3.5", "1.000".
            '.' => {
                let dotted = is_initialism(&self.text[start..self.at]);
                let digits = before.is_ascii_digit()
                    && after.is_some_and(|it| it.is_ascii_digit());
                let more = after.is_some_and(char::is_alphabetic)
                    && is_initial_next(self.text, self.at + width);
                digits
                    || (dotted && more)
                    || (dotted && self.text[start..self.at].contains('.'))
            }
            ',' => before.is_ascii_digit() && after.is_some_and(|it| it.is_ascii_digit()),
            '&' => before.is_uppercase() && after.is_some_and(char::is_uppercase),
            // "F-16", "COVID-19", "9-year-old": a hyphen beside a digit.
            '-' | '\u{2010}' | '\u{2011}' => after.is_some_and(|it| {
                it.is_alphanumeric() && (before.is_ascii_digit() != it.is_ascii_digit())
            }),
            _ if is_apostrophe(joint) => {
                before.is_alphabetic()
                    && after.is_some_and(char::is_alphabetic)
                    && !self.is_possessive(self.at, joint)
            }
            _ => false,
        }
    }

    /// `'s` at `at`, ending its word.
    fn is_possessive(&self, at: usize, mark: char) -> bool {
        let rest = &self.text[at + mark.len_utf8()..];
        let mut rest = rest.chars();
        let touches =
            self.text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        touches
            && matches!(rest.next(), Some('s' | 'S'))
            && !rest.next().is_some_and(char::is_alphanumeric)
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Letters with dots between ("U", "U.S", "U.S.A"), nothing else.
fn is_initialism(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() <= 11
        && bytes.iter().enumerate().all(|(at, byte)| {
            if at % 2 == 0 { byte.is_ascii_uppercase() } else { *byte == b'.' }
        })
        && bytes.len() % 2 == 1
}

/// A single capital follows, itself followed by a dot: the "S." of "U.S.".
fn is_initial_next(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    rest.next().is_some_and(|it| it.is_ascii_uppercase())
        && match rest.next() {
            Some('.') | None => true,
            Some(next) => !next.is_alphanumeric(),
        }
}

/// Straight or curly.
pub const fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '\u{2019}' | '\u{2BC}')
}

/// Combining marks, which belong to the letter before them.
fn is_mark(mark: char) -> bool {
    matches!(mark, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{900}'..='\u{903}'
        | '\u{93A}'..='\u{94F}' | '\u{20D0}'..='\u{20FF}')
}

/// Soft hyphen, zero-width joiners, direction marks: seen by nobody.
pub const fn is_invisible(mark: char) -> bool {
    matches!(mark, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Myanmar.
pub const fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' | '\u{E80}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = tokens(text).map(|token| token.span.of(text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn words_of_news() {
        check("Iran's", &["Iran", "'s"]);
        check("Iran’s plan", &["Iran", "’s", "plan"]);
        check("the U.S. said", &["the", "U.S.", "said"]);
        check("in the U.S.", &["in", "the", "U.S."]);
        check("Plan B. Then", &["Plan", "B", ".", "Then"]);
        check("George W. Bush", &["George", "W", ".", "Bush"]);
        check("F-16s and COVID-19", &["F-16s", "and", "COVID-19"]);
        check("AT&T, R&D", &["AT&T", ",", "R&D"]);
        check("3.5 % of 1,000.", &["3.5", "%", "of", "1,000", "."]);
        check("don’t", &["don’t"]);
        check("O'Brien's", &["O'Brien", "'s"]);
        check("Palestinian-Israeli", &["Palestinian", "-", "Israeli"]);
        check("the Forces’ (IDF)", &["the", "Forces", "’", "(", "IDF", ")"]);
        check("據新華社report", &["據新華社", "report"]);
        check("", &[]);
        check(" \u{FEFF} ", &[]);
    }
}
