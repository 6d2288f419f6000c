//! How are stories, pairs of copies and changes written as JSON Lines?

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::model::{Change, CopyRow, StoredArticle, StoryResults};
use crate::present::Options;
use crate::present::diff::Compared;

use super::quote::DateJson;
use super::search::opening;

/// Writes `begin`, a `story` each, `summary`.
///
/// # Errors
/// When the writer fails.
pub fn write(results: &StoryResults, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    super::line(&mut buffer, &opening(&results.stamp));
    for story in &results.stories {
        let articles: Vec<Value> = story
            .articles
            .iter()
            .map(|it| {
                let mut value = place(&it.article);
                value["role"] = json!(it.role);
                value["overlap"] = json!(rounded(it.overlap));
                value
            })
            .collect();
        let original = story.articles.first().map(|it| name(&it.article));
        let value = json!({
            "type": "story",
            "id": story.articles.first().map(|it| &it.article.id),
            "original": original,
            "articles": articles,
            "origins": { "min": story.origins.0, "max": story.origins.1 },
        });
        super::line(&mut buffer, &value);
        out.write_all(&buffer)?;
        buffer.clear();
    }
    let summary = json!({
        "type": "summary",
        "matched": { "stories": results.total },
        "took_ms": results.took_ms,
        "hints": results.hints,
    });
    super::line(&mut buffer, &summary);
    out.write_all(&buffer)
}

/// Writes a `copy` a pair.
///
/// # Errors
/// When the writer fails.
pub fn pairs(pairs: &[CopyRow], out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    for pair in pairs {
        super::line(&mut buffer, &PairJson(pair));
        if buffer.len() > 1 << 16 {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    out.write_all(&buffer)
}

struct PairJson<'a>(&'a CopyRow);

impl Serialize for PairJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pair = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "copy")?;
        map.serialize_entry("a", &pair.ids[0])?;
        map.serialize_entry("b", &pair.ids[1])?;
        map.serialize_entry("kind", pair.kind)?;
        map.serialize_entry("overlap", &rounded(pair.overlap))?;
        map.serialize_entry("earlier", &pair.earlier.map(|it| &pair.ids[it]))?;
        if pair.version {
            map.serialize_entry("version", &true)?;
        }
        if pair.furniture {
            map.serialize_entry("furniture", &true)?;
        }
        map.end()
    }
}

/// Writes one `diff`.
///
/// # Errors
/// When the writer fails.
pub fn diff(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    let [a, b] = compared.articles;
    let headlines = [a, b].map(|it| it.headline.as_deref().unwrap_or_default());
    let value = json!({
        "type": "diff",
        "schema": super::SCHEMA,
        "a": place(a),
        "b": place(b),
        "headline": changes(&compared.headline, headlines),
        "text": changes(&compared.text, [a.body(), b.body()]),
    });
    let mut buffer = Vec::new();
    super::line(&mut buffer, &value);
    out.write_all(&buffer)
}

/// `[["same","…"],["cut","…"],["added","…"]]`.
pub(super) fn changes(changes: &[Change], [old, new]: [&str; 2]) -> Value {
    let one = |change: &Change| match *change {
        Change::Same(_, span) => json!(["same", span.of(new)]),
        Change::Cut(span) => json!(["cut", span.of(old)]),
        Change::Added(span) => json!(["added", span.of(new)]),
    };
    changes.iter().map(one).collect()
}

/// Id, outlet, date and headline of an article.
pub(super) fn place(article: &StoredArticle) -> Value {
    let published = article.published.as_ref();
    json!({
        "id": name(article),
        "outlet": article.outlet.as_ref().map(|it| &it.name),
        "date": published.map(|it| DateJson { published: it, text: None }),
        "title": article.headline,
    })
}

/// The input's own id, or ours where it gave none.
pub(super) fn name(article: &StoredArticle) -> &str {
    article.given_id.as_deref().unwrap_or(&article.id)
}

/// Three digits are enough.
pub(super) fn rounded(share: f32) -> f64 {
    (f64::from(share) * 1000.0).round() / 1000.0
}
