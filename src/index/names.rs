//! Which number has an actor? An archive names a great many, each in few articles: a name is
//! written once, in the table of parties (`parties`), and articles carry its number. Numbers
//! are dense, in the order in which names were met, so that a column of them takes few bits;
//! they stay what they are from run to run.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Names, one behind the other in one text: a large archive has millions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    text: String,
    /// Where the first begins: something else may stand before.
    start: usize,
    ends: Vec<usize>,
}

impl Names {
    pub(super) fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(self.start, |it| self.ends[it]);
        self.text.get(start..end)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them, one behind the other, and what stands before.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What stands before them.
    pub(super) fn before(&self) -> &str {
        &self.text[..self.start]
    }

    /// The same behind another text.
    pub(super) fn behind(self, mut before: String) -> Self {
        let start = before.len();
        before.push_str(&self.text[self.start..]);
        let moved = |it: usize| it - self.start + start;
        let ends = self.ends.into_iter().map(moved).collect();
        Self { text: before, start, ends }
    }

    /// From their text, where in it the first begins, and the length of each; none where
    /// these do not fit.
    pub(super) fn cut(
        text: String,
        start: usize,
        lengths: impl ExactSizeIterator<Item = usize>,
    ) -> Option<Self> {
        let mut ends = Vec::with_capacity(lengths.len());
        let mut end = start;
        if !text.is_char_boundary(start) {
            return None;
        }
        for length in lengths {
            end = end.checked_add(length)?;
            if !text.is_char_boundary(end) {
                return None;
            }
            ends.push(end);
        }
        (end == text.len()).then_some(Self { text, start, ends })
    }

    /// The place of a name among names in the order of the alphabet.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            match self.get(middle)?.cmp(name) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }
}

/// The numbers of actors, while a generation is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering(Arc<Mutex<Given>>);

#[derive(Debug, Default)]
struct Given {
    /// By the hash of a name.
    numbers: FxHashMap<u64, u32>,
    /// By number; empty where it is no one's any more.
    names: Names,
}

impl Numbering {
    /// Goes on from names that have their numbers; those in between stay free.
    pub(super) fn of<'a>(known: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut known: Vec<(u32, &str)> = known.collect();
        known.sort_unstable();
        let mut given = Given::default();
        for (number, name) in known {
            // Two names of one number: the first has it.
            if given.names.len() > number as usize {
                continue;
            }
            while given.names.len() < number as usize {
                given.names.push("");
            }
            let slot = given.slot(name);
            given.numbers.insert(slot, number);
            given.names.push(name);
        }
        Self(Arc::new(Mutex::new(given)))
    }

    /// The numbers of some names; those that have none get one.
    pub(super) fn numbers<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<u64> {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.map(|it| u64::from(given.number(it))).collect()
    }

    /// The names by number, as far as they were given, once no more are to come: the numbers
    /// are forgotten.
    pub(super) fn take(&self) -> Names {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *given).names
    }
}

impl Given {
    fn number(&mut self, name: &str) -> u32 {
        let slot = self.slot(name);
        if let Some(number) = self.numbers.get(&slot) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(slot, number);
        self.names.push(name);
        number
    }

    /// The hash under which a name stands: its own, or the next where another has that.
    fn slot(&self, name: &str) -> u64 {
        let mut slot = xxh3_64(name.as_bytes());
        while let Some(other) = self.numbers.get(&slot) {
            if self.names.get(*other as usize) == Some(name) {
                break;
            }
            slot = slot.wrapping_add(1);
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let numbering = Numbering::default();
        let numbers = |names: &[&str]| numbering.numbers(names.iter().copied());
        assert_eq!(numbers(&["Mira Holm", "Harbour Post", "Mira Holm"]), [0, 1, 0]);
        assert_eq!(numbers(&["Öresund Nu", "Harbour Post"]), [2, 1]);
        assert_eq!(numbering.clone().numbers(["Mira Holm"].into_iter()), [0]);
        let names = numbering.take();
        let all: Vec<&str> = names.iter().collect();
        assert_eq!(all, ["Mira Holm", "Harbour Post", "Öresund Nu"]);
    }

    #[test]
    fn a_later_run_goes_on_where_it_ended() {
        let known = [(4, "Jon Holm"), (1, "Harbour Post")];
        let numbering = Numbering::of(known.into_iter());
        let names = ["Mira Holm", "Jon Holm", "Harbour Post", ""];
        assert_eq!(numbering.numbers(names.into_iter()), [5, 4, 1, 6]);
        let names = numbering.take();
        assert_eq!(names.get(4), Some("Jon Holm"));
        assert_eq!(names.get(3), Some(""), "what is between stays free");
    }

    #[test]
    fn names_are_cut_where_they_end() {
        let cut = |lengths: &[usize]| {
            Names::cut("Öresund".to_owned(), 0, lengths.iter().copied())
                .map(|it| it.iter().map(str::to_owned).collect::<Vec<String>>())
        };
        assert_eq!(
            cut(&[2, 0, 6]),
            Some(vec!["Ö".into(), String::new(), "resund".into()])
        );
        assert_eq!(cut(&[1, 7]), None, "within a letter");
        assert_eq!(cut(&[2]), None);
        let whole = Names::cut("Mira".to_owned(), 0, [1, 3].into_iter()).expect("names");
        let behind = whole.behind("é, ".to_owned());
        assert_eq!(behind.iter().collect::<Vec<_>>(), ["M", "ira"]);
        assert_eq!((behind.before(), behind.text()), ("é, ", "é, Mira"));
        let text = || behind.text().to_owned();
        assert_eq!(Names::cut(text(), 4, [1, 3].into_iter()), Some(behind.clone()));
        assert_eq!(Names::cut(text(), 1, [4, 3].into_iter()), None, "within a letter");
        assert_eq!(cut(&[usize::MAX, 9]), None);
    }
}
