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
    outlet_index: FxHashMap<String, u16>,
    /// First names by lower-case hash.
    first_names: FxHashMap<u64, (Sex, bool)>,
    /// Words that are usually no names, by lower-case hash.
    common: rustc_hash::FxHashSet<u64>,
}

#[derive(Deserialize)]
struct OutletFile {
    #[serde(default)]
    outlet: Vec<OutletEntry>,
}

#[derive(Deserialize)]
struct CountryFile {
    country: Vec<CountryEntry>,
}

#[derive(Deserialize)]
struct CountryEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    capital: Option<String>,
}

#[derive(Deserialize)]
struct StateFile {
    state: Vec<StateEntry>,
}

#[derive(Deserialize)]
struct StateEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct OrganisationFile {
    #[serde(default)]
    organisation: Vec<OrganisationEntry>,
    #[serde(default)]
    metonym: Vec<OrganisationEntry>,
}

#[derive(Deserialize)]
struct OrganisationEntry {
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct PeopleFile {
    person: Vec<PersonEntry>,
}

#[derive(Deserialize)]
struct PersonEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    sex: String,
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

    fn compile(user: &str) -> Result<Self, LexiconError> {
        let mut lexicon = Self {
            english: Language::compile(include_str!("lang/en.toml"))?,
            ..Self::default()
        };
        lexicon.add_words();
        let own: OutletFile = toml::from_str(user)?;
        let shipped: OutletFile = toml::from_str(include_str!("data/outlets.toml"))?;
        for entry in own.outlet.into_iter().chain(shipped.outlet) {
            lexicon.add_outlet(entry);
        }
        lexicon.add_people()?;
        lexicon.add_organisations()?;
        lexicon.add_places()?;
        Ok(lexicon)
    }

    fn canonical(&mut self, name: &str) -> u32 {
        self.canonical.push(name.to_owned());
        u32::try_from(self.canonical.len() - 1).unwrap_or(u32::MAX)
    }

    fn add_outlet(&mut self, entry: OutletEntry) {
        if self.outlet_index.contains_key(&fold_outlet(&entry.name)) {
            return;
        }
        let number = u16::try_from(self.outlets.len()).unwrap_or(u16::MAX);
        let canonical = self.canonical(&entry.name);
        let name = Name { canonical, kind: NameKind::Outlet(number) };
        let bare = entry.name.strip_prefix("The ").filter(|it| it.contains([' ', '-']));
        let forms = || {
            let all = [entry.name.as_str()].into_iter().chain(bare);
            all.chain(entry.aliases.iter().map(String::as_str))
        };
        for form in forms() {
            // "Time", "Prime", "Variety": an ordinary word means the outlet only where
            // the context says so.
            if self.is_ordinary(form) {
                self.ambiguous.entry(fold_outlet(form)).or_default().push(number);
            } else {
                self.names.insert_exact(form, name);
            }
            self.outlet_index.entry(fold_outlet(form)).or_insert(number);
        }
        for domain in &entry.domains {
            self.outlet_index.entry(domain.to_lowercase()).or_insert(number);
        }
        for programme in &entry.programmes {
            let kind = NameKind::Programme(number);
            if programme.contains(' ') || programme.len() > 8 {
                self.names.insert_exact(programme, Name { canonical, kind });
            }
        }
        for form in &entry.ambiguous {
            let key = fold_outlet(form);
            self.ambiguous.entry(key).or_default().push(number);
        }
        self.outlets.push(entry);
    }

    fn is_ordinary(&self, form: &str) -> bool {
        let capitals = form.chars().filter(|it| it.is_uppercase()).count();
        !form.contains([' ', '-', '.'])
            && capitals <= 1
            && self.is_common(hash_word(form).low)
    }

    fn add_people(&mut self) -> Result<(), LexiconError> {
        let file: PeopleFile = toml::from_str(include_str!("data/people.toml"))?;
        for person in file.person {
            let sex = match person.sex.as_str() {
                "m" => Sex::Male,
                "f" => Sex::Female,
                _ => Sex::Unknown,
            };
            let canonical = self.canonical(&person.name);
            let name = Name { canonical, kind: NameKind::Person(sex) };
            self.names.insert_exact(&person.name, name);
            for alias in &person.aliases {
                self.names.insert_exact(alias, name);
            }
        }
        Ok(())
    }

    fn add_organisations(&mut self) -> Result<(), LexiconError> {
        let source = include_str!("data/organisations.toml");
        let file: OrganisationFile = toml::from_str(source)?;
        for entry in file.organisation.into_iter().chain(file.metonym) {
            let kind = match entry.kind.as_str() {
                "government-body" => NameKind::GovernmentBody,
                _ => NameKind::Organisation,
            };
            let canonical = self.canonical(&entry.name);
            let name = Name { canonical, kind };
            self.names.insert_exact(&entry.name, name);
            for alias in &entry.aliases {
                self.names.insert_exact(alias, name);
            }
        }
        Ok(())
    }

    fn add_places(&mut self) -> Result<(), LexiconError> {
        let countries: CountryFile = toml::from_str(include_str!("data/countries.toml"))?;
        for entry in countries.country {
            self.add_place(&entry.name, &entry.aliases);
            if let Some(capital) = &entry.capital {
                self.add_place(capital, &[]);
            }
            for demonym in &entry.demonyms {
                let canonical = self.canonical(&entry.name);
                let name = Name { canonical, kind: NameKind::Demonym };
                self.names.insert_exact(demonym, name);
            }
        }
        let states: StateFile = toml::from_str(include_str!("data/states.toml"))?;
        for entry in states.state {
            self.add_place(&entry.name, &entry.aliases);
        }
        for line in include_str!("data/places.txt").lines() {
            let name = line.split('\t').next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                self.add_place(name, &[]);
            }
        }
        for city in include_str!("data/cities.txt").lines() {
            if !city.is_empty() && !city.starts_with('#') {
                self.add_place(city, &[]);
            }
        }
        Ok(())
    }

    fn add_place(&mut self, name: &str, aliases: &[String]) {
        let canonical = self.canonical(name);
        let entry = Name { canonical, kind: NameKind::Place };
        self.names.insert_exact(name, entry);
        for alias in aliases {
            self.names.insert_exact(alias, entry);
        }
    }

    fn add_words(&mut self) {
        for line in include_str!("data/first-names.txt").lines() {
            let mut fields = line.split('\t');
            let Some(name) = fields.next().filter(|it| !it.starts_with('#')) else {
                continue;
            };
            let sex = match fields.next() {
                Some("m") => Sex::Male,
                Some("f") => Sex::Female,
                _ => Sex::Unknown,
            };
            let word = fields.next() == Some("word");
            self.first_names.insert(hash_word(name).low, (sex, word));
        }
        for word in include_str!("data/common-words.txt").lines() {
            self.common.insert(hash_word(word).low);
        }
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
        let mut domain = name.trim().to_lowercase();
        loop {
            if let Some(number) = self.outlet_index.get(&domain) {
                return Some(*number);
            }
            let (_, parent) = domain.split_once('.')?;
            domain = parent.to_owned();
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
        if letter.is_alphanumeric() || letter == '&' {
            folded.extend(letter.to_lowercase());
        } else if !folded.ends_with(' ') && !matches!(letter, '.' | '\'' | '’') {
            folded.push(' ');
        }
    }
    let folded = folded.trim();
    folded.strip_prefix("the ").unwrap_or(folded).to_owned()
}
