//! How is each match handed out by itself? As a message with the words before and behind
//! it, for a concordance.

use std::io::{self, Write};

use serde_json::json;

use crate::model::{Hit, Results};
use crate::present::Options;
use crate::present::offsets::Offsets;

/// Code points of context on either side.
const AROUND: usize = 80;

/// Writes every match of a hit.
///
/// # Errors
/// When the writer fails.
pub fn hit(_: &Results, hit: &Hit, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let article = &hit.article;
    let text = &article.text;
    let offsets = Offsets::new(text);
    let mut buffer = Vec::new();
    for mark in &hit.marks {
        let [start, end] = offsets.span(*mark);
        let before = text[article.body.min(mark.start)..mark.start].char_indices();
        let before = before.rev().take(AROUND).last();
        let from = before.map_or(mark.start, |it| it.0 + article.body.min(mark.start));
        let behind = text[mark.end..].chars().take(AROUND);
        let message = json!({
            "type": "match",
            "id": article.id,
            "given_id": article.given_id,
            "rank": hit.rank,
            "outlet": article.outlet.as_ref().map(|it| &it.name),
            "date": article.published.map(|it| it.date.to_string()),
            "start": start,
            "end": end,
            "before": &text[from..mark.start],
            "match": mark.of(text),
            "behind": behind.collect::<String>(),
        });
        super::line(&mut buffer, &message);
    }
    out.write_all(&buffer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::samples;
    use expect_test::expect;

    #[test]
    fn a_match_with_its_context() {
        let mut results = samples::results();
        let text = results.hits[0].article.text.clone();
        results.hits[0].marks = vec![samples::find(&text, "café")];
        let mut out = Vec::new();
        hit(&results, &results.hits[0], &Options::default(), &mut out).expect("memory");
        expect![[r#"
            {"type":"match","id":"0123456789abcdef","given_id":"lantern-7","rank":1,"outlet":"The Lantern","date":"2024-04-15","start":69,"end":73,"before":"“No ferry will sail before Monday,” Ana Bell told Harbour Radio. The ","match":"café","behind":" on the quay stayed open.\n\nTom Reed contributed to this report."}
        "#]].assert_eq(&String::from_utf8(out).expect("text"));
    }
}
