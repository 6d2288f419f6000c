//! What became of each input? One JSON line for each, beside the generation: key, place
//! inside, state, reason, what to do; written in walk order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

const NAME: &str = "ledger.jsonl";

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// In the index.
    Indexed,
    /// The same as an article already in the index.
    Duplicate,
    /// Could not be read.
    Failed,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Portable key of the file.
    pub key: String,
    /// Place inside a container.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
    /// What became of it.
    pub state: State,
    /// Article number, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Writes the ledger of a generation line by line.
#[derive(Debug)]
pub struct Ledger {
    file: BufWriter<File>,
}

impl Ledger {
    /// Starts the ledger of the generation in `folder`.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(File::create(folder.join(NAME))?) })
    }

    /// Appends a line.
    ///
    /// # Errors
    /// The disk is full.
    pub fn write(&mut self, line: &Line) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, line)?;
        self.file.write_all(b"\n")
    }

    /// Ends the ledger, on the disk.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }
}

/// Reads the lines of a generation's ledger; a damaged line is left out.
///
/// # Errors
/// The file cannot be opened.
pub fn read(folder: &Path) -> io::Result<impl Iterator<Item = Line>> {
    let file = BufReader::new(File::open(folder.join(NAME))?);
    Ok(file.lines().map_while(Result::ok).filter_map(|it| serde_json::from_str(&it).ok()))
}
