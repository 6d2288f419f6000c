//! Which articles are versions of one page, and in which order? A small table beside the
//! segments, made anew by every run, because a new version changes what its elders are.
//!
//! Pages come from `relate::page`: one address, or one headline of one outlet of which
//! some version says that it is one ("UPDATE 2-", "CORRECTED-").

use std::fs;
use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::Searcher;
use tantivy::collector::DocSetCollector;
use tantivy::columnar::Column;
use tantivy::query::{Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Term, schema::Field};

use super::codec::{In, Out};

/// The table's file.
pub(super) const FILE: &str = "versions.bin";
/// Days between two versions that only their headlines join.
const DAYS: u64 = 31;

/// The articles of pages that have more than one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// Articles of each page, oldest first.
    pages: Vec<Vec<u64>>,
    /// Page of an article and its place there.
    places: FxHashMap<u64, (usize, usize)>,
}

impl Versions {
    fn of(pages: Vec<Vec<u64>>) -> Self {
        let mut places = FxHashMap::default();
        for (page, numbers) in pages.iter().enumerate() {
            for (place, number) in numbers.iter().enumerate() {
                places.insert(*number, (page, place));
            }
        }
        Self { pages, places }
    }

    /// Articles of each page that has more than one version, oldest first.
    pub fn pages(&self) -> &[Vec<u64>] {
        &self.pages
    }

    /// The versions of the page of an article, oldest first; none where it has but one.
    pub fn of_article(&self, number: u64) -> &[u64] {
        self.places.get(&number).map_or(&[], |it| &self.pages[it.0])
    }

    /// Place of an article among the versions of its page, from 0.
    pub fn place(&self, number: u64) -> Option<usize> {
        self.places.get(&number).map(|it| it.1)
    }

    /// Every article that has other versions.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.pages.iter().flatten().copied()
    }

    /// No page has more than one version.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Articles that are not the newest of their page.
    pub fn superseded(&self) -> u64 {
        self.pages.iter().map(|it| it.len() as u64 - 1).sum()
    }

    /// Of these articles, those of which a newer version is among them too.
    pub fn older_among(&self, numbers: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut newest: FxHashMap<usize, usize> = FxHashMap::default();
        let found: Vec<u64> = numbers.filter(|it| self.places.contains_key(it)).collect();
        for (page, place) in found.iter().filter_map(|it| self.places.get(it)) {
            let best = newest.entry(*page).or_default();
            *best = (*best).max(*place);
        }
        let older = |it: &u64| {
            self.places.get(it).is_some_and(|(page, place)| newest[page] > *place)
        };
        found.into_iter().filter(older).collect()
    }
}

/// One article as far as versions are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    date: u64,
    revision: u64,
    number: u64,
}

/// Finds the versions in an index.
pub(super) fn find(searcher: &Searcher, kind: Field) -> tantivy::Result<Versions> {
    let mut pages: FxHashMap<u64, Vec<Candidate>> = FxHashMap::default();
    let articles =
        TermQuery::new(Term::from_field_text(kind, "article"), IndexRecordOption::Basic);
    let articles: &dyn Query = &articles;
    let mut columns = Vec::new();
    for segment in searcher.segment_readers() {
        let fast = segment.fast_fields();
        let all = ["page", "number", "date", "revision"].map(|it| fast.u64(it));
        let [page, number, date, revision] = all;
        columns.push((page?, number?, date?, revision?));
    }
    for address in searcher.search(articles, &DocSetCollector)? {
        let (page, number, date, revision) = &columns[address.segment_ord as usize];
        let value = |column: &Column<u64>| column.first(address.doc_id);
        let Some(page) = value(page) else { continue };
        let Some(number) = value(number) else { continue };
        pages.entry(page).or_default().push(Candidate {
            date: value(date).unwrap_or(0),
            revision: value(revision).unwrap_or(0),
            number,
        });
    }
    let mut found = Vec::new();
    for (page, mut versions) in pages {
        if versions.len() < 2 {
            continue;
        }
        versions.sort_unstable_by_key(|it| (it.date, it.revision, it.number));
        let by_address = page & 1 == 1;
        if by_address {
            found.push(versions.iter().map(|it| it.number).collect());
        } else {
            found.extend(by_headline(&versions));
        }
    }
    found.sort_unstable();
    Ok(Versions::of(found))
}

/// Versions of one headline that stand close together in time, where one says it is one.
fn by_headline(versions: &[Candidate]) -> Vec<Vec<u64>> {
    let mut groups: Vec<Vec<Candidate>> = Vec::new();
    for version in versions.iter().filter(|it| it.date > 0) {
        match groups.last_mut() {
            Some(group) if group.iter().any(|it| near(it.date, version.date)) => {
                group.push(*version);
            }
            _ => groups.push(vec![*version]),
        }
    }
    let told = |it: &Vec<Candidate>| it.len() > 1 && it.iter().any(|it| it.revision > 0);
    groups.retain(told);
    for group in &mut groups {
        // What is dated to the month only is put in order by what the headlines say.
        let exact = group.iter().all(|it| it.date % 100 > 0);
        let day = |it: &Candidate| if exact { it.date } else { 0 };
        group.sort_unstable_by_key(|it| (day(it), it.revision, it.number));
    }
    groups.into_iter().map(|it| it.iter().map(|it| it.number).collect()).collect()
}

fn near(one: u64, other: u64) -> bool {
    days(one).abs_diff(days(other)) <= DAYS
}

/// Days on a calendar of months of 31; the middle where a part is not known.
fn days(date: u64) -> u64 {
    let part = |it: u64, middle: u64| if it == 0 { middle } else { it };
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
    (year * 12 + part(month, 6)) * 31 + part(day, 15)
}

/// Writes the table into the folder of a generation.
pub(super) fn save(folder: &Path, versions: &Versions) -> io::Result<()> {
    let mut out = Out::default();
    out.many(&versions.pages, |out, page| {
        out.many(page, |out, number| out.fixed(*number));
    });
    fs::write(folder.join(FILE), out.bytes)
}

/// The table from its bytes; none where they are damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Versions> {
    // A page stands here because it has more than one version.
    let page = |from: &mut In| from.many(In::fixed).filter(|it| it.len() > 1);
    In::whole(bytes, |from| from.many(page)).map(Versions::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(versions: &[(u64, u64, u64)]) -> Vec<Vec<u64>> {
        let versions: Vec<Candidate> = versions
            .iter()
            .map(|&(date, revision, number)| Candidate { date, revision, number })
            .collect();
        by_headline(&versions)
    }

    #[test]
    fn headlines_join_what_is_near_and_says_so() {
        let week = [(20_250_327, 0, 1), (20_250_327, 2, 2), (20_250_328, 3, 3)];
        assert_eq!(groups(&week), [[1, 2, 3]]);
        assert!(groups(&[(20_250_327, 0, 1), (20_250_328, 0, 2)]).is_empty());
        assert!(groups(&[(20_240_327, 0, 1), (20_250_328, 1, 2)]).is_empty());
        assert_eq!(groups(&[(20_250_400, 0, 5), (20_250_503, 9, 4)]), [[5, 4]]);
    }

    #[test]
    fn the_newest_that_is_found_stands_for_the_page() {
        let versions = Versions::of(vec![vec![1, 2, 3], vec![7, 8]]);
        assert_eq!(versions.older_among([1, 3, 7, 9].into_iter()), [1]);
        assert_eq!(versions.older_among([1, 2].into_iter()), [1]);
        assert_eq!(versions.superseded(), 3);
        assert_eq!(versions.of_article(8), [7, 8]);
        assert_eq!(versions.place(2), Some(1));
    }

    #[test]
    fn the_table_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let versions = Versions::of(vec![vec![1, u64::MAX]]);
        save(folder.path(), &versions).expect("a disk");
        let bytes = fs::read(folder.path().join(FILE)).expect("a file");
        assert_eq!(read(&bytes), Some(versions));
        assert_eq!(read(&[200]), None);
        for page in [vec![], vec![7]] {
            save(folder.path(), &Versions::of(vec![page])).expect("a disk");
            let bytes = fs::read(folder.path().join(FILE)).expect("a file");
            assert_eq!(read(&bytes), None);
        }
    }
}
