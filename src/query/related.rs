//! Which articles are of one story, copies of an article, or of stories with so many
//! origins? Reads the tables that the last run left beside the segments.

use std::sync::Arc;

use crate::model::query::{FieldName, Range, What};

use super::SearchError;
use super::clause::{Clause, filter, nothing, without};
use super::compile::Compiler;
use super::numbers::{NumberQuery, Numbers};

impl Compiler<'_> {
    /// The articles that `story:`, `copy-of:` or `origins:` asks for.
    pub(super) fn related(
        &self,
        name: FieldName,
        what: &What,
    ) -> Result<Clause, SearchError> {
        if let (FieldName::Origins, What::Range(Range::Numbers(from, to))) = (name, what)
        {
            return self.origins(*from, *to);
        }
        let (What::Word { text, .. } | What::Phrase { text, .. }) = what else {
            // Whatever has a relation at all.
            let stories = self.archive.stories()?.all().iter();
            let all = stories.flat_map(|it| it.members.iter().map(|it| it.number));
            return Ok(self.these(all));
        };
        let Some(number) = self.archive.find(text)? else { return Ok(nothing()) };
        if name == FieldName::CopyOf {
            let pairs = self.archive.copies()?.of_article(number);
            let copies = pairs.filter(|it| !it.version);
            return Ok(
                self.these(copies.map(|it| if it.a == number { it.b } else { it.a }))
            );
        }
        let story = self.archive.stories()?.of_article(number);
        let members = story.into_iter().flat_map(|it| it.members.iter());
        // An article is always in its own story.
        Ok(self.these(members.map(|it| it.number).chain([number])))
    }

    /// Articles of stories with that many origins, at most; alone, an article has one.
    fn origins(&self, from: u64, to: Option<u64>) -> Result<Clause, SearchError> {
        let range = from..=to.unwrap_or(u64::MAX);
        let alone = range.contains(&1);
        let differs = |most: u64| range.contains(&most) != alone;
        let stories = self.archive.stories()?.all().iter();
        let others = stories.filter(|it| differs(it.origins[1]));
        let others =
            self.these(others.flat_map(|it| it.members.iter().map(|it| it.number)));
        Ok(if alone { without(others) } else { others })
    }

    fn these(&self, numbers: impl Iterator<Item = u64>) -> Clause {
        let numbers: Numbers = numbers.map(|it| (it, 0.0)).collect();
        if numbers.is_empty() {
            return nothing();
        }
        let (numbers, fields) = (Arc::new(numbers), *self.fields);
        filter(Box::new(NumberQuery { numbers, fields, kind: "article" }))
    }
}
