//! How are copies and stories kept beside the segments? Each in a file of its own, read
//! whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use super::{Copies, Found, Stories, part_number};
use crate::index::codec::{In, Out};
use crate::relate::overlap::Overlap;
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
        Some(Story { members, origins }).filter(is_sound)
    };
    In::whole(bytes, |from| from.many(story)).map(Stories::new)
}

/// No more origins than articles, and each member is of one of them: rows are counted by
/// these numbers.
fn is_sound(story: &Story) -> bool {
    let Story { members, origins: [least, most] } = story;
    let count = members.len() as u64;
    members.len() > 1
        && least <= most
        && *most <= count
        && members.iter().all(|it| u64::from(it.origin) < count && it.share <= 1000)
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
    let gallery = captions.iter().any(|it| *it > 0);
    let known = flags < 1 << 7 && flags >> 1 & 3 != 3 && gallery == has(6);
    let pair = Pair { a, b, overlap, earlier, kin, version };
    (known && a < b && is_part(&overlap)).then_some(pair)
}

/// What is shared is a part of the words, and all of them together can be counted.
fn is_part(overlap: &Overlap) -> bool {
    let Overlap { words, shared, captions, pictured, told, .. } = overlap;
    // A caption may stand among the words of the other text.
    let side = |it: usize| {
        let all = words[it].checked_add(captions[it]);
        let common = shared[it].checked_add(pictured[it]);
        shared[it] <= words[it]
            && all.is_some_and(|all| common.is_some_and(|it| it <= all))
    };
    side(0) && side(1) && *told <= shared[0].max(shared[1])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::index::tests::{holds_out, written};

    fn sample() -> (Pair, Story) {
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
        (pair, Story { members, origins: [1, 2] })
    }

    #[test]
    fn the_tables_come_back_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let (pair, story) = sample();
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

    #[test]
    fn copies_are_read_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = |pairs: Vec<Pair>| {
            let found = Found { pairs, stories: Vec::new() };
            let save = |it: &Path| super::save(it, &found).expect("a disk");
            written(folder.path(), COPIES, save)
        };
        let (pair, _) = sample();
        let plain = Overlap { words: [90, 80], shared: [70, 70], ..Overlap::default() };
        let other = Pair { b: 9, overlap: plain, earlier: Some(7), ..pair };
        holds_out(&bytes(vec![pair, other]), |bytes_read| {
            let table = read_copies(bytes_read)?;
            for pair in table.pairs().chain(table.furniture()) {
                let whole = pair.overlap.of_pages();
                let shares = [pair.overlap.share(), whole.share()];
                assert!(shares.iter().all(|it| *it <= 1.0), "{pair:?}");
                assert!(table.of_article(pair.a).count() <= table.pairs().count());
            }
            Some(bytes(table.pairs))
        });
    }

    #[test]
    fn stories_are_read_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = |stories: Vec<Story>| {
            let found = Found { pairs: Vec::new(), stories };
            let save = |it: &Path| super::save(it, &found).expect("a disk");
            written(folder.path(), STORIES, save)
        };
        let (_, story) = sample();
        holds_out(&bytes(vec![story.clone(), story]), |bytes_read| {
            let table = read_stories(bytes_read)?;
            for story in table.all() {
                let count = story.members.len();
                assert!(count > 1 && story.copies() <= count, "{story:?}");
                let origins = story.members.iter().map(|it| it.origin as usize);
                assert!(origins.max() < Some(count), "each has a row: {story:?}");
            }
            Some(bytes(table.stories))
        });
    }
}
