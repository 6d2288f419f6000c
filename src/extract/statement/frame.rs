//! What stands around a cue? Its subject before or behind it, the person told, and the
//! adjuncts ("on Monday", "in a statement") that are no content.

use std::ops::Range;

use crate::extract::language::{frame, tag};
use crate::extract::reading::Case;
use crate::extract::statement::behind;
use crate::extract::statement::content::{Framed, Reader};
use crate::extract::statement::cue::{CueAt, CueKind};
use crate::extract::statement::subject;
use crate::model::Vehicle;

impl Reader<'_, '_, '_> {
    pub(super) fn frame(&self, cue: CueAt) -> Framed {
        let line = self.line;
        let after = cue.at + cue.len;
        let mut framed = Framed {
            subject: None,
            object: None,
            far: false,
            tail: after,
            left_end: cue.at,
            inverted: false,
        };
        if cue.kind == CueKind::Finite && self.is_inverted(cue) {
            framed.subject = behind::after(line, self.cast, after);
            framed.inverted = true;
            framed.tail = framed.subject.as_ref().map_or(after, |it| it.end);
            framed.left_end = cue.at;
            framed.tail = self.skip_adjuncts(framed.tail);
            return framed;
        }
        // "with Minister Orr telling": a participle that follows its subject at once.
        let attached = cue.at > 0
            && !line.is_punctuation(cue.at - 1)
            && line.quote(cue.at - 1).is_none();
        if cue.kind == CueKind::Finite || attached {
            framed.subject = subject::before(line, self.cast, cue.at, self.floor);
        }
        framed.subject = framed.subject.filter(|it| self.is_speaker(cue, it));
        if let Some(subject) = &framed.subject {
            framed.left_end = subject.start;
        } else {
            framed.far = true;
            framed.subject = self.subject_elsewhere(cue);
        }
        if cue.word.frames & frame::TELL != 0 {
            framed.object = self.object(after);
            framed.tail = framed.object.as_ref().map_or(after, |it| it.end);
        }
        if !self.is_infinitive(cue, framed.tail) {
            framed.tail = self.skip_adjuncts(framed.tail);
        }
        framed
    }

    /// What stands before a cue may speak it; not so a paper, and whoever is written to.
    fn is_speaker(&self, cue: CueAt, subject: &Range<usize>) -> bool {
        let line = self.line;
        let (start, last) = (subject.start, subject.end - 1);
        let participle = cue.kind == CueKind::Participle;
        let paper = matches!(line.word(start), "a" | "an" | "another")
            && line.has(last, tag::DOCUMENT_NOUN);
        // "Orr issued a statement saying": the statement is how, not who.
        let issued = paper && participle && start > 0;
        // "Orr issued a statement that suggests": likewise.
        let put_out = paper
            && matches!(line.word(cue.at - 1), "that" | "which")
            && (start.saturating_sub(3)..start).any(|at| {
                matches!(line.word(at), "issued" | "released" | "issues" | "sent")
            });
        // "wrote to Orr and Bell demanding": they are written to.
        let before = start.wrapping_sub(1);
        let addressed = participle
            && (line.has(before, tag::COORDINATOR)
                || line.has(before, tag::PREPOSITION)
                    && !matches!(line.word(before), "with" | "of" | "by" | "like"));
        !issued && !put_out && !addressed
    }

    /// "pledged to fight for it": what was pledged, not to whom. "pledged to the board that"
    /// and "declined to comment" are others.
    fn is_infinitive(&self, cue: CueAt, at: usize) -> bool {
        let line = self.line;
        let verb = at + 1;
        let listener = tag::DETERMINER
            | tag::PRONOUN
            | tag::PERSON_NOUN
            | tag::BODY_NOUN
            | tag::DOCUMENT_NOUN
            | tag::HEARER;
        let binds = ["vow", "pledg", "promis", "threaten", "swore", "swear"];
        binds.iter().any(|it| line.word(cue.at).starts_with(it))
            && line.is(at, "to")
            && line.case(verb) == Case::Lower
            && !line.has(verb, listener)
            && !line.word(verb).ends_with('s')
            && !line.word(verb).ends_with("ing")
    }

    /// Subject of the statement before in this sentence, else of the sentence.
    pub(super) fn subject_elsewhere(&self, cue: CueAt) -> Option<Range<usize>> {
        let line = self.line;
        let cue_token = line.start_token(cue.at);
        let earlier = self
            .made
            .iter()
            .rev()
            .find(|it| it.subject.as_ref().is_some_and(|it| it.start < cue_token));
        if let Some(subject) = earlier.and_then(|it| it.subject.clone()) {
            let start =
                (0..line.len()).find(|&at| line.start_token(at) >= subject.start)?;
            let end = (start..line.len())
                .find(|&at| line.start_token(at) >= subject.end)
                .unwrap_or(line.len());
            return Some(start..end);
        }
        behind::main(line, self.cast, cue.at).or_else(|| self.subject_of_opening(cue))
    }

    /// "After questioning the plan, Orr left": who questioned it stands behind the comma.
    fn subject_of_opening(&self, cue: CueAt) -> Option<Range<usize>> {
        let line = self.line;
        let opens = self.opens_sentence(cue);
        let comma =
            (cue.at..line.len()).find(|&at| line.is(at, ",")).filter(|_| opens)?;
        let range = behind::after(line, self.cast, comma + 1)?;
        behind::speaks(line, self.cast, &range).then_some(range)
    }

    /// "After questioning": a participle that opens the sentence.
    pub(super) fn opens_sentence(&self, cue: CueAt) -> bool {
        cue.kind == CueKind::Participle
            && cue.at == 1
            && self.line.has(0, tag::PREPOSITION | tag::SUBORDINATOR)
    }

    /// “Q,” said S - or: The pier is closed, said Orr.
    pub(super) fn is_inverted(&self, cue: CueAt) -> bool {
        let line = self.line;
        let after = cue.at + cue.len;
        // "said of the plan", "said Tuesday": what follows is no subject.
        if line.has(after, tag::PREPOSITION | tag::TIME) {
            return false;
        }
        let Some(before) = cue.at.checked_sub(1) else {
            // "Said Orr: “No.”"
            let named = behind::after(line, self.cast, after);
            return named.is_some_and(|it| line.is(it.end, ":") || line.is(it.end, ","));
        };
        let Some(subject) = behind::after(line, self.cast, after) else { return false };
        // "Orr, keeper of the pier, tweeted calling for calm": a participle, nobody's name.
        let participle = line.case(subject.start) == Case::Lower
            && line.word(subject.start).ends_with("ing");
        if participle {
            return false;
        }
        if cue.word.frames & (frame::SAY | frame::BESIDE) == 0
            && !line.is(cue.at, "asked")
        {
            return false;
        }
        let nominal = subject.clone().any(|at| {
            line.has(
                at,
                tag::PERSON_NOUN
                    | tag::BODY_NOUN
                    | tag::DOCUMENT_NOUN
                    | tag::SUBJECT_PRONOUN,
            ) || line.token(at).is_some_and(|it| self.cast.mention_at(it).is_some())
                || line.case(at) == Case::Title
        });
        // "Mark Orr, the chairman, said his district received a letter": a clause, no name.
        let clause = subject.len() > 12
            || (subject.start + 1..subject.end).any(|at| {
                // "said an unidentified keeper": behind an article it tells what he is.
                line.has(at, tag::VERB)
                    || line.case(at) == Case::Lower
                        && line.word(at).ends_with("ed")
                        && !line.has(at - 1, tag::DETERMINER)
            });
        if !nominal || clause && !line.has(subject.start, tag::SUBJECT_PRONOUN) {
            return false;
        }
        let quote_before = line.quote(before).is_some()
            || (line.is(before, ",") && before > 0 && line.quote(before - 1).is_some());
        if quote_before {
            return true;
        }
        let ends = subject.end >= line.len()
            || line.is_stop(subject.end)
            || line.is(subject.end, ",")
            || line.has(subject.end, tag::TIME)
            || line.has(subject.end, tag::PREPOSITION) && self.only_adjuncts(subject.end);
        line.is(before, ",") && ends
    }

    /// The person told: a pronoun, a name, or people described.
    pub(super) fn object(&self, start: usize) -> Option<Range<usize>> {
        let line = self.line;
        if line.has(start, tag::PRONOUN) && !line.is(start, "that") {
            return Some(start..start + 1);
        }
        let mut at = start;
        while at < line.len().min(start + 14) {
            if line.quote(at).is_some() {
                // "told ABC's “This Week” that": the programme is part of the object.
                let owned = at > start && matches!(line.word(at - 1), "'s" | "’s");
                return (owned && line.quote_words(at) <= 5).then_some(start..at + 1);
            }
            let token = line.token(at)?;
            if let Some(mention) = self.cast.mention_at(token) {
                while at < line.len() && line.token(at).is_some_and(|it| it < mention.end)
                {
                    at += 1;
                }
                let more = line.is(at, "'s")
                    || line.is(at, "’s")
                    || line.is(at, "and")
                    || line.is(at, "&")
                    || line.is(at, "of")
                    || line.has(at, tag::PRESS_FOLLOWS)
                    || line.is_word(at)
                        && line
                            .token(at)
                            .is_some_and(|it| self.cast.mention_at(it).is_some());
                if more {
                    at += 1;
                    continue;
                }
                return Some(start..at);
            }
            if line.is(at, "that")
                || line.is_punctuation(at) && !matches!(line.word(at), "-" | "’")
                || line.has(at, tag::AUXILIARY)
            {
                return (at > start && !line.is_punctuation(at)).then_some(start..at);
            }
            // "told the Post": a short form that no mention covers.
            let press = line.has(at, tag::PRESS_HEAD) && line.case(at) == Case::Title;
            let head =
                line.has(at, tag::PERSON_NOUN | tag::BODY_NOUN | tag::HEARER) || press;
            if let Some(end) = self.occasion(at) {
                return Some(start..end);
            }
            let noun_follows = line.has(at + 1, tag::PERSON_NOUN | tag::BODY_NOUN)
                || line.is(at + 1, "’s")
                || line.is(at + 1, "'s")
                || line.is(at + 1, "of")
                || line.is(at + 1, "and");
            if head && !noun_follows {
                return Some(start..at + 1);
            }
            at += 1;
        }
        None
    }

    /// "told a news conference": the end of the occasion that is told.
    fn occasion(&self, at: usize) -> Option<usize> {
        let (vehicle, count) = self.vehicle(at)?;
        let spoken = matches!(
            vehicle,
            Vehicle::Press | Vehicle::Hearing | Vehicle::Event | Vehicle::Court
        );
        let end = at + count;
        // "a rally audience": a part of the name of who is told.
        let ends = end >= self.line.len()
            || !self.line.is_word(end)
            || self.line.is(end, "that")
            || self.line.has(end, tag::TIME | tag::PREPOSITION | tag::DETERMINER)
            || self.line.has(end, tag::PRONOUN);
        (spoken && ends).then_some(end)
    }
}
