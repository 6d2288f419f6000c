//! What if the corpus is not what it was? It shrinks, moves, is written in another
//! encoding, or the index is of another version of the program.

use std::fs;
use std::path::Path;

use super::{Site, told};

#[test]
fn a_corpus_that_shrinks_takes_its_articles_along() {
    let site = Site::indexed();
    fs::write(site.path("corpus/lines.jsonl"), "{\"id\":\"line-1\",\"text\":\"left\"}\n")
        .expect("a file");
    fs::remove_dir_all(site.path("corpus/harbour-post")).expect("a folder");
    site.fine(&["index"]);
    assert_eq!(site.fine(&["search", "*", "--count"]).trim(), "19");
    site.fine(&["check"]);
    fs::write(site.path("corpus/lines.jsonl"), "").expect("a file");
    site.run(&["index"]);
    assert_eq!(site.fine(&["search", "*", "--count"]).trim(), "18");
    site.fine(&["check"]);
}

#[test]
fn a_corpus_that_moves_is_found_where_it_is_named() {
    let site = Site::indexed();
    let right = site.answers();
    fs::create_dir(site.path("elsewhere")).expect("a folder");
    fs::rename(site.path("corpus"), site.path("elsewhere/corpus")).expect("a move");
    let lost = site.run(&["index"]);
    let stderr = String::from_utf8_lossy(&lost.stderr).into_owned();
    assert!(stderr.contains("corpus") && stderr.contains("stays"), "{}", told(&lost));
    assert_eq!(site.answers(), right, "nothing is taken for gone");
    site.fine(&["index", "elsewhere/corpus"]);
    assert!(site.answers() == right, "other hits");
    site.fine(&["check"]);
}

#[test]
fn the_same_words_in_another_encoding() {
    let site = Site::new();
    let text = "Fähre bleibt\n\nDie Fähre bleibt im Hafen, sagte Bürgermeister Jörg Müller. \
                Die Brücke über die Weser wird für sieben Tage gesperrt, schöne Grüße.\n";
    let file = site.path("corpus/lantern-post/2024/01/de.txt");
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    let latin: Vec<u8> =
        text.chars().map(|it| u8::try_from(u32::from(it)).expect("Latin")).collect();
    let wide: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut answers = Vec::new();
    for bytes in [text.as_bytes(), &latin, &wide] {
        fs::write(&file, bytes).expect("a file");
        site.fine(&["index", "corpus"]);
        answers.push(
            site.fine(&["search", "Fähre Müller", "--json=title,snippets"])
                .lines()
                .filter(|it| it.contains("\"type\":\"hit\""))
                .collect::<String>(),
        );
    }
    assert!(answers[0].contains("Fähre bleibt"), "{answers:?}");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    site.fine(&["check"]);
}

/// Makes the newest generation look as if another version had written it.
fn of_format(generation: &Path, format: u32) {
    let file = generation.join("morgue.json");
    let text = fs::read_to_string(&file).expect("facts");
    let mut facts: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    facts["format"] = format.into();
    fs::write(&file, facts.to_string()).expect("a file");
    let _ = fs::remove_file(generation.join("sums.bin"));
}

#[test]
fn an_index_of_an_older_format_is_said_and_built_again() {
    let site = Site::indexed();
    let right = site.answers();
    of_format(&site.newest(), 1);
    for args in
        [&["search", "ferry"][..], &["status"], &["check"], &["check", "--repair"]]
    {
        let output = site.run(args);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(20), "{args:?}: {}", told(&output));
        assert!(
            stderr.contains("format 1") && stderr.contains("morgue index"),
            "{stderr}"
        );
    }
    // The folders are remembered, so that nothing need be named.
    let next = site.run(&["index"]);
    assert!(next.status.success(), "{}", told(&next));
    assert!(
        String::from_utf8_lossy(&next.stderr).contains("had format 1"),
        "{}",
        told(&next)
    );
    assert!(site.answers() == right, "other hits");
    site.fine(&["gc"]);
    site.no_left_over("an older format");
}

#[test]
fn an_index_of_a_newer_format_is_left_alone() {
    let site = Site::indexed();
    of_format(&site.newest(), 9_999);
    let before = fs::read(site.path("index/CURRENT")).expect("a pointer");
    for args in [&["search", "ferry"][..], &["index"], &["index", "--rebuild"], &["gc"]] {
        let output = site.run(args);
        assert_eq!(output.status.code(), Some(21), "{args:?}: {}", told(&output));
    }
    assert_eq!(fs::read(site.path("index/CURRENT")).expect("a pointer"), before);
    assert_eq!(site.folders().len(), 1);
}
