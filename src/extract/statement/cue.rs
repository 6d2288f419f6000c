//! Which words of a line report, and how? Verbs as cues: finite, participles, passives;
//! "according to" and its like. Whether a form is a verb is read from the words beside it.

use crate::extract::language::{CueWord, Tags, form, frame, tag};
use crate::extract::lexicon::Lexicon;
use crate::extract::reading::Case;
use crate::extract::statement::line::Line;
use crate::text::word::Kind;

/// What sort of cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CueKind {
    /// A finite verb.
    Finite,
    /// "saying", "adding that".
    Participle,
    /// "according to".
    According,
    /// "citing", "quoting": a participle whose object is the source of a source.
    Citing,
    /// "was told", "is accused": the subject does not speak.
    Passive,
}

/// A cue of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct CueAt {
    /// First item.
    pub(super) at: usize,
    /// Items it covers.
    pub(super) len: usize,
    pub(super) kind: CueKind,
    pub(super) word: CueWord,
    /// "did not say", "never said".
    pub(super) negated: bool,
}

const ACCORDING: CueWord = CueWord {
    lemma: u16::MAX,
    frames: frame::SAY,
    forms: 0,
    denial: false,
    vehicle: None,
};

/// Finds the cues of a line, left to right.
pub(super) fn cues(line: &Line, lexicon: &Lexicon) -> Vec<CueAt> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if let Some(cue) = cue_at(line, lexicon, at) {
            at = cue.at + cue.len;
            found.push(cue);
        } else {
            at += 1;
        }
    }
    found
}

fn cue_at(line: &Line, lexicon: &Lexicon, at: usize) -> Option<CueAt> {
    let token = line.token(at)?;
    let words = &line.reading.words;
    let first = &words[token];
    if first.kind != Kind::Word {
        return None;
    }
    let ahead = || {
        (at..line.len().min(at + 6))
            .map_while(|it| line.token(it))
            .map(|it| words[it].low)
    };
    if let Some((_, len)) = lexicon.english.according.longest(ahead()) {
        return according(line, at, len);
    }
    if let Some((word, len)) = lexicon.english.phrases.longest(ahead()) {
        return verb(line, at, len, word);
    }
    let word = first.cue?;
    if first.case == Case::Upper {
        return None;
    }
    // A capitalised cue inside a line is part of a name ("the Washington Post").
    if first.case == Case::Title && at > 0 && !line.is_punctuation(at - 1) {
        return None;
    }
    verb(line, at, 1, word)
}

fn according(line: &Line, at: usize, len: usize) -> Option<CueAt> {
    let kind = match line.word(at).to_ascii_lowercase().as_str() {
        "citing" | "quoting" => CueKind::Citing,
        // "12 per cent", "$3 per person": a source is named, and after a comma.
        "per" => {
            let named = matches!(line.case(at + 1), Case::Title | Case::Upper);
            let begins = at == 0 || line.is(at - 1, ",") || line.quote(at - 1).is_some();
            if !(named && begins) {
                return None;
            }
            CueKind::According
        }
        _ => CueKind::According,
    };
    Some(CueAt { at, len, kind, word: ACCORDING, negated: false })
}

fn verb(line: &Line, at: usize, len: usize, word: CueWord) -> Option<CueAt> {
    let before = at.checked_sub(1);
    let tags_before = before.map_or(0, |it| line.tags(it));
    let surface = line.word(at);
    let participle = surface.ends_with("ing") && word.forms & form::ING != 0;
    let mut negated = false;
    let mut aux = false;
    let mut be = false;
    let mut to = false;
    // Look left over adverbs and auxiliaries: "has also repeatedly denied".
    let mut left = before;
    while let Some(it) = left {
        let tags = line.tags(it);
        if line.is(it, "to") {
            to = true;
            left = it.checked_sub(1);
            continue;
        }
        if tags & (tag::AUXILIARY | tag::ADVERB | tag::NEGATION) == 0
            || tags & tag::SUBJECT_PRONOUN != 0
        {
            break;
        }
        aux |= tags & tag::AUXILIARY != 0;
        be |= tags & tag::BE != 0;
        negated |= tags & tag::NEGATION != 0;
        left = it.checked_sub(1);
    }
    let kind = if participle {
        if be { CueKind::Finite } else { CueKind::Participle }
    } else if be && word.forms & form::PAST != 0 || is_participial(line, at, word) {
        CueKind::Passive
    } else {
        CueKind::Finite
    };
    if !participle && !is_verbal(line, at, word, tags_before, aux, to) {
        return None;
    }
    if participle && at == 0 && line.quote(at + 1).is_none() {
        return None;
    }
    if participle && tags_before & (tag::DETERMINER | tag::PREPOSITION) != 0 {
        // "by saying", "in calling" report; "the warning", "a meaning" are nouns.
        if tags_before & tag::PREPOSITION == 0 {
            return None;
        }
    }
    Some(CueAt { at, len, kind, word, negated })
}

/// "continued to stress", "went on to say": the infinitive is what was said.
pub(super) fn goes_on_to(line: &Line, at: usize) -> bool {
    at > 1
        && line.is(at - 1, "to")
        && matches!(line.word(at - 2), "continued" | "continues" | "continue" | "began")
}

/// "When asked about it, Orr said", "Asked whether he knew, Orr declined": a participle
/// without a subject, of one who heard rather than spoke.
fn is_participial(line: &Line, at: usize, word: CueWord) -> bool {
    let past = word.forms & form::PAST != 0 && word.forms & form::BASE == 0;
    let told = word.frames & (frame::TELL | frame::ACT) != 0;
    let when =
        at > 0 && matches!(line.word(at - 1), "when" | "When" | "if" | "If" | "once");
    let opens = at == 0 || at == 1 && line.has(0, tag::COORDINATOR);
    past && (when || opens && told)
}

/// A finite use: "the official claims that", not "the claims", "media reports".
fn is_verbal(
    line: &Line,
    at: usize,
    word: CueWord,
    tags_before: Tags,
    aux: bool,
    to: bool,
) -> bool {
    let surface = line.word(at);
    let determined = tags_before & tag::DETERMINER != 0
        && !aux
        && tags_before & tag::SUBJECT_PRONOUN == 0
        && !line.is(at.saturating_sub(1), "all")
        && !line.is(at.saturating_sub(1), "both")
        && !line.is(at.saturating_sub(1), "many")
        && !line.is(at.saturating_sub(1), "some")
        && !line.is(at.saturating_sub(1), "one")
        && !line.is(at.saturating_sub(1), "others")
        && !line.is(at.saturating_sub(1), "that");
    if determined {
        return false;
    }
    if is_attribute(line, at, word, aux) {
        return false;
    }
    let past = word.forms & form::PAST != 0
        && (surface.ends_with('d') || !surface.ends_with('s'));
    // "the letter read", "as Orr put it": base and past are the same word.
    let either = word.forms & form::BASE != 0 && word.forms & form::PAST != 0;
    if either && !to && !aux && tags_before & (tag::MODAL | tag::PREPOSITION) == 0 {
        return at > 0 && !surface.ends_with('s');
    }
    if past && word.forms & form::BASE == 0 {
        // "so-called", "a much-discussed"
        return !(at > 0 && line.is(at - 1, "-"));
    }
    if word.forms & form::S != 0 && surface.ends_with('s') && surface.len() > 3 {
        return singular_verb(line, at, tags_before);
    }
    // The base form: "they say", "officials say", "would say", never "to say".
    if to {
        return goes_on_to(line, at);
    }
    if aux || tags_before & tag::MODAL != 0 {
        return true;
    }
    plural_subject(line, at, tags_before)
}

/// "the recently disclosed plan", "a widely praised speech": what was done to the noun
/// behind it.
fn is_attribute(line: &Line, at: usize, word: CueWord, aux: bool) -> bool {
    let past = word.forms & form::PAST != 0 && word.forms & form::BASE == 0;
    let adverb = |at: usize| line.has(at, tag::ADVERB) && !line.has(at, tag::NEGATION);
    let mut left = at;
    while left > 0 && adverb(left - 1) {
        left -= 1;
    }
    past && !aux
        && left < at
        && left > 0
        && matches!(
            line.word(left - 1).to_ascii_lowercase().as_str(),
            "the" | "a" | "an" | "his" | "her" | "their" | "its" | "these" | "our"
        )
        && line.is_word(at + 1)
        && !line.has(at + 1, tag::DETERMINER | tag::PRONOUN | tag::SUBORDINATOR)
}

fn singular_verb(line: &Line, at: usize, tags_before: Tags) -> bool {
    if at == 0 || tags_before & tag::PREPOSITION != 0 {
        return false;
    }
    if line.word(at) == "says" {
        return true;
    }
    let before_quote = line.quote(at - 1).is_some();
    let named = matches!(line.case(at - 1), Case::Title | Case::Upper)
        || tags_before
            & (tag::SUBJECT_PRONOUN
                | tag::PERSON_NOUN
                | tag::BODY_NOUN
                | tag::DOCUMENT_NOUN
                | tag::ADVERB
                | tag::RELATIVE
                | tag::TIME)
            != 0
        || line.is(at - 1, ",")
        || line.is(at - 1, ")");
    let clause = line.is(at + 1, "that")
        || line.has(at + 1, tag::DETERMINER | tag::PRONOUN)
        || line.quote(at + 1).is_some()
        || line.is(at + 1, ":")
        || matches!(line.case(at + 1), Case::Title | Case::Upper)
        || line.is(at + 1, "how")
        || line.is(at + 1, "why");
    // "Lund court rules worship legal": a headline, which has no stop.
    let headline = !line.is_stop(line.len() - 1)
        && line.items.len() <= 16
        && line.quote(line.len() - 1).is_none()
        && line.is_word(at + 1)
        && line.case(at + 1) == Case::Lower
        && tags_before & (tag::PERSON_NOUN | tag::BODY_NOUN) != 0;
    before_quote || headline || (named && clause) || (named && line.is_stop(at + 1))
}

fn plural_subject(line: &Line, at: usize, tags_before: Tags) -> bool {
    if at == 0 {
        return false;
    }
    if tags_before & tag::SUBJECT_PRONOUN != 0 {
        return !line.is(at - 1, "it");
    }
    // "people who have fought it say": behind a noun "say" is nothing but a verb.
    if line.is(at, "say") && line.is_word(at - 1) && !line.is(at - 1, "not") {
        return true;
    }
    // "Mexicans often say"
    let adverb = at > 1 && tags_before & tag::ADVERB != 0;
    let at_noun = if adverb { at - 1 } else { at };
    let tags_before = line.tags(at_noun - 1);
    let word = line.word(at_noun - 1);
    let plural = tags_before & (tag::PERSON_NOUN | tag::DOCUMENT_NOUN) != 0
        && (word.ends_with('s') || matches!(word, "people" | "police" | "men" | "women"));
    let named_plural = matches!(line.case(at_noun - 1), Case::Title)
        && word.ends_with('s')
        && (line.quote(at + 1).is_some()
            || line.is(at + 1, ",") && line.quote(at + 2).is_some()
            || line.is(at + 1, "that")
            || line.has(at + 1, tag::DETERMINER | tag::PRONOUN));
    // "critics argue that", "technologists claim the"
    let noun_plural = line.case(at_noun - 1) == Case::Lower
        && word.len() > 4
        && word.ends_with('s')
        && !word.ends_with("ss")
        && (line.is(at + 1, "that") || line.quote(at + 1).is_some());
    plural
        || named_plural
        || noun_plural
        || line.is(at - 1, "who") && line.word(at) != "like"
}
