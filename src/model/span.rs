//! Where in a text is something? A half-open range of bytes, always on character
//! boundaries of the text it was made for.

/// A half-open byte range `start..end` of one article's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes the span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Bytes covered.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// At least one byte is shared.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The text covered.
    ///
    /// ```
    /// use morgue::model::Span;
    /// assert_eq!(Span::new(4, 11).of("The Lantern reported"), "Lantern");
    /// ```
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}
