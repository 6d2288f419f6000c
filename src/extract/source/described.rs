//! Who is meant by a description? "the Russian leader" is a person named before; "a
//! senior official" stays what it is.

use std::ops::Range;

use crate::extract::language::tag;
use crate::extract::lexicon::Sex;
use crate::extract::source::{Resolved, Resolver};
use crate::extract::sure;
use crate::model::ActorKind;

impl Resolver<'_, '_> {
    /// A described person: "a senior official", "the Russian leader", "her lawyer".
    pub(super) fn described(
        &self,
        phrase: &Range<usize>,
        head_end: usize,
    ) -> Option<Resolved> {
        let noun = (phrase.start..head_end)
            .rev()
            .find(|&it| self.reading.words[it].is(tag::PERSON_NOUN))?;
        // "the White House" is no person; "White House officials" are.
        let inside = self.cast.mention_at(noun).is_some_and(|it| it.end > noun + 1);
        if inside {
            return None;
        }
        if let Some(actor) = self.known_as(phrase, noun) {
            return Some(self.by_name(actor, phrase, sure::MEANT));
        }
        if let Some(earlier) = self.described_before(phrase, noun, head_end) {
            return Some(earlier);
        }
        if let Some(actor) = self.named_next(phrase, noun) {
            return Some(self.by_name(actor, phrase, sure::MEANT));
        }
        let end = self.description_end(phrase, head_end);
        let start = self.without_determiner(phrase.start, end);
        let word = self.reading.word(noun).to_ascii_lowercase();
        let plural = word.ends_with('s')
            || matches!(word.as_str(), "people" | "police" | "men" | "women" | "both");
        let sex = match word.as_str() {
            "spokeswoman" | "woman" | "mother" | "wife" | "daughter" | "sister"
            | "chairwoman" | "congresswoman" | "queen" | "actress" => Sex::Female,
            "spokesman" | "man" | "father" | "husband" | "son" | "brother"
            | "chairman" | "congressman" | "king" | "businessman" => Sex::Male,
            _ => Sex::Unknown,
        };
        let name = self.text(start, end);
        Some(self.make(
            name,
            ActorKind::Person,
            phrase,
            sure::DESCRIBED,
            None,
            sex,
            plural,
        ))
    }

    /// "the spokesman": the "Foreign Ministry spokesman" who spoke before.
    fn described_before(
        &self,
        phrase: &Range<usize>,
        noun: usize,
        head_end: usize,
    ) -> Option<Resolved> {
        let bare = self.reading.is_low(phrase.start, "the")
            && noun == phrase.start + 1
            && head_end == phrase.end;
        if !bare {
            return None;
        }
        let word = self.reading.word(noun);
        let mut earlier = self
            .past
            .iter()
            .rev()
            .take(12)
            .find(|it| {
                let name = it.source.name.as_str();
                it.actor.is_none()
                    && name.split(' ').any(|it| it.eq_ignore_ascii_case(word))
                    && name.len() > word.len()
            })?
            .clone();
        earlier.source.span = self.reading.span(phrase.start, phrase.end);
        earlier.source.confidence = sure::MEANT;
        Some(earlier)
    }

    /// Descriptions keep "of the port", "for the ministry", not ", who arrived late".
    pub(super) fn description_end(
        &self,
        phrase: &Range<usize>,
        head_end: usize,
    ) -> usize {
        let prepositional = head_end < phrase.end
            && matches!(
                self.reading.word(head_end),
                "of" | "for"
                    | "at"
                    | "with"
                    | "from"
                    | "in"
                    | "on"
                    | "to"
                    | "close"
                    | "familiar"
            );
        if !prepositional {
            return head_end;
        }
        (head_end..phrase.end)
            .find(|&it| matches!(self.reading.word(it), "," | "(" | "who" | "that" | "—"))
            .unwrap_or(phrase.end)
    }

    /// "the president", "the senator", "the Russian leader": the named person whose
    /// title or apposition holds the noun - or, with a demonym, who was given that
    /// demonym - latest first.
    pub(super) fn known_as(&self, phrase: &Range<usize>, noun: usize) -> Option<usize> {
        let the = self.reading.is_low(phrase.start, "the");
        if !the || self.reading.word(noun).ends_with('s') {
            return None;
        }
        let word = self.reading.words[noun].low;
        let origin =
            (phrase.start + 1..noun).find(|&it| self.reading.words[it].is_capital());
        let origin = origin.map(|it| self.reading.words[it].low);
        let upto = self.cast.mentions.partition_point(|it| it.start < phrase.start);
        let titled = |from: usize, to: usize, low: u64| {
            (from..to.min(self.reading.words.len()))
                .any(|it| self.reading.words[it].low == low)
        };
        let fits = |it: &&crate::extract::actor::Mention| {
            // "an aide to Bell": the aide is another.
            let of_another = it
                .titled_start
                .checked_sub(1)
                .is_some_and(|at| self.reading.words[at].is(tag::PREPOSITION));
            let before = if of_another {
                it.titled_start
            } else {
                it.start.saturating_sub(6).max(it.titled_start.saturating_sub(4))
            };
            let behind = it.end + 1;
            let has = |low: u64| {
                titled(before, it.start, low)
                    || self.reading.is(it.end, ",")
                        && titled(behind, self.apposition_end(behind), low)
            };
            it.kind == Some(ActorKind::Person)
                && match origin {
                    Some(origin) => has(origin) && (has(word) || self.leads(noun)),
                    None => has(word),
                }
        };
        self.cast.mentions[..upto].iter().rev().take(80).find(fits).map(|it| it.actor)
    }

    /// "the Russian leader" may have been introduced as president or premier.
    pub(super) fn leads(&self, noun: usize) -> bool {
        matches!(
            self.reading.word(noun),
            "leader" | "president" | "premier" | "strongman"
        )
    }

    pub(super) fn apposition_end(&self, start: usize) -> usize {
        (start..(start + 8).min(self.reading.words.len()))
            .find(|&it| matches!(self.reading.word(it), "," | "." | ";"))
            .unwrap_or(start)
    }
}
