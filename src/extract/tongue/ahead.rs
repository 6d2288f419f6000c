//! Which cue announces a quotation? The last one before it ("Brandt sagte: „…“"), with the
//! words of its clause that belong to the content; or a marker ("laut Brandt ist die Summe
//! „…“").

use crate::extract::tongue::noun;
use crate::extract::tongue::speech::{Reader, Speech};
use crate::extract::tongue::table::{Manner, class, marker};

impl Reader<'_, '_, '_> {
    /// The cue before a quotation: Brandt sagte: „…“ / nannte die Summe „…“ / 李强说：“……”
    pub(super) fn ahead(&self, number: usize) -> Option<Speech> {
        let page = self.page;
        let (start, end) = page.reading.quoted_tokens[number];
        let floor = self.found[self.own..].last().map_or(self.sentence.start, |it| {
            let cue = it.cue.as_ref().map_or(0, |it| it.tokens.end);
            it.end().max(cue).max(self.sentence.start).min(start)
        });
        let cues = page.cues_in(&(self.sentence.start..start));
        let cue = cues
            .iter()
            .rev()
            .find(|it| it.form.manner != Manner::Behind || it.tokens.end + 4 > start);
        let Some(cue) = cue.filter(|it| it.tokens.start >= floor) else {
            return self.according(number, floor);
        };
        // "escribe sobre el abogado, y asegura que": the subject of the cue before.
        let mut subject = self.subject_of(cue, floor, start);
        if subject.is_none() && cue.form.manner != Manner::Heard {
            let earlier =
                cues.iter().rev().filter(|it| it.tokens.end <= cue.tokens.start);
            subject = earlier.take(2).find_map(|it| {
                self.subject_of(it, self.sentence.start, it.tokens.end + 1)
            });
        }
        let tail =
            subject.as_ref().map_or(cue.tokens.end, |it| it.end.max(cue.tokens.end));
        let colon = start > 0 && matches!(page.reading.word(start - 1), ":" | "：");
        let touches = start <= tail + 1;
        let comma = (cue.tokens.end..start)
            .find(|&at| matches!(page.reading.word(at), "," | "，" | "،"));
        let that = (cue.tokens.end..start).find(|&at| page.has(at, class::THAT));
        let call = cue.form.manner == Manner::Call;
        let from = if colon || touches {
            start
        } else if let Some(that) = that {
            that + 1
        } else if call {
            tail
        } else if cue.form.manner == Manner::Behind {
            start
        } else if let Some(comma) =
            comma.filter(|it| *it >= tail || page.tongue.comma_clause)
        {
            (comma + 1).max(tail)
        } else if page.words_in(tail..start) <= 6 {
            tail
        } else {
            return None;
        };
        // "erklärte, die Gebühren seien „…“" ends with its sentence; a colon with the mark.
        let to = if from < start && !call { self.clause_end(end) } else { end };
        let mut speech = self.speech();
        speech.pieces.push(from.min(start)..to.max(end));
        speech.quotes.push(number);
        speech.follows = subject.is_none();
        speech.subject = subject;
        speech.cue = Some(cue.clone());
        Some(speech)
    }

    /// "Laut Brandt ist die Summe „…“": a marker and its source before the quotation.
    fn according(&self, number: usize, floor: usize) -> Option<Speech> {
        let page = self.page;
        let (start, end) = page.reading.quoted_tokens[number];
        let near = floor..start;
        let (marker, subject) = near.rev().find_map(|at| {
            let (tokens, bits) = page.marker_at(at).filter(|it| it.0.start == at)?;
            (bits & marker::ACCORDING != 0).then_some(())?;
            let subject = noun::after(page, tokens.end, start)?;
            (page.outlet_at(subject.start).is_none()).then_some((tokens, subject))
        })?;
        if subject.end > start || page.words_in(subject.end..start) > 14 {
            return None;
        }
        let comma = (subject.end..start)
            .find(|&at| matches!(page.reading.word(at), "," | "،" | "，"));
        let mut speech = self.speech();
        let from = comma.map_or(subject.end, |it| it + 1).min(start);
        speech.pieces.push(from..self.clause_end(end).max(end));
        speech.quotes.push(number);
        speech.subject = Some(subject);
        speech.marker = Some(marker);
        Some(speech)
    }
}
