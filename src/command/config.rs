//! What has the user settled once for all? `morgue.toml` in the corpus or beside it: the
//! same words as the flags of `index`, which go before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use crate::corpus::{Filter, MAX_RECORD, Root};
use crate::index::generation;
use crate::model::Date;
use crate::query::{Context, Saved};

use super::choice::parse_size;
use super::locate::IndexFlag;
use super::{Failure, roots};

const FILE: &str = "morgue.toml";

/// The settings of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// What is read.
    #[serde(default)]
    pub index: IndexConfig,
    /// Commands that read files of other kinds, by extension.
    #[serde(default)]
    pub filter: BTreeMap<String, FilterConfig>,
    /// Queries by name, for `query:name`.
    #[serde(default)]
    pub query: Saved,
}

/// A command that reads files of one extension.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FilterConfig {
    /// Program and arguments; `{}` is the path of the file.
    pub command: Vec<String>,
    /// Seconds after which it is ended.
    #[serde(default)]
    pub timeout: Option<u64>,
    /// Bytes after which it is ended, or with K, M or G.
    #[serde(default)]
    pub max_size: Option<String>,
}

/// Default of [`FilterConfig::timeout`].
const TIMEOUT: u64 = 60;

impl Config {
    /// The commands, ready to be run.
    ///
    /// # Errors
    /// When one names no program or a limit that cannot be understood.
    pub fn filters(&self) -> Result<Arc<[Filter]>, Failure> {
        let filters = self.filter.iter().map(|(extension, it)| {
            let wrong = |what: &str| {
                Failure::new(format!("[filter.{extension}] in morgue.toml: {what}"))
                    .hint(r#"write it as command = ["pdftotext", "-layout", "{}", "-"]"#)
            };
            if it.command.first().is_none_or(String::is_empty) {
                return Err(wrong("its command names no program"));
            }
            let size = it.max_size.as_deref().map(parse_size).transpose();
            let max_size = size.map_err(|error| wrong(&error))?.unwrap_or(MAX_RECORD);
            Ok(Filter {
                extension: extension.trim_start_matches('.').to_lowercase(),
                command: it.command.clone(),
                timeout: Duration::from_secs(it.timeout.unwrap_or(TIMEOUT)),
                max_size,
            })
        });
        filters.collect()
    }
}

/// Settings of `morgue index`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IndexConfig {
    /// As `--glob`.
    #[serde(default)]
    pub glob: Vec<String>,
    /// As `--exclude`.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// As `--map`.
    #[serde(default)]
    pub map: Vec<String>,
    /// As `--max-file-size`.
    pub max_file_size: Option<String>,
    /// As `--max-record`.
    pub max_record: Option<String>,
}

/// Reads the settings of the first root that has any, in it or beside it.
///
/// # Errors
/// When there is such a file and it cannot be read or understood.
pub fn of(roots: &[Root]) -> Result<Config, Failure> {
    let Some(file) = roots.iter().find_map(beside) else { return Ok(Config::default()) };
    let text = fs::read_to_string(&file).map_err(|error| {
        Failure::new(format!("cannot read `{}`: {error}", file.display()))
    })?;
    toml::from_str(&text).map_err(|error| broken(&file, &error))
}

/// What the words of a search are read against: the day, and the saved queries where
/// some are named. They stand beside what the index was made from, else beside `corpus`.
///
/// # Errors
/// When there are settings and they cannot be understood.
pub fn context(words: &str, now: Date, flag: &IndexFlag) -> Result<Context, Failure> {
    if !words.contains("query:") {
        return Ok(Context::at(now));
    }
    let mut roots = Vec::new();
    if let Ok(folder) = flag.find()
        && let Ok((_, facts)) = generation::current(&folder)
    {
        roots = roots::plan(&[], &facts.roots, &folder)?.roots;
    }
    let here = |path: &str| Root::Path { path: path.into(), name: path.to_owned() };
    roots.extend(["corpus", "."].map(here));
    Ok(Context { now, saved: of(&roots)?.query })
}

fn broken(file: &Path, error: &toml::de::Error) -> Failure {
    Failure::new(format!("cannot understand `{}`: {error}", file.display())).hint(
        "settings stand below [index] (glob, exclude, map, max-file-size, max-record), below \
         [filter.EXTENSION] (command, timeout, max-size) and below [query]: name = \"words\"",
    )
}

fn beside(root: &Root) -> Option<PathBuf> {
    let Root::Path { path, .. } = root else { return None };
    let real = path.canonicalize().ok()?;
    let folders = [Some(real.as_path()), real.parent()];
    folders.into_iter().flatten().map(|it| it.join(FILE)).find(|it| it.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        let temp = tempfile::tempdir().expect("a folder");
        fs::write(temp.path().join(FILE), text).expect("a file");
        let root = Root::Path { path: temp.path().to_owned(), name: "c".to_owned() };
        of(&[Root::Stdin, root]).map_err(|it| it.message)
    }

    #[test]
    fn settings_are_read() {
        let config = read("[index]\nexclude = [\"drafts\"]\nmax-file-size = \"8M\"\n");
        let index = config.expect("settings").index;
        assert_eq!(index.exclude, ["drafts"]);
        assert_eq!(index.max_file_size.as_deref(), Some("8M"));
        assert_eq!(of(&[Root::Stdin]), Ok(Config::default()));
        let config = read("[query]\nstrikes = \"strike OR walkout\"\n");
        let saved = config.expect("settings").query;
        assert_eq!(saved.get("strikes").map(String::as_str), Some("strike OR walkout"));
    }

    #[test]
    fn filters_are_read() {
        let text = "[filter.PDF]\ncommand = [\"pdftotext\", \"{}\", \"-\"]\n\
            timeout = 5\nmax-size = \"1M\"\n";
        let filters = read(text).expect("settings").filters().expect("filters");
        assert_eq!(
            (filters[0].extension.as_str(), filters[0].max_size),
            ("pdf", 1 << 20)
        );
        assert_eq!(filters[0].timeout, Duration::from_secs(5));
        for wrong in ["command = []", "command = [\"x\"]\nmax-size = \"much\""] {
            let config = read(&format!("[filter.pdf]\n{wrong}\n")).expect("settings");
            assert!(config.filters().is_err(), "{wrong}");
        }
        assert!(read("[filter.pdf]\ncommand = \"pdftotext {}\"\n").is_err());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let error = read("[index]\nexlude = []\n").expect_err("a fault");
        assert!(error.contains("morgue.toml") && error.contains("exlude"), "{error}");
    }
}
