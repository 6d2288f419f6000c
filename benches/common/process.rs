//! How long does a process take, and how much memory at the most? Runs contestants in turn,
//! A B A B, and prints medians and the ratio of each turn.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One way to do a thing, as a process of its own.
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) arguments: fn(&Path, &Path) -> Vec<OsString>,
    /// The bare engine, which is in this program.
    pub(crate) bare: bool,
    /// On one core; where it can be chosen.
    pub(crate) alone: bool,
}

/// Kilobytes of memory at the most.
#[derive(Clone, Copy, Default)]
pub(crate) struct Peak {
    /// With what is mapped of files, which the system takes back when it needs room.
    pub(crate) all: u64,
    /// The process's own.
    pub(crate) own: u64,
}

impl Peak {
    fn with(self, other: Self) -> Self {
        Self { all: self.all.max(other.all), own: self.own.max(other.own) }
    }
}

/// What one contestant takes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Figures {
    pub(crate) seconds: f64,
    pub(crate) ratio: f64,
    pub(crate) peak: Peak,
}

/// Runs all contestants in turn; the ratio is taken to the first of the same turn.
pub(crate) fn compare(
    contestants: &[Contestant],
    corpus: &Path,
    folder: &Path,
    runs: usize,
) -> Vec<Figures> {
    let mut seconds: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
    let mut memory = vec![Peak::default(); contestants.len()];
    for _ in 0..=runs {
        for (at, contestant) in contestants.iter().enumerate() {
            let (time, most) = run(contestant, corpus, folder);
            seconds[at].push(time);
            memory[at] = memory[at].with(most);
        }
    }
    let figures = |at: usize| {
        // The first turn warms the caches and is not counted.
        let pairs = seconds[at].iter().zip(&seconds[0]).skip(1).map(|(a, b)| a / b);
        Figures {
            ratio: median(pairs.collect()),
            seconds: median(seconds[at][1..].to_vec()),
            peak: memory[at],
        }
    };
    (0..contestants.len()).map(figures).collect()
}

/// The same, printed as a table.
pub(crate) fn table(
    title: &str,
    contestants: &[Contestant],
    corpus: &Path,
    folder: &Path,
    runs: usize,
) -> Vec<Figures> {
    let figures = compare(contestants, corpus, folder, runs);
    say(&format!("\n| {title} | seconds | times the first | peak memory | of it own |"));
    say("|--|--|--|--|--|");
    for (contestant, Figures { seconds, ratio, peak }) in contestants.iter().zip(&figures)
    {
        let (name, all, own) = (contestant.name, peak.all >> 10, peak.own >> 10);
        say(&format!("| {name} | {seconds:.3} | {ratio:.2} | {all} MB | {own} MB |"));
    }
    figures
}

/// Seconds and, where the system tells, memory.
pub(crate) fn run(contestant: &Contestant, corpus: &Path, folder: &Path) -> (f64, Peak) {
    let ours = env::current_exe().expect("this program");
    let program = if contestant.bare {
        ours.clone()
    } else {
        PathBuf::from(env!("CARGO_BIN_EXE_morgue"))
    };
    let arguments = (contestant.arguments)(corpus, folder);
    let mut command = if contestant.alone {
        let mut command = Command::new(ours);
        command.arg("one-core").arg(program);
        command
    } else {
        Command::new(program)
    };
    measured(command.args(arguments), contestant.name)
}

/// Runs a command to its end.
pub(crate) fn measured(command: &mut Command, name: &str) -> (f64, Peak) {
    told(command, name, Stdio::null())
}

/// The same; what it tells goes to `words`.
pub(crate) fn told(command: &mut Command, name: &str, words: Stdio) -> (f64, Peak) {
    let begun = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(words)
        .spawn()
        .expect("a program of this build");
    let mut peak = Peak::default();
    let status = loop {
        peak = peak.with(memory(&format!("/proc/{}/status", child.id())));
        match child.try_wait().expect("a child of ours") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_micros(500)),
        }
    };
    let seconds = begun.elapsed().as_secs_f64();
    assert!(status.success(), "{name} failed: {status}");
    (seconds, peak)
}

/// Becomes another program that has one core.
#[cfg(target_os = "linux")]
pub(crate) fn on_one_core(program: &[&str]) {
    use std::os::unix::process::CommandExt as _;
    let mut first = rustix::thread::CpuSet::new();
    first.set(0);
    rustix::thread::sched_setaffinity(None, &first).expect("a core");
    let error = Command::new(program[0]).args(&program[1..]).exec();
    panic!("{}: {error}", program[0]);
}

/// Cores cannot be chosen here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn on_one_core(program: &[&str]) {
    let status = Command::new(program[0]).args(&program[1..]).status();
    assert!(status.is_ok_and(|it| it.success()));
}

fn memory(path: &str) -> Peak {
    let text = fs::read_to_string(path).unwrap_or_default();
    let figure = |name: &str| {
        let line = text.lines().find(|it| it.starts_with(name));
        let figure = line.and_then(|it| it.split_whitespace().nth(1));
        figure.and_then(|it| it.parse().ok()).unwrap_or(0)
    };
    Peak { all: figure("VmHWM:"), own: figure("RssAnon:") }
}

/// Bytes of the newest generation, or of the whole folder where there are none.
pub(crate) fn size(folder: &Path) -> u64 {
    let pointer = fs::read_to_string(folder.join("CURRENT")).unwrap_or_default();
    let newest = pointer.lines().next().unwrap_or_default();
    let files = fs::read_dir(folder.join(newest)).expect("an index of this run");
    files
        .filter_map(Result::ok)
        .filter_map(|it| it.metadata().ok())
        .map(|it| it.len())
        .sum()
}

#[expect(clippy::cast_precision_loss, reason = "shown with two decimals")]
pub(crate) fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

pub(crate) fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a path of this build")
}

pub(crate) fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("stdout");
}
