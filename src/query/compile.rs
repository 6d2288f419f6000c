//! Which query of the engine does a tree stand for? Articles are found directly; what
//! must hold of one quote is found among the quotes first (see `quote`) and comes back
//! as a set of article numbers.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::Searcher;
use tantivy::schema::Field;

use crate::extract::Lexicon;
use crate::index::Archive;
use crate::index::schema::Fields;
use crate::index::wordlist::WordList;
use crate::model::query::{FieldName, Node, What};

use super::clause::{
    Clause, all_without, boosted, exists, filter, in_fields, keyword, range, sequence,
    together, union, ways, without,
};
use super::explain::Cause;
use super::interval::Expr;
use super::proximity::{Row, rows};
use super::quote::is_quote_part;
use super::reading::read;
use super::request::SearchError;
use super::sure::{Kind, kind, sure};
use super::words::{Unit, names, units};
use super::written::written;
use super::{QueryError, hint};

/// What the headline weighs beside the body.
const HEADLINE: f32 = 2.5;

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Headline and body.
    Any,
    Title,
    Text,
    /// Inside reported speech.
    Said,
}

impl Scope {
    /// The documents that hold such words.
    const fn kind(self) -> Kind {
        match self {
            Self::Any | Self::Title | Self::Text => Kind::Articles,
            Self::Said => Kind::Quotes,
        }
    }
}

/// A field in which words are looked for.
struct Searched {
    name: &'static str,
    field: Field,
    weight: f32,
}

/// Words a reader wants to see marked, and how they stand together.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    pub(super) scope: Scope,
    pub(super) units: Arc<[Unit]>,
    pub(super) expr: Expr,
}

/// Each once: of a word that is asked for a thousand times every place would be marked as
/// often, and compared with every other.
pub(super) fn distinct(mut sought: Vec<Sought>) -> Vec<Sought> {
    let mut known = FxHashSet::default();
    let asked = |it: &Sought| {
        let units: Vec<&Unit> = it.units.iter().map(Unit::asked).collect();
        format!("{:?} {units:?} {:?}", it.scope, it.expr)
    };
    sought.retain(|it| known.insert(asked(it)));
    sought
}

/// A query ready to run.
pub(super) struct Compiled {
    pub(super) articles: Clause,
    /// What the quotes shown satisfy, one for each AND group that asks for quotes.
    pub(super) quotes: Vec<Clause>,
    pub(super) sought: Vec<Sought>,
    /// Words side by side, whose closeness breaks ties.
    pub(super) rows: Vec<Row>,
    /// What adds to a score.
    pub(super) causes: Vec<Cause>,
    /// Values that no article has.
    pub(super) hints: Vec<String>,
}

/// Compiles one query against one archive.
pub(super) struct Compiler<'a> {
    pub(super) searcher: Searcher,
    pub(super) fields: &'a Fields,
    pub(super) archive: &'a Archive,
    pub(super) languages: Vec<String>,
    pub(super) words: WordList,
    pub(super) quotes: Vec<Clause>,
    pub(super) sought: Vec<Sought>,
    pub(super) causes: Vec<Cause>,
    pub(super) hints: Vec<String>,
    /// Inside a negation, where nothing is shown or hinted at.
    pub(super) excluded: bool,
}

pub(super) type Made = Result<Option<Clause>, SearchError>;

/// Compiles `node`.
pub(super) fn compile(node: &Node, archive: &Archive) -> Result<Compiled, SearchError> {
    let mut compiler = compiler(archive)?;
    let found = compiler.article(node)?.ok_or_else(|| {
        let help = "type some words, or `*` for everything".to_owned();
        QueryError::new(node.span, "there is no word in this query", help)
    })?;
    let articles = match kind(&found) {
        Some(Kind::Articles) => found,
        _ => all_without(vec![compiler.everything(), found], Vec::new()),
    };
    Ok(Compiled {
        articles,
        quotes: compiler.quotes,
        rows: rows(&compiler.sought, compiler.fields),
        sought: distinct(compiler.sought),
        causes: compiler.causes,
        hints: compiler.hints,
    })
}

/// A compiler for one archive.
pub(super) fn compiler(archive: &Archive) -> tantivy::Result<Compiler<'_>> {
    let searcher = archive.searcher();
    let words = WordList::open(&searcher, archive.fields())?;
    let languages = archive.facts().languages.keys().cloned().collect();
    Ok(Compiler {
        searcher,
        words,
        fields: archive.fields(),
        archive,
        languages,
        quotes: Vec::new(),
        sought: Vec::new(),
        causes: Vec::new(),
        hints: Vec::new(),
        excluded: false,
    })
}

impl Compiler<'_> {
    /// The articles a part asks for; nothing where it holds no word.
    pub(super) fn article(&mut self, node: &Node) -> Made {
        if is_quote_part(node) {
            return self.group(std::slice::from_ref(&node));
        }
        match &node.what {
            What::All | What::Range(_) => Ok(Some(self.everything())),
            What::And(nodes) => self.all(nodes),
            What::Or(nodes) => {
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in nodes {
                    clauses.extend(self.article(node)?);
                }
                Ok(Some(clauses).filter(|it| !it.is_empty()).map(union))
            }
            What::Not(inner) => {
                let inner = self.negated(|it| it.article(inner))?;
                Ok(inner.map(without))
            }
            What::Field { name, value } => self.field(*name, value),
            What::Near(_) | What::AtLeast { .. } | What::Lead(_) => {
                self.standing(node, Scope::Any)
            }
            what => self.text(what, Scope::Any),
        }
    }

    pub(super) fn everything(&self) -> Clause {
        sure(Kind::Articles, filter(keyword(self.fields.kind, "article")))
    }

    /// Runs inside a negation.
    pub(super) fn negated<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.excluded, true);
        let result = run(self);
        self.excluded = outer;
        result
    }

    /// All parts; those on quotes hold of one quote.
    fn all(&mut self, nodes: &[Node]) -> Made {
        let (quote, rest): (Vec<&Node>, Vec<&Node>) =
            nodes.iter().partition(|it| is_quote_part(it));
        let (mut all, mut none) = (Vec::new(), Vec::new());
        if !quote.is_empty() {
            all.extend(self.group(&quote)?);
        }
        for node in rest {
            if let What::Not(inner) = &node.what {
                none.extend(self.negated(|it| it.article(inner))?);
            } else {
                all.extend(self.article(node)?);
            }
        }
        if all.is_empty() && none.is_empty() {
            return Ok(None);
        }
        Ok(Some(all_without(all, none)))
    }

    /// Words of a text.
    pub(super) fn text(&mut self, what: &What, scope: Scope) -> Made {
        let units = written(units(what, &self.languages), &self.words)?;
        if units.is_empty() {
            return Ok(None);
        }
        let mut fields = Vec::with_capacity(2);
        for place in self.places(scope) {
            for way in ways(&units, place.field) {
                let clause = boosted(way.clause, place.weight);
                self.cause(what, place.name, (way.how, way.form), &clause);
            }
            fields.push((place.field, place.weight));
        }
        let clause = in_fields(&units, &fields);
        let expr = Expr::Sequence(0..units.len());
        self.seek(scope, units.into(), expr);
        Ok(Some(sure(scope.kind(), clause)))
    }

    /// Words that stand together in one text.
    pub(super) fn standing(&mut self, node: &Node, scope: Scope) -> Made {
        let mut units = Vec::new();
        let Some(expr) = read(node, &self.languages, &mut units)? else {
            return Ok(None);
        };
        let units: Arc<[Unit]> = written(units, &self.words)?.into();
        let mut clauses = Vec::new();
        for place in self.places(scope) {
            // All of a headline is the beginning.
            let whole = place.field == self.fields.title;
            let expr = if whole { expr.without_lead() } else { expr.clone() };
            let clause =
                boosted(together(Arc::clone(&units), expr, place.field), place.weight);
            self.cause(&node.what, place.name, ("together", String::new()), &clause);
            clauses.push(clause);
        }
        self.seek(scope, units, expr);
        Ok(Some(sure(scope.kind(), union(clauses))))
    }

    /// The fields that a scope reads, and what they weigh.
    fn places(&self, scope: Scope) -> Vec<Searched> {
        let place = |name, field, weight| Searched { name, field, weight };
        let title = place("title", self.fields.title, HEADLINE);
        let text = place("text", self.fields.text, 1.0);
        match scope {
            Scope::Any => vec![title, text],
            Scope::Title => vec![title],
            Scope::Text => vec![text],
            Scope::Said => vec![place("said", self.fields.said, 1.0)],
        }
    }

    /// Remembers what adds to the score of articles, unless it is excluded.
    fn cause(
        &mut self,
        what: &What,
        field: &'static str,
        (how, form): (&'static str, String),
        clause: &Clause,
    ) {
        if !self.excluded && field != "said" {
            let (part, clause) = (what.to_string(), clause.box_clone());
            self.causes.push(Cause { part, field, how, form, clause });
        }
    }

    /// Remembers what to mark, unless it is excluded.
    pub(super) fn seek(&mut self, scope: Scope, units: Arc<[Unit]>, expr: Expr) {
        if !self.excluded {
            self.sought.push(Sought { scope, units, expr });
        }
    }

    /// A field of the article; the values combine as their tree says.
    pub(super) fn field(&mut self, name: FieldName, value: &Node) -> Made {
        match &value.what {
            What::And(nodes) => {
                let clauses = self.values(name, nodes)?;
                Ok(Some(clauses)
                    .filter(|it| !it.is_empty())
                    .map(|it| all_without(it, Vec::new())))
            }
            What::Or(nodes) => {
                let clauses = self.values(name, nodes)?;
                Ok(Some(clauses).filter(|it| !it.is_empty()).map(union))
            }
            What::Not(inner) => {
                Ok(self.negated(|it| it.field(name, inner))?.map(without))
            }
            What::Near(_) | What::AtLeast { .. } | What::Lead(_) => match name {
                FieldName::Title => self.standing(value, Scope::Title),
                FieldName::Text => self.standing(value, Scope::Text),
                FieldName::Said => self.standing(value, Scope::Said),
                _ => Err(not_of_names(name, value).into()),
            },
            what => self.value(name, what),
        }
    }

    fn values(
        &mut self,
        name: FieldName,
        nodes: &[Node],
    ) -> Result<Vec<Clause>, SearchError> {
        let mut clauses = Vec::with_capacity(nodes.len());
        for node in nodes {
            clauses.extend(self.field(name, node)?);
        }
        Ok(clauses)
    }

    fn value(&mut self, name: FieldName, what: &What) -> Made {
        let fields = self.fields;
        let scope = match name {
            FieldName::Title => Scope::Title,
            FieldName::Text => Scope::Text,
            FieldName::Said | FieldName::About => Scope::Said,
            _ => Scope::Any,
        };
        Ok(match name {
            FieldName::Date | FieldName::Hops => match what {
                What::Range(it) if name == FieldName::Date => {
                    Some(filter(range(*it, fields.date, "date")))
                }
                What::Range(it) => Some(filter(range(*it, fields.hops, "hops"))),
                _ => Some(filter(exists(name.as_str()))),
            },
            FieldName::Has => Some(self.has(what)),
            FieldName::Id => Some(self.id(what)),
            FieldName::Story | FieldName::CopyOf | FieldName::Origins => {
                Some(self.related(name, what)?)
            }
            _ if scope != Scope::Any => self.text(what, scope)?,
            FieldName::Path => Self::named(fields.path, what)?,
            FieldName::Byline => Self::named(fields.byline, what)?,
            FieldName::Outlet => self.outlet(what)?,
            _ => self.hinted(name, what)?,
        })
    }

    /// Names, by their words.
    pub(super) fn named(field: Field, what: &What) -> Made {
        if matches!(what, What::All) {
            let any = tantivy::query::RegexQuery::from_pattern(".+", field)?;
            return Ok(Some(filter(Box::new(any))));
        }
        let units = names(what);
        if units.is_empty() {
            return Ok(None);
        }
        Ok(Some(filter(sequence(&units, field))))
    }

    /// An outlet by name, by another of its names, or by domain.
    fn outlet(&mut self, what: &What) -> Made {
        let made = self.plain_keywords(FieldName::Outlet, what)?;
        let mut clauses: Vec<Clause> = made.into_iter().collect();
        if let What::Word { text, .. } | What::Phrase { text, .. } = what
            && let Some(name) = Lexicon::builtin().outlet_name(text)
        {
            clauses.push(filter(keyword(self.fields.outlet, name)));
        }
        if clauses.is_empty() {
            return Ok(None);
        }
        let clause = union(clauses);
        if !self.excluded {
            self.hints.extend(hint::absent(self, FieldName::Outlet, what, &*clause)?);
        }
        Ok(Some(clause))
    }
}

/// Operators of running text in a field of names.
pub(super) fn not_of_names(name: FieldName, node: &Node) -> QueryError {
    let message = format!("`{}:` holds names, not running text", name.as_str());
    let help = "use it with title:, text: and said:, or without a field".to_owned();
    QueryError::new(node.span, message, help)
}
