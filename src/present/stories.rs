//! How are stories shown to a person? The headline of the article that had the words
//! first in this archive, and below it everybody who has them too.

use std::io::{self, Write};

use rustc_hash::FxHashSet;

use crate::model::{CopyRow, StoredArticle, StoryArticle, StoryResults, StoryRow};

use super::page::{Margin, Page, Piece};
use super::style::Label;
use super::table::grouped;
use super::terminal::{outlet, plural};
use super::{Options, passage};

/// Writes stories and a closing line.
///
/// # Errors
/// When the writer fails.
pub fn write(
    results: &StoryResults,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen: options.screen };
    for story in &results.stories {
        page.story(story)?;
        page.gap()?;
    }
    let (shown, all) = (results.stories.len() as u64, results.total);
    let found = if shown < all && shown > 0 {
        format!("{} of {}", grouped(shown), stories(all))
    } else {
        stories(all)
    };
    let parsed = options.screen.clean(&results.stamp.parsed);
    let generation = &results.stamp.generation;
    let text = format!("{found} · {parsed} · {} ms · {generation}", results.took_ms);
    page.block(&Margin::default(), &[Piece::new(Label::Detail, text)], usize::MAX)
}

/// Writes a line a pair: the earlier first where that is known.
///
/// # Errors
/// When the writer fails.
pub fn pairs(pairs: &[CopyRow], out: &mut dyn Write) -> io::Result<()> {
    for pair in pairs {
        let [a, b] = &pair.ids;
        let (a, b, sign) = match pair.earlier {
            Some(0) => (a, b, "→"),
            Some(_) => (b, a, "→"),
            None => (a, b, "–"),
        };
        let kind = match (pair.furniture, pair.version) {
            (true, _) => "furniture",
            (_, true) => "version",
            _ => pair.kind,
        };
        writeln!(out, "{a} {sign} {b}  {kind} {}", percent(pair.overlap))?;
    }
    Ok(())
}

pub(super) fn stories(count: u64) -> String {
    if count == 1 { "1 story".to_owned() } else { format!("{} stories", grouped(count)) }
}

/// What is said of who had the words first beside the others who have them: nobody knows
/// where it has no date, and where another has none, or the same day.
pub(super) fn earliest<'a>(
    article: &StoredArticle,
    others: impl Iterator<Item = &'a StoredArticle>,
) -> &'static str {
    let day = |it: &StoredArticle| {
        it.published.filter(|it| it.date.day > 0).map(|it| it.date.number())
    };
    if article.published.is_none() {
        return "first in this archive as far as can be told";
    }
    let (mut tied, mut undated) = (false, false);
    for other in others.filter(|it| it.id != article.id) {
        tied |= day(article).is_some() && day(other) == day(article);
        undated |= other.published.is_none();
    }
    match (tied, undated) {
        (true, _) => "one of the earliest in this archive",
        (_, true) => "earliest with a date in this archive",
        _ => "earliest in this archive",
    }
}

pub(super) fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Counted together: `1 origin`, `1 to 3 origins`.
pub(super) fn origins((least, most): (u64, u64)) -> String {
    if least == most {
        plural(most, "origin")
    } else {
        format!("{} to {}", grouped(least), plural(most, "origin"))
    }
}

impl Page<'_> {
    fn story(&mut self, story: &StoryRow) -> io::Result<()> {
        let Some(first) = story.articles.first() else { return Ok(()) };
        let headline = first.article.headline.as_deref().unwrap_or("(no headline)");
        let headline = self.screen.clean(headline).into_owned();
        self.block(&Margin::default(), &[Piece::new(Label::Headline, headline)], 2)?;
        let outlets: FxHashSet<&str> =
            story.articles.iter().map(|it| outlet(&it.article)).collect();
        let facts = format!(
            "{} in {}, {}",
            plural(story.articles.len() as u64, "article"),
            plural(outlets.len() as u64, "outlet"),
            origins(story.origins)
        );
        let margin = Margin::blank(2);
        self.block(&margin, &[Piece::new(Label::Detail, facts)], 2)?;
        for member in &story.articles {
            self.member(member, story, &margin)?;
        }
        Ok(())
    }

    fn member(
        &mut self,
        member: &StoryArticle,
        story: &StoryRow,
        margin: &Margin,
    ) -> io::Result<()> {
        let all = story.articles.iter().map(|it| &it.article);
        let word = match member.role {
            "original" => earliest(&member.article, all).to_owned(),
            "copy" => format!("copy, {}", percent(member.overlap)),
            "partial" => format!("partial copy, {}", percent(member.overlap)),
            role => role.to_owned(),
        };
        let pieces = self.place(&member.article, &word);
        self.block(margin, &pieces, usize::MAX)
    }

    /// `The Lantern · 15 Apr 2024 · a3f9… · copy, 98 %`.
    pub(super) fn place(&self, article: &StoredArticle, word: &str) -> Vec<Piece> {
        let name = self.screen.clean(outlet(article)).into_owned();
        let mut facts = vec![Piece::new(Label::Outlet, name)];
        let date = article.published.map(|it| passage::date(it.date));
        let date = date.unwrap_or_else(|| "undated".to_owned());
        for fact in [&date, &article.id, word].into_iter().filter(|it| !it.is_empty()) {
            facts.push(Piece::whole(Label::Detail, " ·"));
            facts.push(Piece::new(Label::Detail, " "));
            facts.push(Piece::whole(Label::Detail, fact));
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Basis, Date, Published};

    fn article(id: &str, day: Option<u8>) -> StoredArticle {
        let published = day.map(|day| Published {
            date: Date::day(2024, 4, day),
            basis: Basis::Declared,
            evidence: None,
        });
        StoredArticle { id: id.to_owned(), published, ..StoredArticle::default() }
    }

    #[test]
    fn earliest_is_said_only_where_it_is_known() {
        let said = |first: Option<u8>, other: Option<u8>| {
            let (first, other) = (article("a", first), article("b", other));
            earliest(&first, [&first, &other].into_iter())
        };
        assert_eq!(said(Some(1), Some(2)), "earliest in this archive");
        assert_eq!(said(Some(1), Some(1)), "one of the earliest in this archive");
        assert_eq!(said(Some(1), None), "earliest with a date in this archive");
        assert_eq!(said(None, Some(1)), "first in this archive as far as can be told");
    }
}
