//! How much of one article stands in another, word for word? Runs of words that both have,
//! found by the hashes of their first words and drawn out as far as they go; moved
//! paragraphs are found too.

use crate::text::paragraph::paragraphs;
use crate::text::quotation::quotations;
use crate::text::word::{Token, tokens};

use super::furniture::{galleries_among, tells_among};
use super::overlap::Overlap;
use super::print::{BASE, each_hash};

/// A run of fewer words is chance: "the prime minister said on Monday that".
const RUN: usize = 8;
/// Places of the words that begin a run that are tried.
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
    /// How many do.
    captions: u32,
    /// The headline does not tell of this text.
    untold: bool,
}

impl Words {
    /// The words of an article.
    pub fn of_article(headline: &str, text: &str) -> Self {
        let all: Vec<Token> = tokens(text).collect();
        let untold = !tells_among(headline, text, all.iter().copied());
        Self { untold, ..Self::among(text, &all) }
    }

    /// The words of a text.
    pub fn of(text: &str) -> Self {
        Self::among(text, &tokens(text).collect::<Vec<Token>>())
    }

    fn among(text: &str, all: &[Token]) -> Self {
        let paragraphs = paragraphs(text);
        let inside = quotations(text, all, &paragraphs);
        let mut inside = inside.iter().filter(|it| it.depth == 0).peekable();
        let pictures = galleries_among(text, all, &paragraphs);
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
        words.captions = trues(&words.aside);
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

/// Finds what articles have in common with one of them, which is looked through only once;
/// keeps its memory from one to the next.
///
/// ```
/// use morgue::relate::align::{Aligner, Words, is_base};
/// let one = Words::of("One two three four five six seven eight nine ten.");
/// let other = Words::of("Ten: one two three four five six seven eight nine.");
/// let (base, text) = if is_base(&one, &other) { (one, other) } else { (other, one) };
/// let mut aligner = Aligner::default();
/// aligner.hold(&base);
/// let found = aligner.align(&base, &text);
/// assert_eq!((found.words, found.shared), ([10, 10], [9, 9]));
/// ```
#[derive(Debug, Default)]
pub struct Aligner {
    starts: Starts,
    /// Of each place of the other text the hash of the run that may begin there.
    other: Vec<u64>,
    /// Words of the base covered by a run, and those of them in a gallery.
    covered: Vec<bool>,
    pictured: Vec<bool>,
}

/// Which of two articles the other is held against: the longer, or else the larger, so that
/// no trace is left of which was named first.
pub fn is_base(one: &Words, other: &Words) -> bool {
    (one.len(), &one.hashes) > (other.len(), &other.hashes)
}

impl Aligner {
    /// Looks through the article that others are to be aligned with.
    pub fn hold(&mut self, base: &Words) {
        self.starts.gather(&base.hashes);
    }

    /// What the article that is held and another have in common, in this order.
    pub fn align(&mut self, base: &Words, text: &Words) -> Overlap {
        for flags in [&mut self.covered, &mut self.pictured] {
            flags.clear();
            flags.resize(base.len(), false);
        }
        let both = [base, text];
        let captions = both.map(|it| it.captions);
        let words = both.map(|it| count(it.len()) - it.captions);
        let untold = base.untold && text.untold;
        let mut found = Overlap { words, captions, untold, ..Overlap::default() };
        roll(&text.hashes, &mut self.other);
        let mut at = 0;
        while let Some(hash) = self.other.get(at) {
            let rest = &text.hashes[at..];
            match self.starts.longest(*hash, rest, &base.hashes) {
                None => at += 1,
                Some((place, length)) => {
                    self.count(both, [place, at], length, &mut found);
                    at += length;
                }
            }
        }
        // What is the article's own in one place is its own.
        found.shared[0] = trues(&self.covered);
        let both = self.covered.iter().zip(&self.pictured);
        found.pictured[0] = count(both.filter(|it| !it.0 & it.1).count());
        found
    }

    /// Counts one run, which begins at these places.
    fn count(
        &mut self,
        [base, text]: [&Words; 2],
        [place, at]: [usize; 2],
        length: usize,
        found: &mut Overlap,
    ) {
        for (there, here) in (place..place + length).zip(at..) {
            if base.aside[there] || text.aside[here] {
                found.pictured[1] += 1;
                self.pictured[there] = true;
            } else {
                found.shared[1] += 1;
                found.told += u32::from(!text.quoted[here]);
                self.covered[there] = true;
            }
        }
        found.head |= at < HEAD && place < HEAD;
    }
}

fn trues(flags: &[bool]) -> u32 {
    count(flags.iter().filter(|it| **it).count())
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The hash of every [`RUN`] words in a row.
fn roll(words: &[u32], into: &mut Vec<u64>) {
    let gone = (0..RUN).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    into.clear();
    let (mut rolling, mut left) = (0_u64, words.iter());
    for (at, word) in words.iter().enumerate() {
        rolling = rolling.wrapping_mul(BASE).wrapping_add(u64::from(*word));
        if at >= RUN {
            let first = left.next().copied().unwrap_or_default();
            rolling = rolling.wrapping_sub(u64::from(first).wrapping_mul(gone));
        }
        if at + 1 >= RUN {
            into.push(rolling);
        }
    }
}

/// Where a run may start in a text: its places by the hash of the words there.
#[derive(Debug, Default)]
struct Starts {
    hashes: Vec<u64>,
    /// By the upper bits of a hash, or behind: its first place; [`NOWHERE`] where none is.
    slots: Vec<u32>,
    /// The next place of the same hash.
    next: Vec<u32>,
    /// A bit for each hash: most that are asked for are not there.
    seen: Vec<u64>,
}

/// Bits of `seen` for each slot: one in sixteen that is not there seems to be.
const BITS: usize = 8;

/// No place of a text.
const NOWHERE: u32 = u32::MAX;

impl Starts {
    fn gather(&mut self, words: &[u32]) {
        roll(words, &mut self.hashes);
        self.slots.clear();
        self.slots.resize((2 * self.hashes.len()).next_power_of_two().max(2), NOWHERE);
        self.next.clear();
        self.next.resize(self.hashes.len(), NOWHERE);
        self.seen.clear();
        self.seen.resize((self.slots.len() * BITS).div_ceil(64), 0);
        for at in (0..self.hashes.len()).rev() {
            let (word, bit) = self.bit(self.hashes[at]);
            self.seen[word] |= bit;
            let slot = self.slot(self.hashes[at]);
            self.next[at] = std::mem::replace(&mut self.slots[slot], count(at));
        }
    }

    /// Where the bit of a hash stands.
    fn bit(&self, hash: u64) -> (usize, u64) {
        let lower = usize::try_from(hash & u64::from(u32::MAX)).unwrap_or_default();
        let at = lower % (64 * self.seen.len());
        (at / 64, 1 << (at % 64))
    }

    /// The slot of a hash, or the empty one where it would stand: half of all are empty.
    fn slot(&self, hash: u64) -> usize {
        let spread = hash ^ (hash >> 32);
        let upper = spread.wrapping_mul(BASE) >> (64 - self.slots.len().ilog2());
        let mut slot = usize::try_from(upper).unwrap_or_default();
        while let Some(place) = self.slots.get(slot).filter(|it| **it != NOWHERE) {
            if self.hashes[*place as usize] == hash {
                break;
            }
            slot = (slot + 1) % self.slots.len();
        }
        slot
    }

    /// The longest run of words that `own` begins with: its place and its length.
    fn longest(&self, hash: u64, own: &[u32], other: &[u32]) -> Option<(usize, usize)> {
        if self.hashes.is_empty() {
            return None;
        }
        let (word, bit) = self.bit(hash);
        if self.seen[word] & bit == 0 {
            return None;
        }
        let mut place = self.slots[self.slot(hash)];
        let mut best: Option<(usize, usize)> = None;
        for _ in 0..TRIED {
            if place == NOWHERE {
                break;
            }
            let start = place as usize;
            let pairs = own.iter().zip(&other[start..]);
            let length = pairs.take_while(|(a, b)| a == b).count();
            if length >= RUN && best.is_none_or(|it| length > it.1) {
                best = Some((start, length));
            }
            place = self.next[start];
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::overlap::Likeness;

    fn align(a: &Words, b: &Words) -> Overlap {
        let mut aligner = Aligner::default();
        if is_base(a, b) {
            aligner.hold(a);
            aligner.align(a, b)
        } else {
            aligner.hold(b);
            aligner.align(b, a).turned()
        }
    }

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
