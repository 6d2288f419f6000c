//! How does a record of a WARC file begin (ISO 28500, versions 0.17 to 1.1)? Named
//! headers, a blank line, and as many bytes as `Content-Length` says, if it tells the
//! truth; see `crawl`.

use std::io;

use super::crawl::{self, Dialect, Head, Kind, LINE};
use super::pushed::Pushed;
use super::{Container, Halt, Input, Members, Receiver};

/// WARC; Common Crawl calls its texts WET.
pub const WARC: Container = Container {
    name: "WARC",
    extensions: &["warc", "wet"],
    magic: Some(b"WARC/"),
    members: Members::Are("html"),
    unpack,
};

const DIALECT: Dialect = Dialect { begins, head };

/// Header lines of one record; more is no header.
const HEADERS: usize = 500;

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    crawl::pages(input, &DIALECT, found)
}

/// `WARC/1.0` alone on its line, and then a header.
fn begins(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let version = rest[..end].trim_ascii();
    let next = rest.get(end + 1..).unwrap_or_default();
    let next = &next[..memchr::memchr(b'\n', next).unwrap_or(next.len())];
    (3..=8).contains(&version.len())
        && version.iter().all(|it| it.is_ascii_digit() || *it == b'.')
        && (next.is_empty() || next.contains(&b':'))
}

fn head(_: &[u8], input: &mut Pushed<'_>) -> io::Result<Head> {
    let mut head = Head::default();
    let mut kind = String::new();
    let mut line = Vec::new();
    for _ in 0..HEADERS {
        line.clear();
        input.line(&mut line, LINE)?;
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            break;
        }
        let Some((name, value)) = text.split_once(':') else { continue };
        let value = value.trim();
        // of a header that comes twice the first counts
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" if kind.is_empty() => kind = value.to_ascii_lowercase(),
            "warc-target-uri" if head.url.is_empty() => {
                value.trim_matches(['<', '>']).clone_into(&mut head.url);
            }
            "warc-date" if head.date.is_none() => head.date = Some(value.to_owned()),
            "content-type" if head.media.is_none() => head.media = Some(value.to_owned()),
            "content-length" if head.length.is_none() => head.length = value.parse().ok(),
            _ => (),
        }
    }
    let media = head.media.as_deref().unwrap_or_default().to_ascii_lowercase();
    let is_web = head.url.starts_with("http:") || head.url.starts_with("https:");
    head.kind = match kind.as_str() {
        "response" if is_web => Kind::Reply,
        "resource" if is_web && media.contains("html") => Kind::Reply,
        "conversion" if is_web && media.starts_with("text/plain") => Kind::Text,
        "" => Kind::Unnamed,
        "response" => {
            // "dns:lantern.example" is what the crawler asked before the page
            let scheme = head.url.split(':').next().unwrap_or_default();
            Kind::Other(scheme.chars().take(20).collect())
        }
        _ => Kind::Other(kind.chars().take(40).collect()),
    };
    if media.starts_with("application/http") {
        head.media = None; // the page's own type stands in its answer
    }
    Ok(head)
}

#[cfg(test)]
mod tests;
