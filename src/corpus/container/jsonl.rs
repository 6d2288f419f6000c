//! What does a JSON Lines file hold? One JSON text a line, numbered from 1; blank lines
//! count and are passed over.

use std::io::{self, BufRead, BufReader, Read};

use memchr::{memchr, memchr_iter};

use super::utf16::Utf16;
use super::{Container, Found, Halt, Input, Members, Receiver};

/// JSON Lines, also called NDJSON.
pub const JSONL: Container = Container {
    name: "JSON Lines",
    extensions: &["jsonl", "ndjson", "jl", "jsonlines", "ldjson"],
    magic: None,
    members: Members::Are("json"),
    unpack,
};

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let input = input.bytes;
    // a shell on Windows writes UTF-16, in which a line does not end with the byte 0A
    let Some(encoding) = Utf16::of(input.fill_buf()?) else {
        return lines(input, found);
    };
    found(Found::Note(format!("{}, read as UTF-8", encoding.name())))?;
    let mut text = BufReader::with_capacity(1 << 16, Utf16::new(input, encoding));
    lines(&mut text, found)
}

fn lines(input: &mut dyn BufRead, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let mut number = 1_u64;
    let mut first = None;
    while skip_blank(input, &mut number).map_err(|error| after(&error, number))? {
        first.get_or_insert(number);
        let mut line = Line { input: &mut *input, ended: false };
        let inside = Some(number.to_string());
        found(Found::Member { inside, bytes: &mut line })?;
        line.pass_over()?;
        number += 1;
    }
    if first.is_none() {
        found(Found::Note("holds no records".to_owned()))?;
    }
    Ok(())
}

/// Between two lines there is no record to put the blame on.
fn after(error: &io::Error, next: u64) -> io::Error {
    io::Error::new(error.kind(), format!("{error} after line {}", next - 1))
}

/// Passes white space and blank lines; false at the end of the input.
fn skip_blank(input: &mut dyn BufRead, number: &mut u64) -> io::Result<bool> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let ends = memchr_iter(b'\n', &buffer[..blank]).count();
        *number += ends as u64;
        let more = blank < buffer.len();
        input.consume(blank);
        if more {
            return Ok(true);
        }
    }
}

/// One line of the input, without its end.
struct Line<'a> {
    input: &'a mut dyn BufRead,
    ended: bool,
}

impl Line<'_> {
    fn pass_over(&mut self) -> io::Result<()> {
        loop {
            let length = self.fill_buf()?.len();
            if length == 0 {
                return Ok(());
            }
            self.consume(length);
        }
    }
}

impl BufRead for Line<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ended {
            return Ok(&[]);
        }
        let buffer = self.input.fill_buf()?;
        let end = memchr(b'\n', buffer);
        if end == Some(0) || buffer.is_empty() {
            self.ended = true;
            self.input.consume(usize::from(end.is_some()));
            return Ok(&[]);
        }
        let buffer = self.input.fill_buf()?; // the same bytes, borrowed to be returned
        Ok(&buffer[..end.unwrap_or(buffer.len())])
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
    }
}

impl Read for Line<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &[u8], expected: &[(&str, &str)]) {
        for capacity in [1, 3, 1000] {
            let mut reader = BufReader::with_capacity(capacity, input);
            let mut seen = Vec::new();
            lines(&mut reader, &mut |found| {
                if let Found::Member { inside, bytes } = found {
                    let mut text = String::new();
                    bytes.read_to_string(&mut text)?;
                    seen.push((inside.unwrap(), text));
                }
                Ok(())
            })
            .unwrap();
            let seen: Vec<(&str, &str)> =
                seen.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(seen, expected, "read {capacity} bytes at a time");
        }
    }

    #[test]
    fn a_record_a_line() {
        check(b"", &[]);
        check(b"\n\n", &[]);
        check(b"{}", &[("1", "{}")]);
        check(b"{}\n", &[("1", "{}")]);
        check(b"{}\r\n[]\r\n", &[("1", "{}\r"), ("2", "[]\r")]);
        check(b"\n \n  {}\n\n[]", &[("3", "{}"), ("5", "[]")]);
    }

    #[test]
    fn what_is_left_unread_is_passed_over() {
        let mut reader = BufReader::with_capacity(2, &b"{\"long\":1}\n{}\n"[..]);
        let mut numbers = Vec::new();
        lines(&mut reader, &mut |found| {
            if let Found::Member { inside, bytes } = found {
                bytes.consume(1);
                numbers.push(inside.unwrap());
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(numbers, ["1", "2"]);
    }

    #[test]
    fn utf_16_is_read() {
        for (mark, wide) in [
            (vec![0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (vec![0xfe, 0xff], u16::to_be_bytes),
            (vec![], u16::to_le_bytes),
            (vec![], u16::to_be_bytes),
        ] {
            let mut bytes = mark;
            bytes.extend("{\"text\":\"Łódź 😀\"}\n{}\n".encode_utf16().flat_map(wide));
            let mut seen = Vec::new();
            let mut bytes = BufReader::with_capacity(7, &bytes[..]);
            let input = Input { bytes: &mut bytes, file: None, max_record: 1000 };
            unpack(input, &mut |found| {
                match found {
                    Found::Note(note) => seen.push(note),
                    Found::Member { bytes, .. } => {
                        let mut text = String::new();
                        bytes.read_to_string(&mut text)?;
                        seen.push(text);
                    }
                    _ => panic!("lines only"),
                }
                Ok(())
            })
            .unwrap();
            assert!(seen[0].starts_with("UTF-16"), "{seen:?}");
            assert_eq!(seen[1..], ["{\"text\":\"Łódź 😀\"}", "{}"]);
        }
    }
}
