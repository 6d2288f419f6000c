//! What does a web page say, as an article? Its text as two readers see it, and what its
//! markup declares: JSON-LD, meta tags, microdata, `time` elements, bylines. The page is
//! stripped once, parsed, and walked once for all of that.
//!
//! Nothing is concluded: which of its dates is believed and who published it is decided
//! in `extract`.

use dom_query::Document;

use super::fields::Field;
use super::{Decoded, Format, Options, Read, Reading, headline as lines};
use crate::corpus::Failure;
use crate::model::{Article, Declared, Note};

mod told;
mod tag;
mod strip;
mod node;
mod label;
mod dated;
mod scan;
mod linked;
mod origin;
mod headline;
mod byline;
mod dates;
mod flow;
mod merge;
mod body;

pub(crate) use label::{Said, said};

/// Web pages.
pub const HTML: Format = Format {
    name: "HTML",
    extensions: &["html", "htm", "xhtml"],
    read: Read::Text(file),
};

fn file(input: Decoded, _: &Options) -> Vec<Reading> {
    let url = input.url.clone();
    vec![read(input, url.as_deref())]
}

/// Reads a page, fetched from `url` if that is known.
///
/// ```
/// use morgue::document::{Decoded, html};
///
/// let text = "<html><head><title>Ferry runs again</title></head><body><article>\
///     <p>The ferry to Lys runs again from Monday, the mayor said.</p></article></body></html>";
/// let page = Decoded { text: text.to_owned(), ..Decoded::default() };
/// let (article, notes) = html::read(page, Some("https://lantern.example/ferry")).unwrap();
/// assert_eq!(article.headline.as_deref(), Some("Ferry runs again"));
/// assert_eq!(article.text, "The ferry to Lys runs again from Monday, the mayor said.");
/// assert!(notes.is_empty());
/// ```
///
/// # Errors
/// When the page holds no words.
pub fn read(input: Decoded, url: Option<&str>) -> Reading {
    let Decoded { place, path_facts, text: page, mut notes, .. } = input;
    let stripped = strip::strip(&page);
    notes.extend(stripped.notes.iter().map(|it| Note::new(*it)));
    let linked = linked::linked(&stripped.data);
    let document = Document::from(stripped.html.as_str());
    let scan = scan::scan(&document);
    let declared = declared(&scan, &linked, &stripped.told, url);
    let text = flow::text(&body::body(
        &stripped.html,
        document,
        stripped.tags,
        linked.body.as_deref(),
    ));
    if text.trim().is_empty() {
        if declared.headline.is_none() {
            let what = Field::Text.name();
            return Err(Failure::new(place, format!("is a page without a {what}"), ""));
        }
        notes.push(Note::new(
            "has a headline, but no text that could be told from the page",
        ));
    }
    let headline = declared.headline.clone();
    let start = headline.as_deref().map_or(0, |it| lines::behind(it, &text));
    Ok((Article { place, declared, path_facts, headline, text, body: start }, notes))
}

fn declared(
    scan: &scan::Scan,
    linked: &linked::Linked,
    told: &[String],
    url: Option<&str>,
) -> Declared {
    let url = origin::address(url, scan, linked);
    let outlet = origin::outlet(scan, linked);
    let dates = dates::dates(scan, linked, told);
    let section = linked
        .section
        .as_deref()
        .or_else(|| scan.meta_of(&["article:section", "section"]));
    let language =
        scan.language.clone().or_else(|| linked.language.clone()).or_else(|| {
            scan.meta_of(&["content-language", "og:locale", "dc.language", "language"])
                .map(str::to_owned)
        });
    Declared {
        id: None,
        headline: headline::headline(scan, linked, outlet.as_deref()),
        date: dates
            .first()
            .filter(|it| it.whence.is_published())
            .map(|it| it.written.clone()),
        byline: byline::byline(scan, linked, outlet.as_deref()),
        language,
        section: section.map(str::to_owned),
        parties: origin::parties(scan, linked, url.as_deref()),
        outlet,
        url,
        crawled: None,
        dates,
        in_markup: true,
    }
}

#[cfg(test)]
mod tests;
