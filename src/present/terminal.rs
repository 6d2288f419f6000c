//! How are hits shown to a person? Rank and headline, a line of facts, the passage that
//! matched, and the quote that matched best with the road it took. Reads the same with
//! and without colour, in 80 columns and in 200.

use std::io::{self, Write};

use crate::model::{Counting, Hit, Quote, Results, Span, StoredArticle};

use super::page::{Margin, Page, Piece};
use super::style::Label;
use super::table::grouped;
use super::{Options, chain, passage};

/// Lines a quote may take; `show` prints it whole.
const QUOTE_LINES: usize = 2;

/// Writes how the query was read, where that was asked.
///
/// # Errors
/// When the writer fails.
pub fn begin(
    results: &Results,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    Page { out, screen: options.screen }.reading(&results.reading)
}

/// Writes one hit.
///
/// # Errors
/// When the writer fails.
pub fn hit(
    results: &Results,
    hit: &Hit,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen: options.screen };
    page.hit(hit, gutter(results))?;
    page.gap()
}

/// Writes facets, timeline and a closing line.
///
/// # Errors
/// When the writer fails.
pub fn end(results: &Results, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { out, screen: options.screen };
    for facet in &results.facets {
        page.facet(facet)?;
        page.gap()?;
    }
    if let Some(timeline) = &results.timeline {
        page.timeline(timeline)?;
        page.gap()?;
    }
    page.closing(results)
}

/// Columns for the longest rank.
pub(super) fn gutter(results: &Results) -> usize {
    results.last.to_string().len() + 2
}

impl Page<'_> {
    fn hit(&mut self, hit: &Hit, gutter: usize) -> io::Result<()> {
        let number = format!("{:<1$}", hit.rank, gutter);
        let mut margin = Margin::blank(gutter);
        let blank = margin.first;
        margin.first = vec![Piece::whole(Label::Number, number)];
        self.block(&margin, &self.headline(hit), usize::MAX)?;

        margin.first = blank;
        self.block(&margin, &self.facts(hit), usize::MAX)?;
        self.reasons(hit, &margin)?;
        for snippet in hit.snippets.iter().filter(|it| it.field == "text") {
            let text = &hit.article.text;
            let shown = passage::snippet(text, snippet.span, &snippet.marks, self.screen);
            self.block(&margin, &shown, usize::MAX)?;
        }
        if let Some((_, quote)) = hit.quotes.first() {
            let marks: Vec<Span> = marks(hit, "text").collect();
            self.quote(&hit.article.text, quote, &marks, gutter)?;
        }
        Ok(())
    }

    fn headline(&self, hit: &Hit) -> Vec<Piece> {
        let text = hit.article.headline.as_deref().unwrap_or("(no headline)");
        let whole = Span::new(0, text.len());
        let marks: Vec<Span> = marks(hit, "title").collect();
        let mut pieces =
            passage::marked(text, whole, &marks, Label::Headline, self.screen);
        for piece in &mut pieces {
            piece.link.clone_from(&hit.article.url);
        }
        pieces
    }

    /// `Fox News · 15 Apr 2024 (declared) · a3f9… · 3 copies, 1 origin`.
    fn facts(&self, hit: &Hit) -> Vec<Piece> {
        let outlet = outlet(&hit.article);
        let mut facts = vec![Piece::new(Label::Outlet, self.screen.clean(outlet))];
        let mut fact = |text: String| {
            facts.push(Piece::whole(Label::Detail, " ·"));
            facts.push(Piece::new(Label::Detail, " "));
            facts.push(Piece::whole(Label::Detail, text));
        };
        fact(hit.article.published.map_or_else(
            || "undated".to_owned(),
            |it| format!("{} ({})", passage::date(it.date), it.basis.as_str()),
        ));
        fact(hit.article.id.clone());
        if hit.copies > 1 {
            fact(spread(hit));
        }
        match hit.versions {
            (_, 1) => {}
            (place, all) if place == all => fact(format!("{all} versions")),
            (place, all) => fact(format!("version {place} of {all}")),
        }
        facts
    }

    /// Speaker, short form and words, then the long form of the chain.
    fn quote(
        &mut self,
        text: &str,
        quote: &Quote,
        marks: &[Span],
        gutter: usize,
    ) -> io::Result<()> {
        let bar = Piece::whole(Label::Detail, format!("{}│ ", " ".repeat(gutter)));
        let margin = Margin { first: vec![bar.clone()], rest: vec![bar] };
        let mut line = passage::speaker(quote, self.screen);
        if let Some(short) = chain::short(quote).filter(|it| it.contains(" via ")) {
            let short = format!(" ({})", self.screen.clean(&short));
            line.push(Piece::new(Label::Detail, short));
        }
        line.push(Piece::new(Label::Plain, ": "));
        line.extend(passage::quote(text, quote, marks, self.screen));
        self.block(&margin, &line, QUOTE_LINES)?;
        self.road(quote, &margin)
    }

    /// The long form; lines break before an arrow.
    pub(super) fn road(&mut self, quote: &Quote, margin: &Margin) -> io::Result<()> {
        let mut line = Vec::new();
        for step in chain::steps(&quote.chain) {
            if !line.is_empty() {
                line.push(Piece::new(Label::Detail, " "));
                line.push(Piece::whole(Label::Detail, chain::ARROW.trim_start()));
            }
            line.push(Piece::whole(Label::Plain, self.screen.clean(&step)));
        }
        self.block(margin, &line, usize::MAX)
    }

    /// `31 articles, 88 quotes · ferry AND strike · 4 ms · gen-…`.
    pub(super) fn closing(&mut self, results: &Results) -> io::Result<()> {
        let all = results.matched.articles;
        let mut found = match results.counting {
            Counting::Articles => plural(all, "article"),
            Counting::Stories => super::stories::stories(all),
            Counting::Origins => plural(all, "origin"),
        };
        if results.matched.quotes > 0 {
            found = format!("{found}, {}", plural(results.matched.quotes, "quote"));
        }
        let shown = results.shown as u64;
        if shown > 0 && shown < results.matched.articles {
            found = format!("{} of {found}", grouped(shown));
        }
        let parsed = self.screen.clean(&results.stamp.parsed);
        let generation = &results.stamp.generation;
        let text = format!("{found} · {parsed} · {} ms · {generation}", results.took_ms);
        self.block(&Margin::default(), &[Piece::new(Label::Detail, text)], usize::MAX)
    }
}

/// Matches in one field of the article.
fn marks<'a>(hit: &'a Hit, field: &'a str) -> impl Iterator<Item = Span> + 'a {
    let snippets = hit.snippets.iter().filter(move |it| it.field == field);
    snippets.flat_map(|it| it.marks.iter().copied())
}

/// The outlet's name, or that it is not known.
pub(super) fn outlet(article: &StoredArticle) -> &str {
    article.outlet.as_ref().map_or("(publisher unknown)", |it| &it.name)
}

/// `1 article`, `2 articles`.
pub fn plural(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `3 copies, 1 to 2 origins`; of a group `copied in 3 outlets, 1 origin`.
fn spread(hit: &Hit) -> String {
    let origins = super::stories::origins((hit.origins.0 as u64, hit.origins.1 as u64));
    match hit.outlets {
        Some(outlets) => {
            format!("copied in {}, {origins}", plural(outlets as u64, "outlet"))
        }
        None => format!("{} copies, {origins}", hit.copies),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Reading, Reason};
    use crate::present::{Screen, samples};
    use expect_test::{Expect, expect};

    fn shown(results: &Results, screen: Screen) -> String {
        let mut out = Vec::new();
        let options = Options { screen, ..Options::default() };
        let terminal = crate::present::formatter("terminal").expect("in the table");
        terminal.write(results, &options, &mut out).expect("memory takes all");
        String::from_utf8(out).expect("text").replace('\u{1b}', "^")
    }

    fn check(screen: Screen, expected: &Expect) {
        expected.assert_eq(&shown(&samples::results(), screen));
    }

    #[test]
    fn eighty_columns_without_colour() {
        check(
            Screen::default(),
            &expect![[r#"
                1  *Ferry* to stay in port
                   The Lantern · 15 Apr 2024 (declared) · 0123456789abcdef · 2 copies, 1 origin
                   “No *ferry* will sail before Monday,” Ana Bell told Harbour Radio. The
                   *café* …
                   │ Ana Bell (Harbour Radio via The Lantern): “No *ferry* will sail before
                   │ Monday”
                   │ Ana Bell → Harbour Radio (interview) → The Lantern

                2  Union weighs strike
                   Coast Gazette · Apr 2024 (path) · fedcba9876543210
                   │ Port Union, denied: the crews want a longer rest
                   │ Port Union (statement) → Coast Gazette

                outlet
                  The Lantern    8  ████████████████████████████████
                  Coast Gazette  4  ████████████████

                month
                  2024-03  2  ███████
                  2024-04  9  ████████████████████████████████
                  undated  1

                2 of 12 articles, 2 quotes · ferry AND café · 4 ms · gen-1
            "#]],
        );
    }

    #[test]
    fn reasons_stand_below_the_facts() {
        let mut results = samples::results();
        results.hits.truncate(1);
        results.shown = 1;
        results.facets.clear();
        results.timeline = None;
        let part = |depth, part: &str, meaning: &str, articles| Reading {
            depth,
            part: part.to_owned(),
            meaning: meaning.to_owned(),
            articles,
        };
        results.reading = vec![
            part(0, "AND", "all of these", None),
            part(1, "ferry", "the word, or the stem ferri", Some(1200)),
            part(1, "café", "the word", Some(7)),
        ];
        let reason = |field, how, form: &str, score| Reason {
            part: "ferry".to_owned(),
            field,
            how,
            form: form.to_owned(),
            score,
        };
        results.hits[0].why = vec![
            reason("title", "as written", "ferry", 6.25),
            reason("text", "stem", "ferri", 1.25),
        ];
        expect![[r#"
            read as  articles
            AND                all of these
              ferry     1,200  the word, or the stem ferri
              café          7  the word

            1  *Ferry* to stay in port
               The Lantern · 15 Apr 2024 (declared) · 0123456789abcdef · 2 copies, 1 origin
               7.50 = 6.25 ferry in the headline + 1.25 ferry (stem ferri) in the text
               “No *ferry* will sail before Monday,” Ana Bell told Harbour Radio. The
               *café* …
               │ Ana Bell (Harbour Radio via The Lantern): “No *ferry* will sail before
               │ Monday”
               │ Ana Bell → Harbour Radio (interview) → The Lantern

            1 of 12 articles, 2 quotes · ferry AND café · 4 ms · gen-1
        "#]]
        .assert_eq(&shown(&results, Screen::default()));
    }

    #[test]
    fn forty_columns() {
        check(
            Screen { width: 40, ..Screen::default() },
            &expect![[r#"
                1  *Ferry* to stay in port
                   The Lantern ·
                   15 Apr 2024 (declared) ·
                   0123456789abcdef · 2 copies, 1 origin
                   “No *ferry* will sail before Monday,”
                   Ana Bell told Harbour Radio. The
                   *café* …
                   │ Ana Bell (Harbour Radio via The
                   │ Lantern): “No *ferry* will sail …
                   │ Ana Bell
                   │ → Harbour Radio (interview)
                   │ → The Lantern

                2  Union weighs strike
                   Coast Gazette · Apr 2024 (path) ·
                   fedcba9876543210
                   │ Port Union, denied: the crews want
                   │ a longer rest
                   │ Port Union (statement)
                   │ → Coast Gazette

                outlet
                  The Lantern    8  ████████████████████
                  Coast Gazette  4  ██████████

                month
                  2024-03  2  █████▊
                  2024-04  9  ██████████████████████████
                  undated  1

                2 of 12 articles, 2 quotes · ferry AND
                café · 4 ms · gen-1
            "#]],
        );
    }

    #[test]
    fn colour_carries_the_same_words() {
        let mut results = samples::results();
        results.hits.truncate(1);
        results.shown = 1;
        results.facets.clear();
        results.timeline = None;
        let screen = Screen { colour: true, hyperlinks: true, ..Screen::default() };
        expect![[r#"
            ^[2m1^[0m  ^[1m^[31m^]8;;https://lantern.example/ferry^\Ferry^]8;;^\^[0m ^[1m^]8;;https://lantern.example/ferry^\to stay in port^]8;;^\^[0m
               ^[36mThe Lantern^[0m^[2m · 15 Apr 2024 (declared) · 0123456789abcdef · 2 copies, 1 origin^[0m
               “No ^[1m^[31mferry^[0m will sail before Monday,” Ana Bell told Harbour Radio. The ^[1m^[31mcafé^[0m^[2m …^[0m
            ^[2m   │^[0m ^[1mAna Bell^[0m ^[2m(Harbour Radio via The Lantern)^[0m: ^[32m“No^[0m ^[1m^[31mferry^[0m ^[32mwill sail before^[0m
            ^[2m   │^[0m ^[32mMonday”^[0m
            ^[2m   │^[0m Ana Bell ^[2m→^[0m Harbour Radio (interview) ^[2m→^[0m The Lantern

            ^[2m1 of 12 articles, 2 quotes · ferry AND café · 4 ms · gen-1^[0m
        "#]].assert_eq(&shown(&results, screen));
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        let mut results = samples::results();
        results.hits.truncate(1);
        results.shown = 1;
        results.hits[0].article.headline = Some("Red \u{1b}[31malert".to_owned());
        results.hits[0].snippets.clear();
        let terminal = Screen { terminal: true, ..Screen::default() };
        assert!(shown(&results, terminal).contains("Red \\u{1b}[31malert"));
        assert!(shown(&results, Screen::default()).contains("Red ^[31malert"));
    }

    #[test]
    fn nothing_found_is_one_line() {
        let results = Results { stamp: samples::results().stamp, ..Results::default() };
        expect![[r#"
            0 articles · ferry AND café · 0 ms · gen-1
        "#]]
        .assert_eq(&shown(&results, Screen::default()));
    }
}
