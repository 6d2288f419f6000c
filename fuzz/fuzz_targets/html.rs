//! Any bytes as a web page: read or refused, never a panic, spans on character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::document::{Decoded, html};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let page = Decoded { text, ..Decoded::default() };
    if let Ok((article, _)) = html::read(page, Some("https://lantern.example/2024/04/15/x")) {
        assert!(article.text.is_char_boundary(article.body));
    }
});
