//! How is a trace shown to a person? As a tree over time: whoever had the words first in
//! this archive, below it those who have them from there, and how that is known.

use std::io::{self, Write};

use crate::model::{Appearance, End, Hop, Proof, Standing, Trace};

use super::diff::pieces;
use super::page::{Margin, Page, Piece};
use super::style::Label;
use super::terminal::{outlet, plural};
use super::{Screen, stories};

/// Deeper than this the tree is not drawn further to the right.
const DEEPEST: usize = 12;

/// Writes the words, the tree and a closing line.
///
/// # Errors
/// When the writer fails.
pub fn write(trace: &Trace, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { out, screen };
    let quoted = trace.appearances.iter().any(|it| it.quote.is_some());
    let text = screen.clean(trace.text.trim());
    let text = if quoted { format!("“{text}”") } else { text.into_owned() };
    let label = if quoted { Label::Quote } else { Label::Headline };
    let mut head = vec![Piece::new(label, text)];
    if let Some(speaker) = &trace.speaker {
        head.push(Piece::new(Label::Plain, " "));
        head.push(Piece::new(Label::Speaker, screen.clean(speaker).into_owned()));
    }
    page.block(&Margin::default(), &head, 6)?;
    page.gap()?;
    let mut drawn = vec![false; trace.appearances.len()];
    for root in roots(trace) {
        page.branch(trace, &root, &[], true, &mut drawn)?;
    }
    // What only contradicts itself in a circle is shown all the same.
    for at in 0..drawn.len() {
        if !drawn[at] {
            page.branch(trace, &End::Here(at), &[], true, &mut drawn)?;
        }
    }
    page.gap()?;
    let more = match trace.more {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let facts = format!(
        "{}{more} in this archive, {} · {}",
        plural(trace.appearances.len() as u64, "appearance"),
        stories::origins(trace.origins),
        trace.stamp.generation,
    );
    page.block(&Margin::default(), &[Piece::new(Label::Detail, facts)], usize::MAX)
}

/// Ends without a source, in order: parties stand where the first who names them does.
fn roots(trace: &Trace) -> Vec<End> {
    let mut roots: Vec<End> = Vec::new();
    for at in 0..trace.appearances.len() {
        let mut end = End::Here(at);
        for _ in 0..=trace.hops.len() {
            match trace.source(&end) {
                Some(hop) => end = hop.from.clone(),
                None => break,
            }
        }
        if trace.source(&end).is_none() && !roots.contains(&end) {
            roots.push(end);
        }
    }
    roots
}

impl Page<'_> {
    /// An end and all who have the words from it. `bars` says of each level above whether
    /// it goes on below.
    fn branch(
        &mut self,
        trace: &Trace,
        end: &End,
        bars: &[bool],
        last: bool,
        drawn: &mut [bool],
    ) -> io::Result<()> {
        if let End::Here(at) = end
            && std::mem::replace(&mut drawn[*at], true)
        {
            return Ok(());
        }
        let below: Vec<&Hop> = trace.hops.iter().filter(|it| it.from == *end).collect();
        let hop = trace.source(end).filter(|_| !bars.is_empty());
        let margin = margin(bars, last, !below.is_empty());
        match end {
            End::Here(at) => {
                let also = if hop.is_some() { self.also(trace, end) } else { Vec::new() };
                let told = [self.proof(trace, hop), also].concat();
                self.appearance(trace, &trace.appearances[*at], told, &margin)?;
            }
            End::Party(party) => {
                let mut line = vec![Piece::new(
                    Label::Outlet,
                    self.screen.clean(party).into_owned(),
                )];
                let why = "not in this archive with these words";
                line.push(Piece::new(Label::Detail, format!(" · {why}")));
                line.extend(self.proof(trace, hop));
                self.block(&margin, &line, usize::MAX)?;
            }
        }
        let mut deeper = bars.to_vec();
        if !bars.is_empty() {
            deeper.pop();
            deeper.push(!last);
        }
        deeper.push(true);
        if deeper.len() > DEEPEST {
            deeper.truncate(DEEPEST);
        }
        for (place, hop) in below.iter().enumerate() {
            // Who states two sources is drawn below the nearer one.
            let own = trace.source(&hop.to).is_some_and(|it| it.from == *end);
            if own {
                self.branch(trace, &hop.to, &deeper, place + 1 == below.len(), drawn)?;
            }
        }
        Ok(())
    }

    fn appearance(
        &mut self,
        trace: &Trace,
        it: &Appearance,
        told: Vec<Piece>,
        margin: &Margin,
    ) -> io::Result<()> {
        let mut article = it.article.clone();
        if let Some((n, _)) = &it.quote {
            article.id = format!("{}#{n}", article.id);
        }
        let word = match it.standing {
            Standing::First => {
                let all = trace.appearances.iter().map(|it| &it.article);
                stories::earliest(&it.article, all)
            }
            Standing::Copy => "",
            Standing::Variant if trace.appearances[0].quote.is_none() => "",
            Standing::Variant => "other words",
            Standing::Partial => "a part",
        };
        let mut line = self.place(&article, word);
        line.extend(told);
        self.block(margin, &line, usize::MAX)?;
        if !it.changes.is_empty() {
            let first = trace.appearances[0].text.as_str();
            let changed =
                pieces(&it.changes, [first, &it.text], self.screen, Label::Plain);
            let rest = Margin { first: margin.rest.clone(), rest: margin.rest.clone() };
            self.block(&rest, &changed, 4)?;
        }
        Ok(())
    }

    /// `· names Ostrel Press Agency (wire), its piece is missing {OPA}`: whom else it names.
    fn also(&self, trace: &Trace, end: &End) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for hop in trace.others(end) {
            let name = match &hop.from {
                End::Party(party) => party.as_str(),
                End::Here(at) => outlet(&trace.appearances[*at].article),
            };
            let name = self.screen.clean(name);
            pieces.push(Piece::whole(Label::Detail, " ·"));
            pieces.push(Piece::new(Label::Detail, format!(" names {name}:")));
            pieces.extend(self.proof(trace, Some(hop)).into_iter().skip(1));
        }
        pieces
    }

    /// `· translation, confirmed: “according to a translation by”`.
    fn proof(&self, trace: &Trace, hop: Option<&Hop>) -> Vec<Piece> {
        let Some(hop) = hop else { return Vec::new() };
        let role = hop.kind();
        let assumed = if hop.stated || hop.role.is_none() { "" } else { " assumed," };
        let known = match hop.proof {
            Proof::Confirmed => "confirmed",
            Proof::Contradicted if hop.changes.is_empty() => {
                "contradicted: it is dated later"
            }
            Proof::Contradicted => "contradicted: it has other words",
            Proof::Missing => "its piece is missing",
            Proof::Observed => "observed, not stated",
            Proof::Unknown => "who had it first is not known",
        };
        let mut pieces = vec![
            Piece::whole(Label::Detail, " ·"),
            Piece::new(Label::Detail, format!(" {role},{assumed} {known}")),
        ];
        let text = &trace.appearances[hop.by].article.text;
        if let Some(evidence) = hop.evidence.filter(|it| it.end <= text.len()) {
            let words = self.screen.clean(evidence.of(text)).into_owned();
            pieces.push(Piece::new(Label::Plain, " "));
            pieces.push(Piece::new(Label::Evidence, format!("{{{words}}}")));
        }
        pieces
    }
}

/// What stands left of a branch: the lines of the tree.
fn margin(bars: &[bool], last: bool, below: bool) -> Margin {
    let piece = |text: String| vec![Piece::whole(Label::Detail, text)];
    let Some((_, above)) = bars.split_last() else {
        let rest = if below { "│  " } else { "   " };
        return Margin { first: Vec::new(), rest: piece(rest.to_owned()) };
    };
    let line = |goes: &bool| if *goes { "│  " } else { "   " };
    let before: String = above.iter().map(line).collect();
    let first = format!("{before}{}", if last { "└─ " } else { "├─ " });
    let under = if below { "│  " } else { "" };
    let rest = format!("{before}{}{under}", if last { "   " } else { "│  " });
    Margin { first: piece(first), rest: piece(rest) }
}
