//! What does one query of many find, as a line of JSON? Its number in the file, from 0,
//! and the ids of its hits, best first: the input's own where it gave one.

use std::io::{self, Write};

use serde_json::json;

/// Writes the result of query `n`, or why it has none.
///
/// # Errors
/// When the writer fails.
pub fn write(
    n: usize,
    ids: Result<&[String], &str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let message = match ids {
        Ok(ids) => json!({ "type": "result", "query": n, "ids": ids }),
        Err(why) => json!({ "type": "result", "query": n, "ids": [], "error": why }),
    };
    let mut buffer = Vec::new();
    super::line(&mut buffer, &message);
    out.write_all(&buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_each_query() {
        let mut out = Vec::new();
        write(0, Ok(&["a1".to_owned()]), &mut out).expect("memory takes all");
        write(1, Err("unknown field `x`"), &mut out).expect("memory takes all");
        let lines = String::from_utf8(out).expect("text");
        let expected = [
            r#"{"type":"result","query":0,"ids":["a1"]}"#,
            r#"{"type":"result","query":1,"ids":[],"error":"unknown field `x`"}"#,
        ];
        assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
    }
}
