//! Which words are reported, by which cue, of which source? One pass a sentence over its
//! line of words and whole quotations; then quotations that float between sentences are
//! joined to the statement they continue.

mod line;
mod cue;
mod apposition;
mod subject;
mod behind;
mod turn;
mod content;
mod unsaid;
mod nested;
mod adjunct;
mod frame;
mod reach;
mod according;
mod float;
mod block;

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::CueWord;
use crate::extract::lexicon::Lexicon;
use crate::extract::reading::Reading;

/// What a statement leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its own sentence.
    Own,
    /// It takes over the source of the statement before.
    Follows,
    /// A paragraph that a colon at the end of the one before announces.
    Announced,
}

/// A statement in tokens: what was said, the cue, and the phrase that names the source.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// Token ranges of the content, in order, marks included.
    pub(crate) pieces: Vec<Range<usize>>,
    /// Numbers of the quotations that are its own words.
    pub(crate) quotes: Vec<usize>,
    /// Tokens of the cue.
    pub(crate) cue: Option<Range<usize>>,
    /// What the lexicon knows of the cue.
    pub(crate) cue_word: Option<CueWord>,
    /// Tokens of the noun phrase of the source.
    pub(crate) subject: Option<Range<usize>>,
    /// The subject was found elsewhere than beside the cue.
    pub(crate) far: bool,
    /// Object of telling: "told The Lantern".
    pub(crate) object: Option<Range<usize>>,
    /// The cue denies, or is denied.
    pub(crate) denied: bool,
    /// Number of its sentence.
    pub(crate) sentence: usize,
    /// What it leans on.
    pub(crate) standing: Standing,
}

impl Statement {
    /// First token of its content.
    pub(crate) fn start(&self) -> usize {
        self.pieces.first().map_or(0, |it| it.start)
    }

    /// One past the last token of its content.
    pub(crate) fn end(&self) -> usize {
        self.pieces.last().map_or(0, |it| it.end)
    }
}

/// Finds the statements of a text, by start.
pub(crate) fn statements(
    reading: &Reading,
    cast: &Cast,
    lexicon: &Lexicon,
) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut number = 0;
    while let Some(sentence) = reading.sentences.get(number) {
        let range = sentence.tokens.clone();
        number = content::read(reading, cast, lexicon, number, range, &mut found);
    }
    block::announced(reading, cast, &mut found);
    float::join(reading, cast, &mut found);
    found.retain(|it| !it.pieces.is_empty());
    // An announced paragraph before what others say in it.
    found.sort_by_key(|it| (it.start(), it.standing != Standing::Announced, it.end()));
    found
}
