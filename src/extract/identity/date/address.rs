//! Which date does an address hold? `/2024/04/15/`, `/2024/apr/15/`, `/20240415/`,
//! `/15-04-2024`: of the page, not of the archive that keeps it.

use super::{checked, month_of};
use crate::model::Date;

/// Years that a web page can be of.
const YEARS: std::ops::RangeInclusive<u16> = 1990..=2100;

/// The date in an address, as precise as it is.
pub(in crate::extract) fn in_url(url: &str) -> Option<Date> {
    let path = page(url);
    let path = path.split_once('/').map_or("", |it| it.1);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '?', '=', '&']).collect();
    let full = |it: &Date| it.day > 0;
    let found: Vec<Date> = (0..parts.len())
        .filter_map(|at| {
            year_first(&parts, at)
                .or_else(|| day_first(&parts, at))
                .or_else(|| together(parts[at]))
        })
        .collect();
    found.iter().copied().find(full).or_else(|| found.first().copied())
}

/// The address without its scheme, and without the archive before it.
fn page(url: &str) -> &str {
    let inner = url.rfind("://").map_or(0, |it| it + 3);
    &url[inner..]
}

/// `2024/04/15`, `2024/apr/15`, `2024/04`.
fn year_first(parts: &[&str], at: usize) -> Option<Date> {
    let year = year(parts[at])?;
    let month = number(parts, at + 1)
        .or_else(|| named(parts, at + 1))
        .filter(|it| (1..=12).contains(it))?;
    let day = number(parts, at + 2).unwrap_or(0);
    checked(year, month, day).or_else(|| checked(year, month, 0))
}

/// `15-04-2024`.
fn day_first(parts: &[&str], at: usize) -> Option<Date> {
    let year = year(parts.get(at + 2)?)?;
    let two = |at: usize| number(parts, at).filter(|_| parts[at].len() == 2);
    let month = two(at + 1).or_else(|| named(parts, at + 1))?;
    checked(year, month, number(parts, at).filter(|it| *it > 0)?)
}

/// `20240415`, `20240415094100`.
fn together(part: &str) -> Option<Date> {
    let digits = part.bytes().all(|it| it.is_ascii_digit());
    let part = part.get(..8).filter(|_| digits && matches!(part.len(), 8 | 12 | 14))?;
    let date = Date::from_number(part.parse().ok()?);
    checked(date.year, date.month, date.day)
        .filter(|it| it.day > 0 && YEARS.contains(&it.year))
}

fn year(part: &str) -> Option<u16> {
    part.parse().ok().filter(|it| part.len() == 4 && YEARS.contains(it))
}

fn number(parts: &[&str], at: usize) -> Option<u8> {
    let part = parts.get(at).filter(|it| it.len() <= 2)?;
    part.parse().ok()
}

fn named(parts: &[&str], at: usize) -> Option<u8> {
    parts.get(at).and_then(|it| month_of(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (url, expected) in [
            ("https://a.example/2024/04/15/pier", Some(20_240_415)),
            ("https://a.example/news/2024/apr/15/pier", Some(20_240_415)),
            ("https://a.example/2024/04/pier", Some(20_240_400)),
            ("https://a.example/pier-1999", None),
            ("https://a.example/20240415/pier", Some(20_240_415)),
            ("https://a.example/news/15-04-2024", Some(20_240_415)),
            ("https://web.archive.org/web/20240501010203/https://a.example/pier", None),
            ("https://munich2022.example/pier", None),
            ("https://a.example/news?id=20991231", Some(20_991_231)),
        ] {
            assert_eq!(in_url(url).map(Date::number), expected, "{url}");
        }
    }
}
