//! What does `query:name` stand for? A query that was saved under a name, put where the
//! name stands; saved queries may name others, but never themselves.

use std::collections::BTreeMap;

use crate::model::query::{Near, Node, What};
use crate::model::{Date, Span};

use super::error::{QueryError, nearest};
use super::leaf::is_pattern;
use super::lexer::{Lexeme, Sign};
use super::syntax::read;

/// The word before the colon.
pub(super) const FIELD: &str = "query";
/// Bytes of saved queries that one query may take in: twenty names that each name the
/// next one twice would make a million.
const LARGEST: usize = 64 * 1024;
/// Saved queries inside each other.
const DEEPEST: usize = 16;
/// Patterns of one query, with those of saved ones.
const MOST_PATTERNS: usize = 256;

/// Queries by name.
pub type Saved = BTreeMap<String, String>;

/// What a query is read against.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day from which relative dates count.
    pub now: Date,
    /// Queries that may be named.
    pub saved: Saved,
}

impl Context {
    /// No saved queries.
    pub fn at(now: Date) -> Self {
        Self { now, saved: Saved::default() }
    }
}

/// Which saved queries are being read, outermost first, and how much was taken in.
#[derive(Debug, Default)]
pub(super) struct Expansion {
    names: Vec<String>,
    bytes: usize,
    /// Brackets that are open where the innermost is named.
    pub(super) depth: usize,
    patterns: usize,
}

impl Expansion {
    /// Counts the patterns of a query, each of which is held against all words of the
    /// archive.
    pub(super) fn patterns(
        &mut self,
        text: &str,
        lexeme: Lexeme,
    ) -> Result<(), QueryError> {
        let many = |it: &str| it.split_whitespace().filter(|it| is_pattern(it)).count();
        self.patterns += match lexeme.sign {
            Sign::Regex => 1,
            Sign::Quoted => many(text),
            Sign::Word => many(text).max(usize::from(text.contains('~'))),
            _ => 0,
        };
        if self.patterns <= MOST_PATTERNS {
            return Ok(());
        }
        let message = format!("more than {MOST_PATTERNS} patterns in one query");
        let help = "ask for words, or in several queries".to_owned();
        Err(QueryError::new(lexeme.span, message, help))
    }
}

/// The saved query of a name, all of it at the place where it is named.
pub(super) fn expanded(
    name: &str,
    span: Span,
    context: &Context,
    expansion: &mut Expansion,
) -> Result<Node, QueryError> {
    let fault = |message: String, help: &str| {
        Err(QueryError::new(span, message, help.to_owned()))
    };
    let Some(query) = context.saved.get(name) else {
        let known = context.saved.keys().map(String::as_str);
        let help = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if context.saved.is_empty() => {
                "write it below [query] in morgue.toml: name = \"…\"".to_owned()
            }
            None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
        };
        return fault(format!("no query is saved as `{name}`"), &help);
    };
    if expansion.names.iter().any(|it| it == name) {
        let road = [expansion.names.join(" → "), name.to_owned()].join(" → ");
        return fault(
            format!("the saved query `{name}` names itself: {road}"),
            "write out what is meant",
        );
    }
    expansion.bytes += query.len();
    if expansion.bytes > LARGEST || expansion.names.len() >= DEEPEST {
        let message = format!("saved queries grow too large at `{name}`");
        return fault(message, "name fewer, or write out what is meant");
    }
    expansion.names.push(name.to_owned());
    let node = read(query, context, expansion);
    expansion.names.pop();
    match node {
        Ok(mut node) => {
            stand(&mut node, span);
            Ok(node)
        }
        // A fault further in has already been told where it stands.
        Err(error) if error.message.starts_with(INSIDE) => {
            Err(QueryError { span, ..error })
        }
        Err(error) => {
            let place = error.span;
            let part = query.get(place.start..place.end).unwrap_or_default();
            let message = match part {
                "" => format!("{INSIDE} `{name}`: {}", error.message),
                part => format!("{INSIDE} `{name}`, at `{part}`: {}", error.message),
            };
            Err(QueryError { span, message, help: error.help })
        }
    }
}

const INSIDE: &str = "in the saved query";

/// Every part stands where the name stands.
fn stand(node: &mut Node, span: Span) {
    node.span = span;
    match &mut node.what {
        What::And(nodes) | What::Or(nodes) => {
            for node in nodes {
                stand(node, span);
            }
        }
        What::Not(inner)
        | What::Lead(inner)
        | What::AtLeast { node: inner, .. }
        | What::Field { value: inner, .. } => stand(inner, span),
        What::Near(near) => {
            let Near { left, right, .. } = &mut **near;
            stand(left, span);
            stand(right, span);
        }
        What::All
        | What::Word { .. }
        | What::Phrase { .. }
        | What::Wildcard(_)
        | What::Fuzzy { .. }
        | What::Range(_)
        | What::Regex(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse_in;

    fn read(query: &str) -> String {
        let saved = [
            ("strikes", "strike OR walkout"),
            ("port", "ferry query:strikes"),
            ("loop", "a query:pool"),
            ("pool", "query:loop"),
            ("broken", "a speeker:b"),
            ("outer", "query:broken"),
            ("two words", "\"sea wall\""),
        ];
        let saved = saved.map(|(name, query)| (name.to_owned(), query.to_owned()));
        let context = Context { now: Date::day(2024, 4, 15), saved: saved.into() };
        match parse_in(query, &context) {
            Ok(node) => node.to_string(),
            Err(error) => {
                let place = error.span.of(query);
                format!("{place}: {}|{}", error.message, error.help.unwrap())
            }
        }
    }

    fn check(cases: &[(&str, &str)]) {
        for (query, expected) in cases {
            assert_eq!(read(query), *expected, "{query}");
        }
    }

    #[test]
    fn names_stand_for_queries() {
        check(&[
            ("query:strikes", "strike OR walkout"),
            ("query:strikes gull", "(strike OR walkout) AND gull"),
            ("-query:strikes", "NOT (strike OR walkout)"),
            ("query:port", "ferry AND (strike OR walkout)"),
            ("query:\"two words\" x", "\"sea wall\" AND x"),
            ("query:strikes NEAR/3 gull", "(strike OR walkout) NEAR/3 gull"),
        ]);
    }

    #[test]
    fn faults_show_where_the_name_stands() {
        check(&[
            (
                "a query:strike",
                "query:strike: no query is saved as `strike`|did you mean `strikes`?",
            ),
            (
                "x query:loop",
                "query:loop: in the saved query `pool`, at `query:loop`: the saved query \
                 `loop` names itself: loop → pool → loop|write out what is meant",
            ),
            (
                "query:outer",
                "query:outer: in the saved query `broken`, at `speeker`: unknown field \
                 `speeker`|did you mean `speaker`?",
            ),
            (
                "title:(query:port)",
                "query: `query:port` stands inside `title:`|close the bracket before it",
            ),
            (
                "query:(a)",
                "query: `query:` names no query|write its name directly behind, as in \
                 query:strikes",
            ),
        ]);
    }

    #[test]
    fn growth_is_bounded() {
        let name = |n: usize| format!("q{n}");
        let mut saved: Saved = (0..14)
            .map(|n| (name(n), format!("query:{0} query:{0} query:{0}", name(n + 1))))
            .collect();
        saved.insert(name(14), "word".to_owned());
        let context = Context { now: Date::day(2024, 4, 15), saved };
        assert!(parse_in("query:q0", &context).is_err());
        assert!(parse_in("query:q12", &context).is_ok());
    }
}
