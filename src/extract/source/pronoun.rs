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
        if is_writer_or_reader(&surface) {
            return self.writer(phrase, surface == "we");
        }
        let wanted = match surface.as_str() {
            "he" => Sex::Male,
            "she" => Sex::Female,
            _ => Sex::Unknown,
        };
        let plural = word.is(tag::PLURAL) || surface == "it";
        if !plural && let Some(actor) = self.main_subject(phrase.start, wanted) {
            return self.by_name(actor, phrase, sure::PRONOUN);
        }
        let recent =
            self.past.iter().rev().take(12).find(|it| could_be(it, wanted, plural));
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

    /// I, we, you: the text does not say who that is.
    fn writer(&self, phrase: &Range<usize>, plural: bool) -> Resolved {
        let text = self.reading.word(phrase.start).to_owned();
        let (kind, sex) = (ActorKind::Person, Sex::Unknown);
        self.make(text, kind, phrase, sure::GUESSED, None, sex, plural)
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

    /// "Orr held a rally, where he pledged": the subject of the sentence whose clause it is,
    /// where it names nobody else whom the pronoun could mean.
    fn main_subject(&self, pronoun: usize, wanted: Sex) -> Option<usize> {
        let before = self.reading.word(pronoun.checked_sub(1)?);
        let sentences = &self.reading.sentences;
        let own = sentences.partition_point(|it| it.tokens.end <= pronoun);
        let start = sentences.get(own)?.tokens.start;
        // "Orr weighed in: “No,” he wrote": whom the colon announces.
        let announced = (start..pronoun).any(|at| {
            self.reading.is(at, ":")
                && self.reading.words[at].quotation == 0
                && self.reading.words[at + 1].quotation > 0
        });
        let joins = [
            "where", "when", "while", "after", "before", "because", "until", "that",
            "as", "since", "which", "said", "says", "if", "whether", "what", "and",
            "but", "although", "though",
        ];
        if wanted == Sex::Unknown || !announced && !joins.contains(&before) {
            return None;
        }
        let mut fitting = self.cast.mentions_in(start, pronoun).iter().filter(|it| {
            let sex = self.cast.people[it.actor].sex;
            self.cast.kind(it.actor) == ActorKind::Person
                && (sex == wanted || sex == Sex::Unknown)
                && self.reading.words[it.start].quotation == 0
        });
        // "Tom Orr slammed Ana Bell after she left": an object, but the subject is no "she".
        let subject = self.cast.mentions_in(start, pronoun).first();
        let another = subject.is_some_and(|it| {
            let sex = self.cast.people[it.actor].sex;
            sex != Sex::Unknown && sex != wanted
        });
        let first = fitting.next().filter(|it| another || !self.is_object(it))?;
        let alone =
            !self.possessive(first.end) && fitting.all(|it| it.actor == first.actor);
        alone.then_some(first.actor)
    }

    /// "to Orr", "CNN's Orr", "told Orr": spoken to or of.
    fn is_object(&self, mention: &Mention) -> bool {
        let Some(at) = mention.titled_start.checked_sub(1) else { return false };
        let word = &self.reading.words[at];
        // "to Velmark President Bell"
        let adjective =
            word.is_capital() && mention.titled_start < mention.start && at > 0;
        let word = if adjective { &self.reading.words[at - 1] } else { word };
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

fn is_writer_or_reader(low: &str) -> bool {
    matches!(low, "i" | "we" | "you")
}

/// An earlier source that "he", "she" or "they" could mean.
fn could_be(source: &Resolved, wanted: Sex, plural: bool) -> bool {
    // "you agree to our terms": nobody whom "he" could mean.
    if source.actor.is_none()
        && source.source.name.len() <= 3
        && is_writer_or_reader(&source.source.name.to_lowercase())
    {
        return false;
    }
    let sex = source.sex;
    if plural {
        return source.plural;
    }
    !source.plural && (sex == wanted || sex == Sex::Unknown || wanted == Sex::Unknown)
}
