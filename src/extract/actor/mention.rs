//! What does a run of capitals name? The gazetteer first, then titles, first names, the
//! words a body or a place is made of, and the words beside the run.

use crate::extract::actor::doubt::{dateline, fills_title, is_derived, is_event};
use crate::extract::actor::run::{is_body_head, is_capital_word, is_place_head, run_end};
use crate::extract::language::tag;
use crate::extract::lexicon::{Lexicon, Name, NameKind, Sex};
use crate::extract::reading::{Case, Reading, Word};
use crate::model::ActorKind;

/// Longest name that is no known one, in bytes.
const LONGEST: usize = 300;

/// A mention by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// First token of the name, titles left out.
    pub(crate) start: usize,
    /// One past its last token.
    pub(crate) end: usize,
    /// First token with its titles ("Foreign Minister Ana Bell").
    pub(crate) titled_start: usize,
    /// What it names; `None` for a lone capitalised word that only the rest of the
    /// document can explain.
    pub(crate) kind: Option<ActorKind>,
    /// Entry of the name table.
    pub(crate) known: Option<Name>,
    /// Sex, where title or first name show it.
    pub(crate) sex: Sex,
    /// What speaks against it.
    pub(crate) doubt: Doubt,
    /// Actor it belongs to, once resolved.
    pub(crate) actor: usize,
}

/// Why a lone word may be no name after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Nothing.
    None,
    /// It opens its sentence: "Townspeople met" - only another mention makes it a name.
    Opens,
    /// An ordinary word or a title: "King said" - only a full name makes it a surname.
    Ordinary,
}

/// Finds the names of a text, in order, not overlapping.
pub(crate) fn mentions(reading: &Reading, lexicon: &Lexicon) -> Vec<Mention> {
    let shouting = shouting_tokens(reading);
    let mut found = Vec::new();
    let mut at = 0;
    while at < reading.words.len() {
        if !is_capital_word(reading, at) {
            at += 1;
            continue;
        }
        if let Some(dateline) = dateline(reading, lexicon, at) {
            at = dateline.end;
            found.push(dateline);
            continue;
        }
        let end = run_end(reading, at);
        let finder = Finder { reading, lexicon, shouting: shouting[at] };
        if finder.names_nobody(at, end) {
            at = end;
            continue;
        }
        let next = finder.run(at, end, &mut found);
        at = next.max(at + 1);
    }
    found.retain(|it| {
        let short = reading.span(it.start, it.end).len() <= LONGEST;
        it.known.is_some() || short && !fills_title(reading, it)
    });
    found
}

/// Tokens of sentences set in capitals, where case says nothing.
fn shouting_tokens(reading: &Reading) -> Vec<bool> {
    let mut shouting = vec![false; reading.words.len()];
    for sentence in &reading.sentences {
        let words = &reading.words[sentence.tokens.clone()];
        let count = |test: fn(&&Word) -> bool| words.iter().filter(test).count();
        let lower = count(|it| it.case == Case::Lower);
        let upper = count(|it| it.case == Case::Upper);
        let all_caps = upper >= 3 && upper > 2 * lower;
        if all_caps {
            shouting[sentence.tokens.clone()].fill(true);
        }
    }
    shouting
}

pub(super) struct Finder<'a, 'b> {
    pub(super) reading: &'a Reading<'b>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) shouting: bool,
}

impl Finder<'_, '_> {
    /// Takes one run apart; returns the token to go on from.
    fn run(&self, start: usize, end: usize, found: &mut Vec<Mention>) -> usize {
        let mut at = start;
        let mut titled = Titled { start, any: false, sex: Sex::Unknown };
        while at < end {
            let known = self.known(at);
            if let Some((name, count)) = known {
                if name.kind != NameKind::Demonym {
                    if let Some(next) =
                        self.known_name(at, end, name, count, &titled, found)
                    {
                        titled = Titled { start: next, any: false, sex: Sex::Unknown };
                        at = next;
                        continue;
                    }
                } else if at + count >= end
                    || self.is_title(at + count)
                    || self.person_follows(at + count, end)
                {
                    at += count;
                    titled.start = if titled.any { titled.start } else { at };
                    continue;
                }
            }
            if self.is_title(at) && at + 1 < end && !self.body_ahead(at, end) {
                titled.add(self.reading, at);
                at += 1 + usize::from(self.reading.is(at + 1, "."));
                continue;
            }
            if let Some(next) = self.party_tag(at) {
                at = next;
                titled.start = at;
                continue;
            }
            if self.reading.is(at, ".") || (at == start && self.is_starter(at, end)) {
                if at + 1 == end
                    && let Some(mention) = self.ordinary(at)
                {
                    found.push(mention);
                }
                at += 1;
                if !titled.any {
                    titled.start = at;
                }
                continue;
            }
            let stop = self.unknown_end(at, end);
            if let Some(mention) = self.unknown_name(at, stop, &titled) {
                found.push(mention);
            }
            titled = Titled { start: stop, any: false, sex: Sex::Unknown };
            at = stop.max(at + 1);
        }
        at
    }

    pub(super) fn known(&self, at: usize) -> Option<(Name, usize)> {
        let words = self.reading.words[at..].iter().map(|word| word.exact);
        self.lexicon.names.longest(words)
    }

    pub(super) fn is_title(&self, at: usize) -> bool {
        self.reading.tags(at) & tag::TITLE != 0
            && self.reading.words[at].case != Case::Lower
    }

    /// "General Motors Corp", "Press Association": a title word that opens a body.
    pub(super) fn body_ahead(&self, at: usize, end: usize) -> bool {
        !self.is_honorific(at)
            && end > at + 1
            && is_body_head(self.reading, end - 1)
            && !(at + 1..end).any(|it| self.is_title(it) && it + 1 < end)
    }

    fn is_honorific(&self, at: usize) -> bool {
        self.reading.tags(at) & tag::HONORIFIC != 0
    }

    /// A capital only because it opens the sentence, or a function word in a headline.
    fn is_starter(&self, at: usize, end: usize) -> bool {
        let word = &self.reading.words[at];
        let function = word.is(tag::DETERMINER
            | tag::PREPOSITION
            | tag::COORDINATOR
            | tag::SUBORDINATOR
            | tag::PRONOUN
            | tag::AUXILIARY
            | tag::ADVERB)
            || word.cue.is_some();
        if function && word.case == Case::Title {
            return self.lexicon.first_name(word.low).is_none() || end == at + 1;
        }
        let opens = self.opens_sentence(at);
        // "Will Orr": a first name that is a word too, before a word that is none.
        let surname = end > at + 1
            && self.reading.words[at + 1].case == Case::Title
            && !self.lexicon.is_common(self.reading.words[at + 1].low);
        let first_name =
            self.lexicon.first_name(word.low).is_some_and(|it| !it.1 || surname);
        opens
            && (self.lexicon.is_common(word.low)
                || end == at + 1 && is_derived(self.lexicon, self.reading.word(at)))
            && !first_name
            && !(end > at + 1 && is_body_head(self.reading, end - 1))
    }

    pub(super) fn opens_sentence(&self, at: usize) -> bool {
        if at == 0 {
            return true;
        }
        let before = &self.reading.words[at - 1];
        let mark = before.span.of(self.reading.text);
        let gap = &self.reading.text[before.span.end..self.reading.words[at].span.start];
        gap.contains('\n')
            || matches!(
                mark,
                "." | "!"
                    | "?"
                    | ":"
                    | "“"
                    | "\""
                    | "‘"
                    | "”"
                    | "…"
                    | "—"
                    | "–"
                    | ";"
                    | "*"
                    | "•"
                    | "("
            )
    }

    /// A name of the table; `None` where the run shows that it is part of another name.
    fn known_name(
        &self,
        at: usize,
        end: usize,
        name: Name,
        count: usize,
        titled: &Titled,
        found: &mut Vec<Mention>,
    ) -> Option<usize> {
        let stop = at + count;
        let more = stop < end && !self.reading.is(stop, ".") && !self.is_title(stop);
        if more && self.absorbs(at, stop, end, name) {
            return None;
        }
        let (mut kind, mut sex) = self.kind_of(name);
        // "Ms. London", "Sen. Dallas": a title makes a person of a place.
        let acronym = self.reading.words[at].case == Case::Upper;
        if titled.any && kind == ActorKind::Place && !acronym {
            kind = ActorKind::Person;
            sex = titled.sex;
        }
        if kind == ActorKind::Person && titled.sex != Sex::Unknown {
            sex = titled.sex;
        }
        // "Post Office said" in capitals says nothing; a known name of one word in a
        // shouted line still counts when it is no ordinary word.
        let low = self.reading.words[at].low;
        if count == 1 && self.shouting && self.lexicon.is_common(low) {
            return Some(stop);
        }
        let known = (kind != ActorKind::Person || !titled.any || name_is_person(name))
            .then_some(name);
        let titled_start = if titled.any { titled.start } else { at };
        found.push(Mention {
            start: at,
            end: stop,
            titled_start,
            kind: Some(kind),
            known,
            sex,
            doubt: Doubt::None,
            actor: 0,
        });
        Some(stop)
    }

    /// The rest of the run belongs to the name: "Trump Organization", "Washington
    /// Redskins", "Houston Smith" after a first name.
    fn absorbs(&self, at: usize, stop: usize, end: usize, name: Name) -> bool {
        let tail = self.known(stop).is_some_and(|(it, _)| it.kind != NameKind::Demonym);
        match name.kind {
            NameKind::Outlet(_) | NameKind::Programme(_) => {
                is_body_head(self.reading, end - 1) && !tail && end - at <= 4
            }
            NameKind::Person(_) => {
                is_body_head(self.reading, end - 1) || (stop - at == 1 && !tail)
            }
            NameKind::Place => {
                !tail
                    && (is_event(self.reading, end - 1)
                        || is_body_head(self.reading, end - 1)
                        || is_place_head(self.reading, end - 1)
                        || self.first_name_at(at))
            }
            NameKind::Organisation | NameKind::GovernmentBody => {
                !tail && is_body_head(self.reading, end - 1)
            }
            NameKind::Demonym => false,
        }
    }

    pub(super) fn first_name_at(&self, at: usize) -> bool {
        self.lexicon.first_name(self.reading.words[at].low).is_some_and(|it| !it.1)
    }

    fn kind_of(&self, name: Name) -> (ActorKind, Sex) {
        match name.kind {
            NameKind::Person(sex) => (ActorKind::Person, sex),
            NameKind::Organisation => (ActorKind::Organisation, Sex::Unknown),
            NameKind::GovernmentBody => (ActorKind::GovernmentBody, Sex::Unknown),
            NameKind::Outlet(number) => (self.lexicon.outlet_kind(number), Sex::Unknown),
            NameKind::Programme(_) => (ActorKind::Outlet, Sex::Unknown),
            NameKind::Place | NameKind::Demonym => (ActorKind::Place, Sex::Unknown),
        }
    }
}

fn name_is_person(name: Name) -> bool {
    matches!(name.kind, NameKind::Person(_))
}

pub(super) struct Titled {
    pub(super) start: usize,
    pub(super) any: bool,
    pub(super) sex: Sex,
}

impl Titled {
    fn add(&mut self, reading: &Reading, at: usize) {
        self.any = true;
        match reading.word(at) {
            "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Father" | "Congressman" => {
                self.sex = Sex::Male;
            }
            "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Sister"
            | "Congresswoman" => self.sex = Sex::Female,
            _ => (),
        }
    }
}
