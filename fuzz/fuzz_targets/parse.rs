//! Does the parser of queries hold out? Whatever it is given it ends in a tree or in a fault
//! that can be pointed at; a tree that is printed reads back as the same tree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::model::Date;
use morgue::query::parse_at;

fuzz_target!(|query: &str| {
    let now = Date::day(2024, 4, 15);
    match parse_at(query, now) {
        Ok(node) => {
            let printed = node.to_string();
            // Brackets are added, so that the printed form may be longer than is read.
            if printed.len() <= 64 * 1024 {
                assert_eq!(parse_at(&printed, now).as_ref(), Ok(&node), "{printed}");
            }
        }
        Err(error) => {
            error.pointed(query);
        }
    }
});
