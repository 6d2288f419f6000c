//! Which lines of a page may hold its date? `time` elements, short lines with a year in
//! them, dates that are set in several elements, and those that stand in a title.

use dom_query::{Element, NodeRef};

use super::label::{Said, label, said};
use super::node::{aside, attr, collapsed, hints_of, is_in_prose, words};
use super::scan::{LINE, MOST, Scan};

/// Ancestors whose class and id say what a line is.
const NEAR: usize = 3;
/// Longest date that is set in several elements, in bytes.
const SHEET: usize = 40;

/// A short text that may hold a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// As written: the machine's form of a `time` element, else the words.
    pub(super) written: String,
    /// The element is `time`.
    pub(super) is_time: bool,
    /// What class and id near it say, in lower case: "post-date entry-meta".
    pub(super) hints: String,
    /// What the words in it, or the short line before it, say it is.
    pub(super) said: Option<Said>,
    /// It stands behind the first heading of the first rank.
    pub(super) behind_heading: bool,
    /// It stands in a foot, a list of other articles, a menu or a comment, or in the middle of
    /// a sentence.
    pub(super) aside: bool,
}

impl Scan {
    /// A `time` element.
    pub(super) fn time(&mut self, node: &NodeRef<'_>, element: &Element) {
        let machine = attr(element, "datetime").or_else(|| attr(element, "content"));
        if let Some(written) = machine.or_else(|| words(node)) {
            let own = hints_of(element);
            self.line(node, written, true, own);
        }
    }

    /// A text node that may be a date.
    pub(super) fn text(&mut self, node: &NodeRef<'_>) {
        let text = node.text();
        let text = text.trim();
        if self.lines.len() < MOST && may_be_dated(text) {
            let in_time = node.parent().is_some_and(|it| it.has_name("time"));
            if !in_time {
                self.line(node, collapsed(text), false, String::new());
            }
        }
        if text.chars().any(char::is_alphabetic) {
            self.before.clear();
            if text.len() <= LINE {
                self.before.push_str(text);
            }
        }
    }

    /// An element that is marked as a date: `<abbr class=published title=2024-04-15T09:41>`,
    /// and the leaf of a calendar, `<p class=date><b>Apr</b> <b>15</b> <b>2024</b></p>`.
    pub(super) fn dated(&mut self, node: &NodeRef<'_>, element: &Element) {
        let Some(own) = element.attr("class").map(|it| it.to_ascii_lowercase()) else {
            return;
        };
        if self.lines.len() >= MOST
            || !["date", "time", "publish"].iter().any(|it| own.contains(it))
            || &*element.name.local == "time"
        {
            return;
        }
        if let Some(title) = attr(element, "title").filter(|it| is_machine(it)) {
            self.line(node, title, true, hints_of(element));
        } else if let Some(sheet) = sheet(node) {
            self.line(node, sheet, false, hints_of(element));
        }
    }

    fn line(
        &mut self,
        node: &NodeRef<'_>,
        written: String,
        is_time: bool,
        mut hints: String,
    ) {
        if self.lines.len() >= MOST {
            return;
        }
        for parent in node.ancestors_it(Some(NEAR)) {
            if let Some(element) = parent.element_ref() {
                hints.push_str(&hints_of(&element));
            }
        }
        let said = said(&written).or_else(|| label(&self.before));
        let behind_heading = !self.headings.is_empty();
        let aside = aside(node) || !is_time && is_in_prose(node);
        self.lines.push(Line { written, is_time, hints, said, behind_heading, aside });
    }
}

/// The words of a few elements that are a date only together.
fn sheet(node: &NodeRef<'_>) -> Option<String> {
    let mut sheet = String::new();
    let mut parts = 0;
    for (count, inner) in node.descendants_it().enumerate() {
        if count > 12 || sheet.len() > SHEET {
            return None;
        }
        if inner.is_text() {
            let text = inner.text();
            let text = text.trim();
            if may_be_dated(text) {
                return None;
            }
            if !text.is_empty() {
                sheet.push_str(text);
                sheet.push(' ');
                parts += 1;
            }
        }
    }
    let sheet = collapsed(&sheet);
    (parts >= 2 && sheet.len() <= SHEET && may_be_dated(&sheet)).then_some(sheet)
}

/// `2024-04-15`, and what follows of a clock.
fn is_machine(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |it: &[u8]| it.iter().all(u8::is_ascii_digit);
    bytes.len() >= 10
        && digits(&bytes[..4])
        && bytes[4] == b'-'
        && digits(&bytes[5..7])
        && bytes[7] == b'-'
}

/// Short, and with a year, or with three numbers between signs, or in other digits.
fn may_be_dated(text: &str) -> bool {
    if !(6..=LINE).contains(&text.len()) {
        return false;
    }
    let (mut run, mut signs) = (0, 0);
    let mut last = b' ';
    for byte in text.bytes().chain([b' ']) {
        if byte.is_ascii_digit() {
            run += 1;
            signs += usize::from(matches!(last, b'.' | b'/' | b'-'));
        } else {
            if matches!(run, 4 | 8) || signs >= 2 {
                return true;
            }
            run = 0;
        }
        last = byte;
    }
    text.chars().any(|it| matches!(it, '٠'..='٩' | '۰'..='۹' | '०'..='९' | '০'..='৯'))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::scan::scan;
    use super::*;

    #[test]
    fn lines_that_may_hold_a_date() {
        for (line, expected) in [
            ("15 April 2024", true),
            ("15.04.24", true),
            ("15. 4. 2024", true),
            ("١٥ أبريل", true),
            ("call 030 28444", false),
            ("3,037.42", false),
            ("page 12", false),
            ("2024", false),
        ] {
            assert_eq!(may_be_dated(line), expected, "{line}");
        }
    }

    #[test]
    fn dates_in_pieces_and_in_titles() {
        for (html, expected) in [
            ("<p class=date><b>Apr</b> <b>15</b><b>2024</b></p>", "Apr 15 2024"),
            (
                "<abbr class=published title='2024-04-15T09:41'>Monday</abbr>",
                "2024-04-15T09:41",
            ),
            ("<p class=date>15 April 2024</p>", "15 April 2024"),
            ("<p><b>Apr</b> <b>15</b><b>2024</b></p>", ""),
            (
                "<p class=date>Berths <b>15</b> to <b>2024</b> and what lies behind them</p>",
                "",
            ),
        ] {
            let found = scan(&Document::from(html)).lines;
            let written: Vec<&str> = found.iter().map(|it| it.written.as_str()).collect();
            assert_eq!(written.join("; "), expected, "{html}");
        }
    }

    #[test]
    fn what_is_said_of_a_date() {
        for (html, expected) in [
            ("<b>Erschienen am:</b> <h2>15.04.2024</h2>", Some(Said::Published)),
            ("<b>Zuletzt geändert am:</b><p>16.04.2024</p>", Some(Said::Modified)),
            ("<p>Posted on 15 April 2024 by the clerk</p>", Some(Said::Published)),
            ("<p>The clerk said what he published</p><p>15.04.2024</p>", None),
        ] {
            let found = scan(&Document::from(html)).lines;
            assert_eq!(found.first().and_then(|it| it.said), expected, "{html}");
        }
    }
}
