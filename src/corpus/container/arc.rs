//! How does a record of an ARC file begin (the Internet Archive's format before WARC)?
//! One line: address, IP, date, media type and, last, the length; see `crawl`.

use std::io;

use super::crawl::{self, Dialect, Head, Kind};
use super::pushed::Pushed;
use super::{Container, Halt, Input, Members, Receiver};

/// ARC.
pub const ARC: Container = Container {
    name: "ARC",
    extensions: &["arc"],
    magic: Some(b"filedesc://"),
    members: Members::Are("html"),
    unpack,
};

const DIALECT: Dialect = Dialect { begins, head };

/// Longest line that begins a record.
const LONGEST: usize = 8192;

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    crawl::pages(input, &DIALECT, found)
}

fn begins(bytes: &[u8]) -> bool {
    let schemes: [&[u8]; 4] = [b"http://", b"https://", b"dns:", b"filedesc:"];
    if !schemes.iter().any(|it| bytes.starts_with(it)) {
        return false;
    }
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    end <= LONGEST && read(&bytes[..end]).is_some()
}

/// `http://lantern.example/a 192.0.2.1 20240415101500 text/html 5120`; the second version
/// has a status, a checksum and more before the length.
fn read(line: &[u8]) -> Option<Head> {
    let line = str::from_utf8(line).ok()?.trim_end();
    let fields: Vec<&str> = line.split(' ').collect();
    let [url, _, date, media, .., length] = fields[..] else { return None };
    let is_date = date.len() == 14 && date.bytes().all(|it| it.is_ascii_digit());
    let length = length.parse().ok()?;
    if !is_date {
        return None;
    }
    let kind = if url.starts_with("http") {
        Kind::Reply
    } else {
        Kind::Other(url.split(':').next().unwrap_or_default().to_owned())
    };
    Some(Head {
        kind,
        url: url.to_owned(),
        date: Some(rfc_3339(date)),
        media: Some(media.to_owned()),
        length: Some(length),
    })
}

/// `20240415101500` as `2024-04-15T10:15:00Z`.
fn rfc_3339(digits: &str) -> String {
    let part = |from: usize, to: usize| &digits[from..to];
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
}

#[expect(clippy::unnecessary_wraps, reason = "WARC reads on, and may fail")]
fn head(line: &[u8], _: &mut Pushed<'_>) -> io::Result<Head> {
    Ok(read(line).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_a_record() {
        let line = b"http://lantern.example/a 192.0.2.1 20240415101500 text/html 5120\n";
        assert!(begins(line));
        let head = read(line).expect("a header");
        assert_eq!(head.date.as_deref(), Some("2024-04-15T10:15:00Z"));
        assert_eq!((head.length, head.kind), (Some(5120), Kind::Reply));
        let second = b"https://a.example/ 192.0.2.1 20240415101500 text/html 200 - - 77 a.arc 12\n";
        assert_eq!(read(second).and_then(|it| it.length), Some(12));
        for no in [
            &b"http://lantern.example/a is the address of the page 12\n"[..],
            b"http://lantern.example/a 192.0.2.1 20240415101500 text/html many\n",
            b"http://lantern.example/a\n",
            b"See http://lantern.example/a 192.0.2.1 20240415101500 text/html 5\n",
        ] {
            assert!(!begins(no), "{}", String::from_utf8_lossy(no));
        }
    }
}
