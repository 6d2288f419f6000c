//! By which road did each quote come? The links that its sentence states, those it
//! inherits from the statements before, and those of the whole article, in the order the
//! words travelled.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::carry::{Carry, Stated};
use crate::extract::language::tag;
use crate::extract::lexicon::Lexicon;
use crate::extract::press::OutletMention;
use crate::extract::reading::Reading;
use crate::extract::relay::relays;
use crate::extract::source::Resolved;
use crate::extract::statement::{Standing, Statement};
use crate::extract::sure;
use crate::extract::tail::{Tail, link};
use crate::extract::venue::{Venue, venue};
use crate::model::chain::UNKNOWN;
use crate::model::{Chain, Link, Role, Status};

/// A statement made in an interview whose outlet is not named yet.
#[derive(Clone, Debug)]
struct Vague {
    number: usize,
    key: String,
    paragraph: usize,
}

/// Tokens beyond a statement that can still say how it came; a sentence that runs longer
/// is none.
const NEAR: usize = 120;
/// Links that a sentence hands on to others.
const MOST_LINKS: usize = 16;

/// Builds the chains of a document in order.
pub(crate) struct Chains<'a, 'b> {
    reading: &'a Reading<'b>,
    cast: &'a Cast,
    lexicon: &'a Lexicon,
    outlets: &'a [OutletMention],
    tail: &'a Tail,
    carry: Carry,
    /// Tokens of announced paragraphs, and the report that each is.
    blocks: Vec<(Range<usize>, Link)>,
    /// Chains made so far.
    made: usize,
    vague: Vec<Vague>,
    /// Links found after the chain they belong to, by number of the chain.
    late: Vec<(usize, Link)>,
    /// Sentences up to here have given their context.
    seen: usize,
}

impl<'a, 'b> Chains<'a, 'b> {
    /// Chains for one document.
    pub(crate) fn new(
        reading: &'a Reading<'b>,
        cast: &'a Cast,
        lexicon: &'a Lexicon,
        outlets: &'a [OutletMention],
        tail: &'a Tail,
    ) -> Self {
        Self {
            reading,
            cast,
            lexicon,
            outlets,
            tail,
            carry: Carry::default(),
            blocks: Vec::new(),
            made: 0,
            vague: Vec::new(),
            late: Vec::new(),
            seen: 0,
        }
    }

    /// Links that later sentences gave to earlier chains, by number of the chain.
    pub(crate) fn late(self) -> Vec<(usize, Link)> {
        self.late
    }

    /// The chain of one statement.
    pub(crate) fn chain(
        &mut self,
        statement: &Statement,
        source: Option<&Resolved>,
    ) -> Chain {
        self.silent_sentences(statement.sentence);
        let window = self.window(statement);
        let mut own = Stated {
            venue: self.venue(statement, source, &window),
            relays: relays(self.reading, statement, source, self.outlets, &window),
        };
        // "told CNN" in an article of CNN: spoken here, so nothing carries over.
        let publisher = self.tail.publisher.as_ref();
        let here = own.relays.iter().any(|it| Some(&it.party) == publisher);
        own.relays.retain(|it| Some(&it.party) != publisher);
        self.add_block(statement, source, &mut own);
        if let Some(source) = source {
            // "The Lantern reported that": a report of its own; “We err,” it wrote: none.
            let indirect = statement.quotes.is_empty();
            own.relays.retain(|it| {
                it.party != source.source.name || indirect && it.role == Role::Report
            });
        }
        let paragraph = self.reading.sentences[statement.sentence].paragraph;
        let fresh = here || !own.is_empty() || self.has_occasion(statement, paragraph);
        let inherited = source.filter(|_| !fresh).and_then(|source| {
            self.carry.inherited(self.reading, statement, source, paragraph)
        });
        let status = if inherited.is_some() { Status::Assumed } else { Status::Stated };
        let (own, origin) = match inherited {
            Some((stated, origin)) => (stated, Some(origin)),
            None => (own, None),
        };
        self.fill_vague(&own, statement, source, &window, paragraph);
        if let Some(source) = source {
            self.carry.remember(&source.source.name, own.clone(), paragraph, origin);
        }
        self.assemble(source, own, status)
    }

    fn venue(
        &self,
        statement: &Statement,
        source: Option<&Resolved>,
        window: &Range<usize>,
    ) -> Option<Venue> {
        venue(
            self.reading,
            self.cast,
            self.lexicon,
            statement,
            source,
            self.outlets,
            window,
        )
    }

    /// Sentences that report nothing can still say where somebody spoke: "Bell gave an
    /// interview to The Lantern on Monday."
    fn silent_sentences(&mut self, upto: usize) {
        while self.seen < upto {
            let sentence = &self.reading.sentences[self.seen];
            let range = sentence.tokens.clone();
            let paragraph = sentence.paragraph;
            self.seen += 1;
            let Some(mention) =
                self.cast.mentions_in(range.start, range.end).iter().find(|it| {
                    it.kind == Some(crate::model::ActorKind::Person)
                        && self.reading.words[it.start].quotation == 0
                        && !self.is_object(it.titled_start)
                })
            else {
                continue;
            };
            // What stands near the name: a sentence may hold a thousand names of the press.
            let near = range.start.max(mention.start.saturating_sub(NEAR))
                ..range.end.min(mention.end + NEAR);
            let silent = Statement {
                pieces: Vec::new(),
                quotes: Vec::new(),
                cue: None,
                cue_word: None,
                subject: Some(mention.start..mention.end),
                far: true,
                object: None,
                denied: false,
                sentence: self.seen - 1,
                standing: Standing::Own,
            };
            let mut stated = Stated {
                venue: self.venue(&silent, None, &near),
                relays: relays(self.reading, &silent, None, self.outlets, &near),
            };
            stated.relays.retain(|it| {
                it.role == Role::Interview
                    && Some(&it.party) != self.tail.publisher.as_ref()
            });
            stated.relays.truncate(MOST_LINKS);
            if !stated.is_empty() {
                let key = self.cast.actors[mention.actor].name.clone();
                self.carry.remember(&key, stated, paragraph, None);
            }
        }
        self.seen = self.seen.max(upto + 1);
    }

    /// "In a letter to Orr": Orr reads it, and speaks elsewhere.
    fn is_object(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(0, |it| self.reading.tags(it));
        before & tag::PREPOSITION != 0
    }

    /// Tokens whose words outside the content can hold links.
    fn window(&self, statement: &Statement) -> Range<usize> {
        let sentence = &self.reading.sentences[statement.sentence].tokens;
        let own = statement.start()..statement.end();
        let cue = statement.cue.clone().unwrap_or(own);
        let first = statement.start().min(cue.start).saturating_sub(NEAR);
        let start = sentence.start.max(first).min(statement.start());
        let last = statement.end().max(cue.end.min(cue.start + NEAR)) + NEAR;
        start..sentence.end.min(last).max(cue.end.min(cue.start + NEAR))
    }

    /// A paragraph that an outlet's colon announces is its report, and so is what others
    /// say in it.
    fn add_block(
        &mut self,
        statement: &Statement,
        source: Option<&Resolved>,
        own: &mut Stated,
    ) {
        let start = statement.start();
        self.blocks.retain(|it| it.0.end > start);
        for (_, report) in self.blocks.iter().filter(|it| it.0.contains(&start)) {
            if own.relays.iter().all(|it| it.party != report.party) {
                own.relays.push(report.clone());
            }
        }
        let outlet = own.relays.iter().find(|it| {
            it.role == Role::Report
                && source.is_some_and(|own| own.source.name == it.party)
        });
        if let Some(report) = outlet.filter(|_| statement.standing == Standing::Announced)
        {
            self.blocks.push((start..statement.end(), report.clone()));
        }
    }

    /// "said Monday", paragraphs after the rally: an occasion of its own.
    fn has_occasion(&self, statement: &Statement, paragraph: usize) -> bool {
        let Some(cue) = &statement.cue else { return false };
        let last = self.carry.last_paragraph();
        let weekday = (cue.end..cue.end + 3).any(|it| {
            self.reading.tags(it) & tag::WEEKDAY != 0
                && self.reading.words[it].quotation == 0
        });
        weekday && paragraph > last
    }

    /// "in a taped interview", whose outlet the next words of the speaker name: the link
    /// is added to the earlier chain.
    fn fill_vague(
        &mut self,
        own: &Stated,
        statement: &Statement,
        source: Option<&Resolved>,
        window: &Range<usize>,
        paragraph: usize,
    ) {
        let number = self.made;
        self.made += 1;
        let Some(source) = source else { return };
        let name = &source.source.name;
        let interview = own.relays.iter().find(|it| it.role == Role::Interview);
        if let Some(interview) = interview {
            let near = |it: &&Vague| it.key == *name && it.paragraph + 3 > paragraph;
            for vague in self.vague.iter().filter(near) {
                let link = Link {
                    status: Status::Assumed,
                    confidence: sure::link(Role::Interview, Status::Assumed),
                    ..interview.clone()
                };
                self.late.push((vague.number, link));
            }
            self.vague.retain(|it| it.key != *name);
            return;
        }
        let inside = |at: usize| statement.pieces.iter().any(|it| it.contains(&at));
        let vague = own.relays.is_empty()
            && window.clone().any(|at| {
                self.reading.is(at, "interview")
                    && !inside(at)
                    && self.reading.words[at].quotation == 0
            });
        if vague {
            self.vague.push(Vague { number, key: name.clone(), paragraph });
        }
    }

    fn assemble(&self, source: Option<&Resolved>, own: Stated, status: Status) -> Chain {
        let mut links = Vec::new();
        let name = source.map_or(UNKNOWN, |it| it.source.name.as_str());
        if let Some(source) = source {
            let confidence = source.source.confidence;
            links.push(link(
                name,
                Role::Speaker,
                Some(source.source.span),
                Status::Stated,
                confidence,
            ));
        } else {
            links.push(link(UNKNOWN, Role::Speaker, None, Status::Unknown, 0.0));
        }
        if let Some(venue) = own.venue {
            let sure = sure::link(Role::Statement, status);
            let mut statement =
                link(name, Role::Statement, Some(venue.evidence), status, sure);
            statement.vehicle = Some(venue.vehicle);
            links.push(statement);
        }
        links.extend(own.relays.into_iter().map(|it| Link {
            status,
            confidence: sure::link(it.role, status),
            ..it
        }));
        links.extend(self.tail.links.iter().cloned());
        Chain { links }
    }
}
