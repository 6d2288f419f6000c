//! Who is he, she, they? The last source that fits, unless a fitting person has become
//! the subject since.

use std::ops::Range;

use crate::extract::language::tag;
use crate::extract::lexicon::Sex;
use crate::extract::source::{Resolved, Resolver};
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
                0.5,
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
                self.of_actor(actor, 0.7)
            }
            (Some(recent), _) => (
                recent.source.name.clone(),
                recent.source.kind,
                recent.actor,
                recent.sex,
                0.75,
            ),
            (None, Some((actor, _))) => self.of_actor(actor, 0.6),
            (None, None) => (
                self.reading.word(phrase.start).to_owned(),
                ActorKind::Person,
                None,
                wanted,
                0.2,
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

    /// The last person named before this token, outside quotations, whose sex fits.
    pub(super) fn nearest_person(
        &self,
        before: usize,
        wanted: Sex,
    ) -> Option<(usize, usize)> {
        let upto = self.cast.mentions.partition_point(|it| it.start < before);
        self.cast.mentions[..upto].iter().rev().take(40).find_map(|it| {
            let sex = self.cast.people[it.actor].sex;
            let fits = self.cast.kind(it.actor) == ActorKind::Person
                && (sex == wanted || sex == Sex::Unknown)
                && self.reading.words[it.start].quotation == 0
                && !self.possessive(it.end);
            fits.then(|| (it.actor, self.reading.words[it.start].span.start))
        })
    }

    /// A person who opens a sentence since is its subject, and the likelier "he".
    pub(super) fn subject_like(&self, byte: usize, before: usize) -> bool {
        let token = self.reading.token_at(byte);
        let sentence =
            self.reading.sentences.partition_point(|it| it.tokens.end <= token);
        self.reading
            .sentences
            .get(sentence)
            .is_some_and(|it| token < it.tokens.start + 8 && token < before)
    }
}
