//! Which articles answer, one hit after the other? Runs what `compile` made, in the order
//! that `rank` says; how it looks on a screen is not known here.

use std::fmt::Write as _;

use std::time::Instant;

use tantivy::collector::Count;
use tantivy::{DocAddress, Score, Searcher};

use crate::index::Archive;
use crate::model::query::{Node, What};
use crate::model::{Counting, Hit, Matched, Results, Stamp};

use super::clause::Clause;
use super::compile::{Compiled, compile};
use super::cursor::{self, List};
use super::generations::without_known;
use super::group::{Group, one_each};
use super::hits::Tools;
use super::parts::parts;
use super::rank::ranked;
use super::request::{Request, SearchError, TimelineRequest};
use super::versions::newest;
use super::{explain, facet, hits};

/// Answers a request, all hits at once.
///
/// # Errors
/// As [`find`].
pub fn search(archive: &Archive, request: &Request) -> Result<Results, SearchError> {
    let mut found = find(archive, request)?;
    let mut all = Vec::new();
    while let Some(hit) = found.next_hit()? {
        all.push(hit);
    }
    Ok(Results { hits: all, ..found.finish() })
}

/// Answers a request: counts at once, hits as they are asked for, so that an answer of any
/// length takes no more memory than a few numbers for each hit.
///
/// # Errors
/// The query, a facet or a cursor cannot be answered, or the index cannot be read.
pub fn find<'a>(
    archive: &'a Archive,
    request: &'a Request,
) -> Result<Found<'a>, SearchError> {
    let begun = Instant::now();
    let searcher = archive.searcher();
    let (compiled, counted) = asked(archive, &searcher, request)?;
    let offset = cursor::offset(archive, request, List::Articles)?;
    let (ranked, rows) = if request.count_only {
        (Vec::new(), None)
    } else {
        ranked(archive, &searcher, &compiled, offset, request)?
    };
    let count = |it: &Clause| searcher.search(&**it, &Count).map(|it| it as u64);
    let rows = rows.map_or_else(|| count(&compiled.articles), Ok)?;
    let apart = request.group.is_some() || request.counting != Counting::Articles;
    let articles = if apart { count(&counted)? } else { rows };
    let facets = facet::facets(archive, &searcher, &*counted, request)?;
    let timeline = match request.timeline {
        Some(TimelineRequest { period, share }) => {
            let all = if share { Some(everything(archive, request)?) } else { None };
            let all = all.as_deref();
            Some(facet::timeline(&searcher, &*counted, all, period)?)
        }
        None => None,
    };
    let quotes = hits::quotes_matched(&searcher, &compiled, archive)?;
    let hints = if articles == 0 {
        hints(compiled.hints.clone(), request, archive)?
    } else {
        Vec::new()
    };
    let explained = request.explain;
    let reading =
        if explained { explain::reading(&request.query, archive)? } else { Vec::new() };
    let last = offset + ranked.len();
    let results = Results {
        stamp: stamp(archive, request),
        reading,
        hits: Vec::new(),
        last,
        shown: ranked.len(),
        facets,
        timeline,
        counting: request.counting,
        matched: Matched { articles, quotes },
        cursor: cursor::next(archive, request, List::Articles, last, rows),
        took_ms: 0,
        hints,
    };
    let ranked = ranked.into_iter();
    let (rank, tools) = (offset, Tools::default());
    Ok(Found {
        archive,
        searcher,
        compiled,
        request,
        begun,
        ranked,
        rank,
        tools,
        results,
    })
}

/// An answer whose hits are still to be read.
pub struct Found<'a> {
    archive: &'a Archive,
    searcher: Searcher,
    compiled: Compiled,
    request: &'a Request,
    begun: Instant,
    ranked: std::vec::IntoIter<(Score, DocAddress)>,
    rank: usize,
    tools: Tools,
    results: Results,
}

impl Found<'_> {
    /// The answer without its hits.
    pub fn results(&self) -> &Results {
        &self.results
    }

    /// The next hit.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn next_hit(&mut self) -> Result<Option<Hit>, SearchError> {
        for (score, address) in self.ranked.by_ref() {
            self.rank += 1;
            let hit = hits::hit(
                self.archive,
                &self.searcher,
                &self.compiled,
                (self.rank, score, address),
                self.request,
                &mut self.tools,
            )?;
            if hit.is_some() {
                return Ok(hit);
            }
        }
        Ok(None)
    }

    /// The answer without its hits, and how long it took.
    pub fn finish(self) -> Results {
        let took = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        Results { took_ms: took, ..self.results }
    }
}

/// All articles that a request could have found.
fn everything(archive: &Archive, request: &Request) -> Result<Clause, SearchError> {
    let query = Node::new(request.query.span, What::All);
    let Request { all_versions, face, counting, .. } = *request;
    let request = Request { all_versions, face, counting, ..Request::new(query, "*") };
    asked(archive, &archive.searcher(), &request).map(|it| it.1)
}

/// The query of a request, ready to run.
fn asked(
    archive: &Archive,
    searcher: &Searcher,
    request: &Request,
) -> Result<(Compiled, Clause), SearchError> {
    let mut compiled = compile(&request.query, archive)?;
    if let Some(generation) = &request.new_since {
        compiled.articles = without_known(compiled.articles, archive, generation)?;
    }
    if !request.all_versions {
        compiled.articles = newest(compiled.articles, archive, searcher)?;
    }
    let mut counted = compiled.articles.box_clone();
    if let Some(group) = request.group {
        let (all, face) = (compiled.articles, request.face);
        compiled.articles = one_each(all, archive, searcher, group, face)?;
    }
    let one = match request.counting {
        Counting::Articles => None,
        Counting::Stories => Some(Group::Stories),
        Counting::Origins => Some(Group::Origins),
    };
    if let Some(group) = one {
        counted = one_each(counted, archive, searcher, group, request.face)?;
    }
    Ok((compiled, counted))
}

/// Ids alone, best first, for measuring: the input's own where it gave one.
///
/// # Errors
/// As [`search`].
pub fn ranked_ids(
    archive: &Archive,
    request: &Request,
) -> Result<Vec<String>, SearchError> {
    let searcher = archive.searcher();
    let (compiled, _) = asked(archive, &searcher, request)?;
    let offset = cursor::offset(archive, request, List::Articles)?;
    let (ranked, _) = ranked(archive, &searcher, &compiled, offset, request)?;
    let mut ids = Vec::with_capacity(ranked.len());
    for (_, address) in ranked {
        let segment = searcher.segment_reader(address.segment_ord);
        let given = segment.fast_fields().str("given_id")?;
        let ordinal = given.as_ref().and_then(|it| it.term_ords(address.doc_id).next());
        let mut id = String::new();
        if let (Some(column), Some(ordinal)) = (given, ordinal) {
            column.ord_to_str(ordinal, &mut id).map_err(tantivy::TantivyError::from)?;
        } else {
            let columns = archive.columns(address.segment_ord)?;
            let number = columns.number.first(address.doc_id).unwrap_or_default();
            let _ = write!(id, "{number:016x}");
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Values that nobody has, with the nearest spellings; else what each part finds alone.
pub(super) fn hints(
    mut hints: Vec<String>,
    request: &Request,
    archive: &Archive,
) -> Result<Vec<String>, SearchError> {
    if hints.is_empty() {
        hints = parts(&request.query, archive)?;
    }
    let plain = archive.facts().plain;
    if plain > 0 {
        let all = archive.size().articles;
        hints.push(format!(
            "who speaks was not asked yet: {plain} of {all} articles (`morgue index --reextract`)"
        ));
    }
    hints.sort();
    hints.dedup();
    Ok(hints)
}

pub(super) fn stamp(archive: &Archive, request: &Request) -> Stamp {
    Stamp {
        generation: archive.generation(),
        given: request.given.clone(),
        parsed: request.query.to_string(),
        corpus: archive.size(),
    }
}
