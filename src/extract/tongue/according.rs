//! What do "laut", "selon" and their like govern? The clause behind the source they name, or
//! both sides of it.

use std::ops::Range;

use crate::extract::tongue::noun;
use crate::extract::tongue::report::LEAST;
use crate::extract::tongue::speech::Reader;
use crate::extract::tongue::table::{Script, class, marker};

impl Reader<'_, '_, '_> {
    /// "Laut Ministerium fahren …", "… fuhren, wie Brandt sagte", "… dem Bauamt zufolge".
    pub(super) fn accordings(&mut self) {
        let page = self.page;
        let from = page.markers.partition_point(|it| it.0.start < self.sentence.start);
        for (tokens, bits) in &page.markers[from..] {
            if tokens.start >= self.sentence.end {
                break;
            }
            if bits & marker::ACCORDING_SAME != 0 {
                self.same(tokens);
                continue;
            }
            let subject = if bits & marker::ACCORDING != 0 {
                noun::after(page, tokens.end, self.sentence.end)
                    .filter(|it| noun::starts_well(page, it.start))
                    .or_else(|| self.dense_source(tokens.end))
                    .or_else(|| page.outlet_at(tokens.end).map(|it| it.tokens.clone()))
            } else if bits & marker::REPORT != 0 {
                let outlet =
                    (tokens.end..tokens.end + 4).find_map(|at| page.outlet_at(at));
                let alone = page.words_in(self.sentence.start..tokens.start) == 0;
                outlet.filter(|_| alone).map(|it| it.tokens.clone())
            } else if bits & marker::ACCORDING_AFTER != 0 {
                noun::before(page, tokens.start, self.sentence.start)
            } else {
                None
            };
            let Some(subject) = subject else { continue };
            let used = self.found[self.own..].iter().any(|it| !it.pieces.is_empty());
            if used {
                return;
            }
            let head = tokens.start.min(subject.start);
            let mut tail = tokens.end.max(subject.end);
            let opens = page.words_in(self.sentence.start..head) <= 1;
            if page.breaks(tail) {
                tail += 1;
            } else if page.tongue.script == Script::Dense {
                tail = (tail..self.sentence.end)
                    .find(|&at| page.breaks(at))
                    .map_or(tail, |it| it + 1);
            }
            let tail = tail.min(self.sentence.end);
            let that = (tail..self.sentence.end.min(tail + 4))
                .find(|&at| page.has(at, class::THAT));
            let mut pieces = Vec::new();
            if let Some(that) = that {
                pieces.push(self.bare(that + 1..self.sentence.end));
            } else {
                if !opens {
                    pieces.push(self.bare(self.sentence.start..head));
                }
                let rest = self.bare(tail..self.sentence.end);
                if !rest.is_empty() {
                    pieces.push(rest);
                }
            }
            let words: usize = pieces.iter().map(|it| page.words_in(it.clone())).sum();
            if words < LEAST {
                continue;
            }
            let mut speech = self.speech();
            speech.pieces = pieces;
            speech.subject = Some(subject);
            speech.marker = Some(tokens.clone());
            self.found.push(speech);
        }
    }

    /// "Nach seinen Worten ist Gischt kein Rezept": the source of the statement before.
    fn same(&mut self, marker: &Range<usize>) {
        let content = self.bare(marker.end..self.sentence.end);
        let words = self.page.words_in(content.clone());
        let opens = self.page.words_in(self.sentence.start..marker.start) == 0;
        if !opens || words < LEAST || self.found.len() > self.own {
            return;
        }
        let mut speech = self.speech();
        speech.pieces.push(content);
        speech.follows = true;
        speech.marker = Some(marker.clone());
        self.found.push(speech);
    }

    /// "据新华社报道，": up to the mark, or the word that reports.
    fn dense_source(&self, from: usize) -> Option<Range<usize>> {
        let page = self.page;
        if page.tongue.script != Script::Dense {
            return None;
        }
        let end = (from..self.sentence.end.min(from + 24)).find(|&at| {
            page.breaks(at) && !page.quoted(at)
                || page.marker_at(at).is_some_and(|it| it.1 & marker::REPORTING != 0)
        })?;
        if page.breaks(end) {
            return None;
        }
        let ahead = |at: usize| page.reading.words[at..end].iter().map(|it| it.low);
        let end = (from..end)
            .find(|&at| page.tongue.skips.longest(ahead(at)).is_some())
            .unwrap_or(end);
        (end > from + 1).then_some(from..end)
    }
}
