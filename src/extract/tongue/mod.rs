//! What does an article in another language than English report? The same questions as
//! there, asked with less grammar: what a language file (`table`) recognises on a page
//! (`page`), who is named (`cast`), whose phrase a cue governs (`noun`, `source`), which
//! words are reported (`speech`, `report`) and by which road (`road`).
//!
//! Knows no word of any language: those stand in `lang/<code>.toml`. A language without a
//! file still gives its quotations.

mod kinds;
mod table;
mod read;
mod page;
mod plain;
mod run;
mod cast;
mod noun;
mod ideograph;
mod source;
mod speech;
mod ahead;
mod report;
mod according;
mod road;
mod credit;

use crate::extract::actor::Cast;
use crate::extract::lexicon::Lexicon;
use crate::extract::reading::Reading;
use crate::extract::tail::Tail;
use crate::model::{Actor, Credit, Cue, Polarity, Quote, QuoteKind, Span};
use crate::text::word::Token;

use cast::Players;
use page::Page;
use road::Roads;
use source::{Sources, Spoken};
use speech::{Speech, speeches};
use table::Manner;

pub(crate) use table::{Tongue, short_code, tongue};

/// What is understood of the sentences of an article.
#[derive(Debug)]
pub(crate) struct Understood {
    pub(crate) actors: Vec<Actor>,
    pub(crate) quotes: Vec<Quote>,
    /// Translation credits.
    pub(crate) credits: Vec<Credit>,
}

/// The words of a text as a language has them.
pub(crate) fn reading<'a>(
    text: &'a str,
    tokens: &[Token],
    tongue: &Tongue,
) -> Reading<'a> {
    read::read(text, tokens, tongue)
}

/// Understands the sentences of an article but `credit`, the words in which the article
/// speaks of itself ("The post “…” appeared first on The Lantern").
pub(crate) fn understand(
    reading: &Reading,
    tongue: &'static Tongue,
    lexicon: &Lexicon,
    tail: &Tail,
    credit: Option<Span>,
) -> Understood {
    let page = Page::new(reading, tongue, lexicon);
    let mut sources = Sources::new(&page, Players::new(&page));
    let mut roads = Roads::new(&page, tail);
    let mut quotes = Vec::new();
    for speech in &speeches(&page) {
        let spoken = match &speech.subject {
            Some(subject) => Some(sources.resolve(subject)),
            None if speech.follows => match (&speech.cue, &speech.marker) {
                (Some(cue), _) => sources.same(cue.tokens.start),
                (None, Some(marker)) => sources.same(marker.start),
                (None, None) => sources.last(),
            },
            None => None,
        };
        let chain = roads.chain(speech, spoken.as_ref());
        quotes.push(quote(&page, speech, spoken, chain));
    }
    quotes.retain(|it| {
        !it.span.is_empty() && !credit.is_some_and(|own| own.overlaps(it.span))
    });
    quotes.sort_by_key(|it| (it.span.start, it.span.end));
    let credits = credit::translations(&page, &mut sources);
    let mut players = sources.players;
    players.sort();
    let Cast { actors, .. } = players.cast;
    Understood { actors, quotes, credits }
}

fn quote(
    page: &Page,
    speech: &Speech,
    spoken: Option<Spoken>,
    chain: crate::model::Chain,
) -> Quote {
    let reading = page.reading;
    let spans: Vec<Span> =
        speech.pieces.iter().map(|it| reading.span(it.start, it.end)).collect();
    let hull = spans.iter().copied().reduce(Span::hull).unwrap_or_default();
    let quoted = speech.quotes.iter().map(|&it| reading.quotations[it].inner).collect();
    let cue = match (&speech.cue, &speech.marker) {
        (Some(cue), _) => Some(Cue {
            span: reading.span(cue.tokens.start, cue.tokens.end),
            lemma: page.tongue.lemmas[usize::from(cue.form.lemma)].clone(),
        }),
        (None, Some(marker)) => {
            let span = reading.span(marker.start, marker.end);
            Some(Cue { span, lemma: span.of(reading.text).to_lowercase() })
        }
        (None, None) => None,
    };
    let denied = speech.cue.as_ref().is_some_and(|it| it.form.manner == Manner::Deny);
    Quote {
        span: hull,
        spans,
        quoted,
        kind: kind(reading, speech),
        polarity: if denied { Polarity::Denied } else { Polarity::Asserted },
        cue,
        source: spoken.map(|it| it.source),
        chain,
    }
}

/// Direct when every word of the content stands in quotation marks.
fn kind(reading: &Reading, speech: &Speech) -> QuoteKind {
    let words = || {
        let all = speech.pieces.iter().flat_map(Clone::clone);
        all.filter(|&at| reading.words[at].kind.is_word())
    };
    let quoted = words().filter(|&at| reading.words[at].quotation > 0).count();
    match quoted {
        0 => QuoteKind::Indirect,
        all if all == words().count() => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}
