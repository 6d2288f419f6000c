//! Is a declared field, or a text, too long to be what it says it is? A sender of 80,000 dots
//! is no outlet; looking for names in it would take a time that grows with its square. Such a
//! field is passed over, and said to be; what the input declares stays as it is. Of a text
//! that is longer than a long book the beginning is understood.

use std::borrow::Cow;

use crate::model::{Article, Declared, Note};

/// Longest name of an outlet, of a section, of a party, and longest date, in bytes: the
/// longest of real ones are a few dozen letters.
const NAME: usize = 500;
/// Parties of a road that are believed.
const PARTIES: usize = 64;
/// Longest byline: papers with twenty reporters on one story fit.
const BYLINE: usize = 4_000;
/// Longest address that is looked at: browsers stop there too.
const ADDRESS: usize = 2_000;

/// Longest text that is understood, in bytes. A token takes a hundred bytes while its text
/// is read, so that sixty megabytes of full stops would need seven gigabytes.
const TEXT: usize = 4 << 20;

/// The article without fields that are too long and what is too long of its text, and a note
/// for each. The text is found, shown and compared whole; see [`crate::index`].
pub(crate) fn within(article: &Article) -> (Cow<'_, Article>, Vec<Note>) {
    let short = article.text.len() <= TEXT;
    if short && fits(&article.declared) {
        return (Cow::Borrowed(article), Vec::new());
    }
    let mut notes = Vec::new();
    let mut article = if short { article.clone() } else { beginning(article) };
    if !short {
        let most = TEXT >> 20;
        let text = format!("is longer than {most} MB: only its beginning is understood");
        notes.push(Note::new(text));
    }
    let declared = &mut article.declared;
    let fields = [
        ("outlet", NAME, &mut declared.outlet),
        ("date", NAME, &mut declared.date),
        ("section", NAME, &mut declared.section),
        ("language", NAME, &mut declared.language),
        ("date of the crawl", NAME, &mut declared.crawled),
        ("byline", BYLINE, &mut declared.byline),
        ("address", ADDRESS, &mut declared.url),
    ];
    for (name, most, field) in fields {
        if field.take_if(|it| it.len() > most).is_some() {
            notes.push(Note::new(format!("declares an overlong {name}, passed over")));
        }
    }
    declared.parties.retain(|it| it.name.len() <= NAME);
    if declared.parties.len() > PARTIES {
        declared.parties.truncate(PARTIES);
        notes.push(Note::new(format!(
            "declares more than {PARTIES} parties, the others are passed over"
        )));
    }
    declared.dates.retain(|it| it.written.len() <= NAME);
    (Cow::Owned(article), notes)
}

/// The article with what is understood of its text; it is not copied whole for that.
fn beginning(article: &Article) -> Article {
    let text = &article.text[..article.text.floor_char_boundary(TEXT)];
    // not within a sentence, where there is an end of a paragraph near
    let end = text.rfind("\n\n").filter(|it| *it > TEXT / 2).unwrap_or(text.len());
    Article {
        place: article.place.clone(),
        declared: article.declared.clone(),
        path_facts: article.path_facts.clone(),
        headline: article.headline.clone(),
        text: text[..end].to_owned(),
        body: article.body.min(end),
    }
}

fn fits(declared: &Declared) -> bool {
    let short = |field: &Option<String>, most: usize| {
        field.as_ref().is_none_or(|it| it.len() <= most)
    };
    let names = [
        &declared.outlet,
        &declared.date,
        &declared.section,
        &declared.language,
        &declared.crawled,
    ];
    names.into_iter().all(|it| short(it, NAME))
        && short(&declared.byline, BYLINE)
        && short(&declared.url, ADDRESS)
        && declared.parties.len() <= PARTIES
        && declared.parties.iter().all(|it| it.name.len() <= NAME)
        && declared.dates.iter().all(|it| it.written.len() <= NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_passed_over_and_said() {
        let mut article = Article::default();
        article.declared.outlet = Some("The Lantern".to_owned());
        article.declared.byline = Some("By Ana Bell".to_owned());
        let (same, notes) = within(&article);
        assert!(matches!(same, Cow::Borrowed(_)) && notes.is_empty());
        article.declared.outlet = Some(".".repeat(80_000));
        let (other, notes) = within(&article);
        assert_eq!(other.declared.outlet, None);
        assert_eq!(other.declared.byline, article.declared.byline);
        assert_eq!(notes[0].message, "declares an overlong outlet, passed over");
    }

    #[test]
    fn a_text_longer_than_a_book_is_understood_at_its_beginning() {
        let paragraph =
            "“The pier stays shut,” Ana Bell told the council. 潮は満ちた。\n\n";
        let text = paragraph.repeat(TEXT / paragraph.len() + 2);
        let long = Article { text, ..Article::default() };
        let (first, notes) = within(&long);
        assert!(first.text.len() <= TEXT && first.text.ends_with("潮は満ちた。"));
        assert!(long.text.starts_with(&first.text));
        assert_eq!(
            notes[0].message,
            "is longer than 4 MB: only its beginning is understood"
        );
        let body = long.text.len();
        let all_head = Article { body, text: "潮".repeat(TEXT), ..Article::default() };
        let (first, _) = within(&all_head);
        assert!(first.text.get(first.body..).is_some());
    }
}
