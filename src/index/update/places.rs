//! At how many places does each stored article stand, and which has it gained and lost in
//! this run? What gains a place here and loses one there has only moved.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::ledger::Record;
use crate::model::Place;

/// The places of all stored articles, as numbers, and what changes in this run.
#[derive(Default)]
pub(super) struct Places {
    counts: FxHashMap<u64, u32>,
    shifts: FxHashMap<u64, Shift>,
}

/// Places that a stored article has gained and lost.
#[derive(Default)]
pub(super) struct Shift {
    gained: Vec<Place>,
    lost: Vec<Place>,
}

impl Places {
    /// An article stands somewhere already.
    pub(super) fn know(&mut self, id: u64) {
        *self.counts.entry(id).or_default() += 1;
    }

    /// An article is stored, or about to be.
    pub(super) fn holds(&self, id: u64) -> bool {
        self.counts.contains_key(&id)
    }

    /// An article is found at a place; true where it is not stored yet, and comes with it.
    pub(super) fn first(&mut self, id: u64) -> bool {
        let fresh = !self.counts.contains_key(&id);
        self.know(id);
        fresh
    }

    /// A stored article is found at one more place.
    pub(super) fn gain(&mut self, id: u64, place: Place) {
        self.shifts.entry(id).or_default().gained.push(place);
    }

    /// An article does not stand at a place of an input any more.
    pub(super) fn lose(&mut self, key: &str, id: u64, inside: Option<Box<str>>) {
        if let Some(count) = self.counts.get_mut(&id) {
            *count = count.saturating_sub(1);
        }
        let place = Place { key: key.to_owned(), inside: inside.map(String::from) };
        self.shifts.entry(id).or_default().lost.push(place);
    }

    /// An article is removed, wherever it stands.
    pub(super) fn forget(&mut self, id: u64) {
        self.counts.remove(&id);
        self.shifts.remove(&id);
    }

    /// Ids of what is stored.
    pub(super) fn ids(&self) -> FxHashSet<u64> {
        self.counts.keys().copied().collect()
    }

    /// Articles that stand somewhere.
    pub(super) fn articles(&self) -> usize {
        self.counts.values().filter(|it| **it > 0).count()
    }

    /// What has changed in the end, in order of id: articles with other places than they
    /// had, and articles with none.
    pub(super) fn settle(&mut self) -> (Vec<(u64, Shift)>, Vec<u64>) {
        let mut shifts: Vec<(u64, Shift)> =
            std::mem::take(&mut self.shifts).into_iter().collect();
        shifts.retain_mut(|(_, it)| it.net());
        shifts.sort_unstable_by_key(|it| it.0);
        let stands = |id: u64| self.counts.get(&id).is_some_and(|it| *it > 0);
        let (kept, dead): (Vec<_>, Vec<_>) =
            shifts.into_iter().partition(|it| stands(it.0));
        (kept, dead.into_iter().map(|it| it.0).collect())
    }
}

impl Shift {
    /// Takes out what was both lost and gained; false where nothing is left.
    fn net(&mut self) -> bool {
        let lost: FxHashSet<&Place> = self.lost.iter().collect();
        let both: FxHashSet<Place> =
            self.gained.iter().filter(|it| lost.contains(it)).cloned().collect();
        self.gained.retain(|it| !both.contains(it));
        self.lost.retain(|it| !both.contains(it));
        !self.gained.is_empty() || !self.lost.is_empty()
    }

    /// The places of an article as they are now, in order.
    pub(super) fn apply(&self, places: &mut Vec<Place>) {
        let lost: FxHashSet<&Place> = self.lost.iter().collect();
        places.retain(|it| !lost.contains(it));
        places.extend(self.gained.iter().cloned());
        places.sort();
        places.dedup();
    }
}

/// The place of a record of an input.
pub(super) fn place(key: &str, record: &Record) -> Place {
    Place { key: key.to_owned(), inside: record.inside.clone().map(String::from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(key: &str) -> Place {
        Place { key: key.to_owned(), inside: None }
    }

    #[test]
    fn what_moves_is_kept_and_what_is_lost_is_dead() {
        let mut places = Places::default();
        for id in [1, 2, 3] {
            places.know(id);
        }
        assert!(!places.first(1) && places.first(4));
        places.gain(1, at("b"));
        places.lose("a", 1, None);
        places.lose("a", 2, None);
        places.gain(3, at("c"));
        places.lose("c", 3, None);
        let (kept, dead) = places.settle();
        assert_eq!(dead, [2]);
        assert_eq!(kept.iter().map(|it| it.0).collect::<Vec<_>>(), [1]);
        let mut now = vec![at("a")];
        kept[0].1.apply(&mut now);
        assert_eq!(now, [at("b")]);
    }
}
