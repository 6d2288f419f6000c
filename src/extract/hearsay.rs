//! Who only passes on what another has said? "Two clerks told The Lantern that the mayor
//! had said the money was gone": the words are the mayor's, the clerks are their source,
//! and The Lantern is where they spoke. One statement, not two.

use crate::extract::language::tag;
use crate::extract::reading::Reading;
use crate::extract::statement::Statement;
use crate::model::{ActorKind, Link, Quote, Role, Status};

/// What is said of words that somebody heard.
const SPOKEN: [&str; 4] = ["say", "tell", "write", "ask"];
/// Words of a title and its article before the name of who spoke: "the late Mayor Ana Bell".
const TITLE: usize = 3;

/// Joins each statement that is all of another's content with the one that tells of it.
/// `statements` and `quotes` go together by their numbers; what was joined is left out.
pub(crate) fn join(
    reading: &Reading,
    statements: &[Statement],
    quotes: Vec<Quote>,
) -> Vec<Quote> {
    let mut quotes: Vec<Option<Quote>> = quotes.into_iter().map(Some).collect();
    for (outer, told) in statements.iter().enumerate() {
        // Statements are in order of their content: the inner one follows soon.
        let near = statements.iter().enumerate().skip(outer + 1).take(4);
        let inner = near
            .filter(|(_, it)| is_all_of(it, told) && opens(reading, it, told))
            .map(|it| it.0)
            .next();
        let Some(inner) = inner else { continue };
        let (Some(passed_on), Some(own)) = (&quotes[outer], &quotes[inner]) else {
            continue;
        };
        let Some(link) = source(passed_on, own) else { continue };
        let relays: Vec<Link> = passed_on
            .chain
            .links
            .iter()
            .filter(|it| matches!(it.role, Role::Interview | Role::Report))
            .cloned()
            .collect();
        if let Some(own) = &mut quotes[inner] {
            for link in std::iter::once(link).chain(relays) {
                insert(&mut own.chain.links, link);
            }
        }
        quotes[outer] = None;
    }
    quotes.into_iter().flatten().collect()
}

/// Nothing but a title stands before who spoke: in "slammed Bell after she said" and "asked
/// for it because Bell said" the other statement is no part of what is told.
fn opens(reading: &Reading, inner: &Statement, outer: &Statement) -> bool {
    let start = outer.start();
    let subject = inner.subject.as_ref().map_or(start, |it| it.start);
    (start..subject).all(|at| {
        let word = &reading.words[at];
        !word.kind.is_word()
            || word.is(tag::TITLE | tag::HONORIFIC | tag::DETERMINER)
            || matches!(reading.word(at), "late" | "former" | "then")
    })
}

/// The statement with its subject and cue is the whole content of the other.
fn is_all_of(inner: &Statement, outer: &Statement) -> bool {
    let ([content], Some(subject), Some(cue)) =
        (outer.pieces.as_slice(), &inner.subject, &inner.cue)
    else {
        return false;
    };
    let opens = (content.start..=content.start + TITLE).contains(&subject.start);
    let inside = content.contains(&cue.start) && inner.end() <= content.end;
    inner.sentence == outer.sentence
        && !inner.far
        && opens
        && inside
        && inner.start() >= cue.end
        && inner.end() + 1 >= content.end
}

/// The link of a person who tells what another has said; nothing where it is one person,
/// or where it is an outlet that tells.
fn source(outer: &Quote, inner: &Quote) -> Option<Link> {
    let (teller, speaker) = (outer.source.as_ref()?, inner.source.as_ref()?);
    // Who is only described ("a waiter") may be taken for a body; an outlet reports.
    let people = speaker.kind == ActorKind::Person
        && matches!(teller.kind, ActorKind::Person | ActorKind::Organisation);
    // "tests had confirmed that", "the government would respond": deeds that are told of.
    let spoken = inner.cue.as_ref().is_some_and(|it| SPOKEN.contains(&&*it.lemma));
    let nobody = matches!(&*speaker.name.to_lowercase(), "nobody" | "no one" | "noone");
    if !people || !spoken || nobody || teller.name == speaker.name {
        return None;
    }
    Some(Link {
        party: teller.name.clone(),
        role: Role::Source,
        vehicle: None,
        basis: None,
        evidence: Some(teller.span),
        status: Status::Stated,
        confidence: teller.confidence,
    })
}

fn insert(links: &mut Vec<Link>, link: Link) {
    if links.iter().any(|it| it.role == link.role && it.party == link.party) {
        return;
    }
    let at = links.iter().position(|it| it.role > link.role).unwrap_or(links.len());
    links.insert(at, link);
}
