//! What does "according to" govern? The clause behind its comma, the clause before it, or
//! both where it is set in the middle.

use std::ops::Range;

use crate::extract::language::{frame, tag};
use crate::extract::reading::Case;
use crate::extract::statement::behind;
use crate::extract::statement::content::{Framed, Reader};
use crate::extract::statement::cue::{CueAt, CueKind};
use crate::extract::statement::subject;
use crate::model::ActorKind;

/// The phrase of a source, before or behind what it says.
fn framed(cue: CueAt, subject: Range<usize>) -> Framed {
    Framed {
        tail: subject.end,
        subject: Some(subject),
        object: None,
        far: false,
        left_end: cue.at,
        inverted: false,
    }
}

impl Reader<'_, '_, '_> {
    pub(super) fn according(&mut self, cue: CueAt, number: usize) {
        let line = self.line;
        let Some(subject) = behind::after(line, self.cast, cue.at + cue.len) else {
            return;
        };
        let subject = self.name_alone(subject);
        // "If all goes according to plan": nobody's.
        if subject.len() == 1 && matches!(line.word(subject.start), "plan" | "schedule") {
            return;
        }
        let mut first = self.floor;
        while first < cue.at
            && (line.is_punctuation(first)
                || line.has(first, tag::COORDINATOR | tag::ADVERB))
        {
            first += 1;
        }
        let opens = first >= cue.at;
        if opens {
            return self.according_opens(cue, number, subject);
        }
        // "The rest is, in the words of Orr, “a farce”": the quotation is what is reported.
        if let Some(quote) = self.own_words(&subject)
            && line.first_quote(first, cue.at).is_none()
        {
            let whole = subject.start..subject.end.max(quote - 1);
            self.push(cue, &framed(cue, whole), &[quote..quote + 1]);
            return;
        }
        let mut end = cue.at;
        while end > first && line.is_punctuation(end - 1) {
            end -= 1;
        }
        // A statement already stands in this clause: the phrase adds a link to it.
        let clause = line.start_token(first);
        let taken = self.made.iter().any(|it| {
            it.cue.as_ref().is_some_and(|it| {
                it.start >= clause && it.start < line.start_token(cue.at)
            })
        });
        if taken || line.words_between(first, end) < 3 {
            return;
        }
        let mut pieces = Vec::from([first..end]);
        pieces.extend(self.resumed_clause(&subject, end, number));
        self.push(cue, &framed(cue, subject), &pieces);
    }

    /// "According to Orr, the pier was sold."
    fn according_opens(&mut self, cue: CueAt, number: usize, subject: Range<usize>) {
        let Some(comma) = self.according_comma(&subject) else { return };
        // "According to Orr the pier was sold": no comma sets the phrase off.
        let comma = self.according_open(&subject, comma).unwrap_or(comma);
        let end = self.right_end(comma + 1, number);
        // "According to The Lantern, Orr said": Orr's words, handed on.
        if self.is_outlet(&subject)
            && (self.own_cue(comma + 1, number) || self.believed(comma + 1, number))
        {
            return;
        }
        if self.line.words_between(comma + 1, end) >= 2 {
            self.push(cue, &framed(cue, subject), &[comma + 1..end]);
        }
    }

    /// "According to The Lantern, Orr also believes the boat was sold": Orr's view, handed
    /// on.
    fn believed(&mut self, start: usize, number: usize) -> bool {
        let line = self.line;
        let view = self.cues[number + 1..].iter().copied().find(|it| {
            it.kind == CueKind::Finite
                && it.at < start + 14
                && matches!(
                    line.word(it.at),
                    "believes"
                        | "believe"
                        | "believed"
                        | "thinks"
                        | "thought"
                        | "feels"
                        | "hopes"
                        | "fears"
                )
        });
        let Some(view) = view else { return false };
        let subject = subject::before(line, self.cast, view.at, start);
        let Some(subject) = subject.filter(|it| it.start <= start + 2) else {
            return false;
        };
        let after = view.at + view.len;
        let content = after + usize::from(line.is(after, "that"));
        let end = self.right_end(content, number);
        if line.words_between(content, end) < 3 {
            return false;
        }
        let framed = Framed {
            subject: Some(subject.clone()),
            object: None,
            far: false,
            tail: after,
            left_end: subject.start,
            inverted: false,
        };
        self.push(view, &framed, &[content..end]);
        true
    }

    /// The quotation behind "in the words of Orr," and behind what only tells who that is:
    /// "in the words of the keeper, Tom Orr, QC, “a farce”".
    fn own_words(&self, subject: &Range<usize>) -> Option<usize> {
        let line = self.line;
        let ahead = subject.end..line.len().min(subject.end + 10);
        let quote = ahead.clone().find(|&at| line.quote(at).is_some())?;
        let describes = |at: usize| {
            line.is(at, ",")
                || line.is_word(at)
                    && (line.case(at) != Case::Lower
                        || line.has(
                            at,
                            tag::DETERMINER | tag::PREPOSITION | tag::PERSON_NOUN,
                        ))
        };
        let apart = quote == subject.end || line.is(quote - 1, ",");
        (apart && (subject.end..quote).all(describes)).then_some(quote)
    }

    /// "Orr" of "Orr the pier": a name ends before an article.
    fn name_alone(&self, subject: Range<usize>) -> Range<usize> {
        let line = self.line;
        let named = |at: usize| {
            line.token(at).is_some_and(|it| self.cast.mention_at(it).is_some())
        };
        let article = (subject.start + 1..subject.end)
            .find(|&at| matches!(line.word(at), "the" | "a" | "an") && named(at - 1));
        match article.filter(|_| named(subject.start)) {
            Some(at) => subject.start..at,
            None => subject,
        }
    }

    /// The item before a clause that follows the name at once, with its verb before the
    /// next comma.
    fn according_open(&self, subject: &Range<usize>, comma: usize) -> Option<usize> {
        let line = self.line;
        let start = subject.end;
        let begins = line.has(start, tag::DETERMINER | tag::SUBJECT_PRONOUN)
            || line.token(start).is_some_and(|it| self.cast.mention_at(it).is_some());
        let verb = (start + 1..comma).any(|it| line.has(it, tag::AUXILIARY | tag::VERB));
        let named =
            line.token(start - 1).is_some_and(|it| self.cast.mention_at(it).is_some());
        (named && begins && verb).then(|| start - 1)
    }

    /// "The talks, according to Orr, centred on": the clause goes on behind.
    pub(super) fn resumed_clause(
        &self,
        subject: &Range<usize>,
        end: usize,
        number: usize,
    ) -> Option<Range<usize>> {
        let line = self.line;
        if !line.is(subject.end, ",") || !line.is(end, ",") {
            return None;
        }
        let start = subject.end + 1;
        let last = self.right_end(start, number);
        let plain = line.case(start) == Case::Lower
            && !line.has(start, tag::COORDINATOR | tag::RELATIVE | tag::PREPOSITION)
            && !line.word(start).ends_with("ing");
        let verb = line.has(start, tag::AUXILIARY) || plain;
        (verb && line.words_between(start, last) >= 2).then_some(start..last)
    }

    /// A saying cue with a subject of its own opens the clause at `start`.
    pub(super) fn own_cue(&self, start: usize, number: usize) -> bool {
        self.cues[number + 1..].iter().any(|it| {
            it.kind == CueKind::Finite
                && it.at < start + 14
                && it.word.frames & (frame::SAY | frame::TELL) != 0
                && subject::before(self.line, self.cast, it.at, start)
                    .is_some_and(|it| it.start <= start + 2)
        })
    }

    pub(super) fn is_outlet(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| {
            let mention = self.line.token(at).and_then(|it| self.cast.mention_at(it));
            mention
                .and_then(|it| it.kind)
                .is_some_and(|kind| matches!(kind, ActorKind::Outlet | ActorKind::Agency))
        })
    }

    /// The comma that ends an opening "According to S, ...": behind an apposition if one
    /// follows.
    pub(super) fn according_comma(&self, subject: &Range<usize>) -> Option<usize> {
        let line = self.line;
        let comma = (subject.end..line.len()).find(|&at| line.is(at, ","))?;
        let second = (comma + 1..line.len().min(comma + 16)).find(|&at| line.is(at, ","));
        let apposition = line.has(comma + 1, tag::DETERMINER)
            && line.word(comma + 1).eq_ignore_ascii_case("a")
            || line.is(comma + 1, "who")
            || line.is(comma + 1, "which")
            || line.is(comma + 1, "citing");
        match second {
            Some(second) if apposition => Some(second),
            _ => Some(comma),
        }
    }
}
