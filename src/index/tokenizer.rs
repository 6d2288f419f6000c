//! Which terms does a text become? One a word, as it is written; at the first word of a
//! sentence and of a paragraph a boundary (tagged). Every word is entered once into the list
//! of words (`wordlist`) under its folded form and its stem. The text handed over starts
//! with a language mark, so that the stemmer follows the document.
//!
//! For queries and passages [`forms`] gives what the list holds of a word: its folded form,
//! its stem where it differs (tagged), and itself where it differs (tagged).

use tantivy::tokenizer::{Token as Piece, TokenStream, Tokenizer};

use crate::index::stems::Stems;
use crate::index::wordlist::{NewWords, Seen, spelled, stemmed};
use crate::model::Span;
use crate::text::normalize::fold_into;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::starts_among;
use crate::text::word::{Kind, Token, is_invisible, tokens};

/// Leads the stem of a word.
pub const STEM: char = '\u{2}';
/// Leads the form of a word as written.
pub const CASED: char = '\u{3}';
/// At the first word of a sentence.
pub const SENTENCE: &str = "\u{1}s";
/// At the first word of a paragraph.
pub const PARAGRAPH: &str = "\u{1}p";
/// Longest form indexed, in bytes; longer ones are cut.
const LONGEST: usize = 240;
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
    /// Itself, and boundaries before it.
    Written,
    /// Its folded form: names of outlets, actors and the like.
    Names,
    /// Folded, stem and itself, and boundaries before them.
    All,
}

/// The analyzer of texts and names.
#[derive(Clone)]
pub struct Analyzer {
    forms: Forms,
    stems: Stems,
    tokens: Vec<Token>,
    /// Words that are in the list.
    entered: Seen,
    entries: Vec<String>,
    new: NewWords,
    folded: String,
    stem: String,
}

impl Analyzer {
    /// For headline, body and quoted words; what is to be in the list of words goes to `new`.
    pub fn words(new: NewWords) -> Self {
        Self::new(Forms::Written, new)
    }

    /// For names of outlets, actors and the like: folded only.
    pub fn names() -> Self {
        Self::new(Forms::Names, NewWords::default())
    }

    fn new(forms: Forms, new: NewWords) -> Self {
        Self {
            forms,
            stems: Stems::default(),
            tokens: Vec::new(),
            entered: Seen::default(),
            entries: Vec::new(),
            new,
            folded: String::new(),
            stem: String::new(),
        }
    }

    /// Enters a word as written into the list, where that has not been done.
    fn enter(&mut self, written: &str) {
        if !self.entered.is_new(written, self.stems.language()) {
            return;
        }
        self.folded.clear();
        fold_into(written, &mut self.folded);
        self.entries.push(spelled(&self.folded, written));
        self.stem.clear();
        if self.stems.find(&self.folded, &mut self.stem) {
            self.entries.push(stemmed(&self.stem, &self.folded));
        }
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
            Forms::Written | Forms::All => {
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
    pub(super) const WRITTEN: u8 = 32;
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
            Forms::Written => due::WRITTEN,
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
            due::FOLDED => fold_into(surface, text),
            due::STEM => {
                let folded = &mut self.owner.folded;
                folded.clear();
                fold_into(surface, folded);
                return self.owner.stems.stem(folded, text);
            }
            due::CASED => {
                text.push(CASED);
                write_as_written(surface, text);
                return !is_folded(surface);
            }
            _ => {
                write_as_written(surface, text);
                self.owner.enter(text);
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

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        if !self.owner.entries.is_empty() {
            self.owner.new.add(&mut self.owner.entries);
        }
    }
}

/// The word is its own folded form, as most are.
fn is_folded(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
}

/// A word as it is written, but for signs that nobody sees and the kind of apostrophe.
fn write_as_written(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
        return;
    }
    let seen = word.chars().filter(|it| !is_invisible(*it));
    out.extend(seen.map(|it| if it == '’' { '\'' } else { it }));
}

/// The start of a word that is too long to be one.
fn cut(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    let end = (0..=LONGEST).rev().find(|it| word.is_char_boundary(*it)).unwrap_or(0);
    &word[..end]
}

/// Hands over every form of `text` with its position and its span in `text`.
///
/// ```
/// use morgue::index::tokenizer::forms;
/// let mut found = Vec::new();
/// forms("Iran’s ferries", Some("en"), &mut |position, span, form| {
///     found.push((position, span.start, form.to_owned()));
/// });
/// assert!(found.contains(&(0, 0, "iran".to_owned())));
/// assert!(found.contains(&(1, 9, "\u{2}ferri".to_owned())));
/// ```
pub fn forms(
    text: &str,
    language: Option<&str>,
    emit: &mut dyn FnMut(usize, Span, &str),
) {
    let given = marked(text, language);
    let skip = given.len() - text.len();
    let mut analyzer = Analyzer::new(Forms::All, NewWords::default());
    let mut stream = analyzer.token_stream(&given);
    while stream.advance() {
        let piece = stream.token();
        let span = Span::new(piece.offset_from - skip, piece.offset_to - skip);
        emit(piece.position, span, &piece.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        forms(text, Some("en"), &mut |_, span, form| {
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            if !form.starts_with(['\u{1}', STEM, CASED]) {
                found.push(form.to_owned());
            }
        });
        found
    }

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(
            folded("Iran's U.S. F-16 AT&T 3.5 %"),
            ["iran", "us", "f-16", "at&t", "3.5"]
        );
        assert_eq!(folded("据新华社"), ["据", "新", "华", "社"]);
    }

    #[test]
    fn boundaries_stand_at_first_words() {
        let mut marks = Vec::new();
        forms("It rained. It stopped.\n\nThen sun.", Some("en"), &mut |at, _, form| {
            if form.starts_with('\u{1}') {
                marks.push((at, form.to_owned()));
            }
        });
        let mark = |at: usize, form: &str| (at, form.to_owned());
        assert_eq!(
            marks,
            [
                mark(0, PARAGRAPH),
                mark(0, SENTENCE),
                mark(2, SENTENCE),
                mark(4, PARAGRAPH),
                mark(4, SENTENCE),
            ]
        );
    }

    #[test]
    fn stems_follow_the_language() {
        let mut stems = Vec::new();
        forms("die Fähren", Some("de"), &mut |_, _, form| {
            if form.starts_with(STEM) {
                stems.push(form.to_owned());
            }
        });
        assert_eq!(stems, ["\u{2}fahr"]);
    }
}
