//! What does a search answer, as JSON Lines? `begin`, a `hit` each, facets, timeline and
//! `summary`; the same shape whatever is found.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

use crate::model::{Facet, Hit, Reading, Results, Snippet, Stamp, Timeline};
use crate::present::Options;
use crate::present::offsets::Offsets;

use super::quote::{DateJson, QuoteJson, Text};
use super::{Fields, List, Object, SCHEMA};

/// Fields of a hit that may be asked for.
pub const FIELDS: &[&str] = &[
    "id", "given_id", "rank", "score", "outlet", "date", "title", "byline", "language",
    "url", "path", "paths", "snippets", "quotes", "copies", "origins", "versions", "why",
];

/// Writes what the answer was made from, and how the query was read where that was asked.
///
/// # Errors
/// When the writer fails.
pub fn begin(results: &Results, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    super::line(&mut buffer, &opening(&results.stamp));
    if !results.reading.is_empty() {
        super::line(&mut buffer, &reading(&results.reading));
    }
    out.write_all(&buffer)
}

/// Writes one hit.
///
/// # Errors
/// When the writer fails.
pub fn hit(
    _: &Results,
    hit: &Hit,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut buffer = Vec::new();
    let offsets = Offsets::new(&hit.article.text);
    let text = Text { text: &hit.article.text, offsets: &offsets };
    super::line(&mut buffer, &HitJson { hit, text, fields: &options.fields });
    out.write_all(&buffer)
}

/// Writes facets, timeline and summary.
///
/// # Errors
/// When the writer fails.
pub fn end(results: &Results, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    for it in &results.facets {
        super::line(&mut buffer, &facet(it, counting(results)));
    }
    if let Some(it) = &results.timeline {
        super::line(&mut buffer, &timeline(it, counting(results)));
    }
    super::line(&mut buffer, &summary(results));
    out.write_all(&buffer)
}

pub(super) fn opening(stamp: &Stamp) -> serde_json::Value {
    json!({
        "type": "begin",
        "schema": SCHEMA,
        "tool": concat!("morgue ", env!("CARGO_PKG_VERSION")),
        "generation": stamp.generation,
        "query": { "given": stamp.given, "parsed": stamp.parsed },
        "corpus": {
            "articles": stamp.corpus.articles,
            "quotes": stamp.corpus.quotes,
            "min_date": stamp.corpus.min_date.map(|it| it.to_string()),
            "max_date": stamp.corpus.max_date.map(|it| it.to_string()),
            "undated": stamp.corpus.undated,
        },
    })
}

fn reading(parts: &[Reading]) -> serde_json::Value {
    let part = |it: &Reading| {
        json!({
            "depth": it.depth,
            "part": it.part,
            "meaning": it.meaning,
            "articles": it.articles,
        })
    };
    json!({ "type": "reading", "parts": parts.iter().map(part).collect::<Vec<_>>() })
}

/// What totals, facets and timeline count.
const fn counting(results: &Results) -> &'static str {
    results.counting.as_str()
}

fn facet(facet: &Facet, counting: &str) -> serde_json::Value {
    let mut message = json!({
        "type": "facet",
        "field": facet.field,
        "counting": counting,
        "buckets": facet.buckets,
        "other": facet.other,
    });
    if let Some(within) = &facet.within {
        message["within"] = json!({ "field": within.field, "buckets": within.buckets });
    }
    message
}

fn timeline(timeline: &Timeline, counting: &str) -> serde_json::Value {
    let mut message = json!({
        "type": "timeline",
        "by": timeline.by,
        "counting": counting,
        "buckets": timeline.buckets,
        "undated": timeline.undated,
    });
    if !timeline.all.is_empty() {
        message["all"] = json!(timeline.all);
    }
    message
}

fn summary(results: &Results) -> serde_json::Value {
    json!({
        "type": "summary",
        "matched": {
            counting(results): results.matched.articles,
            "quotes": results.matched.quotes,
        },
        "cursor": results.cursor,
        "took_ms": results.took_ms,
        "hints": results.hints,
    })
}

struct HitJson<'a> {
    hit: &'a Hit,
    text: Text<'a>,
    fields: &'a Fields,
}

impl Serialize for HitJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { hit, text, fields } = self;
        let article = &hit.article;
        let mut object = Object::message(serializer, "hit", fields)?;
        object.put("id", &article.id)?;
        object.put("given_id", &article.given_id)?;
        object.put("rank", &hit.rank)?;
        object.put("score", &hit.score)?;
        object.put("outlet", &article.outlet.as_ref().map(|it| &it.name))?;
        let published = article.published.as_ref();
        object
            .put("date", &published.map(|it| DateJson { published: it, text: None }))?;
        object.put("title", &article.headline)?;
        object.put("byline", &article.byline)?;
        object.put("language", &article.language)?;
        object.put("url", &article.url)?;
        let paths = article.places.iter().map(ToString::to_string);
        object.put("path", &paths.clone().next())?;
        object.put("paths", &List(paths))?;
        let snippets =
            hit.snippets.iter().map(|snippet| SnippetJson { snippet, hit: self });
        object.put("snippets", &List(snippets))?;
        let quotes = hit.quotes.iter().map(|(n, quote)| QuoteJson {
            quote,
            text: *text,
            id: Some(format!("{}#{n}", article.id)),
        });
        object.put("quotes", &List(quotes))?;
        object.put("copies", &hit.copies)?;
        let (min, max) = hit.origins;
        object.put("origins", &json!({ "min": min, "max": max }))?;
        let (this, of) = hit.versions;
        object.put("versions", &json!({ "this": this, "of": of }))?;
        let why = hit.why.iter().map(|it| {
            json!({
                "part": it.part,
                "field": it.field,
                "how": it.how,
                "form": it.form,
                "score": it.score,
            })
        });
        object.put("why", &List(why))?;
        object.map.end()
    }
}

#[derive(Clone, Copy)]
struct SnippetJson<'a> {
    snippet: &'a Snippet,
    hit: &'a HitJson<'a>,
}

impl Serialize for SnippetJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let article = &self.hit.hit.article;
        let headline = article.headline.as_deref().unwrap_or_default();
        if self.snippet.field == "title" {
            let offsets = Offsets::new(headline);
            self.write(Text { text: headline, offsets: &offsets }, serializer)
        } else {
            self.write(self.hit.text, serializer)
        }
    }
}

impl SnippetJson<'_> {
    fn write<S: Serializer>(
        &self,
        text: Text<'_>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let [start, end] = text.offsets.span(self.snippet.span);
        let marks = self.snippet.marks.iter().map(|&mark| {
            let [from, to] = text.offsets.span(mark);
            [from - start, to - start]
        });
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("field", self.snippet.field)?;
        map.serialize_entry("start", &start)?;
        map.serialize_entry("end", &end)?;
        map.serialize_entry("text", self.snippet.span.of(text.text))?;
        map.serialize_entry("marks", &List(marks))?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::samples;
    use expect_test::{Expect, expect};

    fn whole(
        results: &Results,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let json = crate::present::formatter("json").expect("in the table");
        json.write(results, options, out)
    }

    fn check(fields: &str, expected: &Expect) {
        let fields = Fields::choose(fields, FIELDS).expect("fields of a hit");
        let options = Options { fields, ..Options::default() };
        let mut out = Vec::new();
        whole(&samples::results(), &options, &mut out).expect("memory takes all");
        let lines = String::from_utf8(out).expect("text");
        let tool = concat!("morgue ", env!("CARGO_PKG_VERSION"));
        expected.assert_eq(&lines.replace(tool, "morgue X"));
    }

    #[test]
    fn every_message() {
        check(
            "",
            &expect![[r#"
                {"type":"begin","schema":1,"tool":"morgue X","generation":"gen-1","query":{"given":"ferry café","parsed":"ferry AND café"},"corpus":{"articles":20,"quotes":31,"min_date":"2023-12-01","max_date":"2024-04-30","undated":1}}
                {"type":"hit","id":"0123456789abcdef","given_id":"lantern-7","rank":1,"score":7.5,"outlet":"The Lantern","date":{"value":"2024-04-15","precision":"day","basis":"declared"},"title":"Ferry to stay in port","byline":"Mia Holt","language":"en","url":"https://lantern.example/ferry","path":"corpus/lantern.jsonl#7","paths":["corpus/lantern.jsonl#7"],"snippets":[{"field":"title","start":0,"end":21,"text":"Ferry to stay in port","marks":[[0,5]]},{"field":"text","start":0,"end":73,"text":"“No ferry will sail before Monday,” Ana Bell told Harbour Radio. The café","marks":[[4,9],[69,73]]}],"quotes":[{"id":"0123456789abcdef#0","start":0,"end":35,"spans":[[0,35]],"quoted":[[1,33]],"text":"“No ferry will sail before Monday,”","kind":"direct","polarity":"asserted","cue":{"start":45,"end":49,"text":"told"},"source":{"name":"Ana Bell","kind":"person","start":36,"end":44,"text":"Ana Bell","confidence":0.95},"chain":[{"party":"Ana Bell","role":"speaker","evidence":{"start":36,"end":44},"status":"stated","confidence":1.0},{"party":"Harbour Radio","role":"interview","evidence":{"start":45,"end":63},"status":"stated","confidence":1.0},{"party":"The Lantern","role":"publication","status":"stated","confidence":1.0}],"short":"Harbour Radio via The Lantern"}],"copies":2,"origins":{"min":1,"max":1},"versions":{"this":1,"of":1},"why":[]}
                {"type":"hit","id":"fedcba9876543210","given_id":null,"rank":2,"score":1.25,"outlet":"Coast Gazette","date":{"value":"2024-04","precision":"month","basis":"path"},"title":"Union weighs strike","byline":null,"language":null,"url":null,"path":null,"paths":[],"snippets":[],"quotes":[{"id":"fedcba9876543210#3","start":22,"end":50,"spans":[[22,50]],"quoted":[],"text":"the crews want a longer rest","kind":"indirect","polarity":"denied","cue":{"start":10,"end":21,"text":"denied that"},"source":{"name":"Port Union","kind":"organisation","start":0,"end":9,"text":"The union","confidence":0.8},"chain":[{"party":"Port Union","role":"speaker","evidence":{"start":0,"end":9},"status":"stated","confidence":1.0},{"party":"Port Union","role":"statement","vehicle":"statement","evidence":{"start":52,"end":66},"status":"stated","confidence":1.0},{"party":"Coast Gazette","role":"publication","status":"stated","confidence":1.0}],"short":"Coast Gazette"}],"copies":1,"origins":{"min":1,"max":1},"versions":{"this":1,"of":1},"why":[]}
                {"type":"facet","field":"outlet","counting":"articles","buckets":[["The Lantern",8],["Coast Gazette",4]],"other":0}
                {"type":"timeline","by":"month","counting":"articles","buckets":[["2024-03",2],["2024-04",9]],"undated":1}
                {"type":"summary","matched":{"articles":12,"quotes":2},"cursor":null,"took_ms":4,"hints":[]}
            "#]],
        );
    }

    #[test]
    fn chosen_fields() {
        check(
            "rank,title",
            &expect![[r#"
                {"type":"begin","schema":1,"tool":"morgue X","generation":"gen-1","query":{"given":"ferry café","parsed":"ferry AND café"},"corpus":{"articles":20,"quotes":31,"min_date":"2023-12-01","max_date":"2024-04-30","undated":1}}
                {"type":"hit","rank":1,"title":"Ferry to stay in port"}
                {"type":"hit","rank":2,"title":"Union weighs strike"}
                {"type":"facet","field":"outlet","counting":"articles","buckets":[["The Lantern",8],["Coast Gazette",4]],"other":0}
                {"type":"timeline","by":"month","counting":"articles","buckets":[["2024-03",2],["2024-04",9]],"undated":1}
                {"type":"summary","matched":{"articles":12,"quotes":2},"cursor":null,"took_ms":4,"hints":[]}
            "#]],
        );
    }

    #[test]
    fn every_field_is_written_and_listed() {
        let mut out = Vec::new();
        whole(&samples::results(), &Options::default(), &mut out).expect("memory");
        let line = String::from_utf8(out).expect("text");
        let hit: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line.lines().nth(1).expect("a hit")).expect("an object");
        let names: Vec<&str> = hit.keys().map(String::as_str).skip(1).collect();
        assert_eq!(names, FIELDS);
    }

    #[test]
    fn offsets_are_code_points_of_the_text() {
        let results = samples::results();
        let mut out = Vec::new();
        whole(&results, &Options::default(), &mut out).expect("memory");
        let line = String::from_utf8(out).expect("text");
        let hit: serde_json::Value =
            serde_json::from_str(line.lines().nth(1).expect("a hit")).expect("an object");
        let text: Vec<char> = results.hits[0].article.text.chars().collect();
        let at = |value: &serde_json::Value| {
            usize::try_from(value.as_u64().expect("a number")).expect("small")
        };
        let snippet = &hit["snippets"][1];
        let shown: String =
            text[at(&snippet["start"])..at(&snippet["end"])].iter().collect();
        assert_eq!(shown, snippet["text"].as_str().expect("text"));
        let passage: Vec<char> = shown.chars().collect();
        let mark = &snippet["marks"][1];
        let marked: String = passage[at(&mark[0])..at(&mark[1])].iter().collect();
        assert_eq!(marked, "café");
    }
}
