//! Is any document read or refused, whatever its format? The first byte says which.
#![no_main]

#[path = "../entries.rs"]
#[allow(dead_code)]
mod entries;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Some((which, bytes)) = data.split_first() {
        let format = entries::FORMATS[usize::from(*which) % entries::FORMATS.len()];
        entries::document(format, bytes);
    }
});
