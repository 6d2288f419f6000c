//! Where does a dateline end? "LYS, March 12 (Meridian Wire) - The pier stays shut": place,
//! day and agency are a sentence of their own, not the first words of what is reported.

use crate::extract::reading::{Case, Word};
use crate::text::sentence::Sentence;
use crate::text::word::Kind;

/// Longest dateline, in tokens.
const LONGEST: usize = 16;

/// Cuts the dateline off each sentence that opens a paragraph with one.
pub(crate) fn split(text: &str, words: &[Word], sentences: &mut Vec<Sentence>) {
    let mut before = None;
    let mut all = Vec::with_capacity(sentences.len() + 2);
    for sentence in sentences.drain(..) {
        let Sentence { tokens, paragraph } = sentence;
        let opens = before != Some(paragraph);
        before = Some(paragraph);
        let end = opens.then(|| end(text, words, tokens.start, tokens.end)).flatten();
        let middle = end.unwrap_or(tokens.start);
        if middle > tokens.start {
            all.push(Sentence { tokens: tokens.start..middle, paragraph });
        }
        all.push(Sentence { tokens: middle..tokens.end, paragraph });
    }
    *sentences = all;
}

/// One past the dash of the dateline that begins at `start`.
fn end(text: &str, words: &[Word], start: usize, last: usize) -> Option<usize> {
    let place = words.get(start)?;
    let letters = place.span.of(text).chars().filter(|it| it.is_alphabetic()).count();
    if place.case != Case::Upper || letters < 3 || place.quotation > 0 {
        return None;
    }
    let limit = last.min(start + LONGEST).min(words.len());
    for (at, word) in words.iter().enumerate().take(limit).skip(start + 1) {
        let mark = word.span.of(text);
        if matches!(mark, "-" | "–" | "—" | "_") {
            let apart = text[..word.span.start].ends_with(char::is_whitespace)
                || text[word.span.end..].starts_with(char::is_whitespace);
            return (apart && at + 2 < last).then_some(at + 1);
        }
        let part = match word.kind {
            Kind::Word => word.case != Case::Lower,
            Kind::Number => true,
            _ => matches!(mark, "," | "." | "(" | ")" | "/" | ":"),
        };
        if !part || word.quotation > 0 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::extract::Lexicon;
    use crate::extract::reading::Reading;

    fn check(text: &str, expected: &[&str]) {
        let reading = Reading::new(text, Lexicon::builtin());
        let found: Vec<&str> = reading
            .sentences
            .iter()
            .map(|it| reading.span(it.tokens.start, it.tokens.end).of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_dateline_is_a_sentence_of_its_own() {
        check(
            "LYS, March 12 (Meridian Wire) - The pier is shut.",
            &["LYS, March 12 (Meridian Wire) -", "The pier is shut."],
        );
        check("LYS (Reuters) — It rained.", &["LYS (Reuters) —", "It rained."]);
        check("NATO left - and nobody knew why.", &["NATO left - and nobody knew why."]);
        check("The pier - it is old - is shut.", &["The pier - it is old - is shut."]);
    }
}
