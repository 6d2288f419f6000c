//! What comes out of whole trees, the damaged ones above all.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::*;

mod archives;

/// One line an item: `key#inside ext bytes`, `key#inside ! reason`, `key#inside ~ note`.
fn listed(root: &Path, limit: usize) -> (Vec<String>, Walked) {
    let mut options = Options::new(vec!["txt", "md", "json"]);
    options.max_record = limit;
    options.exclude.push(root.join("index"));
    let mut seen = Vec::new();
    let roots = roots(&[root.to_owned()]).unwrap();
    let walked = read(&roots, &options, &mut |item| {
        seen.push(match item {
            Item::Record(record) => {
                let text = String::from_utf8_lossy(&record.bytes);
                format!("{} {} {text}", record.place, record.hint.extension)
            }
            Item::Failure(failure) => {
                format!("{} ! {}", failure.place(), failure.reason)
            }
            Item::Opened(..) => return Flow::Continue(()),
            Item::Note(place, note) => format!("{place} ~ {}", note.message),
        });
        Flow::Continue(())
    });
    (seen, walked)
}

fn tree(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = temp.path().join("c").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    temp
}

#[track_caller]
fn check(files: &[(&str, &[u8])], expected: &[&str]) {
    let temp = tree(files);
    assert_eq!(listed(&temp.path().join("c"), 1000).0, expected);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

#[test]
fn files_come_in_the_order_of_their_names() {
    check(
        &[("b.txt", b"2"), ("a/z.md", b"1"), ("c.jsonl", b"{1}\n\n{3}"), ("B.TXT", b"0")],
        &[
            "c/B.TXT txt 0",
            "c/a/z.md md 1",
            "c/b.txt txt 2",
            "c/c.jsonl#1 json {1}",
            "c/c.jsonl#3 json {3}",
        ],
    );
}

#[test]
fn what_is_no_article_is_left_out() {
    let temp = tree(&[
        (".git/a.txt", b"x"),
        (".hidden.txt", b"x"),
        ("README.md", b"x"),
        ("sub/LICENSE", b"x"),
        ("outlets.toml", b"x"),
        ("morgue.toml", b"x"),
        ("index/gen-1/meta.json", b"x"),
        ("a.JPG", b"x"),
        ("b.jpg.gz", b"x"),
        ("noext", b"x"),
        ("readme-first.txt", b"kept"),
    ]);
    let (seen, walked) = listed(&temp.path().join("c"), 1000);
    assert_eq!(seen, ["c/readme-first.txt txt kept"]);
    assert_eq!(walked.files, 1);
    let skipped: Vec<(&str, u64)> =
        walked.skipped.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
    assert_eq!(skipped, [(".gz", 1), (".jpg", 1), ("no extension", 1)]);
}

#[test]
fn containers_are_opened() {
    let two_members = [gzip(b"{1}\n"), gzip(b"{2}\n")].concat();
    let two_frames = [zstd(b"{1}\n"), zstd(b"{2}\n")].concat();
    check(
        &[
            ("a.txt.gz", &gzip(b"text")),
            ("b.jsonl.gz", &two_members),
            ("c.ndjson.zst", &two_frames),
            ("d.md.gz.zst", &zstd(&gzip(b"twice"))),
        ],
        &[
            "c/a.txt.gz txt text",
            "c/b.jsonl.gz#1 json {1}",
            "c/b.jsonl.gz#2 json {2}",
            "c/c.ndjson.zst#1 json {1}",
            "c/c.ndjson.zst#2 json {2}",
            "c/d.md.gz.zst md twice",
        ],
    );
}

#[test]
fn content_counts_where_the_name_is_wrong() {
    check(
        &[("a.jsonl", &gzip(b"{1}")), ("b.txt.gz", b"plain"), ("c.txt.gz", &zstd(b"z"))],
        &[
            "c/a.jsonl ~ is gzip data, whatever its name",
            "c/a.jsonl#1 json {1}",
            "c/b.txt.gz ~ is not gzip data, read as it is",
            "c/b.txt.gz txt plain",
            "c/c.txt.gz ~ is zstd data, whatever its name",
            "c/c.txt.gz ~ is not gzip data, read as it is",
            "c/c.txt.gz txt z",
        ],
    );
}

#[test]
fn what_stands_before_the_damage_is_kept() {
    let numbers = (0..40_000_u32).map(|n| n.wrapping_mul(2_654_435_761));
    let lines: Vec<String> = numbers.map(|n| format!("{{\"n\":{n}}}\n")).collect();
    let lines = lines.concat();
    for (name, packed, data) in [
        ("a.jsonl.gz", gzip(lines.as_bytes()), "gzip"),
        ("a.jsonl.zst", zstd(lines.as_bytes()), "zstd"),
    ] {
        let temp = tree(&[(name, &packed[..packed.len() * 3 / 4]), ("b.txt", b"next")]);
        let (seen, _) = listed(&temp.path().join("c"), 1000);
        assert!(seen.len() > 500, "{name}: {} items", seen.len());
        assert_eq!(seen.last().unwrap(), "c/b.txt txt next");
        let failure = &seen[seen.len() - 2];
        assert!(failure.starts_with(&format!("c/{name}")), "{failure}");
        assert!(failure.contains(&format!("! the {data} data is cut off")), "{failure}");
        assert_eq!(seen.iter().filter(|it| it.contains('!')).count(), 1);
    }
}

#[test]
fn damage_inside_gzip_is_told_once() {
    let mut packed = gzip(b"{1}\n{2}\n");
    let crc = packed.len() - 8;
    packed[crc] ^= 1;
    let temp = tree(&[("a.jsonl.gz", &packed)]);
    let (seen, _) = listed(&temp.path().join("c"), 1000);
    assert_eq!(seen[..2], ["c/a.jsonl.gz#1 json {1}", "c/a.jsonl.gz#2 json {2}"]);
    assert!(seen[2].contains("! the gzip data is damaged"), "{seen:?}");
    assert_eq!(seen.len(), 3);
}

#[test]
fn half_a_text_is_kept_and_half_a_line_is_not() {
    let text: String =
        (0..4000_u32).map(|n| n.wrapping_mul(40_503).to_string()).collect();
    let packed = gzip(text.as_bytes());
    let temp = tree(&[("a.txt.gz", &packed[..packed.len() / 2])]);
    let (seen, _) = listed(&temp.path().join("c"), 1 << 20);
    assert!(seen[0].starts_with("c/a.txt.gz txt 0405038100"), "{}", &seen[0][..40]);
    assert!(text.starts_with(&seen[0]["c/a.txt.gz txt ".len()..]));
    assert_eq!(seen[1], "c/a.txt.gz ! the gzip data is cut off");
}

#[test]
fn records_over_the_limit_fail_alone() {
    let long = "x".repeat(1001);
    let fits = "y".repeat(1000);
    let lines = format!("{fits}\n{long}\n{{3}}\n");
    check(
        &[("a.jsonl", lines.as_bytes()), ("b.txt", long.as_bytes())],
        &[
            &format!("c/a.jsonl#1 json {fits}"),
            "c/a.jsonl#2 ! the line is longer than the limit of 1000 bytes",
            "c/a.jsonl#3 json {3}",
            "c/b.txt ! the file is longer than the limit of 1000 bytes",
        ],
    );
}

/// A hole in a file is read as zeros, three thousand times as long as a record may be here;
/// by hand it was five gigabytes beside the usual limit.
#[test]
fn what_stands_behind_a_hole_is_read() {
    let hole = vec![0; 3 << 20];
    let holed =
        |head: &str, tail: &str| [head.as_bytes(), &hole, tail.as_bytes()].concat();
    let lines = holed("{\"a\":1}\n", "\n{\"a\":3}\n");
    let mail = "From a@lantern.example Mon Apr 15 10:00:00 2024\nSubject: Ferry\n\n";
    check(
        &[
            ("a.jsonl", &lines),
            ("b.jsonl.gz", &gzip(&lines)),
            ("c.json", &holed("[{\"a\":1},", ",{\"a\":3}]")),
            ("d.csv", &holed("id,text\n1,One.\n2,", "\n3,Three.\n")),
            ("e.mbox", &holed(mail, &format!("\n\n{mail}Three.\n"))),
            ("f.txt", &hole),
        ],
        &[
            "c/a.jsonl#1 json {\"a\":1}",
            "c/a.jsonl#2 ! the line is longer than the limit of 1000 bytes",
            "c/a.jsonl#3 json {\"a\":3}",
            "c/b.jsonl.gz#1 json {\"a\":1}",
            "c/b.jsonl.gz#2 ! the line is longer than the limit of 1000 bytes",
            "c/b.jsonl.gz#3 json {\"a\":3}",
            "c/c.json#1 json {\"a\":1}",
            "c/c.json#2 ! the line is longer than the limit of 1000 bytes",
            "c/c.json#3 json {\"a\":3}",
            "c/d.csv#2 csv id,text\n1,One.\n",
            "c/d.csv#3 ! the line is longer than the limit of 1000 bytes",
            "c/d.csv#4 csv id,text\n3,Three.\n",
            "c/e.mbox#1 ! the file is longer than the limit of 1000 bytes",
            "c/e.mbox#2 eml Subject: Ferry\n\nThree.\n",
            "c/f.txt ! the file is longer than the limit of 1000 bytes",
        ],
    );
}

#[test]
fn empty_files_are_told() {
    check(
        &[
            ("a.txt", b""),
            ("b.jsonl", b"\n \n"),
            ("c.txt.gz", b""),
            ("d.jsonl.gz", &gzip(b"")),
        ],
        &[
            "c/a.txt txt ",
            "c/b.jsonl ~ holds no records",
            "c/c.txt.gz txt ",
            "c/d.jsonl.gz ~ holds no records",
        ],
    );
}

#[cfg(unix)]
#[test]
fn links_pipes_and_odd_names_survive() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let temp = tree(&[("a/one.txt", b"1"), ("two.txt", b"2")]);
    let root = temp.path().join("c");
    symlink(&root, root.join("a/loop")).unwrap();
    symlink("nowhere.txt", root.join("broken.txt")).unwrap();
    symlink("ann@desk.123", root.join(".#two.txt")).unwrap();
    symlink(root.join("two.txt"), root.join("link.txt")).unwrap();
    let odd = root.join(std::ffi::OsStr::from_bytes(b"caf\xe9 \n.txt"));
    fs::write(odd, "3").unwrap();
    let socket = std::os::unix::net::UnixListener::bind(root.join("socket.txt")).unwrap();
    let (seen, _) = listed(&root, 1000);
    drop(socket);
    assert_eq!(
        seen,
        [
            "c/a/loop ! is a link to a folder that it stands in, not followed",
            "c/a/one.txt txt 1",
            "c/broken.txt ! is a link to nothing",
            "c/caf\\xE9 \\x0A.txt txt 3",
            "c/link.txt txt 2",
            "c/socket.txt ! is a socket, not a file",
            "c/two.txt txt 2",
        ]
    );
}

#[test]
fn many_folders_are_walked_in_order_and_what_is_known_is_passed_over() {
    let names: Vec<String> =
        (0..240).map(|n| format!("{:02}/{:02}/{n}.txt", n % 40, n / 40)).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().map(|it| (it.as_str(), b"x".as_slice())).collect();
    let temp = tree(&files);
    let root = temp.path().join("c");
    let mut expected: Vec<String> =
        names.iter().map(|it| format!("c/{it} txt x")).collect();
    expected.sort();
    assert_eq!(listed(&root, 1000).0, expected);
    let mut known = Known::default();
    for name in &names[1..] {
        let stamp = Stamp::of(&fs::metadata(root.join(name)).unwrap());
        known.add(format!("c/{name}"), Then::Changed(stamp));
    }
    known.add("c/00/gone.txt".to_owned(), Then::Always);
    let known = Arc::new(known);
    let mut options = Options::new(vec!["txt"]);
    options.known = Some(Arc::clone(&known));
    let mut opened = Vec::new();
    let walked = read(&roots(&[root]).unwrap(), &options, &mut |item| {
        if let Item::Opened(key, _) = item {
            opened.push(key);
        }
        Flow::Continue(())
    });
    assert_eq!(opened, ["c/00/00/0.txt"]);
    assert_eq!((walked.files, walked.unchanged), (1, 239));
    assert_eq!(known.gone().collect::<Vec<_>>(), ["c/00/gone.txt"]);
}

#[test]
fn a_file_named_by_itself_is_read_whatever_its_extension() {
    let temp = tree(&[
        ("lantern/2024/04/notes", b"words"),
        ("rows", b" {1}"),
        ("README.md", b"me"),
    ]);
    let root = temp.path().join("c");
    assert_eq!(listed(&root.join("lantern/2024/04/notes"), 1000).0, ["notes txt words"]);
    assert_eq!(listed(&root.join("rows"), 1000).0, ["rows#1 json {1}"]);
    assert_eq!(listed(&root.join("README.md"), 1000).0, ["README.md md me"]);
    let options = Options::new(vec!["txt"]);
    let roots = roots(&[root.join("lantern/2024/04/notes")]).unwrap();
    let mut outlet = None;
    read(&roots, &options, &mut |item| {
        if let Item::Record(record) = item {
            outlet = record.hint.path.outlet;
        }
        Flow::Continue(())
    });
    assert_eq!(outlet.as_deref(), Some("lantern"));
}

#[test]
fn the_walk_stops_when_nobody_wants_more() {
    let temp = tree(&[("a.jsonl", b"{1}\n{2}\n{3}"), ("b.txt", b"x")]);
    let roots = roots(&[temp.path().join("c")]).unwrap();
    let mut seen = 0;
    read(&roots, &Options::new(vec!["txt"]), &mut |_| {
        seen += 1;
        if seen == 2 { Flow::Break(()) } else { Flow::Continue(()) }
    });
    assert_eq!(seen, 2);
}

#[test]
fn size_and_meter_agree() {
    let temp =
        tree(&[("a.txt", b"12345"), ("b.jsonl", b"{1}\n"), ("c.png", b"not read")]);
    let roots = roots(&[temp.path().join("c")]).unwrap();
    let options = Options::new(vec!["txt"]);
    assert_eq!(size(&roots, &options), Some(9));
    read(&roots, &options, &mut |_| Flow::Continue(()));
    assert_eq!(options.meter.bytes.load(std::sync::atomic::Ordering::Relaxed), 9);
    assert_eq!(size(&[Root::Stdin], &options), None);
}
