//! How far is it? A bar on stderr with rate, time left and failures, where stderr is a
//! terminal; elsewhere nothing, and the closing line tells.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::corpus::{self, Root};

use super::pipeline::Options;

/// How often the bar is drawn.
const TICK: Duration = Duration::from_millis(100);

/// Two looks: while the size of the corpus is not known, and then.
const COUNTING: &str = "{spinner} {bytes} read, {msg}";
const KNOWN: &str = "{bar:24} {bytes} of {total_bytes}, {binary_bytes_per_sec}, \
                     {eta} left, {msg}";

/// A bar that follows a run until it is dropped.
pub struct Watch {
    bar: ProgressBar,
    done: Arc<AtomicBool>,
    drawing: Option<JoinHandle<()>>,
}

impl Watch {
    /// Follows the run with these roots and options; draws nothing unless `shown`.
    pub fn new(roots: &[Root], options: &Options, shown: bool) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        if !shown {
            return Self { bar: ProgressBar::hidden(), done, drawing: None };
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.set_style(style(COUNTING));
        measure(roots.to_vec(), options.clone(), (bar.clone(), Arc::clone(&done)));
        let drawing = {
            let (bar, done, options) = (bar.clone(), Arc::clone(&done), options.clone());
            thread::spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    draw(&bar, &options);
                    thread::park_timeout(TICK);
                }
            })
        };
        Self { bar, done, drawing: Some(drawing) }
    }

    /// The reading is over; what is being done now.
    pub fn say(&self, message: &'static str) {
        self.done.store(true, Ordering::Relaxed);
        self.bar.set_message(message);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(drawing) = self.drawing.take() {
            drawing.thread().unpark();
            // it only draws: a panic there is nobody's loss
            let _ = drawing.join();
        }
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates above are well-formed")
}

/// Adds up the size of the corpus while it is being read; not where that is over at once.
fn measure(
    roots: Vec<Root>,
    options: Options,
    (bar, done): (ProgressBar, Arc<AtomicBool>),
) {
    thread::spawn(move || {
        thread::sleep(TICK);
        if done.load(Ordering::Relaxed) {
            return;
        }
        if let Some(bytes) = corpus::size(&roots, &options.corpus) {
            bar.set_length(bytes);
            bar.set_style(style(KNOWN));
        }
    });
}

fn draw(bar: &ProgressBar, options: &Options) {
    let articles = options.progress.articles.load(Ordering::Relaxed);
    let failures = options.progress.failures.load(Ordering::Relaxed);
    let articles = HumanCount(articles);
    bar.set_message(match failures {
        0 => format!("{articles} articles"),
        _ => format!("{articles} articles, {} failed", HumanCount(failures)),
    });
    bar.set_position(options.corpus.meter.bytes.load(Ordering::Relaxed));
}
