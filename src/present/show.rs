//! How is a whole article shown? Its facts, its text with quotes, cues and the words that
//! links rest on marked in place, and below it a numbered list of the quotes with their
//! chains and the evidence of every link.
//!
//! Without colour a quote stands as `[…]#n` and evidence as `{…}`.

use std::io::{self, Write};

use crate::model::{
    Annotations, Article, Credit, Link, Note, Outlet, Published, Quote, Span,
    StoredArticle,
};

use unicode_width::UnicodeWidthStr;

use super::marks::{marked, marks};
use super::page::{Margin, Page, Piece, Screen};
use super::passage;
use super::style::Label;
use super::table::shortened;

/// What is shown.
#[derive(Clone, Debug, Default)]
pub struct Subject<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where it was read, first place first.
    pub places: Vec<String>,
    /// Headline.
    pub headline: Option<&'a str>,
    /// Who published it.
    pub outlet: Option<&'a Outlet>,
    /// When.
    pub published: Option<Published>,
    /// Who wrote it.
    pub byline: Option<&'a str>,
    /// Address of the page.
    pub url: Option<&'a str>,
    /// The text the spans point into.
    pub text: &'a str,
    /// Byte at which the body begins.
    pub body: usize,
    /// Quotes with their numbers.
    pub quotes: Vec<(usize, &'a Quote)>,
    /// Credits of the whole article.
    pub credits: &'a [Credit],
    /// What could not be understood.
    pub notes: Vec<&'a Note>,
}

impl<'a> Subject<'a> {
    /// An article of the index.
    pub fn stored(article: &'a StoredArticle, quotes: &'a [(usize, Quote)]) -> Self {
        Self {
            id: &article.id,
            places: article.places.iter().map(ToString::to_string).collect(),
            headline: article.headline.as_deref(),
            outlet: article.outlet.as_ref(),
            published: article.published,
            byline: article.byline.as_deref(),
            url: article.url.as_deref(),
            text: &article.text,
            body: article.body,
            quotes: quotes.iter().map(|(n, quote)| (*n, quote)).collect(),
            credits: &article.credits,
            notes: Vec::new(),
        }
    }

    /// An article just read.
    pub fn annotated(
        id: &'a str,
        article: &'a Article,
        annotations: &'a Annotations,
        notes: &'a [Note],
    ) -> Self {
        Self {
            id,
            places: vec![article.place.to_string()],
            headline: article.headline.as_deref(),
            outlet: annotations.outlet.as_ref(),
            published: annotations.published,
            byline: annotations.byline.as_deref(),
            url: article.declared.url.as_deref(),
            text: &article.text,
            body: article.body,
            quotes: annotations.quotes.iter().enumerate().collect(),
            credits: &annotations.credits,
            notes: notes.iter().chain(&annotations.notes).collect(),
        }
    }
}

/// Writes the article.
///
/// # Errors
/// When the writer fails.
pub fn write(
    subject: &Subject<'_>,
    screen: Screen,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, screen };
    page.head(subject)?;
    page.text(subject)?;
    page.quotes(subject)?;
    for credit in subject.credits {
        let words = credit.evidence.map_or("", |span| span.of(subject.text));
        page.fact(&format!("credit ({})", credit.role.as_str()), &credit.party, words)?;
    }
    for note in &subject.notes {
        let words = note.span.map_or("", |span| span.of(subject.text));
        page.fact("note", &note.message, words)?;
    }
    Ok(())
}

impl Page<'_> {
    fn head(&mut self, subject: &Subject<'_>) -> io::Result<()> {
        let none = Margin::default();
        let headline = subject.headline.unwrap_or("(no headline)");
        let mut title = Piece::new(Label::Headline, self.screen.clean(headline));
        title.link = subject.url.map(str::to_owned);
        self.block(&none, &[title], usize::MAX)?;

        let outlet = subject.outlet.map_or("(publisher unknown)", |it| &it.name);
        let date = subject.published.map_or_else(
            || "undated".to_owned(),
            |it| format!("{} ({})", passage::date(it.date), it.basis.as_str()),
        );
        let mut facts = vec![Piece::new(Label::Outlet, self.screen.clean(outlet))];
        let rest = [Some(date), subject.byline.map(|it| format!("by {it}"))];
        for fact in rest.into_iter().flatten().chain([subject.id.to_owned()]) {
            let fact = format!(" · {}", self.screen.clean(&fact));
            facts.push(Piece::new(Label::Detail, fact));
        }
        self.block(&none, &facts, usize::MAX)?;
        for place in subject.places.iter().map(String::as_str).chain(subject.url) {
            let place = self.screen.clean(place).into_owned();
            self.row(&[Piece::new(Label::Detail, place)])?;
        }
        self.gap()
    }

    fn text(&mut self, subject: &Subject<'_>) -> io::Result<()> {
        let marks = marks(subject);
        let mut at = subject.body;
        let mut blank = true;
        for line in subject.text[subject.body..].split_inclusive('\n') {
            let span = Span::new(at, at + line.len());
            at = span.end;
            if !line.trim().is_empty() {
                let pieces = marked(subject.text, span, &marks, self.screen);
                self.block(&Margin::default(), &pieces, usize::MAX)?;
                blank = false;
            } else if !blank {
                self.gap()?;
                blank = true;
            }
        }
        if blank { Ok(()) } else { self.gap() }
    }

    fn quotes(&mut self, subject: &Subject<'_>) -> io::Result<()> {
        let width = subject.quotes.last().map_or(0, |(n, _)| n.to_string().len() + 3);
        for (n, quote) in &subject.quotes {
            let mut margin = Margin::blank(width);
            let blank = margin.first.clone();
            margin.first =
                vec![Piece::whole(Label::Number, format!("{:<width$}", format!("#{n}")))];
            let mut line = passage::speaker(quote, self.screen);
            line.push(Piece::new(Label::Detail, format!(" · {}", quote.kind.as_str())));
            if let Some(source) = &quote.source {
                line.push(Piece::new(
                    Label::Detail,
                    format!(" · {:.2}", source.confidence),
                ));
            }
            self.block(&margin, &line, usize::MAX)?;
            margin.first = blank;
            let words = passage::quote(subject.text, quote, &[], self.screen);
            self.block(&margin, &words, usize::MAX)?;
            self.road(quote, &margin)?;
            self.links(&quote.chain.links, subject.text, width + 2)?;
            self.gap()?;
        }
        Ok(())
    }

    /// One row a link: role, party, status, and the words it rests on.
    fn links(&mut self, links: &[Link], text: &str, indent: usize) -> io::Result<()> {
        let roles: Vec<String> = links.iter().map(role).collect();
        let parties: Vec<String> = links
            .iter()
            .map(|link| self.screen.clean(&link.party).into_owned())
            .collect();
        let left = roles.iter().map(|it| it.width()).max().unwrap_or(0);
        let middle = parties.iter().map(|it| it.width()).max().unwrap_or(0).min(32);
        for ((link, role), party) in links.iter().zip(roles).zip(parties) {
            let party = shortened(&party, middle);
            let pad = " ".repeat(middle.saturating_sub(party.width()));
            let status = link.status.as_str();
            let mut row = vec![
                Piece::new(Label::Detail, format!("{:indent$}{role:left$}  ", "")),
                Piece::new(Label::Plain, format!("{party}{pad}")),
                Piece::new(Label::Detail, format!("  {status:7}")),
            ];
            if let Some(evidence) = link.evidence {
                let used = row.iter().map(|it| it.text.width()).sum::<usize>();
                let room = self.screen.measure().saturating_sub(used + 4).max(16);
                let words = one_line(&self.screen.clean(evidence.of(text)));
                let words = format!("“{}”", shortened(&words, room));
                row.push(Piece::new(Label::Detail, "  "));
                row.push(Piece::new(Label::Evidence, words));
            }
            self.row(&row)?;
        }
        Ok(())
    }

    /// `credit (contribution): Reuters “Reuters contributed to this report”`.
    fn fact(&mut self, name: &str, value: &str, words: &str) -> io::Result<()> {
        let value = self.screen.clean(value).into_owned();
        let mut pieces = vec![
            Piece::new(Label::Detail, format!("{name}: ")),
            Piece::new(Label::Plain, value),
        ];
        if !words.is_empty() {
            let words = format!("“{}”", one_line(&self.screen.clean(words)));
            pieces.push(Piece::new(Label::Plain, " "));
            pieces.push(Piece::new(Label::Evidence, words));
        }
        self.block(&Margin::default(), &pieces, usize::MAX)
    }
}

fn role(link: &Link) -> String {
    match link.vehicle.filter(|it| it.as_str() != link.role.as_str()) {
        Some(vehicle) => format!("{} ({})", link.role.as_str(), vehicle.as_str()),
        None => link.role.as_str().to_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::samples;
    use expect_test::{Expect, expect};

    fn check(screen: Screen, expected: &Expect) {
        let (article, quotes) = samples::ferry();
        let mut out = Vec::new();
        write(&Subject::stored(&article, &quotes), screen, &mut out)
            .expect("memory takes all");
        let shown = String::from_utf8(out).expect("text").replace('\u{1b}', "^");
        expected.assert_eq(&shown);
    }

    #[test]
    fn plain() {
        check(
            Screen::default(),
            &expect![[r#"
                Ferry to stay in port
                The Lantern · 15 Apr 2024 (declared) · by Mia Holt · 0123456789abcdef
                corpus/lantern.jsonl#7
                https://lantern.example/ferry

                [“No ferry will sail before Monday,”]#0 Ana Bell {told Harbour Radio}. The café
                on the quay stayed open.

                {Tom Reed contributed to this report}.

                #0  Ana Bell · direct · 0.95
                    “No ferry will sail before Monday”
                    Ana Bell → Harbour Radio (interview) → The Lantern
                      speaker      Ana Bell       stated   “Ana Bell”
                      interview    Harbour Radio  stated   “told Harbour Radio”
                      publication  The Lantern    stated

                credit (contribution): Tom Reed “Tom Reed contributed to this report”
            "#]],
        );
    }

    #[test]
    fn coloured() {
        check(
            Screen { colour: true, ..Screen::default() },
            &expect![[r#"
                ^[1mFerry to stay in port^[0m
                ^[36mThe Lantern^[0m ^[2m· 15 Apr 2024 (declared) · by Mia Holt · 0123456789abcdef^[0m
                ^[2mcorpus/lantern.jsonl#7^[0m
                ^[2mhttps://lantern.example/ferry^[0m

                ^[32m“No ferry will sail before Monday,”^[0m^[2m#0^[0m ^[1mAna Bell^[0m ^[3mtold^[0m ^[4m^[34mHarbour Radio^[0m. The café on
                the quay stayed open.

                ^[4m^[34mTom Reed contributed to this report^[0m.

                ^[2m#0^[0m  ^[1mAna Bell^[0m ^[2m· direct · 0.95^[0m
                    ^[32m“No ferry will sail before Monday”^[0m
                    Ana Bell ^[2m→^[0m Harbour Radio (interview) ^[2m→^[0m The Lantern
                ^[2m      speaker^[0m      Ana Bell     ^[2m  stated^[0m   ^[4m^[34m“Ana Bell”^[0m
                ^[2m      interview^[0m    Harbour Radio^[2m  stated^[0m   ^[4m^[34m“told Harbour Radio”^[0m
                ^[2m      publication^[0m  The Lantern  ^[2m  stated^[0m

                ^[2mcredit (contribution):^[0m Tom Reed ^[4m^[34m“Tom Reed contributed to this report”^[0m
            "#]],
        );
    }
}
