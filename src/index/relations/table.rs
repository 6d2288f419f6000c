//! How are copies and stories kept beside the segments? Each in a file of its own, behind
//! a checksum: what is damaged is not believed, and the next run makes it again.

use std::fs;
use std::io;
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{Copies, Found, Stories, part_number};
use crate::index::codec::{In, Out};
use crate::relate::align::Overlap;
use crate::relate::story::{Member, Pair, Part, Story};

const COPIES: &str = "copies.bin";
const STORIES: &str = "stories.bin";
/// Which fields there are: tables of another version are made again.
const VERSION: u64 = 2;

/// Writes both into the folder of a generation.
pub(in crate::index) fn save(folder: &Path, found: &Found) -> io::Result<()> {
    let mut out = Out::default();
    out.many(&found.pairs, put_pair);
    sealed(&folder.join(COPIES), &out)?;
    let mut out = Out::default();
    out.many(&found.stories, |out, story| {
        out.number(story.origins[0]);
        out.number(story.origins[1]);
        out.many(&story.members, |out, member| {
            fixed(out, member.number);
            out.number(part_number(member.part));
            out.number(u64::from(member.share));
            out.number(u64::from(member.origin));
        });
    });
    sealed(&folder.join(STORIES), &out)
}

fn sealed(path: &Path, out: &Out) -> io::Result<()> {
    let mut bytes = xxh3_64_with_seed(&out.bytes, VERSION).to_le_bytes().to_vec();
    bytes.extend_from_slice(&out.bytes);
    fs::write(path, bytes)
}

fn unsealed(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap_or_default();
    match bytes.split_first_chunk::<8>() {
        Some((seal, rest))
            if u64::from_le_bytes(*seal) == xxh3_64_with_seed(rest, VERSION) =>
        {
            rest.to_vec()
        }
        _ => Vec::new(),
    }
}

/// The copies of a generation; none where the file is damaged or missing.
pub(in crate::index) fn load_copies(folder: &Path) -> Copies {
    let bytes = unsealed(&folder.join(COPIES));
    let pairs = In { bytes: &bytes }.many(get_pair);
    Copies::new(pairs.unwrap_or_default())
}

/// The stories of a generation; none where the file is damaged or missing.
pub(in crate::index) fn load_stories(folder: &Path) -> Stories {
    let bytes = unsealed(&folder.join(STORIES));
    let stories = In { bytes: &bytes }.many(|from| {
        let origins = [from.number()?, from.number()?];
        let members = from.many(|from| {
            let number = get_fixed(from)?;
            let part = *Part::ALL.get(from.size()?)?;
            let share = u16::try_from(from.number()?).ok()?;
            let origin = u32::try_from(from.number()?).ok()?;
            Some(Member { number, part, share, origin })
        })?;
        Some(Story { members, origins })
    });
    Stories::new(stories.unwrap_or_default())
}

fn fixed(out: &mut Out, number: u64) {
    out.bytes.extend_from_slice(&number.to_le_bytes());
}

fn get_fixed(from: &mut In) -> Option<u64> {
    let (bytes, rest) = from.bytes.split_first_chunk::<8>()?;
    from.bytes = rest;
    Some(u64::from_le_bytes(*bytes))
}

fn put_pair(out: &mut Out, pair: &Pair) {
    fixed(out, pair.a);
    fixed(out, pair.b);
    let Overlap { words, shared, captions, pictured, told, head, untold } = pair.overlap;
    for value in [words[0], words[1], shared[0], shared[1], told] {
        out.number(u64::from(value));
    }
    let gallery = captions.iter().chain(&pictured).any(|it| *it > 0);
    let earlier = pair.earlier.map_or(0, |it| if it == pair.a { 2 } else { 4 });
    let flags = [pair.kin, pair.version, untold, gallery];
    let flags = flags.into_iter().zip(3..).map(|(flag, bit)| u64::from(flag) << bit);
    out.number(u64::from(head) + earlier + flags.sum::<u64>());
    for value in captions.into_iter().chain(pictured).filter(|_| gallery) {
        out.number(u64::from(value));
    }
}

fn get_pair(from: &mut In) -> Option<Pair> {
    let (a, b) = (get_fixed(from)?, get_fixed(from)?);
    let mut value = || u32::try_from(from.number()?).ok();
    let words = [value()?, value()?];
    let shared = [value()?, value()?];
    let told = value()?;
    let flags = from.number()?;
    let earlier = match flags >> 1 & 3 {
        1 => Some(a),
        2 => Some(b),
        _ => None,
    };
    let has = |bit: u32| flags >> bit & 1 == 1;
    let mut captions = [0; 4];
    for value in captions.iter_mut().filter(|_| has(6)) {
        *value = u32::try_from(from.number()?).ok()?;
    }
    let [a_captions, b_captions, a_pictured, b_pictured] = captions;
    let (head, untold, kin, version) = (has(0), has(5), has(3), has(4));
    let overlap = Overlap {
        words,
        shared,
        captions: [a_captions, b_captions],
        pictured: [a_pictured, b_pictured],
        told,
        head,
        untold,
    };
    Some(Pair { a, b, overlap, earlier, kin, version })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_come_back_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let overlap = Overlap {
            words: [300, 90],
            shared: [80, 85],
            captions: [0, 200],
            pictured: [1, 0],
            told: 70,
            head: true,
            untold: true,
        };
        let (earlier, kin, version) = (Some(u64::MAX), false, true);
        let pair = Pair { a: 7, b: u64::MAX, overlap, earlier, kin, version };
        let member = |number, part| Member { number, part, share: 940, origin: 1 };
        let members = vec![member(7, Part::Original), member(u64::MAX, Part::Partial)];
        let story = Story { members, origins: [1, 2] };
        let found = Found { pairs: vec![pair], stories: vec![story.clone()] };
        save(folder.path(), &found).expect("a disk");
        assert_eq!(load_copies(folder.path()).pairs().collect::<Vec<_>>(), [&pair]);
        assert_eq!(load_stories(folder.path()).of_article(7), Some(&story));
        let path = folder.path().join(COPIES);
        let mut bytes = fs::read(&path).expect("the file");
        bytes[12] ^= 1;
        fs::write(path, bytes).expect("a disk");
        assert_eq!(load_copies(folder.path()), Copies::default());
    }
}
