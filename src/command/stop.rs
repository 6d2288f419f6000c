//! How is a run stopped? The first Ctrl-C asks it to end, and the index stays as it was; the
//! second ends the program where it stands, and the next run clears up.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::index;

use super::Failure;

/// The first Ctrl-C asks the run to end, the second ends the program. Gives back what is
/// set by the first.
pub(super) fn stop_on_signal(stop: &Arc<AtomicBool>) -> Arc<AtomicBool> {
    let (given, stop) = (Arc::clone(stop), Arc::clone(stop));
    // a handler that is already there will do as well
    let _ = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
    });
    given
}

/// While a pager shows what was found Ctrl-C is the pager's: `less` stops its search at it and stays, and
/// a program that ended behind it would leave the two, and the shell, at one keyboard.
pub(super) fn leave_to_pager() {
    let _ = ctrlc::set_handler(|| {});
}

/// What a shell calls a program that Ctrl-C has ended.
pub(super) const INTERRUPTED: u8 = 130;

/// What is said of a run that was stopped.
pub(super) fn stopped(folder: &Path) -> Failure {
    index::Error::Stopped(folder.to_owned()).into()
}
