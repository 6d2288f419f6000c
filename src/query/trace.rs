//! By which roads did these words travel through the archive? Gathers where they appear,
//! ties each appearance to where it says it has them from or to an earlier copy, and
//! counts how many may have had them independently.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::Archive;
use crate::model::{
    Appearance, CreditRole, End, Hop, Link, Proof, QuoteKind, Role, Stamp, Standing,
    Status, StoredArticle, Trace, Verdict,
};
use crate::relate::diff::said;
use crate::relate::passage::{Passage, exact};
use crate::relate::story::{Pair, Story};

use super::said::{Stands, Words, phrase, similar, verbatim, when};
use super::verify::verdict;

/// Appearances that are looked at.
const MOST: usize = 200;
/// Altered ones among them.
const ALTERED: usize = 60;

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
    let mut numbers = Vec::new();
    for stands in found {
        let text = if stands.span.is_empty() {
            text.to_owned()
        } else {
            stands.span.of(&stands.article.text).to_owned()
        };
        if is_version(archive, stands.number, &text, &numbers, &trace) {
            continue;
        }
        numbers.push(stands.number);
        trace.appearances.push(appearance(stands, text, &trace.appearances));
    }
    Ok(tied(archive, trace, &numbers))
}

/// The second the article was published, where that is known.
fn moment(article: &StoredArticle) -> i64 {
    article.published.and_then(|it| it.date.seconds).unwrap_or(i64::MAX)
}

/// Another version of a page that is there already, with the same words.
fn is_version(
    archive: &Archive,
    number: u64,
    text: &str,
    numbers: &[u64],
    trace: &Trace,
) -> bool {
    let page = archive.versions().of_article(number);
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
        let (span, quote) = (crate::model::Span::default(), None);
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
    Ok(tied(archive, trace, &numbers))
}

/// With every hop, its proof, and the origins counted.
fn tied(archive: &Archive, mut trace: Trace, numbers: &[u64]) -> Trace {
    let first = trace.appearances.first();
    let source =
        first.and_then(|it| it.quote.as_ref()).and_then(|it| it.1.source.as_ref());
    trace.speaker = source.map(|it| it.name.clone());
    let mut hops: Vec<Hop> = Vec::new();
    for to in 0..numbers.len() {
        let stated = stated(&trace.appearances, to);
        if stated.is_empty() {
            hops.extend(observed(archive, &trace.appearances, numbers, to));
        }
        for mut hop in stated {
            if let (End::Here(from), End::Here(to)) = (&hop.from, &hop.to) {
                hop.copied = pair(archive, numbers[*from], numbers[*to]).is_some();
            }
            // A party's own source is told once.
            if !hops.iter().any(|it| it.to == hop.to && it.from == hop.from) {
                hops.push(hop);
            }
        }
    }
    trace.origins = (u64::from(!numbers.is_empty()), roots(numbers.len(), &hops));
    trace.hops = hops;
    trace.stamp = Stamp {
        generation: archive.generation(),
        given: trace.text.clone(),
        corpus: archive.size(),
        ..Stamp::default()
    };
    trace
}

/// The hops that an appearance states: from its nearest source back to the farthest.
fn stated(all: &[Appearance], to: usize) -> Vec<Hop> {
    let mut hops: Vec<Hop> = Vec::new();
    let mut end = End::Here(to);
    for (party, role, evidence, stated) in parties(&all[to]) {
        let (from, proof) = found(all, &party, to, &end);
        if from == end {
            continue;
        }
        let (by, role) = (to, Some(role));
        hops.push(Hop {
            from: from.clone(),
            to: end,
            role,
            proof,
            stated,
            copied: false,
            evidence,
            by,
        });
        // What is here tells of its own sources.
        if matches!(from, End::Here(_)) {
            break;
        }
        end = from;
    }
    hops
}

type Party = (String, Role, Option<crate::model::Span>, bool);

/// Who handed the words on before they reached this article, nearest first.
fn parties(appearance: &Appearance) -> Vec<Party> {
    let links: &[Link] =
        appearance.quote.as_ref().map_or(&[], |it| it.1.chain.links.as_slice());
    let mut found: Vec<Party> = Vec::new();
    // Of the publisher and whoever reposted it, the last is the article itself.
    let mut own = false;
    for link in links.iter().rev().filter(|it| it.status != Status::Unknown) {
        let published = matches!(link.role, Role::Publication | Role::Republication);
        if published && !own {
            own = true;
        } else if published || link.role.is_relay() {
            let stated = link.status != Status::Assumed;
            let role = if published { Role::Republication } else { link.role };
            found.push((link.party.clone(), role, link.evidence, stated));
        }
    }
    for credit in &appearance.article.credits {
        // A translator who is credited is a person; an outlet's stands in the chain.
        if credit.role == CreditRole::Wire && !found.iter().any(|it| it.0 == credit.party)
        {
            found.push((credit.party.clone(), Role::Wire, credit.evidence, true));
        }
    }
    let reposted = appearance.article.credits.iter().rev();
    let mut reposted = reposted.filter(|it| it.role == CreditRole::Republication);
    if let (Some(credit), Some(outlet)) = (reposted.next(), outlet(&appearance.article))
        && !found.iter().any(|it| it.0 == outlet)
    {
        found.insert(0, (outlet.to_owned(), Role::Republication, credit.evidence, true));
    }
    found
}

fn outlet(article: &StoredArticle) -> Option<&str> {
    article.outlet.as_ref().map(|it| it.name.as_str())
}

/// Whether the article is a repost of its publisher's.
fn is_repost(article: &StoredArticle) -> bool {
    article.credits.iter().any(|it| it.role == CreditRole::Republication)
}

/// The piece of a party that an appearance can have its words from, and what it proves.
fn found(all: &[Appearance], party: &str, to: usize, end: &End) -> (End, Proof) {
    let own = &all[to];
    let words = |it: &Appearance| Passage::of(&it.text).words;
    let theirs = all.iter().enumerate().filter(|(at, it)| {
        *at != to && outlet(&it.article) == Some(party) && !is_repost(&it.article)
    });
    let later = |it: &Appearance| {
        let [one, other] =
            [it, own].map(|it| it.article.published.map(|it| it.date.number()));
        // A day is needed of both to say so.
        one.zip(other).is_some_and(|(a, b)| a > b && a % 100 > 0 && b % 100 > 0)
    };
    // Beyond the nearest source, only its own piece could say otherwise; and of copies of
    // an article the headlines may differ. Indirect speech changes words by its nature.
    let marked = own.quote.as_ref().is_some_and(|it| it.1.kind != QuoteKind::Indirect);
    let direct = *end == End::Here(to) && marked;
    let best = theirs.min_by_key(|(at, it)| (later(it), words(it) != words(own), *at));
    match best {
        None => (End::Party(party.to_owned()), Proof::Missing),
        Some((at, it))
            if later(it) || (direct && words(it) != words(own) && !is_part(it, own)) =>
        {
            (End::Here(at), Proof::Contradicted)
        }
        Some((at, _)) => (End::Here(at), Proof::Confirmed),
    }
}

/// One has a part of the other's words: cut, not changed.
fn is_part(one: &Appearance, other: &Appearance) -> bool {
    let (one, other) = (Passage::of(&one.text).words, Passage::of(&other.text).words);
    exact(&one, &other).is_some() || exact(&other, &one).is_some()
}

/// The earliest copy from which an appearance has its words, or else where its outlet had
/// them before; for what states no source.
fn observed(
    archive: &Archive,
    all: &[Appearance],
    numbers: &[u64],
    to: usize,
) -> Option<Hop> {
    let earlier = |at: &usize| {
        let number = numbers[*at];
        pair(archive, number, numbers[to]).is_some_and(|it| it.earlier == Some(number))
    };
    let place = |at: &usize| {
        let date = all[*at].article.published.map(|it| it.date.number());
        (when(date), *at)
    };
    let others = || (0..numbers.len()).filter(|at| *at != to);
    let copied = others().filter(earlier).min_by_key(place);
    // An outlet that has had the words before needs no other source.
    let own = |at: &usize| {
        let same = outlet(&all[*at].article) == outlet(&all[to].article);
        same && outlet(&all[to].article).is_some() && place(at) < place(&to)
    };
    let from = copied.or_else(|| others().filter(own).min_by_key(place))?;
    Some(Hop {
        from: End::Here(from),
        to: End::Here(to),
        role: None,
        proof: Proof::Observed,
        stated: false,
        copied: copied.is_some(),
        evidence: None,
        by: to,
    })
}

fn pair(archive: &Archive, one: u64, other: u64) -> Option<&Pair> {
    archive.copies().of_article(one).find(|it| it.a == other || it.b == other)
}

/// Appearances and parties that nothing ties to an earlier one.
fn roots(count: usize, hops: &[Hop]) -> u64 {
    let mut places: FxHashMap<&End, usize> = FxHashMap::default();
    let own: Vec<End> = (0..count).map(End::Here).collect();
    for end in own.iter().chain(hops.iter().flat_map(|it| [&it.from, &it.to])) {
        let next = places.len();
        places.entry(end).or_insert(next);
    }
    let mut parents: Vec<usize> = (0..places.len()).collect();
    for hop in hops {
        let (a, b) = (root(&parents, places[&hop.from]), root(&parents, places[&hop.to]));
        parents[a.max(b)] = a.min(b);
    }
    (0..parents.len()).filter(|it| parents[*it] == *it).count() as u64
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}
