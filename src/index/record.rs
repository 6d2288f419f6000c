//! What is stored of an article and of a quote? Model values as bytes (`meta`), and the
//! tantivy documents that carry them.

use tantivy::TantivyDocument;

use crate::index::entry::Entry;
use crate::index::meta::{article_meta, quote_meta};
use crate::index::schema::Fields;
use crate::index::tokenizer::marked;
use crate::model::{
    Actor, Annotations, Article, Credit, CreditRole, Link, Quote, Role, Status,
};
use crate::relate::fingerprint;

/// Keyword values longer than this are cut: tantivy drops terms over 64 KiB unseen.
const LONGEST_KEYWORD: usize = 500;

/// The documents of one article: itself first, then its quotes.
pub fn documents(entry: &Entry, fields: &Fields) -> Vec<TantivyDocument> {
    let number = entry.id;
    let mut documents = Vec::with_capacity(1 + entry.annotations.quotes.len());
    documents.push(article_document(entry, number, fields));
    for (n, quote) in entry.annotations.quotes.iter().enumerate() {
        documents.push(quote_document(entry, quote, number, n as u64, fields));
    }
    documents
}

/// Bytes of the documents of an article that an analyzer of texts reads.
pub(super) fn analyzed(entry: &Entry) -> u64 {
    let Entry { article, annotations, .. } = entry;
    let language = annotations.language.as_deref();
    let mark = marked("", language).len();
    let headline = article.headline.as_ref().map_or(0, |it| it.len() + mark);
    let said = |quote: &Quote| {
        let between = BETWEEN.len() * quote.spans.len().saturating_sub(1);
        quote.spans.iter().map(|it| it.len()).sum::<usize>() + between + mark
    };
    let said: usize = annotations.quotes.iter().map(said).sum();
    (headline + body(article).len() + mark + said) as u64
}

/// An article's text without its byline and the like.
fn body(article: &Article) -> &str {
    article.text.get(article.body..).unwrap_or(&article.text)
}

/// Between the parts of a quote that is interrupted.
const BETWEEN: &str = " … ";

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
    let section = article.declared.section.as_deref().map(str::trim);
    if let Some(section) = section.filter(|it| !it.is_empty()) {
        into.keyword(fields.section, section);
    }
    let language = found.language.as_deref();
    if let Some(headline) = &article.headline {
        into.document.add_text(fields.title, marked(headline, language));
        into.document.add_u64(fields.heading, fingerprint(headline));
    }
    into.document.add_text(fields.text, marked(body(article), language));
    into.document.add_text(fields.raw, &article.text);
    into.shared(found);
    for actor in &found.actors {
        into.keyword(fields.actor, &actor.name);
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
    for mark in &entry.marks {
        into.document.add_u64(fields.marks, u64::from(*mark));
    }
    if let Some(page) = entry.page {
        into.document.add_u64(fields.page, page.key);
        into.document.add_u64(fields.revision, page.revision);
    }
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
    let said = said.join(BETWEEN);
    into.document.add_u64(fields.alike, fingerprint(&said));
    into.document.add_text(fields.said, marked(&said, language));
    into.shared(found);
    for actor in named_inside(&found.actors, quote) {
        into.keyword(fields.actor, &actor.name);
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

    /// What a quote copies from its article.
    fn shared(&mut self, found: &Annotations) {
        let fields = self.fields;
        if let Some(outlet) = &found.outlet {
            self.keyword(fields.outlet, &outlet.name);
        }
        if let Some(language) = &found.language {
            self.keyword(fields.lang, language);
        }
        if let Some(published) = &found.published {
            let date = published.date;
            self.document.add_u64(fields.date, date.number());
        }
    }

    fn union(&mut self, union: &Union) {
        let fields = self.fields;
        for value in &union.speaker {
            self.keyword(fields.speaker, value);
        }
        for value in &union.via {
            self.keyword(fields.via, value);
        }
        for value in &union.origin {
            self.keyword(fields.origin, value);
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
