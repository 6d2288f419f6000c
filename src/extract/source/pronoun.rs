//! Who is he, she, they? The last source that fits, unless a fitting person has become
//! the subject since.

use std::ops::Range;

use crate::extract::actor::Mention;
use crate::extract::language::tag;
use crate::extract::lexicon::Sex;
use crate::extract::source::{Resolved, Resolver};
use crate::extract::sure;
use crate::model::ActorKind;

impl Resolver<'_, '_> {
    /// he, she: the last source of that sex; they: the last body or people; I and we:
    /// the writer, unless inside a quotation.
    pub(super) fn pronoun(&self, phrase: &Range<usize>) -> Resolved {
        let word = &self.reading.words[phrase.start];
        let surface = self.reading.word(phrase.start).to_ascii_lowercase();
        if matches!(surface.as_str(), "i" | "we" | "you") {
            let text = self.reading.word(phrase.start).to_owned();
            return self.make(
                text,
                ActorKind::Person,
                phrase,
                sure::GUESSED,
                None,
                Sex::Unknown,
                surface == "we",
            );
        }
        let wanted = match surface.as_str() {
            "he" => Sex::Male,
            "she" => Sex::Female,
            _ => Sex::Unknown,
        };
        let plural = word.is(tag::PLURAL) || surface == "it";
        let fits = |it: &&Resolved| {
            if plural {
                it.plural
            } else {
                !it.plural
                    && (it.sex == wanted
                        || it.sex == Sex::Unknown
                        || wanted == Sex::Unknown)
            }
        };
        let recent = self.past.iter().rev().take(12).find(fits);
        let named = if plural { None } else { self.nearest_person(phrase.start, wanted) };
        let (name, kind, actor, sex, confidence) = match (recent, named) {
            (Some(recent), Some((actor, at)))
                if at > recent.source.span.end && self.subject_like(at, phrase.start) =>
            {
                self.of_actor(actor, sure::PRONOUN)
            }
            (Some(recent), _) => (
                recent.source.name.clone(),
                recent.source.kind,
                recent.actor,
                recent.sex,
                sure::PRONOUN,
            ),
            (None, Some((actor, _))) => self.of_actor(actor, sure::GUESSED),
            (None, None) => (
                self.reading.word(phrase.start).to_owned(),
                ActorKind::Person,
                None,
                wanted,
                sure::NOBODY,
            ),
        };
        let mut made = self.make(name, kind, phrase, confidence, actor, sex, plural);
        if made.sex == Sex::Unknown {
            made.sex = wanted;
        }
        made
    }

    pub(super) fn of_actor(
        &self,
        actor: usize,
        confidence: f32,
    ) -> (String, ActorKind, Option<usize>, Sex, f32) {
        let entry = &self.cast.actors[actor];
        (
            entry.name.clone(),
            entry.kind,
            Some(actor),
            self.cast.people[actor].sex,
            confidence,
        )
    }

    /// The person the sentences before speak of, whose sex fits: the first of the latest
    /// sentence that names one, unless it stands as an object ("wrote to Orr"). The own
    /// sentence is left out: in "Orr believes it, he said" Orr is not "he".
    pub(super) fn nearest_person(
        &self,
        before: usize,
        wanted: Sex,
    ) -> Option<(usize, usize)> {
        let sentences = &self.reading.sentences;
        let own = sentences.partition_point(|it| it.tokens.end <= before);
        let upto = sentences.get(own).map_or(before, |it| it.tokens.start);
        for sentence in sentences[..own].iter().rev().take(8) {
            let (start, end) = (sentence.tokens.start, sentence.tokens.end.min(upto));
            let fits = |it: &&Mention| {
                let sex = self.cast.people[it.actor].sex;
                self.cast.kind(it.actor) == ActorKind::Person
                    && (sex == wanted || sex == Sex::Unknown || wanted == Sex::Unknown)
                    && self.reading.words[it.start].quotation == 0
                    && !self.possessive(it.end)
            };
            let people = self.cast.mentions_in(start, end);
            let subject = people.iter().find(|it| fits(it) && !self.is_object(it));
            if let Some(it) = subject.or_else(|| people.iter().rev().find(fits)) {
                return Some((it.actor, self.reading.words[it.start].span.start));
            }
        }
        None
    }

    /// "to Orr", "CNN's Orr", "told Orr": spoken to or of.
    fn is_object(&self, mention: &Mention) -> bool {
        let Some(at) = mention.titled_start.checked_sub(1) else { return false };
        let word = &self.reading.words[at];
        word.is(tag::PREPOSITION) || word.cue.is_some() || self.possessive(at)
    }

    /// A person who is the subject of a sentence since is the likelier "he".
    pub(super) fn subject_like(&self, byte: usize, before: usize) -> bool {
        let token = self.reading.token_at(byte);
        let mention = self.cast.mention_at(token);
        let sentence =
            self.reading.sentences.partition_point(|it| it.tokens.end <= token);
        self.reading.sentences.get(sentence).is_some_and(|it| {
            token < it.tokens.start + 12
                && token < before
                && !mention.is_some_and(|it| self.is_object(it))
        })
    }
}
