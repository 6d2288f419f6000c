//! Whom does the text name? Runs of capitals where the script has them, else a given name
//! or a surname behind a title; told apart by the words before, and joined to the longest
//! form over the whole document.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::extract::actor::{Cast, Doubt, Mention, Person};
use crate::extract::lexicon::{NameKind, Sex};
use crate::extract::phrase::hash_word;
use crate::extract::reading::Case;
use crate::extract::tongue::page::Page;
use crate::extract::tongue::table::{Script, class};
use crate::model::{Actor, ActorKind};
use crate::text::normalize::fold;

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

/// Runs of capitals that name somebody beyond doubt.
fn cased(page: &Page) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.reading.words.len() {
        let end = run_end(page, at);
        if end == at {
            at += 1;
            continue;
        }
        if let Some(named) = of_run(page, at..end, false) {
            found.push(named);
        }
        at = end;
    }
    found
}

/// A capitalised word that may be part of a name.
fn is_name_word(page: &Page, at: usize) -> bool {
    let function = class::DETERMINER
        | class::PREPOSITION
        | class::CONJUNCTION
        | class::PRONOUN
        | class::RELATIVE
        | class::THAT
        | class::SKIP
        | class::STOP
        | class::COMMON;
    page.capital(at)
        && !page.has(at, function)
        && page.cue_at(at).is_none()
        && page.marker_at(at).is_none()
}

/// One past a run of capitals with the particles between them.
pub(super) fn run_end(page: &Page, start: usize) -> usize {
    if !is_name_word(page, start) {
        return start;
    }
    let mut end = start + 1;
    loop {
        let quoted = page.quoted(end) != page.quoted(start);
        if quoted {
            return end;
        }
        let gap = &page.reading.text[page.reading.words[end - 1].span.end
            ..page
                .reading
                .words
                .get(end)
                .map_or(page.reading.text.len(), |it| it.span.start)];
        if gap.contains('\n') {
            return end;
        }
        if is_name_word(page, end) {
            end += 1;
            continue;
        }
        let joint = matches!(page.reading.word(end), "-" | "‑" | "&") && gap.is_empty();
        let last = page.reading.word(end - 1);
        let short = last.chars().count() == 1
            || page.tongue.abbreviations.iter().any(|it| it == last);
        let initial = page.reading.is(end, ".") && short;
        if (joint || initial) && page.capital(end + 1) {
            end += 2;
            continue;
        }
        let particles =
            (end..end + 3).take_while(|&it| page.has(it, class::PARTICLE)).count();
        if particles > 0 && is_name_word(page, end + particles) {
            end += particles + 1;
            continue;
        }
        return end;
    }
}

/// What a run names; `placed` where its place beside a cue vouches for it.
pub(super) fn of_run(page: &Page, run: Range<usize>, placed: bool) -> Option<Named> {
    let before = run.start.checked_sub(1);
    let exact = page.reading.words[run.clone()].iter().map(|it| it.exact);
    if let Some((known, count)) = page.lexicon.names.longest(exact)
        && count == run.len()
        && (count > 1 || !page.tongue.noun_capitals || page.has(run.start, class::PLACE))
        && !matches!(known.kind, NameKind::Outlet(_) | NameKind::Programme(_))
    {
        let (kind, sex) = match known.kind {
            NameKind::Person(sex) => (ActorKind::Person, sex),
            NameKind::Place | NameKind::Demonym => (ActorKind::Place, Sex::Unknown),
            NameKind::GovernmentBody => (ActorKind::GovernmentBody, Sex::Unknown),
            _ => (ActorKind::Organisation, Sex::Unknown),
        };
        let name = page.lexicon.canonical_of(known).to_owned();
        let latin = name.is_ascii() == text_of(page, &run).is_ascii();
        let name = if latin { name } else { text_of(page, &run) };
        return Some(Named { tokens: run, name, kind, sex });
    }
    let first = |at: usize| given(page, at);
    let mut start = run.start;
    let mut titled = before.is_some_and(|it| page.has(it, class::TITLE));
    let mut body = before.is_some_and(|it| page.has(it, class::BODY | class::FIRM))
        || page.has(run.start, class::BODY) && page.tongue.noun_capitals;
    let mut sex = title_sex(page, before);
    let mut heads = class::TITLE | class::FIRM | class::PRESS | class::DOCUMENT;
    if !page.tongue.noun_capitals {
        heads |= class::BODY;
    }
    while start < run.end
        && (page.has(start, heads)
            || start > run.start && !page.is_word(start)
            || page.has(start, class::BODY) && !page.is_word(start + 1))
    {
        titled = page.has(start, class::TITLE);
        body = page.has(start, class::BODY | class::FIRM) || body && !titled;
        sex = title_sex(page, Some(start));
        start += 1;
        while start < run.end && page.has(start, class::PARTICLE) {
            start += 1;
        }
    }
    // "Ministerio de Salud" is its own name; "Reederei Strait Line" is not in a
    // language that writes every noun with a capital.
    let person = (run.start + 2..run.end).any(|at| first(at).is_some());
    if body && !person && !page.tongue.noun_capitals && page.has(run.start, class::BODY) {
        let name = text_of(page, &run);
        return Some(Named {
            tokens: run,
            name,
            kind: ActorKind::Organisation,
            sex: Sex::Unknown,
        });
    }
    // "президент России Владимир", "МИД Сергей": the place or body goes with the title.
    while run.end - start > 2
        && (page.has(start, class::PLACE)
            || page.reading.words[start].case == Case::Upper)
    {
        start += 1;
        titled = true;
    }
    // "Universidad Católica Marcelo Lagos": where a given name follows, a person ends it.
    let split = (start + 1..run.end.saturating_sub(1)).find(|&at| {
        first(at).is_some()
            && !page.has(at - 1, class::PARTICLE)
            && first(at - 1).is_none()
    });
    let headed =
        (run.start..run.end.min(run.start + 1)).any(|at| page.has(at, class::BODY));
    if let Some(split) =
        split.filter(|_| before.is_some_and(|it| page.has(it, class::LINKING)) || headed)
        && !page.tongue.noun_capitals
    {
        let tokens = split..run.end;
        let name = text_of(page, &tokens);
        let sex = first(split).unwrap_or(Sex::Unknown);
        return Some(Named { tokens, name, kind: ActorKind::Person, sex });
    }
    if run.end - start > 2 && first(start).is_none() && first(start + 1).is_some() {
        start += 1;
        titled = true;
    }
    if start >= run.end {
        return None;
    }
    let tokens = start..run.end;
    let name = text_of(page, &tokens);
    let make = |kind: ActorKind, sex: Sex| {
        Some(Named { tokens: tokens.clone(), name: name.clone(), kind, sex })
    };
    let given_sex = first(start);
    let sex = given_sex.filter(|it| *it != Sex::Unknown).unwrap_or(sex);
    if body {
        return make(ActorKind::Organisation, Sex::Unknown);
    }
    if page.has(start, class::PLACE) {
        return make(ActorKind::Place, Sex::Unknown);
    }
    let several = tokens.len() > 1;
    if several && (titled || given_sex.is_some()) || titled && !several {
        return make(ActorKind::Person, sex);
    }
    let acronym = page.reading.words[start].case == Case::Upper
        && page.reading.words[start].span.len() > 1;
    if acronym {
        return make(ActorKind::Organisation, Sex::Unknown);
    }
    if several && !page.tongue.noun_capitals || placed {
        return make(ActorKind::Person, sex);
    }
    None
}

/// Sex of a given name; `None` for any other word.
fn given(page: &Page, at: usize) -> Option<Sex> {
    let word = page.reading.words.get(at)?;
    if word.is(class::FIRST_NAME) {
        let sex = if word.is(class::WOMAN) { Sex::Female } else { Sex::Unknown };
        return Some(sex);
    }
    let plain = |low: u64| page.lexicon.first_name(low).filter(|it| !it.1).map(|it| it.0);
    plain(word.low).or_else(|| {
        // "José" stands as "Jose" in the list.
        let written = page.reading.word(at);
        let accented = page.tongue.script == Script::Cased && !written.is_ascii();
        accented.then(|| plain(hash_word(&fold(written)).low)).flatten()
    })
}

fn title_sex(page: &Page, at: Option<usize>) -> Sex {
    let Some(at) = at.filter(|&it| page.has(it, class::TITLE)) else {
        return Sex::Unknown;
    };
    let woman = page.reading.word(at).ends_with("in") && page.tongue.noun_capitals;
    if woman { Sex::Female } else { Sex::Unknown }
}

pub(super) fn text_of(page: &Page, tokens: &Range<usize>) -> String {
    let text = page.reading.span(tokens.start, tokens.end).of(page.reading.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// A given name, its father's and the family's: "خالد بن فهد العتيبي".
fn caseless(page: &Page) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.reading.words.len() {
        if !page.has(at, class::FIRST_NAME) || page.quoted(at) {
            at += 1;
            continue;
        }
        let end = caseless_end(page, at);
        if end > at + 1 {
            let tokens = at..end;
            let name = text_of(page, &tokens);
            let woman = page.has(at, class::WOMAN);
            let sex = if woman { Sex::Female } else { Sex::Male };
            found.push(Named { tokens, name, kind: ActorKind::Person, sex });
        }
        at = end;
    }
    found
}

/// One past a name that begins with a given name.
pub(super) fn caseless_end(page: &Page, start: usize) -> usize {
    let mut end = start + 1;
    let mut parts = 1;
    while parts < 4 && page.is_word(end) && !page.quoted(end) {
        let closed = class::PREPOSITION
            | class::THAT
            | class::STOP
            | class::TITLE
            | class::SKIP
            | class::PRONOUN
            | class::CONJUNCTION
            | class::RELATIVE
            | class::BODY;
        if page.has(end, class::PARTICLE) {
            end += 1;
            continue;
        }
        // "صالح القاضي": what is a title elsewhere is the family's name here.
        let titled = parts == 1
            && page.has(end, class::TITLE)
            && page.reading.word(end).starts_with("ال")
            && !page.has(end + 1, class::FIRST_NAME);
        if page.has(end, closed) && !titled
            || page.cue_at(end).is_some()
            || page.marker_at(end).is_some()
        {
            break;
        }
        let family = page.reading.word(end).starts_with("ال");
        end += 1;
        parts += 1;
        if family {
            break;
        }
    }
    end
}

/// Known names anywhere; a surname and one or two letters behind a title.
fn dense(page: &Page) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.reading.words.len() {
        let ahead = page.reading.words[at..].iter().map(|it| it.low);
        if let Some((known, count)) = page.tongue.names.longest(ahead) {
            let name = page.tongue.known[usize::from(known)].clone();
            let tokens = at..at + count;
            found.push(Named {
                tokens,
                name,
                kind: ActorKind::Person,
                sex: Sex::Unknown,
            });
            at += count;
        } else {
            at += 1;
        }
    }
    found
}
