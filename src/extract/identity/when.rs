//! When was the article published, of the dates that it gives? Its field, its address, its
//! path, a line of its own, its dateline: the first that can be true, made more exact by a
//! later one that agrees. What cannot be true is passed over with a note that says why.

use crate::extract::identity::date::{Order, in_line, in_url, month_of, parse, read};
use crate::extract::identity::weigh;
use crate::model::{Article, Basis, Date, Note, Precision, Published, Span};

/// What a date must fit into.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bounds {
    /// The day on which this is asked; no date can lie far behind it.
    pub(crate) today: Option<Date>,
    /// The year in which the outlet began.
    pub(crate) founded: Option<u16>,
    /// The dateline is an agency's and the publisher another: its day is not the
    /// publication's.
    pub(crate) handed_on: bool,
    /// How the outlet writes its dates.
    pub(crate) order: Order,
}

/// Before it there were no newspapers.
const FIRST_YEAR: u16 = 1600;

/// The publication date with its basis, and notes on dates that cannot be it.
pub(crate) fn published(
    article: &Article,
    bounds: Bounds,
) -> (Option<Published>, Vec<Note>) {
    if !article.declared.dates.is_empty() || article.declared.in_markup {
        return of_page(article, bounds);
    }
    let mut notes = Vec::new();
    let mut found: Option<Published> = None;
    for candidate in candidates(article) {
        if let Some(reason) = doubt(candidate.date, bounds) {
            let span = candidate.evidence;
            notes.push(Note { span, message: reason });
            continue;
        }
        match &found {
            None => found = Some(candidate),
            // fetched on a day of that month, published on any
            Some(_) if candidate.basis == Basis::Crawl => (),
            Some(known) if refines(candidate.date, known.date) => {
                found = Some(candidate);
            }
            Some(_) => (),
        }
        if found.is_some_and(|it| it.date.day > 0) {
            break;
        }
    }
    let found =
        found.map(|it| if bounds.handed_on { it } else { with_dateline(article, it) });
    notes.dedup_by(|one, other| one.message == other.message);
    (found, notes)
}

/// The same of a page, whose dates are weighed against each other; what a record about the
/// page declares, or its path, stands before and behind them.
fn of_page(article: &Article, bounds: Bounds) -> (Option<Published>, Vec<Note>) {
    let mut notes = Vec::new();
    let declared = &article.declared;
    let own = declared.date.as_deref();
    let own = own.filter(|own| !declared.dates.iter().any(|it| it.written == *own));
    let own = own.and_then(|it| read(it, bounds.order)).map(|it| it.0);
    let mut possible = |date: Date, evidence: Option<Span>| match doubt(date, bounds) {
        Some(message) => {
            notes.push(Note { span: evidence, message });
            false
        }
        None => true,
    };
    if let Some(date) = own.filter(|it| it.day > 0 && possible(*it, None)) {
        let basis = Basis::Declared;
        return (Some(Published { date, basis, evidence: None }), notes);
    }
    let mut candidates = weigh::candidates(article, bounds.order);
    candidates
        .retain(|it| it.weight > 0 && possible(it.published.date, it.published.evidence));
    let best = weigh::best(&candidates);
    let mut last = || {
        let crawled =
            declared.crawled.as_deref().and_then(parse).map(|it| (it, Basis::Crawl));
        let path = article.path_facts.date.map(|it| (it, Basis::Path));
        path.into_iter().chain(crawled).find(|it| possible(it.0, None))
    };
    let found = match best {
        Some((published, note)) => {
            notes.extend(note);
            Some(published)
        }
        None => last().map(|(date, basis)| Published { date, basis, evidence: None }),
    };
    notes.dedup_by(|one, other| one.message == other.message);
    (found, notes)
}

/// The dates of an article, the most trusted first, each looked for when it is asked for.
fn candidates(article: &Article) -> impl Iterator<Item = Published> + '_ {
    let declared = &article.declared;
    let find = move |basis: Basis| {
        let date = match basis {
            Basis::Declared => declared.date.as_deref().and_then(parse),
            Basis::Url => declared.url.as_deref().and_then(in_url),
            Basis::Path => article.path_facts.date,
            Basis::Crawl => declared.crawled.as_deref().and_then(parse),
            _ => return in_line(&article.text),
        };
        date.map(|date| Published { date, basis, evidence: None })
    };
    // A page was published before it was fetched: the day of the crawl is the last resort.
    let bases = [Basis::Declared, Basis::Url, Basis::Path, Basis::Text, Basis::Crawl];
    bases.into_iter().filter_map(find)
}

/// Why a date cannot be that of the article.
fn doubt(date: Date, bounds: Bounds) -> Option<String> {
    let epoch = (date.year, date.month, date.day) == (1970, 1, 1);
    if epoch {
        return Some(format!("the date {date} is what a program writes for none"));
    }
    if date.year < FIRST_YEAR {
        return Some(format!("the date {date} lies before the first newspapers"));
    }
    if bounds.today.is_some_and(|today| date.number() > two_days_after(today)) {
        return Some(format!("the date {date} lies in the future"));
    }
    let founded = bounds.founded.filter(|it| date.year < *it)?;
    Some(format!("the date {date} lies before the outlet began ({founded})"))
}

/// As a number; a clock may be ahead of another by a day and a zone.
fn two_days_after(today: Date) -> u64 {
    let civil = || {
        let (month, day) =
            (i8::try_from(today.month).ok()?, i8::try_from(today.day).ok()?);
        let date = jiff::civil::Date::new(i16::try_from(today.year).ok()?, month, day);
        let later = date.ok()?.checked_add(jiff::Span::new().days(2)).ok()?;
        let part = |it: i8| u8::try_from(it).ok();
        let year = u16::try_from(later.year()).ok()?;
        Some(Date::day(year, part(later.month())?, part(later.day())?).number())
    };
    civil().unwrap_or(u64::MAX)
}

/// More exact, and nothing else than the known date says.
fn refines(date: Date, known: Date) -> bool {
    date.precision() > known.precision()
        && date.precision() <= Precision::Day
        && date.year == known.year
        && (known.month == 0 || date.month == known.month)
}

/// "LYS, March 12 (Meridian Wire) -" gives the day of a known month, or of a known year.
fn with_dateline(article: &Article, known: Published) -> Published {
    if known.date.day > 0 {
        return known;
    }
    let Some((month, day, evidence)) = dateline_day(&article.text, article.body) else {
        return known;
    };
    let fits = known.date.month == 0 || known.date.month == month;
    let date = parse(&format!("{:04}-{month:02}-{day:02}", known.date.year));
    match date.filter(|_| fits) {
        Some(date) => {
            Published { date, basis: Basis::Dateline, evidence: Some(evidence) }
        }
        None => known,
    }
}

/// Month and day of the dateline that opens one of the first paragraphs, and the words.
fn dateline_day(text: &str, body: usize) -> Option<(u8, u8, Span)> {
    let rest = text.get(body..)?;
    let mut start = body;
    for line in rest.split_inclusive('\n').take(6) {
        let from = start + (line.len() - line.trim_start().len());
        start += line.len();
        let Some(head) = dateline(line.trim()) else { continue };
        let numbers = || {
            head.split(|it: char| !it.is_alphanumeric())
                .filter_map(|it| it.parse::<u8>().ok())
        };
        let month = head.split(|it: char| !it.is_alphabetic()).find_map(month_of);
        let day = numbers().find(|it| (1..=31).contains(it));
        if let (Some(month), Some(day)) = (month, day) {
            return Some((month, day, Span::new(from, from + head.len())));
        }
    }
    None
}

/// What stands before the dash of "LYS, March 12 (Meridian Wire) - The pier": a place in
/// capitals, and nothing that is a sentence.
fn dateline(line: &str) -> Option<&str> {
    let end =
        [" - ", " – ", " — ", " -- "].iter().filter_map(|it| line.find(it)).min()?;
    let head = &line[..end];
    let place = head.split([',', '(']).next()?.trim();
    let capitals = place.chars().filter(|it| it.is_uppercase()).count() >= 2
        && !place.chars().any(char::is_lowercase);
    (capitals && head.split_whitespace().count() <= 10).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PathFacts;

    fn article(text: &str, declared: Option<&str>, path: Option<Date>) -> Article {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        article.declared.date = declared.map(str::to_owned);
        article.path_facts = PathFacts { outlet: None, date: path };
        article
    }

    fn check(article: &Article, bounds: Bounds, expected: &str) {
        let (found, notes) = published(article, bounds);
        let date = found.map_or_else(
            || "none".to_owned(),
            |it| format!("{} {}", it.date, it.basis.as_str()),
        );
        let notes: Vec<String> = notes.into_iter().map(|it| it.message).collect();
        assert_eq!([vec![date], notes].concat().join("; "), expected, "{}", article.text);
    }

    const MONTH: Date = Date { year: 2025, month: 3, day: 0, seconds: None };

    #[test]
    fn the_more_exact_date_that_agrees_wins() {
        let any = Bounds::default();
        let path = Some(MONTH);
        let line = "Berth Four Closed\n10 March 2025\n\nThe pier is shut.";
        check(&article(line, None, path), any, "2025-03-10 text");
        let german =
            "Kai Vier bleibt zu\n\nVon Swantje Ohl\n10. März 2025\n\nDie Fähre ruht.";
        check(&article(german, None, path), any, "2025-03-10 text");
        let other = "Berth Four Closed\n10 April 2025\n\nThe pier is shut.";
        check(&article(other, None, path), any, "2025-03 path");
        let dateline = "LYS, March 12 (Meridian Wire) - The pier is shut.";
        check(&article(dateline, None, path), any, "2025-03-12 dateline");
        let copy = Bounds { handed_on: true, ..any };
        check(&article(dateline, None, path), copy, "2025-03 path");
        let elsewhere = "LYS, April 12 (Meridian Wire) - The pier is shut.";
        check(&article(elsewhere, None, path), any, "2025-03 path");
        let none = "LYS, March 12 (Meridian Wire) - The pier is shut.";
        check(&article(none, None, None), any, "none");
        check(&article(line, Some("2025-03-11"), path), any, "2025-03-11 declared");
        let sentence = "Orr said on March 12 - a Wednesday - that the pier is shut.";
        check(&article(sentence, None, path), any, "2025-03 path");
    }

    #[test]
    fn what_cannot_be_is_not_believed() {
        let today = Some(Date::day(2025, 6, 1));
        let bounds = Bounds { today, founded: Some(1911), ..Bounds::default() };
        let future = article("The pier is shut.", Some("2031-03-09"), None);
        check(&future, bounds, "none; the date 2031-03-09 lies in the future");
        check(&future, Bounds::default(), "2031-03-09 declared");
        let next = article("The pier is shut.", Some("2031-03-09"), Some(MONTH));
        check(&next, bounds, "2025-03 path; the date 2031-03-09 lies in the future");
        let tomorrow = article("The pier is shut.", Some("2025-06-02"), None);
        check(&tomorrow, bounds, "2025-06-02 declared");
        let epoch = article("The pier is shut.", Some("1970-01-01T00:00:00Z"), None);
        check(
            &epoch,
            bounds,
            "none; the date 1970-01-01 is what a program writes for none",
        );
        let early = article("The pier is shut.", Some("1899-05-02"), None);
        check(
            &early,
            bounds,
            "none; the date 1899-05-02 lies before the outlet began (1911)",
        );
        let first = article("The pier is shut.", Some("1499-05-02"), None);
        check(
            &first,
            Bounds::default(),
            "none; the date 1499-05-02 lies before the first newspapers",
        );
    }
}
