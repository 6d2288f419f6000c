//! Of two readings of a page, which paragraphs are the article?

use super::flow::Paragraph;

/// One list of both.
pub(super) fn merge(strict: Vec<Paragraph>, wide: Vec<Paragraph>) -> Vec<Paragraph> {
    let length = |list: &[Paragraph]| list.iter().map(|it| it.text.len()).sum::<usize>();
    if length(&strict) * 3 < length(&wide) || length(&strict) < 250 {
        wide
    } else {
        strict
    }
}
