//! From how many places may some words come independently? What is one text counts once,
//! and so does what one party handed on: its own piece, and every article that names it.
//! Stories and traces both count here.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// What may be one origin with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// An article by its number.
    Article(u64),
    /// A party by its name as a number: an outlet is the same as who is named.
    Party(u64),
}

impl Node {
    /// The party of this name.
    pub fn party(name: &str) -> Self {
        Self::Party(party(name))
    }
}

/// A name as a number; never 0, which stands for nobody.
pub fn party(name: &str) -> u64 {
    xxh3_64(name.as_bytes()).max(1)
}

/// Articles that come from one origin, as far as is known.
///
/// ```
/// use morgue::relate::origin::{Node, Origins};
/// let mut origins = Origins::default();
/// // Two papers name one agency; the third names nobody.
/// origins.join(Node::Article(1), Node::party("Ostrel Press Agency"));
/// origins.join(Node::Article(2), Node::party("Ostrel Press Agency"));
/// assert_eq!(origins.of(&[1, 2, 3]), [0, 0, 1]);
/// ```
#[derive(Debug, Default)]
pub struct Origins(Forest<Node>);

impl Origins {
    /// The two are of one origin.
    pub fn join(&mut self, a: Node, b: Node) {
        self.0.join(a, b);
    }

    /// The origin of each of these articles: numbered as they first come.
    pub fn of(&mut self, articles: &[u64]) -> Vec<u32> {
        let mut seen: FxHashMap<usize, u32> = FxHashMap::default();
        let mut origin = |number: &u64| {
            let next = u32::try_from(seen.len()).unwrap_or(u32::MAX);
            *seen.entry(self.0.root(Node::Article(*number))).or_insert(next)
        };
        articles.iter().map(&mut origin).collect()
    }
}

/// How many origins there are among these.
pub fn count(origins: &[u32]) -> u64 {
    origins.iter().max().map_or(0, |it| u64::from(*it) + 1)
}

/// Things joined to each other (union-find).
#[derive(Clone, Debug)]
pub(super) struct Forest<K> {
    places: FxHashMap<K, usize>,
    things: Vec<K>,
    parents: Vec<usize>,
    marked: Vec<bool>,
}

impl<K> Default for Forest<K> {
    fn default() -> Self {
        let (things, parents, marked) = (Vec::new(), Vec::new(), Vec::new());
        Self { places: FxHashMap::default(), things, parents, marked }
    }
}

impl<K: Copy + Eq + Hash + Ord> Forest<K> {
    fn place(&mut self, thing: K) -> usize {
        let next = self.parents.len();
        let place = *self.places.entry(thing).or_insert(next);
        if place == next {
            self.parents.push(next);
            self.things.push(thing);
            self.marked.push(false);
        }
        place
    }

    /// The same for what is joined.
    pub(super) fn root(&mut self, thing: K) -> usize {
        let mut at = self.place(thing);
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    pub(super) fn join(&mut self, a: K, b: K) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parents[high] = low;
        self.marked[low] |= self.marked[high];
    }

    /// Marks a thing with all that is joined to it, now and later.
    pub(super) fn mark(&mut self, thing: K) {
        let root = self.root(thing);
        self.marked[root] = true;
    }

    pub(super) fn is_marked(&mut self, thing: K) -> bool {
        let root = self.root(thing);
        self.marked[root]
    }

    /// What is joined, each group and all of them in order; what stands alone is none.
    pub(super) fn groups(mut self) -> Vec<Vec<K>> {
        let mut groups: FxHashMap<usize, Vec<K>> = FxHashMap::default();
        for thing in self.things.clone() {
            groups.entry(self.root(thing)).or_default().push(thing);
        }
        let mut groups: Vec<Vec<K>> = groups.into_values().collect();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.retain(|it| it.len() > 1);
        groups.sort_unstable();
        groups
    }
}
