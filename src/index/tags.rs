//! Which signs lead terms that are no plain words? None of them stands in a text that was
//! read.

/// Leads the stem of a word.
pub const STEM: char = '\u{2}';
/// Leads the form of a word as written.
pub const CASED: char = '\u{3}';
/// At the first word of a sentence.
pub const SENTENCE: &str = "\u{1}s";
/// At the first word of a paragraph.
pub const PARAGRAPH: &str = "\u{1}p";
