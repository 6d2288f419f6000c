//! Does any document make a reader of markup panic or hang? XML of the news trade, the
//! JSON formats beside it, tables and messages.

#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::corpus::{Hint, Record};
use morgue::document::{Options, articles};

const EXTENSIONS: [&str; 4] = ["xml", "json", "csv", "eml"];

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let extension = EXTENSIONS[usize::from(*which) % EXTENSIONS.len()];
    let hint = Hint { extension: extension.into(), ..Hint::default() };
    let record = Record { place: Default::default(), bytes: bytes.to_vec(), hint };
    for (article, _) in articles(record, &Options::default()).into_iter().flatten() {
        assert!(article.text.is_char_boundary(article.body));
    }
});
