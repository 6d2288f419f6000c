//! Which paragraphs of a page are the article? Two readers of different make look at the
//! same page; what both take is the article, and what only one takes is judged by its
//! looks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use trafilatura::{ExtractionFocus, Options};

use super::flow::{Paragraph, paragraphs};

/// Most tags of a page that the strict reader is asked about: it copies the tree several
/// times and needs some three kilobytes a tag, so a list of forty thousand rows would need
/// more than a hundred megabytes. Pages of newspapers have one to five thousand.
const MOST_STRICT: usize = 20_000;

/// The paragraphs of the article, in order; `told` is its body as the markup states it, and
/// `tags` how many the page has.
pub(super) fn body(
    html: &str,
    page: Document,
    tags: usize,
    told: Option<&str>,
) -> Vec<Paragraph> {
    let strict = if tags <= MOST_STRICT { guarded(|| strict(html)) } else { Vec::new() };
    let wide = guarded(|| wide(page));
    super::merge::merge(strict, wide, told)
}

/// A reader that panics has read nothing: the other is still asked.
fn guarded(read: impl FnOnce() -> String) -> Vec<Paragraph> {
    catch_unwind(AssertUnwindSafe(|| paragraphs(&read()))).unwrap_or_default()
}

/// Leaves out rather too much.
fn strict(html: &str) -> String {
    let options = Options::default()
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true);
    trafilatura::extract(html, &options).map(|it| it.content_html).unwrap_or_default()
}

/// Takes in rather too much.
fn wide(page: Document) -> String {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let Ok(mut reader) = Readability::with_document(page, None, Some(config)) else {
        return String::new();
    };
    reader.parse().map(|it| it.content.to_string()).unwrap_or_default()
}
