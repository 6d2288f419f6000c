//! Which forms does a text hold, each at which position and place? What the index holds of
//! it, read from the text itself.

use tantivy::tokenizer::{TokenStream as _, Tokenizer as _};

use crate::index::tokenizer::{Analyzer, Initials, marked};
use crate::model::Span;

/// Reads text after text, and remembers the stems it has seen.
pub struct FormReader(Analyzer);

impl Default for FormReader {
    fn default() -> Self {
        Self(Analyzer::words())
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
