//! Which capitals say nothing of a name, and which lines of capitals say a place? Titles of
//! works, words that open a sentence, events; and the dateline of a report.

use crate::extract::actor::mention::{Doubt, Mention};
use crate::extract::actor::run::is_name_word;
use crate::extract::language::tag;
use crate::extract::lexicon::{Lexicon, NameKind, Sex};
use crate::extract::reading::{Case, Reading};
use crate::model::ActorKind;

/// "LUND, Sweden (AP) _", "NEW YORK _": the place of a report, set in capitals.
pub(super) fn dateline(
    reading: &Reading,
    lexicon: &Lexicon,
    at: usize,
) -> Option<Mention> {
    let opens = at == 0 || {
        let gap = reading.words[at - 1].span.end..reading.words[at].span.start;
        reading.text[gap].contains('\n')
    };
    if !opens || reading.words[at].case != Case::Upper {
        return None;
    }
    let mut end = at + 1;
    while end < at + 5
        && (is_name_word(reading, end) && reading.words[end].case == Case::Upper
            || reading.is(end, ".") && reading.words[end - 1].span.len() <= 2)
    {
        end += 1;
    }
    let mark = if reading.is(end, ",") {
        // "LUND, Sweden", "OAKLAND, Calif."
        (end + 1..end + 7).find(|&it| is_dash(reading, it))?
    } else {
        end
    };
    let region = reading.words.get(end + 1).is_some_and(|it| it.case == Case::Title);
    if !is_dash(reading, mark) || mark > end && !region {
        return None;
    }
    let name = title_case(reading.span(at, end).of(reading.text));
    let known = lexicon.names.get_exact(&name).filter(|it| it.kind == NameKind::Place);
    Some(Mention {
        start: at,
        end,
        titled_start: at,
        kind: Some(ActorKind::Place),
        known,
        sex: Sex::Unknown,
        doubt: Doubt::None,
        actor: 0,
    })
}

/// What ends a dateline: a dash, or the agency in brackets.
fn is_dash(reading: &Reading, at: usize) -> bool {
    matches!(reading.word(at), "_" | "—" | "–" | "(")
        || reading.is(at, "-")
            && reading.words.get(at + 1).is_some_and(|it| {
                it.span.start > reading.words[at].span.end || reading.is(at + 1, "-")
            })
}

fn title_case(shouted: &str) -> String {
    let mut name = String::with_capacity(shouted.len());
    let mut fresh = true;
    for letter in shouted.chars() {
        if fresh {
            name.push(letter);
        } else {
            name.extend(letter.to_lowercase());
        }
        fresh = !letter.is_alphabetic();
    }
    name
}

/// The mention stands in a quotation made of capitals alone: “Titanic”, “Angela’s
/// Ashes”. It is the title of a work; what its words would name says nothing.
pub(super) fn fills_title(reading: &Reading, mention: &Mention) -> bool {
    let number = reading.words[mention.start].quotation as usize;
    let Some(&(start, end)) =
        number.checked_sub(1).and_then(|it| reading.quoted_tokens.get(it))
    else {
        return false;
    };
    if end - start > 12 {
        return false;
    }
    let small = tag::PREPOSITION | tag::DETERMINER | tag::COORDINATOR;
    let mut words = reading.words[start..end].iter().filter(|it| it.kind.is_word());
    let stops = (start..end).any(|it| matches!(reading.word(it), "." | "!" | "?"));
    !stops && words.all(|it| it.is_capital() || it.is(small))
}

/// A form of an ordinary word that the list has only in another form: "Prosecutors",
/// "Buoyed", "Patchy".
pub(super) fn is_derived(lexicon: &Lexicon, word: &str) -> bool {
    let low = word.to_lowercase();
    let common = |it: &str| lexicon.is_common(crate::extract::phrase::hash_word(it).low);
    ENDINGS.iter().any(|(ending, instead)| {
        low.strip_suffix(ending).is_some_and(|stem| {
            stem.len() > 2 && instead.iter().any(|it| common(&format!("{stem}{it}")))
        })
    })
}

/// Endings, and what the plain form may have instead.
const ENDINGS: [(&str, &[&str]); 14] = [
    ("ies", &["y"]),
    ("es", &["", "e"]),
    ("s", &[""]),
    ("ied", &["y"]),
    ("ed", &["", "e"]),
    ("ing", &["", "e"]),
    ("ly", &["", "le"]),
    ("ers", &["", "e", "er"]),
    ("er", &["", "e"]),
    ("ism", &["", "e"]),
    ("ists", &["", "e"]),
    ("y", &["", "e"]),
    ("less", &[""]),
    ("ness", &[""]),
];

/// A word whose run names an event, a law, a prize: "Harbour Act", "Lund Open".
pub(super) fn is_event(reading: &Reading, at: usize) -> bool {
    reading.tags(at) & tag::EVENT_HEAD != 0 && reading.words[at].is_capital()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::actor::mentions;

    fn check(text: &str, expected: &[&str]) {
        let lexicon = Lexicon::builtin();
        let reading = Reading::new(text, lexicon);
        let found: Vec<&str> = mentions(&reading, lexicon)
            .iter()
            .filter(|it| it.doubt == Doubt::None)
            .map(|it| reading.span(it.start, it.end).of(text))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn datelines_are_places() {
        check("MOSCOW (AP) _ The pier is shut.", &["MOSCOW", "AP"]);
        check("NEW YORK — The pier is shut.", &["NEW YORK"]);
        check("OAKLAND, Calif. _ The pier is shut.", &["OAKLAND", "Calif"]);
        check("SHUT THE PIER NOW", &[]);
    }

    #[test]
    fn capitals_that_name_nobody() {
        check("They saw “Titanic” and “The Harbour Hour” twice.", &[]);
        check("Eva Lund, a devout Muslim, met European Jews.", &["Eva Lund"]);
        check("He won the Lund Open and the Davis Cup Wednesday.", &[]);
        check("It was won by the German Claudia Lund.", &["Claudia Lund"]);
        check("Sen. Ana Bell, R-Ohio, left.", &["Ana Bell"]);
    }
}
