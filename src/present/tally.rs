//! How are facets and timelines handed out by themselves? As tables with bars for people,
//! as CSV for a spreadsheet; the JSON is that of a search.

use std::io::{self, Write};

use crate::model::{Facet, Results, Timeline, Within};

use super::Options;
use super::page::Page;
use super::table::Counts;

impl Page<'_> {
    /// Values of a field, those inside each below it.
    pub(super) fn facet(&mut self, facet: &Facet) -> io::Result<()> {
        let nested: Vec<(String, u64)>;
        let rows = match &facet.within {
            None => &facet.buckets,
            Some(within) => {
                nested = flat(facet, within);
                &nested
            }
        };
        let apart = [("(others)", facet.other)];
        self.counts(&Counts { what: &facet.field, rows, of: &[], apart: &apart })
    }

    /// Articles by period; of how many, where that was asked.
    pub(super) fn timeline(&mut self, timeline: &Timeline) -> io::Result<()> {
        let what = if timeline.all.is_empty() {
            timeline.by.clone()
        } else {
            format!("{}, share of all articles", timeline.by)
        };
        let apart = [("undated", timeline.undated)];
        let (rows, of) = (&timeline.buckets, &timeline.all);
        self.counts(&Counts { what: &what, rows, of, apart: &apart })
    }
}

/// Every value, and below it the values within.
fn flat(facet: &Facet, within: &Within) -> Vec<(String, u64)> {
    let inside = |it: &(String, u64)| (format!("  {}", it.0), it.1);
    let one = |(bucket, counts): (&(String, u64), &Vec<(String, u64)>)| {
        let own = std::iter::once(bucket.clone());
        own.chain(counts.iter().map(inside)).collect::<Vec<_>>()
    };
    facet.buckets.iter().zip(&within.buckets).flat_map(one).collect()
}

/// Writes every count as a line of CSV: field, value, and what is
/// counted (articles, stories, origins); with `within` where values
/// were counted within others, and `all` where the share was asked.
///
/// # Errors
/// When the writer fails.
pub fn csv(results: &Results, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let nested = results.facets.iter().any(|it| it.within.is_some());
    let shared = results.timeline.as_ref().is_some_and(|it| !it.all.is_empty());
    let mut writer = csv::Writer::from_writer(out);
    let mut record = |field: &str, value: &str, within: &str, figures: [&str; 2]| {
        let mut cells = vec![harmless(field), harmless(value)];
        cells.extend(nested.then(|| harmless(within)));
        cells.push(figures[0].into());
        cells.extend(shared.then(|| figures[1].into()));
        writer.write_record(cells.iter().map(|it| it.as_bytes()))
    };
    record("field", "value", "within", [results.counting.as_str(), "all"])?;
    for facet in &results.facets {
        let name = &facet.field;
        for (at, (value, count)) in facet.buckets.iter().enumerate() {
            record(name, value, "", [&count.to_string(), ""])?;
            let within = facet.within.as_ref().and_then(|it| it.buckets.get(at));
            for (inner, count) in within.into_iter().flatten() {
                record(name, value, inner, [&count.to_string(), ""])?;
            }
        }
        if facet.other > 0 {
            record(name, "(others)", "", [&facet.other.to_string(), ""])?;
        }
    }
    if let Some(timeline) = &results.timeline {
        let by = &timeline.by;
        for (at, (period, count)) in timeline.buckets.iter().enumerate() {
            let all = timeline.all.get(at).map_or_else(String::new, u64::to_string);
            record(by, period, "", [&count.to_string(), &all])?;
        }
        if timeline.undated > 0 {
            record(by, "undated", "", [&timeline.undated.to_string(), ""])?;
        }
    }
    writer.flush()
}

/// A value that no spreadsheet takes for a formula: an article may be called `=1+1`.
fn harmless(value: &str) -> std::borrow::Cow<'_, str> {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{value}").into()
    } else {
        value.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Facet;
    use crate::present::samples;
    use expect_test::expect;

    #[test]
    fn lines_of_a_spreadsheet() {
        let mut results = samples::results();
        results.facets.push(Facet {
            field: "speaker".to_owned(),
            buckets: vec![("=1+1, \"Bell\"".to_owned(), 1)],
            other: 2,
            within: None,
        });
        let mut out = Vec::new();
        csv(&results, &Options::default(), &mut out).expect("memory takes all");
        expect![[r#"
            field,value,articles
            outlet,The Lantern,8
            outlet,Coast Gazette,4
            speaker,"'=1+1, ""Bell""",1
            speaker,(others),2
            month,2024-03,2
            month,2024-04,9
            month,undated,1
        "#]]
        .assert_eq(&String::from_utf8(out).expect("text"));
    }

    #[test]
    fn values_within_values_and_shares() {
        let mut results = samples::results();
        let year = |year: &str, count| (year.to_owned(), count);
        results.facets[0].field = "outlet/year".to_owned();
        results.facets[0].within = Some(Within {
            field: "year".to_owned(),
            buckets: vec![vec![year("2023", 3), year("2024", 5)], vec![year("2024", 4)]],
        });
        results.timeline.as_mut().expect("a timeline").all = vec![16, 9];
        let written =
            |write: fn(&Results, &Options, &mut dyn Write) -> io::Result<()>| {
                let mut out = Vec::new();
                write(&results, &Options::default(), &mut out).expect("memory takes all");
                String::from_utf8(out).expect("text")
            };
        expect![[r#"
            field,value,within,articles,all
            outlet/year,The Lantern,,8,
            outlet/year,The Lantern,2023,3,
            outlet/year,The Lantern,2024,5,
            outlet/year,Coast Gazette,,4,
            outlet/year,Coast Gazette,2024,4,
            month,2024-03,,2,16
            month,2024-04,,9,9
            month,undated,,1,
        "#]]
        .assert_eq(&written(csv));
        expect![[r#"
            outlet/year
              The Lantern    8  ████████████████████████████████
                2023         3  ████████████
                2024         5  ████████████████████
              Coast Gazette  4  ████████████████
                2024         4  ████████████████

            month, share of all articles
              2024-03  2   12.5%  ████
              2024-04  9  100.0%  ████████████████████████████████
              undated  1

            2 of 12 articles, 2 quotes · ferry AND café · 4 ms · gen-1
        "#]]
        .assert_eq(&written(super::super::terminal::end));
        expect![[r#"
            outlet/year  2023 to 2024
              The Lantern    8  ▅█
              Coast Gazette  4  ·█

            2024-03 ▁█ 2024-04  most 100.0% in 2024-04
            undated 1

            2 of 12 articles, 2 quotes · ferry AND café · 4 ms · gen-1
        "#]]
        .assert_eq(&written(super::super::spark::sparks));
    }
}
