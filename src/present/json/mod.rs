//! How are results and annotations handed to programs? As JSON Lines of typed messages;
//! `docs/output.md` is their grammar. Offsets are code points. The model carries no
//! serde: what is written is decided here and nowhere else.

pub mod annotation;
pub mod batch;
pub mod kwic;
pub mod quote;
pub mod quotes;
pub mod search;
pub mod stories;
pub mod verify;
pub mod trace;

use serde::ser::{Serialize, SerializeMap, Serializer};
use thiserror::Error;

/// Number of the grammar; fields are only ever added under the same number.
pub const SCHEMA: u32 = 1;

/// Which top-level fields of a message are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Option<Vec<&'static str>>);

/// A field that no message has.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown field `{name}`")]
pub struct UnknownField {
    /// As asked for.
    pub name: String,
    /// What could be asked for.
    pub valid: &'static [&'static str],
}

impl Fields {
    /// The fields in `list` (`id,title`), each one of `valid`; all for an empty list.
    ///
    /// # Errors
    /// When one is not valid.
    ///
    /// ```
    /// use morgue::present::json::Fields;
    /// let fields = Fields::choose("id,title", &["id", "title", "url"])?;
    /// assert!(fields.has("title") && !fields.has("url"));
    /// # Ok::<(), morgue::present::json::UnknownField>(())
    /// ```
    pub fn choose(
        list: &str,
        valid: &'static [&'static str],
    ) -> Result<Self, UnknownField> {
        let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
        let chosen: Vec<&'static str> = names
            .map(|name| {
                let known = valid.iter().find(|it| **it == name).copied();
                known.ok_or_else(|| UnknownField { name: name.to_owned(), valid })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self((!chosen.is_empty()).then_some(chosen)))
    }

    /// Whether `name` is wanted.
    pub fn has(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|chosen| chosen.contains(&name))
    }
}

/// An object being written, of which only some fields are wanted.
struct Object<'f, M> {
    map: M,
    fields: &'f Fields,
}

impl<'f, M: SerializeMap> Object<'f, M> {
    /// Opens a message of type `kind`; its type is always written.
    fn message<S>(serializer: S, kind: &str, fields: &'f Fields) -> Result<Self, S::Error>
    where
        S: Serializer<SerializeMap = M>,
        M: SerializeMap<Ok = S::Ok, Error = S::Error>,
    {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", kind)?;
        Ok(Self { map, fields })
    }

    fn put<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if self.fields.has(name) { self.map.serialize_entry(name, value) } else { Ok(()) }
    }
}

/// A list written item by item from an iterator, without a vector in between.
struct List<I>(I);

impl<I> Serialize for List<I>
where
    I: Iterator + Clone,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

/// Writes `value` as one line.
fn line(buffer: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(&mut *buffer, value)
        .expect("memory takes all and the keys are strings");
    buffer.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_field_lists_the_valid() {
        let valid: &[&str] = &["id", "title"];
        let error = Fields::choose("id, tittle", valid).expect_err("no such field");
        assert_eq!(error, UnknownField { name: "tittle".into(), valid });
        assert_eq!(error.to_string(), "unknown field `tittle`");
        assert!(Fields::choose("", valid).expect("all").has("title"));
    }
}
