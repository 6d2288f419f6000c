//! Which outlet published the article? Declared, from the address, from the path, from
//! "appeared first on", from the dateline of an agency. Aggregators never publish.

use crate::extract::identity::credit::Repost;
use crate::extract::identity::markup::original;
use crate::extract::identity::name::{is_none, known, title_case, without_parts};
use crate::extract::lexicon::{Lexicon, OutletKind};
use crate::model::{Article, Basis, Note, Outlet, Span};

/// The outlet of an article, with its basis; a note where a field names none.
pub(crate) fn outlet(
    article: &Article,
    lexicon: &Lexicon,
    repost: Option<&Repost>,
) -> (Option<Outlet>, Option<Note>) {
    let (declared, note) = match declared(article) {
        Some(name) if is_none(name) => (None, Some(no_outlet(name))),
        other => (other, None),
    };
    if let Some(repost) = repost {
        let (name, evidence) = (repost.outlet.clone(), Some(repost.evidence));
        return (Some(Outlet { name, basis: Basis::Text, evidence }), None);
    }
    if let Some(name) = original(article, lexicon) {
        return (Some(Outlet { name, basis: Basis::Markup, evidence: None }), None);
    }
    if let Some(name) = declared.filter(|_| article.declared.in_markup) {
        if let Some(found) = in_markup(article, lexicon, name) {
            return (Some(found), None);
        }
    } else if let Some(name) = declared {
        let name = canonical(lexicon, name);
        return (Some(Outlet { name, basis: Basis::Declared, evidence: None }), None);
    }
    if let Some(name) = by_host(article, lexicon) {
        let name = name.to_owned();
        return (Some(Outlet { name, basis: Basis::Url, evidence: None }), None);
    }
    if let Some(name) = by_path(article, lexicon) {
        return (Some(Outlet { name, basis: Basis::Path, evidence: None }), note);
    }
    (agency_of_dateline(article, lexicon), note)
}

#[expect(clippy::option_option, reason = "no repost, or a repost by an unknown site")]
/// The site that posted the article again, where the text or the markup says that it
/// appeared first elsewhere.
pub(crate) fn reposted_by(
    article: &Article,
    lexicon: &Lexicon,
    repost: Option<&Repost>,
    publisher: Option<&str>,
) -> Option<Option<String>> {
    let host = host(article, lexicon);
    // "The post … appeared first on The Lantern", at the foot of The Lantern's own feed.
    let elsewhere = host.is_none() || host.as_deref() != publisher;
    let again = repost.is_some() || original(article, lexicon).is_some();
    (elsewhere && again).then_some(host)
}

/// The site that holds the file, where the text says that it appeared first elsewhere: by
/// its field, its address, or the folder ("tidewater-digest/2025/03/x.txt").
fn host(article: &Article, lexicon: &Lexicon) -> Option<String> {
    let declared = declared(article).filter(|it| !is_none(it));
    declared
        .map(|it| canonical(lexicon, it))
        .or_else(|| by_host(article, lexicon).map(str::to_owned))
        .or_else(|| by_path(article, lexicon))
}

fn declared(article: &Article) -> Option<&str> {
    article.declared.outlet.as_deref().map(str::trim).filter(|it| !it.is_empty())
}

fn canonical(lexicon: &Lexicon, name: &str) -> String {
    match known(lexicon, name) {
        Some(entry) => entry.name.clone(),
        None => without_parts(name).to_owned(),
    }
}

/// The outlet that a page names, by its entry; else that of its address, for a page may name
/// the company behind it; else as it is named. A site that gathers what others publish is
/// none.
fn in_markup(article: &Article, lexicon: &Lexicon, name: &str) -> Option<Outlet> {
    let outlet = |name: &str, basis: Basis| Outlet {
        name: name.to_owned(),
        basis,
        evidence: None,
    };
    match known(lexicon, name) {
        Some(entry) if matches!(entry.kind, OutletKind::Outlet | OutletKind::Agency) => {
            Some(outlet(&entry.name, Basis::Markup))
        }
        Some(_) => None,
        None => match by_host(article, lexicon) {
            Some(name) => Some(outlet(name, Basis::Url)),
            None => Some(outlet(without_parts(name), Basis::Markup)),
        },
    }
}

/// The outlet at the host of the address, or at the domain that is registered above it:
/// "edition.lantern.co.uk" is of "lantern.co.uk".
fn by_host<'a>(article: &Article, lexicon: &'a Lexicon) -> Option<&'a str> {
    let host = article.declared.url.as_deref().and_then(address)?;
    publisher(lexicon, host).or_else(|| publisher(lexicon, psl::domain_str(host)?))
}

fn by_path(article: &Article, lexicon: &Lexicon) -> Option<String> {
    let name = article.path_facts.outlet.as_deref()?;
    let spaced = name.replace(['-', '_'], " ");
    let known = lexicon.outlet_name(name).or_else(|| lexicon.outlet_name(&spaced));
    Some(known.map_or_else(|| title_case(name), str::to_owned))
}

fn no_outlet(name: &str) -> Note {
    Note::new(format!("\u{201c}{name}\u{201d} names a desk or nobody, not an outlet"))
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
fn address(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |it| it.1);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}

/// "WASHINGTON (Reuters) - ": an agency's own copy, where nobody else is named.
fn agency_of_dateline(article: &Article, lexicon: &Lexicon) -> Option<Outlet> {
    let (name, span) = dateline_agency(&article.text, article.body, lexicon)?;
    Some(Outlet { name, basis: Basis::Dateline, evidence: Some(span) })
}

/// The dateline is that of an agency, and the publisher is somebody else.
pub(crate) fn handed_on(article: &Article, lexicon: &Lexicon, publisher: &str) -> bool {
    dateline_agency(&article.text, article.body, lexicon)
        .is_some_and(|(agency, _)| agency != publisher)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Declared;

    #[test]
    fn pages_name_outlets() {
        for (name, url, expected) in [
            ("BBC News", "https://www.bbc.co.uk/1", "BBC markup"),
            ("Lys Media Holding", "https://edition.cnn.com/1", "CNN url"),
            ("Lys Post | News", "https://lyspost.example/1", "Lys Post markup"),
            ("Yahoo News", "https://news.yahoo.com/1", "none"),
        ] {
            let declared = Declared {
                outlet: Some(name.to_owned()),
                url: Some(url.to_owned()),
                in_markup: true,
                ..Declared::default()
            };
            let article = Article { declared, ..Article::default() };
            let (found, _) = outlet(&article, Lexicon::builtin(), None);
            let found = found.map_or("none".to_owned(), |it| {
                format!("{} {}", it.name, it.basis.as_str())
            });
            assert_eq!(found, expected, "{name}");
        }
    }
}
