//! What is stored of an article and of a quote? Model values as bytes (`meta`), and the
//! tantivy documents that carry them.

use tantivy::TantivyDocument;

use crate::index::codec::{In, Out};
use crate::index::schema::Fields;
use crate::index::tokenizer::marked;
use crate::index::writer::Entry;
use crate::model::{
    Actor, ActorKind, Annotations, Basis, Chain, Credit, CreditRole, Cue, Date, Link,
    Outlet, Place, Polarity, Published, Quote, QuoteKind, Role, Source, Span, Status,
    StoredArticle, Vehicle,
};

/// Keyword values longer than this are cut: tantivy drops terms over 64 KiB unseen.
const LONGEST_KEYWORD: usize = 500;

/// The documents of one article: itself first, then its quotes.
pub fn documents(entry: &Entry, number: u64, fields: &Fields) -> Vec<TantivyDocument> {
    let mut documents = Vec::with_capacity(1 + entry.annotations.quotes.len());
    documents.push(article_document(entry, number, fields));
    for (n, quote) in entry.annotations.quotes.iter().enumerate() {
        documents.push(quote_document(entry, quote, number, n as u64, fields));
    }
    documents
}

fn article_document(entry: &Entry, number: u64, fields: &Fields) -> TantivyDocument {
    let article = &entry.article;
    let found = &entry.annotations;
    let mut document = TantivyDocument::default();
    let mut into = Into { document: &mut document, fields };
    into.keyword(fields.kind, "article");
    into.document.add_u64(fields.number, number);
    into.keyword(fields.id, &format!("{:016x}", entry.id));
    if let Some(id) = &article.declared.id {
        into.keyword(fields.given_id, id);
    }
    if let Some(url) = &article.declared.url {
        into.keyword(fields.url, url);
    }
    let language = found.language.as_deref();
    if let Some(headline) = &article.headline {
        into.document.add_text(fields.title, marked(headline, language));
    }
    let body = article.text.get(article.body..).unwrap_or(&article.text);
    into.document.add_text(fields.text, marked(body, language));
    into.document.add_text(fields.raw, &article.text);
    into.shared(found);
    for actor in &found.actors {
        into.named(fields.actor, fields.actor_words, &actor.name);
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
        into.document.add_text(fields.byline, byline);
    }
    for place in &entry.places {
        into.document.add_text(fields.path, place.to_string());
    }
    into.document.add_u64(fields.fingerprint, entry.fingerprint);
    into.document.add_bytes(fields.meta, &article_meta(entry));
    document
}

fn quote_document(
    entry: &Entry,
    quote: &Quote,
    number: u64,
    n: u64,
    fields: &Fields,
) -> TantivyDocument {
    let found = &entry.annotations;
    let text = &entry.article.text;
    let mut document = TantivyDocument::default();
    let mut into = Into { document: &mut document, fields };
    into.keyword(fields.kind, "quote");
    into.document.add_u64(fields.number, number);
    into.document.add_u64(fields.n, n);
    let said: Vec<&str> = quote.spans.iter().map(|it| it.of(text)).collect();
    let language = found.language.as_deref();
    into.document.add_text(fields.said, marked(&said.join(" … "), language));
    into.shared(found);
    for actor in named_inside(&found.actors, quote) {
        into.named(fields.actor, fields.actor_words, &actor.name);
    }
    into.keyword(fields.quote_kind, quote.kind.as_str());
    into.keyword(fields.polarity, quote.polarity.as_str());
    let mut union = Union::default();
    union.add(quote);
    into.union(&union);
    into.document.add_bytes(fields.meta, &quote_meta(quote));
    document
}

/// Actors with a mention inside the quote's content.
fn named_inside<'a>(
    actors: &'a [Actor],
    quote: &'a Quote,
) -> impl Iterator<Item = &'a Actor> {
    actors.iter().filter(|actor| {
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
    document: &'a mut TantivyDocument,
    fields: &'a Fields,
}

impl Into<'_> {
    fn keyword(&mut self, field: tantivy::schema::Field, value: &str) {
        let end = (0..=value.len().min(LONGEST_KEYWORD))
            .rev()
            .find(|it| value.is_char_boundary(*it))
            .unwrap_or(0);
        self.document.add_text(field, &value[..end]);
    }

    fn named(
        &mut self,
        keyword: tantivy::schema::Field,
        words: tantivy::schema::Field,
        value: &str,
    ) {
        self.keyword(keyword, value);
        self.keyword(words, value);
    }

    /// What a quote copies from its article.
    fn shared(&mut self, found: &Annotations) {
        let fields = self.fields;
        if let Some(outlet) = &found.outlet {
            self.named(fields.outlet, fields.outlet_words, &outlet.name);
        }
        if let Some(language) = &found.language {
            self.keyword(fields.lang, language);
        }
        if let Some(published) = &found.published {
            let date = published.date;
            self.document.add_u64(fields.date, date.number());
            self.document.add_u64(fields.ym, date.number() / 100);
            self.document.add_u64(fields.year, u64::from(date.year));
        }
    }

    fn union(&mut self, union: &Union) {
        let fields = self.fields;
        for value in &union.speaker {
            self.named(fields.speaker, fields.speaker_words, value);
        }
        for value in &union.via {
            self.named(fields.via, fields.via_words, value);
        }
        for value in &union.origin {
            self.named(fields.origin, fields.origin_words, value);
        }
        let plain = [
            (fields.translator, &union.translator),
            (fields.republisher, &union.republisher),
            (fields.wire, &union.wire),
            (fields.vehicle, &union.vehicle),
        ];
        for (field, values) in plain {
            for value in values {
                self.keyword(field, value);
            }
        }
        if let Some(hops) = union.hops {
            self.document.add_u64(fields.hops, hops);
        }
    }
}

fn article_meta(entry: &Entry) -> Vec<u8> {
    let (article, found) = (&entry.article, &entry.annotations);
    let mut out = Out::default();
    out.number(entry.id);
    out.maybe(article.declared.id.as_deref(), Out::text);
    out.many(&entry.places, |out, place| {
        out.text(&place.key);
        out.maybe(place.inside.as_deref(), Out::text);
    });
    out.maybe(found.outlet.as_ref(), |out, outlet| {
        out.text(&outlet.name);
        out.text(outlet.basis.as_str());
        out.maybe(outlet.evidence, put_span);
    });
    out.maybe(found.published.as_ref(), put_published);
    out.maybe(found.language.as_deref(), Out::text);
    out.maybe(article.headline.as_deref(), Out::text);
    out.maybe(found.byline.as_deref(), Out::text);
    out.maybe(article.declared.url.as_deref(), Out::text);
    out.size(article.body);
    out.many(&found.credits, |out, credit| {
        out.text(&credit.party);
        out.text(credit.role.as_str());
        out.maybe(credit.evidence, put_span);
    });
    out.many(&found.actors, |out, actor| {
        out.text(&actor.name);
        out.text(actor.kind.as_str());
        out.many(&actor.mentions, |out, span| put_span(out, *span));
    });
    out.bytes
}

/// An article from its `meta`; the text is added by the reader.
pub fn read_article(bytes: &[u8]) -> Option<(StoredArticle, Vec<Actor>)> {
    let mut from = In { bytes };
    let mut article = StoredArticle {
        id: format!("{:016x}", from.number()?),
        ..StoredArticle::default()
    };
    article.given_id = from.maybe(In::text)?;
    article.places = from
        .many(|from| Some(Place { key: from.text()?, inside: from.maybe(In::text)? }))?;
    article.outlet = from.maybe(|from| {
        let name = from.text()?;
        let basis = Basis::parse(&from.text()?)?;
        Some(Outlet { name, basis, evidence: from.maybe(get_span)? })
    })?;
    article.published = from.maybe(get_published)?;
    article.language = from.maybe(In::text)?;
    article.headline = from.maybe(In::text)?;
    article.byline = from.maybe(In::text)?;
    article.url = from.maybe(In::text)?;
    article.body = from.size()?;
    article.credits = from.many(|from| {
        let party = from.text()?;
        let role = CreditRole::parse(&from.text()?)?;
        Some(Credit { party, role, evidence: from.maybe(get_span)? })
    })?;
    let actors = from.many(|from| {
        let name = from.text()?;
        let kind = ActorKind::parse(&from.text()?)?;
        Some(Actor { name, kind, mentions: from.many(get_span)? })
    })?;
    Some((article, actors))
}

fn quote_meta(quote: &Quote) -> Vec<u8> {
    let mut out = Out::default();
    put_span(&mut out, quote.span);
    out.many(&quote.spans, |out, span| put_span(out, *span));
    out.many(&quote.quoted, |out, span| put_span(out, *span));
    out.text(quote.kind.as_str());
    out.text(quote.polarity.as_str());
    out.maybe(quote.cue.as_ref(), |out, cue| {
        put_span(out, cue.span);
        out.text(&cue.lemma);
    });
    out.maybe(quote.source.as_ref(), |out, source| {
        out.text(&source.name);
        out.text(source.kind.as_str());
        put_span(out, source.span);
        out.number(u64::from(source.confidence.to_bits()));
    });
    out.many(&quote.chain.links, |out, link| {
        out.text(&link.party);
        out.text(link.role.as_str());
        out.maybe(link.vehicle, |out, vehicle| out.text(vehicle.as_str()));
        out.maybe(link.evidence, put_span);
        out.text(link.status.as_str());
        out.number(u64::from(link.confidence.to_bits()));
    });
    out.bytes
}

/// A quote from its `meta`.
pub fn read_quote(bytes: &[u8]) -> Option<Quote> {
    let mut from = In { bytes };
    Some(Quote {
        span: get_span(&mut from)?,
        spans: from.many(get_span)?,
        quoted: from.many(get_span)?,
        kind: QuoteKind::parse(&from.text()?)?,
        polarity: Polarity::parse(&from.text()?)?,
        cue: from
            .maybe(|from| Some(Cue { span: get_span(from)?, lemma: from.text()? }))?,
        source: from.maybe(|from| {
            Some(Source {
                name: from.text()?,
                kind: ActorKind::parse(&from.text()?)?,
                span: get_span(from)?,
                confidence: get_float(from)?,
            })
        })?,
        chain: Chain { links: from.many(get_link)? },
    })
}

fn get_link(from: &mut In) -> Option<Link> {
    Some(Link {
        party: from.text()?,
        role: Role::parse(&from.text()?)?,
        vehicle: from.maybe(|from| Vehicle::parse(&from.text()?))?,
        evidence: from.maybe(get_span)?,
        status: Status::parse(&from.text()?)?,
        confidence: get_float(from)?,
    })
}

fn get_float(from: &mut In) -> Option<f32> {
    Some(f32::from_bits(u32::try_from(from.number()?).ok()?))
}

fn put_span(out: &mut Out, span: Span) {
    out.size(span.start);
    out.size(span.len());
}

fn get_span(from: &mut In) -> Option<Span> {
    let start = from.size()?;
    Some(Span::new(start, start.checked_add(from.size()?)?))
}

fn put_published(out: &mut Out, published: &Published) {
    out.number(published.date.number());
    out.maybe(published.date.seconds, |out, seconds| out.number(seconds.cast_unsigned()));
    out.text(published.basis.as_str());
    out.maybe(published.evidence, put_span);
}

fn get_published(from: &mut In) -> Option<Published> {
    let mut date = Date::from_number(from.number()?);
    date.seconds = from.maybe(In::number)?.map(u64::cast_signed);
    let basis = Basis::parse(&from.text()?)?;
    Some(Published { date, basis, evidence: from.maybe(get_span)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Lexicon, annotate};
    use crate::model::{Article, Declared};

    #[test]
    fn an_article_and_its_quotes_come_back() {
        let text = "“The pier is shut,” Mayor Ana Bell told CNN, Reuters reported.";
        let declared = Declared {
            outlet: Some("Fox News".to_owned()),
            date: Some("2024-04-15T10:00:00Z".to_owned()),
            ..Declared::default()
        };
        let article = Article { text: text.to_owned(), declared, ..Article::default() };
        let annotations = annotate(&article, Lexicon::builtin());
        let places = vec![Place { key: "a/b.txt".to_owned(), inside: None }];
        let entry = Entry { article, id: 7, annotations, fingerprint: 1, places };
        let (stored, actors) = read_article(&article_meta(&entry)).expect("whole");
        assert_eq!(stored.id, "0000000000000007");
        assert_eq!(stored.outlet, entry.annotations.outlet);
        assert_eq!(stored.published, entry.annotations.published);
        assert_eq!(actors, entry.annotations.actors);
        for quote in &entry.annotations.quotes {
            assert_eq!(read_quote(&quote_meta(quote)).as_ref(), Some(quote));
        }
        assert_eq!(read_quote(&[1, 2, 3]), None);
    }
}
