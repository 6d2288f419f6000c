//! Which names of an archive hold the words asked for? All names of outlets, actors, speakers
//! and relays, each once, in a table beside the segments that every run makes anew: their
//! folded words as one text, which is searched as fast as memory is read, and behind it the
//! names. So an article costs the engine one term a name, and "holm" still finds
//! "Mira K. Holm".

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use memchr::{memchr_iter, memmem};

use super::codec::{In, Out};
use crate::relate::print::each_word;

/// The table's file.
pub(super) const FILE: &str = "parties.bin";

/// Fields whose values are in the table.
pub const FIELDS: [&str; 5] = ["outlet", "actor", "speaker", "via", "origin"];

/// Those of them, as bits, that hold people and bodies: actors and speakers.
const PEOPLE: u8 = 0b110;

/// Names, one behind the other in one text: a large archive has millions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |it| self.ends[it]);
        self.text.get(start..end)
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|at| self.get(at))
    }

    /// The place of a name among names in the order of the alphabet.
    fn place(&self, name: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.ends.len());
        while from < to {
            let middle = from.midpoint(to);
            match self.get(middle)?.cmp(name) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }
}

/// The names of an archive, in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// A line a name: its folded words, with a space before and behind each.
    lines: String,
    names: Names,
    /// Of each name, a bit for each of [`FIELDS`] that holds it.
    fields: Vec<u8>,
}

/// Names with how many articles hold them.
#[derive(Debug, Default)]
pub(super) struct Counted {
    names: Names,
    fields: Vec<u8>,
    /// Articles that hold it as an actor, or as a speaker, whichever are more.
    counts: Vec<u64>,
    /// Articles that hold the last name, by field.
    last: [u64; FIELDS.len()],
}

impl Counted {
    /// Adds articles that hold a name in one of [`FIELDS`], by its place. Names come in the
    /// order of the alphabet, any number of times.
    pub(super) fn add(&mut self, name: &str, field: usize, count: u64) {
        let last = self.names.ends.len().checked_sub(1);
        if last.and_then(|it| self.names.get(it)) != Some(name) {
            self.last = [0; FIELDS.len()];
            self.names.push(name);
            self.fields.push(0);
            self.counts.push(0);
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
        Self { lines, names: counted.names, fields: counted.fields }
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
    let mut file = BufWriter::new(File::create(folder.join(FILE))?);
    for text in [&parties.lines, &parties.names.text] {
        let mut length = Out::default();
        length.size(text.len());
        file.write_all(&length.bytes)?;
        file.write_all(text.as_bytes())?;
    }
    let mut out = Out::default();
    out.size(parties.fields.len());
    for (name, fields) in parties.names.iter().zip(&parties.fields) {
        out.size(name.len());
        out.number(u64::from(*fields));
    }
    file.write_all(&out.bytes)?;
    file.flush()
}

/// The table from its bytes; none where they are damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Parties> {
    let name = |from: &mut In| Some((from.size()?, u8::try_from(from.number()?).ok()?));
    let (lines, text, told) =
        In::whole(bytes, |from| Some((from.text()?, from.text()?, from.many(name)?)))?;
    let mut ends = Vec::with_capacity(told.len());
    let mut end = 0_usize;
    for (length, _) in &told {
        end = end.checked_add(*length)?;
        if !text.is_char_boundary(end) {
            return None;
        }
        ends.push(end);
    }
    let whole = end == text.len();
    let alike = memchr_iter(b'\n', lines.as_bytes()).count() == told.len();
    let fields = told.into_iter().map(|it| it.1).collect();
    (whole && alike).then_some(Parties { lines, names: Names { text, ends }, fields })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(values: &[(&str, &str, u64)]) -> Counted {
        let mut counted = Counted::default();
        let mut values = values.to_vec();
        values.sort_unstable();
        for (name, field, count) in values {
            let field = FIELDS.iter().position(|it| *it == field).expect("a field");
            counted.add(name, field, count);
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

    #[test]
    fn the_table_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        save(folder.path(), &parties()).expect("a disk");
        let bytes = std::fs::read(folder.path().join(FILE)).expect("a file");
        assert_eq!(read(&bytes), Some(parties()));
        assert_eq!(read(&bytes[..bytes.len() - 1]), None);
        assert_eq!(read(&[]), None);
    }
}
