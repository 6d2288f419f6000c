//! By what name is a file of an archive known? Names in archives are text and nothing
//! else: no path is made of them, so `../../etc/passwd` is a name like any other.

use std::collections::BTreeMap;

use super::facts;
use super::key::component;
use super::look::is_beside;
use super::unpack::{is_known, split};
use crate::model::PathFacts;

/// Kinds that a note names.
const NAMED: usize = 5;

/// A name with `/` between its parts, no control characters and none of the steps that
/// lead out of a folder.
pub(super) fn portable(name: &str) -> String {
    let name = name.replace('\\', "/");
    let parts = name.split('/').filter(|it| !matches!(*it, "" | "." | ".."));
    parts.map(|it| component(it.as_ref())).collect::<Vec<_>>().join("/")
}

/// A place within a place: `a.zip#lantern/dump.jsonl#3`.
pub(super) fn joined(outer: Option<&str>, inner: Option<String>) -> Option<String> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(format!("{outer}#{inner}")),
        (None, inner) => inner,
        (outer, None) => outer.map(str::to_owned),
    }
}

/// What the folders of an archive suggest; none where they suggest nothing.
pub(super) fn facts(key: &str, name: &str) -> Option<PathFacts> {
    let found = facts::facts(&format!("{key}/{name}"));
    (found != PathFacts::default()).then_some(found)
}

/// Whether a file of an archive is none that anybody means: hidden, or put in by a system.
pub(super) fn is_hidden(name: &str) -> bool {
    name.split('/').any(|it| it.starts_with('.') || it == "__MACOSX")
}

/// The kind of a file of an archive that is not read, as [`super::Walked::skipped`] has it.
pub(super) fn kind_passed_over(name: &str, extensions: &[&str]) -> Option<String> {
    let file = name.rsplit('/').next().unwrap_or_default();
    if is_hidden(name) || is_beside(file) {
        return Some("hidden or beside the articles".to_owned());
    }
    if is_known(file, extensions) {
        return None;
    }
    match split(file) {
        (_, extension) if extension.is_empty() => Some("no extension".to_owned()),
        (_, extension) => Some(format!(".{extension}")),
    }
}

/// Says what was passed over: `files passed over: .jpg 20, .css 3`.
pub(super) fn passed_over(kinds: &BTreeMap<String, u64>) -> Option<String> {
    let mut kinds: Vec<(&String, &u64)> = kinds.iter().collect();
    kinds.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
    let named = kinds.iter().take(NAMED).map(|(name, count)| format!("{name} {count}"));
    let mut named: Vec<String> = named.collect();
    let others: u64 = kinds.iter().skip(NAMED).map(|(_, count)| **count).sum();
    if others > 0 {
        named.push(format!("others {others}"));
    }
    (!named.is_empty()).then(|| format!("files passed over: {}", named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        for (name, expected) in [
            ("a/b.txt", "a/b.txt"),
            ("../../etc/passwd.txt", "etc/passwd.txt"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\news\\a.txt", "C:/news/a.txt"),
            ("a//./b\n.txt", "a/b\\x0A.txt"),
        ] {
            assert_eq!(portable(name), expected, "{name:?}");
        }
    }

    #[test]
    fn kinds_that_are_passed_over() {
        let kind = |name| kind_passed_over(name, &["txt"]);
        assert_eq!(kind("a/b.txt"), None);
        assert_eq!(kind("b.txt.gz"), None);
        assert_eq!(kind("b.JPG"), Some(".jpg".to_owned()));
        assert_eq!(kind("b"), Some("no extension".to_owned()));
        assert!(kind("__MACOSX/b.txt").is_some() && kind("a/README.txt").is_some());
    }
}
