//! Does an index follow its corpus, whatever the order of runs? Files come, change, move
//! and go; after any number of runs the same is found as after one rebuild.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use morgue::command::{self, Cli, Outcome};
use morgue::index::Archive;
use morgue::query::{FacetRequest, Request, parse, search};
use proptest::prelude::*;
use tempfile::TempDir;

/// A corpus in a temporary folder, and the indexes made of it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(temp.path().join("corpus")).expect("a folder");
        Self(temp)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path("corpus").join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn remove(&self, name: &str) {
        let _ = fs::remove_file(self.path("corpus").join(name));
    }

    /// `morgue index` over the corpus.
    fn index(&self, index: &str, flags: &[&str]) -> Outcome {
        let corpus = self.path("corpus").display().to_string();
        let named = if flags.contains(&"--reextract") { vec![] } else { vec![&*corpus] };
        self.run(index, &[&["index"][..], &named, flags].concat())
    }

    fn run(&self, index: &str, words: &[&str]) -> Outcome {
        let index = self.path(index).display().to_string();
        let words = [&["morgue", "-q"][..], words, &["--index", &index]].concat();
        let cli = Cli::try_parse_from(words).expect("a command");
        command::run(&cli).expect("it can be done")
    }

    /// All that a user can see: hits with scores and places, counts by value.
    fn seen(&self, index: &str) -> Vec<String> {
        let archive = Archive::open(&self.path(index)).expect("an index");
        let mut seen = Vec::new();
        for query in
            ["*", "ferry", "actor:reed", "speaker:bell", "path:b", "said:harbour OR wall"]
        {
            let mut request = Request::new(parse(query).expect("a query"), query);
            (request.limit, request.all_versions) = (100, true);
            request.facets = ["actor", "outlet/actor", "actor/year"]
                .map(|field| FacetRequest { field: field.to_owned(), limit: 99 })
                .into();
            let results = search(&archive, &request).expect("an answer");
            seen.push(format!("{query}: {:?}", results.facets));
            for hit in &results.hits {
                let places: Vec<String> =
                    hit.article.places.iter().map(ToString::to_string).collect();
                seen.push(format!(
                    "{query}: {} {:.4} {} {:?} {:?}",
                    hit.article.id,
                    hit.score,
                    places.join(" "),
                    hit.versions,
                    hit.quotes.iter().map(|it| it.0).collect::<Vec<_>>(),
                ));
            }
        }
        let facts = archive.facts();
        let mut outlets: Vec<_> = facts.outlets.iter().collect();
        outlets.sort();
        seen.push(format!(
            "{} {} {} {} {outlets:?}",
            facts.articles, facts.quotes, facts.duplicates, facts.failures
        ));
        seen
    }
}

/// Texts of one archive: some alike, some versions, some quoting.
const TEXTS: [&str; 6] = [
    "Ferry stays\n\n“The harbour is shut,” said Ana Bell. Nobody asked her why.\n",
    "Ferry sails\n\nThe ferry sailed at noon. Tom Reed said the wall had held.\n",
    "UPDATE 1-Ferry sails\n\nThe ferry sailed at two. Tom Reed said the wall had held.\n",
    "Gulls\n\nThe gulls of the harbour were counted, and found to be gulls.\n",
    "A wall\n\n“The wall is dry,” Ana Bell told Reuters on Monday.\n",
    "",
];

const LINES: [&str; 3] = [
    "{\"id\":\"a\",\"outlet\":\"Axios\",\"title\":\"T\",\"text\":\"“The wall is wet,” said Ana Bell.\"}\n",
    "{\"id\":\"b\",\"outlet\":\"Axios\",\"title\":\"T\",\"text\":\"The ferry was late.\"}\nbroken\n",
    "{\"id\":\"b\",\"outlet\":\"Axios\",\"title\":\"T\",\"text\":\"The ferry was late.\"}\n{\"id\":\"a\",\"outlet\":\"Axios\",\"title\":\"T\",\"text\":\"“The wall is wet,” said Ana Bell.\"}\n",
];

const FILES: [&str; 5] =
    ["axios/2024/04/a.txt", "axios/2024/04/b.txt", "c.txt", "d/c.txt", "e.jsonl"];

#[derive(Clone, Debug)]
enum Step {
    Write(usize, usize),
    Remove(usize),
    Index,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..FILES.len(), 0..TEXTS.len()).prop_map(|(file, text)| Step::Write(file, text)),
        1 => (0..FILES.len()).prop_map(Step::Remove),
        3 => Just(Step::Index),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_runs_ends_as_one_rebuild(steps in prop::collection::vec(step(), 1..14)) {
        let place = Place::new();
        // one that stays, so that there is always something to index
        place.write("z.txt", "Lighthouse\n\nThe lighthouse by the ferry slip is lit.\n");
        for step in steps {
            match step {
                Step::Write(file, text) => {
                    let name = FILES[file];
                    let text = if name.ends_with("jsonl") {
                        LINES[text % LINES.len()]
                    } else {
                        TEXTS[text]
                    };
                    place.write(name, text);
                }
                Step::Remove(file) => place.remove(FILES[file]),
                Step::Index => drop(place.index("living", &[])),
            }
        }
        place.index("living", &[]);
        place.index("rebuilt", &[]);
        prop_assert_eq!(place.seen("living"), place.seen("rebuilt"));
        place.index("living", &["--reextract"]);
        prop_assert_eq!(place.seen("living"), place.seen("rebuilt"));
        place.index("living", &["--rebuild"]);
        prop_assert_eq!(place.seen("living"), place.seen("rebuilt"));
    }
}

fn generation(place: &Place) -> String {
    fs::read_to_string(place.path("i/CURRENT")).expect("a pointer")
}

#[test]
fn nothing_changed_makes_no_generation() {
    let place = Place::new();
    place.write("a.txt", TEXTS[0]);
    place.write("broken.jsonl", "no json\n");
    assert_eq!(place.index("i", &[]), Outcome::Partial);
    let first = generation(&place);
    assert_eq!(place.index("i", &[]), Outcome::Fine, "what is broken is not read again");
    assert_eq!(generation(&place), first);
    assert_eq!(place.index("i", &["--retry-failed"]), Outcome::Partial);
    place.write("broken.jsonl", LINES[0]);
    assert_eq!(place.index("i", &["--retry-failed"]), Outcome::Fine);
    assert!(place.seen("i").last().expect("facts").starts_with("2 "));
}

#[test]
fn a_folder_that_is_empty_keeps_its_articles_until_pruned() {
    let place = Place::new();
    place.write("a.txt", TEXTS[0]);
    place.index("i", &[]);
    place.remove("a.txt");
    place.index("i", &[]);
    assert!(place.seen("i").last().expect("facts").starts_with("1 "));
    place.index("i", &["--prune"]);
    assert!(place.seen("i").last().expect("facts").starts_with("0 "));
}

#[test]
fn what_is_not_selected_stays_as_it_was() {
    let place = Place::new();
    place.write("a.txt", TEXTS[0]);
    place.write("drafts/b.txt", TEXTS[1]);
    place.index("i", &["--exclude", "drafts"]);
    assert!(place.seen("i").last().expect("facts").starts_with("1 "));
    place.index("i", &[]);
    assert!(place.seen("i").last().expect("facts").starts_with("2 "));
    place.write("a.txt", TEXTS[3]);
    place.index("i", &["--glob", "a.*"]);
    assert!(place.seen("i").last().expect("facts").starts_with("2 "));
}

#[test]
fn what_is_forgotten_stays_away() {
    let place = Place::new();
    place.write("a.jsonl", LINES[0]);
    place.write("b.txt", TEXTS[3]);
    place.index("i", &[]);
    assert_eq!(place.run("i", &["forget", "a"]), Outcome::Fine);
    assert_eq!(place.run("i", &["forget", "a"]), Outcome::Nothing);
    let seen = place.seen("i");
    assert!(seen.last().expect("facts").starts_with("1 "), "{seen:?}");
    for flags in [&["--rebuild"][..], &["--reextract"], &[]] {
        place.index("i", flags);
        assert_eq!(place.seen("i"), seen, "{flags:?}");
    }
}

#[test]
fn what_came_by_a_pipe_is_replaced_by_its_id_and_survives_a_rebuild() {
    let place = Place::new();
    let pipe = |text: &str| {
        let program = env!("CARGO_BIN_EXE_morgue");
        let mut child = std::process::Command::new(program)
            .args(["-q", "index", "-", "--index"])
            .arg(place.path("i"))
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("the program was built for this test");
        let mut stdin = child.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut stdin, text.as_bytes()).expect("a reader");
        drop(stdin);
        assert!(child.wait().expect("the program ends").success());
    };
    pipe("{\"id\":\"a\",\"text\":\"old ferry\"}\n{\"id\":\"b\",\"text\":\"stays\"}\n");
    pipe("{\"id\":\"a\",\"text\":\"new ferry\"}\n");
    let seen = place.seen("i");
    assert!(seen.last().expect("facts").starts_with("2 "), "{seen:?}");
    for flags in ["--rebuild", "--reextract"] {
        place.run("i", &["index", flags]);
        assert_eq!(place.seen("i"), seen, "{flags}");
    }
}

#[test]
fn a_damaged_account_is_made_again() {
    let place = Place::new();
    place.write("a.txt", TEXTS[0]);
    place.write("b.txt", TEXTS[0]);
    place.write("e.jsonl", LINES[0]);
    place.index("i", &[]);
    let seen = place.seen("i");
    let damage: [(&str, &[u8]); 3] =
        [("records.bin", b"\x07"), ("ledger.jsonl", b"{\"key\":"), ("records.bin", b"")];
    for flags in [&[][..], &["--reextract"], &["--rebuild"]] {
        for (file, bytes) in damage {
            let pointer = generation(&place);
            let newest = pointer.lines().next().expect("a generation");
            fs::write(place.path("i").join(newest).join(file), bytes).expect("a file");
            place.index("i", flags);
            assert_eq!(place.seen("i"), seen, "{file} {flags:?}");
        }
    }
}

#[test]
fn a_plain_index_becomes_a_whole_one() {
    let place = Place::new();
    let first = &TEXTS[..5];
    for (number, text) in first.iter().enumerate() {
        place.write(&format!("{number}.txt"), text);
    }
    place.index("whole", &[]);
    place.index("i", &["--no-extract"]);
    let facts = || Archive::open(&place.path("i")).expect("an index").facts().clone();
    let (plain, all) = (facts(), first.len() as u64);
    assert_eq!((plain.quotes, plain.plain), (0, all));
    let mut request = Request::new(parse("speaker:bell").expect("a query"), "it");
    request.limit = 1;
    let archive = Archive::open(&place.path("i")).expect("an index");
    let hints = search(&archive, &request).expect("an answer").hints;
    assert!(hints.iter().any(|it| it.contains("--reextract")), "{hints:?}");
    // What comes later is understood; what was there stays as it was until it is asked.
    place.write("z.txt", "Nets\n\n“The nets are dry,” said Tom Reed.\n");
    place.write("z.jsonl", LINES[0]);
    place.index("i", &[]);
    place.index("whole", &[]);
    assert_eq!(facts().plain, all);
    place.index("i", &["--reextract"]);
    assert_eq!(facts().plain, 0);
    assert_eq!(place.seen("i"), place.seen("whole"));
}

#[test]
fn two_roots_of_one_name_live_side_by_side() {
    let place = Place::new();
    place.write("a.txt", TEXTS[0]);
    place.index("i", &[]);
    let other = place.path("other/corpus");
    fs::create_dir_all(&other).expect("a folder");
    fs::write(other.join("b.txt"), TEXTS[1]).expect("a file");
    place.run("i", &["index", &other.display().to_string()]);
    let seen = place.seen("i").join("\n");
    assert!(seen.contains("corpus/a.txt") && seen.contains("corpus-2/b.txt"), "{seen}");
    fs::remove_dir_all(&other).expect("a folder");
    place.run("i", &["index"]);
    assert!(place.seen("i").last().expect("facts").starts_with("2 "));
    place.run("i", &["index", "--prune"]);
    assert!(place.seen("i").last().expect("facts").starts_with("1 "));
}

#[test]
fn an_index_can_be_moved() {
    let place = Place::new();
    place.write("a.txt", TEXTS[0]);
    place.index("i", &[]);
    let seen = place.seen("i");
    fs::rename(place.path("i"), place.path("elsewhere")).expect("a move");
    assert_eq!(place.seen("elsewhere"), seen);
    assert!(no_absolute_path(&place.path("elsewhere"), place.0.path()));
}

fn no_absolute_path(index: &Path, root: &Path) -> bool {
    let root = root.display().to_string();
    walkdir::WalkDir::new(index).into_iter().filter_map(Result::ok).all(|it| {
        let bytes = fs::read(it.path()).unwrap_or_default();
        !String::from_utf8_lossy(&bytes).contains(&root)
    })
}

#[test]
fn the_newest_version_that_matches_answers() {
    let place = Place::new();
    place.write("axios/2024/04/a.txt", TEXTS[1]);
    place.write("axios/2024/04/b.txt", TEXTS[2]);
    place.index("i", &[]);
    let archive = Archive::open(&place.path("i")).expect("an index");
    let found = |query: &str| {
        let request = Request::new(parse(query).expect("a query"), query);
        let hits = search(&archive, &request).expect("an answer").hits;
        hits.iter().map(|it| it.versions).collect::<Vec<_>>()
    };
    assert_eq!(found("wall"), [(2, 2)]);
    assert_eq!(found("noon"), [(1, 2)], "the words of the older version are still found");
    assert_eq!(archive.facts().superseded, 1);
}
