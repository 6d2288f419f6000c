//! Who writes to an index? One run at a time: it holds the file `LOCK` for as long as it
//! lives, and its name stands in it for whoever comes second.

use std::fs::{self, File, TryLockError};
use std::io::{Seek, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::generation::{Error, io_error, refuse_foreign};
use super::sums::whole;

/// The file that is locked.
pub(super) const LOCK: &str = "LOCK";

/// How often a lock is tried, and how long in between.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// Takes the lock of an index for as long as the file lives.
///
/// # Errors
/// Another run holds it, or the folder cannot be made.
pub fn lock(index: &Path) -> Result<File, Error> {
    fs::create_dir_all(index).map_err(io_error("make index folder", index))?;
    refuse_foreign(index)?;
    let path = index.join(LOCK);
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(io_error("open lock", &path))?;
    for attempt in 0.. {
        match file.try_lock() {
            Ok(()) => break,
            // A process that is just being started may hold a copy of a lock that was let
            // go: between its birth and its first step it has all our open files.
            Err(TryLockError::WouldBlock) if attempt < ATTEMPTS => sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Busy {
                    path: index.to_owned(),
                    holder: holder(&path),
                });
            }
            Err(TryLockError::Error(source)) => {
                return Err(Error::Io { what: "lock", path, source });
            }
        }
    }
    // A disk too full for a line will say so where it matters.
    let _ = sign(&mut file);
    Ok(file)
}

/// Writes who holds the lock, over whoever held it before.
fn sign(file: &mut File) -> std::io::Result<()> {
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
    let line = format!("process {} on {} since {now}\n", std::process::id(), host());
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(line.as_bytes())
}

/// Who holds the lock, as it wrote down; one line of plain characters.
fn holder(path: &Path) -> String {
    let text = whole(path, 400).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let line = text.lines().next().unwrap_or_default();
    let line: String = line.chars().filter(|it| !it.is_control()).take(200).collect();
    if line.starts_with("process ") { format!(" ({line})") } else { String::new() }
}

/// Name of this machine, where the system tells it in a file.
fn host() -> String {
    ["/proc/sys/kernel/hostname", "/etc/hostname"]
        .iter()
        .filter_map(|it| fs::read_to_string(it).ok())
        .map(|it| it.trim().to_owned())
        .find(|it| !it.is_empty())
        .unwrap_or_else(|| "this machine".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_hears_of_the_first() {
        let temp = tempfile::tempdir().expect("a folder");
        let first = lock(temp.path()).expect("free");
        let busy = lock(temp.path()).expect_err("held").to_string();
        let process = format!("(process {} on ", std::process::id());
        assert!(busy.contains(&process) && busy.contains(" since 20"), "{busy}");
        drop(first);
        drop(lock(temp.path()).expect("free again"));
    }
}
