//! What does a JSON value say where a word is expected? Numbers, lists of authors and
//! small objects (`{"name": "The Lantern"}`) are taken as the word they stand for.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The name under which small objects keep their word, best first.
const WORDS: [&str; 9] =
    ["name", "main", "title", "text", "value", "rendered", "label", "$date", "$oid"];

/// A value, as far as it is words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Loose<'a> {
    /// `null`, `true`, `{}`.
    Nothing,
    /// A string, or a number as it is printed.
    Word(Cow<'a, str>),
    /// A list, flattened.
    List(Vec<Cow<'a, str>>),
}

impl<'a> Loose<'a> {
    /// As one word.
    pub(super) fn joined(self, separator: &str) -> Option<Cow<'a, str>> {
        match self {
            Self::Nothing => None,
            Self::Word(word) => Some(word),
            Self::List(mut words) => match words.len() {
                0 => None,
                1 => words.pop(),
                _ => Some(Cow::Owned(words.join(separator))),
            },
        }
    }

    /// The same, borrowing nothing.
    pub(super) fn into_owned(self) -> Loose<'static> {
        match self {
            Self::Nothing => Loose::Nothing,
            Self::Word(word) => Loose::Word(Cow::Owned(word.into_owned())),
            Self::List(words) => {
                let own = |word: Cow<'_, str>| Cow::Owned(word.into_owned());
                Loose::List(words.into_iter().map(own).collect())
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(Words(std::marker::PhantomData))
    }
}

struct Words<'a>(std::marker::PhantomData<&'a str>);

impl<'de: 'a, 'a> Visitor<'de> for Words<'a> {
    type Value = Loose<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, word: &'de str) -> Result<Loose<'a>, E> {
        Ok(Loose::Word(Cow::Borrowed(word)))
    }

    fn visit_str<E>(self, word: &str) -> Result<Loose<'a>, E> {
        Ok(Loose::Word(Cow::Owned(word.to_owned())))
    }

    fn visit_string<E>(self, word: String) -> Result<Loose<'a>, E> {
        Ok(Loose::Word(Cow::Owned(word)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Loose<'a>, E> {
        Ok(Loose::Word(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Loose<'a>, E> {
        Ok(Loose::Word(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Loose<'a>, E> {
        Ok(Loose::Word(Cow::Owned(number.to_string())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Loose<'a>, E> {
        Ok(Loose::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Loose<'a>, E> {
        Ok(Loose::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Loose<'a>, A::Error> {
        let mut words = Vec::new();
        while let Some(value) = list.next_element()? {
            match value {
                Loose::Nothing => (),
                Loose::Word(word) => words.push(word),
                Loose::List(inner) => words.extend(inner),
            }
        }
        Ok(Loose::List(words))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose<'a>, A::Error> {
        let mut best: Option<(usize, Loose<'a>)> = None;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let Some(rank) = WORDS.iter().position(|it| *it == name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value()?;
            if value != Loose::Nothing && best.as_ref().is_none_or(|it| rank < it.0) {
                best = Some((rank, value));
            }
        }
        Ok(best.map_or(Loose::Nothing, |(_, value)| value))
    }
}
