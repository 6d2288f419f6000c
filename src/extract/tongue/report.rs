//! What does a sentence report without quotation marks? Clauses behind "dass", "que",
//! "что"; in German behind a comma; before "sagte sie"; and what "laut" and its like
//! govern.

use std::ops::Range;

use crate::extract::tongue::noun;
use crate::extract::tongue::page::CueAt;
use crate::extract::tongue::speech::{Reader, Speech};
use crate::extract::tongue::table::{Manner, Script, class};

/// Fewest words of a clause.
pub(super) const LEAST: usize = 3;

impl Reader<'_, '_, '_> {
    pub(super) fn reports(&mut self) {
        let cues: Vec<CueAt> = self.page.cues_in(&self.sentence).to_vec();
        for (number, cue) in cues.iter().enumerate() {
            if self.is_taken(cue) {
                continue;
            }
            let floor = match number.checked_sub(1) {
                Some(before) => cues[before].tokens.end,
                None => self.sentence.start,
            };
            let ceiling =
                cues.get(number + 1).map_or(self.sentence.end, |it| it.tokens.start);
            match cue.form.manner {
                Manner::Say | Manner::Deny | Manner::Heard => {
                    self.report(cue, floor, ceiling);
                }
                Manner::Behind => {
                    self.trailing(cue);
                }
                Manner::Beside | Manner::Call | Manner::Not => (),
            }
        }
        self.accordings();
    }

    /// The cue governs a quotation already, or stands inside what another reports.
    fn is_taken(&self, cue: &CueAt) -> bool {
        let at = cue.tokens.start;
        self.found[self.own..].iter().any(|it| {
            it.cue.as_ref().is_some_and(|it| it.tokens.start == at)
                || it.pieces.iter().any(|it| it.contains(&at))
        })
    }

    fn report(&mut self, cue: &CueAt, floor: usize, ceiling: usize) {
        let page = self.page;
        if self.inserted(cue) || self.trailing(cue) {
            return;
        }
        let subject = self.subject_of(cue, floor, self.sentence.end);
        // "Wie The Lantern berichtete, soll Harlan gesagt haben": hands on another's words.
        let outlet = subject
            .as_ref()
            .is_some_and(|it| it.clone().any(|at| page.outlet_at(at).is_some()));
        let later = page.cues_in(&(cue.tokens.end..self.sentence.end));
        if outlet && later.iter().any(|it| it.form.manner == Manner::Say) {
            return;
        }
        let tail =
            subject.as_ref().map_or(cue.tokens.end, |it| it.end.max(cue.tokens.end));
        if let Some(from) = self.clause_start(cue, tail) {
            let mut to = self.content_end(from, ceiling);
            // Commas between clauses of one content hold no subject of their own.
            if page.tongue.script == Script::Dense && to < self.sentence.end {
                to = self.sentence.end;
            }
            let content = self.bare(from..to);
            let that = page.has(from - 1, class::THAT);
            let least = if that { 2 } else { LEAST };
            if page.words_in(content.clone()) >= least
                && subject.is_some()
                && self.own_clause(from)
            {
                self.push(cue, subject, vec![content]);
            }
        }
    }

    /// Where the clause begins that the cue reports.
    fn clause_start(&self, cue: &CueAt, tail: usize) -> Option<usize> {
        let page = self.page;
        let reach = self.sentence.end.min(tail + 22);
        let dense = page.tongue.script == Script::Dense;
        for at in tail.min(cue.tokens.end)..reach {
            let word = page.reading.word(at);
            if page.quoted(at) {
                return None;
            }
            if page.has(at, class::THAT) && at >= cue.tokens.end {
                // "recordó con cariño su ciclo, que": too far is another clause.
                let far = page.words_in(tail.min(at)..at) > 7;
                return (!far || page.tongue.noun_capitals).then_some(at + 1);
            }
            let colon = matches!(word, ":" | "：");
            let comma = matches!(word, "," | "，");
            if at < tail {
                continue;
            }
            if colon && page.is_word(at + 1) {
                return Some(at + 1);
            }
            if comma && dense {
                return Some(at + 1);
            }
            if comma && page.tongue.comma_clause {
                let that = page.has(at + 1, class::THAT);
                let relative = page.is_relative(at + 1) && !self.has_mood(at + 1);
                if that {
                    return Some(at + 2);
                }
                return (!relative && (self.has_mood(at + 1) || at == tail))
                    .then_some(at + 1);
            }
            if comma && at > tail + 12 {
                return None;
            }
        }
        None
    }

    /// "Wie die Zeitung berichtet, sagte der Minister": what follows reports by itself.
    fn own_clause(&self, from: usize) -> bool {
        self.page.cue_at(from).is_none_or(|it| it.form.manner != Manner::Say)
    }

    /// A verb of reported speech ("sei", "habe") stands before the end of the sentence.
    fn has_mood(&self, from: usize) -> bool {
        (from..self.sentence.end).any(|at| self.page.has(at, class::MOOD))
    }

    fn content_end(&self, from: usize, ceiling: usize) -> usize {
        let page = self.page;
        let semicolon = (from..self.sentence.end).find(|&at| {
            matches!(page.reading.word(at), ";" | "；" | "؛") && !page.quoted(at)
        });
        if let Some(semicolon) = semicolon.filter(|_| page.tongue.script != Script::Dense)
        {
            return semicolon;
        }
        if ceiling <= from {
            return self.sentence.end;
        }
        // The next cue ends the content only where a comma and a subject stand before it.
        let comma = (from..ceiling)
            .rev()
            .find(|&at| matches!(page.reading.word(at), "," | "،" | "，"));
        match comma {
            Some(comma)
                if ceiling < self.sentence.end && page.words_in(comma..ceiling) <= 1 =>
            {
                comma
            }
            _ => self.sentence.end,
        }
    }

    /// "Man habe nie eine Rechnung erhalten, sagte ein Sprecher.": what stands before the
    /// comma; and what goes on in the mood of reported speech behind the subject.
    fn trailing(&mut self, cue: &CueAt) -> bool {
        let page = self.page;
        let comma = self
            .before_verb(cue)
            .checked_sub(1)
            .filter(|&at| matches!(page.reading.word(at), "," | "—" | "–" | "-" | "،"));
        let Some(mut comma) = comma.filter(|it| *it > self.sentence.start) else {
            return false;
        };
        while comma > self.sentence.start
            && !page.is_word(comma - 1)
            && !page.quoted(comma - 1)
        {
            comma -= 1;
        }
        let subject = if cue.form.manner == Manner::Heard {
            noun::in_phrase(page, &cue.tokens, &(cue.tokens.start..self.sentence.end))
        } else {
            noun::after(page, cue.tokens.end, self.sentence.end)
        };
        let heard = cue.form.manner == Manner::Heard;
        let small = page.tongue.script == Script::Cased && !page.tongue.noun_capitals;
        let object = |it: &Range<usize>| small && noun::worth(page, it) < 2;
        if subject.as_ref().is_none_or(object) && !heard {
            return false;
        }
        let from = self.own_start();
        let content = self.bare(from..comma);
        let cued = page.cues_in(&content).iter().any(|it| it.form.manner == Manner::Say);
        let clause = page.words_in(content.clone()) >= LEAST && !cued;
        let relative = page.is_relative(content.start);
        if !clause || relative || content.clone().any(|at| page.quoted(at)) {
            return false;
        }
        let tail = subject.as_ref().map_or(cue.tokens.end, |it| it.end);
        let mut pieces = vec![content];
        let rest = self.bare((tail + 1).min(self.sentence.end)..self.sentence.end);
        let resumes = page.reading.is(tail, ",")
            && page.words_in(rest.clone()) >= LEAST
            && !page.is_relative(rest.start);
        if resumes && page.tongue.comma_clause {
            pieces.push(rest);
        }
        self.push(cue, subject, pieces);
        true
    }

    /// The first of the words of a compound verb: "a indiqué", "hatte gesagt".
    fn before_verb(&self, cue: &CueAt) -> usize {
        let mut at = cue.tokens.start;
        while at > self.sentence.start && self.page.has(at - 1, class::STOP | class::SKIP)
        {
            at -= 1;
        }
        at
    }

    /// "Velmark werde, kündigte er an, die Forderung nicht weiter verfolgen".
    fn inserted(&mut self, cue: &CueAt) -> bool {
        let page = self.page;
        let before = self.before_verb(cue).wrapping_sub(1);
        if !page.reading.is(before, ",") || before <= self.sentence.start {
            return false;
        }
        let Some(subject) = noun::after(page, cue.tokens.end, self.sentence.end) else {
            return false;
        };
        let close = (subject.end..self.sentence.end.min(subject.end + 2))
            .find(|&at| page.reading.is(at, ","));
        let Some(close) = close else { return false };
        let (left, right) = (
            self.bare(self.own_start()..before),
            self.bare(close + 1..self.sentence.end),
        );
        let plain = page.cues_in(&left).is_empty()
            && !left.clone().any(|at| page.quoted(at) || page.is_relative(at))
            && !right.clone().any(|at| page.quoted(at))
            && !page.is_relative(right.start)
            && !page.has(right.start, class::CONJUNCTION);
        let long =
            page.words_in(left.clone()) + page.words_in(right.clone()) >= 2 * LEAST;
        if !plain || !long || page.words_in(right.clone()) < 2 || left.is_empty() {
            return false;
        }
        self.push(cue, Some(subject), vec![left, right]);
        true
    }

    /// Where a content before a cue begins: behind other statements of the sentence.
    fn own_start(&self) -> usize {
        let ends = self.found[self.own..].iter().map(Speech::end);
        ends.max().unwrap_or(self.sentence.start).max(self.sentence.start)
    }

    /// A range without marks at its ends.
    pub(super) fn bare(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = range;
        let page = self.page;
        while start < end && !page.is_word(start) && !page.quoted(start) {
            start += 1;
        }
        while end > start && !page.is_word(end - 1) && !page.quoted(end - 1) {
            end -= 1;
        }
        start..end
    }

    fn push(
        &mut self,
        cue: &CueAt,
        subject: Option<Range<usize>>,
        pieces: Vec<Range<usize>>,
    ) {
        let mut pieces = pieces;
        for piece in &mut pieces {
            let governed = self.found[self.own..].iter().flat_map(|it| it.quotes.iter());
            let starts = governed.map(|&it| self.page.reading.quoted_tokens[it].0);
            let inside = starts.filter(|it| piece.contains(it)).min();
            if let Some(inside) = inside {
                *piece = self.bare(piece.start..inside);
            }
        }
        pieces.retain(|it| self.page.words_in(it.clone()) >= 2);
        let quotes = &self.page.reading.words;
        if pieces.is_empty() {
            return;
        }
        let mut inside: Vec<usize> = pieces
            .iter()
            .flat_map(|it| quotes[it.clone()].iter())
            .filter(|it| it.quotation > 0)
            .map(|it| it.quotation as usize - 1)
            .collect();
        inside.dedup();
        let mut speech = self.speech();
        speech.pieces = pieces;
        speech.quotes = inside;
        speech.follows = subject.is_none();
        speech.subject = subject;
        speech.cue = Some(cue.clone());
        self.found.push(speech);
    }
}
