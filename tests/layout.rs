//! Is what `index/` says of itself true? `index/schema.txt` lists every field of the
//! index as the code builds it.
//!
//! `UPDATE_EXPECT=1 cargo test layout` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use morgue::index::schema::{FORMAT, TABLE};

#[test]
fn the_schema_is_as_written() {
    let mut lines = format!("format {FORMAT}\n\n");
    for (name, form, meaning) in TABLE {
        writeln!(lines, "{name:<14} {form:<8} {meaning}").expect("memory takes all");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index/schema.txt");
    expect_test::expect_file![path].assert_eq(&lines);
}
