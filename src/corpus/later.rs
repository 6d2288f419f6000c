//! How does one thread make what another will want? A value that is made once: beforehand
//! by whoever has time, else by the one who needs it. Nobody waits for a thread that has not
//! begun, so there may be any number of them, or none.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A value that is made once and taken once.
#[derive(Debug)]
pub(super) struct Later<T> {
    state: Mutex<State<T>>,
    settled: Condvar,
}

#[derive(Debug)]
enum State<T> {
    /// Nobody has begun.
    Open,
    /// Somebody makes it.
    Begun,
    Made(T),
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State::Open), settled: Condvar::new() }
    }
}

/// Whoever begins and does not end, because it panics, leaves the rest to others.
struct Begun<'a, T>(&'a Later<T>, Option<T>);

impl<T> Drop for Begun<'_, T> {
    fn drop(&mut self) {
        *self.0.lock() = self.1.take().map_or(State::Open, State::Made);
        self.0.settled.notify_all();
    }
}

impl<T> Later<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // It is set at once, so it is whole whatever became of the thread that held it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes it, unless somebody has begun.
    pub(super) fn make(&self, make: impl FnOnce() -> T) {
        let mut state = self.lock();
        if !matches!(*state, State::Open) {
            return;
        }
        *state = State::Begun;
        drop(state);
        let mut begun = Begun(self, None);
        begun.1 = Some(make());
    }

    /// Takes it, and makes it where nobody has.
    pub(super) fn take(&self, make: impl FnOnce() -> T) -> T {
        let mut state = self.lock();
        loop {
            match std::mem::replace(&mut *state, State::Begun) {
                State::Made(it) => return it,
                State::Open => break,
                State::Begun => {
                    let woken = self.settled.wait(state);
                    state = woken.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
        drop(state);
        make()
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_is_made_once_by_whoever_comes_first() {
        let later = Later::default();
        later.make(|| 1);
        later.make(|| 2);
        assert_eq!(later.take(|| 3), 1);
        assert_eq!(Later::default().take(|| 4), 4);
    }

    #[test]
    fn who_needs_it_waits_for_who_has_begun() {
        let later = Arc::new(Later::default());
        let (begun, wait) = std::sync::mpsc::channel();
        let other = Arc::clone(&later);
        let maker = thread::spawn(move || {
            other.make(|| {
                begun.send(()).expect("somebody waits");
                thread::sleep(Duration::from_millis(20));
                1
            });
        });
        wait.recv().expect("it begins");
        assert_eq!(later.take(|| 2), 1);
        maker.join().expect("no panic");
    }

    #[test]
    fn what_a_panic_left_is_made_by_another() {
        let later = Later::default();
        let failed = catch_unwind(AssertUnwindSafe(|| later.make(|| panic!("a disk"))));
        assert!(failed.is_err());
        assert_eq!(later.take(|| 5), 5);
    }
}
