//! Which numbers come by lot, and are the same in every run? Those of a seed, for whatever is
//! mutated, cut or killed at random; the library's own tests use them as well.

/// Numbers by lot (xorshift); the seed is not 0.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Below a limit; 0 where it is 0.
    pub(crate) fn draw(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }

    /// The same for sizes.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.draw(limit as u64)).expect("below a size")
    }
}
