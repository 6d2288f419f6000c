//! Is a declared field too long to be what it says it is? A sender of 80,000 dots is no
//! outlet; looking for names in it would take a time that grows with its square. Such a
//! field is passed over, and said to be; what the input declares stays as it is.

use std::borrow::Cow;

use crate::model::{Article, Declared, Note};

/// Longest name of an outlet, of a section, of a party, and longest date, in bytes: the
/// longest of real ones are a few dozen letters.
const NAME: usize = 500;
/// Longest byline: papers with twenty reporters on one story fit.
const BYLINE: usize = 4_000;
/// Longest address that is looked at: browsers stop there too.
const ADDRESS: usize = 2_000;

/// The article without fields that are too long, and a note for each.
pub(crate) fn within(article: &Article) -> (Cow<'_, Article>, Vec<Note>) {
    if fits(&article.declared) {
        return (Cow::Borrowed(article), Vec::new());
    }
    let mut article = article.clone();
    let mut notes = Vec::new();
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
    declared.dates.retain(|it| it.written.len() <= NAME);
    (Cow::Owned(article), notes)
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
}
