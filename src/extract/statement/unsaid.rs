//! Which cues report nothing? A noun that looks like a verb, what only might be said, what
//! nobody has said, and who or what cannot have said it.

use std::ops::Range;

use crate::extract::language::{frame, tag};
use crate::extract::statement::behind;
use crate::extract::statement::content::{Framed, Reader};
use crate::extract::statement::cue::{CueAt, CueKind};

impl Reader<'_, '_, '_> {
    /// `quoted`: words in marks stand before the cue.
    pub(super) fn says_nothing(
        &self,
        cue: CueAt,
        framed: &Framed,
        quoted: bool,
        right: Option<&Range<usize>>,
    ) -> bool {
        let reader = !quoted
            && self.is_reader(framed)
            && right.is_none_or(|it| !self.has_free_quote(it));
        self.is_stray(cue, framed)
            || self.is_owned(cue)
            || !quoted && (self.is_possible(cue) || self.is_unsaid(cue))
            || self.adds_to(cue)
            || self.is_inanimate(cue, framed)
            || reader
    }

    /// "she demanded detailed analyses": a past form behind a plain word is no verb of its
    /// own; a second verb stands behind "and", a comma, an adverb.
    fn is_stray(&self, cue: CueAt, framed: &Framed) -> bool {
        let line = self.line;
        let Some(before) = cue.at.checked_sub(1) else { return false };
        let second = tag::COORDINATOR
            | tag::AUXILIARY
            | tag::ADVERB
            | tag::RELATIVE
            | tag::NEGATION
            | tag::TIME;
        framed.far
            && cue.kind == CueKind::Finite
            && line.is_word(before)
            && !line.has(before, second)
    }

    /// "the mayor’s stated aim": what is owned, nobody speaking.
    fn is_owned(&self, cue: CueAt) -> bool {
        let line = self.line;
        let before = cue.at.wrapping_sub(1);
        cue.kind == CueKind::Finite
            && cue.at > 1
            && !line.has(cue.at - 2, tag::PRONOUN | tag::RELATIVE)
            && !line.word(cue.at).ends_with("ing")
            && matches!(line.word(before), "'s" | "’s")
            && line.token(before).is_some_and(|it| self.cast.mention_at(it).is_none())
    }

    /// "he can say to those who wait", "Orr can't deny it": what might be said.
    fn is_possible(&self, cue: CueAt) -> bool {
        let before = cue.at.checked_sub(1).map_or("", |it| self.line.word(it));
        cue.kind == CueKind::Finite
            && matches!(
                before,
                "can" | "could" | "might" | "should" | "can't" | "can’t" | "cannot"
            )
    }

    /// "he did not mention the pier", "did not criticize it": words that nobody has heard.
    /// "did not say whether" is an answer of a kind.
    fn is_unsaid(&self, cue: CueAt) -> bool {
        let kept = ["mention", "reveal", "disclos", "specif"];
        cue.negated
            && (cue.word.frames & (frame::SAY | frame::TELL) == 0
                || kept.iter().any(|it| self.line.word(cue.at).starts_with(it)))
    }

    /// "adding to a crisis": more of it, nothing said.
    fn adds_to(&self, cue: CueAt) -> bool {
        self.line.is(cue.at, "adding") && self.line.is(cue.at + cue.len, "to")
    }

    /// "his strong showing", "the taxes requested in arrears", "profits declining": nobody
    /// who could have said it; what polls found, only documents and researchers find.
    fn is_inanimate(&self, cue: CueAt, framed: &Framed) -> bool {
        let line = self.line;
        let Some(subject) = framed.subject.as_ref().filter(|_| !framed.far) else {
            return false;
        };
        let found = matches!(
            line.word(cue.at),
            "found"
                | "find"
                | "finds"
                | "show"
                | "shows"
                | "showed"
                | "shown"
                | "finding"
                | "showing"
        );
        if found {
            let shows = line.word(cue.at).starts_with("show");
            let study = tag::DOCUMENT_NOUN | if shows { 0 } else { tag::PERSON_NOUN };
            // "The Court of Appeals found": a body that weighs evidence.
            let weighs = |at: usize| {
                ["court", "panel", "commission", "jury", "tribunal", "inquiry"]
                    .iter()
                    .any(|it| line.is(at, it))
            };
            return !subject
                .clone()
                .any(|it| line.has(it, study) || !shows && weighs(it));
        }
        let said = cue.kind == CueKind::Finite
            && (cue.word.frames & frame::SAY != 0 || line.is(cue.at, "told"));
        !said && !behind::speaks(line, self.cast, subject)
    }

    /// "By signing up, you agree to our terms": whoever reads it has said nothing.
    fn is_reader(&self, framed: &Framed) -> bool {
        let subject = framed.subject.as_ref();
        subject.is_some_and(|it| it.len() == 1 && self.line.is(it.start, "you"))
    }
}
