//! In which words does a run of `index` end? What was done, how fast, and what is left.

use std::io::Write as _;
use std::time::Instant;

use crate::corpus::{self, Item, Root};
use crate::index::{Archive, Built, Run, Update};
use crate::present::table::grouped;
use crate::present::terminal::plural;

use super::pipeline::Options;
use super::roots::{Plan, is_below};
use super::{Console, Failure, Outcome};

/// A generation was built.
pub(super) fn built(built: &Built, read: u64, bytes: u64, started: Instant) -> String {
    let done = done(built, read, bytes, started);
    match built.facts.plain {
        0 => done,
        plain => {
            let plain = plural(plain, "article");
            format!(
                "{done}\nwho speaks in {plain} was not asked; `morgue index --reextract` does"
            )
        }
    }
}

/// What took how long behind the last article.
pub(super) fn took(built: &Built) -> String {
    let [wrote, related] = [built.wrote, built.related].map(|it| it.as_secs_f64());
    format!(
        "segments written in {wrote:.2} s; copies, stories and names in {related:.2} s"
    )
}

fn done(built: &Built, read: u64, bytes: u64, started: Instant) -> String {
    let facts = &built.facts;
    let holds = format!(
        "{} with {}",
        plural(facts.articles, "article"),
        plural(facts.quotes, "quote")
    );
    let Run { added, moved, removed, .. } = built.run;
    let seconds = started.elapsed().as_secs_f64();
    let generation = &built.generation;
    if added == facts.articles || built.run.what != "update" {
        let rate = rate(read, bytes, seconds);
        let joined = joined(facts.duplicates);
        return format!(
            "indexed {holds} in {seconds:.1} s{rate}{joined}; generation {generation}"
        );
    }
    let changes = [(added, "added"), (moved, "moved"), (removed, "removed")];
    let changes: Vec<String> = changes
        .iter()
        .filter(|it| it.0 > 0)
        .map(|(count, done)| format!("{} {done}", grouped(*count)))
        .collect();
    let changes = if changes.is_empty() {
        "no article has changed".to_owned()
    } else {
        changes.join(", ")
    };
    format!("{changes} in {seconds:.1} s; {holds} in the index; generation {generation}")
}

fn rate(articles: u64, bytes: u64, seconds: f64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with no or one decimal")]
    let (articles, megabytes) = (articles as f64 / seconds, bytes as f64 / 1e6 / seconds);
    match seconds {
        ..1.0 => String::new(),
        _ if bytes == 0 => format!(" ({articles:.0} articles/s)"),
        _ => format!(" ({articles:.0} articles/s, {megabytes:.1} MB/s read)"),
    }
}

fn joined(duplicates: u64) -> String {
    match duplicates {
        0 => String::new(),
        1 => ", 1 exact duplicate joined".to_owned(),
        more => format!(", {} exact duplicates joined", grouped(more)),
    }
}

/// Nothing had to be done.
pub(super) fn unchanged(
    archive: Option<&Archive>,
    files: u64,
    started: Instant,
) -> String {
    let generation = archive.map(Archive::generation).unwrap_or_default();
    let seconds = started.elapsed().as_secs_f64();
    format!(
        "nothing has changed in {} ({seconds:.2} s); generation {generation}",
        plural(files, "file")
    )
}

/// A root has nothing in it any more, or is not there.
pub(super) fn emptied(path: &str, files: usize) -> String {
    let files = plural(files as u64, "file");
    format!(
        "`{path}` is empty or not there; what was read of its {files} stays (--prune removes it)"
    )
}

/// Names the files that would be read, and those that are gone; changes nothing.
pub(super) fn dry_run(
    update: &Update,
    plan: &Plan,
    options: &Options,
) -> Result<Outcome, Failure> {
    let mut out = Console::plain();
    let known: std::collections::BTreeSet<&str> =
        update.inputs().map(|it| it.key.as_str()).collect();
    let mut lines: Vec<(char, String)> = Vec::new();
    let walked = corpus::read(&plan.roots, &options.corpus, &mut |item| {
        if let Item::Opened(key, _) = item {
            let sign = if known.contains(key.as_str()) { '~' } else { '+' };
            lines.push((sign, key));
        }
        corpus::Flow::Continue(())
    });
    let roots: Vec<&str> = plan
        .roots
        .iter()
        .filter_map(|it| match it {
            Root::Stdin => None,
            Root::Path { name, .. } => Some(name.as_str()),
        })
        .collect();
    if let Some(table) = &options.corpus.known {
        let unseen = |key: &str| walked.unseen.iter().any(|it| is_below(key, it));
        let mut gone: Vec<&str> = table
            .gone()
            .filter(|key| roots.iter().any(|it| is_below(key, it)) && !unseen(key))
            .collect();
        gone.sort_unstable();
        lines.extend(gone.into_iter().map(|key| ('-', key.to_owned())));
    }
    for (sign, key) in &lines {
        writeln!(out, "{sign} {key}")?;
    }
    let count = |sign: char| lines.iter().filter(|it| it.0 == sign).count();
    writeln!(
        out,
        "{} new, {} changed, {} gone, {} unchanged; nothing was done",
        count('+'),
        count('~'),
        count('-'),
        walked.unchanged
    )?;
    out.finish()?;
    Ok(Outcome::Fine)
}
