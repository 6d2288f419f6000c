//! Does the archive hold the quotations of a draft? Each as it is, altered, in part, from
//! somebody else, or not at all; with the place to cite.

use std::time::Instant;

use rayon::prelude::*;

use crate::index::Archive;
use crate::model::{ActorKind, Check, Checks, Found, Span, Stamp, Verdict};
use crate::relate::diff::said;
use crate::text::normalize::fold;
use crate::text::word::tokens;

use super::said::{Stands, Words, phrase, similar, verbatim};

/// Quotations of fewer characters stand everywhere.
pub const SHORTEST: usize = 12;
/// Articles with the words that are asked who says them.
const ASKED: usize = 6;
/// Articles with the first of the words that are looked at for the rest.
const LOOKED_AT: usize = 400;
/// Share of a quotation that must fit for it to be called altered, and to be called
/// partly found.
const ALTERED: f32 = 0.6;
const PARTIAL: f32 = 0.4;
/// Words at the ends of a quotation that may differ before it counts as longer than what
/// was said.
const EDGE: usize = 2;

/// A quotation of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quoted {
    /// Where it stands in the file.
    pub span: Span,
    /// Its words, without the marks.
    pub text: String,
    /// Who says it, as the draft tells.
    pub speaker: Option<Speaker>,
}

/// Who says a quotation of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// By name, or as described.
    pub name: String,
    /// What sort of party.
    pub kind: ActorKind,
    /// How sure the extraction is, 0 to 1.
    pub confidence: f32,
}

/// Holds each quotation against the archive.
///
/// # Errors
/// The index cannot be read.
pub fn verify(archive: &Archive, quoted: &[Quoted]) -> tantivy::Result<Checks> {
    let begun = Instant::now();
    let checks: Vec<Check> =
        quoted.par_iter().map(|it| check(archive, it)).collect::<tantivy::Result<_>>()?;
    let stamp = Stamp {
        generation: archive.generation(),
        corpus: archive.size(),
        ..Stamp::default()
    };
    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Checks { stamp, checks, took_ms })
}

fn check(archive: &Archive, quoted: &Quoted) -> tantivy::Result<Check> {
    let made = |verdict, found| Check {
        span: quoted.span,
        text: quoted.text.clone(),
        speaker: quoted.speaker.as_ref().map(|it| it.name.clone()),
        verdict,
        found,
    };
    if quoted.text.trim().chars().count() < SHORTEST {
        return Ok(made(Verdict::TooShort, None));
    }
    let words = Words::of(&quoted.text, archive)?;
    if words.is_empty() {
        return Ok(made(Verdict::TooShort, None));
    }
    if let Some((verdict, found)) = as_it_is(archive, &words, quoted.speaker.as_ref())? {
        return Ok(made(verdict, Some(found)));
    }
    Ok(match nearest(archive, &words, quoted.speaker.as_ref())? {
        Some((verdict, stands)) => made(verdict, Some(found(&words, stands, 0))),
        None => made(Verdict::Absent, None),
    })
}

/// The passage with the fewest other words; of equals what the same speaker says, then the
/// earliest.
fn nearest(
    archive: &Archive,
    words: &Words,
    speaker: Option<&Speaker>,
) -> tantivy::Result<Option<(Verdict, Stands)>> {
    let near = similar(archive, words, 0)?.into_iter();
    let judged = near.filter_map(|it| Some((verdict(words, &it)?, it)));
    let other = |it: &Stands| speaker.and_then(|who| agrees(who, it)) != Some(true);
    Ok(judged.min_by_key(|(_, it)| {
        let near = it.near.as_ref();
        (near.map_or(0, |it| it.distance(words.whole.words.len())), other(it))
    }))
}

/// The words as they are: where the same speaker says them, else where they come first.
fn as_it_is(
    archive: &Archive,
    words: &Words,
    speaker: Option<&Speaker>,
) -> tantivy::Result<Option<(Verdict, Found)>> {
    let places = phrase(archive, words)?;
    let (mut first, mut other): (Option<Stands>, Option<Stands>) = (None, None);
    let mut others = 0;
    let (mut asked, mut looked) = (0, 0);
    for place in &places {
        looked += 1;
        if asked == ASKED || looked > LOOKED_AT {
            others += 1;
            continue;
        }
        let Some(stands) = verbatim(archive, words, *place)? else { continue };
        (others, asked) = (others + 1, asked + 1);
        match speaker.and_then(|it| agrees(it, &stands)) {
            Some(true) => {
                let others = places.len() as u64 - 1;
                return Ok(Some((Verdict::Verbatim, found(words, stands, others))));
            }
            Some(false) => other = other.or(Some(stands)),
            None => first = first.or(Some(stands)),
        }
    }
    // Who is not named there speaks neither for nor against the draft.
    let (verdict, stands) = match (other, first) {
        (Some(other), _) => (Verdict::OtherSpeaker, other),
        (None, Some(first)) => (Verdict::Verbatim, first),
        (None, None) => return Ok(None),
    };
    Ok(Some((verdict, found(words, stands, others - 1))))
}

/// So sure one must be of both speakers to call them different.
const SURE: f32 = 0.8;

/// Whether the words are said there by this speaker; none where nobody can tell.
fn agrees(speaker: &Speaker, stands: &Stands) -> Option<bool> {
    let says = stands.quote.as_ref()?.1.source.as_ref()?;
    let same = same(&speaker.name, &says.name)?;
    let person = |kind: ActorKind| {
        matches!(
            kind,
            ActorKind::Person | ActorKind::Organisation | ActorKind::GovernmentBody
        )
    };
    let sure = speaker.confidence >= SURE
        && says.confidence >= SURE
        && person(speaker.kind)
        && person(says.kind);
    (same || sure).then_some(same)
}

/// Whether two names are of one party; none where one of them is no name.
fn same(one: &str, other: &str) -> Option<bool> {
    let words = |name: &str| -> Vec<String> {
        tokens(name)
            .filter(|it| it.kind.is_word())
            .map(|it| fold(it.span.of(name)))
            .collect()
    };
    let (one_words, other_words) = (words(one), words(other));
    let long = |it: &&String| it.chars().count() > 2;
    let shared =
        one_words.iter().filter(long).filter(|it| other_words.contains(it)).count();
    // "Ana Bell" and "Tom Bell" are two; "Bell" may be either.
    let least = one_words.len().min(other_words.len());
    if shared > 1 || shared == 1 && least == 1 {
        return Some(true);
    }
    // "the minister" may be anybody.
    let named = |name: &str| {
        name.split_whitespace().all(|it| !it.starts_with(char::is_lowercase))
            && !name.is_empty()
    };
    (named(one) && named(other)).then_some(false)
}

/// What it is called when words fit, but not all as they are.
#[expect(clippy::cast_precision_loss, reason = "quotations are short")]
pub(super) fn verdict(words: &Words, stands: &Stands) -> Option<Verdict> {
    let Some(near) = &stands.near else { return Some(Verdict::Verbatim) };
    let all = words.whole.words.len();
    let share = |count: usize| count as f32 / all as f32;
    let edges = all - near.own.len();
    if near.is_whole() && edges > EDGE {
        return (share(near.fits.len()) >= PARTIAL).then_some(Verdict::Partial);
    }
    let close = near.there.len() <= near.fits.len() * 2;
    if share(near.fits.len()) >= ALTERED && close {
        return Some(Verdict::Altered);
    }
    (share(near.run) >= PARTIAL && near.run > 5).then_some(Verdict::Partial)
}

fn found(words: &Words, stands: Stands, others: u64) -> Found {
    let changes = match &stands.near {
        Some(_) => said(stands.span.of(&stands.article.text), words.text()),
        None => Vec::new(),
    };
    let Stands { article, span, quote, .. } = stands;
    Found { article, span, quote, changes, others }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_party() {
        for (one, other, expected) in [
            ("Brandt", "Ilse Brandt", Some(true)),
            ("Ilse Brandt", "Ana Corvin", Some(false)),
            ("the minister", "Ilse Brandt", None),
            ("Hugo Brandt", "Ilse Brandt", Some(false)),
            ("Ilse M. Brandt", "Ilse Brandt", Some(true)),
            ("Xi", "Li", Some(false)),
            ("", "Ilse Brandt", None),
        ] {
            assert_eq!(same(one, other), expected, "{one} / {other}");
        }
    }
}
