//! Are any words a day of the calendar, or none?
#![no_main]

#[path = "../entries.rs"]
#[allow(dead_code)]
mod entries;

libfuzzer_sys::fuzz_target!(|words: &str| entries::date(words));
