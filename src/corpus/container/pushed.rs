//! How are bytes read again that were taken too early? A reader whose front can be given
//! back: for formats that find out behind a record that its length was a lie.

use std::io::{self, BufRead};

/// Bytes given back, and the rest of the input.
pub(super) struct Pushed<'a> {
    front: Vec<u8>,
    at: usize,
    input: &'a mut dyn BufRead,
}

impl<'a> Pushed<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Self {
        Self { front: Vec::new(), at: 0, input }
    }

    /// The next bytes; empty at the end.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        if self.at < self.front.len() {
            return Ok(&self.front[self.at..]);
        }
        loop {
            match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
                Ok(_) => break,
            }
        }
        self.input.fill_buf()
    }

    /// Passes bytes that were seen.
    pub(super) fn skip(&mut self, amount: usize) {
        if self.at < self.front.len() {
            self.at += amount;
        } else {
            self.input.consume(amount);
        }
    }

    /// Gives back bytes, to be read before all others.
    pub(super) fn give_back(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        // what was just read is the end of what was given back before, most of the time
        let fits = self.at >= bytes.len()
            && self.front[self.at - bytes.len()..self.at] == *bytes;
        if fits {
            self.at -= bytes.len();
            return;
        }
        let mut front = bytes.to_vec();
        front.extend_from_slice(&self.front[self.at..]);
        (self.front, self.at) = (front, 0);
    }

    /// Appends the rest of the line, its end included, to `line`; false when `limit` bytes
    /// hold no end of it.
    pub(super) fn line(&mut self, line: &mut Vec<u8>, limit: usize) -> io::Result<bool> {
        loop {
            let buffer = self.peek()?;
            if buffer.is_empty() {
                return Ok(true);
            }
            let end = memchr::memchr(b'\n', buffer).map(|at| at + 1);
            let room = limit.saturating_sub(line.len());
            let amount = end.unwrap_or(buffer.len()).min(room);
            line.extend_from_slice(&buffer[..amount]);
            self.skip(amount);
            if end.is_some_and(|it| it <= room) {
                return Ok(true);
            }
            if line.len() >= limit {
                return Ok(false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn what_is_given_back_comes_again() {
        let mut input = BufReader::with_capacity(3, &b"one\ntwo\nthree"[..]);
        let mut pushed = Pushed::new(&mut input);
        let mut line = Vec::new();
        assert!(pushed.line(&mut line, 100).expect("memory"));
        assert_eq!(line, b"one\n");
        pushed.give_back(b"e\n");
        pushed.give_back(b"on");
        line.clear();
        assert!(pushed.line(&mut line, 100).expect("memory"));
        assert_eq!(line, b"one\n");
        pushed.give_back(b"ne\n");
        line.clear();
        assert!(!pushed.line(&mut line, 2).expect("memory"));
        assert_eq!(line, b"ne");
        for expected in [&b"\n"[..], b"two\n", b"three", b""] {
            line.clear();
            assert!(pushed.line(&mut line, 100).expect("memory"));
            assert_eq!(line, expected);
        }
    }
}
