//! In which form does the engine take what is stored? A list of fields with their values,
//! handed over as they are: nothing is copied on the way.

use std::sync::Arc;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};

/// One document, for writing.
#[derive(Debug, Default)]
pub(super) struct Written(Vec<(Field, Held)>);

/// A value of a field.
#[derive(Debug)]
pub(super) enum Held {
    /// A word of ours.
    Fixed(&'static str),
    /// Of this document alone.
    Text(Box<str>),
    /// Of an article and all its quotes.
    Shared(Arc<str>),
    /// A number.
    Number(u64),
    /// Bytes that are stored.
    Bytes(Box<[u8]>),
}

impl Written {
    /// Adds a value.
    pub(super) fn add(&mut self, field: Field, value: Held) {
        self.0.push((field, value));
    }

    /// Bytes of the texts of some fields.
    pub(super) fn bytes_of(&self, fields: &[Field]) -> u64 {
        let held = self.0.iter().filter(|it| fields.contains(&it.0));
        held.map(|it| it.1.text().len() as u64).sum()
    }
}

impl Held {
    /// The text; empty where it is none.
    fn text(&self) -> &str {
        match self {
            Self::Fixed(it) => it,
            Self::Text(it) => it,
            Self::Shared(it) => it,
            Self::Number(_) | Self::Bytes(_) => "",
        }
    }
}

impl Document for Written {
    type Value<'a> = &'a Held;
    type FieldsValuesIter<'a> = FieldsValues<'a>;

    fn iter_fields_and_values(&self) -> FieldsValues<'_> {
        FieldsValues(self.0.iter())
    }
}

/// The fields and values of one document, in order.
pub(super) struct FieldsValues<'a>(std::slice::Iter<'a, (Field, Held)>);

impl<'a> Iterator for FieldsValues<'a> {
    type Item = (Field, &'a Held);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, value)| (*field, value))
    }
}

impl<'a> Value<'a> for &'a Held {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Held::Fixed(it) => ReferenceValueLeaf::Str(it),
            Held::Text(it) => ReferenceValueLeaf::Str(it),
            Held::Shared(it) => ReferenceValueLeaf::Str(it),
            Held::Number(it) => ReferenceValueLeaf::U64(*it),
            Held::Bytes(it) => ReferenceValueLeaf::Bytes(it),
        })
    }
}
