//! How are an article and a quote kept beside their words? The model's values as bytes,
//! in a fixed order; read back by the format version that wrote them.

use crate::index::codec::{In, Out};
use crate::index::entry::Entry;
use crate::model::{
    Actor, ActorKind, Basis, Chain, Credit, CreditRole, Cue, Date, Dating, Declared,
    Link, Outlet, Part, Party, Place, Polarity, Published, Quote, QuoteKind, Role,
    Source, Span, Status, StoredArticle, Vehicle, Whence,
};

pub(super) fn article_meta(entry: &Entry) -> Vec<u8> {
    let (article, found) = (&entry.article, &entry.annotations);
    let mut out = Out::default();
    out.number(entry.id);
    put_declared(&mut out, &article.declared);
    out.maybe(article.path_facts.outlet.as_deref(), Out::text);
    out.maybe(article.path_facts.date, put_date);
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
    out.size(article.body);
    out.many(&found.credits, |out, credit| {
        out.text(&credit.party);
        out.text(credit.role.as_str());
        out.text(credit.basis.as_str());
        out.maybe(credit.evidence, put_span);
    });
    out.many(&found.actors, |out, actor| {
        out.text(&actor.name);
        out.text(actor.kind.as_str());
        out.many(&actor.mentions, |out, span| put_span(out, *span));
    });
    out.bytes
}

/// An article from its `meta`, without its actors; the text is added by the reader.
pub fn read_article(bytes: &[u8]) -> Option<StoredArticle> {
    get_article(&mut In { bytes })
}

/// An article from its `meta`, and its actors.
pub(super) fn read_whole(bytes: &[u8]) -> Option<(StoredArticle, Vec<Actor>)> {
    let actor = |from: &mut In| {
        let name = from.text()?;
        let kind = ActorKind::parse(&from.text()?)?;
        Some(Actor { name, kind, mentions: from.many(get_span)? })
    };
    In::whole(bytes, |from| Some((get_article(from)?, from.many(actor)?)))
}

fn get_article(from: &mut In) -> Option<StoredArticle> {
    let mut article = StoredArticle {
        id: format!("{:016x}", from.number()?),
        ..StoredArticle::default()
    };
    article.declared = get_declared(from)?;
    article.path_facts.outlet = from.maybe(In::text)?;
    article.path_facts.date = from.maybe(get_date)?;
    article.given_id.clone_from(&article.declared.id);
    article.url.clone_from(&article.declared.url);
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
    article.body = from.size()?;
    article.credits = from.many(|from| {
        let party = from.text()?;
        let role = CreditRole::parse(&from.text()?)?;
        let basis = Basis::parse(&from.text()?)?;
        Some(Credit { party, role, basis, evidence: from.maybe(get_span)? })
    })?;
    Some(article)
}

pub(super) fn quote_meta(quote: &Quote) -> Vec<u8> {
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
        out.maybe(link.basis, |out, basis| out.text(basis.as_str()));
        out.maybe(link.evidence, put_span);
        out.text(link.status.as_str());
        out.number(u64::from(link.confidence.to_bits()));
    });
    out.bytes
}

/// A quote from its `meta`.
pub fn read_quote(bytes: &[u8]) -> Option<Quote> {
    In::whole(bytes, get_quote)
}

fn get_quote(from: &mut In) -> Option<Quote> {
    Some(Quote {
        span: get_span(from)?,
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
        basis: from.maybe(|from| Basis::parse(&from.text()?))?,
        evidence: from.maybe(get_span)?,
        status: Status::parse(&from.text()?)?,
        confidence: get_float(from)?,
    })
}

fn get_float(from: &mut In) -> Option<f32> {
    let float = f32::from_bits(u32::try_from(from.number()?).ok()?);
    float.is_finite().then_some(float)
}

fn put_span(out: &mut Out, span: Span) {
    out.size(span.start);
    out.size(span.len());
}

fn get_span(from: &mut In) -> Option<Span> {
    let start = from.size()?;
    Some(Span::new(start, start.checked_add(from.size()?)?))
}

fn put_declared(out: &mut Out, declared: &Declared) {
    let Declared { id, outlet, headline, date, url, byline, .. } = declared;
    let Declared { language, section, crawled, parties, dates, in_markup, .. } = declared;
    for field in [id, outlet, headline, date, url, byline, language, section, crawled] {
        out.maybe(field.as_deref(), Out::text);
    }
    out.many(parties, |out, party| {
        out.text(&party.name);
        out.text(party.part.as_str());
    });
    out.many(dates, |out, dating| {
        out.text(&dating.written);
        out.text(dating.whence.as_str());
    });
    out.number(u64::from(*in_markup));
}

fn get_declared(from: &mut In) -> Option<Declared> {
    Some(Declared {
        id: from.maybe(In::text)?,
        outlet: from.maybe(In::text)?,
        headline: from.maybe(In::text)?,
        date: from.maybe(In::text)?,
        url: from.maybe(In::text)?,
        byline: from.maybe(In::text)?,
        language: from.maybe(In::text)?,
        section: from.maybe(In::text)?,
        crawled: from.maybe(In::text)?,
        parties: from.many(|from| {
            Some(Party { name: from.text()?, part: Part::parse(&from.text()?)? })
        })?,
        dates: from.many(|from| {
            let written = from.text()?;
            Some(Dating { written, whence: Whence::parse(&from.text()?)? })
        })?,
        in_markup: match from.number()? {
            0 => false,
            1 => true,
            _ => return None,
        },
    })
}

fn put_date(out: &mut Out, date: Date) {
    out.number(date.number());
    out.maybe(date.seconds, |out, seconds| out.number(seconds.cast_unsigned()));
}

fn get_date(from: &mut In) -> Option<Date> {
    let mut date = Date::of_number(from.number()?)?;
    date.seconds = from.maybe(In::number)?.map(u64::cast_signed);
    Some(date)
}

fn put_published(out: &mut Out, published: &Published) {
    put_date(out, published.date);
    out.text(published.basis.as_str());
    out.maybe(published.evidence, put_span);
}

fn get_published(from: &mut In) -> Option<Published> {
    let date = get_date(from)?;
    let basis = Basis::parse(&from.text()?)?;
    Some(Published { date, basis, evidence: from.maybe(get_span)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Lexicon, annotate};
    use crate::model::Article;

    #[test]
    fn an_article_and_its_quotes_come_back() {
        let text = "“The pier is shut,” Mayor Ana Bell told CNN, Reuters reported.";
        let declared = Declared {
            outlet: Some("Fox News".to_owned()),
            date: Some("2024-04-15T10:00:00Z".to_owned()),
            crawled: Some("2024-04-16T10:00:00Z".to_owned()),
            parties: vec![Party { name: "dpa".to_owned(), part: Part::Hop }],
            dates: vec![Dating { written: "15 April".to_owned(), whence: Whence::Line }],
            in_markup: true,
            ..Declared::default()
        };
        let article = Article { text: text.to_owned(), declared, ..Article::default() };
        let annotations = annotate(&article, Lexicon::builtin());
        let places = vec![Place { key: "a/b.txt".to_owned(), inside: None }];
        let entry = Entry { article, id: 7, annotations, places, ..Entry::default() };
        let (stored, actors) = read_whole(&article_meta(&entry)).expect("whole");
        assert_eq!(stored.id, "0000000000000007");
        assert_eq!(stored.outlet, entry.annotations.outlet);
        assert_eq!(stored.declared, entry.article.declared);
        assert_eq!(stored.published, entry.annotations.published);
        assert_eq!(actors, entry.annotations.actors);
        for quote in &entry.annotations.quotes {
            assert_eq!(read_quote(&quote_meta(quote)).as_ref(), Some(quote));
        }
        assert_eq!(read_quote(&[1, 2, 3]), None);
    }
}
