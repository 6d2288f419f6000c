//! How are quotes shown to a person? The words first, then where and when they stand, and
//! the road they took.

use std::io::{self, Write};

use crate::model::{QuoteResults, QuoteRow};

use super::page::{Margin, Page, Piece};
use super::style::Label;
use super::table::grouped;
use super::terminal::{outlet, plural};
use super::{Options, passage};

/// Lines the words may take; `show` prints them whole.
const LINES: usize = 4;

/// Writes one row.
///
/// # Errors
/// When the writer fails.
pub fn row(
    results: &QuoteResults,
    row: &QuoteRow,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen: options.screen };
    page.said(row, results.last.to_string().len() + 2)?;
    page.gap()
}

/// Writes the closing line.
///
/// # Errors
/// When the writer fails.
pub fn end(
    results: &QuoteResults,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen: options.screen };
    let mut found = plural(results.matched.quotes, "quote");
    if let Some(groups) = results.groups {
        found = format!("{found} in {}", plural(groups, "wording"));
    }
    let all = results.groups.unwrap_or(results.matched.quotes);
    let shown = results.shown as u64;
    if shown < all && shown > 0 {
        found = format!("{} of {found}", grouped(shown));
    }
    let parsed = options.screen.clean(&results.stamp.parsed);
    let generation = &results.stamp.generation;
    let text = format!("{found} · {parsed} · {} ms · {generation}", results.took_ms);
    page.block(&Margin::default(), &[Piece::new(Label::Detail, text)], usize::MAX)
}

impl Page<'_> {
    fn said(&mut self, row: &QuoteRow, gutter: usize) -> io::Result<()> {
        let number = format!("{:<1$}", row.rank, gutter);
        let blank = Margin::blank(gutter);
        let margin = Margin {
            first: vec![Piece::whole(Label::Number, number)],
            rest: blank.rest.clone(),
        };
        let mut line = passage::speaker(&row.quote, self.screen);
        line.push(Piece::new(Label::Plain, ": "));
        let text = &row.article.text;
        line.extend(passage::quote(text, &row.quote, &row.marks, self.screen));
        self.block(&margin, &line, LINES)?;
        self.block(&blank, &self.stands(row), usize::MAX)?;
        self.road(&row.quote, &blank)
    }

    /// `The Lantern · 15 Apr 2024 (declared) · a3f9…#2 · said 3 times since 12 Apr 2024`.
    fn stands(&self, row: &QuoteRow) -> Vec<Piece> {
        let name = self.screen.clean(outlet(&row.article));
        let mut facts = vec![Piece::new(Label::Outlet, name)];
        let mut fact = |text: String| {
            facts.push(Piece::whole(Label::Detail, " ·"));
            facts.push(Piece::new(Label::Detail, " "));
            facts.push(Piece::whole(Label::Detail, text));
        };
        fact(row.article.published.map_or_else(
            || "undated".to_owned(),
            |it| format!("{} ({})", passage::date(it.date), it.basis.as_str()),
        ));
        fact(format!("{}#{}", row.article.id, row.n));
        if row.count > 1 {
            let since = row.first.map(|it| format!(", first {}", passage::date(it)));
            let since = since.unwrap_or_default();
            fact(format!("in {} quotes here{since}", grouped(row.count)));
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, Matched, Span, Stamp};
    use crate::present::samples;
    use expect_test::expect;

    #[test]
    fn words_place_and_road() {
        let (article, quotes) = samples::ferry();
        let (n, quote) = quotes.into_iter().next().expect("a quote");
        let start = article.text.find("ferry").expect("the word");
        let only = QuoteRow {
            article,
            n,
            quote,
            rank: 1,
            score: 2.0,
            marks: vec![Span::new(start, start + 5)],
            count: 3,
            first: Some(Date::day(2024, 4, 12)),
        };
        let results = QuoteResults {
            stamp: Stamp { parsed: "ferry".to_owned(), ..samples::results().stamp },
            last: 1,
            shown: 1,
            matched: Matched { articles: 0, quotes: 8 },
            groups: Some(2),
            ..QuoteResults::default()
        };
        let mut out = Vec::new();
        let options = Options::default();
        row(&results, &only, &options, &mut out).expect("memory takes all");
        end(&results, &options, &mut out).expect("memory takes all");
        expect![[r#"
            1  Ana Bell: “No *ferry* will sail before Monday”
               The Lantern · 15 Apr 2024 (declared) · 0123456789abcdef#0 ·
               in 3 quotes here, first 12 Apr 2024
               Ana Bell → Harbour Radio (interview) → The Lantern

            1 of 8 quotes in 2 wordings · ferry · 0 ms · gen-1
        "#]]
        .assert_eq(&String::from_utf8(out).expect("text"));
    }
}
