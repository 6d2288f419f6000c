//! Does packed data unpack to more than anybody writes? Counts what goes in and what comes
//! out, and ends the reading of a bomb.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// News packs to a fifth, and the most monotonous of logs to a hundredth of its size.
const RATIO: u64 = 250;

/// So many bytes may come out of anything: 64 MiB.
const FREE: u64 = 64 << 20;

/// Bytes that have passed; shared with whoever compares them.
pub(super) type Count = Rc<Cell<u64>>;

/// Counts what is read through it.
pub(super) struct Counted<'a> {
    inner: &'a mut dyn BufRead,
    count: Count,
}

impl<'a> Counted<'a> {
    pub(super) fn new(inner: &'a mut dyn BufRead) -> Self {
        Self { inner, count: Count::default() }
    }

    /// What has been read so far, now and later.
    pub(super) fn count(&self) -> Count {
        Rc::clone(&self.count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count.set(self.count.get() + amount as u64);
        self.inner.consume(amount);
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let amount = self.inner.read(into)?;
        self.count.set(self.count.get() + amount as u64);
        Ok(amount)
    }
}

/// Ends where more comes out than went in can hold.
pub(super) struct Guard<R> {
    inner: R,
    packed: Count,
    unpacked: Count,
}

impl<R> Guard<R> {
    /// Guards what `inner` unpacks of as many bytes as `packed` says.
    pub(super) fn new(inner: R, packed: Count) -> Self {
        Self::sharing(inner, packed, Count::default())
    }

    /// As [`Guard::new`], with what other members of the archive have given so far.
    pub(super) fn sharing(inner: R, packed: Count, unpacked: Count) -> Self {
        Self { inner, packed, unpacked }
    }
}

/// Whether so much out of so little is a bomb.
pub(super) const fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > FREE && unpacked / RATIO > packed
}

/// What is said of a bomb.
pub(super) fn bomb() -> io::Error {
    let text = format!("unpacks to more than {RATIO} times its size, not read further");
    io::Error::new(io::ErrorKind::QuotaExceeded, text)
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if is_bomb(self.packed.get(), self.unpacked.get()) {
            return Err(bomb());
        }
        let amount = self.inner.read(into)?;
        self.unpacked.set(self.unpacked.get() + amount as u64);
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_ends_early() {
        let mut packed: &[u8] = b"tiny";
        let counted = Counted::new(&mut packed);
        let count = counted.count();
        let mut guard = Guard::new(io::repeat(0), count);
        let read = io::copy(&mut guard, &mut io::sink()).expect_err("a bomb");
        assert!(read.to_string().contains("250 times"), "{read}");
        assert!(guard.unpacked.get() < FREE + (1 << 20));
    }

    #[test]
    fn what_is_small_or_honest_is_no_bomb() {
        assert!(!is_bomb(1, FREE));
        assert!(!is_bomb(FREE, FREE * 200));
        assert!(is_bomb(FREE, FREE * 300));
    }
}
