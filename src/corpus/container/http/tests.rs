//! What comes out of invented answers: bodies packed in every way, and lies about it.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;

const PAGE: &[u8] = b"<html><p>The pier is shut.</p></html>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn answer(header: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat()
}

#[track_caller]
fn page(header: &str, body: &[u8], expected: &[u8], said: Option<&str>) {
    let Reply::Page { body, note, .. } = reply(&answer(header, body), None, 1 << 20)
    else {
        panic!("no page: {:?}", reply(&answer(header, body), None, 1 << 20));
    };
    assert_eq!(String::from_utf8_lossy(&body), String::from_utf8_lossy(expected));
    assert_eq!(note.as_deref(), said);
}

#[track_caller]
fn other(block: &[u8], expected: &str) {
    assert_eq!(reply(block, None, 1 << 20), Reply::Other(expected.to_owned()));
}

#[test]
fn encodings_are_unpacked() {
    let html = "Content-Type: text/html\r\nContent-Encoding: ";
    let zlib = {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(PAGE).expect("memory");
        encoder.finish().expect("memory")
    };
    let bare = {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(PAGE).expect("memory");
        encoder.finish().expect("memory")
    };
    let zstd = zstd::encode_all(PAGE, 1).expect("memory");
    // an uncompressed block of brotli: WBITS 16, then the length less one, then the bytes
    let length = u32::try_from(PAGE.len() - 1).expect("a short page");
    let mut brotli = Vec::new();
    let bits: u64 = u64::from(length) << 4 | 1 << 20;
    brotli.extend_from_slice(&bits.to_le_bytes()[..3]);
    brotli.extend_from_slice(PAGE);
    brotli.push(3);
    for (name, body) in [
        ("gzip", &gzip(PAGE)),
        ("X-GZIP", &gzip(PAGE)),
        ("deflate", &zlib),
        ("deflate", &bare),
        ("zstd", &zstd),
        ("br", &brotli),
        ("identity", &PAGE.to_vec()),
        ("gzip, zstd", &zstd::encode_all(&gzip(PAGE)[..], 1).expect("memory")),
    ] {
        page(&format!("{html}{name}"), body, PAGE, None);
    }
}

#[test]
fn lies_about_the_encoding_are_seen_through() {
    let html = "Content-Type: text/html\r\nContent-Encoding: ";
    let as_it_is = Some("is not gzip data, read as it is");
    page(&format!("{html}gzip"), PAGE, PAGE, as_it_is);
    let long = PAGE.repeat(400);
    let packed = gzip(&long);
    let half = answer(&format!("{html}gzip"), &packed[..packed.len() - 6]);
    let Reply::Page { note, .. } = reply(&half, None, 1 << 20) else { panic!("a page") };
    assert_eq!(note.as_deref(), Some("its gzip data is cut off or damaged"));
    let broken =
        reply(&answer(&format!("{html}gzip"), b"\x1f\x8bnonsense"), None, 1 << 20);
    assert!(matches!(broken, Reply::Broken(_)), "{broken:?}");
    let odd = reply(&answer(&format!("{html}rot13"), PAGE), None, 1 << 20);
    assert_eq!(odd, Reply::Broken("its encoding is unknown: rot13".to_owned()));
    let often = format!("{html}{}", "gzip,".repeat(9000));
    let refused = reply(&answer(&often, PAGE), None, 1 << 20);
    let told = "says that it was packed more than 8 times";
    assert_eq!(refused, Reply::Broken(told.to_owned()));
}

#[test]
fn a_bomb_is_refused() {
    let bomb = gzip(&vec![b' '; 3 << 20]);
    let header = "Content-Type: text/html\r\nContent-Encoding: gzip";
    let refused = reply(&answer(header, &bomb), None, 1 << 20);
    assert_eq!(
        refused,
        Reply::Broken("unpacks to more than the limit of 1 MB".to_owned())
    );
}

#[test]
fn chunks_are_joined() {
    let chunked = "Content-Type: text/html\r\nTransfer-Encoding: chunked";
    let body = b"6\r\n<html>\r\n1F;x=y\r\n<p>The pier is shut.</p></html>\r\n0\r\n\r\n";
    page(chunked, body, PAGE, None);
    page(chunked, PAGE, PAGE, None);
    page(chunked, b"6\r\n<html>\r\nFFFFFFF\r\n<p>One", b"<html><p>One", None);
    page(chunked, b"6\n<html>\n3\n<p>\n", b"<html><p>", None);
}

#[test]
fn only_pages_are_pages() {
    other(b"HTTP/1.1 404 Not Found\r\n\r\n", "status 404");
    other(&answer("Content-Type: image/png", b"x"), "image/png");
    other(&answer("Content-Type: text/html", b" \r\n "), "empty pages");
    other(&answer("X: y", b"{}"), "no media type");
    other(b"HTTP/1.1 200 OK\r\nContent-Ty", "answers without a body");
    page("X: y", b"\n<!DOCTYPE html><p>x", b"\n<!DOCTYPE html><p>x", None);
    page("Content-Type: Text/HTML; charset=x", PAGE, PAGE, None);
    let bare = reply(PAGE, Some("text/html"), 1 << 20);
    assert!(matches!(bare, Reply::Page { .. }), "{bare:?}");
}

#[test]
fn headers_that_nobody_understands_have_an_end() {
    let many = "X: y\r\n".repeat(1000);
    page(&format!("{many}Content-Type: text/html"), PAGE, PAGE, None);
    page("\u{1}\u{2} no: colon\r\nContent-Type: text/html", PAGE, PAGE, None);
}

proptest::proptest! {
    #[test]
    fn anything_can_be_tried(
        header in "(Content-(Type|Encoding): (text/html|gzip|br|deflate|zstd)\r\n){0,3}(Transfer-Encoding: chunked\r\n)?",
        body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60),
    ) {
        let _ = reply(&[b"HTTP/1.1 200 OK\r\n", header.as_bytes(), b"\r\n", &body].concat(), None, 1000);
    }
}
