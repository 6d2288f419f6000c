//! What could not be read, and why? Every failure as a line of JSON in the user's file,
//! the first few in the closing words.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::json;

use crate::corpus::Failure;

/// Failures named in the closing words; the rest is counted.
const SHOWN: usize = 10;

/// Failures of one run, in order.
#[derive(Debug, Default)]
pub struct Report {
    file: Option<BufWriter<File>>,
    first: Vec<Failure>,
    count: u64,
}

impl Report {
    /// Writes every failure to `file`, if one is named.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn new(file: Option<&Path>) -> io::Result<Self> {
        let file = file.map(File::create).transpose()?.map(BufWriter::new);
        Ok(Self { file, ..Self::default() })
    }

    /// Takes a failure.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, failure: Failure) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            let Failure { key, inside, reason, hint, .. } = &failure;
            let line = json!({
                "type": "failure", "schema": 1, "key": key, "inside": inside,
                "reason": reason, "hint": hint,
            });
            writeln!(file, "{line}")?;
        }
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push(failure);
        }
        Ok(())
    }

    /// Failures so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Puts the file on the disk.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn finish(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }

    /// The closing words; none where all went well.
    pub fn words(&self) -> Option<String> {
        let what = match self.count {
            0 => return None,
            1 => "1 input".to_owned(),
            count => format!("{count} inputs"),
        };
        let head = format!("{what} could not be read, or not to the end:");
        let mut lines = vec![head];
        lines.extend(self.first.iter().map(|failure| format!("  {failure}")));
        match (self.count - self.first.len() as u64, &self.file) {
            (0, _) => (),
            (more, Some(_)) => lines.push(format!("  and {more} more")),
            (more, None) => {
                lines.push(format!("  and {more} more; --report FILE lists them all"));
            }
        }
        Some(lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn failure(line: u64) -> Failure {
        let place = Place { key: "c/a.jsonl".to_owned(), inside: Some(line.to_string()) };
        Failure::new(place, "is \"broken\"", "mend it")
    }

    #[test]
    fn all_is_well_without_failures() {
        assert_eq!(Report::default().words(), None);
    }

    #[test]
    fn the_first_are_named_and_all_are_counted() {
        let mut report = Report::default();
        report.add(failure(7)).unwrap();
        let words = "1 input could not be read, or not to the end:\n  \
                     c/a.jsonl#7: is \"broken\" (mend it)";
        assert_eq!(report.words().unwrap(), words);
        for line in 8..20 {
            report.add(failure(line)).unwrap();
        }
        let words = report.words().unwrap();
        assert!(words.starts_with("13 inputs could not be read"));
        assert!(
            words.ends_with("\n  and 3 more; --report FILE lists them all"),
            "{words}"
        );
        assert_eq!(words.lines().count(), 12);
    }

    #[test]
    fn the_file_has_a_line_of_json_for_each() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("failures.jsonl");
        let mut report = Report::new(Some(&path)).unwrap();
        for line in 1..=12 {
            report.add(failure(line)).unwrap();
        }
        report.finish().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(text.lines().count(), 12);
        let last: serde_json::Value =
            serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(last["key"], "c/a.jsonl");
        assert_eq!(last["inside"], "12");
        assert_eq!(last["reason"], "is \"broken\"");
    }
}
