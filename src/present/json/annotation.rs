//! What do we understand of one document, as one line of JSON? Written straight from the
//! annotations, without copying a text: `annotate` must keep up with the extractor.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::{Actor, Annotations, Article, Note, Outlet};
use crate::present::offsets::Offsets;

use super::quote::{CreditJson, DateJson, PlaceJson, QuoteJson, Text};
use super::{Fields, List, Object, SCHEMA};

/// Fields that may be asked for.
pub const FIELDS: &[&str] = &[
    "schema",
    "id",
    "path",
    "outlet",
    "published",
    "language",
    "title",
    "byline",
    "url",
    "credits",
    "actors",
    "quotes",
    "notes",
    "text",
];

/// One annotated document.
#[derive(Clone, Copy)]
pub struct Annotated<'a> {
    /// The input's own id, else ours; none where nothing could be read.
    pub id: Option<&'a str>,
    /// What was read.
    pub article: &'a Article,
    /// What was understood.
    pub annotations: &'a Annotations,
    /// What the reader could not understand, beside the annotations' own notes.
    pub notes: &'a [Note],
    /// Whether the text is written too.
    pub with_text: bool,
}

/// Appends the document as one line.
pub fn line(annotated: &Annotated<'_>, fields: &Fields, buffer: &mut Vec<u8>) {
    let offsets = Offsets::new(&annotated.article.text);
    let text = Text { text: &annotated.article.text, offsets: &offsets };
    super::line(buffer, &AnnotationJson { annotated, text, fields });
}

struct AnnotationJson<'a> {
    annotated: &'a Annotated<'a>,
    text: Text<'a>,
    fields: &'a Fields,
}

impl Serialize for AnnotationJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Annotated { id, article, annotations, notes, with_text } = *self.annotated;
        let text = self.text;
        let mut object = Object::message(serializer, "annotation", self.fields)?;
        object.put("schema", &SCHEMA)?;
        object.put("id", &id)?;
        object.put("path", &Path(article))?;
        let outlet =
            annotations.outlet.as_ref().map(|it| OutletJson { outlet: it, text });
        object.put("outlet", &outlet)?;
        let published = annotations.published.as_ref();
        let published = published.map(|it| DateJson { published: it, text: Some(text) });
        object.put("published", &published)?;
        object.put("language", &annotations.language)?;
        object.put("title", &article.headline)?;
        let byline = annotations.byline.as_ref().or(article.declared.byline.as_ref());
        object.put("byline", &byline)?;
        object.put("url", &article.declared.url)?;
        let credits =
            annotations.credits.iter().map(|it| CreditJson { credit: it, text });
        object.put("credits", &List(credits))?;
        let actors = annotations.actors.iter().map(|actor| ActorJson { actor, text });
        object.put("actors", &List(actors))?;
        let quotes = annotations.quotes.iter();
        let quotes = quotes.map(|quote| QuoteJson { quote, text, id: None });
        object.put("quotes", &List(quotes))?;
        let notes = notes.iter().chain(&annotations.notes);
        object.put("notes", &List(notes.map(|note| NoteJson { note, text })))?;
        if with_text {
            object.put("text", &article.text)?;
        }
        object.map.end()
    }
}

/// Where the document was read; null for a document from nowhere.
struct Path<'a>(&'a Article);

impl Serialize for Path<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.place.key.is_empty() {
            serializer.serialize_none()
        } else {
            serializer.collect_str(&self.0.place)
        }
    }
}

struct OutletJson<'a> {
    outlet: &'a Outlet,
    text: Text<'a>,
}

impl Serialize for OutletJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.outlet.name)?;
        map.serialize_entry("basis", self.outlet.basis.as_str())?;
        if let Some(evidence) = self.outlet.evidence {
            map.serialize_entry("evidence", &self.text.place(evidence))?;
        }
        map.end()
    }
}

#[derive(Clone, Copy)]
struct ActorJson<'a> {
    actor: &'a Actor,
    text: Text<'a>,
}

impl Serialize for ActorJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mentions = self.actor.mentions.iter();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.actor.name)?;
        map.serialize_entry("kind", self.actor.kind.as_str())?;
        let places = mentions.map(|&span| -> PlaceJson { self.text.place(span) });
        map.serialize_entry("mentions", &List(places))?;
        map.end()
    }
}

#[derive(Clone, Copy)]
struct NoteJson<'a> {
    note: &'a Note,
    text: Text<'a>,
}

impl Serialize for NoteJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(span) = self.note.span {
            let [start, end] = self.text.offsets.span(span);
            map.serialize_entry("start", &start)?;
            map.serialize_entry("end", &end)?;
        }
        map.serialize_entry("message", &self.note.message)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorKind, Place, Span};
    use crate::present::samples;
    use expect_test::{Expect, expect};

    fn check(fields: &str, with_text: bool, expected: &Expect) {
        let (stored, quotes) = samples::ferry();
        let article = Article {
            place: Place { key: "stdin".into(), inside: Some("1".into()) },
            headline: stored.headline,
            text: stored.text,
            ..Article::default()
        };
        let bell = samples::find(&article.text, "Ana Bell");
        let annotations = Annotations {
            outlet: stored.outlet,
            published: stored.published,
            actors: vec![Actor {
                name: "Ana Bell".into(),
                kind: ActorKind::Person,
                mentions: vec![bell],
            }],
            quotes: quotes.into_iter().map(|(_, quote)| quote).collect(),
            credits: stored.credits,
            ..Annotations::default()
        };
        let note = Note { span: Some(Span::new(0, 3)), message: "odd mark".into() };
        let notes = [note, Note::new("no date")];
        let id = Some("lantern-7");
        let annotated = Annotated {
            id,
            article: &article,
            annotations: &annotations,
            notes: &notes,
            with_text,
        };
        let mut buffer = Vec::new();
        let fields = Fields::choose(fields, FIELDS).expect("fields of an annotation");
        line(&annotated, &fields, &mut buffer);
        expected.assert_eq(&String::from_utf8(buffer).expect("text"));
    }

    #[test]
    fn everything() {
        check(
            "",
            false,
            &expect![[r#"
            {"type":"annotation","schema":1,"id":"lantern-7","path":"stdin#1","outlet":{"name":"The Lantern","basis":"declared"},"published":{"value":"2024-04-15","precision":"day","basis":"declared"},"language":null,"title":"Ferry to stay in port","byline":null,"url":null,"credits":[{"party":"Tom Reed","role":"contribution","basis":"text","evidence":{"start":100,"end":135}}],"actors":[{"name":"Ana Bell","kind":"person","mentions":[{"start":36,"end":44}]}],"quotes":[{"start":0,"end":35,"spans":[[0,35]],"quoted":[[1,33]],"text":"“No ferry will sail before Monday,”","kind":"direct","polarity":"asserted","cue":{"start":45,"end":49,"text":"told"},"source":{"name":"Ana Bell","kind":"person","start":36,"end":44,"text":"Ana Bell","confidence":0.95},"chain":[{"party":"Ana Bell","role":"speaker","evidence":{"start":36,"end":44},"status":"stated","confidence":1.0},{"party":"Harbour Radio","role":"interview","evidence":{"start":45,"end":63},"status":"stated","confidence":1.0},{"party":"The Lantern","role":"publication","status":"stated","confidence":1.0}],"short":"Harbour Radio via The Lantern"}],"notes":[{"start":0,"end":1,"message":"odd mark"},{"message":"no date"}]}
        "#]],
        );
    }

    #[test]
    fn chosen_fields() {
        check(
            "id,notes,text",
            true,
            &expect![[r#"
            {"type":"annotation","id":"lantern-7","notes":[{"start":0,"end":1,"message":"odd mark"},{"message":"no date"}],"text":"“No ferry will sail before Monday,” Ana Bell told Harbour Radio. The café on the quay stayed open.\n\nTom Reed contributed to this report."}
        "#]],
        );
        check(
            "id,notes,text",
            false,
            &expect![[r#"
            {"type":"annotation","id":"lantern-7","notes":[{"start":0,"end":1,"message":"odd mark"},{"message":"no date"}]}
        "#]],
        );
    }
}
