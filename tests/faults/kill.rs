//! What if a run is killed? SIGKILL at moments spread over its whole length: what answered
//! before answers the same, the next run finishes, and nothing is left that grows.

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Site, told};
use crate::dice::Dice;

/// A run that is killed.
struct Run {
    name: &'static str,
    args: &'static [&'static str],
    /// Whether there is an index before it, and whether the corpus has changed since.
    before: (bool, bool),
}

const RUNS: [Run; 5] = [
    Run { name: "index", args: &["index", "corpus"], before: (false, false) },
    Run { name: "incremental", args: &["index"], before: (true, true) },
    Run { name: "rebuild", args: &["index", "--rebuild"], before: (true, false) },
    Run { name: "reextract", args: &["index", "--reextract"], before: (true, false) },
    Run { name: "gc", args: &["gc"], before: (true, false) },
];

/// What came of the kills of one run.
#[derive(Debug, Default)]
struct Tally {
    killed: u64,
    ended: u64,
}

/// Kills a run `times` times; panics where anything is lost.
fn kill(run: &Run, times: u64, seed: u64) -> Tally {
    let site = Site::new();
    if run.before.0 {
        site.fine(&["index", "corpus"]);
        // two generations, as in daily use
        site.write(3, "The gulls were counted");
        site.fine(&["index"]);
    }
    let old = site.answers();
    if run.before.1 {
        for n in 0..6 {
            site.write(n, "The tunnel was opened");
        }
    }
    let kept = site.path("kept");
    if run.before.0 {
        super::copy(&site.path("index"), &kept);
    }
    let begun = Instant::now();
    site.fine(run.args);
    let length = begun.elapsed();
    let new = site.answers().expect("an index");
    let mut dice = Dice(seed | 1);
    let mut tally = Tally::default();
    for n in 0..times {
        restore(&site, &kept, run.before.0);
        // One in each slice of its length, and a little beyond.
        let slice =
            u64::try_from(length.as_micros()).expect("short") * 11 / 10 / times.max(1);
        let wait = Duration::from_micros(slice * n + dice.draw(slice));
        let mut child = site
            .command(run.args)
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program was built for this test");
        sleep(wait);
        let _ = child.kill();
        let status = child.wait().expect("it ends");
        if status.code().is_some() {
            tally.ended += 1;
        } else {
            tally.killed += 1;
        }
        let when = format!("{} killed after {wait:?} of {length:?} ({n})", run.name);
        let now = site.everything();
        let answers = super::steady(&now);
        match (&answers, &old) {
            (Some(now), old) => {
                assert!(Some(now) == old.as_ref() || *now == new, "{when}: other hits");
            }
            // Before the first run has ended there is no index, and it is said.
            (None, None) => {
                let code = now.status.code();
                assert!(matches!(code, Some(2 | 23)), "{when}: {}", told(&now));
            }
            (None, Some(_)) => panic!("{when}: {}", told(&now)),
        }
        let next = if run.before.0 { vec!["index"] } else { vec!["index", "corpus"] };
        site.fine(&next);
        assert_eq!(site.answers().as_ref(), Some(&new), "{when}: the next run");
        site.no_left_over(&when);
    }
    tally
}

fn restore(site: &Site, kept: &Path, there: bool) {
    if there {
        site.put(kept);
    } else {
        let _ = std::fs::remove_dir_all(site.path("index"));
    }
}

#[test]
fn a_killed_run_loses_nothing() {
    for (seed, run) in (7..).zip(&RUNS) {
        kill(run, 4, seed);
    }
}

#[test]
#[ignore = "long: MORGUE_FAULTS says how many kills"]
fn killed_at_many_moments() {
    let each = super::times().div_ceil(RUNS.len() as u64);
    for (seed, run) in (1979..).zip(&RUNS) {
        let tally = kill(run, each, seed);
        crate::say(&format!("{}: {tally:?}, nothing lost", run.name));
    }
}
