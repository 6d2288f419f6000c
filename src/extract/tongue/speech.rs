//! Which words are reported, and by which cue? Quotations first: the cue behind them, the
//! cue or colon before them, the statement they continue. What a sentence reports without
//! marks is read in `report`.

use std::ops::Range;

use crate::extract::tongue::noun;
use crate::extract::tongue::page::{CueAt, Page};
use crate::extract::tongue::table::{Manner, Script, class};

/// A sentence of more tokens has lost its stops: each cue would claim all the rest.
const LONGEST: usize = 1_000;

/// A statement in tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Speech {
    /// Content, marks included.
    pub(super) pieces: Vec<Range<usize>>,
    /// Numbers of the quotations that are its own words.
    pub(super) quotes: Vec<usize>,
    /// The cue.
    pub(super) cue: Option<CueAt>,
    /// The words of a marker that reports ("laut").
    pub(super) marker: Option<Range<usize>>,
    /// The phrase of the source.
    pub(super) subject: Option<Range<usize>>,
    /// Takes over the source of the statement before.
    pub(super) follows: bool,
    /// The sentence in which links are looked for.
    pub(super) sentence: Range<usize>,
    /// Its paragraph.
    pub(super) paragraph: usize,
}

impl Speech {
    pub(super) fn start(&self) -> usize {
        self.pieces.first().map_or(0, |it| it.start)
    }

    pub(super) fn end(&self) -> usize {
        self.pieces.last().map_or(0, |it| it.end)
    }
}

/// Finds the statements of a text, by start.
pub(super) fn speeches(page: &Page) -> Vec<Speech> {
    let mut found: Vec<Speech> = Vec::new();
    for number in 0..page.reading.sentences.len() {
        let from = found.len();
        if page.reading.sentences[number].tokens.len() > LONGEST {
            continue;
        }
        let mut reader = Reader::new(page, number, &mut found);
        reader.quotations();
        if !page.tongue.is_mute() {
            reader.reports();
        }
        found[from..].sort_by_key(|it| (it.start(), it.end()));
    }
    found
}

/// Reads one sentence.
pub(super) struct Reader<'a, 'b, 'c> {
    pub(super) page: &'a Page<'b, 'c>,
    pub(super) sentence: Range<usize>,
    pub(super) paragraph: usize,
    pub(super) found: &'a mut Vec<Speech>,
    /// Statements of this sentence begin here in `found`.
    pub(super) own: usize,
}

impl<'a, 'b, 'c> Reader<'a, 'b, 'c> {
    fn new(page: &'a Page<'b, 'c>, number: usize, found: &'a mut Vec<Speech>) -> Self {
        let sentence = page.reading.sentences[number].tokens.clone();
        let paragraph = page.reading.sentences[number].paragraph;
        let own = found.len();
        Self { page, sentence, paragraph, found, own }
    }

    pub(super) fn speech(&self) -> Speech {
        let (sentence, paragraph) = (self.sentence.clone(), self.paragraph);
        Speech { sentence, paragraph, ..Speech::default() }
    }

    fn quotations(&mut self) {
        let ranges = &self.page.reading.quoted_tokens;
        let first = ranges.partition_point(|it| it.0 < self.sentence.start);
        let last = ranges.partition_point(|it| it.0 < self.sentence.end);
        for number in first..last {
            if !self.is_title(number) {
                self.quotation(number);
            }
        }
    }

    /// «Газпром», 《人民日报》, der „Bild“: marks around a name, or around a word or two.
    fn is_title(&self, number: usize) -> bool {
        let page = self.page;
        let (start, end) = page.reading.quoted_tokens[number];
        if page.reading.word(start).starts_with(['《', '〈']) {
            return true;
        }
        let named = start > 0 && page.has(start - 1, class::PRESS | class::BODY);
        let outlet = page.outlet_at(start + 1).is_some_and(|it| it.tokens.end + 1 >= end);
        let words = page.words_in(start..end);
        named && words <= 5 && page.tongue.script != Script::Dense || outlet || words == 0
    }

    fn quotation(&mut self, number: usize) {
        let page = self.page;
        let (start, end) = page.reading.quoted_tokens[number];
        let words = page.words_in(start..end);
        let least = if page.tongue.script == Script::Dense { 8 } else { 4 };
        let inside = |it: &&mut Speech| it.pieces.iter().any(|it| it.contains(&start));
        if let Some(outer) = self.found[self.own..].iter_mut().find(inside) {
            outer.quotes.push(number);
            return;
        }
        if self.resumes(number) {
            return;
        }
        let behind = self.spliced(number).or_else(|| self.behind(number));
        let close = behind.is_some();
        let speech = behind.or_else(|| self.ahead(number));
        if let Some(speech) = speech {
            let governed = close
                || words >= 2
                || speech.pieces.iter().any(|it| it.len() > words + 2);
            if governed {
                self.found.push(speech);
            }
            return;
        }
        let outside = (self.sentence.clone())
            .filter(|&at| page.is_word(at) && !page.quoted(at))
            .count();
        if outside <= 1 && self.continues(number) {
            return;
        }
        if words < least || outside > 1 && words < least + 2 {
            return;
        }
        // Marks around a slogan or a heading: “为合作注入动力”.
        let inner = page.reading.quotations[number].inner.of(page.reading.text);
        let stopped = inner.trim_end().ends_with(['。', '！', '？', '…']);
        if page.tongue.script == Script::Dense && !stopped && (words < 24 || outside > 1)
        {
            return;
        }
        let mut speech = self.speech();
        speech.pieces.push(start..end);
        speech.quotes.push(number);
        // "Wer zahlt? Brandt: „…“": the words before the colon.
        let colon = start > 0 && matches!(page.reading.word(start - 1), ":" | "：");
        if colon {
            speech.subject =
                noun::before(page, start - 1, self.sentence.start).filter(|it| {
                    let short = it.len() <= 4 && page.capital(it.start);
                    noun::worth(page, it) >= 2 || short
                });
        }
        speech.follows = speech.subject.is_none() && self.follows();
        self.found.push(speech);
    }

    /// “One,” said Orr, “two.”: the second part of the quotation before.
    fn resumes(&mut self, number: usize) -> bool {
        let page = self.page;
        let (start, end) = page.reading.quoted_tokens[number];
        let Some(last) = self.found[self.own..].last_mut() else { return false };
        let cue = last.cue.as_ref().map_or(0, |it| it.tokens.end);
        let behind = last.end() <= start && cue > last.start() && cue <= start;
        let from = last.subject.as_ref().map_or(cue, |it| it.end.max(cue));
        let gap = from.min(start)..start;
        let plain = page.cues_in(&gap).is_empty() && page.words_in(gap) <= 7;
        if behind && plain && !last.quotes.is_empty() {
            last.pieces.push(start..end);
            last.quotes.push(number);
            return true;
        }
        false
    }

    /// A quotation alone in its sentence behind another of the same paragraph.
    fn continues(&mut self, number: usize) -> bool {
        let (start, end) = self.page.reading.quoted_tokens[number];
        let paragraph = self.paragraph;
        let reopened = self.page.reading.quotations[number].continues;
        let Some(last) = self.found.last_mut() else { return false };
        let near = last.paragraph == paragraph || reopened;
        let quoted = !last.quotes.is_empty() && last.end() <= start;
        if near && quoted {
            last.pieces.push(start..end);
            last.quotes.push(number);
            last.paragraph = paragraph;
        }
        near && quoted
    }

    /// The statement before stands in this paragraph or the one before.
    fn follows(&self) -> bool {
        self.found.last().is_some_and(|it| it.paragraph + 1 >= self.paragraph)
    }

    /// «Мы отплывём, — сказал Орлов, — когда растает лёд»: the cue inside its marks.
    fn spliced(&self, number: usize) -> Option<Speech> {
        let page = self.page;
        let (start, end) = page.reading.quoted_tokens[number];
        let cue = page.cues_in(&(start..end)).first()?;
        let subject = noun::after(page, cue.tokens.end, end);
        let open = (start..cue.tokens.start).rev().find(|&at| page.quoted(at))? + 1;
        let close = (cue.tokens.end..end).find(|&at| page.quoted(at)).unwrap_or(end);
        let mut speech = self.speech();
        speech.pieces.push(start..open);
        if page.words_in(close..end) > 0 {
            speech.pieces.push(close..end);
        }
        speech.quotes.push(number);
        speech.follows = subject.is_none();
        speech.subject = subject;
        speech.cue = Some(cue.clone());
        Some(speech)
    }

    /// The cue behind a quotation: „…“, sagte Brandt. / «…», — Орлов сказал. / “……”王芳说。
    fn behind(&self, number: usize) -> Option<Speech> {
        let page = self.page;
        let (start, end) = page.reading.quoted_tokens[number];
        let cue = page.cues_in(&(end..self.sentence.end)).first()?;
        let gap = end..cue.tokens.start;
        let words = page.words_in(gap.clone());
        let dense = page.tongue.script == Script::Dense;
        let most = if dense { 40 } else { 9 };
        let broken = gap.clone().any(|at| {
            page.quoted(at)
                || matches!(page.reading.word(at), ":" | "：" | ";" | "；" | "。")
        });
        // "“…”, der Chef, sagte: „…“" belongs to the next quotation.
        let next = page.reading.words.get(cue.tokens.end);
        let announces = matches!(page.reading.word(cue.tokens.end), ":" | "：")
            || next.is_some_and(|it| it.quotation > 0);
        if words > most || broken || announces {
            return None;
        }
        let subject = if words == 0 {
            self.subject_behind(cue, end)
        } else {
            let before = noun::before(page, cue.tokens.start, end);
            let comma = gap.clone().filter(|&at| !page.is_word(at)).count();
            // "„…“ ist der Plan, den Brandt vorstellte, sagte Orr" is too far.
            let whole = before.filter(|it| {
                let good = noun::worth(page, it) >= 2
                    || page.has(it.start, class::DETERMINER)
                    || page.tongue.script != Script::Cased;
                good && (it.start <= end + comma + 1 || page.words_in(end..it.start) <= 2)
            });
            whole.or_else(|| {
                let near = words <= 4 && page.breaks(end);
                near.then(|| self.subject_behind(cue, end)).flatten()
            })
        };
        if subject.is_none() && words > 1 {
            return None;
        }
        let mut speech = self.speech();
        let from = self.opening(start);
        speech.pieces.push(from..end);
        speech.quotes.push(number);
        speech.follows = subject.is_none();
        speech.subject = subject;
        speech.cue = Some(cue.clone());
        Some(speech)
    }

    fn subject_behind(&self, cue: &CueAt, floor: usize) -> Option<Range<usize>> {
        let page = self.page;
        if cue.form.manner == Manner::Heard {
            return noun::in_phrase(page, &cue.tokens, &(floor..self.sentence.end));
        }
        noun::after(page, cue.tokens.end, self.sentence.end)
            .or_else(|| noun::before(page, cue.tokens.start, floor))
    }

    /// The words before a quotation that belong to it: "Das Boot sei „seetüchtig“, heißt
    /// es". None where a cue or another statement stands between.
    fn opening(&self, start: usize) -> usize {
        let page = self.page;
        let mut from = self.sentence.start;
        if let Some(last) = self.found[self.own..].last() {
            from = from.max(last.end());
        }
        let plain = page.cues_in(&(from..start)).is_empty();
        let colon = start > from && matches!(page.reading.word(start - 1), ":" | "：");
        let words = page.words_in(from..start);
        let marked = (from..start).any(|at| page.marker_at(at).is_some());
        if plain
            && !colon
            && !marked
            && (1..=12).contains(&words)
            && from == self.sentence.start
        {
            from
        } else {
            start
        }
    }

    /// The subject of a cue that stands before its content.
    pub(super) fn subject_of(
        &self,
        cue: &CueAt,
        floor: usize,
        ceiling: usize,
    ) -> Option<Range<usize>> {
        let page = self.page;
        if cue.form.manner == Manner::Heard {
            return noun::in_phrase(page, &cue.tokens, &(floor..ceiling));
        }
        let before = noun::before(page, cue.tokens.start, floor);
        let after = || noun::after(page, cue.tokens.end, ceiling);
        // Arabic puts its verb first: "وقال الوزير".
        if page.tongue.script == Script::Caseless {
            return after().or(before.filter(|it| it.len() <= 6));
        }
        let small = page.tongue.script == Script::Cased && !page.tongue.noun_capitals;
        match before {
            Some(before) if noun::worth(page, &before) >= 2 => Some(before),
            Some(before) => {
                let after = after().filter(|it| noun::worth(page, it) == 3);
                // "si bien recordó": no noun stands alone where nouns are small.
                let plain = !small || page.has(before.start, class::DETERMINER);
                after.or_else(|| plain.then_some(before))
            }
            None => after().filter(|it| {
                !small || noun::worth(page, it) >= 2 && noun::starts_well(page, it.start)
            }),
        }
    }

    /// The end of a clause that goes on behind a quotation, without its full stop.
    pub(super) fn clause_end(&self, from: usize) -> usize {
        let page = self.page;
        let mut end = self.sentence.end;
        if let Some(cue) = page.cues_in(&(from..end)).first() {
            let comma = (from..cue.tokens.start)
                .rev()
                .find(|&at| matches!(page.reading.word(at), "," | "，" | "،"));
            end = comma.unwrap_or(from.max(cue.tokens.start.saturating_sub(1)));
        }
        while end > from && !page.is_word(end - 1) && !page.quoted(end - 1) {
            end -= 1;
        }
        end
    }
}
