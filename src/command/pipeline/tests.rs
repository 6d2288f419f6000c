//! The same results for any number of jobs, and no record that can stop a run.

use std::convert::Infallible;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::*;

fn corpus_of(files: &[(&str, String)]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(temp.path().join(name), text).unwrap();
    }
    temp
}

/// One line for each result.
fn results(
    temp: &tempfile::TempDir,
    jobs: usize,
    work: impl Fn(Article, Vec<Note>) -> String + Sync,
) -> Vec<String> {
    let roots = [Root::Path { path: temp.path().to_owned(), name: "c".to_owned() }];
    let options = Options { jobs, ..Options::default() };
    let mut seen = Vec::new();
    run(&roots, &options, work, |done| {
        let told = done.into_iter().filter(|it| !matches!(it, Done::Opened(..)));
        seen.extend(told.map(|it| match it {
            Done::Opened(..) => unreachable!("filtered"),
            Done::Article(line) => line,
            Done::Failure(failure) => format!("! {failure}"),
            Done::Passed(place, kind) => format!("- {place} {kind}"),
            Done::Note(place, note) => format!("~ {place} {}", note.message),
        }));
        Ok::<(), Infallible>(())
    })
    .unwrap();
    let failures = seen.iter().filter(|it| it.starts_with('!')).count() as u64;
    assert_eq!(options.progress.failures.load(Ordering::Relaxed), failures);
    seen
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of work")]
fn shown(article: Article, notes: Vec<Note>) -> String {
    format!("{} {} {}", article.place, article.text.len(), notes.len())
}

#[test]
fn one_bad_record_never_stops_the_run() {
    let temp = corpus_of(&[
        ("a.jsonl", "{\"text\":\"x\"}\nbroken\n{\"text\":\"\\ud83d\"}\n".to_owned()),
        ("b.txt", "\0".repeat(40)),
        ("c.txt", "The last one.".to_owned()),
        ("sitemap.xml", "<urlset><url/></urlset>".to_owned()),
    ]);
    assert_eq!(
        results(&temp, 2, shown),
        [
            "c/a.jsonl#1 1 0",
            "! c/a.jsonl#2: is not valid JSON: expected value, column 1",
            "c/a.jsonl#3 3 1",
            "! c/b.txt: holds nothing but 40 zero bytes",
            "c/c.txt 13 0",
            "- c/sitemap.xml <urlset>",
        ]
    );
}

#[test]
fn a_panic_costs_one_record() {
    let temp =
        corpus_of(&[("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n".to_owned())]);
    let work = |article: Article, notes: Vec<Note>| {
        assert!(article.text != "a", "cannot stand `a`");
        shown(article, notes)
    };
    let expected = "! c/a.jsonl#1: made the program fail: cannot stand `a` \
                    (this is a bug; please report it)";
    assert_eq!(results(&temp, 1, work), [expected, "c/a.jsonl#2 1 0"]);
}

#[test]
fn line_40_000_and_a_line_without_end() {
    use std::io::{Seek, SeekFrom, Write};
    let temp = corpus_of(&[]);
    let file = fs::File::create(temp.path().join("a.jsonl")).unwrap();
    let mut out = std::io::BufWriter::new(file);
    for number in 1..=40_002 {
        let line = if number == 40_000 { "{\"text\": oops" } else { "{\"text\":\"x\"}" };
        writeln!(out, "{line}").unwrap();
    }
    out.flush().unwrap();
    drop(out);
    // 200 MB that take no room on disk, between two sound lines
    let mut file = fs::File::create(temp.path().join("b.jsonl")).unwrap();
    file.write_all(b"{\"text\":\"x\"}\n").unwrap();
    file.seek(SeekFrom::Start(200 << 20)).unwrap();
    file.write_all(b"\n{\"text\":\"y\"}").unwrap();
    let seen = results(&temp, 0, shown);
    assert_eq!(seen.len(), 40_002 + 3);
    let bad: Vec<&String> = seen.iter().filter(|it| it.starts_with('!')).collect();
    assert_eq!(bad[0], "! c/a.jsonl#40000: is not valid JSON: expected value, column 10");
    assert!(
        bad[1].starts_with("! c/b.jsonl#2: the line is longer than the limit of 64 MB")
    );
    assert_eq!(bad.len(), 2);
    assert_eq!(seen.last().unwrap(), "c/b.jsonl#3 1 0");
}

#[test]
fn an_error_of_the_sink_ends_the_run() {
    let temp = corpus_of(&[("a.jsonl", "{\"text\":\"x\"}\n".repeat(20_000))]);
    let roots = [Root::Path { path: temp.path().to_owned(), name: "c".to_owned() }];
    let error = run(&roots, &Options::default(), shown, |_| Err("the disk is full"));
    assert_eq!(error, Err("the disk is full"));
}

#[test]
fn a_stop_ends_the_run() {
    let temp = corpus_of(&[("a.jsonl", "{\"text\":\"x\"}\n".repeat(20_000))]);
    let roots = [Root::Path { path: temp.path().to_owned(), name: "c".to_owned() }];
    let options = Options::default();
    let mut chunks = 0;
    let finished = run(&roots, &options, shown, |_| {
        chunks += 1;
        options.stop.store(true, Ordering::Relaxed);
        Ok::<(), Infallible>(())
    });
    assert!(finished.unwrap().stopped);
    assert!(chunks < 10, "{chunks} chunks");
}

#[cfg(unix)]
#[test]
fn a_slow_pipe_is_answered_line_by_line() {
    use std::io::Write;
    let temp = corpus_of(&[]);
    let pipe: PathBuf = temp.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|it| it.success()) {
        return; // no mkfifo here
    }
    let (send, receive) = bounded(1);
    let roots = [Root::Path { path: pipe.clone(), name: "pipe".to_owned() }];
    let reader = thread::spawn(move || {
        run(&roots, &Options::default(), shown, |done| {
            let told = done.iter().filter(|it| !matches!(it, Done::Opened(..)));
            match told.count() {
                0 => Ok(()),
                count => send.send(count),
            }
        })
    });
    let mut writer = fs::File::options().write(true).open(&pipe).unwrap();
    for _ in 0..3 {
        writer.write_all(b"{\"text\":\"x\"}\n").unwrap();
        // the answer comes though the pipe stays open
        assert_eq!(receive.recv_timeout(Duration::from_secs(20)), Ok(1));
    }
    drop(writer);
    assert!(reader.join().unwrap().is_ok());
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]
    #[test]
    fn the_same_results_for_any_jobs(
        lines in proptest::collection::vec("(\\{\"text\":\"[a-z]{0,9}\"\\}|bad|)", 0..900),
        texts in proptest::collection::vec("[a-z ]{0,20}", 0..5),
    ) {
        let mut files = vec![("m.jsonl", lines.join("\n"))];
        let names = ["a.txt", "b.txt", "x.txt", "y.md", "z.txt"];
        files.extend(names.into_iter().zip(texts));
        let temp = corpus_of(&files);
        let one = results(&temp, 1, shown);
        for jobs in [2, 5] {
            proptest::prop_assert_eq!(&one, &results(&temp, jobs, shown));
        }
    }
}
