//! Which words are another but for a letter or two? Read beside the dictionary of the list
//! of words, so that of `harbuor~` only words are looked at that begin nearly so.
//!
//! What it finds is what [`distance`](super::error::distance) counts: letters changed, left out or put
//! in, a swap of neighbours counting one. A row of the table of distances is a state of an
//! automaton; a beginning whose row holds nothing small enough leads to no word.

use tantivy_fst::Automaton;

use crate::index::wordlist::BETWEEN;

/// Letters of a word that is looked for, at most; longer ones are not words.
const LETTERS: usize = 31;

/// Words that are near another.
#[derive(Clone, Debug)]
pub(super) struct Near {
    word: Vec<char>,
    most: u8,
}

/// How far a beginning of a term is from each beginning of the word.
#[derive(Clone, Debug)]
pub(super) struct State {
    row: [u8; LETTERS + 1],
    /// A letter before.
    before: [u8; LETTERS + 1],
    /// The last letter.
    last: Option<char>,
    /// Bytes of a letter that is not whole yet.
    part: [u8; 4],
    held: usize,
    stands: Stands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// Within the folded form.
    Open,
    /// Behind it, and it is near.
    Found,
    /// It is not near, whatever follows.
    Lost,
}

impl Near {
    /// What is within `most` letters of a folded word; nothing where that is too long.
    pub(super) fn to(word: &str, most: u8) -> Option<Self> {
        let word: Vec<char> = word.chars().collect();
        (word.len() <= LETTERS).then_some(Self { word, most })
    }

    /// A distance that is too far is as good as any other.
    fn capped(&self, distance: usize) -> u8 {
        u8::try_from(distance).unwrap_or(u8::MAX).min(self.most.saturating_add(1))
    }

    /// One letter more.
    fn step(&self, state: &State, letter: char) -> State {
        let mut row = [self.most.saturating_add(1); LETTERS + 1];
        row[0] = self.capped(usize::from(state.row[0]) + 1);
        for (at, own) in self.word.iter().enumerate() {
            let differs = u8::from(*own != letter);
            let mut best = state.row[at + 1].min(row[at]).saturating_add(1);
            best = best.min(state.row[at].saturating_add(differs));
            if at > 0 && state.last == Some(*own) && self.word[at - 1] == letter {
                best = best.min(state.before[at - 1].saturating_add(1));
            }
            row[at + 1] = self.capped(usize::from(best));
        }
        let within = &row[..=self.word.len()];
        // What was far may be near again where two letters are swapped.
        let swapped = &state.row[..self.word.len()];
        let lost = within.iter().all(|it| *it > self.most)
            && swapped.iter().all(|it| *it >= self.most);
        State {
            row,
            before: state.row,
            last: Some(letter),
            part: [0; 4],
            held: 0,
            stands: if lost { Stands::Lost } else { Stands::Open },
        }
    }
}

impl Automaton for Near {
    type State = State;

    fn start(&self) -> State {
        let mut row = [self.most.saturating_add(1); LETTERS + 1];
        for (at, it) in row.iter_mut().enumerate().take(self.word.len() + 1) {
            *it = self.capped(at);
        }
        let before = [self.most.saturating_add(1); LETTERS + 1];
        let (part, held, stands) = ([0; 4], 0, Stands::Open);
        State { row, before, last: None, part, held, stands }
    }

    fn is_match(&self, state: &State) -> bool {
        state.stands == Stands::Found
    }

    fn can_match(&self, state: &State) -> bool {
        state.stands != Stands::Lost
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        if state.stands != Stands::Open {
            return state.clone();
        }
        let mut next = state.clone();
        if u32::from(byte) == u32::from(BETWEEN) {
            let near = state.row[self.word.len()] <= self.most && state.held == 0;
            next.stands = if near { Stands::Found } else { Stands::Lost };
            return next;
        }
        let Some(place) = next.part.get_mut(next.held) else {
            next.stands = Stands::Lost;
            return next;
        };
        *place = byte;
        next.held += 1;
        match std::str::from_utf8(&next.part[..next.held]) {
            Ok(letter) => match letter.chars().next() {
                Some(letter) => self.step(state, letter),
                None => next,
            },
            Err(error) if error.error_len().is_none() => next,
            Err(_) => {
                next.stands = Stands::Lost;
                next
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::error::distance;

    fn is_near(word: &str, other: &str, most: u8) -> bool {
        let near = Near::to(word, most).expect("a word");
        let mut state = near.start();
        for byte in format!("{other}{BETWEEN}X").bytes() {
            if !near.can_match(&state) {
                return false;
            }
            state = near.accept(&state, byte);
        }
        near.is_match(&state)
    }

    #[test]
    fn letters_may_differ() {
        for (word, other, least) in [
            ("harbuor", "harbour", 1),
            ("harbour", "harbor", 1),
            ("harbour", "harbours", 1),
            ("порт", "пор", 1),
            ("a", "", 1),
            ("ferry", "fury", 2),
            ("ferry", "winter", 9),
        ] {
            for most in [1, 2] {
                assert_eq!(is_near(word, other, most), least <= most, "{word} {other}");
            }
        }
        assert!(Near::to(&"x".repeat(32), 1).is_none());
    }

    proptest! {
        #[test]
        fn the_automaton_finds_what_the_table_counts(
            word in "[abcé]{0,7}", other in "[abcé]{0,7}", most in 1..3_u8,
        ) {
            let expected = distance(&word, &other, usize::from(most)).is_some();
            prop_assert_eq!(is_near(&word, &other, most), expected);
        }
    }
}
