//! What becomes of each result of the pipeline on its way into the index? Articles are
//! understood unless their words are stored already; failures go to the report and into
//! the account of the index.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::corpus::{Known, Root, Stamp, Then, Walked};
use crate::document;
use crate::extract::{self, Lexicon};
use crate::index::ledger::Failed;
use crate::index::{Arrival, Entry, Page, Update};
use crate::model::{Article, Date, Note};
use crate::relate;

use super::pipeline::Done;
use super::report::Report;
use super::{Console, Failure, Outcome};

/// An article that is new, or known by its id; and what was repaired in it.
pub(super) type Worked = (Arrival, Vec<Note>);

/// Understands an article, unless the same is stored already.
pub(super) fn work(
    article: Article,
    notes: Vec<Note>,
    reader: Reader<'_>,
    stored: &FxHashSet<u64>,
) -> Worked {
    let id = document::id(&article);
    let arrival = if stored.contains(&id) {
        Arrival::Known(id, article.place, article.declared.id)
    } else {
        Arrival::New(Box::new(understood(article, reader)))
    };
    (arrival, notes)
}

/// What articles are understood with.
#[derive(Clone, Copy)]
pub(super) struct Reader<'l> {
    /// With the user's outlets; none where there are none.
    pub(super) own: Option<&'l Lexicon>,
    /// The day that dates are held against.
    pub(super) today: Date,
    /// Whether it is asked who speaks, or only what the article is.
    pub(super) whole: bool,
}

impl Reader<'_> {
    /// Made with the first article: it takes a hundredth of a second, and a run that finds
    /// nothing changed does without.
    fn lexicon(&self) -> &Lexicon {
        self.own.unwrap_or_else(|| Lexicon::builtin())
    }
}

/// All that is understood of an article, ready to be stored.
pub(super) fn understood(article: Article, reader: Reader<'_>) -> Entry {
    let read = if reader.whole { extract::read } else { extract::glance };
    let read = read(&article, reader.lexicon(), Some(reader.today));
    let extract::Understood { annotations, tokens } = read;
    let print = if tokens.is_empty() {
        relate::print(&article.text[article.body..])
    } else {
        let behind = tokens.partition_point(|it| it.span.start < article.body);
        relate::print_among(&article.text, tokens[behind..].iter().copied())
    };
    Entry {
        id: document::id(&article),
        fingerprint: print.whole,
        marks: print.marks,
        page: relate::page(&article, &annotations).map(Page::of),
        places: Vec::new(),
        plain: !reader.whole,
        annotations,
        tokens,
        article,
    }
}

/// What a run need not read again: files as they were, or all but those that failed.
pub(super) fn known(update: &Update, only_failed: bool) -> Known {
    let mut known = Known::default();
    known.only_these = only_failed;
    for input in update.inputs() {
        let stamp = Stamp { size: input.size, modified: input.modified };
        let then = match (only_failed, input.failed.is_empty()) {
            (true, true) => Then::Never,
            (true, false) => Then::Always,
            (false, _) => Then::Changed(stamp),
        };
        known.add(input.key.clone(), then);
    }
    known
}

/// Takes results into an update, and keeps count of what went wrong.
pub(super) struct Intake<'c> {
    /// What could not be read.
    pub(super) report: Report,
    repairs: u64,
    /// What was opened and is of a kind that is not read.
    passed: BTreeMap<String, u64>,
    console: &'c Console,
}

impl<'c> Intake<'c> {
    pub(super) fn new(report: Report, console: &'c Console) -> Self {
        Self { report, repairs: 0, passed: BTreeMap::new(), console }
    }

    /// Takes results in order.
    pub(super) fn take(
        &mut self,
        batch: Vec<Done<Worked>>,
        update: &mut Update,
    ) -> Result<(), Failure> {
        let mut fresh: Vec<Entry> = Vec::with_capacity(batch.len());
        for done in batch {
            match done {
                Done::Opened(key, stamp) => update.open(key, stamp),
                Done::Article((arrival, notes)) => {
                    for note in &notes {
                        self.repaired(&place(&arrival), note);
                    }
                    fresh.extend(update.arrive(arrival));
                }
                Done::Failure(failure) => {
                    let inside = failure.inside.clone();
                    let (reason, hint) = (failure.reason.clone(), failure.hint.clone());
                    update.fail(&failure.key, Failed { inside, reason, hint });
                    self.report.add(failure)?;
                }
                Done::Passed(place, kind) => {
                    if self.console.verbose {
                        self.console
                            .say(&format!("note: {place}: is {kind}, passed over"));
                    }
                    *self.passed.entry(kind).or_default() += 1;
                }
                Done::Note(place, note) => self.repaired(&place.to_string(), &note),
            }
        }
        Ok(update.add(&fresh)?)
    }

    fn repaired(&mut self, place: &str, note: &Note) {
        self.repairs += 1;
        if self.console.verbose {
            self.console.say(&format!("note: {place}: {}", note.message));
        }
    }

    /// Says what went wrong, and how the run ended.
    pub(super) fn outcome(&self, walked: &Walked) -> Outcome {
        if self.repairs > 0 && !self.console.verbose {
            self.console.say(&format!("{} repairs; -v names them", self.repairs));
        }
        if let Some(kinds) = kinds(walked, &self.passed) {
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
    pub(super) fn nothing(
        &self,
        walked: &Walked,
        roots: &[Root],
    ) -> Result<Outcome, Failure> {
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
            _ => "put texts, pages, crawls, feeds, tables or archives of them there",
        };
        Err(match kinds(walked, &self.passed) {
            Some(kinds) => failure.hint(format!("{known}; passed over: {kinds}")),
            None => failure.hint(known),
        })
    }
}

fn place(arrival: &Arrival) -> String {
    match arrival {
        Arrival::New(entry) => entry.article.place.to_string(),
        Arrival::Known(_, place, _) => place.to_string(),
    }
}

fn shown(root: &Root) -> String {
    match root {
        Root::Stdin => "standard input".to_owned(),
        Root::Path { path, .. } => format!("`{}`", path.display()),
    }
}

/// `.jpg 20, .pdf 11`: the most frequent kinds of files that were passed over.
fn kinds(walked: &Walked, passed: &BTreeMap<String, u64>) -> Option<String> {
    let mut kinds: Vec<(&String, &u64)> = walked.skipped.iter().chain(passed).collect();
    kinds.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
    let shown: Vec<String> =
        kinds.iter().take(5).map(|(name, count)| format!("{name} {count}")).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_kinds_are_named() {
        let none = BTreeMap::new();
        assert_eq!(kinds(&Walked::default(), &none), None);
        let counts = [(".a", 1), (".b", 9), (".c", 1), (".d", 1), (".e", 1), (".f", 1)];
        let skipped = counts.map(|(kind, count)| (kind.to_owned(), count)).into();
        let walked = Walked { skipped, ..Walked::default() };
        assert_eq!(kinds(&walked, &none).unwrap(), ".b 9, .a 1, .c 1, .d 1, .e 1");
        let passed = BTreeMap::from([("<urlset>".to_owned(), 3)]);
        assert_eq!(
            kinds(&walked, &passed).unwrap(),
            ".b 9, <urlset> 3, .a 1, .c 1, .d 1"
        );
    }
}
