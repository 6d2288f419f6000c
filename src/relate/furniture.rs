//! What of a page is not the article? Pictures that its outlet puts beside many articles,
//! each with a caption and its number ("Show caption 3 of 19"), and a text under a headline
//! of which it does not tell: the programme of the day, taken for the news.
//!
//! The words are there, and two articles that share them do share them; but neither has
//! them from the other.

use rustc_hash::FxHashSet;

use crate::model::Span;
use crate::text::normalize::{fold, fold_into};
use crate::text::paragraph::paragraphs;
use crate::text::word::{Token, tokens};

/// Words between the number of a picture and how many there are.
const OF: [&str; 9] = ["of", "von", "van", "de", "di", "sur", "из", "av", "af"];
/// Pictures that make a gallery: "part 2 of 3" is none.
const GALLERY: usize = 4;
/// Of how many pictures a gallery may be.
const MOST: u32 = 999;
/// Bytes before the first number that may belong to its caption.
const CAPTION: usize = 1500;

/// The galleries of a text: from the caption before the first number to the last number.
///
/// ```
/// use morgue::relate::furniture::galleries;
/// let text = "The ferry sank.\n\nA gull 1 of 4 A boat 2 of 4 A pier 3 of 4 Rain 4 of 4";
/// let found: Vec<&str> = galleries(text).into_iter().map(|it| it.of(text)).collect();
/// assert_eq!(found, ["A gull 1 of 4 A boat 2 of 4 A pier 3 of 4 Rain 4 of 4"]);
/// ```
pub fn galleries(text: &str) -> Vec<Span> {
    let tokens: Vec<Token> = tokens(text).collect();
    galleries_among(text, &tokens, &paragraphs(text))
}

/// The same, of a text whose tokens are there already.
pub(super) fn galleries_among(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Span],
) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut series: Option<Series> = None;
    for counter in counters(text, tokens) {
        match &mut series {
            Some(it) if it.goes_on(&counter) => it.push(&counter),
            _ => {
                found.extend(series.take().and_then(|it| it.span(text, paragraphs)));
                series = Some(Series::new(&counter));
            }
        }
    }
    found.extend(series.and_then(|it| it.span(text, paragraphs)));
    found
}

/// `3 of 19`.
struct Counter {
    number: u32,
    all: u32,
    span: Span,
}

/// Every `number of number` in order.
fn counters(text: &str, tokens: &[Token]) -> Vec<Counter> {
    let mut found = Vec::new();
    let mut last: [Option<Span>; 2] = [None, None];
    for token in tokens.iter().filter(|it| it.kind.is_word()) {
        if let [Some(first), Some(middle)] = last
            && let (Some(number), Some(all)) =
                (number(first.of(text)), number(token.span.of(text)))
            && number <= all
            && OF.contains(&fold(middle.of(text)).as_str())
        {
            found.push(Counter { number, all, span: first.hull(token.span) });
        }
        last = [last[1], Some(token.span)];
    }
    found
}

fn number(word: &str) -> Option<u32> {
    if !word.starts_with(|it: char| it.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|it| (1..=MOST).contains(it))
}

/// Counters of one gallery.
struct Series {
    all: u32,
    next: u32,
    seen: usize,
    first: Span,
    end: usize,
    /// Bytes from one counter to the next, at most.
    caption: usize,
}

impl Series {
    fn new(counter: &Counter) -> Self {
        let Counter { number, all, span } = *counter;
        Self { all, next: number + 1, seen: 1, first: span, end: span.end, caption: 0 }
    }

    fn goes_on(&self, counter: &Counter) -> bool {
        counter.all == self.all && counter.number == self.next
    }

    fn push(&mut self, counter: &Counter) {
        // "1 of 2 of 2": one counter stands in another.
        let caption = counter.span.start.saturating_sub(self.end);
        self.caption = self.caption.max(caption);
        (self.seen, self.next, self.end) =
            (self.seen + 1, counter.number + 1, counter.span.end);
    }

    /// From the head of the paragraph of its first counter, or as far before it as the
    /// captions are long.
    fn span(&self, text: &str, paragraphs: &[Span]) -> Option<Span> {
        if self.seen < GALLERY {
            return None;
        }
        let holds = |it: &Span| it.start <= self.first.start && self.first.end <= it.end;
        let at = paragraphs.partition_point(|it| it.end < self.first.end);
        let paragraph = paragraphs.get(at).filter(|it| holds(it));
        let longest = self.first.start.saturating_sub(self.caption.min(CAPTION));
        let mut start = paragraph.map_or(0, |it| it.start).max(longest);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        Some(Span::new(start, self.end))
    }
}

/// Letters by which a word of a headline is known again, whatever its ending.
const STEM: usize = 4;
/// Words of a headline, of which so many must stand in the text.
const ENOUGH: usize = 3;

/// Whether a text tells of what its headline says: more than a third of the longer words
/// of the headline stand in it. A headline of few words is believed.
///
/// ```
/// use morgue::relate::furniture::tells;
/// let text = "Today on the programme: the mayor opens a bridge. Cats are counted.";
/// assert!(tells("Mayors and bridges opened", text));
/// assert!(!tells("Heavy storm reaches the southern islands", text));
/// ```
pub fn tells(headline: &str, text: &str) -> bool {
    tells_among(headline, text, tokens(text))
}

/// The same, of a text whose tokens are there already. It is read as far as it must be.
pub(super) fn tells_among(
    headline: &str,
    text: &str,
    words: impl IntoIterator<Item = Token>,
) -> bool {
    let mut wanted = FxHashSet::default();
    each_stem(headline, tokens(headline), |it| {
        wanted.insert(it.to_owned());
        true
    });
    let all = wanted.len();
    if all < ENOUGH {
        return true;
    }
    each_stem(text, words, |it| {
        wanted.remove(it);
        (all - wanted.len()) * 3 <= all
    });
    (all - wanted.len()) * 3 > all
}

/// Hands over the beginnings of the longer words, until told to stop.
fn each_stem(
    text: &str,
    words: impl IntoIterator<Item = Token>,
    mut emit: impl FnMut(&str) -> bool,
) {
    let mut folded = String::new();
    for token in words.into_iter().filter(|it| it.kind.is_word()) {
        folded.clear();
        fold_into(token.span.of(text), &mut folded);
        let last = folded.char_indices().nth(STEM - 1);
        let Some((at, letter)) = last else { continue };
        if !emit(&folded[..at + letter.len_utf8()]) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        galleries(text).into_iter().map(|it| it.of(text)).collect()
    }

    #[test]
    fn what_is_numbered_in_a_row_is_a_gallery() {
        let series = |all: u32| -> String {
            let caption = |it| format!("A gull no. {it}. Picture {it} of {all} ");
            (1..=all).map(caption).collect::<Vec<String>>().concat()
        };
        let text = format!("The ferry sank on Monday.\n\n{}\n\nNobody came.", series(5));
        assert_eq!(found(&text), [series(5).trim_end()]);
        // Two galleries of the same length, and the article goes on in the paragraph.
        let text = format!("{}{}The ferry sank.", series(4), series(4));
        assert_eq!(found(&text).len(), 2);
        assert!(!found(&text).concat().contains("ferry"));
        // An article in one paragraph keeps what stands before.
        let text = format!("{}{}", "The ferry sank on Monday. ".repeat(99), series(6));
        assert!(found(&text).concat().len() < series(6).len() + 40);
    }

    #[test]
    fn figures_are_no_gallery() {
        for text in [
            "",
            "1 of 4",
            "1 of 2 of 2",
            "Page 3 of 4 of 4 of 4",
            "Part 1 of 3. Part 2 of 3. Part 3 of 3.",
            "9 of 10 dentists, 3 of 10 gulls, 2 of 10 boats and 7 of 10 mayors",
            "1 of 4 2 of 5 3 of 6 4 of 7",
            "4 of 4, 3 of 4, 2 of 4, 1 of 4",
            "1 of 99999999999 2 of 99999999999 3 of 99999999999 4 of 99999999999",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn captions_in_other_letters() {
        let text = "Паром 1 из 4 Чайка 2 из 4 Дождь 3 из 4 Причал 4 из 4. Конец.";
        assert_eq!(found(text).len(), 1);
        assert!(!found(text)[0].contains("Конец"));
    }

    #[test]
    fn a_headline_of_another_story() {
        assert!(tells("Шторм пришёл на остров", "Сильный шторм прошёл над островами"));
        assert!(!tells("Шторм пришёл на остров", "Сегодня в выпуске: выставка кошек"));
        assert!(tells("Gulls", "Boats"), "too few words to tell");
    }
}
