//! How far to each side does the content of a cue reach? Left to the start of its clause,
//! right to the next cue that brings a source of its own.

use std::ops::Range;

use crate::extract::language::{frame, tag};
use crate::extract::statement::content::{Framed, Reader};
use crate::extract::statement::cue::{CueAt, CueKind};
use crate::extract::statement::subject;
use crate::model::Vehicle;

/// Cues behind one that are asked where they begin.
const NEXT: usize = 24;

impl Reader<'_, '_, '_> {
    /// What stands before the subject and may be the content.
    pub(super) fn left_content(
        &self,
        cue: CueAt,
        framed: &Framed,
    ) -> Option<Range<usize>> {
        if cue.kind != CueKind::Finite || framed.far && !framed.inverted {
            return None;
        }
        let line = self.line;
        let mut end = framed.left_end;
        let comma = end > self.floor && (line.is(end - 1, ",") || line.is(end - 1, "—"));
        if comma {
            end -= 1;
        }
        let quote = end > self.floor && line.quote(end - 1).is_some();
        let spoken = quote && self.ends_speech(end - 1);
        if !comma && !spoken {
            return None;
        }
        let start = self.clause_start(end, quote);
        (start < end && !self.is_setting(&(start..end))).then_some(start..end)
    }

    /// A quotation that a name may follow at once: “No,” - but not the title in "a “Harbour
    /// Hour” interview".
    fn ends_speech(&self, at: usize) -> bool {
        let line = self.line;
        let Some(number) = line.quote(at) else { return false };
        let inner = line.reading.quotations[number].inner.of(line.reading.text);
        inner
            .trim_end()
            .ends_with(|it: char| it.is_ascii_punctuation() || "…—–".contains(it))
            || line.quote_words(at) >= 5
            || at == 0
    }

    /// Where the clause that ends at `end` begins: conjunctions left out; a quotation
    /// that opens it stands alone.
    pub(super) fn clause_start(&self, end: usize, quote: bool) -> usize {
        let line = self.line;
        let mut start = self.floor;
        while start < end
            && (line.is_punctuation(start) || line.has(start, tag::COORDINATOR))
        {
            start += 1;
        }
        if quote {
            let mut first = end - 1;
            while first > start && line.quote(first - 1).is_some() {
                first -= 1;
            }
            // After an earlier cue of the sentence only the quotation itself is new, and
            // so it is behind a colon: "Orr weighed in: “No,” he wrote".
            if self.floor > 0 || first > start && line.is(first - 1, ":") {
                return first;
            }
        }
        start
    }

    pub(super) fn right_content(
        &self,
        cue: CueAt,
        framed: &Framed,
        number: usize,
    ) -> Option<Range<usize>> {
        let line = self.line;
        let mut start = framed.tail;
        while start < line.len()
            && (matches!(line.word(start), "," | ":" | "-" | "–" | "—" | "…")
                || line.is(start, "that"))
        {
            start += 1;
        }
        let inserted = framed.tail < line.len()
            && line.is(framed.tail, ",")
            && line.quote(start).is_none();
        if inserted && cue.kind == CueKind::Finite {
            // "Orr said, to nobody's surprise, that ...": go on behind the insertion;
            // otherwise what follows the comma is no content of this cue.
            let that =
                (start..line.len().min(start + 14)).find(|&at| line.is(at, "that"));
            let comma = (start..line.len().min(start + 12)).find(|&at| line.is(at, ","));
            start = match (that, comma) {
                (Some(that), Some(comma)) if that == comma + 1 => that + 1,
                _ if framed.left_end > self.floor
                    && self.left_content(cue, framed).is_some() =>
                {
                    return None;
                }
                (_, Some(comma)) if line.quote(comma + 1).is_some() => comma + 1,
                _ => start,
            };
        }
        // "what they had asked of her, reported The Lantern": a cue of its own.
        let other = |it: &CueAt| {
            it.at == start && it.kind == CueKind::Finite && self.is_inverted(*it)
        };
        if self.cues[number + 1..].iter().take(4).any(other) {
            return None;
        }
        let mut end = self.right_end(start, number);
        // "After praising the plan, Orr left": to the comma.
        if framed.far && self.opens_sentence(cue) {
            end = (start..end).find(|&at| line.is(at, ",")).unwrap_or(end);
        }
        if let Some(limit) = self.clause_limit(cue, framed, start, end) {
            end = limit;
        }
        (line.words_between(start, end) > 0).then_some(start..end)
    }

    /// Content ends before the next cue that brings its own source, and before the stop.
    pub(super) fn right_end(&self, start: usize, number: usize) -> usize {
        let line = self.line;
        let mut end = line.len();
        for next in self.cues[number + 1..].iter().take(NEXT) {
            if next.at < start {
                continue;
            }
            let Some(cut) = self.cut_before(next, start) else { continue };
            end = end.min(cut);
            break;
        }
        let trimmed = |mut end: usize| {
            while end > start
                && (line.is_stop(end - 1)
                    || matches!(line.word(end - 1), "," | "and" | "but" | ":" | "—"))
            {
                end -= 1;
            }
            end
        };
        end = trimmed(end);
        trimmed(self.trailing_venue(start, end).unwrap_or(end))
    }

    /// Where the clause that holds the cue ends before its sentence does: "Orr, who praised
    /// the pier, left" and "the pier - Orr said it was old - fell".
    fn clause_limit(
        &self,
        cue: CueAt,
        framed: &Framed,
        start: usize,
        end: usize,
    ) -> Option<usize> {
        let line = self.line;
        let near = cue.at.saturating_sub(60).max(self.floor);
        let dashes = (near..cue.at).filter(|&it| line.is_dash(it)).count();
        if dashes % 2 == 1
            && let Some(dash) = (start + 1..end).find(|&it| line.is_dash(it))
        {
            return Some(dash);
        }
        let first = cue.at.saturating_sub(5).max(framed.left_end);
        let who = (first..cue.at).rev().find(|&it| {
            line.is(it, "who") || line.is(it, "which") || line.is(it, "whom")
        })?;
        if who == 0 || !line.is(who - 1, ",") {
            return None;
        }
        // The comma before the verb that the phrase in front of "who" has been waiting for.
        (start + 1..end.saturating_sub(1)).find(|&at| {
            line.is(at, ",")
                && (line.has(at + 1, tag::AUXILIARY | tag::VERB)
                    || self.cues.iter().any(|it| it.at == at + 1)
                    || line.word(at + 1).ends_with("ed"))
        })
    }

    /// "that the pier was unsafe, in an interview with The Lantern": where the words were
    /// said is no part of them. Set off by a comma, or behind a quotation.
    fn trailing_venue(&self, start: usize, end: usize) -> Option<usize> {
        let line = self.line;
        let first = end.saturating_sub(16).max(start + 2);
        let at = (first..end).rev().find(|&at| {
            matches!(line.word(at), "in" | "during" | "on" | "at" | "via")
                && (line.is(at - 1, ",") || line.quote(at - 1).is_some())
        })?;
        let named = (at + 1..end.min(at + 7))
            .take_while(|&it| {
                !line.is(it, ",") && !line.has(it, tag::AUXILIARY | tag::SUBJECT_PRONOUN)
            })
            .any(|it| {
                matches!(line.word(it), "interview" | "appearance")
                    || self.vehicle(it).is_some_and(|(it, _)| {
                        !matches!(it, Vehicle::Document | Vehicle::Event)
                    })
            });
        named.then_some(at)
    }

    /// Where a content that began at `start` must stop for a later cue.
    pub(super) fn cut_before(&self, next: &CueAt, start: usize) -> Option<usize> {
        let line = self.line;
        let comma = |at: usize| at > start && line.is(at - 1, ",");
        // ", adding that", and "he noted it was late, reports The Lantern".
        let follows = match next.kind {
            CueKind::Participle => !line.is(next.at.wrapping_sub(1), "and"),
            CueKind::Citing => true,
            CueKind::Finite => self.is_inverted(*next),
            CueKind::According | CueKind::Passive => false,
        };
        if follows && comma(next.at) {
            return Some(next.at - 1);
        }
        match next.kind {
            // "calling it a joke and accusing him": two participles side by side.
            CueKind::Participle if line.is(next.at.wrapping_sub(1), "and") => self
                .cues
                .iter()
                .any(|it| {
                    it.at < start && it.kind == CueKind::Participle && it.at + 14 > start
                })
                .then(|| next.at - 1),
            // ", with Minister Orr telling": an absolute with a source of its own.
            CueKind::Participle => (start + 1..next.at)
                .rev()
                .take(12)
                .take_while(|&it| !line.is(it, ","))
                .find(|&it| line.is(it, "with") && line.is(it - 1, ","))
                .map(|it| it - 1),
            CueKind::According => (next.at > start).then_some(next.at),
            CueKind::Citing | CueKind::Passive => None,
            CueKind::Finite => {
                let subject = subject::before(line, self.cast, next.at, start);
                match subject {
                    Some(subject) if subject.start > start => {
                        let at = subject.start;
                        let joined = line.has(at - 1, tag::COORDINATOR) && comma(at - 1);
                        let trailing = (comma(at) || line.quote(at - 1).is_some())
                            && self.only_adjuncts(next.at + next.len);
                        let quote = line.quote(at - 1).is_some();
                        (joined || trailing).then_some(if quote { at } else { at - 1 })
                    }
                    None => {
                        let joined = next.at > start
                            && matches!(line.word(next.at - 1), "and" | "but");
                        joined.then(|| next.at - 1)
                    }
                    Some(_) => None,
                }
            }
        }
    }

    /// Whether the frame of the cue allows this content.
    pub(super) fn accepts(&self, cue: CueAt, right: &Range<usize>) -> bool {
        let line = self.line;
        let words = line.words_between(right.start, right.end);
        let quote = line.first_quote(right.start, right.end);
        if cue.word.frames & (frame::SAY | frame::TELL | frame::ACT) == 0 {
            return quote.is_some_and(|at| {
                at <= right.start + 1 || line.words_between(right.start, at) <= 4
            });
        }
        if quote.is_some() {
            return true;
        }
        // "a device called the E-meter", "a group dubbed Lantern": a name, nothing said.
        let naming =
            matches!(line.word(cue.at), "called" | "dubbed" | "termed" | "labeled");
        if naming && words <= 4 && cue.at > 0 && !line.has(cue.at - 1, tag::AUXILIARY) {
            return false;
        }
        if cue.word.frames & frame::CLAUSE != 0 && !self.says_clause(right) {
            return false;
        }
        words >= 2 && !(line.is(right.start, "of") && words < 3)
    }

    /// "that the pier is shut", "to mend it", "he saw it": more than a noun.
    fn says_clause(&self, right: &Range<usize>) -> bool {
        let line = self.line;
        let start = right.start;
        let announced =
            start > 0 && (line.is(start - 1, "that") || line.is(start - 1, ":"));
        let verb = (start..right.end.min(start + 14))
            .any(|it| line.has(it, tag::AUXILIARY | tag::SUBJECT_PRONOUN | tag::VERB));
        announced || line.is(start, "to") || verb
    }

    pub(super) fn is_clause(&self, left: &Range<usize>) -> bool {
        let line = self.line;
        let first = (left.start..left.end).find(|&at| line.is_word(at));
        let when = first.is_some_and(|at| {
            let word = line.word(at).to_ascii_lowercase();
            matches!(
                word.as_str(),
                "when" | "while" | "after" | "before" | "once" | "until"
            )
        });
        // "When the board asked, though, Orr countered": when it was said, not what.
        let clause = if when {
            let comma = left.clone().find(|&at| line.is(at, ","));
            comma.map_or(left.end, |it| it + 1)
        } else {
            left.start
        };
        line.words_between(clause, left.end) >= 3
    }

    /// "On Thursday morning, Orr pushed back": when or where, not what.
    fn is_setting(&self, left: &Range<usize>) -> bool {
        let line = self.line;
        let verbal = |at: usize| {
            line.has(at, tag::AUXILIARY | tag::VERB | tag::SUBJECT_PRONOUN)
                || line.quote_words(at) > 3
                || line.is_punctuation(at)
                || line.word(at).ends_with("ed")
        };
        line.has(left.start, tag::PREPOSITION)
            && left.len() <= 6
            && !left.clone().any(verbal)
    }
}
