//! Which names in this archive mean the same party? A small table beside the segments,
//! made anew by every run from the names and counts of the articles (`relate::same_names`),
//! and applied where names are counted and filtered. So a join needs no new index, and
//! what an article says stays what it says.

use std::fs;
use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::codec::{In, Out};
use crate::relate::{SameName, same_names};

/// The table's file.
pub(super) const FILE: &str = "names.bin";

/// The names of an archive, counted, and those that mean one party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    groups: Vec<SameName>,
    /// Group of every name in one.
    places: FxHashMap<String, usize>,
}

impl Aliases {
    /// From groups of names.
    fn of(groups: Vec<SameName>) -> Self {
        let mut places = FxHashMap::default();
        for (at, group) in groups.iter().enumerate() {
            for name in group.variants.iter().chain([&group.name]) {
                places.insert(name.clone(), at);
            }
        }
        Self { groups, places }
    }

    /// Finds them among the names of an archive, each with the number of articles that
    /// hold it.
    pub(super) fn find(counted: Vec<(&str, u64)>) -> Self {
        Self::of(same_names(counted))
    }

    /// All groups, in the order of the alphabet.
    pub fn groups(&self) -> &[SameName] {
        &self.groups
    }

    /// The names that mean the same party as `name`.
    pub fn of_name(&self, name: &str) -> Option<&SameName> {
        self.places.get(name).map(|it| &self.groups[*it])
    }
}

/// Writes the table into the folder of a generation.
pub(super) fn save(folder: &Path, aliases: &Aliases) -> io::Result<()> {
    let mut out = Out::default();
    out.many(&aliases.groups, |out, group| {
        out.text(&group.name);
        out.many(&group.variants, |out, name| out.text(name));
    });
    fs::write(folder.join(FILE), out.bytes)
}

/// The table from its bytes; none where they are damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Aliases> {
    let group = |from: &mut In| {
        let name = from.text()?;
        let variants = from.many(In::text)?;
        Some(SameName { name, variants })
    };
    In::whole(bytes, |from| from.many(group)).map(Aliases::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aliases() -> Aliases {
        let counted = [("Mira Holm", 9), ("Mira K. Holm", 3), ("MIRA HOLM", 1)];
        Aliases::find(counted.to_vec())
    }

    #[test]
    fn one_name_stands_for_all() {
        let stands_for = |name: &str| aliases().of_name(name).map(|it| it.name.clone());
        assert_eq!(stands_for("Mira K. Holm").as_deref(), Some("Mira Holm"));
        assert_eq!(stands_for("Jon Holm"), None);
    }

    #[test]
    fn the_table_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        save(folder.path(), &aliases()).expect("a disk");
        let bytes = fs::read(folder.path().join(FILE)).expect("a file");
        assert_eq!(read(&bytes), Some(aliases()));
        assert_eq!(read(&bytes[1..]), None);
        assert_eq!(read(&[200]), None);
    }
}
