//! Which days does the value of `date:` cover? Years, months, days, ranges with open
//! ends, and forms relative to a given day; it never asks the clock itself.

use std::env;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, civil};

use crate::model::Date;
use crate::model::query::Range;

/// Reads the value of `date:`; the error says how to write it.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read(value: &str, now: Date) -> Result<Range, String> {
    let value = value.trim().to_lowercase();
    if matches!(value.as_str(), "none" | "unknown" | "undated") {
        return Ok(Range::Undated);
    }
    for (sign, open) in [(">=", true), ("<=", false), (">", true), ("<", false)] {
        if let Some(rest) = value.strip_prefix(sign) {
            return bounded(rest, open, sign.len() == 1, now);
        }
    }
    let parts = value.split_once("..").or_else(|| value.split_once('…'));
    if let Some((from, to)) = parts {
        let from = end(from, now)?.map(|it| it.0);
        let to = end(to, now)?.map(|it| it.1);
        if let (Some(from), Some(to)) = (from, to)
            && last(to) < from.number()
        {
            return Err(format!("{from} is later than {to}: swap them"));
        }
        if from.is_none() && to.is_none() {
            return Err("give at least one end, as in `2023-10..`".to_owned());
        }
        return Ok(Range::Dates(from, to));
    }
    let (from, to) = span(&value, now)?;
    Ok(Range::Dates(Some(from), Some(to)))
}

fn bounded(value: &str, open: bool, strict: bool, now: Date) -> Result<Range, String> {
    let (from, to) = span(value.trim(), now)?;
    // The calendar ends at both ends: beyond it is nothing, and not everything.
    let day = |it: Date, by: i64, what: &str| {
        let beyond = || format!("no date is {what} than {it}");
        shifted(it, by.days()).map(Some).ok_or_else(beyond)
    };
    Ok(match (open, strict) {
        (true, false) => Range::Dates(Some(from), None),
        (true, true) => Range::Dates(day(whole(to, true), 1, "later")?, None),
        (false, false) => Range::Dates(None, Some(to)),
        (false, true) => Range::Dates(None, day(whole(from, false), -1, "earlier")?),
    })
}

/// One end of a range; nothing where it is open.
fn end(value: &str, now: Date) -> Result<Option<(Date, Date)>, String> {
    let value = value.trim();
    if value.is_empty() || value == "*" {
        return Ok(None);
    }
    span(value, now).map(Some)
}

/// First and last date of one value.
fn span(value: &str, now: Date) -> Result<(Date, Date), String> {
    if value.starts_with(|it: char| it.is_ascii_digit()) && !value.contains("ago") {
        return calendar(value).map(|it| (it, it)).ok_or_else(|| {
            format!("`{value}` is no date: write 2024, 2024-04 or 2024-04-15")
        });
    }
    relative(value, now).ok_or_else(|| {
        format!(
            "cannot read `{value}`: write 2024-04-15, 2023-10..2024-04, none, today, \
             yesterday or \"last 2 weeks\""
        )
    })
}

fn calendar(value: &str) -> Option<Date> {
    let mut parts = value.split(['-', '/', '.']);
    let year = part(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(0), |it| part(it, 2).filter(|it| *it > 0))?;
    let day = parts.next().map_or(Some(0), |it| part(it, 2).filter(|it| *it > 0))?;
    if parts.next().is_some() || year == 0 {
        return None;
    }
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    civil_of(Date::day(year, month.max(1), day.max(1)))?;
    Some(Date::day(year, month, day))
}

fn part(text: &str, digits: usize) -> Option<u16> {
    let plain = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let fits = if digits == 4 { text.len() == 4 } else { text.len() <= digits };
    if plain && fits { text.parse().ok() } else { None }
}

/// `today`, `yesterday`, `this month`, `last week`, `last 2 weeks`, `3 days ago`.
fn relative(value: &str, now: Date) -> Option<(Date, Date)> {
    let words: Vec<&str> =
        value.split([' ', '-', '_']).filter(|it| !it.is_empty()).collect();
    let today = Date { seconds: None, ..now };
    let ago = |count: i64, unit: &str| back(today, count, unit);
    match words.as_slice() {
        ["today"] => Some((today, today)),
        ["yesterday"] => ago(1, "day").map(|it| (it, it)),
        ["this", "year"] => Some((Date::day(now.year, 0, 0), Date::day(now.year, 0, 0))),
        ["this", "month"] => {
            let month = Date::day(now.year, now.month, 0);
            Some((month, month))
        }
        ["this", "week"] => {
            let since = civil_of(today)?.weekday().to_monday_zero_offset();
            Some((shifted(today, (-i64::from(since)).days())?, today))
        }
        ["last" | "past", unit] => Some((ago(1, unit)?, today)),
        ["last" | "past", count, unit] => Some((ago(number(count)?, unit)?, today)),
        [count, unit, "ago"] => ago(number(count)?, unit).map(|it| (it, it)),
        _ => None,
    }
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 10] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let named = WORDS.iter().zip(1..).find(|(it, _)| **it == word).map(|(_, it)| it);
    named.or_else(|| word.parse().ok()).filter(|it| (0..100_000).contains(it))
}

fn back(from: Date, count: i64, unit: &str) -> Option<Date> {
    let none = jiff::Span::new();
    let span = match unit.trim_end_matches('s') {
        "day" => none.try_days(-count),
        "week" => none.try_weeks(-count),
        "month" => none.try_months(-count),
        "year" => none.try_years(-count),
        _ => return None,
    };
    // "20000 years ago" is longer than the calendar.
    shifted(from, span.ok()?)
}

fn shifted(from: Date, by: jiff::Span) -> Option<Date> {
    let date = civil_of(from)?.checked_add(by).ok()?;
    let year = u16::try_from(date.year()).ok().filter(|it| *it > 0)?;
    Some(Date::day(year, date.month().unsigned_abs(), date.day().unsigned_abs()))
}

fn civil_of(date: Date) -> Option<civil::Date> {
    let year = i16::try_from(date.year).ok()?;
    civil::Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

/// The first or the last day of a date that may be only a year or a month.
fn whole(date: Date, to_end: bool) -> Date {
    let month = if date.month > 0 {
        date.month
    } else if to_end {
        12
    } else {
        1
    };
    let first = Date::day(date.year, month, 1);
    let days = civil_of(first).map_or(28, |it| it.days_in_month().unsigned_abs());
    let day = if date.day > 0 {
        date.day
    } else if to_end {
        days
    } else {
        1
    };
    Date::day(date.year, month, day)
}

/// The number (see [`Date::number`]) no date inside `date` exceeds.
pub(super) const fn last(date: Date) -> u64 {
    let month = if date.month == 0 { 99 } else { date.month as u64 };
    let day = if date.month == 0 || date.day == 0 { 99 } else { date.day as u64 };
    date.year as u64 * 10_000 + month * 100 + day
}

/// The day it is, by the clock and the zone of this machine.
pub fn today() -> Date {
    let date = Timestamp::now().to_zoned(zone()).date();
    let year = u16::try_from(date.year()).unwrap_or(1);
    Date::day(year, date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// The zone of this machine: what `TZ` names, or else what its own file says.
fn zone() -> TimeZone {
    let named = env::var_os("TZ").map(|it| it.to_string_lossy().into_owned());
    let found = match named {
        Some(name) => zone_named(&name),
        None => rules(Path::new("/etc/localtime")),
    };
    // Elsewhere the system is asked; here it would read whatever `TZ` names to its end.
    found.unwrap_or_else(|| if cfg!(unix) { TimeZone::UTC } else { TimeZone::system() })
}

/// Folders of the rules of all zones.
const ZONES: [&str; 3] =
    ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

/// Longest file of rules that is read; the longest there is has some thousand bytes.
const LONGEST: u64 = 1 << 20;

/// A zone as `TZ` has it: `Europe/Berlin`, `:Europe/Berlin`, `/etc/localtime`,
/// `CET-1CEST,M3.5.0,M10.5.0/3`. What is none is no reason to wait: it is UTC.
fn zone_named(name: &str) -> Option<TimeZone> {
    let name = name.strip_prefix(':').unwrap_or(name);
    if name.is_empty() || name.split('/').any(|it| it == "..") {
        return None;
    }
    let named = || ZONES.iter().find_map(|it| rules(&Path::new(it).join(name)));
    named().or_else(|| TimeZone::posix(name).ok())
}

/// The rules in a file. To let the system find a zone, the folder of all of them is read,
/// which takes longer than a search; and a device or a pipe would be read without end.
fn rules(path: &Path) -> Option<TimeZone> {
    let mut bytes = Vec::new();
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    File::open(path).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
    TimeZone::tzif("local", &bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &str) {
        let range = read(value, Date::day(2024, 4, 15));
        let found = range.map_or_else(|error| format!("! {error}"), |it| it.to_string());
        assert!(found.starts_with(expected), "{value}: {found}");
    }

    #[test]
    fn values() {
        check("2024", "2024");
        check("2024-04", "2024-04");
        check("2024/4/5", "2024-04-05");
        check("2023-10..2024-04-15", "2023-10..2024-04-15");
        check("..2020", "..2020");
        check("2020..", "2020..");
        check("none", "none");
        check(">2023", "2024-01-01..");
        check("<2024-03", "..2024-02-29");
        check(">=2023-02", "2023-02..");
    }

    #[test]
    fn relative_values() {
        check("today", "2024-04-15");
        check("yesterday", "2024-04-14");
        check("last 2 weeks", "2024-04-01..2024-04-15");
        check("last week", "2024-04-08..2024-04-15");
        check("last-3-months", "2024-01-15..2024-04-15");
        check("this month", "2024-04");
        check("3 days ago", "2024-04-12");
        check("two years ago..yesterday", "2022-04-15..2024-04-14");
    }

    #[cfg(unix)]
    #[test]
    fn a_zone_is_named_or_it_is_none() {
        let hours = |name: &str| {
            let zone = zone_named(name)?;
            let summer = Timestamp::from_second(1_720_000_000).expect("a day of 2024");
            Some(zone.to_offset(summer).seconds() / 3600)
        };
        assert_eq!(hours("CET-1CEST,M3.5.0,M10.5.0/3"), Some(2));
        assert_eq!(hours("<-03>3"), Some(-3));
        // Where the machine has the rules of zones at all.
        if Path::new(ZONES[0]).join("Asia/Tokyo").is_file() {
            assert_eq!(hours("Asia/Tokyo"), Some(9));
            assert_eq!(hours(":Asia/Tokyo"), Some(9));
            assert_eq!(hours("/usr/share/zoneinfo/Asia/Tokyo"), Some(9));
        }
        for none in ["", ":", ":/dev/zero", "/dev/zero", "../../dev/zero", "/", "\0", "x"]
        {
            assert_eq!(hours(none), None, "{none:?}");
        }
    }

    #[test]
    fn faults_say_how_to_write_it() {
        check("2024-13", "! `2024-13` is no date");
        check("2023-02-30", "! `2023-02-30` is no date");
        check("soon", "! cannot read `soon`");
        for years in ["last 20000 years", "20000 years ago", "99999 years ago"] {
            check(years, &format!("! cannot read `{years}`"));
        }
        check("99999 months ago", "! cannot read `99999 months ago`");
        check("2024..2023", "! 2024 is later than 2023");
        check("..", "! give at least one end");
        check(">9999", "! no date is later than 9999-12-31");
        check("<0001-01", "! no date is earlier than 0001-01-01");
        check("99999999999999", "! `99999999999999` is no date");
    }
}
