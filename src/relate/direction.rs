//! Which of two articles had the words first? Whoever is named as their source; else the
//! earlier date, where both are precise enough to tell; else the one that was cut or added
//! to, where the words show it. Otherwise nobody knows.

use super::overlap::Overlap;

/// What speaks for or against an article having come first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// Its outlet as a number; 0 where it is not known.
    pub outlet: u64,
    /// `yyyymmdd`, unknown parts 00; none where undated.
    pub date: Option<u64>,
    /// Parties from whom it says it has its words, as numbers.
    pub stated: Vec<u64>,
}

/// Why one of two articles is held to be the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The other names it as its source.
    Stated,
    /// Its date is the earlier one.
    Dated,
    /// The other is it without its end.
    Cut,
}

impl Ground {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Dated => "dated",
            Self::Cut => "cut",
        }
    }
}

/// Nearly all of an article stands in another.
const WHOLE: f32 = 0.93;
/// So much of the longer one is missing in the shorter.
const CUT: f32 = 0.85;

/// Which of two articles was earlier, 0 or 1, and why.
///
/// ```
/// use morgue::relate::overlap::Overlap;
/// use morgue::relate::direction::{Ground, Witness, earlier};
///
/// let at = |date| Witness { date: Some(date), ..Witness::default() };
/// let overlap = Overlap::default();
/// let found = earlier(&at(20_250_312), &at(20_250_400), &overlap);
/// assert_eq!(found, Some((0, Ground::Dated)));
/// assert_eq!(earlier(&at(20_250_312), &at(20_250_300), &overlap), None);
/// ```
pub fn earlier(a: &Witness, b: &Witness, overlap: &Overlap) -> Option<(usize, Ground)> {
    let names = |one: &Witness, other: &Witness| {
        other.outlet != 0
            && one.outlet != other.outlet
            && one.stated.contains(&other.outlet)
    };
    let dated = dated(a, b);
    let stated = match (names(a, b), names(b, a)) {
        (true, false) => Some(1),
        (false, true) => Some(0),
        _ => None,
    };
    if let Some(stated) = stated {
        // A source that is dated later than who copied it: one of the two is wrong.
        return dated.is_none_or(|it| it == stated).then_some((stated, Ground::Stated));
    }
    if let Some(first) = dated {
        return Some((first, Ground::Dated));
    }
    cut(overlap).map(|it| (it, Ground::Cut))
}

/// By date, as far as both are known.
fn dated(a: &Witness, b: &Witness) -> Option<usize> {
    let (a, b) = (a.date?, b.date?);
    let parts = |it: u64| [it / 10_000, it / 100 % 100, it % 100];
    for (x, y) in parts(a).into_iter().zip(parts(b)) {
        if x == 0 || y == 0 {
            return None;
        }
        if x != y {
            return Some(usize::from(x > y));
        }
    }
    None
}

/// Both begin alike, and one of them ends sooner: newspapers cut from the end.
fn cut(overlap: &Overlap) -> Option<usize> {
    let [a, b] = overlap.shares();
    if !overlap.head {
        None
    } else if a >= WHOLE && b < CUT {
        Some(1)
    } else if b >= WHOLE && a < CUT {
        Some(0)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn witness(outlet: u64, date: u64, stated: &[u64]) -> Witness {
        Witness { outlet, date: Some(date).filter(|it| *it > 0), stated: stated.to_vec() }
    }

    #[test]
    fn who_had_it_first() {
        let head = Overlap { head: true, ..Overlap::default() };
        let even = Overlap { words: [100, 100], shared: [99, 99], told: 99, ..head };
        let cut = Overlap { words: [50, 100], shared: [50, 50], told: 50, ..head };
        let day = 20_250_312;
        let check = |a: &Witness, b: &Witness, overlap: &Overlap, expected| {
            let found = earlier(a, b, overlap);
            assert_eq!(found, expected, "{a:?} {b:?}");
            let turned = earlier(b, a, &overlap.turned());
            assert_eq!(turned, expected.map(|(it, why)| (1 - it, why)), "turned");
        };
        let (wire, paper) = (witness(1, day, &[]), witness(2, day, &[1]));
        check(&wire, &paper, &even, Some((0, Ground::Stated)));
        check(&witness(1, day + 1, &[]), &paper, &even, None);
        check(&witness(1, 0, &[]), &witness(2, 0, &[]), &even, None);
        check(
            &witness(1, day, &[]),
            &witness(2, day + 1, &[]),
            &cut,
            Some((0, Ground::Dated)),
        );
        check(
            &witness(1, 20_250_300, &[]),
            &witness(2, day, &[]),
            &cut,
            Some((1, Ground::Cut)),
        );
    }
}
