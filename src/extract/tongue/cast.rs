//! Whom does the text name? Runs of capitals where the script has them, else a given name
//! or a surname behind a title; told apart by the words before, and joined to the longest
//! form over the whole document.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::extract::actor::{Cast, Doubt, Mention, Person};
use crate::extract::lexicon::Sex;
use crate::extract::tongue::page::Page;
use crate::extract::tongue::plain::{caseless, dense};
use crate::extract::tongue::run::{cased, is_name_word};
use crate::extract::tongue::table::Script;
use crate::model::{Actor, ActorKind};

/// A name found in the text, before it is joined to others.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) tokens: Range<usize>,
    pub(super) name: String,
    pub(super) kind: ActorKind,
    pub(super) sex: Sex,
}

impl Named {
    /// A person whose sex nothing shows.
    pub(super) fn person(tokens: Range<usize>, name: String) -> Self {
        Self { tokens, name, kind: ActorKind::Person, sex: Sex::Unknown }
    }
}

/// The actors of a text; sources found by their place are added as they are met.
#[derive(Debug, Default)]
pub(super) struct Players {
    pub(super) cast: Cast,
    by_name: FxHashMap<String, usize>,
    by_last: FxHashMap<String, usize>,
    /// Tokens that a mention covers.
    covered: Vec<bool>,
}

impl Players {
    /// Everybody whom the words themselves show to be named.
    pub(super) fn new(page: &Page) -> Self {
        let mut players = Self::default();
        let found = match page.tongue.script {
            _ if page.tongue.is_mute() => Vec::new(),
            Script::Cased => cased(page),
            Script::Caseless => caseless(page),
            Script::Dense => dense(page),
        };
        let (full, lone): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|it| it.tokens.len() > 1 || it.kind != ActorKind::Person);
        for named in &full {
            players.add(page, named);
        }
        for named in &lone {
            players.add(page, named);
        }
        if page.tongue.script == Script::Cased {
            players.add_lone(page);
        }
        for outlet in &page.outlets {
            let number = page.lexicon.outlet_number(&outlet.name);
            let kind =
                number.map_or(ActorKind::Outlet, |it| page.lexicon.outlet_kind(it));
            let (tokens, name) = (outlet.tokens.clone(), outlet.name.clone());
            players.add(page, &Named { tokens, name, kind, sex: Sex::Unknown });
        }
        players.sort();
        players
    }

    /// "Kroll", once the text has named Anselm Kroll.
    fn add_lone(&mut self, page: &Page) {
        for at in 0..page.reading.words.len() {
            if !is_name_word(page, at) || page.quoted(at) {
                continue;
            }
            let written = page.reading.word(at);
            let Some(&actor) = self.by_last.get(&self.key(page, written)) else {
                continue;
            };
            let sex = self.cast.people[actor].sex;
            let name = self.cast.actors[actor].name.clone();
            let tokens = at..at + 1;
            self.add(page, &Named { tokens, name, kind: ActorKind::Person, sex });
        }
    }

    /// Mentions in the order of the text.
    pub(super) fn sort(&mut self) {
        self.cast.mentions.sort_by_key(|it| it.start);
        for actor in &mut self.cast.actors {
            actor.mentions.sort_by_key(|it| it.start);
        }
    }

    /// Adds a mention to its actor; returns the actor.
    pub(super) fn add(&mut self, page: &Page, named: &Named) -> usize {
        let actor = self.actor(page, named);
        self.covered.resize(page.reading.words.len(), false);
        let covered = &mut self.covered[named.tokens.clone()];
        if !covered.contains(&true) {
            covered.fill(true);
            let span = page.reading.span(named.tokens.start, named.tokens.end);
            self.cast.actors[actor].mentions.push(span);
            self.cast.mentions.push(Mention {
                start: named.tokens.start,
                end: named.tokens.end,
                titled_start: named.tokens.start,
                kind: Some(self.cast.actors[actor].kind),
                known: None,
                doubt: Doubt::None,
                sex: named.sex,
                actor,
            });
        }
        actor
    }

    fn actor(&mut self, page: &Page, named: &Named) -> usize {
        let key = self.key(page, &named.name);
        let whole = self.by_name.get(&key).copied();
        let by_last = || {
            let lone =
                named.kind == ActorKind::Person && !named.name.contains([' ', '·']);
            lone.then(|| self.by_last.get(&key).copied()).flatten()
        };
        if let Some(actor) = whole.or_else(by_last) {
            let known = &mut self.cast.actors[actor];
            // "Петрова" and "Петров": the form of the subject is the shorter one.
            if whole.is_some() && named.name.len() < known.name.len() {
                known.name.clone_from(&named.name);
            }
            let sex = &mut self.cast.people[actor].sex;
            if *sex == Sex::Unknown {
                *sex = named.sex;
            }
            return actor;
        }
        let actor = self.cast.actors.len();
        let (name, kind) = (nominative(page, &named.name), named.kind);
        if kind == ActorKind::Person {
            let split = |it: char| it.is_whitespace() || it == '·';
            let parts = if page.tongue.script == Script::Caseless { 1 } else { 2 };
            for part in name.rsplit(split).take(parts) {
                let part = self.key(page, part);
                self.by_last.entry(part).or_insert(actor);
            }
        }
        self.cast.actors.push(Actor { name, kind, mentions: Vec::new() });
        self.cast.people.push(Person { sex: named.sex });
        self.by_name.insert(key, actor);
        actor
    }

    /// The name without the endings of its case.
    #[expect(clippy::unused_self, reason = "reads as a question to the players")]
    fn key(&self, page: &Page, name: &str) -> String {
        let endings = &page.tongue.endings;
        if endings.is_empty() {
            return name.to_lowercase();
        }
        let mut key = String::new();
        for word in name.split_whitespace() {
            let lower = word.to_lowercase();
            let stem = endings
                .iter()
                .filter_map(|it| lower.strip_suffix(it.as_str()))
                .filter(|it| it.chars().count() >= 3)
                .min_by_key(|it| it.len());
            key.push_str(stem.unwrap_or(&lower));
            key.push(' ');
        }
        key
    }
}

/// "Павла Гаранина" is "Павел Гаранин": a given name in another case shows the sex, and
/// that the ending of the surname.
pub(super) fn nominative(page: &Page, name: &str) -> String {
    let table = &page.tongue.nominatives;
    let Some((given, rest)) = name.split_once(' ') else {
        return table.get(name).cloned().unwrap_or_else(|| name.to_owned());
    };
    let Some(first) = table.get(given) else { return name.to_owned() };
    let woman = first.ends_with(['а', 'я']);
    let endings = &page.tongue.surnames[usize::from(woman)];
    let mut out = first.clone();
    for part in rest.split(' ') {
        let ending = endings.iter().find(|it| part.ends_with(it.0.as_str()));
        out.push(' ');
        match ending {
            Some((old, new)) => {
                out.push_str(&part[..part.len() - old.len()]);
                out.push_str(new);
            }
            None => out.push_str(part),
        }
    }
    out
}

/// The words of a name with single spaces between.
pub(super) fn text_of(page: &Page, tokens: &Range<usize>) -> String {
    let text = page.reading.span(tokens.start, tokens.end).of(page.reading.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
