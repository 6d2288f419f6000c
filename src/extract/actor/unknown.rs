//! What is a name that no table knows? Told by its title, its first name, the words it is
//! made of; a lone word is left to the rest of the document.

use crate::extract::actor::doubt::is_event;
use crate::extract::actor::mention::{Doubt, Finder, Mention, Titled};
use crate::extract::actor::run::{
    is_body_head, is_capital_word, is_dotted, is_place_head,
};
use crate::extract::language::tag;
use crate::extract::lexicon::{NameKind, Sex};
use crate::extract::reading::{Case, Reading, Word};
use crate::model::ActorKind;
use crate::text::word::Kind;

impl Finder<'_, '_> {
    /// Where an unknown name that begins at `at` ends: before a title or a known name
    /// that stands on its own.
    pub(super) fn unknown_end(&self, at: usize, end: usize) -> usize {
        let mut stop = at + 1;
        while stop < end {
            // "won in Lund Saturday", "in the Cup Wednesday"
            if self.reading.tags(stop) & tag::WEEKDAY != 0 {
                break;
            }
            if self.is_title(stop)
                && !self.body_ahead(stop, end)
                && !is_dotted(self.reading.word(stop))
                && stop + 1 < end
                && !self.first_name_at(at)
            {
                return stop;
            }
            stop += 1;
        }
        while stop > at + 1 && self.reading.is(stop - 1, ".") {
            stop -= 1;
        }
        stop
    }

    pub(super) fn unknown_name(
        &self,
        start: usize,
        end: usize,
        titled: &Titled,
    ) -> Option<Mention> {
        let first = &self.reading.words[start];
        let count = self.name_words(start, end);
        let titled_start = if titled.any { titled.start } else { start };
        let Some((kind, sex)) = self.unknown_kind(start, end, count, titled) else {
            return (count == 1 && end == start + 1)
                .then(|| self.ordinary(start))
                .flatten();
        };
        if kind == Some(ActorKind::Person) && count > 5 {
            return None;
        }
        // "Secretary of State" behind "Republican" is an office; "Sen. King" is a person.
        let honoured = titled.any
            && (titled.start..start)
                .any(|it| self.reading.tags(it) & tag::HONORIFIC != 0);
        if count == 1 && first.is(tag::TITLE) && !honoured {
            return self.ordinary(start);
        }
        if first.is(tag::TIME) && count == 1 {
            return None;
        }
        let doubt = match kind {
            None if self.opens_sentence(start) => Doubt::Opens,
            _ => Doubt::None,
        };
        Some(Mention {
            start,
            end,
            titled_start,
            kind,
            known: None,
            sex,
            doubt,
            actor: 0,
        })
    }

    /// A lone title or ordinary word with a capital, which may be a surname that the
    /// document gives in full elsewhere: "Young said", "a letter to King".
    pub(super) fn ordinary(&self, at: usize) -> Option<Mention> {
        let word = &self.reading.words[at];
        let function = tag::DETERMINER
            | tag::PREPOSITION
            | tag::PRONOUN
            | tag::AUXILIARY
            | tag::COORDINATOR
            | tag::SUBORDINATOR
            | tag::NO_ACTOR;
        let named = word.case == Case::Title
            && !word.is(function)
            && !word.is(tag::WEEKDAY)
            && !self.shouting
            && self.reading.word(at).len() > 2;
        // At the start of a sentence only what stands like a name: "Young said".
        let next = self.reading.words.get(at + 1)?;
        let stands = !self.opens_sentence(at)
            || next.cue.is_some()
            || next.kind == Kind::Possessive
            || next.is(tag::AUXILIARY);
        (named && stands).then_some(Mention {
            start: at,
            end: at + 1,
            titled_start: at,
            kind: None,
            known: None,
            sex: Sex::Unknown,
            doubt: Doubt::Ordinary,
            actor: 0,
        })
    }

    /// Every word of the run says what or where from, none who: "Muslim", "South
    /// African", "European Jews".
    pub(super) fn names_nobody(&self, start: usize, end: usize) -> bool {
        let mut at = start;
        while at < end {
            let demonym = self
                .known(at)
                .filter(|(name, count)| {
                    name.kind == NameKind::Demonym && at + count <= end
                })
                .map(|it| it.1);
            at += match demonym {
                Some(count) => count,
                None if self.reading.tags(at) & tag::NO_ACTOR != 0
                    || self.reading.is(at, "-") =>
                {
                    1
                }
                None => return false,
            };
        }
        true
    }

    /// A person begins at `at`: "the German Eva Lund", where "German" is no name.
    pub(super) fn person_follows(&self, at: usize, end: usize) -> bool {
        let known =
            self.known(at).is_some_and(|it| matches!(it.0.kind, NameKind::Person(_)));
        let first = self.first_name_at(at) && at + 1 < end;
        (known || first)
            && !is_body_head(self.reading, end - 1)
            && !is_event(self.reading, end - 1)
    }

    /// "R-Ohio", "D-N.Y." behind a name: one past it.
    pub(super) fn party_tag(&self, at: usize) -> Option<usize> {
        let party = matches!(self.reading.word(at), "R" | "D" | "I");
        let set_off = at > 0 && matches!(self.reading.word(at - 1), "," | "(");
        (party && set_off && self.reading.is(at + 1, "-")).then_some(at + 3)
    }

    pub(super) fn name_words(&self, start: usize, end: usize) -> usize {
        (start..end).filter(|&it| is_capital_word(self.reading, it)).count()
    }

    pub(super) fn unknown_kind(
        &self,
        start: usize,
        end: usize,
        count: usize,
        titled: &Titled,
    ) -> Option<(Option<ActorKind>, Sex)> {
        let words = &self.reading.words[start..end];
        let body = (start..end).any(|it| is_body_head(self.reading, it));
        let first_name = self.lexicon.first_name(words[0].low);
        let sex = match (titled.sex, first_name) {
            (Sex::Unknown, Some((sex, _))) | (sex, _) => sex,
        };
        let event = (start..end).any(|it| is_event(self.reading, it));
        if event && count > 1 && !body && !titled.any && !self.party_state(end) {
            return None;
        }
        if titled.any && !(body && count > 1 && is_body_head(self.reading, end - 1)) {
            return Some((Some(ActorKind::Person), sex));
        }
        if self.party_state(end) && count >= 2 {
            return Some((Some(ActorKind::Person), sex));
        }
        if is_place_head(self.reading, end - 1) && count > 1 {
            return Some((Some(ActorKind::Place), Sex::Unknown));
        }
        if body && count > 1 {
            return Some((Some(body_kind(self.reading, start, end)), Sex::Unknown));
        }
        if self.shouting {
            return None;
        }
        if count == 1 {
            return self.lone(start).map(|kind| (kind, sex));
        }
        if self.names_nobody(start, end) {
            return None;
        }
        let common = |it: &Word| self.lexicon.is_common(it.low);
        let plain = words.iter().filter(|it| it.is_capital()).all(|it| !common(it));
        match first_name {
            Some((_, word))
                if count <= 4 && (!word || !common(&words[words.len() - 1])) =>
            {
                Some((Some(ActorKind::Person), sex))
            }
            _ if words.iter().all(|it| it.case == Case::Upper) => {
                Some((Some(ActorKind::Organisation), Sex::Unknown))
            }
            _ if plain && count <= 4 => Some((Some(ActorKind::Person), sex)),
            _ if count <= 3 && !common(&words[words.len() - 1]) => {
                Some((Some(ActorKind::Person), sex))
            }
            _ => Some((Some(ActorKind::Organisation), Sex::Unknown)),
        }
    }

    /// A lone capitalised word: an acronym is a body; the rest is left to the document.
    #[expect(clippy::option_option, reason = "no name, or a name of unknown kind")]
    pub(super) fn lone(&self, at: usize) -> Option<Option<ActorKind>> {
        let word = &self.reading.words[at];
        let surface = self.reading.word(at);
        if word.is(tag::TIME | tag::MONTH | tag::PRONOUN | tag::DETERMINER) {
            return None;
        }
        if word.case == Case::Upper && surface.len() >= 2 && surface.len() <= 6 {
            let roman = surface.chars().all(|it| "IVXL".contains(it));
            return (!roman).then_some(Some(ActorKind::Organisation));
        }
        let nobody = word.is(tag::NO_ACTOR | tag::EVENT_HEAD);
        if surface.len() < 2 || nobody || self.lexicon.is_common(word.low) {
            return None;
        }
        Some(None)
    }

    /// ", R-Ohio", "(D-N.Y.)" after the name.
    pub(super) fn party_state(&self, end: usize) -> bool {
        let open = self.reading.is(end, ",") || self.reading.is(end, "(");
        let party = matches!(self.reading.word(end + 1), "R" | "D" | "I");
        open && party && matches!(self.reading.word(end + 2), "-" | "–" | ",")
    }
}

fn body_kind(reading: &Reading, start: usize, end: usize) -> ActorKind {
    let public = (start..end).any(|it| reading.tags(it) & tag::PUBLIC_BODY != 0);
    let press = reading.tags(end - 1) & tag::PRESS_HEAD != 0;
    match (public, press) {
        (true, _) => ActorKind::GovernmentBody,
        (_, true) => ActorKind::Outlet,
        _ => ActorKind::Organisation,
    }
}
