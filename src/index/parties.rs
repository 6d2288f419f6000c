//! Which names of an archive hold the words asked for? All names of outlets, actors, speakers
//! and relays, each once, in a table beside the segments that every run makes anew: their
//! folded words as one text, which is searched as fast as memory is read, and behind it the
//! names. So an article costs the engine one term a name, and "holm" still finds
//! "Mira K. Holm". Of actors articles hold but numbers: here it stands whose they are.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use memchr::{memchr_iter, memmem};
use rustc_hash::FxHashSet;

use super::codec::{In, Out};
use super::names::{Names, Numbering};
use crate::relate::print::each_word;

/// The table's file.
pub(super) const FILE: &str = "parties.bin";

/// Fields whose values are in the table.
pub const FIELDS: [&str; 5] = ["outlet", "actor", "speaker", "via", "origin"];

/// Place of the actors among them.
pub(super) const ACTOR: usize = 1;

/// Those of them, as bits, that hold people and bodies: actors and speakers.
const PEOPLE: u8 = 0b110;

/// The names of an archive, in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// Before them, a line a name: its folded words, with a space before and behind each.
    names: Names,
    /// Of each name, a bit for each of [`FIELDS`] that holds it.
    fields: Vec<u8>,
    /// Of each name its number as an actor; [`NOBODY`] where it is none.
    numbers: Vec<u32>,
}

/// What is no number.
const NOBODY: u32 = u32::MAX;

/// Names with how many articles hold them.
#[derive(Debug, Default)]
pub(super) struct Counted {
    names: Names,
    fields: Vec<u8>,
    /// Articles that hold it as an actor, or as a speaker, whichever are more.
    counts: Vec<u64>,
    /// Articles that hold the last name, by field.
    last: [u64; FIELDS.len()],
    numbers: Vec<u32>,
}

impl Counted {
    /// Adds an actor by its number, with how many articles hold it.
    pub(super) fn actor(&mut self, name: &str, (number, count): (u32, u32)) {
        self.add(name, ACTOR, u64::from(count));
        if let Some(last) = self.numbers.last_mut() {
            *last = number;
        }
    }

    /// Adds articles that hold a name in one of [`FIELDS`], by its place. Names come in the
    /// order of the alphabet, any number of times.
    pub(super) fn add(&mut self, name: &str, field: usize, count: u64) {
        let last = self.names.len().checked_sub(1);
        if last.and_then(|it| self.names.get(it)) != Some(name) {
            self.last = [0; FIELDS.len()];
            self.names.push(name);
            self.fields.push(0);
            self.counts.push(0);
            self.numbers.push(NOBODY);
        }
        let bit = 1 << field;
        self.last[field] += count;
        if let Some((fields, most)) = self.fields.last_mut().zip(self.counts.last_mut()) {
            *fields |= bit;
            if bit & PEOPLE != 0 {
                *most = self.last[field].max(*most);
            }
        }
    }

    /// Names of people and bodies, with how many articles hold each.
    pub(super) fn people(&self) -> Vec<(&str, u64)> {
        let all = self.names.iter().zip(&self.fields).zip(&self.counts);
        let people = all.filter(|it| it.0.1 & PEOPLE != 0);
        people.map(|((name, _), count)| (name, *count)).collect()
    }
}

impl Parties {
    /// From names that were counted.
    pub(super) fn of(counted: Counted) -> Self {
        let mut lines = String::new();
        for name in counted.names.iter() {
            write_line(name, &mut lines);
        }
        Self {
            names: counted.names.behind(lines),
            fields: counted.fields,
            numbers: counted.numbers,
        }
    }

    /// The number of an actor.
    pub fn number(&self, name: &str) -> Option<u32> {
        let number = *self.numbers.get(self.names.place(name)?)?;
        (number != NOBODY).then_some(number)
    }

    /// The names of the actors with these numbers.
    pub fn named(&self, numbers: &FxHashSet<u64>) -> impl Iterator<Item = (u64, &str)> {
        let numbered = self.numbered().map(|(number, name)| (u64::from(number), name));
        numbered.filter(|it| numbers.contains(&it.0))
    }

    /// All actors, in the order of the alphabet.
    pub fn actors(&self) -> impl Iterator<Item = &str> {
        self.numbered().map(|it| it.1)
    }

    /// The numbers of all actors, for a run that goes on from here.
    pub(super) fn numbering(&self) -> Numbering {
        Numbering::of(self.numbered())
    }

    fn numbered(&self) -> impl Iterator<Item = (u32, &str)> {
        let numbered = self.numbers.iter().copied().zip(self.names.iter());
        numbered.filter(|it| it.0 != NOBODY)
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
            found.extend(self.names.get(at).filter(|_| fits(&words)));
        });
        found
    }

    /// A field has a value of this name.
    pub fn has(&self, field: &str, name: &str) -> bool {
        let wanted = FIELDS.iter().position(|it| *it == field).map_or(0, |it| 1 << it);
        let held = self.names.place(name).and_then(|it| self.fields.get(it));
        held.is_some_and(|it| it & wanted != 0)
    }

    /// Hands over the lines that hold a piece at the beginning of a word, with their places.
    fn candidates(&self, piece: &str, mut take: impl FnMut(usize, &str)) {
        let lines = self.names.before();
        if piece.is_empty() {
            for (at, line) in lines.lines().enumerate() {
                take(at, line);
            }
            return;
        }
        let piece = format!(" {piece}");
        let finder = memmem::Finder::new(piece.as_bytes());
        let (mut from, mut at) = (0, 0);
        while let Some(found) = finder.find(&lines.as_bytes()[from..]) {
            let passed = &lines[from..from + found];
            at += memchr_iter(b'\n', passed.as_bytes()).count();
            let start = passed.rfind('\n').map_or(from, |it| from + it + 1);
            let rest = &lines[start..];
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

/// Writes the table into the folder of a generation: lines and names as one text, which is
/// read in one piece, then what is said of each name, and how long that is.
pub(super) fn save(folder: &Path, parties: &Parties) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(folder.join(FILE))?);
    file.write_all(parties.names.text().as_bytes())?;
    let mut out = Out::default();
    out.size(parties.names.before().len());
    out.size(parties.fields.len());
    let told = parties.fields.iter().zip(&parties.numbers);
    for (name, (fields, number)) in parties.names.iter().zip(told) {
        out.size(name.len());
        out.number(u64::from(*fields));
        out.number(u64::from(number.wrapping_add(1)));
    }
    out.fixed(out.bytes.len() as u64);
    file.write_all(&out.bytes)?;
    file.flush()
}

/// The table from its bytes; none where they are damaged.
pub(super) fn read(mut bytes: Vec<u8>) -> Option<Parties> {
    let (rest, length) = bytes.split_last_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let end = rest.len().checked_sub(length)?;
    let name = |from: &mut In| {
        let (length, fields) = (from.size()?, u8::try_from(from.number()?).ok()?);
        let number = u32::try_from(from.number()?).ok()?.wrapping_sub(1);
        Some((length, (fields, number)))
    };
    let (start, told) =
        In::whole(&rest[end..], |from| Some((from.size()?, from.many(name)?)))?;
    bytes.truncate(end);
    let names =
        Names::cut(String::from_utf8(bytes).ok()?, start, told.iter().map(|it| it.0))?;
    if memchr_iter(b'\n', names.before().as_bytes()).count() != told.len() {
        return None;
    }
    let (fields, numbers) = told.into_iter().map(|it| it.1).unzip();
    Some(Parties { names, fields, numbers })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(values: &[(&str, &str, u64)]) -> Counted {
        let mut counted = Counted::default();
        let mut values = values.to_vec();
        values.sort_unstable();
        for ((name, field, count), number) in values.into_iter().zip(0..) {
            let field = FIELDS.iter().position(|it| *it == field).expect("a field");
            if field == ACTOR {
                let count = u32::try_from(count).expect("few");
                counted.actor(name, (7 * number, count));
            } else {
                counted.add(name, field, count);
            }
        }
        counted
    }

    fn parties() -> Parties {
        let outlets = ["Harbour Post", "Öresund Nu"].map(|it| (it, "outlet", 1));
        let actors = ["Mira K. Holm", "Holmgren", "Jon Holm", "Harbour Post"];
        let all = [&outlets[..], &actors.map(|it| (it, "actor", 1))].concat();
        Parties::of(counted(&all))
    }

    #[test]
    fn parts_of_a_field_add_up() {
        let parts = [("Holm", "actor", 3), ("Holm", "actor", 4), ("Holm", "speaker", 6)];
        let post = [("Post", "outlet", 9), ("Post", "via", 9)];
        let all = counted(&[&parts[..], &post].concat());
        assert_eq!(all.people(), [("Holm", 7)]);
        let table = Parties::of(all);
        assert_eq!(table.fields, [0b110, 0b1001]);
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

    fn named(parties: &Parties, number: u32) -> Vec<&str> {
        let numbers = [u64::from(number)].into_iter().collect();
        parties.named(&numbers).map(|it| it.1).collect()
    }

    #[test]
    fn actors_have_numbers() {
        let parties = parties();
        for name in ["Mira K. Holm", "Holmgren", "Jon Holm", "Harbour Post"] {
            let number = parties.number(name).expect("an actor");
            assert_eq!(named(&parties, number), [name]);
        }
        assert_eq!(parties.number("Öresund Nu"), None, "an outlet");
        assert_eq!(named(&parties, 1), [""; 0]);
        assert_eq!(named(&parties, NOBODY), [""; 0]);
        let again = parties.numbering().numbers(["Jon Holm", "Nobody Yet"].into_iter());
        assert_eq!(again[0], u64::from(parties.number("Jon Holm").expect("an actor")));
        let new = u32::try_from(again[1]).expect("a number");
        assert_eq!(named(&parties, new), [""; 0], "it was free");
    }

    #[test]
    fn the_table_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        save(folder.path(), &parties()).expect("a disk");
        let bytes = std::fs::read(folder.path().join(FILE)).expect("a file");
        assert_eq!(read(bytes[..bytes.len() - 1].to_vec()), None);
        assert_eq!(read(bytes), Some(parties()));
        assert_eq!(read(Vec::new()), None);
    }
}
