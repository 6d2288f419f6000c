//! Which files of the archive are known already, and unchanged? A table the caller hands
//! in: the walk passes over what has the same size and time of change, and marks what it
//! meets, so that what is gone can be told afterwards.

use std::fs::Metadata;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashMap;

/// How a file stands on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds from 1970 to its last change; 0 where the system does not tell.
    pub modified: u64,
}

impl Stamp {
    /// Of a file or, all zero, of a pipe.
    pub fn of(metadata: &Metadata) -> Self {
        if !metadata.is_file() {
            return Self::default();
        }
        let modified = metadata.modified().ok();
        let since = modified.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        let nanoseconds = since.and_then(|it| u64::try_from(it.as_nanos()).ok());
        Self { size: metadata.len(), modified: nanoseconds.unwrap_or(0) }
    }

    /// Tells something about a file.
    const fn is_telling(self) -> bool {
        self.modified > 0
    }
}

/// Files that were read before.
#[derive(Debug, Default)]
pub struct Known {
    files: FxHashMap<String, Entry>,
    /// Files that are not in the table are passed over too.
    pub only_these: bool,
}

#[derive(Debug)]
struct Entry {
    then: Then,
    seen: AtomicBool,
}

/// When a known file is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// When it is not as it was.
    Changed(Stamp),
    /// In any case.
    Always,
    /// In no case.
    Never,
}

impl Known {
    /// A file by its key.
    pub fn add(&mut self, key: String, then: Then) {
        self.files.insert(key, Entry { then, seen: AtomicBool::new(false) });
    }

    /// Marks a file as met.
    pub(super) fn meet(&self, key: &str) {
        if let Some(entry) = self.files.get(key) {
            entry.seen.store(true, Ordering::Relaxed);
        }
    }

    /// Whether a file that is met now needs no reading.
    pub(super) fn is_unchanged(&self, key: &str, now: Stamp) -> bool {
        let Some(entry) = self.files.get(key) else { return self.only_these };
        entry.seen.store(true, Ordering::Relaxed);
        match entry.then {
            Then::Changed(stamp) => stamp == now && now.is_telling(),
            Then::Always => false,
            Then::Never => true,
        }
    }

    /// Keys of the files that a walk has not met.
    pub fn gone(&self) -> impl Iterator<Item = &str> {
        let unseen = |it: &&Entry| !it.seen.load(Ordering::Relaxed);
        self.files.iter().filter(move |(_, it)| unseen(it)).map(|(key, _)| key.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unchanged_and_what_is_gone() {
        let stamp = Stamp { size: 3, modified: 9 };
        let mut known = Known::default();
        for key in ["a", "b", "c"] {
            known.add(key.to_owned(), Then::Changed(stamp));
        }
        known.add("d".to_owned(), Then::Always);
        assert!(known.is_unchanged("a", stamp));
        assert!(!known.is_unchanged("b", Stamp { size: 4, ..stamp }));
        assert!(!known.is_unchanged("d", stamp));
        assert!(!known.is_unchanged("new", stamp));
        assert_eq!(known.gone().collect::<Vec<_>>(), ["c"]);
        known.only_these = true;
        assert!(known.is_unchanged("new", stamp));
    }

    #[test]
    fn a_stamp_without_a_time_says_nothing() {
        let mut known = Known::default();
        known.add("pipe".to_owned(), Then::Changed(Stamp::default()));
        assert!(!known.is_unchanged("pipe", Stamp::default()));
    }
}
