//! Which dates of an archive deserve a second look? Days in the future, days that hold far
//! more articles than others (the day of the crawl, most likely), articles without a date.

use crate::model::Date;
use crate::present::table::grouped;
use crate::present::terminal::plural;

/// Articles a day must hold before it is odd,
const CROWD: u64 = 50;
/// the share of all dated articles it must hold, as one in so many,
const SHARE: u64 = 20;
/// and how many times the articles of a usual day.
const TIMES: u64 = 10;
/// Days named at most.
const NAMED: usize = 3;

/// What to look at, in words; `days` are dates as `yyyymmdd` with their articles.
pub(super) fn oddities(days: &[(u64, u64)], undated: u64, today: Date) -> Vec<String> {
    let mut odd = Vec::new();
    let future: Vec<&(u64, u64)> =
        days.iter().filter(|it| it.0 > today.number()).collect();
    let count: u64 = future.iter().map(|it| it.1).sum();
    if let Some((last, _)) = future.last() {
        let articles = plural(count, "article");
        let last = Date::from_number(*last);
        odd.push(format!("{articles} dated in the future, up to {last}"));
    }
    let exact: Vec<(u64, u64)> =
        days.iter().copied().filter(|it| it.0 % 100 > 0).collect();
    let dated: u64 = exact.iter().map(|it| it.1).sum();
    let usual = median(exact.iter().map(|it| it.1).collect());
    let mut crowded: Vec<(u64, u64)> = exact
        .into_iter()
        .filter(|(_, it)| *it >= CROWD && it * SHARE >= dated && *it >= usual * TIMES)
        .collect();
    crowded.sort_by_key(|it| std::cmp::Reverse(it.1));
    for (day, count) in crowded.iter().take(NAMED) {
        let day = Date::from_number(*day);
        odd.push(format!(
            "{} articles of {day}: perhaps the day of the crawl (date:{day})",
            grouped(*count)
        ));
    }
    if undated > 0 {
        odd.push(format!("{} without a date (date:none)", plural(undated, "article")));
    }
    odd
}

fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_stand_out() {
        let mut days: Vec<(u64, u64)> =
            (1..29).map(|day| (20_240_200 + day, 4)).collect();
        let today = Date::day(2024, 5, 1);
        assert!(oddities(&days, 0, today).is_empty());
        days.push((20_240_400, 900)); // a month is no day
        days.push((20_240_401, 60));
        days.push((20_310_101, 2));
        assert_eq!(
            oddities(&days, 1, today),
            [
                "2 articles dated in the future, up to 2031-01-01",
                "60 articles of 2024-04-01: perhaps the day of the crawl (date:2024-04-01)",
                "1 article without a date (date:none)",
            ]
        );
    }
}
