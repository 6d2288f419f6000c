//! Which generations does `CURRENT` name? The file is read strictly: a name that is not
//! whole is damage, for to pass over it would be to answer from an older generation.

use std::fs;
use std::io;
use std::path::Path;

use super::generation::{Error, PREFIX, io_error, sync_folder, write_whole};
use super::sums::whole;

/// The file that names the generations.
pub(super) const CURRENT: &str = "CURRENT";

/// What is to become of it.
const HALF: &str = ".CURRENT.new";

/// Generations that are named at most: the one that answers and the one before.
const MOST: usize = 2;

/// Longest file that can hold them.
const LONGEST: u64 = 4 << 10;

/// The names in `CURRENT`, newest first; none where there is no such file.
///
/// # Errors
/// In words, what is wrong with it.
pub(super) fn read(index: &Path) -> Result<Vec<String>, String> {
    let read = |path| String::from_utf8(whole(path, LONGEST)?).map_err(io::Error::other);
    let text = match read(&index.join(CURRENT)) {
        Ok(text) => text,
        Err(error) if is_absent(&error) => return Ok(Vec::new()),
        Err(error) => return Err(format!("`{CURRENT}` cannot be read: {error}")),
    };
    let names: Vec<String> = text.lines().map(str::to_owned).collect();
    if names.is_empty() {
        return Err(format!("`{CURRENT}` is empty"));
    }
    if names.len() > MOST || !names.iter().all(|it| is_name(it)) || !text.ends_with('\n')
    {
        return Err(format!("`{CURRENT}` names no generation"));
    }
    Ok(names)
}

/// The file or the folder it would be in is not there.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidFilename
    )
}

/// Names are made by `generation::create`: no path, nothing to escape.
fn is_name(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|rest| {
        !rest.is_empty()
            && rest.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
    })
}

/// Removes a pointer that was not put into place.
pub(super) fn forget_half(index: &Path) {
    let _ = fs::remove_file(index.join(HALF));
}

/// Switches `CURRENT` to these generations, newest first, at one moment.
pub(super) fn write(index: &Path, names: &[String]) -> Result<(), Error> {
    let fresh = index.join(HALF);
    let target = index.join(CURRENT);
    let switched = write_whole(&fresh, format!("{}\n", names.join("\n")).as_bytes())
        .and_then(|()| fs::rename(&fresh, &target).map_err(io_error("switch", &target)));
    if switched.is_err() {
        // A full disk leaves no half of it.
        forget_half(index);
    }
    switched?;
    // It is done: a disk that cannot be told to keep it is no reason to undo it.
    let _ = sync_folder(index);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_are_believed() {
        let temp = tempfile::tempdir().expect("a folder");
        let read = |text: &str| {
            fs::write(temp.path().join(CURRENT), text).expect("a file");
            read(temp.path())
        };
        let both = "gen-20260101T000000Z-0a\ngen-20250101T000000Z-0b\n";
        assert_eq!(read(both).map(|it| it.len()), Ok(2));
        for text in ["", "gen-\n", "gem-1\n", "gen-1", "gen-1\n../gen-2\n", "gen-1\n\n"] {
            assert!(read(text).is_err(), "{text:?}");
        }
        fs::remove_file(temp.path().join(CURRENT)).expect("a file");
        assert_eq!(super::read(temp.path()), Ok(Vec::new()));
    }
}
