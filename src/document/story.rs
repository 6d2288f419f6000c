//! How does a record that declares its parts become an article? The one way for all
//! formats with markup: its text by paragraphs, its headline apart from it.

use super::{Reading, headline};
use crate::corpus::Failure;
use crate::model::{Article, Declared, Note, Part, Party, PathFacts, Place};

/// What one story says.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) declared: Declared,
    pub(super) text: String,
    pub(super) notes: Vec<Note>,
}

impl Story {
    /// Adds a party, unless its name says nothing.
    pub(super) fn party(&mut self, name: impl Into<Option<String>>, part: Part) {
        let Some(name) = name.into().map(|it| it.trim().to_owned()) else { return };
        let party = Party { name, part };
        if !party.name.is_empty() && !self.declared.parties.contains(&party) {
            self.declared.parties.push(party);
        }
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(Note::new(text));
    }

    /// The article, or that there is none.
    pub(super) fn reading(self, place: Place, path_facts: PathFacts) -> Reading {
        let Self { declared, text, mut notes } = self;
        let headline = declared.headline.clone();
        if text.trim().is_empty() {
            // a story that only says who handed it on still says that
            if headline.is_none() && declared.parties.is_empty() {
                return Err(Failure::new(place, "holds no text", ""));
            }
            let what = if headline.is_some() { "has a headline, but its" } else { "its" };
            notes.push(Note::new(format!("{what} text is empty")));
        }
        let body = headline.as_ref().map_or(0, |it| headline::behind(it, &text));
        Ok((Article { place, declared, path_facts, headline, text, body }, notes))
    }
}

/// The stories of one record: one stands at its place, several are numbered from 1.
pub(super) fn readings(
    stories: Vec<Story>,
    place: &Place,
    facts: &PathFacts,
    mut notes: Vec<Note>,
) -> Vec<Reading> {
    let alone = stories.len() == 1;
    let numbered = (1..).zip(stories);
    numbered
        .map(|(number, mut story): (usize, Story)| {
            story.notes.splice(0..0, std::mem::take(&mut notes));
            let inside =
                if alone { place.inside.clone() } else { Some(member(place, number)) };
            let place = Place { key: place.key.clone(), inside };
            story.reading(place, facts.clone())
        })
        .collect()
}

fn member(place: &Place, number: usize) -> String {
    match &place.inside {
        Some(outer) => format!("{outer}/{number}"),
        None => number.to_string(),
    }
}

/// A name as a party: "comp:bwire" is "bwire", an address is its host.
pub(super) fn name_of_code(code: &str) -> String {
    if let Some((_, rest)) = code.split_once("://") {
        return host(rest);
    }
    let name = code.split_once(':').map_or(code, |it| it.1);
    name.strip_prefix("www.").unwrap_or(name).to_owned()
}

/// The host of an address without its scheme.
fn host(rest: &str) -> String {
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}
