//! Who is meant by a phrase without spaces? A known name, what stands behind the last
//! title, or a surname and one or two letters.

use std::ops::Range;

use crate::extract::tongue::cast::Named;
use crate::extract::tongue::page::Page;
use crate::extract::tongue::table::class;

/// "外交部发言人毛宁": what stands behind the last title; "李强": a surname and one or
/// two letters.
pub(super) fn named(page: &Page, phrase: &Range<usize>) -> Option<Named> {
    let text = |from: usize, to: usize| {
        page.reading.span(from, to).of(page.reading.text).to_owned()
    };
    let known = |at: usize| {
        let ahead = page.reading.words[at..phrase.end].iter().map(|it| it.low);
        page.tongue.names.longest(ahead)
    };
    if let Some((at, (name, count))) =
        phrase.clone().find_map(|at| known(at).map(|it| (at, it)))
    {
        let name = page.tongue.known[usize::from(name)].clone();
        return Some(Named::person(at..at + count, name));
    }
    let head = title_end(page, phrase);
    let start = head.filter(|it| *it < phrase.end).unwrap_or(phrase.start);
    // "约翰·史密斯教授": a foreign name before its title.
    let end =
        if head == Some(phrase.end) { title_start(page, phrase) } else { phrase.end };
    let rest = start..end.max(start);
    let surname = page.has(rest.start, class::SURNAME);
    let foreign = rest.clone().any(|at| matches!(page.reading.word(at), "·" | "•"));
    let fits = rest.len() >= 2
        && (rest.len() <= 4 && surname || foreign && rest.len() < 20)
        || head.is_some() && (2..=8).contains(&rest.len());
    if fits {
        let name = text(rest.start, rest.end);
        return Some(Named::person(rest, name));
    }
    // "李教授": the name stands before the title.
    let short = head == Some(phrase.end) && page.has(phrase.start, class::SURNAME);
    if short && phrase.len() <= 4 {
        return Some(Named::person(phrase.clone(), text(phrase.start, phrase.end)));
    }
    None
}

/// The title that ends a phrase begins here.
fn title_start(page: &Page, phrase: &Range<usize>) -> usize {
    let ends = |at: &usize| {
        let ahead = page.reading.words[*at..phrase.end].iter().map(|it| it.low);
        page.tongue.titles.longest(ahead).is_some_and(|it| at + it.1 == phrase.end)
    };
    phrase.clone().find(ends).unwrap_or(phrase.end)
}

/// One past the last title inside a phrase of a script without spaces.
fn title_end(page: &Page, phrase: &Range<usize>) -> Option<usize> {
    let mut at = phrase.start;
    let mut end = None;
    while at < phrase.end {
        let ahead = page.reading.words[at..phrase.end].iter().map(|it| it.low);
        if let Some(count) = page.tongue.titles.longest(ahead).map(|it| it.1) {
            at += count;
            end = Some(at);
        } else {
            at += 1;
        }
    }
    end
}
