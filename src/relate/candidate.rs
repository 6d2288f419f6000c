//! Which articles may be copies of each other? Those that share marks (`print`), once the
//! boilerplate of their outlets is taken out. Linear in the corpus: what stands in very
//! many articles is compared with the earliest of them alone.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// A mark is boilerplate where so many different texts of one outlet have it.
const BOILERPLATE: usize = 5;
/// Two articles are one text, to this end, where they share half of the shorter's marks.
const ONE_TEXT: usize = 2;
/// Articles of one outlet and mark that are looked at.
const LOOKED_AT: usize = 64;
/// A mark in more articles than this joins them to the earliest only.
const CROWD: usize = 40;
/// So many of them.
const HUBS: usize = 8;
/// Articles that one may be compared with.
const MOST: usize = 64;
/// An article with as few marks needs to share but one.
const FEW: usize = 4;
/// Marks sorted at a time: 32 MB.
const PASS: usize = 4 << 20;

/// What is known of an article before its words are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub id: u64,
    /// Its outlet as a number; 0 where it is not known.
    pub outlet: u64,
    /// The same for the versions of one page; its own id where there is but one.
    pub page: u64,
    /// The same for the same headline; 0 where there is none.
    pub heading: u64,
}

/// Hands over every mark with the place of its article among the rows.
pub type Scan<'a> = &'a dyn Fn(&mut dyn FnMut(usize, u32));

/// Pairs of rows, the smaller place first, that share enough marks to be looked at; in
/// order. `rows` stand in order of time, and come with all their marks in `scan`.
pub fn candidates(rows: &[Row], scan: Scan<'_>) -> Vec<(u32, u32)> {
    let mut postings = Postings::gather(rows.len(), scan);
    postings.drop_boilerplate(rows);
    let index = postings.by_row(rows.len());
    let pairs: Vec<Vec<(u32, u32)>> = (0..rows.len())
        .into_par_iter()
        .map_init(
            || Counter::new(rows.len()),
            |counter, row| counter.partners(row, &postings, &index),
        )
        .collect();
    let mut pairs: Vec<(u32, u32)> = pairs.into_iter().flatten().collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// For each mark that several articles have, their rows.
struct Postings {
    starts: Vec<u32>,
    rows: Vec<u32>,
    /// Marks of each row that count: those nobody else has among them.
    marks: Vec<u16>,
}

impl Postings {
    /// Sorted in passes over ranges of hashes, so that memory does not follow the corpus.
    fn gather(count: usize, scan: Scan<'_>) -> Self {
        let mut marks = vec![0_u16; count];
        let mut total = 0_usize;
        scan(&mut |row, _| {
            marks[row] = marks[row].saturating_add(1);
            total += 1;
        });
        let passes = u64::try_from(total / PASS + 1).unwrap_or(1);
        let width = (u64::from(u32::MAX) + 1).div_ceil(passes);
        let mut made = Self { starts: vec![0], rows: Vec::new(), marks };
        for pass in 0..passes {
            let range = pass * width..(pass + 1) * width;
            let mut found: Vec<(u32, u32)> = Vec::new();
            scan(&mut |row, mark| {
                if range.contains(&u64::from(mark)) {
                    found.push((mark, u32::try_from(row).unwrap_or(u32::MAX)));
                }
            });
            found.par_sort_unstable();
            for same in found.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() > 1) {
                made.rows.extend(same.iter().map(|it| it.1));
                made.close();
            }
        }
        made
    }

    fn close(&mut self) {
        self.starts.push(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
    }

    fn of(&self, mark: usize) -> &[u32] {
        &self.rows[self.starts[mark] as usize..self.starts[mark + 1] as usize]
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Takes each mark out of the articles of those outlets that put it below everything.
    fn drop_boilerplate(&mut self, rows: &[Row]) {
        let index = self.by_row(rows.len());
        let common: Vec<FxHashSet<u64>> = (0..self.len())
            .into_par_iter()
            .map(|mark| self.common(self.of(mark), rows, &index))
            .collect();
        let mut left = Self { starts: vec![0], rows: Vec::new(), marks: Vec::new() };
        let mut marks = std::mem::take(&mut self.marks);
        for (mark, outlets) in common.iter().enumerate() {
            let before = left.rows.len();
            for &row in self.of(mark) {
                if outlets.contains(&rows[row as usize].outlet) {
                    marks[row as usize] = marks[row as usize].saturating_sub(1);
                } else {
                    left.rows.push(row);
                }
            }
            if left.rows.len() - before > 1 {
                left.close();
            } else {
                left.rows.truncate(before);
            }
        }
        *self = Self { marks, ..left };
    }

    /// Outlets of which many different texts have this mark.
    fn common(&self, same: &[u32], rows: &[Row], index: &ByRow) -> FxHashSet<u64> {
        let mut found = FxHashSet::default();
        if same.len() < BOILERPLATE {
            return found;
        }
        let mut texts: FxHashMap<u64, (usize, Vec<u32>)> = FxHashMap::default();
        for &row in same {
            let outlet = rows[row as usize].outlet;
            let (seen, leaders) = texts.entry(outlet).or_default();
            *seen += 1;
            if *seen > LOOKED_AT || leaders.len() >= BOILERPLATE {
                continue;
            }
            if !leaders.iter().any(|it| self.one_text(*it, row, rows, index)) {
                leaders.push(row);
            }
        }
        let many = |it: &(u64, (usize, Vec<u32>))| it.1.1.len() >= BOILERPLATE;
        found.extend(texts.into_iter().filter(many).map(|it| it.0));
        found
    }

    fn one_text(&self, a: u32, b: u32, rows: &[Row], index: &ByRow) -> bool {
        let (a, b) = (a as usize, b as usize);
        if rows[a].page == rows[b].page {
            return true;
        }
        let [fewer, more] = [self.marks[a], self.marks[b]];
        let (fewer, more) = (usize::from(fewer.min(more)), usize::from(fewer.max(more)));
        let shared = index.shared(a, b);
        // A page that holds nothing but what stands under other headlines as well: what
        // was taken for the article is what the outlet puts below all of them.
        let headings = [rows[a].heading, rows[b].heading];
        let other = headings[0] != headings[1] && !headings.contains(&0);
        shared * ONE_TEXT >= fewer && !(other && shared * 10 >= more * 9)
    }

    /// The marks of each row, in order.
    fn by_row(&self, rows: usize) -> ByRow {
        let mut starts = vec![0_u32; rows + 1];
        for row in &self.rows {
            starts[*row as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut marks = vec![0_u32; self.rows.len()];
        for mark in 0..self.len() {
            for row in self.of(mark) {
                let place = &mut next[*row as usize];
                marks[*place as usize] = u32::try_from(mark).unwrap_or(u32::MAX);
                *place += 1;
            }
        }
        ByRow { starts, marks }
    }
}

/// The shared marks of each row, by their place in the postings.
struct ByRow {
    starts: Vec<u32>,
    marks: Vec<u32>,
}

impl ByRow {
    fn of(&self, row: usize) -> &[u32] {
        &self.marks[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// Marks that both have.
    fn shared(&self, a: usize, b: usize) -> usize {
        let (a, mut b) = (self.of(a), self.of(b));
        let mut shared = 0;
        for mark in a {
            while b.first().is_some_and(|it| it < mark) {
                b = &b[1..];
            }
            shared += usize::from(b.first() == Some(mark));
        }
        shared
    }
}

/// How many marks one row shares with each other.
struct Counter {
    shared: Vec<u16>,
    touched: Vec<u32>,
}

impl Counter {
    fn new(rows: usize) -> Self {
        Self { shared: vec![0; rows], touched: Vec::new() }
    }

    /// Rows that share enough with this one, most first.
    fn partners(
        &mut self,
        row: usize,
        postings: &Postings,
        index: &ByRow,
    ) -> Vec<(u32, u32)> {
        for &mark in index.of(row) {
            let same = postings.of(mark as usize);
            let same = if same.len() > CROWD { &same[..HUBS] } else { same };
            for &other in same.iter().filter(|it| **it as usize != row) {
                if self.shared[other as usize] == 0 {
                    self.touched.push(other);
                }
                // Two texts of a million words share more marks than there are numbers.
                let shared = &mut self.shared[other as usize];
                *shared = shared.saturating_add(1);
            }
        }
        let own = usize::from(postings.marks[row]);
        let mut found: Vec<(u16, u32)> = Vec::new();
        for other in self.touched.drain(..) {
            let shared = std::mem::take(&mut self.shared[other as usize]);
            let least = own.min(usize::from(postings.marks[other as usize]));
            let enough = shared > 1 || least <= FEW;
            if enough {
                found.push((shared, other));
            }
        }
        found.sort_unstable_by_key(|it| (std::cmp::Reverse(it.0), it.1));
        found.truncate(MOST);
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        found.into_iter().map(|(_, it)| (row.min(it), row.max(it))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `(outlet, marks)`, each a page of its own.
    fn pairs(articles: &[(u64, &[u32])]) -> Vec<(u32, u32)> {
        let rows: Vec<Row> = articles
            .iter()
            .zip(1..)
            .map(|(it, id)| Row { id, outlet: it.0, page: id, heading: 0 })
            .collect();
        let scan = |emit: &mut dyn FnMut(usize, u32)| {
            for (row, (_, marks)) in articles.iter().enumerate() {
                marks.iter().for_each(|it| emit(row, *it));
            }
        };
        candidates(&rows, &scan)
    }

    #[test]
    fn two_shared_marks_are_looked_at() {
        let found = pairs(&[
            (1, &[1, 2, 3, 4, 5, 6]),
            (2, &[1, 2, 13, 14, 15, 16]),
            (3, &[1, 22, 23, 24, 25, 26]),
            (4, &[22, 31]),
        ]);
        assert_eq!(found, [(0, 1), (2, 3)]);
    }

    #[test]
    fn boilerplate_of_an_outlet_does_not_count() {
        let tails: Vec<Vec<u32>> = (1..7_u32)
            .map(|it| {
                [
                        &[7, 8, 9],
                        &[
                            it * 100,
                            it * 100 + 1,
                            it * 100 + 2,
                            it * 100 + 3,
                            it * 100 + 4,
                        ][..],
                    ]
                    .concat()
            })
            .collect();
        let same: Vec<(u64, &[u32])> = tails.iter().map(|it| (1, &it[..])).collect();
        assert!(pairs(&same).is_empty());
        // The same words at as many outlets are a copy.
        let many: Vec<(u64, &[u32])> =
            tails.iter().zip(1..).map(|it| (it.1, &it.0[..])).collect();
        assert_eq!(pairs(&many).len(), 15);
    }

    #[test]
    fn many_copies_at_one_outlet_are_no_boilerplate() {
        let text: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(pairs(&[(1, text); 7]).len(), 21);
        // Of a crowd, each is held against the earliest.
        assert_eq!(pairs(&vec![(1, text); 100]).len(), 92 * 8 + 28);
    }
}
