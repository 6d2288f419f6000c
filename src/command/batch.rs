//! What does each line of a file of queries find? For measuring a search and for lists of
//! names: one row a query, in order; a line that cannot be read is said and does not stop
//! the rest.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::Path;

use crate::index::Archive;
use crate::present::Screen;
use crate::present::json::batch as json;
use crate::present::table;
use crate::query::{Context, ranked_ids, search};

use super::ask::{Counts, request, unanswered};
use super::filters::Filters;
use super::{Console, Failure, Outcome};

/// A query longer than this is cut; the parser then refuses it in its own words.
const LONGEST: u64 = 1 << 20;

/// What is asked with every line.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Filters as flags.
    pub filters: &'a Filters,
    /// Order and extent.
    pub counts: &'a Counts,
    /// The day from which relative dates count, and saved queries.
    pub context: &'a Context,
}

/// Answers every line.
///
/// # Errors
/// When the file or the index cannot be read, or the output cannot be written.
pub fn run(
    archive: &Archive,
    file: &Path,
    asked: &Asked<'_>,
    as_json: bool,
    console: &Console,
) -> Result<Outcome, Failure> {
    let mut lines = reader(file)?;
    let mut out = if as_json { Console::plain() } else { console.paged_as_it_comes() };
    if !as_json {
        writeln!(out, "articles  query")?;
    }
    let (mut faulty, mut n) = (0_usize, 0_usize);
    while let Some(line) = next(&mut lines)? {
        if line.trim().is_empty() {
            continue;
        }
        let answer = answer(archive, &line, asked, as_json);
        if let Err(failure) = &answer {
            faulty += 1;
            console.say(&format!("query {n}: {}", failure.message));
        }
        if as_json {
            let ids = answer.as_ref().map(|it| it.ids.as_slice());
            json::write(n, ids.map_err(|it| it.message.as_str()), &mut out)?;
        } else {
            row(&line, answer.ok().as_ref(), console.screen, &mut out)?;
        }
        n += 1;
    }
    out.finish()?;
    Ok(if faulty > 0 { Outcome::Partial } else { Outcome::Fine })
}

fn reader(file: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    match File::open(file) {
        Ok(it) => Ok(Box::new(BufReader::new(it))),
        Err(error) => {
            Err(Failure::new(format!("cannot read `{}`: {error}", file.display())))
        }
    }
}

/// The next line; what is not UTF-8 in it is replaced, what is too long is cut.
fn next(lines: &mut dyn BufRead) -> Result<Option<String>, Failure> {
    let mut bytes = Vec::new();
    let read = |error| Failure::new(format!("cannot read the queries: {error}"));
    if lines.take(LONGEST).read_until(b'\n', &mut bytes).map_err(read)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == LONGEST && bytes.last() != Some(&b'\n') {
        lines.skip_until(b'\n').map_err(read)?;
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// What a query finds.
struct Answer {
    articles: u64,
    ids: Vec<String>,
    /// Headline and outlet of the best.
    best: Option<String>,
}

fn answer(
    archive: &Archive,
    line: &str,
    asked: &Asked<'_>,
    as_json: bool,
) -> Result<Answer, Failure> {
    let given = asked.filters.whole(line, asked.context)?;
    let mut request = request(&given, asked.counts, asked.context)?;
    let failed = |error| unanswered(error, &given);
    if as_json {
        let ids = ranked_ids(archive, &request).map_err(failed)?;
        return Ok(Answer { articles: 0, ids, best: None });
    }
    (request.limit, request.quotes) = (1, 0);
    let results = search(archive, &request).map_err(failed)?;
    let best = results.hits.first().map(|hit| {
        let outlet =
            hit.article.outlet.as_ref().map_or("publisher unknown", |it| &it.name);
        let title = hit.article.headline.as_deref().unwrap_or("(no headline)");
        format!("{title} ({outlet})")
    });
    Ok(Answer { articles: results.matched.articles, ids: Vec::new(), best })
}

fn row(
    line: &str,
    answer: Option<&Answer>,
    screen: Screen,
    out: &mut dyn Write,
) -> io::Result<()> {
    let count = answer.map_or_else(|| "?".to_owned(), |it| table::grouped(it.articles));
    writeln!(out, "{count:>8}  {}", screen.clean(line))?;
    match answer.and_then(|it| it.best.as_deref()) {
        Some(best) => writeln!(out, "{:>10}{}", "", screen.clean(best)),
        None => Ok(()),
    }
}
