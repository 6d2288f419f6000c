//! How does the program end, and what goes where? Exit codes, stdout and stderr, through
//! the binary; what is understood and found is tested in the library.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Runs the program in `folder` with `input` on stdin.
fn run(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(args)
        .current_dir(folder)
        .env_remove("MORGUE_INDEX")
        .env_remove("CLICOLOR_FORCE")
        .env("COLUMNS", "80")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built for this test");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program that refuses its arguments does not read its input.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

/// The exit code, and words that stand on stdout and on stderr.
fn check(folder: &Path, args: &[&str], input: &str, code: i32, out: &str, err: &str) {
    let output = run(folder, args, input.as_bytes());
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let what = format!("{args:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}");
    assert_eq!(output.status.code(), Some(code), "{what}");
    assert!(stdout.contains(out), "no `{out}` on stdout: {what}");
    assert!(stderr.contains(err), "no `{err}` on stderr: {what}");
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

const LINE: &str = r#"{"id":"a1","outlet":"The Lantern","date":"2024-04-15","title":"Ferry stays","text":"“No ferry will sail,” Ana Bell told Reuters."}"#;

#[test]
fn usage() {
    let here = folder();
    check(here.path(), &[], "", 2, "", "Usage: morgue");
    check(here.path(), &["--help"], "", 0, "Examples:", "");
    check(here.path(), &["--version"], "", 0, "morgue ", "");
    check(here.path(), &["anotate"], "", 2, "", "annotate");
    check(here.path(), &["generate", "man"], "", 0, ".TH morgue", "");
    check(here.path(), &["generate", "completions", "bash"], "", 0, "morgue", "");
}

#[test]
fn annotate_gives_one_line_for_each_document() {
    let here = folder();
    let input = format!("{LINE}\nnot json\n{LINE}\n");
    let output = run(here.path(), &["annotate", "--json", "-"], input.as_bytes());
    assert_eq!(output.status.code(), Some(3));
    let stdout = String::from_utf8(output.stdout).expect("JSON is text");
    let lines: Vec<serde_json::Value> =
        stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3, "{stdout}");
    assert_eq!(lines[0]["id"], "a1");
    assert_eq!(lines[0]["outlet"]["name"], "The Lantern");
    assert!(lines[0].get("text").is_none());
    assert_eq!(lines[1]["id"], serde_json::Value::Null);
    assert!(!lines[1]["notes"][0]["message"].as_str().expect("a note").is_empty());
    assert_eq!(lines[2]["quotes"], lines[0]["quotes"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 of 3 documents"));
}

#[test]
fn annotate_files_carry_their_text() {
    let here = folder();
    fs::write(here.path().join("a.txt"), "Ferry stays\n\nNobody said why.")
        .expect("a file");
    check(here.path(), &["annotate", "--json", "a.txt"], "", 0, "Nobody said why.", "");
    check(
        here.path(),
        &["annotate", "--json=id,title", "a.txt"],
        "",
        0,
        "Ferry stays",
        "",
    );
    check(
        here.path(),
        &["annotate", "a.txt"],
        "",
        0,
        "Ferry stays\n(publisher unknown)",
        "",
    );
    check(
        here.path(),
        &["annotate", "--json=idd", "a.txt"],
        "",
        2,
        "",
        "unknown field `idd`",
    );
    check(here.path(), &["annotate", "b.txt"], "", 2, "", "b.txt");
}

#[test]
fn nothing_of_an_article_is_escaped_in_a_pipe() {
    let here = folder();
    fs::write(here.path().join("a.txt"), "Red \u{1b}[31malert\n\nText.").expect("a file");
    check(here.path(), &["annotate", "a.txt"], "", 0, "Red \u{1b}[31malert", "");
}

/// A folder with a small corpus and its index.
fn indexed() -> TempDir {
    let here = folder();
    fs::create_dir(here.path().join("corpus")).expect("a folder");
    let other = LINE.replace("a1", "a2").replace("Ferry stays", "Ferry sails");
    fs::write(here.path().join("corpus/news.jsonl"), format!("{LINE}\n{other}\n"))
        .expect("a file");
    check(here.path(), &["index", "corpus"], "", 0, "", "indexed 2 articles");
    here
}

#[test]
fn index_says_what_it_could_not_read() {
    let here = folder();
    fs::create_dir(here.path().join("empty")).expect("a folder");
    check(here.path(), &["index", "empty"], "", 2, "", "nothing to index");
    check(here.path(), &["index", "nowhere"], "", 2, "", "nowhere");
    let input = format!("{LINE}\nno json\n");
    check(here.path(), &["index", "-"], &input, 3, "", "#2: is not valid JSON");
    check(here.path(), &["status", "--failures"], "", 0, "#2: is not valid JSON", "");
    check(here.path(), &["status", "--json"], "", 0, r#""articles":1"#, "");
}

#[test]
fn show_takes_our_id_and_the_inputs_own() {
    let here = indexed();
    check(
        here.path(),
        &["show", "a1"],
        "",
        0,
        "Ferry stays\nThe Lantern · 15 Apr 2024",
        "",
    );
    check(here.path(), &["show", "a1#0"], "", 0, "Ana Bell", "");
    check(here.path(), &["show", "a1#9"], "", 1, "", "no article `a1#9`");
    check(here.path(), &["show", "zz"], "", 1, "", "no article `zz`");
    fs::create_dir(here.path().join("below")).expect("a folder");
    check(&here.path().join("below"), &["show", "a1"], "", 0, "Ferry stays", "");
}

#[test]
fn search_finds_or_says_that_there_is_nothing() {
    let here = indexed();
    let here = here.path();
    check(here, &["search", "ferry", "sail"], "", 0, "*Ferry* *sails*", "");
    check(here, &["search", "ferry -title:sails", "--count"], "", 0, "1\n", "");
    check(here, &["search", "zeppelin"], "", 1, "0 articles", "");
    check(
        here,
        &["search", "outlet:lantrn"],
        "",
        1,
        "",
        "nearest: outlet:\"The Lantern\"",
    );
    check(here, &["search"], "", 2, "", "nothing to search for");
    check(here, &["search", "a:(^"], "", 2, "", "  a:(^\n  ^ put it");
    check(
        here,
        &["search", "ferry", "--facet", "outlt"],
        "",
        2,
        "",
        "did you mean `outlet`",
    );
    check(here, &["search", "ferry", "--said", "(sail"], "", 2, "", "never closed");
    let filtered = ["search", "--speaker", "ana bell", "--said", "ferry sail"];
    check(here, &filtered, "", 0, "Ana Bell → Reuters (interview)", "");
    let line = ["search", "ferry", "--format", "{outlet}|{short}", "-n1"];
    check(here, &line, "", 0, "The Lantern|Reuters via The Lantern\n", "");
    let batch = ["search", "--queries", "-", "--json", "-n1"];
    check(here, &batch, "sails\na:(\n", 3, r#""query":0,"ids":["a2"]"#, "query 1");
}

#[test]
fn search_writes_json_lines() {
    let here = indexed();
    let args =
        ["search", "ferry", "--json=id,title", "--facet", "outlet", "--timeline=day"];
    let output = run(here.path(), &args, b"");
    let stdout = String::from_utf8(output.stdout).expect("JSON is text");
    let types: Vec<String> = stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|it| it["type"].as_str().expect("a type").to_owned())
        .collect();
    assert_eq!(types, ["begin", "hit", "hit", "facet", "timeline", "summary"]);
    check(
        here.path(),
        &["search", "ferry", "--json=idd"],
        "",
        2,
        "",
        "unknown field `idd`",
    );
}

#[test]
fn a_small_corpus_is_indexed_by_the_first_search() {
    let here = folder();
    check(here.path(), &["search", "ferry"], "", 2, "", "run `morgue index FOLDER`");
    fs::create_dir(here.path().join("corpus")).expect("a folder");
    fs::write(here.path().join("corpus/news.jsonl"), LINE).expect("a file");
    check(here.path(), &["search", "ferry"], "", 0, "stays", "no index yet");
    check(here.path(), &["search", "ferry"], "", 0, "stays", "");
    assert!(here.path().join("index/CURRENT").is_file());
}

#[test]
fn a_reader_that_goes_away_is_success() {
    let here = indexed();
    let mut child = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(["search", "*", "--json"])
        .current_dir(here.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program was built for this test");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
}

#[test]
fn an_index_that_cannot_be_used_has_its_own_exit_code() {
    let here = folder();
    check(here.path(), &["status"], "", 2, "", "run `morgue index FOLDER`");
    fs::create_dir(here.path().join("other")).expect("a folder");
    fs::write(here.path().join("other/letter.doc"), "Dear Ana").expect("a file");
    check(here.path(), &["status", "--index", "other"], "", 22, "", "not a morgue index");

    let here = indexed();
    let facts = facts_file(here.path());
    let text = fs::read_to_string(&facts).expect("facts of the generation");
    let now: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for (format, code, words) in [(0, 20, "older"), (999, 21, "newer")] {
        let mut other = now.clone();
        other["format"] = format.into();
        // Older formats had no sums, and newer ones may have others.
        let _ = fs::remove_file(facts.with_file_name("sums.bin"));
        fs::write(&facts, other.to_string()).expect("a file");
        check(here.path(), &["status"], "", code, "", words);
    }
}

fn facts_file(here: &Path) -> std::path::PathBuf {
    let pointer = fs::read_to_string(here.join("index/CURRENT")).expect("a pointer");
    let name = pointer.lines().next().expect("a generation");
    here.join("index").join(name).join("morgue.json")
}

#[test]
fn only_what_is_new_and_pages_of_one_generation() {
    let here = folder();
    let line =
        |n: usize| LINE.replace("a1", &format!("a{n}")).replace("Monday", "Friday");
    let add = |lines: String| run(here.path(), &["index", "-"], lines.as_bytes());
    let of =
        |n: usize| line(n).replace("Ferry stays", &format!("Ferry stays {n}")) + "\n";
    assert_eq!(add(of(1) + &of(2)).status.code(), Some(0));
    let search = |more: &[&str]| {
        let args = [&["search", "ferry", "--json=given_id,rank"], more].concat();
        let output = run(here.path(), &args, b"");
        let text = String::from_utf8(output.stdout).expect("JSON is text");
        let lines = text.lines().map(|it| serde_json::from_str(it).expect("JSON"));
        lines.collect::<Vec<serde_json::Value>>()
    };
    let ids = |messages: &[serde_json::Value]| {
        let hits = messages.iter().filter(|it| it["type"] == "hit");
        let ids = hits.map(|it| it["given_id"].as_str().expect("an id").to_owned());
        ids.collect::<Vec<String>>()
    };
    let first = search(&["--limit", "1"]);
    let cursor = first.last().expect("a summary")["cursor"].as_str().expect("a cursor");
    assert_eq!(add(of(3)).status.code(), Some(0));
    let second = search(&["--limit", "9", "--cursor", cursor]);
    assert_eq!(second[1]["rank"], 2);
    assert_eq!(second.last().expect("a summary")["cursor"], serde_json::Value::Null);
    let mut both = [ids(&first), ids(&second)].concat();
    both.sort_unstable();
    assert_eq!(both, ["a1", "a2"]);
    let stamp = first[0]["generation"].as_str().expect("a stamp");
    assert_eq!(ids(&search(&["--new-since", stamp])), ["a3"]);
    assert_eq!(ids(&search(&["--new-since", "previous"])), ["a3"]);
    assert_eq!(add(of(4)).status.code(), Some(0));
    let gone = ["search", "ferry", "--cursor", cursor];
    check(here.path(), &gone, "", 2, "", "is not kept any more");
}

#[test]
fn saved_queries_stand_beside_the_corpus() {
    let here = folder();
    let corpus = here.path().join("corpus");
    fs::create_dir_all(&corpus).expect("a folder");
    fs::write(corpus.join("a.jsonl"), LINE).expect("a file");
    let settings = "[query]\nboat = \"ferry OR ship\"\nloop = \"a query:loop\"\n";
    fs::write(corpus.join("morgue.toml"), settings).expect("a file");
    check(here.path(), &["search", "query:boat", "--count"], "", 0, "1\n", "");
    let narrow = ["facets", "query:boat -title:ferry", "--by", "year", "--as", "csv"];
    check(here.path(), &narrow, "", 1, "field,value", "");
    let caret = "  query:loop\n  ^^^^^^^^^^ write out";
    check(here.path(), &["quotes", "query:loop"], "", 2, "", caret);
}
