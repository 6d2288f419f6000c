//! Which articles are one story? Those joined by copies and versions. An article that
//! holds parts of two stories stands in the one it shares most with; it does not make one
//! of both.

use rustc_hash::{FxHashMap, FxHashSet};

use super::direction::Witness;
use super::origin::{Forest, Node, Origins, count};
use super::overlap::{Likeness, Overlap};

/// Two articles that share words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one with the smaller number.
    pub a: u64,
    /// The other.
    pub b: u64,
    /// What they share.
    pub overlap: Overlap,
    /// Which of the two had it first, where that is known.
    pub earlier: Option<u64>,
    /// Both are of one outlet, or of none that is known.
    pub kin: bool,
    /// Both are versions of one page, as their addresses or headlines tell.
    pub version: bool,
}

impl Pair {
    /// How the two are alike; none where it is too little to speak of.
    pub fn likeness(&self) -> Option<Likeness> {
        self.overlap.likeness(self.kin)
    }

    /// Both are of one origin: one text, or known to come from one another.
    pub fn one_origin(&self) -> bool {
        let one_text = self.overlap.share() >= ONE_TEXT;
        self.earlier.is_some() || one_text || self.likeness() == Some(Likeness::NearDup)
    }

    /// How their pages are alike, where it is only by what their outlet puts on many of
    /// them: galleries, the programme of the day.
    pub fn furniture(&self) -> Option<Likeness> {
        let pages = || self.overlap.likeness_of_pages(self.kin);
        if self.likeness().is_some() { None } else { pages() }
    }
}

/// What an article is in its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Had the words first, of all in this archive.
    Original,
    /// Has nearly all of its words from the original, or more.
    Copy,
    /// Has a part of its words in common with it.
    Partial,
    /// Another version of a page of the story.
    Version,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Original, Self::Copy, Self::Partial, Self::Version];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Copy => "copy",
            Self::Partial => "partial",
            Self::Version => "version",
        }
    }
}

/// An article in its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its number.
    pub number: u64,
    /// What it is there.
    pub part: Part,
    /// Share of the shorter of it and the article it is held against, in thousandths.
    pub share: u16,
    /// Of which of the origins of the story it is.
    pub origin: u32,
}

/// Articles of one text: copies of it and versions of its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// The original first, then by date.
    pub members: Vec<Member>,
    /// Independent origins, least and most.
    pub origins: [u64; 2],
}

impl Story {
    /// Number of the article that had the words first, of all in this archive.
    pub fn original(&self) -> u64 {
        self.members.first().map_or(0, |it| it.number)
    }
}

impl Story {
    /// Articles that carry its words, versions of one page counted once.
    pub fn copies(&self) -> usize {
        self.members.iter().filter(|it| it.part != Part::Version).count()
    }
}

/// So much of the original makes a copy of an article, changed or added to.
const COPY: f32 = 0.72;
/// So much of the shorter article cannot but come from one text.
const ONE_TEXT: f32 = 0.8;

/// What is known of articles by their numbers.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// By which to sort: the day, and the place among the versions of a page.
    pub time: &'a dyn Fn(u64) -> (u64, usize),
    /// The same for the versions of one page.
    pub page: &'a dyn Fn(u64) -> u64,
    /// Its outlet and whom it names as its source.
    pub witness: &'a dyn Fn(u64) -> Option<&'a Witness>,
}

/// What each of these articles, in order of number, is in their story. `pairs` are theirs.
pub fn story(numbers: &[u64], pairs: &[Pair], known: &Known<'_>) -> Story {
    let Known { time, page, .. } = known;
    let has = |it: u64| numbers.binary_search(&it).is_ok();
    let within = |it: &&Pair| has(it.a) && has(it.b);
    let pairs: Vec<&Pair> = pairs.iter().filter(within).collect();
    let later: FxHashSet<u64> = pairs
        .iter()
        .filter_map(|it| it.earlier.map(|first| if first == it.a { it.b } else { it.a }))
        .collect();
    let free = numbers.iter().filter(|it| !later.contains(it));
    let by_time = |it: &&u64| (time(**it), **it);
    let original =
        free.min_by_key(by_time).or_else(|| numbers.iter().min_by_key(by_time));
    let original = original.copied().unwrap_or_default();
    let mut fronts: FxHashMap<u64, (u64, Part, f32)> = FxHashMap::default();
    let mut members = Vec::with_capacity(numbers.len());
    for &number in numbers {
        let (part, share) = held(number, original, &pairs);
        let front = fronts.entry(page(number)).or_insert((number, part, share));
        let better = part == Part::Original
            || (front.1 != Part::Original && (share, front.0) > (front.2, number));
        if better {
            *front = (number, part, share);
        }
        members.push(Member { number, part, share: thousandths(share), origin: 0 });
    }
    for member in &mut members {
        if fronts.get(&page(member.number)).is_some_and(|it| it.0 != member.number) {
            member.part = Part::Version;
        }
    }
    members.sort_by_key(|it| (it.number != original, time(it.number), it.number));
    let ordered: Vec<u64> = members.iter().map(|it| it.number).collect();
    let origins = origins(&ordered, &pairs, known);
    for (member, origin) in members.iter_mut().zip(&origins) {
        member.origin = *origin;
    }
    Story { members, origins: [1, count(&origins)] }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn thousandths(share: f32) -> u16 {
    (share * 1000.0).round() as u16
}

/// What an article is beside the original, or else beside what it shares most with.
fn held(number: u64, original: u64, pairs: &[&Pair]) -> (Part, f32) {
    if number == original {
        return (Part::Original, 1.0);
    }
    let own = pairs.iter().filter(|it| it.a == number || it.b == number);
    let best = own.max_by(|x, y| {
        let direct = |it: &Pair| it.a == original || it.b == original;
        let by_share = x.overlap.share().total_cmp(&y.overlap.share());
        direct(x).cmp(&direct(y)).then(by_share).then((y.a, y.b).cmp(&(x.a, x.b)))
    });
    let Some(pair) = best else { return (Part::Version, 0.0) };
    let other = usize::from(pair.a == number);
    let part = if pair.version {
        Part::Version
    } else if pair.overlap.shares()[other] >= COPY {
        Part::Copy
    } else {
        Part::Partial
    };
    (part, pair.overlap.share())
}

/// Of which origin each of these is: what is one text, known to come from another, of one
/// outlet, or from one source that both name, is of one.
fn origins(numbers: &[u64], pairs: &[&Pair], of: &Known<'_>) -> Vec<u32> {
    let mut origins = Origins::default();
    for &number in numbers {
        let article = Node::Article(number);
        origins.join(Node::Article((of.page)(number)), article);
        let witness = (of.witness)(number);
        // An outlet that names another source may have this one text from there.
        let silent = witness.filter(|it| it.stated.is_empty());
        let outlet = silent.map(|it| it.outlet).filter(|it| *it != 0);
        let named = witness.into_iter().flat_map(|it| &it.stated).copied();
        for party in named.chain(outlet) {
            origins.join(article, Node::Party(party));
        }
    }
    for pair in pairs.iter().filter(|it| it.one_origin()) {
        origins.join(Node::Article(pair.a), Node::Article(pair.b));
    }
    origins.of(numbers)
}

/// So much of the shorter article makes one story of two.
pub const JOINS: f32 = 0.5;

/// Groups of articles, each in order of number, the groups by their first: pages of
/// several versions and what copies join to them. An article in none is its own story.
pub fn groups(pages: &[Vec<u64>], pairs: &[Pair]) -> Vec<Vec<u64>> {
    let mut forest: Forest<u64> = Forest::default();
    for page in pages {
        for version in &page[1..] {
            forest.join(page[0], *version);
        }
    }
    let strong = |it: &&Pair| it.likeness().is_some() && it.overlap.share() >= JOINS;
    let mut edges: Vec<&Pair> = pairs.iter().filter(strong).collect();
    // Strongest first, so that the order in which pairs were found leaves no trace.
    edges.sort_by(|x, y| {
        let near = |it: &Pair| it.likeness() == Some(Likeness::NearDup);
        let by_kind = near(y).cmp(&near(x));
        let by_share = y.overlap.share().total_cmp(&x.overlap.share());
        let by_words = y.overlap.shared[0].cmp(&x.overlap.shared[0]);
        by_kind.then(by_share).then(by_words).then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    for pair in edges {
        let near = pair.likeness() == Some(Likeness::NearDup);
        // A group joined by copies, not by versions alone, stays by itself.
        if near || !forest.is_marked(pair.a) || !forest.is_marked(pair.b) {
            forest.join(pair.a, pair.b);
            forest.mark(pair.a);
        }
    }
    forest.groups()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(a: u64, b: u64, words: [u32; 2], shared: u32) -> Pair {
        let (shared, told) = ([shared, shared], shared);
        let overlap = Overlap { words, shared, told, head: true, ..Overlap::default() };
        Pair { a, b, overlap, earlier: None, kin: false, version: false }
    }

    #[test]
    fn a_roundup_does_not_join_two_stories() {
        let pairs = [
            pair(1, 2, [100, 100], 95),
            pair(3, 4, [100, 100], 95),
            pair(2, 5, [100, 400], 90),
            pair(3, 5, [100, 400], 80),
        ];
        assert_eq!(groups(&[], &pairs), [vec![1, 2, 5], vec![3, 4]]);
        assert_eq!(groups(&[vec![4, 2]], &pairs), [vec![1, 2, 3, 4, 5]]);
        assert!(groups(&[], &[pair(1, 2, [400, 400], 110)]).is_empty(), "a passage only");
    }

    proptest! {
        #[test]
        fn the_order_of_pairs_leaves_no_trace(
            edges in prop::collection::vec((0_u64..9, 0_u64..9, 20_u32..101), 0..20)
        ) {
            let made = |it: &(u64, u64, u32)| {
                pair(it.0.min(it.1), it.0.max(it.1), [100, 100], it.2)
            };
            let pairs: Vec<Pair> = edges.iter().filter(|it| it.0 != it.1).map(made).collect();
            let turned: Vec<Pair> = pairs.iter().rev().copied().collect();
            prop_assert_eq!(groups(&[], &pairs), groups(&[], &turned));
        }
    }
}
