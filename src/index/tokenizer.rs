//! Which forms of a word are indexed? At each position the folded form, its stem where it
//! differs (tagged), the cased form where it differs (tagged); at the first word of a
//! sentence and of a paragraph a boundary (tagged). The text handed over starts with a
//! language mark, so that the stemmer follows the document.

use std::collections::VecDeque;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token as Piece, TokenStream, Tokenizer};

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
/// Words whose stems are remembered.
const REMEMBERED: usize = 40_000;

/// `text` with the mark that tells the analyzer its language.
pub fn marked(text: &str, language: Option<&str>) -> String {
    format!("\u{1}{}\u{1}{text}", language.unwrap_or_default())
}

/// The language mark of a text, and how many bytes it takes.
fn unmark(text: &str) -> (&str, usize) {
    let Some(rest) = text.strip_prefix('\u{1}') else { return ("", 0) };
    rest.find('\u{1}').map_or(("", 0), |end| (&rest[..end], end + 2))
}

/// What to emit beside the folded form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forms {
    Words,
    Names,
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

/// The analyzer of texts and names.
#[derive(Clone)]
pub struct Analyzer {
    forms: Forms,
    /// Of words that begin otherwise nothing but the place is told.
    initials: Option<Initials>,
    stems: Stems,
    queue: VecDeque<Piece>,
    spare: Vec<String>,
}

impl Analyzer {
    /// For headline, body and quoted words: folded, stem, cased, boundaries.
    pub fn words() -> Self {
        Self::new(Forms::Words)
    }

    /// For names of outlets, actors and the like: folded only.
    pub fn names() -> Self {
        Self::new(Forms::Names)
    }

    fn new(forms: Forms) -> Self {
        let (queue, spare) = (VecDeque::new(), Vec::new());
        Self { forms, initials: None, stems: Stems::default(), queue, spare }
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
            && self.stems.keep_initials
            && !initials.0[usize::from(first.to_ascii_lowercase())]
    }
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let (language, skip) = unmark(text);
        self.stems.choose(language);
        self.queue.clear();
        let body = &text[skip..];
        let tokens: Vec<Token> = tokens(body).collect();
        let (sentences, paragraphs) = match self.forms {
            Forms::Words => {
                let paragraphs = paragraphs(body);
                (starts_among(body, &tokens, &paragraphs), paragraphs)
            }
            Forms::Names => (Vec::new(), Vec::new()),
        };
        Stream {
            body,
            skip,
            tokens,
            sentences,
            paragraphs,
            at: 0,
            sentence: 0,
            paragraph: 0,
            position: 0,
            owner: self,
            current: Piece::default(),
        }
    }
}

/// The forms of one text, in order.
pub struct Stream<'a> {
    body: &'a str,
    skip: usize,
    tokens: Vec<Token>,
    sentences: Vec<usize>,
    paragraphs: Vec<Span>,
    at: usize,
    sentence: usize,
    paragraph: usize,
    position: usize,
    owner: &'a mut Analyzer,
    current: Piece,
}

impl Stream<'_> {
    /// Where sentences start.
    pub(super) fn sentences(&self) -> Vec<usize> {
        self.sentences.clone()
    }

    /// Queues all forms of the next word; false at the end.
    fn fill(&mut self) -> bool {
        let mut boundary = (false, false);
        while let Some(token) = self.tokens.get(self.at).copied() {
            self.at += 1;
            let start = token.span.start;
            while self.sentences.get(self.sentence).is_some_and(|it| *it <= start) {
                self.sentence += 1;
                boundary.0 = true;
            }
            while self.paragraphs.get(self.paragraph).is_some_and(|it| it.start <= start)
            {
                self.paragraph += 1;
                boundary.1 = true;
            }
            if !token.kind.is_word() {
                continue;
            }
            if boundary.1 {
                self.push(token.span, |out| out.push_str(PARAGRAPH));
            }
            if boundary.0 {
                self.push(token.span, |out| out.push_str(SENTENCE));
            }
            if token.kind == Kind::Ideograph {
                self.ideographs(token.span);
            } else {
                self.word(token);
            }
            return true;
        }
        false
    }

    /// One position a character, so that any run of them is found as a phrase.
    fn ideographs(&mut self, span: Span) {
        for (at, letter) in span.of(self.body).char_indices() {
            let start = span.start + at;
            let one = Span::new(start, start + letter.len_utf8());
            self.push(one, |out| fold_into(letter.encode_utf8(&mut [0; 4]), out));
            self.position += 1;
        }
    }

    fn word(&mut self, token: Token) {
        let surface = cut(token.span.of(self.body));
        if self.owner.passes_over(surface) {
            self.piece(token.span, String::new());
            self.position += 1;
            return;
        }
        self.push(token.span, |out| fold_into(surface, out));
        if self.owner.forms == Forms::Words {
            self.stem(token.span);
            self.cased(token.span, surface);
        }
        self.position += 1;
    }

    fn stem(&mut self, span: Span) {
        let mut text = self.owner.spare.pop().unwrap_or_default();
        text.clear();
        let Some(folded) = self.owner.queue.back() else { return };
        let differs = self.owner.stems.stem(&folded.text, &mut text);
        if differs {
            self.piece(span, text);
        } else {
            self.owner.spare.push(text);
        }
    }

    fn cased(&mut self, span: Span, surface: &str) {
        if surface.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit()) {
            return;
        }
        self.push(span, |out| {
            out.push(CASED);
            out.extend(
                surface
                    .chars()
                    .filter(|it| !is_invisible(*it))
                    .map(|it| if it == '’' { '\'' } else { it }),
            );
        });
    }

    fn push(&mut self, span: Span, write: impl FnOnce(&mut String)) {
        let mut text = self.owner.spare.pop().unwrap_or_default();
        text.clear();
        write(&mut text);
        self.piece(span, text);
    }

    fn piece(&mut self, span: Span, text: String) {
        self.owner.queue.push_back(Piece {
            offset_from: span.start + self.skip,
            offset_to: span.end + self.skip,
            position: self.position,
            text,
            position_length: 1,
        });
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let used = std::mem::take(&mut self.current.text);
        if used.capacity() > 0 {
            self.owner.spare.push(used);
        }
        loop {
            if let Some(next) = self.owner.queue.pop_front() {
                self.current = next;
                return true;
            }
            if !self.fill() {
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

/// The start of a word that is too long to be one.
fn cut(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    let end = (0..=LONGEST).rev().find(|it| word.is_char_boundary(*it)).unwrap_or(0);
    &word[..end]
}

/// Stemmers by language, with the stems seen so far.
#[derive(Clone)]
struct Stems {
    language: String,
    stemmer: Option<Algorithm>,
    /// A stem begins with the letter its word begins with.
    keep_initials: bool,
    seen: FxHashMap<String, Option<String>>,
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            language: String::new(),
            stemmer: None,
            keep_initials: true,
            seen: FxHashMap::default(),
        }
    }
}

impl Stems {
    fn choose(&mut self, language: &str) {
        if self.language == language {
            return;
        }
        language.clone_into(&mut self.language);
        self.stemmer = algorithm(language);
        self.keep_initials = self.stemmer.is_none() || cuts_ends_only(language);
        self.seen.clear();
    }

    /// Writes the tagged stem of a folded word; false where it is the word itself.
    fn stem(&mut self, folded: &str, out: &mut String) -> bool {
        let Some(algorithm) = self.stemmer else { return false };
        if let Some(known) = self.seen.get(folded) {
            return known.as_ref().is_some_and(|stem| {
                out.push_str(stem);
                true
            });
        }
        let stem = Stemmer::new(algorithm).stem(folded).into_owned();
        let tagged =
            (stem != folded && !stem.is_empty()).then(|| format!("{STEM}{stem}"));
        if self.seen.len() >= REMEMBERED {
            self.seen.clear();
        }
        if let Some(tagged) = &tagged {
            out.push_str(tagged);
        }
        let differs = tagged.is_some();
        self.seen.insert(folded.to_owned(), tagged);
        differs
    }
}

/// The stemmer of a language takes nothing from the beginning of a word.
fn cuts_ends_only(language: &str) -> bool {
    matches!(
        language,
        "en" | "de" | "fr" | "es" | "pt" | "it" | "ru" | "sv" | "da" | "no" | "nb" | "nn"
    )
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "en" => Algorithm::English,
        "de" => Algorithm::German,
        "fr" => Algorithm::French,
        "es" => Algorithm::Spanish,
        "pt" => Algorithm::Portuguese,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "da" => Algorithm::Danish,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "fi" => Algorithm::Finnish,
        "hu" => Algorithm::Hungarian,
        "ro" => Algorithm::Romanian,
        "tr" => Algorithm::Turkish,
        "ar" => Algorithm::Arabic,
        "el" => Algorithm::Greek,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::forms::forms;

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

    proptest::proptest! {
        #[test]
        fn stems_keep_initials_where_it_is_said(word in "[a-z][a-z]{0,11}|[a-y]{1,3}(ing|ung|keit|ement|mente|ados|erna)") {
            for language in ["en", "de", "fr", "es", "pt", "it", "sv", "da", "no"] {
                assert!(cuts_ends_only(language));
                let algorithm = algorithm(language).expect("a stemmer");
                let stem = Stemmer::new(algorithm).stem(&word).into_owned();
                let same = stem.is_empty() || stem.as_bytes()[0] == word.as_bytes()[0];
                proptest::prop_assert!(same, "{language}: {word} {stem}");
            }
        }
    }

    #[test]
    fn words_with_other_initials_keep_their_places() {
        let read = |initials: Option<Initials>| {
            let mut analyzer = Analyzer::words();
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
