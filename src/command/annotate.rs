//! What do we understand of these documents? Reads files or standard input and writes,
//! in order and as they come, what the extractor finds: for people or as JSON Lines.
//! Needs no index and makes none.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;

use crate::corpus::{self, Failure as Unreadable, Root};
use crate::document::{self, FieldMap};
use crate::extract::{self, Lexicon};
use crate::model::{Annotations, Article, Note};
use crate::present::json::{Fields, annotation};
use crate::present::{Screen, show};
use crate::query::date;

use super::pipeline::{self, Done};
use super::{Console, Failure, Outcome};
use super::{choice, config, outlets};

/// Show what is understood of documents: outlet, date, actors, quotes and their chains.
///
/// Reads files and folders, or JSON Lines from standard input (`-`, or nothing named).
/// Documents come out in the order they go in, one at a time, so that an endless stream
/// can be annotated. Exit code 3 means that some could not be read.
#[derive(Clone, Debug, Args)]
#[command(help_template = super::TEMPLATE, before_long_help = "\
Examples:
  morgue annotate article.txt                  quotes and chains, marked in the text
  morgue annotate --json corpus > all.jsonl    one line of JSON for each document
  zcat dump.jsonl.gz | morgue annotate --json=id,quotes -
")]
pub struct AnnotateArgs {
    /// Files and folders; `-` is JSON Lines from standard input.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Write JSON Lines, all fields or only those named.
    #[arg(
        long,
        value_name = "FIELDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
    )]
    pub json: Option<String>,

    /// Add the text to each line of JSON (always done for a file that is one document).
    #[arg(long, requires = "json")]
    pub with_text: bool,

    /// Where a field of the input is: `body=/content/text` in JSON, `body=Text` for a
    /// column of a table; may be repeated.
    #[arg(long, value_name = "FIELD=PLACE")]
    pub map: Vec<String>,

    /// Longest record: bytes, or with K, M or G; longer ones are not read [default: 64M].
    #[arg(long, value_name = "SIZE", value_parser = choice::parse_size)]
    pub max_record: Option<usize>,

    /// A TOML file with outlets of your own.
    ///
    /// Without it: every `outlets.toml` in a folder named, or beside it.
    #[arg(long, value_name = "FILE")]
    pub outlets: Option<PathBuf>,

    /// Threads; 0 means one for each core.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
}

/// How a document is written.
enum Form {
    People(Screen),
    Json { fields: Fields, with_text: bool },
}

/// Annotates every document.
///
/// # Errors
/// When a path does not exist, an option is wrong, or stdout cannot be written.
pub fn run(args: &AnnotateArgs, console: &Console) -> Result<Outcome, Failure> {
    let form = form(args, console)?;
    let roots = roots(args)?;
    let own = outlets::lexicon(args.outlets.as_deref(), &roots)?;
    let lexicon = own.as_ref().unwrap_or_else(|| Lexicon::builtin());
    let mut options = pipeline::Options { jobs: args.jobs, ..Default::default() };
    let config = config::of(&roots)?;
    options.corpus.filters = config.filters()?;
    options.corpus.max_record = choice::max_record(args.max_record, &config.index)?;
    options.document.map = FieldMap::parse(args.map.iter().map(String::as_str))?;

    let mut out = match form {
        Form::People(_) => console.paged_as_it_comes(),
        Form::Json { .. } => Console::plain(),
    };
    let mut tally = Tally::default();
    let work = |article: Article, notes: Vec<Note>| {
        let annotations = extract::annotate_on(&article, lexicon, Some(date::today()));
        form.write(&article, &annotations, &notes)
    };
    let finished = pipeline::run(&roots, &options, work, |batch| {
        for done in batch {
            tally.count(&done);
            out.write_all(&form.lines(done))?;
        }
        // A stream may pause here for long: what is known is handed on.
        out.flush()
    });
    let finished = finished.map_err(Failure::from)?;
    out.finish()?;
    tally.outcome(finished.walked.skipped.values().sum(), console)
}

fn form(args: &AnnotateArgs, console: &Console) -> Result<Form, Failure> {
    Ok(match &args.json {
        None => Form::People(console.screen),
        Some(list) => Form::Json {
            fields: Fields::choose(list, annotation::FIELDS)?,
            with_text: args.with_text,
        },
    })
}

/// What is named, else standard input if something is piped into it.
fn roots(args: &AnnotateArgs) -> Result<Vec<Root>, Failure> {
    if !args.files.is_empty() {
        return Ok(corpus::roots(&args.files)?);
    }
    if io::stdin().is_terminal() {
        let nothing = Failure::new("nothing to annotate");
        return Err(
            nothing.hint("name a file, or pipe JSON Lines into `morgue annotate -`")
        );
    }
    Ok(vec![Root::Stdin])
}

impl Form {
    /// A document that was read.
    fn write(
        &self,
        article: &Article,
        annotations: &Annotations,
        notes: &[Note],
    ) -> Vec<u8> {
        let made;
        let id = if let Some(id) = &article.declared.id {
            id
        } else {
            made = format!("{:016x}", document::id(article));
            &made
        };
        let mut buffer = Vec::with_capacity(4096);
        match self {
            Self::People(screen) => {
                let subject = show::Subject::annotated(id, article, annotations, notes);
                show::write(&subject, *screen, &mut buffer).expect("memory takes all");
                buffer.push(b'\n');
            }
            Self::Json { fields, with_text } => {
                let alone = article.place.inside.is_none();
                let annotated = annotation::Annotated {
                    id: Some(id),
                    article,
                    annotations,
                    notes,
                    with_text: *with_text || alone,
                };
                annotation::line(&annotated, fields, &mut buffer);
            }
        }
        buffer
    }

    /// What has become of one input.
    fn lines(&self, done: Done<Vec<u8>>) -> Vec<u8> {
        match done {
            Done::Article(lines) => lines,
            Done::Failure(failure) => self.unreadable(&failure),
            // Neither a file nor a repair of the container is a document.
            Done::Opened(..) | Done::Passed(..) | Done::Note(..) => Vec::new(),
        }
    }

    /// A document that could not be read: its place and why.
    fn unreadable(&self, failure: &Unreadable) -> Vec<u8> {
        match self {
            Self::People(screen) => {
                let text = failure.to_string();
                format!("{}\n\n", screen.clean(&text)).into_bytes()
            }
            Self::Json { fields, .. } => {
                let article = Article { place: failure.place(), ..Article::default() };
                let notes = [Note::new(format!("{}: {}", failure.reason, failure.hint))];
                let annotations = Annotations::default();
                let annotated = annotation::Annotated {
                    id: None,
                    article: &article,
                    annotations: &annotations,
                    notes: &notes,
                    with_text: false,
                };
                let mut buffer = Vec::new();
                annotation::line(&annotated, fields, &mut buffer);
                buffer
            }
        }
    }
}

/// What came out.
#[derive(Default)]
struct Tally {
    articles: u64,
    failures: u64,
    passed: u64,
}

impl Tally {
    fn count<T>(&mut self, done: &Done<T>) {
        match done {
            Done::Article(_) => self.articles += 1,
            Done::Failure(_) => self.failures += 1,
            Done::Passed(..) => self.passed += 1,
            Done::Opened(..) | Done::Note(..) => {}
        }
    }

    fn outcome(&self, walked: u64, console: &Console) -> Result<Outcome, Failure> {
        let skipped = walked + self.passed;
        if self.articles + self.failures == 0 && skipped > 0 {
            return Err(Failure::new("no file named is of a kind that can be read")
                .hint(
                    "docs/formats.md lists them; a [filter] in morgue.toml reads others",
                ));
        }
        if self.failures > 0 {
            let all = self.articles + self.failures;
            console
                .say(&format!("{} of {all} documents could not be read", self.failures));
            return Ok(Outcome::Partial);
        }
        Ok(Outcome::Fine)
    }
}
