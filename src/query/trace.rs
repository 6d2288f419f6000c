//! Where in the archive do these words appear, as they are, altered or in part? In order of
//! time, each beside the earliest; `roads` ties them.

use rustc_hash::FxHashSet;

use crate::index::versions::Versions;
use crate::index::{Archive, Unread};
use crate::model::{Appearance, Quote, Span, Standing, StoredArticle, Trace, Verdict};
use crate::relate::diff::said;
use crate::relate::passage::{Passage, exact};
use crate::relate::story::Story;

use super::roads::tied;
use super::said::{Stands, Words, phrase, similar, verbatim};
use super::verify::verdict;

/// Appearances that are looked at.
const MOST: usize = 200;
/// Altered ones among them.
const ALTERED: usize = 60;

/// The appearances of what is named: an article's copies, a quote (`ID#n`), or words.
///
/// # Errors
/// The index cannot be read.
pub fn named(archive: &Archive, what: &str) -> Result<Trace, Unread> {
    let one_word = !what.contains(char::is_whitespace);
    let named = if one_word { archive.find(what)? } else { None };
    if let Some(number) = named {
        if let Some(story) = archive.stories()?.of_article(number) {
            return self::story(archive, story);
        }
        let quotes = archive.quotes(number)?;
        let longest =
            quotes.into_iter().max_by_key(|(n, it)| (length(it), usize::MAX - n));
        return of_quote(archive, number, longest.map(|it| it.1));
    }
    if let Some((id, n)) = quote_id(what)
        && let Some(number) = archive.find(id)?
    {
        let quote = archive.quotes(number)?.into_iter().find(|it| it.0 == n);
        return of_quote(archive, number, quote.map(|it| it.1));
    }
    words(archive, what)
}

/// `ID#n`, taken apart.
pub fn quote_id(what: &str) -> Option<(&str, usize)> {
    let (id, n) =
        what.rsplit_once('#').filter(|_| !what.contains(char::is_whitespace))?;
    Some((id, n.parse().ok()?))
}

fn length(quote: &Quote) -> usize {
    let marked: usize = quote.quoted.iter().map(|it| it.len()).max().unwrap_or(0);
    // What stands between quotation marks goes before what is only reported.
    if marked > 0 { marked + (1 << 20) } else { quote.span.len() }
}

/// The words of a quote: all parts between its marks, with what stands between them left
/// out.
fn of_quote(
    archive: &Archive,
    number: u64,
    quote: Option<Quote>,
) -> Result<Trace, Unread> {
    let (Some(article), Some(quote)) = (archive.article(number)?, quote) else {
        return Ok(Trace::default());
    };
    let parts = if quote.quoted.is_empty() { &quote.spans } else { &quote.quoted };
    let parts = parts.iter().map(|it| it.of(&article.text).trim_end_matches([',', ' ']));
    words(archive, &parts.collect::<Vec<_>>().join(" … "))
}

/// The appearances of some words; none of them where the archive does not hold them.
///
/// # Errors
/// The index cannot be read.
pub fn words(archive: &Archive, text: &str) -> tantivy::Result<Trace> {
    let words = Words::of(text, archive)?;
    if words.is_empty() {
        return Ok(Trace::default());
    }
    let places = phrase(archive, &words)?;
    let more = places.len().saturating_sub(MOST) as u64;
    let mut found: Vec<Stands> = Vec::new();
    for place in places.into_iter().take(MOST) {
        found.extend(verbatim(archive, &words, place)?);
    }
    let seen: FxHashSet<u64> = found.iter().map(|it| it.number).collect();
    for stands in similar(archive, &words, ALTERED)? {
        let fits =
            matches!(verdict(&words, &stands), Some(Verdict::Altered | Verdict::Partial));
        let near = stands.near.as_ref().map_or(0, |it| it.fits.len());
        // Less than that is another statement with some of the same words.
        let most = near * 5 >= words.whole.words.len() * 3;
        if fits && most && !seen.contains(&stands.number) {
            found.push(stands);
        }
    }
    found.sort_by_key(|it| (it.when, moment(&it.article), it.number));
    let mut trace = Trace { text: text.to_owned(), more, ..Trace::default() };
    let (versions, mut numbers) = (archive.versions()?, Vec::new());
    for stands in found {
        let text = stood(&stands, text);
        if is_version(versions, stands.number, &text, &numbers, &trace) {
            continue;
        }
        numbers.push(stands.number);
        trace.appearances.push(appearance(stands, text, &trace.appearances));
    }
    tied(archive, trace, &numbers)
}

/// The words as they stand in an article: of speech that is interrupted, its parts.
fn stood(stands: &Stands, asked: &str) -> String {
    let (span, text) = (stands.span, &stands.article.text);
    if span.is_empty() {
        return asked.to_owned();
    }
    let parts = stands.quote.iter().flat_map(|it| &it.1.quoted);
    let within = |it: &Span| Span::new(it.start.max(span.start), it.end.min(span.end));
    let mut parts: Vec<&str> = parts
        .filter(|it| it.overlaps(span))
        .map(|it| within(it).of(text).trim_end_matches([',', ' ']))
        .collect();
    parts.retain(|it| it.contains(char::is_alphanumeric));
    if parts.len() > 1 { parts.join(" … ") } else { span.of(text).to_owned() }
}

/// The second the article was published, where that is known.
fn moment(article: &StoredArticle) -> i64 {
    article.published.and_then(|it| it.date.seconds).unwrap_or(i64::MAX)
}

/// Another version of a page that is there already, with the same words.
fn is_version(
    versions: &Versions,
    number: u64,
    text: &str,
    numbers: &[u64],
    trace: &Trace,
) -> bool {
    let page = versions.of_article(number);
    let same = |other: &str| Passage::of(other).words == Passage::of(text).words;
    numbers
        .iter()
        .zip(&trace.appearances)
        .any(|(it, there)| page.contains(it) && same(&there.text))
}

fn appearance(stands: Stands, text: String, before: &[Appearance]) -> Appearance {
    let Stands { article, span, quote, .. } = stands;
    let (standing, changes) = match before.first() {
        None => (Standing::First, Vec::new()),
        Some(first) => beside(&first.text, &text),
    };
    Appearance { article, text, span, quote, standing, changes }
}

/// What words are beside those of the earliest, and what was changed.
fn beside(first: &str, text: &str) -> (Standing, Vec<crate::model::Change>) {
    let (one, other) = (Passage::of(first).words, Passage::of(text).words);
    if one == other {
        return (Standing::Copy, Vec::new());
    }
    let part = exact(&other, &one).is_some();
    (if part { Standing::Partial } else { Standing::Variant }, said(first, text))
}

/// The articles of a story, as copies of one text.
///
/// # Errors
/// The index cannot be read.
pub fn story(archive: &Archive, story: &Story) -> tantivy::Result<Trace> {
    let mut trace = Trace::default();
    let mut numbers = Vec::new();
    trace.more = story.members.len().saturating_sub(MOST) as u64;
    for member in story.members.iter().take(MOST) {
        let Some(article) = archive.article(member.number)? else { continue };
        let text = article.headline.clone().unwrap_or_default();
        let standing = match member.part.as_str() {
            "original" => Standing::First,
            "partial" => Standing::Partial,
            "version" => Standing::Variant,
            _ => Standing::Copy,
        };
        let first = trace.appearances.first().map(|it: &Appearance| it.text.clone());
        let changes = match first {
            Some(first) if first != text => said(&first, &text),
            _ => Vec::new(),
        };
        let (span, quote) = (Span::default(), None);
        numbers.push(member.number);
        trace.appearances.push(Appearance {
            article,
            text,
            span,
            quote,
            standing,
            changes,
        });
    }
    trace.text = trace.appearances.first().map_or_else(String::new, |it| it.text.clone());
    // What the story counts is what `stories` tells.
    let origins = (story.origins[0], story.origins[1]);
    Ok(Trace { origins, ..tied(archive, trace, &numbers)? })
}
