//! How is a person told what the archive says of a draft's quotations? The words, the
//! verdict, what was changed, and the place and chain to cite.

use std::io::{self, Write};

use crate::model::{Check, Checks, Found, Verdict};

use super::Screen;
use super::diff::pieces;
use super::page::{Margin, Page, Piece};
use super::style::Label;
use super::terminal::plural;

/// Lines that a quotation may take.
const LINES: usize = 3;
/// Lines that what was changed of it may take.
const CHANGED: usize = 12;

/// Writes every check and a closing line.
///
/// # Errors
/// When the writer fails.
pub fn write(checks: &Checks, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { out, screen };
    let gutter = checks.checks.len().to_string().len() + 2;
    for (number, check) in (1..).zip(&checks.checks) {
        page.check(number, check, gutter)?;
        page.gap()?;
    }
    let mut facts = vec![plural(checks.checks.len() as u64, "quotation")];
    for verdict in Verdict::ALL {
        let count = checks.checks.iter().filter(|it| it.verdict == verdict).count();
        if count > 0 {
            facts.push(format!("{count} {}", words(verdict)));
        }
    }
    let (took, generation) = (checks.took_ms, &checks.stamp.generation);
    let text = format!("{} · {took} ms · {generation}", facts.join(", "));
    page.block(&Margin::default(), &[Piece::new(Label::Detail, text)], usize::MAX)
}

const fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Verbatim => "verbatim",
        Verdict::Altered => "altered",
        Verdict::Partial => "found in part",
        Verdict::OtherSpeaker => "of another speaker",
        Verdict::Absent => "not in this archive",
        Verdict::TooShort => "too short to be looked for",
    }
}

impl Page<'_> {
    fn check(&mut self, number: usize, check: &Check, gutter: usize) -> io::Result<()> {
        let blank = Margin::blank(gutter);
        let margin = Margin {
            first: vec![Piece::whole(Label::Number, format!("{number:<gutter$}"))],
            rest: blank.rest.clone(),
        };
        let text = format!("“{}”", self.screen.clean(check.text.trim()));
        let mut line = vec![Piece::new(Label::Quote, text)];
        if let Some(speaker) = &check.speaker {
            line.push(Piece::new(Label::Plain, " "));
            line.push(Piece::new(
                Label::Speaker,
                self.screen.clean(speaker).into_owned(),
            ));
        }
        self.block(&margin, &line, LINES)?;
        let label = match check.verdict {
            Verdict::Verbatim => Label::Added,
            Verdict::TooShort => Label::Detail,
            _ => Label::Match,
        };
        let mut line = vec![Piece::whole(label, words(check.verdict))];
        if let Some(found) = &check.found {
            line.push(Piece::new(Label::Plain, ": "));
            line.extend(self.cited(found));
        }
        self.block(&blank, &line, usize::MAX)?;
        let Some(found) = &check.found else { return Ok(()) };
        if !found.changes.is_empty() {
            let there = found.span.of(&found.article.text);
            let changed =
                pieces(&found.changes, [there, &check.text], self.screen, Label::Plain);
            self.block(&blank, &changed, CHANGED)?;
        }
        match &found.quote {
            Some((_, quote)) => self.road(quote, &blank),
            None => Ok(()),
        }
    }

    /// `The Lantern · 15 Apr 2024 · a3f9…#2 · and 3 other articles`.
    fn cited(&self, found: &Found) -> Vec<Piece> {
        let others = match found.others {
            0 => String::new(),
            1 => "and 1 other article".to_owned(),
            more => format!("and {more} other articles"),
        };
        let mut article = found.article.clone();
        if let Some((n, _)) = &found.quote {
            article.id = format!("{}#{n}", article.id);
        }
        self.place(&article, &others)
    }
}
