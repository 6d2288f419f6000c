//! Which day is that of the Solar Hijri calendar, by which Iran and Afghanistan date their
//! news? "۲۶ فروردین ۱۴۰۳" is 15 April 2024. The lunar Hijri calendar is not read: its
//! months begin when the moon is seen.

use super::checked;
use crate::model::Date;

/// Years in which there are web pages. The lunar years of that time are later, so a number
/// tells which calendar is meant: 1410 of the moon ended in July 1990.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1370..=1410;
/// Its months stand in the data behind the twelve of the common calendar.
pub(super) const MONTHS: std::ops::RangeInclusive<u32> = 13..=24;

/// Day of the common era before 1 Farvardin of the year 1, counted from 1 January of year 1.
const EPOCH: i32 = 226_894;

/// The day in the common calendar; `month` is 1 to 12.
pub(super) fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let (year, month, day) = (
        i32::try_from(year).ok()?,
        i32::try_from(month).ok().filter(|it| (1..=12).contains(it))?,
        i32::try_from(day).ok()?,
    );
    let longest = match month {
        1..=6 => 31,
        12 if !is_leap(year) => 29,
        _ => 30,
    };
    if !(1..=longest).contains(&day) {
        return None;
    }
    let before = if month <= 7 { 31 * (month - 1) } else { 30 * (month - 1) + 6 };
    // eight leap years in thirty-three
    let years = 365 * (year - 1) + (8 * year + 21).div_euclid(33);
    let number = EPOCH + years + before + day - 1;
    let first = jiff::civil::date(1, 1, 1);
    let date = first.checked_add(jiff::Span::new().try_days(number).ok()?).ok()?;
    let part = |it: i8| u8::try_from(it).ok();
    checked(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?)
}

fn is_leap(year: i32) -> bool {
    (25 * year + 11).rem_euclid(33) < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_years_and_leap_days() {
        for ((year, month, day), expected) in [
            ((1403, 1, 27), Some(20_240_415)),
            ((1370, 1, 1), Some(19_910_321)),
            ((1375, 1, 1), Some(19_960_320)),
            ((1388, 1, 1), Some(20_090_321)),
            ((1399, 1, 1), Some(20_200_320)),
            ((1399, 7, 1), Some(20_200_922)),
            ((1399, 12, 30), Some(20_210_320)),
            ((1400, 1, 1), Some(20_210_321)),
            ((1400, 12, 30), None),
            ((1400, 6, 31), Some(20_210_922)),
            ((1400, 7, 31), None),
            ((1403, 10, 12), Some(20_250_101)),
            ((1403, 13, 1), None),
            ((1403, 1, 0), None),
        ] {
            assert_eq!(
                civil(year, month, day).map(Date::number),
                expected,
                "{year}-{month}-{day}"
            );
        }
    }
}
