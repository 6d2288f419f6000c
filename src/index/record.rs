//! What is stored of an article and of a quote? Model values as bytes (`meta`), terms, and
//! the documents that carry them.

use std::sync::Arc;

use tantivy::schema::Field;

use crate::index::document::{Held, Written};
use crate::index::entry::Entry;
use crate::index::meta::{article_meta, quote_meta};
use crate::index::names::Numbering;
use crate::index::schema::Fields;
use crate::index::terms::TermWriter;
use crate::model::{
    Actor, Annotations, Credit, CreditRole, Declared, Link, Quote, Role, Span, Status,
};
use crate::relate::fingerprint_among;
use crate::text::word::{Token, tokens};

/// Keyword values longer than this are cut: tantivy drops terms over 64 KiB unseen.
const LONGEST_KEYWORD: usize = 500;

/// The documents of one article: itself first, then its quotes.
pub(super) fn documents(
    entry: &Entry,
    fields: &Fields,
    terms: &mut TermWriter,
    numbering: &Numbering,
) -> Vec<Written> {
    let found = &entry.annotations;
    let shared = Shared::of(entry, numbering);
    let mut documents = Vec::with_capacity(1 + found.quotes.len());
    documents.push(article_document(entry, &shared, fields, terms));
    for (n, quote) in found.quotes.iter().enumerate() {
        let terms = &mut *terms;
        documents.push(quote_document(entry, quote, n as u64, &shared, fields, terms));
    }
    documents
}

/// Between the parts of a quote that is interrupted.
const BETWEEN: &str = " … ";

/// What an article and its quotes have in common.
struct Shared {
    outlet: Option<Arc<str>>,
    language: Option<Arc<str>>,
    /// The number of each actor.
    actors: Vec<u64>,
}

impl Shared {
    fn of(entry: &Entry, numbering: &Numbering) -> Self {
        let found = &entry.annotations;
        let actors = found.actors.iter().map(|it| keyword(&it.name));
        Self {
            actors: numbering.numbers(actors),
            outlet: found.outlet.as_ref().map(|it| keyword(&it.name).into()),
            language: found.language.as_deref().map(|it| keyword(it).into()),
        }
    }
}

/// The start of a value that is too long to be one.
pub(super) fn keyword(value: &str) -> &str {
    let end = (0..=value.len().min(LONGEST_KEYWORD))
        .rev()
        .find(|it| value.is_char_boundary(*it))
        .unwrap_or(0);
    &value[..end]
}

fn article_document(
    entry: &Entry,
    shared: &Shared,
    fields: &Fields,
    terms: &mut TermWriter,
) -> Written {
    let article = &entry.article;
    let found = &entry.annotations;
    let language = found.language.as_deref();
    let mut into = Into { document: Written::default(), fields };
    into.fixed(fields.kind, "article");
    into.number(fields.number, entry.id);
    into.declared(&article.declared);
    if let Some(headline) = &article.headline {
        let tokens: Vec<Token> = tokens(headline).collect();
        let whole = Span::new(0, headline.len());
        into.text(fields.title, terms.among(headline, whole, &tokens, language));
        let heading = fingerprint_among(headline, tokens);
        into.number(fields.heading, heading);
    }
    into.text(fields.text, body_terms(entry, terms));
    into.text(fields.raw, article.text.as_str());
    into.shared(found, shared);
    for actor in &shared.actors {
        into.number(fields.actor, *actor);
    }
    let mut union = Union::default();
    for quote in &found.quotes {
        union.add(quote);
    }
    for credit in &found.credits {
        union.add_credit(credit);
    }
    into.union(&union);
    if let Some(byline) = &found.byline {
        into.text(fields.byline, byline.as_str());
    }
    for place in &entry.places {
        into.text(fields.path, place.to_string());
    }
    into.number(fields.fingerprint, entry.fingerprint);
    for mark in &entry.marks {
        into.number(fields.marks, u64::from(*mark));
    }
    if let Some(page) = entry.page {
        into.number(fields.page, page.key);
        into.number(fields.revision, page.revision);
    }
    if entry.plain {
        into.number(fields.plain, 1);
    }
    into.bytes(fields.meta, article_meta(entry));
    into.document
}

/// The terms of an article without its byline and the like.
fn body_terms(entry: &Entry, terms: &mut TermWriter) -> String {
    let Entry { article, annotations, tokens, .. } = entry;
    let language = annotations.language.as_deref();
    let text = article.text.as_str();
    let start = if text.is_char_boundary(article.body) { article.body } else { 0 };
    if tokens.is_empty() {
        return terms.of(&text[start..], language);
    }
    let behind = tokens.partition_point(|it| it.span.start < start);
    terms.among(text, Span::new(start, text.len()), &tokens[behind..], language)
}

/// The terms of the words of a quote, and a number that is the same for the same words.
fn said_terms(entry: &Entry, quote: &Quote, terms: &mut TermWriter) -> (String, u64) {
    let text = entry.article.text.as_str();
    let language = entry.annotations.language.as_deref();
    if let [span] = *quote.spans
        && let Some(inside) = inside(&entry.tokens, span)
    {
        let alike = fingerprint_among(text, inside.iter().copied());
        return (terms.among(text, span, inside, language), alike);
    }
    let said: Vec<&str> = quote.spans.iter().map(|it| it.of(text)).collect();
    let said = said.join(BETWEEN);
    let tokens: Vec<Token> = tokens(&said).collect();
    let whole = Span::new(0, said.len());
    (terms.among(&said, whole, &tokens, language), fingerprint_among(&said, tokens))
}

/// The tokens of a span; none where one of them crosses its ends.
fn inside(tokens: &[Token], span: Span) -> Option<&[Token]> {
    let from = tokens.partition_point(|it| it.span.end <= span.start);
    let to = tokens.partition_point(|it| it.span.start < span.end);
    let inside = tokens.get(from..to).filter(|it| !it.is_empty())?;
    let whole = span.contains(inside.first()?.span) && span.contains(inside.last()?.span);
    whole.then_some(inside)
}

fn quote_document(
    entry: &Entry,
    quote: &Quote,
    n: u64,
    shared: &Shared,
    fields: &Fields,
    terms: &mut TermWriter,
) -> Written {
    let found = &entry.annotations;
    let mut into = Into { document: Written::default(), fields };
    into.fixed(fields.kind, "quote");
    into.number(fields.number, entry.id);
    into.number(fields.n, n);
    let (said, alike) = said_terms(entry, quote, terms);
    into.text(fields.said, said);
    into.number(fields.alike, alike);
    into.shared(found, shared);
    for (_, actor) in named_inside(&found.actors, &shared.actors, quote) {
        into.number(fields.actor, *actor);
    }
    into.fixed(fields.quote_kind, quote.kind.as_str());
    into.fixed(fields.polarity, quote.polarity.as_str());
    let mut union = Union::default();
    union.add(quote);
    into.union(&union);
    into.bytes(fields.meta, quote_meta(quote));
    into.document
}

/// Actors with a mention inside the quote's content, with their numbers.
fn named_inside<'a>(
    actors: &'a [Actor],
    numbers: &'a [u64],
    quote: &'a Quote,
) -> impl Iterator<Item = (&'a Actor, &'a u64)> {
    actors.iter().zip(numbers).filter(|(actor, _)| {
        actor
            .mentions
            .iter()
            .any(|mention| quote.spans.iter().any(|it| it.contains(*mention)))
    })
}

/// What the quotes of an article have in its facets, each value once.
#[derive(Default)]
struct Union<'a> {
    speaker: Vec<&'a str>,
    via: Vec<&'a str>,
    origin: Vec<&'a str>,
    translator: Vec<&'a str>,
    republisher: Vec<&'a str>,
    wire: Vec<&'a str>,
    vehicle: Vec<&'a str>,
    hops: Option<u64>,
}

impl<'a> Union<'a> {
    fn add(&mut self, quote: &'a Quote) {
        if let Some(source) = &quote.source {
            put(&mut self.speaker, &source.name);
        }
        if let Some(origin) = quote.chain.origin() {
            put(&mut self.origin, origin);
        }
        for link in &quote.chain.links {
            self.add_link(link);
        }
        self.hops = self.hops.max(Some(quote.chain.hops() as u64));
    }

    fn add_link(&mut self, link: &'a Link) {
        if let Some(vehicle) = link.vehicle {
            put(&mut self.vehicle, vehicle.as_str());
        }
        if link.status == Status::Unknown {
            return;
        }
        if link.role.is_relay() {
            put(&mut self.via, &link.party);
        }
        match link.role {
            Role::Translation => put(&mut self.translator, &link.party),
            Role::Republication => put(&mut self.republisher, &link.party),
            Role::Wire => put(&mut self.wire, &link.party),
            _ => (),
        }
    }

    fn add_credit(&mut self, credit: &'a Credit) {
        let list = match credit.role {
            CreditRole::Contribution => return,
            CreditRole::Wire => &mut self.wire,
            CreditRole::Translation => &mut self.translator,
            CreditRole::Republication => &mut self.republisher,
        };
        put(list, &credit.party);
        put(&mut self.via, &credit.party);
    }
}

fn put<'a>(list: &mut Vec<&'a str>, value: &'a str) {
    if !list.contains(&value) {
        list.push(value);
    }
}

struct Into<'a> {
    document: Written,
    fields: &'a Fields,
}

impl Into<'_> {
    fn keyword(&mut self, field: Field, value: &str) {
        self.document.add(field, Held::Text(keyword(value).into()));
    }

    fn text(&mut self, field: Field, value: impl std::convert::Into<Box<str>>) {
        self.document.add(field, Held::Text(value.into()));
    }

    fn fixed(&mut self, field: Field, value: &'static str) {
        self.document.add(field, Held::Fixed(value));
    }

    fn number(&mut self, field: Field, value: u64) {
        self.document.add(field, Held::Number(value));
    }

    fn bytes(&mut self, field: Field, value: Vec<u8>) {
        self.document.add(field, Held::Bytes(value.into()));
    }

    fn declared(&mut self, declared: &Declared) {
        let fields = self.fields;
        if let Some(id) = &declared.id {
            self.keyword(fields.given_id, id);
        }
        if let Some(url) = &declared.url {
            self.keyword(fields.url, url);
        }
        let section = declared.section.as_deref().map(str::trim);
        if let Some(section) = section.filter(|it| !it.is_empty()) {
            self.keyword(fields.section, section);
        }
    }

    /// What a quote copies from its article.
    fn shared(&mut self, found: &Annotations, shared: &Shared) {
        let fields = self.fields;
        if let Some(outlet) = &shared.outlet {
            self.document.add(fields.outlet, Held::Shared(Arc::clone(outlet)));
        }
        if let Some(language) = &shared.language {
            self.document.add(fields.lang, Held::Shared(Arc::clone(language)));
        }
        if let Some(published) = &found.published {
            self.number(fields.date, published.date.number());
        }
    }

    fn union(&mut self, union: &Union) {
        let fields = self.fields;
        let all = [
            (fields.speaker, &union.speaker),
            (fields.via, &union.via),
            (fields.origin, &union.origin),
            (fields.translator, &union.translator),
            (fields.republisher, &union.republisher),
            (fields.wire, &union.wire),
            (fields.vehicle, &union.vehicle),
        ];
        for (field, values) in all {
            for value in values {
                self.keyword(field, value);
            }
        }
        if let Some(hops) = union.hops {
            self.number(fields.hops, hops);
        }
    }
}
