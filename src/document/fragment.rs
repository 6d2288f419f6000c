//! What does a piece of HTML say? The bodies of feeds, wires and newsletters: no page
//! with its menus and notices, but the article itself, so all of its words are kept.

use super::entity::decoded;
use super::prose::{self, Prose};

/// The text of a piece of HTML, by paragraphs; what is not HTML comes back as it is.
pub(super) fn text(html: &str) -> String {
    if !is_markup(html) {
        return decoded(html).trim().to_owned();
    }
    prose::written(|prose| {
        let mut rest = html;
        while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
            prose.text(&decoded(&rest[..at]));
            rest = tag(&rest[at..], prose);
        }
        prose.text(&decoded(rest));
    })
}

/// Holds something that looks like a tag.
pub(super) fn is_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, b'/' | b'!'))
    })
}

/// Passes what begins with `<`.
fn tag<'a>(html: &'a str, prose: &mut Prose) -> &'a str {
    if let Some(comment) = html.strip_prefix("<!--") {
        let end = memchr::memmem::find(comment.as_bytes(), b"-->");
        return end.map_or("", |at| &comment[at + 3..]);
    }
    let inner = &html[1..];
    let closing = inner.starts_with('/');
    let named = if closing { &inner[1..] } else { inner };
    let length = named
        .bytes()
        .position(|it| !(it.is_ascii_alphanumeric() || matches!(it, b':' | b'-' | b'.')))
        .unwrap_or(named.len());
    let name = &named[..length];
    if !name.starts_with(|it: char| it.is_ascii_alphabetic()) {
        if inner.starts_with(['!', '?', '/']) {
            let end = memchr::memchr(b'>', inner.as_bytes());
            return end.map_or("", |at| &inner[at + 1..]);
        }
        // "2 < 3"
        prose.text("<");
        return inner;
    }
    let end = end_of_tag(named);
    let rest = &named[end..];
    if closing {
        prose.end(name);
        return rest;
    }
    let is_raw = ["script", "style", "textarea", "title"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(name));
    if is_raw {
        return behind_raw(rest, name);
    }
    let is_void = ["br", "hr", "img", "input", "meta", "link", "wbr", "source"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(name));
    if is_void || named[..end].ends_with("/>") {
        prose.empty(name);
    } else {
        prose.start(name);
    }
    rest
}

/// Behind the `>` of a tag, quoted attributes passed over.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => (),
        }
    }
    // a quote that is never closed was none
    memchr::memchr(b'>', tag.as_bytes()).map_or(tag.len(), |at| at + 1)
}

/// Behind the end of an element whose content is no markup.
fn behind_raw<'a>(html: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&html.as_bytes()[from..], b"</") {
        let start = from + at + 2;
        let found = html.as_bytes().get(start..start + name.len());
        if found.is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes())) {
            let end = memchr::memchr(b'>', &html.as_bytes()[start..]);
            return end.map_or("", |at| &html[start + at + 1..]);
        }
        from = start;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(text(html), expected, "{html}");
    }

    #[test]
    fn paragraphs() {
        check(
            "<p>The <b>pier</b>\n is shut.</p><p>It&nbsp;stays so.",
            "The pier is shut.\n\nIt stays so.",
        );
        check("One.<br/>Two.<br><br>Three.", "One.\nTwo.\nThree.");
        check("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo");
        check("no markup &amp; none", "no markup & none");
        check("2 < 3 and <i>4</i>", "2 < 3 and 4");
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        check("<script>if (a < b) { '<p>' }</script><p>One.</p>", "One.");
        check("<p>One.<!-- <p>Two. --></p>", "One.");
        check("<STYLE>p { }</Style>One.", "One.");
        check("<p title=\"a > b\">One.</p>", "One.");
        check("<noscript><p>Two.</p></noscript><p>One.</p>", "One.");
    }

    #[test]
    fn what_stands_beside_the_article_is_left_out() {
        check("<header><h1>Ferry</h1></header><p>One.</p>", "One.");
        check("<aside>One.</aside>", "One.");
    }

    #[test]
    fn what_is_broken_ends() {
        check("<p>One.<p title=\"x>Two.", "One.\n\nTwo.");
        check("<p>One.<!-- x", "One.");
        check("<p>One.<script>x", "One.");
        check("<p>One.</", "One.");
        check("<", "<");
    }

    proptest::proptest! {
        #[test]
        fn anything_can_be_tried(html in "[<>/!a-p\"' &;=é-]{0,60}") {
            let _ = text(&html);
        }
    }
}
