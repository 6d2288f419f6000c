//! Which dates stand in these words? "9:41 a.m. ET, April 15, 2024", "15 avril 2024 à
//! 13h41", "2024年4月15日", "04/05/2024": every date with its place and, where one stands
//! beside it, its time.

use std::ops::Range;

use super::checked;
use super::clock::{Clock, clock};
use super::solar;
use super::token::{Token, tokens};
use crate::model::Date;

/// Most tokens of a line that are looked at.
const MOST: usize = 400;
/// How far before it, in tokens: "9:41:00 a.m. ET, Monday, April 15, 2024".
const BEFORE: usize = 14;
/// How far from its date a time of day may stand, in tokens: "April 15, 2024 at 9:41".
const NEAR: usize = 4;

/// In which order a country writes the day and the month between slashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// 15/04/2024.
    DayFirst,
    /// 04/15/2024.
    MonthFirst,
    /// Nobody has said.
    #[default]
    Unknown,
}

/// A date in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Found {
    pub(in crate::extract) date: Date,
    /// Its bytes, the time of day not counted.
    pub(in crate::extract) place: Range<usize>,
    /// Bytes of date and time.
    pub(in crate::extract) whole: Range<usize>,
    /// The same with day and month the other way round, where nothing tells which is meant.
    pub(in crate::extract) or: Option<Date>,
}

/// All dates, in their order.
pub(in crate::extract) fn find(line: &str, order: Order) -> Vec<Found> {
    let tokens = tokens(line, MOST);
    let mut found = Vec::new();
    let mut at = 0;
    let mut last = 0;
    while at < tokens.len() {
        let Some(Day { date, or, end }) = day(&tokens, at, order) else {
            at += 1;
            continue;
        };
        let place = tokens[at].start..tokens[end - 1].end();
        let (date, whole) = with_clock(&tokens, last, at..end, date, place.clone());
        found.push(Found { date, place, whole, or });
        at = end;
        last = end;
    }
    found
}

/// A day among tokens.
struct Day {
    date: Date,
    or: Option<Date>,
    /// The token behind it.
    end: usize,
}

fn day(tokens: &[Token<'_>], at: usize, order: Order) -> Option<Day> {
    let first = &tokens[at];
    // "3.14" or "192.168.2.10" have more numbers before or behind
    let glued = at > 0
        && !first.spaced
        && matches!(tokens[at - 1].sign(), Some('.' | '/' | '-' | ',' | ':' | '$' | '€'))
        && at > 1
        && tokens[at - 2].number(1..=9).is_some()
        && !tokens[at - 1].spaced;
    if glued {
        return None;
    }
    let found = if let Some(year) = first.number(4..=4) {
        year_first(tokens, at, year)
    } else if first.number(8..=8).is_some() {
        let date = Date::from_number(u64::from(first.number(8..=8)?));
        let date = checked(date.year, date.month, date.day)
            .filter(|it| it.month > 0 && it.day > 0);
        date.filter(|it| (1990..=2100).contains(&it.year)).map(|date| Day {
            date,
            or: None,
            end: at + 1,
        })
    } else if let Some(number) = first.number(1..=2) {
        named(tokens, at, number).or_else(|| numbers(tokens, at, number, order))
    } else {
        first.month().and_then(|month| month_first(tokens, at, month))
    };
    found.filter(|it| it.end > at)
}

/// "2024-04-15", "2024/4/15", "2024年4月15日", "2024. április 15.", "2024-W16-1".
fn year_first(tokens: &[Token<'_>], at: usize, year: u32) -> Option<Day> {
    let year = common_era(year)?;
    let next = tokens.get(at + 1)?;
    if next.sign() == Some('-') && tokens.get(at + 2)?.is("w") {
        return week(tokens, at, year);
    }
    if let Some(month) = next.month() {
        return month_then_day(tokens, at + 1, year, month);
    }
    let unit = ["年", "년"].iter().any(|it| next.text.starts_with(it));
    let sign = next.sign().filter(|it| matches!(it, '-' | '/' | '.' | '–'));
    let third = tokens.get(at + 2)?;
    if let (Some(month), Some(_)) = (
        third.month(),
        sign.or(Some(','))
            .filter(|_| sign.is_some() || next.sign() == Some(',') || next.is("m")),
    ) {
        return month_then_day(tokens, at + 2, year, month);
    }
    // "2024 m. balandžio 15 d."
    if next.is("m") && third.sign() == Some('.') {
        let month = tokens.get(at + 3)?.month()?;
        return month_then_day(tokens, at + 3, year, month);
    }
    if !unit && sign.is_none() {
        return None;
    }
    let month = third.number(1..=2)?;
    let month = if unit { month } else { in_calendar(year, month) };
    let between = tokens.get(at + 3);
    let again = between.is_some_and(|it| {
        if unit {
            ["月", "월"].iter().any(|unit| it.text.starts_with(unit))
        } else {
            it.sign() == sign
        }
    });
    let day = tokens.get(at + 4).and_then(|it| it.number(1..=2)).filter(|_| again);
    if let Some(day) = day {
        let end = at
            + 5
            + usize::from(
                unit && tokens
                    .get(at + 5)
                    .is_some_and(|it| it.text.starts_with(['日', '일', '號', '号'])),
            );
        return made(year, month, day).map(|date| Day { date, or: None, end });
    }
    // "2024年4月" is a month; "2024-04" in a line may be anything
    (unit && again).then(|| made(year, month, 0)).flatten().map(|date| Day {
        date,
        or: None,
        end: at + 4,
    })
}

fn month_then_day(tokens: &[Token<'_>], at: usize, year: u16, month: u8) -> Option<Day> {
    let mut next = at + 1;
    while tokens
        .get(next)
        .is_some_and(|it| matches!(it.sign(), Some('-' | '.' | ',' | '/')))
    {
        next += 1;
    }
    let day = tokens.get(next)?.number(1..=2)?;
    made(year, u32::from(month), day).map(|date| Day { date, or: None, end: next + 1 })
}

/// ISO 8601: the first week holds the year's first Thursday.
fn week(tokens: &[Token<'_>], at: usize, year: u16) -> Option<Day> {
    let week = i8::try_from(tokens.get(at + 3)?.number(2..=2)?).ok()?;
    let dash = tokens.get(at + 4).is_some_and(|it| it.sign() == Some('-'));
    let weekday = tokens.get(at + 5).and_then(|it| it.number(1..=1)).filter(|_| dash);
    let end = if weekday.is_some() { at + 6 } else { at + 4 };
    let day = jiff::civil::Weekday::from_monday_one_offset(
        i8::try_from(weekday.unwrap_or(1)).ok()?,
    )
    .ok()?;
    let date =
        jiff::civil::ISOWeekDate::new(i16::try_from(year).ok()?, week, day).ok()?.date();
    let part = |it: i8| u32::try_from(it).ok();
    let year = u16::try_from(date.year()).ok()?;
    made(year, part(date.month())?, part(date.day())?).map(|date| Day {
        date,
        or: None,
        end,
    })
}

/// "15 April 2024", "15. April 2024", "15 de abril de 2024", "15-Apr-24".
fn named(tokens: &[Token<'_>], at: usize, day: u32) -> Option<Day> {
    for next in at + 1..at + 5 {
        let token = tokens.get(next)?;
        if let Some(month) = token.month() {
            let (year, end) = year_behind(tokens, next + 1)?;
            return made(year, u32::from(month), day).map(|date| Day {
                date,
                or: None,
                end,
            });
        }
        // "15 tháng 4, 2024"
        if token.is("tháng") {
            let month = tokens.get(next + 1)?.number(1..=2)?;
            let (year, end) = year_behind(tokens, next + 2)?;
            return made(year, month, day).map(|date| Day { date, or: None, end });
        }
        if !is_filler(token) {
            return None;
        }
    }
    None
}

/// The year behind a month, whatever small words stand between.
fn year_behind(tokens: &[Token<'_>], at: usize) -> Option<(u16, usize)> {
    for next in at..at + 3 {
        let token = tokens.get(next)?;
        if let Some(year) = token.number(4..=4) {
            return Some((common_era(year)?, next + 1));
        }
        let tight =
            next > at && matches!(tokens[next - 1].sign(), Some('-' | '\'' | '’' | '/'));
        if let Some(year) = token.number(2..=2).filter(|_| tight) {
            return Some((century(year)?, next + 1));
        }
        let of_month =
            tokens.get(next.wrapping_sub(1)).is_some_and(|it| it.month().is_some());
        let second_word = of_month
            && !token.text.is_ascii()
            && matches!(token.kind, super::token::Kind::Word(_));
        if !is_filler(token) && !second_word {
            return None;
        }
    }
    None
}

/// Small words and signs between the parts of a date.
fn is_filler(token: &Token<'_>) -> bool {
    const WORDS: [&str; 26] = [
        "th", "st", "nd", "rd", "of", "de", "del", "di", "d", "er", "º", "ª", "e", "го",
        "the", "do", "den", "ta", "i", "ngày", "năm", "al", "का", "من", "a", "o",
    ];
    match token.sign() {
        Some(sign) => {
            matches!(sign, '.' | ',' | '-' | '/' | '\'' | '’' | '،' | '°' | '–')
        }
        None => WORDS.iter().any(|it| token.is(it)),
    }
}

/// "April 15, 2024", "Apr. 15th 2024", "Apr 15 09:41:00 2024", "April 2024".
fn month_first(tokens: &[Token<'_>], at: usize, month: u8) -> Option<Day> {
    let mut next = at + 1;
    while tokens
        .get(next)
        .is_some_and(|it| matches!(it.sign(), Some('.' | ',' | '-' | '/')))
    {
        next += 1;
    }
    if let Some(day) = tokens.get(next)?.number(1..=2) {
        let year = year_behind(tokens, next + 1).or_else(|| {
            let (_, behind) = clock(tokens, next + 1)?;
            let year = tokens.get(behind)?.number(4..=4)?;
            Some((common_era(year)?, behind + 1))
        });
        let (year, end) = year?;
        return made(year, u32::from(month), day).map(|date| Day { date, or: None, end });
    }
    // "31 February 2024": a day that no calendar has makes no month of it.
    let day = at.checked_sub(1).and_then(|it| tokens[it].number(1..=2));
    if day.is_some() {
        return None;
    }
    let (year, end) = year_behind(tokens, at + 1)?;
    made(year, u32::from(month), 0).map(|date| Day { date, or: None, end })
}

/// "15.04.2024", "15/04/2024", "04/15/24".
fn numbers(tokens: &[Token<'_>], at: usize, one: u32, order: Order) -> Option<Day> {
    let sign = tokens.get(at + 1)?.sign().filter(|it| matches!(it, '.' | '/' | '-'))?;
    let two = tokens.get(at + 2)?.number(1..=2)?;
    if tokens.get(at + 3)?.sign() != Some(sign) {
        return None;
    }
    let last = tokens.get(at + 4)?;
    let year = match last.number(4..=4) {
        Some(year) => common_era(year)?,
        None if sign != '-' => century(last.number(2..=2)?)?,
        None => return None,
    };
    let end = at + 5;
    // "10.0.12.7", "1/2/34/5"
    let more = tokens.get(end).is_some_and(|it| it.sign() == Some(sign) && !it.spaced)
        && tokens.get(end + 1).is_some_and(|it| it.number(1..=9).is_some() && !it.spaced);
    if more {
        return None;
    }
    let day_first = made(year, in_calendar(year, two), one);
    let month_first = made(year, in_calendar(year, one), two).filter(|_| sign != '.');
    let (date, or) = match (day_first, month_first) {
        (Some(date), Some(other)) if date != other => match order {
            Order::DayFirst => (date, None),
            Order::MonthFirst => (other, None),
            Order::Unknown => (date, Some(other)),
        },
        (first, second) => (first.or(second)?, None),
    };
    Some(Day { date, or, end })
}

/// Two digits mean the years that a page can be of.
fn century(year: u32) -> Option<u16> {
    u16::try_from(if year < 70 { 2000 + year } else { 1900 + year }).ok()
}

/// Years of the Buddhist era are 543 ahead; those of the Solar Hijri one stay as they are.
fn common_era(year: u32) -> Option<u16> {
    let year = if (2480..=2643).contains(&year) { year - 543 } else { year };
    let known = (1600..=2200).contains(&year) || solar::YEARS.contains(&year);
    u16::try_from(year).ok().filter(|_| known)
}

/// A month in numbers is one of the calendar that the year tells: "1403/01/27".
fn in_calendar(year: u16, month: u32) -> u32 {
    let is_solar = solar::YEARS.contains(&u32::from(year));
    if is_solar { month.saturating_add(12) } else { month }
}

fn made(year: u16, month: u32, day: u32) -> Option<Date> {
    let is_solar = solar::YEARS.contains(&u32::from(year));
    // "12 April 1399" is a day of history, and "12 Tir 2020" is none
    if is_solar != solar::MONTHS.contains(&month) {
        return None;
    }
    if is_solar {
        return solar::civil(u32::from(year), month - 12, day);
    }
    let small = |it: u32| u8::try_from(it).ok();
    checked(year, small(month).filter(|it| *it > 0)?, small(day)?)
}

/// The date with the time that stands beside it.
fn with_clock(
    tokens: &[Token<'_>],
    last: usize,
    at: Range<usize>,
    date: Date,
    place: Range<usize>,
) -> (Date, Range<usize>) {
    if date.day == 0 {
        return (date, place.clone());
    }
    let behind = (at.end..at.end + NEAR).find_map(|it| Some((it, clock(tokens, it)?)));
    let before = || {
        let from = at.start.saturating_sub(BEFORE).max(last);
        (from..at.start).find_map(|it| {
            clock(tokens, it).filter(|found| found.1 <= at.start).map(|found| (it, found))
        })
    };
    let Some((from, (clock, to))) = behind.or_else(before) else {
        return (date, place.clone());
    };
    let start = place.start.min(tokens[from].start);
    let end = place.end.max(tokens[to - 1].end());
    (Date { seconds: seconds(clock, date), ..date }, start..end)
}

fn seconds(clock: Clock, date: Date) -> Option<i64> {
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    clock
        .seconds(jiff::civil::Date::new(i16::try_from(date.year).ok()?, month, day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every date of a line, with its time in UTC where there is one, and what it may mean
    /// otherwise.
    #[track_caller]
    fn check(line: &str, order: Order, expected: &str) {
        let found = find(line, order).into_iter().map(|it| {
            let time = it
                .date
                .seconds
                .map(|it| format!(" {}", jiff::Timestamp::from_second(it).unwrap()));
            let or = it.or.map(|it| format!(" or {it}"));
            format!("{}{}{}", it.date, time.unwrap_or_default(), or.unwrap_or_default())
        });
        assert_eq!(found.collect::<Vec<_>>().join("; "), expected, "{line}");
    }

    #[test]
    fn dates_with_names() {
        for (line, expected) in [
            ("9:41 a.m. ET, April 15, 2024", "2024-04-15 2024-04-15T13:41:00Z"),
            ("9:41 a.m. ET, January 15, 2024", "2024-01-15 2024-01-15T14:41:00Z"),
            ("15. April 2024", "2024-04-15"),
            ("15. April 2024, 9.41 Uhr", "2024-04-15"),
            ("15 avril 2024 à 13h41", "2024-04-15"),
            ("15 de abril de 2024", "2024-04-15"),
            ("15 апреля 2024", "2024-04-15"),
            ("15 апреля 2024 г., 14:05 MSK", "2024-04-15 2024-04-15T11:05:00Z"),
            ("2024年4月15日", "2024-04-15"),
            ("2024年4月15日 14時05分", "2024-04-15"),
            ("2024년 4월 15일", "2024-04-15"),
            ("15 نيسان 2024", "2024-04-15"),
            ("١٥ أبريل ٢٠٢٤", "2024-04-15"),
            ("3 كانون الثاني 2024", "2024-01-03"),
            ("15 aprile 2024", "2024-04-15"),
            ("15 kwietnia 2024", "2024-04-15"),
            ("15. huhtikuuta 2024", "2024-04-15"),
            ("2024. április 15.", "2024-04-15"),
            ("2024 m. balandžio 15 d.", "2024-04-15"),
            ("15 tháng 4, 2024", "2024-04-15"),
            ("15 เมษายน 2567", "2024-04-15"),
            ("15 Nisan 2024 Pazartesi", "2024-04-15"),
            ("Apr. 15th, 2024", "2024-04-15"),
            ("15th of April 2024", "2024-04-15"),
            ("15-Apr-2024", "2024-04-15"),
            ("15-Apr-24", "2024-04-15"),
            ("Mon, 15 Apr 2024 09:41:00 +0200", "2024-04-15 2024-04-15T07:41:00Z"),
            ("Mon Apr 15 09:41:00 2024", "2024-04-15"),
            ("April 2024", "2024-04"),
            ("from 3 May 2023 to 4 May 2024", "2023-05-03; 2024-05-04"),
            ("دوشنبه ۲۷ فروردین ۱۴۰۳", "2024-04-15"),
            ("27 فروردين 1403 - 12:09", "2024-04-15"),
            ("27 حمل 1403", "2024-04-15"),
            ("12 April 1399", ""),
            ("April showers, 15 of them", ""),
            ("May 2nd", ""),
        ] {
            check(line, Order::Unknown, expected);
        }
    }

    #[test]
    fn dates_in_numbers() {
        for (line, expected) in [
            ("2024-04-15T09:41:00Z", "2024-04-15 2024-04-15T09:41:00Z"),
            ("2024-04-15 09:41:00.000 +02:00", "2024-04-15 2024-04-15T07:41:00Z"),
            ("2024/4/15", "2024-04-15"),
            ("2024-W16-1", "2024-04-15"),
            ("2024-W16", "2024-04-15"),
            ("2020-W53-7", "2021-01-03"),
            ("2021-W53-7", ""),
            ("15.04.2024", "2024-04-15"),
            ("15. 4. 2024", "2024-04-15"),
            ("15.04.24, 14:05 Uhr", "2024-04-15"),
            ("15/04/2024", "2024-04-15"),
            ("04/15/2024", "2024-04-15"),
            ("04/05/2024", "2024-05-04 or 2024-04-05"),
            ("04.05.2024", "2024-05-04"),
            ("05/05/2024", "2024-05-05"),
            ("۱۴۰۳/۰۱/۲۷", "2024-04-15"),
            ("1403-1-27", "2024-04-15"),
            ("27/01/1403", "2024-04-15"),
            ("1403/01/32", ""),
            ("1445/10/06", ""),
            ("20240415", "2024-04-15"),
            ("192.168.12.24", ""),
            ("1/2/34/5", ""),
            ("99/99/2024", ""),
            ("3.14 and 2.71", ""),
            ("2024", ""),
        ] {
            check(line, Order::Unknown, expected);
        }
        check("04/05/2024", Order::MonthFirst, "2024-04-05");
        check("04/05/2024", Order::DayFirst, "2024-05-04");
        check("04/15/2024", Order::DayFirst, "2024-04-15");
    }

    #[test]
    fn any_words_are_looked_through() {
        use proptest::prelude::*;
        let piece = prop_oneof![
            "[0-9]{1,9}",
            "[-/.,: ()'+]",
            Just("April".to_owned()),
            Just("de".to_owned()),
            Just("a.m.".to_owned()),
            Just("年".to_owned()),
            Just("W".to_owned()),
            Just("ET".to_owned()),
            Just("كانون".to_owned()),
            "\\PC{0,6}",
        ];
        let lines = proptest::collection::vec(piece, 0..24)
            .prop_map(|it| it.join(" ").replace(" -", "-"));
        proptest!(|(line in lines)| {
            sound(&line);
        });
    }

    /// Whatever stands in a line, what is found of it stands in it too.
    fn sound(line: &str) {
        for found in find(line, Order::Unknown) {
            assert!(line.get(found.place.clone()).is_some(), "{line}");
            assert!(line.get(found.whole).is_some(), "{line}");
            assert!(found.date.month > 0, "{line}");
        }
        for field in [line, line.trim()] {
            let _ = super::super::read(field, Order::MonthFirst);
            let _ = super::super::in_url(field);
            let _ = super::super::in_line(field);
        }
    }

    /// The same for as long as `MORGUE_SECONDS` says, over lines that were dates before they
    /// were changed: `cargo test --release long_run -- --ignored`.
    #[test]
    #[ignore = "runs for minutes; the property above is its short form"]
    fn long_run_of_any_words() {
        let given = std::env::var("MORGUE_SECONDS").ok().and_then(|it| it.parse().ok());
        let seconds = given.unwrap_or(600);
        let until = std::time::Instant::now() + std::time::Duration::from_secs(seconds);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = move |most: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % 1_000_003).unwrap_or(0) % most.max(1)
        };
        let mut lines = 0_u64;
        while std::time::Instant::now() < until {
            let mut line = SEEDS[next(SEEDS.len())].to_owned();
            for _ in 0..next(12) {
                let at = line.floor_char_boundary(next(line.len() + 1));
                match next(4) {
                    0 => line.insert_str(at, SEEDS[next(SEEDS.len())]),
                    1 => line.insert_str(at, PIECES[next(PIECES.len())]),
                    2 => line.truncate(at),
                    _ => {
                        let end = line.ceil_char_boundary((at + next(6)).min(line.len()));
                        line.replace_range(at..end, "");
                    }
                }
            }
            sound(&line);
            lines += 1;
        }
        assert!(lines > 1000, "{lines} lines");
    }

    const SEEDS: [&str; 18] = [
        "9:41 a.m. ET, April 15, 2024",
        "Mon, 15 Apr 2024 09:41:00 +0200",
        "2024-04-15T09:41:00.123456Z",
        "2024-W16-1",
        "20240415094100",
        "1713173460",
        "https://a.example/2024/apr/15/pier-20240415?d=15-04-2024",
        "15. April 2024, 9.41 Uhr",
        "15 de abril de 2024 às 13h41",
        "15 апреля 2024 г., 14:05 MSK",
        "2024年4月15日 14时05分",
        "2024년 4월 15일",
        "دوشنبه ۲۷ فروردین ۱۴۰۳",
        "٣ كانون الثاني ٢٠٢٤",
        "15 เมษายน 2567",
        "04/05/24 12:60 pm",
        "2024 m. balandžio 15 d.",
        "15 tháng 4, 2024",
    ];

    const PIECES: [&str; 22] = [
        " ",
        ":",
        "-",
        "/",
        ".",
        "'",
        "+",
        "99999999999999999999",
        "0",
        "00",
        "٠",
        "T",
        "Z",
        "W",
        "am",
        "م",
        "\u{200f}",
        "年",
        "\u{301}",
        "é",
        "13",
        "1410",
    ];
}
