//! Which pages does a crawl hold? Reads records that declare their length one after the
//! other, finds the next one where a length is a lie, and hands on every page of HTML; the
//! rest is counted. How a record begins is for `warc` and `arc` to say.

use std::collections::BTreeMap;
use std::io;

use super::http::{self, Reply};
use super::pushed::Pushed;
use super::{Fetched, Found, Halt, Input, Receiver};

/// What one kind of crawl file looks like.
pub(super) struct Dialect {
    /// Whether a record begins here; what follows its first line may be cut off.
    pub begins: fn(&[u8]) -> bool,
    /// Reads the header of a record from its first line on.
    pub head: fn(&[u8], &mut Pushed<'_>) -> io::Result<Head>,
}

/// The header of a record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub kind: Kind,
    pub url: String,
    pub date: Option<String>,
    /// Media type of the record, or of the page where it stands in the header.
    pub media: Option<String>,
    /// Bytes of its content; none where it declares nothing that can be read.
    pub length: Option<u64>,
}

/// What a record is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// An answer over HTTP, or the bare page.
    Reply,
    /// Text that was taken from a page.
    Text,
    /// Something else, by its name.
    #[default]
    Unnamed,
    Other(String),
}

/// Longest header line.
pub(super) const LINE: usize = 1 << 16;
/// After so many lies no length of the file is believed.
const LIES: u64 = 8;
/// Kinds that a note names.
const NAMED: usize = 12;

/// Hands on the pages of a crawl.
pub(super) fn pages(
    input: Input<'_>,
    dialect: &Dialect,
    found: &mut Receiver<'_>,
) -> Result<(), Halt> {
    let Input { bytes, max_record: limit, .. } = input;
    let mut crawl = Crawl {
        dialect,
        limit,
        input: Pushed::new(bytes),
        block: Vec::new(),
        number: 0,
        lies: 0,
        first_lie: 0,
        kinds: BTreeMap::new(),
    };
    let ended = crawl.run(found);
    if !matches!(ended, Err(Halt::Enough)) {
        crawl.sum(found)?;
    }
    ended
}

struct Crawl<'a> {
    dialect: &'a Dialect,
    limit: usize,
    input: Pushed<'a>,
    block: Vec<u8>,
    number: u64,
    lies: u64,
    first_lie: u64,
    kinds: BTreeMap<String, u64>,
}

/// How the content of a record ended.
enum End {
    Whole,
    /// Longer than the limit; not kept.
    TooLong,
    /// The input ended within it.
    Cut(Option<io::Error>),
}

impl Crawl<'_> {
    fn run(&mut self, found: &mut Receiver<'_>) -> Result<(), Halt> {
        let mut line = Vec::new();
        loop {
            line.clear();
            self.input.line(&mut line, LINE)?;
            if line.is_empty() {
                return Ok(());
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if !(self.dialect.begins)(&line) {
                self.pass("stray lines");
                continue;
            }
            self.number += 1;
            let head = (self.dialect.head)(&line, &mut self.input)?;
            let end = self.content(&head);
            if matches!(end, End::Cut(_)) {
                let text = format!("record {} is cut off", self.number);
                found(Found::Note(text))?;
            }
            self.record(head, &end, found)?;
            if let End::Cut(error) = end {
                return error.map_or(Ok(()), |it| Err(Halt::Unreadable(it)));
            }
        }
    }

    /// Reads the content of a record into `block`.
    fn content(&mut self, head: &Head) -> End {
        self.block.clear();
        self.block.shrink_to(1 << 20);
        let length = head.length.filter(|_| self.lies < LIES);
        let Some(length) = length else {
            self.lie();
            return self.until_next();
        };
        let kept = usize::try_from(length).unwrap_or(usize::MAX).min(self.limit);
        if let Err(error) = self.take(kept) {
            return End::Cut(Some(error));
        }
        if self.block.len() == kept && kept as u64 == length && self.is_followed() {
            return End::Whole;
        }
        // The record ended before its length, if another begins within it.
        if let Some(at) = self.next_within() {
            self.lie();
            self.input.give_back(&self.block[at..]);
            self.block.truncate(at);
            return End::Whole;
        }
        if self.block.len() < kept {
            return End::Cut(None);
        }
        if kept as u64 == length {
            self.lie();
            return self.until_next();
        }
        match self.skip(length - kept as u64) {
            Ok(()) => End::TooLong,
            Err(error) => End::Cut(Some(error)),
        }
    }

    fn lie(&mut self) {
        self.lies += 1;
        if self.lies == 1 {
            self.first_lie = self.number;
        }
    }

    /// Up to so many bytes.
    fn take(&mut self, amount: usize) -> io::Result<()> {
        while self.block.len() < amount {
            let buffer = self.input.peek()?;
            let part = buffer.len().min(amount - self.block.len());
            if part == 0 {
                break;
            }
            self.block.extend_from_slice(&buffer[..part]);
            self.input.skip(part);
        }
        Ok(())
    }

    /// Behind the content stands the end of the input or, after blank lines, a record.
    fn is_followed(&mut self) -> bool {
        let mut seen = Vec::new();
        let follows = loop {
            let start = seen.len();
            // what cannot be read now is told of when it is read
            let whole = self.input.line(&mut seen, start + LINE);
            let line = &seen[start..];
            if whole.is_err() || line.is_empty() || (self.dialect.begins)(line) {
                break true;
            }
            let blank = line.iter().all(u8::is_ascii_whitespace);
            if !blank || seen.len() > LINE {
                break false;
            }
        };
        self.input.give_back(&seen);
        follows
    }

    /// Where in the content another record begins.
    fn next_within(&self) -> Option<usize> {
        let mut ends = memchr::memchr_iter(b'\n', &self.block).map(|at| at + 1);
        ends.find(|&at| (self.dialect.begins)(&self.block[at..]))
    }

    /// Everything up to the next record; what is beyond the limit is not kept.
    fn until_next(&mut self) -> End {
        let mut line = Vec::new();
        let (mut at_start, mut too_long) = (true, false);
        loop {
            line.clear();
            let whole = match self.input.line(&mut line, LINE) {
                Ok(whole) => whole,
                Err(error) => return End::Cut(Some(error)),
            };
            if line.is_empty() {
                break;
            }
            if at_start && (self.dialect.begins)(&line) {
                self.input.give_back(&line);
                break;
            }
            at_start = whole;
            too_long |= self.block.len() + line.len() > self.limit;
            if !too_long {
                self.block.extend_from_slice(&line);
            }
        }
        if too_long { End::TooLong } else { End::Whole }
    }

    /// Passes bytes of a content that is too long to keep; a record that begins among them
    /// ends it.
    fn skip(&mut self, mut left: u64) -> io::Result<()> {
        let mut at_start = false;
        while left > 0 {
            let buffer = self.input.peek()?;
            if buffer.is_empty() {
                return Ok(());
            }
            if at_start && (self.dialect.begins)(buffer) {
                self.lie();
                return Ok(());
            }
            let end = memchr::memchr(b'\n', buffer).map(|at| at + 1);
            let within = usize::try_from(left).unwrap_or(usize::MAX);
            let part = end.unwrap_or(buffer.len()).min(within);
            at_start = end == Some(part);
            self.input.skip(part);
            left -= part as u64;
        }
        Ok(())
    }

    fn record(
        &mut self,
        head: Head,
        end: &End,
        found: &mut Receiver<'_>,
    ) -> Result<(), Halt> {
        let kind = match head.kind {
            Kind::Other(name) => return self.passed(&name),
            Kind::Unnamed => return self.passed("records of no type"),
            kind => kind,
        };
        let inside = self.number.to_string();
        if matches!(end, End::TooLong) {
            let megabytes = self.limit >> 20;
            let reason = format!("the record is longer than the limit of {megabytes} MB");
            return found(Found::Failure {
                inside: Some(inside),
                reason,
                hint: "raise it with --max-record",
            });
        }
        let reply = if kind == Kind::Text {
            let body = std::mem::take(&mut self.block);
            Reply::Page { media: head.media, body, note: None }
        } else {
            http::reply(&self.block, head.media.as_deref(), self.limit)
        };
        match reply {
            Reply::Other(name) => self.passed(&name),
            Reply::Broken(reason) => {
                found(Found::Failure { inside: Some(inside), reason, hint: "" })
            }
            Reply::Page { media, body, note } => {
                if let Some(note) = note {
                    found(Found::Note(format!("record {inside}: {note}")))?;
                }
                let fetched = Fetched { url: head.url, date: head.date, media };
                let extension = if kind == Kind::Text { "txt" } else { "html" };
                let mut bytes = body.as_slice();
                found(Found::Page { inside, extension, fetched, bytes: &mut bytes })
            }
        }
    }

    fn pass(&mut self, kind: &str) {
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
    }

    #[expect(clippy::unnecessary_wraps, reason = "the end of whatever passes a record")]
    fn passed(&mut self, kind: &str) -> Result<(), Halt> {
        self.pass(kind);
        Ok(())
    }

    /// Says what was passed over and what was wrong.
    fn sum(&self, found: &mut Receiver<'_>) -> Result<(), Halt> {
        if self.number == 0 {
            found(Found::Note("holds no records".to_owned()))?;
        }
        if self.lies > 0 {
            found(Found::Note(format!(
                "{} records whose length is wrong (first: record {}), read up to the next",
                self.lies, self.first_lie
            )))?;
        }
        let mut kinds: Vec<(&String, &u64)> = self.kinds.iter().collect();
        if kinds.is_empty() {
            return Ok(());
        }
        kinds.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
        let named =
            kinds.iter().take(NAMED).map(|(name, count)| format!("{name} {count}"));
        let mut named: Vec<String> = named.collect();
        let others: u64 = kinds.iter().skip(NAMED).map(|(_, count)| **count).sum();
        if others > 0 {
            named.push(format!("others {others}"));
        }
        found(Found::Note(format!("records passed over: {}", named.join(", "))))
    }
}
