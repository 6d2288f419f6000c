//! By which road did the words come? Venue, outlets spoken to and outlets that report,
//! from the sentence of a statement; what the same source said of it before; and what
//! stands on the whole article.

use std::ops::Range;

use crate::extract::press::OutletMention;
use crate::extract::sure;
use crate::extract::tail::{Tail, link};
use crate::extract::tongue::page::Page;
use crate::extract::tongue::source::Spoken;
use crate::extract::tongue::speech::Speech;
use crate::extract::tongue::table::{Manner, Script, class, marker};
use crate::model::chain::UNKNOWN;
use crate::model::{Chain, Link, Role, Span, Status, Vehicle};

/// What a sentence says of the road.
#[derive(Clone, Debug, Default)]
struct Stated {
    venue: Option<(Vehicle, Span)>,
    relays: Vec<(String, Role, Span)>,
}

/// Builds the chains of a text in order.
#[derive(Debug)]
pub(super) struct Roads<'a, 'b, 'c> {
    page: &'a Page<'b, 'c>,
    tail: &'a Tail,
    /// Source, paragraph and road of the statements so far.
    past: Vec<(String, usize, Stated)>,
}

impl<'a, 'b, 'c> Roads<'a, 'b, 'c> {
    pub(super) fn new(page: &'a Page<'b, 'c>, tail: &'a Tail) -> Self {
        Self { page, tail, past: Vec::new() }
    }

    pub(super) fn chain(&mut self, speech: &Speech, spoken: Option<&Spoken>) -> Chain {
        let name = spoken.map_or(UNKNOWN, |it| it.source.name.as_str());
        let mut stated =
            Stated { venue: self.venue(speech, spoken), relays: self.relays(speech) };
        let publisher = self.tail.publisher.as_deref();
        stated.relays.retain(|it| it.0 != name && Some(it.0.as_str()) != publisher);
        let mut status = Status::Stated;
        if stated.venue.is_none() && stated.relays.is_empty() && spoken.is_some() {
            let near = |it: &&(String, usize, Stated)| {
                it.0 == name && speech.paragraph.saturating_sub(it.1) <= 4
            };
            if let Some(last) = self.past.iter().rev().take(12).find(near) {
                stated = last.2.clone();
                status = Status::Assumed;
            }
        }
        if spoken.is_some() {
            self.past.push((name.to_owned(), speech.paragraph, stated.clone()));
        }
        let mut links = Vec::new();
        links.push(match spoken {
            Some(it) => {
                let (span, sure) = (Some(it.source.span), it.source.confidence);
                link(name, Role::Speaker, span, Status::Stated, sure)
            }
            None => link(UNKNOWN, Role::Speaker, None, Status::Unknown, 0.0),
        });
        if let Some((vehicle, span)) = stated.venue {
            let sure = sure::link(Role::Statement, status);
            let mut statement = link(name, Role::Statement, Some(span), status, sure);
            statement.vehicle = Some(vehicle);
            links.push(statement);
        }
        let mut relays: Vec<Link> = stated
            .relays
            .iter()
            .map(|(party, role, span)| {
                link(party, *role, Some(*span), status, sure::link(*role, status))
            })
            .collect();
        relays.sort_by_key(|it| it.role);
        links.extend(relays);
        links.extend(self.tail.links.iter().cloned());
        Chain { links }
    }

    /// The tokens of the sentence that are not content.
    fn outside(speech: &Speech, at: usize) -> bool {
        !speech.pieces.iter().any(|it| it.contains(&at))
    }

    fn venue(&self, speech: &Speech, spoken: Option<&Spoken>) -> Option<(Vehicle, Span)> {
        let page = self.page;
        if let Some(cue) = &speech.cue
            && let Some(vehicle) = cue.form.vehicle
        {
            return Some((vehicle, page.reading.span(cue.tokens.start, cue.tokens.end)));
        }
        let vehicle_at = |at: usize| {
            let ahead = page.reading.words[at..].iter().map(|it| it.low);
            page.tongue.vehicles.longest(ahead)
        };
        // "heißt es im Bericht der Küstenwache": the phrase of the source names it.
        if let Some(at) = spoken.and_then(|it| it.document)
            && let Some((vehicle, count)) = vehicle_at(at)
        {
            return Some((vehicle, page.reading.span(at, at + count)));
        }
        let mut at = speech.sentence.start;
        while at < speech.sentence.end {
            let found =
                vehicle_at(at).filter(|_| Self::outside(speech, at) && !page.quoted(at));
            if let Some((vehicle, count)) = found {
                if let Some(from) = self.governed(speech, at) {
                    return Some((vehicle, page.reading.span(from, at + count)));
                }
                at += count;
            } else {
                at += 1;
            }
        }
        None
    }

    /// The preposition of a venue: "in einer schriftlichen Mitteilung", "auf X".
    fn governed(&self, speech: &Speech, at: usize) -> Option<usize> {
        let page = self.page;
        let reach = if page.tongue.script == Script::Dense { 14 } else { 5 };
        let floor = speech.sentence.start.max(at.saturating_sub(reach));
        for start in (floor..=at).rev() {
            if let Some((tokens, bits)) = page.marker_at(start)
                && bits & marker::VENUE != 0
            {
                return self.near(speech, &tokens).then_some(tokens.start);
            }
            let closed = page.breaks(start) && !page.quoted(start)
                || page.cue_at(start).is_some()
                || start < at
                    && page.has(start, class::PREPOSITION)
                    && page.tongue.script != Script::Dense;
            if closed || !Self::outside(speech, start) {
                return None;
            }
        }
        None
    }

    /// A venue stands close behind cue or source, or opens the sentence: a summit that
    /// the source is said to have planned is none.
    fn near(&self, speech: &Speech, venue: &Range<usize>) -> bool {
        let page = self.page;
        let subject = speech.subject.clone().unwrap_or_default();
        let cue = speech.cue.as_ref().map_or_else(
            || speech.marker.clone().unwrap_or_default(),
            |it| it.tokens.clone(),
        );
        let tail = subject.end.max(cue.end);
        let reach = if page.tongue.script == Script::Dense { 30 } else { 9 };
        let behind = venue.start >= tail
            && venue.start <= tail + reach
            && !(tail..venue.start).any(|at| page.breaks(at) && at > tail);
        let between = venue.start >= subject.end && venue.start < cue.start;
        let opens = page.words_in(speech.sentence.start..venue.start) <= 2
            && venue.start < cue.start;
        behind
            || between
            || opens
            || page.tongue.script == Script::Dense && venue.start < cue.start
    }

    fn relays(&self, speech: &Speech) -> Vec<(String, Role, Span)> {
        let page = self.page;
        let outlets = &page.outlets;
        let from = outlets.partition_point(|it| it.tokens.end <= speech.sentence.start);
        let mut found: Vec<(String, Role, Span)> = Vec::new();
        let inside = |it: &&OutletMention| it.tokens.start < speech.sentence.end;
        for outlet in outlets[from..].iter().take_while(inside) {
            let subject = speech
                .subject
                .as_ref()
                .is_some_and(|it| it.contains(&outlet.tokens.start));
            if subject || !Self::outside(speech, outlet.tokens.start) {
                continue;
            }
            if let Some((role, tokens)) = self.role(speech, outlet)
                && found.iter().all(|it| it.0 != outlet.name)
            {
                let span = page.reading.span(tokens.start, tokens.end);
                found.push((outlet.name.clone(), role, span));
            }
        }
        found
    }

    /// What the words beside an outlet make of it.
    fn role(
        &self,
        speech: &Speech,
        outlet: &OutletMention,
    ) -> Option<(Role, Range<usize>)> {
        let page = self.page;
        let tokens = &outlet.tokens;
        let reach = if page.tongue.script == Script::Dense { 12 } else { 6 };
        let floor = speech.sentence.start.max(tokens.start.saturating_sub(reach));
        for at in (floor..tokens.start).rev() {
            if let Some((found, bits)) = page.marker_at(at) {
                let role = if bits & (marker::ACCORDING | marker::REPORT) != 0 {
                    Some(Role::Report)
                } else if bits & marker::INTERVIEW != 0 {
                    Some(Role::Interview)
                } else if bits & marker::TRANSLATION != 0 {
                    Some(Role::Translation)
                } else {
                    None
                };
                if let Some(role) = role
                    && (role != Role::Interview
                        || self.spoken_to(speech, found.start, tokens))
                {
                    return Some((role, found.start..tokens.end));
                }
            }
            if page.breaks(at) && !page.quoted(at) || !Self::outside(speech, at) {
                break;
            }
        }
        let behind =
            (tokens.end..speech.sentence.end.min(tokens.end + 9)).find_map(|at| {
                let (found, bits) = page.marker_at(at)?;
                (bits & (marker::REPORTING | marker::ACCORDING_AFTER) != 0)
                    .then_some(found)
            });
        let clear = |found: &Range<usize>| {
            !(tokens.end..found.start).any(|at| page.breaks(at) && page.is_word(at))
        };
        if let Some(found) = behind.filter(clear) {
            return Some((Role::Report, tokens.start..found.end));
        }
        // "rapporte Le Monde", "informó Reuters": the verb before.
        let before = (floor..tokens.start).rev().find_map(|at| {
            let (found, bits) = page.marker_at(at)?;
            (bits & marker::REPORTING != 0).then_some(found)
        });
        if let Some(found) = before.filter(|it| page.words_in(it.end..tokens.start) <= 3)
        {
            return Some((Role::Report, found.start..tokens.end));
        }
        self.addressed(speech, tokens).then(|| {
            let cue = speech.cue.as_ref().map_or(tokens.start, |it| it.tokens.start);
            (Role::Interview, cue.min(tokens.start)..tokens.end)
        })
    }

    /// "gegenüber", "im Gespräch mit" need a speaker; a bare "à", "a", "対" must stand
    /// behind the cue and its subject, or, in a script without spaces, before it.
    fn spoken_to(&self, speech: &Speech, from: usize, tokens: &Range<usize>) -> bool {
        let page = self.page;
        let Some(cue) = &speech.cue else { return speech.marker.is_some() };
        if page.tongue.script == Script::Dense {
            return true;
        }
        let long = self.page.marker_at(from).is_some_and(|it| {
            it.0.len() > 1 || page.reading.word(it.0.start).chars().count() > 3
        });
        long || tokens.start > cue.tokens.start
    }

    /// "sagte Brandt der dpa", "сказал Орлов РИА Новости": an outlet behind cue and
    /// subject, in a language that needs no preposition for it.
    fn addressed(&self, speech: &Speech, tokens: &Range<usize>) -> bool {
        let page = self.page;
        let Some(cue) = &speech.cue else { return false };
        if !page.tongue.bare_address || cue.form.manner != Manner::Say {
            return false;
        }
        let tail = speech.subject.as_ref().map_or(cue.tokens.end, |it| it.end);
        let gap = tail.max(cue.tokens.end).min(tokens.start)..tokens.start;
        let before = speech.subject.as_ref().is_some_and(|it| it.start < tokens.start);
        let loose = gap.clone().filter(|&at| {
            page.has(at, class::PREPOSITION) && !page.has(at + 1, class::SKIP)
                || page.breaks(at) && !page.quoted(at)
                || !Self::outside(speech, at)
        });
        // "hatte Harbour Radio gesagt"
        let inside = speech
            .subject
            .as_ref()
            .is_some_and(|it| it.end <= tokens.start && tokens.end == cue.tokens.start);
        inside
            || before
                && tokens.start >= cue.tokens.end
                && page.words_in(gap.clone()) <= 6
                && loose.count() == 0
    }
}
