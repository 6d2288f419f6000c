//! Do two writers give the same speech, or does one say otherwise? Speech is heard,
//! transcribed, cut and translated back: a "that", a spelling or an ellipsis is no other
//! statement. A "not", a figure and a word of content are.

use crate::model::{Change, Span};
use crate::text::normalize::fold;
use crate::text::word::tokens;

use super::diff::said;

/// Words that writers put in and leave out of speech, by language: articles, conjunctions,
/// what is said to gain time. Nothing that denies, asks, counts or sets a time.
const LIGHT: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "a", "an", "the", "that", "this", "these", "those", "which", "who", "and",
            "but", "so", "well", "just", "really", "very", "then", "also", "um", "uh",
            "er", "ah", "oh", "you", "know", "like", "to", "of", "in", "on", "at", "for",
            "by", "with", "as", "here", "there",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem",
            "einer", "eines", "dass", "und", "aber", "so", "ja", "also", "doch", "nun",
            "denn", "auch", "da", "zu", "in", "im", "an", "am", "auf", "mit", "von",
            "vom", "für", "äh", "eben", "halt", "mal",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "que", "qu",
            "et", "mais", "donc", "alors", "bien", "très", "aussi", "à", "au", "aux",
            "en", "dans", "euh", "ce", "cette", "ces",
        ],
    ),
    (
        "es",
        &[
            "el", "la", "los", "las", "un", "una", "unos", "unas", "que", "y", "pero",
            "pues", "entonces", "bien", "muy", "también", "a", "al", "de", "del", "en",
            "con", "por", "eh", "este", "esta",
        ],
    ),
    (
        "ru",
        &[
            "что", "это", "этот", "эта", "и", "а", "но", "же", "ну", "вот", "так", "в",
            "на", "с",
        ],
    ),
];

/// Words written in two ways: as they stand in one writer's copy, and in another's.
const WRITTEN: &[(&str, &str)] = &[
    ("won't", "will not"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("shan't", "shall not"),
    ("gonna", "going to"),
    ("wanna", "want to"),
    ("gotta", "got to"),
    ("okay", "ok"),
    ("per", ""),
    ("percent", "cent"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
];

/// How contracted words end, and what that stands for.
const ENDS: &[(&str, &str)] = &[
    ("n't", "not"),
    ("'re", "are"),
    ("'ve", "have"),
    ("'ll", "will"),
    ("'m", "am"),
    ("'s", "is"),
    ("'d", "would"),
];

/// Letters that two spellings or forms of a word have in common.
const SHARED: usize = 4;

/// Whether `own` is another statement than `theirs`. Both are of one passage; what was cut
/// from its ends is a cut, no more.
///
/// ```
/// use morgue::relate::wording::says_otherwise;
/// let said = "I think that we don't want a quarrel about the harbour";
/// assert!(!says_otherwise(said, "we do not want a … about the harbor", "en"));
/// assert!(!says_otherwise(said, "I think we do not want the quarrel", "en"));
/// assert!(says_otherwise(said, "I think that we want a quarrel", "en"));
/// assert!(says_otherwise(said, "I think that we don't want a ferry about the harbour", "en"));
/// ```
pub fn says_otherwise(theirs: &str, own: &str, language: &str) -> bool {
    let light = light(language);
    // Cut and added since the words were last the same, and where that was.
    let (mut cut, mut added) = (Vec::new(), Vec::new());
    let mut before: Option<usize> = None;
    let differ = |cut: &[Span], added: &[Span], place: Place<'_>| {
        let words = |spans: &[Span], text| -> Vec<String> {
            spans.iter().flat_map(|it| plain(it.of(text), light)).collect()
        };
        let (a, b) = (words(cut, theirs), words(added, own));
        let both = a.len().min(b.len());
        match place {
            Place::Within(between) => {
                !alike(&a, &b) && !is_open(between, added.is_empty())
            }
            // At an end, words that stand for others say otherwise; a cut does not.
            Place::Start => !alike(&a[a.len() - both..], &b[b.len() - both..]),
            Place::End => !alike(&a[..both], &b[..both]),
        }
    };
    for change in said(theirs, own) {
        match change {
            Change::Cut(span) => cut.push(span),
            Change::Added(span) => added.push(span),
            Change::Same(_, span) => {
                let between = before.map(|it| &own[it..span.start]);
                if differ(&cut, &added, between.map_or(Place::Start, Place::Within)) {
                    return true;
                }
                cut.clear();
                added.clear();
                before = Some(span.end);
            }
        }
    }
    before.is_none() || differ(&cut, &added, Place::End)
}

/// Where two statements differ: before, between, or after what they have in common.
enum Place<'a> {
    Start,
    /// The words of the later there, and what stands around them.
    Within(&'a str),
    End,
}

/// The writer says that words were left out or put in there: `…`, `[they]`.
fn is_open(between: &str, only_cut: bool) -> bool {
    let left_out = between.contains('…') || between.contains("...");
    let bracketed = match (between.find('['), between.rfind(']')) {
        (Some(open), Some(close)) if open < close => {
            let around = [&between[..open], &between[close..]];
            !around.iter().any(|it| it.contains(char::is_alphanumeric))
        }
        _ => false,
    };
    bracketed || left_out && only_cut
}

fn light(language: &str) -> &'static [&'static str] {
    let of = |code: &str| LIGHT.iter().find(|it| it.0 == code).map(|it| it.1);
    let code = language.get(..2).unwrap_or("en");
    of(code).unwrap_or_default()
}

/// The words of a stretch that say something, contractions and figures written out.
fn plain(text: &str, light: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens(text).filter(|it| it.kind.is_word()) {
        let word = token.span.of(text).to_lowercase().replace('’', "'");
        if let Some((_, written)) = WRITTEN.iter().find(|it| it.0 == word) {
            found.extend(
                written.split(' ').filter(|it| !it.is_empty()).map(str::to_owned),
            );
            continue;
        }
        match ENDS.iter().find_map(|(end, full)| Some((word.strip_suffix(end)?, full))) {
            Some((stem, full)) if !stem.is_empty() => {
                found.push(stem.to_owned());
                found.push((*full).to_owned());
            }
            _ => found.push(word),
        }
    }
    found.retain(|it| !light.contains(&it.as_str()));
    found.into_iter().map(|it| fold(&it)).collect()
}

/// The same words, but for their spelling and form.
fn alike(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| spelled_alike(a, b))
}

/// "harbour" and "harbor", "want" and "wanted"; never two figures.
fn spelled_alike(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if one.contains(char::is_numeric) || other.contains(char::is_numeric) {
        return false;
    }
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longer = one.chars().count().max(other.chars().count());
    shared >= SHARED && shared * 5 >= longer * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "We don't want a quarrel about the harbour, and we never said that \
        8 boats would be painted";

    #[test]
    fn the_same_speech() {
        for own in [
            SAID,
            "We do not want a quarrel about the harbor, we never said eight boats would be \
             painted",
            "a quarrel about the harbour",
            "We don't want a quarrel … we never said that 8 boats would be painted",
            "We don't want a quarrel about [it], and we never said that 8 boats would be",
            "And we don't want this quarrel about a harbour, well, and",
            "WE DON’T WANT QUARRELS ABOUT HARBOURS",
        ] {
            assert!(!says_otherwise(SAID, own, "en"), "{own}");
        }
    }

    #[test]
    fn another_statement() {
        for own in [
            "We do want a quarrel about the harbour",
            "We want a quarrel about the harbour",
            "We don't want a breakfast about the harbour",
            "never said that 9 boats would be painted",
            "We don't want a quarrel about the harbour, and we always said that 8 boats",
            "We don't want a quarrel about the ferry",
            "They don't want a quarrel about the harbour",
            "Gulls",
            "",
        ] {
            assert!(says_otherwise(SAID, own, "en"), "{own}");
        }
    }

    #[test]
    fn light_words_are_those_of_the_language() {
        let (die, will) = ("We will die in the harbour", "We will in the harbour");
        assert!(says_otherwise(die, will, "en"));
        let (one, other) =
            ("Ich glaube, dass die Fähre fährt", "Ich glaube, die Fähre fährt");
        assert!(!says_otherwise(one, other, "de"));
        assert!(says_otherwise(one, other, "sw"), "no table: every word counts");
    }
}
