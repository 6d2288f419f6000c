//! Which character is at this byte? JSON counts code points, the engine counts bytes.
//! One pass over the text notes the count at every 64th byte; a lookup counts the rest.

use crate::model::Span;

const STEP: usize = 64;

/// Turns byte offsets of one text into code-point offsets.
#[derive(Clone, Debug)]
pub struct Offsets<'a> {
    text: &'a [u8],
    /// Code points before each block of [`STEP`] bytes; empty when every byte is one.
    before: Vec<usize>,
}

impl<'a> Offsets<'a> {
    /// Makes the map.
    ///
    /// ```
    /// use morgue::present::offsets::Offsets;
    /// assert_eq!(Offsets::new("né à Brest").at(3), 2);
    /// ```
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text: text.as_bytes(), before: Vec::new() };
        }
        let mut seen = 0;
        let blocks = text.as_bytes().chunks(STEP).map(|block| {
            let before = seen;
            seen += starts(block);
            before
        });
        Self { before: blocks.collect(), text: text.as_bytes() }
    }

    /// Code points before the byte `at`.
    pub fn at(&self, at: usize) -> usize {
        match self.before.get(at / STEP) {
            None if self.before.is_empty() => at,
            Some(before) => before + starts(&self.text[at / STEP * STEP..at]),
            // The end of a text whose length is a multiple of the step.
            None => {
                let last = self.before.len() - 1;
                self.before[last] + starts(&self.text[last * STEP..at])
            }
        }
    }

    /// Both ends.
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.at(span.start), self.at(span.end)]
    }
}

/// Bytes that begin a code point.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_like_chars(text in "\\PC{0,200}") {
            let offsets = Offsets::new(&text);
            for (place, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.at(at), place);
            }
            prop_assert_eq!(offsets.at(text.len()), text.chars().count());
        }
    }

    #[test]
    fn a_text_of_whole_blocks_has_an_end() {
        let text = "é".repeat(STEP);
        assert_eq!(Offsets::new(&text).at(text.len()), STEP);
    }
}
