//! At what time of the day, and in which zone? "9:41 a.m. ET", "13h41", "um 9.41 Uhr",
//! "14:05 +0200": beside a date.

use jiff::civil;
use jiff::tz::Offset;

use super::token::{Kind, Token};

/// A time of day, and how far ahead of UTC its clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) zone: Option<Zone>,
}

/// A zone as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes ahead of UTC.
    Fixed(i16),
    /// Minutes ahead in winter, in a country with the summer time of America.
    America(i16),
    /// The same, of Europe.
    Europe(i16),
}

/// Abbreviations in capitals. Of those with two meanings (CST, IST) the one that English
/// pages mean most.
const ZONES: [(&str, Zone); 41] = [
    ("UTC", Zone::Fixed(0)),
    ("GMT", Zone::Fixed(0)),
    ("Z", Zone::Fixed(0)),
    ("ET", Zone::America(-300)),
    ("EST", Zone::Fixed(-300)),
    ("EDT", Zone::Fixed(-240)),
    ("CT", Zone::America(-360)),
    ("CST", Zone::Fixed(-360)),
    ("CDT", Zone::Fixed(-300)),
    ("MT", Zone::America(-420)),
    ("MST", Zone::Fixed(-420)),
    ("MDT", Zone::Fixed(-360)),
    ("PT", Zone::America(-480)),
    ("PST", Zone::Fixed(-480)),
    ("PDT", Zone::Fixed(-420)),
    ("AKST", Zone::Fixed(-540)),
    ("AKDT", Zone::Fixed(-480)),
    ("HST", Zone::Fixed(-600)),
    ("BRT", Zone::Fixed(-180)),
    ("ART", Zone::Fixed(-180)),
    ("WET", Zone::Fixed(0)),
    ("WEST", Zone::Fixed(60)),
    ("BST", Zone::Fixed(60)),
    ("CET", Zone::Europe(60)),
    ("CEST", Zone::Fixed(120)),
    ("MEZ", Zone::Europe(60)),
    ("MESZ", Zone::Fixed(120)),
    ("EET", Zone::Europe(120)),
    ("EEST", Zone::Fixed(180)),
    ("MSK", Zone::Fixed(180)),
    ("EAT", Zone::Fixed(180)),
    ("CAT", Zone::Fixed(120)),
    ("WAT", Zone::Fixed(60)),
    ("SAST", Zone::Fixed(120)),
    ("IST", Zone::Fixed(330)),
    ("WIB", Zone::Fixed(420)),
    ("HKT", Zone::Fixed(480)),
    ("SGT", Zone::Fixed(480)),
    ("JST", Zone::Fixed(540)),
    ("KST", Zone::Fixed(540)),
    ("AEST", Zone::Fixed(600)),
];

/// The time that begins at token `at`, and the token behind it.
pub(super) fn clock(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    let hour = tokens.get(at)?.number(1..=2).filter(|it| *it < 24)?;
    let mut next = at + 1;
    let (mut minute, mut second) = (None, 0);
    let separator = tokens.get(next).filter(|it| {
        matches!(it.kind, Kind::Sign(':' | '.' | '：'))
            || it.is("h")
            || it.is("時")
            || it.is("时")
            || it.is("點")
    });
    if separator.is_some() {
        minute =
            tokens.get(next + 1).and_then(|it| it.number(2..=2)).filter(|it| *it < 60);
        next += if minute.is_some() { 2 } else { 1 };
    }
    let is_colon = separator.is_some_and(|it| matches!(it.kind, Kind::Sign(':' | '：')));
    if is_colon
        && tokens.get(next).is_some_and(|it| it.sign() == Some(':'))
        && let Some(value) = tokens.get(next + 1).and_then(|it| it.number(2..=2))
    {
        second = value.min(59);
        next += 2;
        // "09:41:00.000"
        let fraction = tokens.get(next).is_some_and(|it| it.sign() == Some('.'));
        if fraction && tokens.get(next + 1).is_some_and(|it| it.number(1..=9).is_some()) {
            next += 2;
        }
    }
    let (half, after) = half(tokens, next);
    let said =
        tokens.get(next).is_some_and(|it| it.is("uhr") || it.is("h") || it.is("hrs"));
    let is_time = half.is_some()
        || said
        || minute.is_some() && separator.is_some_and(|it| it.sign() != Some('.'));
    if !is_time {
        return None;
    }
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    next = after + usize::from(said);
    let (zone, next) = zone(tokens, next);
    let small = |it: u32| u8::try_from(it).ok();
    let clock = Clock {
        hour: small(hour)?,
        minute: small(minute.unwrap_or(0))?,
        second: small(second)?,
        zone,
    };
    Some((clock, next))
}

/// "a.m.", "PM": whether it is the second half of the day, and the token behind.
fn half(tokens: &[Token<'_>], at: usize) -> (Option<bool>, usize) {
    let Some(first) = tokens.get(at) else { return (None, at) };
    if first.is("am") || first.is("pm") {
        return (Some(first.is("pm")), at + 1);
    }
    let letter = first.is("a") || first.is("p");
    let dotted = |at: usize| tokens.get(at).is_some_and(|it| it.sign() == Some('.'));
    if letter && dotted(at + 1) && tokens.get(at + 2).is_some_and(|it| it.is("m")) {
        return (Some(first.is("p")), at + 3 + usize::from(dotted(at + 3)));
    }
    (None, at)
}

/// "ET", "(CEST)", "+0200", "GMT+2"; and the token behind.
fn zone(tokens: &[Token<'_>], at: usize) -> (Option<Zone>, usize) {
    let opened = tokens.get(at).is_some_and(|it| matches!(it.sign(), Some('(' | ',')));
    let start = at + usize::from(opened);
    let Some(token) = tokens.get(start) else { return (None, at) };
    if let Some(offset) = offset(tokens, start) {
        return (Some(offset.0), offset.1);
    }
    let Some((_, zone)) = ZONES.iter().find(|it| it.0 == token.text) else {
        return (None, at);
    };
    match offset(tokens, start + 1).filter(|_| matches!(zone, Zone::Fixed(0))) {
        Some((ahead, next)) => (Some(ahead), next),
        None => (Some(*zone), start + 1),
    }
}

fn offset(tokens: &[Token<'_>], at: usize) -> Option<(Zone, usize)> {
    let sign = match tokens.get(at)?.sign()? {
        '+' => 1,
        '-' | '−' | '–' => -1,
        _ => return None,
    };
    let number = tokens.get(at + 1).filter(|it| !it.spaced)?;
    let mut next = at + 2;
    let minutes = match number.kind {
        Kind::Number(value, 4) => value / 100 * 60 + value % 100,
        Kind::Number(value, 1 | 2) => {
            let colon = tokens.get(next).is_some_and(|it| it.sign() == Some(':'));
            let more =
                tokens.get(next + 1).and_then(|it| it.number(2..=2)).filter(|_| colon);
            next += if more.is_some() { 2 } else { 0 };
            value * 60 + more.unwrap_or(0)
        }
        _ => return None,
    };
    let minutes = i16::try_from(minutes).ok().filter(|it| *it <= 14 * 60)?;
    Some((Zone::Fixed(sign * minutes), next))
}

impl Clock {
    /// Seconds since 1970 of this time on a day, where the zone is known.
    pub(super) fn seconds(self, day: civil::Date) -> Option<i64> {
        let (hour, minute) =
            (i8::try_from(self.hour).ok()?, i8::try_from(self.minute).ok()?);
        let moment = day.at(hour, minute, i8::try_from(self.second).ok()?, 0);
        let minutes = match self.zone? {
            Zone::Fixed(minutes) => minutes,
            Zone::America(winter) => {
                winter + if is_summer(moment, (3, 2), (11, 1)) { 60 } else { 0 }
            }
            Zone::Europe(winter) => {
                winter + if is_summer(moment, (3, -1), (10, -1)) { 60 } else { 0 }
            }
        };
        let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
        offset.to_timestamp(moment).ok().map(jiff::Timestamp::as_second)
    }
}

/// Between the `n`th Sundays of two months, as the clocks are set at two or three.
fn is_summer(moment: civil::DateTime, from: (i8, i8), to: (i8, i8)) -> bool {
    let sunday = |(month, nth): (i8, i8)| {
        let first = civil::Date::new(moment.year(), month, 1).ok()?;
        first
            .nth_weekday_of_month(nth, civil::Weekday::Sunday)
            .ok()
            .map(|it| it.at(2, 0, 0, 0))
    };
    match (sunday(from), sunday(to)) {
        (Some(from), Some(to)) => from <= moment && moment < to,
        _ => false,
    }
}
