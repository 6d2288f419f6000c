//! What does a search of quotes answer, as JSON Lines? `begin`, a `quote` each, `summary`.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

use crate::model::{QuoteResults, QuoteRow};
use crate::present::Options;
use crate::present::offsets::Offsets;

use super::quote::{DateJson, QuoteJson, Text};
use super::search::opening;
use super::{Fields, Object};

/// Fields of a quote that may be asked for.
pub const FIELDS: &[&str] =
    &["id", "rank", "score", "outlet", "date", "title", "url", "quote", "count", "first"];

/// Writes the first message.
///
/// # Errors
/// When the writer fails.
pub fn begin(results: &QuoteResults, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    super::line(&mut buffer, &opening(&results.stamp));
    out.write_all(&buffer)
}

/// Writes one quote.
///
/// # Errors
/// When the writer fails.
pub fn row(
    _: &QuoteResults,
    row: &QuoteRow,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut buffer = Vec::new();
    super::line(&mut buffer, &RowJson { row, fields: &options.fields });
    out.write_all(&buffer)
}

/// Writes the last message.
///
/// # Errors
/// When the writer fails.
pub fn end(results: &QuoteResults, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    let summary = json!({
        "type": "summary",
        "matched": { "quotes": results.matched.quotes, "wordings": results.groups },
        "cursor": results.cursor,
        "took_ms": results.took_ms,
        "hints": results.hints,
    });
    super::line(&mut buffer, &summary);
    out.write_all(&buffer)
}

struct RowJson<'a> {
    row: &'a QuoteRow,
    fields: &'a Fields,
}

impl Serialize for RowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { row, fields } = self;
        let article = &row.article;
        let offsets = Offsets::new(&article.text);
        let text = Text { text: &article.text, offsets: &offsets };
        let mut object = Object::message(serializer, "quote", fields)?;
        object.put("id", &format!("{}#{}", article.id, row.n))?;
        object.put("rank", &row.rank)?;
        object.put("score", &row.score)?;
        object.put("outlet", &article.outlet.as_ref().map(|it| &it.name))?;
        let published = article.published.as_ref();
        object
            .put("date", &published.map(|it| DateJson { published: it, text: None }))?;
        object.put("title", &article.headline)?;
        object.put("url", &article.url)?;
        object.put("quote", &QuoteJson { quote: &row.quote, text, id: None })?;
        object.put("count", &row.count)?;
        object.put("first", &row.first.map(|it| it.to_string()))?;
        object.map.end()
    }
}
