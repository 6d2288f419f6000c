//! How is a run stopped? The first Ctrl-C asks it to end, and the index stays as it was; the
//! second ends the program where it stands, and the next run clears up.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Failure;

/// The first Ctrl-C asks the run to end, the second ends the program.
pub(super) fn stop_on_signal(stop: &Arc<AtomicBool>) {
    let stop = Arc::clone(stop);
    // a handler that is already there will do as well
    let _ = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
    });
}

/// What a shell calls a program that Ctrl-C has ended.
const INTERRUPTED: u8 = 130;

/// What is said of a run that was stopped.
pub(super) fn stopped(folder: &Path) -> Failure {
    let message = format!("stopped; the index in `{}` is as it was", folder.display());
    Failure { code: INTERRUPTED, ..Failure::new(message).hint("run it again to go on") }
}
