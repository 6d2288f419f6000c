//! Which value was meant, where no article has the one asked for? The values of a field
//! as the index holds them, and the nearest spellings among them.

use rustc_hash::FxHashSet;
use tantivy::query::{EnableScoring, Query};
use tantivy::schema::Field;
use tantivy::{DocSet as _, Searcher, TERMINATED};

use crate::index::forms::forms;
use crate::model::query::{FieldName, What};
use crate::text::normalize::fold;

use super::compile::Compiler;
use super::error::distance;
use super::request::SearchError;
use super::words::Unit;

/// Values looked through for a nearer spelling.
const MOST_VALUES: usize = 200_000;
/// Spellings offered.
const OFFERED: usize = 3;
/// Parts of a query of which it is said that nothing has them: each goes through all values.
const MOST_HINTS: usize = 8;
/// Longest name that is held against others.
const LONGEST: usize = 200;

/// All values of a keyword field.
pub(super) fn values(
    compiler: &Compiler,
    field: Field,
) -> Result<Vec<String>, SearchError> {
    let mut seen = FxHashSet::default();
    for segment in compiler.searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
        while seen.len() < MOST_VALUES && terms.advance() {
            if let Ok(value) = std::str::from_utf8(terms.key()) {
                seen.insert(value.to_owned());
            }
        }
    }
    let mut values: Vec<String> = seen.into_iter().collect();
    values.sort_unstable();
    Ok(values)
}

/// The words of a value, folded.
fn words(value: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    forms(value, None, &mut |position, _, form| {
        if found.len() == position && !form.starts_with('\u{1}') {
            found.push(form.to_owned());
        }
    });
    found
}

/// The value holds the units in sequence.
pub(super) fn holds(value: &str, units: &[Unit]) -> bool {
    let words = words(value);
    !units.is_empty()
        && words
            .windows(units.len())
            .any(|it| it.iter().zip(units).all(|(word, unit)| unit.fits(word)))
}

/// What to say where a clause on a field finds nothing at all.
pub(super) fn absent(
    compiler: &Compiler,
    name: FieldName,
    what: &What,
    clause: &dyn Query,
) -> Result<Option<String>, SearchError> {
    let (What::Word { text, .. } | What::Phrase { text, .. } | What::Wildcard(text)) =
        what
    else {
        return Ok(None);
    };
    if compiler.hints.len() >= MOST_HINTS || finds(&compiler.searcher, clause)? {
        return Ok(None);
    }
    let fields = compiler.fields;
    let field = match name {
        FieldName::Outlet => fields.outlet,
        FieldName::Actor => {
            let actors = compiler.archive.parties()?.actors().take(MOST_VALUES);
            let all: Vec<String> = actors.map(str::to_owned).collect();
            return Ok(Some(said(name, text, &all)));
        }
        FieldName::Speaker => fields.speaker,
        FieldName::Via => fields.via,
        FieldName::Origin => fields.origin,
        FieldName::TranslatedBy => fields.translator,
        FieldName::RepublishedBy => fields.republisher,
        FieldName::Wire => fields.wire,
        FieldName::Lang => fields.lang,
        FieldName::Section => fields.section,
        FieldName::Vehicle => fields.vehicle,
        _ => return Ok(None),
    };
    Ok(Some(said(name, text, &values(compiler, field)?)))
}

/// A clause finds anything; what else it finds is not looked for.
fn finds(searcher: &Searcher, clause: &dyn Query) -> tantivy::Result<bool> {
    let weight = clause.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for segment in searcher.segment_readers() {
        let mut found = weight.scorer(segment, 1.0)?;
        let mut doc = found.doc();
        while doc != TERMINATED {
            if segment.alive_bitset().is_none_or(|it| it.is_alive(doc)) {
                return Ok(true);
            }
            doc = found.advance();
        }
    }
    Ok(false)
}

/// That none of all values is the one asked for, and which are near.
fn said(name: FieldName, text: &str, all: &[String]) -> String {
    let near = nearest_values(&fold(text), all);
    let name = name.as_str();
    let mut said = format!("no article has {name}:\"{text}\"");
    if !near.is_empty() {
        let near: Vec<String> =
            near.iter().map(|it| format!("{name}:\"{it}\"")).collect();
        said.push_str("; nearest: ");
        said.push_str(&near.join(", "));
    }
    said
}

/// The values of which the whole or a word is spelled most alike.
fn nearest_values<'a>(asked: &str, values: &'a [String]) -> Vec<&'a str> {
    if asked.len() > LONGEST {
        return Vec::new();
    }
    let limit = (asked.chars().count() / 3).clamp(1, 4);
    let close = asked.replace(' ', "");
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for value in values {
        let words = words(value);
        let whole = words.concat();
        let parts = words.iter().filter_map(|it| distance(asked, it, limit));
        let far = parts.chain(distance(&close, &whole, limit)).min();
        found.extend(far.map(|it| (it, value.len(), value.as_str())));
    }
    found.sort_unstable();
    found.into_iter().take(OFFERED).map(|it| it.2).collect()
}

impl Compiler<'_> {
    /// Values of a field of keywords of a quote, with a hint where none has it.
    pub(super) fn hinted(
        &mut self,
        name: FieldName,
        what: &What,
    ) -> Result<Option<super::clause::Clause>, SearchError> {
        let made = self.plain_keywords(name, what)?;
        if !self.excluded
            && let Some(clause) = &made
        {
            self.hints.extend(absent(self, name, what, clause.as_ref())?);
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_spellings() {
        let values: Vec<String> =
            ["Harbour Post", "Fox Lane Herald", "Tidewater"].map(str::to_owned).into();
        assert_eq!(nearest_values("harborpost", &values), ["Harbour Post"]);
        assert_eq!(nearest_values("herold", &values), ["Fox Lane Herald"]);
        assert!(nearest_values("quux", &values).is_empty());
        assert!(nearest_values(&"tide".repeat(LONGEST), &values).is_empty());
    }
}
