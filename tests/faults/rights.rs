//! What if we may read but not write, or not even read? Another user is asked: root may do
//! everything, so where the tests run as root the program runs as nobody.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{EVERYTHING, Site, told};

/// The user whom every system has and who owns nothing.
const NOBODY: u32 = 65_534;

/// Somebody who has no more rights than the modes of the files give.
struct Stranger {
    program: PathBuf,
    /// We are root, and the stranger is not.
    other: bool,
}

impl Stranger {
    fn of(site: &Site) -> Self {
        let other = fs::metadata(site.path("corpus")).expect("a folder").uid() == 0;
        let built = PathBuf::from(env!("CARGO_BIN_EXE_morgue"));
        let mut stranger = Self { program: built, other };
        mode(&site.path(""), 0o755);
        let runs = stranger.command(site, &["--version"]).output();
        if runs.is_err() {
            // it was built in a folder that others may not enter
            let copied = site.path("morgue");
            if fs::hard_link(&stranger.program, &copied).is_err() {
                fs::copy(&stranger.program, &copied).expect("a copy of the program");
            }
            stranger.program = copied;
        }
        stranger
    }

    fn command(&self, site: &Site, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(args)
            .current_dir(site.path(""))
            .env_remove("MORGUE_INDEX")
            .env("COLUMNS", "200")
            .stdin(Stdio::null());
        if self.other {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn run(&self, site: &Site, args: &[&str]) -> Output {
        let output = self.command(site, args).output().expect("the program runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("the program broke"), "{args:?}: {stderr}");
        output
    }

    /// Gives the stranger a folder and all that is in it.
    fn give(&self, folder: &Path) {
        for it in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            if self.other {
                chown(it.path(), Some(NOBODY), Some(NOBODY)).expect("we are root");
            }
        }
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
}

/// Lets everybody read what is below, and nobody write there; or lets the owner write again.
fn lock(folder: &Path, locked: bool) {
    let (folders, files) = if locked { (0o555, 0o444) } else { (0o755, 0o644) };
    let all = walkdir::WalkDir::new(folder).contents_first(locked);
    for it in all.into_iter().filter_map(Result::ok) {
        mode(it.path(), if it.file_type().is_dir() { folders } else { files });
    }
}

/// All hits, as somebody sees them.
fn answers(who: &Stranger, site: &Site) -> Option<String> {
    super::steady(&who.run(site, &EVERYTHING))
}

#[test]
fn an_index_that_may_only_be_read_answers() {
    let site = Site::indexed();
    let who = Stranger::of(&site);
    let right = site.answers().expect("an index");
    lock(&site.path("index"), true);
    lock(&site.path("corpus"), true);
    mode(&site.path(""), 0o555);
    assert_eq!(answers(&who, &site).as_deref(), Some(right.as_str()));
    let reads: [&[&str]; 8] = [
        &["check"],
        &["status"],
        &["status", "--failures"],
        &["show", "line-1"],
        &["quotes", "*"],
        &["stories"],
        &["trace", "the wall of dyke 3 is dry"],
        &["annotate", "corpus"],
    ];
    for args in reads {
        let output = who.run(&site, args);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{args:?}: {}",
            told(&output)
        );
    }
    let writes: [&[&str]; 6] = [
        &["index"],
        &["index", "--rebuild"],
        &["index", "--reextract"],
        &["index", "corpus", "--index", "new"],
        &["gc"],
        &["forget", "line-1"],
    ];
    for args in writes {
        let output = who.run(&site, args);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", told(&output));
        assert!(stderr.contains("ermission denied"), "{args:?}: {stderr}");
    }
    assert_eq!(answers(&who, &site).as_deref(), Some(right.as_str()));
    mode(&site.path(""), 0o755);
    lock(&site.path("corpus"), false);
    lock(&site.path("index"), false);
    assert_eq!(site.answers().as_deref(), Some(right.as_str()));
    site.no_left_over("read-only");
}

#[test]
fn a_corpus_that_may_only_be_read_is_indexed() {
    let site = Site::new();
    let who = Stranger::of(&site);
    fs::create_dir(site.path("index")).expect("a folder");
    who.give(&site.path("index"));
    lock(&site.path("corpus"), true);
    let first = who.run(&site, &["index", "corpus"]);
    assert_eq!(first.status.code(), Some(0), "{}", told(&first));
    let all = answers(&who, &site).expect("an index");
    // one file and one folder more that the stranger may not even read
    let file = site.path("corpus/harbour-post/2024/01/0.txt");
    let folder = site.path("corpus/lantern-post");
    mode(&file, 0o200);
    mode(&folder, 0o300);
    if who.other {
        mode(&file, 0o600);
        mode(&folder, 0o700);
    }
    let second = who.run(&site, &["index"]);
    let stderr = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(matches!(second.status.code(), Some(0 | 3)), "{}", told(&second));
    let failures = who.run(&site, &["status", "--failures"]);
    let listed = String::from_utf8_lossy(&failures.stdout).into_owned();
    let says = |what: &str| listed.contains(what) || stderr.contains(what);
    assert!(says("lantern-post"), "{stderr}{listed}");
    assert!(says("ermission denied"), "{stderr}{listed}");
    // what cannot be seen is not gone
    assert_eq!(answers(&who, &site).as_deref(), Some(all.as_str()), "{stderr}{listed}");
    let rebuilt = who.run(&site, &["index", "--rebuild"]);
    assert_eq!(rebuilt.status.code(), Some(3), "{}", told(&rebuilt));
    mode(&folder, 0o755);
    lock(&site.path("corpus"), false);
    let third = who.run(&site, &["index"]);
    assert_eq!(third.status.code(), Some(0), "{}", told(&third));
    assert_eq!(answers(&who, &site).as_deref(), Some(all.as_str()));
}
