//! Which words report speech in a language, and how do they behave? A language file
//! (`lang/<code>.toml`) compiled into look-ups by word hash.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::extract::phrase::{PhraseTable, hash_word};
use crate::model::Vehicle;

/// Sets of word classes, one bit each.
pub(crate) type Tags = u64;

macro_rules! tags {
    ($($name:ident = $bit:expr, $key:expr;)*) => {
        /// Word classes of the language files.
        pub(crate) mod tag {
            use super::Tags;
            $(#[doc = concat!("`", $key, "`")] pub(crate) const $name: Tags = 1 << $bit;)*
        }
        const TAG_KEYS: &[(&str, Tags)] = &[$(($key, tag::$name)),*];
    };
}

tags! {
    PRONOUN = 0, "pronoun";
    SUBJECT_PRONOUN = 1, "subject_pronoun";
    MALE = 2, "male";
    FEMALE = 3, "female";
    PLURAL = 4, "plural";
    DETERMINER = 5, "determiner";
    PREPOSITION = 6, "preposition";
    COORDINATOR = 7, "coordinator";
    SUBORDINATOR = 8, "subordinator";
    RELATIVE = 9, "relative";
    AUXILIARY = 10, "auxiliary";
    MODAL = 11, "modal";
    BE = 12, "be";
    NEGATION = 13, "negation";
    ADVERB = 14, "adverb";
    TIME = 15, "time";
    WEEKDAY = 16, "weekday";
    MONTH = 17, "month";
    TITLE = 18, "title";
    HONORIFIC = 19, "honorific";
    PERSON_NOUN = 20, "person_noun";
    BODY_NOUN = 21, "body_noun";
    DOCUMENT_NOUN = 22, "document_noun";
    VERB = 23, "verb";
    BODY_HEAD = 24, "body_head";
    PLACE_HEAD = 25, "place_head";
    PUBLIC_BODY = 26, "public_body";
    PRESS_HEAD = 27, "press_head";
    NO_ACTOR = 28, "no_actor";
    EVENT_HEAD = 29, "event_head";
    HEARER = 30, "hearer";
    PRESS_FOLLOWS = 31, "press_follows";
    INSERTED = 32, "inserted";
}

/// What may follow a cue: a set, because "warn" both says and tells.
pub(crate) mod frame {
    /// A clause; may follow the quotation.
    pub(crate) const SAY: u8 = 1;
    /// A person, then a clause.
    pub(crate) const TELL: u8 = 2;
    /// An object or an infinitive that is itself the content.
    pub(crate) const ACT: u8 = 4;
    /// Only next to a quotation.
    pub(crate) const BESIDE: u8 = 8;
    /// Beside SAY: no noun alone ("maintained a policy").
    pub(crate) const CLAUSE: u8 = 16;
}

/// Inflections, as a set: "read" is base, past and participle.
pub(crate) mod form {
    /// say
    pub(crate) const BASE: u8 = 1;
    /// says
    pub(crate) const S: u8 = 2;
    /// said
    pub(crate) const PAST: u8 = 4;
    /// saying
    pub(crate) const ING: u8 = 8;
}

/// What is known of a cue word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CueWord {
    /// Index into [`Language::lemmas`].
    pub(crate) lemma: u16,
    /// Set of [`frame`]s.
    pub(crate) frames: u8,
    /// Set of [`form`]s.
    pub(crate) forms: u8,
    /// Denies rather than says.
    pub(crate) denial: bool,
    /// The verb alone names the vehicle ("tweeted").
    pub(crate) vehicle: Option<Vehicle>,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordEntry {
    /// Its classes.
    pub(crate) tags: Tags,
    /// As a cue.
    pub(crate) cue: Option<CueWord>,
}

/// One compiled language file.
#[derive(Debug, Default)]
pub(crate) struct Language {
    /// Lemmas of the cues.
    pub(crate) lemmas: Vec<String>,
    /// By hash of the lower-case word.
    pub(crate) words: FxHashMap<u64, WordEntry>,
    /// Cues of several words ("point out").
    pub(crate) phrases: PhraseTable<CueWord>,
    /// "according to" and its like.
    pub(crate) according: PhraseTable<u8>,
    /// Nouns and phrases that name a vehicle.
    pub(crate) vehicles: PhraseTable<Vehicle>,
    /// Those one tells at an occasion, and the vehicle that is.
    pub(crate) hearers: PhraseTable<Vehicle>,
}

#[derive(Deserialize)]
struct File {
    cue: Vec<CueGroup>,
    #[serde(default)]
    phrase_cue: Vec<PhraseGroup>,
    according: According,
    words: FxHashMap<String, Vec<String>>,
    vehicles: FxHashMap<String, Vec<String>>,
    #[serde(default)]
    hearers: FxHashMap<String, Vec<String>>,
    #[serde(default)]
    verb_vehicles: FxHashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct CueGroup {
    frame: String,
    class: String,
    verbs: Vec<String>,
}

#[derive(Deserialize)]
struct PhraseGroup {
    frame: String,
    class: String,
    phrases: Vec<String>,
}

#[derive(Deserialize)]
struct According {
    phrases: Vec<String>,
}

fn insert(file: &FxHashMap<String, Vec<String>>, table: &mut PhraseTable<Vehicle>) {
    for (key, phrases) in file {
        let Some(vehicle) = Vehicle::parse(key) else { continue };
        for phrase in phrases {
            table.insert_low(phrase, vehicle);
        }
    }
}

impl Language {
    /// Compiles a language file.
    ///
    /// # Errors
    /// The file is not the TOML this expects; the message names the place.
    pub(crate) fn compile(source: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(source)?;
        let mut language = Self::default();
        for (key, tag) in TAG_KEYS {
            for word in file.words.get(*key).into_iter().flatten() {
                language.entry(word).tags |= tag;
            }
        }
        // "clerk" stands for "clerks" too.
        for word in file.words.get("person_noun").into_iter().flatten() {
            language.entry(&regular(word, "s")).tags |= tag::PERSON_NOUN;
        }
        let vehicle_of = |lemma: &str| {
            let mut all = file.verb_vehicles.iter();
            all.find(|(_, verbs)| verbs.iter().any(|it| it == lemma))
                .and_then(|(key, _)| Vehicle::parse(key))
        };
        for group in &file.cue {
            for verb in &group.verbs {
                language.add_verb(verb, group, vehicle_of);
            }
        }
        for group in &file.phrase_cue {
            language.add_phrases(group);
        }
        for phrase in &file.according.phrases {
            language.according.insert_low(phrase, 0);
        }
        insert(&file.vehicles, &mut language.vehicles);
        insert(&file.hearers, &mut language.hearers);
        Ok(language)
    }

    /// What is known of the word with this lower-case hash.
    pub(crate) fn word(&self, low: u64) -> WordEntry {
        self.words.get(&low).copied().unwrap_or_default()
    }

    fn entry(&mut self, word: &str) -> &mut WordEntry {
        self.words.entry(hash_word(word).low).or_default()
    }

    fn lemma(&mut self, lemma: &str) -> u16 {
        if let Some(at) = self.lemmas.iter().position(|it| it == lemma) {
            return u16::try_from(at).unwrap_or(u16::MAX);
        }
        self.lemmas.push(lemma.to_owned());
        u16::try_from(self.lemmas.len() - 1).unwrap_or(u16::MAX)
    }

    fn add_verb(
        &mut self,
        verb: &str,
        group: &CueGroup,
        vehicle_of: impl Fn(&str) -> Option<Vehicle>,
    ) {
        let parts: Vec<&str> = verb.split(':').collect();
        let base = parts[0].split('_').next().unwrap_or(parts[0]);
        let past = parts.get(1).map_or_else(|| regular(base, "ed"), |&it| it.to_owned());
        let participle = parts.get(2).map_or_else(|| past.clone(), |&it| it.to_owned());
        let lemma = self.lemma(base);
        let cue = CueWord {
            lemma,
            frames: frame_of(&group.frame),
            forms: 0,
            denial: group.class == "denial",
            vehicle: vehicle_of(base),
        };
        let forms = [
            (base.to_owned(), form::BASE),
            (regular(base, "s"), form::S),
            (past, form::PAST),
            (participle, form::PAST),
            (regular(base, "ing"), form::ING),
        ];
        for (word, bit) in forms {
            let entry = self.entry(&word);
            let merged = entry.cue.get_or_insert(cue);
            merged.frames |= cue.frames;
            merged.forms |= bit;
        }
    }

    fn add_phrases(&mut self, group: &PhraseGroup) {
        for phrase in &group.phrases {
            let first = phrase.split(' ').next().unwrap_or_default();
            let forms = match first {
                it if it.ends_with("ing") => form::ING,
                it if it.ends_with('s') => form::S,
                _ => form::PAST,
            };
            let lemma = self.lemma(phrase);
            let frames = frame_of(&group.frame);
            let denial = group.class == "denial";
            let cue = CueWord { lemma, frames, forms, denial, vehicle: None };
            self.phrases.insert_low(phrase, cue);
        }
    }
}

fn frame_of(name: &str) -> u8 {
    match name {
        "say" => frame::SAY,
        "tell" => frame::TELL,
        "beside" => frame::BESIDE,
        "clause" => frame::SAY | frame::CLAUSE,
        _ => frame::ACT,
    }
}

/// Regular English inflection: "deny" + "ed" is "denied", "note" + "ing" is "noting",
/// "quip" + "ed" is "quipped".
fn regular(base: &str, ending: &str) -> String {
    let last = base.chars().next_back().unwrap_or(' ');
    let before = base.chars().rev().nth(1).unwrap_or(' ');
    let vowel = |it: char| "aeiou".contains(it);
    let stem = &base[..base.len() - last.len_utf8()];
    let doubles = DOUBLING.contains(&base);
    match (ending, last) {
        ("s", 'y') if !vowel(before) => format!("{stem}ies"),
        ("s", 's' | 'x' | 'z') => format!("{base}es"),
        ("s", 'h') if matches!(before, 's' | 'c') => format!("{base}es"),
        ("ed", 'y') if !vowel(before) => format!("{stem}ied"),
        ("ed", 'e') => format!("{base}d"),
        ("ing", 'e') if before != 'e' => format!("{stem}ing"),
        ("ed" | "ing", _) if doubles => format!("{base}{last}{ending}"),
        _ => format!("{base}{ending}"),
    }
}

const DOUBLING: [&str; 17] = [
    "quip", "admit", "brag", "refer", "tip", "chat", "nod", "plan", "put", "rip", "hit",
    "rebut", "tag", "slam", "label_", "dub", "beg",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections() {
        for (base, ending, expected) in [
            ("note", "ing", "noting"),
            ("deny", "s", "denies"),
            ("deny", "ed", "denied"),
            ("say", "s", "says"),
            ("admit", "ed", "admitted"),
            ("stress", "s", "stresses"),
            ("slam", "ing", "slamming"),
        ] {
            assert_eq!(regular(base, ending), expected);
        }
    }

    #[test]
    fn english_compiles() {
        let english = Language::compile(include_str!("lang/en.toml")).expect("valid");
        let said = english.word(hash_word("said").low).cue.expect("a cue");
        assert_eq!(english.lemmas[usize::from(said.lemma)], "say");
        assert_eq!(said.forms, form::PAST);
        let warned = english.word(hash_word("warned").low).cue.expect("a cue");
        assert_eq!(warned.frames & (frame::SAY | frame::TELL), 3);
    }
}
