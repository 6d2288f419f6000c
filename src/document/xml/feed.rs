//! Which stories does a feed hold? The items of RSS (2.0, and 1.0 with its RDF) and the
//! entries of Atom, each with what the feed says for all of them.

use super::STORIES;
use super::tree::Element;
use crate::document::story::{Story, name_of_code};
use crate::document::{fragment, prose};
use crate::model::Part;

/// The items of an RSS feed.
pub(super) fn rss(root: &Element) -> Vec<Story> {
    let channel =
        if &*root.name == "channel" { Some(root) } else { root.at(&["channel"]) };
    let within = channel.into_iter().flat_map(|it| it.all("item"));
    let beside = root.all("item").filter(|_| &*root.name != "channel");
    let outlet =
        channel.and_then(|it| plain(it, "publisher").or_else(|| plain(it, "title")));
    let language = channel.and_then(|it| plain(it, "language"));
    within
        .chain(beside)
        .take(STORIES + 1)
        .map(|it| rss_item(it, outlet.as_ref(), language.as_ref()))
        .collect()
}

fn rss_item(item: &Element, outlet: Option<&String>, language: Option<&String>) -> Story {
    let mut story = Story::default();
    let declared = &mut story.declared;
    let link = item.words_at(&["link"]);
    let guid = item.at(&["guid"]);
    let permanent =
        guid.filter(|it| it.attribute("isPermaLink").is_none_or(|it| it != "false"));
    let by_guid = permanent.and_then(Element::words).filter(|it| it.starts_with("http"));
    declared.id = guid.and_then(Element::words).or_else(|| item.attribute("about"));
    declared.url = link.or(by_guid);
    declared.outlet = plain(item, "publisher").or_else(|| outlet.cloned());
    declared.language = plain(item, "language").or_else(|| language.cloned());
    declared.headline = plain(item, "title");
    declared.date = ["pubDate", "date", "published", "issued", "created", "modified"]
        .iter()
        .find_map(|it| item.words_at(&[it]));
    let creators: Vec<String> = item.all("creator").filter_map(Element::words).collect();
    declared.byline = if creators.is_empty() {
        item.words_at(&["author"]).map(|it| without_address(&it))
    } else {
        Some(creators.join(", "))
    };
    declared.section = item.words_at(&["category"]);
    let text = ["encoded", "description", "summary"];
    story.text = text
        .iter()
        .flat_map(|it| item.all(it))
        .map(markup)
        .find(|it| !it.is_empty())
        .unwrap_or_default();
    if let Some(source) = item.at(&["source"]) {
        let host = || source.attribute("url").map(|it| name_of_code(&it));
        story.party(source.words().or_else(host), Part::Original);
    }
    credits(item, &mut story);
    story
}

/// `media:credit role="translator"` and its like.
fn credits(item: &Element, story: &mut Story) {
    for credit in item.all("credit") {
        let role = credit.attribute("role").unwrap_or_default().to_ascii_lowercase();
        match role.as_str() {
            "translator" => story.party(credit.words(), Part::Translator),
            "distribution company" | "publishing company" | "provider" => {
                story.party(credit.words(), Part::Source);
            }
            _ => (),
        }
    }
    for contributor in item.all("contributor") {
        let name = contributor.words_at(&["name"]).or_else(|| contributor.words());
        story.party(name, Part::Contributor);
    }
}

/// "bell@lantern.example (Ana Bell)", as RSS wants it, is Ana Bell.
fn without_address(author: &str) -> String {
    let Some((address, name)) = author.split_once('(') else { return author.to_owned() };
    let name = name.trim_end_matches(')').trim();
    if address.contains('@') && !name.is_empty() {
        name.to_owned()
    } else {
        author.to_owned()
    }
}

/// The words of an element that may hold markup, on one line.
fn plain(element: &Element, name: &str) -> Option<String> {
    let text = markup(element.at(&[name])?);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// The text of an element: markup in it, or markup written out in it.
fn markup(element: &Element) -> String {
    if element.elements().next().is_some() {
        return prose::of_element(element);
    }
    fragment::text(&element.raw())
}

/// The entries of an Atom feed.
pub(super) fn atom(root: &Element) -> Vec<Story> {
    if &*root.name == "entry" {
        return vec![atom_entry(root, root)];
    }
    root.all("entry").take(STORIES + 1).map(|it| atom_entry(it, root)).collect()
}

fn atom_entry(entry: &Element, feed: &Element) -> Story {
    let mut story = Story::default();
    let declared = &mut story.declared;
    declared.id = entry.words_at(&["id"]);
    declared.outlet = plain(feed, "title").filter(|_| &*feed.name == "feed");
    declared.headline = plain(entry, "title");
    declared.date = ["published", "issued", "updated", "modified"]
        .iter()
        .find_map(|it| entry.words_at(&[it]));
    declared.language = entry.attribute("lang").or_else(|| feed.attribute("lang"));
    declared.url = link(entry, "alternate");
    declared.byline = authors(entry).or_else(|| authors(feed));
    declared.section = entry.attribute_at(&["category"], "term");
    story.text = ["content", "summary"]
        .iter()
        .filter_map(|it| entry.at(&[it]))
        .map(atom_text)
        .find(|it| !it.is_empty())
        .unwrap_or_default();
    if let Some(source) = entry.at(&["source"]) {
        story.party(plain(source, "title"), Part::Original);
    }
    story.party(link(entry, "via").map(|it| name_of_code(&it)), Part::Source);
    credits(entry, &mut story);
    story
}

fn authors(element: &Element) -> Option<String> {
    let names = element.all("author").filter_map(|it| it.words_at(&["name"]));
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn link(entry: &Element, rel: &str) -> Option<String> {
    let fits =
        |it: &&Element| it.attribute("rel").unwrap_or("alternate".to_owned()) == rel;
    entry.all("link").find(fits)?.attribute("href")
}

/// A text construct of Atom: what is of type "text" is no markup, whatever it looks like.
fn atom_text(element: &Element) -> String {
    match element.attribute("type").as_deref() {
        Some("text" | "text/plain") => element.raw().trim().to_owned(),
        _ => markup(element),
    }
}
