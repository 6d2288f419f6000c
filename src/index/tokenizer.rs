//! How does the engine read texts? Terms that were made already ([`Terms`], see `terms`), and
//! names, whose words it folds ([`Analyzer`]).
//!
//! For queries and passages [`forms`](super::forms::forms) gives what the list of words holds
//! of a word: its folded form, its stem where it differs (tagged), and itself where it
//! differs (tagged). The text handed over starts with a language mark, so that the stemmer
//! follows the document.

use memchr::memchr;
use tantivy::tokenizer::{Token as Piece, TokenStream, Tokenizer};

use crate::index::stems::Stems;
use crate::index::terms::{BETWEEN, Read, cut, write_as_written};
use crate::model::Span;
use crate::text::normalize::fold_into;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::starts_among;
use crate::text::word::{Kind, Token, tokens};

pub use crate::index::tags::{CASED, PARAGRAPH, SENTENCE, STEM};

/// `text` with the mark that tells the analyzer its language.
pub fn marked(text: &str, language: Option<&str>) -> String {
    format!("\u{1}{}\u{1}{text}", language.unwrap_or_default())
}

/// The language mark of a text, and how many bytes it takes.
fn unmark(text: &str) -> (&str, usize) {
    let Some(rest) = text.strip_prefix('\u{1}') else { return ("", 0) };
    rest.find('\u{1}').map_or(("", 0), |end| (&rest[..end], end + 2))
}

/// What a word becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forms {
    /// Its folded form: names of outlets, actors and the like.
    Names,
    /// Folded, stem and itself, and boundaries before them.
    All,
}

/// With which letters words begin that are looked for.
#[derive(Clone, Debug)]
pub struct Initials([bool; 256]);

impl Initials {
    /// Those of some forms of the index; an empty one may begin with anything.
    pub fn of<'a>(forms: impl Iterator<Item = &'a str>) -> Self {
        let mut initials = Self([false; 256]);
        for form in forms {
            match form.trim_start_matches([STEM, CASED]).bytes().next() {
                Some(it) => initials.0[usize::from(it.to_ascii_lowercase())] = true,
                None => initials.0.fill(true),
            }
        }
        initials
    }
}

/// The analyzer of names, of queries and of passages.
#[derive(Clone)]
pub struct Analyzer {
    forms: Forms,
    /// Of words that begin otherwise nothing but the place is told.
    initials: Option<Initials>,
    stems: Stems,
    tokens: Vec<Token>,
    folded: String,
}

impl Analyzer {
    /// For names of outlets, actors and the like: folded only.
    pub fn names() -> Self {
        Self::new(Forms::Names)
    }

    /// For queries and passages: all that the list of words holds of a word.
    pub(super) fn all() -> Self {
        Self::new(Forms::All)
    }

    fn new(forms: Forms) -> Self {
        Self {
            forms,
            initials: None,
            stems: Stems::default(),
            tokens: Vec::new(),
            folded: String::new(),
        }
    }

    /// Tells nothing but the place, under an empty form, of words that have none of these
    /// initials; of all words where stems of the language may begin otherwise.
    pub(super) fn choose(&mut self, initials: Option<Initials>) {
        self.initials = initials;
    }

    fn passes_over(&self, word: &str) -> bool {
        let Some(initials) = &self.initials else { return false };
        let first = word.as_bytes().first().copied().unwrap_or_default();
        first.is_ascii_alphanumeric()
            && self.stems.keep_initials()
            && !initials.0[usize::from(first.to_ascii_lowercase())]
    }
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let (language, skip) = unmark(text);
        self.stems.choose(language);
        let body = &text[skip..];
        self.tokens.clear();
        self.tokens.extend(tokens(body));
        let (sentences, paragraphs) = match self.forms {
            Forms::All => {
                let paragraphs = paragraphs(body);
                (starts_among(body, &self.tokens, &paragraphs), paragraphs)
            }
            Forms::Names => (Vec::new(), Vec::new()),
        };
        Stream {
            body,
            skip,
            sentences,
            paragraphs,
            at: 0,
            sentence: 0,
            paragraph: 0,
            position: 0,
            due: 0,
            word: Span::new(0, 0),
            rest: Span::new(0, 0),
            owner: self,
            current: Piece::default(),
        }
    }
}

/// Terms that are due at a position, in this order.
mod due {
    pub(super) const PARAGRAPH: u8 = 1;
    pub(super) const SENTENCE: u8 = 2;
    pub(super) const FOLDED: u8 = 4;
    pub(super) const STEM: u8 = 8;
    pub(super) const CASED: u8 = 16;
}

/// The terms of one text, in order.
pub struct Stream<'a> {
    body: &'a str,
    skip: usize,
    sentences: Vec<usize>,
    paragraphs: Vec<Span>,
    at: usize,
    sentence: usize,
    paragraph: usize,
    /// Of the next word.
    position: usize,
    /// What is still to come of the word at hand.
    due: u8,
    word: Span,
    /// Letters behind the word at hand that are words by themselves.
    rest: Span,
    owner: &'a mut Analyzer,
    current: Piece,
}

impl Stream<'_> {
    /// Where sentences start.
    pub(super) fn sentences(&self) -> Vec<usize> {
        self.sentences.clone()
    }

    /// Goes to the next word; false at the end.
    fn next_word(&mut self) -> bool {
        if !self.rest.is_empty() {
            self.due = self.forms();
            self.letter();
            return true;
        }
        let mut borders = 0;
        while let Some(token) = self.owner.tokens.get(self.at).copied() {
            self.at += 1;
            let start = token.span.start;
            while self.sentences.get(self.sentence).is_some_and(|it| *it <= start) {
                self.sentence += 1;
                borders |= due::SENTENCE;
            }
            while self.paragraphs.get(self.paragraph).is_some_and(|it| it.start <= start)
            {
                self.paragraph += 1;
                borders |= due::PARAGRAPH;
            }
            if !token.kind.is_word() {
                continue;
            }
            self.due = borders | self.forms();
            if token.kind == Kind::Ideograph {
                self.rest = token.span;
                self.letter();
            } else {
                self.word = token.span;
                self.position += 1;
            }
            return true;
        }
        false
    }

    const fn forms(&self) -> u8 {
        match self.owner.forms {
            Forms::Names => due::FOLDED,
            Forms::All => due::FOLDED | due::STEM | due::CASED,
        }
    }

    /// One position a character, so that any run of ideographs is found as a phrase.
    fn letter(&mut self) {
        let length = self.rest.of(self.body).chars().next().map_or(1, char::len_utf8);
        let end = self.rest.start + length;
        self.word = Span::new(self.rest.start, end);
        self.rest = Span::new(end, self.rest.end);
        self.position += 1;
    }

    /// Writes the first of what is due; false where the word has no such form.
    fn write(&mut self) -> bool {
        let which = self.due & self.due.wrapping_neg();
        self.due &= !which;
        let surface = cut(self.word.of(self.body));
        let text = &mut self.current.text;
        text.clear();
        match which {
            due::PARAGRAPH => text.push_str(PARAGRAPH),
            due::SENTENCE => text.push_str(SENTENCE),
            due::FOLDED if self.owner.passes_over(surface) => self.due = 0,
            due::FOLDED => fold_into(surface, text),
            due::STEM => {
                let folded = &mut self.owner.folded;
                folded.clear();
                fold_into(surface, folded);
                return self.owner.stems.stem(folded, text);
            }
            _ => {
                text.push(CASED);
                write_as_written(surface, text);
                return !is_folded(surface);
            }
        }
        true
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            while self.due != 0 {
                if self.write() {
                    self.current.offset_from = self.word.start + self.skip;
                    self.current.offset_to = self.word.end + self.skip;
                    self.current.position = self.position - 1;
                    return true;
                }
            }
            if !self.next_word() {
                return false;
            }
        }
    }

    fn token(&self) -> &Piece {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Piece {
        &mut self.current
    }
}

/// The word is its own folded form, as most are.
fn is_folded(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
}

/// What the engine reads of texts: terms that were made already, each behind a mark.
#[derive(Clone, Default)]
pub struct Terms {
    read: Read,
    current: Piece,
}

impl Terms {
    /// Counts what it has read in `read`.
    pub(super) fn counted(read: Read) -> Self {
        Self { read, current: Piece::default() }
    }
}

impl Tokenizer for Terms {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.read.add(text.len());
        self.current.position = usize::MAX;
        self.current.text.clear();
        TermStream { rest: text, current: &mut self.current }
    }
}

/// The terms of one text, in order.
pub struct TermStream<'a> {
    rest: &'a str,
    current: &'a mut Piece,
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr(BETWEEN, self.rest.as_bytes()) else { return false };
        let (term, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        // A boundary stands where the word behind it stands.
        let stays = self.current.text.starts_with('\u{1}');
        self.current.position = self.current.position.wrapping_add(usize::from(!stays));
        self.current.text.clear();
        self.current.text.push_str(term);
        true
    }

    fn token(&self) -> &Piece {
        self.current
    }

    fn token_mut(&mut self) -> &mut Piece {
        self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_other_initials_keep_their_places() {
        let read = |initials: Option<Initials>| {
            let mut analyzer = Analyzer::all();
            analyzer.choose(initials);
            let text = marked("The ferries left. Fog fell; Ötzi slept.", Some("en"));
            let mut stream = analyzer.token_stream(&text);
            let mut found = Vec::new();
            while stream.advance() {
                let Piece { position, offset_from, text, .. } = stream.token().clone();
                found.push((position, offset_from, text));
            }
            found
        };
        let all = read(None);
        let some = read(Some(Initials::of(["ferry", "\u{3}Fog"].into_iter())));
        let kept = |it: &&(usize, usize, String)| {
            it.2.trim_start_matches([STEM, CASED])
                .to_lowercase()
                .starts_with(['f', 'ö', 'o', '\u{1}'])
        };
        let expected: Vec<_> = all.iter().filter(kept).collect();
        assert_eq!(
            some.iter().filter(|it| !it.2.is_empty()).collect::<Vec<_>>(),
            expected
        );
        let places = |it: &[(usize, usize, String)]| {
            let mut all: Vec<_> = it.iter().map(|it| (it.0, it.1)).collect();
            all.dedup();
            all
        };
        assert_eq!(places(&some), places(&all));
    }
}
