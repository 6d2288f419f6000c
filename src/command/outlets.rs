//! Which outlets does the user add? The file that is named, else every `outlets.toml` in
//! a root or beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus::Root;
use crate::extract::Lexicon;

use super::Failure;

/// The user's outlets stand in files of this name.
const FILE: &str = "outlets.toml";

/// The lexicon that knows the user's outlets too; none where the user adds nothing.
///
/// # Errors
/// When a file of outlets cannot be read or understood.
pub fn lexicon(named: Option<&Path>, roots: &[Root]) -> Result<Option<Lexicon>, Failure> {
    let files = match named {
        Some(file) => BTreeSet::from([file.to_owned()]),
        None => beside(roots),
    };
    let mut all = String::new();
    for file in &files {
        let text = fs::read_to_string(file).map_err(|error| {
            Failure::new(format!("cannot read `{}`: {error}", file.display()))
        })?;
        // each file for itself first: an error names its line
        toml::from_str::<toml::Table>(&text).map_err(|error| broken(file, &error))?;
        all += &text;
        all.push('\n');
    }
    let Some(file) = files.first() else { return Ok(None) };
    Lexicon::with_user(&all).map(Some).map_err(|error| broken(file, &error))
}

fn broken(file: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("cannot understand `{}`: {error}", file.display()))
        .hint("an outlet is written as [[outlet]] with a line name = \"The Lantern\"")
}

fn beside(roots: &[Root]) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for root in roots {
        let Root::Path { path, .. } = root else { continue };
        let Ok(real) = path.canonicalize() else { continue };
        let folders = [Some(real.as_path()), real.parent()];
        let found = folders.into_iter().flatten().map(|it| it.join(FILE));
        files.extend(found.filter(|it| it.is_file()));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: &[(&str, &str)], named: Option<&str>) -> Result<Vec<bool>, String> {
        let temp = tempfile::tempdir().unwrap();
        let corpus = temp.path().join("corpus");
        fs::create_dir(&corpus).unwrap();
        for (name, text) in files {
            fs::write(temp.path().join(name), text).unwrap();
        }
        let named = named.map(|it| temp.path().join(it));
        let roots = [Root::Path { path: corpus, name: "corpus".to_owned() }];
        let lexicon =
            lexicon(named.as_deref(), &roots).map_err(|failure| failure.message)?;
        let knows =
            |name| lexicon.as_ref().is_some_and(|it| it.outlet_name(name).is_some());
        Ok(vec![knows("Lantern of Wend"), knows("Wend Echo")])
    }

    const LANTERN: &str = "[[outlet]]\nname = \"Lantern of Wend\"\n";
    const ECHO: &str = "[[outlet]]\nname = \"Wend Echo\"\n";

    #[test]
    fn files_in_the_corpus_and_beside_it_are_read() {
        assert_eq!(names(&[], None), Ok(vec![false, false]));
        assert_eq!(names(&[("outlets.toml", LANTERN)], None), Ok(vec![true, false]));
        let both = [("outlets.toml", LANTERN), ("corpus/outlets.toml", ECHO)];
        assert_eq!(names(&both, None), Ok(vec![true, true]));
    }

    #[test]
    fn a_file_that_is_named_stands_alone() {
        let both = [("outlets.toml", LANTERN), ("mine.toml", ECHO)];
        assert_eq!(names(&both, Some("mine.toml")), Ok(vec![false, true]));
        assert!(names(&[], Some("none.toml")).unwrap_err().contains("cannot read"));
        let error = names(&[("outlets.toml", "[[outlet")], None).unwrap_err();
        assert!(error.contains("outlets.toml`: TOML parse error at line 1"), "{error}");
    }
}
