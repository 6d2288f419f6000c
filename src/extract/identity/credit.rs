//! What does the article say of its own making? Credit lines: who contributed, whose
//! text it is, who translated it, where it appeared first.

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::extract::actor::Cast;
use crate::extract::identity::markup;
use crate::extract::identity::name::calm;
use crate::extract::identity::outlet::dateline_agency;
use crate::extract::language::tag;
use crate::extract::lexicon::{Lexicon, OutletKind};
use crate::extract::phrase::hash_word;
use crate::extract::reading::Reading;
use crate::model::{ActorKind, Article, Basis, Credit, CreditRole, Span};

/// "This post appeared first on The Lantern": who published first, and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repost {
    /// Canonical outlet.
    pub(crate) outlet: String,
    /// The words that say so.
    pub(crate) evidence: Span,
}

const FIRST: [&str; 12] = [
    "appeared first on ",
    "first appeared on ",
    "first appeared in ",
    "appeared first in ",
    "originally appeared on ",
    "originally appeared in ",
    "originally published by ",
    "originally published on ",
    "originally published in ",
    "first published by ",
    "first published on ",
    "first published in ",
];

/// Where the article says that it appeared first.
pub(crate) fn repost(text: &str, lexicon: &Lexicon) -> Option<Repost> {
    let tail_start = (0..=text.len().saturating_sub(700))
        .rev()
        .find(|&it| text.is_char_boundary(it))?;
    let head_end =
        (0..=text.len().min(700)).rev().find(|&it| text.is_char_boundary(it))?;
    in_part(text, tail_start, text.len(), lexicon)
        .or_else(|| in_part(text, 0, head_end, lexicon))
}

fn in_part(text: &str, start: usize, end: usize, lexicon: &Lexicon) -> Option<Repost> {
    let part = &text[start..end];
    // One of these stands in each of the phrases, and in hardly any article.
    let holds = |word: &&str| memmem::find(part.as_bytes(), word.as_bytes()).is_some();
    let words =
        ["appeared ", "published ", "Appeared ", "Published ", "APPEARED ", "PUBLISHED "];
    if !words.iter().any(holds) {
        return None;
    }
    let lower = part.to_ascii_lowercase();
    let (at, phrase) =
        FIRST.iter().find_map(|phrase| lower.find(phrase).map(|at| (at, phrase)))?;
    let line_start = part[..at].rfind(['\n', '.']).map_or(0, |it| it + 1);
    let lead = part[line_start..at].trim().to_ascii_lowercase();
    let of_itself = [
        "this ",
        "the post",
        "the article",
        "a version",
        "story",
        "article",
        "post",
        "report",
    ];
    if !lead.is_empty() && !of_itself.iter().any(|it| lead.contains(it)) {
        return None;
    }
    let rest = &part[at + phrase.len()..];
    let stop = rest.find(['\n', '.', ',', '(', ';']).unwrap_or(rest.len());
    // "appeared on The Lantern at 7:03 p.m."
    let hour = rest[..stop]
        .match_indices(" at ")
        .map(|it| it.0)
        .find(|it| rest[it + " at ".len()..].starts_with(|it: char| it.is_ascii_digit()));
    let stop = hour.unwrap_or(stop);
    let name = rest[..stop].trim().trim_matches(['"', '“', '”', '*', '_', '[', ']']);
    if name.is_empty() || name.split_whitespace().count() > 7 || is_time(name, lexicon) {
        return None;
    }
    let from = start
        + line_start
        + (part[line_start..].len() - part[line_start..].trim_start().len());
    let evidence = Span::new(from, start + at + phrase.len() + stop);
    let outlet = lexicon.outlet_name(name).map_or_else(|| calm(name), str::to_owned);
    Some(Repost { outlet, evidence })
}

/// "first published on July 12": a day, no outlet.
fn is_time(name: &str, lexicon: &Lexicon) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    let tags = lexicon.english.word(hash_word(first).low).tags;
    first.starts_with(|it: char| it.is_ascii_digit())
        || tags & (tag::MONTH | tag::WEEKDAY | tag::TIME) != 0
}

/// Credits of the whole article.
pub(crate) fn credits(
    article: &Article,
    reading: &Reading,
    cast: &Cast,
    lexicon: &Lexicon,
    publisher: Option<&str>,
) -> Vec<Credit> {
    let mut found = Vec::new();
    contribution_lines(reading, cast, &mut found);
    wire(article, lexicon, publisher, &mut found);
    markup::parties(article, lexicon, publisher, &mut found);
    found.retain(|it: &Credit| Some(it.party.as_str()) != publisher);
    let mut seen: FxHashSet<(String, CreditRole)> = FxHashSet::default();
    found.retain(|it| seen.insert((it.party.clone(), it.role)));
    found
}

/// One of these stands in every line that credits.
const CREDITING: [&str; 10] = [
    "files",
    "contributed",
    "contributing",
    "contribution",
    "contributions",
    "assisted",
    "additional",
    "translated",
    "translation",
    "reporting",
];

/// "Reuters contributed to this report.", "Translated by Ana Bell".
fn contribution_lines(reading: &Reading, cast: &Cast, found: &mut Vec<Credit>) {
    for sentence in &reading.sentences {
        let range = sentence.tokens.clone();
        let evidence = reading.span(range.start, range.end);
        // Most sentences credit nobody: a look at their words is cheaper than a copy.
        let credits = evidence.len() <= 400
            && range.clone().any(|it| {
                let first = reading.word(it).as_bytes().first();
                matches!(
                    first,
                    Some(b'c' | b'a' | b't' | b'r' | b'f' | b'C' | b'A' | b'T' | b'R')
                ) && CREDITING.iter().any(|word| reading.is_low(it, word))
            });
        if !credits {
            continue;
        }
        let words = evidence.of(reading.text).to_lowercase();
        let role = if is_contribution(&words) {
            CreditRole::Contribution
        } else if words.starts_with("translated by ")
            || words.starts_with("translation by ")
            || words.starts_with("translation: ")
        {
            CreditRole::Translation
        } else {
            continue;
        };
        let stop = words
            .find(" contributed")
            .or_else(|| words.find(" assisted"))
            .map_or(evidence.end, |at| evidence.start + at);
        let inside = cast.mentions_in(range.start, range.end);
        let named: Vec<_> = inside
            .iter()
            .filter(|it| {
                let start = reading.words[it.start].span.start;
                role == CreditRole::Translation
                    || start < stop
                    || words.starts_with("with ")
                    || words.contains("report by")
            })
            .collect();
        let people = named.iter().any(|it| cast.kind(it.actor) == ActorKind::Person);
        for mention in named {
            let kind = cast.kind(mention.actor);
            let owner = matches!(reading.word(mention.end), "'s" | "’s" | "'" | "’");
            let press = matches!(kind, ActorKind::Outlet | ActorKind::Agency);
            let desk = press
                && people
                && (owner
                    || reading.is(mention.end, "reporter")
                    || reading.is(mention.end, "correspondent")
                    || reading.is(mention.end, "writer"));
            if (press && !desk) || kind == ActorKind::Person {
                let party = cast.actors[mention.actor].name.clone();
                let (basis, evidence) = (Basis::Text, Some(evidence));
                found.push(Credit { party, role, basis, evidence });
            }
        }
    }
}

fn is_contribution(words: &str) -> bool {
    (words.contains("contributed to this")
        || words.contains("contributed reporting")
        || words.contains("contributed to the report")
        || words.ends_with("contributed.")
        || words.ends_with("contributed"))
        || words.starts_with("with reporting by")
        || words.starts_with("with files from")
        || words.starts_with("additional reporting by")
        || words.starts_with("reporting by")
        || words.contains("assisted in this report")
}

/// An agency's text at another outlet: the dateline, the byline, "Source: Agency".
fn wire(
    article: &Article,
    lexicon: &Lexicon,
    publisher: Option<&str>,
    found: &mut Vec<Credit>,
) {
    let mut push = |party: String, basis: Basis, evidence: Option<Span>| {
        // An agency of pictures hands on no text.
        let pictures = party.ends_with(" Images") || party.ends_with(" Photos");
        if publisher.is_some_and(|it| it != party) && !pictures {
            found.push(Credit { party, role: CreditRole::Wire, basis, evidence });
        }
    };
    if let Some((name, span)) = dateline_agency(&article.text, article.body, lexicon) {
        push(name, Basis::Dateline, Some(span));
    }
    if let Some(byline) = article.declared.byline.as_deref() {
        for part in byline
            .split([',', '/', '|', ';'])
            .chain([" and "].iter().flat_map(|it| byline.split(it)))
        {
            let part = part.trim();
            let part = part
                .get(..3)
                .filter(|it| it.eq_ignore_ascii_case("by "))
                .map_or(part, |_| part[3..].trim());
            if let Some(entry) =
                lexicon.outlet(part).filter(|it| it.kind == OutletKind::Agency)
            {
                push(entry.name.clone(), Basis::Byline, None);
            }
        }
    }
}
