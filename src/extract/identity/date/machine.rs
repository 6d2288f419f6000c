//! What date do machines write? ISO 8601 in any precision, eight digits, seconds since 1970:
//! a whole field, nothing beside it.

use super::checked;
use crate::model::Date;

/// Reads a whole field.
pub(super) fn machine(given: &str) -> Option<Date> {
    iso(given).or_else(|| compact(given)).or_else(|| epoch(given))
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

/// Seconds or milliseconds since 1970, of the years in which there are web pages.
fn epoch(given: &str) -> Option<Date> {
    let digits = given.bytes().all(|it| it.is_ascii_digit());
    let number: i64 =
        given.parse().ok().filter(|_| digits && matches!(given.len(), 10 | 13))?;
    let seconds = if given.len() == 13 { number / 1000 } else { number };
    let day = jiff::Timestamp::from_second(seconds)
        .ok()?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let part = |it: i8| u8::try_from(it).ok();
    let date =
        checked(u16::try_from(day.year()).ok()?, part(day.month())?, part(day.day())?)?;
    Some(Date { seconds: Some(seconds), ..date }).filter(|_| date.year >= 1995)
}
