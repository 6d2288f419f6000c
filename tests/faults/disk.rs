//! What if the disk is full, or is no disk? A clear error; the old index answers
//! as before, and nothing is left half there.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Stdio};

use super::{Site, told};

/// A shell that lets no file grow beyond so many blocks of 512 bytes, and runs the program.
fn limited(site: &Site, blocks: u64, args: &str) -> std::process::Output {
    let program = env!("CARGO_BIN_EXE_morgue");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{program}' {args}");
    Command::new("sh")
        .args(["-c", &script])
        .current_dir(site.0.path())
        .env_remove("MORGUE_INDEX")
        .stdin(Stdio::null())
        .output()
        .expect("a shell")
}

#[test]
fn a_full_disk_is_said_and_changes_nothing() {
    let site = Site::indexed();
    let right = site.answers();
    let pointer = fs::read(site.path("index/CURRENT")).expect("a pointer");
    super::copy(&site.path("index"), &site.path("kept"));
    for n in 0..8 {
        site.write(n, "The tunnel was opened");
    }
    let mut refused = 0;
    for args in ["index", "index --rebuild", "index --reextract"] {
        for blocks in [0, 1, 2, 4, 8, 16, 32, 64] {
            let when = format!("{args} with {blocks} blocks");
            let output = limited(&site, blocks, args);
            if output.status.success() {
                site.put(&site.path("kept"));
                continue;
            }
            refused += 1;
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{when}: {}", told(&output));
            assert!(stderr.contains("error: "), "{when}: {stderr}");
            assert!(!stderr.contains("the program broke"), "{when}: {stderr}");
            assert!(site.answers() == right, "{when}: other hits");
            assert_eq!(fs::read(site.path("index/CURRENT")).expect("a pointer"), pointer);
            assert_eq!(site.folders().len(), 1, "{when}: {stderr}");
        }
    }
    assert!(refused > 6, "{refused}");
    site.fine(&["index"]);
    assert!(site.fine(&["search", "tunnel", "--count"]).starts_with('8'));
    site.no_left_over("a full disk");
}

#[test]
fn a_first_index_that_finds_no_room_leaves_no_index() {
    let site = Site::new();
    let output = limited(&site, 2, "index corpus");
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(site.folders().is_empty(), "{:?}", site.folders());
    site.fine(&["index", "corpus"]);
    site.no_left_over("a first index");
}

#[test]
fn what_is_no_folder_is_said() {
    let site = Site::new();
    fs::write(site.path("file"), "words").expect("a file");
    for index in ["file", "file/index"] {
        for args in [
            &["index", "corpus", "--index", index][..],
            &["search", "ferry", "--index", index],
        ] {
            let output = site.run(args);
            let code = output.status.code();
            assert!(matches!(code, Some(2 | 22)), "{args:?}: {}", told(&output));
            assert!(
                !String::from_utf8_lossy(&output.stderr).contains("the program broke")
            );
        }
    }
    assert_eq!(fs::read_to_string(site.path("file")).expect("a file"), "words");
}

#[test]
fn a_search_leaves_no_file_behind() {
    let site = Site::indexed();
    let names = || {
        let all =
            walkdir::WalkDir::new(site.path("index")).into_iter().filter_map(Result::ok);
        let mut names: Vec<_> = all.map(walkdir::DirEntry::into_path).collect();
        names.sort();
        names
    };
    for lock in names().iter().filter(|it| it.extension().is_some_and(|it| it == "lock"))
    {
        fs::remove_file(lock).expect("a lock of the engine");
    }
    let before = names();
    site.fine(&["search", "ferry", "--facet", "outlet"]);
    site.fine(&["status"]);
    site.fine(&["check"]);
    assert_eq!(names(), before);
}

#[test]
fn paths_of_any_bytes() {
    let site = Site::new();
    let odd = std::ffi::OsStr::from_bytes(b"an index \xff\xfe of 'odd' name\n");
    let index = site.0.path().join(odd);
    let corpus = site.0.path().join(std::ffi::OsStr::from_bytes(b"cor pus\xf0"));
    fs::rename(site.path("corpus"), &corpus).expect("a move");
    let run = |args: &[&str], paths: &[&std::ffi::OsStr]| {
        let output = site.command(args).args(paths).arg("--index").arg(&index).output();
        let output = output.expect("it runs");
        assert!(output.status.success(), "{args:?}: {}", told(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&["index"], &[corpus.as_os_str()]);
    let count = run(&["search", "ferry", "--count"], &[]);
    assert_eq!(count.trim(), "24");
    fs::write(
        corpus.join(std::ffi::OsStr::from_bytes(b"b\xe4ume.txt")),
        "Ferry trees\n\nTrees.",
    )
    .expect("a file");
    run(&["index"], &[corpus.as_os_str()]);
    assert_eq!(run(&["search", "ferry", "--count"], &[]).trim(), "25");
    run(&["check"], &[]);
}
