//! Where were the words issued, by what means? "in a readout", "wrote on Twitter", "at a
//! rally", "the filing says": the vehicle of a statement, with its evidence.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::tag;
use crate::extract::lexicon::Lexicon;
use crate::extract::press::OutletMention;
use crate::extract::reading::{Case, Reading};
use crate::extract::source::Resolved;
use crate::extract::statement::Statement;
use crate::model::{Span, Vehicle};

/// A vehicle and the words that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Venue {
    /// By what means.
    pub(crate) vehicle: Vehicle,
    /// The words.
    pub(crate) evidence: Span,
}

/// The venue that the sentence of a statement states.
pub(crate) fn venue(
    reading: &Reading,
    cast: &Cast,
    lexicon: &Lexicon,
    statement: &Statement,
    source: Option<&Resolved>,
    outlets: &[OutletMention],
    window: &Range<usize>,
) -> Option<Venue> {
    let finder = Finder { reading, cast, lexicon, outlets };
    own_verb(reading, statement)
        .or_else(|| finder.own_document(statement, source))
        .or_else(|| finder.in_phrases(statement, window))
        .or_else(|| finder.told(statement))
}

struct Finder<'a, 'b> {
    reading: &'a Reading<'b>,
    cast: &'a Cast,
    lexicon: &'a Lexicon,
    outlets: &'a [OutletMention],
}

/// "tweeted", "testified".
fn own_verb(reading: &Reading, statement: &Statement) -> Option<Venue> {
    let vehicle = statement.cue_word?.vehicle?;
    let cue = statement.cue.as_ref()?;
    Some(Venue { vehicle, evidence: reading.span(cue.start, cue.end) })
}

impl Finder<'_, '_> {
    /// "the statement read", "Orr's letter says": the subject is the vehicle.
    fn own_document(
        &self,
        statement: &Statement,
        source: Option<&Resolved>,
    ) -> Option<Venue> {
        let subject = statement.subject.as_ref()?;
        if statement.far && !source.is_some_and(|it| it.document) {
            return None;
        }
        let mut at = subject.start;
        let mut last = None;
        while at < subject.end {
            let word = &self.reading.words[at];
            // "members on the panel": no panel speaks.
            let people = (subject.start..at)
                .any(|it| self.reading.words[it].is(tag::PERSON_NOUN | tag::NO_ACTOR));
            let cut = word.is(tag::RELATIVE)
                || matches!(self.reading.word(at), "," | "who")
                || (last.is_some() || people) && word.is(tag::PREPOSITION);
            if at > subject.start && cut {
                break;
            }
            // "the panel said", "the agent leading the investigation said": people speak.
            let speaks = |it: &(Vehicle, usize)| it.0 != Vehicle::Event && !people;
            if let Some((vehicle, count)) = self.vehicle_at(at).filter(speaks) {
                last = Some((vehicle, at, at + count));
                at += count;
                continue;
            }
            if last.is_some() && word.kind.is_word() {
                last = None;
            }
            at += 1;
        }
        let (vehicle, start, end) = last?;
        Some(Venue { vehicle, evidence: self.reading.span(start, end) })
    }

    /// "told a news conference", "told the committee": the occasion is who is told.
    fn told(&self, statement: &Statement) -> Option<Venue> {
        let object = statement.object.clone()?;
        // Its head comes before "of the harbour", "about the pier".
        let end = object
            .clone()
            .find(|&it| self.reading.words[it].is(tag::PREPOSITION))
            .unwrap_or(object.end);
        let mut known = object.start..end;
        known.find_map(|at| {
            let ahead = self.reading.words[at..end].iter().map(|it| it.low);
            let hearers = self.lexicon.english.hearers.longest(ahead);
            let (vehicle, count) = hearers.or_else(|| {
                self.vehicle_at(at).filter(|it| {
                    matches!(
                        it.0,
                        Vehicle::Press
                            | Vehicle::Hearing
                            | Vehicle::Event
                            | Vehicle::Court
                    )
                })
            })?;
            let evidence = self.reading.span(object.start, at + count);
            (at + count == end).then_some(Venue { vehicle, evidence })
        })
    }

    /// A vehicle behind a preposition in the words around the content.
    fn in_phrases(&self, statement: &Statement, window: &Range<usize>) -> Option<Venue> {
        let cue_end = statement.cue.as_ref().map_or(window.start, |it| it.end);
        let mut best: Option<(usize, Venue)> = None;
        let mut at = window.start;
        while at < window.end {
            if let Some(piece) = statement.pieces.iter().find(|it| it.contains(&at)) {
                at = piece.end.max(at + 1);
                continue;
            }
            // "in what critics call a power grab": the cue is a verb, whatever it looks like.
            let is_cue = statement.cue.as_ref().is_some_and(|it| it.contains(&at));
            if self.reading.words[at].quotation > 0 || is_cue {
                at += 1;
                continue;
            }
            let Some((vehicle, count)) = self.vehicle_at(at) else {
                at += 1;
                continue;
            };
            if let Some(start) = governed(self.reading, at, window.start)
                && self.is_issued(statement, vehicle, start, at)
            {
                let distance = at.abs_diff(cue_end);
                let evidence = self.reading.span(start, at + count);
                if best.is_none_or(|(nearest, _)| distance < nearest) {
                    best = Some((distance, Venue { vehicle, evidence }));
                }
            }
            at += count;
        }
        best.map(|it| it.1)
    }

    /// "issued a warning" is a warning, no document; "sent a letter" is how only where the
    /// letter is what speaks: "sent a letter demanding", or a sentence of its own.
    fn is_issued(
        &self,
        statement: &Statement,
        vehicle: Vehicle,
        verb: usize,
        at: usize,
    ) -> bool {
        let word = self.reading.word(verb);
        // "hit out at a statement": what the words are about.
        let brief = matches!(
            vehicle,
            Vehicle::Statement
                | Vehicle::Readout
                | Vehicle::Post
                | Vehicle::Letter
                | Vehicle::Document
                | Vehicle::Article
        );
        let page = matches!(
            self.reading.word(at),
            "website" | "site" | "blog" | "web" | "announcement"
        );
        if word == "at" && brief && !page {
            return false;
        }
        if matches!(word, "sent" | "fired") {
            return statement.cue.is_none() || statement.far;
        }
        if vehicle == Vehicle::Document && is_arranged(self.reading.word(at)) {
            return false;
        }
        let issued = matches!(word, "issued" | "released" | "issuing" | "releasing");
        !(issued && vehicle == Vehicle::Document)
            || matches!(self.reading.word(at), "report" | "study" | "survey" | "review")
    }

    /// The vehicle that the words at `at` name; "the Post" and "a report by The Lantern"
    /// are no venue but the outlet that relays.
    fn vehicle_at(&self, at: usize) -> Option<(Vehicle, usize)> {
        if self.reading.is(at, "X") && at > 0 && self.reading.is_low(at - 1, "on") {
            // The platform; a letter in any other place.
            return Some((Vehicle::Post, 1));
        }
        let words = &self.reading.words;
        let ahead = words[at..words.len().min(at + 5)].iter().map(|it| it.low);
        let (vehicle, count) = self.lexicon.english.vehicles.longest(ahead)?;
        // "the Bureau of Investigation", "the Free Trade Agreement": part of a name.
        let named = self
            .cast
            .mention_at(at)
            .is_some_and(|it| it.start < at || it.end > at + count);
        // "his call for unity": an appeal.
        let appeal = vehicle == Vehicle::Call && self.reading.is(at + count, "for");
        if named || appeal {
            return None;
        }
        let next = self.outlets.partition_point(|it| it.tokens.end < at);
        let near = self.outlets[next..].iter().take(2);
        let press = matches!(vehicle, Vehicle::Document | Vehicle::Article);
        let end = at + count;
        for outlet in near {
            let (start, stop) = (outlet.tokens.start, outlet.tokens.end);
            let inside = start <= at && at < stop;
            let by = start >= end
                && start <= end + 2
                && matches!(self.reading.word(end), "by" | "from" | "in");
            let owns = stop == at
                || stop + 1 == at && matches!(self.reading.word(stop), "'s" | "’s");
            if inside || press && (by || owns) {
                return None;
            }
        }
        Some((vehicle, count))
    }
}

/// "said in the deal", "in the review": what is spoken of, no paper that speaks.
fn is_arranged(word: &str) -> bool {
    matches!(
        word,
        "deal"
            | "agreement"
            | "plan"
            | "proposal"
            | "review"
            | "bill"
            | "warning"
            | "data"
            | "investigation"
    )
}

/// "commenting on a statement", "voted on a bill": what one has to do with.
fn is_about(before: &str) -> bool {
    matches!(
        before,
        "based"
            | "interested"
            | "voted"
            | "working"
            | "commenting"
            | "responding"
            | "participated"
            | "involved"
            | "later"
    )
}

/// A part of an occasion: what is said then is said at the occasion.
fn is_part(word: &str) -> bool {
    matches!(
        word,
        "beginning"
            | "start"
            | "end"
            | "opening"
            | "close"
            | "sidelines"
            | "outset"
            | "conclusion"
            | "middle"
            | "part"
            | "series"
            | "copy"
            | "excerpts"
            | "transcript"
            | "recording"
    )
}

/// The preposition that makes the vehicle at `at` a venue: "in a long-awaited statement",
/// "on Twitter", "at Monday's rally". A vehicle that is only spoken about has none.
fn governed(reading: &Reading, at: usize, floor: usize) -> Option<usize> {
    let named = reading.words[at].case != Case::Lower;
    let mut start = at;
    for _ in 0..9 {
        if start <= floor {
            return None;
        }
        start -= 1;
        let word = reading.word(start).to_ascii_lowercase();
        match word.as_str() {
            "in" | "on" | "at" | "during" | "via" | "through" | "with" | "to"
                if named || !matches!(word.as_str(), "to" | "with") =>
            {
                let about = start.checked_sub(1).map_or("", |it| reading.word(it));
                return (!is_about(about)).then_some(start);
            }
            // "according to a readout of the call"
            "to" | "from" => {
                let according = start > 0 && reading.is_low(start - 1, "according");
                return (according
                    || word == "from"
                        && start > 0
                        && matches!(
                            reading.word(start - 1),
                            "excerpts" | "transcript" | "remarks"
                        ))
                .then_some(start);
            }
            "per" | "tweeted" | "posted" | "issued" | "released" | "wrote" | "penned"
            | "published" | "shared" | "sent" | "fired" | "issuing" | "releasing"
            | "posting" => {
                return Some(start);
            }
            // "at the beginning of the ceremony", "on the sidelines of the summit"
            "of" if start > 0 && is_part(reading.word(start - 1)) => (),
            "," | ";" | ":" | "." | "—" | "of" | "about" | "for" | "after" | "before"
            | "by" | "with" => return None,
            // "on the border and that the declaration", "in May he gave a speech"
            "and" | "but" | "who" | "which" | "when" | "while" | "because" => {
                return None;
            }
            _ if reading.words[start]
                .is(tag::AUXILIARY | tag::SUBJECT_PRONOUN | tag::VERB) =>
            {
                return None;
            }
            _ => (),
        }
    }
    None
}
