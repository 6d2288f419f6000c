//! What does a run of capitals name? A known name, a body, or a person behind titles; in a
//! language that writes every noun with a capital only what a title or a given name shows.

use std::ops::Range;

use crate::extract::lexicon::{NameKind, Sex};
use crate::extract::phrase::hash_word;
use crate::extract::reading::Case;
use crate::extract::tongue::cast::{Named, text_of};
use crate::extract::tongue::page::Page;
use crate::extract::tongue::table::{Script, class};
use crate::model::ActorKind;
use crate::text::normalize::fold;

/// Tokens of the longest name; a longer run is a headline, or text without stops.
const LONGEST: usize = 12;

/// Runs of capitals that name somebody beyond doubt.
pub(super) fn cased(page: &Page) -> Vec<Named> {
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
pub(super) fn is_name_word(page: &Page, at: usize) -> bool {
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

/// Tokens of a run; what is longer is a list, or nothing.
const MOST: usize = 200;

/// One past a run of capitals with the particles between them.
pub(super) fn run_end(page: &Page, start: usize) -> usize {
    if !is_name_word(page, start) {
        return start;
    }
    let mut end = start + 1;
    loop {
        let quoted = page.quoted(end) != page.quoted(start);
        if quoted || end - start > MOST {
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
        // "…, dijo K." and a new paragraph: the next name is another.
        let apart = page.reading.words.get(end + 1).is_some_and(|it| {
            let gap = page.reading.words[end].span.end..it.span.start;
            page.reading.text[gap].contains('\n')
        });
        if (joint || initial) && !apart && page.capital(end + 1) {
            end += 2;
            continue;
        }
        let particles =
            (end..end + 3).take_while(|&it| page.has(it, class::PARTICLE)).count();
        // "van der Ohm", but "sagte Ohm der Agentur".
        let article = page.has(end, class::DETERMINER) && !page.capital(end);
        if particles > 0 && !article && is_name_word(page, end + particles) {
            end += particles + 1;
            continue;
        }
        return end;
    }
}

/// What a run names; `placed` where its place beside a cue vouches for it.
pub(super) fn of_run(page: &Page, run: Range<usize>, placed: bool) -> Option<Named> {
    if run.len() > LONGEST {
        return None;
    }
    let before = run.start.checked_sub(1);
    if let Some(known) = known(page, &run) {
        return Some(known);
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
    let signs = Signs { titled, body, placed, sex };
    of_bare(page, start..run.end, signs)
}

/// A name of the shared tables; outlets are found by themselves.
fn known(page: &Page, run: &Range<usize>) -> Option<Named> {
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
        let latin = name.is_ascii() == text_of(page, run).is_ascii();
        let name = if latin { name } else { text_of(page, run) };
        return Some(Named { tokens: run.clone(), name, kind, sex });
    }
    None
}

/// What the words before a name, and its place, say of it.
#[derive(Clone, Copy)]
struct Signs {
    titled: bool,
    body: bool,
    placed: bool,
    sex: Sex,
}

/// What a run names, titles cut off.
fn of_bare(page: &Page, tokens: Range<usize>, signs: Signs) -> Option<Named> {
    let name = text_of(page, &tokens);
    let start = tokens.start;
    let given_sex = given(page, start);
    let sex = given_sex.filter(|it| *it != Sex::Unknown).unwrap_or(signs.sex);
    let several = tokens.len() > 1;
    let first = &page.reading.words[start];
    let kind = if signs.body {
        ActorKind::Organisation
    } else if page.has(start, class::PLACE) {
        ActorKind::Place
    } else if signs.titled || several && given_sex.is_some() {
        ActorKind::Person
    } else if first.case == Case::Upper && first.span.len() > 1 {
        ActorKind::Organisation
    } else if several && !page.tongue.noun_capitals || signs.placed {
        ActorKind::Person
    } else {
        return None;
    };
    let sex = if kind == ActorKind::Person { sex } else { Sex::Unknown };
    Some(Named { tokens, name, kind, sex })
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
