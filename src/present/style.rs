//! Which words look how? One table from what a word is to its colour; nothing else in
//! the program names a colour. Every meaning is also carried by words or marks, so that
//! nothing is lost without colour.

use anstyle::{AnsiColor, Style};

/// What a piece of output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Label {
    /// Running text.
    #[default]
    Plain,
    /// Rank of a hit, number of a quote.
    Number,
    /// Headline of an article.
    Headline,
    /// Who published it.
    Outlet,
    /// Dates, ids, roles, arrows: what steps back.
    Detail,
    /// What the query matched.
    Match,
    /// Words of a quote.
    Quote,
    /// Who is quoted.
    Speaker,
    /// The words that report.
    Cue,
    /// The words a link rests on.
    Evidence,
    /// Words that one text has and its source has not.
    Added,
    /// Words that were left out.
    Cut,
    /// A bar of a chart.
    Bar,
    /// Head of a table.
    Heading,
    /// "error:".
    Error,
    /// "hint:" and what to do.
    Hint,
}

/// The look of every label, in their order.
const STYLES: [(Label, Style); 16] = [
    (Label::Plain, Style::new()),
    (Label::Number, Style::new().dimmed()),
    (Label::Headline, Style::new().bold()),
    (Label::Outlet, AnsiColor::Cyan.on_default()),
    (Label::Detail, Style::new().dimmed()),
    (Label::Match, AnsiColor::Red.on_default().bold()),
    (Label::Quote, AnsiColor::Green.on_default()),
    (Label::Speaker, Style::new().bold()),
    (Label::Cue, Style::new().italic()),
    (Label::Evidence, AnsiColor::Blue.on_default().underline()),
    (Label::Added, AnsiColor::Green.on_default().underline()),
    (Label::Cut, AnsiColor::Red.on_default().strikethrough()),
    (Label::Bar, AnsiColor::Cyan.on_default()),
    (Label::Heading, Style::new().underline()),
    (Label::Error, AnsiColor::Red.on_default().bold()),
    (Label::Hint, AnsiColor::Cyan.on_default()),
];

impl Label {
    /// Its look.
    pub const fn style(self) -> Style {
        STYLES[self as usize].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_labels() {
        for (place, (label, _)) in STYLES.iter().enumerate() {
            assert_eq!(*label as usize, place, "{label:?}");
        }
    }
}
