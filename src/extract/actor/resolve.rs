//! Which mentions are the same actor? Full names first, then surnames, acronyms and lone
//! words by what the rest of the document showed. The canonical name is the longest form.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::extract::actor::mention::{Doubt, Mention};
use crate::extract::language::tag;
use crate::extract::lexicon::{Lexicon, NameKind, Sex};
use crate::extract::phrase::hash_word;
use crate::extract::reading::Reading;
use crate::model::{Actor, ActorKind};
use crate::text::word::Kind;

/// What the linker needs to know of an actor besides its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// Sex, where anything shows it.
    pub(crate) sex: Sex,
}

/// The actors of a document and their mentions.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    /// By first mention.
    pub(crate) actors: Vec<Actor>,
    /// Beside `actors`.
    pub(crate) people: Vec<Person>,
    /// All mentions in order, each pointing to its actor.
    pub(crate) mentions: Vec<Mention>,
}

impl Cast {
    /// The mention that covers the token, if any.
    pub(crate) fn mention_at(&self, token: usize) -> Option<&Mention> {
        let at = self.mentions.partition_point(|it| it.end <= token);
        self.mentions.get(at).filter(|it| it.start <= token)
    }

    /// Mentions that begin inside `start..end`.
    pub(crate) fn mentions_in(&self, start: usize, end: usize) -> &[Mention] {
        let from = self.mentions.partition_point(|it| it.start < start);
        let to = self.mentions.partition_point(|it| it.start < end);
        &self.mentions[from..to.max(from)]
    }

    /// Kind of the actor.
    pub(crate) fn kind(&self, actor: usize) -> ActorKind {
        self.actors[actor].kind
    }
}

/// Joins mentions to actors.
pub(crate) fn resolve(reading: &Reading, lexicon: &Lexicon, found: Vec<Mention>) -> Cast {
    let mut joiner = Joiner::new(reading, lexicon);
    joiner.learn(&found);
    for mention in found {
        joiner.place(mention);
    }
    joiner.cast.mentions.sort_by_key(|it| it.start);
    joiner.cast
}

struct Joiner<'a, 'b> {
    reading: &'a Reading<'b>,
    lexicon: &'a Lexicon,
    cast: Cast,
    /// Actor by its whole name.
    by_name: FxHashMap<String, usize>,
    /// Last person with this surname or lone first name.
    by_part: FxHashMap<&'a str, usize>,
    /// Long form of an acronym the document defines.
    acronyms: FxHashMap<&'a str, String>,
    /// Surnames of full names anywhere in the document.
    surnames: FxHashMap<&'a str, String>,
    /// All full names with this surname, by first mention.
    namesakes: FxHashMap<&'a str, Vec<String>>,
    /// Lone words that stand inside a sentence somewhere.
    inside: FxHashSet<&'a str>,
}

impl<'a, 'b> Joiner<'a, 'b> {
    fn new(reading: &'a Reading<'b>, lexicon: &'a Lexicon) -> Self {
        Self {
            reading,
            lexicon,
            cast: Cast::default(),
            by_name: FxHashMap::default(),
            by_part: FxHashMap::default(),
            acronyms: FxHashMap::default(),
            surnames: FxHashMap::default(),
            namesakes: FxHashMap::default(),
            inside: FxHashSet::default(),
        }
    }

    /// First look: full names and defined acronyms of the whole document.
    fn learn(&mut self, found: &[Mention]) {
        for mention in found {
            let (start, end) = (mention.start, mention.end);
            if end - start == 1 && mention.doubt == Doubt::None {
                let reading: &'a Reading<'b> = self.reading;
                self.inside.insert(reading.word(start));
            }
            if mention.kind == Some(ActorKind::Person) && self.is_full_name(mention) {
                let last = self.last_word(mention);
                let name = self.name_of(mention);
                let names = self.namesakes.entry(last).or_default();
                if !names.contains(&name) && names.len() < 4 {
                    names.push(name.clone());
                }
                self.surnames.entry(last).or_insert(name);
            }
            // "the Harbour Safety Board (HSB)"
            let acronym = self.reading.word(end + 1);
            let defined = end - start > 1
                && self.reading.is(end, "(")
                && self.reading.is(end + 2, ")")
                && acronym.len() > 1
                && self.has_initials(acronym, start, end);
            if defined {
                let long = self.name_of(mention);
                self.acronyms.entry(acronym).or_insert(long);
            }
        }
    }

    /// The letters of the acronym are initials of the name, first and last at least:
    /// "LUND (AP)" defines nothing.
    fn has_initials(&self, acronym: &str, start: usize, end: usize) -> bool {
        let mut initials =
            (start..end).filter_map(|it| self.reading.word(it).chars().next());
        acronym.chars().filter(|it| !matches!(it, '.' | '&')).all(|letter| {
            letter.is_uppercase() && initials.any(|it| it.eq_ignore_ascii_case(&letter))
        })
    }

    /// Two to four words: "Manchin-Toomey" is none, nor is a line of a navigation bar.
    fn is_full_name(&self, mention: &Mention) -> bool {
        let span = self.reading.span(mention.start, mention.end);
        (2..=5).contains(&span.of(self.reading.text).split_whitespace().count())
    }

    fn last_word(&self, mention: &Mention) -> &'a str {
        let mut at = mention.end - 1;
        while at > mention.start
            && matches!(self.reading.word(at), "Jr" | "Sr" | "." | "II" | "III")
        {
            at -= 1;
        }
        let reading: &'a Reading<'b> = self.reading;
        // "al-Sisi" is known as "Sisi" and "al-Sisi"; the last token names both.
        reading.word(at)
    }

    fn name_of(&self, mention: &Mention) -> String {
        if let Some(name) = mention.known {
            return self.lexicon.canonical_of(name).to_owned();
        }
        let span = self.reading.span(mention.start, mention.end);
        let text = span.of(self.reading.text);
        if text.contains(['\n', '\t']) || text.contains("  ") {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            text.to_owned()
        }
    }

    fn place(&mut self, mut mention: Mention) {
        let surface = self.reading.word(mention.start);
        let lone = mention.end - mention.start == 1;
        let person = mention.kind == Some(ActorKind::Person);
        if mention.doubt == Doubt::Ordinary && !self.surnames.contains_key(surface) {
            return;
        }
        if lone
            && (person || mention.kind.is_none() || self.is_surname(&mention))
            && let Some(actor) = self.by_surname(surface, &mention)
        {
            self.join(mention, actor);
            return;
        }
        if lone
            && let Some(long) = self.acronyms.get(surface).cloned()
            && mention.kind != Some(ActorKind::Person)
        {
            let kind = mention.kind.unwrap_or(ActorKind::Organisation);
            let actor = self.actor(long, kind, Sex::Unknown);
            // What the document defines is not what the table knows: "AAP".
            mention.known = None;
            self.join(mention, actor);
            return;
        }
        if mention.doubt == Doubt::Opens && !self.stands(&mention) {
            return;
        }
        let kind = match mention.kind {
            Some(kind) => kind,
            None => self.guess(&mention),
        };
        mention.kind = Some(kind);
        let name = self.name_of(&mention);
        let actor = self.actor(name, kind, mention.sex);
        if kind == ActorKind::Person {
            let last = self.last_word(&mention);
            if lone || self.is_full_name(&mention) {
                self.by_part.insert(last, actor);
            }
            if !lone && mention.known.is_none() {
                let reading: &'a Reading<'b> = self.reading;
                self.by_part.entry(reading.word(mention.start)).or_insert(actor);
            }
        }
        self.join(mention, actor);
    }

    /// "Jordan said": a town's name that the document shows to be a person's.
    fn is_surname(&self, mention: &Mention) -> bool {
        let before = mention.start.checked_sub(1).map_or("", |it| self.reading.word(it));
        mention.kind == Some(ActorKind::Place)
            && self.surnames.contains_key(self.reading.word(mention.start))
            && !matches!(before, "in" | "at" | "from" | "near" | "to" | "of" | "outside")
    }

    /// A lone word that opens its sentence is a name where the text uses it inside a
    /// sentence too, or where it stands as a name does: "Varnholm said", "Varnholm's".
    fn stands(&self, mention: &Mention) -> bool {
        let next = self.reading.words.get(mention.end);
        self.inside.contains(self.reading.word(mention.start))
            || next.is_some_and(|it| it.cue.is_some() || it.kind == Kind::Possessive)
            || self.reading.is(mention.end, "(")
    }

    /// Two people of one surname: without a title it is the one named first, whom the
    /// article is about ("Trump" in one on Melania Trump that mentions her husband).
    fn first_of_surname(&self, surface: &str, mention: &Mention) -> Option<String> {
        let names = self.namesakes.get(surface).filter(|it| it.len() > 1)?;
        let untitled = mention.titled_start == mention.start;
        let first = names.first().filter(|it| !it.ends_with("Jr") && untitled)?;
        Some(first.clone())
    }

    /// The person this lone word means: one already named with it, or one the document
    /// names in full further down (a headline's "Bell" before "Ana Bell").
    fn by_surname(&mut self, surface: &str, mention: &Mention) -> Option<usize> {
        if let Some(owner) = self.first_of_surname(surface, mention) {
            return Some(self.actor(owner, ActorKind::Person, Sex::Unknown));
        }
        if let Some(&actor) = self.by_part.get(surface) {
            let sex = self.cast.people[actor].sex;
            let clash =
                mention.sex != Sex::Unknown && sex != Sex::Unknown && sex != mention.sex;
            if !clash {
                return Some(actor);
            }
        }
        // "Mr. Orr" is not the Eva Orr of whom alone the article gives the full name.
        // A surname that is a first name too ("Sen. Warren") shows no sex of its own.
        let shown = mention.known.is_some() || self.is_mister(mention);
        let shown = shown && mention.sex != Sex::Unknown;
        let clashes = |full: &&String| {
            shown && {
                let sex = self.sex_by_first_name(full);
                sex != Sex::Unknown && sex != mention.sex
            }
        };
        let full = self.surnames.get(surface).filter(|it| !clashes(it)).cloned()?;
        let sex = if mention.known.is_some() { mention.sex } else { Sex::Unknown };
        Some(self.actor(full, ActorKind::Person, sex))
    }

    /// "Mr. Orr", "Ms. Orr".
    fn is_mister(&self, mention: &Mention) -> bool {
        (mention.titled_start..mention.start)
            .any(|it| matches!(self.reading.word(it), "Mr" | "Mrs" | "Ms" | "Miss"))
    }

    fn sex_by_first_name(&self, full: &str) -> Sex {
        let first = full.split(' ').next().unwrap_or_default();
        self.lexicon.first_name(hash_word(first).low).map_or(Sex::Unknown, |it| it.0)
    }

    /// What a lone unknown word names, from the words beside it: "in Varnholm" is a
    /// place, "Varnholm said" somebody.
    fn guess(&self, mention: &Mention) -> ActorKind {
        let before = mention.start.checked_sub(1);
        let tags_before = before.map_or(0, |it| self.reading.tags(it));
        let word_before = before.map_or("", |it| self.reading.word(it));
        let after = self.reading.words.get(mention.end);
        if matches!(word_before, "in" | "near" | "at" | "from" | "to" | "outside") {
            return ActorKind::Place;
        }
        // "the town of Afula"
        let town = before
            .and_then(|it| it.checked_sub(1))
            .map_or("", |it| self.reading.word(it));
        let of_place = matches!(
            town,
            "town"
                | "city"
                | "village"
                | "port"
                | "province"
                | "state"
                | "region"
                | "nation"
                | "island"
                | "district"
                | "suburb"
                | "capital"
        );
        if word_before == "of" && of_place {
            return ActorKind::Place;
        }
        if after.is_some_and(|it| it.cue.is_some()) || tags_before & tag::PERSON_NOUN != 0
        {
            return ActorKind::Person;
        }
        if self.reading.is(mention.end, ",")
            && self
                .lexicon
                .names
                .longest(self.reading.words[mention.end + 1..].iter().map(|it| it.exact))
                .is_some_and(|(it, _)| it.kind == NameKind::Place)
        {
            return ActorKind::Place;
        }
        if word_before.eq_ignore_ascii_case("the") {
            return ActorKind::Organisation;
        }
        ActorKind::Person
    }

    fn actor(&mut self, name: String, kind: ActorKind, sex: Sex) -> usize {
        if let Some(&actor) = self.by_name.get(&name) {
            let person = &mut self.cast.people[actor];
            if person.sex == Sex::Unknown {
                person.sex = sex;
            }
            return actor;
        }
        let actor = self.cast.actors.len();
        self.cast.actors.push(Actor { name: name.clone(), kind, mentions: Vec::new() });
        self.cast.people.push(Person { sex });
        self.by_name.insert(name, actor);
        actor
    }

    fn join(&mut self, mut mention: Mention, actor: usize) {
        mention.actor = actor;
        mention.kind = Some(self.cast.actors[actor].kind);
        let person = &mut self.cast.people[actor];
        if person.sex == Sex::Unknown {
            person.sex = mention.sex;
        }
        let span = self.reading.span(mention.start, mention.end);
        self.cast.actors[actor].mentions.push(span);
        self.cast.mentions.push(mention);
    }
}
