//! How does the extractor see a text? Tokens with their word classes, the quotation and
//! the sentence each stands in: read once, then only looked at.

use crate::extract::language::{CueWord, Tags, WordEntry, tag};
use crate::extract::lexicon::Lexicon;
use crate::extract::phrase::hash_word;
use crate::extract::{dateline, furniture};
use crate::model::Span;
use crate::text::paragraph::paragraphs;
use crate::text::quotation::{Quotation, quotations};
use crate::text::sentence::{Sentence, sentences};
use crate::text::word::{Kind, Token};

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// said
    Lower,
    /// Said
    Title,
    /// SAID, U.S.
    Upper,
    /// No letter.
    None,
}

/// A token with what the language file knows of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) span: Span,
    /// What sort of token.
    pub(crate) kind: Kind,
    /// Capitals.
    pub(crate) case: Case,
    /// Word classes.
    pub(crate) tags: Tags,
    /// As a cue.
    pub(crate) cue: Option<CueWord>,
    /// Hash as written.
    pub(crate) exact: u64,
    /// Hash in lower case.
    pub(crate) low: u64,
    /// Number of the outer quotation it stands in (marks included), plus one.
    pub(crate) quotation: u32,
}

impl Word {
    /// Has any of these classes.
    pub(crate) const fn is(&self, tags: Tags) -> bool {
        self.tags & tags != 0
    }

    /// Begins with a capital.
    pub(crate) const fn is_capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper)
    }
}

/// A text, read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// The text itself.
    pub(crate) text: &'a str,
    /// Its tokens.
    pub(crate) words: Vec<Word>,
    /// Its paragraphs.
    pub(crate) paragraphs: Vec<Span>,
    /// Its outer quotations.
    pub(crate) quotations: Vec<Quotation>,
    /// Tokens of each outer quotation, marks included.
    pub(crate) quoted_tokens: Vec<(usize, usize)>,
    /// Its sentences, each holding whole quotations.
    pub(crate) sentences: Vec<Sentence>,
}

impl<'a> Reading<'a> {
    /// Reads a text.
    #[cfg(test)]
    pub(crate) fn new(text: &'a str, lexicon: &Lexicon) -> Self {
        let tokens: Vec<Token> = crate::text::word::tokens(text).collect();
        Self::among(text, &tokens, lexicon)
    }

    /// Reads a text whose tokens are there already.
    pub(crate) fn among(text: &'a str, tokens: &[Token], lexicon: &Lexicon) -> Self {
        Self::of_tokens(text, tokens, |token| word(text, token, lexicon))
    }

    /// Reads tokens made elsewhere, each with the classes that `word` gives it.
    pub(crate) fn of_tokens(
        text: &'a str,
        tokens: &[Token],
        word: impl Fn(Token) -> Word,
    ) -> Self {
        let paragraphs = paragraphs(text);
        let mut quotations = quotations(text, tokens, &paragraphs);
        let furniture = furniture::furniture(text, tokens, &paragraphs);
        quotations.retain(|it| !furniture::holds(&furniture, it.outer.start));
        let mut sentences = sentences(text, tokens, &paragraphs, &quotations);
        quotations.retain(|it| it.depth == 0);
        let mut words: Vec<Word> = tokens.iter().map(|token| word(*token)).collect();
        let quoted_tokens = mark_quotations(&mut words, &quotations);
        dateline::split(text, &words, &mut sentences);
        furniture::set_apart(&furniture, &mut words, &mut sentences);
        Self { text, words, paragraphs, quotations, quoted_tokens, sentences }
    }

    /// The text of the token at `at`.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| word.span.of(self.text))
    }

    /// The token at `at` is exactly this punctuation mark or word.
    pub(crate) fn is(&self, at: usize, expected: &str) -> bool {
        self.word(at) == expected
    }

    /// The token at `at` is this word in any case.
    pub(crate) fn is_low(&self, at: usize, expected: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(expected)
    }

    /// The span from the first to the last of these tokens.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        match (self.words.get(start), self.words.get(end.saturating_sub(1))) {
            (Some(first), Some(last)) if start < end => {
                Span::new(first.span.start, last.span.end)
            }
            (Some(first), _) => Span::new(first.span.start, first.span.start),
            _ => Span::default(),
        }
    }

    /// Classes of the token at `at`; none beyond the end.
    pub(crate) fn tags(&self, at: usize) -> Tags {
        self.words.get(at).map_or(0, |word| word.tags)
    }

    /// Index of the first token at or after this byte.
    pub(crate) fn token_at(&self, byte: usize) -> usize {
        self.words.partition_point(|word| word.span.start < byte)
    }
}

fn word(text: &str, token: Token, lexicon: &Lexicon) -> Word {
    let surface = token.span.of(text);
    if !token.kind.is_word() {
        return Word {
            span: token.span,
            kind: token.kind,
            case: Case::None,
            tags: 0,
            cue: None,
            exact: hash_word(surface).exact,
            // The hyphen of "e-mail" and "op-ed" is part of a phrase.
            low: if surface == "-" { hash_word(surface).low } else { 0 },
            quotation: 0,
        };
    }
    let hash = hash_word(surface);
    let WordEntry { mut tags, cue } = lexicon.english.word(hash.low);
    let case = case_of(surface);
    if surface.len() > 4
        && surface.ends_with("ly")
        && case == Case::Lower
        && cue.is_none()
        && !is_noun_in_ly(surface)
    {
        tags |= tag::ADVERB;
    }
    Word {
        span: token.span,
        kind: token.kind,
        case,
        tags,
        cue,
        exact: hash.exact,
        low: hash.low,
        quotation: 0,
    }
}

/// "his family described it", "a rally": no adverbs, for all their ending.
fn is_noun_in_ly(word: &str) -> bool {
    matches!(word, "family" | "rally" | "assembly" | "supply" | "anomaly" | "monopoly")
}

pub(crate) fn case_of(word: &str) -> Case {
    if word.bytes().all(|it| it.is_ascii_lowercase()) {
        return if word.is_empty() { Case::None } else { Case::Lower };
    }
    let mut letters = word.chars().filter(|it| it.is_alphabetic());
    let Some(first) = letters.next() else { return Case::None };
    if !first.is_uppercase() {
        // "al-Sisi" is two tokens; "iPhone", "eBay" begin small and are names.
        return if word.len() > 3 && word.chars().nth(1).is_some_and(char::is_uppercase) {
            Case::Title
        } else {
            Case::Lower
        };
    }
    let mut more = false;
    for letter in letters {
        if letter.is_lowercase() {
            return Case::Title;
        }
        more = true;
    }
    if more { Case::Upper } else { Case::Title }
}

fn mark_quotations(words: &mut [Word], quotations: &[Quotation]) -> Vec<(usize, usize)> {
    let mut ranges = Vec::with_capacity(quotations.len());
    let mut at = 0;
    for (number, quotation) in quotations.iter().enumerate() {
        while at < words.len() && words[at].span.start < quotation.outer.start {
            at += 1;
        }
        let start = at;
        while at < words.len() && words[at].span.start < quotation.outer.end {
            words[at].quotation = u32::try_from(number + 1).unwrap_or(u32::MAX);
            at += 1;
        }
        ranges.push((start, at));
    }
    ranges
}
