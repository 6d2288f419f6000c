//! How are counts shown? As a table whose rows carry bars, so that the shape is seen
//! before a figure is read.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::page::{Page, Piece};
use super::style::Label;

/// Columns of the longest bar, and of the shortest one worth drawing.
const BAR: usize = 32;
const SHORT_BAR: usize = 8;

/// The eighths of a block, from one to seven.
const EIGHTHS: [&str; 7] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A table of counts.
#[derive(Clone, Debug, Default)]
pub struct Counts<'a> {
    /// What is counted: head of the left column.
    pub what: &'a str,
    /// Rows with bars.
    pub rows: &'a [(String, u64)],
    /// Of how many each row is a part; bars then show the share. None or one a row.
    pub of: &'a [u64],
    /// Rows below that stand apart (rest, undated), shown if not zero.
    pub apart: &'a [(&'a str, u64)],
}

impl Page<'_> {
    /// A table of counts with bars.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn counts(&mut self, counts: &Counts<'_>) -> io::Result<()> {
        let names: Vec<String> = counts
            .rows
            .iter()
            .map(|(name, _)| self.screen.clean(name).into_owned())
            .collect();
        let apart: Vec<_> = counts.apart.iter().filter(|(_, count)| *count > 0).collect();
        let figures = counts.rows.iter().map(|(_, count)| *count);
        let most = figures.clone().max().unwrap_or(0);
        let digits = figures
            .chain(apart.iter().map(|(_, count)| *count))
            .map(|count| grouped(count).len())
            .max()
            .unwrap_or(1);
        let left = names
            .iter()
            .map(|name| name.width())
            .chain(apart.iter().map(|(name, _)| name.width()))
            .max()
            .unwrap_or(0)
            .min(40);

        let shares: Vec<u64> = counts.rows.iter().zip(counts.of).map(share).collect();
        let percents = if shares.is_empty() { 0 } else { "100.0%  ".len() };
        let room = self.screen.measure().saturating_sub(left + digits + percents + 6);
        let room = room.clamp(SHORT_BAR, BAR);
        let longest = shares.iter().copied().max().unwrap_or(most);

        self.row(&[Piece::new(Label::Heading, counts.what)])?;
        for (at, (name, (_, count))) in names.iter().zip(counts.rows).enumerate() {
            let mut cells = cells(name, *count, left, digits, Label::Plain);
            let length = shares.get(at).copied().unwrap_or(*count);
            if let Some(share) = shares.get(at) {
                let percent = format!("  {:>3}.{}%", share / 10, share % 10);
                cells.push(Piece::new(Label::Detail, percent));
            }
            let bar = format!("  {}", bar(length, longest, room));
            cells.push(Piece::new(Label::Bar, bar));
            self.row(&cells)?;
        }
        for (name, count) in apart {
            self.row(&cells(name, *count, left, digits, Label::Detail))?;
        }
        Ok(())
    }
}

/// How many thousandths a row is, rounded.
fn share((row, of): (&(String, u64), &u64)) -> u64 {
    row.1.saturating_mul(1000).saturating_add(of / 2).checked_div(*of).unwrap_or(0)
}

fn cells(name: &str, count: u64, left: usize, digits: usize, label: Label) -> Vec<Piece> {
    let name = shortened(name, left);
    let pad = " ".repeat(left.saturating_sub(name.width()));
    let count = grouped(count);
    vec![
        Piece::new(label, format!("  {name}{pad}")),
        Piece::new(Label::Number, format!("  {count:>digits$}")),
    ]
}

/// At most `columns` wide, cut with `…`.
pub fn shortened(name: &str, columns: usize) -> String {
    if name.width() <= columns {
        return name.to_owned();
    }
    let mut short = String::new();
    for letter in name.chars() {
        // A sign without a width of its own may make the one before it wider: "☀️".
        short.push(letter);
        if short.width() + 1 > columns {
            short.pop();
            break;
        }
    }
    short.push('…');
    short
}

/// A bar of `room` columns for `most`, to the eighth of a column.
fn bar(count: u64, most: u64, room: usize) -> String {
    if count == 0 || most == 0 {
        return String::new();
    }
    let eighths = u128::from(count) * (room as u128) * 8 / u128::from(most);
    let eighths = usize::try_from(eighths).unwrap_or(room * 8).max(1);
    let part = match eighths % 8 {
        0 => "",
        some => EIGHTHS[some - 1],
    };
    "█".repeat(eighths / 8) + part
}

/// `12,345`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::Screen;
    use expect_test::{Expect, expect};

    #[test]
    fn a_short_name_is_as_wide_as_it_may_be() {
        for columns in 1..40 {
            for name in
                ["Weather Report☀️xyz and more", "海港报海港报海港报", "❤️1️⃣❤️1️⃣❤️1️⃣❤️1️⃣"]
            {
                assert!(shortened(name, columns).width() <= columns, "{name} {columns}");
            }
        }
    }

    fn check(what: &str, rows: &[(&str, u64)], apart: &[(&str, u64)], expected: &Expect) {
        let rows: Vec<(String, u64)> =
            rows.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        let mut out = Vec::new();
        Page { out: &mut out, screen: Screen::default() }
            .counts(&Counts { what, rows: &rows, of: &[], apart })
            .expect("memory takes all");
        expected.assert_eq(&String::from_utf8(out).expect("text"));
    }

    #[test]
    fn bars_are_to_scale() {
        check(
            "outlet",
            &[("The Lantern", 1200), ("海港报", 600), ("Coast Gazette", 7)],
            &[("(others)", 3)],
            &expect![[r#"
                outlet
                  The Lantern    1,200  ████████████████████████████████
                  海港报           600  ████████████████
                  Coast Gazette      7  ▏
                  (others)           3
            "#]],
        );
    }

    #[test]
    fn nothing_apart_nothing_shown() {
        check(
            "month",
            &[("2024-03", 0), ("2024-04", 1)],
            &[("undated", 0)],
            &expect![[r#"
            month
              2024-03  0
              2024-04  1  ████████████████████████████████
        "#]],
        );
    }

    #[test]
    fn figures_are_grouped() {
        let shown: Vec<String> =
            [0, 999, 1000, 1_234_567].iter().map(|&it| grouped(it)).collect();
        assert_eq!(shown, ["0", "999", "1,000", "1,234,567"]);
    }
}
