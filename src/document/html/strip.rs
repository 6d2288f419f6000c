//! Which parts of a page hold no words, and how large may a page be? Takes out scripts,
//! styles, drawings and comments before the page is parsed, hands over its JSON-LD, and
//! keeps nesting, tags and length within what a parser and a reader can bear. One pass
//! over the bytes; half of a usual page goes.

use std::borrow::Cow;

use memchr::memmem;

use super::tag::{careful_end, closing, name_of};
use super::told::{self, MOST_TOLD};

/// Longest page that is parsed, in bytes and after stripping; the rest is cut off.
const LONGEST: usize = 8 << 20;
/// Most tags that are parsed; pages of newspapers have some thousands.
const MOST_TAGS: usize = 200_000;
/// Deepest nesting that is kept; readers recurse, and ask each element for all inside it.
const DEEPEST: usize = 60;
/// Sum of the depths of all tags, and the deepest nesting once it is reached. Of 369 real
/// pages none has a third of the sum, and none is deeper than 48.
const MOST_DEPTH: usize = 150_000;
const DEEPEST_LATER: usize = 15;
/// Most open tables: a reader writes each once for itself and once for each around it. Old
/// pages lay out a column in five of them.
const MOST_TABLES: usize = 10;
/// Most open elements of formatting: a parser opens them again in every paragraph.
const MOST_FORMATS: usize = 8;
/// Most open headings: to a reader each is a beginning of all that follows, so that with
/// hundreds that are never closed the time of a page grows with its square.
const MOST_HEADINGS: usize = 8;
/// Most open templates: a reader copies what each holds, so that sixty around a page of 36 kB
/// took it 590 MB.
const MOST_TEMPLATES: usize = 2;
/// Signs within one piece of text that are written as references; behind them it is cut in
/// two by an empty element. A writer of HTML looks for the next of each kind up to the end of
/// the piece, so that half a megabyte of `&` took it two seconds.
const MOST_SIGNS: usize = 1000;
/// Most scripts of JSON-LD that are kept; pages have a handful.
const MOST_SCRIPTS: usize = 1000;
/// Longest tag whose attributes are kept: parsers compare each with each.
const LONGEST_TAG: usize = 16 << 10;
/// Most JSON-LD that is kept, in bytes.
const MOST_DATA: usize = 4 << 20;

/// A page without what holds no words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stripped<'a> {
    /// What is left to be parsed.
    pub(super) html: String,
    /// The contents of its scripts of JSON-LD.
    pub(super) data: Vec<Cow<'a, str>>,
    /// Dates of publication that other scripts state, as written.
    pub(super) told: Vec<String>,
    /// How many tags are left.
    pub(super) tags: usize,
    /// How much was too much: notes to be read after the name of the page.
    pub(super) notes: Vec<&'static str>,
}

/// Elements that are taken out with what they hold.
const OUT: [&str; 5] = ["script", "style", "svg", "iframe", "object"];
/// Elements that need no end tag, and those that hold nothing: they do not nest.
const FLAT: [&str; 38] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup",
    "option", "optgroup", "rp", "rt", "html", "head", "body", "caption", "area", "base",
    "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "param", "frame", "image", "path", "use", "keygen",
];
/// Elements that a parser opens again in the next block when they were not closed.
const FORMATS: [&str; 13] = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong",
    "tt", "u",
];

/// Strips a page.
pub(super) fn strip(page: &str) -> Stripped<'_> {
    let mut pass = Pass { page, ..Pass::default() };
    pass.out.html.reserve(page.len().min(LONGEST) / 2);
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
        pass.text(&page[at..at + found]);
        at = pass.markup(at + found);
        if pass.is_full() {
            pass.out.notes.push("is a very large page, cut off");
            return pass.out;
        }
    }
    pass.text(&page[at..]);
    pass.out
}

#[derive(Default)]
struct Pass<'a> {
    page: &'a str,
    out: Stripped<'a>,
    /// Sum of the depths of all tags so far.
    depths: usize,
    /// Signs in the piece of text that is being written, as counted by [`MOST_SIGNS`].
    signs: usize,
    /// Length of the JSON-LD that is kept.
    data: usize,
    /// Bytes that were searched in vain for the end of a value or of a toolbar: in a page
    /// that is made of such beginnings each search would go to its end.
    in_vain: usize,
    /// How many are open, by [`Class`].
    open: [usize; 6],
    /// How many start tags of a class were left out whose end is still to come.
    dropped: [usize; 6],
}

/// How an element nests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Flat,
    Format,
    Heading,
    Table,
    Template,
    Block,
}

impl<'a> Pass<'a> {
    /// Text between tags.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while self.signs + rest.len() > MOST_SIGNS {
            let signs = rest.bytes().enumerate().filter(|it| is_sign(it.1));
            let room = MOST_SIGNS.saturating_sub(self.signs);
            let Some(at) = signs.map(|it| it.0).nth(room) else { break };
            self.push(&rest[..at]);
            self.push("<wbr>");
            self.signs = 0;
            rest = &rest[at..];
        }
        self.signs += rest.bytes().filter(|it| is_sign(*it)).count();
        self.push(rest);
    }

    fn push(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.out.html.len());
        let end = text.floor_char_boundary(room.min(text.len()));
        self.out.html.push_str(&text[..end]);
    }

    fn is_full(&self) -> bool {
        self.out.html.len() + 4 > LONGEST || self.out.tags > MOST_TAGS
    }

    /// Takes the markup that begins at `at`, and returns its end.
    fn markup(&mut self, at: usize) -> usize {
        let bytes = &self.page.as_bytes()[at..];
        match bytes.get(1) {
            Some(b'!') if bytes.starts_with(b"<!--") => {
                // "<!-->" is a comment too
                let end = memmem::find(&bytes[2..], b"-->").map(|it| it + 5);
                let end = end.unwrap_or(bytes.len());
                return at + end + self.toolbar(&bytes[..end], &bytes[end..]);
            }
            Some(b'/') => return self.end_tag(at),
            Some(letter) if letter.is_ascii_alphabetic() => (),
            _ => {
                self.text("<");
                return at + 1;
            }
        }
        let end = at + self.tag_end(bytes);
        let tag = &self.page[at..end];
        let name = name_of(&tag[1..]);
        self.out.tags += 1;
        self.signs = 0;
        if let Some(out) = OUT.iter().find(|it| name.eq_ignore_ascii_case(it)) {
            if tag.ends_with("/>") && *out != "script" && *out != "style" {
                return end;
            }
            return self.take_out(out, tag, end);
        }
        let class = class(name);
        self.depths += self.open[Class::Block as usize];
        if class != Class::Flat && !tag.ends_with("/>") {
            let most = match class {
                Class::Format => MOST_FORMATS,
                Class::Heading => MOST_HEADINGS,
                Class::Table => MOST_TABLES,
                Class::Template => MOST_TEMPLATES,
                Class::Flat | Class::Block if self.depths > MOST_DEPTH => DEEPEST_LATER,
                Class::Flat | Class::Block => DEEPEST,
            };
            if self.open[class as usize] >= most {
                self.dropped[class as usize] += 1;
                return end;
            }
            self.open[class as usize] += 1;
        }
        if tag.len() > LONGEST_TAG {
            let bare = format!("<{name}>");
            self.push(&bare);
        } else {
            self.push(tag);
        }
        end
    }

    fn end_tag(&mut self, at: usize) -> usize {
        let rest = &self.page[at..];
        let end = memchr::memchr(b'>', rest.as_bytes()).map_or(rest.len(), |it| it + 1);
        let name = name_of(&rest[2.min(end)..end]);
        self.signs = 0;
        let class = class(name);
        let (open, dropped) =
            (&mut self.open[class as usize], &mut self.dropped[class as usize]);
        if class != Class::Flat {
            if *dropped > 0 {
                *dropped -= 1;
                return at + end;
            }
            *open = open.saturating_sub(1);
        }
        let tag = &rest[..end];
        // each that closes nothing is an empty paragraph
        let again = name.eq_ignore_ascii_case("p")
            && self.out.html.trim_ascii_end().ends_with("</p>");
        if tag.len() <= LONGEST_TAG && !again {
            self.push(tag);
        }
        at + end
    }

    /// Passes over an element, and keeps what it holds if that is JSON-LD.
    fn take_out(&mut self, name: &str, tag: &str, start: usize) -> usize {
        let page: &'a str = self.page;
        let rest = &page[start..];
        let close = closing(rest, name);
        let inner = &rest[..close];
        let is_data = name == "script" && tag.to_ascii_lowercase().contains("ld+json");
        if name == "script" && !is_data && self.out.told.len() < MOST_TOLD {
            told::stated(inner, &mut self.out.told);
        }
        let fits = self.data + inner.len() <= MOST_DATA;
        if is_data && fits && self.out.data.len() < MOST_SCRIPTS {
            self.data += inner.len();
            self.out.data.push(Cow::Borrowed(inner));
        }
        let after = &rest[close..];
        start
            + close
            + memchr::memchr(b'>', after.as_bytes()).map_or(after.len(), |it| it + 1)
    }

    /// Length of what a web archive puts into the pages it keeps, behind the comment that
    /// opens it: its own dates are those of the crawls.
    fn toolbar(&mut self, comment: &[u8], rest: &[u8]) -> usize {
        const OPENS: &[u8] = b"BEGIN WAYBACK TOOLBAR";
        const CLOSES: &[u8] = b"<!-- END WAYBACK TOOLBAR";
        if memmem::find(comment, OPENS).is_none() || self.is_vain() {
            return 0;
        }
        memmem::find(rest, CLOSES).unwrap_or_else(|| {
            self.in_vain += rest.len();
            0
        })
    }

    /// Length of the tag that begins here: up to the `>` that stands in no value in quotation
    /// marks. `<a title="x > y">`
    fn tag_end(&mut self, bytes: &[u8]) -> usize {
        if !self.is_vain() {
            match careful_end(bytes) {
                Some(end) => return end,
                // a mark that never closes would swallow the page
                None => self.in_vain += bytes.len(),
            }
        }
        memchr::memchr(b'>', bytes).map_or(bytes.len(), |it| it + 1)
    }

    /// So much was searched in vain that the page is not worth it.
    fn is_vain(&self) -> bool {
        self.in_vain > 20 * self.page.len()
    }
}

/// A byte that a writer of HTML looks for: of `&`, or of a no-break space, a guillemet and
/// what else begins alike.
const fn is_sign(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | 0xc2)
}

fn class(name: &str) -> Class {
    let is = |it: &&str| name.eq_ignore_ascii_case(it);
    if FORMATS.iter().any(is) {
        Class::Format
    } else if matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6']) {
        Class::Heading
    } else if name.eq_ignore_ascii_case("table") {
        Class::Table
    } else if name.eq_ignore_ascii_case("template") {
        Class::Template
    } else if name.is_empty() || name.eq_ignore_ascii_case("a") || FLAT.iter().any(is) {
        // a link closes the one before it
        Class::Flat
    } else {
        Class::Block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, html: &str, data: &[&str]) {
        let found = strip(page);
        assert_eq!(found.html, html, "{page}");
        assert_eq!(found.data, data, "{page}");
    }

    #[test]
    fn what_holds_no_words_goes() {
        check("<p>Ferry</p>", "<p>Ferry</p>", &[]);
        check("<p>a<script>b < c</script>d", "<p>ad", &[]);
        check("<SCRIPT src=x></SCRIPT >a<style>p{}</style>b", "ab", &[]);
        check("a<!-- b <p> -->c<!---->d", "acd", &[]);
        check(
            "<script type=\"application/ld+json\">{\"a\":1}</script>x",
            "x",
            &["{\"a\":1}"],
        );
        check("a<svg><path d='M0'/></svg>b", "ab", &[]);
        check("2 < 3 and <3", "2 < 3 and <3", &[]);
    }

    #[test]
    fn what_an_archive_puts_in_goes() {
        check(
            "a<!-- BEGIN WAYBACK TOOLBAR INSERT --><p>10 Nov 2013</p>\
                <!-- END WAYBACK TOOLBAR INSERT -->b",
            "ab",
            &[],
        );
        check("a<!-- BEGIN WAYBACK TOOLBAR INSERT -->b", "ab", &[]);
    }

    #[test]
    fn values_hide_tags() {
        let page = r#"<div data-x="<script>" title='a > b'>Ferry</div>"#;
        check(page, page, &[]);
        check("<p title=\"a>Ferry</p>", "<p title=\"a>Ferry</p>", &[]);
        check("<p it's>Ferry</p>", "<p it's>Ferry</p>", &[]);
    }

    #[test]
    fn what_is_cut_off_ends() {
        check("a<script>b", "a", &[]);
        check("a<!-- b", "a", &[]);
        check("a<p", "a<p", &[]);
        check("a</", "a</", &[]);
        check("<", "<", &[]);
    }

    #[test]
    fn nothing_grows_without_end() {
        let nested =
            format!("{}words{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let found = strip(&nested).html;
        assert_eq!(found.matches("<div>").count(), DEEPEST);
        assert_eq!(found.matches("</div>").count(), DEEPEST);
        assert!(found.contains("words"));
        let bold = "<b>".repeat(100_000);
        assert_eq!(strip(&bold).html, "<b>".repeat(MOST_FORMATS));
        let open = strip(&"<article><h1>Ferry<p>words ".repeat(100)).html;
        assert_eq!(open.matches("<h1>").count(), MOST_HEADINGS);
        let templates = strip(&"<template>x".repeat(100)).html;
        assert_eq!(templates.matches("<template>").count(), MOST_TEMPLATES);
        assert_eq!(templates.matches('x').count(), 100);
        let closed = "<h2>Ferry</h2>".repeat(100);
        assert_eq!(strip(&closed).html, closed);
        let attributes: Vec<String> = (0..9000).map(|it| format!(" a{it}=1")).collect();
        let attributes = attributes.concat();
        assert_eq!(strip(&format!("<p{attributes}>x")).html, "<p>x");
        let flat = "<ul><li>x".repeat(50_000);
        let found = strip(&flat).html;
        assert!((DEEPEST..DEEPEST + 3_000).contains(&found.matches("<ul>").count()));
        assert_eq!(found.matches("<li>x").count(), 50_000);
        let many = strip(&"<p>".repeat(MOST_TAGS + 9)).notes;
        assert_eq!(many, ["is a very large page, cut off"]);
        let long = format!("<p>{}", "wörter ".repeat(LONGEST / 7));
        assert!(strip(&long).html.len() <= LONGEST);
    }
}
