//! What does the engine get to read? The files of a generation, each block of them
//! compared with its sum before the first byte of it is handed out. Nothing can be written.
//!
//! A run that has just written the files reads them [by place](Guard::by_place): what it reads
//! of all articles would otherwise be counted as its memory as long as the files are mapped.
//!
//! A generation never changes, so no lock is taken: an index on a read-only disk answers.

use std::fmt;
#[cfg(unix)]
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback,
    WatchHandle, WritePtr,
};
use xxhash_rust::xxh3::xxh3_64;

use super::sums::{BLOCK, Sums, Wrong};

/// The folder of a generation.
#[derive(Clone)]
pub(super) struct Guard {
    files: MmapDirectory,
    /// None while the generation is being made.
    sums: Option<Arc<Sums>>,
    folder: PathBuf,
}

impl Guard {
    /// Opens a folder whose files have these sums.
    pub(super) fn open(folder: &Path, sums: Arc<Sums>) -> tantivy::Result<Self> {
        let files = MmapDirectory::open(folder)?;
        Ok(Self { files, sums: Some(sums), folder: folder.to_owned() })
    }

    /// Opens a folder whose files are not yet summed; nothing of them is mapped.
    pub(super) fn by_place(folder: &Path) -> tantivy::Result<Self> {
        let files = MmapDirectory::open(folder)?;
        Ok(Self { files, sums: None, folder: folder.to_owned() })
    }
}

#[cfg(unix)]
impl Guard {
    fn unmapped(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let opened = File::open(self.folder.join(path)).and_then(|file| {
            let length = usize::try_from(file.metadata()?.len());
            Ok(ByPlace { file, length: length.map_err(io::Error::other)? })
        });
        match opened {
            Ok(file) => Ok(Arc::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }
}

/// A file of which only what is asked for is read, each time.
#[cfg(unix)]
#[derive(Debug)]
struct ByPlace {
    file: File,
    length: usize,
}

#[cfg(unix)]
impl HasLen for ByPlace {
    fn len(&self) -> usize {
        self.length
    }
}

#[cfg(unix)]
impl FileHandle for ByPlace {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        use std::os::unix::fs::FileExt as _;
        if range.start > range.end || range.end > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

#[cfg(not(unix))]
impl Guard {
    fn unmapped(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Guard({:?})", self.files)
    }
}

fn refused(path: &Path) -> io::Error {
    let message = format!("`{}` is only read", path.display());
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, message)
}

impl Directory for Guard {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let Some(sums) = &self.sums else { return self.unmapped(path) };
        let bytes = self.files.get_file_handle(path)?;
        let name = path.to_string_lossy().into_owned();
        let Some(sum) = sums.get(&name).filter(|it| it.size == bytes.len() as u64) else {
            let error = Wrong::Size.error(&name);
            return Err(OpenReadError::wrap_io_error(error, path.to_owned()));
        };
        let words = sum.blocks.len().div_ceil(64);
        let seen = (0..words).map(|_| AtomicU64::new(0)).collect();
        Ok(Arc::new(Watched { bytes, name, sums: Arc::clone(sums), seen }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let (io_error, filepath) = (Arc::new(refused(path)), path.to_owned());
        Err(DeleteError::IoError { io_error, filepath })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(path), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.files.atomic_read(path)?;
        let compare = |it: &Arc<Sums>| it.compare(&path.to_string_lossy(), &bytes);
        match self.sums.as_ref().map_or(Ok(()), compare) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn atomic_write(&self, path: &Path, _: &[u8]) -> io::Result<()> {
        Err(refused(path))
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(watch_callback)
    }
}

/// One file, and which of its blocks were compared.
struct Watched {
    bytes: Arc<dyn FileHandle>,
    name: String,
    sums: Arc<Sums>,
    /// A bit for each block.
    seen: Vec<AtomicU64>,
}

impl Watched {
    /// Compares one block, once.
    fn compare(&self, block: usize) -> io::Result<()> {
        let (word, bit) = (block / 64, 1_u64 << (block % 64));
        let altered = || Wrong::Altered.error(&self.name);
        let seen = self.seen.get(word).ok_or_else(altered)?;
        if seen.load(Ordering::Relaxed) & bit > 0 {
            return Ok(());
        }
        let sum = self.sums.get(&self.name).and_then(|it| it.blocks.get(block));
        let from = block * BLOCK;
        let bytes = self.bytes.read_bytes(from..(from + BLOCK).min(self.bytes.len()))?;
        if sum != Some(&xxh3_64(&bytes)) {
            return Err(altered());
        }
        seen.fetch_or(bit, Ordering::Relaxed);
        Ok(())
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Watched({})", self.name)
    }
}

impl HasLen for Watched {
    fn len(&self) -> usize {
        self.bytes.len()
    }
}

impl FileHandle for Watched {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.len() {
            return Err(Wrong::Size.error(&self.name));
        }
        if !range.is_empty() {
            for block in range.start / BLOCK..=(range.end - 1) / BLOCK {
                self.compare(block)?;
            }
        }
        self.bytes.read_bytes(range)
    }
}
