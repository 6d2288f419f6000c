//! Where is the index? Where `--index` or MORGUE_INDEX says, else `index/` here or in the
//! nearest parent folder. Nothing is opened here.

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::index::generation;

use super::Failure;

/// Name of the folder an index lives in.
pub const FOLDER: &str = "index";

/// A corpus larger than this is not indexed without being asked to.
const SMALL: u64 = 100 << 20;

/// Where the index is.
#[derive(Clone, Debug, Default, Args)]
pub struct IndexFlag {
    /// Folder of the index.
    ///
    /// Without it: `index` here or in the nearest parent folder.
    #[arg(long, value_name = "FOLDER", env = "MORGUE_INDEX")]
    pub index: Option<PathBuf>,
}

impl IndexFlag {
    /// The folder to open; it may turn out not to be an index.
    ///
    /// # Errors
    /// When none is given and none is found.
    pub fn find(&self) -> Result<PathBuf, Failure> {
        let here = env::current_dir().unwrap_or_default();
        let found = || nearest(&here).map(|it| shorten(&it, &here));
        self.index.clone().or_else(found).ok_or_else(missing)
    }

    /// Where a new index goes.
    pub fn target(&self) -> PathBuf {
        self.find().unwrap_or_else(|_| FOLDER.into())
    }
}

/// `path` as seen from `here`, where it lies below.
fn shorten(path: &Path, here: &Path) -> PathBuf {
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

/// The nearest `index/` upward that holds an index.
fn nearest(here: &Path) -> Option<PathBuf> {
    let folders = here.ancestors().map(|folder| folder.join(FOLDER));
    folders.into_iter().find(|folder| generation::holds_index(folder))
}

/// The `corpus/` beside, if it is small enough to be indexed on the way.
pub fn small_corpus() -> Option<PathBuf> {
    let corpus = PathBuf::from("corpus");
    let mut left = SMALL;
    for entry in walkdir::WalkDir::new(&corpus) {
        let size = entry.ok()?.metadata().ok()?.len();
        left = left.checked_sub(size)?;
    }
    Some(corpus)
}

/// What is said when there is no index.
pub fn missing() -> Failure {
    Failure::new("no index here or in a parent folder")
        .hint("run `morgue index FOLDER` to build one, or name one with `--index`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_parent_with_an_index() {
        let root = tempfile::tempdir().expect("a folder");
        let deep = root.path().join("a/b");
        fs::create_dir_all(&deep).expect("folders");
        // A folder called index that is none (the source tree has one) is passed over.
        fs::create_dir_all(root.path().join("a/index")).expect("a folder");
        let index = root.path().join(FOLDER);
        fs::create_dir_all(&index).expect("a folder");
        assert_eq!(nearest(&deep), None);
        fs::write(index.join("CURRENT"), "gen-1").expect("a file");
        assert_eq!(nearest(&deep), Some(index));
    }
}
