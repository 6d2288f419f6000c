//! How does a language report speech? A language file (`lang/<code>.toml`) other than the
//! English one, compiled on first use into look-ups over word hashes. A new language is a
//! file and a line in [`LANGUAGES`]; no Rust knows a word of it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::extract::phrase::{PhraseTable, hash_word};
pub(super) use crate::extract::tongue::kinds::{class, marker};
use crate::extract::tongue::read::insert;
use crate::model::Vehicle;

/// Code and file of every language, in the order of the guide.
const LANGUAGES: [(&str, &str); 7] = [
    ("de", include_str!("../lang/de.toml")),
    ("fr", include_str!("../lang/fr.toml")),
    ("es", include_str!("../lang/es.toml")),
    ("pt", include_str!("../lang/pt.toml")),
    ("ru", include_str!("../lang/ru.toml")),
    ("ar", include_str!("../lang/ar.toml")),
    ("zh", include_str!("../lang/zh.toml")),
];

static COMPILED: [OnceLock<Tongue>; LANGUAGES.len()] =
    [const { OnceLock::new() }; LANGUAGES.len()];
static NONE: OnceLock<Tongue> = OnceLock::new();

/// What a cue may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Says a clause or a quotation.
    Say,
    /// Only beside a quotation ("lachte").
    Beside,
    /// Names its object ("nannte die Summe „frei erfunden“").
    Call,
    /// Stands only behind the words ("so Brandt").
    Behind,
    /// Has no subject: its source stands in a phrase ("heißt es im Bericht").
    Heard,
    /// Denies.
    Deny,
    /// Looks like a cue and is none ("das heißt", "可以说").
    Not,
}

/// One form of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CueForm {
    /// Index into [`Tongue::lemmas`].
    pub(crate) lemma: u16,
    /// What it may do.
    pub(crate) manner: Manner,
    /// The verb alone names the vehicle ("twitterte").
    pub(crate) vehicle: Option<Vehicle>,
}

/// How the script shows names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Script {
    /// Capitals mark names.
    #[default]
    Cased,
    /// Words, no capitals.
    Caseless,
    /// Neither capitals nor spaces.
    Dense,
}

/// One compiled language.
#[expect(clippy::struct_excessive_bools, reason = "habits of a language, told apart")]
#[derive(Debug, Default)]
pub(crate) struct Tongue {
    /// How the script shows names.
    pub(crate) script: Script,
    /// Every noun has a capital.
    pub(crate) noun_capitals: bool,
    /// "Brandt sagte, die Gebühren seien": a comma opens reported speech.
    pub(crate) comma_clause: bool,
    /// "l'AFP" is two words.
    pub(crate) elision: bool,
    /// "sagte Brandt der dpa": an outlet behind the cue was spoken to.
    pub(crate) bare_address: bool,
    /// The article that a contraction hides ("au Monde").
    pub(crate) article: Option<String>,
    /// Forms of another case, to the first ("полиции" is "полиция").
    pub(crate) nominatives: FxHashMap<String, String>,
    /// Endings of surnames in another case, and in the first: of men, of women.
    pub(crate) surnames: [Vec<(String, String)>; 2],
    /// Lemmas of the cues.
    pub(crate) lemmas: Vec<String>,
    /// Cues by their forms.
    pub(crate) cues: PhraseTable<CueForm>,
    /// Other phrases by what they do.
    pub(crate) markers: PhraseTable<u16>,
    /// Nouns that name a vehicle.
    pub(crate) vehicles: PhraseTable<Vehicle>,
    /// Names that the shared tables do not have in this script: index into `known`.
    pub(crate) names: PhraseTable<u16>,
    /// Canonical spelling of `names`.
    pub(crate) known: Vec<String>,
    /// Titles of a script without spaces ("发言人").
    pub(crate) titles: PhraseTable<()>,
    /// Words of a script without spaces that belong to no phrase ("近日").
    pub(crate) skips: PhraseTable<()>,
    /// Written before a body whose people speak ("в Минобороны сообщили").
    pub(crate) in_body: bool,
    /// Prefixes written together with a name ("لرويترز").
    pub(crate) prefixes: Vec<String>,
    /// Endings of declined names ("Петрова").
    pub(crate) endings: Vec<String>,
    /// Words before which a full stop ends no sentence, and after which.
    pub(crate) abbreviations: Vec<String>,
    /// Endings of "Hafenmeisterin" and of "Hafenamt" in a language that joins its nouns.
    suffixes: Vec<(String, u64)>,
    words: FxHashMap<u64, u64>,
}

#[expect(clippy::struct_excessive_bools, reason = "habits of a language, told apart")]
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    code: String,
    name: String,
    script: Script,
    noun_capitals: bool,
    comma_clause: bool,
    elision: bool,
    bare_address: bool,
    in_body: bool,
    /// Written before any cue or marker ("وقال").
    article: Option<String>,
    nominatives: FxHashMap<String, String>,
    surnames_of_men: Vec<(String, String)>,
    surnames_of_women: Vec<(String, String)>,
    clitics: Vec<String>,
    prefixes: Vec<String>,
    endings: Vec<String>,
    abbreviations: Vec<String>,
    words: FxHashMap<String, String>,
    suffixes: FxHashMap<String, String>,
    cues: FxHashMap<String, FxHashMap<String, String>>,
    markers: FxHashMap<String, Vec<String>>,
    vehicles: FxHashMap<String, Vec<String>>,
    verb_vehicles: FxHashMap<String, Vec<String>>,
    names: FxHashMap<String, Vec<String>>,
}

/// The language of a code; one without a file knows quotation marks only.
pub(crate) fn tongue(code: &str) -> &'static Tongue {
    match LANGUAGES.iter().position(|it| it.0 == code) {
        Some(at) => COMPILED[at].get_or_init(|| {
            Tongue::compile(LANGUAGES[at].1)
                .expect("the language files are valid: a test compiles them")
        }),
        None => NONE.get_or_init(Tongue::default),
    }
}

/// ISO 639-1 code of a three-letter one, where a language file needs it.
pub(crate) fn short_code(code: &str) -> &str {
    match code {
        "eng" | "pcm" => "en",
        "deu" | "ger" => "de",
        "fra" | "fre" => "fr",
        "spa" => "es",
        "por" => "pt",
        "rus" => "ru",
        "ara" | "arb" => "ar",
        "zho" | "chi" | "cmn" => "zh",
        other => other,
    }
}

impl Tongue {
    fn compile(source: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(source)?;
        let mut tongue = Self {
            script: file.script,
            noun_capitals: file.noun_capitals,
            comma_clause: file.comma_clause,
            elision: file.elision,
            bare_address: file.bare_address,
            in_body: file.in_body,
            article: file.article,
            surnames: [file.surnames_of_men, file.surnames_of_women],
            prefixes: file.prefixes,
            endings: file.endings,
            abbreviations: file.abbreviations,
            ..Self::default()
        };
        let cut = (tongue.script, tongue.elision);
        let bit = |key: &str| class::KEYS.iter().find(|it| it.0 == key).map(|it| it.1);
        for (key, words) in &file.words {
            let Some(bit) = bit(key) else { continue };
            for word in words.split_whitespace().flat_map(expand) {
                *tongue.words.entry(hash_word(&word).low).or_default() |= bit;
                let dense = tongue.script == Script::Dense;
                if bit == class::TITLE && dense {
                    insert(&mut tongue.titles, &word, cut, ());
                }
                if bit == class::SKIP && dense {
                    insert(&mut tongue.skips, &word, cut, ());
                }
            }
        }
        for (key, endings) in &file.suffixes {
            let Some(bit) = bit(key) else { continue };
            let all = endings.split_whitespace().flat_map(expand);
            tongue.suffixes.extend(all.map(|it| (it, bit)));
        }
        let vehicle_of = |lemma: &str| {
            let mut all = file.verb_vehicles.iter();
            all.find(|(_, verbs)| verbs.iter().any(|it| it == lemma))
                .and_then(|(key, _)| Vehicle::parse(key))
        };
        for (manner, verbs) in &file.cues {
            let manner = manner_of(manner);
            for (lemma, forms) in verbs {
                let lemma_at = u16::try_from(tongue.lemmas.len()).unwrap_or(u16::MAX);
                tongue.lemmas.push(lemma.replace('_', " "));
                let vehicle = vehicle_of(lemma);
                let form = CueForm { lemma: lemma_at, manner, vehicle };
                for phrase in forms.split_whitespace().flat_map(expand) {
                    for phrase in with_clitics(&phrase.replace('_', " "), &file.clitics) {
                        insert(&mut tongue.cues, &phrase, cut, form);
                    }
                }
            }
        }
        let mut markers: FxHashMap<String, u16> = FxHashMap::default();
        for (key, bit) in marker::KEYS {
            let phrases = file.markers.get(*key).into_iter().flatten();
            for phrase in phrases.flat_map(|it| expand(it)) {
                for phrase in with_clitics(&phrase, &file.clitics) {
                    *markers.entry(phrase).or_default() |= bit;
                }
            }
        }
        for (phrase, bits) in markers {
            insert(&mut tongue.markers, &phrase, cut, bits);
        }
        for (key, phrases) in &file.vehicles {
            let Some(vehicle) = Vehicle::parse(key) else { continue };
            for phrase in phrases.iter().flat_map(|it| expand(it)) {
                insert(&mut tongue.vehicles, &phrase, cut, vehicle);
            }
        }
        for (name, forms) in &file.nominatives {
            for form in forms.split_whitespace().flat_map(expand) {
                tongue.nominatives.insert(form, name.clone());
            }
        }
        for (name, forms) in &file.names {
            let at = u16::try_from(tongue.known.len()).unwrap_or(u16::MAX);
            tongue.known.push(name.clone());
            for form in forms.iter().flat_map(|it| expand(it)) {
                insert(&mut tongue.names, &form, cut, at);
            }
        }
        Ok(tongue)
    }

    /// Classes of a word: as listed, else by its ending.
    pub(crate) fn classes(&self, word: &str, low: u64) -> u64 {
        if let Some(&found) = self.words.get(&low) {
            return found;
        }
        if self.suffixes.is_empty() || !word.starts_with(char::is_uppercase) {
            return 0;
        }
        let lower = word.to_lowercase();
        let fits = |it: &&(String, u64)| lower.ends_with(it.0.as_str());
        let longest = self.suffixes.iter().filter(fits).max_by_key(|it| it.0.len());
        longest.map_or(0, |it| it.1)
    }

    /// The language knows no cue: only quotation marks count.
    pub(crate) fn is_mute(&self) -> bool {
        self.lemmas.is_empty()
    }
}

/// "сказа{л,ла,ли}" is three words.
fn expand(word: &str) -> Vec<String> {
    let Some((head, rest)) = word.split_once('{') else {
        return vec![word.to_owned()];
    };
    let Some((choices, tail)) = rest.split_once('}') else {
        return vec![word.to_owned()];
    };
    let tails = expand(tail);
    choices
        .split(',')
        .flat_map(|it| tails.iter().map(move |tail| format!("{head}{it}{tail}")))
        .collect()
}

fn with_clitics(phrase: &str, clitics: &[String]) -> Vec<String> {
    let mut all = vec![phrase.to_owned()];
    all.extend(clitics.iter().map(|it| format!("{it}{phrase}")));
    all
}

fn manner_of(key: &str) -> Manner {
    match key {
        "beside" => Manner::Beside,
        "call" => Manner::Call,
        "behind" => Manner::Behind,
        "heard" => Manner::Heard,
        "deny" => Manner::Deny,
        "not" => Manner::Not,
        _ => Manner::Say,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_compiles_and_reports() {
        for (code, source) in LANGUAGES {
            let tongue = Tongue::compile(source);
            assert!(!tongue.expect(code).is_mute(), "{code}");
        }
    }

    #[test]
    fn braces_are_choices() {
        assert_eq!(expand("a{b,c}{d,}"), ["abd", "ab", "acd", "ac"]);
    }
}
