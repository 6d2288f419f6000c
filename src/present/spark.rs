//! How does a count over time look in one line? As a row of small bars, one cell a stretch
//! of time of the same length; `·` where there is nothing.

use std::io::{self, Write};

use jiff::civil;
use unicode_width::UnicodeWidthStr;

use crate::model::{Facet, Results, Timeline};

use super::Options;
use super::page::{Page, Piece};
use super::style::Label;
use super::table::{grouped, shortened};

/// From least to most.
const CELLS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Where there is nothing.
const NONE: char = '·';
/// Columns of the longest name.
const NAME: usize = 28;

/// Writes the timeline, and facets within which time was counted, as one line each.
///
/// # Errors
/// When the writer fails.
pub fn sparks(
    results: &Results,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen: options.screen };
    for facet in &results.facets {
        page.spark_facet(facet)?;
        page.gap()?;
    }
    if let Some(timeline) = &results.timeline {
        page.spark_timeline(timeline)?;
        page.gap()?;
    }
    page.closing(results)
}

impl Page<'_> {
    fn spark_timeline(&mut self, timeline: &Timeline) -> io::Result<()> {
        let figures: Vec<u64> = if timeline.all.is_empty() {
            timeline.buckets.iter().map(|it| it.1).collect()
        } else {
            let parts = timeline.buckets.iter().zip(&timeline.all);
            parts.map(|(it, all)| it.1 * 1000 / (*all).max(1)).collect()
        };
        let labels = timeline.buckets.iter().map(|it| it.0.as_str());
        let rows: Vec<(&str, u64)> = labels.zip(figures).collect();
        let most = timeline.buckets.iter().zip(&rows).max_by_key(|it| it.1.1);
        let Some(((period, count), (_, figure))) = most else { return Ok(()) };
        let peak = if timeline.all.is_empty() {
            grouped(*count)
        } else {
            format!("{}.{}%", figure / 10, figure % 10)
        };
        let (first, last) = (rows[0].0, rows[rows.len() - 1].0);
        let behind = format!(" {last}  most {peak} in {period}");
        let taken = first.width() + 1 + behind.width();
        let room = self.screen.measure().saturating_sub(taken).max(8);
        let ends = ends(rows.iter().map(|it| it.0), timeline.by == "week");
        let sum: &dyn Fn(u64, u64) -> u64 = &|sums, _| sums;
        let mean: &dyn Fn(u64, u64) -> u64 = &|sums, periods| sums / periods.max(1);
        let figure = if timeline.all.is_empty() { sum } else { mean };
        let line = spark(&rows, ends, room, figure);
        self.row(&[
            Piece::new(Label::Detail, format!("{first} ")),
            Piece::new(Label::Bar, line),
            Piece::new(Label::Detail, behind),
        ])?;
        if timeline.undated > 0 {
            let undated = format!("undated {}", grouped(timeline.undated));
            self.row(&[Piece::new(Label::Detail, undated)])?;
        }
        Ok(())
    }

    /// One line a value, all over the same time; only the counts where no time was asked.
    fn spark_facet(&mut self, facet: &Facet) -> io::Result<()> {
        let name = |it: &str| shortened(&self.screen.clean(it), NAME);
        let names: Vec<String> = facet.buckets.iter().map(|it| name(&it.0)).collect();
        let left = names.iter().map(|it| it.width()).max().unwrap_or(0);
        let digits = facet.buckets.iter().map(|it| grouped(it.1).len()).max();
        let digits = digits.unwrap_or(1);
        let within = facet.within.as_ref();
        let all = within.into_iter().flat_map(|it| it.buckets.iter().flatten());
        let ends = ends(all.map(|it| it.0.as_str()), false);
        let time = ends.map_or_else(String::new, |(first, last)| {
            format!("  {} to {}", label(first), label(last))
        });
        let head = [
            Piece::new(Label::Heading, facet.field.as_str()),
            Piece::new(Label::Detail, time),
        ];
        let room = self.screen.measure().saturating_sub(left + digits + 6).max(8);
        let mut rows = vec![head.to_vec()];
        for (at, (name, bucket)) in names.iter().zip(&facet.buckets).enumerate() {
            let pad = " ".repeat(left - name.width());
            let count = format!("  {:>digits$}", grouped(bucket.1));
            let counts = within.and_then(|it| it.buckets.get(at));
            let counts: Vec<(&str, u64)> =
                counts.into_iter().flatten().map(|it| (it.0.as_str(), it.1)).collect();
            let line = spark(&counts, ends, room, &|sums, _| sums);
            rows.push(vec![
                Piece::new(Label::Plain, format!("  {name}{pad}")),
                Piece::new(Label::Number, count),
                Piece::new(Label::Bar, format!("  {line}")),
            ]);
        }
        rows.iter().try_for_each(|row| self.row(row))
    }
}

/// A period as a place in time: its grain and its number in it.
type Place = (Grain, i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grain {
    Year,
    Month,
    Week,
    Day,
}

/// Where a period stands: `2024`, `2024-04`, `2024-04-15`; a day names its week where
/// weeks are counted.
fn place(period: &str, weekly: bool) -> Option<Place> {
    let mut parts = period.split('-').map(|it| it.parse::<i16>().ok());
    let year = parts.next()??;
    let Some(month) = parts.next() else { return Some((Grain::Year, year.into())) };
    let month = month?;
    let Some(day) = parts.next() else {
        return Some((Grain::Month, i64::from(year) * 12 + i64::from(month) - 1));
    };
    let small = |it: i16| i8::try_from(it).ok();
    let day = civil::Date::new(year, small(month)?, small(day?)?).ok()?;
    let days = i64::from(civil::Date::ZERO.until(day).ok()?.get_days());
    Some(if weekly { (Grain::Week, days / 7) } else { (Grain::Day, days) })
}

/// The period at a place.
fn label((grain, number): Place) -> String {
    match grain {
        Grain::Year => number.to_string(),
        Grain::Month => {
            format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
        }
        Grain::Week => label((Grain::Day, number * 7)),
        Grain::Day => {
            let day = civil::Date::ZERO
                .checked_add(jiff::Span::new().days(number.clamp(0, 3_000_000)));
            day.map_or_else(|_| String::new(), |it| it.to_string())
        }
    }
}

/// First and last of some periods of one grain.
fn ends<'a>(
    periods: impl Iterator<Item = &'a str>,
    weekly: bool,
) -> Option<(Place, Place)> {
    periods.filter_map(|it| place(it, weekly)).fold(None, |ends, it| {
        let (first, last) = ends.unwrap_or((it, it));
        if it.0 != first.0 {
            return Some((first, last));
        }
        let first = if it.1 < first.1 { it } else { first };
        let last = if it.1 > last.1 { it } else { last };
        Some((first, last))
    })
}

/// Counts by period as cells, at most `room` of them, over the time between `ends`;
/// `figure` makes one of the sum of a cell and of how many periods it has.
fn spark(
    rows: &[(&str, u64)],
    ends: Option<(Place, Place)>,
    room: usize,
    figure: &dyn Fn(u64, u64) -> u64,
) -> String {
    let Some(((grain, first), (_, last))) = ends else { return String::new() };
    let span = last - first + 1;
    let cells = i64::try_from(room).unwrap_or(i64::MAX).min(span);
    let mut sums = vec![(0_u64, 0_u64); usize::try_from(cells).unwrap_or(0)];
    for (period, count) in rows {
        let here = place(period, grain == Grain::Week).filter(|it| it.0 == grain);
        let Some((_, at)) = here else { continue };
        let cell = usize::try_from((at - first) * cells / span).unwrap_or(0);
        if let Some((sum, periods)) = sums.get_mut(cell) {
            *sum += count;
            *periods += 1;
        }
    }
    let figures: Vec<u64> = sums.into_iter().map(|it| figure(it.0, it.1)).collect();
    let most = figures.iter().copied().max().unwrap_or(0).max(1);
    let cell = |it: &u64| match it {
        0 => NONE,
        it => {
            CELLS[usize::try_from((it * 8).div_ceil(most)).unwrap_or(8).clamp(1, 8) - 1]
        }
    };
    figures.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[(&str, u64)], room: usize, expected: &str) {
        let ends = super::ends(rows.iter().map(|it| it.0), false);
        assert_eq!(spark(rows, ends, room, &|sums, _| sums), expected, "{rows:?}");
    }

    #[test]
    fn gaps_are_shown_and_long_times_are_drawn_together() {
        check(&[("2021", 1), ("2024", 8)], 20, "▁··█");
        check(&[("2023-11", 4), ("2024-01", 2)], 20, "█·▄");
        check(&[("2024-02-28", 1), ("2024-03-01", 1)], 20, "█·█");
        check(&[("2000", 1), ("2001", 1), ("2002", 4), ("2003", 4)], 2, "▂█");
        check(&[("1900-01-01", 1), ("2100-01-01", 1)], 5, "█···█");
        let weeks = [("2025-03-10", 1), ("2025-03-24", 1)];
        let ends = super::ends(weeks.iter().map(|it| it.0), true);
        assert_eq!(spark(&weeks, ends, 20, &|sums, _| sums), "█·█");
        check(&[], 5, "");
        check(&[("nonsense", 3)], 5, "");
    }

    #[test]
    fn places_have_names() {
        for period in ["2024", "2024-04", "2023-12", "2024-02-29", "0001-01-01"] {
            assert_eq!(label(place(period, false).expect("a place")), period);
        }
        assert_eq!(place("2023-02-29", false), None);
    }
}
