//! How does markup become text? Blocks become paragraphs with a blank line between them,
//! white space is made single, scripts and pictures are left out.

use super::xml::tree::{Element, Node};

/// Elements that stand for a paragraph of their own, of HTML and of NITF.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "block",
    "blockquote",
    "body",
    "body.content",
    "bq",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hedline",
    "hl1",
    "hl2",
    "hr",
    "lead",
    "li",
    "main",
    "media",
    "note",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements that hold no words of the article.
const SILENT: [&str; 15] = [
    "audio", "head", "iframe", "media", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video", "virtloc",
];

/// Elements that stand beside the words of an article, in markup that knows them.
const BESIDE: [&str; 4] = ["aside", "footer", "header", "nav"];

/// Text that grows by markup.
#[derive(Debug, Default)]
pub(super) struct Prose {
    /// What stands beside the article is taken too.
    all: bool,
    text: String,
    /// White space that is written when a word follows.
    space: Space,
    /// Elements around that hold no words.
    silent: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

impl Prose {
    /// An element begins.
    pub(super) fn start(&mut self, name: &str) {
        if self.is_silent(name) {
            self.silent += 1;
        }
        self.part(name);
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        if self.is_silent(name) {
            self.silent = self.silent.saturating_sub(1);
        }
        self.part(name);
    }

    /// An element begins and ends.
    pub(super) fn empty(&mut self, name: &str) {
        self.part(name);
    }

    fn is_silent(&self, name: &str) -> bool {
        is_one_of(name, &SILENT) || !self.all && is_one_of(name, &BESIDE)
    }

    fn part(&mut self, name: &str) {
        let space = if name.eq_ignore_ascii_case("br") {
            Space::Line
        } else if is_one_of(name, &BLOCKS) {
            Space::Paragraph
        } else {
            return;
        };
        self.space = self.space.max(space);
    }

    /// Text between two tags, its references read.
    pub(super) fn text(&mut self, text: &str) {
        if self.silent > 0 {
            return;
        }
        // a space that does not break is a space; a soft hyphen is none
        let white = |it: char| it.is_whitespace() || it == '\u{a0}';
        for (at, word) in text.split(white).enumerate() {
            if at > 0 {
                self.space = self.space.max(Space::Blank);
            }
            if word.is_empty() {
                continue;
            }
            if !self.text.is_empty() {
                self.text.push_str(match self.space {
                    Space::None => "",
                    Space::Blank => " ",
                    Space::Line => "\n",
                    Space::Paragraph => "\n\n",
                });
            }
            self.space = Space::None;
            self.text.push_str(word);
        }
    }

    fn element(&mut self, element: &Element) {
        self.start(&element.name);
        for child in &element.children {
            match child {
                Node::Text(text) => self.text(text),
                Node::Element(inner) => self.element(inner),
            }
        }
        self.end(&element.name);
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// The text of an element, by paragraphs; where all of it stands beside the article, that.
pub(super) fn of_element(element: &Element) -> String {
    written(|prose| prose.element(element))
}

/// What is written by `write`, which may be asked twice.
pub(super) fn written(write: impl Fn(&mut Prose)) -> String {
    let mut prose = Prose::default();
    write(&mut prose);
    if prose.text.is_empty() {
        prose = Prose { all: true, ..Prose::default() };
        write(&mut prose);
    }
    prose.text
}
