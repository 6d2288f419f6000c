//! Which signs is a query made of? Brackets, quoted words, field names and words, each
//! with its place; it does not know which fields there are or what operators join.

use crate::model::Span;

use super::error::QueryError;

/// A sign of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Open,
    Close,
    /// A minus before something.
    Minus,
    /// An equals sign before something.
    Equals,
    /// A field name; the span excludes the colon.
    Field,
    /// Quoted words; the span includes the marks.
    Quoted,
    /// A hat before something.
    Hat,
    /// A regular expression; the span includes the slashes.
    Regex,
    /// A word.
    Word,
}

/// A sign and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) sign: Sign,
    pub(super) span: Span,
}

/// A double quotation mark of any shape.
pub(super) const fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// The signs of a query, in order.
pub(super) fn lex(query: &str) -> Result<Vec<Lexeme>, QueryError> {
    let mut lexer = Lexer { query, at: 0, found: Vec::new() };
    while let Some(letter) = lexer.rest().chars().next() {
        lexer.step(letter)?;
    }
    Ok(lexer.found)
}

struct Lexer<'a> {
    query: &'a str,
    at: usize,
    found: Vec<Lexeme>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.query[self.at..]
    }

    fn push(&mut self, sign: Sign, len: usize) {
        self.found.push(Lexeme { sign, span: Span::new(self.at, self.at + len) });
        self.at += len;
    }

    fn step(&mut self, letter: char) -> Result<(), QueryError> {
        let next = self.rest()[letter.len_utf8()..].chars().next();
        let leads = next.is_some_and(|it| !it.is_whitespace() && it != ')');
        match letter {
            _ if letter.is_whitespace() => self.at += letter.len_utf8(),
            '(' => self.push(Sign::Open, 1),
            ')' => self.push(Sign::Close, 1),
            '-' if leads => self.push(Sign::Minus, 1),
            '=' if leads => self.push(Sign::Equals, 1),
            '^' if leads => self.push(Sign::Hat, 1),
            '/' if regex(self.rest()).is_some() => {
                self.push(Sign::Regex, regex(self.rest()).unwrap_or(1));
            }
            _ if is_mark(letter) => self.quoted(letter)?,
            _ => self.word(),
        }
        Ok(())
    }

    fn quoted(&mut self, mark: char) -> Result<(), QueryError> {
        let inside = &self.rest()[mark.len_utf8()..];
        let Some((end, close)) = inside.char_indices().find(|(_, it)| is_mark(*it))
        else {
            let span = Span::new(self.at, self.at + mark.len_utf8());
            let help = "close it with `\"`, or leave it out".to_owned();
            return Err(QueryError::new(
                span,
                "this quotation mark is never closed",
                help,
            ));
        };
        self.push(Sign::Quoted, mark.len_utf8() + end + close.len_utf8());
        Ok(())
    }

    fn word(&mut self) {
        let rest = self.rest();
        let ends =
            |it: char| it.is_whitespace() || matches!(it, '(' | ')') || is_mark(it);
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        if let Some(colon) = word.find(':')
            && self.is_field(&rest[..colon], &word[colon + 1..], &rest[colon + 1..])
        {
            self.push(Sign::Field, colon);
            self.at += 1;
        } else {
            self.push(Sign::Word, word.len());
        }
    }

    /// A name directly before a value; not a clock time, an address, or a colon that
    /// ends a word of prose.
    fn is_field(&self, name: &str, value: &str, rest: &str) -> bool {
        let starts = name.starts_with(|it: char| it.is_ascii_alphabetic());
        let letters =
            name.bytes().all(|it| it.is_ascii_alphabetic() || matches!(it, b'-' | b'_'));
        let known = super::fields::find(name).is_some() || name == super::saved::FIELD;
        let bound = rest.starts_with(|it: char| !it.is_whitespace() && it != ')');
        let nested = self
            .found
            .last()
            .is_some_and(|it| it.sign == Sign::Field && it.span.end + 1 == self.at);
        starts && letters && !value.starts_with("//") && !nested && (known || bound)
    }
}

/// Bytes of the regular expression that `text` begins with: up to a slash that ends it,
/// without white space before that.
fn regex(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if letter.is_whitespace() => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' => {
                let next = text[at + 1..].chars().next();
                let bracket = |it| matches!(it, '(' | ')');
                let ends = next
                    .is_none_or(|it| it.is_whitespace() || bracket(it) || is_mark(it));
                return (at > 1 && ends).then_some(at + 1);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &[(Sign, &str)]) {
        let found = lex(query).unwrap();
        let found: Vec<_> = found.iter().map(|it| (it.sign, it.span.of(query))).collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn signs() {
        use Sign::{Close, Equals, Field, Hat, Minus, Open, Quoted, Regex, Word};
        check("a  b", &[(Word, "a"), (Word, "b")]);
        check(
            "-a -(b)",
            &[
                (Minus, "-"),
                (Word, "a"),
                (Minus, "-"),
                (Open, "("),
                (Word, "b"),
                (Close, ")"),
            ],
        );
        check("one - two", &[(Word, "one"), (Word, "-"), (Word, "two")]);
        check("“sea wall” x", &[(Quoted, "“sea wall”"), (Word, "x")]);
        check("outlet:\"a b\"", &[(Field, "outlet"), (Quoted, "\"a b\"")]);
        check("=US", &[(Equals, "="), (Word, "US")]);
        check("^(a", &[(Hat, "^"), (Open, "("), (Word, "a")]);
        check("/(a|b)c/ d", &[(Regex, "/(a|b)c/"), (Word, "d")]);
        check("a/b/c /x", &[(Word, "a/b/c"), (Word, "/x")]);
        check("at 10:30", &[(Word, "at"), (Word, "10:30")]);
        check("https://a.example", &[(Word, "https://a.example")]);
        check("Analysis: tides", &[(Word, "Analysis:"), (Word, "tides")]);
        check("via:a:b", &[(Field, "via"), (Word, "a:b")]);
    }
}
