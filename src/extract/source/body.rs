//! Which body, outlet or document speaks? "the Kremlin", "Orr's office", "the statement",
//! whose issuer the sentences before name.

use std::ops::Range;

use crate::extract::actor::Mention;
use crate::extract::language::tag;
use crate::extract::lexicon::Sex;
use crate::extract::source::{Resolved, Resolver};
use crate::extract::sure;
use crate::model::ActorKind;

impl Resolver<'_, '_> {
    /// A body, an outlet, a place as its government - or a document of one of them.
    pub(super) fn named(&self, phrase: &Range<usize>) -> Option<Resolved> {
        let inside = self.cast.mentions_in(phrase.start, phrase.end);
        let document = self.document(phrase);
        let authors: Vec<_> =
            inside.iter().filter(|it| !document || self.wrote(it, phrase)).collect();
        // "an analysis by former Orr aide Eva Lund": she, and not whose aide she was.
        let last = authors.last().copied().filter(|it| {
            document
                && it.end == phrase.end
                && self.cast.kind(it.actor) == ActorKind::Person
        });
        let mention = last
            .or_else(|| authors.iter().copied().find(|it| !self.owns_more(it, phrase)))
            .or(authors.first().copied())?;
        let owned =
            self.possessive(mention.end) && mention.end + 1 < phrase.end && !document;
        if owned {
            // "Orr's office", "Orr's campaign": a body of its own.
            let name = self.text(
                self.without_determiner(phrase.start, phrase.end),
                self.description_end(phrase, self.head_end(phrase))
                    .max(mention.end + 2)
                    .min(phrase.end),
            );
            return Some(self.make(
                name,
                ActorKind::Organisation,
                phrase,
                sure::SHORT,
                None,
                Sex::Unknown,
                true,
            ));
        }
        let kind = self.cast.kind(mention.actor);
        let mut resolved = self.by_name(mention.actor, phrase, sure::NAMED_WITHIN);
        resolved.document = document;
        resolved.plural = kind != ActorKind::Person;
        let campaign = !document
            && mention.end < phrase.end
            && self.reading.words[mention.end].is(tag::BODY_NOUN)
            && self.reading.words[mention.end].case
                == crate::extract::reading::Case::Lower;
        if campaign && kind == ActorKind::Person {
            let name = self.text(mention.start, mention.end + 1);
            return Some(self.make(
                name,
                ActorKind::Organisation,
                phrase,
                sure::SHORT,
                None,
                Sex::Unknown,
                true,
            ));
        }
        Some(resolved)
    }

    /// Who is named in the phrase of a document wrote it: "the board's report", "a study by
    /// Lund", but not "documents reviewed by The Lantern", "an analysis of Lund".
    fn wrote(&self, mention: &Mention, phrase: &Range<usize>) -> bool {
        let head_end = self.head_end(phrase);
        if mention.start < head_end {
            return true;
        }
        let words = || (head_end..mention.start).map(|it| self.reading.word(it));
        let handed = (phrase.start..mention.start).any(|it| {
            matches!(
                self.reading.word(it),
                "obtained"
                    | "reviewed"
                    | "seen"
                    | "viewed"
                    | "leaked"
                    | "shared"
                    | "about"
                    | "on"
                    | "into"
                    | "against"
                    | "in"
                    | "published"
                    | "posted"
                    | "to"
            )
        });
        let noun = head_end.saturating_sub(1);
        let of_topic = words().next() == Some("of")
            && matches!(
                self.reading.word(noun),
                "analysis" | "study" | "survey" | "poll" | "review" | "tally" | "account"
            )
            && !words().any(|it| matches!(it, "by" | "from"));
        !handed && !of_topic
    }

    pub(super) fn owns_more(&self, mention: &Mention, phrase: &Range<usize>) -> bool {
        self.possessive(mention.end) && mention.end + 1 < phrase.end
    }

    pub(super) fn document(&self, phrase: &Range<usize>) -> bool {
        let head_end = self.head_end(phrase);
        (phrase.start..head_end)
            .rev()
            .find(|&it| {
                // "documents reviewed by", "a report released on": the noun before.
                let done = it > phrase.start && self.is_done_to(it);
                self.reading.words[it].kind.is_word() && !done
            })
            .is_some_and(|it| {
                self.reading.words[it].is(tag::DOCUMENT_NOUN)
                    && !self.reading.words[it].is_capital()
            })
    }

    /// "reviewed", "seen": what was done to the document before it.
    fn is_done_to(&self, at: usize) -> bool {
        let word = self.reading.word(at);
        word.ends_with("ed") || matches!(word, "seen" | "written")
    }

    /// Neither a name nor people: "the ministry", "the statement", "a new poll".
    pub(super) fn plain(&self, phrase: &Range<usize>, head_end: usize) -> Resolved {
        let end = self.description_end(phrase, head_end).max(phrase.start + 1);
        let start = self.without_determiner(phrase.start, end);
        let document = self.document(phrase);
        let cut =
            document && end == head_end && end > start + 1 && self.is_done_to(end - 1);
        let end = end - usize::from(cut);
        if document && let Some(issuer) = self.issuer(phrase, head_end) {
            return issuer;
        }
        if let Some(actor) = self.body_meant(phrase, head_end) {
            return self.by_name(actor, phrase, sure::MEANT);
        }
        let name = self.text(start, end);
        let mut made = self.make(
            name,
            ActorKind::Organisation,
            phrase,
            sure::BODY,
            None,
            Sex::Unknown,
            true,
        );
        made.document = document;
        made
    }

    /// "the ministry", "the company": the body named before whose name holds the noun.
    pub(super) fn body_meant(
        &self,
        phrase: &Range<usize>,
        head_end: usize,
    ) -> Option<usize> {
        let noun = head_end.checked_sub(1).filter(|&it| it > phrase.start)?;
        if !self.reading.is_low(phrase.start, "the")
            || head_end - phrase.start > 2
            || !self.reading.words[noun].is(tag::BODY_NOUN)
        {
            return None;
        }
        let word = self.reading.words[noun].low;
        let upto = self.cast.mentions.partition_point(|it| it.start < phrase.start);
        let by_word = self.cast.mentions[..upto]
            .iter()
            .rev()
            .take(60)
            .find(|it| (it.start..it.end).any(|at| self.reading.words[at].low == word))
            .map(|it| it.actor);
        by_word.or_else(|| self.body_spoken_of(phrase.start))
    }

    /// "the group", "the company", where no name holds the word: the body that spoke last,
    /// else the first one that the two sentences before name.
    fn body_spoken_of(&self, before: usize) -> Option<usize> {
        let body = |actor: usize| {
            matches!(
                self.cast.kind(actor),
                ActorKind::Organisation | ActorKind::GovernmentBody
            )
        };
        let sentences = &self.reading.sentences;
        let own = sentences.partition_point(|it| it.tokens.end <= before);
        let from = sentences[own.saturating_sub(3)..].first()?.tokens.start;
        let since = self.reading.words[from].span.start;
        let spoke = self.past.iter().rev().take(4).find_map(|it| {
            it.actor.filter(|&actor| body(actor) && it.source.span.start >= since)
        });
        spoke.or_else(|| {
            let upto = sentences.get(own).map_or(before, |it| it.tokens.start);
            let named = self.cast.mentions_in(from, upto);
            named.iter().rev().map(|it| it.actor).find(|&it| body(it))
        })
    }

    /// "the statement read": whoever put out a statement in the sentences before.
    pub(super) fn issuer(
        &self,
        phrase: &Range<usize>,
        head_end: usize,
    ) -> Option<Resolved> {
        let noun = (phrase.start..head_end)
            .rev()
            .find(|&it| self.reading.words[it].is(tag::DOCUMENT_NOUN))?;
        if !self.reading.is_low(phrase.start, "the") {
            return None;
        }
        let low = self.reading.words[noun].low;
        let sentence = self.reading.sentences.partition_point(|it| it.tokens.end <= noun);
        let first = sentence.saturating_sub(4);
        for own in self.reading.sentences[first..sentence].iter().rev() {
            let range = own.tokens.clone();
            // "put out a statement", "in its letter": the one who made it known.
            let made_known = |&it: &usize| {
                self.reading.words[it].low == low
                    && (it.saturating_sub(3).max(range.start)..it).any(|at| {
                        let word = self.reading.word(at);
                        matches!(
                            word,
                            "a" | "an" | "A" | "An" | "its" | "his" | "her" | "their"
                        ) || self.possessive(at)
                            || matches!(self.reading.word(it), "statements" | "letters")
                    })
            };
            let Some(at) = range.clone().find(made_known) else { continue };
            let mut issued = self
                .issued_by(range.start, at)
                .or_else(|| self.issued_from(at + 1, range.end))?;
            issued.source.span = self.reading.span(phrase.start, phrase.end);
            issued.document = true;
            return Some(issued);
        }
        None
    }

    /// "reads a statement from the Harbour Ministry": who is named behind the paper.
    fn issued_from(&self, start: usize, end: usize) -> Option<Resolved> {
        let from = matches!(self.reading.word(start), "from" | "by" | "of");
        let near = end.min(start + 6);
        let mention = self.cast.mentions_in(start, near).first().filter(|_| from)?;
        self.read(&(mention.start..mention.end))
    }

    /// The first party named in `start..end`: the subject of "put out a statement".
    pub(super) fn issued_by(&self, start: usize, end: usize) -> Option<Resolved> {
        // “Orr is late,” the board's letter said: who is named in its words put nothing out.
        let outside = |it: &&Mention| self.reading.words[it.start].quotation == 0;
        let mention = self.cast.mentions_in(start, end).iter().find(outside)?;
        let owned = self.possessive(mention.end);
        let last = if owned { (mention.end + 2).min(end) } else { mention.end };
        self.read(&(mention.start..last))
    }
}
