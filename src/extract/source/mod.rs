//! Who is the source of a statement? The noun phrase beside the cue, read as a name, a
//! described person, a body, a document or a pronoun, and resolved over the document.

mod described;
mod body;
mod pronoun;
mod role;

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::tag;
use crate::extract::lexicon::Sex;
use crate::extract::press::OutletMention;
use crate::extract::reading::Reading;
use crate::extract::sure;
use crate::model::{ActorKind, Source};

/// A source with what later statements need to refer back to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resolved {
    /// The source itself.
    pub(crate) source: Source,
    /// Its actor, where it is one by name.
    pub(crate) actor: Option<usize>,
    /// Sex, for pronouns.
    pub(crate) sex: Sex,
    /// Several people, or a body: "they".
    pub(crate) plural: bool,
    /// The phrase names a document ("the statement", "the filing"): its own words.
    pub(crate) document: bool,
}

/// Resolves the phrases of a document in order, remembering who was spoken of.
pub(crate) struct Resolver<'a, 'b> {
    pub(super) reading: &'a Reading<'b>,
    pub(super) cast: &'a Cast,
    outlets: &'a [OutletMention],
    /// Sources so far, latest last.
    pub(super) past: Vec<Resolved>,
}

impl<'a, 'b> Resolver<'a, 'b> {
    /// A resolver for one document.
    pub(crate) fn new(
        reading: &'a Reading<'b>,
        cast: &'a Cast,
        outlets: &'a [OutletMention],
    ) -> Self {
        Self { reading, cast, outlets, past: Vec::new() }
    }

    /// The source named by the tokens of a noun phrase.
    pub(crate) fn resolve(&mut self, phrase: &Range<usize>) -> Option<Resolved> {
        let resolved = self.read(phrase)?;
        self.past.push(resolved.clone());
        Some(resolved)
    }

    /// The last source, for a quotation that follows on.
    pub(crate) fn last(&self) -> Option<&Resolved> {
        self.past.last()
    }

    pub(super) fn read(&self, phrase: &Range<usize>) -> Option<Resolved> {
        let first = &self.reading.words[phrase.start];
        if phrase.len() == 1 && first.is(tag::PRONOUN) {
            return Some(self.pronoun(phrase));
        }
        let head_end = self.head_end(phrase);
        if let Some(outlet) = self.elliptical(phrase, head_end) {
            return Some(outlet);
        }
        if let Some(actor) = self.in_role(&(phrase.start..head_end)) {
            return Some(self.by_name(actor, phrase, sure::ROLE));
        }
        self.person(phrase, head_end)
            .or_else(|| self.described(phrase, head_end))
            .or_else(|| self.named(phrase))
            .or_else(|| Some(self.plain(phrase, head_end)))
    }

    /// "the Post", "the network": the outlet meant, where the phrase is nothing more.
    fn elliptical(&self, phrase: &Range<usize>, head_end: usize) -> Option<Resolved> {
        let at = self.outlets.partition_point(|it| it.tokens.end <= phrase.start);
        let outlet =
            self.outlets.get(at).filter(|it| it.tokens.start <= phrase.start + 1)?;
        let whole = outlet.tokens.end >= head_end && !self.possessive(outlet.tokens.end);
        let known = self
            .cast
            .mention_at(outlet.tokens.end - 1)
            .is_some_and(|it| self.cast.actors[it.actor].name == outlet.name);
        (whole && !known).then(|| {
            let name = outlet.name.clone();
            self.make(
                name,
                ActorKind::Outlet,
                phrase,
                sure::SHORT,
                None,
                Sex::Unknown,
                true,
            )
        })
    }

    /// The head of the phrase ends before its first comma, preposition or relative.
    pub(super) fn head_end(&self, phrase: &Range<usize>) -> usize {
        let mut at = phrase.start;
        while at < phrase.end {
            let word = &self.reading.words[at];
            if let Some(mention) = self.cast.mention_at(at) {
                at = mention.end;
                continue;
            }
            let mark = self.reading.word(at);
            let stops = matches!(mark, "," | "(" | "—" | "–" | ";")
                || at > phrase.start
                    && word.is(tag::PREPOSITION | tag::RELATIVE)
                    && !word.is(tag::DETERMINER);
            if stops {
                return at;
            }
            at += 1;
        }
        phrase.end
    }

    /// A person by name: in the head ("Kremlin spokesman Dmitry Orlov"), or in apposition
    /// ("the port's director, Ana Bell").
    fn person(&self, phrase: &Range<usize>, head_end: usize) -> Option<Resolved> {
        let in_head = self.cast.mentions_in(phrase.start, head_end);
        let head = in_head.iter().rev().find(|it| {
            it.kind == Some(ActorKind::Person)
                && !self.possessive(it.end)
                && it.end == head_end
        });
        if let Some(mention) = head {
            return Some(self.by_name(mention.actor, phrase, sure::NAMED));
        }
        let described = (phrase.start..head_end)
            .any(|it| self.reading.words[it].is(tag::PERSON_NOUN));
        let first = in_head
            .iter()
            .find(|it| it.kind == Some(ActorKind::Person) && !self.possessive(it.end));
        if let (Some(mention), false) = (first, described) {
            return Some(self.by_name(mention.actor, phrase, sure::NAMED_WITHIN));
        }
        if !described {
            return None;
        }
        // "19 members, including Chairman Bell": one of them, not who they are.
        let next = head_end + usize::from(self.reading.is(head_end, ","));
        if matches!(self.reading.word(next), "including" | "among" | "such" | "led") {
            return None;
        }
        // "the port's director, Ana Bell", "spokeswoman for the port Ana Bell"
        let rest = self.cast.mentions_in(head_end, phrase.end);
        let people = || {
            rest.iter().filter(|it| {
                it.kind == Some(ActorKind::Person) && !self.possessive(it.end)
            })
        };
        let beside = people().find(|it| {
            self.reading.is(it.titled_start.wrapping_sub(1), ",") || it.end == phrase.end
        });
        let of_person = |start: usize| {
            start > 0 && self.reading.words[start - 1].is(tag::PREPOSITION)
        };
        let mention = beside.filter(|it| !of_person(it.titled_start))?;
        Some(self.by_name(mention.actor, phrase, sure::ROLE))
    }

    pub(super) fn possessive(&self, at: usize) -> bool {
        matches!(self.reading.word(at), "'s" | "’s")
            || matches!(self.reading.word(at), "'" | "’")
                && self.reading.word(at.saturating_sub(1)).ends_with('s')
    }

    pub(super) fn without_determiner(&self, start: usize, end: usize) -> usize {
        let article = matches!(
            self.reading.word(start).to_ascii_lowercase().as_str(),
            "the" | "a" | "an" | "one" | "another" | "that" | "this"
        );
        // "one of the residents" is no "of the residents".
        let part = self.reading.is(start + 1, "of");
        if article && !part && start + 1 < end { start + 1 } else { start }
    }

    pub(super) fn by_name(
        &self,
        actor: usize,
        phrase: &Range<usize>,
        confidence: f32,
    ) -> Resolved {
        let entry = &self.cast.actors[actor];
        let sex = self.cast.people[actor].sex;
        self.make(
            entry.name.clone(),
            entry.kind,
            phrase,
            confidence,
            Some(actor),
            sex,
            entry.kind != ActorKind::Person,
        )
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one value")]
    pub(super) fn make(
        &self,
        name: String,
        kind: ActorKind,
        phrase: &Range<usize>,
        confidence: f32,
        actor: Option<usize>,
        sex: Sex,
        plural: bool,
    ) -> Resolved {
        let span = self.reading.span(phrase.start, phrase.end);
        let source = Source { name, kind, span, confidence };
        Resolved { source, actor, sex, plural, document: false }
    }

    pub(super) fn text(&self, start: usize, end: usize) -> String {
        let text = self.reading.span(start, end.max(start + 1)).of(self.reading.text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
