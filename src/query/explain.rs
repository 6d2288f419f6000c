//! How was a query read, and why does a hit score what it scores? The parts of the tree in
//! words, and what each form of a word adds; it changes neither hits nor their order.

use tantivy::collector::Count;
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, Score, Searcher};

use crate::index::Archive;
use crate::index::statistics::ArticleStatistics;
use crate::model::query::{FieldName, Node, Reach, What};
use crate::model::{Reading, Reason};

use super::clause::Clause;
use super::compile::{Compiled, compile, compiler};
use super::proximity;
use super::quote::is_quote_part;
use super::request::SearchError;
use super::words::{Unit, units};

/// Parts that are put in words: a pasted page is understood from its beginning.
const MOST: usize = 100;
/// What adds less than this is not worth a line.
const LEAST: Score = 0.005;

/// Something that adds to the score of an article.
pub(super) struct Cause {
    /// The part of the query, printed.
    pub(super) part: String,
    pub(super) field: &'static str,
    pub(super) how: &'static str,
    pub(super) form: String,
    pub(super) clause: Clause,
}

/// What the score of one article is made of, most first.
pub(super) fn why(
    archive: &Archive,
    searcher: &Searcher,
    compiled: &Compiled,
    address: DocAddress,
) -> Result<Vec<Reason>, SearchError> {
    let articles = archive.size().articles;
    let statistics = ArticleStatistics { searcher, articles };
    let mut found: Vec<Reason> = Vec::new();
    for cause in &compiled.causes {
        let scoring =
            EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
        let weight = cause.clause.weight(scoring)?;
        let segment = searcher.segment_reader(address.segment_ord);
        let mut scorer = weight.scorer(segment, 1.0)?;
        let doc = address.doc_id;
        let here = scorer.doc() == doc || scorer.doc() < doc && scorer.seek(doc) == doc;
        let score = if here { scorer.score() } else { 0.0 };
        if score < LEAST {
            continue;
        }
        let Cause { part, field, how, form, .. } = cause;
        // A stem is indexed in two ways: tagged, and as a word that is its own stem.
        let same = |it: &&mut Reason| {
            (&it.part, it.field, it.how, &it.form) == (part, *field, *how, form)
        };
        if let Some(reason) = found.iter_mut().find(same) {
            reason.score += score;
            continue;
        }
        let (part, form) = (part.clone(), form.clone());
        found.push(Reason { part, field, how, form, score });
    }
    let close = closeness(searcher, &statistics, compiled, address)?;
    if close >= LEAST {
        let (part, form) = ("words of the query".to_owned(), String::new());
        found.push(Reason { part, field: "text", how: "close", form, score: close });
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(found)
}

/// What neighbours of the query that stand close add.
fn closeness(
    searcher: &Searcher,
    statistics: &ArticleStatistics<'_>,
    compiled: &Compiled,
    address: DocAddress,
) -> tantivy::Result<Score> {
    let mut one = [(0.0, address)];
    proximity::add(&compiled.rows, searcher, statistics, &mut one)?;
    Ok(one[0].0)
}

/// The parts of a query in words, each with the articles that answer it alone.
pub(super) fn reading(
    node: &Node,
    archive: &Archive,
) -> Result<Vec<Reading>, SearchError> {
    let languages = compiler(archive)?.languages;
    let mut reader = Reader { archive, languages, rows: Vec::new() };
    reader.part(node, 0)?;
    Ok(reader.rows)
}

/// Parts side by side.
pub(super) fn joined<'a>(parts: impl Iterator<Item = &'a Node>) -> String {
    let parts: Vec<String> = parts.map(ToString::to_string).collect();
    parts.join(" ")
}

struct Reader<'a> {
    archive: &'a Archive,
    languages: Vec<String>,
    rows: Vec<Reading>,
}

impl Reader<'_> {
    fn part(&mut self, node: &Node, depth: usize) -> Result<(), SearchError> {
        if self.rows.len() >= MOST {
            return Ok(());
        }
        match &node.what {
            What::And(nodes) => {
                let meaning = match nodes.iter().filter(|it| is_quote_part(it)).count() {
                    0 | 1 => "all of these",
                    _ => "all of these; those on quotes hold of one quote",
                };
                self.group("AND", meaning, nodes, depth)
            }
            What::Or(nodes) => self.group("OR", "one of these", nodes, depth),
            What::Not(node) => {
                let one = std::slice::from_ref(&**node);
                self.group("NOT", "all but this", one, depth)
            }
            what => {
                let meaning = self.meaning(what);
                // A part without a word asks for nothing.
                let articles = match compile(node, self.archive) {
                    Ok(it) => {
                        Some(self.archive.searcher().search(&*it.articles, &Count)?)
                    }
                    Err(_) => None,
                };
                let articles = articles.map(|it| it as u64);
                let part = node.to_string();
                self.rows.push(Reading { depth, part, meaning, articles });
                Ok(())
            }
        }
    }

    fn group(
        &mut self,
        part: &str,
        meaning: &str,
        nodes: &[Node],
        depth: usize,
    ) -> Result<(), SearchError> {
        let (part, meaning) = (part.to_owned(), meaning.to_owned());
        self.rows.push(Reading { depth, part, meaning, articles: None });
        nodes.iter().try_for_each(|it| self.part(it, depth + 1))
    }

    fn meaning(&self, what: &What) -> String {
        match what {
            What::All => "everything".to_owned(),
            What::Word { exact: true, .. } | What::Phrase { exact: true, .. } => {
                "case and ending as written".to_owned()
            }
            What::Word { .. } => match self.stems(what) {
                Some(stems) => format!("the word, or the stem {stems}"),
                None => "the word".to_owned(),
            },
            What::Phrase { .. } => "words in sequence".to_owned(),
            What::Wildcard(_) => "words that fit the pattern".to_owned(),
            What::Regex(_) => "words that fit the expression".to_owned(),
            What::Fuzzy { distance: 1, .. } => "one letter may differ".to_owned(),
            What::Fuzzy { .. } => "two letters may differ".to_owned(),
            What::Near(near) => match near.reach {
                Reach::Words(n) => format!("at most {n} words apart, in any order"),
                Reach::Ordered(n) => format!("at most {n} words apart, in this order"),
                Reach::Sentence => "in one sentence".to_owned(),
                Reach::Paragraph => "in one paragraph".to_owned(),
            },
            What::AtLeast { count, .. } => format!("at least {count} times"),
            What::Lead(_) => "in the headline or the first fifty words".to_owned(),
            What::Field { name, .. } => match name {
                FieldName::Has => "has a value".to_owned(),
                name => name.meaning().to_owned(),
            },
            What::Range(_) | What::And(_) | What::Or(_) | What::Not(_) => String::new(),
        }
    }

    /// The stems under which a word is found beside itself.
    fn stems(&self, what: &What) -> Option<String> {
        let units = units(what, &self.languages);
        let [Unit::Forms { best, lesser }] = units.as_slice() else { return None };
        let mut stems: Vec<&str> = Vec::new();
        for stem in lesser.iter().map(|it| it.trim_start_matches(|it| it < ' ')) {
            if stem != best && !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        (!stems.is_empty()).then(|| stems.join(", "))
    }
}
