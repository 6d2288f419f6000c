//! Which parts of a page hold no words, and how large may a page be? Takes out scripts,
//! styles, drawings and comments before the page is parsed, hands over its JSON-LD, and
//! keeps nesting, tags and length within what a parser and a reader can bear. One pass
//! over the bytes; half of a usual page goes.

use std::borrow::Cow;

use memchr::memmem;

use super::told::{self, MOST_TOLD};

/// Longest page that is parsed, in bytes and after stripping; the rest is cut off.
const LONGEST: usize = 8 << 20;
/// Most tags that are parsed; pages of newspapers have some thousands.
const MOST_TAGS: usize = 200_000;
/// Deepest nesting that is kept; readers recurse.
const DEEPEST: usize = 250;
/// Most open elements of formatting: a parser opens them again in every paragraph.
const MOST_FORMATS: usize = 8;
/// Most open headings: to a reader each is a beginning of all that follows, so that with
/// hundreds that are never closed the time of a page grows with its square.
const MOST_HEADINGS: usize = 8;
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
    let mut pass = Pass { page, out: Stripped::default(), open: [0; 4], dropped: [0; 4] };
    pass.out.html.reserve(page.len().min(LONGEST) / 2);
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
        pass.push(&page[at..at + found]);
        at = pass.markup(at + found);
        if pass.is_full() {
            pass.out.notes.push("is a very large page, cut off");
            return pass.out;
        }
    }
    pass.push(&page[at..]);
    pass.out
}

struct Pass<'a> {
    page: &'a str,
    out: Stripped<'a>,
    /// How many are open, by [`Class`].
    open: [usize; 4],
    /// How many start tags of a class were left out whose end is still to come.
    dropped: [usize; 4],
}

/// How an element nests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Flat,
    Format,
    Heading,
    Block,
}

impl<'a> Pass<'a> {
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
                return at + end + toolbar(&bytes[..end], &bytes[end..]);
            }
            Some(b'/') => return self.end_tag(at),
            Some(letter) if letter.is_ascii_alphabetic() => (),
            _ => {
                self.push("<");
                return at + 1;
            }
        }
        let end = at + tag_end(bytes);
        let tag = &self.page[at..end];
        let name = name_of(&tag[1..]);
        self.out.tags += 1;
        if let Some(out) = OUT.iter().find(|it| name.eq_ignore_ascii_case(it)) {
            if tag.ends_with("/>") && *out != "script" && *out != "style" {
                return end;
            }
            return self.take_out(out, tag, end);
        }
        let class = class(name);
        if class != Class::Flat && !tag.ends_with("/>") {
            let most = match class {
                Class::Format => MOST_FORMATS,
                Class::Heading => MOST_HEADINGS,
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
        if tag.len() <= LONGEST_TAG {
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
        let kept: usize = self.out.data.iter().map(|it| it.len()).sum();
        if name == "script" && !is_data && self.out.told.len() < MOST_TOLD {
            told::stated(inner, &mut self.out.told);
        }
        if is_data && kept + inner.len() <= MOST_DATA {
            self.out.data.push(Cow::Borrowed(inner));
        }
        let after = &rest[close..];
        start
            + close
            + memchr::memchr(b'>', after.as_bytes()).map_or(after.len(), |it| it + 1)
    }
}

/// Length of what a web archive puts into the pages it keeps, behind the comment that opens
/// it: its own dates are those of the crawls.
fn toolbar(comment: &[u8], rest: &[u8]) -> usize {
    const OPENS: &[u8] = b"BEGIN WAYBACK TOOLBAR";
    const CLOSES: &[u8] = b"<!-- END WAYBACK TOOLBAR";
    if memmem::find(comment, OPENS).is_none() {
        return 0;
    }
    memmem::find(rest, CLOSES).unwrap_or(0)
}

fn class(name: &str) -> Class {
    let is = |it: &&str| name.eq_ignore_ascii_case(it);
    if FORMATS.iter().any(is) {
        Class::Format
    } else if matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6']) {
        Class::Heading
    } else if name.is_empty() || name.eq_ignore_ascii_case("a") || FLAT.iter().any(is) {
        // a link closes the one before it
        Class::Flat
    } else {
        Class::Block
    }
}

/// The letters up to a space, a slash or the end of the tag.
fn name_of(tag: &str) -> &str {
    let end = tag.find(|it: char| it.is_ascii_whitespace() || it == '/' || it == '>');
    &tag[..end.unwrap_or(tag.len())]
}

/// Where `</name` begins, or the end.
fn closing(text: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = memmem::find(&text.as_bytes()[at..], b"</") {
        at += found;
        let rest = text.as_bytes().get(at + 2..at + 2 + name.len());
        if rest.is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    text.len()
}

/// Length of the tag that begins here: up to the `>` that stands in no value in quotation
/// marks. `<a title="x > y">`
fn tag_end(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        at += found;
        let mark = bytes[at];
        if mark == b'>' {
            return at + 1;
        }
        let before = bytes[..at].iter().rev().find(|it| !it.is_ascii_whitespace());
        at += 1;
        if before == Some(&b'=') {
            match memchr::memchr(mark, &bytes[at..]) {
                Some(close) => at += close + 1,
                // a mark that never closes would swallow the page
                None => break,
            }
        }
    }
    memchr::memchr(b'>', bytes).map_or(bytes.len(), |it| it + 1)
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
        let closed = "<h2>Ferry</h2>".repeat(100);
        assert_eq!(strip(&closed).html, closed);
        let attributes: Vec<String> = (0..9000).map(|it| format!(" a{it}=1")).collect();
        let attributes = attributes.concat();
        assert_eq!(strip(&format!("<p{attributes}>x")).html, "<p>x");
        let many = strip(&"<p>".repeat(MOST_TAGS + 9)).notes;
        assert_eq!(many, ["is a very large page, cut off"]);
        let long = format!("<p>{}", "wörter ".repeat(LONGEST / 7));
        assert!(strip(&long).html.len() <= LONGEST);
    }
}
