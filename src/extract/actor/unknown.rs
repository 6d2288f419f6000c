//! What is a name that no table knows? Told by its title, its first name, the words it is
//! made of; a lone word is left to the rest of the document.

use crate::extract::actor::mention::{Finder, Mention, Titled};
use crate::extract::actor::run::{
    is_body_head, is_capital_word, is_dotted, is_place_head,
};
use crate::extract::language::tag;
use crate::extract::lexicon::Sex;
use crate::extract::reading::{Case, Reading, Word};
use crate::model::ActorKind;

impl Finder<'_, '_> {
    /// Where an unknown name that begins at `at` ends: before a title or a known name
    /// that stands on its own.
    pub(super) fn unknown_end(&self, at: usize, end: usize) -> usize {
        let mut stop = at + 1;
        while stop < end {
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
        let (kind, sex) = self.unknown_kind(start, end, count, titled)?;
        if kind == Some(ActorKind::Person) && count > 5 {
            return None;
        }
        let lone_title = count == 1 && first.is(tag::TITLE) && !titled.any;
        if lone_title || first.is(tag::TIME) && count == 1 {
            return None;
        }
        Some(Mention { start, end, titled_start, kind, known: None, sex, actor: 0 })
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
        if surface.len() < 2 || self.lexicon.is_common(word.low) {
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
