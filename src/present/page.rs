//! How are styled words written? In blocks of lines with a margin, each word in the look of
//! [`super::style`], as far as the screen can. Where lines break is said in [`super::fill`].

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::fill::{Word, cut, fill};
use super::sanitize::sanitize;
use super::style::Label;

/// Lines longer than this are hard to read, however wide the window is.
const MEASURE: usize = 92;

/// What the screen can do.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Styles may be written.
    pub colour: bool,
    /// Links may be written (OSC 8).
    pub hyperlinks: bool,
    /// It is a terminal: what could steer it is spelled out.
    pub terminal: bool,
}

impl Default for Screen {
    /// A pipe: 80 columns, nothing else.
    fn default() -> Self {
        Self { width: 80, colour: false, hyperlinks: false, terminal: false }
    }
}

impl Screen {
    /// Columns used for running text.
    pub fn measure(self) -> usize {
        self.width.clamp(24, MEASURE)
    }

    /// Article text, made harmless where the screen is a terminal.
    pub fn clean(self, text: &str) -> Cow<'_, str> {
        if self.terminal { sanitize(text) } else { Cow::Borrowed(text) }
    }
}

/// A stretch of text of one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text; white space inside is where lines may break.
    pub text: String,
    /// Its style.
    pub label: Label,
    /// Where it leads.
    pub link: Option<String>,
    /// Is never broken.
    pub whole: bool,
}

impl Piece {
    /// A breakable piece.
    pub fn new(label: Label, text: impl Into<String>) -> Self {
        Self { text: text.into(), label, link: None, whole: false }
    }

    /// A piece that stays on one line.
    pub fn whole(label: Label, text: impl Into<String>) -> Self {
        Self { whole: true, ..Self::new(label, text) }
    }
}

/// What stands left of a block: on its first line and on the others.
#[derive(Clone, Debug, Default)]
pub struct Margin {
    /// On the first line.
    pub first: Vec<Piece>,
    /// On the lines after it.
    pub rest: Vec<Piece>,
}

impl Margin {
    /// `columns` of blank on every line.
    pub fn blank(columns: usize) -> Self {
        let blank = vec![Piece::whole(Label::Plain, " ".repeat(columns))];
        Self { first: blank.clone(), rest: blank }
    }

    fn width(&self) -> usize {
        self.rest.iter().map(|piece| piece.text.width()).sum()
    }
}

/// Writes blocks of text to `out`.
pub struct Page<'w> {
    /// Where to.
    pub out: &'w mut dyn Write,
    /// What it can do.
    pub screen: Screen,
}

impl Page<'_> {
    /// One block, filled to the measure; at most `lines` lines, cut with `…`.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn block(
        &mut self,
        margin: &Margin,
        text: &[Piece],
        lines: usize,
    ) -> io::Result<()> {
        let room = self.screen.measure().saturating_sub(margin.width()).max(12);
        let mut filled = fill(text, room, lines);
        if filled.len() > lines {
            filled.truncate(lines);
            if let Some(last) = filled.last_mut() {
                cut(last, room);
            }
        }
        for (number, line) in filled.iter().enumerate() {
            let left = if number == 0 { &margin.first } else { &margin.rest };
            self.line(left, line)?;
        }
        Ok(())
    }

    /// Pieces on one line, as wide as they are.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn row(&mut self, pieces: &[Piece]) -> io::Result<()> {
        self.line(pieces, &[])
    }

    /// An empty line.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn gap(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    fn line(&mut self, margin: &[Piece], words: &[Word]) -> io::Result<()> {
        let mut pen =
            Pen { screen: self.screen, label: Label::Plain, link: None, blanks: 0 };
        for piece in margin {
            pen.write(self.out, piece)?;
        }
        for (place, word) in words.iter().enumerate() {
            if place > 0 && word.spaced {
                pen.blanks += 1;
            }
            for fragment in &word.fragments {
                pen.write(self.out, fragment)?;
            }
        }
        pen.lift(self.out)?;
        self.out.write_all(b"\n")
    }
}

/// Knows which style is in force, and holds back blanks so that no line ends in one.
struct Pen<'p> {
    screen: Screen,
    label: Label,
    link: Option<&'p str>,
    blanks: usize,
}

impl<'p> Pen<'p> {
    fn write(&mut self, out: &mut dyn Write, piece: &'p Piece) -> io::Result<()> {
        let text = piece.text.trim_end_matches(' ');
        if text.is_empty() {
            self.blanks += piece.text.len();
            return Ok(());
        }
        let link =
            piece.link.as_deref().filter(|it| self.screen.hyperlinks && is_link(it));
        if piece.label != self.label || link != self.link {
            self.lift(out)?;
        }
        write!(out, "{:1$}", "", self.blanks)?;
        self.blanks = piece.text.len() - text.len();
        if piece.label != self.label {
            if self.screen.colour {
                write!(out, "{}", piece.label.style())?;
            }
            self.label = piece.label;
        }
        if let Some(link) = link.filter(|_| self.link.is_none()) {
            write!(out, "\u{1b}]8;;{link}\u{1b}\\")?;
            self.link = Some(link);
        }
        out.write_all(text.as_bytes())
    }

    fn lift(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.link.take().is_some() {
            out.write_all(b"\x1b]8;;\x1b\\")?;
        }
        if self.screen.colour {
            write!(out, "{:#}", self.label.style())?;
        }
        self.label = Label::Plain;
        Ok(())
    }
}

/// A web address that cannot end the escape sequence it is put into.
fn is_link(address: &str) -> bool {
    (address.starts_with("https://") || address.starts_with("http://"))
        && address.chars().all(|it| it.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(width: usize, lines: usize, pieces: &[Piece], expected: &Expect) {
        let mut out = Vec::new();
        let screen = Screen { width, ..Screen::default() };
        let bar = vec![Piece::whole(Label::Plain, "| ")];
        let margin = Margin { first: bar.clone(), rest: bar };
        Page { out: &mut out, screen }
            .block(&margin, pieces, lines)
            .expect("memory takes all");
        expected.assert_eq(&String::from_utf8(out).expect("text"));
    }

    fn plain(text: &str) -> Piece {
        Piece::new(Label::Plain, text)
    }

    #[test]
    fn fills_lines() {
        check(
            34,
            9,
            &[
                plain("The ferry will not sail "),
                plain("before\nMonday, the harbour office said."),
            ],
            &expect![[r#"
                | The ferry will not sail before
                | Monday, the harbour office said.
            "#]],
        );
    }

    #[test]
    fn pieces_that_touch_stay_together() {
        let mark = Piece::new(Label::Match, "*ferry*");
        check(
            26,
            9,
            &[plain("Twelve seats on a ("), mark, plain(") today")],
            &expect![[r#"
                | Twelve seats on a
                | (*ferry*) today
            "#]],
        );
    }

    #[test]
    fn whole_pieces_and_long_words() {
        let link = Piece::whole(Label::Plain, "→ The Moscow Times");
        check(
            26,
            9,
            &[plain("Kremlin "), link],
            &expect![[r#"
                | Kremlin
                | → The Moscow Times
            "#]],
        );
        check(
            26,
            9,
            &[plain("https://example.org/a/very/long/address")],
            &expect![[r#"
                | https://example.org/a/v
                | ery/long/address
            "#]],
        );
    }

    #[test]
    fn ideographs_break_anywhere_and_count_double() {
        check(
            24,
            9,
            &[plain("渡船停航三天，港口办公室说明原因。")],
            &expect![[r#"
                | 渡船停航三天，港口办公
                | 室说明原因。
            "#]],
        );
    }

    #[test]
    fn cut_lines_say_so() {
        check(
            24,
            1,
            &[plain("The ferry will not sail before Monday")],
            &expect![[r#"
                | The ferry will not …
            "#]],
        );
    }

    #[test]
    fn no_line_ends_in_a_blank() {
        check(
            24,
            9,
            &[plain("Nothing follows   ")],
            &expect![[r#"
                | Nothing follows
            "#]],
        );
    }

    #[test]
    fn styles_change_only_where_the_label_does() {
        let mut out = Vec::new();
        let screen = Screen { colour: true, hyperlinks: true, ..Screen::default() };
        let mut head = Piece::new(Label::Headline, "Two words");
        head.link = Some("https://example.org/1".to_owned());
        let evil = Piece { link: Some("https://x\u{7}".into()), ..plain("kept") };
        Page { out: &mut out, screen }
            .row(&[
                Piece::new(Label::Match, "a"),
                Piece::new(Label::Match, "b"),
                head,
                evil,
            ])
            .expect("memory takes all");
        let shown = String::from_utf8(out).expect("text").replace('\u{1b}', "^");
        expect![[r#"
            ^[1m^[31mab^[0m^[1m^]8;;https://example.org/1^\Two words^]8;;^\^[0mkept
        "#]]
        .assert_eq(&shown);
    }
}
