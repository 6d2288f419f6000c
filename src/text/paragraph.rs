//! Where does a paragraph end? At a blank line, and at a single line break unless the
//! text is hard-wrapped there (a line that stops in mid-sentence and goes on small).

use crate::model::Span;

/// Paragraphs of `text` in order, without the white space around them.
///
/// ```
/// use morgue::text::paragraph::paragraphs;
/// let text = "Ferries stopped.\nNobody\nsaid why.\n\nThen it rained.";
/// let found: Vec<&str> = paragraphs(text).iter().map(|it| it.of(text)).collect();
/// assert_eq!(found, ["Ferries stopped.", "Nobody\nsaid why.", "Then it rained."]);
/// ```
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..])
            .map_or(text.len(), |at| start + at);
        let line = trimmed(text, Span::new(start, end));
        start = end + 1;
        if line.is_empty() {
            open = false;
            continue;
        }
        match found.last_mut() {
            Some(last)
                if (open && is_wrapped(last.of(text), line.of(text)))
                    || is_block_quote(last.of(text), line.of(text)) =>
            {
                last.end = line.end;
            }
            _ => found.push(line),
        }
        open = true;
    }
    found
}

fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    let end = span.start + inner.trim_end().len();
    Span::new(start, end.max(start))
}

/// A quotation set apart in the middle of a sentence: "she wrote,", then the words on
/// lines of their own, then "." or the rest of the sentence.
fn is_block_quote(before: &str, line: &str) -> bool {
    let opens = line.starts_with(['"', '“', '‘', '«', '„']);
    let goes_on = line.chars().next().is_some_and(|it| it.is_lowercase() || it == ',')
        || line == ".";
    (before.ends_with(',') && (opens || goes_on))
        || (goes_on && before.ends_with(['"', '”', '»']))
}

/// The line before stops in mid-sentence and this one goes on with a small letter.
fn is_wrapped(before: &str, line: &str) -> bool {
    let ends = before.chars().next_back().is_some_and(|mark| {
        matches!(mark, '.' | '!' | '?' | ':' | '"' | '”' | '’' | '»' | '。' | '…')
    });
    !ends && line.chars().next().is_some_and(char::is_lowercase)
}
