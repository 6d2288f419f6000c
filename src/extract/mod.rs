//! What do we understand of one article? Outlet, date and credits from what it declares
//! and says of itself; names, statements and their sources from its sentences; and for
//! each statement the road by which it came. One pass, no parser, no I/O.

mod phrase;
mod language;
mod lexicon;
mod data;
mod dateline;
mod furniture;
mod reading;
mod actor;
mod overlong;
mod identity;
mod statement;
mod source;
mod venue;
mod press;
mod relay;
mod setting;
mod carry;
mod sure;
mod tail;
mod chain;
mod hearsay;
mod tongue;

use std::ops::Range;

use crate::text::language as detect;
use crate::text::word::{Token, tokens};

use crate::model::{
    Annotations, Article, Cue, Date, Note, Polarity, Quote, QuoteKind, Span,
};

pub use identity::publishes;
pub use lexicon::{Lexicon, LexiconError, OutletEntry, OutletKind, fold_outlet};

use actor::Cast;
use reading::Reading;
use source::{Resolved, Resolver};
use statement::{Standing, Statement};

/// Reads a date as inputs write it; see the examples of the function behind it.
pub use identity::parse_date;

/// Understands one article.
///
/// ```
/// use morgue::extract::{Lexicon, annotate};
/// use morgue::model::Article;
/// let text = "“The pier stays shut,” Mayor Ana Bell told Reuters on Monday.".to_owned();
/// let article = Article { text, ..Article::default() };
/// let found = annotate(&article, Lexicon::builtin());
/// let source = found.quotes[0].source.as_ref().map(|it| it.name.as_str());
/// assert_eq!(source, Some("Ana Bell"));
/// ```
pub fn annotate(article: &Article, lexicon: &Lexicon) -> Annotations {
    annotate_on(article, lexicon, None)
}

/// Understands one article on a day: a date that lies far behind it is not believed.
pub fn annotate_on(
    article: &Article,
    lexicon: &Lexicon,
    today: Option<Date>,
) -> Annotations {
    read(article, lexicon, today).annotations
}

/// What was understood of an article, and the tokens that were read on the way.
#[derive(Clone, Debug, Default)]
pub struct Understood {
    /// What was understood.
    pub annotations: Annotations,
    /// Of the whole text, in order; none where only its beginning was understood.
    pub tokens: Vec<Token>,
}

/// Understands one article, and hands over its tokens for whoever reads it next.
pub fn read(article: &Article, lexicon: &Lexicon, today: Option<Date>) -> Understood {
    let whole = article.text.len();
    let (article, overlong) = overlong::within(article);
    let Identity { repost, mut found } = identify(&article, lexicon, today, overlong);
    let tokens: Vec<Token> = tokens(&article.text).collect();
    let code = found.language.as_deref().map_or("en", tongue::short_code);
    let other = (code != "en").then(|| tongue::tongue(code));
    let reading = match other {
        Some(tongue) => tongue::reading(&article.text, &tokens, tongue),
        None => Reading::among(&article.text, &tokens, lexicon),
    };
    let cast = if other.is_some() {
        actor::Cast::default()
    } else {
        let mentions = actor::mentions(&reading, lexicon);
        actor::resolve(&reading, lexicon, mentions)
    };
    let publisher = found.outlet.as_ref().map(|it| it.name.as_str());
    let mut credits = identity::credits(&article, &reading, &cast, lexicon, publisher);
    let reposted_by =
        identity::reposted_by(&article, lexicon, repost.as_ref(), publisher);
    let reposted_by = reposted_by.as_ref().map(Option::as_deref);
    let issuer = identity::issuer(&article, lexicon);
    let outlet = found.outlet.as_ref();
    let tail = tail::Tail::new(outlet, &credits, issuer.as_deref(), reposted_by);
    let (actors, quotes) = if let Some(tongue) = other {
        let evidence = repost.as_ref().map(|it| it.evidence);
        let told = tongue::understand(&reading, tongue, lexicon, &tail, evidence);
        credits.extend(told.credits);
        (told.actors, told.quotes)
    } else {
        let quotes = quotes(&reading, &cast, lexicon, publisher, &tail);
        (cast.actors, quotes)
    };
    (found.actors, found.quotes, found.credits) = (actors, quotes, credits);
    let tokens = if article.text.len() == whole { tokens } else { Vec::new() };
    Understood { annotations: found, tokens }
}

/// Reads of an article only what it is: its outlet, date, language and byline. Who speaks in
/// it, and what came by whom, is left for another time.
pub fn glance(article: &Article, lexicon: &Lexicon, today: Option<Date>) -> Understood {
    let whole = article.text.len();
    let (article, overlong) = overlong::within(article);
    let annotations = identify(&article, lexicon, today, overlong).found;
    let part = article.text.len() < whole;
    let tokens = if part { Vec::new() } else { tokens(&article.text).collect() };
    Understood { annotations, tokens }
}

/// What an article is.
struct Identity {
    repost: Option<identity::Repost>,
    found: Annotations,
}

fn identify(
    article: &Article,
    lexicon: &Lexicon,
    today: Option<Date>,
    overlong: Vec<Note>,
) -> Identity {
    let repost = identity::repost(&article.text, lexicon);
    let (outlet, note) = identity::outlet(article, lexicon, repost.as_ref());
    let founded = outlet.as_ref().and_then(|it| lexicon.outlet(&it.name)?.founded);
    let handed_on =
        outlet.as_ref().is_some_and(|it| identity::handed_on(article, lexicon, &it.name));
    let publisher = outlet.as_ref().map(|it| it.name.as_str());
    let order = identity::order(article, lexicon, publisher);
    let bounds = identity::Bounds { today, founded, handed_on, order };
    let (published, mut notes) = identity::published(article, bounds);
    notes.extend(note);
    notes.extend(overlong);
    let (language, byline) = (language(article), identity::byline(article));
    let found = Annotations {
        outlet,
        published,
        language,
        byline,
        notes,
        ..Annotations::default()
    };
    Identity { repost, found }
}

/// The declared language as a code, else the language of the body.
fn language(article: &Article) -> Option<String> {
    let declared = article.declared.language.as_deref().map(str::trim);
    let code = declared.and_then(|it| it.split(['-', '_']).next()).map(str::to_lowercase);
    code.filter(|it| (2..=3).contains(&it.len()))
        .or_else(|| detect::detect(article.text.get(article.body..)?).map(str::to_owned))
}

fn quotes(
    reading: &Reading,
    cast: &Cast,
    lexicon: &Lexicon,
    publisher: Option<&str>,
    tail: &tail::Tail,
) -> Vec<Quote> {
    let statements = statement::statements(reading, cast, lexicon);
    let outlets = press::outlets(reading, cast, lexicon, publisher);
    let mut resolver = Resolver::new(reading, cast, &outlets);
    let mut chains = chain::Chains::new(reading, cast, lexicon, &outlets, tail);
    let mut quotes: Vec<Quote> = Vec::with_capacity(statements.len());
    for statement in &statements {
        let source = source_of(&mut resolver, statement);
        let chain = chains.chain(statement, source.as_ref());
        quotes.push(quote(reading, lexicon, statement, source, chain));
    }
    for (number, link) in chains.late() {
        let links = &mut quotes[number].chain.links;
        let at = links.iter().position(|it| it.role > link.role).unwrap_or(links.len());
        links.insert(at, link);
    }
    let mut quotes = hearsay::join(reading, &statements, quotes);
    quotes.sort_by_key(|it| (it.span.start, it.span.end));
    quotes
}

fn source_of(resolver: &mut Resolver, statement: &Statement) -> Option<Resolved> {
    match &statement.subject {
        Some(subject) => {
            let mut resolved = resolver.resolve(subject)?;
            if statement.far {
                resolved.source.confidence *= sure::FAR;
            }
            Some(resolved)
        }
        None if statement.standing == Standing::Follows => {
            resolver.last().cloned().map(|mut it| {
                it.source.confidence *= sure::FAR;
                it
            })
        }
        None => None,
    }
}

fn quote(
    reading: &Reading,
    lexicon: &Lexicon,
    statement: &Statement,
    source: Option<Resolved>,
    chain: crate::model::Chain,
) -> Quote {
    let spans: Vec<Span> =
        statement.pieces.iter().map(|it| reading.span(it.start, it.end)).collect();
    let hull = spans.iter().copied().reduce(Span::hull).unwrap_or_default();
    let quoted =
        statement.quotes.iter().map(|&it| reading.quotations[it].inner).collect();
    let cue = statement.cue.as_ref().map(|it| Cue {
        span: reading.span(it.start, it.end),
        lemma: lemma(reading, lexicon, statement, it),
    });
    Quote {
        span: hull,
        spans,
        quoted,
        kind: kind(reading, statement),
        polarity: if statement.denied { Polarity::Denied } else { Polarity::Asserted },
        cue,
        source: source.map(|it| it.source),
        chain,
    }
}

fn lemma(
    reading: &Reading,
    lexicon: &Lexicon,
    statement: &Statement,
    cue: &Range<usize>,
) -> String {
    statement
        .cue_word
        .and_then(|it| lexicon.english.lemmas.get(usize::from(it.lemma)).cloned())
        .unwrap_or_else(|| {
            reading.span(cue.start, cue.end).of(reading.text).to_lowercase()
        })
}

/// Direct when every word of the content stands in quotation marks.
fn kind(reading: &Reading, statement: &Statement) -> QuoteKind {
    if statement.quotes.is_empty() {
        return QuoteKind::Indirect;
    }
    let outside = statement.pieces.iter().flat_map(Clone::clone).any(|at| {
        let word = &reading.words[at];
        word.kind.is_word() && word.quotation == 0
    });
    if outside { QuoteKind::Mixed } else { QuoteKind::Direct }
}

#[cfg(test)]
mod tests;
