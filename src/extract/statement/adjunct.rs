//! Which words beside a cue are no content? "on Monday", "in a statement", "on a ferry": when,
//! where and by what means it was said.

use crate::extract::language::tag;
use crate::extract::reading::Case;
use crate::extract::statement::content::Reader;
use crate::model::Vehicle;

/// Prepositions that open an adjunct.
const OPENING: [&str; 23] = [
    "in",
    "on",
    "at",
    "to",
    "during",
    "via",
    "through",
    "after",
    "before",
    "from",
    "with",
    "by",
    "about",
    "over",
    "following",
    "of",
    "as",
    "under",
    "outside",
    "inside",
    "for",
    "upon",
    "near",
];

impl Reader<'_, '_, '_> {
    pub(super) fn only_adjuncts(&self, at: usize) -> bool {
        let end = self.skip_adjuncts(at);
        end >= self.line.len() || self.line.is_stop(end) || self.line.is(end, ",")
    }

    /// Skips times, adverbs and phrases like "in a statement", "on Twitter".
    pub(super) fn skip_adjuncts(&self, start: usize) -> usize {
        let line = self.line;
        let mut at = start;
        loop {
            let tags = line.tags(at);
            if tags & tag::TIME != 0
                && line.token(at).is_none_or(|it| self.cast.mention_at(it).is_none())
            {
                at += 1;
                if line.is_word(at)
                    && line.word(at).starts_with(|it: char| it.is_ascii_digit())
                {
                    at += 1;
                }
                continue;
            }
            if tags & tag::ADVERB != 0
                && tags & (tag::SUBORDINATOR | tag::DETERMINER | tag::PREPOSITION) == 0
                && line.case(at) == Case::Lower
            {
                at += 1;
                continue;
            }
            if tags & tag::PREPOSITION != 0
                && let Some(end) = self.phrase(at)
            {
                at = end;
                continue;
            }
            return at;
        }
    }

    /// End of the prepositional phrase at `at`, where it is an adjunct of the cue.
    pub(super) fn phrase(&self, at: usize) -> Option<usize> {
        let line = self.line;
        if !OPENING.contains(&line.word(at)) {
            return None;
        }
        let limit = line.len().min(at + 22);
        let mut end = at + 1;
        let mut vehicle_end = None;
        while end < limit {
            let mark = line.word(end);
            // "in a “Harbour Hour” interview": a title, not what was said.
            let title = line.quote(end).is_some()
                && line.has(end - 1, tag::DETERMINER)
                && line.quote_words(end) <= 5
                && line.is_word(end + 1);
            if title {
                end += 1;
                continue;
            }
            if line.quote(end).is_some()
                || matches!(mark, "," | ":" | ";" | "." | "—" | "that" | "!" | "?")
            {
                if mark == "."
                    && end + 1 < line.len()
                    && line.is_word(end + 1)
                    && !line.is_stop(end + 1)
                    && line.case(end - 1) != Case::Lower
                {
                    end += 1;
                    continue;
                }
                return Some(end);
            }
            if let Some((_, count)) = self.vehicle(end) {
                vehicle_end = Some(end + count);
                end += count;
                continue;
            }
            if line.has(end, tag::TIME) && line.case(end) == Case::Title {
                vehicle_end = Some(end + 1);
            }
            if line.has(end, tag::AUXILIARY | tag::SUBJECT_PRONOUN) {
                break;
            }
            end += 1;
        }
        vehicle_end.map(|end| self.vehicle_tail(end))
    }

    /// "in an interview with CNN", "in a letter to Orr": the phrase behind the vehicle.
    pub(super) fn vehicle_tail(&self, end: usize) -> usize {
        let line = self.line;
        if matches!(line.word(end), "to" | "with" | "on" | "by" | "from" | "in" | "at") {
            let name = (end + 1..line.len().min(end + 6)).find_map(|at| {
                let mention = self.cast.mention_at(line.token(at)?)?;
                (at..line.len())
                    .take_while(|&it| line.token(it).is_some_and(|it| it < mention.end))
                    .last()
            });
            if let Some(last) = name {
                return last + 1;
            }
        }
        end
    }

    pub(super) fn vehicle(&self, at: usize) -> Option<(Vehicle, usize)> {
        let words = &self.line.reading.words;
        let ahead = (at..self.line.len().min(at + 5))
            .map_while(|it| self.line.token(it))
            .map(|it| words[it].low);
        self.lexicon.english.vehicles.longest(ahead)
    }
}
