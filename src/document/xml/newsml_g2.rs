//! What does a document in `NewsML-G2` say? Every news item with its provider, its credit
//! line, its sources and the hops it has made; content as NITF, XHTML or plain text.

use super::nitf;
use super::tree::Element;
use crate::document::story::{Story, name_of_code};
use crate::document::{fragment, prose};
use crate::model::Part;

/// The stories below a root: one item, a message of many, or a bare content.
pub(super) fn stories(root: &Element) -> Vec<Story> {
    if &*root.name == "newsMessage" {
        let mut items = Vec::new();
        for set in root.all("itemSet") {
            items.extend(set.all("newsItem").map(item));
        }
        return items;
    }
    vec![item(root)]
}

fn item(item: &Element) -> Story {
    let mut story = Story::default();
    let declared = &mut story.declared;
    declared.id = item.attribute("guid");
    declared.language = item.attribute("lang");
    if let Some(hops) = item.at(&["hopHistory"]) {
        read_hops(hops, &mut story);
    }
    if let Some(data) = item.at(&["itemMeta"]) {
        read_item(data, &mut story);
    }
    if let Some(data) = item.at(&["contentMeta"]) {
        read_content(data, &mut story);
    }
    let holder = item.at(&["rightsInfo", "copyrightHolder"]).and_then(party);
    story.declared.outlet = story.declared.outlet.take().or(holder);
    let content =
        if &*item.name == "contentSet" { Some(item) } else { item.at(&["contentSet"]) };
    if let Some(content) = content {
        read_text(content, &mut story);
    }
    if story.text.is_empty() {
        let described = item.at(&["contentMeta"]).and_then(description);
        if let Some(text) = described {
            story.note("has no text of its own; its description is read");
            story.text = text;
        }
    }
    story
}

/// The parties through whose hands the item went, in order.
fn read_hops(history: &Element, story: &mut Story) {
    let mut hops: Vec<(u64, &Element)> = history
        .all("hop")
        .map(|hop| {
            let number = hop.attribute("seq").and_then(|it| it.parse().ok());
            (number.unwrap_or(u64::MAX), hop)
        })
        .collect();
    hops.sort_by_key(|it| it.0);
    for (_, hop) in hops {
        let name = hop.at(&["party"]).and_then(party);
        let translated = hop.all("action").any(|it| {
            it.attribute("qcode")
                .is_some_and(|it| it.to_ascii_lowercase().contains("translat"))
        });
        story.party(name, if translated { Part::Translator } else { Part::Hop });
    }
}

fn read_item(data: &Element, story: &mut Story) {
    let declared = &mut story.declared;
    declared.outlet = data.at(&["provider"]).and_then(party);
    declared.date =
        data.words_at(&["versionCreated"]).or_else(|| data.words_at(&["firstCreated"]));
    declared.headline = data.words_at(&["title"]);
    declared.url =
        data.attribute_at(&["link"], "href").filter(|it| it.starts_with("http"));
    let class = data.attribute_at(&["itemClass"], "qcode").map(|it| name_of_code(&it));
    if let Some(class) = class.filter(|it| !matches!(it.as_str(), "text" | "composite")) {
        story.note(format!("is an item of class {class}"));
    }
    let status = data.attribute_at(&["pubStatus"], "qcode").map(|it| name_of_code(&it));
    if let Some(status) = status.filter(|it| it != "usable") {
        story.note(format!("its status is {status}"));
    }
}

fn read_content(data: &Element, story: &mut Story) {
    let headline = data.all("headline").min_by_key(|it| {
        // the main one first, if any is called so
        !it.attribute("role").is_some_and(|it| it.ends_with(":main"))
    });
    let declared = &mut story.declared;
    declared.headline = headline.and_then(Element::words).or(declared.headline.take());
    declared.date = declared.date.take().or_else(|| data.words_at(&["contentCreated"]));
    let tag = data.attribute_at(&["language"], "tag");
    declared.language = tag.or(declared.language.take());
    let creators = || {
        // "ohl.swantje" is a login
        let is_name = |it: &String| it.chars().any(char::is_uppercase);
        let names = data.all("creator").filter_map(party).filter(is_name);
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    declared.byline = data.words_at(&["by"]).or_else(creators);
    for source in data.all("infoSource") {
        story.party(party(source), Part::Source);
    }
    for line in data.all("creditline") {
        story.party(line.words(), Part::Credit);
    }
    for contributor in data.all("contributor") {
        let role = contributor.attribute("role").unwrap_or_default().to_ascii_lowercase();
        let translated = role.contains("translat");
        let part = if translated { Part::Translator } else { Part::Contributor };
        story.party(party(contributor), part);
    }
}

/// The name of a party, else its literal, code or address.
fn party(party: &Element) -> Option<String> {
    let code = || {
        let codes = ["literal", "qcode", "uri"];
        codes.iter().find_map(|it| party.attribute(it)).map(|it| name_of_code(&it))
    };
    party.words_at(&["name"]).or_else(code)
}

/// The first description that is long enough to be a text.
fn description(data: &Element) -> Option<String> {
    let texts: Vec<String> = data.all("description").map(prose::of_element).collect();
    let text = texts.join("\n\n");
    (!text.trim().is_empty()).then_some(text)
}

/// The best form of the content.
fn read_text(content: &Element, story: &mut Story) {
    let mut best: Option<(u8, Story)> = None;
    for inline in content.elements() {
        let kind =
            inline.attribute("contenttype").unwrap_or_default().to_ascii_lowercase();
        let found = match &*inline.name {
            "inlineXML" => inline_xml(inline),
            "inlineData" => Some((3, inline_data(inline, &kind))),
            _ => None,
        };
        if let Some((rank, found)) = found.filter(|it| !it.1.text.is_empty())
            && best.as_ref().is_none_or(|it| rank < it.0)
        {
            best = Some((rank, found));
        }
    }
    let Some((_, found)) = best else { return };
    let inner = found.declared;
    let declared = &mut story.declared;
    story.text = found.text;
    declared.headline = declared.headline.take().or(inner.headline);
    declared.byline = declared.byline.take().or(inner.byline);
    declared.date = declared.date.take().or(inner.date);
    declared.outlet = declared.outlet.take().or(inner.outlet);
    for party in inner.parties {
        story.party(party.name, party.part);
    }
}

fn inline_xml(inline: &Element) -> Option<(u8, Story)> {
    if let Some(nitf) = inline.first("nitf") {
        return Some((0, nitf::story(nitf)));
    }
    if let Some(html) = inline.first("html") {
        let headline = html.words_at(&["head", "title"]);
        let text = html.at(&["body"]).map(prose::of_element).unwrap_or_default();
        let mut story = Story { text, ..Story::default() };
        story.declared.headline = headline;
        return Some((1, story));
    }
    // other markup by its paragraphs; tables of results and lists of terms have none
    inline.first("p")?;
    let text = prose::of_element(inline);
    Some((2, Story { text, ..Story::default() }))
}

fn inline_data(inline: &Element, kind: &str) -> Story {
    let raw = inline.raw();
    let html = kind.contains("html") || kind.is_empty() && fragment::is_markup(&raw);
    let text = if html { fragment::text(&raw) } else { raw.trim().to_owned() };
    Story { text, ..Story::default() }
}
