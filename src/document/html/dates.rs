//! Which dates does a page declare? Everything that may be the day of publication, as it
//! is written and with where it stands, the most telling first; which of them is believed
//! is decided in `extract`.

use crate::model::{Dating, Whence};

use super::dated::Line;
use super::label::Said;
use super::linked::Linked;
use super::scan::Scan;

/// Most that are handed on.
const MOST: usize = 32;
/// Most of one place: a page may cite fifty things with the day of each.
const MOST_OF_KIND: usize = 10;

/// Meta tags of the day of publication, best first.
const PUBLISHED: [&str; 37] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date_published",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "published_time",
    "published-date",
    "publication_date",
    "publicationdate",
    "publication-date",
    "article.published",
    "article_date_original",
    "article:publicationdate",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "sailthru.date",
    "parsely-pub-date",
    "rnews:datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "citation_publication_date",
    "citation_online_date",
    "displaydate",
    "ptime",
    "created",
    "datecreated",
    "article:created",
    "bt:pubdate",
    "shareaholic:article_published_time",
    "vr:published_time",
];
/// Meta tags of a date of some kind.
const DATED: [&str; 8] = [
    "date",
    "dc.date",
    "dcterms.date",
    "timestamp",
    "analyticsattributes.articledate",
    "og:date",
    "article:post_date",
    "time",
];
/// Meta tags of the last change.
const MODIFIED: [&str; 12] = [
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dateupdate",
    "dateupdated",
    "lastmod",
    "last-modified",
    "dc.date.modified",
    "dcterms.modified",
    "article:updated",
    "modified_time",
];

/// Meta tags of the picture that stands for the article.
const IMAGE: [&str; 3] = ["og:image", "og:image:url", "twitter:image"];

/// Candidates, without repetitions.
pub(super) fn dates(scan: &Scan, linked: &Linked, told: &[String]) -> Vec<Dating> {
    let mut found = Found::default();
    found.push(linked.published.as_deref(), Whence::Published);
    for name in PUBLISHED {
        found.push_all(scan.metas_of(name), Whence::Published);
    }
    found.push(scan.prop_of("datepublished"), Whence::Published);
    found.push(linked.created.as_deref(), Whence::Created);
    found.push(scan.prop_of("datecreated"), Whence::Created);
    for name in DATED {
        found.push_all(scan.metas_of(name), Whence::Meta);
    }
    // the day on which somebody looked at what is cited is never it
    let lines = || scan.lines.iter().filter(|it| it.said != Some(Said::Accessed));
    for line in lines().filter(|it| !it.aside) {
        found.push(Some(&line.written), whence(line));
    }
    found.push_all(told.iter().map(String::as_str), Whence::Script);
    found.push(linked.modified.as_deref(), Whence::Modified);
    for name in MODIFIED {
        found.push_all(scan.metas_of(name), Whence::Modified);
    }
    found.push(scan.prop_of("datemodified"), Whence::Modified);
    for line in lines().filter(|it| it.aside) {
        found.push(Some(&line.written), Whence::Aside);
    }
    for name in IMAGE {
        found.push_all(scan.metas_of(name), Whence::Image);
    }
    let mut list = found.0;
    list.sort_by_key(|it| it.whence);
    let mut kinds = [0; Whence::ALL.len()];
    list.retain(|it| {
        let of_kind = &mut kinds[it.whence as usize];
        *of_kind += 1;
        *of_kind <= MOST_OF_KIND
    });
    list.truncate(MOST);
    list
}

#[derive(Default)]
struct Found(Vec<Dating>);

impl Found {
    fn push(&mut self, written: Option<&str>, whence: Whence) {
        let Some(written) = written else { return };
        let known = self.0.iter().any(|it| it.written == written && it.whence <= whence);
        if !known && written.bytes().any(|it| it.is_ascii_digit() || it >= 0x80) {
            self.0.push(Dating { written: written.to_owned(), whence });
        }
    }

    fn push_all<'a>(&mut self, all: impl Iterator<Item = &'a str>, whence: Whence) {
        all.for_each(|it| self.push(Some(it), whence));
    }
}

/// What a line in the page is, by the words before it and the names near it.
fn whence(line: &Line) -> Whence {
    let says = |words: &[&str]| words.iter().any(|it| line.hints.contains(it));
    let changed = match line.said {
        Some(said) => said == Said::Modified,
        None => says(&["modif", "updat", "changed"]),
    };
    let named =
        ["publish", "pubdate", "posted", "entry-date", "post-date", "article-date"];
    let published = match line.said {
        Some(said) => said == Said::Published,
        None => says(&named),
    };
    let dated =
        says(&["date", "time", "datum", "fecha", "byline", "meta", "info", "author"]);
    match (line.is_time, line.behind_heading) {
        _ if changed && !published => Whence::Modified,
        (true, _) if published => Whence::Time,
        (true, true) => Whence::Time,
        (_, _) if published => Whence::Labelled,
        (true, false) => Whence::Labelled,
        (false, _) if dated => Whence::Labelled,
        (false, _) => Whence::Line,
    }
}
