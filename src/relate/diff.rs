//! What did one text change of another? Word by word; marks, case and spacing count here,
//! as a reader of both would see them.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::model::{Change, Span};
use crate::text::word::tokens;

use super::print::each_word;

/// Two long texts that have nothing in common are given up on: then all was changed.
const PATIENCE: Duration = Duration::from_secs(2);

/// The stretches of both texts in order: what is the same, cut and added.
///
/// ```
/// use morgue::model::Change;
/// use morgue::relate::diff::diff;
/// let (old, new) = ("We do not want a quarrel.", "We want a quarrel.");
/// let found: Vec<String> = diff(old, new)
///     .iter()
///     .map(|it| match it {
///         Change::Same(span, _) => format!("={}", span.of(old)),
///         Change::Cut(span) => format!("-{}", span.of(old)),
///         Change::Added(span) => format!("+{}", span.of(new)),
///     })
///     .collect();
/// assert_eq!(found, ["=We", "-do not", "=want a quarrel."]);
/// ```
pub fn diff(old: &str, new: &str) -> Vec<Change> {
    changes(&tokens_of(old), &tokens_of(new))
}

/// As [`diff`], of speech: marks and case make no difference.
///
/// ```
/// use morgue::model::Change;
/// use morgue::relate::diff::said;
/// assert!(matches!(said("we won’t", "“We won't,”")[..], [Change::Same(..)]));
/// ```
pub fn said(old: &str, new: &str) -> Vec<Change> {
    let words = |text: &str| {
        let mut words = Vec::new();
        each_word(text, |word, span| words.push((word.to_owned(), span)));
        words
    };
    changes(&words(old), &words(new))
}

fn changes(old: &[(String, Span)], new: &[(String, Span)]) -> Vec<Change> {
    let split = |words: &[(String, Span)]| -> (Vec<String>, Vec<Span>) {
        words.iter().cloned().unzip()
    };
    let ((a, olds), (b, news)) = (split(old), split(new));
    let end = Some(Instant::now() + PATIENCE);
    let ops = capture_diff_slices_deadline(Algorithm::Patience, &a, &b, end);
    let mut changes = Vec::with_capacity(ops.len() + 8);
    for op in ops {
        let old = hull(&olds, op.old_range());
        let new = hull(&news, op.new_range());
        if let DiffOp::Equal { .. } = op {
            changes.extend(old.zip(new).map(|(a, b)| Change::Same(a, b)));
        } else {
            changes.extend(old.map(Change::Cut));
            changes.extend(new.map(Change::Added));
        }
    }
    changes
}

fn tokens_of(text: &str) -> Vec<(String, Span)> {
    tokens(text).map(|it| (plain(it.span.of(text)), it.span)).collect()
}

/// A word without what no reader calls a change: the shape of its marks.
fn plain(word: &str) -> String {
    let straight = |it: char| match it {
        '‘' | '’' | '‚' | 'ʼ' | '′' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‑' | '‐' | '−' => '-',
        other => other,
    };
    word.chars().map(straight).collect()
}

fn hull(spans: &[Span], range: std::ops::Range<usize>) -> Option<Span> {
    let of = &spans[range];
    Some(of.first()?.hull(*of.last()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_of_another_shape_are_no_change() {
        let found = diff("“We won’t,” she said.", "\"We won't,\" she said.");
        assert!(matches!(found[..], [Change::Same(..)]), "{found:?}");
    }

    proptest! {
        #[test]
        fn both_texts_are_covered(old in "[abc .]{0,60}", new in "[abc .]{0,60}") {
            let changes = diff(&old, &new);
            let tokens = |text: &str| text.split_whitespace().collect::<String>();
            let mut olds = String::new();
            let mut news = String::new();
            for change in &changes {
                match change {
                    Change::Same(a, b) => {
                        olds.push_str(a.of(&old));
                        news.push_str(b.of(&new));
                    }
                    Change::Cut(span) => olds.push_str(span.of(&old)),
                    Change::Added(span) => news.push_str(span.of(&new)),
                }
            }
            prop_assert_eq!(tokens(&olds), tokens(&old));
            prop_assert_eq!(tokens(&news), tokens(&new));
        }
    }
}
