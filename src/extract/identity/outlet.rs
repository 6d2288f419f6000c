//! Which outlet published the article? Declared, from the address, from the path, from
//! "appeared first on", from the dateline of an agency. Aggregators never publish.

use crate::extract::identity::credit::Repost;
use crate::extract::lexicon::{Lexicon, OutletKind};
use crate::model::{Article, Basis, Outlet, Span};

/// The outlet of an article, with its basis.
pub(crate) fn outlet(
    article: &Article,
    lexicon: &Lexicon,
    repost: Option<&Repost>,
) -> Option<Outlet> {
    if let Some(repost) = repost {
        let evidence = Some(repost.evidence);
        return Some(Outlet {
            name: repost.outlet.clone(),
            basis: Basis::Text,
            evidence,
        });
    }
    let declared =
        article.declared.outlet.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let host = article.declared.url.as_deref().and_then(host);
    let by_host = host.and_then(|it| publisher(lexicon, it));
    if let Some(name) = declared {
        // "Guest Writer - Right" is a desk; the address knows better.
        let known = lexicon.outlet(name);
        if let (true, Some(name)) = (is_desk(name), by_host) {
            return Some(Outlet {
                name: name.to_owned(),
                basis: Basis::Url,
                evidence: None,
            });
        }
        let name = match known {
            Some(entry) => entry.name.clone(),
            None => name.to_owned(),
        };
        return Some(Outlet { name, basis: Basis::Declared, evidence: None });
    }
    if let Some(name) = by_host {
        return Some(Outlet { name: name.to_owned(), basis: Basis::Url, evidence: None });
    }
    if let Some(name) = article.path_facts.outlet.as_deref() {
        let known = lexicon
            .outlet_name(name)
            .or_else(|| lexicon.outlet_name(&name.replace(['-', '_'], " ")));
        let name = known.map_or_else(|| title_case(name), str::to_owned);
        return Some(Outlet { name, basis: Basis::Path, evidence: None });
    }
    agency_of_dateline(article, lexicon)
}

/// Whether this outlet can be a publisher.
pub fn publishes(lexicon: &Lexicon, name: &str) -> bool {
    lexicon.outlet(name).is_none_or(|it| it.kind != OutletKind::Aggregator)
}

fn publisher<'a>(lexicon: &'a Lexicon, host: &str) -> Option<&'a str> {
    let entry = lexicon.outlet(host)?;
    matches!(entry.kind, OutletKind::Outlet | OutletKind::Agency)
        .then_some(entry.name.as_str())
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |it| it.1);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}

fn is_desk(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["guest", "staff", "opinion", "editorial", "contributor", "columnist"]
        .iter()
        .any(|it| lower.starts_with(it))
}

/// "the-lantern" -> "The Lantern": the best that a folder name can tell.
fn title_case(slug: &str) -> String {
    let words = slug.split(['-', '_', ' ']).filter(|it| !it.is_empty());
    let mut name = String::new();
    for word in words {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}

/// "WASHINGTON (Reuters) - ": an agency's own copy, where nobody else is named.
fn agency_of_dateline(article: &Article, lexicon: &Lexicon) -> Option<Outlet> {
    let (name, span) = dateline_agency(&article.text, article.body, lexicon)?;
    Some(Outlet { name, basis: Basis::Dateline, evidence: Some(span) })
}

/// The agency named in brackets in the dateline.
pub(super) fn dateline_agency(
    text: &str,
    body: usize,
    lexicon: &Lexicon,
) -> Option<(String, Span)> {
    let start = text.get(body..)?;
    let head: usize = start.char_indices().nth(160).map_or(start.len(), |it| it.0);
    let head = &start[..head];
    let open = head.find('(')?;
    let close = head[open..].find(')')? + open;
    let after = head[close + 1..].trim_start();
    let dash = after.starts_with(['-', '–', '—']);
    let city = head[..open].trim();
    let short =
        city.split_whitespace().count() <= 8 && city.chars().any(char::is_uppercase);
    let entry = lexicon.outlet(&head[open + 1..close])?;
    let agency = entry.kind == OutletKind::Agency;
    (dash && short && agency)
        .then(|| (entry.name.clone(), Span::new(body + open, body + close + 1)))
}
