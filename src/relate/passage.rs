//! Where do these words stand in a text: as they are, or nearly so? Words are compared
//! folded, so marks, case and accents make no difference.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::Span;

use super::print::each_word;

/// Cells of the table that finds the nearest passage; beyond it only runs are looked for.
const CELLS: usize = 4 << 20;
/// What a word that fits is worth, against one that does not.
const FITS: i32 = 3;
const DIFFERS: i32 = -1;

/// The words of a text with their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// A number for each word.
    pub words: Vec<u32>,
    /// Where it stands.
    pub spans: Vec<Span>,
}

impl Passage {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let mut made = Self::default();
        each_word(text, |word, span| made.push(word, span));
        made
    }

    /// The words of these parts of a text, one after the other.
    pub fn parts(text: &str, parts: &[Span]) -> Self {
        let mut made = Self::default();
        for part in parts {
            each_word(part.of(text), |word, span| {
                made.push(
                    word,
                    Span::new(part.start + span.start, part.start + span.end),
                );
            });
        }
        made
    }

    #[expect(clippy::cast_possible_truncation, reason = "half of the bits are enough")]
    fn push(&mut self, word: &str, span: Span) {
        self.words.push(xxh3_64(word.as_bytes()) as u32);
        self.spans.push(span);
    }

    /// The stretch of the text from one word to another.
    pub fn span(&self, words: Range<usize>) -> Span {
        match (self.spans.get(words.start), self.spans.get(words.end.saturating_sub(1))) {
            (Some(first), Some(last)) if !words.is_empty() => first.hull(*last),
            _ => Span::default(),
        }
    }
}

/// Where `words` stand in `text`, one after the other.
pub fn exact(words: &[u32], text: &[u32]) -> Option<Range<usize>> {
    let first = words.first()?;
    let last = text.len().checked_sub(words.len())?;
    let start =
        (0..=last).find(|at| text[*at] == *first && text[*at..].starts_with(words))?;
    Some(start..start + words.len())
}

/// How words stand in a text that does not hold them as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// The words of the quotation from the first that fits to the last.
    pub own: Range<usize>,
    /// Those of the text.
    pub there: Range<usize>,
    /// Places of the words that fit, in both.
    pub fits: Vec<(usize, usize)>,
    /// Most words that fit in a row.
    pub run: usize,
}

impl Near {
    /// How far the passage is from the quotation of so many words: those of both that do not
    /// fit.
    pub fn distance(&self, words: usize) -> usize {
        let fits = self.fits.len();
        words - fits + self.there.len() - fits
    }

    /// Between the first word that fits and the last, all fit.
    pub fn is_whole(&self) -> bool {
        self.fits.len() == self.own.len() && self.fits.len() == self.there.len()
    }
}

/// The passage of `text` that is nearest to `words`; none where nothing fits.
///
/// ```
/// use morgue::relate::passage::{Passage, nearest};
/// let said = Passage::of("We want a quarrel.");
/// let text = Passage::of("On Monday: “We do not want a quarrel about a ferry.”");
/// let near = nearest(&said.words, &text.words).expect("it is near");
/// assert_eq!((near.own.clone(), near.fits.len(), near.run), (0..4, 4, 3));
/// assert!(!near.is_whole());
/// ```
pub fn nearest(words: &[u32], text: &[u32]) -> Option<Near> {
    let (rows, columns) = (words.len(), text.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > CELLS {
        return None;
    }
    let width = columns + 1;
    let mut from = vec![0_u8; (rows + 1) * width];
    let mut above = vec![0_i32; width];
    let mut line = vec![0_i32; width];
    let mut best = (0, 0, 0);
    for row in 1..=rows {
        for column in 1..=columns {
            let fits = words[row - 1] == text[column - 1];
            let step = above[column - 1] + if fits { FITS } else { DIFFERS };
            let choices = [
                (0, 0),
                (step, 1),
                (above[column] + DIFFERS, 2),
                (line[column - 1] + DIFFERS, 3),
            ];
            // Of equals the first: a diagonal before a gap.
            let (score, way) =
                choices.into_iter().rev().max_by_key(|it| it.0).unwrap_or_default();
            line[column] = score;
            from[row * width + column] = if score > 0 { way } else { 0 };
            if score > best.0 {
                best = (score, row, column);
            }
        }
        std::mem::swap(&mut above, &mut line);
    }
    traced(words, text, &from, (best.1, best.2))
}

/// Goes back the way that led to the best place.
fn traced(
    words: &[u32],
    text: &[u32],
    from: &[u8],
    (mut row, mut column): (usize, usize),
) -> Option<Near> {
    let width = text.len() + 1;
    let mut fits = Vec::new();
    loop {
        match from[row * width + column] {
            1 => {
                (row, column) = (row - 1, column - 1);
                if words[row] == text[column] {
                    fits.push((row, column));
                }
            }
            2 => row -= 1,
            3 => column -= 1,
            _ => break,
        }
    }
    fits.reverse();
    let (first, last) = (*fits.first()?, *fits.last()?);
    let mut run = 1;
    let mut longest = 1;
    for pair in fits.windows(2) {
        let next = pair[1].0 == pair[0].0 + 1 && pair[1].1 == pair[0].1 + 1;
        run = if next { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    Some(Near {
        own: first.0..last.0 + 1,
        there: first.1..last.1 + 1,
        fits,
        run: longest,
    })
}

/// The parts of a quotation between what its writer left out (`…`, `...`) or put in
/// brackets: each stands in the original as it is.
///
/// ```
/// use morgue::relate::passage::kept;
/// let text = "We do not want [any] quarrel … about a ferry";
/// let parts: Vec<&str> = kept(text).into_iter().map(|it| it.of(text)).collect();
/// assert_eq!(parts, ["We do not want ", " quarrel ", " about a ferry"]);
/// ```
pub fn kept(text: &str) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    let mut cut = |from: usize, to: usize| parts.push(Span::new(from, to));
    let last = text.rfind(']').unwrap_or(0);
    while let Some((at, letter)) = rest.next() {
        let end = match letter {
            '…' => at + letter.len_utf8(),
            '.' if text[at..].starts_with("...") => at + 3,
            '[' if at < last => text[at..].find(']').map_or(at + 1, |it| at + it + 1),
            _ => continue,
        };
        cut(start, at);
        start = end;
        while rest.next_if(|it| it.0 < end).is_some() {}
    }
    cut(start, text.len());
    parts.retain(|it| it.of(text).contains(char::is_alphanumeric));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left open is looked for once, not at every bracket.
    #[test]
    fn brackets_that_never_close_are_words() {
        let parts = |text: &str| -> Vec<String> {
            kept(text).into_iter().map(|it| it.of(text).to_owned()).collect()
        };
        assert_eq!(parts("[[a b"), ["[[a b"]);
        assert_eq!(parts("a [b] c [d"), ["a ", " c [d"]);
        assert_eq!(parts("] a"), ["] a"]);
        let open = "a [".repeat(500_000);
        assert_eq!(parts(&open), [open.as_str()]);
    }

    fn near(words: &str, text: &str) -> Option<(String, usize, bool)> {
        let (own, there) = (Passage::of(words), Passage::of(text));
        let near = nearest(&own.words, &there.words)?;
        let span = there.span(near.there.clone());
        Some((span.of(text).to_owned(), near.fits.len(), near.is_whole()))
    }

    #[test]
    fn what_is_nearest() {
        let text = "He said: “The harbour was never closed, and never will be,” twice.";
        let found = near("The harbour is never closed and never will be", text);
        let whole = "The harbour was never closed, and never will be".to_owned();
        assert_eq!(found, Some((whole, 8, false)));
        let found = near("never will be a bridge", text);
        assert_eq!(found, Some(("never will be".to_owned(), 3, true)));
        assert_eq!(near("gulls", text), None);
        assert_eq!(near("", text), None);
    }

    #[test]
    fn words_as_they_are() {
        let text = Passage::of("Wait. “Wait here,” she said.");
        assert_eq!(exact(&Passage::of("wait here").words, &text.words), Some(1..3));
        assert_eq!(exact(&Passage::of("here wait").words, &text.words), None);
        assert_eq!(exact(&[], &text.words), None);
    }
}
