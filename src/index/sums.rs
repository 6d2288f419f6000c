//! Are the files of a generation what was written? `sums.bin` holds the size of each file
//! and a hash of every block of it, behind a hash of itself. A block is compared when it is
//! read (`guard`), a small table as a whole, and everything by `morgue check`; so a search
//! over a damaged disk fails, and never answers by half.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::codec::{In, Out};

/// The file in the folder of a generation.
pub(super) const FILE: &str = "sums.bin";

/// Bytes that are hashed together: what one look into a list of words reads and checks
/// at least. A hash for each is a ten-thousandth of the index.
pub(super) const BLOCK: usize = 64 << 10;

/// Longest table that is read, in bytes: that of two terabytes.
const MOST: u64 = 256 << 20;

/// One file as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// Bytes.
    pub(super) size: u64,
    /// Hash of each block.
    pub(super) blocks: Vec<u64>,
}

/// All files of a generation but this table itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    files: BTreeMap<String, Sum>,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is not there.
    Missing,
    /// It has another size than it was written with.
    Size,
    /// It has other bytes.
    Altered,
    /// The disk does not give it.
    Unreadable,
}

impl Wrong {
    /// In words that follow the name of the file.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Size => "is longer or shorter than it was written",
            Self::Altered => "has other bytes than were written",
            Self::Unreadable => "cannot be read",
        }
    }

    /// As an error of the disk.
    pub(super) fn error(self, name: &str) -> io::Error {
        let kind = match self {
            Self::Missing => io::ErrorKind::NotFound,
            _ => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, format!("`{name}` {}", self.words()))
    }
}

impl Sum {
    /// Reads a file through.
    fn of(file: &mut File) -> io::Result<Self> {
        let mut sum = Self::default();
        let mut block = Vec::with_capacity(BLOCK);
        loop {
            block.clear();
            let read = file.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
            if read == 0 {
                return Ok(sum);
            }
            sum.size += read as u64;
            sum.blocks.push(xxh3_64(&block));
        }
    }

    /// Whether these are the bytes.
    fn fits(&self, bytes: &[u8]) -> Result<(), Wrong> {
        if bytes.len() as u64 != self.size {
            return Err(Wrong::Size);
        }
        let blocks = bytes.chunks(BLOCK).map(xxh3_64);
        if blocks.eq(self.blocks.iter().copied()) { Ok(()) } else { Err(Wrong::Altered) }
    }
}

impl Sums {
    /// Hashes the files in a folder, and sees that they are on the disk. Those that a
    /// generation before had under the same name are linked from there and not hashed
    /// again: were they damaged since, they are so here too.
    pub(super) fn take(folder: &Path, before: Option<&Self>) -> io::Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().into_string()
                && counts(&name)
            {
                names.push((name, entry.metadata()?.len()));
            }
        }
        let sum = |(name, size): (String, u64)| {
            let known = before.and_then(|it| it.files.get(&name));
            let known =
                known.filter(|it| super::carry::is_segment(&name) && it.size == size);
            if let Some(sum) = known {
                return Ok((name, sum.clone()));
            }
            let mut file =
                File::options().read(true).write(true).open(folder.join(&name))?;
            file.sync_all()?;
            Ok((name, Sum::of(&mut file)?))
        };
        let files = names.into_par_iter().map(sum).collect::<io::Result<_>>()?;
        Ok(Self { files })
    }

    /// The table as bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.size(self.files.len());
        for (name, sum) in &self.files {
            out.text(name);
            out.number(sum.size);
            out.many(&sum.blocks, |out, it| out.fixed(*it));
        }
        let seal = xxh3_64(&out.bytes);
        out.fixed(seal);
        out.bytes
    }

    /// Reads the table of a generation.
    pub(super) fn load(folder: &Path) -> io::Result<Self> {
        let bytes =
            whole(&folder.join(FILE), MOST).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Wrong::Missing.error(FILE),
                _ => error,
            })?;
        Self::read_from(&bytes).ok_or_else(|| Wrong::Altered.error(FILE))
    }

    fn read_from(bytes: &[u8]) -> Option<Self> {
        let (bytes, seal) = bytes.split_last_chunk::<8>()?;
        let sealed = u64::from_le_bytes(*seal) == xxh3_64(bytes);
        if sealed { Self::of_table(bytes) } else { None }
    }

    /// The table from what stands before its hash.
    pub(super) fn of_table(bytes: &[u8]) -> Option<Self> {
        let file = |from: &mut In| {
            let name = from.text().filter(|it| is_name(it))?;
            let size = from.number()?;
            let blocks = from.many(In::fixed)?;
            let fits = size.div_ceil(BLOCK as u64) == blocks.len() as u64;
            fits.then_some((name, Sum { size, blocks }))
        };
        let files = In::whole(bytes, |from| from.many(file))?;
        let ordered = files.is_sorted_by(|a, b| a.0 < b.0);
        ordered.then(|| Self { files: files.into_iter().collect() })
    }

    /// Names of all files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// One file, by name.
    pub(super) fn get(&self, name: &str) -> Option<&Sum> {
        self.files.get(name)
    }

    /// Bytes of all files.
    pub(super) fn size(&self) -> u64 {
        self.files.values().fold(0, |sum, it| sum.saturating_add(it.size))
    }

    /// Looks whether every file that a search needs is there in its size.
    pub(super) fn sizes(&self, folder: &Path) -> io::Result<()> {
        let account = |it: &&str| super::ledger::ACCOUNT.contains(it);
        for (name, sum) in self.files.iter().filter(|it| !account(&it.0.as_str())) {
            let wrong = match fs::metadata(folder.join(name)) {
                Ok(found) if found.len() == sum.size => continue,
                Ok(_) => Wrong::Size,
                Err(error) if error.kind() == io::ErrorKind::NotFound => Wrong::Missing,
                Err(error) => return Err(error),
            };
            return Err(wrong.error(name));
        }
        Ok(())
    }

    /// Compares the bytes of a file.
    pub(super) fn compare(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let sum = self.files.get(name).ok_or_else(|| Wrong::Missing.error(FILE))?;
        sum.fits(bytes).map_err(|it| it.error(name))
    }

    /// A small file, read and compared as a whole.
    pub(super) fn read(&self, folder: &Path, name: &str) -> io::Result<Vec<u8>> {
        let size = self.files.get(name).map_or(0, |it| it.size);
        let bytes =
            whole(&folder.join(name), size).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Wrong::Missing.error(name),
                _ => error,
            })?;
        self.compare(name, &bytes)?;
        Ok(bytes)
    }

    /// Reads a file through; what is wrong with it, if anything.
    pub(super) fn verify(&self, folder: &Path, name: &str) -> Option<Wrong> {
        let found = File::open(folder.join(name)).and_then(|mut it| Sum::of(&mut it));
        match found {
            Ok(found) => {
                let sum = self.files.get(name)?;
                if found.size != sum.size {
                    Some(Wrong::Size)
                } else if found.blocks != sum.blocks {
                    Some(Wrong::Altered)
                } else {
                    None
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Wrong::Missing),
            Err(_) => Some(Wrong::Unreadable),
        }
    }
}

/// A file of no more than `most` bytes, and one byte of one that is longer: on a damaged
/// disk a file may have any length.
pub(super) fn whole(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file in the folder of a generation, and nowhere else.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name != ".." && !name.contains(['/', '\\', '\0'])
}

/// Locks of the engine are no part of a generation, nor is the table itself.
fn counts(name: &str) -> bool {
    name != FILE && !locks(name)
}

/// Whether a file is only a lock of the engine.
pub(super) fn locks(name: &str) -> bool {
    name.starts_with('.') && Path::new(name).extension().is_some_and(|it| it == "lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_a_file_is_seen() {
        let temp = tempfile::tempdir().expect("a folder");
        let long: Vec<u8> = (0..200_000_u32).map(|it| (it % 251) as u8).collect();
        let whole: [(&str, &[u8]); 3] = [("a", b"few"), ("b", &long), ("c", b"")];
        for (name, bytes) in whole {
            fs::write(temp.path().join(name), bytes).expect("a file");
        }
        let sums = Sums::take(temp.path(), None).expect("a disk");
        let table = sums.bytes();
        assert_eq!(Sums::read_from(&table), Some(sums.clone()));
        let wrong = |name: &str| sums.verify(temp.path(), name);
        assert_eq!(whole.map(|it| wrong(it.0)), [None, None, None]);
        let mut other = long.clone();
        other[150_000] ^= 4;
        fs::write(temp.path().join("b"), &other).expect("a file");
        assert_eq!(wrong("b"), Some(Wrong::Altered));
        assert!(sums.sizes(temp.path()).is_ok() && sums.read(temp.path(), "b").is_err());
        fs::write(temp.path().join("b"), &long[1..]).expect("a file");
        assert_eq!(wrong("b"), Some(Wrong::Size));
        fs::remove_file(temp.path().join("b")).expect("a file");
        assert_eq!(wrong("b"), Some(Wrong::Missing));
        assert!(sums.sizes(temp.path()).is_err());
        for at in 0..table.len() {
            let mut other = table.clone();
            other[at] ^= 1;
            assert_eq!(Sums::read_from(&other), None, "byte {at}");
            assert_eq!(Sums::read_from(&table[..at]), None, "cut at {at}");
        }
    }
}
