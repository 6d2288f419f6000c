//! Who is the source of a statement? The noun phrase beside the cue, read as a name, a
//! described person, a body, a document or a pronoun, and resolved over the document.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::tag;
use crate::extract::lexicon::Sex;
use crate::extract::reading::Reading;
use crate::extract::relay::OutletMention;
use crate::model::{ActorKind, Source};

/// A source with what later statements need to refer back to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resolved {
    /// The source itself.
    pub(crate) source: Source,
    /// Its actor, where it is one by name.
    pub(crate) actor: Option<usize>,
    /// Sex, for pronouns.
    pub(crate) sex: Sex,
    /// Several people, or a body: "they".
    pub(crate) plural: bool,
    /// The phrase names a document ("the statement", "the filing"): its own words.
    pub(crate) document: bool,
}

/// Resolves the phrases of a document in order, remembering who was spoken of.
pub(crate) struct Resolver<'a, 'b> {
    reading: &'a Reading<'b>,
    cast: &'a Cast,
    outlets: &'a [OutletMention],
    /// Sources so far, latest last.
    past: Vec<Resolved>,
}

impl<'a, 'b> Resolver<'a, 'b> {
    /// A resolver for one document.
    pub(crate) fn new(
        reading: &'a Reading<'b>,
        cast: &'a Cast,
        outlets: &'a [OutletMention],
    ) -> Self {
        Self { reading, cast, outlets, past: Vec::new() }
    }

    /// The source named by the tokens of a noun phrase.
    pub(crate) fn resolve(&mut self, phrase: &Range<usize>) -> Option<Resolved> {
        let resolved = self.read(phrase)?;
        self.past.push(resolved.clone());
        Some(resolved)
    }

    /// The last source, for a quotation that follows on.
    pub(crate) fn last(&self) -> Option<&Resolved> {
        self.past.last()
    }

    fn read(&self, phrase: &Range<usize>) -> Option<Resolved> {
        let first = &self.reading.words[phrase.start];
        if phrase.len() == 1 && first.is(tag::PRONOUN) {
            return Some(self.pronoun(phrase));
        }
        let head_end = self.head_end(phrase);
        if let Some(outlet) = self.elliptical(phrase, head_end) {
            return Some(outlet);
        }
        self.person(phrase, head_end)
            .or_else(|| self.described(phrase, head_end))
            .or_else(|| self.named(phrase))
            .or_else(|| Some(self.plain(phrase, head_end)))
    }

    /// "the Post", "the network": the outlet meant, where the phrase is nothing more.
    fn elliptical(&self, phrase: &Range<usize>, head_end: usize) -> Option<Resolved> {
        let at = self.outlets.partition_point(|it| it.tokens.end <= phrase.start);
        let outlet =
            self.outlets.get(at).filter(|it| it.tokens.start <= phrase.start + 1)?;
        let whole = outlet.tokens.end >= head_end && !self.possessive(outlet.tokens.end);
        let known = self
            .cast
            .mention_at(outlet.tokens.end - 1)
            .is_some_and(|it| self.cast.actors[it.actor].name == outlet.name);
        (whole && !known).then(|| {
            let name = outlet.name.clone();
            self.make(name, ActorKind::Outlet, phrase, 0.8, None, Sex::Unknown, true)
        })
    }

    /// The head of the phrase ends before its first comma, preposition or relative.
    fn head_end(&self, phrase: &Range<usize>) -> usize {
        let mut at = phrase.start;
        while at < phrase.end {
            let word = &self.reading.words[at];
            if let Some(mention) = self.cast.mention_at(at) {
                at = mention.end;
                continue;
            }
            let mark = self.reading.word(at);
            let stops = matches!(mark, "," | "(" | "—" | "–" | ";")
                || at > phrase.start
                    && word.is(tag::PREPOSITION | tag::RELATIVE)
                    && !word.is(tag::DETERMINER);
            if stops {
                return at;
            }
            at += 1;
        }
        phrase.end
    }

    /// A person by name: in the head ("Kremlin spokesman Dmitry Orlov"), or in apposition
    /// ("the port's director, Ana Bell").
    fn person(&self, phrase: &Range<usize>, head_end: usize) -> Option<Resolved> {
        let in_head = self.cast.mentions_in(phrase.start, head_end);
        let head = in_head.iter().rev().find(|it| {
            it.kind == Some(ActorKind::Person)
                && !self.possessive(it.end)
                && it.end == head_end
        });
        if let Some(mention) = head {
            return Some(self.by_name(mention.actor, phrase, 0.95));
        }
        let described = (phrase.start..head_end)
            .any(|it| self.reading.words[it].is(tag::PERSON_NOUN));
        let first = in_head
            .iter()
            .find(|it| it.kind == Some(ActorKind::Person) && !self.possessive(it.end));
        if let (Some(mention), false) = (first, described) {
            return Some(self.by_name(mention.actor, phrase, 0.9));
        }
        if !described {
            return None;
        }
        // "the port's director, Ana Bell", "spokeswoman for the port Ana Bell"
        let rest = self.cast.mentions_in(head_end, phrase.end);
        let people = || {
            rest.iter().filter(|it| {
                it.kind == Some(ActorKind::Person) && !self.possessive(it.end)
            })
        };
        let beside = people().find(|it| {
            self.reading.is(it.titled_start.wrapping_sub(1), ",") || it.end == phrase.end
        });
        let of_person = |start: usize| {
            start > 0 && self.reading.words[start - 1].is(tag::PREPOSITION)
        };
        let mention = beside.filter(|it| !of_person(it.titled_start))?;
        Some(self.by_name(mention.actor, phrase, 0.85))
    }

    fn possessive(&self, at: usize) -> bool {
        matches!(self.reading.word(at), "'s" | "’s")
            || matches!(self.reading.word(at), "'" | "’")
                && self.reading.word(at.saturating_sub(1)).ends_with('s')
    }

    /// A described person: "a senior official", "the Russian leader", "her lawyer".
    fn described(&self, phrase: &Range<usize>, head_end: usize) -> Option<Resolved> {
        let noun = (phrase.start..head_end)
            .rev()
            .find(|&it| self.reading.words[it].is(tag::PERSON_NOUN))?;
        // "the White House" is no person; "White House officials" are.
        let inside = self.cast.mention_at(noun).is_some_and(|it| it.end > noun + 1);
        if inside {
            return None;
        }
        if let Some(actor) = self.known_as(phrase, noun) {
            return Some(self.by_name(actor, phrase, 0.7));
        }
        let end = self.description_end(phrase, head_end);
        let start = self.without_determiner(phrase.start, end);
        let word = self.reading.word(noun).to_ascii_lowercase();
        let plural = word.ends_with('s')
            || matches!(word.as_str(), "people" | "police" | "men" | "women" | "both");
        let sex = match word.as_str() {
            "spokeswoman" | "woman" | "mother" | "wife" | "daughter" | "sister"
            | "chairwoman" | "congresswoman" | "queen" | "actress" => Sex::Female,
            "spokesman" | "man" | "father" | "husband" | "son" | "brother"
            | "chairman" | "congressman" | "king" | "businessman" => Sex::Male,
            _ => Sex::Unknown,
        };
        let name = self.text(start, end);
        Some(self.make(name, ActorKind::Person, phrase, 0.8, None, sex, plural))
    }

    /// Descriptions keep "of the port", "for the ministry", not ", who arrived late".
    fn description_end(&self, phrase: &Range<usize>, head_end: usize) -> usize {
        let prepositional = head_end < phrase.end
            && matches!(
                self.reading.word(head_end),
                "of" | "for"
                    | "at"
                    | "with"
                    | "from"
                    | "in"
                    | "on"
                    | "to"
                    | "close"
                    | "familiar"
            );
        if !prepositional {
            return head_end;
        }
        (head_end..phrase.end)
            .find(|&it| matches!(self.reading.word(it), "," | "(" | "who" | "that" | "—"))
            .unwrap_or(phrase.end)
    }

    fn without_determiner(&self, start: usize, end: usize) -> usize {
        let article = matches!(
            self.reading.word(start).to_ascii_lowercase().as_str(),
            "the" | "a" | "an" | "one" | "another" | "that" | "this"
        );
        if article && start + 1 < end { start + 1 } else { start }
    }

    /// "the president", "the senator", "the Russian leader": the named person whose
    /// title or apposition holds the noun - or, with a demonym, who was given that
    /// demonym - latest first.
    fn known_as(&self, phrase: &Range<usize>, noun: usize) -> Option<usize> {
        let the = self.reading.is_low(phrase.start, "the");
        if !the || self.reading.word(noun).ends_with('s') {
            return None;
        }
        let word = self.reading.words[noun].low;
        let origin =
            (phrase.start + 1..noun).find(|&it| self.reading.words[it].is_capital());
        let origin = origin.map(|it| self.reading.words[it].low);
        let upto = self.cast.mentions.partition_point(|it| it.start < phrase.start);
        let titled = |from: usize, to: usize, low: u64| {
            (from..to.min(self.reading.words.len()))
                .any(|it| self.reading.words[it].low == low)
        };
        let fits = |it: &&crate::extract::actor::Mention| {
            let before =
                it.start.saturating_sub(6).max(it.titled_start.saturating_sub(4));
            let behind = it.end + 1;
            let has = |low: u64| {
                titled(before, it.start, low)
                    || self.reading.is(it.end, ",")
                        && titled(behind, self.apposition_end(behind), low)
            };
            it.kind == Some(ActorKind::Person)
                && match origin {
                    Some(origin) => has(origin) && (has(word) || self.leads(noun)),
                    None => has(word),
                }
        };
        self.cast.mentions[..upto].iter().rev().take(80).find(fits).map(|it| it.actor)
    }

    /// "the Russian leader" may have been introduced as president or premier.
    fn leads(&self, noun: usize) -> bool {
        matches!(
            self.reading.word(noun),
            "leader" | "president" | "premier" | "strongman"
        )
    }

    fn apposition_end(&self, start: usize) -> usize {
        (start..(start + 8).min(self.reading.words.len()))
            .find(|&it| matches!(self.reading.word(it), "," | "." | ";"))
            .unwrap_or(start)
    }

    /// A body, an outlet, a place as its government - or a document of one of them.
    fn named(&self, phrase: &Range<usize>) -> Option<Resolved> {
        let inside = self.cast.mentions_in(phrase.start, phrase.end);
        let document = self.document(phrase);
        let mention =
            inside.iter().find(|it| !self.owns_more(it, phrase)).or(inside.first())?;
        let owned =
            self.possessive(mention.end) && mention.end + 1 < phrase.end && !document;
        if owned {
            // "Orr's office", "Orr's campaign": a body of its own.
            let name = self.text(
                self.without_determiner(phrase.start, phrase.end),
                self.head_end(phrase).max(mention.end + 2).min(phrase.end),
            );
            return Some(self.make(
                name,
                ActorKind::Organisation,
                phrase,
                0.8,
                None,
                Sex::Unknown,
                true,
            ));
        }
        let kind = self.cast.kind(mention.actor);
        let mut resolved = self.by_name(mention.actor, phrase, 0.9);
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
                0.8,
                None,
                Sex::Unknown,
                true,
            ));
        }
        Some(resolved)
    }

    fn owns_more(
        &self,
        mention: &crate::extract::actor::Mention,
        phrase: &Range<usize>,
    ) -> bool {
        self.possessive(mention.end) && mention.end + 1 < phrase.end
    }

    fn document(&self, phrase: &Range<usize>) -> bool {
        let head_end = self.head_end(phrase);
        (phrase.start..head_end)
            .rev()
            .find(|&it| self.reading.words[it].kind.is_word())
            .is_some_and(|it| {
                self.reading.words[it].is(tag::DOCUMENT_NOUN)
                    && !self.reading.words[it].is_capital()
            })
    }

    /// Neither a name nor people: "the ministry", "the statement", "a new poll".
    fn plain(&self, phrase: &Range<usize>, head_end: usize) -> Resolved {
        let end = self.description_end(phrase, head_end).max(phrase.start + 1);
        let start = self.without_determiner(phrase.start, end);
        let document = self.document(phrase);
        if document && let Some(issuer) = self.issuer(phrase, head_end) {
            return issuer;
        }
        if let Some(actor) = self.body_meant(phrase, head_end) {
            return self.by_name(actor, phrase, 0.65);
        }
        let name = self.text(start, end);
        let mut made = self.make(
            name,
            ActorKind::Organisation,
            phrase,
            0.6,
            None,
            Sex::Unknown,
            true,
        );
        made.document = document;
        made
    }

    /// "the ministry", "the company": the body named before whose name holds the noun.
    fn body_meant(&self, phrase: &Range<usize>, head_end: usize) -> Option<usize> {
        let noun = head_end.checked_sub(1).filter(|&it| it > phrase.start)?;
        if !self.reading.is_low(phrase.start, "the")
            || head_end - phrase.start > 2
            || !self.reading.words[noun].is(tag::BODY_NOUN)
        {
            return None;
        }
        let word = self.reading.words[noun].low;
        let upto = self.cast.mentions.partition_point(|it| it.start < phrase.start);
        self.cast.mentions[..upto]
            .iter()
            .rev()
            .take(60)
            .find(|it| (it.start..it.end).any(|at| self.reading.words[at].low == word))
            .map(|it| it.actor)
    }

    /// "the statement read": whoever put out a statement in the sentences before.
    fn issuer(&self, phrase: &Range<usize>, head_end: usize) -> Option<Resolved> {
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
            let Some(at) = range.clone().find(|&it| self.reading.words[it].low == low)
            else {
                continue;
            };
            let mut issued = self.issued_by(range.start, at)?;
            issued.source.span = self.reading.span(phrase.start, phrase.end);
            issued.document = true;
            return Some(issued);
        }
        None
    }

    /// The first party named in `start..end`: the subject of "put out a statement".
    fn issued_by(&self, start: usize, end: usize) -> Option<Resolved> {
        let mention = self.cast.mentions_in(start, end).first()?;
        let owned = self.possessive(mention.end);
        let last = if owned { (mention.end + 2).min(end) } else { mention.end };
        self.read(&(mention.start..last))
    }

    /// he, she: the last source of that sex; they: the last body or people; I and we:
    /// the writer, unless inside a quotation.
    fn pronoun(&self, phrase: &Range<usize>) -> Resolved {
        let word = &self.reading.words[phrase.start];
        let surface = self.reading.word(phrase.start).to_ascii_lowercase();
        if matches!(surface.as_str(), "i" | "we" | "you") {
            let text = self.reading.word(phrase.start).to_owned();
            return self.make(
                text,
                ActorKind::Person,
                phrase,
                0.5,
                None,
                Sex::Unknown,
                surface == "we",
            );
        }
        let wanted = match surface.as_str() {
            "he" => Sex::Male,
            "she" => Sex::Female,
            _ => Sex::Unknown,
        };
        let plural = word.is(tag::PLURAL) || surface == "it";
        let fits = |it: &&Resolved| {
            if plural {
                it.plural
            } else {
                !it.plural
                    && (it.sex == wanted
                        || it.sex == Sex::Unknown
                        || wanted == Sex::Unknown)
            }
        };
        let recent = self.past.iter().rev().take(12).find(fits);
        let named = if plural { None } else { self.nearest_person(phrase.start, wanted) };
        let (name, kind, actor, sex, confidence) = match (recent, named) {
            (Some(recent), Some((actor, at)))
                if at > recent.source.span.end && self.subject_like(at, phrase.start) =>
            {
                self.of_actor(actor, 0.7)
            }
            (Some(recent), _) => (
                recent.source.name.clone(),
                recent.source.kind,
                recent.actor,
                recent.sex,
                0.75,
            ),
            (None, Some((actor, _))) => self.of_actor(actor, 0.6),
            (None, None) => (
                self.reading.word(phrase.start).to_owned(),
                ActorKind::Person,
                None,
                wanted,
                0.2,
            ),
        };
        let mut made = self.make(name, kind, phrase, confidence, actor, sex, plural);
        if made.sex == Sex::Unknown {
            made.sex = wanted;
        }
        made
    }

    fn of_actor(
        &self,
        actor: usize,
        confidence: f32,
    ) -> (String, ActorKind, Option<usize>, Sex, f32) {
        let entry = &self.cast.actors[actor];
        (
            entry.name.clone(),
            entry.kind,
            Some(actor),
            self.cast.people[actor].sex,
            confidence,
        )
    }

    /// The last person named before this token, outside quotations, whose sex fits.
    fn nearest_person(&self, before: usize, wanted: Sex) -> Option<(usize, usize)> {
        let upto = self.cast.mentions.partition_point(|it| it.start < before);
        self.cast.mentions[..upto].iter().rev().take(40).find_map(|it| {
            let sex = self.cast.people[it.actor].sex;
            let fits = self.cast.kind(it.actor) == ActorKind::Person
                && (sex == wanted || sex == Sex::Unknown)
                && self.reading.words[it.start].quotation == 0
                && !self.possessive(it.end);
            fits.then(|| (it.actor, self.reading.words[it.start].span.start))
        })
    }

    /// A person who opens a sentence since is its subject, and the likelier "he".
    fn subject_like(&self, byte: usize, before: usize) -> bool {
        let token = self.reading.token_at(byte);
        let sentence =
            self.reading.sentences.partition_point(|it| it.tokens.end <= token);
        self.reading
            .sentences
            .get(sentence)
            .is_some_and(|it| token < it.tokens.start + 8 && token < before)
    }

    fn by_name(&self, actor: usize, phrase: &Range<usize>, confidence: f32) -> Resolved {
        let entry = &self.cast.actors[actor];
        let sex = self.cast.people[actor].sex;
        self.make(
            entry.name.clone(),
            entry.kind,
            phrase,
            confidence,
            Some(actor),
            sex,
            entry.kind != ActorKind::Person,
        )
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one value")]
    fn make(
        &self,
        name: String,
        kind: ActorKind,
        phrase: &Range<usize>,
        confidence: f32,
        actor: Option<usize>,
        sex: Sex,
        plural: bool,
    ) -> Resolved {
        let span = self.reading.span(phrase.start, phrase.end);
        let source = Source { name, kind, span, confidence };
        Resolved { source, actor, sex, plural, document: false }
    }

    fn text(&self, start: usize, end: usize) -> String {
        let text = self.reading.span(start, end.max(start + 1)).of(self.reading.text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
