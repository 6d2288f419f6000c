//! What date do these words give? As fields, addresses and lines of a text write it; which
//! of an article's dates counts is decided in `when` and `weigh`.

mod month;
mod token;
mod clock;
mod solar;
mod find;
mod machine;
mod address;
mod line;

pub(super) use address::in_url;
pub(crate) use find::Order;
pub(super) use find::find;
pub(super) use line::in_line;
pub(super) use month::month_of;

use crate::model::Date;

/// Reads a date as inputs write it: ISO 8601 in any precision, "15 April 2024",
/// "April 15, 2024", "15.04.2024", RFC 2822, in the languages that are read. Where day and
/// month may stand either way round, the day is first.
///
/// ```
/// use morgue::extract::parse_date;
/// assert_eq!(parse_date("April 15, 2024").map(|it| it.number()), Some(20_240_415));
/// assert_eq!(parse_date("2024-04").map(|it| it.number()), Some(20_240_400));
/// assert_eq!(parse_date("9:41 a.m. ET, April 15, 2024").unwrap().seconds, Some(1713188460));
/// assert_eq!(parse_date("31 February 2024"), None);
/// ```
pub fn parse(given: &str) -> Option<Date> {
    read(given, Order::Unknown).map(|it| it.0)
}

/// Reads a whole field; what it may mean otherwise comes second.
pub(super) fn read(given: &str, order: Order) -> Option<(Date, Option<Date>)> {
    let given = given.trim();
    if let Some(date) = machine::machine(given) {
        return Some((date, None));
    }
    let found = find(given, order);
    let best = found.iter().find(|it| it.date.day > 0).or(found.first())?;
    Some((best.date, best.or))
}

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
}
