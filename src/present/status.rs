//! How is the health of an index shown? What is in it, since when, how large, and which
//! inputs could not be read.

use std::io::{self, Write};

use serde_json::json;

use crate::model::{CorpusSize, Place};

use super::json::SCHEMA;
use super::page::{Margin, Page, Piece, Screen};
use super::style::Label;
use super::table::{Counts, grouped};
use super::terminal::plural;

/// Outlets and languages shown by name; the rest is summed up.
const SHOWN: usize = 10;

/// Runs shown to people.
const RUNS: usize = 3;

/// What is known of an index.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// Where it is.
    pub index: String,
    /// The generation that answers.
    pub generation: String,
    /// Number of the storage format.
    pub format: u32,
    /// The program that wrote it.
    pub tool: String,
    /// When, RFC 3339.
    pub created: String,
    /// Bytes on disk.
    pub bytes: u64,
    /// What is in it.
    pub size: CorpusSize,
    /// Quotes that came by way of somebody.
    pub chains: u64,
    /// Exact duplicates that were joined.
    pub duplicates: u64,
    /// Articles by outlet, most first.
    pub outlets: Vec<(String, u64)>,
    /// Articles by language, most first.
    pub languages: Vec<(String, u64)>,
    /// Inputs that could not be read.
    pub failures: u64,
    /// Articles that are older versions of others.
    pub superseded: u64,
    /// Name and path of what is read.
    pub roots: Vec<(String, String)>,
    /// The last runs, latest first.
    pub runs: Vec<Ran>,
    /// What deserves a second look, in words.
    pub oddities: Vec<String>,
}

/// What a run has done.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// When it ended, RFC 3339.
    pub ended: String,
    /// What was asked.
    pub what: String,
    /// Articles that were new.
    pub added: u64,
    /// Articles that changed their places.
    pub moved: u64,
    /// Articles that went.
    pub removed: u64,
    /// Inputs that could not be read.
    pub failures: u64,
    /// Milliseconds it took.
    pub took_ms: u64,
}

/// An input that could not be read.
#[derive(Clone, Debug, Default)]
pub struct Failed {
    /// Where it stood.
    pub place: Place,
    /// Why.
    pub reason: String,
    /// What to do about it.
    pub hint: String,
}

/// Writes the health of an index for people.
///
/// # Errors
/// When the writer fails.
pub fn write(health: &Health, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { out, screen };
    let size = &health.size;
    let range = match (size.min_date, size.max_date) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "none".to_owned(),
    };
    let share = format!("{} came by way of somebody", grouped(health.chains));
    let rows = [
        ("index", format!("{} ({})", health.index, bytes(health.bytes))),
        ("generation", format!("{}, made {}", health.generation, health.created)),
        ("written by", format!("{}, format {}", health.tool, health.format)),
        ("articles", grouped(size.articles)),
        ("quotes", format!("{}, {share}", grouped(size.quotes))),
        ("dates", format!("{range}, {} undated", grouped(size.undated))),
        ("duplicates", format!("{} joined", grouped(health.duplicates))),
        ("versions", format!("{} older ones", grouped(health.superseded))),
        ("failures", plural(health.failures, "input")),
    ];
    for (name, value) in rows {
        page.known(name, &value)?;
    }
    for (at, (name, path)) in health.roots.iter().enumerate() {
        page.known(if at == 0 { "read from" } else { "" }, &format!("{name} ({path})"))?;
    }
    for (at, run) in health.runs.iter().take(RUNS).enumerate() {
        page.known(if at == 0 { "last runs" } else { "" }, &ran(run))?;
    }
    for (at, odd) in health.oddities.iter().enumerate() {
        page.known(if at == 0 { "look at" } else { "" }, odd)?;
    }
    for (what, rows) in [("outlet", &health.outlets), ("language", &health.languages)] {
        if !rows.is_empty() {
            page.gap()?;
            page.first(what, rows)?;
        }
    }
    Ok(())
}

/// Writes inputs that could not be read, for people.
///
/// # Errors
/// When the writer fails.
pub fn failures(
    failed: &[Failed],
    screen: Screen,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen };
    for Failed { place, reason, hint } in failed {
        let place = place.to_string();
        let mut line = vec![
            Piece::new(Label::Speaker, screen.clean(&place)),
            Piece::new(Label::Plain, format!(": {}", screen.clean(reason))),
        ];
        if !hint.is_empty() {
            line.push(Piece::new(Label::Detail, format!(" ({})", screen.clean(hint))));
        }
        page.block(&Margin::default(), &line, usize::MAX)?;
    }
    Ok(())
}

/// Writes the health of an index, and what failed, as JSON Lines.
///
/// # Errors
/// When the writer fails.
pub fn write_json(
    health: &Health,
    failed: &[Failed],
    out: &mut dyn Write,
) -> io::Result<()> {
    let size = &health.size;
    let status = json!({
        "type": "status",
        "schema": SCHEMA,
        "index": health.index,
        "generation": health.generation,
        "format": health.format,
        "tool": health.tool,
        "created": health.created,
        "bytes": health.bytes,
        "corpus": {
            "articles": size.articles,
            "quotes": size.quotes,
            "min_date": size.min_date.map(|it| it.to_string()),
            "max_date": size.max_date.map(|it| it.to_string()),
            "undated": size.undated,
        },
        "chains": health.chains,
        "duplicates": health.duplicates,
        "outlets": health.outlets,
        "languages": health.languages,
        "failures": health.failures,
        "superseded": health.superseded,
        "roots": health.roots,
        "runs": health.runs.iter().map(|run| json!({
            "ended": run.ended,
            "what": run.what,
            "added": run.added,
            "moved": run.moved,
            "removed": run.removed,
            "failures": run.failures,
            "took_ms": run.took_ms,
        })).collect::<Vec<_>>(),
        "oddities": health.oddities,
    });
    writeln!(out, "{status}")?;
    for Failed { place, reason, hint } in failed {
        let line = json!({
            "type": "failure",
            "schema": SCHEMA,
            "key": place.key,
            "inside": place.inside,
            "reason": reason,
            "hint": hint,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// `2024-05-01T09:00:00Z update: 3 added, 1 removed in 0.4 s`.
fn ran(run: &Ran) -> String {
    let counts = [(run.added, "added"), (run.moved, "moved"), (run.removed, "removed")];
    let done: Vec<String> = counts
        .iter()
        .filter(|it| it.0 > 0)
        .map(|(count, done)| format!("{} {done}", grouped(*count)))
        .collect();
    let done = if done.is_empty() { "no change".to_owned() } else { done.join(", ") };
    let (seconds, tenth) = (run.took_ms / 1000, run.took_ms % 1000 / 100);
    format!("{} {}: {done} in {seconds}.{tenth} s", run.ended, run.what)
}

impl Page<'_> {
    /// A name and what it is.
    pub(super) fn known(&mut self, name: &str, value: &str) -> io::Result<()> {
        let value = self.screen.clean(value);
        self.row(&[
            Piece::new(Label::Detail, format!("{name:<12}")),
            Piece::new(Label::Plain, value),
        ])
    }

    /// The first rows with bars, the others as one sum.
    fn first(&mut self, what: &str, rows: &[(String, u64)]) -> io::Result<()> {
        let (shown, rest) = rows.split_at(rows.len().min(SHOWN));
        let others = format!("({} others)", rest.len());
        let sum = rest.iter().fold(0_u64, |sum, it| sum.saturating_add(it.1));
        self.counts(&Counts { what, rows: shown, of: &[], apart: &[(&others, sum)] })
    }
}

/// `12.3 MB`.
/// A size as people write it.
pub(super) fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let mut value = count as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = usize::from(unit > 0);
    format!("{value:.digits$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use expect_test::expect;

    fn health() -> Health {
        Health {
            index: "index".to_owned(),
            generation: "gen-1".to_owned(),
            format: 1,
            tool: "morgue 0.1.0".to_owned(),
            created: "2024-05-01T09:00:00Z".to_owned(),
            bytes: 12_345_678,
            size: CorpusSize {
                articles: 1234,
                quotes: 5678,
                min_date: Some(Date::day(2024, 1, 2)),
                max_date: Some(Date::day(2024, 4, 30)),
                undated: 3,
            },
            chains: 321,
            duplicates: 2,
            outlets: (1..=12).rev().map(|it| (format!("Paper {it}"), it)).collect(),
            languages: vec![("en".to_owned(), 1234)],
            failures: 1,
            superseded: 4,
            roots: vec![("corpus".to_owned(), "../corpus".to_owned())],
            runs: vec![Ran {
                ended: "2024-05-01T09:00:00Z".to_owned(),
                what: "update".to_owned(),
                added: 3,
                removed: 1,
                took_ms: 412,
                ..Ran::default()
            }],
            oddities: vec!["3 articles without a date (date:none)".to_owned()],
        }
    }

    fn failed() -> [Failed; 1] {
        [Failed {
            place: Place {
                key: "corpus/a.jsonl".to_owned(),
                inside: Some("7".to_owned()),
            },
            reason: "is no JSON".to_owned(),
            hint: "mend the line".to_owned(),
        }]
    }

    #[test]
    fn people_see_tables() {
        let mut out = Vec::new();
        write(&health(), Screen::default(), &mut out).expect("memory takes all");
        failures(&failed(), Screen::default(), &mut out).expect("memory takes all");
        expect![[r#"
            index       index (12.3 MB)
            generation  gen-1, made 2024-05-01T09:00:00Z
            written by  morgue 0.1.0, format 1
            articles    1,234
            quotes      5,678, 321 came by way of somebody
            dates       2024-01-02 to 2024-04-30, 3 undated
            duplicates  2 joined
            versions    4 older ones
            failures    1 input
            read from   corpus (../corpus)
            last runs   2024-05-01T09:00:00Z update: 3 added, 1 removed in 0.4 s
            look at     3 articles without a date (date:none)

            outlet
              Paper 12    12  ████████████████████████████████
              Paper 11    11  █████████████████████████████▎
              Paper 10    10  ██████████████████████████▋
              Paper 9      9  ████████████████████████
              Paper 8      8  █████████████████████▎
              Paper 7      7  ██████████████████▋
              Paper 6      6  ████████████████
              Paper 5      5  █████████████▎
              Paper 4      4  ██████████▋
              Paper 3      3  ████████
              (2 others)   3

            language
              en  1,234  ████████████████████████████████
            corpus/a.jsonl#7: is no JSON (mend the line)
        "#]]
        .assert_eq(&String::from_utf8(out).expect("text"));
    }

    #[test]
    fn programs_get_lines() {
        let mut out = Vec::new();
        let health = Health { outlets: Vec::new(), ..health() };
        write_json(&health, &failed(), &mut out).expect("memory takes all");
        expect![[r#"
            {"type":"status","schema":1,"index":"index","generation":"gen-1","format":1,"tool":"morgue 0.1.0","created":"2024-05-01T09:00:00Z","bytes":12345678,"corpus":{"articles":1234,"quotes":5678,"min_date":"2024-01-02","max_date":"2024-04-30","undated":3},"chains":321,"duplicates":2,"outlets":[],"languages":[["en",1234]],"failures":1,"superseded":4,"roots":[["corpus","../corpus"]],"runs":[{"ended":"2024-05-01T09:00:00Z","what":"update","added":3,"moved":0,"removed":1,"failures":0,"took_ms":412}],"oddities":["3 articles without a date (date:none)"]}
            {"type":"failure","schema":1,"key":"corpus/a.jsonl","inside":"7","reason":"is no JSON","hint":"mend the line"}
        "#]].assert_eq(&String::from_utf8(out).expect("text"));
    }
}
