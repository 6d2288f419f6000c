//! Which outlet does a name mean that a crawler wrote? "CNN (Web News)", "Fox Online News",
//! "New York Times - News" are outlets with something added; "Guest Writer - Right" and
//! "Editorial" are desks and no outlets.

use crate::extract::lexicon::{Lexicon, OutletEntry};

/// What crawlers and pages add behind a name.
const BEHIND: [&str; 12] = [
    " online news",
    " web news",
    " online",
    " news",
    " newspaper",
    " website",
    " latest news",
    " homepage",
    " home",
    " opinion",
    " rss",
    " feed",
];

/// Parts of a name, set apart by a mark, that say only which page it was.
const PARTS: [&str; 21] = [
    "web news",
    "news",
    "online news",
    "online",
    "home",
    "homepage",
    "opinion",
    "opinions",
    "politics",
    "world",
    "us",
    "business",
    "sports",
    "rss",
    "blog",
    "latest news",
    "website",
    "breaking news",
    "front page",
    "top stories",
    "editorial",
];

/// Names that a field of an outlet holds where there is none.
const NONE: [&str; 10] = [
    "not available",
    "n/a",
    "na",
    "none",
    "null",
    "unknown",
    "-",
    "untitled",
    "other",
    "various",
];

/// Who writes at an outlet and is none: the first words of such a name.
const DESKS: [&str; 16] = [
    "guest writer",
    "guest writers",
    "guest columnist",
    "guest contributor",
    "guest",
    "staff",
    "staff writer",
    "staff writers",
    "opinion",
    "editorial",
    "editorial board",
    "contributor",
    "contributors",
    "columnist",
    "editor",
    "letters to the editor",
];

/// The outlet of a name, whatever a crawler added to it.
pub(super) fn known<'a>(lexicon: &'a Lexicon, name: &str) -> Option<&'a OutletEntry> {
    if let Some(entry) = lexicon.outlet(name) {
        return Some(entry);
    }
    let bare = without_parts(name);
    if let Some(entry) = lexicon.outlet(bare) {
        return Some(entry);
    }
    let lower = bare.to_lowercase();
    let mut stems = BEHIND.iter().filter_map(|it| lower.strip_suffix(it));
    stems.find_map(|stem| {
        // "Fox Online News" is Fox News.
        lexicon.outlet(&format!("{stem} news")).or_else(|| lexicon.outlet(stem))
    })
}

/// The name without the parts that say which page it was: "Harbour Post - Home".
pub(super) fn without_parts(name: &str) -> &str {
    let mut name = name.trim();
    loop {
        let at = [" - ", " | ", " (", ": ", " — ", " – "]
            .iter()
            .filter_map(|it| name.rfind(it).map(|at| (at, it.len())))
            .max();
        let Some((at, width)) = at.filter(|it| it.0 > 0) else { return name };
        let part = name[at + width..].trim().trim_end_matches(')').to_lowercase();
        if !PARTS.contains(&part.as_str()) {
            return name;
        }
        name = name[..at].trim_end();
    }
}

/// "Guest Writer - Right", "not available": no outlet.
pub(super) fn is_none(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    let head = lower
        .split(" - ")
        .next()
        .and_then(|it| it.split(['|', '(']).next())
        .unwrap_or(&lower);
    NONE.contains(&lower.as_str()) || DESKS.contains(&head.trim())
}

/// "THE LANTERN" as the post sets it is "The Lantern".
pub(super) fn calm(name: &str) -> String {
    let letters = || name.chars().filter(|it| it.is_alphabetic());
    let shouted = letters().count() > 4 && letters().all(char::is_uppercase);
    if !shouted || !name.contains(' ') {
        return name.to_owned();
    }
    title_case(&name.to_lowercase())
}

/// "the-lantern" -> "The Lantern": the best that a folder name can tell.
pub(super) fn title_case(slug: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_crawlers_write() {
        for (name, expected) in [
            ("CNN (Web News)", "CNN"),
            ("Fox Online News", "Fox News"),
            ("New York Times - News", "The New York Times"),
            ("NPR Online News", "NPR"),
            ("BBC News", "BBC"),
            ("Reuters - Home", "Reuters"),
            ("The Guardian (Opinion)", "The Guardian"),
            ("bbc.com", "BBC"),
        ] {
            let entry = known(Lexicon::builtin(), name);
            assert_eq!(entry.map(|it| it.name.as_str()), Some(expected), "{name}");
        }
        assert!(known(Lexicon::builtin(), "Harbour Post (Web News)").is_none());
        assert_eq!(without_parts("Harbour Post - Home"), "Harbour Post");
        assert_eq!(without_parts("Harbour Post - Lys"), "Harbour Post - Lys");
    }

    #[test]
    fn desks_are_no_outlets() {
        for name in ["Guest Writer - Right", "Guest Writer", "Editorial", "not available"]
        {
            assert!(is_none(name), "{name}");
        }
        for name in ["Staffordshire Sentinel", "The Opinion Post", "Guestbook Weekly"] {
            assert!(!is_none(name), "{name}");
        }
    }

    #[test]
    fn shouted_names_calm_down() {
        assert_eq!(calm("THE LANTERN"), "The Lantern");
        assert_eq!(calm("NPR"), "NPR");
    }
}
