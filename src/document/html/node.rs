//! What does an element say of itself? Its words, and what its names tell of its use: a byline,
//! a line aside from the article. Rules on names of classes, never on a site.

use dom_query::{Element, NodeRef};

use super::scan::{LONGEST, MOST};

/// An attribute, trimmed; none where it says nothing or too much.
pub(super) fn attr(element: &Element, name: &str) -> Option<String> {
    let value = element.attr(name)?;
    let value = value.trim();
    (!value.is_empty() && value.len() <= LONGEST).then(|| collapsed(value))
}

/// The words inside a node; none where there are none or too many. It stops looking early:
/// a page may mark its whole body as an author, many times over.
pub(super) fn words(node: &NodeRef<'_>) -> Option<String> {
    words_within(node, LONGEST)
}

/// The same of a line, which has no more than so many bytes; of white space it may have more.
pub(super) fn words_within(node: &NodeRef<'_>, most: usize) -> Option<String> {
    let mut text = String::new();
    let mut solid = 0;
    for (count, inner) in node.descendants_it().enumerate() {
        if count > MOST || text.len() > LONGEST * 2 || solid > most {
            return None;
        }
        if inner.is_text() {
            let inner = inner.text();
            solid += inner.bytes().filter(|it| !it.is_ascii_whitespace()).count();
            text.push_str(&inner);
        }
    }
    let text = collapsed(&text);
    (!text.is_empty() && text.len() <= most).then_some(text)
}

/// `itemprop="name"` inside an author.
pub(super) fn named(node: &NodeRef<'_>) -> Option<String> {
    let inner = node.descendants_it().take(40).find(|it| {
        it.element_ref().is_some_and(|it| {
            it.attr("itemprop").is_some_and(|it| it.eq_ignore_ascii_case("name"))
        })
    })?;
    let element = inner.element_ref()?;
    attr(&element, "content").or_else(|| words(&inner))
}

/// Every run of white space as one space.
pub(super) fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

pub(super) fn hints_of(element: &Element) -> String {
    let mut hints = String::new();
    for name in ["class", "id"] {
        if let Some(value) = element.attr(name) {
            hints.push_str(&value.chars().take(200).collect::<String>().to_lowercase());
            hints.push(' ');
        }
    }
    hints
}

/// "byline", "author-name", `article__authors`: not "authority", not "author-bio".
pub(super) fn is_byline(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        let parts = name.split(['-', '_', ':']);
        let is = |it: &str| {
            matches!(
                it,
                "byline"
                    | "author"
                    | "authors"
                    | "authorname"
                    | "autor"
                    | "autore"
                    | "auteur"
            )
        };
        let not = [
            "bio",
            "box",
            "image",
            "avatar",
            "photo",
            "social",
            "desc",
            "description",
            "list",
        ];
        parts.clone().any(is) && !parts.clone().any(|it| not.contains(&it))
    })
}

/// Whether a line is a part of a sentence: "founded on <a>8 August 2009</a> by a clerk".
pub(super) fn is_in_prose(node: &NodeRef<'_>) -> bool {
    const INLINE: [&str; 9] =
        ["a", "b", "i", "em", "strong", "u", "font", "nobr", "mark"];
    let mut outer = *node;
    while let Some(parent) =
        outer.parent().filter(|it| INLINE.iter().any(|name| it.has_name(name)))
    {
        outer = parent;
    }
    let is_words = |it: NodeRef<'_>| it.is_text() && it.text().trim().len() > 20;
    outer.prev_sibling().is_some_and(is_words)
        || outer.next_sibling().is_some_and(is_words)
}

/// Whether a node stands beside the article: in a foot, a menu, a list of others, a comment.
pub(super) fn aside(node: &NodeRef<'_>) -> bool {
    for parent in node.ancestors_it(None) {
        let Some(element) = parent.element_ref() else { continue };
        match &*element.name.local {
            "footer" | "nav" | "aside" => return true,
            "body" | "html" | "article" | "main" => return false,
            _ => (),
        }
        if is_aside(&hints_of(&element)) {
            return true;
        }
    }
    false
}

/// "related-articles", "comments", "sidebar": not "has-comments-open article", and not
/// "site-content sidebar", which holds the article and what stands beside it.
pub(super) fn is_aside(names: &str) -> bool {
    let mut all = names.split_ascii_whitespace();
    let holds_all = || names.split_ascii_whitespace().any(is_main);
    all.any(|name| {
        let name = name.to_ascii_lowercase();
        let mut parts = name.split(['-', '_']);
        let Some(part) = parts.find(|it| ASIDE.contains(it)) else { return false };
        let of_article = name.contains("article-") || name.starts_with("has-");
        !of_article && (part != "sidebar" || !holds_all())
    })
}

/// "site-content", "mainwrap": not "main-sidebar".
fn is_main(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut parts = name.split(['-', '_']);
    parts.clone().any(|it| it.starts_with("main") || it == "content")
        && !parts.any(|it| ASIDE.contains(&it))
}

const ASIDE: [&str; 22] = [
    "comment",
    "comments",
    "commentlist",
    "related",
    "footer",
    "sidebar",
    "recommended",
    "recommendations",
    "teaser",
    "teasers",
    "trending",
    "mostread",
    "newsletter",
    "popular",
    "recent",
    "breaking",
    "promo",
    "navigation",
    "nav",
    "menu",
    "archive",
    "calendar",
];
