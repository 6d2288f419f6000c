//! How much of one article stands in another, word for word? Runs of words that both have,
//! found from shingles and drawn out as far as they go; moved paragraphs are found too.

use rustc_hash::FxHashMap;

use crate::text::paragraph::paragraphs;
use crate::text::quotation::quotations;
use crate::text::word::{Token, tokens};

use super::furniture::{galleries_among, tells};
use super::print::each_hash;

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
    /// Whether each stands in a gallery of pictures.
    aside: Vec<bool>,
    /// The headline does not tell of this text.
    untold: bool,
}

impl Words {
    /// The words of an article.
    pub fn of_article(headline: &str, text: &str) -> Self {
        Self { untold: !tells(headline, text), ..Self::of(text) }
    }

    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let all: Vec<Token> = tokens(text).collect();
        let inside = quotations(text, &all, &paragraphs(text));
        let mut inside = inside.iter().filter(|it| it.depth == 0).peekable();
        let pictures = galleries_among(text, &all);
        let mut pictures = pictures.iter().peekable();
        let mut words = Self::default();
        each_hash(text, all.iter().copied(), |word, span| {
            words.hashes.push(short(word));
            while inside.next_if(|it| it.outer.end <= span.start).is_some() {}
            let in_marks = inside.peek().is_some_and(|it| it.outer.start <= span.start);
            words.quoted.push(in_marks);
            while pictures.next_if(|it| it.end <= span.start).is_some() {}
            words.aside.push(pictures.peek().is_some_and(|it| it.start <= span.start));
        });
        words
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

/// What two articles have in common, in words; captions of galleries are counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Words of each.
    pub words: [u32; 2],
    /// Words of each that stand in the other.
    pub shared: [u32; 2],
    /// Words of each in galleries.
    pub captions: [u32; 2],
    /// Those of them that stand in the other.
    pub pictured: [u32; 2],
    /// Of the words shared, those outside quotation marks.
    pub told: u32,
    /// Both begin alike.
    pub head: bool,
    /// Neither headline tells of the text below it.
    pub untold: bool,
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
    pub fn likeness(&self, kin: bool) -> Option<Likeness> {
        // What an outlet puts below every headline of a day is not the article.
        if kin && self.untold { None } else { self.alike(kin) }
    }

    /// How the two are alike with everything that stands on their pages: also the
    /// furniture of their outlet.
    pub fn likeness_of_pages(&self, kin: bool) -> Option<Likeness> {
        self.of_pages().alike(kin)
    }

    /// The same with the captions among the words.
    #[must_use]
    pub fn of_pages(self) -> Self {
        let sum = |a: [u32; 2], b: [u32; 2]| [a[0] + b[0], a[1] + b[1]];
        let told = self.told + self.pictured[0].min(self.pictured[1]);
        Self {
            words: sum(self.words, self.captions),
            shared: sum(self.shared, self.pictured),
            captions: [0; 2],
            pictured: [0; 2],
            told,
            ..self
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "articles have thousands of words")]
    fn alike(&self, kin: bool) -> Option<Likeness> {
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
        Self {
            words: turn(self.words),
            shared: turn(self.shared),
            captions: turn(self.captions),
            pictured: turn(self.pictured),
            ..self
        }
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
    let captions = [a, b].map(|it| trues(&it.aside));
    let words = [count(a.len()) - captions[0], count(b.len()) - captions[1]];
    let untold = a.untold && b.untold;
    let mut found = Overlap { words, captions, untold, ..Overlap::default() };
    // Of the other text: the words covered by a run, and those of them in a gallery.
    let (mut covered, mut pictured) = (vec![false; b.len()], vec![false; b.len()]);
    let mut at = 0;
    while at + SEED <= a.len() {
        let Some((place, length)) = seeds.longest(&a.hashes, at, &b.hashes) else {
            at += 1;
            continue;
        };
        for (own, other) in (at..at + length).zip(place..) {
            if a.aside[own] || b.aside[other] {
                found.pictured[0] += 1;
                pictured[other] = true;
            } else {
                found.shared[0] += 1;
                found.told += u32::from(!a.quoted[own]);
                covered[other] = true;
            }
        }
        found.head |= at < HEAD && place < HEAD;
        at += length;
    }
    // What is the article's own in one place is its own.
    found.shared[1] = trues(&covered);
    found.pictured[1] =
        count(covered.iter().zip(&pictured).filter(|it| !it.0 & it.1).count());
    found
}

fn trues(flags: &[bool]) -> u32 {
    count(flags.iter().filter(|it| **it).count())
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
    fn a_gallery_beside_two_articles_is_no_copy() {
        let caption =
            |it| format!("{FERRY} Seen from side {it}. Next picture {it} of 9 ");
        let pictures = (1..=9).map(caption).collect::<Vec<String>>().concat();
        let one = format!("Gulls were counted on the pier at noon.\n\n{pictures}");
        let other = format!("A mayor slept.\n\n{pictures}\n\nNobody woke him up.");
        let found = align(&Words::of(&one), &Words::of(&other));
        assert_eq!(found.likeness(true), None);
        assert_eq!(found.likeness_of_pages(true), Some(Likeness::NearDup));
        assert!(found.words[0] < 20 && found.pictured[0] > 300, "{found:?}");
        // The same words as the article of both are a copy.
        assert_eq!(
            likeness(FERRY, &format!("{FERRY} {pictures}")),
            Some(Likeness::NearDup)
        );
    }

    #[test]
    fn the_programme_of_the_day_is_not_the_article() {
        let of = |headline: &str| Words::of_article(headline, FERRY);
        let (one, other) =
            (of("Cats count mice in parliament"), of("Storm over mountains"));
        let found = align(&one, &other);
        assert_eq!(found.likeness(true), None);
        assert_eq!(found.likeness(false), Some(Likeness::NearDup), "two outlets: a copy");
        let told = align(&one, &of("Painted gate shuts ferry berth"));
        assert_eq!(
            told.likeness(true),
            Some(Likeness::NearDup),
            "one headline tells of it"
        );
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
