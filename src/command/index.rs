//! How does a folder of articles become an index, and stay one? Reads what has changed
//! through the pipeline, hands it to the update, and says what could not be read and why.
//!
//! The old generation stays until the new one is whole: a run that is stopped, or that
//! finds nothing, changes nothing.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use crate::corpus::Root;
use crate::index::{Archive, BuildOptions, Update};

use super::again::{Before, keep_what_cannot_be_read, reader, reextract};
use super::closing;
use super::intake::{Intake, known, work};
use super::locate::IndexFlag;
use super::pipeline::{self, Options};
use super::progress::Watch;
use super::report::Report;
use super::roots::{self, Plan, is_below};
use super::stop::{stop_on_signal, stopped};
use super::{Console, Failure, Outcome, choice, outlets};

/// Build the index of folders of articles, or bring it up to date.
///
/// Walks folders in the order of their names and reads texts, web pages, JSON, feeds and
/// agency formats (.xml), tables (.csv), messages, crawls (.warc) and archives (.zip, .tar),
/// each also packed (.gz, .zst). Outlet and date are taken from what a file declares, else from a path such as `harbour-post/2024/04/`. Hidden files
/// and README files are passed over; an `outlets.toml` in the folder or beside it adds
/// outlets of your own, a `morgue.toml` there settles options once for all
/// and names commands for other kinds of files.
///
/// A file that has not changed is not read again; what is gone from a folder goes from the
/// index. `index PATH` looks at that path only, `index` alone at all that were read
/// before. Builds a new generation; searches go on over the old one until it is whole.
/// Exit code 3 means that some inputs could not be read; all others are in the index.
#[derive(Clone, Debug, Default, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue index corpus                          read a folder, build ./index
  morgue index                                 bring it up to date
  morgue index news.jsonl.gz --report bad.jsonl
  morgue index dump --map body=/content/text --map title=Schlagzeile
  morgue index archive --exclude drafts --glob '*.txt' --max-file-size 8M
  zcat dump.jsonl.gz | morgue index - --index ~/archive
")]
pub struct IndexArgs {
    /// Folders and files; `-` is JSON Lines from standard input, whose articles are added
    /// or replaced by their id. Without any: what was read before, else `corpus`, else
    /// what is piped in.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Where the index is.
    #[command(flatten)]
    pub index: IndexFlag,

    /// What of the index is made anew.
    #[command(flatten)]
    pub mode: Mode,

    /// What is read.
    #[command(flatten)]
    pub choice: choice::Choice,

    /// A TOML file with outlets of your own, instead of the corpus's `outlets.toml`.
    #[arg(long, value_name = "FILE")]
    pub outlets: Option<PathBuf>,

    /// Write every input that could not be read, and why, as a line of JSON.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// Threads; 0 means one for each core.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
}

/// What of the index is made anew.
#[derive(Clone, Copy, Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub struct Mode {
    /// Read everything again, from nothing.
    #[arg(long, conflicts_with_all = ["reextract", "retry_failed"])]
    pub rebuild: bool,

    /// Understand everything again from the stored text, without the sources.
    #[arg(long, conflicts_with_all = ["paths", "retry_failed"])]
    pub reextract: bool,

    /// Read only what could not be read last time.
    #[arg(long)]
    pub retry_failed: bool,

    /// Remove the articles of folders that are not there any more.
    #[arg(long)]
    pub prune: bool,

    /// Build a plain full-text index, fast: outlet, date and words of each article, but no
    /// speakers, chains, copies or stories. `index --reextract` finds those later, without
    /// the sources.
    #[arg(long, conflicts_with = "reextract")]
    pub no_extract: bool,

    /// Only say which files would be read, and which are gone.
    #[arg(long, conflicts_with_all = ["rebuild", "reextract"])]
    pub dry_run: bool,
}

/// Brings the index up to date.
///
/// # Errors
/// When there is nothing to index, an option is wrong, or the index cannot be written.
pub fn run(args: &IndexArgs, console: &Console) -> Result<Outcome, Failure> {
    let folder = args.index.index.clone().unwrap_or_else(|| args.index.target());
    let build = BuildOptions { jobs: args.jobs };
    if args.mode.reextract {
        return reextract(&folder, args, build, console);
    }
    let before = Archive::open(&folder).ok();
    let update = if args.mode.rebuild {
        Update::anew(&folder, build, "rebuild")?
    } else {
        Update::begin(&folder, build)?
    };
    let before = before.map_or(Before::Nothing, |it| Before::Whole(Box::new(it)));
    bring(args, &folder, update, &before, console).map(|it| it.outcome)
}

/// How a run has ended.
pub(super) struct Brought {
    outcome: Outcome,
    /// Articles that were taken from ruins, and documents that could not be read there.
    pub(super) salvaged: (u64, u64),
}

/// Fills an update with what is to be read, and finishes it.
pub(super) fn bring(
    args: &IndexArgs,
    folder: &Path,
    mut update: Update,
    before: &Before,
    console: &Console,
) -> Result<Brought, Failure> {
    let started = Instant::now();
    let done = |outcome| Brought { outcome, salvaged: (0, 0) };
    for note in update.notes() {
        console.say(note);
    }
    let holds = before.holds();
    let plan = plan(args, &update, folder, holds)?;
    let mut options = choice::options(&args.choice, &plan.roots, folder)?;
    options.jobs = args.jobs;
    let own = outlets::lexicon(args.outlets.as_deref(), &plan.roots)?;
    let reader = reader(own.as_ref(), !args.mode.no_extract);
    let options = with_known(options, &update, args.mode);
    if args.mode.dry_run {
        return closing::dry_run(&update, &plan, &options).map(done);
    }
    update.heed(stop_on_signal(&options.stop));
    let shown = io::stderr().is_terminal() && !console.quiet;
    let watch = Watch::new(&plan.roots, &options, shown);
    let stored = update.stored();
    let mut intake = Intake::new(report(args)?, console);
    let understand = |article, notes| work(article, notes, reader, &stored);
    let take = |batch| intake.take(batch, &mut update);
    let finished = pipeline::run(&plan.roots, &options, understand, take)?;
    intake.report.finish()?;
    if finished.stopped {
        return Err(stopped(folder));
    }
    gone(&mut update, &plan, &options, &finished.walked, args.mode, console);
    let mut salvaged = (0, 0);
    if args.mode.rebuild {
        salvaged =
            keep_what_cannot_be_read(&mut update, before, &plan, args.mode, reader)?;
    }
    if update.articles() == 0 && !holds {
        drop(watch);
        return intake.nothing(&finished.walked, &plan.roots).map(done);
    }
    update.set_roots(plan.facts);
    watch.say("writing the index");
    let built = update.finish()?;
    drop(watch);
    if let Some(built) = built.as_ref().filter(|_| console.verbose) {
        console.say(&closing::took(built));
    }
    let words = match &built {
        Some(built) => {
            let bytes = options.corpus.meter.bytes.load(Ordering::Relaxed);
            let articles = options.progress.articles.load(Ordering::Relaxed);
            closing::built(built, articles, bytes, started)
        }
        None => closing::unchanged(before.whole(), finished.walked.unchanged, started),
    };
    console.say(&words);
    Ok(Brought { outcome: intake.outcome(&finished.walked), salvaged })
}

/// What is walked: what is named, what was read before, or what lies at hand.
fn plan(
    args: &IndexArgs,
    update: &Update,
    folder: &Path,
    holds: bool,
) -> Result<Plan, Failure> {
    let known = update.roots();
    if args.mode.rebuild && !args.paths.is_empty() {
        // The rest is read again too: it would be gone otherwise.
        let mut all = roots::plan(&[], known, folder)?;
        let named = roots::plan(&args.paths, &all.facts, folder)?;
        all.facts = named.facts;
        let known_by_name = |root: &Root| match root {
            Root::Stdin => false,
            Root::Path { name, .. } => all
                .roots
                .iter()
                .any(|it| matches!(it, Root::Path { name: other, .. } if other == name)),
        };
        let new: Vec<Root> =
            named.roots.into_iter().filter(|it| !known_by_name(it)).collect();
        all.roots.extend(new);
        return Ok(all);
    }
    if !args.paths.is_empty() {
        return roots::plan(&args.paths, known, folder);
    }
    if !known.is_empty() {
        return roots::plan(&[], known, folder);
    }
    if args.mode.rebuild && holds {
        // All that is there came by a pipe: it is understood again, not read again.
        return Ok(Plan::default());
    }
    let beside = PathBuf::from("corpus");
    if beside.is_dir() {
        return roots::plan(&[beside], known, folder);
    }
    if args.choice.files_from.is_some() {
        return roots::plan(&[".".into()], known, folder);
    }
    if io::stdin().is_terminal() || holds {
        let nothing =
            Failure::new("nothing to index: no path, and no folder `corpus` here");
        return Err(
            nothing.hint("name a folder, or pipe JSON Lines into `morgue index -`")
        );
    }
    Ok(Plan { roots: vec![Root::Stdin], ..Plan::default() })
}

fn with_known(mut options: Options, update: &Update, mode: Mode) -> Options {
    if !mode.rebuild {
        options.corpus.known = Some(Arc::new(known(update, mode.retry_failed)));
    }
    options.corpus.look_only = mode.dry_run;
    options
}

/// What was known below the roots walked and is not there any more is gone; but not what
/// could not be looked at, and not all of a root at once unless that is asked for.
fn gone(
    update: &mut Update,
    plan: &Plan,
    options: &Options,
    walked: &crate::corpus::Walked,
    mode: Mode,
    console: &Console,
) {
    let Some(known) = options.corpus.known.as_deref().filter(|_| !mode.retry_failed)
    else {
        return;
    };
    let missing: Vec<String> = known.gone().map(str::to_owned).collect();
    let unseen = |key: &str| walked.unseen.iter().any(|it| is_below(key, it));
    for root in &plan.roots {
        let Root::Path { name, path } = root else { continue };
        let below = |it: &&String| is_below(it, name);
        let lost: Vec<&String> =
            missing.iter().filter(below).filter(|it| !unseen(it)).collect();
        let all = update.inputs().filter(|it| is_below(&it.key, name)).count();
        if !lost.is_empty() && lost.len() == all && !mode.prune {
            console.say(&closing::emptied(&path.display().to_string(), all));
            continue;
        }
        for key in lost {
            update.gone(key);
        }
    }
    for fact in &plan.vanished {
        let keys: Vec<String> = update
            .inputs()
            .filter(|it| is_below(&it.key, &fact.name))
            .map(|it| it.key.clone())
            .collect();
        if mode.prune {
            for key in &keys {
                update.gone(key);
            }
        } else {
            console.say(&closing::emptied(&fact.path, keys.len()));
        }
    }
}

fn report(args: &IndexArgs) -> Result<Report, Failure> {
    Report::new(args.report.as_deref()).map_err(|error| {
        let name = args.report.as_deref().unwrap_or(Path::new("")).display();
        Failure::new(format!("cannot write the report `{name}`: {error}"))
    })
}
