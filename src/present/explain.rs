//! How is it shown how a query was read, and what a score is made of? One line a part,
//! indented as it stands, and one paragraph a hit.

use std::io;

use unicode_width::UnicodeWidthStr;

use crate::model::{Hit, Reading, Reason};

use super::page::{Margin, Page, Piece};
use super::style::Label;
use super::table::{grouped, shortened};

/// Columns of the longest part shown whole.
const WIDEST: usize = 36;

impl Page<'_> {
    /// The parts of a query, what each means, and how many articles answer it alone.
    pub(super) fn reading(&mut self, parts: &[Reading]) -> io::Result<()> {
        if parts.is_empty() {
            return Ok(());
        }
        let name = |it: &Reading| {
            format!("{}{}", "  ".repeat(it.depth.min(8)), self.screen.clean(&it.part))
        };
        let names: Vec<String> =
            parts.iter().map(|it| shortened(&name(it), WIDEST)).collect();
        let left = names.iter().map(|it| it.width()).max().unwrap_or(0);
        let figure = |it: &Reading| it.articles.map_or_else(String::new, grouped);
        let digits = parts.iter().map(|it| figure(it).len()).max().unwrap_or(0).max(8);
        let head = format!("{:left$}  {:>digits$}", "read as", "articles");
        self.row(&[Piece::new(Label::Heading, head)])?;
        for (name, part) in names.iter().zip(parts) {
            let pad = " ".repeat(left - name.width());
            let count = format!("{name}{pad}  {:>digits$}  ", figure(part));
            let margin = Margin {
                first: vec![Piece::whole(Label::Plain, count)],
                ..Margin::blank(left + digits + 4)
            };
            let meaning = Piece::new(Label::Detail, self.screen.clean(&part.meaning));
            self.block(&margin, &[meaning], usize::MAX)?;
        }
        self.gap()
    }

    /// `7.50 = 4.20 ferry in the headline + 3.30 …`.
    pub(super) fn reasons(&mut self, hit: &Hit, margin: &Margin) -> io::Result<()> {
        let Some((first, rest)) = hit.why.split_first() else { return Ok(()) };
        let mut line = vec![
            Piece::new(Label::Number, format!("{:.2}", hit.score)),
            Piece::new(Label::Detail, " = "),
            Piece::new(Label::Detail, self.screen.clean(&reason(first))),
        ];
        for it in rest {
            line.push(Piece::new(Label::Detail, " + "));
            line.push(Piece::new(Label::Detail, self.screen.clean(&reason(it))));
        }
        self.block(margin, &line, usize::MAX)
    }
}

fn reason(it: &Reason) -> String {
    let place = match it.field {
        "title" => "in the headline",
        "text" => "in the text",
        _ => "",
    };
    let how = match (it.how, it.form.as_str()) {
        ("as written", _) => String::new(),
        (how, "") => format!("({how})"),
        (how, form) => format!("({how} {form})"),
    };
    let words = [&*format!("{:.2}", it.score), &it.part, &how, place];
    words.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}
