//! What do the readers of our own files make of bytes that nobody wrote? Sums catch what a
//! disk alters; here the readers stand alone. Each file of a generation is mutated, and what
//! is still read must be the truth: written again, it is the same bytes.

use std::fs;
use std::path::Path;

use super::aliases::{self, Aliases};
use super::entry::Entry;
use super::facts::{Facts, Run};
use super::ledger::{self, Failed, Input, Record};
use super::meta::{article_meta, quote_meta, read_article, read_quote, read_whole};
use super::parties::{self, Parties};
use super::sums::Sums;
use super::versions;
use super::{codec::Out, pointer};
use crate::extract::{Lexicon, annotate};
use crate::model::{Article, Declared, Place};

#[path = "../../tests/dice.rs"]
mod dice;
use dice::Dice;

/// What stands for a number that is too large, too long, or in a text that is none.
const BARBS: [&[u8]; 9] = [
    &[0],
    &[1],
    &[0x7f],
    &[0xff; 9],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0x80, 0x80, 0x80, 0x80, 0x10],
    b"99999999999999999999",
    b"-1",
];

/// The bytes of a file with one to three things done to them.
fn mutated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        let end = at + dice.below((bytes.len() - at).min(40) + 1);
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 if at < bytes.len() => bytes[at] = bytes[at].wrapping_add(1),
            _ => {
                let barb = BARBS[dice.below(BARBS.len())];
                let over = if dice.below(2) == 0 { at } else { end };
                bytes.splice(at..over, barb.iter().copied());
            }
        }
    }
    bytes
}

/// Mutations of a file that are tried.
const TIMES: usize = 20_000;

/// `read` gives what it has read, written again; none where it refuses.
#[track_caller]
pub(super) fn holds_out(whole: &[u8], read: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    assert_eq!(read(whole).as_deref(), Some(whole), "what was written is read");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut refused = 0;
    for _ in 0..TIMES {
        let bytes = mutated(whole, &mut dice);
        match read(&bytes) {
            None => refused += 1,
            Some(again) => {
                assert_eq!(again, bytes, "more or less was read than stands there");
            }
        }
    }
    assert!(refused > TIMES / 10 && refused < TIMES, "{refused} refused");
}

/// The bytes that a function leaves in a file of a folder.
pub(super) fn written(folder: &Path, name: &str, save: impl FnOnce(&Path)) -> Vec<u8> {
    save(folder);
    fs::read(folder.join(name)).expect("it was written")
}

#[test]
fn versions_are_read_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut out = Out::default();
    out.many(&[vec![1, 2, u64::MAX], vec![7, 9]], |out, page| {
        out.many(page, |out, it| out.fixed(*it));
    });
    holds_out(&out.bytes, |bytes| {
        let table = versions::read(bytes)?;
        let numbers: Vec<u64> = table.numbers().collect();
        assert!(table.superseded() < numbers.len() as u64 || numbers.is_empty());
        let older = table.older_among(numbers.iter().copied());
        assert!(older.len() <= numbers.len());
        let save = |it: &Path| versions::save(it, &table).expect("a disk");
        Some(written(folder.path(), versions::FILE, save))
    });
}

#[test]
fn names_are_read_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let counted = [("Mira Holm", 9), ("Mira K. Holm", 3), ("MIRA HOLM", 1)];
    let table = Aliases::find(counted.to_vec());
    let save = |it: &Path| aliases::save(it, &table).expect("a disk");
    let whole = written(folder.path(), aliases::FILE, save);
    holds_out(&whole, |bytes| {
        let table = aliases::read(bytes)?;
        assert!(table.groups().iter().all(|it| table.of_name(&it.name).is_some()));
        let save = |it: &Path| aliases::save(it, &table).expect("a disk");
        Some(written(folder.path(), aliases::FILE, save))
    });
}

#[test]
fn parties_are_read_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut counted = parties::Counted::default();
    for (name, field) in [("Harbour Post", 0), ("Holmgren", 1), ("Mira K. Holm", 1)] {
        counted.add(name, field, 1);
    }
    counted.actor("Tom Reed", (4_000_000_000, 1));
    counted.actor("Una Reed", (0, 1));
    counted.add("Öresund Nu", 0, 1);
    let table = Parties::of(counted);
    let save = |it: &Path| parties::save(it, &table).expect("a disk");
    let whole = written(folder.path(), parties::FILE, save);
    holds_out(&whole, |bytes| {
        let table = parties::read(bytes.to_vec())?;
        for piece in ["", "holm", "h", "ö"] {
            let _ = (table.holding(piece, |_| true), table.has("actor", piece));
        }
        let save = |it: &Path| parties::save(it, &table).expect("a disk");
        Some(written(folder.path(), parties::FILE, save))
    });
}

#[test]
fn accounts_are_read_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = |id| Record { id, given: id / 2, inside: Some("7".into()) };
    let mut whole = Input { key: "c/a.jsonl".to_owned(), size: 9, ..Input::default() };
    whole.records = vec![record(1), record(u64::MAX)];
    let mut broken = Input { key: "c/b.txt".to_owned(), ..Input::default() };
    broken.fail(Failed { reason: "is empty".to_owned(), ..Failed::default() });
    let save = |it: &Path| {
        ledger::save(it, [whole.clone(), broken.clone()].iter()).expect("a disk");
    };
    let lines = written(folder.path(), ledger::LINES, save);
    let records = fs::read(folder.path().join(ledger::RECORDS)).expect("it was written");
    holds_out(&records, |bytes| {
        let inputs = ledger::joined(&lines, bytes).ok()?;
        let save = |it: &Path| ledger::save(it, inputs.iter()).expect("a disk");
        Some(written(folder.path(), ledger::RECORDS, save))
    });
    // Lines are JSON, which has many forms: they are read or refused.
    let mut dice = Dice(7);
    let all = (0..TIMES).map(|_| mutated(&lines, &mut dice));
    let refused = all.filter(|it| ledger::joined(it, &records).is_err()).count();
    assert!(refused > TIMES / 10, "only {refused} refused");
}

#[test]
fn sums_are_read_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a"), b"few").expect("a file");
    fs::write(folder.path().join("b"), vec![7; 200_000]).expect("a file");
    let sums = Sums::take(folder.path(), None).expect("a disk").bytes();
    let table = &sums[..sums.len() - 8];
    holds_out(table, |bytes| {
        let sums = Sums::of_table(bytes)?;
        for name in sums.names() {
            assert_eq!(Path::new(name).components().count(), 1, "{name:?}");
        }
        let _ = (sums.size(), sums.sizes(folder.path()).is_ok());
        let whole = sums.bytes();
        Some(whole[..whole.len() - 8].to_vec())
    });
}

#[test]
fn what_is_stored_is_read_or_refused() {
    let text = "“The pier is shut,” Mayor Ana Bell told CNN, Reuters reported on Monday.";
    let declared = Declared {
        outlet: Some("Harbour Post".to_owned()),
        date: Some("2024-04-15T10:00:00Z".to_owned()),
        in_markup: true,
        ..Declared::default()
    };
    let article = Article { text: text.to_owned(), declared, ..Article::default() };
    let annotations = annotate(&article, Lexicon::builtin());
    let quote = quote_meta(annotations.quotes.first().expect("a statement"));
    let places = vec![Place { key: "a/b.txt".to_owned(), inside: None }];
    let entry = Entry { article, id: 7, annotations, places, ..Entry::default() };
    holds_out(&quote, |bytes| {
        let quote = read_quote(bytes)?;
        assert!(quote.spans.iter().all(|it| it.start <= it.end));
        Some(quote_meta(&quote))
    });
    holds_out(&article_meta(&entry), |bytes| {
        let (stored, actors) = read_whole(bytes)?;
        assert_eq!(read_article(bytes).as_ref(), Some(&stored));
        Some(article_meta(&Entry::restored(stored, actors, Vec::new())?))
    });
}

#[test]
fn facts_and_the_pointer_are_read_or_refused() {
    let mut facts = Facts { articles: 40, dated: 31, ..Facts::default() };
    (facts.min_date, facts.max_date) = (Some(20_230_101), Some(20_240_415));
    facts.languages.insert("en".to_owned(), 40);
    facts.remember(Run { took_ms: 12, ..Run::default() });
    let whole = serde_json::to_vec_pretty(&facts).expect("plain data");
    let mut dice = Dice(11);
    let mut refused = 0;
    for _ in 0..TIMES {
        let bytes = mutated(&whole, &mut dice);
        let Ok(facts) = serde_json::from_slice::<Facts>(&bytes) else {
            refused += 1;
            continue;
        };
        let size = facts.size();
        for date in size.min_date.iter().chain(&size.max_date) {
            assert!(date.month <= 12 && date.day <= 31 && date.year <= 9999, "{date:?}");
        }
    }
    assert!(refused > TIMES / 10, "only {refused} refused");
    let folder = tempfile::tempdir().expect("a folder");
    let names = b"gen-20260101T000000Z-0a\ngen-20250101T000000Z-0b\n";
    for _ in 0..2_000 {
        let bytes = mutated(names, &mut dice);
        fs::write(folder.path().join(pointer::CURRENT), bytes).expect("a file");
        for name in pointer::read(folder.path()).into_iter().flatten() {
            assert_eq!(Path::new(&name).components().count(), 1, "{name:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_was_made_longer_is_not_read_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a"), b"few").expect("a file");
    let sums = Sums::take(folder.path(), None).expect("a disk");
    // Without a byte on the disk: five gigabytes in memory would be seen.
    for name in ["a", super::sums::FILE, pointer::CURRENT, super::lock::LOCK] {
        let file = fs::File::create(folder.path().join(name)).expect("a file");
        file.set_len(5 << 30).expect("a sparse file");
    }
    assert!(sums.read(folder.path(), "a").is_err());
    assert!(pointer::read(folder.path()).is_err());
    assert!(super::lock::lock(folder.path()).is_ok());
}
