//! Of two readings of a page, which paragraphs are the article? What both take is; what only
//! one takes is judged by its looks and its place. The body that the markup states is the
//! judge where it is whole.
//!
//! Measured on pages of sixty outlets (paragraphs of 120 letters and more that only the wide
//! reader takes: before the first common one two of three belong, between common ones more
//! than half, of captions none; of shorter ones one in thirty).

use std::collections::{HashMap, HashSet};

use super::flow::{Paragraph, paragraphs};
use super::strip::strip;

/// A paragraph of prose has no fewer bytes.
const LONG: usize = 100;
/// A shorter body, in letters, is a teaser and judges nothing.
const SHORT: usize = 300;
/// More text than this is not searched for whole paragraphs inside others.
const SEARCHED: usize = 400 << 10;
/// Most paragraphs that are compared so.
const COMPARED: usize = 1500;

/// One list of both. `told` is the body as the markup states it.
pub(super) fn merge(
    strict: Vec<Paragraph>,
    wide: Vec<Paragraph>,
    told: Option<&str>,
) -> Vec<Paragraph> {
    let strict = Side::new(strict);
    let wide = Side::new(wide);
    let merged = both(strict, wide);
    match told {
        Some(told) => against(merged, told),
        None => merged,
    }
}

fn both(strict: Side, wide: Side) -> Vec<Paragraph> {
    let (one, two) = (strict.letters, wide.letters);
    if one == 0 || two == 0 {
        return if one == 0 { wide.list } else { strict.list };
    }
    let common: usize = wide.shared_with(&strict);
    if common * 10 < one.min(two) {
        // they read different things: the longer is the article
        return if two > one { wide.list } else { strict.list };
    }
    if strict.shared_with(&wide) * 2 < one && one > two {
        return strict.list;
    }
    join(&strict, wide)
}

/// The wide reading, without what only it takes and what is no prose.
fn join(strict: &Side, wide: Side) -> Vec<Paragraph> {
    let common: Vec<bool> =
        wide.keys.iter().map(|it| !it.is_empty() && strict.has(it)).collect();
    let first = common.iter().position(|it| *it).unwrap_or(0);
    let last = common.iter().rposition(|it| *it).unwrap_or(0);
    let mut times: HashMap<&str, usize> = HashMap::new();
    for key in &wide.keys {
        *times.entry(key).or_default() += 1;
    }
    let mut seen: HashSet<&str> = HashSet::new();
    let kept: Vec<bool> = (0..wide.list.len())
        .map(|at| {
            let key = wide.keys[at].as_str();
            let keep = if common[at] {
                key.len() <= 40 || !seen.contains(key)
            } else {
                // a caption is written under each of its pictures
                at < last.max(first) && times[key] == 1 && is_prose(&wide.list[at])
            };
            if keep {
                seen.insert(key);
            }
            keep
        })
        .collect();
    let mut list = lead(strict, &wide);
    list.extend(wide.list.into_iter().zip(kept).filter(|it| it.1).map(|it| it.0));
    list
}

/// Prose that only the strict reader takes, before anything that both do: a standfirst.
fn lead(strict: &Side, wide: &Side) -> Vec<Paragraph> {
    let before = strict.list.iter().zip(&strict.keys).take_while(|it| !wide.has(it.1));
    let before = before.filter(|(it, _)| is_prose(it) && !it.item);
    let list: Vec<Paragraph> = before.map(|it| it.0.clone()).collect();
    // nothing in common: then it is no lead but the whole
    if list.len() < strict.list.len() { list } else { Vec::new() }
}

/// Long enough, ends as a sentence does, and is no list of links.
fn is_prose(paragraph: &Paragraph) -> bool {
    let text = paragraph.text.as_str();
    let bare =
        text.trim_end_matches(['"', '”', '’', '»', ')', ']', '“', '\'', '」', '』']);
    text.len() > LONG
        && paragraph.linked * 5 < text.len() * 2
        && bare.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।', '۔'])
}

/// Holds the reading against the body that the markup states. Where that is whole, what it
/// does not have is not the article; where it has more, the page shows only a part.
fn against(list: Vec<Paragraph>, told: &str) -> Vec<Paragraph> {
    let told = if told.contains('<') {
        Side::new(paragraphs(&strip(told).html))
    } else {
        let lines = told
            .lines()
            .map(|it| Paragraph { text: it.trim().to_owned(), ..Paragraph::default() });
        Side::new(lines.filter(|it| !it.text.is_empty()).collect())
    };
    let read = Side::new(list);
    let hit = read.shared_with(&told);
    if told.letters < SHORT || told.joined.is_none() || hit * 2 < read.letters {
        return read.list;
    }
    if hit * 10 > told.letters * 8 {
        let inside: Vec<bool> = read.keys.iter().map(|it| told.has(it)).collect();
        let first = inside.iter().position(|it| *it).unwrap_or(0);
        let list = read.list.into_iter().zip(inside).enumerate();
        return list
            .filter(|(at, (it, inside))| *inside || *at < first && is_prose(it))
            .map(|it| it.1.0)
            .collect();
    }
    if told.letters * 5 > read.letters * 6 && told.list.len() > 2 {
        told.list
    } else {
        read.list
    }
}

/// A reading with the letters of its paragraphs, whatever stands between them.
struct Side {
    list: Vec<Paragraph>,
    keys: Vec<String>,
    known: HashSet<String>,
    /// All letters in a row; none where that is too much to search.
    joined: Option<String>,
    letters: usize,
}

impl Side {
    fn new(list: Vec<Paragraph>) -> Self {
        let keys: Vec<String> = list.iter().map(|it| key(&it.text)).collect();
        let letters = keys.iter().map(String::len).sum();
        let fits = letters <= SEARCHED && keys.len() <= COMPARED;
        let joined = fits.then(|| keys.concat());
        let known = keys.iter().filter(|it| !it.is_empty()).cloned().collect();
        Self { list, keys, known, joined, letters }
    }

    fn has(&self, key: &str) -> bool {
        self.known.contains(key)
            || self.joined.as_ref().is_some_and(|it| {
                memchr::memmem::find(it.as_bytes(), key.as_bytes()).is_some()
            })
    }

    /// How many letters of it the other has too.
    fn shared_with(&self, other: &Self) -> usize {
        self.keys
            .iter()
            .filter(|it| !it.is_empty() && other.has(it))
            .map(String::len)
            .sum()
    }
}

fn key(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAD: &str = "The ferry to Lys stays in port for a third week, and nobody in the harbour can say when it will sail again.";
    const ONE: &str = "Mayor Ana Bell told the council on Monday that the pier would be closed until the engineers had looked at every pile.";
    const TWO: &str = "The harbour master said that he had warned of the rot two winters ago, in a letter that nobody at the town hall answered.";
    const BIO: &str = "Tom Reed writes about harbours and ferries for this paper; he lives above the fish market with a one-eyed cat called Bosun.";
    const CUT: &str = "The pier of Lys at low tide, seen from the mole, in a picture that the harbour office handed out to the papers on Sunday";

    fn list(texts: &[&str]) -> Vec<Paragraph> {
        texts
            .iter()
            .map(|it| Paragraph { text: (*it).to_owned(), ..Paragraph::default() })
            .collect()
    }

    #[track_caller]
    fn check(strict: &[&str], wide: &[&str], told: Option<&str>, expected: &[&str]) {
        let merged = merge(list(strict), list(wide), told);
        let texts: Vec<&str> = merged.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn prose_that_one_takes_belongs() {
        check(&[ONE, TWO], &[LEAD, ONE, "Share this", TWO], None, &[LEAD, ONE, TWO]);
        check(&[LEAD, TWO], &[LEAD, ONE, TWO], None, &[LEAD, ONE, TWO]);
        check(&[LEAD, ONE, TWO], &[ONE, TWO], None, &[LEAD, ONE, TWO]);
    }

    #[test]
    fn captions_and_ends_do_not() {
        check(&[ONE, TWO], &[CUT, ONE, TWO, BIO], None, &[ONE, TWO]);
        check(&[ONE, TWO], &[ONE, BIO, TWO, BIO], None, &[ONE, TWO]);
        check(&[ONE, BIO, TWO], &[ONE, TWO], None, &[ONE, TWO]);
    }

    #[test]
    fn one_reader_alone() {
        check(&[], &[ONE], None, &[ONE]);
        check(&[ONE], &[], None, &[ONE]);
        check(&[], &[], None, &[]);
        check(&[BIO], &[ONE, TWO], None, &[ONE, TWO]);
    }

    #[test]
    fn the_body_of_the_markup_judges() {
        let told = [LEAD, ONE, TWO, CUT].join("\n");
        let merged = against(list(&[LEAD, ONE, TWO, CUT, BIO]), &told);
        assert_eq!(merged.len(), 4, "what it has not is left out");
        let part =
            against(list(&[LEAD, ONE]), &[LEAD, ONE, TWO, BIO, CUT, "Six."].join("\n"));
        assert_eq!(part.len(), 6, "what it has more is taken");
        assert_eq!(
            against(list(&[BIO]), &told),
            list(&[BIO]),
            "another text is no judge"
        );
    }
}
