//! Which other names has the user given our fields? `--map body=/content/text` says
//! where in a JSON record the body stands, as a JSON pointer (RFC 6901); `--map body=Text`
//! names a column of a table.

use serde::Deserialize;
use serde_json::Value;

use super::fields::{Draft, Field, NAMES};
use super::loose::Loose;

/// Fields and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    rules: Vec<(Field, String)>,
}

/// A rule that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Not of the form `field=/pointer`.
    #[error("cannot read the field map `{0}`; write it as field=/where/it/stands")]
    Form(String),
    /// No such field.
    #[error("cannot map `{0}`: no such field; the fields are {fields}", fields = fields())]
    Field(String),
}

fn fields() -> String {
    let names: Vec<&str> = NAMES.iter().map(|(field, _)| field.name()).collect();
    names.join(", ")
}

impl FieldMap {
    /// Reads rules such as `body=/content/text`; a bare name (`body=artikel`) is a field
    /// of the record itself.
    ///
    /// ```
    /// use morgue::document::FieldMap;
    /// assert!(FieldMap::parse(["body=/content/text", "title=Schlagzeile"]).is_ok());
    /// assert!(FieldMap::parse(["colour=/x"]).is_err());
    /// ```
    ///
    /// # Errors
    /// When a rule has another form or names no field.
    pub fn parse<'a>(rules: impl IntoIterator<Item = &'a str>) -> Result<Self, MapError> {
        let mut map = Self::default();
        for rule in rules {
            let (name, place) = match rule.split_once('=') {
                Some((name, place)) if !place.is_empty() => (name.trim(), place),
                _ => return Err(MapError::Form(rule.to_owned())),
            };
            let (field, _) =
                Field::named(name).ok_or_else(|| MapError::Field(name.to_owned()))?;
            let pointer = if place.starts_with('/') {
                place.to_owned()
            } else {
                format!("/{}", place.replace('~', "~0").replace('/', "~1"))
            };
            map.rules.push((field, pointer));
        }
        Ok(map)
    }

    /// Nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Offers the draft what stands in the mapped columns: those of this very name, else
    /// of a name that differs in its capitals only.
    pub(super) fn apply_columns(&self, cells: &[(&str, &str)], draft: &mut Draft<'_>) {
        for (field, pointer) in &self.rules {
            let name = pointer[1..].replace("~1", "/").replace("~0", "~");
            let same = cells.iter().find(|it| it.0 == name);
            let like =
                || cells.iter().find(|it| it.0.to_lowercase() == name.to_lowercase());
            if let Some((_, value)) = same.or_else(like) {
                draft.replace(*field, Loose::Word(value.to_string().into()));
            }
        }
    }

    /// Offers the draft what stands at the mapped places, under the best of names.
    pub(super) fn apply(&self, record: &Value, draft: &mut Draft<'_>) {
        for (field, pointer) in &self.rules {
            let Some(value) = record.pointer(pointer) else { continue };
            let value = Loose::deserialize(value).unwrap_or(Loose::Nothing);
            draft.replace(*field, value.into_owned());
        }
    }
}
