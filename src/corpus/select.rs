//! Which files does the user want? Patterns for paths below the root, a list of files, a
//! largest size; all of them must agree.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use globset::{Error, GlobBuilder, GlobSet, GlobSetBuilder};

/// What of an archive is read; all of it by default.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
    files: Option<BTreeSet<PathBuf>>,
    /// Most bytes of a file.
    pub largest: Option<u64>,
}

impl Selection {
    /// Selects by patterns: one without `/` is matched with the name of a file or folder
    /// at any depth, one with `/` with the path below the root.
    ///
    /// # Errors
    /// When a pattern cannot be read.
    ///
    /// ```
    /// use morgue::corpus::Selection;
    /// let drafts = Selection::new(&[], &["drafts".to_owned(), "2023/**".to_owned()])?;
    /// assert!(!drafts.wants_folder("lantern/drafts".as_ref()));
    /// assert!(!drafts.wants_file("2023/04/a.txt".as_ref()));
    /// assert!(drafts.wants_file("2024/04/a.txt".as_ref()));
    /// # Ok::<(), globset::Error>(())
    /// ```
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, Error> {
        Ok(Self {
            include: patterns(include)?,
            exclude: patterns(exclude)?,
            ..Self::default()
        })
    }

    /// Only these files, wherever they stand below the roots.
    pub fn only(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        let absolute = |it: PathBuf| std::path::absolute(&it).unwrap_or(it);
        self.files = Some(files.into_iter().map(absolute).collect());
    }

    /// Whatever there is, as far as names go.
    pub(super) fn is_everything(&self) -> bool {
        self.include.is_none() && self.exclude.is_none() && self.files.is_none()
    }

    /// A folder at this path below the root is walked.
    pub fn wants_folder(&self, path: &Path) -> bool {
        !matches(self.exclude.as_ref(), path)
    }

    /// A file at this path below the root is read.
    pub fn wants_file(&self, path: &Path) -> bool {
        (self.include.is_none() || matches(self.include.as_ref(), path))
            && !matches(self.exclude.as_ref(), path)
    }

    /// A file is in the list, if there is one.
    pub(super) fn lists(&self, path: &Path) -> bool {
        let Some(files) = &self.files else { return true };
        std::path::absolute(path).is_ok_and(|it| files.contains(&it))
    }
}

fn patterns(globs: &[String]) -> Result<Option<GlobSet>, Error> {
    if globs.is_empty() {
        return Ok(None);
    }
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        let anywhere = !glob.trim_end_matches('/').contains('/');
        let rooted = if anywhere {
            format!("**/{}", glob.trim_end_matches('/'))
        } else {
            glob.trim_matches('/').to_owned()
        };
        builder.add(GlobBuilder::new(&rooted).literal_separator(true).build()?);
    }
    builder.build().map(Some)
}

fn matches(globs: Option<&GlobSet>, path: &Path) -> bool {
    globs.is_some_and(|it| it.is_match(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(include: &[&str], exclude: &[&str], path: &str, expected: bool) {
        let owned =
            |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&owned(include), &owned(exclude)).expect("globs");
        assert_eq!(selection.wants_file(path.as_ref()), expected, "{path}");
    }

    #[test]
    fn patterns_of_names_and_of_paths() {
        check(&[], &[], "a/b.txt", true);
        check(&["*.txt"], &[], "a/b.txt", true);
        check(&["*.txt"], &[], "a/b.jsonl", false);
        check(&["lantern/**"], &[], "lantern/2024/b.txt", true);
        check(&["lantern/*.txt"], &[], "lantern/2024/b.txt", false);
        check(&[], &["*.md"], "a/b.md", false);
        check(&["*.txt"], &["draft-*"], "a/draft-1.txt", false);
    }

    #[test]
    fn a_broken_pattern_is_an_error() {
        assert!(Selection::new(&["a[".to_owned()], &[]).is_err());
    }
}
