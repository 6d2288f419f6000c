//! Which fields can a query name, under which other words, and what do they take? One
//! table for the parser, the help and the answers to a misspelt field.

use std::fmt::Write as _;

use crate::model::query::FieldName;

use super::error::nearest;

/// What a field takes after its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Words of a text: phrases, wildcards and the rest.
    Text,
    /// Words of a name.
    Name,
    /// One of the words listed.
    OneOf(&'static [&'static str]),
    /// A code or an id, whole.
    Code,
    /// A date or a range of dates.
    Date,
    /// A number or a range of numbers.
    Number,
}

/// One field of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The field.
    pub name: FieldName,
    /// Other words for it.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub takes: Takes,
}

const KINDS: &[&str] = &["direct", "mixed", "indirect"];
const POLARITIES: &[&str] = &["asserted", "denied", "hedged"];
const VEHICLES: &[&str] = &[
    "statement",
    "readout",
    "post",
    "letter",
    "press",
    "hearing",
    "court",
    "speech",
    "event",
    "recording",
    "document",
    "article",
    "call",
];
const PARTS: &[&str] = &[
    "quote", "date", "outlet", "actor", "speaker", "via", "byline", "headline", "section",
];

const fn entry(name: FieldName, aliases: &'static [&'static str], takes: Takes) -> Entry {
    Entry { name, aliases, takes }
}

/// All fields, as help lists them.
pub const FIELDS: &[Entry] = &[
    entry(FieldName::Title, &["headline"], Takes::Text),
    entry(FieldName::Text, &["body"], Takes::Text),
    entry(FieldName::Outlet, &["publisher", "site"], Takes::Name),
    entry(FieldName::Date, &["published"], Takes::Date),
    entry(FieldName::Lang, &["language"], Takes::Code),
    entry(FieldName::Actor, &["actors", "person"], Takes::Name),
    entry(FieldName::Speaker, &["speakers", "by", "from"], Takes::Name),
    entry(FieldName::Said, &["quote", "says"], Takes::Text),
    entry(FieldName::About, &[], Takes::Text),
    entry(FieldName::Kind, &[], Takes::OneOf(KINDS)),
    entry(FieldName::Polarity, &[], Takes::OneOf(POLARITIES)),
    entry(FieldName::Vehicle, &[], Takes::OneOf(VEHICLES)),
    entry(FieldName::Via, &["relay"], Takes::Name),
    entry(FieldName::Origin, &[], Takes::Name),
    entry(FieldName::Hops, &[], Takes::Number),
    entry(FieldName::TranslatedBy, &["translator"], Takes::Name),
    entry(FieldName::RepublishedBy, &["republisher"], Takes::Name),
    entry(FieldName::Wire, &["agency"], Takes::Name),
    entry(FieldName::Section, &["desk"], Takes::Name),
    entry(FieldName::Byline, &["author"], Takes::Name),
    entry(FieldName::Path, &["file"], Takes::Name),
    entry(FieldName::Id, &[], Takes::Code),
    entry(FieldName::Story, &[], Takes::Code),
    entry(FieldName::CopyOf, &[], Takes::Code),
    entry(FieldName::Origins, &[], Takes::Number),
    entry(FieldName::Has, &[], Takes::OneOf(PARTS)),
];

/// The field a word names; case and `_` for `-` make no difference.
pub fn find(word: &str) -> Option<&'static Entry> {
    let word = word.to_ascii_lowercase().replace('_', "-");
    FIELDS
        .iter()
        .find(|it| it.name.as_str() == word || it.aliases.contains(&word.as_str()))
}

/// The fields as help prints them: name, meaning, other names, what it takes.
pub fn help() -> String {
    let mut out = String::from("Fields of a query (field:word, field:\"two words\"):\n");
    let entry = |entry: &Entry| {
        let values = match entry.takes {
            Takes::OneOf(words) if !entry.name.meaning().contains(words[0]) => {
                format!(": {}", words.join(", "))
            }
            _ => String::new(),
        };
        let other = match entry.aliases {
            [] => String::new(),
            aliases => format!(" (also {}:)", aliases.join(":, ")),
        };
        let name = format!("{}:", entry.name.as_str());
        format!("  {name:16}{}{values}{other}\n", entry.name.meaning())
    };
    out.extend(FIELDS.iter().map(entry));
    let name = format!("{}:", super::saved::FIELD);
    let _ = writeln!(out, "  {name:16}a query saved below [query] in morgue.toml");
    out
}

/// What a field takes.
pub fn takes(name: FieldName) -> Takes {
    FIELDS.iter().find(|it| it.name == name).map_or(Takes::Text, |it| it.takes)
}

/// The field spelled most like `word`.
pub fn resembling(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let names = FIELDS.iter().map(|it| it.name.as_str());
    let aliases = FIELDS.iter().flat_map(|it| it.aliases.iter().copied());
    nearest(&word, names.chain(aliases).chain([super::saved::FIELD]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_every_field_once() {
        assert_eq!(FIELDS.len(), FieldName::ALL.len());
        for name in FieldName::ALL {
            assert_eq!(find(name.as_str()).map(|it| it.name), Some(*name));
        }
    }

    #[test]
    fn help_and_guide_name_every_field() {
        let guide = include_str!("../../docs/query.md");
        for entry in FIELDS {
            let name = format!("{}:", entry.name.as_str());
            assert!(guide.contains(&format!("`{name}")), "docs/query.md has no {name}");
            assert!(help().contains(&format!("  {name}")), "help has no {name}");
        }
    }

    #[test]
    fn aliases_and_misspellings() {
        assert_eq!(
            find("Translated_By").map(|it| it.name),
            Some(FieldName::TranslatedBy)
        );
        assert_eq!(find("headline").map(|it| it.name), Some(FieldName::Title));
        assert_eq!(resembling("speeker"), Some("speaker"));
        assert_eq!(resembling("xyzzy"), None);
    }
}
