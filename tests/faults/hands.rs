//! What do hands do? Press Ctrl-C once and twice, close the reader of the output, start a
//! second run beside the first, set back the clock.

use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Site, told};

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().expect("kill is there");
    assert!(sent.success());
}

/// Whether a process would hear of Ctrl-C: the second bit of what it catches. Where the
/// system does not tell, it is given a second.
fn catches(child: &Child) -> bool {
    has(child, "SigCgt:").unwrap_or_else(|| {
        sleep(Duration::from_secs(1));
        true
    })
}

/// Whether a process has Ctrl-C in one of its sets of signals, where the system tells.
fn has(child: &Child, set: &str) -> Option<bool> {
    let told = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let mask = told.lines().find_map(|it| it.strip_prefix(set));
    let mask = mask.and_then(|it| u64::from_str_radix(it.trim(), 16).ok());
    Some(mask.is_some_and(|it| it & 2 > 0))
}

/// A run that reads from a pipe and waits there, holding the lock.
fn waiting(site: &Site) -> Child {
    let mut child = site
        .command(&["index", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built for this test");
    let line = b"{\"id\":\"p\",\"text\":\"piped\"}\n";
    child.stdin.as_mut().expect("a pipe").write_all(line).expect("a reader");
    let begun = Instant::now();
    let holds = || {
        fs::read_to_string(site.path("index/LOCK"))
            .is_ok_and(|it| it.contains(&child.id().to_string()))
    };
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it takes the lock");
        sleep(Duration::from_millis(5));
    }
    while !catches(&child) {
        assert!(begun.elapsed() < Duration::from_secs(20), "it listens to Ctrl-C");
        sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn ctrl_c_once_ends_a_run_and_changes_nothing() {
    let site = Site::indexed();
    let right = site.answers();
    let mut child = waiting(&site);
    interrupt(&child);
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", told(&output));
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(stderr.contains("the index in `index` is as it was"), "{stderr}");
    assert!(site.answers() == right, "other hits");
    site.no_left_over("Ctrl-C");
}

#[test]
fn ctrl_c_twice_ends_it_at_once() {
    let site = Site::indexed();
    let right = site.answers();
    let mut child = waiting(&site);
    interrupt(&child);
    sleep(Duration::from_millis(200));
    interrupt(&child);
    // Its pipe is still open: it does not wait for it.
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("ours") {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "it ends at once");
        sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(130));
    assert!(site.answers() == right, "other hits");
    site.fine(&["index"]);
    site.no_left_over("Ctrl-C twice");
}

#[test]
fn the_second_run_says_who_is_first() {
    let site = Site::indexed();
    let mut child = waiting(&site);
    for args in [&["index"][..], &["index", "--rebuild"], &["gc"], &["forget", "line-1"]]
    {
        let second = site.run(args);
        let stderr = String::from_utf8_lossy(&second.stderr).into_owned();
        assert_eq!(second.status.code(), Some(2), "{args:?}: {}", told(&second));
        let process = format!("(process {} on ", child.id());
        assert!(stderr.contains(&process) && stderr.contains(" since 2"), "{stderr}");
    }
    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
    assert!(site.fine(&["search", "piped", "--count"]).starts_with('1'));
}

/// Ctrl-C at a moment of a run, wherever it is by then: reading, writing, comparing.
#[test]
fn ctrl_c_at_any_moment_leaves_nothing_behind() {
    let runs: [&[&str]; 5] = [
        &["index"],
        &["index", "--rebuild"],
        &["index", "--reextract"],
        &["forget", "line-1"],
        &["gc"],
    ];
    for args in runs {
        let site = Site::indexed();
        for n in 0..6 {
            site.write(n, "The tunnel was opened");
        }
        super::copy(&site.path("index"), &site.path("kept"));
        let old = site.answers();
        let begun = Instant::now();
        site.fine(args);
        let length = begun.elapsed();
        let new = site.answers();
        for slice in 0..4_u32 {
            let _ = fs::remove_file(site.path("morgue.forget"));
            site.put(&site.path("kept"));
            let mut child = site
                .command(args)
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program was built for this test");
            sleep(length * (2 * slice + 1) / 8);
            let heard = catches(&child);
            if child.try_wait().expect("ours").is_none() {
                interrupt(&child);
            }
            let asked = Instant::now();
            let output = child.wait_with_output().expect("it ends");
            let when = format!("{args:?}, {slice}/4 of {length:?}");
            assert!(asked.elapsed() < Duration::from_secs(20), "{when}: it ends soon");
            match output.status.code() {
                Some(0) => {}
                Some(130) => {
                    let said = String::from_utf8_lossy(&output.stderr).into_owned();
                    assert!(said.contains("is as it was"), "{when}: {said}");
                    assert!(site.answers() == old, "{when}: other hits");
                }
                None => assert!(!heard, "{when}: it had heard of it: {output:?}"),
                Some(_) => panic!("{when}: {}", told(&output)),
            }
            let now = site.answers();
            assert!(now == old || now == new, "{when}: other hits");
            if output.status.code().is_some() {
                site.no_left_over(&when);
            }
        }
    }
}

/// What writes nothing has nothing to clear up: it ends at once.
#[test]
fn ctrl_c_ends_what_only_reads() {
    let site = Site::indexed();
    let reading: [&[&str]; 3] =
        [&["annotate", "-"], &["verify", "-"], &["search", "--queries", "-"]];
    for args in reading {
        let mut child = site
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built for this test");
        sleep(Duration::from_millis(300));
        assert!(
            child.try_wait().expect("ours").is_none(),
            "{args:?} waits for its input"
        );
        // A shell lets what it starts in the background ignore Ctrl-C, and so do we then.
        if has(&child, "SigIgn:") == Some(true) {
            drop(child.stdin.take());
            child.wait().expect("it ends");
            continue;
        }
        interrupt(&child);
        let begun = Instant::now();
        while child.try_wait().expect("ours").is_none() {
            assert!(begun.elapsed() < Duration::from_secs(5), "{args:?} ends at once");
            sleep(Duration::from_millis(5));
        }
    }
    site.no_left_over("Ctrl-C");
}

#[test]
fn a_clock_that_goes_backwards_confuses_nobody() {
    let site = Site::indexed();
    // As if that run had been on a machine that is years ahead.
    let ahead = site.path("index/gen-20990101T000000Z-00000000");
    fs::rename(site.newest(), &ahead).expect("a move");
    fs::write(site.path("index/CURRENT"), "gen-20990101T000000Z-00000000\n")
        .expect("a file");
    site.write(40, "The tunnel was opened");
    site.fine(&["index"]);
    let new = site.answers();
    assert!(site.fine(&["search", "tunnel", "--count"]).starts_with('1'));
    fs::remove_file(site.path("index/CURRENT")).expect("a file");
    let repair = site.fine(&["check", "--repair"]);
    assert_eq!(
        site.answers(),
        new,
        "the newest is not the one with the latest name: {repair}"
    );
    site.no_left_over("a clock");
    // Files that are older than the last run, but others than they were.
    let file = site.path("corpus/harbour-post/2024/01/0.txt");
    fs::write(&file, "Gulls\n\nThe gulls were counted.").expect("a file");
    let long_ago = std::time::UNIX_EPOCH + Duration::from_hours(24);
    fs::File::options()
        .write(true)
        .open(&file)
        .and_then(|it| it.set_modified(long_ago))
        .expect("ours");
    site.fine(&["index"]);
    assert!(site.fine(&["search", "gulls", "--count"]).starts_with('1'));
}
