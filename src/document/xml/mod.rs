//! What does an XML file say? Its root names the format: agency news (NITF, `NewsML`,
//! `NewsML-G2`), feeds (RSS, Atom), or a page of XHTML.

use super::story::{self, Story};
use super::{Decoded, Format, Options, Read, Reading, html};
use crate::corpus::Failure;
use crate::model::Note;

mod feed;
mod newsml;
mod newsml_g2;
mod nitf;
pub(super) mod tree;

use tree::Element;

/// XML of the news trade.
pub const XML: Format = Format {
    name: "XML",
    extensions: &["xml", "rss", "atom", "rdf", "nitf", "newsml"],
    read: Read::Text(read),
};

/// Stories of one document that are read: all are held at a time, and an empty one takes
/// two kilobytes where its tags take thirty bytes.
const STORIES: usize = 100_000;

fn read(input: Decoded, _: &Options) -> Vec<Reading> {
    let (root, notes) = tree::tree(&input.text);
    let Some(root) = root else {
        return vec![Err(Failure::new(input.place, "holds no XML element", ""))];
    };
    if &*root.name == "html" {
        drop(root);
        let url = input.url.clone();
        return vec![html::read(input, url.as_deref())];
    }
    let Decoded { place, path_facts, notes: mut earlier, .. } = input;
    earlier.extend(notes);
    match stories(&root) {
        Ok(stories) if stories.is_empty() => {
            let reason = format!("is <{}> and holds no story", root.name);
            vec![Err(Failure::new(place, reason, ""))]
        }
        Ok(mut stories) => {
            if stories.len() > STORIES {
                let text =
                    format!("has more than {STORIES} stories; the rest is not read");
                earlier.push(Note::new(text));
                stories.truncate(STORIES);
            }
            story::readings(stories, &place, &path_facts, earlier)
        }
        Err(reason) => {
            let name: String = root.name.chars().take(60).collect();
            vec![Err(Failure::of_kind(place, reason, format!("<{name}>")))]
        }
    }
}

/// The stories below a root, or what it is instead: a map of a site, a feed of shares, what
/// else stands in a folder of XML. It is as little a failure as a picture there.
fn stories(root: &Element) -> Result<Vec<Story>, String> {
    Ok(match &*root.name {
        "nitf" => vec![nitf::story(root)],
        "NewsML" => newsml::stories(root),
        "newsItem" | "newsMessage" | "contentSet" => newsml_g2::stories(root),
        "rss" | "RDF" | "channel" => feed::rss(root),
        "feed" | "entry" => feed::atom(root),
        "packageItem" | "conceptItem" | "knowledgeItem" | "catalogItem"
        | "planningItem" | "catalog" => {
            return Err(format!("is a {} of NewsML-G2, which holds no story", root.name));
        }
        name => {
            let name: String = name.chars().take(60).collect();
            return Err(format!("is XML of a kind that is not known (<{name}>)"));
        }
    })
}

/// The text of a piece of NITF that stands in another format.
pub(super) fn nitf_in(xml: &str) -> Option<Story> {
    let (root, notes) = tree::tree(xml);
    let root = root.filter(|it| &*it.name == "nitf")?;
    let mut story = nitf::story(&root);
    story.notes.extend(notes);
    Some(story)
}

#[cfg(test)]
mod tests;
