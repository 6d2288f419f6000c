//! When, and how exactly do we know? A calendar date of stated precision.

use std::fmt;

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// The moment (see [`Date::seconds`]).
    Second,
}

impl Precision {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Second => "second",
        }
    }
}

/// A proleptic Gregorian date; `month` and `day` are 0 where unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month 1 to 12, or 0.
    pub month: u8,
    /// Day 1 to 31, or 0.
    pub day: u8,
    /// Seconds since 1970-01-01T00:00Z, where a time of day with zone was given.
    pub seconds: Option<i64>,
}

impl Date {
    /// A date known to the day.
    pub const fn day(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day, seconds: None }
    }

    /// How much is known.
    pub const fn precision(self) -> Precision {
        match (self.month, self.day, self.seconds) {
            (0, _, _) => Precision::Year,
            (_, 0, _) => Precision::Month,
            (_, _, None) => Precision::Day,
            _ => Precision::Second,
        }
    }

    /// `yyyymmdd` as a number; unknown parts are 00, so a year sorts before its days.
    ///
    /// ```
    /// use morgue::model::Date;
    /// assert_eq!(Date::day(2024, 4, 15).number(), 20_240_415);
    /// ```
    pub const fn number(self) -> u64 {
        self.year as u64 * 10_000 + self.month as u64 * 100 + self.day as u64
    }

    /// The date whose [`number`](Self::number) is given.
    #[expect(clippy::cast_possible_truncation, reason = "made by `number`, or nonsense")]
    pub const fn from_number(number: u64) -> Self {
        Self {
            year: (number / 10_000) as u16,
            month: (number / 100 % 100) as u8,
            day: (number % 100) as u8,
            seconds: None,
        }
    }
}

impl Date {
    /// The date of a number that may be none: no part of it is larger than in a calendar.
    ///
    /// ```
    /// use morgue::model::Date;
    /// assert_eq!(Date::of_number(20_240_400), Some(Date::day(2024, 4, 0)));
    /// assert_eq!(Date::of_number(20_241_300), None);
    /// assert_eq!(Date::of_number(u64::MAX), None);
    /// ```
    pub fn of_number(number: u64) -> Option<Self> {
        let date = Self::from_number(number);
        let whole = date.number() == number && (1..=9999).contains(&date.year);
        (whole && date.month <= 12 && date.day <= 31).then_some(date)
    }
}

impl fmt::Display for Date {
    /// `2024`, `2024-04` or `2024-04-15`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.month > 0 && self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}
