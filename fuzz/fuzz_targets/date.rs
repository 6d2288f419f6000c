//! Any words as a date: a day of the calendar or none.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|words: &str| {
    if let Some(date) = morgue::extract::parse_date(words) {
        assert!(date.month <= 12 && date.day <= 31);
    }
});
