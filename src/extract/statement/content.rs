//! How far does the content of a cue reach? Before it, behind it, or both; up to the next
//! cue that has a source of its own.

use std::ops::Range;

use crate::extract::actor::Cast;
use crate::extract::language::{frame, tag};
use crate::extract::lexicon::Lexicon;
use crate::extract::reading::Reading;
use crate::extract::statement::cue::{CueAt, CueKind, cues};
use crate::extract::statement::line::Line;
use crate::extract::statement::{Standing, Statement, behind, nested, turn};

/// A sentence longer than this, quotations counted as one, is none: text that has lost its
/// full stops ("the bill passed Bell said it was late the ferry left ..."), or a table.
/// Each cue in it would claim all the rest.
const LONGEST: usize = 160;

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
    if let Some(colon) = turn::starts(reading, cast, lexicon, sentence) {
        let paragraph = reading.sentences[sentence].paragraph;
        let rest = &reading.sentences[sentence..];
        let turn = rest.iter().take_while(|it| it.paragraph == paragraph).count();
        let end = reading.sentences[sentence + turn - 1].tokens.end;
        found.push(turn::transcript(reading, sentence, tokens.start..end, colon));
        return sentence + turn;
    }
    let joined = turn::takes_back(reading, sentence);
    let end =
        if joined { reading.sentences[sentence + 1].tokens.end } else { tokens.end };
    let sentence = sentence + usize::from(joined);
    let line = Line::new(reading, tokens.start, end);
    if line.len() > LONGEST {
        return sentence + 1;
    }
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
    nested::drop(&line, &mut made);
    nested::own_quotes(&mut made);
    found.append(&mut made);
    sentence + 1
}

pub(super) struct Reader<'a, 'b, 'c> {
    pub(super) line: &'a Line<'b, 'c>,
    pub(super) cast: &'a Cast,
    pub(super) lexicon: &'a Lexicon,
    pub(super) sentence: usize,
    pub(super) cues: &'a [CueAt],
    /// Item before which nothing may be taken as content of a later cue.
    pub(super) floor: usize,
    pub(super) made: Vec<Statement>,
}

/// A cue with the phrases around it.
pub(super) struct Framed {
    pub(super) subject: Option<Range<usize>>,
    pub(super) object: Option<Range<usize>>,
    pub(super) far: bool,
    /// First item after the cue, its objects and adjuncts.
    pub(super) tail: usize,
    /// One past the last item of a content that stands before.
    pub(super) left_end: usize,
    pub(super) inverted: bool,
}

impl Reader<'_, '_, '_> {
    fn cue(&mut self, number: usize) {
        let cue = self.cues[number];
        match cue.kind {
            CueKind::According => self.according(cue, number),
            CueKind::Passive => self.passive(cue),
            CueKind::Citing => (),
            CueKind::Finite | CueKind::Participle => self.verb(cue, number),
        }
    }

    fn verb(&mut self, cue: CueAt, number: usize) {
        let framed = self.frame(cue);
        let left = self.left_content(cue, &framed);
        let right = self.right_content(cue, &framed, number);
        let line = self.line;
        let beside = cue.word.frames & (frame::SAY | frame::TELL | frame::ACT) == 0;
        let quoted_left = left.as_ref().is_some_and(|it| {
            self.has_free_quote(it) && (!beside || line.quote(it.end - 1).is_some())
        });
        if self.says_nothing(cue, &framed, quoted_left, right.as_ref()) {
            return;
        }
        if let Some(pieces) = self.pieces(cue, &framed, left, right, quoted_left, number)
        {
            self.push(cue, &framed, &pieces);
        }
    }

    /// The content of a verb: before it, behind it, or both.
    fn pieces(
        &self,
        cue: CueAt,
        framed: &Framed,
        left: Option<Range<usize>>,
        right: Option<Range<usize>>,
        quoted_left: bool,
        number: usize,
    ) -> Option<Vec<Range<usize>>> {
        if quoted_left && cue.kind == CueKind::Finite {
            let left = left?;
            if self.trails(cue, framed, &left) {
                return None;
            }
            // “One,” he said, “two.”
            let more = right.filter(|it| self.resumes(it));
            return Some(std::iter::once(left).chain(more).collect());
        }
        if let Some((left, right)) = self.inserted(cue, framed, left.as_ref(), number) {
            return Some(Vec::from([left, right]));
        }
        let apart = left.as_ref().filter(|it| {
            self.set_off(cue, framed, it) || self.tells_last(cue, framed, it)
        });
        if let Some(left) = apart {
            return Some(Vec::from([left.clone()]));
        }
        if let Some(right) = right {
            return self.accepts(cue, &right).then(|| Vec::from([right]));
        }
        // "The pier is closed, Orr said" - or "told Reuters".
        let told =
            framed.object.is_some() && matches!(self.line.word(cue.at), "told" | "tells");
        let says =
            cue.kind == CueKind::Finite && (cue.word.frames & frame::SAY != 0 || told);
        let left = left.filter(|it| says && self.is_clause(it))?;
        (!self.trails(cue, framed, &left)).then(|| Vec::from([left]))
    }

    /// A quotation that no earlier cue of the sentence governs.
    pub(super) fn has_free_quote(&self, range: &Range<usize>) -> bool {
        range
            .clone()
            .filter_map(|at| self.line.quote(at))
            .any(|number| !self.made.iter().any(|it| it.quotes.contains(&number)))
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
        // "…, Orr said, The Lantern reported": the second cue hands on, it goes on nothing.
        if leaves || self.own_cue(start, number) {
            return None;
        }
        let end = self.right_end(start, number);
        (line.words_between(start, end) >= 2).then(|| (left.clone(), start..end))
    }

    /// "The pier is shut, Orr said, but it may open": the clause behind the cue is another's.
    fn set_off(&self, cue: CueAt, framed: &Framed, left: &Range<usize>) -> bool {
        let line = self.line;
        cue.kind == CueKind::Finite
            && cue.word.frames & frame::SAY != 0
            && line.is(framed.tail, ",")
            && line.has(framed.tail + 1, tag::COORDINATOR)
            && line.is(framed.left_end.wrapping_sub(1), ",")
            && self.is_clause(left)
    }

    /// "The pier is old, Orr told his neighbours": whom one tells ends the sentence.
    fn tells_last(&self, cue: CueAt, framed: &Framed, left: &Range<usize>) -> bool {
        let line = self.line;
        let after = cue.at + cue.len;
        let owned = matches!(line.word(after), "his" | "her" | "their" | "its" | "the");
        let end = (after..line.len()).find(|&at| line.is_stop(at)).unwrap_or(line.len());
        matches!(line.word(cue.at), "told" | "tells")
            && framed.object.is_none()
            && owned
            && end - after <= 5
            && (after..end).all(|at| {
                line.is_word(at)
                    && !line.has(at, tag::AUXILIARY | tag::SUBJECT_PRONOUN | tag::VERB)
            })
            && line.is(framed.left_end.wrapping_sub(1), ",")
            && self.is_clause(left)
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

    fn passive(&mut self, cue: CueAt) {
        // "“Q,” Orr was quoted as saying": listed as phrases; "it was reported that" has
        // no source. "was told that": the subject heard it.
        let line = self.line;
        let by = (cue.at + cue.len..line.len()).find(|&at| line.is(at, "by"));
        let Some(by) = by.filter(|_| cue.word.frames & frame::ACT != 0) else {
            return;
        };
        let Some(subject) = behind::after(line, self.cast, by + 1) else { return };
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
        self.push(cue, &framed, &[start..by]);
    }

    pub(super) fn push(&mut self, cue: CueAt, framed: &Framed, pieces: &[Range<usize>]) {
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
            standing: Standing::Own,
        };
        self.made.push(statement);
        // A later cue may take content only behind a closed statement.
        let closed = last.max(cue.at + cue.len);
        // "used “velvet gloves”" is no statement that a later "said" must leave alone.
        let beside = cue.word.frames & (frame::SAY | frame::TELL | frame::ACT) == 0;
        let coordinated = line.has(closed, tag::COORDINATOR)
            || line.is(closed, ",")
            || line.is(closed, ";");
        if coordinated && !beside {
            self.floor = closed;
        }
    }
}
