//! Which words of a text are the furniture of the page it was taken from? "Hide Caption 3 of
//! 20", "JUST WATCHED …", "SEE ALSO: …", "Sign up for our newsletter": labels of galleries,
//! players and links. They name nobody and nobody says them.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::extract::language::tag;
use crate::extract::reading::{Case, Word};
use crate::model::Span;
use crate::text::sentence::Sentence;
use crate::text::word::Token;

/// A longer paragraph is no teaser, in bytes: only its label is furniture.
const TEASER: usize = 400;

/// Longest title of a gallery, in bytes.
const TITLE: usize = 120;

/// A stretch of furniture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Furniture {
    /// Its bytes.
    span: Span,
    /// Its tokens.
    tokens: Range<usize>,
    /// It stands within a sentence that goes on behind it.
    inserted: bool,
}

/// Labels that make a teaser of the paragraph they open.
const TEASERS: [&str; 31] = [
    "JUST WATCHED",
    "MUST WATCH",
    "NOW PLAYING",
    "WATCH:",
    "Watch:",
    "WATCH NOW:",
    "WATCH LIVE:",
    "LISTEN:",
    "SEE ALSO",
    "See also:",
    "ALSO READ",
    "Also read:",
    "READ ALSO",
    "READ:",
    "READ MORE",
    "Read more:",
    "Read More:",
    "RELATED:",
    "Related:",
    "RELATED STORIES",
    "CLICK HERE",
    "Click here to",
    // the buttons below a picture, and its caption behind them
    "Facebook Twitter Pinterest",
    "Sign up for",
    "SIGN UP",
    "Lesen Sie auch",
    "Lire aussi",
    "Lea también",
    "Leia também",
    "Leggi anche",
    "Читайте также",
];

/// Labels that stand before words of the article.
const LABELS: [&str; 8] = [
    "Story highlights",
    "STORY HIGHLIGHTS",
    "FILE PHOTO:",
    "PHOTOS:",
    "Photos:",
    "PHOTO:",
    "Advertisement",
    "ADVERTISEMENT",
];

/// What opens a counter of a gallery, and what a player says between two titles: anywhere.
const WITHIN: [&str; 7] = [
    "Hide Caption",
    "Show Caption",
    "View Caption",
    "Photos: ",
    "Replay More Videos ...",
    "MUST WATCH ",
    // "Graham says witness should testify MORE (R-S.C.) said": titles put behind a name
    "MORE",
];

static LABELLED: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(WITHIN).expect("a few short words"));

/// The furniture of a text, in order.
pub(crate) fn furniture(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Span],
) -> Vec<Furniture> {
    let mut spans: Vec<(Span, bool)> = Vec::new();
    for paragraph in paragraphs {
        let words = paragraph.of(text);
        let start = paragraph.start + (words.len() - words.trim_start().len());
        let words = words.trim();
        if let Some(label) = TEASERS.iter().find(|it| opens(words, it)) {
            let length = if words.len() <= TEASER { words.len() } else { label.len() };
            spans.push((Span::new(start, start + length), false));
        } else if let Some(label) = LABELS.iter().find(|it| opens(words, it)) {
            spans.push((Span::new(start, start + label.len()), false));
        }
    }
    let mut title = "";
    for hit in LABELLED.find_iter(text) {
        let label = WITHIN[hit.pattern().as_usize()].trim_end_matches([' ', '(']);
        let (at, end) = (hit.start(), hit.start() + label.len());
        if text[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        if label == "MORE" {
            let titles = behind_name(&text[..at]);
            if titles.is_some() || text[end..].starts_with(" (") {
                spans.push((Span::new(titles.unwrap_or(at), end), true));
            }
            continue;
        }
        let more = match label {
            "Photos:" => {
                title = titled(&text[end..], title);
                title.len()
            }
            _ if label.ends_with("Caption") => match counter(&text[end..]) {
                Some(length) => length,
                None => continue,
            },
            _ => 0,
        };
        spans.push((Span::new(at, end + more), false));
    }
    spans.sort_unstable_by_key(|it| (it.0.start, std::cmp::Reverse(it.0.end)));
    let mut end = 0;
    spans.retain(|it| {
        let is_new = it.0.start >= end;
        end = end.max(it.0.end);
        is_new
    });
    let at = |byte: usize| tokens.partition_point(|it| it.span.start < byte);
    let of = |(span, inserted): (Span, bool)| Furniture {
        span,
        tokens: at(span.start)..at(span.end),
        inserted,
    };
    spans.into_iter().map(of).collect()
}

/// The title of a gallery, which stands behind its label once more than it is read: "Photos:
/// The pier of Lys Photos: The pier of Lys Workers paint a post". Later pictures repeat the
/// one that is `known`.
fn titled<'a>(text: &'a str, known: &'a str) -> &'a str {
    if !known.is_empty() && text.starts_with(known) {
        return known;
    }
    let head = &text.as_bytes()[..text.len().min(TITLE + " Photos:".len())];
    let Some(again) = memchr::memmem::find(head, b" Photos:") else {
        return "";
    };
    let title = &text[..again];
    let repeated = text[again + " Photos:".len()..].starts_with(title);
    if repeated && title.len() <= TITLE { title } else { "" }
}

/// Titles that a page puts behind a name, stuck to the full name that it repeats: "Eva Lund
/// `Eva Maria LundHarbour talks go on Pier stays shut MORE`". Where they begin, if the text
/// before "MORE" ends in such.
fn behind_name(text: &str) -> Option<usize> {
    let near = text.len().saturating_sub(TITLES);
    let near = (near..text.len()).find(|&it| text.is_char_boundary(it))?;
    let near = text[near..].rfind('\n').map_or(near, |it| near + it + 1);
    let mut start = text.len();
    for word in text[near..].rsplit(' ') {
        start -= word.len();
        if let Some(name) = fused(word) {
            let before = text.get(start.saturating_sub(NAME)..start).unwrap_or_default();
            let again = before.rfind(name).filter(|&it| {
                let end = it + name.len();
                before[end..].starts_with([' ', ',', '’', '\'']) && end < before.len()
            });
            if let Some(again) = again {
                return Some(start - before.len() + again + name.len());
            }
        }
        start = start.saturating_sub(1);
    }
    None
}

/// Bytes before "MORE" in which the titles may begin, and before these for the name.
const TITLES: usize = 400;
const NAME: usize = 60;

/// "Lund" of `LundHarbour`: the family name that a title is stuck to.
fn fused(word: &str) -> Option<&str> {
    let mut last = ' ';
    let mut cut = None;
    for (at, letter) in word.char_indices() {
        if last.is_lowercase() && (letter.is_uppercase() || letter.is_ascii_digit()) {
            cut = Some(at);
        }
        last = letter;
    }
    word.get(..cut?)
}

/// The label opens the words, whole.
fn opens(words: &str, label: &str) -> bool {
    words.strip_prefix(label).is_some_and(|it| !it.starts_with(char::is_alphanumeric))
}

/// Length of " 3 of 20".
fn counter(text: &str) -> Option<usize> {
    let digits = |it: &str| it.bytes().take_while(u8::is_ascii_digit).count();
    let first = text.strip_prefix(' ')?;
    let one = digits(first);
    let second = first[one..].strip_prefix(" of ")?;
    let two = digits(second);
    (one > 0 && two > 0).then_some(1 + one + 4 + two)
}

/// Whether something that begins at this byte is furniture.
pub(crate) fn holds(all: &[Furniture], byte: usize) -> bool {
    let behind = all.partition_point(|it| it.span.start <= byte);
    behind > 0 && byte < all[behind - 1].span.end
}

/// Takes from its words what would make names and cues of them, and cuts it off the
/// sentences in which it stands.
pub(crate) fn set_apart(
    all: &[Furniture],
    words: &mut [Word],
    sentences: &mut Vec<Sentence>,
) {
    if all.is_empty() {
        return;
    }
    for word in all.iter().flat_map(|it| it.tokens.clone()) {
        if let Some(word) = words.get_mut(word) {
            (word.tags, word.cue, word.case) = (0, None, Case::None);
            (word.exact, word.low) = (0, 0);
        }
    }
    let inserted = all.iter().filter(|it| it.inserted);
    for at in inserted.clone().flat_map(|it| it.tokens.clone()) {
        words[at].tags = tag::INSERTED;
    }
    rejoin(inserted, sentences);
    let edges: Vec<usize> = all
        .iter()
        .filter(|it| !it.inserted)
        .flat_map(|it| [it.tokens.start, it.tokens.end])
        .collect();
    let mut cut = Vec::with_capacity(sentences.len() + edges.len());
    for Sentence { tokens, paragraph } in sentences.drain(..) {
        let from = edges.partition_point(|it| *it <= tokens.start);
        let mut start = tokens.start;
        for &edge in edges[from..].iter().take_while(|it| **it < tokens.end) {
            // a quotation is never cut
            let inside = |it: &Word| it.quotation > 0;
            let cuts = words.get(edge).zip(words.get(edge.wrapping_sub(1)));
            let cuts = cuts.is_some_and(|it| {
                inside(it.0) && inside(it.1) && it.0.quotation == it.1.quotation
            });
            if edge > start && !cuts {
                cut.push(Sentence { tokens: start..edge, paragraph });
                start = edge;
            }
        }
        cut.push(Sentence { tokens: start..tokens.end, paragraph });
    }
    *sentences = cut;
}

/// A full stop within titles that stand in a sentence does not end it.
fn rejoin<'a>(
    inserted: impl Iterator<Item = &'a Furniture>,
    sentences: &mut Vec<Sentence>,
) {
    for range in inserted.map(|it| &it.tokens) {
        let first = sentences.partition_point(|it| it.tokens.end <= range.start);
        let last = sentences.partition_point(|it| it.tokens.start < range.end);
        if first + 1 < last {
            let end = sentences[last - 1].tokens.end;
            sentences[first].tokens.end = end;
            sentences.drain(first + 1..last);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Lexicon, annotate};
    use crate::model::Article;

    /// Who says what.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = annotate(&article, Lexicon::builtin());
        let found: Vec<String> = found
            .quotes
            .iter()
            .map(|it| {
                let name = it.source.as_ref().map_or("?", |it| it.name.as_str());
                format!("{name}: {}", it.span.of(text))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn galleries() {
        check(
            "Photos: Council of Lys Photos: Council of Lys Council of Lys – The pier in 1998. \
            Hide Caption 1 of 3 Photos: Council of Lys discussed its end. Mayor Ana Bell at the pier. Hide Caption 2 of 3\n\n\
            Bell said that the pier stays shut.",
            &["Ana Bell: the pier stays shut"],
        );
        check(
            "The clerk closed the pier. Hide Caption 3 of 3\n\n\"It is shut,\" Tom Reed said.",
            &["Tom Reed: \"It is shut,\""],
        );
    }

    #[test]
    fn players_and_links() {
        for teaser in [
            "JUST WATCHED Bell: 'I am my own mayor' Replay More Videos ... MUST WATCH Bell: \
            'I am my own mayor' 02:14",
            "SEE ALSO: Mayor Ana Bell says the council is 'a circus'",
            "RELATED: Bell says ferries \"will sail\"",
            "Sign up for the newsletter of the Lantern, which says \"all of it\"",
        ] {
            let text = format!("{teaser}\n\nThe pier is shut, Tom Reed said.");
            check(&text, &["Tom Reed: The pier is shut"]);
        }
    }

    #[test]
    fn words_that_only_look_like_it() {
        check(
            "Human Rights Watch said that the pier is safe.",
            &["Human Rights Watch: the pier is safe"],
        );
        check(
            "\"MORE (money) is needed,\" Bell said.",
            &["Bell: \"MORE (money) is needed,\""],
        );
    }

    #[test]
    fn labels_before_words() {
        check("Story highlights Bell says the pier is shut", &["Bell: the pier is shut"]);
    }

    #[test]
    fn titles_behind_a_name() {
        check(
            "Sen. Eva Lund Eva Maria LundHarbour talks: Bell 'must go' Will the pier open? | Bell says \
            no to all MORE (R-Lys) said that the pier was old.",
            &["Eva Lund: the pier was old"],
        );
        check(
            "Mayor Tom Orr Thomas (Tom) Edward Orr2020 ferries in doubt MORE’s plan is a joke, \
            Ana Bell said.",
            &[
                "Ana Bell: Mayor Tom Orr Thomas (Tom) Edward Orr2020 ferries in doubt MORE’s plan is a joke",
            ],
        );
        // Nothing is stuck to a name.
        check("WE WANT MORE of it, McBride said.", &["McBride: WE WANT MORE of it"]);
    }

    #[test]
    fn buttons_below_a_picture() {
        check(
            "Facebook Twitter Pinterest ‘Shut the pier now’: crowds on the shore – video\n\n\
            The pier is shut, Tom Reed said.",
            &["Tom Reed: The pier is shut"],
        );
    }
}
