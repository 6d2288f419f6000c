//! What do the JSON formats of the news trade say? ninjs (1 to 3, with its spellings),
//! dpa digitalwires, and JSON Feed; and which list is the one with the records, in the
//! answers of search services.

use serde_json::{Map, Value};

use super::fields::Field;
use super::story::{Story, name_of_code};
use super::{fragment, xml};
use crate::model::Part;

type Object = Map<String, Value>;

/// Names that only these formats use at their top; the test for reading a record again.
const MARKS: [&str; 8] = [
    "versioncreated",
    "versionCreated",
    "version_created",
    "pubstatus",
    "pubStatus",
    "body_xhtml",
    "bodies",
    "article_html",
];

/// Whether a record with a field of this name may be in one of these formats.
pub(super) fn is_mark(name: &str) -> bool {
    MARKS.contains(&name)
}

/// The stories of a record in one of these formats; none where it is in none.
pub(super) fn stories(value: &Value) -> Option<Vec<Story>> {
    let object = value.as_object()?;
    if is_feed(object) {
        return Some(feed(object));
    }
    if words(object, &["format"]).is_some_and(|it| it.starts_with("digitalwires")) {
        return Some(vec![digitalwire(object)]);
    }
    let marked = object.keys().any(|it| is_mark(it)) || is_ninjs(object);
    (marked && object.contains_key("uri")).then(|| vec![ninjs(object)])
}

/// `"$standard": {"name": "ninjs"}`
fn is_ninjs(object: &Object) -> bool {
    let standard = object.get("$standard").or_else(|| object.get("standard"));
    let name = standard.and_then(Value::as_object).and_then(|it| words(it, &["name"]));
    name.is_some_and(|it| it.to_ascii_lowercase().contains("ninjs"))
}

/// The first of these fields that holds words.
fn words(object: &Object, names: &[&str]) -> Option<String> {
    let word = |name: &&str| match object.get(*name)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    names.iter().find_map(word)
}

/// The objects in the first of these fields that is a list.
fn objects<'v>(object: &'v Object, names: &[&str]) -> impl Iterator<Item = &'v Object> {
    let list = names.iter().find_map(|it| object.get(*it)?.as_array());
    list.into_iter().flatten().filter_map(Value::as_object)
}

fn ninjs(item: &Object) -> Story {
    let mut story = Story::default();
    let sources: Vec<String> =
        objects(item, &["infosources", "infoSources", "infosource"])
            .filter_map(|it| words(it, &["name", "literal"]))
            .collect();
    let holder = words(item, &["provider", "copyrightholder", "copyrightHolder"]);
    let headline = || {
        let all: Vec<&Object> = objects(item, &["headlines"]).collect();
        let main = all.iter().find(|it| words(it, &["role"]).as_deref() == Some("main"));
        words(main.or(all.first())?, &["value"])
    };
    let declared = &mut story.declared;
    declared.id = words(item, &["uri"]);
    declared.url = declared.id.clone().filter(|it| it.starts_with("http"));
    declared.outlet = holder.clone().or_else(|| sources.first().cloned());
    declared.headline = words(item, &["headline"]).or_else(headline);
    let headline = declared.headline.take().or_else(|| words(item, &["title"]));
    declared.headline = headline.map(|it| fragment::text(&it));
    declared.byline = words(item, &["byline", "by"]);
    declared.language = words(item, &["language"]);
    declared.date = words(
        item,
        &[
            "versioncreated",
            "versionCreated",
            "firstcreated",
            "firstCreated",
            "contentcreated",
        ],
    );
    for source in sources.into_iter().skip(usize::from(holder.is_none())) {
        story.party(source, Part::Source);
    }
    story.party(words(item, &["creditline", "creditLine"]), Part::Credit);
    state(item, &mut story);
    let kind = words(item, &["type"]).filter(|it| it != "text" && it != "composite");
    if let Some(kind) = kind {
        story.note(format!("is an item of type {kind}"));
    }
    ninjs_text(item, &mut story);
    story
}

/// What stands in the way of publishing it.
fn state(item: &Object, story: &mut Story) {
    let status = words(item, &["pubstatus", "pubStatus"]).filter(|it| it != "usable");
    if let Some(status) = status {
        story.note(format!("its status is {status}"));
    }
    if let Some(until) = words(item, &["embargoed"]) {
        story.note(format!("is under embargo until {until}"));
    }
}

fn ninjs_text(item: &Object, story: &mut Story) {
    let own = words(item, &["body_xhtml", "body_html"]).map(|it| fragment::text(&it));
    let best = own
        .filter(|it| !it.is_empty())
        .or_else(|| best_body(item))
        .or_else(|| words(item, &["body_text"]));
    if let Some(text) = best {
        story.text = text;
        return;
    }
    let named = words(item, &["description_xhtml"]).map(|it| fragment::text(&it));
    let named = named.or_else(|| words(item, &["description_text"]));
    let listed = || {
        let values =
            objects(item, &["descriptions"]).filter_map(|it| words(it, &["value"]));
        let texts: Vec<String> = values.map(|it| fragment::text(&it)).collect();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    };
    if let Some(text) = named.or_else(listed) {
        story.note("has no text of its own; its description is read");
        story.text = text;
    }
}

/// The best of the bodies, which are the same words in several forms.
fn best_body(item: &Object) -> Option<String> {
    let bodies = objects(item, &["bodies"]).filter_map(|body| {
        let value = words(body, &["value"])?;
        let kind = words(body, &["contenttype", "contentType"]).unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        let (rank, text) = if kind.contains("html") {
            (0, fragment::text(&value))
        } else if kind.contains("nitf") || value.contains("<nitf") {
            (1, xml::nitf_in(&value)?.text)
        } else if fragment::is_markup(&value) {
            (2, fragment::text(&value))
        } else {
            (3, value)
        };
        (!text.is_empty()).then_some((rank, text))
    });
    bodies.min_by_key(|it| it.0).map(|it| it.1)
}

/// A story of dpa digitalwires.
fn digitalwire(item: &Object) -> Story {
    let mut story = Story::default();
    let declared = &mut story.declared;
    declared.id = words(item, &["urn", "entry_id"]);
    declared.outlet = Some("dpa".to_owned());
    declared.headline = words(item, &["headline"]);
    declared.byline = words(item, &["byline"]);
    declared.language = words(item, &["language"]);
    declared.date = words(item, &["version_created", "content_created", "updated"]);
    let first =
        |name: &str| Some(item.get(name)?.as_array()?.first()?.as_str()?.to_owned());
    declared.section = first("rubric_names").or_else(|| first("desk_names"));
    story.party(words(item, &["creditline"]), Part::Credit);
    state(item, &mut story);
    let html = ["article_html", "teaser"].iter().find_map(|it| words(item, &[it]));
    story.text = html.map(|it| fragment::text(&it)).unwrap_or_default();
    if story.text.is_empty() {
        let described =
            objects(item, &["descriptions"]).find_map(|it| words(it, &["description"]));
        if let Some(text) = described {
            story.note("has no text of its own; its description is read");
            story.text = text;
        }
    }
    story
}

fn is_feed(object: &Object) -> bool {
    let version = words(object, &["version"]).unwrap_or_default();
    version.contains("jsonfeed.org/version") && object.contains_key("items")
}

/// The items of a JSON Feed.
fn feed(feed: &Object) -> Vec<Story> {
    objects(feed, &["items"]).map(|item| feed_item(item, feed)).collect()
}

fn feed_item(item: &Object, feed: &Object) -> Story {
    let mut story = Story::default();
    let declared = &mut story.declared;
    declared.id = words(item, &["id"]);
    declared.url = words(item, &["url"]);
    declared.outlet = words(feed, &["title"]);
    declared.headline = words(item, &["title"]);
    declared.date = words(item, &["date_published", "date_modified"]);
    declared.byline = authors(item).or_else(|| authors(feed));
    declared.language = words(item, &["language"]).or_else(|| words(feed, &["language"]));
    // the page that an item of a link blog points at
    let external = words(item, &["external_url"]).map(|it| name_of_code(&it));
    story.party(external, Part::Source);
    let html = words(item, &["content_html"]).map(|it| fragment::text(&it));
    let text = html.filter(|it| !it.is_empty());
    story.text =
        text.or_else(|| words(item, &["content_text", "summary"])).unwrap_or_default();
    story
}

fn authors(object: &Object) -> Option<String> {
    let one = || words(object.get("author")?.as_object()?, &["name"]);
    let all: Vec<String> =
        objects(object, &["authors"]).filter_map(|it| words(it, &["name"])).collect();
    if all.is_empty() { one() } else { Some(all.join(", ")) }
}

/// Levels at which the list of records is looked for.
const LEVELS: usize = 3;

/// The records of an object that holds them in a list ("articles", "response/results"),
/// or under keys of their own.
pub(super) fn records(value: &Value) -> Option<Vec<Value>> {
    records_at(value, LEVELS)
}

fn records_at(value: &Value, levels: usize) -> Option<Vec<Value>> {
    let object = value.as_object()?;
    let lists = object.values().filter_map(Value::as_array);
    for list in lists {
        let records: Vec<Value> = list.iter().map(flat).collect();
        if records.iter().any(is_record) {
            return Some(records);
        }
    }
    let keyed: Vec<Value> = object.values().map(flat).collect();
    if keyed.len() > 1 && keyed.iter().all(is_record) {
        return Some(keyed);
    }
    let deeper = levels.checked_sub(1)?;
    object.values().find_map(|it| records_at(it, deeper))
}

/// A record without the wrappers that services put around its fields.
fn flat(record: &Value) -> Value {
    let Some(object) = record.as_object() else { return record.clone() };
    let mut flat = object.clone();
    for wrapper in ["_source", "fields", "attributes", "document"] {
        if let Some(Value::Object(inner)) = flat.remove(wrapper) {
            flat.extend(inner);
        }
    }
    Value::Object(flat)
}

/// Has a field that is its text or its page, or is in one of the formats of the trade.
fn is_record(value: &Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    object.keys().any(|name| {
        let field = Field::named(name).map(|it| it.0);
        is_mark(name) || matches!(field, Some(Field::Text | Field::Html))
    })
}
