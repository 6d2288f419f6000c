//! How is a quote written as JSON? With the words, who says them, and the chain, each
//! with its place in the text. The same in search and annotate.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::{Credit, Date, Link, Published, Quote, Source, Span};
use crate::present::chain;
use crate::present::offsets::Offsets;

use super::List;

/// A text and the map to its code points.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) offsets: &'a Offsets<'a>,
}

impl<'a> Text<'a> {
    /// A place, without its words.
    pub(super) fn place(self, span: Span) -> PlaceJson {
        let [start, end] = self.offsets.span(span);
        PlaceJson { start, end }
    }

    fn pairs(self, spans: &'a [Span]) -> List<impl Iterator<Item = [usize; 2]> + Clone> {
        List(spans.iter().map(move |&span| self.offsets.span(span)))
    }
}

/// `{"start":…,"end":…}`.
#[derive(Clone, Copy, serde::Serialize)]
pub(super) struct PlaceJson {
    start: usize,
    end: usize,
}

/// A quote; with its id where it has one.
pub(super) struct QuoteJson<'a> {
    pub(super) quote: &'a Quote,
    pub(super) text: Text<'a>,
    pub(super) id: Option<String>,
}

impl Serialize for QuoteJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { quote, text, id } = self;
        let [start, end] = text.offsets.span(quote.span);
        let mut map = serializer.serialize_map(None)?;
        if let Some(id) = id {
            map.serialize_entry("id", id)?;
        }
        map.serialize_entry("start", &start)?;
        map.serialize_entry("end", &end)?;
        map.serialize_entry("spans", &text.pairs(&quote.spans))?;
        map.serialize_entry("quoted", &text.pairs(&quote.quoted))?;
        map.serialize_entry("text", quote.span.of(text.text))?;
        map.serialize_entry("kind", quote.kind.as_str())?;
        map.serialize_entry("polarity", quote.polarity.as_str())?;
        let cue = quote.cue.as_ref().map(|cue| text.words(cue.span));
        map.serialize_entry("cue", &cue)?;
        let source =
            quote.source.as_ref().map(|it| SourceJson { source: it, text: *text });
        map.serialize_entry("source", &source)?;
        let links = quote.chain.links.iter().map(|link| LinkJson { link, text: *text });
        map.serialize_entry("chain", &List(links))?;
        map.serialize_entry("short", &chain::short(quote))?;
        map.end()
    }
}

/// `{"start":…,"end":…,"text":…}`.
#[derive(serde::Serialize)]
struct WordsJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> Text<'a> {
    fn words(self, span: Span) -> WordsJson<'a> {
        let [start, end] = self.offsets.span(span);
        WordsJson { start, end, text: span.of(self.text) }
    }
}

struct SourceJson<'a> {
    source: &'a Source,
    text: Text<'a>,
}

impl Serialize for SourceJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = self.text.words(self.source.span);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.source.name)?;
        map.serialize_entry("kind", self.source.kind.as_str())?;
        map.serialize_entry("start", &words.start)?;
        map.serialize_entry("end", &words.end)?;
        map.serialize_entry("text", words.text)?;
        map.serialize_entry("confidence", &self.source.confidence)?;
        map.end()
    }
}

#[derive(Clone, Copy)]
struct LinkJson<'a> {
    link: &'a Link,
    text: Text<'a>,
}

impl Serialize for LinkJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { link, text } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("party", &link.party)?;
        map.serialize_entry("role", link.role.as_str())?;
        if let Some(vehicle) = link.vehicle {
            map.serialize_entry("vehicle", vehicle.as_str())?;
        }
        if let Some(basis) = link.basis {
            map.serialize_entry("basis", basis.as_str())?;
        }
        if let Some(evidence) = link.evidence {
            map.serialize_entry("evidence", &text.place(evidence))?;
        }
        map.serialize_entry("status", link.status.as_str())?;
        map.serialize_entry("confidence", &link.confidence)?;
        map.end()
    }
}

/// A credit of the whole article.
#[derive(Clone, Copy)]
pub(super) struct CreditJson<'a> {
    pub(super) credit: &'a Credit,
    pub(super) text: Text<'a>,
}

impl Serialize for CreditJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("party", &self.credit.party)?;
        map.serialize_entry("role", self.credit.role.as_str())?;
        map.serialize_entry("basis", self.credit.basis.as_str())?;
        if let Some(evidence) = self.credit.evidence {
            map.serialize_entry("evidence", &self.text.place(evidence))?;
        }
        map.end()
    }
}

/// `{"value":"2024-04-15","precision":"day","basis":"text"}`. `value` is the calendar
/// day where the article was published; `time` the moment in UTC, where it is known.
pub(super) struct DateJson<'a> {
    pub(super) published: &'a Published,
    pub(super) text: Option<Text<'a>>,
}

impl Serialize for DateJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Published { date, basis, evidence } = self.published;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("value", &date.to_string())?;
        map.serialize_entry("precision", date.precision().as_str())?;
        map.serialize_entry("basis", basis.as_str())?;
        if let Some(time) = moment(*date) {
            map.serialize_entry("time", &time)?;
        }
        if let (Some(text), Some(evidence)) = (self.text, evidence) {
            map.serialize_entry("evidence", &text.place(*evidence))?;
        }
        map.end()
    }
}

/// `2024-04-15T09:30:00Z`.
fn moment(date: Date) -> Option<String> {
    let moment = jiff::Timestamp::from_second(date.seconds?).ok()?;
    Some(moment.to_string())
}
