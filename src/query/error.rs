//! What is wrong with a query, where, and how is it mended? Words and a place; the
//! colour is the terminal's business.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::model::Span;

/// Columns of the query shown on either side of the fault.
const AROUND: usize = 60;

/// A fault in a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// Where, in bytes of the query.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl QueryError {
    pub(super) fn new(
        span: Span,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }

    /// The line of `query` at fault with carets below it, and the repair.
    ///
    /// ```
    /// let error = morgue::query::parse("speeker:mayor truce").unwrap_err();
    /// assert_eq!(
    ///     error.pointed("speeker:mayor truce"),
    ///     "  speeker:mayor truce\n  ^^^^^^^ did you mean `speaker`?\n"
    /// );
    /// ```
    pub fn pointed(&self, query: &str) -> String {
        let start = floor(query, self.span.start);
        let end = floor(query, self.span.end.max(start));
        let left = floor(query, start.saturating_sub(AROUND));
        let right = floor(query, (end + AROUND).min(start + 2 * AROUND));
        let shown = |text: &str| text.replace(|it: char| it.is_control(), " ");
        let before = shown(&query[left..start]);
        let fault = shown(&query[start..end.min(right)]);
        let after = shown(&query[end.min(right)..right]);
        let mut out = format!("  {before}{fault}{after}\n  ");
        let _ = write!(out, "{}", " ".repeat(before.width()));
        let _ = write!(out, "{}", "^".repeat(fault.width().max(1)));
        if let Some(help) = &self.help {
            let _ = write!(out, " {help}");
        }
        out.push('\n');
        out
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0)
}

/// Letters to change to make `a` into `b`, a swap of neighbours counting one; stops
/// counting above `limit`.
pub(super) fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    // A letter takes four bytes at most.
    if a.len() / 4 > b.len() + limit || b.len() / 4 > a.len() + limit {
        return None;
    }
    // Most words are nothing alike: one change takes one letter out and puts one in.
    if (letters(a) ^ letters(b)).count_ones() as usize > limit.saturating_mul(2) {
        return None;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best =
                (rows[1][j] + 1).min(rows[2][j - 1] + 1).min(rows[1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][b.len()]).filter(|it| *it <= limit)
}

/// Which letters a word has, as bits; letters may share one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |all, it| all | 1 << (u32::from(it) % 64))
}

/// The candidate spelled most like `word`.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let near = |it: &'a str| distance(word, it, limit).map(|far| (far, it));
    candidates.into_iter().filter_map(near).min().map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("speeker", "speaker", 2), Some(1));
        assert_eq!(distance("outlte", "outlet", 2), Some(1));
        assert_eq!(distance("", "ab", 2), Some(2));
        assert_eq!(distance("abc", "xyz", 2), None);
    }

    #[test]
    fn the_nearest_is_offered() {
        assert_eq!(nearest("outlt", ["title", "outlet"]), Some("outlet"));
        assert_eq!(nearest("zebra", ["title", "outlet"]), None);
    }
}
