//! What of an archive is read? Patterns, lists and limits, from flags or from `morgue.toml`.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::corpus::{MAX_RECORD, Root, Selection};
use crate::document::FieldMap;

use super::config::IndexConfig;
use super::locate::FOLDER;
use super::pipeline::Options;
use super::{Failure, config};

/// What is read.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Selection")]
pub struct Choice {
    /// Read only files whose name, or whose path below the folder, fits a pattern; may be
    /// repeated.
    #[arg(long, value_name = "GLOB")]
    pub glob: Vec<String>,

    /// Pass over files and folders that fit; may be repeated.
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Read only the files named in FILE, one a line (`-`: standard input).
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,

    /// Pass over larger files: bytes, or with K, M or G.
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_file_size: Option<usize>,

    /// Longest record: bytes, or with K, M or G; longer ones are not read [default: 64M].
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_record: Option<usize>,

    /// Where a field of the input is: `body=/content/text` in JSON, `body=Text` for a
    /// column of a table; may be repeated.
    #[arg(long, value_name = "FIELD=PLACE")]
    pub map: Vec<String>,
}

/// How the pipeline reads these roots: flags before settings before defaults. The index
/// itself is never walked.
///
/// # Errors
/// When an option or a setting cannot be understood.
pub fn options(
    choice: &Choice,
    roots: &[Root],
    index: &Path,
) -> Result<Options, Failure> {
    if let Some(path) = roots.iter().find_map(|it| same_folder(it, index)) {
        let said = format!("`{}` is the index itself", path.display());
        return Err(Failure::new(said).hint("name the folder of your articles"));
    }
    let config = config::of(roots)?;
    let filters = config.filters()?;
    let settled = config.index;
    let or = |flags: &[String], settled: &[String]| {
        if flags.is_empty() { settled.to_vec() } else { flags.to_vec() }
    };
    let mut options = Options::default();
    options.corpus.filters = filters;
    options.corpus.max_record = max_record(choice.max_record, &settled)?;
    options.corpus.exclude = vec![index.to_owned(), FOLDER.into()];
    let globs = or(&choice.glob, &settled.glob);
    let mut selection = Selection::new(&globs, &or(&choice.exclude, &settled.exclude))
        .map_err(|error| Failure::new(format!("cannot read the pattern: {error}")))?;
    let largest = size(choice.max_file_size, settled.max_file_size.as_ref())?;
    selection.largest = largest.map(|it| it as u64);
    if let Some(list) = &choice.files_from {
        selection.only(listed(list)?);
    }
    options.corpus.selection = selection;
    let map = or(&choice.map, &settled.map);
    options.document.map = FieldMap::parse(map.iter().map(String::as_str))?;
    Ok(options)
}

/// The path of a root that is this folder, by whatever name.
fn same_folder<'a>(root: &'a Root, folder: &Path) -> Option<&'a Path> {
    let Root::Path { path, .. } = root else { return None };
    let real = |it: &Path| it.canonicalize().ok();
    real(path).filter(|it| Some(it) == real(folder).as_ref()).map(|_| path.as_path())
}

/// Longest record that can be asked for: one of a gigabyte takes nine of memory, and the
/// engine counts the words of an article in 32 bits.
const MOST_RECORD: usize = 1 << 30;

/// The longest record that is read: the flag before the setting before the default.
pub(super) fn max_record(
    flag: Option<usize>,
    settled: &IndexConfig,
) -> Result<usize, Failure> {
    let asked = size(flag, settled.max_record.as_ref())?.unwrap_or(MAX_RECORD);
    if asked > MOST_RECORD {
        let failure = Failure::new("a record of more than 1G is not read");
        return Err(failure.hint("split the file, or give `--max-record 1G` at most"));
    }
    Ok(asked)
}

fn size(flag: Option<usize>, settled: Option<&String>) -> Result<Option<usize>, Failure> {
    match (flag, settled) {
        (None, Some(text)) => parse_size(text)
            .map(Some)
            .map_err(|error| Failure::new(format!("`{text}` in morgue.toml: {error}"))),
        (flag, _) => Ok(flag),
    }
}

/// The files named in a list, one a line.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let text = if list.as_os_str() == "-" {
        io::read_to_string(io::stdin())
    } else {
        std::fs::read_to_string(list)
    };
    let text = text.map_err(|error| {
        Failure::new(format!("cannot read the list `{}`: {error}", list.display()))
    })?;
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    Ok(lines.map(PathBuf::from).collect())
}

/// `1000`, `512K`, `64M`, `2G`.
pub(super) fn parse_size(text: &str) -> Result<usize, String> {
    let upper = text.trim().to_uppercase();
    let upper = upper.trim_end_matches('B').trim_end_matches('I');
    let (digits, shift) = match upper.char_indices().last() {
        Some((at, 'K')) => (&upper[..at], 10),
        Some((at, 'M')) => (&upper[..at], 20),
        Some((at, 'G')) => (&upper[..at], 30),
        _ => (upper, 0),
    };
    let number: Option<usize> = digits.trim().parse().ok();
    number
        .and_then(|it| it.checked_mul(1 << shift))
        .filter(|it| *it > 0)
        .ok_or_else(|| "write it as a number, or one with K, M or G behind it".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_record_is_longer_than_memory() {
        let asked = |it| max_record(it, &IndexConfig::default()).ok();
        assert_eq!(asked(None), Some(MAX_RECORD));
        assert_eq!(asked(Some(1)), Some(1));
        assert_eq!(asked(Some(1 << 30)), Some(1 << 30));
        assert_eq!(asked(Some((1 << 30) + 1)), None);
        assert_eq!(asked(Some(usize::MAX)), None);
    }

    #[test]
    fn sizes_are_read() {
        for (text, size) in [("1000", 1000), ("512k", 512 << 10), ("64M", 64 << 20)] {
            assert_eq!(parse_size(text), Ok(size), "{text}");
        }
        assert_eq!(parse_size("2 GiB"), Ok(2 << 30));
        for text in ["", "0", "-1", "many", "99999999999999G", "é"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
