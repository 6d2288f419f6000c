//! From whom does each article that carries some words have them? From whom it says, which
//! is looked up in the archive; else from an earlier copy, which the archive shows. What
//! hangs together is of one origin.

use rustc_hash::FxHashMap;

use crate::index::Archive;
use crate::index::relations::{Copies, Stories};
use crate::model::{
    Appearance, Change, CreditRole, End, Hop, Link, Proof, QuoteKind, Role, Span, Stamp,
    Status, StoredArticle, Trace,
};
use crate::relate::diff::said;
use crate::relate::origin::{Node, Origins, count};
use crate::relate::passage::Passage;
use crate::relate::story::Pair;
use crate::relate::wording::says_otherwise;

use super::said::when;

/// With every hop, its proof, and the origins counted.
pub(super) fn tied(
    archive: &Archive,
    mut trace: Trace,
    numbers: &[u64],
) -> tantivy::Result<Trace> {
    let copies = archive.copies()?;
    let mut speakers = trace.appearances.iter().filter_map(|it| {
        it.quote.as_ref().and_then(|it| it.1.source.as_ref()).map(|it| it.name.clone())
    });
    trace.speaker = speakers.next();
    let mut hops: Vec<Hop> = Vec::new();
    for to in 0..numbers.len() {
        let stated = stated(&trace.appearances, to);
        let copied = |hop: &Hop| match hop.from {
            End::Here(from) => pair(copies, numbers[from], numbers[to]).is_some(),
            End::Party(_) => false,
        };
        let led = stated.iter().any(|it| matches!(it.from, End::Here(_)));
        let silent = stated.is_empty();
        for mut hop in stated {
            hop.copied = hop.to == End::Here(to) && copied(&hop);
            // A party's own source is told once.
            if !hops.iter().any(|it| it.to == hop.to && it.from == hop.from) {
                hops.push(hop);
            }
        }
        // The source that is named may not be here, and an earlier copy be all the same.
        if !led {
            hops.extend(observed(copies, &trace.appearances, numbers, to, silent));
        }
    }
    trace.origins = origins(archive.stories()?, numbers, &hops);
    trace.hops = hops;
    trace.stamp = Stamp {
        generation: archive.generation(),
        given: trace.text.clone(),
        corpus: archive.size(),
        ..Stamp::default()
    };
    Ok(trace)
}

/// Independent origins, least and most: what a hop ties is of one, and so is what is of one
/// origin in its story.
fn origins(stories: &Stories, numbers: &[u64], hops: &[Hop]) -> (u64, u64) {
    let node = |end: &End| match end {
        End::Here(at) => Node::Article(numbers[*at]),
        End::Party(party) => Node::party(party),
    };
    let mut origins = Origins::default();
    for hop in hops {
        origins.join(node(&hop.from), node(&hop.to));
    }
    let mut seen: FxHashMap<(u64, u32), u64> = FxHashMap::default();
    for &number in numbers {
        if let Some(story) = stories.of_article(number)
            && let Some(member) = story.members.iter().find(|it| it.number == number)
        {
            let first = *seen.entry((story.original(), member.origin)).or_insert(number);
            origins.join(Node::Article(first), Node::Article(number));
        }
    }
    (u64::from(!numbers.is_empty()), count(&origins.of(numbers)))
}

/// The hops that an appearance states: from its nearest source back to the farthest.
fn stated(all: &[Appearance], to: usize) -> Vec<Hop> {
    let mut hops: Vec<Hop> = Vec::new();
    let mut end = End::Here(to);
    let own = outlet(&all[to].article).filter(|_| !is_repost(&all[to].article));
    for (party, role, evidence, stated) in parties(&all[to]) {
        // Whom somebody told, in an article of that outlet, is the article itself.
        let told = role.is_relay() && role != Role::Republication;
        if told && own == Some(party.as_str()) && end == End::Here(to) {
            continue;
        }
        let (from, proof, changes) = found(all, &party, to, &end);
        if from == end {
            continue;
        }
        let (by, role, copied) = (to, Some(role), false);
        let from_here = matches!(from, End::Here(_));
        let next = from.clone();
        hops.push(Hop {
            from,
            to: end,
            role,
            proof,
            stated,
            copied,
            changes,
            evidence,
            by,
        });
        // What is here tells of its own sources.
        if from_here {
            break;
        }
        end = next;
    }
    hops
}

type Party = (String, Role, Option<Span>, bool);

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

/// The piece of a party that an appearance can have its words from, what it proves, and
/// what of its words was changed.
fn found(
    all: &[Appearance],
    party: &str,
    to: usize,
    end: &End,
) -> (End, Proof, Vec<Change>) {
    let own = &all[to];
    let words = |it: &Appearance| Passage::of(&it.text).words;
    let language = own.article.language.as_deref().unwrap_or_default();
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
    let otherwise =
        |it: &Appearance| direct && says_otherwise(&it.text, &own.text, language);
    let best = theirs
        .min_by_key(|(at, it)| (later(it), otherwise(it), words(it) != words(own), *at));
    let Some((at, it)) = best else {
        return (End::Party(party.to_owned()), Proof::Missing, Vec::new());
    };
    let changed = direct && words(it) != words(own) && !later(it);
    let changes = if changed { said(&it.text, &own.text) } else { Vec::new() };
    let against = later(it) || otherwise(it);
    let proof = if against { Proof::Contradicted } else { Proof::Confirmed };
    (End::Here(at), proof, changes)
}

/// The earliest copy from which an appearance has its words, or else where its outlet had
/// them before, if it names no source. Of two copies it may not be known which was first.
fn observed(
    copies: &Copies,
    all: &[Appearance],
    numbers: &[u64],
    to: usize,
    silent: bool,
) -> Option<Hop> {
    let place = |at: &usize| {
        let date = all[*at].article.published.map(|it| it.date.number());
        (when(date), *at)
    };
    let others = || (0..numbers.len()).filter(|at| *at != to);
    let beside = |at: &usize| pair(copies, numbers[*at], numbers[to]);
    let earlier =
        |at: &usize| beside(at).is_some_and(|it| it.earlier == Some(numbers[*at]));
    let before = |at: &usize| {
        *at < to && beside(at).is_some_and(|it| it.earlier.is_none() && it.one_origin())
    };
    // An outlet that has had the words before needs no other source.
    let own = |at: &usize| {
        let same = outlet(&all[*at].article) == outlet(&all[to].article);
        silent && same && outlet(&all[to].article).is_some() && place(at) < place(&to)
    };
    let (from, proof, copied) = None
        .or_else(|| {
            Some((others().filter(earlier).min_by_key(place)?, Proof::Observed, true))
        })
        .or_else(|| {
            Some((others().filter(own).min_by_key(place)?, Proof::Observed, false))
        })
        .or_else(|| {
            Some((others().filter(before).min_by_key(place)?, Proof::Unknown, true))
        })?;
    Some(Hop {
        from: End::Here(from),
        to: End::Here(to),
        role: None,
        proof,
        stated: false,
        copied,
        changes: Vec::new(),
        evidence: None,
        by: to,
    })
}

fn pair(copies: &Copies, one: u64, other: u64) -> Option<&Pair> {
    copies.of_article(one).find(|it| it.a == other || it.b == other)
}
