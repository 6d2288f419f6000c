//! What became of each input? For every file its stamp, its state and what could not be
//! read in it (`ledger.jsonl`, a line a file), and which articles came from it
//! (`records.bin`): all that the next run needs to read only what has changed.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::codec::{In, Out};
use super::sums::Sums;

/// The file of inputs.
pub(super) const LINES: &str = "ledger.jsonl";
pub(super) const RECORDS: &str = "records.bin";

/// The files of the account: a search does without, and the next run makes them again.
pub(super) const ACCOUNT: [&str; 2] = [LINES, RECORDS];

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All of it is in the index.
    #[default]
    Indexed,
    /// Some of it could not be read; the rest is in the index.
    Partial,
    /// None of it could be read.
    Failed,
}

/// What could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Place inside a container.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
    /// Why.
    pub reason: String,
    /// What to do about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Portable key.
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds from 1970 to its last change; 0 where that is not known.
    pub modified: u64,
    /// When it was read, RFC 3339.
    pub read: String,
    /// What became of it.
    pub state: State,
    /// What could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<Failed>,
    /// Articles that stand in it.
    #[serde(skip)]
    pub records: Vec<Record>,
}

/// One article of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Our id.
    pub id: u64,
    /// Hash of the input's own id; 0 where it gave none.
    pub given: u64,
    /// Place inside the container.
    pub inside: Option<Box<str>>,
}

impl Input {
    /// Adds what could not be read, and lets the state follow.
    pub fn fail(&mut self, failed: Failed) {
        self.failed.push(failed);
        self.settle();
    }

    /// The state that articles and failures amount to.
    pub fn settle(&mut self) {
        self.state = match (self.failed.is_empty(), self.records.is_empty()) {
            (true, _) => State::Indexed,
            (false, false) => State::Partial,
            (false, true) => State::Failed,
        };
    }
}

/// Writes the inputs of a generation into its folder, on the disk.
///
/// # Errors
/// The disk is full or not writable.
pub fn save<'a>(
    folder: &Path,
    inputs: impl Iterator<Item = &'a Input>,
) -> io::Result<()> {
    let mut lines = BufWriter::new(File::create(folder.join(LINES))?);
    let mut records = BufWriter::new(File::create(folder.join(RECORDS))?);
    let mut out = Out::default();
    for input in inputs {
        serde_json::to_writer(&mut lines, input)?;
        lines.write_all(b"\n")?;
        out.bytes.clear();
        out.many(&input.records, |out, record| {
            out.fixed(record.id);
            out.fixed(record.given);
            out.maybe(record.inside.as_deref(), Out::text);
        });
        records.write_all(&out.bytes)?;
    }
    for mut file in [lines, records] {
        file.flush()?;
        file.get_ref().sync_all()?;
    }
    Ok(())
}

/// The inputs of a generation with their articles.
///
/// # Errors
/// A file cannot be read, is not as it was written, or the two do not fit each other.
pub(super) fn load(folder: &Path, sums: &Sums) -> io::Result<Vec<Input>> {
    joined(&sums.read(folder, LINES)?, &sums.read(folder, RECORDS)?)
}

/// The inputs from the bytes of both files.
///
/// # Errors
/// One of them is damaged, or they do not fit each other.
pub(super) fn joined(inputs: &[u8], records: &[u8]) -> io::Result<Vec<Input>> {
    let mut inputs = lines(inputs)?;
    let mut from = In { bytes: records };
    for input in &mut inputs {
        let Some(records) = from.many(record) else { return Err(damaged()) };
        input.records = records;
    }
    if from.bytes.is_empty() { Ok(inputs) } else { Err(damaged()) }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the account of the index is damaged")
}

fn record(from: &mut In) -> Option<Record> {
    let (id, given) = (from.fixed()?, from.fixed()?);
    Some(Record { id, given, inside: from.maybe(In::text)?.map(String::into_boxed_str) })
}

/// The inputs of a generation without their articles, from the bytes of their file.
///
/// # Errors
/// A line is no input.
pub(super) fn lines(bytes: &[u8]) -> io::Result<Vec<Input>> {
    let lines = bytes.par_split(|it| *it == b'\n').filter(|it| !it.is_empty());
    lines.map(|it| serde_json::from_slice(it).map_err(|_| damaged())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = |id| Record { id, given: id / 2, inside: Some("7".into()) };
        let mut whole = Input { key: "c/a.jsonl".to_owned(), ..Input::default() };
        whole.records = vec![record(1), record(u64::MAX), record(3)];
        let mut broken = Input { key: "c/b.txt".to_owned(), ..Input::default() };
        broken.fail(Failed { reason: "is empty".to_owned(), ..Failed::default() });
        assert_eq!(broken.state, State::Failed);
        let inputs = [whole, broken];
        save(folder.path(), inputs.iter()).expect("a disk");
        let sums = Sums::take(folder.path(), None).expect("a disk");
        assert_eq!(load(folder.path(), &sums).expect("a disk"), inputs);
        std::fs::write(folder.path().join(RECORDS), [9, 9]).expect("a disk");
        assert!(load(folder.path(), &sums).is_err());
        let sums = Sums::take(folder.path(), None).expect("a disk");
        assert!(load(folder.path(), &sums).is_err(), "it does not fit the inputs");
    }
}
