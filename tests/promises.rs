//! Does the program keep what SECURITY.md promises? Each test stands beside its promise
//! there; and every test that is named there exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a file of the tree")
}

fn run(here: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(args)
        .current_dir(here)
        .env_remove("MORGUE_INDEX")
        .stdin(Stdio::null())
        .output()
        .expect("the program was built for this test")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn every_test_that_is_named_exists() {
    let page = read("SECURITY.md");
    let named: Vec<&str> = page
        .split('`')
        .filter(|it| it.starts_with("tests/") || it.starts_with("src/"))
        .collect();
    assert!(named.len() > 12, "{named:?}");
    for name in named {
        let (file, test) = name.split_once("::").unwrap_or((name, ""));
        let text = read(file);
        assert!(
            test.is_empty() || text.contains(&format!("fn {test}(")),
            "{name} is gone"
        );
    }
}

/// Every Rust file of `src`.
fn sources() -> Vec<PathBuf> {
    let all =
        walkdir::WalkDir::new(root().join("src")).into_iter().filter_map(Result::ok);
    let paths = all.map(walkdir::DirEntry::into_path);
    paths.filter(|it| it.extension().is_some_and(|it| it == "rs")).collect()
}

#[test]
fn the_source_names_no_network() {
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a file of the tree");
        for word in ["std::net", "TcpStream", "UdpSocket", "TcpListener", "UnixStream"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn the_build_keeps_its_checks() {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let release = &manifest["profile"]["release"];
    assert_eq!(release["overflow-checks"].as_bool(), Some(true));
    assert_eq!(manifest["profile"]["dist"]["inherits"].as_str(), Some("release"));
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("deny"));
}

/// Every file below a folder but those of the index, with its bytes.
fn seen(here: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = walkdir::WalkDir::new(here).into_iter().filter_map(Result::ok);
    let outside = all.filter(|it| !it.path().starts_with(here.join("index")));
    outside
        .map(|it| (it.path().to_owned(), fs::read(it.path()).unwrap_or_default()))
        .collect()
}

/// A tar with names as they are given, however bad.
fn tar(files: &[(&[u8], &str)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_cksum();
        builder.append(&header, text.as_bytes()).expect("memory");
    }
    let mut link = tar::Header::new_gnu();
    link.set_entry_type(tar::EntryType::Symlink);
    link.set_size(0);
    link.set_path("link.txt").expect("a name");
    link.set_link_name("../../secret.txt").expect("a name");
    link.set_cksum();
    builder.append(&link, std::io::empty()).expect("memory");
    builder.into_inner().expect("memory")
}

const TEXT: &str = "Ferry stays\n\n“No ferry will sail,” Ana Bell told Reuters.\n";

#[test]
fn archives_lead_nowhere() {
    let all = folder();
    let here = all.path().join("deep/er");
    fs::create_dir_all(here.join("corpus")).expect("a folder");
    fs::write(all.path().join("secret.txt"), "Zeppelin papers\n\nThe zeppelin.")
        .expect("a file");
    let names: [(&[u8], &str); 4] = [
        (b"../../escaped.txt", TEXT),
        (b"/tmp/morgue-escaped.txt", TEXT),
        (b"..\\..\\escaped.txt", TEXT),
        (b"C:\\escaped.txt", TEXT),
    ];
    fs::write(here.join("corpus/a.tar"), tar(&names)).expect("a file");
    let before = seen(all.path());
    let index = here.join("index");
    let output = run(&here, &["index", "corpus"]);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{output:?}");
    let mut after = seen(all.path());
    after.retain(|it, _| !it.starts_with(&index));
    assert_eq!(before, after);
    assert!(!Path::new("/tmp/morgue-escaped.txt").exists());
    let ferry = run(&here, &["search", "ferry", "--count"]);
    assert_eq!(
        String::from_utf8_lossy(&ferry.stdout).trim(),
        "1",
        "one text in four places"
    );
    let secret = run(&here, &["search", "zeppelin", "--count"]);
    assert_eq!(
        String::from_utf8_lossy(&secret.stdout).trim(),
        "0",
        "no link is followed"
    );
}

#[test]
fn only_the_index_is_written() {
    let here = folder();
    let here = here.path();
    fs::create_dir(here.join("corpus")).expect("a folder");
    fs::write(here.join("corpus/a.txt"), TEXT).expect("a file");
    fs::write(here.join("corpus/outlets.toml"), "").expect("a file");
    fs::write(here.join("draft.txt"), TEXT).expect("a file");
    fs::write(
        here.join("corpus/b.jsonl"),
        "{\"id\":\"b\",\"text\":\"Gulls.\"}\nbroken\n",
    )
    .expect("a file");
    let before = seen(here);
    let commands: [&[&str]; 16] = [
        &["index", "corpus"],
        &["index", "--rebuild"],
        &["index", "--reextract"],
        &["index", "--dry-run"],
        &["search", "ferry", "--json", "--facet", "outlet"],
        &["quotes", "ferry"],
        &["stories"],
        &["trace", "no ferry will sail"],
        &["verify", "draft.txt"],
        &["show", "b"],
        &["facets", "ferry", "--as", "csv"],
        &["annotate", "draft.txt"],
        &["status", "--failures"],
        &["check", "--repair"],
        &["gc"],
        &["generate", "man"],
    ];
    for args in commands {
        let output = run(here, args);
        assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{args:?}: {output:?}");
        assert_eq!(seen(here), before, "{args:?} wrote outside the index");
    }
    run(here, &["forget", "b"]);
    let after = seen(here);
    let fresh: Vec<&PathBuf> =
        after.keys().filter(|it| !before.contains_key(*it)).collect();
    assert_eq!(fresh, [&here.join("morgue.forget")]);
}

#[cfg(unix)]
#[test]
fn a_name_is_never_a_command() {
    let here = folder();
    let here = here.path();
    fs::create_dir(here.join("corpus")).expect("a folder");
    let settings = "[filter.odd]\ncommand = [\"cat\", \"{}\"]\n";
    fs::write(here.join("corpus/morgue.toml"), settings).expect("a file");
    let names = [
        "$(touch pwned).odd",
        "; touch pwned;.odd",
        "`touch pwned`.odd",
        "-n.odd",
        "| touch pwned.odd",
    ];
    for (n, name) in names.iter().enumerate() {
        let text = format!("Ferry {n}\n\nThe ferry of quay {n} stays in port.\n");
        fs::write(here.join("corpus").join(name), text).expect("a file");
    }
    let output = run(here, &["index", "corpus"]);
    assert!(output.status.success(), "{output:?}");
    let count = run(here, &["search", "ferry", "--count"]);
    assert_eq!(String::from_utf8_lossy(&count.stdout).trim(), "5", "{output:?}");
    let touched = seen(here).into_keys().any(|it| it.ends_with("pwned"));
    assert!(!touched, "a name was run");
}
