//! By which road did each quote come? The links that its sentence states, those it
//! inherits from the statements before, and those of the whole article, in the order the
//! words travelled.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::lexicon::Lexicon;
use crate::extract::press::OutletMention;
use crate::extract::reading::Reading;
use crate::extract::relay::relays;
use crate::extract::source::Resolved;
use crate::extract::statement::Statement;
use crate::extract::venue::{Venue, venue};
use crate::model::chain::UNKNOWN;
use crate::model::{Chain, Credit, CreditRole, Link, Outlet, Role, Span, Status};

/// What the whole article adds to every chain.
#[derive(Debug)]
pub(crate) struct Tail {
    links: Vec<Link>,
    /// Canonical name of the publisher.
    publisher: Option<String>,
}

impl Tail {
    #[expect(clippy::option_option, reason = "no repost, or a repost by an unknown site")]
    /// Wire, publication and republication of an article.
    pub(crate) fn new(
        outlet: Option<&Outlet>,
        credits: &[Credit],
        reposted_by: Option<Option<&str>>,
    ) -> Self {
        let mut links = Vec::new();
        for credit in credits.iter().filter(|it| it.role == CreditRole::Wire) {
            links.push(link(
                &credit.party,
                Role::Wire,
                credit.evidence,
                Status::Stated,
                0.95,
            ));
        }
        match outlet {
            Some(outlet) => links.push(link(
                &outlet.name,
                Role::Publication,
                outlet.evidence,
                Status::Stated,
                0.97,
            )),
            None => {
                links.push(link(UNKNOWN, Role::Publication, None, Status::Unknown, 0.0));
            }
        }
        match reposted_by {
            Some(Some(host)) => {
                links.push(link(host, Role::Republication, None, Status::Stated, 0.95));
            }
            Some(None) => {
                links.push(link(
                    UNKNOWN,
                    Role::Republication,
                    None,
                    Status::Unknown,
                    0.0,
                ));
            }
            None => (),
        }
        Self { links, publisher: outlet.map(|it| it.name.clone()) }
    }

    /// The links of the whole article.
    pub(crate) fn links(&self) -> &[Link] {
        &self.links
    }

    /// Canonical name of the publisher.
    pub(crate) fn publisher(&self) -> Option<&str> {
        self.publisher.as_deref()
    }
}

/// One link that a text states.
pub(crate) fn link(
    party: &str,
    role: Role,
    evidence: Option<Span>,
    status: Status,
    confidence: f32,
) -> Link {
    Link { party: party.to_owned(), role, vehicle: None, evidence, status, confidence }
}

/// What a statement's own sentence, or one it inherits from, says of the road.
#[derive(Clone, Debug, Default)]
struct Stated {
    venue: Option<Venue>,
    relays: Vec<Link>,
}

impl Stated {
    fn is_empty(&self) -> bool {
        self.venue.is_none() && self.relays.is_empty()
    }
}

/// What carries on for one source.
#[derive(Clone, Debug)]
struct Context {
    key: String,
    stated: Stated,
    paragraph: usize,
}

/// Builds the chains of a document in order.
pub(crate) struct Chains<'a, 'b> {
    reading: &'a Reading<'b>,
    cast: &'a Cast,
    lexicon: &'a Lexicon,
    outlets: &'a [OutletMention],
    tail: &'a Tail,
    contexts: Vec<Context>,
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
        Self { reading, cast, lexicon, outlets, tail, contexts: Vec::new(), seen: 0 }
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
            venue: venue(self.reading, self.lexicon, statement, source, &window),
            relays: relays(self.reading, statement, self.outlets, &window),
        };
        own.relays.retain(|it| Some(&it.party) != self.tail.publisher.as_ref());
        if let Some(source) = source {
            own.relays.retain(|it| it.party != source.source.name);
        }
        let paragraph = self.reading.sentences[statement.sentence].paragraph;
        let status = self.inherit(&mut own, source, paragraph);
        if let Some(source) = source {
            let key = source.source.name.clone();
            self.contexts.push(Context { key, stated: own.clone(), paragraph });
        }
        self.assemble(source, own, status)
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
                })
            else {
                continue;
            };
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
                follows: false,
            };
            let mut stated = Stated {
                venue: venue(self.reading, self.lexicon, &silent, None, &range),
                relays: relays(self.reading, &silent, self.outlets, &range),
            };
            stated.relays.retain(|it| {
                it.role == Role::Interview
                    && Some(&it.party) != self.tail.publisher.as_ref()
            });
            if !stated.is_empty() {
                let key = self.cast.actors[mention.actor].name.clone();
                self.contexts.push(Context { key, stated, paragraph });
            }
        }
        self.seen = self.seen.max(upto + 1);
    }

    /// Tokens whose words outside the content can hold links.
    fn window(&self, statement: &Statement) -> Range<usize> {
        let sentence = &self.reading.sentences[statement.sentence].tokens;
        let start = sentence.start.min(statement.start());
        let last = statement.cue.as_ref().map_or(sentence.end, |it| it.end);
        start..sentence.end.max(last)
    }

    /// Takes over what the last statement of the same source said of its road.
    fn inherit(
        &self,
        own: &mut Stated,
        source: Option<&Resolved>,
        paragraph: usize,
    ) -> Status {
        if !own.is_empty() {
            return Status::Stated;
        }
        let Some(source) = source else { return Status::Stated };
        let key = &source.source.name;
        let last = self.contexts.iter().rev().find(|it| it.key == *key);
        if let Some(last) = last.filter(|it| paragraph - it.paragraph.min(paragraph) <= 4)
        {
            own.venue = last.stated.venue;
            own.relays.clone_from(&last.stated.relays);
        }
        Status::Assumed
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
        let sure = if status == Status::Assumed { 0.6 } else { 0.9 };
        if let Some(venue) = own.venue {
            let mut statement =
                link(name, Role::Statement, Some(venue.evidence), status, sure);
            statement.vehicle = Some(venue.vehicle);
            links.push(statement);
        }
        links.extend(own.relays.into_iter().map(|it| Link {
            status,
            confidence: sure,
            ..it
        }));
        links.extend(self.tail.links.iter().cloned());
        Chain { links }
    }
}
