//! What does a reader see of a draft in HTML or Markdown? Its words, each at its place in
//! the file; tags, addresses and comments are not words. No page is understood here: a
//! draft is all text.

use crate::model::Span;

/// How a draft is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// As it reads.
    #[default]
    Plain,
    /// With `>` before what is quoted, `[words](address)`.
    Markdown,
    /// With tags.
    Html,
}

/// The words of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// As a reader sees it.
    pub text: String,
    /// Where bytes of `text` stand in the file: pairs of both, in order.
    places: Vec<(usize, usize)>,
    /// Bytes of the file: what was put in at its end stands there.
    length: usize,
    /// Passages set apart as quoted without marks, in `text`.
    pub set_apart: Vec<Span>,
}

impl Seen {
    /// Where a stretch of the text stands in the file.
    pub fn place(&self, span: Span) -> Span {
        let at = |byte: usize| {
            let behind = self.places.partition_point(|it| it.0 <= byte);
            match behind.checked_sub(1).map(|it| self.places[it]) {
                Some((text, file)) => file + (byte - text),
                None => byte,
            }
        };
        let start = at(span.start);
        // The end belongs to the last letter, not to a tag that follows it.
        let last = span.end.saturating_sub(1).max(span.start);
        let end = at(last) + (span.end - last);
        Span::new(start.min(self.length), end.max(start).min(self.length))
    }

    fn push(&mut self, part: &str, file: usize) {
        self.places.push((self.text.len(), file));
        self.text.push_str(part);
    }
}

/// The markup of a draft, by the ending of its name, else by how it begins.
pub fn markup(name: &str, text: &str) -> Markup {
    let ending = name.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase();
    let head = text.trim_start_matches('\u{feff}').trim_start();
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Markup::Html,
        "md" | "markdown" => Markup::Markdown,
        _ if ["<!DOCTYPE", "<!doctype", "<html", "<p>", "<body", "<div", "<article"]
            .iter()
            .any(|it| head.starts_with(it)) =>
        {
            Markup::Html
        }
        _ if text.lines().any(|it| it.starts_with("> ")) => Markup::Markdown,
        _ => Markup::Plain,
    }
}

/// What a reader sees.
///
/// ```
/// use morgue::text::markup::{Markup, seen};
/// let file = "<p>&ldquo;No <b>ferry</b>&rdquo;</p>";
/// let seen = seen(file, Markup::Html);
/// assert_eq!(seen.text.trim(), "“No ferry”");
/// let at = seen.text.find("ferry").unwrap();
/// let span = morgue::model::Span::new(at, at + 5);
/// assert_eq!(seen.place(span).of(file), "ferry");
/// ```
pub fn seen(file: &str, markup: Markup) -> Seen {
    match markup {
        Markup::Plain => {
            let (places, length) = (vec![(0, 0)], file.len());
            Seen { text: file.to_owned(), places, length, set_apart: Vec::new() }
        }
        Markup::Markdown => markdown(file),
        Markup::Html => html(file),
    }
}

/// Tags after which a new paragraph begins.
const BLOCKS: [&str; 16] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "section",
    "article",
    "td",
    "tr",
    "figcaption",
];

fn html(file: &str) -> Seen {
    let mut seen = Seen { length: file.len(), ..Seen::default() };
    let mut quoted: Option<usize> = None;
    let mut at = 0;
    while at < file.len() {
        let rest = &file[at..];
        if let Some(end) = hidden(rest) {
            at += end;
        } else if rest.starts_with('<')
            && rest[1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '/')
        {
            let end = rest.find('>').map_or(rest.len(), |it| it + 1);
            let name = rest[1..end].trim_start_matches('/');
            let name = name.split(|it: char| !it.is_ascii_alphanumeric()).next();
            let name = name.unwrap_or_default().to_ascii_lowercase();
            if BLOCKS.contains(&name.as_str()) {
                seen.push("\n\n", at);
            }
            if name == "blockquote" {
                let begin = quoted.take();
                if rest.starts_with("</") {
                    seen.set_apart.extend(begin.map(|it| Span::new(it, seen.text.len())));
                } else {
                    quoted = Some(seen.text.len());
                }
            }
            at += end;
        } else if let Some((letter, length)) = entity(rest) {
            seen.push(letter.encode_utf8(&mut [0; 4]), at);
            at += length;
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find(['<', '&']).map_or(rest.len(), |it| it + first);
            seen.push(&rest[..end], at);
            at += end;
        }
    }
    settle(seen)
}

/// Bytes of a comment, a script or a style that begins here.
fn hidden(rest: &str) -> Option<usize> {
    let begins = |tag: &str| {
        let head = rest.as_bytes().get(..tag.len());
        head.is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes()))
    };
    let end = if rest.starts_with("<!--") {
        "-->"
    } else if begins("<script") {
        "</script>"
    } else if begins("<style") {
        "</style>"
    } else if rest.starts_with("<!") {
        ">"
    } else {
        return None;
    };
    Some(rest.find(end).map_or(rest.len(), |it| it + end.len()))
}

/// The entities of quotations; others are no words and stay as they are.
const ENTITIES: [(&str, char); 18] = [
    ("quot", '"'),
    ("apos", '\''),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("nbsp", ' '),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("bdquo", '„'),
    ("sbquo", '‚'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("shy", '\u{ad}'),
];

fn entity(rest: &str) -> Option<(char, usize)> {
    let name = rest.strip_prefix('&')?;
    let end = name.bytes().take(12).position(|it| it == b';')?;
    let name = &name[..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code =
                hex.map_or_else(|| number.parse(), |it| u32::from_str_radix(it, 16));
            char::from_u32(code.ok()?)?
        }
        None => ENTITIES.iter().find(|it| it.0 == name)?.1,
    };
    Some((letter, end + 2))
}

fn markdown(file: &str) -> Seen {
    let mut seen = Seen { length: file.len(), ..Seen::default() };
    let mut quoted: Option<usize> = None;
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '>']);
        let is_quoted = line.trim_start().starts_with('>');
        if is_quoted && quoted.is_none() {
            seen.push("\n\n", at);
            quoted = Some(seen.text.len());
        } else if !is_quoted {
            let begin = quoted.take();
            seen.set_apart.extend(begin.map(|it| Span::new(it, seen.text.len())));
        }
        let skipped = if is_quoted { line.len() - words.len() } else { 0 };
        spans_of_line(&line[skipped..], at + skipped, &mut seen);
        at += line.len();
    }
    seen.set_apart.extend(quoted.map(|it| Span::new(it, seen.text.len())));
    settle(seen)
}

/// Longest address of a link, in bytes: what begins like one and does not end is none.
const LONGEST_ADDRESS: usize = 4096;

/// A line without emphasis and without addresses of links.
fn spans_of_line(line: &str, at: usize, seen: &mut Seen) {
    let mut start = 0;
    let mut place = 0;
    while place < line.len() {
        let rest = &line[place..];
        let skip = if rest.starts_with("](") {
            let mut bytes = rest.bytes().take(LONGEST_ADDRESS);
            bytes.position(|it| it == b')').map(|it| it + 1)
        } else if rest.starts_with(['*', '`']) {
            Some(1)
        } else {
            None
        };
        if let Some(skip) = skip {
            if start < place {
                seen.push(&line[start..place], at + start);
            }
            place += skip;
            start = place;
        } else {
            place += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    if start < line.len() {
        seen.push(&line[start..], at + start);
    }
}

/// A passage set apart that holds quotation marks speaks for itself.
fn settle(mut seen: Seen) -> Seen {
    let text = std::mem::take(&mut seen.text);
    seen.set_apart.retain_mut(|it| {
        let inner = it.of(&text);
        let start = it.start + (inner.len() - inner.trim_start().len());
        *it = Span::new(start, start + inner.trim().len());
        !it.is_empty() && !it.of(&text).contains(['"', '“', '„', '«', '「'])
    });
    seen.text = text;
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_seen_of_html() {
        let file = "<!-- “no” --><h1>Ferry</h1><script>“x”</script><p>She said &#8220;no&#x201D; \
            &amp; left.<blockquote>The pier is safe.</blockquote>";
        let seen = seen(file, Markup::Html);
        let words: Vec<&str> = seen.text.split_whitespace().collect();
        assert_eq!(words.join(" "), "Ferry She said “no” & left. The pier is safe.");
        assert_eq!(seen.set_apart.len(), 1);
        assert_eq!(seen.set_apart[0].of(&seen.text), "The pier is safe.");
        assert_eq!(seen.place(seen.set_apart[0]).of(file), "The pier is safe.");
    }

    #[test]
    fn what_is_seen_of_markdown() {
        let file = "She said **“no [ferry](https://a.example/b)”**.\n\n> The pier\n> is safe.\n\nEnd";
        let seen = seen(file, Markup::Markdown);
        assert!(seen.text.starts_with("She said “no [ferry”."), "{}", seen.text);
        assert_eq!(seen.set_apart[0].of(&seen.text), "The pier\nis safe.");
        assert_eq!(seen.place(seen.set_apart[0]).of(file), "The pier\n> is safe.");
    }

    #[test]
    fn the_kind_is_told_by_name_or_by_look() {
        assert_eq!(markup("a.md", ""), Markup::Markdown);
        assert_eq!(markup("-", "<!doctype html><p>"), Markup::Html);
        assert_eq!(markup("-", "She said: a < b"), Markup::Plain);
    }

    proptest! {
        #[test]
        fn places_are_places_of_the_file(file in "[<>&;a-c/! \\n\\[\\]()*“”é#1-]{0,80}") {
            for markup in [Markup::Plain, Markup::Markdown, Markup::Html] {
                let seen = seen(&file, markup);
                for (at, letter) in seen.text.char_indices() {
                    let span = seen.place(Span::new(at, at + letter.len_utf8()));
                    prop_assert!(span.end <= file.len() && span.start <= span.end);
                }
            }
        }
    }
}
