//! How are copies and stories kept beside the segments? Each in a file of its own, read
//! whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use super::{Copies, Found, Stories, part_number};
use crate::index::codec::{In, Out};
use crate::relate::align::Overlap;
use crate::relate::story::{Member, Pair, Part, Story};

/// The file of pairs.
pub(in crate::index) const COPIES: &str = "copies.bin";
/// The file of stories.
pub(in crate::index) const STORIES: &str = "stories.bin";

/// Writes both into the folder of a generation.
pub(in crate::index) fn save(folder: &Path, found: &Found) -> io::Result<()> {
    let mut out = Out::default();
    out.many(&found.pairs, put_pair);
    fs::write(folder.join(COPIES), out.bytes)?;
    let mut out = Out::default();
    out.many(&found.stories, |out, story| {
        out.number(story.origins[0]);
        out.number(story.origins[1]);
        out.many(&story.members, |out, member| {
            out.fixed(member.number);
            out.number(part_number(member.part));
            out.number(u64::from(member.share));
            out.number(u64::from(member.origin));
        });
    });
    fs::write(folder.join(STORIES), out.bytes)
}

/// The copies from their bytes; none where they are damaged.
pub(in crate::index) fn read_copies(bytes: &[u8]) -> Option<Copies> {
    In::whole(bytes, |from| from.many(get_pair)).map(Copies::new)
}

/// The stories from their bytes; none where they are damaged.
pub(in crate::index) fn read_stories(bytes: &[u8]) -> Option<Stories> {
    let story = |from: &mut In| {
        let origins = [from.number()?, from.number()?];
        let members = from.many(|from| {
            let number = from.fixed()?;
            let part = *Part::ALL.get(from.size()?)?;
            let share = u16::try_from(from.number()?).ok()?;
            let origin = u32::try_from(from.number()?).ok()?;
            Some(Member { number, part, share, origin })
        })?;
        Some(Story { members, origins })
    };
    In::whole(bytes, |from| from.many(story)).map(Stories::new)
}

fn put_pair(out: &mut Out, pair: &Pair) {
    out.fixed(pair.a);
    out.fixed(pair.b);
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
    let (a, b) = (from.fixed()?, from.fixed()?);
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
        let bytes = |name: &str| fs::read(folder.path().join(name)).expect("the file");
        let (copies, stories) = (bytes(COPIES), bytes(STORIES));
        let found = read_copies(&copies).expect("whole");
        assert_eq!(found.pairs().collect::<Vec<_>>(), [&pair]);
        assert_eq!(read_stories(&stories).expect("whole").of_article(7), Some(&story));
        assert_eq!(read_copies(&copies[..copies.len() - 1]), None);
        assert_eq!(read_stories(&[&stories[..], &[0]].concat()), None);
    }
}
