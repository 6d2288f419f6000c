//! Which paragraphs does a piece of HTML hold? Blocks become paragraphs with their white
//! space collapsed, a line break inside a block stays one; captions of pictures
//! and what stands on buttons is no text.

use dom_query::{Document, NodeRef};

/// A paragraph as it reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its words; a line break where the page sets one.
    pub(super) text: String,
    /// How many bytes of it are the words of links.
    pub(super) linked: usize,
    /// It is a heading.
    pub(super) heading: bool,
    /// It is an item of a list.
    pub(super) item: bool,
}

/// The paragraphs of a fragment, in order.
pub(super) fn paragraphs(html: &str) -> Vec<Paragraph> {
    let document = Document::fragment(html);
    let mut flow = Flow::default();
    let root = document.root();
    let mut next = root.first_child();
    while let Some(node) = next {
        let inside = flow.enter(&node);
        if let Some(child) = node.first_child().filter(|_| inside) {
            next = Some(child);
            continue;
        }
        let mut at = node;
        flow.leave(&at);
        next = loop {
            if let Some(sibling) = at.next_sibling() {
                break Some(sibling);
            }
            match at.parent().filter(|it| it.id != root.id) {
                Some(parent) => {
                    flow.leave(&parent);
                    at = parent;
                }
                None => break None,
            }
        };
    }
    flow.close();
    flow.done
}

/// Paragraphs as a text.
pub(super) fn text(paragraphs: &[Paragraph]) -> String {
    let mut out = String::new();
    for paragraph in paragraphs {
        if !out.is_empty() {
            // the items of one list stand together
            out.push_str("\n\n");
        }
        out.push_str(&paragraph.text);
    }
    out
}

#[derive(Default)]
struct Flow {
    done: Vec<Paragraph>,
    open: Paragraph,
    /// White space is due before the next word.
    space: bool,
    links: usize,
}

impl Flow {
    /// Takes the start of a node; false where nothing inside it is text.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.words(&node.text());
            return false;
        }
        let Some(element) = node.element_ref() else { return true };
        let name = &*element.name.local;
        match name {
            "script" | "style" | "noscript" | "template" | "button" | "select"
            | "textarea" | "form" | "iframe" | "svg" | "title" | "figcaption" => {
                return false;
            }
            "a" => self.links += 1,
            "br" => self.line_break(),
            _ if is_block(name) => {
                self.close();
                self.open.heading = is_heading(name);
                self.open.item = name == "li";
            }
            _ => (),
        }
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(element) = node.element_ref() else { return };
        match &*element.name.local {
            "a" => self.links = self.links.saturating_sub(1),
            "td" | "th" => self.space = true,
            name if is_block(name) => self.close(),
            _ => (),
        }
    }

    fn words(&mut self, text: &str) {
        let before = self.open.text.len();
        for letter in text.chars() {
            if letter.is_whitespace() {
                self.space = true;
            } else if !matches!(letter, '\u{200b}' | '\u{ad}' | '\u{feff}') {
                if self.space
                    && !self.open.text.is_empty()
                    && !self.open.text.ends_with('\n')
                {
                    self.open.text.push(' ');
                }
                self.space = false;
                self.open.text.push(letter);
            }
        }
        if self.links > 0 {
            self.open.linked += self.open.text.len() - before;
        }
    }

    /// Two line breaks are the end of a paragraph.
    fn line_break(&mut self) {
        self.space = false;
        if self.open.text.ends_with('\n') {
            let (heading, item) = (self.open.heading, self.open.item);
            self.close();
            (self.open.heading, self.open.item) = (heading, item);
        } else if !self.open.text.is_empty() {
            self.open.text.push('\n');
        }
    }

    fn close(&mut self) {
        let mut paragraph = std::mem::take(&mut self.open);
        self.space = false;
        paragraph.text.truncate(paragraph.text.trim_end().len());
        if !paragraph.text.is_empty() {
            self.done.push(paragraph);
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_block(name: &str) -> bool {
    is_heading(name)
        || matches!(
            name,
            "p" | "div"
                | "section"
                | "article"
                | "main"
                | "header"
                | "footer"
                | "aside"
                | "nav"
                | "ul"
                | "ol"
                | "li"
                | "dl"
                | "dt"
                | "dd"
                | "table"
                | "tr"
                | "thead"
                | "tbody"
                | "caption"
                | "blockquote"
                | "pre"
                | "figure"
                | "figcaption"
                | "hr"
                | "address"
                | "details"
                | "summary"
                | "fieldset"
                | "center"
                | "body"
                | "html"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let found = paragraphs(html);
        let texts: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, expected, "{html}");
    }

    #[test]
    fn blocks_are_paragraphs() {
        check("<p>One  <b>t</b>wo</p>\n<p>three</p>", &["One two", "three"]);
        check("<div>One<p>two</p>three</div>", &["One", "two", "three"]);
        check("One<br>two<br><br>three", &["One\ntwo", "three"]);
        check("<p>a<br/></p><p><br></p><p>b</p>", &["a", "b"]);
        check("<ul><li>a</li><li>b</li></ul>", &["a", "b"]);
        check("<table><tr><td>a</td><td>b</td></tr></table>", &["a b"]);
        check("<p>a<script>x</script><button>Share</button></p>", &["a"]);
        check("so\u{ad}ft, zero\u{200b}width", &["soft, zerowidth"]);
        check("", &[]);
    }

    #[test]
    fn links_and_headings_are_told() {
        let found = paragraphs("<h2>Head</h2><p>an <a>inner</a> link</p><li>x");
        assert!(found[0].heading && !found[1].heading && found[2].item);
        assert_eq!(found[1].linked, " inner".len());
    }
}
