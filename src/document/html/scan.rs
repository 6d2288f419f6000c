//! What does the markup of a page hold that is not its text? One walk over the parsed page
//! collects meta tags, links, titles, microdata, `time` elements, bylines and lines that
//! look like a date, as they are written; what they mean is for the files beside it.

use dom_query::{Document, Element, NodeRef};

use super::dated::Line;
use super::node::{aside, attr, is_byline, named, words, words_within};

/// Longest value that is kept, in bytes; a headline has some hundred.
pub(super) const LONGEST: usize = 2000;
/// Most values that are kept of one kind.
pub(super) const MOST: usize = 400;
/// Longest line that may be a byline or a date, in bytes.
pub(super) const LINE: usize = 160;

/// What the markup of a page holds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// `meta` tags: name or property in lower case, and content.
    pub(super) metas: Vec<(String, String)>,
    /// `link` tags: relation in lower case, and address.
    pub(super) links: Vec<(String, String)>,
    /// Language of the root element.
    pub(super) language: Option<String>,
    /// The `title` of the page.
    pub(super) title: Option<String>,
    /// First headings of the first rank.
    pub(super) headings: Vec<String>,
    /// Microdata: property in lower case, and value.
    pub(super) props: Vec<(String, String)>,
    /// Names that stand where a byline does, the surest first.
    pub(super) bylines: Vec<(Byline, String)>,
    /// `time` elements and lines that may hold a date.
    pub(super) lines: Vec<Line>,
    /// The last short text, empty behind a long one: "Published on:".
    pub(super) before: String,
}

/// What marks a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Byline {
    /// `itemprop="author"`.
    Property,
    /// `rel="author"`.
    Relation,
    /// A class or id such as "byline".
    Class,
}

/// Walks the page once.
pub(super) fn scan(page: &Document) -> Scan {
    let mut scan = Scan::default();
    let mut next = page.root().first_child();
    let root = page.root().id;
    while let Some(node) = next {
        let inside = scan.node(&node);
        let child = if inside { node.first_child() } else { None };
        next = child.or_else(|| following(&node, root));
    }
    scan.bylines.sort_by_key(|it| it.0);
    scan
}

/// The next node that is not inside this one.
fn following<'a>(node: &NodeRef<'a>, root: dom_query::NodeId) -> Option<NodeRef<'a>> {
    let mut at = *node;
    loop {
        if let Some(next) = at.next_sibling() {
            return Some(next);
        }
        at = at.parent().filter(|it| it.id != root)?;
    }
}

impl Scan {
    /// Takes what a node says; false where nothing inside it counts.
    fn node(&mut self, node: &NodeRef<'_>) -> bool {
        let Some(element) = node.element_ref() else {
            if node.is_text() {
                self.text(node);
            }
            return false;
        };
        match &*element.name.local {
            "html" => {
                self.language =
                    attr(&element, "lang").or_else(|| attr(&element, "xml:lang"));
            }
            "meta" => self.meta(&element),
            "link" => {
                if let (Some(rel), Some(href)) =
                    (attr(&element, "rel"), attr(&element, "href"))
                {
                    push(&mut self.links, (rel.to_lowercase(), href));
                }
            }
            "title" if self.title.is_none() => self.title = words(node),
            "h1" => push_some(&mut self.headings, words(node)),
            "time" => self.time(node, &element),
            "noscript" | "template" | "textarea" | "select" => return false,
            _ => (),
        }
        if let Some(name) = attr(&element, "itemprop") {
            self.property(node, &element, &name.to_lowercase());
        }
        self.dated(node, &element);
        self.byline(node, &element);
        true
    }

    fn meta(&mut self, element: &Element) {
        let Some(content) = attr(element, "content") else { return };
        for by in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = attr(element, by) {
                push(&mut self.metas, (name.to_lowercase(), content));
                return;
            }
        }
    }

    fn property(&mut self, node: &NodeRef<'_>, element: &Element, name: &str) {
        const WANTED: [&str; 11] = [
            "author",
            "creator",
            "name",
            "headline",
            "datepublished",
            "datecreated",
            "datemodified",
            "publisher",
            "articlesection",
            "provider",
            "translator",
        ];
        for name in name.split_ascii_whitespace().filter(|it| WANTED.contains(it)) {
            let machine =
                ["content", "datetime", "title"].iter().find_map(|it| attr(element, it));
            let Some(value) = machine.or_else(|| words(node)) else { continue };
            if name == "author" && value.len() <= LINE {
                push(
                    &mut self.bylines,
                    (Byline::Property, named(node).unwrap_or_else(|| value.clone())),
                );
            }
            push(&mut self.props, (name.to_owned(), value));
        }
    }

    fn byline(&mut self, node: &NodeRef<'_>, element: &Element) {
        let kind =
            if attr(element, "rel").is_some_and(|it| it.eq_ignore_ascii_case("author")) {
                Byline::Relation
            } else if ["class", "id"]
                .iter()
                .any(|it| element.attr(it).is_some_and(|it| is_byline(&it)))
            {
                Byline::Class
            } else {
                return;
            };
        if self.bylines.len() < MOST
            && let Some(name) = words_within(node, LINE)
            && !aside(node)
        {
            self.bylines.push((kind, name));
        }
    }

    /// The first meta tag of one of these names that says something, by order of names.
    pub(super) fn meta_of(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let mut of = self.metas.iter().filter(|it| it.0 == *name);
            of.find(|it| !it.1.is_empty()).map(|it| it.1.as_str())
        })
    }

    /// All meta tags of a name.
    pub(super) fn metas_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |it| it.0 == name).map(|it| it.1.as_str())
    }

    /// The first link of a relation.
    pub(super) fn link_of(&self, relation: &str) -> Option<&str> {
        let is = |it: &&(String, String)| {
            it.0.split_ascii_whitespace().any(|it| it == relation)
        };
        self.links.iter().find(is).map(|it| it.1.as_str())
    }

    /// The first property of microdata.
    pub(super) fn prop_of(&self, name: &str) -> Option<&str> {
        self.props.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }
}

fn push<T>(list: &mut Vec<T>, value: T) {
    if list.len() < MOST {
        list.push(value);
    }
}

fn push_some<T>(list: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value {
        push(list, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::node::is_aside;

    fn of(html: &str) -> Scan {
        scan(&Document::from(html))
    }

    #[test]
    fn everything_is_collected_as_written() {
        let found = of("<html lang=de><head><title>Kai  Vier</title>\
            <meta property='og:Title' content='Kai Vier bleibt zu'>\
            <meta name=author content='Swantje Ohl'><link rel=canonical href=https://a.example/x>\
            </head><body><h1>Kai Vier</h1><p class=byline>Von Swantje Ohl</p>\
            <time datetime=2025-03-10>10. M\u{e4}rz</time>\
            <div class='post-date'>10.03.2025, 9:41</div>\
            <footer>Stand 2024</footer></body></html>");
        assert_eq!(found.language.as_deref(), Some("de"));
        assert_eq!(found.title.as_deref(), Some("Kai Vier"));
        assert_eq!(found.headings, ["Kai Vier"]);
        assert_eq!(found.meta_of(&["og:title"]), Some("Kai Vier bleibt zu"));
        assert_eq!(found.link_of("canonical"), Some("https://a.example/x"));
        assert_eq!(found.bylines, [(Byline::Class, "Von Swantje Ohl".to_owned())]);
        let lines: Vec<(&str, bool, bool)> = found
            .lines
            .iter()
            .map(|it| (it.written.as_str(), it.is_time, it.aside))
            .collect();
        assert_eq!(
            lines,
            [
                ("2025-03-10", true, false),
                ("10.03.2025, 9:41", false, false),
                ("Stand 2024", false, true)
            ]
        );
        assert!(found.lines[1].hints.contains("post-date"));
    }

    #[test]
    fn names_of_classes() {
        for (names, expected) in [
            ("byline", true),
            ("article-author", true),
            ("author__name", true),
            ("authority", false),
            ("author-bio", false),
            ("date", false),
        ] {
            assert_eq!(is_byline(names), expected, "{names}");
        }
    }

    #[test]
    fn names_beside_the_article() {
        for (names, expected) in [
            ("related-articles", true),
            ("article-comment-count", false),
            ("sidebar", true),
            ("main-sidebar", true),
            ("site-content sidebar", false),
            ("mainwrap single-default sidebar", false),
            ("comment content", true),
        ] {
            assert_eq!(is_aside(names), expected, "{names}");
        }
    }
}
