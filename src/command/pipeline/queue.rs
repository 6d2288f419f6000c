//! How much waits between the reader and the workers? Items up to a sum of bytes; the
//! reader waits when it is reached, the workers take a chunk at a time.
//!
//! A channel of ready chunks would keep the last lines of a slow pipe until a chunk is
//! full; here workers who have waited a moment take what there is.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// One chunk has no more items than this,
const CHUNK: usize = 256;
/// and, but for a single larger item, no more bytes than this.
const CHUNK_BYTES: usize = 4 << 20;
/// Bytes that may wait; a single larger item may wait alone.
const WAITING_BYTES: usize = 4 * CHUNK_BYTES;
/// What an item weighs beside its bytes: a flood of failures is bounded too.
const ITEM_BYTES: usize = 512;

/// How long a chunk may take to fill while workers are idle.
const PATIENCE: Duration = Duration::from_millis(5);
/// How long a stop may go unnoticed while nothing is read.
const HEARTBEAT: Duration = Duration::from_millis(50);

/// A queue of items with weights.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    /// There is something to take.
    filled: Condvar,
    /// There is room.
    emptied: Condvar,
}

struct State<T> {
    items: VecDeque<(T, usize)>,
    bytes: usize,
    closed: bool,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        let state = State { items: VecDeque::new(), bytes: 0, closed: false };
        Self { state: Mutex::new(state), filled: Condvar::new(), emptied: Condvar::new() }
    }
}

impl<T> State<T> {
    fn is_chunk(&self) -> bool {
        self.items.len() >= CHUNK || self.bytes >= CHUNK_BYTES
    }

    fn chunk(&mut self) -> Vec<T> {
        let (mut bytes, mut chunk) = (0, Vec::new());
        while let Some((_, weight)) = self.items.front() {
            let fits = chunk.len() < CHUNK && bytes + weight <= CHUNK_BYTES;
            if !chunk.is_empty() && !fits {
                break;
            }
            let Some((item, weight)) = self.items.pop_front() else { break };
            bytes += weight;
            chunk.push(item);
        }
        self.bytes -= bytes;
        chunk
    }
}

impl<T> Queue<T> {
    /// Adds an item of so many bytes, once there is room; false when nobody will take it.
    pub(super) fn push(&self, item: T, bytes: usize) -> bool {
        let weight = bytes + ITEM_BYTES;
        let mut state = self.lock();
        while !state.closed
            && !state.items.is_empty()
            && state.bytes + weight > WAITING_BYTES
        {
            state = self.emptied.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return false;
        }
        let was_chunk = state.is_chunk();
        state.items.push_back((item, weight));
        state.bytes += weight;
        if state.items.len() == 1 || (state.is_chunk() && !was_chunk) {
            self.filled.notify_one();
        }
        true
    }

    /// The next items in order, at least one; none once the queue is closed and empty, or
    /// as soon as `stop` is set.
    pub(super) fn take(&self, stop: &AtomicBool) -> Option<Vec<T>> {
        let mut state = self.lock();
        while state.items.is_empty() && !state.closed && !stop.load(Ordering::Relaxed) {
            state = self.wait(state, HEARTBEAT);
        }
        if !state.is_chunk() && !state.closed {
            state = self.wait(state, PATIENCE);
        }
        if stop.load(Ordering::Relaxed) || state.items.is_empty() {
            return None;
        }
        let chunk = state.chunk();
        self.emptied.notify_one();
        Some(chunk)
    }

    /// Nothing more is added, and whoever waits is told.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
        self.emptied.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(
        &self,
        state: MutexGuard<'s, State<T>>,
        most: Duration,
    ) -> MutexGuard<'s, State<T>> {
        let waited = self.filled.wait_timeout(state, most);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Closes a queue however its writer ends.
pub(super) struct CloseOnDrop<'q, T>(pub(super) &'q Queue<T>);

impl<T> Drop for CloseOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    static GO: AtomicBool = AtomicBool::new(false);

    fn filled(weights: &[usize]) -> Queue<usize> {
        let queue = Queue::default();
        for weight in weights {
            assert!(queue.push(*weight, *weight));
        }
        queue
    }

    fn taken(queue: &Queue<usize>) -> Vec<usize> {
        std::iter::from_fn(|| queue.take(&GO)).map(|it| it.len()).collect()
    }

    #[test]
    fn chunks_are_bounded() {
        let queue = filled(&[1; 600]);
        queue.close();
        assert_eq!(taken(&queue), [256, 256, 88]);
        let queue = filled(&[CHUNK_BYTES / 2, CHUNK_BYTES / 2, CHUNK_BYTES * 2, 1]);
        queue.close();
        assert_eq!(taken(&queue), [1, 1, 1, 1]);
    }

    #[test]
    fn what_is_there_is_taken_though_the_chunk_is_not_full() {
        let queue = filled(&[1, 2]);
        assert_eq!(queue.take(&GO), Some(vec![1, 2]));
    }

    #[test]
    fn the_reader_waits_for_room() {
        let queue = filled(&[WAITING_BYTES]);
        thread::scope(|scope| {
            let push = scope.spawn(|| queue.push(7, 7));
            assert_eq!(queue.take(&GO), Some(vec![WAITING_BYTES]));
            assert!(push.join().unwrap());
        });
        assert_eq!(queue.take(&GO), Some(vec![7]));
    }

    #[test]
    fn closing_and_stopping_let_everybody_go() {
        let queue = filled(&[WAITING_BYTES]);
        thread::scope(|scope| {
            let push = scope.spawn(|| queue.push(7, 7));
            thread::sleep(PATIENCE);
            queue.close();
            assert!(!push.join().unwrap());
        });
        let queue = Queue::<usize>::default();
        assert_eq!(queue.take(&AtomicBool::new(true)), None);
    }
}
