//! What do many processes see while the index is rebuilt and cleared up beneath them? One
//! generation or the next, never a mix, never an error.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::{Site, told};

/// Searches by so many processes at a time, while runs replace generations; how many
/// searches and how many runs.
fn many(searchers: usize, length: Duration) -> (u64, u64) {
    let site = Site::indexed();
    let old = site.answers().expect("an index");
    site.write(40, "The tunnel was opened");
    site.fine(&["index"]);
    let new = site.answers().expect("an index");
    assert_ne!(old, new);
    let (done, searches, mut runs) = (AtomicBool::new(false), AtomicU64::new(0), 0);
    std::thread::scope(|scope| {
        for _ in 0..searchers {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let search = site.everything();
                    let answer = super::steady(&search);
                    let right =
                        answer.as_ref().is_some_and(|it| *it == old || *it == new);
                    if !right {
                        done.store(true, Ordering::Relaxed);
                        panic!("{}", told(&search));
                    }
                    searches.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let begun = Instant::now();
        let ways: [&[&str]; 4] = [&["index"], &["gc"], &["index", "--rebuild"], &["gc"]];
        while begun.elapsed() < length && !done.load(Ordering::Relaxed) {
            // The article comes and goes, so that there are two right answers.
            if runs % 8 == 0 {
                let _ =
                    std::fs::remove_file(site.path("corpus/harbour-post/2024/05/40.txt"));
            } else if runs % 8 == 4 {
                site.write(40, "The tunnel was opened");
            }
            let run = site.run(ways[usize::try_from(runs % 4).expect("small")]);
            if !run.status.success() {
                done.store(true, Ordering::Relaxed);
                panic!("{}", told(&run));
            }
            runs += 1;
        }
        done.store(true, Ordering::Relaxed);
    });
    site.no_left_over("many");
    (searches.into_inner(), runs)
}

#[test]
fn searches_during_runs_see_one_generation() {
    let (searches, runs) = many(4, Duration::from_secs(5));
    assert!(searches > 10 && runs > 3, "{searches} {runs}");
}

#[test]
#[ignore = "long: MORGUE_FAULTS says how many seconds"]
fn fifty_searches_at_a_time() {
    let (searches, runs) = many(50, Duration::from_secs(super::times()));
    crate::say(&format!(
        "{searches} searches by 50 processes during {runs} runs: none wrong"
    ));
}
