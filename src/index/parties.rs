//! Which names of an archive hold the words asked for? All names of outlets, actors, speakers
//! and relays, each once, in a table beside the segments that every run makes anew: their
//! folded words as one text, which is searched as fast as memory is read, and behind it the
//! names. So an article costs the engine one term a name, and "holm" still finds
//! "Mira K. Holm".

use std::fs;
use std::io;
use std::path::Path;

use memchr::{memchr_iter, memmem};
use rayon::prelude::*;

use super::codec::{In, Out};
use crate::relate::print::each_word;

/// The table's file.
pub(super) const FILE: &str = "parties.bin";

/// Fields whose values are in the table.
pub const FIELDS: [&str; 5] = ["outlet", "actor", "speaker", "via", "origin"];

/// Those of them, as bits, that hold people and bodies: actors and speakers.
pub(super) const PEOPLE: u8 = 0b110;

/// The names of an archive, in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// A line a name: its folded words, with a space before and behind each.
    lines: String,
    names: Vec<Name>,
}

/// A name with how many articles hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) name: String,
    /// A bit for each of [`FIELDS`] that holds it.
    pub(super) fields: u8,
    /// Articles that hold it as an actor, or as a speaker, whichever are more.
    pub(super) count: u64,
}

/// Makes one list, in the order of the alphabet, of the values of each of [`FIELDS`], which
/// may come in parts.
pub(super) fn joined(fields: [Vec<(String, u64)>; FIELDS.len()]) -> Vec<Counted> {
    let mut all = Vec::with_capacity(fields.iter().map(Vec::len).sum());
    for (at, values) in fields.into_iter().enumerate() {
        let field = 1 << at;
        let counts = u64::from(field & PEOPLE != 0);
        let value = |(name, count): (String, u64)| Counted {
            name,
            fields: field,
            count: count * counts,
        };
        all.extend(values.into_iter().map(value));
    }
    all.par_sort_unstable_by(|a, b| (&a.name, a.fields).cmp(&(&b.name, b.fields)));
    // Parts of one field add up; of several fields the largest counts.
    join(&mut all, |kept, next| kept.fields == next.fields, |a, b| a + b);
    join(&mut all, |_, _| true, u64::max);
    all
}

fn join(
    all: &mut Vec<Counted>,
    alike: impl Fn(&Counted, &Counted) -> bool,
    sum: impl Fn(u64, u64) -> u64,
) {
    all.dedup_by(|next, kept| {
        let same = next.name == kept.name && alike(kept, next);
        if same {
            kept.fields |= next.fields;
            kept.count = sum(kept.count, next.count);
        }
        same
    });
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    text: Box<str>,
    /// A bit for each of [`FIELDS`] that holds it.
    fields: u8,
}

impl Parties {
    /// From names in the order of the alphabet.
    pub(super) fn of(counted: Vec<Counted>) -> Self {
        let mut lines = String::new();
        for it in &counted {
            write_line(&it.name, &mut lines);
        }
        let name = |it: Counted| Name { text: it.name.into(), fields: it.fields };
        Self { lines, names: counted.into_iter().map(name).collect() }
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
        let held = |it: &[&str]| it.iter().map(|it| ((*it).to_owned(), 1)).collect();
        let outlets = held(&["Harbour Post", "Öresund Nu"]);
        let actors = held(&["Mira K. Holm", "Holmgren", "Jon Holm", "Harbour Post"]);
        Parties::of(joined([outlets, actors, Vec::new(), Vec::new(), Vec::new()]))
    }

    #[test]
    fn parts_of_a_field_add_up() {
        let counts = |it: &[u64]| it.iter().map(|it| ("Holm".to_owned(), *it)).collect();
        let all = joined([counts(&[]), counts(&[3, 4]), counts(&[6]), vec![], vec![]]);
        let expected = Counted { name: "Holm".to_owned(), fields: 0b110, count: 7 };
        assert_eq!(all, [expected]);
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
