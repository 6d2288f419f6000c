//! What did a server answer? Reads the header of an answer over HTTP, joins its chunks,
//! unpacks its body, and says whether that is a page of HTML.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::guard::is_bomb;

/// What an answer is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// A page.
    Page { media: Option<String>, body: Vec<u8>, note: Option<String> },
    /// No page, by its kind: "status 404", "image/png".
    Other(String),
    /// A page that cannot be unpacked, and why.
    Broken(String),
}

/// Headers of one answer; a server that writes more is not understood.
const HEADERS: usize = 256;

/// The fields of a header that say how to read the body.
#[derive(Default)]
struct Fields {
    status: Option<u16>,
    media: Option<String>,
    transfer: String,
    encoding: String,
}

/// Reads an answer, or a bare page of this media type.
pub(super) fn reply(block: &[u8], media: Option<&str>, limit: usize) -> Reply {
    let (fields, body) = if block.starts_with(b"HTTP/") {
        let Some((fields, start)) = header(block) else {
            return Reply::Other("answers without a body".to_owned());
        };
        (fields, &block[start..])
    } else {
        (Fields { media: media.map(str::to_owned), ..Fields::default() }, block)
    };
    if let Some(status) = fields.status.filter(|it| !(200..300).contains(it)) {
        return Reply::Other(format!("status {status}"));
    }
    let declared = fields.media.as_deref().map(essence).filter(|it| !it.is_empty());
    let may_be = declared.as_deref().is_none_or(|it| is_html_type(it) || it == "no-type");
    if !may_be {
        return Reply::Other(declared.unwrap_or_default());
    }
    let joined = dechunked(&fields.transfer, body);
    let body = joined.as_deref().unwrap_or(body);
    let (body, note) = match unpacked(&fields.encoding, body, limit) {
        Ok(unpacked) => unpacked,
        Err(reason) => return Reply::Broken(reason),
    };
    if body.trim_ascii().is_empty() {
        return Reply::Other("empty pages".to_owned());
    }
    if !declared.as_deref().is_some_and(is_html_type) && !looks_like_html(&body) {
        return Reply::Other("no media type".to_owned());
    }
    Reply::Page { media: fields.media, body, note }
}

/// The fields of a header, and where the body begins; none where it has no end.
fn header(block: &[u8]) -> Option<(Fields, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let mut lenient = httparse::ParserConfig::default();
    lenient
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_responses(true);
    let mut fields = Fields::default();
    match lenient.parse_response(&mut answer, block) {
        Ok(httparse::Status::Complete(start)) => {
            fields.status = answer.code;
            for field in answer.headers.iter() {
                let value = String::from_utf8_lossy(field.value).into_owned();
                match field.name.to_ascii_lowercase().as_str() {
                    "content-type" => fields.media = Some(value),
                    "transfer-encoding" => fields.transfer = value,
                    "content-encoding" => fields.encoding = value,
                    _ => (),
                }
            }
            Some((fields, start))
        }
        Ok(httparse::Status::Partial) => None,
        // a header that nobody understands still ends with a blank line
        Err(_) => {
            let unix = memchr::memmem::find(block, b"\n\n").map(|at| at + 2);
            let usual = memchr::memmem::find(block, b"\r\n\r\n").map(|at| at + 4);
            let start = unix.into_iter().chain(usual).min()?;
            Some((fields, start))
        }
    }
}

/// `text/html` of "Text/HTML; charset=utf-8".
fn essence(media: &str) -> String {
    media.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_html_type(essence: &str) -> bool {
    matches!(essence, "text/html" | "application/xhtml+xml")
}

fn looks_like_html(body: &[u8]) -> bool {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let begins = |with: &[u8]| {
        start.get(..with.len()).is_some_and(|it| it.eq_ignore_ascii_case(with))
    };
    begins(b"<!doctype html") || begins(b"<html")
}

/// The chunks of a body joined; none where it has none, whatever its header says.
fn dechunked(transfer: &str, body: &[u8]) -> Option<Vec<u8>> {
    if !transfer.to_ascii_lowercase().contains("chunked") {
        return None;
    }
    let mut rest = body;
    let mut joined = Vec::with_capacity(body.len());
    while let Some((size, after)) = chunk_size(rest) {
        let data = &after[..size.min(after.len())];
        joined.extend_from_slice(data);
        rest = &after[data.len()..];
        if size == 0 {
            return Some(joined);
        }
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    // crawlers that join the chunks keep the header that speaks of them
    (!joined.is_empty()).then_some(joined)
}

/// `1f40;name=value`: the size of a chunk, and what follows the line.
fn chunk_size(body: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &body[..body.len().min(1024)])?;
    let line = str::from_utf8(&body[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    Some((size, &body[end + 1..]))
}

/// So often is no page packed; each that a header names is tried.
const MOST_ENCODINGS: usize = 8;

/// A body and a note on it, or why there is none.
type Unpacked = Result<(Vec<u8>, Option<String>), String>;

fn unpacked(encoding: &str, body: &[u8], limit: usize) -> Unpacked {
    let mut body = body.to_vec();
    let mut note = None;
    if encoding.split(',').count() > MOST_ENCODINGS {
        return Err(format!("says that it was packed more than {MOST_ENCODINGS} times"));
    }
    // the last encoding was put on last
    for name in encoding.rsplit(',').map(|it| it.trim().to_ascii_lowercase()) {
        if matches!(name.as_str(), "" | "identity" | "none") || body.is_empty() {
            continue;
        }
        let mut source = body.as_slice();
        let mut decoder: Box<dyn Read + '_> = match name.as_str() {
            "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(source)),
            "deflate" if is_zlib(source) => Box::new(ZlibDecoder::new(source)),
            "deflate" => Box::new(DeflateDecoder::new(source)),
            "br" => Box::new(brotli_decompressor::Decompressor::new(source, 1 << 14)),
            "zstd" => match zstd::stream::read::Decoder::with_buffer(&mut source) {
                Ok(decoder) => Box::new(decoder),
                Err(error) => return Err(format!("its zstd data is damaged: {error}")),
            },
            _ => return Err(format!("its encoding is unknown: {name}")),
        };
        let mut out = Vec::new();
        let end =
            decoder.by_ref().take((limit as u64).saturating_add(1)).read_to_end(&mut out);
        drop(decoder);
        if out.len() > limit || is_bomb(body.len() as u64, out.len() as u64) {
            return Err(format!("unpacks to more than the limit of {} MB", limit >> 20));
        }
        match end {
            Ok(_) => (),
            Err(_) if !out.is_empty() => {
                note = Some(format!("its {name} data is cut off or damaged"));
            }
            // crawlers that unpack the body keep the header that speaks of it
            Err(_) if looks_like_html(&body) => {
                note = Some(format!("is not {name} data, read as it is"));
                continue;
            }
            Err(error) => return Err(format!("its {name} data is damaged: {error}")),
        }
        body = out;
    }
    Ok((body, note))
}

/// The two bytes that open zlib data (RFC 1950); servers that say "deflate" send either.
fn is_zlib(body: &[u8]) -> bool {
    let [first, second, ..] = *body else { return false };
    first & 0x0f == 8 && (u16::from(first) << 8 | u16::from(second)).is_multiple_of(31)
}

#[cfg(test)]
mod tests;
