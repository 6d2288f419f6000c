//! Where in the archive do these words stand: as they are, or nearly so? Phrases of the
//! index find the first; the rarest words of a quotation find speech that may be the
//! second, and the words themselves decide.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{BooleanQuery, Query};
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher};

use crate::index::Archive;
use crate::index::forms::forms;
use crate::index::tokenizer::{CASED, STEM};
use crate::index::wordlist::WordList;
use crate::model::{Quote, Span, StoredArticle};
use crate::relate::passage::{Near, Passage, exact, kept, nearest};

use super::phrase::{self, SequenceQuery, Word};
use super::terms::{Spellings, TermsQuery};
use super::written::terms;

/// Words of a phrase that the index is asked for; the text is looked at for the rest.
const PHRASE: usize = 24;
/// Phrases of interrupted speech that it is asked for, in the same way.
const PHRASES: usize = 24;
/// Rarest words by which speech is found that may have been altered.
const RAREST: usize = 10;
/// Quotes, and articles where none of these is near, that are held against the words.
const HELD: usize = 20;
const WHOLE_TEXTS: usize = 4;
/// Words between two parts of a quotation of which its writer left something out.
const GAP: usize = 80;

/// Words to be found.
#[derive(Clone, Debug)]
pub(super) struct Words {
    text: String,
    /// The parts that stand in the original as they are.
    parts: Vec<Passage>,
    /// All of them.
    pub(super) whole: Passage,
    /// As which words of the archive each word is written, a list a part.
    forms: Vec<Vec<Vec<String>>>,
    /// How rare each word is; the same order as `whole`.
    weights: Vec<f32>,
    /// What it takes not to be chance.
    threshold: f32,
}

/// An article that answers, by its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// To sort by: unknown parts and unknown dates come last.
    pub(super) when: u64,
    pub(super) number: u64,
    pub(super) address: DocAddress,
}

/// Where words stand in an article.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    pub(super) number: u64,
    pub(super) when: u64,
    pub(super) article: StoredArticle,
    /// In its text; empty where only the headline has them.
    pub(super) span: Span,
    /// The quote they stand in.
    pub(super) quote: Option<(usize, Quote)>,
    /// How they differ; none where they are the same.
    pub(super) near: Option<Near>,
}

impl Words {
    /// Words of a quotation, with how rare they are in an archive.
    pub(super) fn of(text: &str, archive: &Archive) -> tantivy::Result<Self> {
        let kept = kept(text);
        let parts: Vec<Passage> = kept
            .iter()
            .map(|it| Passage::of(it.of(text)))
            .filter(|it| !it.words.is_empty())
            .collect();
        let searcher = archive.searcher();
        let list = WordList::open(&searcher, archive.fields())?;
        let mut lists = Vec::with_capacity(parts.len());
        for part in &kept {
            let mut found: Vec<String> = Vec::new();
            forms(part.of(text), None, &mut |_, _, form| {
                if !form.starts_with(['\u{1}', STEM, CASED]) && !form.is_empty() {
                    found.push(form.to_owned());
                }
            });
            let written = found.iter().map(|it| list.written(it));
            lists.push(written.collect::<tantivy::Result<Vec<_>>>()?);
        }
        lists.retain(|it| !it.is_empty());
        #[expect(clippy::cast_precision_loss, reason = "a rough count will do")]
        let articles = archive.size().articles as f32 + 10.0;
        let mut weights = Vec::new();
        for written in lists.iter().flatten() {
            let mut seen = 1;
            for term in terms(written, archive.fields().text) {
                seen += searcher.doc_freq(&term)?;
            }
            #[expect(clippy::cast_precision_loss, reason = "a rough count will do")]
            let seen = seen as f32;
            weights.push((articles / seen).ln().max(0.0));
        }
        let mut whole = Passage::default();
        for (part, span) in parts.iter().zip(&kept) {
            whole.words.extend(&part.words);
            let moved = |it: &Span| Span::new(it.start + span.start, it.end + span.start);
            whole.spans.extend(part.spans.iter().map(moved));
        }
        let threshold = articles.ln() * 1.6;
        Ok(Self { text: text.to_owned(), parts, whole, forms: lists, weights, threshold })
    }

    /// There is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// As they were given.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn phrases(&self, field: Field) -> Box<dyn Query> {
        let phrases = self.forms.iter().take(PHRASES).map(|list| -> Box<dyn Query> {
            let word = |it: &Vec<String>| Word { best: it.clone(), lesser: Vec::new() };
            Box::new(SequenceQuery {
                words: list.iter().take(PHRASE).map(word).collect(),
                places: vec![phrase::Place { field, exact: 1.0, loose: None }],
            })
        });
        Box::new(BooleanQuery::intersection(phrases.collect()))
    }

    /// Whether what fits is more than chance: rare words count more than common ones, and
    /// words in a row more than words apart.
    pub(super) fn tells(&self, near: &Near) -> bool {
        let rare: f32 = near.fits.iter().filter_map(|it| self.weights.get(it.0)).sum();
        let next =
            |it: &&[(usize, usize)]| it[1].0 == it[0].0 + 1 && it[1].1 == it[0].1 + 1;
        let rows = near.fits.windows(2).filter(next).count();
        #[expect(clippy::cast_precision_loss, reason = "quotations are short")]
        let rows = rows as f32;
        near.run >= 3 && near.fits.len() >= 4 && rare + rows * 1.2 >= self.threshold
    }

    /// The rarest words first.
    fn rarest(&self, most: usize) -> Vec<&[String]> {
        let words = self.forms.iter().flatten().map(Vec::as_slice);
        let mut words: Vec<(f32, &[String])> =
            self.weights.iter().copied().zip(words).collect();
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        words.dedup_by_key(|it| it.1);
        words.into_iter().take(most).map(|it| it.1).collect()
    }
}

/// Articles in which the words stand as they are, earliest first; some may hold only
/// their beginning.
pub(super) fn phrase(archive: &Archive, words: &Words) -> tantivy::Result<Vec<Place>> {
    let searcher = archive.searcher();
    let fields = archive.fields();
    let mut numbers: FxHashSet<u64> = FxHashSet::default();
    let mut found: Vec<DocAddress> = Vec::new();
    for field in [fields.text, fields.title] {
        found.extend(searcher.search(&words.phrases(field), &DocSetCollector)?);
    }
    let said = searcher.search(&words.phrases(fields.said), &DocSetCollector)?;
    let mut places = places(&searcher, found)?;
    numbers.extend(places.iter().map(|it| it.number));
    // Speech that is interrupted in the article stands as one only among the quotes.
    let mut interrupted = columns(&searcher, said)?;
    interrupted.sort_unstable();
    interrupted.dedup();
    for (_, number) in interrupted {
        if numbers.insert(number)
            && let Some(place) = place_of(archive, number)?
        {
            places.push(place);
        }
    }
    places.sort_unstable();
    places.dedup_by_key(|it| it.number);
    Ok(places)
}

fn place_of(archive: &Archive, number: u64) -> tantivy::Result<Option<Place>> {
    let Some(address) = archive.address(number)? else { return Ok(None) };
    Ok(places(&archive.searcher(), vec![address])?.into_iter().next())
}

fn places(searcher: &Searcher, found: Vec<DocAddress>) -> tantivy::Result<Vec<Place>> {
    let mut places = Vec::with_capacity(found.len());
    for address in found {
        let fast = searcher.segment_reader(address.segment_ord).fast_fields();
        let number = fast.u64("number")?.first(address.doc_id);
        let date = fast.u64("date")?.first(address.doc_id);
        let when = when(date);
        places.extend(number.map(|number| Place { when, number, address }));
    }
    Ok(places)
}

/// Articles of quotes with the numbers these have there: `(n, article)`.
fn columns(
    searcher: &Searcher,
    found: impl IntoIterator<Item = DocAddress>,
) -> tantivy::Result<Vec<(u64, u64)>> {
    let mut numbers = Vec::new();
    for address in found {
        let fast = searcher.segment_reader(address.segment_ord).fast_fields();
        let number = fast.u64("number")?.first(address.doc_id);
        let n = fast.u64("n")?.first(address.doc_id);
        numbers.extend(n.zip(number));
    }
    Ok(numbers)
}

/// A date to sort by: unknown parts and unknown dates come last.
pub(super) fn when(date: Option<u64>) -> u64 {
    let last = |part: u64| if part == 0 { 99 } else { part };
    date.map_or(u64::MAX, |it| {
        it / 10_000 * 10_000 + last(it / 100 % 100) * 100 + last(it % 100)
    })
}

/// Where the words stand in an article as they are; none where they do not.
pub(super) fn verbatim(
    archive: &Archive,
    words: &Words,
    place: Place,
) -> tantivy::Result<Option<Stands>> {
    let Place { when, number, address } = place;
    let Some(article) = archive.article_at(address)? else { return Ok(None) };
    let quotes = archive.quotes(number)?;
    let made = |span, quote| Stands {
        number,
        when,
        article: article.clone(),
        span,
        quote,
        near: None,
    };
    let text = &article.text;
    let in_text = sequence(&words.parts, &Passage::of(text));
    for (n, quote) in &quotes {
        let passage = Passage::parts(text, &quote.spans);
        if let Some(span) = sequence(&words.parts, &passage) {
            return Ok(Some(made(span, Some((*n, quote.clone())))));
        }
    }
    if let Some(span) = in_text {
        let holds = |it: &&(usize, Quote)| it.1.span.overlaps(span);
        return Ok(Some(made(span, quotes.iter().find(holds).cloned())));
    }
    let headline = Passage::of(article.headline.as_deref().unwrap_or_default());
    Ok(sequence(&words.parts, &headline).map(|_| made(Span::default(), None)))
}

/// The parts one after the other, with not too much between them.
fn sequence(parts: &[Passage], there: &Passage) -> Option<Span> {
    let mut start = 0;
    let mut whole: Option<std::ops::Range<usize>> = None;
    for part in parts {
        let found = exact(&part.words, &there.words[start..])?;
        if whole.is_some() && found.start > GAP {
            return None;
        }
        let found = found.start + start..found.end + start;
        start = found.end;
        whole = Some(whole.map_or(found.clone(), |it| it.start..found.end));
    }
    whole.map(|it| there.span(it))
}

/// Speech that is near to the words, and passages where none is: the nearest first, of
/// equals the earliest.
pub(super) fn similar(
    archive: &Archive,
    words: &Words,
    most: usize,
) -> tantivy::Result<Vec<Stands>> {
    let searcher = archive.searcher();
    let fields = archive.fields();
    let found = best(&searcher, words, fields.said, RAREST, most.max(HELD))?;
    let mut by_article: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
    for (n, number) in columns(&searcher, found)? {
        by_article.entry(number).or_default().push(n);
    }
    let mut near = Vec::new();
    for (number, which) in by_article {
        let Some(place) = place_of(archive, number)? else { continue };
        let Some(article) = archive.article_at(place.address)? else { continue };
        for (n, quote) in archive.quotes(number)? {
            if !which.contains(&(n as u64)) {
                continue;
            }
            let passage = Passage::parts(&article.text, &quote.spans);
            near.extend(held(words, &passage, place, &article, Some((n, quote))));
        }
    }
    if near.is_empty() {
        let found = best(&searcher, words, fields.text, RAREST / 2 + 1, WHOLE_TEXTS)?;
        for place in places(&searcher, found)? {
            let Some(article) = archive.article_at(place.address)? else { continue };
            near.extend(held(words, &Passage::of(&article.text), place, &article, None));
        }
    }
    let distance = |it: &Stands| {
        it.near.as_ref().map_or(0, |it| it.distance(words.whole.words.len()))
    };
    near.sort_by_key(|it| (distance(it), it.when, it.number));
    let mut seen = FxHashSet::default();
    near.retain(|it| seen.insert(it.number));
    Ok(near)
}

/// The documents that best answer the rarest of the words.
fn best(
    searcher: &Searcher,
    words: &Words,
    field: Field,
    rarest: usize,
    most: usize,
) -> tantivy::Result<Vec<DocAddress>> {
    let rarest = words.rarest(rarest);
    let spellings =
        |it: &[String]| Spellings { field, terms: terms(it, field), weight: 1.0 };
    let any: Vec<Spellings> = rarest.into_iter().map(spellings).collect();
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let top = TopDocs::with_limit(most).order_by_score();
    let found = searcher.search(&TermsQuery::new(any), &top)?;
    Ok(found.into_iter().map(|it| it.1).collect())
}

/// Words at an end of a quotation that may stand for others.
const EDGE: usize = 3;

/// Where a quotation begins or ends with other words than the passage, those of the passage
/// belong to it, too: as many, or the few that the sentence has there.
fn with_edges(
    near: &Near,
    words: usize,
    passage: &Passage,
    text: &str,
) -> std::ops::Range<usize> {
    let joined = |a: usize, b: usize| {
        let gap = text.get(passage.spans[a].end..passage.spans[b].start);
        let parts = |it: char| ".!?;:…\n“”„«»\"".contains(it);
        gap.is_some_and(|it| !it.contains(parts))
    };
    let (start, end) = (near.there.start, near.there.end);
    let before = (0..start).rev().take_while(|at| joined(*at, at + 1)).count();
    let behind = (end..passage.spans.len()).take_while(|at| joined(at - 1, *at)).count();
    // "We" for "I have": what is left of the sentence, if it is as little.
    let taken = |own: usize, there: usize| match own {
        0 => 0,
        own if own > EDGE => 0,
        _ if there <= EDGE => there,
        own => own,
    };
    let start = start - taken(near.own.start, before);
    let end = end + taken(words - near.own.end, behind);
    start..end
}

fn held(
    words: &Words,
    passage: &Passage,
    place: Place,
    article: &StoredArticle,
    quote: Option<(usize, Quote)>,
) -> Option<Stands> {
    let near = nearest(&words.whole.words, &passage.words)?;
    if !words.tells(&near) {
        return None;
    }
    let there = with_edges(&near, words.whole.words.len(), passage, &article.text);
    let span = passage.span(there);
    let Place { when, number, .. } = place;
    Some(Stands { number, when, article: article.clone(), span, quote, near: Some(near) })
}
