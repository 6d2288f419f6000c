//! How do the data files become the lexicon? Each file of `data/` and the user's own
//! outlets, read in an order that lets the first meaning of a name stay.

use serde::Deserialize;
use serde::de::Error as _;

use crate::extract::language::Language;
use crate::extract::lexicon::{
    Lexicon, LexiconError, Name, NameKind, OutletEntry, Sex, fold_outlet,
};
use crate::extract::phrase::hash_word;

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

impl Lexicon {
    pub(super) fn compile(user: &str) -> Result<Self, LexiconError> {
        let mut lexicon = Self {
            english: Language::compile(include_str!("lang/en.toml"))?,
            ..Self::default()
        };
        lexicon.add_words();
        let own: OutletFile = toml::from_str(user)?;
        let shipped: OutletFile = toml::from_str(include_str!("data/outlets.toml"))?;
        if own.outlet.len() + shipped.outlet.len() > usize::from(u16::MAX) {
            return Err(toml::de::Error::custom("more than 65,535 outlets").into());
        }
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
}
