//! What does a document in `NewsML 1.x` say? Envelope, items, and components within
//! components: every component with a headline of its own is a story.

use super::nitf;
use super::tree::Element;
use crate::document::story::Story;
use crate::document::{fragment, prose};
use crate::model::Part;

/// Roles of components that hold the words of a story, best first. What has another role
/// ("Contact", "Photo", "Logo") is no part of its text.
const BODIES: [&str; 6] = ["body", "main", "story", "text", "maintext", "article"];

/// Roles of components that are no text of the story.
const BESIDE: [&str; 12] = [
    "headline",
    "subheadline",
    "stylesheet",
    "contact",
    "logo",
    "photo",
    "video",
    "caption",
    "graphic",
    "picture",
    "audio",
    "multimedia",
];

/// The stories of a document.
pub(super) fn stories(root: &Element) -> Vec<Story> {
    let envelope = root.at(&["NewsEnvelope"]);
    let mut stories = Vec::new();
    for item in root.all("NewsItem") {
        let mut outer = Story::default();
        if let Some(envelope) = envelope {
            read_envelope(envelope, &mut outer);
        }
        read_item(item, &mut outer);
        for component in item.all("NewsComponent") {
            component_stories(component, &outer, &mut stories);
        }
    }
    stories
}

fn read_envelope(envelope: &Element, story: &mut Story) {
    story.declared.outlet = party(envelope.at(&["SentFrom"]));
    story.declared.date =
        envelope.words_at(&["DateAndTime"]).map(|it| nitf::extended(&it));
}

fn read_item(item: &Element, story: &mut Story) {
    let declared = &mut story.declared;
    if let Some(id) = item.at(&["Identification", "NewsIdentifier"]) {
        let public = id.words_at(&["PublicIdentifier"]);
        declared.id = public.or_else(|| id.words_at(&["NewsItemId"]));
        let provider = id.words_at(&["ProviderId"]);
        declared.outlet = declared.outlet.take().or(provider);
    }
    let of = |name| item.words_at(&["NewsManagement", name]);
    let date = of("ThisRevisionCreated").or_else(|| of("FirstCreated"));
    if let Some(date) = date {
        declared.date = Some(nitf::extended(&date));
    }
    let status = item.attribute_at(&["NewsManagement", "Status"], "FormalName");
    if let Some(status) = status.filter(|it| !it.eq_ignore_ascii_case("usable")) {
        story.note(format!("its status is {status}"));
    }
}

/// Goes down until a component has a headline of its own.
fn component_stories(component: &Element, outer: &Story, stories: &mut Vec<Story>) {
    let mut story = inherited(outer);
    read_component(component, &mut story);
    let has_headline = component.at(&["NewsLines", "HeadLine"]).is_some();
    let inner: Vec<&Element> =
        component.all("NewsComponent").filter(|it| !is_beside(it)).collect();
    let text = if has_headline || inner.is_empty() { text(component) } else { None };
    if has_headline || text.is_some() {
        story.text = text.unwrap_or_default();
        if !story.text.is_empty() || story.declared.headline.is_some() {
            stories.push(story);
        }
        return;
    }
    for component in inner {
        component_stories(component, &story, stories);
    }
}

fn inherited(outer: &Story) -> Story {
    let notes = outer.notes.clone();
    Story { declared: outer.declared.clone(), notes, ..Story::default() }
}

fn read_component(component: &Element, story: &mut Story) {
    let line = |name| component.words_at(&["NewsLines", name]);
    let declared = &mut story.declared;
    declared.headline = line("HeadLine").or(declared.headline.take());
    declared.byline = line("ByLine").or(declared.byline.take());
    let language = ["DescriptiveMetadata", "Language"];
    declared.language =
        component.attribute_at(&language, "FormalName").or(declared.language.take());
    story.party(line("CreditLine"), Part::Credit);
    let Some(data) = component.at(&["AdministrativeMetadata"]) else { return };
    if let Some(provider) = party(data.at(&["Provider"])) {
        story.declared.outlet = Some(provider);
    }
    if let Some(creator) = party(data.at(&["Creator"])) {
        story.declared.byline.get_or_insert(creator);
    }
    // a release is the statement of whoever is its source
    let genre = component.attribute_at(&["DescriptiveMetadata", "Genre"], "FormalName");
    let release = genre.is_some_and(|it| it.to_ascii_lowercase().contains("release"));
    for source in data.all("Source") {
        story.party(
            party(Some(source)),
            if release { Part::Issuer } else { Part::Source },
        );
    }
    for contributor in data.all("Contributor") {
        story.party(party(Some(contributor)), Part::Contributor);
    }
}

/// The party named in an element, by its name or its formal name.
fn party(element: Option<&Element>) -> Option<String> {
    let party = element?.at(&["Party"])?;
    let topic = party.attribute("FormalName");
    party.words_at(&["Name"]).or(topic)
}

fn role(component: &Element) -> String {
    let role = component.attribute_at(&["Role"], "FormalName");
    role.unwrap_or_default().to_ascii_lowercase()
}

fn is_beside(component: &Element) -> bool {
    BESIDE.contains(&role(component).as_str())
}

/// The words of a component: its own content, else that of the component whose role is
/// the body, else of the first that has any.
fn text(component: &Element) -> Option<String> {
    if let Some(own) = best_content(component) {
        return Some(own);
    }
    let mut parts: Vec<&Element> =
        component.all("NewsComponent").filter(|it| !is_beside(it)).collect();
    parts.sort_by_key(|it| {
        BODIES.iter().position(|body| *body == role(it)).unwrap_or(BODIES.len())
    });
    parts.into_iter().find_map(text)
}

/// The best of the contents, which are the same words in several forms.
fn best_content(component: &Element) -> Option<String> {
    let contents = component.all("ContentItem").filter_map(|it| {
        let data = it.at(&["DataContent"])?;
        let media = it.attribute_at(&["MimeType"], "FormalName");
        let format = it.attribute_at(&["Format"], "FormalName");
        let kind = media.or(format).unwrap_or_default().to_ascii_lowercase();
        let (rank, text) = content(data, &kind)?;
        (!text.is_empty()).then_some((rank, text))
    });
    contents.min_by_key(|it| it.0).map(|it| it.1)
}

/// What stands in a content: NITF, HTML or bare text, and how good a form that is.
fn content(data: &Element, kind: &str) -> Option<(u8, String)> {
    if kind.contains("css") || kind.starts_with("image/") {
        return None;
    }
    if let Some(nitf) = data.first("nitf") {
        return Some((0, nitf::story(nitf).text));
    }
    if data.elements().next().is_some() {
        return Some((1, prose::of_element(data)));
    }
    let raw = data.raw();
    let html = kind.contains("html") || fragment::is_markup(&raw);
    let text = if html { fragment::text(&raw) } else { raw.trim().to_owned() };
    Some((if html { 2 } else { 3 }, text))
}
