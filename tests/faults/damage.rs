//! What if a byte of the index is not what was written? For every file of a generation:
//! flipped, cut, lengthened, missing. `check` names the file; whoever asks gets the right
//! answer or an error that says what to do; `check --repair` makes it whole.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use morgue::index::{Archive, check};
use morgue::query::stories::stories;
use morgue::query::{Request, parse, search};

use super::{Site, told};
use crate::dice::Dice;

/// Parts that a place in a file is told in: no byte of a short file is left out.
const WHOLE: u64 = 1_000_000;

/// What is done to a file.
#[derive(Clone, Copy, Debug)]
enum Harm {
    Flip(u64),
    Cut(u64),
    Longer,
    Gone,
}

impl Harm {
    fn strike(self, file: &Path) {
        let mut bytes = fs::read(file).expect("a file");
        let at =
            |part: u64| (bytes.len() as u64 * part / WHOLE).min(bytes.len() as u64 - 1);
        match self {
            Self::Flip(part) => {
                let at = usize::try_from(at(part)).expect("small");
                bytes[at] ^= 1 << (part % 8);
            }
            Self::Cut(part) => bytes.truncate(usize::try_from(at(part)).expect("small")),
            Self::Longer => bytes.push(0),
            Self::Gone => return fs::remove_file(file).expect("a file"),
        }
        fs::write(file, bytes).expect("a file");
    }
}

/// The files of the newest generation that count.
fn files(site: &Site) -> Vec<PathBuf> {
    let folder = fs::read_dir(site.newest()).expect("a generation");
    let mut files: Vec<PathBuf> = folder.map(|it| it.expect("an entry").path()).collect();
    files.retain(|it| it.extension().is_none_or(|it| it != "lock"));
    files.retain(|it| fs::metadata(it).expect("a file").len() > 0);
    files.sort();
    files
}

fn name(file: &Path) -> String {
    file.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Everything that a search shows, asked in many ways; an error as such.
fn asked(index: &Path) -> Vec<Result<String, String>> {
    let archive = match Archive::open(index) {
        Ok(archive) => archive,
        Err(error) => return vec![Err(error.to_string())],
    };
    let queries = [
        "*",
        "ferry",
        "\"harbour board\"",
        "speaker:reed",
        "actor:bell",
        "said:wall",
        "quay -ferry",
        "date:2024-03",
        "story:line-3",
        "har*",
    ];
    let mut answers = Vec::new();
    for query in queries {
        let mut request = Request::new(parse(query).expect("a query"), query);
        request.limit = 100;
        let shown = |hits: Vec<morgue::model::Hit>| {
            let one = |it: &morgue::model::Hit| {
                format!("{:?} {:?} {:?} {}", it.article, it.quotes, it.snippets, it.score)
            };
            hits.iter().map(one).collect::<Vec<_>>().join("\n")
        };
        answers.push(
            search(&archive, &request)
                .map(|it| shown(it.hits))
                .map_err(|it| it.to_string()),
        );
    }
    let request = Request::new(parse("*").expect("a query"), "*");
    let told = stories(&archive, &request);
    answers.push(told.map(|it| format!("{:?}", it.stories)).map_err(|it| it.to_string()));
    let inputs = archive.inputs().map(|it| format!("{it:?}"));
    answers.push(inputs.map_err(|it| it.to_string()));
    answers
}

/// Strikes every file in every way, and asks; how many ways there were and how many were
/// answered rightly.
fn strike_all(harms: &[Harm]) -> (usize, usize) {
    let site = Site::indexed();
    let index = site.path("index");
    let right = asked(&index);
    assert!(right.iter().all(Result::is_ok), "{right:?}");
    let (mut tried, mut answered) = (0, 0);
    for file in files(&site) {
        let whole = fs::read(&file).expect("a file");
        for harm in harms {
            harm.strike(&file);
            let when = format!("{harm:?} of {}", name(&file));
            tried += 1;
            let report = check::check(&index).expect("an index of this format");
            let faults = report.generations.iter().flat_map(|it| &it.faults);
            assert!(
                faults.clone().any(|it| it.file == name(&file)),
                "{when}: {report:?}"
            );
            let Ok(answers) = catch_unwind(|| asked(&index)) else {
                panic!("{when}: a panic");
            };
            for (n, answer) in answers.iter().enumerate() {
                match answer {
                    Ok(answer) => {
                        answered += 1;
                        assert_eq!(
                            Ok(answer),
                            right[n].as_ref(),
                            "{when}: half an answer"
                        );
                    }
                    Err(error) => assert!(!error.is_empty(), "{when}"),
                }
            }
            fs::write(&file, &whole).expect("a file");
        }
    }
    assert_eq!(asked(&index), right, "all harm was undone");
    (tried, answered)
}

#[test]
fn whatever_is_damaged_is_named_and_never_answers_by_half() {
    let harms = [
        Harm::Flip(0),
        Harm::Flip(500_001),
        Harm::Flip(999_999),
        Harm::Cut(0),
        Harm::Cut(700_000),
        Harm::Longer,
        Harm::Gone,
    ];
    let (tried, _) = strike_all(&harms);
    assert!(tried > 100, "{tried}");
}

#[test]
#[ignore = "long: MORGUE_FAULTS says how many places of each file"]
fn any_byte_of_any_file() {
    let mut dice = Dice(4711);
    let harms: Vec<Harm> = (0..super::times())
        .map(|n| {
            if n % 8 == 0 {
                Harm::Cut(dice.draw(WHOLE))
            } else {
                Harm::Flip(dice.draw(WHOLE))
            }
        })
        .collect();
    let (tried, answered) = strike_all(&harms);
    crate::say(&format!(
        "{tried} damaged files named; {answered} questions still answered, all rightly"
    ));
}

#[test]
fn each_file_is_mended_without_loss() {
    let site = Site::indexed();
    let right = site.answers();
    super::copy(&site.path("index"), &site.path("kept"));
    for file in files(&site) {
        Harm::Flip(500_000).strike(&file);
        let when = name(&file);
        let search = site.run(&["search", "ferry"]);
        let stderr = String::from_utf8_lossy(&search.stderr).into_owned();
        assert!(
            matches!(search.status.code(), Some(0 | 23)),
            "{when}: {}",
            told(&search)
        );
        if search.status.code() == Some(23) {
            assert!(stderr.contains("hint: run `morgue check`"), "{when}: {stderr}");
        }
        let check = site.run(&["check"]);
        assert_eq!(check.status.code(), Some(23), "{when}: {}", told(&check));
        let repair = site.run(&["check", "--repair"]);
        assert_eq!(repair.status.code(), Some(0), "{when}: {}", told(&repair));
        assert_eq!(site.answers(), right, "{when}: {}", told(&repair));
        assert_eq!(site.run(&["index"]).status.code(), Some(0), "{when}");
        assert_eq!(site.answers(), right, "{when}: the next run");
        site.no_left_over(&when);
        site.put(&site.path("kept"));
    }
}

#[test]
fn the_last_good_generation_answers_again() {
    let site = Site::indexed();
    let old = site.answers();
    site.write(40, "The tunnel was opened");
    // Nothing is shared: the run before was of another disk.
    super::copy(&site.path("index"), &site.path("kept"));
    site.fine(&["index"]);
    let newest = site.newest();
    let before =
        site.folders().into_iter().find(|it| *it != newest).expect("two generations");
    fs::remove_dir_all(&before).expect("a folder");
    super::copy(&site.path("kept").join(before.file_name().expect("a name")), &before);
    let is_store = |it: &PathBuf| it.extension().is_some_and(|it| it == "store");
    let store = files(&site).into_iter().find(is_store);
    Harm::Flip(400_000).strike(&store.expect("a store"));
    let repair = site.fine(&["check", "--repair"]);
    assert!(repair.contains("answers again") && repair.contains("1 added"), "{repair}");
    assert_eq!(site.answers(), old);
    site.fine(&["index"]);
    assert!(site.fine(&["search", "tunnel", "--count"]).starts_with('1'));
}

#[test]
fn a_lost_pointer_is_found_again() {
    let site = Site::indexed();
    let right = site.answers();
    site.write(40, "The tunnel was opened");
    site.fine(&["index"]);
    let new = site.answers();
    assert_ne!(right, new);
    let pointer = site.path("index/CURRENT");
    let whole = fs::read(&pointer).expect("a pointer");
    let broken: [Option<&[u8]>; 4] =
        [None, Some(b""), Some(b"\0\0\0"), Some(&whole[..20])];
    for (n, bytes) in broken.into_iter().enumerate() {
        match bytes {
            None => fs::remove_file(&pointer).expect("a file"),
            Some(bytes) => fs::write(&pointer, bytes).expect("a file"),
        }
        let search = site.run(&["search", "ferry"]);
        assert_eq!(search.status.code(), Some(23), "{n}: {}", told(&search));
        assert_eq!(site.run(&["check"]).status.code(), Some(23), "{n}");
        site.fine(&["check", "--repair"]);
        assert_eq!(site.answers(), new, "{n}");
        site.no_left_over("a pointer");
    }
    // A run that finds no pointer goes on from what is there.
    fs::remove_file(&pointer).expect("a file");
    let next = site.run(&["index"]);
    assert!(
        String::from_utf8_lossy(&next.stderr).contains("going on from"),
        "{}",
        told(&next)
    );
    assert!(site.answers() == new, "other hits");
    assert_eq!(site.folders().len(), 2);
}

#[test]
fn what_came_by_a_pipe_survives_the_loss_of_tables_and_words() {
    let site = Site::indexed();
    let line =
        "{\"id\":\"pipe-1\",\"text\":\"“The lighthouse is lit,” said Ana Bell.\"}\n";
    fs::write(site.path("line"), line).expect("a file");
    let mut child = site.command(&["index", "-"]);
    let status = child.stdin(fs::File::open(site.path("line")).expect("a file")).status();
    assert!(status.expect("it runs").success());
    site.fine(&["gc"]);
    let right = site.answers();
    for kind in [".term", ".idx", ".fast", "meta.json", "sums.bin"] {
        super::copy(&site.path("index"), &site.path("kept"));
        let all = files(&site);
        for file in all.iter().filter(|it| name(it).ends_with(kind)) {
            Harm::Flip(600_000).strike(file);
        }
        let repair = site.run(&["check", "--repair"]);
        assert_eq!(repair.status.code(), Some(0), "{kind}: {}", told(&repair));
        if kind != "meta.json" {
            assert_eq!(site.answers(), right, "{kind}: {}", told(&repair));
        }
        site.put(&site.path("kept"));
        fs::remove_dir_all(site.path("kept")).expect("a folder");
    }
}
