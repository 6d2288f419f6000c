//! Who is meant by the phrase of a cue? A name in it, a pronoun for somebody before, or a
//! description, which may be that of somebody named elsewhere.

use std::ops::Range;

use crate::extract::actor::Mention;
use crate::extract::lexicon::Sex;
use crate::extract::sure;
use crate::extract::tongue::cast::{Named, Players, nominative, text_of};
use crate::extract::tongue::ideograph;
use crate::extract::tongue::page::Page;
use crate::extract::tongue::plain::caseless_end;
use crate::extract::tongue::run::{of_run, run_end};
use crate::extract::tongue::table::{Script, class};
use crate::model::{ActorKind, Source};

/// A source, with what later statements need to refer back to it.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    pub(super) source: Source,
    sex: Sex,
    /// The first title it was given, as written.
    title: Option<String>,
    /// The phrase names a document: its first tokens.
    pub(super) document: Option<usize>,
}

/// Resolves phrases in the order of the text.
#[derive(Debug)]
pub(super) struct Sources<'a, 'b, 'c> {
    page: &'a Page<'b, 'c>,
    pub(super) players: Players,
    past: Vec<Spoken>,
}

impl<'a, 'b, 'c> Sources<'a, 'b, 'c> {
    pub(super) fn new(page: &'a Page<'b, 'c>, players: Players) -> Self {
        Self { page, players, past: Vec::new() }
    }

    /// The source of the statement before.
    pub(super) fn last(&self) -> Option<Spoken> {
        let mut last = self.past.last().cloned()?;
        last.source.confidence *= sure::FAR;
        Some(last)
    }

    /// The source that a phrase names.
    pub(super) fn resolve(&mut self, phrase: &Range<usize>) -> Spoken {
        let spoken = self.read(phrase);
        self.past.push(spoken.clone());
        spoken
    }

    /// The canonical name of somebody found elsewhere than beside a cue.
    pub(super) fn name(&mut self, named: &Named) -> String {
        let actor = self.players.add(self.page, named);
        self.players.cast.actors[actor].name.clone()
    }

    fn read(&mut self, phrase: &Range<usize>) -> Spoken {
        let page = self.page;
        if page.has(phrase.start, class::PRONOUN) && phrase.len() == 1 {
            return self.pronoun(phrase);
        }
        let bare =
            phrase.clone().find(|&at| !page.has(at, class::DETERMINER | class::PRESS));
        let outlet = bare.and_then(|it| page.outlet_at(it));
        if let Some(outlet) = outlet.filter(|it| it.tokens.end + 1 >= phrase.end) {
            let kind = page
                .lexicon
                .outlet_number(&outlet.name)
                .map_or(ActorKind::Outlet, |it| page.lexicon.outlet_kind(it));
            let name = outlet.name.clone();
            return self.spoken(
                name,
                kind,
                phrase,
                sure::NAMED_WITHIN,
                Sex::Unknown,
                None,
            );
        }
        let title = phrase.clone().find(|&at| page.has(at, class::TITLE));
        let title = title.map(|at| page.reading.word(at).to_lowercase());
        let person = match page.tongue.script {
            Script::Cased => self.cased(phrase),
            Script::Caseless => self.caseless(phrase),
            Script::Dense => ideograph::named(page, phrase),
        };
        if let Some(named) = person {
            let actor = self.players.add(page, &named);
            let actor = &self.players.cast.actors[actor];
            let (name, kind) = (actor.name.clone(), actor.kind);
            return self.spoken(name, kind, phrase, sure::NAMED_WITHIN, named.sex, title);
        }
        self.described(phrase, title)
    }

    fn spoken(
        &self,
        name: String,
        kind: ActorKind,
        phrase: &Range<usize>,
        confidence: f32,
        sex: Sex,
        title: Option<String>,
    ) -> Spoken {
        let span = self.page.reading.span(phrase.start, phrase.end);
        let source = Source { name, kind, span, confidence };
        Spoken { source, sex, title, document: None }
    }

    /// Who "sie" is: the last who spoke, or somebody named since as the subject of a
    /// sentence ("Brandt lobte die Suppe. Es sei Dill darin gewesen, sagte sie.").
    fn pronoun(&self, phrase: &Range<usize>) -> Spoken {
        let classes = self.page.reading.tags(phrase.start);
        let plural = classes & class::PRONOUN == class::PLURAL;
        let sex_fits = |sex: Sex| match sex {
            Sex::Male => classes & class::MALE != 0,
            Sex::Female => classes & class::FEMALE != 0,
            Sex::Unknown => true,
        };
        let fits = |it: &&Spoken| {
            sex_fits(it.sex) && (it.source.kind == ActorKind::Person) != plural
        };
        let speaker = self.past.iter().rev().take(8).find(fits);
        let byte = self.page.reading.words[phrase.start].span.start;
        let mention = self.subject_before(phrase.start, &|it| {
            let sex = self.players.cast.people[it.actor].sex;
            let known = if sex == Sex::Unknown { it.sex } else { sex };
            sex_fits(known)
        });
        let mention = mention.filter(|it| {
            let from = self.page.reading.words[it.start].span.start;
            !plural
                && speaker.is_none_or(|last| last.source.span.end <= from && from < byte)
        });
        if let Some(mention) = mention {
            let actor = &self.players.cast.actors[mention.actor];
            let sex = self.players.cast.people[mention.actor].sex;
            let (name, kind) = (actor.name.clone(), actor.kind);
            return self.spoken(name, kind, phrase, sure::MEANT, sex, None);
        }
        if let Some(found) = speaker {
            let mut found = found.clone();
            found.source.span = self.page.reading.span(phrase.start, phrase.end);
            found.source.confidence = sure::PRONOUN;
            return found;
        }
        let text = text_of(self.page, phrase);
        self.spoken(text, ActorKind::Person, phrase, sure::NOBODY, Sex::Unknown, None)
    }

    /// The last person before a place who is named near the start of a sentence.
    fn subject_before(
        &self,
        before: usize,
        fits: &dyn Fn(&Mention) -> bool,
    ) -> Option<&Mention> {
        let sentences = &self.page.reading.sentences;
        let number = sentences.partition_point(|it| it.tokens.end <= before);
        let paragraph = sentences.get(number)?.paragraph;
        let near = sentences[..number].iter().rev().take(4);
        near.take_while(|it| it.paragraph == paragraph).find_map(|sentence| {
            let head = sentence.tokens.start..sentence.tokens.start + 7;
            let mut inside: Vec<&Mention> = self
                .players
                .cast
                .mentions
                .iter()
                .filter(|it| {
                    head.contains(&it.start) && it.kind == Some(ActorKind::Person)
                })
                .filter(|it| !self.page.quoted(it.start) && fits(it))
                .collect();
            inside.sort_by_key(|it| it.start);
            inside.first().copied()
        })
    }

    /// Who "nach seinen Worten" means.
    pub(super) fn same(&self, at: usize) -> Option<Spoken> {
        let last = self.last();
        let named = self.subject_before(at, &|_| true).filter(|it| {
            let from = self.page.reading.words[it.start].span.start;
            last.as_ref().is_none_or(|last| last.source.span.end <= from)
        });
        let Some(mention) = named else { return last };
        let actor = &self.players.cast.actors[mention.actor];
        let (name, kind) = (actor.name.clone(), actor.kind);
        Some(self.spoken(name, kind, &(at..at + 1), sure::MEANT, Sex::Unknown, None))
    }

    /// The run of capitals that is the head of the phrase.
    fn cased(&self, phrase: &Range<usize>) -> Option<Named> {
        let page = self.page;
        let mut at = phrase.start;
        let mut second: Option<Named> = None;
        let noun =
            (phrase.start..phrase.end).find(|&at| !page.has(at, class::DETERMINER));
        // "El bicampeón de América": a small noun is the head.
        let small = !page.tongue.noun_capitals
            && noun.is_some_and(|at| page.is_word(at) && !page.capital(at));
        let titled = small
            || phrase
                .clone()
                .any(|at| page.has(at, class::TITLE | class::BODY | class::DOCUMENT));
        while at < phrase.end {
            let end = run_end(page, at).min(phrase.end);
            if end <= at {
                at += 1;
                continue;
            }
            let governed = at > phrase.start
                && page
                    .has(at - 1, class::PREPOSITION | class::LINKING | class::GENITIVE);
            let determined = page.has(at.wrapping_sub(1), class::DETERMINER);
            let lone = end == at + 1 && page.tongue.noun_capitals;
            let common = lone && (determined || self.is_noun(at, phrase));
            let named = of_run(page, at..end, !common);
            match named {
                Some(named) if !common && (!governed || !titled) => {
                    let place = named.kind == ActorKind::Place && titled;
                    if !place {
                        return Some(named);
                    }
                }
                // "der Chef der Reederei Tomas Reed": a person inside is better than none.
                Some(named)
                    if named.kind == ActorKind::Person
                        && named.tokens.len() > 1
                        && named.tokens.start > at =>
                {
                    second.get_or_insert(named);
                }
                _ => (),
            }
            at = end;
        }
        second
    }

    /// A single capital noun: a title, or not the last name of anybody known.
    fn is_noun(&self, at: usize, phrase: &Range<usize>) -> bool {
        let page = self.page;
        let heads = class::TITLE | class::BODY | class::DOCUMENT | class::PRESS;
        page.has(at, heads)
            || phrase.len() > 1 && page.has(phrase.start, class::DETERMINER)
    }

    fn caseless(&self, phrase: &Range<usize>) -> Option<Named> {
        let page = self.page;
        let given = phrase.clone().find(|&at| page.has(at, class::FIRST_NAME));
        let tokens = if let Some(start) = given {
            start..caseless_end(page, start).max(start + 1)
        } else {
            // "وأوضح الراشد": the family's name of somebody named before.
            let at = phrase.clone().find(|&at| {
                let word = page.reading.word(at);
                self.players.cast.actors.iter().any(|it| {
                    it.kind == ActorKind::Person
                        && it.name.ends_with(word)
                        && it.name != word
                })
            })?;
            at..at + 1
        };
        let woman = page.has(tokens.start, class::WOMAN);
        let sex = if woman { Sex::Female } else { Sex::Male };
        let name = text_of(page, &tokens);
        Some(Named { tokens, name, kind: ActorKind::Person, sex })
    }

    /// A description: of somebody who was given that title, or its own words.
    fn described(&mut self, phrase: &Range<usize>, title: Option<String>) -> Spoken {
        let page = self.page;
        let definite = !page.has(phrase.start, class::COMMON);
        if let Some(word) = title.as_ref().filter(|_| definite && phrase.len() <= 3) {
            let same = |it: &&Spoken| {
                it.source.kind == ActorKind::Person
                    && it.title.as_ref().is_some_and(|it| it.ends_with(word.as_str()))
            };
            if let Some(mut found) = self.past.iter().rev().find(same).cloned() {
                found.source.span = page.reading.span(phrase.start, phrase.end);
                found.source.confidence = sure::MEANT;
                return found;
            }
        }
        // "Die Ministerin sagte" in an interview with one: there is nobody else.
        let mut people =
            self.past.iter().filter(|it| it.source.kind == ActorKind::Person);
        if let (Some(only), Some(_)) = (people.next(), &title)
            && people.all(|it| it.source.name == only.source.name)
            && phrase.len() == 2
            && definite
            && page.has(phrase.start, class::DETERMINER)
            && only.title.is_none()
        {
            let mut found = only.clone();
            found.source.span = page.reading.span(phrase.start, phrase.end);
            found.source.confidence = sure::GUESSED;
            return found;
        }
        let mut start = phrase.start;
        let mut genitive = page.has(start.wrapping_sub(1), class::GENITIVE);
        let mut document = None;
        let head = phrase.clone().find(|&at| page.has(at, class::DOCUMENT));
        if let Some(at) = head.filter(|&at| at + 2 < phrase.end || at + 1 < phrase.end) {
            document = Some(at);
            let owner = (at + 1..phrase.end)
                .find(|&it| page.has(it, class::GENITIVE | class::LINKING));
            if let Some(owner) = owner.filter(|it| it + 1 < phrase.end) {
                start = owner;
            }
        } else if head.is_some() {
            document = head;
        }
        while start + 1 < phrase.end
            && page.has(
                start,
                class::DETERMINER | class::GENITIVE | class::LINKING | class::COMMON,
            )
        {
            genitive = page.has(start, class::GENITIVE);
            start += 1;
        }
        let end = phrase.end;
        let mut name = text_of(page, &(start..end));
        if genitive && page.tongue.noun_capitals && end == start + 1 {
            name = without_genitive(&name);
        }
        name = nominative(page, &name);
        let body = (start..end).any(|at| page.has(at, class::BODY));
        let outlet = page.outlet_at(start).map(|it| it.name.clone());
        let kind = match (&outlet, body || document.is_some()) {
            (Some(_), _) => ActorKind::Outlet,
            (None, true) => ActorKind::Organisation,
            (None, false) => ActorKind::Person,
        };
        if let Some(outlet) = outlet {
            name = outlet;
        }
        let sex = if title.as_ref().is_some_and(|it| it.ends_with("in"))
            && page.tongue.noun_capitals
        {
            Sex::Female
        } else {
            Sex::Unknown
        };
        let mut spoken = self.spoken(name, kind, phrase, sure::DESCRIBED, sex, title);
        spoken.document = document;
        spoken
    }
}

/// "des Ministeriums" is "Ministerium".
fn without_genitive(noun: &str) -> String {
    let bare = noun.strip_suffix('s').filter(|it| it.len() > 3);
    bare.map_or_else(|| noun.to_owned(), str::to_owned)
}
