//! Which names does the engine know before it reads? Outlets, people, organisations and
//! places of the data files and of the user's own outlets file, compiled into one table.
//! Loaded once, lazily, and never for a search.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::extract::language::Language;
use crate::extract::phrase::{PhraseTable, hash_word};
use crate::model::ActorKind;

/// Sex of a person as far as grammar shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    /// he
    Male,
    /// she
    Female,
    /// not known
    Unknown,
}

/// What an entry of the name table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A known person.
    Person(Sex),
    /// A company, party, body.
    Organisation,
    /// A government body.
    GovernmentBody,
    /// An outlet: index into [`Lexicon::outlets`].
    Outlet(u16),
    /// A programme of an outlet.
    Programme(u16),
    /// A country, state, city or region.
    Place,
    /// "Iranian": says where from, is no actor.
    Demonym,
}

/// One known name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Index into [`Lexicon::canonical`].
    pub(crate) canonical: u32,
    /// What it is.
    pub(crate) kind: NameKind,
}

/// What sort of outlet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutletKind {
    /// Publishes.
    #[default]
    Outlet,
    /// Delivers to others.
    Agency,
    /// Collects; never a publisher.
    Aggregator,
    /// Carries posts.
    Platform,
}

/// One outlet of the data files.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletEntry {
    /// Canonical name.
    pub name: String,
    /// What sort.
    #[serde(default)]
    pub kind: OutletKind,
    /// Domains of its pages.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Other names that always mean it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that mean it only where the context says so ("the Times").
    #[serde(default)]
    pub ambiguous: Vec<String>,
    /// Its programmes.
    #[serde(default)]
    pub programmes: Vec<String>,
    /// ISO country code.
    #[serde(default)]
    pub country: String,
    /// ISO language code.
    #[serde(default)]
    pub lang: String,
    /// The year in which it began.
    #[serde(default)]
    pub founded: Option<u16>,
}

/// The user's file, or ours, could not be understood.
#[derive(Debug, thiserror::Error)]
#[error("outlets file is not valid: {0}")]
pub struct LexiconError(#[from] toml::de::Error);

/// All that is known before reading.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// English.
    pub(crate) english: Language,
    /// Outlets, agencies, aggregators, platforms.
    pub(crate) outlets: Vec<OutletEntry>,
    /// Canonical names.
    pub(crate) canonical: Vec<String>,
    /// All names, as written.
    pub(crate) names: PhraseTable<Name>,
    /// Ambiguous forms in lower case without "the": candidates.
    pub(crate) ambiguous: FxHashMap<String, Vec<u16>>,
    /// Folded outlet names and aliases, and domains.
    pub(super) outlet_index: FxHashMap<String, u16>,
    /// First names by lower-case hash.
    pub(super) first_names: FxHashMap<u64, (Sex, bool)>,
    /// Words that are usually no names, by lower-case hash.
    pub(super) common: rustc_hash::FxHashSet<u64>,
}

static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::compile("").expect("the data files are valid: a test compiles them")
});

impl Lexicon {
    /// The lexicon of the data files alone.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The data files and a user's outlets file, which wins where both name an outlet.
    ///
    /// # Errors
    /// The user's file is not valid TOML of this form; the message names the line.
    ///
    /// ```
    /// use morgue::extract::Lexicon;
    /// let own = "[[outlet]]\nname = \"The Lantern\"\ndomains = [\"lantern.example\"]";
    /// let lexicon = Lexicon::with_user(own)?;
    /// assert_eq!(lexicon.outlet_name("lantern.example"), Some("The Lantern"));
    /// # Ok::<(), morgue::extract::LexiconError>(())
    /// ```
    pub fn with_user(outlets: &str) -> Result<Self, LexiconError> {
        Self::compile(outlets)
    }

    /// The canonical outlet of a name, an alias or a domain (with or without `www.`).
    pub fn outlet(&self, name: &str) -> Option<&OutletEntry> {
        self.outlet_number(name).map(|it| &self.outlets[usize::from(it)])
    }

    /// The canonical name of an outlet, from a name, an alias or a domain.
    pub fn outlet_name(&self, name: &str) -> Option<&str> {
        self.outlet(name).map(|it| it.name.as_str())
    }

    /// Like [`outlet`](Self::outlet), as an index.
    pub(crate) fn outlet_number(&self, name: &str) -> Option<u16> {
        let key = fold_outlet(name);
        if let Some(number) = self.outlet_index.get(&key) {
            return Some(*number);
        }
        // No domain is longer.
        if name.len() > 255 {
            return None;
        }
        let lower = name.trim().to_lowercase();
        let mut domain = lower.as_str();
        loop {
            if let Some(number) = self.outlet_index.get(domain) {
                return Some(*number);
            }
            (_, domain) = domain.split_once('.')?;
        }
    }

    /// Sex of a first name, and whether it is an ordinary word too ("Will", "May").
    pub(crate) fn first_name(&self, low: u64) -> Option<(Sex, bool)> {
        self.first_names.get(&low).copied()
    }

    /// A word that usually stands in lower case.
    pub(crate) fn is_common(&self, low: u64) -> bool {
        self.common.contains(&low)
    }

    /// The name is known, and not as a person's: "Ford", "Lincoln".
    pub(crate) fn means_other_than_person(&self, name: &str) -> bool {
        let known = self.names.get_exact(name);
        known.is_some_and(|it| !matches!(it.kind, NameKind::Person(_)))
            || self.outlet(name).is_some()
            || self.is_common(hash_word(name).low)
            || self.first_name(hash_word(name).low).is_some()
    }

    /// "GAZA CITY": a place known as "Gaza City".
    pub(crate) fn is_place_in_capitals(&self, name: &str) -> bool {
        let titled = |word: &str| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_string() + &letters.as_str().to_lowercase()
            })
        };
        let words: Vec<String> = name.split_whitespace().map(titled).collect();
        let known = self.names.get_exact(&words.join(" "));
        known.is_some_and(|it| it.kind == NameKind::Place)
    }

    /// A full name that is a known person's, or begins with a first name and is nobody
    /// else's: "Mira Holm", not "Boston Globe".
    pub(crate) fn reads_as_person(&self, name: &str) -> bool {
        let known = self.names.get_exact(name).map(|it| it.kind);
        let first = name.split_whitespace().next().unwrap_or_default();
        match known {
            Some(kind) => matches!(kind, NameKind::Person(_)),
            None => {
                self.outlet(name).is_none()
                    && self.first_name(hash_word(first).low).is_some()
            }
        }
    }

    /// The canonical spelling of a name in the table.
    pub(crate) fn canonical_of(&self, name: Name) -> &str {
        self.canonical.get(name.canonical as usize).map_or("", String::as_str)
    }

    /// Actor kind of an outlet.
    pub(crate) fn outlet_kind(&self, number: u16) -> ActorKind {
        match self.outlets[usize::from(number)].kind {
            OutletKind::Agency => ActorKind::Agency,
            OutletKind::Platform | OutletKind::Aggregator => ActorKind::Organisation,
            OutletKind::Outlet => ActorKind::Outlet,
        }
    }
}

/// Names of outlets are compared without case, article and the crawler's additions:
/// "CNN (Web News)", "The New York Times - News", "FOX NEWS".
pub fn fold_outlet(name: &str) -> String {
    let name = name.split(['(', '|']).next().unwrap_or(name);
    let name = name.split(" - ").next().unwrap_or(name);
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() || letter == '&' {
            folded.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !folded.ends_with(' ') && !matches!(letter, '.' | '\'' | '’') {
            folded.push(' ');
        }
    }
    let folded = folded.trim();
    folded.strip_prefix("the ").unwrap_or(folded).to_owned()
}
