//! What date do these words give? As fields, addresses and lines of a text write it; which
//! of an article's dates counts is decided in `when`.

use crate::model::{Basis, Date, Published, Span};

/// Reads a date as inputs write it: ISO 8601 in any precision, "15 April 2024",
/// "April 15, 2024", "15.04.2024", RFC 2822.
///
/// ```
/// use morgue::extract::parse_date;
/// assert_eq!(parse_date("April 15, 2024").map(|it| it.number()), Some(20_240_415));
/// assert_eq!(parse_date("2024-04").map(|it| it.number()), Some(20_240_400));
/// assert_eq!(parse_date("31 February 2024"), None);
/// ```
pub fn parse(given: &str) -> Option<Date> {
    let given = given.trim();
    iso(given)
        .or_else(|| compact(given))
        .or_else(|| dotted(given))
        .or_else(|| signs(given))
        .or_else(|| words(given))
}

/// `2025年3月10日`.
fn signs(given: &str) -> Option<Date> {
    let (year, rest) = given.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    let last = |it: &str| it.trim().parse().ok();
    checked(year.trim().parse().ok()?, last(month)?, last(day)?)
}

/// `2024`, `2024-04`, `2024-04-15`, `2024-04-15T09:41:00Z` (also with `/`).
fn iso(given: &str) -> Option<Date> {
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit()) && !it.is_empty();
    let day = given.split(['T', ' ']).next()?;
    let mut parts = day.split(['-', '/']);
    let year = parts.next().filter(|it| it.len() == 4 && digits(it))?.parse().ok()?;
    let mut small = || {
        parts
            .next()
            .filter(|it| it.len() <= 2 && digits(it))
            .and_then(|it| it.parse().ok())
    };
    let month: u8 = small().unwrap_or(0);
    let day_of = if month == 0 { 0 } else { small().unwrap_or(0) };
    let mut date = checked(year, month, day_of)?;
    date.seconds = seconds(given);
    Some(date)
}

/// Seconds since 1970, where the text is a full timestamp with a zone.
fn seconds(given: &str) -> Option<i64> {
    let given = given.replacen(' ', "T", 1);
    given.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

/// `20240415`, `20240415T094100Z`.
fn compact(given: &str) -> Option<Date> {
    let head = given.get(..8).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))?;
    let number: u64 = head.parse().ok()?;
    let more = given.as_bytes().get(8).is_some_and(u8::is_ascii_digit);
    if more {
        return None;
    }
    let date = Date::from_number(number);
    checked(date.year, date.month, date.day).filter(|it| it.month > 0)
}

/// `15.04.2024`.
fn dotted(given: &str) -> Option<Date> {
    let mut parts = given.split('.');
    let day = parts.next()?.trim().parse().ok()?;
    let month = parts.next()?.trim().parse().ok()?;
    let year = parts.next()?.trim().split(' ').next()?.parse().ok()?;
    checked(year, month, day)
}

/// Month names among words: "Mon, 15 Apr 2024 09:41:00 +0000", "Friday, July 21, 2017".
fn words(given: &str) -> Option<Date> {
    let mut month = 0;
    let mut day = 0;
    let mut year = 0;
    for word in
        given.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).take(8)
    {
        let number = word
            .trim_end_matches(|it: char| it.is_ascii_alphabetic())
            .parse::<u16>()
            .ok();
        match number {
            Some(number) if (1000..=9999).contains(&number) && year == 0 => year = number,
            Some(number) if (1..=31).contains(&number) && day == 0 => {
                day = u8::try_from(number).ok()?;
            }
            None if month == 0 => month = month_of(word).unwrap_or(0),
            _ => (),
        }
    }
    if year == 0 || month == 0 {
        return None;
    }
    checked(year, month, day)
}

/// The month a word names, in the languages that are read.
pub(super) fn month_of(word: &str) -> Option<u8> {
    let lower = word.to_lowercase();
    if lower.chars().count() < 3 {
        return None;
    }
    MONTHS
        .iter()
        .position(|names| {
            names.split(' ').any(|name| {
                name == lower
                    || (lower.len() >= 3
                        && lower.len() <= 4
                        && name.starts_with(lower.as_str())
                        && name.is_ascii())
            })
        })
        .and_then(|it| u8::try_from(it + 1).ok())
}

const MONTHS: [&str; 12] = [
    "january januar janvier enero janeiro января يناير",
    "february februar février febrero fevereiro февраля فبراير",
    "march märz mars marzo março марта مارس",
    "april avril abril апреля أبريل",
    "may mai mayo maio мая مايو",
    "june juni juin junio junho июня يونيو",
    "july juli juillet julio julho июля يوليو",
    "august août agosto августа أغسطس",
    "september septembre septiembre setembro сентября سبتمبر",
    "october oktober octobre octubre outubro октября أكتوبر",
    "november novembre noviembre novembro ноября نوفمبر",
    "december dezember décembre diciembre dezembro декабря ديسمبر",
];

fn checked(year: u16, month: u8, day: u8) -> Option<Date> {
    let plausible = (1400..=2200).contains(&year) && month <= 12;
    if !plausible || (month == 0 && day > 0) {
        return None;
    }
    if day > 0 {
        let (year, month, day) = (
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        );
        jiff::civil::Date::new(year, month, day).ok()?;
    }
    Some(Date::day(year, month, day))
}

/// `/2024/04/15/`, `/2024/04/`, `2024-04-15` in an address.
pub(super) fn in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |it| it.1);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '?']).collect();
    let at = parts.iter().position(|it| {
        it.len() == 4 && it.parse::<u16>().is_ok_and(|it| (1990..=2100).contains(&it))
    })?;
    let small = |at: usize| {
        parts
            .get(at)
            .filter(|it| it.len() <= 2)
            .and_then(|it| it.parse::<u8>().ok())
            .or_else(|| {
                parts.get(at).filter(|it| it.len() == 3).and_then(|it| month_of(it))
            })
    };
    let month = small(at + 1).filter(|it| (1..=12).contains(it))?;
    let day = small(at + 2).unwrap_or(0);
    checked(parts[at].parse().ok()?, month, day)
        .or_else(|| checked(parts[at].parse().ok()?, month, 0))
}

/// A line of its own near the top that is nothing but a date, or an agency's "April 15
/// (Reuters)" is not a year: only a full date counts.
pub(super) fn in_line(text: &str) -> Option<Published> {
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

/// The line is a date and nothing else but a weekday, "Published" or a time.
fn full_line(line: &str) -> Option<Date> {
    let date = parse(line).filter(|it| it.day > 0)?;
    let foreign = line
        .split(|it: char| !it.is_alphabetic())
        .filter(|it| it.len() > 2)
        .filter(|it| {
            let lower = it.to_lowercase();
            month_of(it).is_none()
                && !lower.ends_with("day")
                && !lower.ends_with("tag")
                && !matches!(
                    lower.as_str(),
                    "published"
                        | "updated"
                        | "posted"
                        | "date"
                        | "gmt"
                        | "utc"
                        | "edt"
                        | "est"
                        | "bst"
                        | "cet"
                        | "cest"
                        | "mittwoch"
                        | "veröffentlicht"
                        | "publié"
                        | "publicado"
                        | "опубликовано"
                        | "года"
                        | "lundi"
                        | "mardi"
                        | "mercredi"
                        | "jeudi"
                        | "vendredi"
                        | "samedi"
                        | "dimanche"
                )
        });
    (foreign.count() == 0).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expected: Option<u64>) {
        assert_eq!(parse(given).map(Date::number), expected, "{given:?}");
    }

    #[test]
    fn dates_as_written() {
        check("2024", Some(20_240_000));
        check("2024-04", Some(20_240_400));
        check("2024-04-15T09:41:00Z", Some(20_240_415));
        check("2024/04/15", Some(20_240_415));
        check("20240415", Some(20_240_415));
        check("15.04.2024", Some(20_240_415));
        check("15 April 2024", Some(20_240_415));
        check("15. April 2024", Some(20_240_415));
        check("15 avril 2024", Some(20_240_415));
        check("15 апреля 2024 г.", Some(20_240_415));
        check("15 أبريل 2024", Some(20_240_415));
        check("2024年4月15日", Some(20_240_415));
        check("Mon, 15 Apr 2024 09:41:00 +0000", Some(20_240_415));
        check("Friday, July 21, 2017", Some(20_170_721));
        check("2024-02-31", None);
        check("yesterday", None);
        check("", None);
    }

    #[test]
    fn addresses() {
        for (url, expected) in [
            ("https://a.example/2024/04/15/pier", Some(20_240_415)),
            ("https://a.example/news/2024/apr/15/pier", Some(20_240_415)),
            ("https://a.example/2024/04/pier", Some(20_240_400)),
            ("https://a.example/pier-1999", None),
        ] {
            assert_eq!(in_url(url).map(Date::number), expected, "{url}");
        }
    }
}
