//! Which terms does a text become? One a word, as it is written; at the first word of a
//! sentence and of a paragraph a boundary (tagged). They are written here as one text, from
//! tokens that the extractor has made already, so that the engine need only cut it apart.
//! Every word is entered once into the list of words (`wordlist`) under its folded form and
//! its stem.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::index::stems::Stems;
use crate::index::tags::{PARAGRAPH, SENTENCE};
use crate::index::wordlist::{NewWords, Recent, spelled, stemmed};
use crate::model::Span;
use crate::text::normalize::fold_into;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::starts_among;
use crate::text::word::{Kind, Token, is_invisible, tokens};

/// Behind every term of a text.
pub(super) const BETWEEN: u8 = 0x1F;
/// Longest form indexed, in bytes; longer ones are cut.
const LONGEST: usize = 240;

/// How many bytes of terms the engine has read.
#[derive(Clone, Debug, Default)]
pub(super) struct Read(Arc<AtomicU64>);

impl Read {
    pub(super) fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Writes terms, and enters words into the list.
pub(super) struct TermWriter {
    stems: Stems,
    recent: Recent,
    new: NewWords,
    /// Of this text, words that may not be in the list.
    unsure: Vec<(u64, Span)>,
}

impl TermWriter {
    /// What is to be in the list of words goes to `new`.
    pub(super) fn new(new: NewWords) -> Self {
        Self {
            stems: Stems::default(),
            recent: Recent::default(),
            new,
            unsure: Vec::new(),
        }
    }

    /// The terms of a text.
    pub(super) fn of(&mut self, text: &str, language: Option<&str>) -> String {
        let found: Vec<Token> = tokens(text).collect();
        self.among(text, Span::new(0, text.len()), &found, language)
    }

    /// The terms of a part of a text, whose tokens are these.
    pub(super) fn among(
        &mut self,
        text: &str,
        part: Span,
        tokens: &[Token],
        language: Option<&str>,
    ) -> String {
        self.stems.choose(language.unwrap_or_default());
        let mut out = String::with_capacity(part.len() + part.len() / 8);
        let mut paragraphs = paragraphs(part.of(text));
        for it in &mut paragraphs {
            *it = Span::new(it.start + part.start, it.end + part.start);
        }
        let sentences = starts_among(text, tokens, &paragraphs);
        let mut sentences = sentences.into_iter().peekable();
        let mut paragraphs = paragraphs.iter().map(|it| it.start).peekable();
        let (mut sentence, mut paragraph) = (false, false);
        for token in tokens {
            let at = token.span.start;
            while paragraphs.next_if(|it| *it <= at).is_some() {
                paragraph = true;
            }
            while sentences.next_if(|it| *it <= at).is_some() {
                sentence = true;
            }
            if !token.kind.is_word() {
                continue;
            }
            if std::mem::take(&mut paragraph) {
                term(PARAGRAPH, &mut out);
            }
            if std::mem::take(&mut sentence) {
                term(SENTENCE, &mut out);
            }
            if token.kind == Kind::Ideograph {
                // One term a character, so that any run of them is found as a phrase.
                for (from, letter) in token.span.of(text).char_indices() {
                    let from = at + from;
                    self.word(text, Span::new(from, from + letter.len_utf8()), &mut out);
                }
            } else {
                self.word(text, token.span, &mut out);
            }
        }
        self.enter(text);
        out
    }

    fn word(&mut self, text: &str, span: Span, out: &mut String) {
        let from = out.len();
        write_as_written(cut(span.of(text)), out);
        let hash = self.recent.meet(&out[from..], self.stems.language());
        self.unsure.extend(hash.map(|it| (it, span)));
        out.push(char::from(BETWEEN));
    }

    /// Enters the words of a text that are new into the list.
    fn enter(&mut self, text: &str) {
        if self.unsure.is_empty() {
            return;
        }
        self.new.keep_new(&mut self.unsure);
        let (mut written, mut folded, mut stem) = <(String, String, String)>::default();
        let mut terms = Vec::with_capacity(2 * self.unsure.len());
        for (_, span) in self.unsure.drain(..) {
            written.clear();
            folded.clear();
            stem.clear();
            write_as_written(cut(span.of(text)), &mut written);
            fold_into(&written, &mut folded);
            terms.push(spelled(&folded, &written));
            if self.stems.find(&folded, &mut stem) {
                terms.push(stemmed(&stem, &folded));
            }
        }
        self.new.add(&mut terms);
    }
}

fn term(term: &str, out: &mut String) {
    out.push_str(term);
    out.push(char::from(BETWEEN));
}

/// A word as it is written, but for signs that nobody sees and the kind of apostrophe.
pub(super) fn write_as_written(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
        return;
    }
    let seen = word.chars().filter(|it| !is_invisible(*it));
    out.extend(seen.map(|it| if it == '’' { '\'' } else { it }));
}

/// The start of a word that is too long to be one.
pub(super) fn cut(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    let end = (0..=LONGEST).rev().find(|it| word.is_char_boundary(*it)).unwrap_or(0);
    &word[..end]
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::{TokenStream as _, Tokenizer as _};

    use super::*;
    use crate::index::tokenizer::Terms;

    #[test]
    fn a_word_is_one_term_and_enters_the_list_once() {
        let new = NewWords::default();
        let mut writer = TermWriter::new(new.clone());
        let text = "Ferries left. The ferries’ U.S. crews left.";
        let terms = writer.of(text, Some("en"));
        let read = Read::default();
        let mut engine = Terms::counted(read.clone());
        let mut stream = engine.token_stream(&terms);
        let mut found = Vec::new();
        while stream.advance() {
            let piece = stream.token();
            found.push((piece.position, piece.text.clone()));
        }
        let expected = [
            (0, PARAGRAPH),
            (0, SENTENCE),
            (0, "Ferries"),
            (1, "left"),
            (2, SENTENCE),
            (2, "The"),
            (3, "ferries"),
            (4, "U.S."),
            (5, "crews"),
            (6, "left"),
        ];
        assert_eq!(found, expected.map(|it| (it.0, it.1.to_owned())));
        assert_eq!(read.bytes(), terms.len() as u64);
        let mut entered = new.take(1);
        entered.sort_unstable();
        let wanted = [
            stemmed("\u{2}crew", "crews"),
            stemmed("\u{2}ferri", "ferries"),
            spelled("crews", "crews"),
            spelled("ferries", "ferries"),
            spelled("ferries", "Ferries"),
            spelled("left", "left"),
            spelled("the", "The"),
            spelled("us", "U.S."),
        ];
        entered.dedup();
        assert_eq!(entered, wanted);
        writer.of(text, Some("en"));
        assert_eq!(new.take(1), [""; 0]);
    }

    #[test]
    fn terms_of_a_part_are_those_of_the_part() {
        let text = "By Ana Bell\n\nThe pier shut. It stays so.\n\n東京 fell.";
        let start = 13;
        let all: Vec<Token> = tokens(text).filter(|it| it.span.start >= start).collect();
        let mut writer = TermWriter::new(NewWords::default());
        assert_eq!(
            writer.among(text, Span::new(start, text.len()), &all, Some("en")),
            writer.of(&text[start..], Some("en"))
        );
    }
}
