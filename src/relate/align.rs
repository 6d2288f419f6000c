//! How much of one article stands in another, word for word? Runs of words that both have,
//! found from shingles and drawn out as far as they go; moved paragraphs are found too.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::paragraph::paragraphs;
use crate::text::quotation::quotations;
use crate::text::word::{Token, tokens};

use super::print::each_word;

/// Words that seed a run.
const SEED: usize = 4;
/// A run of fewer words is chance: "the prime minister said on Monday that".
const RUN: usize = 8;
/// Places of a seed that are tried.
const TRIED: usize = 8;
/// Words at the head of an article that may differ although it begins alike: a dateline.
const HEAD: usize = 25;

/// The words of an article as numbers, ready to be aligned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    hashes: Vec<u32>,
    /// Whether each stands between quotation marks.
    quoted: Vec<bool>,
}

impl Words {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let all: Vec<Token> = tokens(text).collect();
        let inside = quotations(text, &all, &paragraphs(text));
        let mut inside = inside.iter().filter(|it| it.depth == 0).peekable();
        let (mut hashes, mut quoted) = (Vec::new(), Vec::new());
        each_word(text, |word, span| {
            hashes.push(short(xxh3_64(word.as_bytes())));
            while inside.next_if(|it| it.outer.end <= span.start).is_some() {}
            quoted.push(inside.peek().is_some_and(|it| it.outer.start <= span.start));
        });
        Self { hashes, quoted }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "half of the bits are enough")]
const fn short(hash: u64) -> u32 {
    hash as u32
}

/// What two articles have in common, in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Words of each.
    pub words: [u32; 2],
    /// Words of each that stand in the other.
    pub shared: [u32; 2],
    /// Of the words shared, those outside quotation marks.
    pub told: u32,
    /// Both begin alike.
    pub head: bool,
}

/// How two articles are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Nearly all of each stands in the other.
    NearDup,
    /// A part of at least one stands in the other.
    Partial,
}

impl Likeness {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NearDup => "near-dup",
            Self::Partial => "partial",
        }
    }
}

/// So much of both makes them near-duplicates.
const NEAR: f32 = 0.72;
/// So much of the shorter one makes a partial copy.
const PART: f32 = 0.3;
/// So many words make a partial copy, if they are a share of the shorter one; not within
/// one outlet, whose pages repeat links and captions.
const PASSAGE: u32 = 50;
/// What that share must be.
const SHARE: f32 = 0.12;
/// Of what is shared, so much must be the article's own telling: two who quote one speech
/// at length have not copied from each other.
const TOLD: f32 = 0.3;
/// Beyond this share it is a copy, however much of it was quoted in the first place.
const MOST: f32 = 0.5;

impl Overlap {
    /// Share of the shorter article that stands in the longer, 0 to 1.
    pub fn share(&self) -> f32 {
        let [a, b] = self.shares();
        a.max(b)
    }

    /// Share of each that stands in the other.
    #[expect(clippy::cast_precision_loss, reason = "articles have thousands of words")]
    pub fn shares(&self) -> [f32; 2] {
        [0, 1].map(|it| self.shared[it] as f32 / (self.words[it].max(1)) as f32)
    }

    /// How the two are alike; none where it is too little to speak of. `kin` are of one
    /// outlet.
    #[expect(clippy::cast_precision_loss, reason = "articles have thousands of words")]
    pub fn likeness(&self, kin: bool) -> Option<Likeness> {
        let [a, b] = self.shares();
        if a.min(b) >= NEAR {
            return Some(Likeness::NearDup);
        }
        let shared = self.shared[0].min(self.shared[1]);
        let own = self.told as f32 >= TOLD * shared as f32 || a.max(b) >= MOST;
        let passage = !kin && shared >= PASSAGE && a.max(b) >= SHARE;
        let much = a.max(b) >= PART || passage;
        (own && much).then_some(Likeness::Partial)
    }

    /// The same, seen from the other article.
    #[must_use]
    pub fn turned(self) -> Self {
        let turn = |[a, b]: [u32; 2]| [b, a];
        Self { words: turn(self.words), shared: turn(self.shared), ..self }
    }
}

/// What `a` and `b` have in common; the same whichever comes first, but for the order.
pub fn align(a: &Words, b: &Words) -> Overlap {
    // From the shorter, or else from the smaller: no trace of the order is left.
    let first = (a.len(), &a.hashes) <= (b.len(), &b.hashes);
    if first { runs(a, b) } else { runs(b, a).turned() }
}

fn runs(a: &Words, b: &Words) -> Overlap {
    let seeds = Seeds::of(&b.hashes);
    let mut covered = vec![false; b.len()];
    let mut found = Overlap { words: [count(a.len()), count(b.len())], ..<_>::default() };
    let mut at = 0;
    while at + SEED <= a.len() {
        let Some((place, length)) = seeds.longest(&a.hashes, at, &b.hashes) else {
            at += 1;
            continue;
        };
        // A run may begin before its seed where the last one ended too early.
        found.shared[0] += count(length);
        found.told += count(a.quoted[at..at + length].iter().filter(|it| !**it).count());
        found.head |= at < HEAD && place < HEAD;
        covered[place..place + length].fill(true);
        at += length;
    }
    found.shared[1] = count(covered.iter().filter(|it| **it).count());
    found
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Where each seed stands in a text.
struct Seeds {
    first: FxHashMap<u64, u32>,
    /// The next place of the same seed; `u32::MAX` where there is none.
    next: Vec<u32>,
}

impl Seeds {
    fn of(words: &[u32]) -> Self {
        let mut first = FxHashMap::default();
        first.reserve(words.len());
        let mut next = vec![u32::MAX; words.len()];
        for at in (0..(words.len() + 1).saturating_sub(SEED)).rev() {
            if let Some(later) = first.insert(seed(&words[at..]), count(at)) {
                next[at] = later;
            }
        }
        Self { first, next }
    }

    /// The longest run from `at`: its place in the other text and its length.
    fn longest(&self, own: &[u32], at: usize, other: &[u32]) -> Option<(usize, usize)> {
        let mut place = *self.first.get(&seed(&own[at..]))?;
        let mut best: Option<(usize, usize)> = None;
        for _ in 0..TRIED {
            let start = place as usize;
            let pairs = own[at..].iter().zip(&other[start..]);
            let length = pairs.take_while(|(a, b)| a == b).count();
            if length >= RUN && best.is_none_or(|it| length > it.1) {
                best = Some((start, length));
            }
            place = self.next[start];
            if place == u32::MAX {
                break;
            }
        }
        best
    }
}

fn seed(words: &[u32]) -> u64 {
    let spread = |hash: u64, word: &u32| {
        (hash ^ u64::from(*word)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
    };
    words[..SEED].iter().fold(0, spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FERRY: &str = "The ferry to the islands was cancelled on Monday after the gate \
        at berth four was found to have been painted shut in the night by somebody with \
        a great deal of paint and a ladder, the harbour office said.";

    fn likeness(a: &str, b: &str) -> Option<Likeness> {
        let (a, b) = (Words::of(a), Words::of(b));
        let found = align(&a, &b);
        assert_eq!(found, align(&b, &a).turned(), "the order leaves a trace");
        found.likeness(false)
    }

    #[test]
    fn copies_of_all_kinds() {
        let longer = format!("Gulls were counted at noon.\n\n{FERRY}\n\nNobody came.");
        let other = "Parliament rose early on Friday so that members could see the \
            regatta, which was won by a rowing boat that had not been entered in it. "
            .repeat(3);
        let part = format!("{other}{FERRY}{other}");
        assert_eq!(likeness(FERRY, FERRY), Some(Likeness::NearDup));
        assert_eq!(likeness(FERRY, &longer), Some(Likeness::NearDup));
        assert_eq!(likeness(FERRY, &part), Some(Likeness::Partial));
        assert_eq!(likeness(FERRY, &other), None);
        assert_eq!(likeness("", FERRY), None);
    }

    #[test]
    fn quoting_one_speech_is_no_copying() {
        let quoted = |own: &str| format!("{} “{FERRY}” The sea was calm.", own.repeat(6));
        let one =
            quoted("On Tuesday the minister read a statement to a room of chairs. ");
        let other = quoted("Nine people heard this from a minister, of whom one slept. ");
        assert_eq!(likeness(&one, &other), None);
    }

    #[test]
    fn moved_paragraphs_are_found() {
        let tail = "A second boat was sent for, which turned out to be the same boat \
            under a new name and with one more coat of the paint.";
        let one = format!("{FERRY}\n\n{tail}");
        assert_eq!(
            likeness(&one, &format!("{tail}\n\n{FERRY}")),
            Some(Likeness::NearDup)
        );
    }
}
