//! In which order are folders walked, and who looks at them? One after the other by name, a
//! folder's own at its place; the next few are looked at beforehand, on other cores, for a
//! look at twenty thousand files is most of a run that finds nothing changed.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Weak};

use super::look::{Folder, Listing, Look, Passed, Step};

/// Folders that are looked at before they are needed: more than there are cores, so that
/// none waits for a large one, and few enough to be kept in memory.
const AHEAD: usize = 16;

/// A walk below one root.
pub(super) struct Tree {
    look: Arc<Look>,
    open: Vec<Level>,
    /// Of the folders so far.
    pub(super) passed: Passed,
}

/// A folder that is being walked.
struct Level {
    steps: std::vec::IntoIter<Step>,
    /// Folders in it that nobody looks at yet.
    coming: VecDeque<Weak<Folder>>,
}

impl Tree {
    /// Begins at a path that the user named; `key` is the name of the root.
    pub(super) fn new(look: &Arc<Look>, path: &Path, key: &str) -> Self {
        let look = Arc::clone(look);
        let mut tree = Self { look, open: Vec::new(), passed: Passed::default() };
        let root = tree.look.root(path, key);
        tree.enter(root);
        tree
    }

    fn enter(&mut self, Listing { steps, passed }: Listing) {
        self.passed.add(passed);
        let folder = |it: &Step| match it {
            Step::Folder(folder) => Some(Arc::downgrade(folder)),
            Step::File(_) | Step::Closed(_) | Step::Failure(_) => None,
        };
        let coming = steps.iter().filter_map(folder).collect();
        let mut level = Level { steps: steps.into_iter(), coming };
        (0..AHEAD).for_each(|_| level.prepare_next(&self.look));
        self.open.push(level);
    }
}

impl Level {
    fn prepare_next(&mut self, look: &Arc<Look>) {
        let Some(folder) = self.coming.pop_front() else { return };
        let look = Arc::clone(look);
        rayon::spawn(move || {
            // Where the walk is over or past it, nobody needs it.
            let Some(folder) = folder.upgrade() else { return };
            // Whoever needs it makes it again, and panics where it can be told.
            let _ = catch_unwind(AssertUnwindSafe(|| folder.prepare(&look)));
        });
    }
}

/// What stands there, in order; no folders.
impl Iterator for Tree {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            let level = self.open.last_mut()?;
            match level.steps.next() {
                Some(Step::Folder(folder)) => {
                    level.prepare_next(&self.look);
                    let listing = folder.listing(&self.look);
                    self.enter(listing);
                }
                Some(step) => return Some(step),
                None => {
                    self.open.pop();
                }
            }
        }
    }
}
