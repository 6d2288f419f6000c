//! How is a trace written as JSON? One message: appearances in order of time, the links
//! between them with what is stated and what the archive shows, and the origins.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::model::{Appearance, End, Hop, Proof, Trace};
use crate::present::offsets::Offsets;

use super::quote::{QuoteJson, Text};
use super::stories::{changes, name, place};

/// Writes the message.
///
/// # Errors
/// When the writer fails.
pub fn write(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let appearances: Vec<Value> =
        trace.appearances.iter().map(|it| appearance(trace, it)).collect();
    let links: Vec<Value> = trace.hops.iter().map(|it| link(trace, it)).collect();
    let value = json!({
        "type": "trace",
        "schema": super::SCHEMA,
        "generation": trace.stamp.generation,
        "quote": { "text": trace.text, "speaker": trace.speaker },
        "appearances": appearances,
        "more": trace.more,
        "links": links,
        "origins": { "min": trace.origins.0, "max": trace.origins.1 },
    });
    let mut buffer = Vec::new();
    super::line(&mut buffer, &value);
    out.write_all(&buffer)
}

fn appearance(trace: &Trace, it: &Appearance) -> Value {
    let article = &it.article;
    let offsets = Offsets::new(&article.text);
    let text = Text { text: &article.text, offsets: &offsets };
    let [start, end] = offsets.span(it.span);
    let first = trace.appearances.first().map_or("", |it| it.text.as_str());
    let quote = it.quote.as_ref().map(|(n, quote)| {
        json!(QuoteJson { quote, text, id: Some(format!("{}#{n}", article.id)) })
    });
    let mut value = place(article);
    value["text"] = json!(it.text);
    value["start"] = json!(start);
    value["end"] = json!(end);
    value["diff"] = changes(&it.changes, [first, &it.text]);
    value["role"] = json!(it.standing.as_str());
    value["chain"] = quote.as_ref().map_or(json!([]), |it| it["chain"].clone());
    value["quote"] = quote.as_ref().map_or(Value::Null, |it| it["id"].clone());
    value
}

fn link(trace: &Trace, hop: &Hop) -> Value {
    let by = &trace.appearances[hop.by].article;
    let evidence = hop.evidence.filter(|it| it.end <= by.text.len()).map(|it| {
        let [start, end] = Offsets::new(&by.text).span(it);
        json!({ "id": name(by), "start": start, "end": end, "text": it.of(&by.text) })
    });
    let stated = match (hop.role, hop.stated) {
        (None, _) => Value::Null,
        (Some(_), true) => json!("stated"),
        (Some(_), false) => json!("assumed"),
    };
    let diff = match hop.from {
        End::Here(at) if !hop.changes.is_empty() => {
            let texts = [at, hop.by].map(|it| trace.appearances[it].text.as_str());
            changes(&hop.changes, texts)
        }
        _ => json!([]),
    };
    json!({
        "from": end(trace, &hop.from),
        "to": end(trace, &hop.to),
        "kind": hop.kind(),
        "status": hop.proof.as_str(),
        "stated": stated,
        "observed": hop.copied || hop.proof == Proof::Observed,
        "diff": diff,
        "evidence": evidence,
    })
}

/// The id of an article, or `{"party":…}` of which no piece is here.
fn end(trace: &Trace, end: &End) -> Value {
    match end {
        End::Here(at) => json!(name(&trace.appearances[*at].article)),
        End::Party(party) => json!({ "party": party }),
    }
}
