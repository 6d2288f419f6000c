//! What if the program is started with nothing around it: no HOME, no TERM, a screen one
//! column wide, and its input and output closed, full or gone? Every command says in a word
//! what is wrong, and none breaks.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::CommandFactory as _;

use super::{Site, told};

/// Every command, in each of its forms; those that print something even of a small archive,
/// and those that may have nothing to print.
const PRINTING: [&[&str]; 29] = [
    &["search", "ferry"],
    &["search", "*", "--json"],
    &["search", "*", "--kwic"],
    &["search", "*", "--format", "{title}"],
    &["search", "*", "--count"],
    &["search", "*", "--facet", "outlet"],
    &["search", "--queries", "queries.txt"],
    &["quotes", "*"],
    &["quotes", "*", "--json"],
    &["stories"],
    &["stories", "--json"],
    &["diff", "line-1", "line-2"],
    &["diff", "line-1", "line-2", "--json"],
    &["trace", "the wall of dyke 3 is dry"],
    &["trace", "the wall of dyke 3 is dry", "--json"],
    &["verify", "draft.txt"],
    &["verify", "--json", "draft.txt"],
    &["facets", "*"],
    &["facets", "*", "--as", "csv"],
    &["timeline", "*"],
    &["show", "line-1"],
    &["annotate", "draft.txt"],
    &["annotate", "--json", "draft.txt"],
    &["status"],
    &["status", "--json"],
    &["check"],
    &["check", "--json"],
    &["generate", "man"],
    &["--help"],
];
const SILENT: [&[&str]; 5] = [
    &["annotate", "-"],
    &["status", "--failures"],
    &["index"],
    &["gc"],
    &["forget", "nobody"],
];

fn site() -> Site {
    let site = Site::indexed();
    let draft = "“The wall of dyke 3 is dry,” she said.";
    fs::write(site.path("draft.txt"), draft).expect("a file");
    fs::write(site.path("queries.txt"), "ferry\nport\n").expect("a file");
    site
}

/// The command in an empty environment.
fn bare(site: &Site, args: &[&str]) -> Command {
    let mut command = site.command(args);
    command.env_clear().env("LANG", "C").env("COLUMNS", "1");
    command
}

fn run(mut command: Command) -> Output {
    command.output().expect("the program was built for this test")
}

#[track_caller]
fn whole(args: &[&str], output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let code = output.status.code();
    assert!(code.is_some_and(|it| it < 4), "{args:?}: {}", told(output));
    assert!(!said.contains("broke") && !said.contains("panicked"), "{args:?}: {said}");
}

#[test]
fn every_command_is_tried() {
    let tried: BTreeSet<&str> =
        PRINTING.iter().chain(&SILENT).filter_map(|it| it.first().copied()).collect();
    let commands = morgue::command::Cli::command();
    for command in commands.get_subcommands() {
        assert!(
            tried.contains(command.get_name()),
            "no case of `{}`",
            command.get_name()
        );
    }
}

#[test]
fn nothing_around_it_is_enough() {
    let site = site();
    for args in PRINTING.iter().chain(&SILENT) {
        let output = run(bare(&site, args));
        whole(args, &output);
        assert_ne!(output.status.code(), Some(2), "{args:?}: {}", told(&output));
        let prints = PRINTING.contains(args);
        assert!(!prints || !output.stdout.is_empty(), "{args:?}: {}", told(&output));
    }
}

#[test]
fn a_reader_that_goes_away_ends_every_listing_quietly() {
    let site = site();
    for args in PRINTING.iter().chain(&SILENT) {
        let mut child = bare(&site, args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built for this test");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        whole(args, &output);
        assert_ne!(output.status.code(), Some(2), "{args:?}: {}", told(&output));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("error"), "{args:?}: {said}");
    }
}

/// A disk that is full: data that is not written is an error, of every command that has some.
#[cfg(target_os = "linux")]
#[test]
fn output_to_a_full_disk_is_an_error() {
    let site = site();
    let full = || fs::File::options().write(true).open("/dev/full").expect("a device");
    for args in PRINTING.iter().chain(&SILENT) {
        let mut command = bare(&site, args);
        command.stdout(full());
        let output = run(command);
        whole(args, &output);
        if PRINTING.contains(args) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{args:?}: {}", told(&output));
            assert!(said.contains("cannot write the output: No space left"), "{said}");
        }
        // Nor is there anybody to tell.
        let mut command = bare(&site, args);
        command.stdout(full()).stderr(full());
        whole(args, &run(command));
    }
}

/// A stream that is closed is opened again as nothing before the program begins: what is
/// written there is lost as it is in `/dev/null`, and no file that is opened later can stand
/// in its place and be written over.
#[cfg(unix)]
#[test]
fn closed_streams_harm_nothing() {
    let site = site();
    let right = site.answers();
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        for args in PRINTING.iter().chain(&SILENT) {
            let mut shell = Command::new("/bin/sh");
            shell.arg("-c").arg(format!("exec \"$0\" \"$@\" {closed}"));
            shell.arg(env!("CARGO_BIN_EXE_morgue")).args(*args);
            shell.current_dir(site.path("")).env_clear();
            whole(args, &run(shell));
        }
        assert!(site.answers() == right, "{closed}: other hits");
    }
    site.no_left_over("closed streams");
}

/// The zone of the machine is asked for today's date only: whatever `TZ` names is not read
/// without end.
#[cfg(unix)]
#[test]
fn a_zone_that_is_none_is_no_reason_to_wait() {
    let site = site();
    for zone in [":/dev/zero", "/dev/zero", ":/dev/stdin", "Nowhere/Else", "\u{7f}", ""] {
        let mut command = site.command(&["search", "date:..today", "--count"]);
        let child = command.env("TZ", zone).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = child.spawn().expect("the program was built for this test");
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("ours") {
                break status;
            }
            if begun.elapsed() > Duration::from_secs(20) {
                let _ = child.kill();
                panic!("TZ={zone} is waited for");
            }
            sleep(Duration::from_millis(5));
        };
        assert!(status.success() || status.code() == Some(1), "TZ={zone}: {status:?}");
    }
}
