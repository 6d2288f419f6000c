//! Which of the dates that a page gives is the day of its publication? Each is weighed by
//! where it stands, by how much of its line it is, by what agrees with it and by what it
//! contradicts: a page shows the dates of other articles, of changes and of today too.

use std::borrow::Cow;

use super::date::{Order, find, in_url, read};
use crate::document::html::{Said, said};
use crate::extract::lexicon::Lexicon;
use crate::model::{Article, Basis, Date, Dating, Note, Published, Span, Whence};

/// A page on the web is not older.
const FIRST_YEAR: u16 = 1991;
/// How many bytes of the text may open with a date.
const HEAD: usize = 700;
/// What every other place that gives the same day adds.
const AGREES: i32 = 12;

/// A date with what speaks for it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) published: Published,
    /// More is better; markup that says so has a hundred.
    pub(super) weight: i32,
    /// The weight of its place alone.
    base: i32,
    /// What it may mean otherwise.
    or: Option<Date>,
    /// Its clock was that of Greenwich, and nobody has said that the outlet's is.
    universal: bool,
    written: String,
}

/// The dates of a page, the most credible first, with notes on those that can be read in
/// two ways.
pub(super) fn candidates(article: &Article, order: Order) -> Vec<Candidate> {
    let declared = &article.declared;
    let mut all: Vec<Candidate> = Vec::new();
    for (at, dating) in declared.dates.iter().enumerate() {
        all.extend(of_dating(dating, at, order));
    }
    let address = declared.url.as_deref().and_then(in_url);
    if let Some(date) = address {
        let weight = if date.day > 0 { 78 } else { 20 };
        all.push(plain(date, Basis::Url, weight));
    }
    in_text(article, order, &mut all);
    all.retain(|it| it.published.date.year >= FIRST_YEAR);
    let weights: Vec<i32> = all
        .iter()
        .map(|it| it.weight + support(it, &all) - contradiction(it, address))
        .collect();
    for (candidate, weight) in all.iter_mut().zip(weights) {
        candidate.weight = weight;
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.weight));
    all
}

/// The best of them, in the outlet's own days: "2024-04-14T22:30Z" is the 15th where the page
/// itself says so.
pub(super) fn best(candidates: &[Candidate]) -> Option<(Published, Option<Note>)> {
    let first = candidates.first()?;
    let mut published = first.published;
    let shows =
        |it: &Candidate| !it.universal && it.published.date.day > 0 && it.base >= 40;
    let number = published.date.number();
    let same =
        candidates.iter().any(|it| shows(it) && it.published.date.number() == number);
    if first.universal && !same {
        let local = candidates
            .iter()
            .find(|it| shows(it) && is_local(published.date, it.published.date));
        if let Some(local) = local {
            published.date =
                Date { seconds: published.date.seconds, ..local.published.date };
        }
    }
    let sure = candidates.iter().any(|it| {
        it.or.is_none() && it.published.date.number() == published.date.number()
    });
    let note = first.or.filter(|_| !sure).map(|other| {
        Note::new(format!(
            "the date \u{201c}{}\u{201d} may be {} or {other}",
            first.written, published.date
        ))
    });
    Some((published, note))
}

fn plain(date: Date, basis: Basis, weight: i32) -> Candidate {
    let published = Published { date, basis, evidence: None };
    let written = String::new();
    Candidate { published, weight, base: weight, or: None, universal: false, written }
}

fn base(whence: Whence) -> i32 {
    match whence {
        Whence::Published => 100,
        Whence::Created => 70,
        Whence::Time => 66,
        Whence::Labelled => 60,
        Whence::Meta => 56,
        Whence::Script => 46,
        Whence::Line => 42,
        Whence::Modified => 34,
        Whence::Aside => 10,
        Whence::Image => 6,
    }
}

fn of_dating(dating: &Dating, at: usize, order: Order) -> Vec<Candidate> {
    let written = dating.written.as_str();
    let visible = matches!(
        dating.whence,
        Whence::Time | Whence::Labelled | Whence::Line | Whence::Aside
    );
    let basis =
        if matches!(dating.whence, Whence::Labelled | Whence::Line | Whence::Aside) {
            Basis::Text
        } else {
            Basis::Markup
        };
    let base = base(dating.whence);
    if dating.whence == Whence::Image {
        // a month may be that of any picture: "/uploads/2019/04/harbour.jpg"
        let date = in_url(written).filter(|it| it.day > 0);
        return date.map(|it| plain(it, basis, base)).into_iter().collect();
    }
    if !visible {
        let Some((date, or)) = read(written, order) else { return Vec::new() };
        let ends = ["Z", "+00:00", "+0000"].iter().any(|it| written.ends_with(it));
        let universal =
            ends || written.len() >= 10 && written.bytes().all(|it| it.is_ascii_digit());
        // a page that states several shows other articles, or its changes
        let later = if dating.whence == Whence::Published && at > 0 { 16 } else { 0 };
        let weight = if date.day > 0 { base - later } else { base - 50 };
        let written = written.to_owned();
        return vec![Candidate { or, universal, written, ..plain(date, basis, weight) }];
    }
    if let Some((date, None)) =
        read(written, order).filter(|_| dating.whence == Whence::Time)
    {
        let weight = if date.day > 0 { base } else { base - 50 };
        return vec![plain(date, basis, weight - late(at))];
    }
    let found = find(written, order);
    let found = found.into_iter().filter(|it| it.date.day > 0);
    found
        .map(|it| {
            // a weekday and a word before it are no other words
            let share = (covered(it.whole.len(), written.len()) * 2).min(100);
            let weight = base * (40 + share * 6 / 10) / 100 - late(at);
            let written = written[it.place.clone()].to_owned();
            Candidate { or: it.or, written, ..plain(it.date, basis, weight) }
        })
        .collect()
}

/// What comes late in a page is less likely its date.
fn late(at: usize) -> i32 {
    i32::try_from(at.min(20)).unwrap_or(20) / 3
}

/// In hundredths.
fn covered(part: usize, whole: usize) -> i32 {
    i32::try_from(part * 100 / whole.max(1)).unwrap_or(100)
}

/// Dates that open the text or close it: "Berlin, 10 November 2021 -", "Stand: 26.01.2022".
fn in_text(article: &Article, order: Order, all: &mut Vec<Candidate>) {
    let text = &article.text;
    let head = text.floor_char_boundary(HEAD.min(text.len()));
    for (start, line) in lines(&text[..head]) {
        push_line(start, line, 44, order, all);
    }
    let tail = text.ceil_char_boundary(text.len().saturating_sub(300).max(head));
    for (start, line) in lines(&text[tail..]) {
        push_line(tail + start, line, 30, order, all);
    }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr().addr();
    text.lines().map(move |line| (line.as_ptr().addr() - start, line))
}

fn push_line(
    start: usize,
    line: &str,
    base: i32,
    order: Order,
    all: &mut Vec<Candidate>,
) {
    // "The tide table. Retrieved 19 May 2014."
    if said(line) == Some(Said::Accessed) {
        return;
    }
    for found in find(line, order).into_iter().filter(|it| it.date.day > 0) {
        let share = covered(found.whole.len(), line.len().min(160));
        // inside a sentence it is the day of what is told
        let weight = base * (30 + share * 7 / 10) / 100
            - if found.place.start > 60 { 10 } else { 0 };
        let place = Span::new(start + found.place.start, start + found.place.end);
        let written = line[found.place.clone()].to_owned();
        let mut candidate =
            Candidate { or: found.or, written, ..plain(found.date, Basis::Text, weight) };
        candidate.published.evidence = Some(place);
        all.push(candidate);
    }
}

/// What other places that give the same day add, each place once.
fn support(candidate: &Candidate, all: &[Candidate]) -> i32 {
    let same = all
        .iter()
        .filter(|it| it.published.date.number() == candidate.published.date.number());
    let mut bases: Vec<Basis> = same.map(|it| it.published.basis).collect();
    bases.sort_unstable();
    bases.dedup();
    AGREES * i32::try_from(bases.len().saturating_sub(1)).unwrap_or(0)
}

/// What an address of another month takes away.
fn contradiction(candidate: &Candidate, address: Option<Date>) -> i32 {
    let Some(address) = address else { return 0 };
    let date = candidate.published.date;
    let same =
        date.year == address.year && (address.month == 0 || date.month == address.month);
    match same {
        false => 18,
        // the day of a month that the address has
        true if address.day == 0 && date.day > 0 => -25,
        true => 0,
    }
}

/// The second is the day of the first in a zone where most of such pages are made: from
/// America, eight hours behind Greenwich, to Moscow and the Gulf, four hours ahead.
fn is_local(universal: Date, local: Date) -> bool {
    let day = |it: Date| {
        let (month, day) = (i8::try_from(it.month).ok()?, i8::try_from(it.day).ok()?);
        jiff::civil::Date::new(i16::try_from(it.year).ok()?, month, day).ok()
    };
    let (Some(one), Some(two), Some(seconds)) =
        (day(universal), day(local), universal.seconds)
    else {
        return false;
    };
    let hour = seconds.rem_euclid(86_400) / 3600;
    one.tomorrow().is_ok_and(|it| it == two) && hour >= 20
        || one.yesterday().is_ok_and(|it| it == two) && hour < 8
}

/// In which order the outlet writes its dates: by its country, the end of its address, or the
/// language that the page declares.
pub(crate) fn order(article: &Article, lexicon: &Lexicon, outlet: Option<&str>) -> Order {
    let country =
        outlet.and_then(|it| lexicon.outlet(it)).map(|it| Cow::from(it.country.as_str()));
    let country = country.filter(|it| !it.is_empty());
    let declared = &article.declared;
    let host = declared.url.as_deref().and_then(|it| it.split_once("://")).map(|it| it.1);
    let host = host.and_then(|it| it.split(['/', ':', '?']).next());
    let end = host.and_then(|it| it.rsplit('.').next()).filter(|it| it.len() == 2);
    let language = declared.language.as_deref().unwrap_or_default();
    let region = language.split(['-', '_']).nth(1).filter(|it| it.len() == 2);
    let country = country.or(region.map(Cow::from)).or(end.map(Cow::from));
    match country.as_deref().map(str::to_ascii_uppercase).as_deref() {
        Some("US" | "PH" | "FM" | "MH") => Order::MonthFirst,
        Some("IO" | "CO" | "TV" | "ME" | "AI" | "CA") | None => {
            let other =
                !language.is_empty() && !language.to_ascii_lowercase().starts_with("en");
            if other { Order::DayFirst } else { Order::Unknown }
        }
        Some(_) => Order::DayFirst,
    }
}
