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
    let lines = lines(text);
    let mut found: Vec<Span> = Vec::new();
    for (number, &(line, touches)) in lines.iter().enumerate() {
        let next = lines.get(number + 1).map_or("", |it| it.0.of(text));
        match found.last_mut() {
            Some(last)
                if (touches && is_wrapped(last.of(text), line.of(text)))
                    || is_block_quote(last.of(text), line.of(text), next) =>
            {
                last.end = line.end;
            }
            _ => found.push(line),
        }
    }
    found
}

/// The lines that hold something, and whether each follows the one before at once.
fn lines(text: &str) -> Vec<(Span, bool)> {
    let mut found = Vec::new();
    let mut touches = false;
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..])
            .map_or(text.len(), |at| start + at);
        let line = trimmed(text, Span::new(start, end));
        start = end + 1;
        if !line.is_empty() {
            found.push((line, touches));
        }
        touches = !line.is_empty();
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
fn is_block_quote(before: &str, line: &str, next: &str) -> bool {
    let opens = opens_quotation(line);
    let on = goes_on(line);
    (before.ends_with(',') && (opens || on))
        || (before.ends_with(CLOSING) && (on || (!opens && holds_breath(before))))
        || (opens && (announces(before) || (goes_on(next) && breaks_off(before))))
}

const OPENING: [char; 5] = ['"', '“', '‘', '«', '„'];
const CLOSING: [char; 3] = ['"', '”', '»'];

fn opens_quotation(line: &str) -> bool {
    line.starts_with(OPENING)
}

/// The line carries on a sentence: a small letter, a comma, the stop alone.
fn goes_on(line: &str) -> bool {
    line.chars().next().is_some_and(|it| it.is_lowercase() || it == ',') || line == "."
}

/// “It would have been worse,” and then a name on the next line: the comma before the
/// closing mark says that the sentence is not over.
fn holds_breath(before: &str) -> bool {
    before.trim_end_matches(CLOSING).ends_with(',')
}

/// "Deputy Orr says" and then the quotation on a line of its own, no comma between. A
/// headline ends in a word too, so only words that cannot end one are taken.
fn announces(before: &str) -> bool {
    const WORDS: [&str; 19] = [
        "said", "says", "saying", "replied", "added", "wrote", "stated", "that", "a",
        "an", "the", "and", "but", "of", "as", "is", "was", "by", "called",
    ];
    let (near, _) = ending(before);
    near.rsplit(' ').next().is_some_and(|it| WORDS.contains(&it)) && breaks_off(before)
}

/// The end of a paragraph, and whether there is more: one that grows line by line must not
/// be read anew for each line.
fn ending(paragraph: &str) -> (&str, bool) {
    const ENOUGH: usize = 400;
    let start = paragraph.floor_char_boundary(paragraph.len().saturating_sub(ENOUGH));
    (&paragraph[start..], start > 0)
}

/// Running text that stops in mid-sentence; a headline has neither comma nor stop inside.
fn breaks_off(before: &str) -> bool {
    let (near, more) = ending(before);
    near.ends_with(char::is_alphabetic) && (more || near.contains(['.', ',']))
        || near.split(' ').nth(2).is_some()
            && (near.ends_with(" said") || near.ends_with(" says"))
}

/// The line before stops in mid-sentence and this one goes on with a small letter.
fn is_wrapped(before: &str, line: &str) -> bool {
    let ends = before.chars().next_back().is_some_and(|mark| {
        matches!(mark, '.' | '!' | '?' | ':' | '"' | '”' | '’' | '»' | '。' | '…')
    });
    !ends && line.chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: usize) {
        assert_eq!(paragraphs(text).len(), expected, "{text:?}");
    }

    #[test]
    fn a_quotation_set_apart_stays_in_its_sentence() {
        check("Orr wrote,\n\n“The pier is gone.”\n\nNobody else did.", 2);
        check("“It could be worse,”\n\nsaid Orr.", 1);
        check("“It could be worse,”\n\nAna Bell, who runs the pier, said.", 1);
        check("The talks ended, and Deputy Orr says\n\n“we are done”.", 1);
        check("In May, Orr\n\n“went to the pier”\n\n, and left.", 1);
    }

    #[test]
    fn a_headline_stays_alone() {
        check("Mayor quits after storm\n\n“I am done,” said Bell.", 2);
        check("“I am done.”\n\nShe left.", 2);
    }
}
