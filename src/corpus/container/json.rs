//! What does a JSON file hold? A list of objects is taken apart, one record an object,
//! numbered from 1, so that a file of any size is read and a damaged object costs only
//! itself; everything else is one record.

use std::io::{self, BufRead, Read};

use super::{Container, Found, Halt, Input, Members, Receiver};

/// JSON files.
pub const JSON: Container = Container {
    name: "JSON",
    extensions: &["json"],
    magic: None,
    members: Members::Are("json"),
    unpack,
};

/// White space that may stand before a list is known to be one.
const HEAD: usize = 4096;

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let Input { bytes, .. } = input;
    let head = head(bytes)?;
    let mut all = head.as_slice().chain(bytes);
    if opens_list(&head) != Some(true) {
        return found(Found::Member { inside: None, bytes: &mut all });
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        all.consume(3);
    }
    elements(&mut all, found)
}

/// The first bytes, as far as it takes to know what they open.
fn head(bytes: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while opens_list(&head).is_none() && head.len() < HEAD {
        let buffer = bytes.fill_buf()?;
        let Some(first) = buffer.first() else { break };
        head.push(*first);
        bytes.consume(1);
    }
    Ok(head)
}

/// Whether a list of objects begins; none where more must be seen.
fn opens_list(head: &[u8]) -> Option<bool> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut marks = head.iter().filter(|it| !it.is_ascii_whitespace());
    match (marks.next()?, marks.next()) {
        (b'[', Some(next)) => Some(*next == b'{'),
        (b'[', None) => None,
        (0xef, _) if head.len() < 3 => None,
        _ => Some(false),
    }
}

fn elements(input: &mut dyn BufRead, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let mut number = 0_u64;
    next_mark(input)?;
    input.consume(1); // the bracket that opens the list
    loop {
        let Some(next) = next_mark(input)? else {
            return found(Found::Note("the list is not closed".to_owned()));
        };
        if next == b']' {
            input.consume(1);
            // several lists one after another are one
            match next_mark(input)? {
                None => return Ok(()),
                Some(b'[') => input.consume(1),
                Some(_) => {
                    let text = "something stands behind the list, not read";
                    return found(Found::Note(text.to_owned()));
                }
            }
        } else {
            number += 1;
            let mut element = Element::new(input);
            let inside = Some(number.to_string());
            found(Found::Member { inside, bytes: &mut element })?;
            element.pass_over()?;
        }
    }
}

/// The next byte that is neither white space nor a comma.
fn next_mark(input: &mut dyn BufRead) -> io::Result<Option<u8>> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let is_between = |it: &&u8| it.is_ascii_whitespace() || **it == b',';
        let between = buffer.iter().take_while(is_between).count();
        let next = buffer.get(between).copied();
        input.consume(between);
        if next.is_some() {
            return Ok(next);
        }
    }
}

/// One element of a list.
struct Element<'a> {
    input: &'a mut dyn BufRead,
    /// Bytes of the buffer that are known to belong to it.
    ready: usize,
    depth: usize,
    in_string: bool,
    escaped: bool,
    ended: bool,
}

impl<'a> Element<'a> {
    fn new(input: &'a mut dyn BufRead) -> Self {
        Self { input, ready: 0, depth: 0, in_string: false, escaped: false, ended: false }
    }

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

/// The state behind `bytes`: how many of them belong to the element, and whether it ends.
fn scan(
    bytes: &[u8],
    depth: &mut usize,
    in_string: &mut bool,
    escaped: &mut bool,
) -> (usize, bool) {
    for (at, byte) in bytes.iter().enumerate() {
        if *in_string {
            match byte {
                _ if *escaped => *escaped = false,
                b'\\' => *escaped = true,
                b'"' => *in_string = false,
                _ => (),
            }
            continue;
        }
        match byte {
            b'"' => *in_string = true,
            b'{' | b'[' => *depth += 1,
            b'}' | b']' if *depth > 1 => *depth -= 1,
            b'}' | b']' if *depth == 1 => return (at + 1, true),
            // a number or a word, or a brace that closes nothing
            b',' | b']' if *depth == 0 => return (at, true),
            _ => (),
        }
    }
    (bytes.len(), false)
}

impl BufRead for Element<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ready == 0 && !self.ended {
            let buffer = self.input.fill_buf()?;
            let (depth, in_string) = (&mut self.depth, &mut self.in_string);
            (self.ready, self.ended) = scan(buffer, depth, in_string, &mut self.escaped);
            self.ended |= self.ready == 0;
        }
        if self.ready == 0 {
            return Ok(&[]);
        }
        let buffer = self.input.fill_buf()?; // the same bytes, borrowed to be returned
        Ok(&buffer[..self.ready.min(buffer.len())])
    }

    fn consume(&mut self, amount: usize) {
        self.ready = self.ready.saturating_sub(amount);
        self.input.consume(amount);
    }
}

impl Read for Element<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        for capacity in [1, 3, 1000] {
            let mut bytes = BufReader::with_capacity(capacity, json.as_bytes());
            let input = Input { bytes: &mut bytes, file: None, max_record: 1000 };
            let mut seen = Vec::new();
            unpack(input, &mut |found| {
                match found {
                    Found::Note(text) => seen.push(format!("~ {text}")),
                    Found::Member { inside, bytes } => {
                        let mut text = String::new();
                        bytes.read_to_string(&mut text)?;
                        seen.push(format!("{} {text}", inside.unwrap_or_default()));
                    }
                    _ => panic!("members and notes only"),
                }
                Ok(())
            })
            .expect("memory");
            assert_eq!(seen, expected, "read {capacity} bytes at a time");
        }
    }

    #[test]
    fn lists_of_objects_are_taken_apart() {
        check(
            "[{\"a\":1},\n {\"b\":[2,\"]}\\\"\"]}]\n",
            &["1 {\"a\":1}", "2 {\"b\":[2,\"]}\\\"\"]}"],
        );
        check("\u{feff} [ {} , 7, \"x\" ]", &["1 {}", "2 7", "3 \"x\" "]);
        check("[{}]\n[{}]", &["1 {}", "2 {}"]);
        check("[{},[{}],{}]", &["1 {}", "2 [{}]", "3 {}"]);
    }

    #[test]
    fn everything_else_is_one_record() {
        for json in ["{\"a\":[{}]}", "[]", "[1,2]", "[[{}]]", "", " ", "\u{feff}{}", "["]
        {
            check(json, &[&format!(" {json}")]);
        }
    }

    #[test]
    fn damage_costs_one_element() {
        check(
            "[{\"a\":},{\"b\":2}",
            &["1 {\"a\":}", "2 {\"b\":2}", "~ the list is not closed"],
        );
        check("[{\"a\":1", &["1 {\"a\":1", "~ the list is not closed"]);
        check("[{}] x", &["1 {}", "~ something stands behind the list, not read"]);
        check("[{}}}{},{}]", &["1 {}", "2 }}{}", "3 {}"]);
    }
}
