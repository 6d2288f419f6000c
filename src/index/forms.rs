//! Which forms does a text hold, each at which position and place? What the list of words
//! would say of it, read from the text itself.

use tantivy::tokenizer::{TokenStream as _, Tokenizer as _};

use crate::index::tokenizer::{Analyzer, Initials, marked};
use crate::model::Span;

/// Reads text after text, and remembers the stems it has seen.
pub struct FormReader(Analyzer);

impl Default for FormReader {
    fn default() -> Self {
        Self(Analyzer::all())
    }
}

impl FormReader {
    /// Hands over every form of `text` with its position and its span in `text`; of words
    /// with none of the initials, if there are some, an empty form. Returns where its
    /// sentences start.
    pub fn read(
        &mut self,
        text: &str,
        language: Option<&str>,
        initials: Option<Initials>,
        emit: &mut dyn FnMut(usize, Span, &str),
    ) -> Vec<usize> {
        self.0.choose(initials);
        let given = marked(text, language);
        let skip = given.len() - text.len();
        let mut stream = self.0.token_stream(&given);
        let starts = stream.sentences();
        while stream.advance() {
            let piece = stream.token();
            let span = Span::new(piece.offset_from - skip, piece.offset_to - skip);
            emit(piece.position, span, &piece.text);
        }
        starts
    }
}

/// Hands over every form of `text` with its position and its span in `text`.
///
/// ```
/// use morgue::index::forms::forms;
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
    FormReader::default().read(text, language, None, emit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tokenizer::{CASED, PARAGRAPH, SENTENCE, STEM};

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
