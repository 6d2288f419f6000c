//! Who wrote a page? Names in the markup, without what pages put around them.

use super::linked::Linked;
use super::scan::Scan;

/// Names of the meta tags, best first.
const METAS: [&str; 10] = [
    "author",
    "article:author_name",
    "sailthru.author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "dc:creator",
    "twitter:data1",
    "article:author",
];

/// The byline, several names with a comma between them.
pub(super) fn byline(scan: &Scan, linked: &Linked) -> Option<String> {
    let names = clean(linked.authors.iter().map(String::as_str));
    if !names.is_empty() {
        return Some(names.join(", "));
    }
    for meta in METAS {
        let names = clean(scan.metas_of(meta));
        if !names.is_empty() && (meta != "twitter:data1" || is_author_label(scan)) {
            return Some(names.join(", "));
        }
    }
    let first = scan.bylines.first()?;
    let of = scan.bylines.iter().filter(|it| it.0 == first.0).map(|it| it.1.as_str());
    let names = clean(of.take(6));
    (!names.is_empty()).then(|| names.join(", "))
}

fn is_author_label(scan: &Scan) -> bool {
    scan.meta_of(&["twitter:label1"]).is_some_and(|it| {
        let lower = it.to_lowercase();
        ["written by", "author", "von", "par", "por"]
            .iter()
            .any(|it| lower.starts_with(it))
    })
}

/// Names without repetitions, addresses and empty words.
fn clean<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let name = without_by(name.trim());
        let is_name = !name.is_empty()
            && !name.contains("://")
            && !name.starts_with(['@', '/'])
            && name.chars().any(char::is_alphabetic);
        if is_name && !kept.iter().any(|it| it.eq_ignore_ascii_case(name)) {
            kept.push(name.to_owned());
        }
    }
    kept
}

/// "By Ana Bell", "Von Swantje Ohl".
fn without_by(name: &str) -> &str {
    const BY: [&str; 14] = [
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "da ",
        "door ",
        "av ",
        "af ",
        "written by ",
        "author: ",
        "autor: ",
        "автор: ",
        "текст: ",
    ];
    let lower = name.to_lowercase();
    let cut = BY.iter().filter(|it| lower.starts_with(*it)).map(|it| it.len()).max();
    match cut {
        Some(cut) if lower.len() == name.len() && name.is_char_boundary(cut) => {
            name[cut..].trim()
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_only() {
        for (given, expected) in [
            ("By Ana Bell", "Ana Bell"),
            ("Von Swantje Ohl", "Swantje Ohl"),
            ("https://facebook.example/ana", ""),
            ("@anabell", ""),
            ("Byron Hale", "Byron Hale"),
        ] {
            assert_eq!(clean([given, given].into_iter()).join(", "), expected);
        }
    }
}
