//! Which line of a text is its date and nothing else? "Friday, July 21, 2017", "Published 15
//! April 2024, 9:41": near the top, alone.

use super::find::{Order, find};
use super::month_of;
use crate::model::{Basis, Date, Published, Span};

/// A line of its own near the top that is nothing but a date, or an agency's "April 15
/// (Reuters)" is not a year: only a full date counts.
pub(in crate::extract) fn in_line(text: &str) -> Option<Published> {
    let mut start = 0;
    for line in text.split_inclusive('\n').take(12) {
        let trimmed = line.trim();
        let span_start = start + (line.len() - line.trim_start().len());
        start += line.len();
        let words = trimmed.split_whitespace().count();
        if !(1..=7).contains(&words) || trimmed.len() > 60 {
            continue;
        }
        if let Some(date) = full_line(trimmed) {
            let evidence = Some(Span::new(span_start, span_start + trimmed.len()));
            return Some(Published { date, basis: Basis::Text, evidence });
        }
    }
    None
}

/// The line is a date and nothing else but a weekday, a time, or a word that says so.
fn full_line(line: &str) -> Option<Date> {
    let found = find(line, Order::Unknown).into_iter().find(|it| it.date.day > 0)?;
    let rest = [&line[..found.whole.start], &line[found.whole.end..]];
    let words = rest.iter().flat_map(|it| it.split(|it: char| !it.is_alphabetic()));
    let mut foreign = words.filter(|it| it.len() > 2).filter(|it| {
        let lower = it.to_lowercase();
        let says = lower.ends_with("day") || lower.ends_with("tag");
        !says && !SAYS.contains(&lower.as_str()) && month_of(it).is_none()
    });
    foreign.next().is_none().then_some(found.date)
}

/// What a line of a date says beside it.
const SAYS: [&str; 30] = [
    "published",
    "updated",
    "posted",
    "date",
    "gmt",
    "utc",
    "edt",
    "est",
    "bst",
    "cet",
    "cest",
    "mittwoch",
    "veröffentlicht",
    "stand",
    "uhr",
    "publié",
    "publicado",
    "actualizado",
    "опубликовано",
    "года",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "نشر",
    "pubblicato",
    "gepubliceerd",
];
