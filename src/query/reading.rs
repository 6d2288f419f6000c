//! How is a part of a query read over positions? Words, phrases, groups and the operators
//! between them become one expression over numbered units.

use crate::model::query::{Node, What};

use super::QueryError;
use super::interval::Expr;
use super::words::{Unit, units};

/// The expression of a part, its units added to `all`; nothing where it holds no word.
pub(super) fn read(
    node: &Node,
    languages: &[String],
    all: &mut Vec<Unit>,
) -> Result<Option<Expr>, QueryError> {
    let mut several = |nodes: &[Node]| -> Result<Vec<Expr>, QueryError> {
        let mut read_all = Vec::with_capacity(nodes.len());
        for node in nodes {
            read_all.extend(read(node, languages, all)?);
        }
        Ok(read_all)
    };
    Ok(match &node.what {
        What::And(nodes) => one_of(several(nodes)?, Expr::Both),
        What::Or(nodes) => one_of(several(nodes)?, Expr::Any),
        What::Near(near) => {
            let left = read(&near.left, languages, all)?;
            let right = read(&near.right, languages, all)?;
            left.zip(right).map(|(left, right)| {
                Expr::Near(Box::new(left), Box::new(right), near.reach)
            })
        }
        What::AtLeast { count, node } => {
            let inner = read(node, languages, all)?;
            inner.map(|it| Expr::AtLeast(*count, Box::new(it)))
        }
        What::Lead(node) => {
            read(node, languages, all)?.map(|it| Expr::Lead(Box::new(it)))
        }
        What::All | What::Not(_) | What::Field { .. } | What::Range(_) => {
            let help = "only words, phrases, patterns and groups of them can".to_owned();
            let message = format!("`{node}` cannot stand close to words");
            return Err(QueryError::new(node.span, message, help));
        }
        what => {
            let from = all.len();
            all.extend(units(what, languages));
            (all.len() > from).then_some(Expr::Sequence(from..all.len()))
        }
    })
}

fn one_of(mut all: Vec<Expr>, make: fn(Vec<Expr>) -> Expr) -> Option<Expr> {
    if all.len() < 2 { all.pop() } else { Some(make(all)) }
}
