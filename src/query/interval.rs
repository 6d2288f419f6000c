//! Where in one text do words stand together as asked? Phrases, NEAR, ADJ, SENT, PARA,
//! ATLEAST and `^` over lists of positions, which come from the index or from the text
//! itself: the search and the highlighter read the same meaning.

use std::ops::Range;

use crate::model::query::Reach;

/// Words of the beginning of an article, for `^`.
pub(super) const LEAD: u32 = 50;
/// Intervals kept of one part in one text: enough to count and to show, and a bound on
/// what "the NEAR/500 the" can cost.
const MOST: usize = 5_000;

/// What is asked of the positions of some units, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// These units one behind the other.
    Sequence(Range<usize>),
    /// One of these.
    Any(Vec<Expr>),
    /// All of these.
    Both(Vec<Expr>),
    /// Two parts close together.
    Near(Box<Expr>, Box<Expr>, Reach),
    /// A part at least so many times.
    AtLeast(u32, Box<Expr>),
    /// A part in the beginning.
    Lead(Box<Expr>),
}

/// Positions in one text, each list in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions {
    /// Of each unit.
    pub(super) units: Vec<Vec<u32>>,
    /// Of the first words of sentences.
    pub(super) sentences: Vec<u32>,
    /// Of the first words of paragraphs.
    pub(super) paragraphs: Vec<u32>,
}

/// A stretch of positions, ends included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Interval {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The words and phrases in it that were asked for, if they are wanted.
    pub(super) parts: Vec<(u32, u32)>,
}

impl Expr {
    /// Needs to know where sentences begin, or paragraphs, as the reach says.
    pub(super) fn needs(&self, border: Reach) -> bool {
        match self {
            Self::Sequence(_) => false,
            Self::Any(all) | Self::Both(all) => all.iter().any(|it| it.needs(border)),
            Self::Near(left, right, reach) => {
                *reach == border || left.needs(border) || right.needs(border)
            }
            Self::AtLeast(_, inner) | Self::Lead(inner) => inner.needs(border),
        }
    }

    /// The same where all of a text is its beginning, as in a headline.
    pub(super) fn without_lead(&self) -> Self {
        let all = |all: &[Self]| all.iter().map(Self::without_lead).collect();
        match self {
            Self::Sequence(units) => Self::Sequence(units.clone()),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Both(parts) => Self::Both(all(parts)),
            Self::Near(left, right, reach) => Self::Near(
                Box::new(left.without_lead()),
                Box::new(right.without_lead()),
                *reach,
            ),
            Self::AtLeast(count, inner) => {
                Self::AtLeast(*count, Box::new(inner.without_lead()))
            }
            Self::Lead(inner) => inner.without_lead(),
        }
    }

    /// The places of a text where it holds, in order; with their parts if `keep`.
    pub(super) fn find(&self, at: &Positions, keep: bool) -> Vec<Interval> {
        self.find_some(at, keep, MOST)
    }

    /// Some of its places, up to about `most`; none only where there is none. Sixty times
    /// "the" near any "the" are 1,770 places, and a score counts thirty-two.
    pub(super) fn find_some(
        &self,
        at: &Positions,
        keep: bool,
        most: usize,
    ) -> Vec<Interval> {
        let mut found = match self {
            Self::Sequence(units) => sequence(&at.units[units.clone()], keep),
            Self::Any(all) => all.iter().flat_map(|it| it.find(at, keep)).collect(),
            Self::Both(all) => both(all, at, keep),
            Self::Near(left, right, reach) => {
                let (left, right) = (left.find(at, keep), right.find(at, keep));
                near(&left, &right, *reach, at, (keep, most))
            }
            Self::AtLeast(count, inner) => {
                let found = inner.find(at, keep);
                if found.len() < *count as usize { Vec::new() } else { found }
            }
            Self::Lead(inner) => {
                let mut found = inner.find(at, keep);
                found.retain(|it| it.end < LEAD);
                found
            }
        };
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST);
        found
    }
}

fn sequence(units: &[Vec<u32>], keep: bool) -> Vec<Interval> {
    let Some((first, rest)) = units.split_first() else { return Vec::new() };
    let follows = |start: u32| {
        rest.iter().zip(start + 1..).all(|(unit, at)| unit.binary_search(&at).is_ok())
    };
    let length = u32::try_from(rest.len()).unwrap_or(u32::MAX);
    let starts = first.iter().copied().filter(|it| follows(*it)).take(MOST);
    let interval = |start: u32| {
        let end = start.saturating_add(length);
        let parts = if keep { vec![(start, end)] } else { Vec::new() };
        Interval { start, end, parts }
    };
    starts.map(interval).collect()
}

/// All parts somewhere: the stretches that hold one of each, and none that holds another
/// such stretch. So `(a AND b) NEAR/2 c` means c beside an a and a b that belong together.
fn both(all: &[Expr], at: &Positions, keep: bool) -> Vec<Interval> {
    let found: Vec<Vec<Interval>> = all.iter().map(|it| it.find(at, keep)).collect();
    let soonest: Vec<Vec<&Interval>> = found.iter().map(|it| soonest(it)).collect();
    let mut starts: Vec<u32> = found.iter().flatten().map(|it| it.start).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut hulls: Vec<Interval> = Vec::new();
    'starts: for start in starts.into_iter().rev() {
        let mut hull: Option<Interval> = None;
        for (part, soonest) in found.iter().zip(&soonest) {
            let from = part.partition_point(|it| it.start < start);
            let Some(next) = soonest.get(from) else { continue 'starts };
            let next = (*next).clone();
            hull = Some(match hull {
                Some(hull) => joined(hull, next),
                None => next,
            });
        }
        let Some(hull) = hull else { break };
        if hulls.last().is_none_or(|it| hull.start < it.start && hull.end < it.end) {
            hulls.push(hull);
        }
    }
    hulls.reverse();
    hulls
}

/// From each place on, the interval that ends first.
fn soonest(part: &[Interval]) -> Vec<&Interval> {
    let mut best: Vec<&Interval> = Vec::with_capacity(part.len());
    for it in part.iter().rev() {
        match best.last() {
            Some(last) if last.end <= it.end => best.push(last),
            _ => best.push(it),
        }
    }
    best.reverse();
    best
}

fn joined(one: Interval, other: Interval) -> Interval {
    let (start, end) = (one.start.min(other.start), one.end.max(other.end));
    let mut parts = one.parts;
    parts.extend(other.parts);
    Interval { start, end, parts }
}

/// Every pair that stands close enough; a part is never near itself.
fn near(
    left: &[Interval],
    right: &[Interval],
    reach: Reach,
    at: &Positions,
    (keep, most): (bool, usize),
) -> Vec<Interval> {
    let longest = right.iter().map(|it| it.end - it.start).max().unwrap_or(0);
    let mut found = Vec::new();
    for one in left {
        let (from, to) = match reach {
            Reach::Words(n) => {
                let from = one.start.saturating_sub(n).saturating_sub(longest);
                (from, one.end.saturating_add(n))
            }
            Reach::Ordered(n) => (one.end, one.end.saturating_add(n)),
            Reach::Sentence => within(&at.sentences, one.start),
            Reach::Paragraph => within(&at.paragraphs, one.start),
        };
        let first = right.partition_point(|it| it.start < from);
        for other in right[first..].iter().take_while(|it| it.start <= to) {
            if found.len() >= most {
                return found;
            }
            if stands(one, other, reach, at) {
                let (one, other) = (bare(one, keep), bare(other, keep));
                found.push(joined(one, other));
            }
        }
    }
    found
}

fn bare(it: &Interval, keep: bool) -> Interval {
    let parts = if keep { it.parts.clone() } else { Vec::new() };
    Interval { start: it.start, end: it.end, parts }
}

fn stands(one: &Interval, other: &Interval, reach: Reach, at: &Positions) -> bool {
    let behind = other.start > one.end;
    let before = other.end < one.start;
    match reach {
        Reach::Ordered(n) => behind && other.start - one.end <= n,
        Reach::Words(n) => {
            behind && other.start - one.end <= n || before && one.start - other.end <= n
        }
        Reach::Sentence => (behind || before) && one_stretch(&at.sentences, one, other),
        Reach::Paragraph => (behind || before) && one_stretch(&at.paragraphs, one, other),
    }
}

/// No border lies between the first and the last word of both.
fn one_stretch(borders: &[u32], one: &Interval, other: &Interval) -> bool {
    let (start, end) = (one.start.min(other.start), one.end.max(other.end));
    let count = |at: u32| borders.partition_point(|it| *it <= at);
    count(start) == count(end)
}

/// First and last position of the stretch that holds a position.
pub(super) fn within(borders: &[u32], at: u32) -> (u32, u32) {
    let next = borders.partition_point(|it| *it <= at);
    let from = next.checked_sub(1).map_or(0, |it| borders[it]);
    (from, borders.get(next).map_or(u32::MAX, |it| it.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_box_returns, reason = "it stands in a box")]
    fn unit(n: usize) -> Box<Expr> {
        Box::new(Expr::Sequence(n..n + 1))
    }

    /// `a`, `b` and `c` stand where the text has them; a full stop ends a sentence.
    fn positions(text: &str) -> Positions {
        let mut found = Positions { units: vec![Vec::new(); 3], ..Positions::default() };
        let mut at = 0;
        for sentence in text.split('.') {
            found.sentences.push(at);
            for word in sentence.split_whitespace() {
                if let Some(n) = ["a", "b", "c"].iter().position(|it| *it == word) {
                    found.units[n].push(at);
                }
                at += 1;
            }
        }
        found.paragraphs.push(0);
        found
    }

    fn check(expr: &Expr, text: &str, expected: &[(u32, u32)]) {
        let found = expr.find(&positions(text), false);
        let found: Vec<(u32, u32)> = found.iter().map(|it| (it.start, it.end)).collect();
        assert_eq!(found, expected, "{expr:?} in {text}");
    }

    #[test]
    fn words_near_each_other() {
        let near = |reach| Expr::Near(unit(0), unit(1), reach);
        check(&near(Reach::Words(2)), "a x b x x a", &[(0, 2)]);
        check(&near(Reach::Words(3)), "b x x a", &[(0, 3)]);
        check(&near(Reach::Ordered(3)), "b x x a", &[]);
        check(&near(Reach::Ordered(1)), "a b", &[(0, 1)]);
        check(&near(Reach::Sentence), "a x. b x a. x", &[(2, 4)]);
        check(&near(Reach::Paragraph), "a x. b", &[(0, 2)]);
        check(&Expr::Near(unit(0), unit(0), Reach::Words(1)), "a x a", &[]);
        let three = Expr::Near(Box::new(near(Reach::Words(5))), unit(2), Reach::Words(3));
        check(&three, "a x b x x b x x c", &[(0, 8)]);
    }

    #[test]
    fn phrases_groups_and_counts() {
        check(&Expr::Sequence(0..2), "a b x a b", &[(0, 1), (3, 4)]);
        let any = Expr::Any(vec![*unit(0), *unit(1)]);
        let near = Expr::Near(Box::new(any.clone()), unit(2), Reach::Words(1));
        check(&near, "a c x c b", &[(0, 1), (3, 4)]);
        check(&Expr::AtLeast(3, Box::new(any.clone())), "a b", &[]);
        check(&Expr::AtLeast(2, Box::new(any)), "a b", &[(0, 0), (1, 1)]);
        check(&Expr::Lead(unit(0)), &"x ".repeat(49), &[]);
        check(&Expr::Lead(unit(0)), &("x ".repeat(50) + "a"), &[]);
        check(&Expr::Lead(unit(0)), &("x ".repeat(49) + "a"), &[(49, 49)]);
    }

    /// Whether a pair stands close, word by word.
    fn slowly(
        left: &[u32],
        right: &[u32],
        reach: Reach,
        borders: &[u32],
    ) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for &a in left {
            for &b in right {
                let (first, last) = (a.min(b), a.max(b));
                let border = (first + 1..=last).any(|it| borders.contains(&it));
                let stands = a != b
                    && match reach {
                        Reach::Words(n) => last - first <= n,
                        Reach::Ordered(n) => a < b && last - first <= n,
                        Reach::Sentence | Reach::Paragraph => !border,
                    };
                if stands {
                    found.push((first, last));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    proptest::proptest! {
        #[test]
        fn near_is_what_a_slow_reading_says(
            text in "([abcx] |\\. ){0,30}",
            n in 1u32..6,
            which in 0usize..4,
        ) {
            let at = positions(&text);
            let reach = [
                Reach::Words(n), Reach::Ordered(n), Reach::Sentence, Reach::Paragraph,
            ][which];
            let borders = if which == 2 { &at.sentences } else { &at.paragraphs };
            let expected = slowly(&at.units[0], &at.units[1], reach, borders);
            let found = Expr::Near(unit(0), unit(1), reach).find(&at, false);
            let found: Vec<(u32, u32)> =
                found.iter().map(|it| (it.start, it.end)).collect();
            proptest::prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_crowd_is_bounded() {
        let crowd: Vec<u32> = (0..20_000).collect();
        let at = Positions { units: vec![crowd.clone(), crowd], ..Positions::default() };
        let near = Expr::Near(unit(0), unit(1), Reach::Words(u32::MAX));
        assert!(near.find(&at, false).len() <= MOST);
    }
}
