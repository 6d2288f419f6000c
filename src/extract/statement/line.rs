//! What does one sentence look like from outside its quotations? A line of items: words,
//! and whole quotations as one item each.

use crate::extract::language::{Tags, tag};
use crate::extract::reading::{Case, Reading};
use crate::text::word::Kind;

/// One item of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A token outside quotations.
    Word(usize),
    /// A quotation, by number.
    Quote(usize),
}

/// A sentence as items.
#[derive(Debug)]
pub(super) struct Line<'a, 'b> {
    pub(super) reading: &'a Reading<'b>,
    pub(super) items: Vec<Item>,
}

impl<'a, 'b> Line<'a, 'b> {
    pub(super) fn new(reading: &'a Reading<'b>, start: usize, end: usize) -> Self {
        let mut items = Vec::with_capacity(end - start);
        let mut at = start;
        while at < end {
            match reading.words[at].quotation {
                0 => {
                    // What a page puts between two words of a sentence is none of it.
                    if reading.tags(at) & tag::INSERTED == 0 {
                        items.push(Item::Word(at));
                    }
                    at += 1;
                }
                number => {
                    let number = number as usize - 1;
                    items.push(Item::Quote(number));
                    at = reading.quoted_tokens[number].1.max(at + 1);
                }
            }
        }
        Self { reading, items }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<usize> {
        match self.items.get(at) {
            Some(Item::Word(token)) => Some(*token),
            _ => None,
        }
    }

    pub(super) fn quote(&self, at: usize) -> Option<usize> {
        match self.items.get(at) {
            Some(Item::Quote(number)) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn word(&self, at: usize) -> &'b str {
        self.token(at).map_or("", |token| self.reading.word(token))
    }

    pub(super) fn is(&self, at: usize, expected: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(expected)
    }

    pub(super) fn tags(&self, at: usize) -> Tags {
        self.token(at).map_or(0, |token| self.reading.tags(token))
    }

    pub(super) fn has(&self, at: usize, tags: Tags) -> bool {
        self.tags(at) & tags != 0
    }

    pub(super) fn case(&self, at: usize) -> Case {
        self.token(at).map_or(Case::None, |token| self.reading.words[token].case)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| self.reading.words[token].kind.is_word())
    }

    pub(super) fn is_punctuation(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| self.reading.words[token].kind == Kind::Punctuation)
    }

    /// A dash between words: "—", "–", or a hyphen with room around it.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        let words = &self.reading.words;
        let apart = token > 0 && words[token - 1].span.end < words[token].span.start;
        matches!(self.word(at), "—" | "–") || self.word(at) == "-" && apart
    }

    pub(super) fn is_stop(&self, at: usize) -> bool {
        matches!(self.word(at), "." | "!" | "?" | "…" | ";")
    }

    /// First token of the item.
    pub(super) fn start_token(&self, at: usize) -> usize {
        match self.items[at] {
            Item::Word(token) => token,
            Item::Quote(number) => self.reading.quoted_tokens[number].0,
        }
    }

    /// One past the last token of the item.
    pub(super) fn end_token(&self, at: usize) -> usize {
        match self.items[at] {
            Item::Word(token) => token + 1,
            Item::Quote(number) => self.reading.quoted_tokens[number].1,
        }
    }

    /// Words in the quotation at `at`.
    pub(super) fn quote_words(&self, at: usize) -> usize {
        let Some(number) = self.quote(at) else { return 0 };
        let (start, end) = self.reading.quoted_tokens[number];
        self.reading.words[start..end].iter().filter(|it| it.kind.is_word()).count()
    }

    pub(super) fn words_between(&self, start: usize, end: usize) -> usize {
        (start..end)
            .map(|at| if self.is_word(at) { 1 } else { self.quote_words(at) })
            .sum()
    }

    pub(super) fn first_quote(&self, start: usize, end: usize) -> Option<usize> {
        (start..end).find(|&at| self.quote(at).is_some())
    }
}
