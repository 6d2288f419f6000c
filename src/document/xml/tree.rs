//! What stands in this XML, as a tree? Elements by their local names, text with its
//! character references read; damaged input ends the tree where the damage is.
//!
//! Nothing is ever fetched, and no entity that a document defines itself is expanded: a
//! billion laughs are nine letters.

use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::document::entity;
use crate::model::Note;

/// Elements within elements; what is deeper is read as if it were not nested.
const DEPTH: usize = 200;

/// Elements of one document; what follows is not read.
const ELEMENTS: usize = 2_000_000;

/// One element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name without a prefix.
    pub(crate) name: Box<str>,
    /// Its attributes as written.
    attributes: Box<str>,
    /// What stands in it.
    pub(crate) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// Reads a document: its root, with notes on what is wrong; none where there is no
/// element at all.
pub(crate) fn tree(xml: &str) -> (Option<Element>, Vec<Note>) {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut tree = Tree { open: vec![Element::default()], ..Tree::default() };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => tree.start(&start),
            Ok(Event::Empty(start)) => {
                tree.start(&start);
                tree.end();
            }
            Ok(Event::End(_)) => tree.end(),
            Ok(Event::Text(text)) => tree.text(&text.into_inner()),
            Ok(Event::CData(text)) => tree.text(&text.into_inner()),
            Ok(Event::GeneralRef(reference)) => tree.reference(&reference),
            // what a document declares of itself and of its entities is not followed
            Ok(Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_)) => {
            }
            Ok(Event::Eof) => break,
            Err(error) => {
                let at = reader.error_position();
                let text = format!(
                    "the XML is damaged at byte {at}: {error}; what stands before is read"
                );
                tree.notes.push(Note::new(text));
                break;
            }
        }
        if tree.elements > ELEMENTS {
            let text = format!("has more than {ELEMENTS} elements; the rest is not read");
            tree.notes.push(Note::new(text));
            break;
        }
    }
    tree.finish()
}

#[derive(Default)]
struct Tree {
    /// The open elements; the first holds the root.
    open: Vec<Element>,
    /// Open elements beyond the depth.
    deeper: usize,
    elements: usize,
    unknown: usize,
    flat: usize,
    notes: Vec<Note>,
}

impl Tree {
    fn start(&mut self, start: &BytesStart<'_>) {
        self.elements += 1;
        if self.open.len() > DEPTH {
            self.deeper += 1;
            self.flat += 1;
            return;
        }
        self.open.push(Element {
            name: start.local_name().into_inner().into(),
            attributes: start.attributes_raw().into(),
            children: Vec::new(),
        });
    }

    fn end(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if self.open.len() > 1
            && let Some(element) = self.open.pop()
        {
            self.push(Node::Element(element));
        }
    }

    fn push(&mut self, node: Node) {
        if let Some(last) = self.open.last_mut() {
            last.children.push(node);
        }
    }

    /// Text comes in pieces: what stands between two tags is one.
    fn text(&mut self, text: &str) {
        let Some(last) = self.open.last_mut() else { return };
        match last.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => last.children.push(Node::Text(text.to_owned())),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        if let Ok(Some(letter)) = reference.resolve_char_ref() {
            self.text(letter.encode_utf8(&mut [0; 4]));
            return;
        }
        let name = reference.clone().into_inner();
        if let Some(text) = entity::named(&name) {
            self.text(text);
        } else {
            self.unknown += 1;
            self.text(&format!("&{name};"));
        }
    }

    fn finish(mut self) -> (Option<Element>, Vec<Note>) {
        if self.unknown > 0 {
            let text = format!("{} entities of its own, left as they are", self.unknown);
            self.notes.push(Note::new(text));
        }
        if self.flat > 0 {
            let text =
                format!("nested deeper than {DEPTH} elements, read as if it were not");
            self.notes.push(Note::new(text));
        }
        self.deeper = 0;
        while self.open.len() > 1 {
            self.end();
        }
        let top = self.open.pop().unwrap_or_default();
        let root = top.children.into_iter().find_map(|it| match it {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        });
        (root, self.notes)
    }
}

impl Element {
    /// The elements that stand directly in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|it| match it {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of this name that stand directly in it.
    pub(crate) fn all<'e, 'n>(
        &'e self,
        name: &'n str,
    ) -> impl Iterator<Item = &'e Element> + use<'e, 'n> {
        self.elements().filter(move |it| &*it.name == name)
    }

    /// The first element at the end of these names.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Element> {
        match path {
            [] => Some(self),
            [name, rest @ ..] => self.all(name).find_map(|it| it.at(rest)),
        }
    }

    /// The first element of this name, at any depth.
    pub(crate) fn first(&self, name: &str) -> Option<&Element> {
        self.elements()
            .find_map(|it| if &*it.name == name { Some(it) } else { it.first(name) })
    }

    /// An attribute by its name without a prefix; none where it is empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = Attributes::html(&self.attributes, 0);
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|it| it.key.local_name().into_inner() == name)?;
        let value = entity::decoded(&found.value).trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// All text in it, white space made single; none where there is none.
    pub(crate) fn words(&self) -> Option<String> {
        let mut all = String::new();
        self.collect(&mut all);
        let words = all.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    }

    /// All text in it, as it stands.
    pub(crate) fn raw(&self) -> String {
        let mut all = String::new();
        self.collect(&mut all);
        all
    }

    fn collect(&self, into: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => into.push_str(text),
                Node::Element(element) => element.collect(into),
            }
        }
    }

    /// The words of the first element at the end of these names.
    pub(crate) fn words_at(&self, path: &[&str]) -> Option<String> {
        self.at(path)?.words()
    }

    /// The attribute of the first element at the end of these names.
    pub(crate) fn attribute_at(&self, path: &[&str], name: &str) -> Option<String> {
        self.at(path)?.attribute(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, words: &str, notes: &[&str]) {
        let (root, found) = tree(xml);
        assert_eq!(root.and_then(|it| it.words()).unwrap_or_default(), words, "{xml}");
        let found: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(found, notes, "{xml}");
    }

    #[test]
    fn references_are_read_and_entities_are_not() {
        check(
            "<a>&lt;b&gt; caf&eacute; &#8364;&#x20ac; AT&T</a>",
            "<b> café €€ AT&T",
            &[],
        );
        let own = &["1 entities of its own, left as they are"];
        check(
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "&x;",
            own,
        );
        let laughs =
            "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>";
        check(laughs, "&b;", own);
    }

    #[test]
    fn damage_ends_the_tree() {
        check("<a>one<b>two", "onetwo", &[]);
        check("<a>one</b>two</a>", "one", &[]);
        check("", "", &[]);
        let (root, notes) = tree("<a>one<b x='</a>");
        assert_eq!(root.and_then(|it| it.words()).as_deref(), Some("one"));
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}words{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let note = "nested deeper than 200 elements, read as if it were not";
        check(&deep, "words", &[note]);
    }

    #[test]
    fn attributes_by_local_name() {
        let (root, _) = tree("<a xml:lang=\"de\" x='&quot;y&quot;' z>t</a>");
        let root = root.expect("a root");
        assert_eq!(root.attribute("lang").as_deref(), Some("de"));
        assert_eq!(root.attribute("x").as_deref(), Some("\"y\""));
        assert_eq!(root.attribute("q"), None);
    }
}
