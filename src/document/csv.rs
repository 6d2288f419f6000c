//! What does a row of a table say? The names of its columns are the names of fields, or
//! the user says which column is which (`--map body=Artikeltext`).

use super::fields::{Draft, Field};
use super::loose::Loose;
use super::story::Story;
use super::{Decoded, Format, Options, Read, Reading};
use crate::corpus::Failure;
use crate::corpus::container::csv::delimiter;

/// Comma- and tab-separated values: a header and the rows below it, mostly one.
pub const CSV: Format =
    Format { name: "CSV", extensions: &["csv", "tsv", "tab"], read: Read::Text(read) };

fn read(input: Decoded, options: &Options) -> Vec<Reading> {
    let Decoded { place, path_facts, text, mut notes, .. } = input;
    let header = text.lines().next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(header.as_bytes()))
        .flexible(true)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| {
        Err(Failure::new(place.clone(), format!("is no row of a table: {error}"), ""))
    };
    let names = match reader.headers() {
        Ok(names) => names.clone(),
        Err(error) => return vec![broken(error)],
    };
    let mut readings = Vec::new();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                readings.push(broken(error));
                continue;
            }
        };
        let mut story = row_story(&names, &row, options);
        story.notes.splice(0..0, std::mem::take(&mut notes));
        let nothing = story.text.trim().is_empty() && story.declared.headline.is_none();
        readings.push(if nothing {
            Err(Failure::new(
                place.clone(),
                "has no column that is its text",
                advice(&names),
            ))
        } else {
            story.reading(place.clone(), path_facts.clone())
        });
    }
    readings
}

fn row_story(
    names: &csv::StringRecord,
    row: &csv::StringRecord,
    options: &Options,
) -> Story {
    let mut draft = Draft::default();
    let column = |at: usize| names.get(at).unwrap_or_default().trim();
    for (at, value) in row.iter().enumerate() {
        draft.offer_named(column(at), Loose::Word(value.into()));
    }
    let cells: Vec<(&str, &str)> =
        row.iter().enumerate().map(|(at, value)| (column(at), value)).collect();
    options.map.apply_columns(&cells, &mut draft);
    let mut story = Story::default();
    if names.len() != row.len() {
        story.note(format!("has {} fields, the header {}", row.len(), names.len()));
    }
    story.text = draft.text().unwrap_or_default().into_owned();
    story.declared = draft.declared();
    story
}

fn advice(names: &csv::StringRecord) -> String {
    let names: Vec<&str> = names.iter().take(8).collect();
    let text = Field::Text.name();
    format!("say which is: --map {text}=COLUMN; the columns are {}", names.join(", "))
}
