//! How do all matches look below each other? Keyword in context: each match on a line of
//! its own, all beginning in the same column, whatever the width of the letters around.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::{Hit, Results, Span};

use super::Options;
use super::page::{Page, Piece, Screen};
use super::style::Label;
use super::table::shortened;
use super::terminal;

/// From this width on the date stands beside the outlet.
const WIDE: usize = 110;
/// Lines longer than this leave the eye behind.
const WIDEST: usize = 180;
/// Columns of the outlet, and of date and outlet.
const OUTLET: usize = 16;
const DATED: usize = 28;
/// Bytes of text looked at on either side of a match: more than a screen is wide.
const AROUND: usize = 2_000;

/// Writes every match of a hit on a line of its own.
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
    let gutter = terminal::gutter(results);
    let width = options.screen.width.clamp(40, WIDEST);
    let (name, columns) = reference(hit, width);
    let name = shortened(&options.screen.clean(&name), columns);
    let pad = " ".repeat(columns.saturating_sub(name.width()));
    let room = width.saturating_sub(gutter + columns + 2);
    for mark in &hit.marks {
        let mut line = vec![
            Piece::new(Label::Number, format!("{:<gutter$}", hit.rank)),
            Piece::new(Label::Outlet, format!("{name}{pad}  ")),
        ];
        line.extend(context(hit, *mark, room, options.screen));
        page.row(&line)?;
    }
    Ok(())
}

/// Writes the closing line, behind the facets if some were asked for.
///
/// # Errors
/// When the writer fails.
pub fn end(results: &Results, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if results.matched.articles > 0 {
        out.write_all(b"\n")?;
    }
    terminal::end(results, options, out)
}

/// Where the match stands, and the columns this takes.
fn reference(hit: &Hit, width: usize) -> (String, usize) {
    let outlet = terminal::outlet(&hit.article);
    if width < WIDE {
        return (outlet.to_owned(), OUTLET);
    }
    let date = hit.article.published.map_or_else(String::new, |it| it.date.to_string());
    (format!("{date:10}  {outlet}"), DATED)
}

/// The words before a match, set to the right; the match; the words behind it.
fn context(hit: &Hit, mark: Span, room: usize, screen: Screen) -> Vec<Piece> {
    let text = &hit.article.text;
    let left = room * 2 / 5;
    let before = ending(&screen.clean(&one_line(before(hit, mark))), left);
    let pad = " ".repeat(left.saturating_sub(before.width()));
    let words = screen.clean(&one_line(mark.of(text))).into_owned();
    let words = if screen.colour { words } else { format!("*{words}*") };
    let words = beginning(&words, room - left);
    let rest = (room - left).saturating_sub(words.width());
    let behind = screen.clean(&one_line(behind(text, mark))).into_owned();
    vec![
        Piece::new(Label::Plain, format!("{pad}{before}")),
        Piece::new(Label::Match, words),
        Piece::new(Label::Plain, beginning(&behind, rest)),
    ]
}

/// The text before a match, from the beginning of the body.
fn before(hit: &Hit, mark: Span) -> &str {
    let text = &hit.article.text;
    let mut from = mark.start.saturating_sub(AROUND).max(hit.article.body);
    while from < mark.start && !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..mark.start).unwrap_or_default()
}

fn behind(text: &str, mark: Span) -> &str {
    let mut to = (mark.end + AROUND).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(mark.end..to).unwrap_or_default()
}

/// Runs of white space become one space; those at the ends stay.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_whitespace() {
            true if line.ends_with(' ') => {}
            true => line.push(' '),
            false => line.push(letter),
        }
    }
    line
}

/// The last `columns` of a line, from a whole word on.
fn ending(line: &str, columns: usize) -> String {
    let mut used = 0;
    let fits = |letter: &(usize, char)| {
        used += letter.1.width().unwrap_or(0);
        used <= columns
    };
    let from = line.char_indices().rev().take_while(fits).last();
    let from = from.map_or(line.len(), |it| it.0);
    let cut = from > 0 && !line[..from].ends_with(' ');
    let whole = if cut { line[from..].find(' ').map(|it| from + it) } else { Some(from) };
    line[whole.unwrap_or(from)..].to_owned()
}

/// The first `columns` of a line, up to a whole word.
fn beginning(line: &str, columns: usize) -> String {
    let mut used = 0;
    let mut to = 0;
    for (at, letter) in line.char_indices() {
        used += letter.width().unwrap_or(0);
        if used > columns {
            break;
        }
        to = at + letter.len_utf8();
    }
    let cut = to < line.len() && !line[to..].starts_with(' ');
    let whole = if cut { line[..to].rfind(' ') } else { Some(to) };
    line[..whole.unwrap_or(to)].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::samples;
    use expect_test::{Expect, expect};

    fn check(width: usize, text: &str, marked: &[&str], expected: &Expect) {
        let mut results = samples::results();
        results.hits.truncate(1);
        results.shown = 1;
        (results.facets, results.timeline) = (Vec::new(), None);
        let hit = &mut results.hits[0];
        text.clone_into(&mut hit.article.text);
        hit.marks = marked.iter().map(|it| samples::find(text, it)).collect();
        let screen = Screen { width, ..Screen::default() };
        let options = Options { screen, ..Options::default() };
        let mut out = Vec::new();
        let kwic = crate::present::formatter("kwic").expect("in the table");
        kwic.write(&results, &options, &mut out).expect("memory takes all");
        expected.assert_eq(&String::from_utf8(out).expect("text"));
    }

    /// A sign may be wider than its letters, one by one.
    #[test]
    fn signs_wider_than_their_letters_are_printed() {
        for before in ["No ☀️ abcdefghijklmnopqrs ", "No \u{1} abcdefghijklmnopqrst "]
        {
            for before in [before.to_owned(), "❤️ ".repeat(30), "1️⃣".repeat(40)]
            {
                for (width, named) in (40..160).zip(["ferry", "☀️☀️☀️☀️"].iter().cycle())
                {
                    let text = format!("{before}{named} behind ☀️☀️☀️");
                    let mut results = samples::results();
                    results.hits.truncate(1);
                    let hit = &mut results.hits[0];
                    if let Some(outlet) = &mut hit.article.outlet {
                        outlet.name = format!("Weather {}", "☀️xyz".repeat(9));
                    }
                    text.clone_into(&mut hit.article.text);
                    hit.article.body = 0;
                    hit.marks = vec![samples::find(&text, named)];
                    let screen = Screen { width, ..Screen::default() };
                    let options = Options { screen, ..Options::default() };
                    let kwic = crate::present::formatter("kwic").expect("in the table");
                    kwic.write(&results, &options, &mut Vec::new()).expect("memory");
                }
            }
        }
    }

    #[test]
    fn matches_stand_in_one_column() {
        let text = "The ferry to Lys waits.\n\nNobody at the café asked why the second \
                    ferryman had left his berth, but 海港报 says 渡轮 was late.";
        let marked = ["ferry", "ferryman", "café", "渡轮"];
        check(
            80,
            text,
            &marked,
            &expect![[r#"
                1  The Lantern                          The *ferry* to Lys waits. Nobody at the
                1  The Lantern         asked why the second *ferryman* had left his berth, but
                1  The Lantern         waits. Nobody at the *café* asked why the second ferryman
                1  The Lantern       berth, but 海港报 says *渡轮* was late.

                1 of 12 articles, 2 quotes · ferry AND café · 4 ms · gen-1
            "#]],
        );
        check(
            120,
            text,
            &marked,
            &expect![[r#"
            1  2024-04-15  The Lantern                                     The *ferry* to Lys waits. Nobody at the café asked why
            1  2024-04-15  The Lantern        at the café asked why the second *ferryman* had left his berth, but 海港报 says 渡轮
            1  2024-04-15  The Lantern       ferry to Lys waits. Nobody at the *café* asked why the second ferryman had left his
            1  2024-04-15  The Lantern         left his berth, but 海港报 says *渡轮* was late.

            1 of 12 articles, 2 quotes · ferry AND café · 4 ms · gen-1
        "#]],
        );
    }

    #[test]
    fn a_match_longer_than_the_line_is_cut() {
        let long = "unpronounceable".repeat(9);
        check(
            40,
            &format!("a {long} b"),
            &[&long],
            &expect![[r#"
                1  The Lantern            a *unpronounce

                1 of 12 articles, 2 quotes · ferry AND
                café · 4 ms · gen-1
            "#]],
        );
    }
}
