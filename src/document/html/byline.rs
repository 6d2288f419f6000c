//! Who wrote a page? Names in the markup, without what pages put around them.

use super::linked::Linked;
use super::scan::{Byline, Scan};

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
pub(super) fn byline(
    scan: &Scan,
    linked: &Linked,
    outlet: Option<&str>,
) -> Option<String> {
    let mut sources = vec![clean(linked.authors.iter().map(String::as_str))];
    for meta in METAS {
        if meta != "twitter:data1" || is_author_label(scan) {
            sources.push(clean(scan.metas_of(meta)));
        }
    }
    for kind in [Byline::Property, Byline::Relation, Byline::Class] {
        let of = scan.bylines.iter().filter(|it| it.0 == kind).map(|it| it.1.as_str());
        sources.push(clean(of.take(4)));
    }
    sources.retain(|it| !it.is_empty());
    // the outlet signs where nobody does
    let is_outlet =
        |name: &str| outlet.is_some_and(|it| it.to_lowercase() == name.to_lowercase());
    let is_person =
        |name: &String| !is_outlet(name) && name.split_whitespace().count() >= 2;
    let people = match sources.first() {
        Some(first) if first.iter().all(|it| is_outlet(it)) => {
            sources.iter().find(|names| names.iter().all(is_person))
        }
        first => first,
    };
    people.or(sources.first()).map(|names| names.join(", "))
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
    for name in names.flat_map(|it| apart(without_by(it.trim()))) {
        let is_address =
            name.contains("://") || name.contains('@') && !name.contains(' ');
        let is_name = !is_address
            && !name.starts_with(['(', '@', '/'])
            && name.chars().any(char::is_alphabetic);
        if is_name && !kept.iter().any(|it| it.eq_ignore_ascii_case(name)) {
            kept.push(name.to_owned());
        }
    }
    kept
}

/// "Ana Bell and Tom Reed" are two.
fn apart(names: &str) -> Vec<&str> {
    const AND: [&str; 8] =
        [" and ", " und ", " og ", " och ", " et ", " y ", " & ", " und "];
    let Some((at, word)) = AND.iter().find_map(|it| names.rfind(it).map(|at| (at, *it)))
    else {
        return vec![names];
    };
    let (left, right) = (names[..at].trim(), names[at + word.len()..].trim());
    // "Bell and Sons" is one
    let is_full = |it: &str| (2..=4).contains(&it.split_whitespace().count());
    let left_last = left.rsplit(',').next().unwrap_or(left).trim();
    if is_full(left_last) && right.split(',').next().is_some_and(|it| is_full(it.trim()))
    {
        vec![left, right]
    } else {
        vec![names]
    }
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
            ("ana@lantern.example", ""),
            ("Ana Bell and Tom Reed", "Ana Bell, Tom Reed"),
            ("Bell and Sons", "Bell and Sons"),
            ("Byron Hale", "Byron Hale"),
        ] {
            assert_eq!(clean([given, given].into_iter()).join(", "), expected);
        }
    }
}
