//! What does a shell offer where a query, a field or a value is to be written? The words of
//! the tables of the query language; anything else may be written as well.

use std::ffi::OsStr;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};

use crate::model::query::FieldName;
use crate::query::facet_names;
use crate::query::fields::{FIELDS, Takes, takes};

/// A text of which a shell offers some beginnings, and which may be any.
#[derive(Clone, Copy)]
pub(super) struct Offer(fn() -> Vec<PossibleValue>);

/// For a query: its fields, and the values of those that know only some.
pub(super) const QUERY: Offer = Offer(query);
/// For a facet.
pub(super) const FACET: Offer = Offer(facets);
/// For `--kind`.
pub(super) const KIND: Offer = Offer(|| values(FieldName::Kind));
/// For `--polarity`.
pub(super) const POLARITY: Offer = Offer(|| values(FieldName::Polarity));

impl TypedValueParser for Offer {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}

/// Fields with their colon and meaning, and values behind the fields that know only some.
static WORDS: LazyLock<Vec<(String, Option<&'static str>)>> = LazyLock::new(|| {
    let mut words = Vec::new();
    for field in FIELDS {
        let name = field.name.as_str();
        words.push((format!("{name}:"), Some(field.name.meaning())));
        if let Takes::OneOf(values) = field.takes {
            words.extend(values.iter().map(|it| (format!("{name}:{it}"), None)));
        }
    }
    words
});

fn query() -> Vec<PossibleValue> {
    let offered = |(word, meaning): &'static (String, Option<&'static str>)| {
        let value = PossibleValue::new(word.as_str());
        meaning.map_or(value.clone(), |it| value.help(it))
    };
    WORDS.iter().map(offered).collect()
}

fn facets() -> Vec<PossibleValue> {
    facet_names().map(PossibleValue::new).collect()
}

fn values(name: FieldName) -> Vec<PossibleValue> {
    match takes(name) {
        Takes::OneOf(words) => words.iter().copied().map(PossibleValue::new).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};
    use clap_complete::Shell;

    use super::*;
    use crate::command::Cli;

    #[test]
    fn every_shell_that_completes_words_offers_the_fields() {
        for shell in [Shell::Bash, Shell::Zsh] {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "morgue", &mut script);
            let script = String::from_utf8(script).expect("text");
            // zsh writes a colon with backslashes before it.
            let script = script.replace('\\', "");
            for field in FIELDS {
                let name = format!("{}:", field.name.as_str());
                assert!(script.contains(&name), "{shell} does not offer {name}");
            }
            assert!(script.contains("kind:indirect"), "{shell} offers no values");
        }
    }

    #[test]
    fn anything_may_be_written() {
        for words in ["ferry", "outlet:lantern", "kind:none", "((", ""] {
            assert!(Cli::try_parse_from(["morgue", "search", words]).is_ok(), "{words}");
        }
    }
}
