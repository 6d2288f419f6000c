//! Which articles does the user want gone for good? A text file of theirs beside the
//! index, one id a line, so that it outlives every rebuild.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

/// The file, beside the folder of the index.
const FILE: &str = "morgue.forget";

const HEAD: &str = "# Articles that are not indexed, one id a line; `morgue forget ID` adds \
                    to them.\n# Take a line out and run `morgue index` to have one back.\n";

/// Ids of articles that are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    ids: FxHashSet<String>,
}

impl Forgotten {
    /// Reads the file beside an index; empty where there is no such file.
    ///
    /// # Errors
    /// It is there and cannot be read: what the user wants gone must not come back.
    pub fn beside(index: &Path) -> io::Result<Self> {
        let text = match fs::read_to_string(file(index)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let line = |it: &str| it.split(" #").next().unwrap_or_default().trim().to_owned();
        let ids = text.lines().filter(|it| !it.starts_with('#')).map(line);
        Ok(Self { ids: ids.filter(|it| !it.is_empty()).collect() })
    }

    /// Whether an article is left out, by our id or the input's own.
    pub fn has(&self, id: u64, given: Option<&str>) -> bool {
        !self.ids.is_empty()
            && (self.ids.contains(&format!("{id:016x}"))
                || given.is_some_and(|it| self.ids.contains(it)))
    }
}

/// Adds an article to the file, with a remark for the user's eyes.
///
/// # Errors
/// The file cannot be written.
pub fn add(index: &Path, id: u64, remark: &str) -> io::Result<PathBuf> {
    let path = file(index);
    let fresh = !path.exists();
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    if fresh {
        file.write_all(HEAD.as_bytes())?;
    }
    let remark = remark.replace(char::is_control, " ");
    writeln!(file, "{id:016x}  # {remark}")?;
    Ok(path)
}

/// The user's file for an index.
pub fn file(index: &Path) -> PathBuf {
    let absolute = std::path::absolute(index).unwrap_or_else(|_| index.to_owned());
    absolute.parent().map_or_else(|| FILE.into(), |it| it.join(FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let index = folder.path().join("index");
        let beside = || Forgotten::beside(&index).expect("a list or none");
        assert!(!beside().has(7, None));
        let path = add(&index, 7, "Ferry\nstays").expect("a disk");
        add(&index, 8, "Another").expect("a disk");
        let text = fs::read_to_string(&path).expect("the file");
        assert!(text.ends_with("0000000000000008  # Another\n"), "{text}");
        fs::write(&path, text + "lantern-9\n").expect("a disk");
        let forgotten = beside();
        assert!(forgotten.has(7, None) && forgotten.has(8, None));
        assert!(forgotten.has(1, Some("lantern-9")));
        assert!(!forgotten.has(9, Some("lantern")));
        fs::write(&path, b"\xff").expect("a disk");
        assert!(Forgotten::beside(&index).is_err());
    }
}
