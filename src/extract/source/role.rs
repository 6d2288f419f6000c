//! Whose role is it? "the harbour master" is whom the article calls so elsewhere, before the
//! name or behind its comma; "Velmark's transport minister" may be named only in the next
//! paragraph.

use std::ops::Range;

use crate::extract::actor::Mention;
use crate::extract::language::tag;
use crate::extract::reading::Case;
use crate::extract::source::Resolver;
use crate::model::ActorKind;

/// Words of a role, at most.
const LONGEST: usize = 5;
/// Names that are looked at on either side.
const FAR: usize = 400;

impl Resolver<'_, '_> {
    /// "the harbour master": the nearest person called "Harbour master Greta Voss" or "Greta
    /// Voss, the harbour master," before; else the first one after.
    pub(super) fn in_role(&self, phrase: &Range<usize>) -> Option<usize> {
        let words = phrase.start + 1..phrase.end;
        let plain = |at: usize| {
            let word = &self.reading.words[at];
            word.kind.is_word() && word.case == Case::Lower
        };
        let role = self.reading.is_low(phrase.start, "the")
            && (2..=LONGEST).contains(&words.len())
            && words.clone().all(plain);
        if !role {
            return None;
        }
        let named = |it: &&Mention| {
            it.kind == Some(ActorKind::Person) && self.is_called(it, &words)
        };
        let upto = self.cast.mentions.partition_point(|it| it.start < phrase.start);
        let before = self.cast.mentions[..upto].iter().rev().take(FAR).find(named);
        before
            .or_else(|| self.cast.mentions[upto..].iter().take(FAR).find(named))
            .map(|it| it.actor)
    }

    /// The words of the role stand before the name, or behind its comma.
    fn is_called(&self, mention: &Mention, role: &Range<usize>) -> bool {
        let low = |at: usize| self.reading.words[at].low;
        let same = |start: usize| {
            start + role.len() <= self.reading.words.len()
                && role.clone().zip(start..).all(|(one, other)| low(one) == low(other))
        };
        let before = mention.start.checked_sub(role.len()).is_some_and(same);
        let article = mention.end
            + 1
            + usize::from(matches!(
                self.reading.word(mention.end + 1),
                "the" | "a" | "an"
            ));
        before || self.reading.is(mention.end, ",") && same(article)
    }

    /// "Velmark's transport minister said … “We shall see,” Ilse Brandt said": who speaks
    /// next, in the same or the next two paragraphs, by a full name without any title, and
    /// is not in the article before.
    pub(super) fn named_next(&self, phrase: &Range<usize>, noun: usize) -> Option<usize> {
        let word = &self.reading.words[noun];
        let definite = self.reading.is_low(phrase.start, "the")
            || (phrase.start..noun).any(|at| self.possessive(at));
        if !definite || !word.is(tag::TITLE) || self.reading.word(noun).ends_with('s') {
            return None;
        }
        let mentions = &self.cast.mentions;
        let upto = mentions.partition_point(|it| it.start < phrase.end);
        let next = mentions[upto..]
            .iter()
            .take(FAR)
            .find(|it| it.kind == Some(ActorKind::Person) && it.end - it.start > 1)?;
        let new = mentions[..upto].iter().all(|it| it.actor != next.actor);
        let bare = next.titled_start == next.start && !self.reading.is(next.end, ",");
        let cue =
            |at: usize| self.reading.words.get(at).is_some_and(|it| it.cue.is_some());
        let speaks = cue(next.end) || next.start > 0 && cue(next.start - 1);
        let paragraph = |token: usize| {
            let start = self.reading.words[token].span.start;
            self.reading.paragraphs.partition_point(|it| it.start <= start)
        };
        let near = paragraph(next.start) <= paragraph(phrase.start) + 2;
        (new && bare && speaks && near).then_some(next.actor)
    }
}
