//! Which names of an archive mean the same party? "Vladimir Putin", "Vladimir V. Putin" and
//! "Wladimir Putin" do; "George W. Bush" and "George H. W. Bush" do not, and a bare "George
//! Bush" beside both is left alone. Works on names and how many articles hold each; what an
//! article itself says is never changed by it.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::extract::Lexicon;

use super::spelling::{Spelling, spelling};

/// Articles a full name needs before a bare family name is taken for it.
const KNOWN: u64 = 5;
/// Of the articles that hold a full name of a family, how many of ten must mean one person
/// before the bare family name is taken for it.
const NEARLY_ALL: u64 = 9;

/// Names of one party; the first stands for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameName {
    /// The name that stands for all: the one most articles use.
    pub name: String,
    /// The others, in the order of the alphabet.
    pub variants: Vec<String>,
}

/// The names that mean the same, from each name and the number of articles that hold it;
/// in the order of the alphabet. The same for any order of `counted`.
///
/// ```
/// use morgue::relate::same_names;
/// let counted = [("Mira K. Holm", 3), ("Mira Holm", 9), ("Jon Holm", 2)];
/// let same = same_names(counted.to_vec());
/// assert_eq!(same.len(), 1);
/// assert_eq!((same[0].name.as_str(), same[0].variants.len()), ("Mira Holm", 1));
/// ```
pub fn same_names(counted: Vec<(&str, u64)>) -> Vec<SameName> {
    let mut names: Vec<Named> = counted.into_par_iter().map(Named::new).collect();
    if !names.is_sorted_by(|a, b| a.name <= b.name) {
        names.par_sort_unstable_by(|a, b| a.name.cmp(b.name));
    }
    let mut joined = Joined::new(names.len());
    for same in shared(&names, |it| it.plain) {
        joined.all(&same);
    }
    middle_names(&names, &mut joined);
    for same in shared(&names, |it| it.sound) {
        if one_person(&middles(&names, &same)) {
            joined.all(&same);
        }
    }
    family_names(&names, &mut joined);
    let mut found = joined.groups(&names);
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    found
}

/// A name with what of its [`Spelling`] is compared, as hashes: a large archive has millions
/// of names, and few of them share anything.
struct Named<'a> {
    name: &'a str,
    count: u64,
    plain: u64,
    /// 0 where it has none, as those below.
    ends: u64,
    sound: u64,
    family: u64,
    lone: u64,
}

impl<'a> Named<'a> {
    fn new((name, count): (&'a str, u64)) -> Self {
        let Spelling { plain, ends, family, lone, sound, .. } = spelling(name);
        let hash = |it: Option<&String>| it.map_or(0, |it| xxh3_64(it.as_bytes()));
        let ends = ends.map(|(first, last)| format!("{first} {last}"));
        Self {
            name,
            count,
            plain: hash(Some(&plain)),
            ends: hash(ends.as_ref()),
            sound: hash(sound.as_ref()),
            family: hash(family.as_ref()),
            lone: hash(lone.as_ref()),
        }
    }
}

/// Places of names that share a key with others, in order.
fn shared(names: &[Named], key: impl Fn(&Named) -> u64) -> Vec<Vec<usize>> {
    let keys = names.iter().map(key).enumerate().filter(|it| it.1 != 0);
    let mut keys: Vec<(u64, usize)> = keys.map(|(at, key)| (key, at)).collect();
    keys.par_sort_unstable();
    let same = keys.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() > 1);
    same.map(|it| it.iter().map(|it| it.1).collect()).collect()
}

/// What stands between given and family name, of each.
fn middles(names: &[Named], same: &[usize]) -> Vec<Vec<String>> {
    same.iter().map(|it| spelling(names[*it].name).middle).collect()
}

/// "Lyndon B. Johnson" is "Lyndon Johnson", unless a Lyndon C. Johnson is in the archive.
fn middle_names(names: &[Named], joined: &mut Joined) {
    for same in shared(names, |it| it.ends) {
        let middles = middles(names, &same);
        if one_person(&middles) {
            joined.all(&same);
            continue;
        }
        // Two people: each is joined with what has the same middle name only.
        for (nth, &one) in same.iter().enumerate() {
            for (mth, &other) in same.iter().enumerate().skip(nth + 1) {
                let (a, b) = (&middles[nth], &middles[mth]);
                if !a.is_empty() && !b.is_empty() && agree(a, b) {
                    joined.pair(one, other);
                }
            }
        }
    }
}

/// No two of these middle names differ.
fn one_person(middles: &[Vec<String>]) -> bool {
    middles.iter().all(|a| middles.iter().all(|b| agree(a, b)))
}

/// "H" and "Herbert" agree, and so does a name without any; "H W" and "W" do not.
fn agree(a: &[String], b: &[String]) -> bool {
    if a.is_empty() || b.is_empty() {
        // A middle name written out belongs to the name: "Juan Pérez García" may be
        // another than "Juan García".
        return a.iter().chain(b).all(|it| it.chars().count() == 1);
    }
    let alike = |(a, b): (&String, &String)| {
        let short = a.chars().count() == 1 || b.chars().count() == 1;
        a == b || (short && a.chars().next() == b.chars().next())
    };
    a.len() == b.len() && a.iter().zip(b).all(alike)
}

/// "Merkel" is the one person of that family whom nearly all articles mean, where the name
/// says nothing else.
fn family_names(names: &[Named], joined: &mut Joined) {
    let lexicon = Lexicon::builtin();
    let lone = names.iter().map(|it| it.lone).filter(|it| *it != 0);
    let mut families: FxHashMap<u64, Vec<usize>> =
        lone.map(|it| (it, Vec::new())).collect();
    for (at, name) in names.iter().enumerate() {
        if let Some(family) = families.get_mut(&name.family) {
            family.push(at);
        }
    }
    for (alone, name) in names.iter().enumerate() {
        let Some(full) = families.get(&name.lone) else { continue };
        let said = name.name.starts_with(char::is_uppercase);
        if !said || lexicon.means_other_than_person(name.name) {
            continue;
        }
        let mut people: FxHashMap<usize, u64> = FxHashMap::default();
        for &at in full.iter().filter(|it| lexicon.reads_as_person(names[**it].name)) {
            *people.entry(joined.root(at)).or_default() += names[at].count;
        }
        let all: u64 = people.values().sum();
        let best = people.into_iter().max_by_key(|&(at, count)| (count, names[at].name));
        if let Some((person, count)) = best
            && count >= KNOWN
            && count * 10 >= all * NEARLY_ALL
        {
            joined.pair(alone, person);
        }
    }
}

/// Which names are joined: a forest of places.
struct Joined {
    parents: Vec<usize>,
}

impl Joined {
    fn new(names: usize) -> Self {
        Self { parents: (0..names).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn pair(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller place is the root: the outcome is the same for any order.
        self.parents[one.max(other)] = one.min(other);
    }

    fn all(&mut self, same: &[usize]) {
        for pair in same.windows(2) {
            self.pair(pair[0], pair[1]);
        }
    }

    fn groups(&mut self, names: &[Named]) -> Vec<SameName> {
        // Few names of many are joined, and the smallest place of each group is its root.
        let joined = (0..names.len()).filter(|at| self.parents[*at] != *at);
        let mut groups = std::collections::BTreeMap::<usize, Vec<usize>>::new();
        for at in joined.collect::<Vec<_>>() {
            let root = self.root(at);
            groups.entry(root).or_insert_with(|| vec![root]).push(at);
        }
        groups.into_values().map(|it| represented(names, &it)).collect()
    }
}

/// The name most articles use stands for all; of two, the longer and then the first.
fn represented(names: &[Named], same: &[usize]) -> SameName {
    let weight = |at: &usize| {
        let it = &names[*at];
        let full = it.lone == 0;
        (full, it.count, it.name.len(), std::cmp::Reverse(it.name))
    };
    let best = same.iter().copied().max_by_key(weight).unwrap_or_default();
    let variants = same.iter().filter(|it| **it != best);
    SameName {
        name: names[best].name.to_owned(),
        variants: variants.map(|it| names[*it].name.to_owned()).collect(),
    }
}
