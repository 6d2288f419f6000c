//! What does one word of a query stand for: a word, a pattern, a date, a number? That
//! depends on its field; it does not look at the words around it.

use crate::model::query::{FieldName, Node, Range, What};
use crate::model::{Date, Span};

use super::date;
use super::error::{QueryError, nearest};
use super::fields::{Takes, takes};

/// A bare word; nothing where it is only punctuation.
pub(super) fn word(
    text: &str,
    span: Span,
    field: Option<FieldName>,
    now: Date,
) -> Result<Option<Node>, QueryError> {
    let what = match field.map_or(Takes::Text, takes) {
        Takes::Date | Takes::Number | Takes::OneOf(_) => {
            return value(text, span, field, now).map(Some);
        }
        Takes::Text | Takes::Name | Takes::Code => plain(text, span)?,
    };
    Ok(what.map(|what| Node::new(span, what)))
}

/// Words in quotation marks.
pub(super) fn phrase(
    text: &str,
    span: Span,
    exact: bool,
    field: Option<FieldName>,
    now: Date,
) -> Result<Node, QueryError> {
    match field.map_or(Takes::Text, takes) {
        Takes::Date | Takes::Number | Takes::OneOf(_) => value(text, span, field, now),
        Takes::Text | Takes::Name | Takes::Code if has_word(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            Ok(Node::new(span, What::Phrase { text, exact }))
        }
        _ => {
            let help = "write some words between them".to_owned();
            Err(QueryError::new(
                span,
                "no word stands between these quotation marks",
                help,
            ))
        }
    }
}

/// A regular expression between slashes, for one word.
pub(super) fn regex(
    text: &str,
    span: Span,
    field: Option<FieldName>,
) -> Result<Node, QueryError> {
    let pattern = &text[1..text.len() - 1];
    let fault = |message: String, help: &str| {
        Err(QueryError::new(span, message, help.to_owned()))
    };
    if field.is_some_and(|it| takes(it) != Takes::Text) {
        let field = field.map_or("", FieldName::as_str);
        let help = "use `*` and `?` for names";
        return fault(format!("`{field}:` takes no regular expression"), help);
    }
    match super::words::regex(pattern) {
        Ok(_) => Ok(Node::new(span, What::Regex(pattern.to_owned()))),
        Err(why) => fault(
            format!("this regular expression cannot be read: {why}"),
            "put a backslash before signs that mean themselves",
        ),
    }
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn plain(text: &str, span: Span) -> Result<Option<What>, QueryError> {
    if !text.is_empty() && text.bytes().all(|it| it == b'*') {
        return Ok(Some(What::All));
    }
    if !has_word(text) {
        return Ok(None);
    }
    if let Some(fuzzy) = fuzzy(text, span)? {
        return Ok(Some(fuzzy));
    }
    Ok(Some(if is_pattern(text) {
        What::Wildcard(text.to_owned())
    } else {
        What::Word { text: text.to_owned(), exact: false }
    }))
}

/// `word~` and `word~2`.
fn fuzzy(text: &str, span: Span) -> Result<Option<What>, QueryError> {
    let Some((word, count)) = text.rsplit_once('~') else { return Ok(None) };
    let digits = count.bytes().all(|it| it.is_ascii_digit());
    if !has_word(word) || !digits {
        return Ok(None);
    }
    let distance = match count {
        "" | "1" => 1,
        "2" => 2,
        _ => {
            let help = "write ~1 or ~2".to_owned();
            return Err(QueryError::new(span, "too many letters may differ", help));
        }
    };
    if is_pattern(word) || word.contains('~') {
        let help = "use one of them".to_owned();
        return Err(QueryError::new(span, "a pattern cannot be fuzzy as well", help));
    }
    Ok(Some(What::Fuzzy { text: word.to_owned(), distance }))
}

/// Holds `*`, or `?` before a letter: at the end it ends a question.
pub(super) fn is_pattern(text: &str) -> bool {
    let asks = |at: usize| text[at + 1..].starts_with(char::is_alphanumeric);
    text.contains('*') || text.match_indices('?').any(|(at, _)| asks(at))
}

fn value(
    text: &str,
    span: Span,
    field: Option<FieldName>,
    now: Date,
) -> Result<Node, QueryError> {
    let fault = |message: String, help: String| QueryError::new(span, message, help);
    let name = field.map_or("", FieldName::as_str);
    let what = match field.map_or(Takes::Text, takes) {
        Takes::Date => date::read(text, now)
            .map(What::Range)
            .map_err(|help| fault(format!("not a date: `{text}`"), help))?,
        Takes::Number => numbers(text).map(What::Range).ok_or_else(|| {
            let help = format!("write {name}:2, {name}:>1 or {name}:1..3");
            fault(format!("not a number: `{text}`"), help)
        })?,
        Takes::OneOf(words) => {
            let lower = text.to_lowercase();
            if text == "*" {
                return Ok(Node::new(span, What::All));
            }
            if !words.contains(&lower.as_str()) {
                let help = match nearest(&lower, words.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it is one of {}", words.join(", ")),
                };
                return Err(fault(format!("`{name}:` knows no `{text}`"), help));
            }
            What::Word { text: lower, exact: false }
        }
        Takes::Text | Takes::Name | Takes::Code => {
            What::Word { text: text.to_owned(), exact: false }
        }
    };
    Ok(Node::new(span, what))
}

/// `2`, `>1`, `<=3`, `1..3`, `2..`.
fn numbers(text: &str) -> Option<Range> {
    let read = |it: &str| it.trim().parse::<u32>().ok().map(u64::from);
    if let Some(rest) = text.strip_prefix(">=") {
        return Some(Range::Numbers(read(rest)?, None));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Some(Range::Numbers(0, Some(read(rest)?)));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Some(Range::Numbers(read(rest)? + 1, None));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Some(Range::Numbers(0, Some(read(rest)?.checked_sub(1)?)));
    }
    if let Some((from, to)) = text.split_once("..") {
        let least = if from.trim().is_empty() { 0 } else { read(from)? };
        let most = if to.trim().is_empty() { None } else { Some(read(to)?) };
        return Some(Range::Numbers(least, most));
    }
    read(text).map(|it| Range::Numbers(it, Some(it)))
}
