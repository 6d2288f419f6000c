//! What is written of the quotations of a draft as JSON Lines? `begin`, a `check` each,
//! `summary`. Places of the draft and of the article are counted in code points of each.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::model::{Checks, Found, Verdict};
use crate::present::offsets::Offsets;

use super::quote::{QuoteJson, Text};
use super::search::opening;
use super::stories::{changes, place};

/// Writes every message.
///
/// # Errors
/// When the writer fails.
pub fn write(checks: &Checks, draft: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    super::line(&mut buffer, &opening(&checks.stamp));
    let offsets = Offsets::new(draft);
    for check in &checks.checks {
        let [start, end] = offsets.span(check.span);
        let value = json!({
            "type": "check",
            "start": start,
            "end": end,
            "text": check.text,
            "speaker": check.speaker,
            "verdict": check.verdict.as_str(),
            "match": check.found.as_ref().map(|it| matched(it, &check.text)),
        });
        super::line(&mut buffer, &value);
    }
    let count = |verdict: Verdict| {
        checks.checks.iter().filter(|it| it.verdict == verdict).count()
    };
    let verdicts: Map<String, Value> = Verdict::ALL
        .iter()
        .map(|it| (it.as_str().to_owned(), json!(count(*it))))
        .collect();
    let summary =
        json!({ "type": "summary", "verdicts": verdicts, "took_ms": checks.took_ms });
    super::line(&mut buffer, &summary);
    out.write_all(&buffer)
}

/// Where it stands, who says it there, by which road, and what was changed.
fn matched(found: &Found, quotation: &str) -> Value {
    let article = &found.article;
    let offsets = Offsets::new(&article.text);
    let text = Text { text: &article.text, offsets: &offsets };
    let [start, end] = offsets.span(found.span);
    let there = found.span.of(&article.text);
    let mut value = place(article);
    value["url"] = json!(article.url);
    value["start"] = json!(start);
    value["end"] = json!(end);
    value["text"] = json!(there);
    let source = found.quote.as_ref().and_then(|it| it.1.source.as_ref());
    value["speaker"] = json!(source.map(|it| &it.name));
    value["quote"] = json!(found.quote.as_ref().map(|(n, quote)| QuoteJson {
        quote,
        text,
        id: Some(format!("{}#{n}", article.id)),
    }));
    value["diff"] = changes(&found.changes, [there, quotation]);
    value["others"] = json!(found.others);
    value
}
