//! How do the signs of a query form a tree? `field > NEAR ADJ SENT PARA > NOT > AND > OR`,
//! written side by side means AND. Time is linear in the query and nesting is bounded.

use crate::model::query::{FieldName, Near, Node, Reach, What};
use crate::model::{Date, Span};

use super::error::QueryError;
use super::fields;
use super::lexer::{Lexeme, Sign, is_mark, lex};
use super::saved::{self, Context, Expansion, Saved};
use super::{date, leaf};

/// Deepest nesting of brackets and negations.
const DEEPEST: usize = 200;
/// What the operator of counts begins with.
const AT_LEAST: &str = "ATLEAST/";
/// Longest query, in bytes.
const LONGEST: usize = 64 * 1024;

/// Reads a query; relative dates count from today.
///
/// ```
/// let query = morgue::query::parse("ferry -“sea wall” outlet:(gazette OR herald)").unwrap();
/// assert_eq!(
///     query.to_string(),
///     r#"ferry AND NOT "sea wall" AND outlet:(gazette OR herald)"#
/// );
/// ```
///
/// # Errors
/// What is wrong with it, where, and how to mend it.
pub fn parse(query: &str) -> Result<Node, QueryError> {
    parse_at(query, date::today())
}

/// Reads a query; relative dates count from `now`.
///
/// # Errors
/// As [`parse`].
pub fn parse_at(query: &str, now: Date) -> Result<Node, QueryError> {
    parse_in(query, &Context { now, saved: Saved::default() })
}

/// Reads a query that may name saved ones.
///
/// # Errors
/// As [`parse`]; a fault of a saved query is shown where it is named.
pub fn parse_in(query: &str, context: &Context) -> Result<Node, QueryError> {
    read(query, context, &mut Expansion::default())
}

/// Reads a query, which may be a saved one named by others.
pub(super) fn read(
    query: &str,
    context: &Context,
    expansion: &mut Expansion,
) -> Result<Node, QueryError> {
    let whole = Span::new(0, query.len());
    if query.len() > LONGEST {
        let message = format!("the query is {} bytes long", query.len());
        let help = format!("at most {LONGEST} bytes are read");
        return Err(QueryError::new(Span::new(0, 0), message, help));
    }
    let signs = lex(query)?;
    let (at, depth, field) = (0, expansion.depth, None);
    let mut parser = Parser { query, context, expansion, signs, at, depth, field };
    let node = parser.either()?;
    if let Some(rest) = parser.peek() {
        let help = "remove it, or open one before it".to_owned();
        return Err(QueryError::new(rest.span, "this bracket was never opened", help));
    }
    let node = node.ok_or_else(|| {
        let help = "type some words, or `*` for everything".to_owned();
        QueryError::new(whole, "the query is empty", help)
    })?;
    // With the brackets that are printed it must not be too deep to be read again.
    if node.depth() > DEEPEST {
        let message = format!("nested deeper than {DEEPEST} levels");
        return Err(QueryError::new(whole, message, "use fewer brackets".to_owned()));
    }
    Ok(node)
}

struct Parser<'a> {
    query: &'a str,
    context: &'a Context,
    expansion: &'a mut Expansion,
    signs: Vec<Lexeme>,
    at: usize,
    depth: usize,
    field: Option<FieldName>,
}

type Parsed<T> = Result<T, QueryError>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Lexeme> {
        self.signs.get(self.at).copied()
    }

    fn text(&self, lexeme: Lexeme) -> &'a str {
        lexeme.span.of(self.query)
    }

    /// The bare word that comes next, where it is one.
    fn word(&self) -> Option<&'a str> {
        self.peek().filter(|it| it.sign == Sign::Word).map(|it| self.text(it))
    }

    fn take(&mut self, word: &str) -> Option<Lexeme> {
        let next = self.peek().filter(|_| self.word() == Some(word))?;
        self.at += 1;
        Some(next)
    }

    /// `a OR b`; nothing where only marks of punctuation stand.
    fn either(&mut self) -> Parsed<Option<Node>> {
        let mut nodes: Vec<Node> = self.all()?.into_iter().collect();
        while let Some(operator) = self.take("OR") {
            self.needs(!nodes.is_empty(), operator, "before")?;
            let right = self.all()?;
            self.needs(right.is_some(), operator, "behind")?;
            nodes.extend(right);
        }
        Ok(joined(nodes, What::Or))
    }

    /// `a b`, `a AND b`.
    fn all(&mut self) -> Parsed<Option<Node>> {
        let mut nodes: Vec<Node> = Vec::new();
        while let Some(next) = self.peek() {
            if next.sign == Sign::Close || self.word() == Some("OR") {
                break;
            }
            if let Some(operator) = self.take("AND") {
                self.needs(!nodes.is_empty(), operator, "before")?;
                let right = self.unary()?;
                self.needs(right.is_some(), operator, "behind")?;
                nodes.extend(right);
            } else {
                nodes.extend(self.unary()?);
            }
        }
        Ok(joined(nodes, What::And))
    }

    fn needs(&self, there: bool, operator: Lexeme, side: &str) -> Parsed<()> {
        if there {
            return Ok(());
        }
        let word = self.text(operator);
        let message = format!("nothing stands {side} `{word}`");
        let help =
            format!("add what is missing, or write \"{word}\" for the word itself");
        Err(QueryError::new(operator.span, message, help))
    }

    fn deeper<T>(
        &mut self,
        at: Span,
        run: impl FnOnce(&mut Self) -> Parsed<T>,
    ) -> Parsed<T> {
        if self.depth >= DEEPEST {
            let message = format!("nested deeper than {DEEPEST} levels");
            return Err(QueryError::new(at, message, "use fewer brackets".to_owned()));
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        result
    }

    /// `NOT a`, `-a`.
    fn unary(&mut self) -> Parsed<Option<Node>> {
        let Some(next) = self.peek() else { return Ok(None) };
        if next.sign != Sign::Minus && self.word() != Some("NOT") {
            return self.proximity();
        }
        self.at += 1;
        let inner = if self.ends() { None } else { self.deeper(next.span, Self::unary)? };
        self.needs(inner.is_some(), next, "behind")?;
        Ok(inner.map(|it| Node::new(next.span.hull(it.span), What::Not(Box::new(it)))))
    }

    /// Nothing that could be an operand comes next.
    fn ends(&self) -> bool {
        self.peek().is_none_or(|it| it.sign == Sign::Close)
            || matches!(self.word(), Some("OR" | "AND"))
    }

    /// `a NEAR/5 b` and its kin, from left to right.
    fn proximity(&mut self) -> Parsed<Option<Node>> {
        let mut left = self.operand()?;
        while let Some(operator) = self.peek() {
            let Some(reach) = self.word().and_then(reach) else { break };
            self.at += 1;
            self.needs(left.is_some(), operator, "before")?;
            let right = if self.ends() { None } else { self.operand()? };
            self.needs(right.is_some(), operator, "behind")?;
            left = left.zip(right).map(|(left, right)| {
                let span = left.span.hull(right.span);
                Node::new(span, What::Near(Box::new(Near { left, right, reach })))
            });
            self.depth += 1;
            if self.depth > DEEPEST {
                let help = "split it into several queries".to_owned();
                return Err(QueryError::new(operator.span, "too many operators", help));
            }
        }
        Ok(left)
    }

    fn operand(&mut self) -> Parsed<Option<Node>> {
        let Some(next) = self.peek() else { return Ok(None) };
        let operator = self
            .word()
            .is_some_and(|it| matches!(it, "OR" | "AND" | "NOT") || reach(it).is_some());
        if operator {
            return Ok(None);
        }
        self.at += 1;
        self.expansion.patterns(self.text(next), next)?;
        match next.sign {
            Sign::Open => self.deeper(next.span, |it| it.group(next)),
            Sign::Field => self.deeper(next.span, |it| it.fielded(next)),
            Sign::Equals => self.exact(next).map(Some),
            Sign::Hat => self.deeper(next.span, |it| it.lead(next)),
            Sign::Regex => leaf::regex(self.text(next), next.span, self.field).map(Some),
            Sign::Word if self.text(next).starts_with(AT_LEAST) => {
                self.deeper(next.span, |it| it.at_least(next))
            }
            Sign::Quoted => self.quoted(next, false).map(Some),
            Sign::Word => {
                leaf::word(self.text(next), next.span, self.field, self.context.now)
            }
            Sign::Close | Sign::Minus => {
                let help = "write the value directly behind".to_owned();
                Err(QueryError::new(next.span, "nothing to look for here", help))
            }
        }
    }

    /// `^word`: in the headline or the beginning.
    fn lead(&mut self, hat: Lexeme) -> Parsed<Option<Node>> {
        let bound = self.peek().is_some_and(|it| it.span.start == hat.span.end);
        let inner = if bound { self.operand()? } else { None };
        let Some(inner) = inner else {
            let help = "write a word directly behind, as in ^strike".to_owned();
            return Err(QueryError::new(hat.span, "`^` stands before no word", help));
        };
        let span = hat.span.hull(inner.span);
        Ok(Some(Node::new(span, What::Lead(Box::new(inner)))))
    }

    /// `ATLEAST/3 word`.
    fn at_least(&mut self, word: Lexeme) -> Parsed<Option<Node>> {
        let count = self.text(word)[AT_LEAST.len()..].parse().ok().filter(|it| *it > 0);
        let Some(count) = count else {
            let help = "write a number, as in ATLEAST/3 strike".to_owned();
            return Err(QueryError::new(word.span, "how many times is not clear", help));
        };
        let inner = if self.ends() { None } else { self.operand()? };
        self.needs(inner.is_some(), word, "behind")?;
        Ok(inner.map(|inner| {
            let span = word.span.hull(inner.span);
            Node::new(span, What::AtLeast { count, node: Box::new(inner) })
        }))
    }

    fn group(&mut self, open: Lexeme) -> Parsed<Option<Node>> {
        let inner = self.either()?;
        let Some(close) = self.peek() else {
            let help = "close it with `)`, or leave it out".to_owned();
            return Err(QueryError::new(open.span, "this bracket is never closed", help));
        };
        self.at += 1;
        let span = open.span.hull(close.span);
        let Some(mut inner) = inner else {
            let help = "write something between the brackets".to_owned();
            return Err(QueryError::new(span, "these brackets are empty", help));
        };
        inner.span = span;
        Ok(Some(inner))
    }

    fn fielded(&mut self, name: Lexeme) -> Parsed<Option<Node>> {
        let word = self.text(name);
        if word == saved::FIELD {
            return self.saved(name).map(Some);
        }
        let Some(entry) = fields::find(word) else {
            let help = match fields::resembling(word) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    format!("put it in quotation marks to find it as words: \"{word}:…\"")
                }
            };
            return Err(QueryError::new(
                name.span,
                format!("unknown field `{word}`"),
                help,
            ));
        };
        if let Some(outer) = self.field {
            let message = format!("`{word}:` stands inside `{}:`", outer.as_str());
            let help = "close the bracket before it".to_owned();
            return Err(QueryError::new(name.span, message, help));
        }
        let bound = self.peek().filter(|it| it.span.start == name.span.end + 1);
        if bound.is_none_or(|it| it.sign == Sign::Close || it.sign == Sign::Minus) {
            let message = format!("`{word}:` has no value");
            let help = format!("write it directly behind, as in {word}:\"…\"");
            return Err(QueryError::new(name.span, message, help));
        }
        self.field = Some(entry.name);
        let value = self.operand();
        self.field = None;
        let Some(value) = value? else {
            let message = format!("`{word}:` has no value");
            let help = "an operator cannot be a value; quote it".to_owned();
            return Err(QueryError::new(name.span, message, help));
        };
        let span = name.span.hull(value.span);
        let value = Box::new(value);
        Ok(Some(Node::new(span, What::Field { name: entry.name, value })))
    }

    /// `query:name`: the saved query of that name, as if it stood here in brackets.
    fn saved(&mut self, field: Lexeme) -> Parsed<Node> {
        let bound = self.peek().filter(|it| it.span.start == field.span.end + 1);
        let value = bound.filter(|it| matches!(it.sign, Sign::Word | Sign::Quoted));
        let Some(value) = value else {
            let help = "write its name directly behind, as in query:strikes".to_owned();
            return Err(QueryError::new(field.span, "`query:` names no query", help));
        };
        self.at += 1;
        let name = self.text(value).trim_matches(is_mark);
        if let Some(outer) = self.field {
            let message = format!("`query:{name}` stands inside `{}:`", outer.as_str());
            let help = "close the bracket before it".to_owned();
            return Err(QueryError::new(field.span, message, help));
        }
        let span = field.span.hull(value.span);
        let outside = std::mem::replace(&mut self.expansion.depth, self.depth + 1);
        let node = saved::expanded(name, span, self.context, self.expansion);
        self.expansion.depth = outside;
        node
    }

    fn exact(&mut self, equals: Lexeme) -> Parsed<Node> {
        let next = self.peek().filter(|it| it.span.start == equals.span.end);
        self.at += 1;
        match next {
            Some(next) if next.sign == Sign::Quoted => self.quoted(next, true),
            Some(next) if next.sign == Sign::Word => {
                let text = self.text(next).to_owned();
                let span = equals.span.hull(next.span);
                Ok(Node::new(span, What::Word { text, exact: true }))
            }
            _ => {
                let help = "write a word directly behind, as in =US".to_owned();
                Err(QueryError::new(equals.span, "`=` stands before no word", help))
            }
        }
    }

    fn quoted(&self, lexeme: Lexeme, exact: bool) -> Parsed<Node> {
        let text = self.text(lexeme).trim_matches(is_mark);
        leaf::phrase(text, lexeme.span, exact, self.field, self.context.now)
    }
}

/// One node of several; a single one stands for itself.
fn joined(mut nodes: Vec<Node>, make: fn(Vec<Node>) -> What) -> Option<Node> {
    if nodes.len() < 2 {
        return nodes.pop();
    }
    let span = nodes[0].span.hull(nodes[nodes.len() - 1].span);
    Some(Node::new(span, make(nodes)))
}

/// The operator a word is.
fn reach(word: &str) -> Option<Reach> {
    let (name, number) = word.split_once('/').unwrap_or((word, ""));
    let words = if number.is_empty() { Some(8) } else { number.parse().ok() };
    match (name, words) {
        ("NEAR", Some(words)) => Some(Reach::Words(words)),
        ("ADJ", Some(words)) => Some(Reach::Ordered(words)),
        ("SENT", _) if number.is_empty() => Some(Reach::Sentence),
        ("PARA", _) if number.is_empty() => Some(Reach::Paragraph),
        _ => None,
    }
}
