//! What does a table hold? One record a row: each is handed on as a small table of its
//! own, the header and that row, named by the line it begins on.
//!
//! Rows are told apart by RFC 4180, and by what exporters write instead: semicolons,
//! tabs, bare carriage returns, quotes that are never closed.

use std::io::{self, BufRead, BufReader};

use super::guard::is_bomb;
use super::pushed::Pushed;
use super::utf16::Utf16;
use super::{Container, Found, Halt, Input, Members, Receiver};

/// Comma- and tab-separated values.
pub const CSV: Container = Container {
    name: "CSV",
    extensions: &["csv", "tsv", "tab"],
    magic: None,
    members: Members::Are("csv"),
    unpack,
};

/// A quote that is not closed within so many bytes was never meant to open anything.
const OPEN: usize = 16 << 20;

/// So many rows of a file are read again without their quotes.
const AGAIN: usize = 100;

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let (bytes, limit) = (input.bytes, input.max_record);
    let wide = match bytes.fill_buf()? {
        [0xff, 0xfe, ..] | [_, 0, _, 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] | [0, _, 0, _, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let Some(encoding) = wide else { return rows(bytes, limit, found) };
    found(Found::Note(format!("{}, read as UTF-8", encoding.name())))?;
    rows(
        &mut BufReader::with_capacity(1 << 16, Utf16::new(bytes, encoding)),
        limit,
        found,
    )
}

fn rows(
    input: &mut dyn BufRead,
    limit: usize,
    found: &mut Receiver<'_>,
) -> Result<(), Halt> {
    let mut table = Table {
        input: Pushed::new(input),
        row: Vec::new(),
        line: 1,
        again: 0,
        delimiter: b',',
    };
    if !table.next_row(limit)? {
        return found(Found::Note("holds no records".to_owned()));
    }
    let mut record = std::mem::take(&mut table.row);
    if record.starts_with(b"\xef\xbb\xbf") {
        record.drain(..3);
    }
    table.delimiter = delimiter(&record);
    let header = record.len();
    let (mut count, mut read, mut given) = (0_u64, 0, 0);
    loop {
        let first = table.line;
        if !table.next_row(limit.saturating_sub(header))? {
            break;
        }
        if table.row.trim_ascii().is_empty() {
            continue;
        }
        count += 1;
        record.truncate(header);
        record.extend_from_slice(&table.row);
        read += table.row.len() as u64;
        given += record.len() as u64;
        if is_bomb(read, given) {
            let reason =
                "has a header of more than 250 times the length of its rows, not \
                          read further"
                    .to_owned();
            found(Found::Failure { inside: None, reason, hint: "" })?;
            return Err(Halt::Spoilt);
        }
        let mut bytes = record.as_slice();
        found(Found::Member { inside: Some(first.to_string()), bytes: &mut bytes })?;
    }
    if count == 0 {
        found(Found::Note("holds a header and no rows".to_owned()))?;
    }
    if table.again > 0 {
        let text =
            format!("{} quotes that are never closed, read as letters", table.again);
        found(Found::Note(text))?;
    }
    Ok(())
}

/// The byte that parts the fields of a header.
pub(crate) fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        if let Some(count) = counts.iter_mut().find(|it| it.0 == *byte && !quoted) {
            count.1 += 1;
        }
    }
    // of equal counts the first of the list
    counts.into_iter().rev().max_by_key(|it| it.1).map_or(b',', |it| it.0)
}

struct Table<'a> {
    input: Pushed<'a>,
    row: Vec<u8>,
    /// The line on which the next row begins.
    line: u64,
    again: usize,
    delimiter: u8,
}

impl Table<'_> {
    /// Reads the next row with its end; false at the end of the input.
    ///
    /// A row over the limit is read on, to be refused as any record that is too long.
    fn next_row(&mut self, limit: usize) -> io::Result<bool> {
        self.row.clear();
        let mut quotes = Quotes { delimiter: self.delimiter, state: State::Start };
        let most = OPEN.min(limit.max(1));
        loop {
            let start = self.row.len();
            let whole = self.input.line(&mut self.row, start + (1 << 16))?;
            let piece = &self.row[start..];
            let ended = piece.is_empty();
            quotes.read(piece);
            let open = quotes.state == State::Quoted;
            if open && (ended || self.row.len() > most) && self.again < AGAIN {
                self.again += 1;
                self.first_line();
                return Ok(true);
            }
            if ended || whole && !open {
                let ends = memchr::memchr_iter(b'\n', &self.row).count();
                self.line += ends as u64;
                return Ok(!self.row.is_empty());
            }
            if self.row.len() > limit {
                // what is beyond the limit is not kept: one byte more says that it is there
                self.row.truncate(limit + 1);
            }
        }
    }

    /// Takes only the first line of what looked like one row.
    fn first_line(&mut self) {
        let end = memchr::memchr(b'\n', &self.row).map_or(self.row.len(), |at| at + 1);
        let rest = self.row.split_off(end);
        self.input.give_back(&rest);
        self.line += 1;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a field.
    Start,
    /// In a field without quotes.
    Bare,
    /// In a quoted field.
    Quoted,
    /// Behind a quote in a quoted field.
    Closing,
}

struct Quotes {
    delimiter: u8,
    state: State,
}

impl Quotes {
    fn read(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() {
            // between two quotes nothing else matters
            if self.state == State::Quoted {
                let Some(next) = memchr::memchr(b'"', &bytes[at..]) else { return };
                at += next + 1;
                self.state = State::Closing;
                continue;
            }
            let byte = bytes[at];
            self.state = match (self.state, byte) {
                (State::Start | State::Closing, b'"') => State::Quoted,
                (_, b'\n') => State::Start,
                (_, byte) if byte == self.delimiter => State::Start,
                _ => State::Bare,
            };
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[(&str, &str)]) {
        for capacity in [1, 3, 1000] {
            let mut reader = BufReader::with_capacity(capacity, input.as_bytes());
            let mut seen = Vec::new();
            rows(&mut reader, 1000, &mut |found| {
                if let Found::Member { inside, bytes } = found {
                    let mut text = String::new();
                    bytes.read_to_string(&mut text)?;
                    seen.push((inside.expect("a line"), text));
                }
                Ok(())
            })
            .expect("memory");
            let seen: Vec<(&str, &str)> =
                seen.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(seen, expected, "read {capacity} bytes at a time");
        }
    }

    #[test]
    fn a_record_a_row() {
        check("", &[]);
        check("a,b\n", &[]);
        check("a,b\n1,2\n\n3,4", &[("2", "a,b\n1,2\n"), ("4", "a,b\n3,4")]);
        check(
            "a,b\n\"x\ny\",2\n3,4\n",
            &[("2", "a,b\n\"x\ny\",2\n"), ("4", "a,b\n3,4\n")],
        );
        check("\u{feff}a;b\n\"x\"\"\n\";2\n", &[("2", "a;b\n\"x\"\"\n\";2\n")]);
        check(
            "a,b\n5\" pipe,2\n3,4\n",
            &[("2", "a,b\n5\" pipe,2\n"), ("3", "a,b\n3,4\n")],
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_row() {
        check(
            "a,b\n\"x,2\n3,4\n5,6\n",
            &[("2", "a,b\n\"x,2\n"), ("3", "a,b\n3,4\n"), ("4", "a,b\n5,6\n")],
        );
    }

    #[test]
    fn delimiters() {
        for (header, expected) in [
            ("a,b", b','),
            ("a;b;c,d", b';'),
            ("a\tb", b'\t'),
            ("a", b','),
            ("\"a,b,c\";d", b';'),
        ] {
            assert_eq!(delimiter(header.as_bytes()), expected, "{header}");
        }
    }
}
