//! Which names of an archive hold the words asked for? All names of outlets, actors, speakers
//! and relays, each once, in a table beside the segments that every run makes anew: their
//! folded words as one text, which is searched as fast as memory is read, and behind it the
//! names. So an article costs the engine one term a name, and "holm" still finds
//! "Mira K. Holm".

use std::fs;
use std::io;
use std::path::Path;

use memchr::{memchr_iter, memmem};
use rustc_hash::FxHashMap;

use super::codec::{In, Out};
use crate::relate::print::each_word;

/// The table's file.
pub(super) const FILE: &str = "parties.bin";

/// Fields whose values are in the table.
pub const FIELDS: [&str; 5] = ["outlet", "actor", "speaker", "via", "origin"];

/// The names of an archive, in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// A line a name: its folded words, with a space before and behind each.
    lines: String,
    names: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    text: Box<str>,
    /// A bit for each of [`FIELDS`] that holds it.
    fields: u8,
}

impl Parties {
    /// From the values of each of [`FIELDS`].
    pub(super) fn of<'a>(
        fields: [impl IntoIterator<Item = &'a String>; FIELDS.len()],
    ) -> Self {
        let mut all: FxHashMap<&str, u8> = FxHashMap::default();
        for (at, values) in fields.into_iter().enumerate() {
            for value in values {
                *all.entry(value).or_default() |= 1 << at;
            }
        }
        let mut all: Vec<(&str, u8)> = all.into_iter().collect();
        all.sort_unstable();
        let mut lines = String::new();
        for (name, _) in &all {
            write_line(name, &mut lines);
        }
        let name = |(text, fields): (&str, u8)| Name { text: text.into(), fields };
        Self { lines, names: all.into_iter().map(name).collect() }
    }

    /// The names of any field of which the folded words fit. Each holds `piece`: a folded
    /// word or the beginning of one, empty where nothing is known.
    ///
    /// ```text
    /// piece "holm", fits(["mira", "k", "holm"])
    /// ```
    pub fn holding(&self, piece: &str, fits: impl Fn(&[&str]) -> bool) -> Vec<&str> {
        let mut found = Vec::new();
        self.candidates(piece, |at, line| {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            if let Some(name) = self.names.get(at).filter(|_| fits(&words)) {
                found.push(&*name.text);
            }
        });
        found
    }

    /// A field has a value of this name.
    pub fn has(&self, field: &str, name: &str) -> bool {
        let wanted = FIELDS.iter().position(|it| *it == field).map_or(0, |it| 1 << it);
        let at = self.names.binary_search_by(|it| (*it.text).cmp(name));
        at.is_ok_and(|at| self.names[at].fields & wanted != 0)
    }

    /// Hands over the lines that hold a piece at the beginning of a word, with their places.
    fn candidates(&self, piece: &str, mut take: impl FnMut(usize, &str)) {
        if piece.is_empty() {
            for (at, line) in self.lines.lines().enumerate() {
                take(at, line);
            }
            return;
        }
        let piece = format!(" {piece}");
        let finder = memmem::Finder::new(piece.as_bytes());
        let (mut from, mut at) = (0, 0);
        while let Some(found) = finder.find(&self.lines.as_bytes()[from..]) {
            let passed = &self.lines[from..from + found];
            at += memchr_iter(b'\n', passed.as_bytes()).count();
            let start = passed.rfind('\n').map_or(from, |it| from + it + 1);
            let rest = &self.lines[start..];
            let end = rest.find('\n').map_or(rest.len(), |it| it + 1);
            take(at, &rest[..end]);
            (from, at) = (start + end, at + 1);
        }
    }
}

fn write_line(name: &str, out: &mut String) {
    out.push(' ');
    each_word(name, |word, _| {
        out.push_str(word);
        out.push(' ');
    });
    out.push('\n');
}

/// Writes the table into the folder of a generation.
pub(super) fn save(folder: &Path, parties: &Parties) -> io::Result<()> {
    let mut out = Out::default();
    out.text(&parties.lines);
    out.many(&parties.names, |out, name| {
        out.number(u64::from(name.fields));
        out.text(&name.text);
    });
    fs::write(folder.join(FILE), out.bytes)
}

/// The table from its bytes; none where they are damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Parties> {
    let name = |from: &mut In| {
        let fields = u8::try_from(from.number()?).ok()?;
        Some(Name { fields, text: from.text()?.into() })
    };
    let found = In::whole(bytes, |from| {
        Some(Parties { lines: from.text()?, names: from.many(name)? })
    })?;
    let lines = memchr_iter(b'\n', found.lines.as_bytes()).count();
    (lines == found.names.len()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parties() -> Parties {
        let owned =
            |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let [outlets, actors] = [
            owned(&["Harbour Post", "Öresund Nu"]),
            owned(&["Mira K. Holm", "Holmgren", "Jon Holm", "Harbour Post"]),
        ];
        Parties::of([&outlets, &actors, &Vec::new(), &Vec::new(), &Vec::new()])
    }

    #[test]
    fn names_are_found_by_their_words() {
        let parties = parties();
        let word = |word: &str| parties.holding(word, |words| words.contains(&word));
        assert_eq!(word("holm"), ["Jon Holm", "Mira K. Holm"]);
        assert_eq!(word("oresund"), ["Öresund Nu"]);
        assert_eq!(word("hol"), [""; 0]);
        assert_eq!(word("post"), ["Harbour Post"]);
        let all = parties.holding("", |it| it.len() > 1);
        assert_eq!(all, ["Harbour Post", "Jon Holm", "Mira K. Holm", "Öresund Nu"]);
        let begun = parties.holding("holmg", |_| true);
        assert_eq!(begun, ["Holmgren"]);
        let has = |field, name| parties.has(field, name);
        assert!(has("outlet", "Harbour Post") && has("actor", "Harbour Post"));
        assert!(!has("outlet", "Jon Holm") && !has("actor", "Holm"));
    }

    #[test]
    fn the_table_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        save(folder.path(), &parties()).expect("a disk");
        let bytes = fs::read(folder.path().join(FILE)).expect("a file");
        assert_eq!(read(&bytes), Some(parties()));
        assert_eq!(read(&bytes[..bytes.len() - 1]), None);
        assert_eq!(read(&[]), None);
    }
}
