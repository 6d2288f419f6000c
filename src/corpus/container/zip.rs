//! What files does a ZIP archive hold? Read from the list at its end; nothing is ever
//! written where a name of an archive says.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::guard::{Count, Guard, bomb, is_bomb};
use super::{Container, Found, Halt, Input, Members, Receiver, explain};

/// ZIP. It is known by its name only: office documents begin with the same bytes.
pub const ZIP: Container = Container {
    name: "ZIP",
    extensions: &["zip"],
    magic: None,
    members: Members::Files,
    unpack,
};

/// All files of an archive may give so many times what one may.
const TOGETHER: u64 = 16;

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let Input { bytes: mut packed, file, max_record } = input;
    if let Some(file) = file {
        let size = file.metadata()?.len();
        return files(BufReader::with_capacity(1 << 16, file.try_clone()?), size, found);
    }
    // an archive in an archive, or in a pipe: its list stands at the end
    let mut bytes = Vec::new();
    let limit = (max_record as u64).saturating_add(1);
    Read::take(&mut packed, limit).read_to_end(&mut bytes)?;
    if bytes.len() <= max_record {
        let size = bytes.len() as u64;
        return files(Cursor::new(bytes), size, found);
    }
    let mut spooled: File = tempfile::tempfile()?;
    io::copy(&mut bytes.as_slice(), &mut spooled)?;
    drop(bytes);
    let size = io::copy(packed, &mut spooled)? + limit;
    spooled.rewind()?;
    files(BufReader::with_capacity(1 << 16, spooled), size, found)
}

fn files<R: Read + Seek>(
    input: R,
    size: u64,
    found: &mut Receiver<'_>,
) -> Result<(), Halt> {
    let mut archive = ZipArchive::new(input).map_err(|error| words(&error))?;
    let all = Count::default();
    for number in 0..archive.len() {
        // the files of some bombs lie one upon another: what all of them give is counted
        if is_bomb(size, all.get() / TOGETHER) {
            return Err(bomb().into());
        }
        let mut file = match archive.by_index(number) {
            Ok(file) => file,
            Err(error) => {
                failed(&format!("file {}", number + 1), &error, found)?;
                continue;
            }
        };
        if file.is_dir() || file.is_symlink() {
            continue;
        }
        // the name as its bytes say, else in the code page of old DOS
        let name = match str::from_utf8(file.name_raw()) {
            Ok(name) => name.to_owned(),
            Err(_) => file.name().map_or_else(|_| String::new(), Into::into),
        };
        let packed = Count::default();
        packed.set(file.compressed_size());
        let own = Count::default();
        let explained = Explaining(&mut file);
        let guarded = Guard::sharing(explained, packed, own.clone());
        let mut bytes = BufReader::with_capacity(1 << 16, guarded);
        found(Found::File { name, bytes: &mut bytes })?;
        all.set(all.get() + own.get());
    }
    Ok(())
}

struct Explaining<R>(R);

impl<R: Read> Read for Explaining<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| explain(ZIP.name, error))
    }
}

fn failed(name: &str, error: &ZipError, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let reason = words(error).to_string();
    let hint =
        if reason.contains("assword") { "unpack it with its password" } else { "" };
    found(Found::Failure { inside: Some(name.to_owned()), reason, hint })
}

fn words(error: &ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => {
            let text = format!("the ZIP data is damaged: {error}");
            io::Error::new(io::ErrorKind::InvalidData, text)
        }
        ZipError::InvalidArchive(why) => io::Error::new(
            io::ErrorKind::InvalidData,
            format!("is no sound ZIP archive: {why}"),
        ),
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    }
}
