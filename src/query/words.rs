//! By which forms of the index is a word of the query found? One unit a position, for
//! the engine and for the highlighter alike; it asks the index nothing.

use regex::{Regex, RegexBuilder};

use crate::index::forms::forms;
use crate::index::tokenizer::{CASED, STEM};
use crate::model::query::What;
use crate::text::normalize::fold;

use super::error::distance;
use super::leaf::is_pattern;

/// What one position of a text must hold.
#[derive(Clone, Debug)]
pub(super) enum Unit {
    /// One of these forms of the index.
    Forms {
        /// The word as typed.
        best: String,
        /// Its stem, where other endings count.
        lesser: Vec<String>,
    },
    /// One of these words as the archive writes them.
    Written {
        /// What was asked for.
        unit: Box<Unit>,
        /// As typed, but for case and accents; all words that fit a pattern.
        best: Vec<String>,
        /// With other endings.
        lesser: Vec<String>,
    },
    /// A folded word that fits.
    Pattern {
        /// What every form that fits begins with.
        prefix: String,
        /// The whole of a form; none where the pattern is too large.
        regex: Option<Regex>,
    },
    /// A folded word with up to `distance` letters changed.
    Fuzzy {
        /// Folded.
        text: String,
        /// 1 or 2.
        distance: u8,
    },
}

impl Unit {
    /// A form of the index fits.
    pub(super) fn fits(&self, form: &str) -> bool {
        match self {
            Self::Forms { best, lesser } => {
                best == form || lesser.iter().any(|it| it == form)
            }
            Self::Written { unit, .. } => unit.fits(form),
            Self::Pattern { regex, .. } => {
                !is_tagged(form) && regex.as_ref().is_some_and(|it| it.is_match(form))
            }
            Self::Fuzzy { text, distance: limit } => {
                !is_tagged(form) && distance(text, form, usize::from(*limit)).is_some()
            }
        }
    }

    /// Stands for the same forms as another; patterns are not compared.
    pub(super) fn is(&self, other: &Self) -> bool {
        let (Self::Forms { best, lesser }, Self::Forms { best: b, lesser: l }) =
            (self.asked(), other.asked())
        else {
            return false;
        };
        (best, lesser) == (b, l)
    }

    /// How words begin that may fit; empty where they may begin with anything.
    pub(super) fn beginnings(&self) -> impl Iterator<Item = &str> {
        let (first, lesser): (&str, &[String]) = match self.asked() {
            Self::Forms { best, lesser } => (best, lesser),
            Self::Pattern { prefix, .. } => (prefix, &[]),
            Self::Fuzzy { .. } | Self::Written { .. } => ("", &[]),
        };
        std::iter::once(first).chain(lesser.iter().map(String::as_str))
    }

    /// What every name that holds it has at the beginning of a word; empty where that may
    /// be anything.
    pub(super) fn piece(&self) -> &str {
        match self.asked() {
            Self::Forms { best, .. } => best,
            other => other.prefix(),
        }
    }

    /// What all its forms begin with.
    pub(super) fn prefix(&self) -> &str {
        match self {
            Self::Pattern { prefix, .. } => prefix,
            Self::Written { unit, .. } => unit.prefix(),
            Self::Forms { .. } | Self::Fuzzy { .. } => "",
        }
    }

    /// The terms of the index, as typed and with other endings; nothing of a pattern.
    pub(super) fn terms(&self) -> Option<(&[String], &[String])> {
        match self {
            Self::Forms { best, lesser } => Some((std::slice::from_ref(best), lesser)),
            Self::Written { best, lesser, .. } => Some((best, lesser)),
            Self::Pattern { .. } | Self::Fuzzy { .. } => None,
        }
    }

    /// What was asked for, before the archive was.
    pub(super) fn asked(&self) -> &Self {
        match self {
            Self::Written { unit, .. } => unit,
            Self::Forms { .. } | Self::Pattern { .. } | Self::Fuzzy { .. } => self,
        }
    }
}

/// Bytes a compiled pattern may take: a word is short, and a query is not a program.
const LARGEST: usize = 1 << 20;

/// The unit of a regular expression; the error says what is wrong with it.
pub(super) fn regex(pattern: &str) -> Result<Unit, String> {
    let fault =
        |error: regex::Error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            // The last line says what is wrong, the others show where.
            other => other.to_string().lines().last().map_or_else(String::new, |it| {
                it.trim_start_matches("error: ").to_owned()
            }),
        };
    let regex = RegexBuilder::new(&format!("^(?s:{pattern})$"))
        .size_limit(LARGEST)
        .build()
        .map_err(fault)?;
    Ok(Unit::Pattern { prefix: String::new(), regex: Some(regex) })
}

fn is_tagged(form: &str) -> bool {
    form.starts_with(['\u{1}', STEM, CASED])
}

/// The units of a word, phrase or pattern; none where it holds no word.
pub(super) fn units(what: &What, languages: &[String]) -> Vec<Unit> {
    match what {
        What::Word { text, exact } | What::Phrase { text, exact } => {
            sequence(text, *exact, languages)
        }
        What::Wildcard(text) => vec![pattern(text)],
        What::Regex(text) => regex(text).into_iter().collect(),
        What::Fuzzy { text, distance } => {
            let mut units = sequence(text, true, &[]);
            if let [Unit::Forms { .. }] = units.as_slice() {
                units = vec![Unit::Fuzzy { text: fold(text), distance: *distance }];
            }
            units
        }
        _ => Vec::new(),
    }
}

/// The units of the folded words alone, as names are indexed.
pub(super) fn names(what: &What) -> Vec<Unit> {
    let (What::Word { text, .. } | What::Phrase { text, .. }) = what else {
        return units(what, &[]);
    };
    let plain = What::Phrase { text: text.clone(), exact: false };
    units(&plain, &[])
}

fn sequence(text: &str, exact: bool, languages: &[String]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut plain = String::new();
    for word in text.split(' ') {
        if is_pattern(word) && word.chars().any(char::is_alphanumeric) {
            words(&plain, exact, languages, &mut units);
            plain.clear();
            units.push(pattern(word));
        } else {
            plain.push(' ');
            plain.push_str(word);
        }
    }
    words(&plain, exact, languages, &mut units);
    units
}

fn words(text: &str, exact: bool, languages: &[String], units: &mut Vec<Unit>) {
    let from = units.len();
    forms(text, None, &mut |position, _, form| {
        if form.starts_with('\u{1}') {
            return;
        }
        let at = from + position;
        match units.get_mut(at) {
            None => {
                units.push(Unit::Forms { best: form.to_owned(), lesser: Vec::new() });
            }
            Some(Unit::Forms { best, .. }) if exact && form.starts_with(CASED) => {
                form.clone_into(best);
            }
            _ => {}
        }
    });
    if exact {
        return;
    }
    for language in languages {
        forms(text, Some(language), &mut |position, _, form| {
            let Some(stem) = form.strip_prefix(STEM) else { return };
            if let Some(Unit::Forms { best, lesser }) = units.get_mut(from + position) {
                // A word that is its own stem is indexed without a tag.
                for form in [form, stem] {
                    if form != best && !lesser.iter().any(|it| it == form) {
                        lesser.push(form.to_owned());
                    }
                }
            }
        });
    }
    for unit in &mut units[from..] {
        if let Unit::Forms { best, lesser } = unit {
            // Other words that have this one as their stem.
            lesser.insert(0, format!("{STEM}{best}"));
        }
    }
}

/// `*` and `?` as a pattern of folded forms, tags excluded.
fn pattern(text: &str) -> Unit {
    const ANY: &str = "[^\u{1}\u{2}\u{3}]";
    let text =
        text.trim_matches(|it: char| !it.is_alphanumeric() && it != '*' && it != '?');
    let mut source = String::new();
    let mut literal = String::new();
    for letter in text.chars() {
        if matches!(letter, '*' | '?') {
            source.push_str(&regex::escape(&fold(&literal)));
            literal.clear();
            source.push_str(ANY);
            source.push_str(if letter == '*' { "*" } else { "" });
        } else {
            literal.push(letter);
        }
    }
    source.push_str(&regex::escape(&fold(&literal)));
    let begins = text.split(['*', '?']).next().unwrap_or_default();
    let whole = format!("^(?s:{source})$");
    let regex = RegexBuilder::new(&whole).size_limit(LARGEST).build().ok();
    Unit::Pattern { prefix: fold(begins), regex }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, exact: bool, fitting: &[&str], unfitting: &[&str]) {
        let what = What::Word { text: text.to_owned(), exact };
        let units = units(&what, &["en".to_owned()]);
        assert_eq!(units.len(), 1, "{text}");
        for form in fitting {
            assert!(units[0].fits(form), "{text} {form:?}");
        }
        for form in unfitting {
            assert!(!units[0].fits(form), "{text} {form:?}");
        }
    }

    #[test]
    fn forms_of_a_word() {
        check("ferries", false, &["ferries", "\u{2}ferri", "ferri"], &["ferry"]);
        check("strike", false, &["strike", "\u{2}strike"], &["strikes"]);
        check("US", true, &["\u{3}US"], &["us"]);
        check("Émile’s", false, &["emile"], &["émile"]);
    }

    #[test]
    fn patterns() {
        let units = |text: &str| units(&What::Wildcard(text.to_owned()), &[]);
        assert!(units("Harb*")[0].fits("harbour"));
        assert!(!units("harb*")[0].fits("\u{3}harbour"));
        assert!(units("organi?ation")[0].fits("organisation"));
        assert!(!units("*stan")[0].fits("\u{2}stan"));
    }

    #[test]
    fn phrases_may_hold_patterns() {
        let what = What::Phrase { text: "the harb* wall".to_owned(), exact: false };
        assert_eq!(units(&what, &[]).len(), 3);
    }
}
