//! How often does an expression hold in one text, so far as a score counts? Words and
//! phrases beside each other, which most such queries are, are counted on bare positions;
//! the rest goes the long way round, over intervals.

use std::ops::Range;

use crate::model::query::Reach;

use super::interval::{Expr, Positions, within};

/// Places that are counted, at most.
const MOST: usize = 32;

/// Room for the positions of two parts, used again for every text.
#[derive(Default)]
pub(super) struct Counter {
    left: Vec<u32>,
    right: Vec<u32>,
    found: Vec<(u32, u32)>,
}

impl Counter {
    /// Places of a text where the expression holds: right up to 32, and then at least 32.
    pub(super) fn count(&mut self, expr: &Expr, at: &Positions) -> usize {
        match expr {
            Expr::Sequence(units) => {
                starts(&at.units[units.clone()], &mut self.left);
                self.left.len()
            }
            Expr::Near(left, right, reach) => match (&**left, &**right) {
                (Expr::Sequence(one), Expr::Sequence(other)) => {
                    starts(&at.units[one.clone()], &mut self.left);
                    if self.left.is_empty() {
                        return 0;
                    }
                    starts(&at.units[other.clone()], &mut self.right);
                    self.near((length(one), length(other)), *reach, at)
                }
                _ => expr.find_some(at, false, 4 * MOST).len(),
            },
            Expr::AtLeast(least, inner) if matches!(**inner, Expr::Sequence(_)) => {
                let count = self.count(inner, at);
                if count < *least as usize { 0 } else { count }
            }
            _ => expr.find_some(at, false, 4 * MOST).len(),
        }
    }

    fn near(&mut self, (long, wide): (u32, u32), reach: Reach, at: &Positions) -> usize {
        let Self { left, right, found } = self;
        found.clear();
        for &start in left.iter() {
            let end = start + long;
            let (from, to) = match reach {
                Reach::Words(n) => {
                    (start.saturating_sub(n).saturating_sub(wide), end.saturating_add(n))
                }
                Reach::Ordered(n) => (end, end.saturating_add(n)),
                Reach::Sentence => within(&at.sentences, start),
                Reach::Paragraph => within(&at.paragraphs, start),
            };
            // The last position of a stretch, where the other part must end too.
            let last = match reach {
                Reach::Sentence | Reach::Paragraph => to,
                Reach::Words(_) | Reach::Ordered(_) => u32::MAX,
            };
            if end > last {
                continue;
            }
            let first = right.partition_point(|it| *it < from);
            for &other in right[first..].iter().take_while(|it| **it <= to) {
                let (before, behind) = (other + wide < start, other > end);
                let stands = match reach {
                    Reach::Ordered(_) => behind,
                    _ => behind || before,
                };
                if stands && other + wide <= last {
                    found.push((start.min(other), end.max(other + wide)));
                }
                // Two pairs may be one place: the same words in the other order.
                if found.len() >= 2 * MOST {
                    return MOST;
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.len()
    }
}

/// From the first word of a sequence to the last.
fn length(units: &Range<usize>) -> u32 {
    u32::try_from(units.len().saturating_sub(1)).unwrap_or(u32::MAX)
}

/// Where words stand in sequence: the places of the first of them.
fn starts(units: &[Vec<u32>], into: &mut Vec<u32>) {
    into.clear();
    let Some((first, rest)) = units.split_first() else { return };
    into.extend_from_slice(first);
    for (unit, offset) in rest.iter().zip(1..) {
        let mut unit = unit.iter().copied().peekable();
        into.retain(|start| {
            let at = start + offset;
            while unit.next_if(|it| *it < at).is_some() {}
            unit.peek() == Some(&at)
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn units() -> impl Strategy<Value = Vec<Vec<u32>>> {
        let unit = prop::collection::btree_set(0..40_u32, 0..12);
        prop::collection::vec(unit.prop_map(|it| it.into_iter().collect()), 4)
    }

    fn borders() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::btree_set(1..40_u32, 0..6)
            .prop_map(|it| std::iter::once(0).chain(it).collect())
    }

    proptest! {
        #[test]
        fn the_short_way_counts_what_the_long_way_finds(
            units in units(),
            (sentences, paragraphs) in (borders(), borders()),
            (from, long, wide) in (0..2_usize, 1..3_usize, 1..3_usize),
            n in 1..9_u32,
            which in 0..4_usize,
        ) {
            let at = Positions { units, sentences, paragraphs };
            let reach = [
                Reach::Words(n), Reach::Ordered(n), Reach::Sentence, Reach::Paragraph,
            ][which];
            // The two may share a word, as in `the NEAR/5 the`.
            let one = Box::new(Expr::Sequence(0..long));
            let other = Box::new(Expr::Sequence(from..from + wide));
            let near = Expr::Near(one.clone(), other, reach);
            for expr in [near, (*one).clone(), Expr::AtLeast(n, one)] {
                let expected = expr.find(&at, false).len();
                let found = Counter::default().count(&expr, &at);
                prop_assert_eq!(found.min(MOST), expected.min(MOST), "{:?}", expr);
            }
        }
    }
}
