//! How does a folder of articles become an index? Reads it through the pipeline, hands
//! what is understood to the builder, and says what could not be read and why.
//!
//! The old generation stays until the new one is whole: a run that is stopped, or that
//! finds nothing, changes nothing.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::Args;

use crate::corpus::{self, MAX_RECORD, Root, Walked};
use crate::document::{self, FieldMap};
use crate::extract::{self, Lexicon};
use crate::index::{BuildOptions, Builder, Built, Entry};
use crate::model::{Article, Note};
use crate::relate;

use super::locate::{FOLDER, IndexFlag};
use super::pipeline::{self, Done, Options};
use super::progress::Watch;
use super::report::Report;
use super::{Console, Failure, Outcome, outlets};

/// Build the index of a folder of articles.
///
/// Walks folders in the order of their names and reads plain text (.txt, .md) and JSON
/// (.jsonl, .ndjson, .json), each also packed (.gz, .zst). Outlet and date are taken from
/// what a file declares, else from a path such as `harbour-post/2024/04/`. Hidden files
/// and README files are passed over; an `outlets.toml` in the folder or beside it adds
/// outlets of your own.
///
/// Builds a new generation; searches go on over the old one until it is whole. Exit code
/// 3 means that some inputs could not be read; all others are in the index.
#[derive(Clone, Debug, Default, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue index corpus                          read a folder, build ./index
  morgue index news.jsonl.gz --report bad.jsonl
  morgue index dump --map body=/content/text --map title=Schlagzeile
  zcat dump.jsonl.gz | morgue index - --index ~/archive
")]
pub struct IndexArgs {
    /// Folders and files; `-` is JSON Lines from standard input. Without any: `corpus`,
    /// if there is such a folder, else what is piped in.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,

    /// Where a field of the JSON input is: `body=/content/text`; may be repeated.
    #[arg(long, value_name = "FIELD=POINTER")]
    pub map: Vec<String>,

    /// A TOML file with outlets of your own, instead of the corpus's `outlets.toml`.
    #[arg(long, value_name = "FILE")]
    pub outlets: Option<PathBuf>,

    /// Write every input that could not be read, and why, as a line of JSON.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// Longest record: bytes, or with K, M or G; longer ones are not read [default: 64M].
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_record: Option<usize>,

    /// Threads; 0 means one for each core.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
}

/// Builds the index.
///
/// # Errors
/// When there is nothing to index, an option is wrong, or the index cannot be written.
pub fn run(args: &IndexArgs, console: &Console) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let folder = args.index.index.clone().unwrap_or_else(|| args.index.target());
    let roots = roots(args)?;
    let options = options(args, &folder)?;
    let own = outlets::lexicon(args.outlets.as_deref(), &roots)?;
    let lexicon = own.as_ref().unwrap_or_else(|| Lexicon::builtin());
    let mut tally = Tally { report: report(args)?, repairs: 0, console };
    stop_on_signal(&options.stop);

    let shown = io::stderr().is_terminal() && !console.quiet;
    let watch = Watch::new(&roots, &options, shown);
    let jobs = args.jobs;
    let mut builder = Builder::create(&folder, BuildOptions { jobs })?;
    let understand = |article, notes| (entry(article, lexicon), notes);
    let finished = pipeline::run(&roots, &options, understand, |batch| {
        let (entries, failures) = tally.sort(batch)?;
        for failure in &failures {
            let inside = failure.inside.as_deref();
            builder.fail(&failure.key, inside, &failure.reason, &failure.hint)?;
        }
        builder.add(entries).map_err(Failure::from)
    })?;
    tally.report.finish()?;
    if finished.stopped {
        return Err(stopped(&folder));
    }
    let articles = options.progress.articles.load(Ordering::Relaxed);
    if articles == 0 {
        drop(watch);
        return tally.nothing(&finished.walked, &roots);
    }
    watch.say("writing the index");
    let built = builder.commit()?;
    drop(watch);
    let bytes = options.corpus.meter.bytes.load(Ordering::Relaxed);
    console.say(&closing(&built, articles, bytes, started));
    Ok(tally.outcome(&finished.walked))
}

fn entry(article: Article, lexicon: &Lexicon) -> Entry {
    Entry {
        id: document::id(&article),
        annotations: extract::annotate(&article, lexicon),
        fingerprint: relate::fingerprint(&article.text[article.body..]),
        places: vec![article.place.clone()],
        article,
    }
}

fn roots(args: &IndexArgs) -> Result<Vec<Root>, Failure> {
    if !args.paths.is_empty() {
        return Ok(corpus::roots(&args.paths)?);
    }
    let beside = PathBuf::from("corpus");
    if beside.is_dir() {
        return Ok(corpus::roots(&[beside])?);
    }
    if io::stdin().is_terminal() {
        let nothing =
            Failure::new("nothing to index: no path, and no folder `corpus` here");
        return Err(
            nothing.hint("name a folder, or pipe JSON Lines into `morgue index -`")
        );
    }
    Ok(vec![Root::Stdin])
}

fn options(args: &IndexArgs, folder: &Path) -> Result<Options, Failure> {
    let mut options = Options { jobs: args.jobs, ..Options::default() };
    options.corpus.max_record = args.max_record.unwrap_or(MAX_RECORD);
    options.corpus.exclude = vec![folder.to_owned(), FOLDER.into()];
    options.document.map = FieldMap::parse(args.map.iter().map(String::as_str))?;
    Ok(options)
}

fn report(args: &IndexArgs) -> Result<Report, Failure> {
    Report::new(args.report.as_deref()).map_err(|error| {
        let name = args.report.as_deref().unwrap_or(Path::new("")).display();
        Failure::new(format!("cannot write the report `{name}`: {error}"))
    })
}

/// The first Ctrl-C asks the run to end, the second ends the program.
fn stop_on_signal(stop: &Arc<AtomicBool>) {
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

fn stopped(folder: &Path) -> Failure {
    let message = format!("stopped; the index in `{}` is as it was", folder.display());
    Failure { code: INTERRUPTED, ..Failure::new(message).hint("run it again to go on") }
}

fn closing(built: &Built, read: u64, bytes: u64, started: Instant) -> String {
    let seconds = started.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "shown with no or one decimal")]
    let (articles, megabytes) = (read as f64 / seconds, bytes as f64 / 1e6 / seconds);
    let rate = match seconds {
        ..1.0 => String::new(),
        _ => format!(" ({articles:.0} articles/s, {megabytes:.1} MB/s read)"),
    };
    let duplicates = match read.saturating_sub(built.facts.articles) {
        0 => String::new(),
        1 => ", 1 exact duplicate joined".to_owned(),
        more => format!(", {more} exact duplicates joined"),
    };
    format!(
        "indexed {} articles with {} quotes in {seconds:.1} s{rate}{duplicates}; \
         generation {}",
        built.facts.articles, built.facts.quotes, built.generation
    )
}

/// What came out beside entries.
struct Tally<'c> {
    report: Report,
    repairs: u64,
    console: &'c Console,
}

impl Tally<'_> {
    /// Takes out the entries and the failures; keeps count of the rest.
    fn sort(
        &mut self,
        batch: Vec<Done<(Entry, Vec<Note>)>>,
    ) -> io::Result<(Vec<Entry>, Vec<corpus::Failure>)> {
        let mut entries = Vec::with_capacity(batch.len());
        let mut failures = Vec::new();
        for done in batch {
            match done {
                Done::Article((entry, notes)) => {
                    for note in &notes {
                        self.repaired(&entry.article.place, note);
                    }
                    entries.push(entry);
                }
                Done::Failure(failure) => {
                    failures.push(failure.clone());
                    self.report.add(failure)?;
                }
                Done::Note(place, note) => self.repaired(&place, &note),
            }
        }
        Ok((entries, failures))
    }

    fn repaired(&mut self, place: &dyn std::fmt::Display, note: &Note) {
        self.repairs += 1;
        if self.console.verbose {
            self.console.say(&format!("note: {place}: {}", note.message));
        }
    }

    fn outcome(&self, walked: &Walked) -> Outcome {
        if self.repairs > 0 && !self.console.verbose {
            self.console.say(&format!("{} repairs; -v names them", self.repairs));
        }
        if let Some(kinds) = kinds(walked) {
            self.console.say(&format!("files of other kinds passed over: {kinds}"));
        }
        match self.report.words() {
            Some(words) => {
                self.console.say(&words);
                Outcome::Partial
            }
            None => Outcome::Fine,
        }
    }

    /// No article was read: the index is left as it was.
    fn nothing(&self, walked: &Walked, roots: &[Root]) -> Result<Outcome, Failure> {
        if self.report.count() > 0 {
            let outcome = self.outcome(walked);
            self.console.say("no article was read; the index is as it was");
            return Ok(outcome);
        }
        let names: Vec<String> = roots.iter().map(shown).collect();
        let failure = Failure::new(format!(
            "nothing to index: no articles in {}",
            names.join(", ")
        ));
        let known = match roots {
            [Root::Stdin] => "pipe JSON Lines into it, one article a line",
            _ => {
                "put .txt, .md, .jsonl or .ndjson files there, packed (.gz, .zst) or not"
            }
        };
        Err(match kinds(walked) {
            Some(kinds) => failure.hint(format!("{known}; passed over: {kinds}")),
            None => failure.hint(known),
        })
    }
}

fn shown(root: &Root) -> String {
    match root {
        Root::Stdin => "standard input".to_owned(),
        Root::Path { path, .. } => format!("`{}`", path.display()),
    }
}

/// `.jpg 20, .pdf 11`: the most frequent kinds of files that were passed over.
fn kinds(walked: &Walked) -> Option<String> {
    let mut kinds: Vec<(&String, &u64)> = walked.skipped.iter().collect();
    kinds.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
    let shown: Vec<String> =
        kinds.iter().take(5).map(|(name, count)| format!("{name} {count}")).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// `1000`, `512K`, `64M`, `2G`.
fn parse_size(text: &str) -> Result<usize, String> {
    let upper = text.trim().to_uppercase();
    let upper = upper.trim_end_matches('B').trim_end_matches('I');
    let (digits, shift) = match upper.char_indices().last() {
        Some((at, 'K')) => (&upper[..at], 10),
        Some((at, 'M')) => (&upper[..at], 20),
        Some((at, 'G')) => (&upper[..at], 30),
        _ => (upper, 0),
    };
    let number: Option<usize> = digits.trim().parse().ok();
    number
        .and_then(|it| it.checked_mul(1 << shift))
        .filter(|it| *it > 0)
        .ok_or_else(|| "write it as a number, or one with K, M or G behind it".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        for (text, size) in [("1000", 1000), ("512k", 512 << 10), ("64M", 64 << 20)] {
            assert_eq!(parse_size(text), Ok(size), "{text}");
        }
        assert_eq!(parse_size("2 GiB"), Ok(2 << 30));
        for text in ["", "0", "-1", "many", "99999999999999G", "é"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_most_frequent_kinds_are_named() {
        assert_eq!(kinds(&Walked::default()), None);
        let counts = [(".a", 1), (".b", 9), (".c", 1), (".d", 1), (".e", 1), (".f", 1)];
        let skipped = counts.map(|(kind, count)| (kind.to_owned(), count)).into();
        let walked = Walked { files: 0, skipped };
        assert_eq!(kinds(&walked).unwrap(), ".b 9, .a 1, .c 1, .d 1, .e 1");
    }
}
