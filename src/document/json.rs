//! What does a JSON record say? Field names in their many spellings, values in their
//! many shapes; a file may hold one record, a list of them, or one a line.
//!
//! Strings without escapes are borrowed from the record until the article is made.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Error, Value};

use super::fields::{Draft, Field};
use super::loose::Loose;
use super::repair::repair;
use super::{Decoded, Format, Options, Read, Reading, headline, html, story, wire};
use crate::corpus::Failure;
use crate::model::{Article, Declared, Note, PathFacts, Place};

/// JSON: lines of JSON Lines, and whole files.
pub const JSON: Format =
    Format { name: "JSON", extensions: &["json"], read: Read::Text(read) };

fn read(input: Decoded, options: &Options) -> Vec<Reading> {
    let is_file = input.place.inside.is_none();
    if is_file && is_json_lines(&input.text) {
        return lines(&input, options);
    }
    let Decoded { place, path_facts, text, notes, .. } = input;
    let context = Context { place, facts: path_facts, options };
    match serde_json::from_str(&text) {
        Ok(row) => context.readings(row, &text, notes),
        Err(error) => match repair(&text) {
            None => vec![Err(context.broken(&error, &text))],
            Some((mended, repairs)) => match serde_json::from_str(&mended) {
                Ok(row) => context.readings(row, &mended, [notes, repairs].concat()),
                Err(error) => vec![Err(context.broken(&error, &mended))],
            },
        },
    }
}

/// JSON Lines under the name of JSON: the first line is a whole object, and another
/// follows.
fn is_json_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().is_some_and(|line| {
        line.starts_with('{') && serde_json::from_str::<IgnoredAny>(line).is_ok()
    });
    first && lines.next().is_some()
}

fn lines(input: &Decoded, options: &Options) -> Vec<Reading> {
    let numbered = (1_u64..).zip(input.text.lines());
    let records = numbered.filter(|(_, line)| !line.trim().is_empty());
    let mut notes = input.notes.clone();
    records
        .flat_map(|(number, line)| {
            let inside = Some(number.to_string());
            let line = Decoded {
                place: Place { key: input.place.key.clone(), inside },
                path_facts: input.path_facts.clone(),
                url: None,
                text: line.to_owned(),
                notes: std::mem::take(&mut notes),
            };
            read(line, options)
        })
        .collect()
}

/// What every article of one record shares.
struct Context<'o> {
    place: Place,
    facts: PathFacts,
    options: &'o Options,
}

impl Context<'_> {
    fn readings(self, row: Row<'_>, json: &str, notes: Vec<Note>) -> Vec<Reading> {
        let needs_values = !self.options.map.is_empty();
        let whole = if needs_values { serde_json::from_str(json).ok() } else { None };
        let whole: Option<Value> = whole;
        if !needs_values && let Some(readings) = self.others(&row, json, &notes) {
            return readings;
        }
        match row {
            Row::List(rows) => {
                let mut notes = notes;
                let inner = rows.into_iter().enumerate().map(|(at, row)| {
                    let value = whole.as_ref().and_then(|it| it.get(at));
                    let place = self.member(at + 1);
                    self.reading(row, value, place, std::mem::take(&mut notes))
                });
                inner.collect()
            }
            row => {
                let reading =
                    self.reading(row, whole.as_ref(), self.place.clone(), notes);
                vec![reading.map_err(|failure| advise(failure, json))]
            }
        }
    }

    /// The readings of what is no plain record: formats of the news trade, and objects
    /// that hold the records in a list.
    fn others(&self, row: &Row<'_>, json: &str, notes: &[Note]) -> Option<Vec<Reading>> {
        if row.is_plain() {
            return None;
        }
        let value: Value = serde_json::from_str(json).ok()?;
        if let Some(stories) = wire::stories(&value) {
            let notes = notes.to_vec();
            return Some(story::readings(stories, &self.place, &self.facts, notes));
        }
        let records = match value {
            Value::Array(records) => records,
            object => wire::records(&object)?,
        };
        let mut notes = notes.to_vec();
        let each = records.into_iter().enumerate().flat_map(|(at, record)| {
            let record = Decoded {
                place: self.member(at + 1),
                path_facts: self.facts.clone(),
                url: None,
                text: record.to_string(),
                notes: std::mem::take(&mut notes),
            };
            read(record, self.options)
        });
        Some(each.collect())
    }

    /// The place of a list's member.
    fn member(&self, number: usize) -> Place {
        let inside = match &self.place.inside {
            Some(line) => format!("{line}/{number}"),
            None => number.to_string(),
        };
        Place { key: self.place.key.clone(), inside: Some(inside) }
    }

    fn reading(
        &self,
        row: Row<'_>,
        value: Option<&Value>,
        place: Place,
        mut notes: Vec<Note>,
    ) -> Reading {
        let Row::Record(mut draft) = row else {
            return Err(Failure::new(place, "is JSON, but no object with fields", ""));
        };
        if let Some(value) = value {
            self.options.map.apply(value, &mut draft);
        }
        let (text, has_text) = (draft.text(), draft.has_text);
        let html = draft.html();
        let declared = draft.declared();
        if let (None, Some(html)) = (&text, html) {
            return self.page(html.into_owned(), declared, place, notes);
        }
        let text = match text {
            Some(text) => text,
            None if has_text && declared.headline.is_some() => {
                notes.push(Note::new("has a headline, but its text is empty"));
                Cow::Borrowed("")
            }
            None if has_text => {
                return Err(Failure::new(place, "has an empty text", ""));
            }
            None => return Err(Failure::new(place, NO_TEXT, "")),
        };
        let path_facts = self.facts.clone();
        Ok((article(place, path_facts, declared, text.into_owned()), notes))
    }

    /// A record that holds a page: what the record declares counts before the page.
    fn page(
        &self,
        text: String,
        declared: Declared,
        place: Place,
        notes: Vec<Note>,
    ) -> Reading {
        let path_facts = self.facts.clone();
        let page = Decoded { place, path_facts, url: None, text, notes };
        let (mut article, notes) = html::read(page, declared.url.as_deref())?;
        let headline = declared.headline.clone();
        article.declared = declared.or(article.declared);
        if let Some(headline) = headline {
            article.body = headline::behind(&headline, &article.text);
            article.headline = Some(headline);
        }
        Ok((article, notes))
    }

    fn broken(&self, error: &Error, json: &str) -> Failure {
        let words = error.to_string();
        let what = words.split(" at line ").next().unwrap_or_default();
        let is_line = self.place.inside.is_some();
        let place = match self.place.inside {
            None if error.line() > 1 => {
                format!("line {}, column {}", error.line(), error.column())
            }
            _ => format!("column {}", error.column()),
        };
        let is_opening = is_line && matches!(json.trim(), "[" | "{");
        let (reason, hint) = if is_opening {
            let hint = "if the file is one JSON document, name it .json";
            ("is no JSON by itself".to_owned(), hint)
        } else if error.is_eof() {
            (format!("is not valid JSON: it ends too early, at {place}"), "")
        } else if what.starts_with("recursion limit") {
            ("is nested deeper than 128 levels".to_owned(), "")
        } else {
            (format!("is not valid JSON: {what}, {place}"), "")
        };
        Failure::new(self.place.clone(), reason, hint)
    }
}

const NO_TEXT: &str = "has no field that is its text";

/// Says which field may be the text, where none goes by a name we know.
fn advise(mut failure: Failure, json: &str) -> Failure {
    let Ok(Value::Object(fields)) = serde_json::from_str(json) else {
        return failure;
    };
    if failure.reason != NO_TEXT {
        return failure;
    }
    let length = |value: &Value| value.as_str().map_or(0, str::len);
    let longest = fields.iter().max_by_key(|(_, value)| length(value));
    failure.hint = match longest {
        Some((name, value)) if length(value) > 0 => {
            let name: String = name.chars().take(60).collect();
            format!("if `{name}` is the text, say --map body={name}")
        }
        _ => "say where the text stands: --map body=/where/it/is".to_owned(),
    };
    failure
}

fn article(
    place: Place,
    path_facts: PathFacts,
    declared: Declared,
    text: String,
) -> Article {
    let (headline, body) = match &declared.headline {
        Some(declared) => (Some(declared.clone()), headline::behind(declared, &text)),
        None => match headline::of_text(&text) {
            Some((line, body)) => (Some(line.to_owned()), body),
            None => (None, 0),
        },
    };
    Article { place, declared, path_facts, headline, text, body }
}

/// A JSON text.
#[expect(clippy::large_enum_variant, reason = "nearly all rows are records")]
enum Row<'a> {
    /// An object.
    Record(Draft<'a>),
    /// A list.
    List(Vec<Row<'a>>),
    /// Anything else.
    Other,
}

impl Row<'_> {
    /// Needs no second look: records with a text of their own, and lists of such.
    fn is_plain(&self) -> bool {
        match self {
            Self::Record(draft) => {
                !draft.is_marked && (draft.has_text || draft.has_html())
            }
            Self::List(rows) => rows.iter().all(|row| match row {
                Self::Record(draft) => !draft.is_marked,
                _ => true,
            }),
            Self::Other => true,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Row<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(Rows(PhantomData))
    }
}

struct Rows<'a>(PhantomData<&'a str>);

impl<'de: 'a, 'a> Visitor<'de> for Rows<'a> {
    type Value = Row<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'a>, A::Error> {
        let mut draft = Draft::default();
        while let Some(name) = map.next_key()? {
            if let Name::Field(field, rank) = name {
                draft.offer(field, rank, map.next_value::<Loose<'a>>()?);
            } else {
                draft.is_marked |= name == Name::Mark;
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Row::Record(draft))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Row<'a>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element()? {
            rows.push(row);
        }
        Ok(Row::List(rows))
    }

    fn visit_str<E>(self, _: &str) -> Result<Row<'a>, E> {
        Ok(Row::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Row<'a>, E> {
        Ok(Row::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Row<'a>, E> {
        Ok(Row::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Row<'a>, E> {
        Ok(Row::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Row<'a>, E> {
        Ok(Row::Other)
    }

    fn visit_unit<E>(self) -> Result<Row<'a>, E> {
        Ok(Row::Other)
    }
}

/// The name of a field, looked up where it stands.
#[derive(PartialEq)]
enum Name {
    /// One that we know, and how good a name it is.
    Field(Field, usize),
    /// One that only a format of the news trade uses.
    Mark,
    /// Any other.
    Other,
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_str(Names)
    }
}

struct Names;

impl Visitor<'_> for Names {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(match Field::named(name) {
            Some((field, rank)) => Name::Field(field, rank),
            None if wire::is_mark(name) => Name::Mark,
            None => Name::Other,
        })
    }
}
