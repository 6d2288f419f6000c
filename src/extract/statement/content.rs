//! How far does the content of a cue reach? Before it, behind it, or both; up to the next
//! cue that has a source of its own.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::{frame, tag};
use crate::extract::lexicon::Lexicon;
use crate::extract::reading::{Case, Reading};
use crate::extract::statement::line::{CueAt, CueKind, Line, cues};
use crate::extract::statement::{Statement, subject};
use crate::model::ActorKind;

/// Reads one sentence and appends its statements; returns the sentence to go on with,
/// because a turn of a transcript is its whole paragraph.
pub(super) fn read(
    reading: &Reading,
    cast: &Cast,
    lexicon: &Lexicon,
    sentence: usize,
    tokens: Range<usize>,
    found: &mut Vec<Statement>,
) -> usize {
    if let Some(colon) = starts_transcript(reading, cast, sentence) {
        let paragraph = reading.sentences[sentence].paragraph;
        let rest = &reading.sentences[sentence..];
        let turn = rest.iter().take_while(|it| it.paragraph == paragraph).count();
        let end = reading.sentences[sentence + turn - 1].tokens.end;
        found.push(transcript(reading, sentence, tokens.start..end, colon));
        return sentence + turn;
    }
    let line = Line::new(reading, tokens.start, tokens.end);
    let cues = cues(&line, lexicon);
    let mut reader = Reader {
        line: &line,
        cast,
        lexicon,
        sentence,
        cues: &cues,
        floor: 0,
        made: Vec::new(),
    };
    for number in 0..cues.len() {
        reader.cue(number);
    }
    let mut made = reader.made;
    own_quotes(&mut made);
    found.append(&mut made);
    sentence + 1
}

/// "NAME: words" at the start of a paragraph: the token of the colon.
fn starts_transcript(reading: &Reading, cast: &Cast, sentence: usize) -> Option<usize> {
    let sentence = &reading.sentences[sentence];
    let start = sentence.tokens.start;
    let paragraph = reading.paragraphs.get(sentence.paragraph)?;
    if reading.words[start].span.start != paragraph.start {
        return None;
    }
    let colon = (start + 1..sentence.tokens.end.min(start + 7))
        .find(|&at| reading.is(at, ":"))?;
    if colon + 3 > sentence.tokens.end {
        return None;
    }
    let shouted = reading.words[start..colon].iter().all(|it| it.case != Case::Lower)
        && reading.words[start].case == Case::Upper
        && reading.words[start].span.len() > 1;
    let named = cast.mentions_in(start, colon).first().is_some_and(|it| {
        it.end == colon && it.kind == Some(ActorKind::Person) && it.titled_start == start
    });
    (shouted || named).then_some(colon)
}

fn transcript(
    reading: &Reading,
    sentence: usize,
    tokens: Range<usize>,
    colon: usize,
) -> Statement {
    let quotes = (colon + 1..tokens.end)
        .filter_map(|at| {
            (reading.words[at].quotation > 0)
                .then(|| reading.words[at].quotation as usize - 1)
        })
        .collect::<std::collections::BTreeSet<_>>();
    Statement {
        pieces: vec![colon + 1..tokens.end],
        quotes: quotes.into_iter().collect(),
        cue: Some(colon..colon + 1),
        cue_word: None,
        subject: Some(tokens.start..colon),
        far: false,
        object: None,
        denied: false,
        sentence,
        follows: false,
    }
}

/// A quotation inside two statements of a sentence belongs to the inner one: "The Lantern
/// reported that Orr said “no”" gives the mark to Orr.
fn own_quotes(made: &mut [Statement]) {
    for outer in 0..made.len() {
        for inner in 0..made.len() {
            let inside = outer != inner
                && made[outer].start() <= made[inner].start()
                && made[inner].end() <= made[outer].end()
                && (made[outer].end() - made[outer].start()
                    > made[inner].end() - made[inner].start());
            if inside {
                let inner_quotes = made[inner].quotes.clone();
                made[outer].quotes.retain(|it| !inner_quotes.contains(it));
            }
        }
    }
}

struct Reader<'a, 'b, 'c> {
    line: &'a Line<'b, 'c>,
    cast: &'a Cast,
    lexicon: &'a Lexicon,
    sentence: usize,
    cues: &'a [CueAt],
    /// Item before which nothing may be taken as content of a later cue.
    floor: usize,
    made: Vec<Statement>,
}

/// A cue with the phrases around it.
struct Framed {
    subject: Option<Range<usize>>,
    object: Option<Range<usize>>,
    far: bool,
    /// First item after the cue, its objects and adjuncts.
    tail: usize,
    /// One past the last item of a content that stands before.
    left_end: usize,
    inverted: bool,
}

impl Reader<'_, '_, '_> {
    fn cue(&mut self, number: usize) {
        let cue = self.cues[number];
        match cue.kind {
            CueKind::According => self.according(cue, number),
            CueKind::Passive => self.passive(cue, number),
            CueKind::Citing => (),
            CueKind::Finite | CueKind::Participle => self.verb(cue, number),
        }
    }

    fn verb(&mut self, cue: CueAt, number: usize) {
        let framed = self.frame(cue);
        let left = self.left_content(cue, &framed);
        let right = self.right_content(cue, &framed, number);
        let line = self.line;
        let quoted_left =
            left.clone().is_some_and(|it| line.first_quote(it.start, it.end).is_some());
        let mut pieces = Vec::new();
        if quoted_left && cue.kind == CueKind::Finite {
            if left.as_ref().is_some_and(|it| self.trails(cue, &framed, it)) {
                return;
            }
            pieces.extend(left);
            // “One,” he said, “two.”
            if let Some(right) = right.filter(|it| self.resumes(it)) {
                pieces.push(right);
            }
        } else if let Some((left, right)) =
            self.inserted(cue, &framed, left.as_ref(), number)
        {
            pieces.push(left);
            pieces.push(right);
        } else if let Some(right) = right {
            if !self.accepts(cue, &right) {
                return;
            }
            pieces.push(right);
        } else if cue.kind == CueKind::Finite && cue.word.frames & frame::SAY != 0 {
            let Some(left) = left.filter(|it| self.is_clause(it)) else { return };
            if self.trails(cue, &framed, &left) {
                return;
            }
            pieces.push(left);
        }
        if pieces.is_empty() {
            return;
        }
        self.push(cue, framed, pieces);
    }

    /// "The museum, Orr said, would open": the cue is set between commas inside its
    /// content.
    fn inserted(
        &self,
        cue: CueAt,
        framed: &Framed,
        left: Option<&Range<usize>>,
        number: usize,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let line = self.line;
        let left = left.filter(|_| {
            cue.kind == CueKind::Finite
                && cue.word.frames & frame::SAY != 0
                && line.is(framed.tail, ",")
                && line.is(framed.left_end.wrapping_sub(1), ",")
        })?;
        let start = framed.tail + 1;
        let leaves = line.has(start, tag::RELATIVE | tag::COORDINATOR)
            || line.word(start).ends_with("ing")
            || line.is(start, "according")
            || line.quote(start).is_some();
        if leaves {
            return None;
        }
        let end = self.right_end(start, number);
        (line.words_between(start, end) >= 2).then(|| (left.clone(), start..end))
    }

    /// The words after an interrupting cue take the quotation up again.
    fn resumes(&self, right: &Range<usize>) -> bool {
        let first = (right.start..right.end)
            .find(|&at| self.line.is_word(at) || self.line.quote(at).is_some());
        first.is_some_and(|at| self.line.quote(at).is_some())
    }

    /// A trailing outlet relays the statement of the same sentence rather than making
    /// one of its own: "The pier is closed, Orr said, The Lantern reported."
    fn trails(&self, cue: CueAt, framed: &Framed, left: &Range<usize>) -> bool {
        let Some(subject) = &framed.subject else { return false };
        let outlet = self.is_outlet(subject);
        outlet
            && self.made.iter().any(|it| {
                it.start() >= self.line.start_token(left.start)
                    && it
                        .cue
                        .as_ref()
                        .is_some_and(|it| it.start < self.line.start_token(cue.at))
            })
    }

    fn frame(&self, cue: CueAt) -> Framed {
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
            framed.subject = subject::after(line, self.cast, after);
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
        framed.tail = self.skip_adjuncts(framed.tail);
        framed
    }

    /// Subject of the statement before in this sentence, else of the sentence.
    fn subject_elsewhere(&self, cue: CueAt) -> Option<Range<usize>> {
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
        subject::main(line, self.cast, cue.at)
    }

    /// “Q,” said S - or: The pier is closed, said Orr.
    fn is_inverted(&self, cue: CueAt) -> bool {
        let line = self.line;
        let Some(before) = cue.at.checked_sub(1) else {
            return false;
        };
        let after = cue.at + cue.len;
        let Some(subject) = subject::after(line, self.cast, after) else { return false };
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
        if !nominal {
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

    fn only_adjuncts(&self, at: usize) -> bool {
        let end = self.skip_adjuncts(at);
        end >= self.line.len() || self.line.is_stop(end) || self.line.is(end, ",")
    }

    /// The person told: a pronoun, a name, or people described.
    fn object(&self, start: usize) -> Option<Range<usize>> {
        let line = self.line;
        if line.has(start, tag::PRONOUN) && !line.is(start, "that") {
            return Some(start..start + 1);
        }
        let mut at = start;
        while at < line.len().min(start + 14) {
            let Some(token) = line.token(at) else { return None };
            if let Some(mention) = self.cast.mention_at(token) {
                while at < line.len() && line.token(at).is_some_and(|it| it < mention.end)
                {
                    at += 1;
                }
                let possessive = line.is(at, "'s") || line.is(at, "’s");
                let more = possessive
                    || line.is(at, "and")
                    || line.is(at, "&")
                    || (line.is(at, "of") && !possessive)
                    || matches!(
                        line.word(at),
                        "host"
                            | "anchor"
                            | "reporters"
                            | "correspondent"
                            | "program"
                            | "show"
                            | "news"
                            | "radio"
                            | "magazine"
                            | "newspaper"
                            | "affiliate"
                    )
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
            let head = line.has(at, tag::PERSON_NOUN | tag::BODY_NOUN)
                || matches!(
                    line.word(at),
                    "paper"
                        | "newspaper"
                        | "magazine"
                        | "crowd"
                        | "audience"
                        | "press"
                        | "outlet"
                        | "nation"
                        | "world"
                        | "public"
                        | "media"
                        | "jury"
                        | "room"
                        | "rally"
                        | "newsletter"
                        | "program"
                        | "site"
                        | "website"
                );
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

    /// Skips times, adverbs and phrases like "in a statement", "on Twitter".
    fn skip_adjuncts(&self, start: usize) -> usize {
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
    fn phrase(&self, at: usize) -> Option<usize> {
        let line = self.line;
        if !matches!(
            line.word(at),
            "in" | "on"
                | "at"
                | "to"
                | "during"
                | "via"
                | "through"
                | "after"
                | "before"
                | "from"
                | "with"
                | "by"
                | "about"
                | "over"
                | "following"
                | "of"
                | "as"
                | "under"
                | "outside"
                | "inside"
                | "for"
                | "upon"
                | "near"
        ) {
            return None;
        }
        let limit = line.len().min(at + 22);
        let mut end = at + 1;
        let mut vehicle_end = None;
        while end < limit {
            let mark = line.word(end);
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
    fn vehicle_tail(&self, end: usize) -> usize {
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

    fn vehicle(&self, at: usize) -> Option<(crate::model::Vehicle, usize)> {
        let words = &self.line.reading.words;
        let ahead = (at..self.line.len().min(at + 5))
            .map_while(|it| self.line.token(it))
            .map(|it| words[it].low);
        self.lexicon.english.vehicles.longest(ahead)
    }

    /// What stands before the subject and may be the content.
    fn left_content(&self, cue: CueAt, framed: &Framed) -> Option<Range<usize>> {
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
        if !quote && !comma {
            return None;
        }
        let start = self.clause_start(end, quote);
        (start < end).then_some(start..end)
    }

    /// Where the clause that ends at `end` begins: conjunctions left out; a quotation
    /// that opens it stands alone.
    fn clause_start(&self, end: usize, quote: bool) -> usize {
        let line = self.line;
        let mut start = self.floor;
        while start < end
            && (line.is_punctuation(start) || line.has(start, tag::COORDINATOR))
        {
            start += 1;
        }
        if quote && self.floor > 0 {
            // After an earlier cue of the sentence only the quotation itself is new.
            let mut first = end - 1;
            while first > start && line.quote(first - 1).is_some() {
                first -= 1;
            }
            return first;
        }
        start
    }

    fn right_content(
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
        let end = self.right_end(start, number);
        (line.words_between(start, end) > 0).then_some(start..end)
    }

    /// Content ends before the next cue that brings its own source, and before the stop.
    fn right_end(&self, start: usize, number: usize) -> usize {
        let line = self.line;
        let mut end = line.len();
        for next in &self.cues[number + 1..] {
            if next.at < start {
                continue;
            }
            let Some(cut) = self.cut_before(next, start) else { continue };
            end = end.min(cut);
            break;
        }
        while end > start
            && (line.is_stop(end - 1)
                || matches!(line.word(end - 1), "," | "and" | "but" | ":" | "—"))
        {
            end -= 1;
        }
        end
    }

    /// Where a content that began at `start` must stop for a later cue.
    fn cut_before(&self, next: &CueAt, start: usize) -> Option<usize> {
        let line = self.line;
        let comma = |at: usize| at > start && line.is(at - 1, ",");
        match next.kind {
            CueKind::Participle | CueKind::Citing => comma(next.at).then(|| next.at - 1),
            CueKind::According => (next.at > start).then_some(next.at),
            CueKind::Passive => None,
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
    fn accepts(&self, cue: CueAt, right: &Range<usize>) -> bool {
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
        words >= 2 && !(line.is(right.start, "of") && words < 3)
    }

    fn is_clause(&self, left: &Range<usize>) -> bool {
        self.line.words_between(left.start, left.end) >= 3
    }

    fn passive(&mut self, cue: CueAt, number: usize) {
        // "“Q,” Orr was quoted as saying": listed as phrases; "it was reported that" has
        // no source. "was told that": the subject heard it.
        let line = self.line;
        let quote = line.quote(cue.at + cue.len).is_some();
        let by = (cue.at + cue.len..line.len()).find(|&at| line.is(at, "by"));
        let Some(by) = by.filter(|_| cue.word.frames & frame::ACT != 0) else {
            let _ = (quote, number);
            return;
        };
        let Some(subject) = subject::after(line, self.cast, by + 1) else { return };
        let start = self.clause_start(cue.at, false);
        if cue.at <= start || by - (cue.at + cue.len) > 12 {
            return;
        }
        let named = subject.clone().any(|at| {
            line.token(at).is_some_and(|it| self.cast.mention_at(it).is_some())
                || line.has(at, tag::PERSON_NOUN)
        });
        if !named {
            return;
        }
        let framed = Framed {
            subject: Some(subject),
            object: None,
            far: false,
            tail: by,
            left_end: cue.at,
            inverted: true,
        };
        self.push(cue, framed, vec![start..by]);
    }

    fn according(&mut self, cue: CueAt, number: usize) {
        let line = self.line;
        let Some(subject) = subject::after(line, self.cast, cue.at + cue.len) else {
            return;
        };
        let mut first = self.floor;
        while first < cue.at
            && (line.is_punctuation(first)
                || line.has(first, tag::COORDINATOR | tag::ADVERB))
        {
            first += 1;
        }
        let opens = first >= cue.at;
        let framed = |subject: Range<usize>| Framed {
            tail: subject.end,
            subject: Some(subject),
            object: None,
            far: false,
            left_end: cue.at,
            inverted: false,
        };
        if opens {
            let Some(comma) = self.according_comma(&subject) else { return };
            let end = self.right_end(comma + 1, number);
            // "According to The Lantern, Orr said": Orr's words, handed on.
            if self.is_outlet(&subject) && self.own_cue(comma + 1, number) {
                return;
            }
            if line.words_between(comma + 1, end) >= 2 {
                self.push(cue, framed(subject), vec![comma + 1..end]);
            }
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
        let mut pieces = vec![first..end];
        pieces.extend(self.resumed_clause(&subject, end, number));
        self.push(cue, framed(subject), pieces);
    }

    /// "The talks, according to Orr, centred on": the clause goes on behind.
    fn resumed_clause(
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
    fn own_cue(&self, start: usize, number: usize) -> bool {
        self.cues[number + 1..].iter().any(|it| {
            it.kind == CueKind::Finite
                && it.at < start + 14
                && it.word.frames & (frame::SAY | frame::TELL) != 0
                && subject::before(self.line, self.cast, it.at, start)
                    .is_some_and(|it| it.start <= start + 2)
        })
    }

    fn is_outlet(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| {
            let mention = self.line.token(at).and_then(|it| self.cast.mention_at(it));
            mention
                .and_then(|it| it.kind)
                .is_some_and(|kind| matches!(kind, ActorKind::Outlet | ActorKind::Agency))
        })
    }

    /// The comma that ends an opening "According to S, ...": behind an apposition if one
    /// follows.
    fn according_comma(&self, subject: &Range<usize>) -> Option<usize> {
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

    fn push(&mut self, cue: CueAt, framed: Framed, pieces: Vec<Range<usize>>) {
        let line = self.line;
        let tokens = |range: &Range<usize>| {
            line.start_token(range.start)..line.end_token(range.end - 1)
        };
        let quotes = pieces
            .iter()
            .flat_map(|it| it.clone().filter_map(|at| line.quote(at)))
            .collect();
        let last = pieces.last().map_or(0, |it| it.end);
        let statement = Statement {
            pieces: pieces.iter().map(tokens).collect(),
            quotes,
            cue: Some(line.start_token(cue.at)..line.end_token(cue.at + cue.len - 1)),
            cue_word: Some(cue.word),
            subject: framed.subject.as_ref().map(tokens),
            far: framed.far,
            object: framed.object.as_ref().map(tokens),
            denied: cue.negated || cue.word.denial,
            sentence: self.sentence,
            follows: false,
        };
        self.made.push(statement);
        // A later cue may take content only behind a closed statement.
        let closed = last.max(cue.at + cue.len);
        let coordinated = line.has(closed, tag::COORDINATOR)
            || line.is(closed, ",")
            || line.is(closed, ";");
        if coordinated {
            self.floor = closed;
        }
    }
}
