//! How does a generation begin with what is in another one? Segments are linked, for they
//! never change; what the engine writes anew is copied.

use std::fs;
use std::path::{Path, PathBuf};

use super::generation::{Error, abandon, create, io_error};

/// Makes the folder of a new generation that begins with all segments of an old one:
/// linked, for they never change; copied where the disk knows no links.
///
/// # Errors
/// The folder or a link cannot be made.
pub fn carry(index: &Path, from: &Path) -> Result<PathBuf, Error> {
    let path = create(index)?;
    let filled = fill(&path, from);
    if filled.is_err() {
        abandon(&path);
    }
    filled.map(|()| path)
}

fn fill(path: &Path, from: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(from).map_err(io_error("read generation", from))? {
        let entry = entry.map_err(io_error("read generation", from))?;
        let name = entry.file_name();
        let target = path.join(&name);
        let text = name.to_string_lossy();
        let linked = is_segment(&text) && fs::hard_link(entry.path(), &target).is_ok();
        if !linked && (is_segment(&text) || REWRITTEN.contains(&&*text)) {
            fs::copy(entry.path(), &target).map_err(io_error("copy", &target))?;
        }
    }
    Ok(())
}

/// Files of the engine that are written anew by every run: a link would change the old
/// generation with the new one.
const REWRITTEN: [&str; 2] = ["meta.json", ".managed.json"];

/// Segments are named by 32 hex digits.
pub(super) fn is_segment(name: &str) -> bool {
    name.len() > 32 && name.bytes().take(32).all(|it| it.is_ascii_hexdigit())
}
