//! Which query do the flags of a search stand for? `--outlet axios --said "a truce"` is
//! written out in the query language, so that the answer shows what was asked and the
//! same-quote rule holds between flags and words alike.

use clap::Args;

use crate::model::query::What;
use crate::model::{Span, query::FieldName};
use crate::query::fields::{Takes, find, takes};
use crate::query::{Context, QueryError, parse_in};

use super::offer::QUERY;

/// Filters by field; one flag given twice means either.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Filters (one flag twice: either; two flags: both)")]
pub struct Filters {
    /// Publisher: a name, another of its names, a domain.
    #[arg(long, value_name = "NAME")]
    pub outlet: Vec<String>,

    /// Someone acting in the article.
    #[arg(long, value_name = "NAME")]
    pub actor: Vec<String>,

    /// Who is quoted.
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,

    /// Words inside reported speech; with --speaker: in one and the same quote.
    #[arg(long, value_name = "WORDS")]
    pub said: Vec<String>,

    /// An outlet that handed the words on.
    #[arg(long, value_name = "NAME")]
    pub via: Vec<String>,

    /// When: 2024, 2024-04, 2023-10..2024-04-15, "last 2 weeks", none.
    #[arg(long, value_name = "DATES")]
    pub date: Vec<String>,

    /// Language, as a code of two letters.
    #[arg(long, value_name = "CODE")]
    pub lang: Vec<String>,

    /// Words of the headline.
    #[arg(long, value_name = "WORDS")]
    pub title: Vec<String>,

    /// Words of the body.
    #[arg(long, value_name = "WORDS")]
    pub text: Vec<String>,

    /// Leave out articles with this value of a field, as in outlet:axios.
    #[arg(
        long,
        value_name = "FIELD:VALUE",
        value_parser = QUERY,
        hide_possible_values = true
    )]
    pub exclude: Vec<String>,
}

/// A query that cannot be read, with the text that `error` points into.
#[derive(Debug)]
pub struct Unread {
    /// What is wrong.
    pub error: QueryError,
    /// What was read.
    pub text: String,
}

impl Filters {
    /// The whole query: the words typed and the filters, in the query language; empty
    /// where nothing is asked.
    ///
    /// # Errors
    /// When the words cannot be read by themselves.
    pub fn whole(&self, words: &str, context: &Context) -> Result<String, Unread> {
        let mut parts = Vec::new();
        if !words.trim().is_empty() {
            let node = parse_in(words, context)
                .map_err(|error| Unread { error, text: words.to_owned() })?;
            // `a OR b` beside a filter would bind the filter to b alone.
            let loose = matches!(node.what, What::Or(_));
            let bracketed = loose && !self.is_empty();
            parts.push(if bracketed { format!("({words})") } else { words.to_owned() });
        }
        parts.extend(self.fields().into_iter().filter_map(|(name, values)| {
            let values: Vec<String> = values.iter().map(|it| value(name, it)).collect();
            match values.as_slice() {
                [] => None,
                [one] => Some(format!("{}:{one}", name.as_str())),
                many => Some(format!("{}:({})", name.as_str(), many.join(" OR "))),
            }
        }));
        for text in &self.exclude {
            parts.push(excluded(text, context)?);
        }
        Ok(parts.join(" "))
    }

    fn is_empty(&self) -> bool {
        self.exclude.is_empty()
            && self.fields().iter().all(|(_, values)| values.is_empty())
    }

    fn fields(&self) -> [(FieldName, &[String]); 9] {
        [
            (FieldName::Outlet, &self.outlet),
            (FieldName::Actor, &self.actor),
            (FieldName::Speaker, &self.speaker),
            (FieldName::Said, &self.said),
            (FieldName::Via, &self.via),
            (FieldName::Date, &self.date),
            (FieldName::Lang, &self.lang),
            (FieldName::Title, &self.title),
            (FieldName::Text, &self.text),
        ]
    }
}

/// `outlet:fox news` as a negation.
fn excluded(text: &str, context: &Context) -> Result<String, Unread> {
    let unread = |error| Unread { error, text: text.to_owned() };
    let Some((name, given)) = text.split_once(':') else {
        let help = "write a field and a value, as in outlet:axios".to_owned();
        let span = Span::new(0, text.len());
        let message = format!("`{text}` names no field");
        return Err(unread(QueryError { span, message, help: Some(help) }));
    };
    let part = match find(name) {
        Some(entry) => format!("{}:{}", entry.name.as_str(), value(entry.name, given)),
        None => text.to_owned(),
    };
    parse_in(&part, context).map_err(unread)?;
    Ok(format!("-{part}"))
}

/// A value as it stands behind the colon: words of a text as they are typed, a name as
/// one phrase.
fn value(name: FieldName, text: &str) -> String {
    match takes(name) {
        Takes::Text => format!("({text})"),
        _ if text.contains(char::is_whitespace) && !text.contains(['"', '“', '(']) => {
            format!("\"{text}\"")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn check(filters: &Filters, words: &str, expected: &str) {
        let now = Context::at(Date::day(2024, 4, 20));
        let whole = filters.whole(words, &now).expect("a query");
        assert_eq!(whole, expected);
        assert!(parse_in(&whole, &now).is_ok(), "{whole}");
    }

    fn some(values: &[&str]) -> Vec<String> {
        values.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn flags_are_written_as_fields() {
        let outlets =
            Filters { outlet: some(&["fox news", "axios"]), ..Filters::default() };
        check(&outlets, "truce", "truce outlet:(\"fox news\" OR axios)");
        check(&outlets, "a OR b", "(a OR b) outlet:(\"fox news\" OR axios)");
        let said = Filters {
            speaker: some(&["bell"]),
            said: some(&["sea wall"]),
            date: some(&["last 2 weeks"]),
            ..Filters::default()
        };
        check(&said, " ", "speaker:bell said:(sea wall) date:\"last 2 weeks\"");
        let phrase = Filters { said: some(&["\"sea wall\""]), ..Filters::default() };
        check(&phrase, "x", "x said:(\"sea wall\")");
        let exclude = some(&["publisher:fox news", "lang:de", "text:(a OR b)"]);
        let without = Filters { exclude, ..Filters::default() };
        let all = "(a OR b) -outlet:\"fox news\" -lang:de -text:((a OR b))";
        check(&without, "a OR b", all);
    }

    #[test]
    fn nothing_asked_is_an_empty_query() {
        let whole = Filters::default().whole("", &Context::at(Date::day(2024, 4, 20)));
        assert_eq!(whole.expect("a query"), "");
    }

    #[test]
    fn a_fault_points_into_what_was_typed() {
        let now = Context::at(Date::day(2024, 4, 20));
        let filters = Filters { outlet: some(&["axios"]), ..Filters::default() };
        let unread = filters.whole("(a", &now).expect_err("a fault");
        assert_eq!((unread.error.span.start, unread.text.as_str()), (0, "(a"));
        for fault in ["axios", "outlt:axios", "date:soon"] {
            let filters = Filters { exclude: some(&[fault]), ..Filters::default() };
            let unread = filters.whole("a", &now).expect_err("a fault");
            assert_eq!(unread.text, fault);
        }
    }
}
