//! Which articles hold a quote of which all this is true? Quote documents are asked
//! first; the articles they stand in become a filter. The same-quote rule lives here.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::RegexQuery;
use tantivy::schema::Field;

use crate::index::lookup::number;
use crate::index::parties::FIELDS;
use crate::index::schema::Fields;
use crate::index::statistics::ArticleStatistics;
use crate::model::query::{FieldName, Node, What};

use super::clause::{
    Clause, all_without, any_of, boosted, exists, filter, keyword, nothing, numbered,
    range, sequence, union, without,
};
use super::compile::{Compiler, Made, Scope, not_of_names};
use super::explain::Cause;
use super::facet::{ACTOR, PARTIES};
use super::interval::Expr;
use super::numbers::{NumberCollector, NumberQuery};
use super::parents::{ParentCollector, ParentQuery, Parents};
use super::request::SearchError;
use super::sure::{Kind, kind, sure};
use super::words::{Unit, names};

/// The part asks about quotes alone, so that one quote can answer all of it.
pub(super) fn is_quote_part(node: &Node) -> bool {
    match &node.what {
        What::Field { name, .. } => name.of_quote(),
        What::Not(inner) => is_quote_part(inner) && !matches!(inner.what, What::And(_)),
        What::Or(nodes) => nodes.iter().all(|it| match &it.what {
            What::And(inner) => inner.iter().all(is_quote_part),
            What::Not(_) => false,
            _ => is_quote_part(it),
        }),
        _ => false,
    }
}

impl Compiler<'_> {
    /// Articles with a quote that is all of this; a negated part means that no quote
    /// which is the rest of it has that as well.
    pub(super) fn group(&mut self, nodes: &[&Node]) -> Made {
        let (negative, positive): (Vec<&Node>, Vec<&Node>) =
            nodes.iter().copied().partition(|it| matches!(it.what, What::Not(_)));
        let mut all = Vec::with_capacity(positive.len());
        for node in &positive {
            all.extend(self.quote(node)?);
        }
        let mut none = Vec::new();
        for node in &negative {
            if let What::Not(inner) = &node.what {
                none.extend(self.negated(|it| it.quote(inner))?);
            }
        }
        if all.is_empty() {
            if none.is_empty() {
                return Ok(None);
            }
            let barred = self.parents(union(none))?;
            return Ok(Some(without(having(barred))));
        }
        let mut found = self.parents(all_without(copies(&all), Vec::new()))?;
        if !none.is_empty() {
            let mut barring = copies(&all);
            barring.push(union(copies(&none)));
            found.remove(&self.parents(all_without(barring, Vec::new()))?);
        }
        if !self.excluded {
            self.quotes.push(all_without(all, none));
        }
        let having = having(found);
        if !self.excluded {
            let part = super::explain::joined(positive.iter().copied());
            let clause = having.box_clone();
            let (how, form) = ("best quote", String::new());
            self.causes.push(Cause { part, field: "quote", how, form, clause });
        }
        Ok(Some(match positive.as_slice() {
            [only] if negative.is_empty() => self.or_credit(having, only)?,
            _ => having,
        }))
    }

    /// The article's own credits satisfy `via:` and `translated-by:` as well.
    fn or_credit(&mut self, having: Clause, node: &Node) -> Result<Clause, SearchError> {
        let What::Field { name, value } = &node.what else { return Ok(having) };
        if !matches!(name, FieldName::Via | FieldName::TranslatedBy) {
            return Ok(having);
        }
        let credited = self.field(*name, value)?;
        Ok(union(std::iter::once(having).chain(credited).collect()))
    }

    /// The quotes of the articles that a clause finds.
    pub(super) fn quotes_of(&self, articles: Clause) -> Result<Clause, SearchError> {
        let kind = filter(keyword(self.fields.kind, "article"));
        let query = all_without(vec![kind, articles], Vec::new());
        let numbers = self.searcher.search(&*query, &NumberCollector)?;
        let (numbers, fields) = (Arc::new(numbers), *self.fields);
        Ok(filter(Box::new(NumberQuery { numbers, fields, kind: "quote" })))
    }

    fn parents(&self, clause: Clause) -> Result<Parents, SearchError> {
        let query = of_quotes(self.fields, clause);
        // What the engine counts by itself changes with what is removed and merged.
        let (searcher, articles) = (&self.searcher, self.archive.size().articles);
        let statistics = ArticleStatistics { searcher, articles };
        let collector = &ParentCollector;
        Ok(searcher.search_with_statistics_provider(&*query, collector, &statistics)?)
    }

    /// The quotes a part asks for.
    pub(super) fn quote(&mut self, node: &Node) -> Made {
        match &node.what {
            What::And(nodes) | What::Or(nodes) => {
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in nodes {
                    clauses.extend(self.quote(node)?);
                }
                let any = matches!(node.what, What::Or(_));
                Ok(joined(clauses, any))
            }
            What::Not(inner) => Ok(self.negated(|it| it.quote(inner))?.map(without)),
            What::Field { name, value } => self.quote_field(*name, value),
            _ => Ok(None),
        }
    }

    fn quote_field(&mut self, name: FieldName, value: &Node) -> Made {
        match &value.what {
            What::And(nodes) | What::Or(nodes) => {
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in nodes {
                    clauses.extend(self.quote_field(name, node)?);
                }
                Ok(joined(clauses, matches!(value.what, What::Or(_))))
            }
            What::Not(inner) => {
                Ok(self.negated(|it| it.quote_field(name, inner))?.map(without))
            }
            What::Near(_) | What::AtLeast { .. } | What::Lead(_) => {
                if name == FieldName::Said {
                    self.standing(value, Scope::Said)
                } else {
                    Err(not_of_names(name, value).into())
                }
            }
            what => self.quote_value(name, what),
        }
    }

    fn quote_value(&mut self, name: FieldName, what: &What) -> Made {
        let fields = self.fields;
        match (name, what) {
            (FieldName::Said, What::All) => {
                Ok(Some(filter(keyword(fields.kind, "quote"))))
            }
            (FieldName::Said, _) => self.text(what, Scope::Said),
            (FieldName::About, _) => self.about(what),
            (FieldName::Hops, What::Range(it)) => {
                Ok(Some(filter(range(*it, fields.hops, "hops"))))
            }
            (FieldName::Hops, _) => Ok(Some(filter(exists("hops")))),
            (FieldName::Kind, What::Word { text, .. }) => {
                Ok(Some(filter(keyword(fields.quote_kind, text))))
            }
            (FieldName::Kind, _) => Ok(Some(filter(exists("quote_kind")))),
            _ => self.hinted(name, what),
        }
    }

    /// Whom or what the quote names: an actor inside it, or its words.
    pub(super) fn about(&mut self, what: &What) -> Made {
        let units = names(what);
        if units.is_empty() {
            return Ok(None);
        }
        let actors = self.parties(self.fields.actor, ACTOR, &units)?;
        let words = boosted(sequence(&units, self.fields.said), 1.0);
        let expr = Expr::Sequence(0..units.len());
        self.seek(Scope::Said, units.into(), expr);
        Ok(Some(union(vec![actors, words])))
    }

    /// Values of a field of keywords.
    pub(super) fn plain_keywords(&self, name: FieldName, what: &What) -> Made {
        let fields = self.fields;
        let (field, column) = match name {
            FieldName::Outlet => (fields.outlet, "outlet"),
            FieldName::Actor => (fields.actor, ACTOR),
            FieldName::Speaker => (fields.speaker, "speaker"),
            FieldName::Via => (fields.via, "via"),
            FieldName::Origin => (fields.origin, "origin"),
            FieldName::TranslatedBy => (fields.translator, "translator"),
            FieldName::RepublishedBy => (fields.republisher, "republisher"),
            FieldName::Wire => (fields.wire, "wire"),
            FieldName::Section => (fields.section, "section"),
            FieldName::Vehicle => (fields.vehicle, "vehicle"),
            FieldName::Polarity => (fields.polarity, "polarity"),
            FieldName::Kind => (fields.quote_kind, "quote_kind"),
            _ => (fields.lang, "lang"),
        };
        if matches!(what, What::All) {
            return Ok(Some(filter(exists(column))));
        }
        let units = names(what);
        if FIELDS.contains(&column) {
            let some = !units.is_empty();
            return Ok(some.then(|| self.parties(field, column, &units)).transpose()?);
        }
        let mut clauses: Vec<Clause> = Vec::new();
        for value in super::hint::values(self, field)? {
            if super::hint::holds(&value, &units) {
                clauses.push(keyword(field, &value));
            }
        }
        Ok(Some(if clauses.is_empty() { nothing() } else { filter(union(clauses)) }))
    }

    /// Documents with a party whose name holds these words, under whichever of its names:
    /// "Wladimir Putin" is found as "Vladimir Putin" too.
    fn parties(
        &self,
        field: Field,
        column: &str,
        units: &[Unit],
    ) -> tantivy::Result<Clause> {
        let parties = self.archive.parties()?;
        let fits = |words: &[&str]| {
            let fit =
                |it: &[&str]| it.iter().zip(units).all(|(word, unit)| unit.fits(word));
            words.windows(units.len()).any(fit)
        };
        // What is longest is rarest.
        let pieces = units.iter().map(Unit::piece);
        let piece = pieces.max_by_key(|it| it.len()).unwrap_or_default();
        let mut names = parties.holding(piece, fits);
        if PARTIES.contains(&column) {
            let aliases = self.archive.aliases()?;
            let groups: Vec<_> =
                names.iter().filter_map(|it| aliases.of_name(it)).collect();
            for group in groups {
                names.extend(
                    group.variants.iter().chain([&group.name]).map(String::as_str),
                );
            }
        }
        names.retain(|it| parties.has(column, it));
        names.sort_unstable();
        names.dedup();
        let terms: Vec<Term> = if column == ACTOR {
            let numbers = names.iter().filter_map(|it| parties.number(it));
            numbers.map(|it| Term::from_field_u64(field, u64::from(it))).collect()
        } else {
            names.iter().map(|it| Term::from_field_text(field, it)).collect()
        };
        Ok(filter(any_of(field, terms)))
    }

    /// `has:quote` and the rest.
    pub(super) fn has(&self, what: &What) -> Clause {
        let What::Word { text, .. } = what else { return self.everything() };
        filter(match text.as_str() {
            "quote" => exists("hops"),
            "headline" => keyword(self.fields.title, crate::index::tokenizer::PARAGRAPH),
            "byline" => match RegexQuery::from_pattern(".+", self.fields.byline) {
                Ok(query) => Box::new(query),
                Err(_) => nothing(),
            },
            column => exists(column),
        })
    }

    /// Our id, the input's own, or the id of a quote.
    pub(super) fn id(&self, what: &What) -> Clause {
        let (What::Word { text, .. } | What::Phrase { text, .. }) = what else {
            return self.everything();
        };
        let article = text.split('#').next().unwrap_or(text);
        let given = keyword(self.fields.given_id, text);
        filter(match number(article) {
            Some(ours) => union(vec![given, numbered(self.fields.number, ours)]),
            None => given,
        })
    }
}

/// Articles with such quotes.
fn having(parents: Parents) -> Clause {
    if parents.is_empty() {
        return nothing();
    }
    sure(Kind::Articles, Box::new(ParentQuery(Arc::new(parents))))
}

/// The quotes among what a clause finds.
pub(super) fn of_quotes(fields: &Fields, clause: Clause) -> Clause {
    if kind(&clause) == Some(Kind::Quotes) {
        return clause;
    }
    all_without(vec![filter(keyword(fields.kind, "quote")), clause], Vec::new())
}

fn joined(clauses: Vec<Clause>, any: bool) -> Option<Clause> {
    match clauses.is_empty() {
        true => None,
        false if any => Some(union(clauses)),
        false => Some(all_without(clauses, Vec::new())),
    }
}

fn copies(clauses: &[Clause]) -> Vec<Clause> {
    clauses.iter().map(|it| it.box_clone()).collect()
}
