//! What does a query mean, read slowly? Straight from the words of the guide: no index, no
//! postings, every combination tried. It shares no code with the engine.

use std::collections::BTreeSet;

use proptest::sample::Index;

use crate::model::Span;
use crate::model::query::{FieldName, Node, Range, Reach, What};

/// Words that count as the beginning.
const BEGINNING: usize = 50;

/// A quote of a sentence of the body, as drawn.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) sentence: Index,
    pub(super) speaker: usize,
    pub(super) direct: bool,
}

/// A word and where it stands.
#[derive(Clone, Debug)]
struct Word {
    written: String,
    sentence: usize,
    paragraph: usize,
}

/// A quote.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub(super) span: Span,
    pub(super) speaker: &'static str,
    pub(super) direct: bool,
    words: Vec<Word>,
}

/// An article.
#[derive(Clone, Debug)]
pub(super) struct Doc {
    pub(super) headline: String,
    pub(super) text: String,
    pub(super) outlet: &'static str,
    pub(super) year: u16,
    pub(super) quotes: Vec<Heard>,
    title: Vec<Word>,
    body: Vec<Word>,
}

impl Doc {
    pub(super) fn new(
        title: Vec<String>,
        body: Vec<Vec<Vec<String>>>,
        outlet: &'static str,
        year: u16,
        speakers: &[&'static str],
        quotes: &[Said],
    ) -> Self {
        let mut text = String::new();
        let mut words: Vec<Word> = Vec::new();
        let mut sentences: Vec<Span> = Vec::new();
        for (paragraph, all) in body.into_iter().enumerate() {
            text.push_str(if paragraph > 0 { "\n\n" } else { "" });
            for (at, mut one) in all.into_iter().enumerate() {
                text.push_str(if at > 0 { " " } else { "" });
                one[0] = one[0][..1].to_uppercase() + &one[0][1..];
                let sentence = sentences.len();
                let place = |written| Word { written, sentence, paragraph };
                let start = text.len();
                text.push_str(&one.join(" "));
                text.push('.');
                sentences.push(Span::new(start, text.len()));
                words.extend(one.into_iter().map(place));
            }
        }
        let quote = |it: &Said| {
            let at = it.sentence.index(sentences.len());
            let inside = words.iter().filter(|it| it.sentence == at).cloned();
            Heard {
                span: sentences[at],
                speaker: speakers[it.speaker],
                direct: it.direct,
                words: inside.collect(),
            }
        };
        let quotes = quotes.iter().map(quote).collect();
        let headline = title.join(" ");
        let place = |written| Word { written, sentence: 0, paragraph: 0 };
        let title = title.into_iter().map(place).collect();
        Self { headline, text, outlet, year, quotes, title, body: words }
    }
}

/// The article answers the query.
pub(super) fn finds(node: &Node, doc: &Doc) -> bool {
    if about_quotes(node) {
        return same_quote(&[node], doc);
    }
    match &node.what {
        What::And(nodes) => {
            let (quotes, rest): (Vec<&Node>, Vec<&Node>) =
                nodes.iter().partition(|it| about_quotes(it));
            rest.iter().all(|it| finds(it, doc))
                && (quotes.is_empty() || same_quote(&quotes, doc))
        }
        What::Or(nodes) => nodes.iter().any(|it| finds(it, doc)),
        What::Not(inner) => !finds(inner, doc),
        What::Field { name, value } => value_holds(value, &|value| match name {
            FieldName::Title => stands(value, &doc.title, true),
            FieldName::Text => stands(value, &doc.body, false),
            FieldName::Outlet => named(value, doc.outlet),
            FieldName::Date => matches!(
                &value.what,
                What::Range(Range::Dates(Some(date), _)) if date.year == doc.year
            ),
            name => panic!("{name:?} is not drawn"),
        }),
        _ => stands(node, &doc.title, true) || stands(node, &doc.body, false),
    }
}

/// AND, OR and NOT inside a field combine its values.
fn value_holds(value: &Node, holds: &dyn Fn(&Node) -> bool) -> bool {
    match &value.what {
        What::And(nodes) => nodes.iter().all(|it| value_holds(it, holds)),
        What::Or(nodes) => nodes.iter().any(|it| value_holds(it, holds)),
        What::Not(inner) => !value_holds(inner, holds),
        _ => holds(value),
    }
}

/// One quote can answer all of it.
fn about_quotes(node: &Node) -> bool {
    match &node.what {
        What::Field { name, .. } => {
            matches!(name, FieldName::Said | FieldName::Speaker | FieldName::Kind)
        }
        What::Not(inner) => !matches!(inner.what, What::And(_)) && about_quotes(inner),
        What::Or(nodes) => nodes.iter().all(|it| match &it.what {
            What::And(inner) => inner.iter().all(about_quotes),
            What::Not(_) => false,
            _ => about_quotes(it),
        }),
        _ => false,
    }
}

/// A quote is all of this, and no quote that is the rest has what is negated.
fn same_quote(nodes: &[&Node], doc: &Doc) -> bool {
    let (mut asked, mut barred): (Vec<&Node>, Vec<&Node>) = (Vec::new(), Vec::new());
    for node in nodes {
        match &node.what {
            What::Not(inner) => barred.push(inner),
            _ => asked.push(node),
        }
    }
    let rest = |it: &&Heard| asked.iter().all(|node| of_quote(node, it));
    let is_barred = |it: &Heard| barred.iter().any(|node| of_quote(node, it));
    let free = !doc.quotes.iter().filter(rest).any(is_barred);
    free && (asked.is_empty() || doc.quotes.iter().any(|it| rest(&it)))
}

fn of_quote(node: &Node, quote: &Heard) -> bool {
    match &node.what {
        What::And(nodes) => nodes.iter().all(|it| of_quote(it, quote)),
        What::Or(nodes) => nodes.iter().any(|it| of_quote(it, quote)),
        What::Not(inner) => !of_quote(inner, quote),
        What::Field { name, value } => value_holds(value, &|value| match name {
            FieldName::Said => stands(value, &quote.words, false),
            FieldName::Speaker => named(value, quote.speaker),
            FieldName::Kind => {
                named(value, if quote.direct { "direct" } else { "indirect" })
            }
            name => panic!("{name:?} is not drawn"),
        }),
        other => panic!("{other:?} is not about quotes"),
    }
}

fn named(value: &Node, name: &str) -> bool {
    let What::Word { text, .. } = &value.what else { return false };
    name.to_lowercase().split(' ').any(|it| it == text)
}

fn stands(node: &Node, words: &[Word], all_is_beginning: bool) -> bool {
    !places(node, words, all_is_beginning).is_empty()
}

type Places = BTreeSet<(usize, usize)>;

/// First and last word of every stretch that the part asks for.
fn places(node: &Node, words: &[Word], whole: bool) -> Places {
    let of = |node: &Node| places(node, words, whole);
    let singles = |fits: &dyn Fn(&str) -> bool| -> Places {
        let fit = |at: &usize| fits(&words[*at].written);
        (0..words.len()).filter(fit).map(|at| (at, at)).collect()
    };
    match &node.what {
        What::Word { text, exact: true } => singles(&|it| it == text),
        What::Word { text, .. } => singles(&|it| it.to_lowercase() == *text),
        What::Wildcard(pattern) => singles(&|it| fits(&it.to_lowercase(), pattern)),
        What::Fuzzy { text, .. } => singles(&|it| one_letter(&it.to_lowercase(), text)),
        What::Regex(pattern) => {
            let regex = regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
            singles(&|it| regex.is_match(&it.to_lowercase()))
        }
        What::Phrase { text, .. } => {
            let parts: Vec<&str> = text.split(' ').collect();
            let fit = |at: &usize| {
                parts.iter().enumerate().all(|(n, part)| {
                    let word = words.get(at + n);
                    word.is_some_and(|it| fits(&it.written.to_lowercase(), part))
                })
            };
            let starts = (0..words.len()).filter(fit);
            starts.map(|at| (at, at + parts.len() - 1)).collect()
        }
        What::Or(nodes) => nodes.iter().flat_map(of).collect(),
        What::And(nodes) => smallest(nodes.iter().map(of)),
        What::Near(near) => {
            let mut found = Places::new();
            for left in of(&near.left) {
                for right in of(&near.right) {
                    if close(left, right, near.reach, words) {
                        found.insert((left.0.min(right.0), left.1.max(right.1)));
                    }
                }
            }
            found
        }
        What::AtLeast { count, node } => {
            let found = of(node);
            if found.len() < *count as usize { Places::new() } else { found }
        }
        What::Lead(node) => {
            let mut found = of(node);
            found.retain(|it| whole || it.1 < BEGINNING);
            found
        }
        other => panic!("{other:?} does not stand in a text"),
    }
}

/// The stretches that hold one of each and no smaller one that does.
fn smallest(all: impl Iterator<Item = Places>) -> Places {
    let mut hulls: Option<Places> = None;
    for places in all {
        hulls = Some(match hulls {
            None => places,
            Some(hulls) => hulls
                .iter()
                .flat_map(|a| places.iter().map(|b| (a.0.min(b.0), a.1.max(b.1))))
                .collect(),
        });
    }
    let hulls = hulls.unwrap_or_default();
    let inside =
        |a: &(usize, usize), b: &(usize, usize)| a != b && b.0 <= a.0 && a.1 <= b.1;
    let least = |it: &&(usize, usize)| !hulls.iter().any(|other| inside(other, it));
    hulls.iter().filter(least).copied().collect()
}

fn close(
    left: (usize, usize),
    right: (usize, usize),
    reach: Reach,
    words: &[Word],
) -> bool {
    let behind = right.0 > left.1;
    let before = right.1 < left.0;
    let apart = if behind { right.0 - left.1 } else { left.0.saturating_sub(right.1) };
    let (first, last) = (left.0.min(right.0), left.1.max(right.1));
    let same = |of: &dyn Fn(&Word) -> usize| {
        words[first..=last].iter().all(|it| of(it) == of(&words[first]))
    };
    (behind || before)
        && match reach {
            Reach::Words(n) => apart <= n as usize,
            Reach::Ordered(n) => behind && apart <= n as usize,
            Reach::Sentence => same(&|it| it.sentence),
            Reach::Paragraph => same(&|it| it.paragraph),
        }
}

/// `*` is any letters, `?` is one.
fn fits(word: &str, pattern: &str) -> bool {
    match pattern.chars().next() {
        None => word.is_empty(),
        Some('*') => {
            let rest = &pattern[1..];
            (0..=word.len()).any(|at| fits(&word[at..], rest))
        }
        Some(sign) => {
            let first = word.chars().next();
            first.is_some_and(|it| it == sign || sign == '?')
                && fits(&word[1..], &pattern[1..])
        }
    }
}

/// Equal but for one letter more, less, other, or two swapped.
fn one_letter(word: &str, typed: &str) -> bool {
    let (word, typed): (Vec<char>, Vec<char>) =
        (word.chars().collect(), typed.chars().collect());
    let without = |of: &[char], at: usize| [&of[..at], &of[at + 1..]].concat();
    let less = |long: &[char], short: &[char]| {
        (0..long.len()).any(|at| without(long, at) == short)
    };
    let differ: Vec<usize> =
        (0..word.len().min(typed.len())).filter(|at| word[*at] != typed[*at]).collect();
    let swapped = match differ.as_slice() {
        [a, b] => *b == a + 1 && word[*a] == typed[*b] && word[*b] == typed[*a],
        all => all.len() < 2,
    };
    less(&word, &typed) || less(&typed, &word) || word.len() == typed.len() && swapped
}
