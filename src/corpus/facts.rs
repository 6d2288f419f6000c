//! What does a path suggest about the article at its end? Outlet and date spelled by
//! folders (`harbour-post/2024/04/storm.txt`) or by a file name (`2024-04-15-storm.txt`).
//!
//! A suggestion only: whether "harbour-post" is an outlet is for `extract` to say.

use crate::model::{Date, PathFacts};

/// Folders that hold archives, not outlets: `corpus/2024/04` was not published by a
/// paper called Corpus.
const GENERIC: [&str; 34] = [
    "archive",
    "archives",
    "article",
    "articles",
    "backup",
    "by-date",
    "collection",
    "corpora",
    "corpus",
    "data",
    "dataset",
    "dates",
    "docs",
    "documents",
    "downloads",
    "dump",
    "export",
    "files",
    "html",
    "import",
    "incoming",
    "input",
    "json",
    "jsonl",
    "news",
    "output",
    "raw",
    "samples",
    "scrape",
    "stories",
    "text",
    "texts",
    "tmp",
    "txt",
];

/// Reads a key ([`super::key`]): the folders by name, the file last.
///
/// ```
/// use morgue::corpus::facts::facts;
/// use morgue::model::Date;
///
/// let facts = facts("corpus/harbour-post/2024/04/2024-04-15-storm.txt");
/// assert_eq!(facts.outlet.as_deref(), Some("harbour-post"));
/// assert_eq!(facts.date, Some(Date::day(2024, 4, 15)));
/// ```
pub fn facts(key: &str) -> PathFacts {
    let parts: Vec<&str> = key.split('/').collect();
    let Some((file, folders)) = parts.split_last() else {
        return PathFacts::default();
    };
    let by_folder = folders
        .iter()
        .enumerate()
        .find_map(|(at, name)| Some((at, from_folders(name, &folders[at + 1..])?)));
    let in_name = from_name(file);
    let Some((at, date)) = by_folder else {
        return PathFacts { outlet: None, date: in_name };
    };
    // the name may know the day that the folders leave open; if they disagree, the
    // name tells of something else ("2024/04/budget-2025-01-01.txt")
    let date = in_name.filter(|it| refines(*it, date)).unwrap_or(date);
    let outlet = at.checked_sub(1).map(|before| folders[before]);
    PathFacts {
        outlet: outlet.filter(|it| may_be_outlet(it)).map(str::to_owned),
        date: Some(date),
    }
}

fn may_be_outlet(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_alphanumeric)
        && name.chars().any(char::is_alphabetic)
        && !GENERIC.contains(&name.to_lowercase().as_str())
}

/// `2024` and what follows (`04`, `15`), or `2024-04`, `2024-04-15`, `20240415` at once.
fn from_folders(name: &str, below: &[&str]) -> Option<Date> {
    if let Some(date) = whole(name) {
        return Some(date);
    }
    let year = year(name)?;
    let month = below.first().and_then(|it| number(it, 12));
    let day = month.and(below.get(1)).and_then(|it| number(it, 31));
    date(year, month.unwrap_or(0), day.unwrap_or(0))
        .or_else(|| date(year, month.unwrap_or(0), 0))
}

/// A name that is a date and nothing else.
fn whole(name: &str) -> Option<Date> {
    let (found, rest) = leading(name)?;
    rest.is_empty().then_some(found)
}

/// The first full date inside a file name, bounded by anything but digits.
fn from_name(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    (0..bytes.len())
        .filter(|&at| bytes[at].is_ascii_digit())
        .filter(|&at| at == 0 || !bytes[at - 1].is_ascii_digit())
        .filter_map(|at| leading(&name[at..]))
        .find(|(date, _)| date.day > 0)
        .map(|(date, _)| date)
}

/// `2024-04-15`, `2024_04_15`, `2024.04.15`, `20240415`, `2024-04` and what follows it.
fn leading(text: &str) -> Option<(Date, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (head, rest) = text.split_at(digits);
    if digits == 8 {
        let day = date(year(&head[..4])?, number(&head[4..6], 12)?, two(&head[6..])?)?;
        return Some((day, rest));
    }
    let year = year(head)?;
    let separator = rest.chars().next().filter(|it| "-_.".contains(*it))?;
    let (month, rest) = part(rest, separator)?;
    let month = number(month, 12)?;
    match part(rest, separator) {
        Some((day, rest)) => Some((date(year, month, two(day)?)?, rest)),
        None => Some((date(year, month, 0)?, rest)),
    }
}

/// The two digits behind a separator, and what follows them.
fn part(text: &str, separator: char) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(separator)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 2).then(|| rest.split_at(2))
}

fn year(text: &str) -> Option<u16> {
    let four = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    four.then(|| text.parse().ok()).flatten().filter(|year| (1500..=2100).contains(year))
}

fn number(text: &str, most: u8) -> Option<u8> {
    let short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    short.then(|| text.parse().ok()).flatten().filter(|it| (1..=most).contains(it))
}

fn two(text: &str) -> Option<u8> {
    number(text, 31)
}

/// A date that exists: no 31 April.
fn date(year: u16, month: u8, day: u8) -> Option<Date> {
    let exists = day == 0
        || jiff::civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .is_ok();
    exists.then(|| Date::day(year, month, day))
}

/// `finer` says the same as `coarse` and more.
fn refines(finer: Date, coarse: Date) -> bool {
    finer.year == coarse.year
        && (coarse.month == 0 || finer.month == coarse.month)
        && (coarse.day == 0 || finer.day == coarse.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, outlet: Option<&str>, date: &str) {
        let found = facts(key);
        assert_eq!(found.outlet.as_deref(), outlet, "{key}");
        let shown = found.date.map(|it| it.to_string()).unwrap_or_default();
        assert_eq!(shown, date, "{key}");
    }

    #[test]
    fn folders_spell_outlet_and_date() {
        check("corpus/harbour-post/2024/04/a.txt", Some("harbour-post"), "2024-04");
        check("corpus/harbour-post/2024/04/15/a.txt", Some("harbour-post"), "2024-04-15");
        check("corpus/harbour-post/2024/4/5/a.txt", Some("harbour-post"), "2024-04-05");
        check("corpus/The Lantern/2024/a.txt", Some("The Lantern"), "2024");
        check("corpus/lantern/2024-04/a.txt", Some("lantern"), "2024-04");
        check("corpus/lantern/2024-04-15/a.txt", Some("lantern"), "2024-04-15");
        check("corpus/lantern/20240415/a.txt", Some("lantern"), "2024-04-15");
        check("lantern/2024/04/sport/a.txt", Some("lantern"), "2024-04");
    }

    #[test]
    fn file_names_spell_dates() {
        check("corpus/2024-04-15-storm.txt", None, "2024-04-15");
        check("corpus/storm_20240415.txt", None, "2024-04-15");
        check("corpus/storm.2024_04_15.v2.txt", None, "2024-04-15");
        check("corpus/lantern/2024/04/2024-04-15.txt", Some("lantern"), "2024-04-15");
    }

    #[test]
    fn folders_win_over_a_name_that_disagrees() {
        check("c/lantern/2024/04/budget-2025-01-01.txt", Some("lantern"), "2024-04");
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        check("corpus/a.txt", None, "");
        check("a.txt", None, "");
        check("", None, "");
        check("corpus/1234/a.txt", None, "");
        check("corpus/lantern/2024-04-31/a.txt", None, "");
        check("corpus/lantern/2024/13/a.txt", Some("lantern"), "2024");
        check("corpus/lantern/2024/04/31/a.txt", Some("lantern"), "2024-04");
        check("corpus/F-16-2024.txt", None, "");
        check("corpus/120240415.txt", None, "");
        check("corpus/2024-04 draft/a.txt", None, "");
        check("corpus/日本2024-04-15.txt", None, "2024-04-15");
    }

    #[test]
    fn folders_of_archives_are_no_outlets() {
        check("corpus/2024/04/a.txt", None, "2024-04");
        check("x/Articles/2024/04/a.txt", None, "2024-04");
        check("2024/04/a.txt", None, "2024-04");
        check(".tmpX1/2024/04/a.txt", None, "2024-04");
    }
}
