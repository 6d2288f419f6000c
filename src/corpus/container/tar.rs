//! What files does a tar archive hold? Streamed in their order; links, devices and
//! folders are nothing to read.

use std::cell::Cell;
use std::io::{self, BufReader, Read};

use ::tar::{Archive, EntryType};

use super::guard::{bomb, is_bomb};
use super::{Container, Found, Halt, Input, Members, Receiver, explain};

/// tar, of any dialect.
pub const TAR: Container = Container {
    name: "tar",
    extensions: &["tar"],
    magic: None,
    members: Members::Files,
    unpack,
};

/// Most bytes between two files: long names and other extensions.
const BETWEEN: u64 = 1 << 20;

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let allowed = Cell::new(BETWEEN);
    let mut archive = Archive::new(Between { inner: input.bytes, allowed: &allowed });
    let mut entries = archive.entries()?;
    let mut left = 0;
    loop {
        allowed.set(BETWEEN.saturating_add(left));
        left = 0;
        let Some(entry) = entries.next() else { return Ok(()) };
        let mut entry = entry.map_err(|error| explain(TAR.name, error))?;
        allowed.set(u64::MAX);
        let kind = entry.header().entry_type();
        if matches!(
            kind,
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse
        ) {
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let stored = entry.header().entry_size().unwrap_or(0);
            // gaps of a sparse file are read as zeros: a kilobyte can tell of an exabyte
            if kind == EntryType::GNUSparse && is_bomb(stored, entry.size()) {
                left = stored;
                let (inside, reason) = (Some(name), bomb().to_string());
                found(Found::Failure { inside, reason, hint: "" })?;
                continue;
            }
            let mut bytes = BufReader::with_capacity(1 << 16, &mut entry);
            found(Found::File { name, bytes: &mut bytes })?;
        }
        // what is left of it must not count as what stands between
        io::copy(&mut entry, &mut io::sink())
            .map_err(|error| explain(TAR.name, error))?;
    }
}

/// Refuses names that are longer than memory should hold.
struct Between<'a, R> {
    inner: R,
    allowed: &'a Cell<u64>,
}

impl<R: Read> Read for Between<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let amount = self.inner.read(into)?;
        let allowed = self.allowed.get();
        if allowed != u64::MAX {
            let Some(left) = allowed.checked_sub(amount as u64) else {
                let text = "a name in it is longer than 1 MB";
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            };
            self.allowed.set(left);
        }
        Ok(amount)
    }
}
