//! Which names does a script show that has no capitals? A given name with its father's and
//! the family's; where no spaces stand either, the names of the language file.

use crate::extract::lexicon::Sex;
use crate::extract::tongue::cast::{Named, text_of};
use crate::extract::tongue::page::Page;
use crate::extract::tongue::table::class;
use crate::model::ActorKind;

/// A given name, its father's and the family's: "خالد بن فهد العتيبي".
pub(super) fn caseless(page: &Page) -> Vec<Named> {
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
pub(super) fn dense(page: &Page) -> Vec<Named> {
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
