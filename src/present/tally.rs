//! How are facets and timelines handed out by themselves? As tables with bars for people,
//! as CSV for a spreadsheet; the JSON is that of a search.

use std::io::{self, Write};

use crate::model::Results;

use super::Options;
use super::page::Page;
use super::table::Counts;

/// Writes every count as a table with bars.
///
/// # Errors
/// When the writer fails.
pub fn bars(results: &Results, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { out, screen: options.screen };
    for facet in &results.facets {
        let apart = [("(others)", facet.other)];
        page.counts(&Counts { what: &facet.field, rows: &facet.buckets, apart: &apart })?;
        page.gap()?;
    }
    if let Some(timeline) = &results.timeline {
        let apart = [("undated", timeline.undated)];
        let rows = &timeline.buckets;
        page.counts(&Counts { what: &timeline.by, rows, apart: &apart })?;
        page.gap()?;
    }
    page.closing(results)
}

/// Writes every count as a line of CSV: field, value, articles.
///
/// # Errors
/// When the writer fails.
pub fn csv(results: &Results, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["field", "value", "articles"])?;
    for facet in &results.facets {
        for (value, count) in &facet.buckets {
            writer.write_record([&facet.field, &*harmless(value), &count.to_string()])?;
        }
        if facet.other > 0 {
            writer.write_record([&facet.field, "(others)", &facet.other.to_string()])?;
        }
    }
    if let Some(timeline) = &results.timeline {
        for (period, count) in &timeline.buckets {
            writer.write_record([&timeline.by, period, &count.to_string()])?;
        }
        if timeline.undated > 0 {
            let undated = timeline.undated.to_string();
            writer.write_record([&timeline.by, "undated", &undated])?;
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
}
