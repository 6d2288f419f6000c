//! How much do two articles share, and is that a copy? Words of each that stand in the
//! other, as `align` counts them, and what is concluded from the shares.

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
