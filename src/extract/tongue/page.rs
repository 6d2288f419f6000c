//! What does the language file recognise in a text, and where? Cues, markers and outlets,
//! found once and asked for by place.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::extract::lexicon::{Lexicon, NameKind, OutletKind};
use crate::extract::phrase::hash_word;
use crate::extract::press::OutletMention;
use crate::extract::reading::{Case, Reading};
use crate::extract::tongue::table::{CueForm, Manner, Script, Tongue, class, marker};
use crate::text::word::Kind;

/// Longest name of an outlet, in bytes.
const NAME: usize = 300;
/// Signs of the longest name of an outlet in a script without spaces.
const LONGEST_DENSE: usize = 10;

/// A cue and its tokens.
#[derive(Clone, Debug)]
pub(super) struct CueAt {
    pub(super) tokens: Range<usize>,
    pub(super) form: CueForm,
}

/// A text with what its language file knows of it.
#[derive(Debug)]
pub(super) struct Page<'a, 'b> {
    pub(super) reading: &'a Reading<'b>,
    pub(super) tongue: &'a Tongue,
    pub(super) lexicon: &'a Lexicon,
    /// Outside quotations, in order.
    pub(super) cues: Vec<CueAt>,
    /// Outside quotations, in order.
    pub(super) markers: Vec<(Range<usize>, u16)>,
    /// Everywhere, in order.
    pub(super) outlets: Vec<OutletMention>,
    /// Hashes of words that have a capital inside a sentence.
    inner_capitals: FxHashSet<u64>,
}

impl<'a, 'b> Page<'a, 'b> {
    pub(super) fn new(
        reading: &'a Reading<'b>,
        tongue: &'a Tongue,
        lexicon: &'a Lexicon,
    ) -> Self {
        let (cues, markers, outlets) = (Vec::new(), Vec::new(), Vec::new());
        let inner_capitals = FxHashSet::default();
        let mut page =
            Self { reading, tongue, lexicon, cues, markers, outlets, inner_capitals };
        if !tongue.is_mute() {
            page.inner_capitals = (1..reading.words.len())
                .filter(|&at| page.capital(at) && page.is_word(at - 1))
                .map(|at| reading.words[at].exact)
                .collect();
            page.find_markers();
            page.find_cues();
            page.find_outlets();
        }
        page
    }

    pub(super) fn has(&self, at: usize, classes: u64) -> bool {
        self.reading.words.get(at).is_some_and(|it| it.is(classes))
    }

    /// Opens a relative clause; "die" and "der" are articles first.
    pub(super) fn is_relative(&self, at: usize) -> bool {
        self.has(at, class::RELATIVE) && !self.has(at, class::DETERMINER)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|it| it.kind.is_word())
    }

    pub(super) fn quoted(&self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|it| it.quotation > 0)
    }

    /// A capital that may stand only because the word opens its sentence ("Continuo
    /// diciendo"): nowhere inside a sentence has it one.
    pub(super) fn only_opens(&self, at: usize) -> bool {
        let word = &self.reading.words[at];
        self.opens_sentence(at)
            && !self.capital(at + 1)
            && word.case != Case::Upper
            && !self.inner_capitals.contains(&word.exact)
            && self.lexicon.first_name(word.low).is_none()
    }

    /// Begins with a capital, in a script that has them.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.reading
            .words
            .get(at)
            .is_some_and(|it| it.is_capital() && it.kind == Kind::Word)
    }

    pub(super) fn words_in(&self, range: Range<usize>) -> usize {
        range.filter(|&at| self.is_word(at)).count()
    }

    pub(super) fn marker_at(&self, at: usize) -> Option<(Range<usize>, u16)> {
        let found = self.markers.partition_point(|it| it.0.end <= at);
        self.markers.get(found).filter(|it| it.0.start <= at).cloned()
    }

    pub(super) fn cue_at(&self, at: usize) -> Option<&CueAt> {
        let found = self.cues.partition_point(|it| it.tokens.end <= at);
        self.cues.get(found).filter(|it| it.tokens.start <= at)
    }

    pub(super) fn outlet_at(&self, at: usize) -> Option<&OutletMention> {
        let found = self.outlets.partition_point(|it| it.tokens.end <= at);
        self.outlets.get(found).filter(|it| it.tokens.start <= at)
    }

    /// Cues inside these tokens.
    pub(super) fn cues_in(&self, range: &Range<usize>) -> &[CueAt] {
        let from = self.cues.partition_point(|it| it.tokens.start < range.start);
        let to = self.cues.partition_point(|it| it.tokens.start < range.end);
        &self.cues[from..to.max(from)]
    }

    /// A mark that ends a phrase.
    pub(super) fn breaks(&self, at: usize) -> bool {
        let Some(word) = self.reading.words.get(at) else { return true };
        word.kind == Kind::Punctuation
            && !matches!(
                self.reading.word(at),
                "-" | "‑" | "&" | "’" | "'" | "." | "·" | "•"
            )
            || word.quotation > 0
    }

    fn find_markers(&mut self) {
        let words = &self.reading.words;
        let mut at = 0;
        while at < words.len() {
            let ahead = words[at..].iter().map(|it| it.low);
            let found = self.tongue.markers.longest(ahead);
            let Some((bits, count)) = found.filter(|_| words[at].quotation == 0) else {
                at += 1;
                continue;
            };
            self.markers.push((at..at + count, bits));
            at += count;
        }
    }

    fn find_cues(&mut self) {
        let words = &self.reading.words;
        let mut at = 0;
        while at < words.len() {
            let ahead = words[at..].iter().map(|it| it.low);
            let found = self.tongue.cues.longest(ahead);
            let Some((form, count)) = found.filter(|_| words[at].quotation == 0) else {
                at += 1;
                continue;
            };
            let tokens = at..at + count;
            at = tokens.end;
            let taken = self.marker_at(tokens.start).is_some_and(|it| {
                it.0.len() > count || it.1 & (marker::ACCORDING | marker::REPORT) != 0
            });
            let none = form.manner == Manner::Not;
            if !none && !taken && self.stands_alone(&tokens, form) {
                self.cues.push(CueAt { tokens, form });
            }
        }
    }

    /// A character that reports is often part of another word ("说" in "小说"): it counts
    /// before a mark or a quotation only. A capital inside a sentence is a noun.
    fn stands_alone(&self, tokens: &Range<usize>, form: CueForm) -> bool {
        let next = self.reading.words.get(tokens.end);
        match self.tongue.script {
            Script::Dense => {
                next.is_none_or(|it| it.kind == Kind::Punctuation || it.quotation > 0)
                    && form.manner != Manner::Heard
            }
            Script::Caseless => true,
            Script::Cased => {
                let first = &self.reading.words[tokens.start];
                !first.is_capital()
                    || tokens.start == 0
                    || !self.is_word(tokens.start - 1) && !self.tongue.noun_capitals
                    || self.opens_sentence(tokens.start)
            }
        }
    }

    fn find_outlets(&mut self) {
        let mut at = 0;
        while at < self.reading.words.len() {
            let found = self.outlet_from(at);
            at = found.as_ref().map_or(at + 1, |it| it.tokens.end.max(at + 1));
            self.outlets.extend(found);
        }
    }

    fn outlet_from(&self, at: usize) -> Option<OutletMention> {
        let words = &self.reading.words;
        if !words[at].kind.is_word() {
            return None;
        }
        let entry = |number: u16| {
            let entry = &self.lexicon.outlets[usize::from(number)];
            matches!(entry.kind, OutletKind::Outlet | OutletKind::Agency)
                .then(|| entry.name.clone())
        };
        let make = |count: usize, name: String| OutletMention {
            tokens: at..at + count,
            name,
            programme: false,
        };
        if self.tongue.script == Script::Dense
            && words[at].kind == Kind::Ideograph
            && let Some((number, count)) = self.dense_outlet(at)
        {
            return entry(number).map(|it| make(count, it));
        }
        let exact = words[at..].iter().map(|it| it.exact);
        if let Some((name, count)) = self.lexicon.names.longest(exact)
            && let NameKind::Outlet(number) | NameKind::Programme(number) = name.kind
            && self.means_outlet(at, count)
        {
            return entry(number).map(|it| make(count, it));
        }
        // "au Monde" is "à" and "Le Monde".
        let contracted =
            at.checked_sub(1).is_some_and(|it| self.has(it, class::CONTRACTED));
        if contracted && let Some(article) = &self.tongue.article {
            let rest = words[at..].iter().map(|it| it.exact);
            let hashes = std::iter::once(hash_word(article).exact).chain(rest);
            if let Some((name, count)) = self.lexicon.names.longest(hashes)
                && let NameKind::Outlet(number) = name.kind
                && count > 1
            {
                return entry(number).map(|it| make(count - 1, it));
            }
        }
        for prefix in &self.tongue.prefixes {
            let Some(bare) = self.reading.word(at).strip_prefix(prefix.as_str()) else {
                continue;
            };
            let rest = words[at + 1..].iter().map(|it| it.exact);
            let hashes = std::iter::once(hash_word(bare).exact).chain(rest);
            if let Some((name, count)) = self.lexicon.names.longest(hashes)
                && let NameKind::Outlet(number) = name.kind
            {
                return entry(number).map(|it| make(count, it));
            }
        }
        self.after_press_noun(at)
    }

    /// "Die Zeit" and "El País" open many a sentence: a name that may be ordinary words
    /// counts where a press noun, a preposition or marks stand beside it.
    fn means_outlet(&self, at: usize, count: usize) -> bool {
        let first = &self.reading.words[at];
        let plain = count <= 2
            && (first.is(class::DETERMINER | class::COMMON) || self.tongue.noun_capitals)
            && self.reading.words[at + count - 1].case != Case::Upper;
        if !plain {
            return true;
        }
        let before = at.checked_sub(1);
        let beside = before.is_some_and(|it| {
            self.has(it, class::PRESS | class::DETERMINER | class::PREPOSITION)
                || self.marker_at(it).is_some()
        });
        let reports = self
            .marker_at(at + count)
            .is_some_and(|it| it.1 & (marker::REPORTING | marker::ACCORDING_AFTER) != 0);
        let opens = first.is(class::DETERMINER) && self.opens_sentence(at);
        let body = self.reading.words[at..at + count]
            .iter()
            .any(|it| it.quotation > 0 && count <= 3);
        reports
            || beside && !opens
            || body && before.is_some_and(|it| !self.is_word(it))
            || count == 2 && !opens && first.is_capital()
    }

    fn opens_sentence(&self, at: usize) -> bool {
        let number = self.reading.sentences.partition_point(|it| it.tokens.end <= at);
        self.reading.sentences.get(number).is_some_and(|it| it.tokens.start == at)
    }

    fn dense_outlet(&self, at: usize) -> Option<(u16, usize)> {
        let words = &self.reading.words;
        // a text without a mark is one run: it is not counted anew from each of its signs
        let ahead = words[at..].iter().take(LONGEST_DENSE);
        let run = ahead.take_while(|it| it.kind == Kind::Ideograph).count();
        (2..=run).rev().find_map(|count| {
            let whole = self.reading.span(at, at + count).of(self.reading.text);
            let hash = hash_word(whole).exact;
            let (name, _) = self.lexicon.names.longest(std::iter::once(hash))?;
            let NameKind::Outlet(number) = name.kind else { return None };
            Some((number, count))
        })
    }

    /// "der Zeitung „Hafenbote“", "агентство Прибой", "телеканалу «Маяк»": the name that a
    /// word for press announces.
    fn after_press_noun(&self, at: usize) -> Option<OutletMention> {
        let words = &self.reading.words;
        let before = at.checked_sub(1)?;
        let tokens = if words[at].quotation > 0 && !self.is_word(before) {
            let press = before.checked_sub(1).filter(|&it| self.has(it, class::PRESS));
            press?;
            let number = words[at].quotation as usize - 1;
            let (start, end) = self.reading.quoted_tokens[number];
            let inner = start + 1..end.saturating_sub(1).max(start + 2);
            (self.words_in(inner.clone()) <= 5 && inner.start == at).then_some(inner)?
        } else if self.has(before, class::PRESS) && self.tongue.script == Script::Caseless
        {
            at..at + usize::from(self.reading.word(at).starts_with("ال"))
        } else if self.has(before, class::PRESS)
            && self.reading.word(before).chars().count() > 2
        {
            let run = words[at..].iter().take(4);
            let run = run.take_while(|it| it.is_capital() && it.tags == 0).count();
            at..at + run
        } else {
            return None;
        };
        if tokens.is_empty() {
            return None;
        }
        let written = self.reading.span(tokens.start, tokens.end).of(self.reading.text);
        if written.len() > NAME {
            return None;
        }
        let known = self.lexicon.outlet_name(written);
        let name = known.map(str::to_owned).or_else(|| self.declined(written));
        let name = name.unwrap_or_else(|| written.to_owned());
        Some(OutletMention { tokens, name, programme: false })
    }

    /// "«Известиям»": the outlet whose name ends otherwise.
    fn declined(&self, written: &str) -> Option<String> {
        let endings = &self.tongue.endings;
        endings.iter().filter_map(|it| written.strip_suffix(it.as_str())).find_map(
            |stem| {
                let forms = endings.iter().map(String::as_str).chain([""]);
                forms
                    .filter_map(|it| self.lexicon.outlet(&format!("{stem}{it}")))
                    .map(|it| it.name.clone())
                    .next()
            },
        )
    }
}
