//! How is a file read that only another program understands? The user names a command for
//! its extension (`pdftotext`, `pandoc`); what it writes is the text. No shell is asked,
//! and the command is ended where it takes too long or writes too much.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::unpack::split;
use super::{Failure, Flow, Hint, Item, Options, Record};
use crate::model::{Note, PathFacts, Place};

/// What stands for the path of the file in a command.
pub const PLACE: &str = "{}";

/// How long what a command has written may be waited for once it has ended.
const GRACE: Duration = Duration::from_secs(1);

/// So much of what a command complains is told, in bytes.
const COMPLAINT: u64 = 500;

/// A command for files of one extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Lower-case extension of its files.
    pub extension: String,
    /// Program and arguments; [`PLACE`] is the path of the file. Without it the file is
    /// the input of the program.
    pub command: Vec<String>,
    /// It is ended when it runs longer.
    pub timeout: Duration,
    /// It is ended when it writes more bytes.
    pub max_size: usize,
}

/// What a command wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Filtered {
    /// The text.
    bytes: Vec<u8>,
    /// What was wrong although there is a text.
    note: Option<String>,
}

impl Options {
    /// The command for a file of this name.
    pub(super) fn filter(&self, name: &str) -> Option<&Filter> {
        if self.filters.is_empty() {
            return None;
        }
        let (_, extension) = split(name);
        self.filters.iter().find(|it| it.extension == extension)
    }
}

impl Filter {
    /// Emits what the command makes of a file, or why it makes nothing.
    pub(super) fn read(
        &self,
        file: &Path,
        place: Place,
        path: PathFacts,
        emit: &mut dyn FnMut(Item) -> Flow,
    ) -> Flow {
        let filtered = match self.run(file) {
            Ok(filtered) => filtered,
            Err(reason) => return emit(Item::Failure(Failure::new(place, reason, ""))),
        };
        if let Some(note) = filtered.note {
            emit(Item::Note(place.clone(), Note::new(note)))?;
        }
        let hint = Hint { extension: "txt".into(), path, fetched: None };
        emit(Item::Record(Record { place, bytes: filtered.bytes, hint }))
    }

    /// Puts a file of an archive where a command can read it. The copy has the extension,
    /// which many commands look at, and no more of its name; it goes when it is dropped.
    pub(super) fn copy(&self, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
        let suffix = format!(".{}", self.extension);
        let mut copy =
            tempfile::Builder::new().prefix("morgue-").suffix(&suffix).tempfile()?;
        copy.write_all(bytes)?;
        copy.flush()?;
        Ok(copy)
    }

    /// Runs the command on a file.
    ///
    /// # Errors
    /// What is to be said of the file: the command cannot be started, fails without a word
    /// of text, takes too long or writes too much.
    fn run(&self, path: &Path) -> Result<Filtered, String> {
        let name = self.command.first().map_or("", String::as_str);
        let started = Instant::now();
        let mut child = self
            .start(path)
            .map_err(|error| format!("its filter `{name}` cannot be started: {error}"))?;
        let output = child
            .stdout
            .take()
            .map(|it| reading(it, (self.max_size as u64).saturating_add(1)));
        let complaint = child.stderr.take().map(|it| reading(it, COMPLAINT));
        let Some(output) = output else { return Err("its filter has no output".into()) };
        let bytes = match output.recv_timeout(self.timeout) {
            Ok(read) => read.map_err(|error| format!("its filter `{name}`: {error}")),
            Err(RecvTimeoutError::Timeout) => Err(self.too_slow(name)),
            Err(RecvTimeoutError::Disconnected) => {
                Err(format!("its filter `{name}` broke off"))
            }
        };
        let bytes = bytes.and_then(|bytes| {
            if bytes.len() <= self.max_size {
                return Ok(bytes);
            }
            let megabytes = self.max_size >> 20;
            Err(format!(
                "its filter `{name}` wrote more than the limit of {megabytes} MB"
            ))
        });
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(reason) => {
                end(&mut child);
                return Err(reason);
            }
        };
        let Some(status) = wait(&mut child, started, self.timeout) else {
            return Err(self.too_slow(name));
        };
        let said = complaint.and_then(|it| it.recv_timeout(GRACE).ok()?.ok());
        told(name, status, bytes, &said.unwrap_or_default())
    }

    fn start(&self, path: &Path) -> io::Result<Child> {
        // a path that begins with "-" must not be taken for an option
        let path = std::path::absolute(path)?;
        let [program, arguments @ ..] = self.command.as_slice() else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "no command is named",
            ));
        };
        let mut command = Command::new(program);
        let mut named = false;
        for argument in arguments {
            named |= argument.contains(PLACE);
            if argument == PLACE {
                command.arg(&path);
            } else {
                command.arg(argument.replace(PLACE, &path.to_string_lossy()));
            }
        }
        let input =
            if named { Stdio::null() } else { Stdio::from(std::fs::File::open(&path)?) };
        // a group of its own: what the command starts is ended with it
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
    }

    fn too_slow(&self, name: &str) -> String {
        let seconds = self.timeout.as_secs_f32();
        format!("its filter `{name}` took longer than {seconds} seconds")
    }
}

/// Reads so many bytes in a thread of its own. What is beyond is left, so that a command
/// that writes for ever stands still until it is ended.
fn reading(
    from: impl Read + Send + 'static,
    limit: u64,
) -> Receiver<io::Result<Vec<u8>>> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut from = from;
        let read = from.by_ref().take(limit).read_to_end(&mut bytes).map(|_| bytes);
        // whoever asked may have stopped waiting
        let _ = send.send(read);
        let _ = io::copy(&mut from.take(1 << 20), &mut io::sink());
    });
    receive
}

/// How the command ended; none where it did not and was ended.
fn wait(child: &mut Child, started: Instant, timeout: Duration) -> Option<ExitStatus> {
    let mut pause = Duration::from_micros(200);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if started.elapsed() < timeout => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
            _ => {
                end(child);
                return None;
            }
        }
    }
}

/// Ends a command and whatever it has started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let _ = group.map(|it| kill_process_group(it, Signal::KILL));
    }
    // it may have ended by itself meanwhile, and then both say so
    let _ = child.kill();
    let _ = child.wait();
}

fn told(
    name: &str,
    status: ExitStatus,
    bytes: Vec<u8>,
    complaint: &[u8],
) -> Result<Filtered, String> {
    let said = String::from_utf8_lossy(complaint);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = if said.is_empty() { said } else { format!(": {said}") };
    let ended = if status.success() { String::new() } else { format!(" ({status})") };
    if !status.success() && bytes.trim_ascii().is_empty() {
        return Err(format!("its filter `{name}` failed{ended}{said}"));
    }
    let quiet = status.success() && said.is_empty();
    let note = (!quiet).then(|| format!("its filter `{name}` complains{ended}{said}"));
    Ok(Filtered { bytes, note })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(command: &[&str]) -> Result<(String, Option<String>), String> {
        let temp = tempfile::tempdir().expect("a folder");
        let path = temp.path().join("-a b.pdf");
        std::fs::write(&path, "The pier is shut.").expect("a file");
        let filter = Filter {
            extension: "pdf".to_owned(),
            command: command.iter().map(|it| (*it).to_owned()).collect(),
            timeout: Duration::from_millis(500),
            max_size: 100,
        };
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        filter.run(&path).map(|it| (text(it.bytes), it.note))
    }

    #[test]
    fn the_file_is_an_argument_or_the_input() {
        let text = Ok(("The pier is shut.".to_owned(), None));
        assert_eq!(run(&["cat", "{}"]), text);
        assert_eq!(run(&["cat"]), text);
        // no shell: what a shell would read is a letter like any other
        assert_eq!(run(&["printf", "%s", "$(id);{"]), Ok(("$(id);{".to_owned(), None)));
    }

    #[test]
    fn failures_are_told_with_what_was_said() {
        let failed = run(&["cat", "{}.gone"]).expect_err("no such file");
        assert!(
            failed.starts_with("its filter `cat` failed (exit status: 1): "),
            "{failed}"
        );
        let missing = run(&["no-such-program", "{}"]).expect_err("no such program");
        assert!(missing.contains("cannot be started"), "{missing}");
        assert!(run(&[]).is_err());
        let half =
            run(&["sh", "-c", "echo half; echo oops >&2; exit 3"]).expect("a text");
        assert_eq!(half.0, "half\n");
        let note = half.1.expect("a note");
        assert!(note.ends_with("(exit status: 3): oops"), "{note}");
    }

    #[test]
    fn what_takes_too_long_or_writes_too_much_is_ended() {
        let slow = run(&["sleep", "600"]).expect_err("slow");
        assert!(slow.contains("took longer than 0.5 seconds"), "{slow}");
        let much = run(&["yes"]).expect_err("much");
        assert!(much.contains("wrote more than the limit"), "{much}");
        // what the command leaves behind keeps its output open, and is ended with it
        let left = run(&["sh", "-c", "sleep 60 & echo $!"]).expect_err("a child is left");
        assert!(left.contains("took longer"), "{left}");
    }
}
