//! Where are the articles read from? What the user names, else what was read before; each
//! root keeps the name it was first known by, so that its keys stay the same.

use std::path::{Component, Path, PathBuf};

use crate::corpus::{self, Root};
use crate::index::RootFact;

use super::Failure;

/// What is walked, and what is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Roots to walk, in order.
    pub roots: Vec<Root>,
    /// Every root of the index, those that are not walked included.
    pub facts: Vec<RootFact>,
    /// Names of roots that were to be walked and are not there.
    pub vanished: Vec<RootFact>,
}

/// Plans a run over the paths named; over all roots known where none is named.
///
/// # Errors
/// When nothing is at a path that is named.
pub fn plan(
    paths: &[PathBuf],
    known: &[RootFact],
    index: &Path,
) -> Result<Plan, Failure> {
    let mut plan = Plan { facts: known.to_vec(), ..Plan::default() };
    if paths.is_empty() {
        for fact in known {
            let path = resolved(fact, index);
            if path.exists() {
                let path = shown(&path);
                plan.roots.push(Root::Path { path, name: fact.name.clone() });
            } else {
                plan.vanished.push(fact.clone());
            }
        }
        return Ok(plan);
    }
    for root in corpus::roots(paths)? {
        let Root::Path { path, name } = root else {
            plan.roots.push(root);
            continue;
        };
        let name = named(&path, &name, &mut plan.facts, index);
        plan.roots.push(Root::Path { path, name });
    }
    Ok(plan)
}

/// The name of a root among those known; a new one is added to them.
fn named(path: &Path, name: &str, facts: &mut Vec<RootFact>, index: &Path) -> String {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let same =
        |it: &&RootFact| resolved(it, index).canonicalize().is_ok_and(|it| it == real);
    if let Some(fact) = facts.iter().find(same) {
        return fact.name.clone();
    }
    let seen_from_index = relative(&absolute(index), &real);
    // A root of this name that is not there any more has moved here.
    let moved =
        facts.iter_mut().find(|it| it.name == name && !resolved(it, index).exists());
    if let Some(fact) = moved {
        fact.path = seen_from_index;
        return fact.name.clone();
    }
    let taken = |name: &str| facts.iter().any(|it| it.name == name);
    // One of so many names is free, for there are not that many roots.
    let free = (2..facts.len() + 3).map(|n| format!("{name}-{n}")).find(|it| !taken(it));
    let name = if taken(name) { free.unwrap_or_default() } else { name.to_owned() };
    facts.push(RootFact { name: name.clone(), path: seen_from_index });
    name
}

fn resolved(fact: &RootFact, index: &Path) -> PathBuf {
    absolute(index).join(&fact.path)
}

/// Without links as far as it exists: `..` behind a link leads elsewhere.
fn absolute(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent().and_then(|it| it.canonicalize().ok()), absolute.file_name())
    {
        (Some(parent), Some(name)) => parent.join(name),
        _ => absolute,
    }
}

/// A path without the steps that undo each other, for people.
fn shown(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// `to` as seen from the folder `from`, with `/` between components.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<Component>, Vec<Component>) =
        (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..".to_owned());
    let down =
        to[shared..].iter().map(|it| it.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// Whether a key stands below a name, or is it.
pub fn is_below(key: &str, name: &str) -> bool {
    key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(plan: &Plan) -> Vec<&str> {
        let name = |it: &'_ Root| match it {
            Root::Stdin => "-".to_owned(),
            Root::Path { name, .. } => name.clone(),
        };
        plan.roots.iter().map(name).map(|it| &*it.leak()).collect()
    }

    #[test]
    fn roots_keep_their_names() {
        let temp = tempfile::tempdir().expect("a folder");
        let index = temp.path().join("index");
        for folder in ["a/news", "b/news", "index"] {
            fs::create_dir_all(temp.path().join(folder)).expect("a folder");
        }
        let first = plan(&[temp.path().join("a/news")], &[], &index).expect("a plan");
        assert_eq!(names(&first), ["news"]);
        assert_eq!(first.facts[0].path, "../a/news");
        let second = [temp.path().join("b/news")];
        let second = plan(&second, &first.facts, &index).expect("a plan");
        assert_eq!(names(&second), ["news-2"]);
        let all = plan(&[], &second.facts, &index).expect("a plan");
        assert_eq!(names(&all), ["news", "news-2"]);
        fs::remove_dir(temp.path().join("a/news")).expect("a folder");
        let left = plan(&[], &second.facts, &index).expect("a plan");
        assert_eq!((names(&left), left.vanished.len()), (vec!["news-2"], 1));
        fs::create_dir_all(temp.path().join("c/news")).expect("a folder");
        let moved = [temp.path().join("c/news")];
        let moved = plan(&moved, &second.facts, &index).expect("a plan");
        assert_eq!(names(&moved), ["news"]);
    }

    #[test]
    fn below_a_name() {
        assert!(is_below("news/a.txt", "news") && is_below("news", "news"));
        assert!(!is_below("news-2/a.txt", "news"));
    }
}
