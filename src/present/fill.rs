//! Where do lines break? Pieces of text are cut into words and words filled into lines, by
//! the columns they take on a screen. Nothing is written here; see [`super::page`].

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::page::Piece;
use super::style::Label;

/// What stands together: fragments without a break between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// The pieces that touch.
    pub(super) fragments: Vec<Piece>,
    width: usize,
    /// A space stands before it, unless it begins a line.
    pub(super) spaced: bool,
}

impl Word {
    fn push(&mut self, piece: Piece) {
        self.width += piece.text.width();
        self.fragments.push(piece);
    }

    fn advance(&self) -> usize {
        self.width + usize::from(self.spaced)
    }
}

/// Lines of words, none wider than `room`: every line takes what fits. Of more lines than
/// `most`, one more tells that there are; the rest is not looked at.
pub(super) fn fill(pieces: &[Piece], room: usize, most: usize) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut used = 0;
    // A word takes a column at least, and a line no more than there is room.
    let enough = most.saturating_add(2).saturating_mul(room + 1);
    for word in words(pieces, room, enough) {
        if lines.len() > most {
            break;
        }
        match lines.last_mut() {
            Some(line) if used + word.advance() <= room => {
                used += word.advance();
                line.push(word);
            }
            _ => {
                used = word.width;
                lines.push(vec![word]);
            }
        }
    }
    lines
}

/// Ends a line with `…`, inside `room`.
pub(super) fn cut(line: &mut Vec<Word>, room: usize) {
    let width = |line: &[Word]| line.iter().map(Word::advance).sum::<usize>();
    while line.len() > 1 && width(line) + 2 > room {
        line.pop();
    }
    let mut end = Word { spaced: true, ..Word::default() };
    end.push(Piece::whole(Label::Detail, "…"));
    line.push(end);
}

/// Cuts pieces into words no wider than `room`; not many more than are `enough`.
fn words(pieces: &[Piece], room: usize, enough: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut open = Word::default();
    for piece in pieces {
        if words.len() > enough {
            break;
        }
        if piece.whole && piece.text.width() <= room {
            open.push(piece.clone());
            continue;
        }
        // Where the open word begins in this piece, and its columns there.
        let (mut from, mut width) = (0, 0);
        for (at, letter) in piece.text.char_indices() {
            if words.len() > enough {
                break;
            }
            let own = letter.width().unwrap_or(0);
            let wide = own == 2;
            let full = open.width + width + 2 > room;
            if letter.is_whitespace() || wide || full {
                keep(&mut open, piece, from, at);
                close(&mut words, &mut open, letter.is_whitespace());
                (from, width) = (at, 0);
                if letter.is_whitespace() {
                    from += letter.len_utf8();
                    continue;
                }
            }
            width += own;
        }
        keep(&mut open, piece, from, piece.text.len());
    }
    close(&mut words, &mut open, false);
    words
}

fn keep(open: &mut Word, piece: &Piece, from: usize, to: usize) {
    if from < to {
        let text = piece.text[from..to].to_owned();
        open.push(Piece { text, ..piece.clone() });
    }
}

/// Ends the open word; the next one stands after a space if `spaced`.
fn close(words: &mut Vec<Word>, open: &mut Word, spaced: bool) {
    if open.fragments.is_empty() {
        open.spaced |= spaced;
    } else {
        words.push(std::mem::take(open));
        open.spaced = spaced;
    }
}
