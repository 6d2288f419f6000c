//! What carries over from one statement to the next? The road that a source stated is its
//! road until an occasion of its own ends it: a hearing goes on while others speak, a post
//! or a letter is done when somebody else has spoken.

use crate::extract::reading::Reading;
use crate::extract::setting;
use crate::extract::source::Resolved;
use crate::extract::statement::Statement;
use crate::extract::venue::Venue;
use crate::model::{Link, Role, Vehicle};

/// What a statement's own sentence, or one it inherits from, says of the road.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stated {
    pub(crate) venue: Option<Venue>,
    pub(crate) relays: Vec<Link>,
}

impl Stated {
    /// Nothing is said of the road.
    pub(crate) fn is_empty(&self) -> bool {
        self.venue.is_none() && self.relays.is_empty()
    }

    /// "wrote in a letter", "said in a statement": words put down once, to be quoted from.
    /// An occasion, a hearing or a trial, goes on for paragraphs.
    fn is_brief(&self) -> bool {
        let brief = |it: Venue| {
            matches!(
                it.vehicle,
                Vehicle::Post
                    | Vehicle::Letter
                    | Vehicle::Statement
                    | Vehicle::Readout
                    | Vehicle::Document
                    | Vehicle::Article
            )
        };
        self.venue.is_some_and(brief)
    }

    /// Said aloud: nothing that "she wrote" could go on with.
    fn is_spoken(&self) -> bool {
        let aloud = |it: Venue| {
            matches!(
                it.vehicle,
                Vehicle::Press
                    | Vehicle::Hearing
                    | Vehicle::Speech
                    | Vehicle::Event
                    | Vehicle::Recording
                    | Vehicle::Call
            )
        };
        match self.venue {
            Some(venue) => aloud(venue),
            None => self.relays.iter().any(|it| it.role == Role::Interview),
        }
    }
}

/// Where a road was stated: the paragraph, and the number of the statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    paragraph: usize,
    number: usize,
}

/// What carries on for one source.
#[derive(Clone, Debug)]
struct Context {
    key: String,
    stated: Stated,
    paragraph: usize,
    origin: Origin,
}

/// Statements before that can still hand their road on.
const RECENT: usize = 200;

/// Paragraphs without a word of the source after which its road is forgotten.
const SILENT: usize = 4;

/// The roads of the statements so far.
#[derive(Debug, Default)]
pub(crate) struct Carry {
    contexts: Vec<Context>,
}

impl Carry {
    /// Remembers the road of a statement; `origin` where it was stated, if not here.
    pub(crate) fn remember(
        &mut self,
        key: &str,
        stated: Stated,
        paragraph: usize,
        origin: Option<Origin>,
    ) {
        let here = Origin { paragraph, number: self.contexts.len() };
        let key = key.to_owned();
        let origin = origin.unwrap_or(here);
        self.contexts.push(Context { key, stated, paragraph, origin });
    }

    /// The paragraph of the last statement.
    pub(crate) fn last_paragraph(&self) -> usize {
        self.contexts.last().map_or(0, |it| it.paragraph)
    }

    /// The road that the last statement of the same source came by; a spokesperson takes
    /// over the statement that the body has just put out.
    pub(crate) fn inherited(
        &self,
        reading: &Reading,
        statement: &Statement,
        source: &Resolved,
        paragraph: usize,
    ) -> Option<(Stated, Origin)> {
        if setting::is_of_its_own(reading, statement) {
            return None;
        }
        let key = &source.source.name;
        let recent = self.contexts.iter().rev().take(RECENT);
        let last = recent
            .clone()
            .find(|it| it.key == *key)
            .or_else(|| self.put_out_by_the_body(reading, statement, paragraph))?;
        let near = paragraph - last.paragraph.min(paragraph) <= SILENT;
        if !near || last.stated.is_brief() && self.is_over(last, statement, paragraph) {
            return None;
        }
        if last.stated.is_spoken() && setting::is_written(reading, statement) {
            return None;
        }
        Some((last.stated.clone(), last.origin))
    }

    /// "the board's spokeswoman said": she goes on with the statement of the same paragraph.
    fn put_out_by_the_body(
        &self,
        reading: &Reading,
        statement: &Statement,
        paragraph: usize,
    ) -> Option<&Context> {
        let spokesman = statement.subject.clone().into_iter().flatten().any(|it| {
            reading.word(it).starts_with("spokes")
                || reading.is(it, "press") && reading.is(it + 1, "secretary")
        });
        self.contexts.last().filter(|it| {
            spokesman
                && it.paragraph == paragraph
                && it.stated.venue.is_some_and(|it| it.vehicle == Vehicle::Statement)
        })
    }

    /// A post, a letter or a statement is over when it lies back and somebody else has
    /// spoken since, or when somebody is told: "Orr told the board".
    fn is_over(&self, last: &Context, statement: &Statement, paragraph: usize) -> bool {
        let behind = paragraph - last.origin.paragraph.min(paragraph) > 1;
        let others = || {
            let since = self.contexts.get(last.origin.number..).unwrap_or_default();
            since.iter().any(|it| it.key != last.key)
        };
        statement.object.is_some() || behind && others()
    }
}
