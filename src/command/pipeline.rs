//! How do records become results, on all cores and in order? One thread reads, a pool
//! understands, the caller's thread receives; what waits between them is bounded in
//! bytes, so that memory does not grow with the corpus.
//!
//! ```text
//! corpus::read → queue → chunks → rayon: document::articles, work → channels → sink
//! ```
//!
//! The order of results is the order of the walk, whatever the number of jobs. What is
//! done with an article, and with the result, the caller says; see `index`, `annotate`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, bounded};
use rayon::prelude::*;

use crate::corpus::{self, Failure, Flow, Item, Record, Root, Stamp, Walked};
use crate::document;
use crate::model::{Article, Note, Place};

mod queue;

use queue::Queue;

/// How a run reads and works.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that understand articles; 0 means one for each core.
    pub jobs: usize,
    /// What is read.
    pub corpus: corpus::Options,
    /// How it is read.
    pub document: document::Options,
    /// Set to end the run soon; what was handed to the sink by then stays whole.
    pub stop: Arc<AtomicBool>,
    /// Counts for whoever watches.
    pub progress: Arc<Progress>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            jobs: 0,
            corpus: corpus::Options::new(document::extensions()),
            document: document::Options::default(),
            stop: Arc::default(),
            progress: Arc::default(),
        }
    }
}

/// Chunks that are begun while another is received.
const AHEAD: usize = 1;

/// How far a run has come; may be read from any thread. Bytes are in [`corpus::Meter`].
#[derive(Debug, Default)]
pub struct Progress {
    /// Articles understood.
    pub articles: AtomicU64,
    /// Inputs that could not be read.
    pub failures: AtomicU64,
}

/// What has become of one input.
#[derive(Clone, Debug, PartialEq)]
pub enum Done<T> {
    /// A file was opened; what follows up to the next one stands in it.
    Opened(String, Stamp),
    /// An article, worked on.
    Article(T),
    /// An input that could not be read.
    Failure(Failure),
    /// An input of a kind that is not read, with its kind.
    Passed(Place, String),
    /// Something that was repaired before there was an article; nothing is lost.
    Note(Place, Note),
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// What the walk has seen; empty when stopped.
    pub walked: Walked,
    /// [`Options::stop`] ended it.
    pub stopped: bool,
}

/// Reads all roots and hands `sink` the results in order, some at a time.
///
/// A panic of `work` is a failure of its record.
///
/// # Errors
/// When the sink returns one; the run ends with it.
pub fn run<T: Send, E>(
    roots: &[Root],
    options: &Options,
    work: impl Fn(Article, Vec<Note>) -> T + Sync,
    mut sink: impl FnMut(Vec<Done<T>>) -> Result<(), E>,
) -> Result<Finished, E> {
    let queue = Arc::new(Queue::default());
    let reader = read(roots.to_vec(), options.clone(), Arc::clone(&queue));
    let result = thread::scope(|scope| {
        let (send, receive) = bounded::<Receiver<Vec<Done<T>>>>(AHEAD);
        let (queue, work) = (&queue, &work);
        scope.spawn(move || {
            // Chunks are begun in order, some at a time, so that no core waits for the
            // last article of one; each is received from a channel of its own, in order.
            pool(options.jobs).in_place_scope(|pool| {
                while let Some(items) = queue.take(&options.stop) {
                    let (done, chunk) = bounded(1);
                    if send.send(chunk).is_err() {
                        break;
                    }
                    // Nobody receives what was begun before a stop.
                    pool.spawn(move |_| {
                        let _ = done.send(understand(items, options, work));
                    });
                }
                queue.close();
                drop(send);
            });
        });
        receive.iter().flatten().try_for_each(&mut sink)
    });
    result?;
    if options.stop.load(Ordering::Relaxed) {
        // the reader may be waiting for a pipe that says nothing: do not wait for it
        return Ok(Finished { stopped: true, ..Finished::default() });
    }
    let walked = reader.join().unwrap_or_else(|panic| resume_unwind(panic));
    Ok(Finished { walked, stopped: false })
}

/// Most threads: a system that refuses one of a hundred thousand would end the run.
const MOST_JOBS: usize = 256;

fn pool(jobs: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.min(MOST_JOBS))
        .thread_name(|number| format!("understand-{number}"))
        .build()
        .expect("the system gives a process its threads")
}

fn read(
    roots: Vec<Root>,
    options: Options,
    queue: Arc<Queue<Item>>,
) -> thread::JoinHandle<Walked> {
    thread::spawn(move || {
        // also when the reader panics: nobody must wait for it for ever
        let closing = queue::CloseOnDrop(&queue);
        let walked = corpus::read(&roots, &options.corpus, &mut |item| {
            let weight = match &item {
                Item::Record(record) => record.bytes.len(),
                Item::Opened(..) | Item::Failure(_) | Item::Note(..) => 0,
            };
            let wanted = !options.stop.load(Ordering::Relaxed);
            if wanted && queue.push(item, weight) {
                Flow::Continue(())
            } else {
                Flow::Break(())
            }
        });
        drop(closing);
        walked
    })
}

fn understand<T: Send>(
    items: Vec<Item>,
    options: &Options,
    work: &(impl Fn(Article, Vec<Note>) -> T + Sync),
) -> Vec<Done<T>> {
    let parts: Vec<Vec<Done<T>>> = items
        .into_par_iter()
        .with_max_len(4) // articles differ in length: keep the pieces small
        .map(|item| {
            let done = match item {
                Item::Record(record) => articles(record, &options.document, work),
                Item::Opened(key, stamp) => vec![Done::Opened(key, stamp)],
                Item::Failure(failure) => vec![Done::Failure(failure)],
                Item::Note(place, note) => vec![Done::Note(place, note)],
            };
            count(&done, &options.progress);
            done
        })
        .collect();
    parts.into_iter().flatten().collect()
}

fn count<T>(done: &[Done<T>], progress: &Progress) {
    for it in done {
        let counter = match it {
            Done::Article(_) => &progress.articles,
            Done::Failure(_) => &progress.failures,
            Done::Opened(..) | Done::Note(..) | Done::Passed(..) => continue,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

fn articles<T>(
    record: Record,
    options: &document::Options,
    work: &impl Fn(Article, Vec<Note>) -> T,
) -> Vec<Done<T>> {
    let place = record.place.clone();
    match guarded(&place, || document::articles(record, options)) {
        Err(failure) => vec![Done::Failure(failure)],
        Ok(readings) => readings
            .into_iter()
            .map(|reading| {
                let (article, notes) = match reading {
                    Ok(read) => read,
                    Err(failure) if !failure.kind.is_empty() => {
                        return Done::Passed(failure.place(), failure.kind);
                    }
                    Err(failure) => return Done::Failure(failure),
                };
                let place = article.place.clone();
                match guarded(&place, || work(article, notes)) {
                    Ok(result) => Done::Article(result),
                    Err(failure) => Done::Failure(failure),
                }
            })
            .collect(),
    }
}

/// A panic costs one record, not the run. Nothing is shared with what panicked but
/// counters and read-only lexicons.
fn guarded<R>(place: &Place, work: impl FnOnce() -> R) -> Result<R, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let reason = format!("made the program fail: {}", words(&*panic));
        Failure::new(place.clone(), reason, "this is a bug; please report it")
    })
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}

#[cfg(test)]
mod tests;
