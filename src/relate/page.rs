//! Of which page is an article a version? Of its address, without what changes from visit
//! to visit; else of its headline at its outlet, without the words that call it a version
//! ("UPDATE 2-", "CORRECTED-"). Whether articles of one headline are versions is decided
//! where all of them are known.

use xxhash_rust::xxh3::Xxh3;

use crate::extract::parse_date;
use crate::model::{Annotations, Article};
use crate::text::normalize::fold_into;

/// Revision of what is called a correction: it comes after every update.
const CORRECTED: u64 = 1000;

/// Words that open the headline of a version, and what follows them.
const MARKERS: [(&str, Option<u64>); 12] = [
    ("update", None),
    ("recasts", Some(CORRECTED)),
    ("refiled", Some(CORRECTED)),
    ("refile", Some(CORRECTED)),
    ("corrected", Some(CORRECTED)),
    ("correction", Some(CORRECTED)),
    ("corrects", Some(CORRECTED)),
    ("clarification", Some(CORRECTED)),
    ("clarified", Some(CORRECTED)),
    ("korrektur", Some(CORRECTED)),
    ("berichtigung", Some(CORRECTED)),
    ("aktualisiert", Some(1)),
];

/// Parameters of an address that name a visit, not a page.
const VISITS: [&str; 8] =
    ["utm_", "fbclid", "gclid", "ref=", "ref_", "cmpid", "ncid", "partner="];

/// The page of an article as a number, odd for an address, and its revision as far as the
/// headline tells.
///
/// ```
/// use morgue::model::{Annotations, Article, Declared};
/// use morgue::relate::page;
///
/// let at = |url: &str| {
///     let declared = Declared { url: Some(url.to_owned()), ..Declared::default() };
///     let article = Article { declared, ..Article::default() };
///     page(&article, &Annotations::default())
/// };
/// assert_eq!(at("http://www.lantern.example/a?utm_x=1"), at("https://lantern.example/a/"));
/// ```
pub fn page(article: &Article, annotations: &Annotations) -> Option<(u64, u64)> {
    let headline = article.headline.as_deref().unwrap_or_default();
    let (told, revision) = marker(headline);
    let mut hash = Xxh3::new();
    if let Some(address) = article.declared.url.as_deref().and_then(address) {
        hash.update(address.as_bytes());
        // What was fetched later is the later version, whatever its headline says.
        let fetched = article.declared.crawled.as_deref().and_then(parse_date);
        let seconds = fetched.and_then(|it| u64::try_from(it.seconds?).ok());
        return Some((hash.digest() | 1, seconds.unwrap_or(revision)));
    }
    let outlet = &annotations.outlet.as_ref()?.name;
    let mut folded = String::new();
    fold_into(told, &mut folded);
    if folded.trim().is_empty() {
        return None;
    }
    for part in [outlet.as_str(), "\n", folded.trim()] {
        hash.update(part.as_bytes());
    }
    Some((hash.digest() & !1, revision))
}

/// A headline without its marker, and the revision it tells.
fn marker(headline: &str) -> (&str, u64) {
    let trimmed = headline.trim_start();
    for (word, revision) in MARKERS {
        let Some(head) = trimmed.get(..word.len()) else { continue };
        if !head.eq_ignore_ascii_case(word) {
            continue;
        }
        let rest = trimmed[word.len()..].trim_start_matches(' ');
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = rest[..digits].parse().ok();
        let behind = rest[digits..].trim_start();
        // "Update on the ferry" is a headline like any other.
        let Some(told) = behind.strip_prefix(['-', ':', '–', '—']) else { continue };
        return (told.trim_start(), number.or(revision).unwrap_or(1));
    }
    (headline, 0)
}

/// An address without scheme, `www.`, fragment, visit and closing slash.
fn address(url: &str) -> Option<String> {
    let rest = url.trim();
    let rest = rest.split_once("://").map_or(rest, |it| it.1);
    let rest = rest.split('#').next().unwrap_or(rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let path = path.trim_end_matches('/');
    let kept: Vec<&str> = query
        .split('&')
        .filter(|it| !it.is_empty() && !VISITS.iter().any(|visit| it.starts_with(visit)))
        .collect();
    // A front page is another one every hour.
    if !host.contains('.') || path.is_empty() && kept.is_empty() {
        return None;
    }
    Some(format!("{}/{path}?{}", host.to_ascii_lowercase(), kept.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_of_versions() {
        let cases = [
            ("UPDATE 2-Ferry stays", "Ferry stays", 2),
            ("Update: Ferry stays", "Ferry stays", 1),
            ("CORRECTED-Ferry stays", "Ferry stays", CORRECTED),
            ("CORRECTED - UPDATE 1-Ferry", "UPDATE 1-Ferry", CORRECTED),
            ("Update on the ferry", "Update on the ferry", 0),
            ("Corrections officer quits", "Corrections officer quits", 0),
            ("É", "É", 0),
        ];
        for (headline, told, revision) in cases {
            assert_eq!(marker(headline), (told, revision), "{headline}");
        }
    }

    #[test]
    fn crawls_of_a_page_are_in_the_order_of_the_crawl() {
        let crawled = |day: &str| {
            let declared = crate::model::Declared {
                url: Some("https://lantern.example/a".to_owned()),
                crawled: Some(format!("2024-04-{day}T10:00:00Z")),
                ..Default::default()
            };
            let article = Article { declared, ..Article::default() };
            page(&article, &Annotations::default()).expect("an address")
        };
        let (first, second) = (crawled("15"), crawled("16"));
        assert_eq!(first.0, second.0);
        assert_eq!(second.1 - first.1, 86_400);
    }

    #[test]
    fn addresses_of_one_page() {
        let same = |a: &str, b: &str| address(a) == address(b);
        assert!(same("https://www.a.example/x/?utm_source=b", "http://A.example/x#top"));
        assert!(!same("https://a.example/x?id=1", "https://a.example/x?id=2"));
        assert_eq!(address("https://a.example/"), None);
        assert_eq!(address("nonsense"), None);
    }
}
