//! Does the parser of queries hold out?
#![no_main]

#[path = "../entries.rs"]
#[allow(dead_code)]
mod entries;

libfuzzer_sys::fuzz_target!(|words: &str| entries::query(words));
