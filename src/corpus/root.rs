//! Where does a walk begin, and by what name? The paths a user names, each with a name
//! of its own that no machine's layout shows through.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use super::key::component;

/// Where a walk begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// Standard input, read as JSON Lines.
    Stdin,
    /// A folder, or one file.
    Path {
        /// As the user named it.
        path: PathBuf,
        /// First component of every key below it.
        name: String,
    },
}

/// A root that cannot be walked at all.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// Nothing is there, or it may not be looked at.
    #[error("cannot read `{}`: {error}", path.display())]
    Missing {
        /// As named.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
}

/// Names the roots at `paths`; `-` is standard input. The name is the last component of
/// the path, or as many as it takes to tell two roots apart; what is named twice is
/// walked once.
///
/// # Errors
/// When nothing is at one of the paths.
pub fn roots(paths: &[PathBuf]) -> Result<Vec<Root>, RootError> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<Option<(PathBuf, Vec<OsString>)>> = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            if seen.insert(path.clone()) {
                found.push(None);
            }
            continue;
        }
        let real = path
            .canonicalize()
            .map_err(|error| RootError::Missing { path: path.clone(), error })?;
        let names = components(path, &real);
        if seen.insert(real) {
            found.push(Some((path.clone(), names)));
        }
    }
    Ok(named(found))
}

/// The components of an absolute path, last one first.
fn components(path: &Path, real: &Path) -> Vec<OsString> {
    let names = |path: &Path| -> Vec<OsString> {
        path.components()
            .rev()
            .filter_map(|it| match it {
                Component::Normal(name) => Some(name.to_owned()),
                _ => None,
            })
            .collect()
    };
    // "latest" keeps its name though it is a link; "." and "a/.." have none of their own
    match (path.file_name(), std::path::absolute(path)) {
        (Some(_), Ok(absolute)) => names(&absolute),
        _ => names(real),
    }
}

fn named(found: Vec<Option<(PathBuf, Vec<OsString>)>>) -> Vec<Root> {
    let all: Vec<&Vec<OsString>> =
        found.iter().flatten().map(|(_, names)| names).collect();
    let name = |own: &Vec<OsString>| {
        let unique = |depth: &usize| {
            let mine = own.iter().take(*depth);
            all.iter().filter(|it| it.iter().take(*depth).eq(mine.clone())).count() == 1
        };
        let depth = (1..=own.len()).find(unique).unwrap_or(own.len());
        let parts: Vec<String> =
            own.iter().take(depth).rev().map(|it| component(it)).collect();
        if parts.is_empty() { "root".to_owned() } else { parts.join("/") }
    };
    let names: Vec<Option<String>> =
        found.iter().map(|it| it.as_ref().map(|(_, names)| name(names))).collect();
    found
        .into_iter()
        .zip(names)
        .map(|(root, name)| match (root, name) {
            (Some((path, _)), Some(name)) => Root::Path { path, name },
            _ => Root::Stdin,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn check(folders: &[&str], named: &[&str], expected: &[&str]) {
        let temp = tempfile::tempdir().unwrap();
        for folder in folders {
            fs::create_dir_all(temp.path().join(folder)).unwrap();
        }
        let paths: Vec<PathBuf> = named
            .iter()
            .map(|it| if *it == "-" { "-".into() } else { temp.path().join(it) })
            .collect();
        let names: Vec<String> = roots(&paths)
            .unwrap()
            .into_iter()
            .map(|root| match root {
                Root::Stdin => "-".to_owned(),
                Root::Path { name, .. } => name,
            })
            .collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn the_last_component_names_a_root() {
        check(&["a/news"], &["a/news"], &["news"]);
        check(&["a/news"], &["a/news/"], &["news"]);
        check(&["a/news"], &["a/news/."], &["news"]);
        check(&["a/b", "a/c"], &["a/b", "-", "a/c"], &["b", "-", "c"]);
        check(&["a/b"], &["a/b/../b"], &["b"]);
    }

    #[test]
    fn roots_of_one_name_are_told_apart() {
        check(&["a/news", "b/news"], &["a/news", "b/news"], &["a/news", "b/news"]);
        check(
            &["x/a/news", "y/a/news", "z"],
            &["x/a/news", "y/a/news", "z"],
            &["x/a/news", "y/a/news", "z"],
        );
    }

    #[test]
    fn what_is_named_twice_is_walked_once() {
        check(&["a"], &["a", "a/", "-", "a/../a", "-"], &["a", "-"]);
    }

    #[test]
    fn a_missing_root_is_an_error() {
        let error = roots(&["no/such/folder".into()]).unwrap_err().to_string();
        assert!(error.starts_with("cannot read `no/such/folder`: "), "{error}");
    }
}
