//! What comes out of archives, of bombs, and of files that a command reads.

use super::*;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default()
        .compression_method(::zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        // set by hand: the library refuses to write evil names
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

const FILES: &[(&str, &[u8])] = &[
    ("lantern/2024/04/a.txt", b"one"),
    ("../../etc/passwd.txt", b"two"),
    ("/abs/b.jsonl", b"{1}\n{2}\n"),
    ("pic.jpg", b"x"),
    (".hidden/c.txt", b"x"),
    ("d.txt.gz", &[]),
];

#[test]
fn archives_hold_files_by_names_that_lead_nowhere() {
    let packed = gzip(b"four");
    let mut files = FILES.to_vec();
    files[5].1 = &packed;
    let expected = |key: &str| {
        [
            "#lantern/2024/04/a.txt txt one",
            "#etc/passwd.txt txt two",
            "#abs/b.jsonl#1 json {1}",
            "#abs/b.jsonl#2 json {2}",
            "#d.txt.gz txt four",
            " ~ files passed over: .jpg 1, hidden or beside the articles 1",
        ]
        .map(|it| format!("c/{key}{it}"))
    };
    for (name, bytes) in [
        ("a.zip", zip(&files)),
        ("a.tar", tar(&files)),
        ("a.tar.gz", gzip(&tar(&files))),
        ("a.tgz", gzip(&tar(&files))),
        ("a.tar.zst", zstd(&tar(&files))),
    ] {
        let temp = tree(&[(name, &bytes)]);
        let (seen, walked) = listed(&temp.path().join("c"), 10_000);
        assert_eq!(seen, expected(name));
        assert_eq!(walked.files, 1);
        let left: Vec<_> = fs::read_dir(temp.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing is written");
    }
}

#[test]
fn archives_know_the_folders_within() {
    let temp = tree(&[("a.zip", &zip(&FILES[..1]))]);
    let mut facts = Vec::new();
    let roots = roots(&[temp.path().join("c")]).unwrap();
    read(&roots, &Options::new(vec!["txt"]), &mut |item| {
        if let Item::Record(record) = item {
            facts.push(record.hint.path);
        }
        Flow::Continue(())
    });
    assert_eq!(facts[0].outlet.as_deref(), Some("lantern"));
    assert_eq!(facts[0].date.map(|it| it.to_string()).as_deref(), Some("2024-04"));
}

#[test]
fn archives_are_opened_one_level_deep() {
    let inner = zip(&[("a.txt", b"one")]);
    let middle = tar(&[("inner.zip", &inner), ("b.txt", b"two")]);
    let outer = zip(&[("middle.tar", &middle), ("c.txt", b"three")]);
    let check = |name: &str, bytes: &[u8], expected: &[&str]| {
        let temp = tree(&[(name, bytes)]);
        assert_eq!(listed(&temp.path().join("c"), 100_000).0, expected);
    };
    check(
        "m.tar",
        &middle,
        &["c/m.tar#inner.zip#a.txt txt one", "c/m.tar#b.txt txt two"],
    );
    check(
        "o.zip",
        &outer,
        &[
            "c/o.zip#middle.tar#inner.zip ! is an archive within an archive of an archive, not opened",
            "c/o.zip#middle.tar#b.txt txt two",
            "c/o.zip#c.txt txt three",
        ],
    );
}

#[test]
fn damaged_archives_give_what_they_have() {
    let whole = tar(&[("a.txt", b"one"), ("b.txt", &[b'x'; 2000])]);
    let temp = tree(&[("a.tar", &whole[..2000]), ("b.zip", b"no archive")]);
    let (seen, _) = listed(&temp.path().join("c"), 10_000);
    assert_eq!(seen[0], "c/a.tar#a.txt txt one");
    assert!(
        seen.iter().any(|it| it.starts_with("c/a.tar ! the tar data is")),
        "{seen:?}"
    );
    assert!(
        seen.iter().any(|it| it.starts_with("c/b.zip ! is no sound ZIP")),
        "{seen:?}"
    );
}

#[test]
fn bombs_end_and_the_rest_is_read() {
    let zeros = vec![b'\n'; 80 << 20];
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&zeros).unwrap();
    let bomb = encoder.finish().unwrap();
    let temp = tree(&[
        ("a.jsonl.gz", &bomb),
        ("b.txt", b"two"),
        ("c.zip", &zip(&[("x.jsonl", &zeros), ("y.txt", b"three")])),
    ]);
    let (seen, _) = listed(&temp.path().join("c"), 1000);
    let said = "unpacks to more than 250 times its size, not read further after line";
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert!(seen[0].starts_with(&format!("c/a.jsonl.gz ! {said} 67")), "{seen:?}");
    assert_eq!(seen[1], "c/b.txt txt two");
    assert!(seen[2].starts_with(&format!("c/c.zip#x.jsonl ! {said} 67")), "{seen:?}");
    assert_eq!(seen[3], "c/c.zip#y.txt txt three");
}

#[test]
fn a_sparse_file_is_no_longer_than_what_it_holds() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_path("a.txt").unwrap();
    header.set_size(512);
    let gnu = header.as_gnu_mut().unwrap();
    let exabyte: u64 = 1 << 60;
    let number = |into: &mut [u8; 12], value: u64| {
        into[0] = 0x80;
        into[1..4].fill(0);
        into[4..].copy_from_slice(&value.to_be_bytes());
    };
    number(&mut gnu.sparse[0].offset, exabyte);
    number(&mut gnu.sparse[0].numbytes, 512);
    number(&mut gnu.realsize, exabyte + 512);
    header.set_cksum();
    let bytes = [header.as_bytes().as_slice(), &[b'x'; 512], &tar(&[("b.txt", b"two")])];
    let temp = tree(&[("a.tar", &bytes.concat())]);
    let (seen, _) = listed(&temp.path().join("c"), 1000);
    assert!(seen[0].starts_with("c/a.tar#a.txt ! unpacks to more than 250"), "{seen:?}");
    assert_eq!(seen[1..], ["c/a.tar#b.txt txt two"]);
}

#[test]
fn a_table_is_no_longer_than_its_rows() {
    let header: Vec<String> = (0..100_000).map(|it| format!("a{it},")).collect();
    let table = format!("{}text\n{}", header.concat(), "1\n".repeat(100_000));
    let temp = tree(&[("a.csv", table.as_bytes())]);
    let (seen, _) = listed(&temp.path().join("c"), 10_000_000);
    let last = seen.last().unwrap();
    assert!(last.starts_with("c/a.csv ! has a header of more than 250 times"), "{last}");
    assert!(seen.len() < 1000, "{}", seen.len());
}

#[cfg(unix)]
#[test]
fn other_kinds_are_read_by_commands() {
    let temp = tree(&[("a.pdf", b"one"), ("b.PDF", b"two"), ("c.doc", b"x")]);
    let mut options = Options::new(vec!["txt"]);
    options.filters = [Filter {
        extension: "pdf".to_owned(),
        command: ["sed", "s/^/text: /", "{}"].map(str::to_owned).to_vec(),
        timeout: std::time::Duration::from_secs(20),
        max_size: 100,
    }]
    .into();
    let mut seen = Vec::new();
    let roots = roots(&[temp.path().join("c")]).unwrap();
    let walked = read(&roots, &options, &mut |item| {
        if let Item::Record(record) = item {
            let text = String::from_utf8_lossy(&record.bytes);
            seen.push(format!("{} {} {text}", record.place, record.hint.extension));
        }
        Flow::Continue(())
    });
    assert_eq!(seen, ["c/a.pdf txt text: one", "c/b.PDF txt text: two"]);
    assert_eq!(walked.skipped.len(), 1);
}

#[cfg(unix)]
#[test]
fn commands_read_files_of_archives_too() {
    let files: [(&str, &[u8]); 5] = [
        ("lantern/a.pdf", b"one"),
        ("../b.PDF", b"two"),
        (".hidden/c.pdf", b"x"),
        ("d.pdf", &[b'x'; 2000]),
        ("e.txt", b"three"),
    ];
    let temp = tree(&[("a.zip", &zip(&files)), ("b.tar.gz", &gzip(&tar(&files)))]);
    let mut options = Options::new(vec!["txt"]);
    options.max_record = 1000;
    options.filters = [Filter {
        extension: "pdf".to_owned(),
        // the copy has the extension, and nothing of the name within the archive
        command: [
            "sh",
            "-c",
            "basename \"$0\" | sed 's/morgue-.*[.]/x./'; cat \"$0\"",
            "{}",
        ]
        .map(str::to_owned)
        .to_vec(),
        timeout: std::time::Duration::from_secs(20),
        max_size: 100,
    }]
    .into();
    let mut seen = Vec::new();
    let roots = roots(&[temp.path().join("c")]).unwrap();
    read(&roots, &options, &mut |item| {
        match item {
            Item::Record(record) => {
                let text = String::from_utf8_lossy(&record.bytes).replace('\n', " ");
                seen.push(format!("{} {text}", record.place));
            }
            Item::Failure(failure) => seen.push(format!("! {}", failure.place())),
            _ => (),
        }
        Flow::Continue(())
    });
    let expected = |key: &str| {
        [
            format!("{key}#lantern/a.pdf x.pdf one"),
            format!("{key}#b.PDF x.pdf two"),
            format!("! {key}#d.pdf"),
            format!("{key}#e.txt three"),
        ]
    };
    assert_eq!(seen, [expected("c/a.zip"), expected("c/b.tar.gz")].concat());
}

/// Three members; the second is damaged.
fn damaged(texts: [&str; 3]) -> Vec<u8> {
    let mut members = texts.map(|it| gzip(it.as_bytes()));
    let middle = members[1].len() / 2;
    members[1][middle..middle + 6].copy_from_slice(&[0xff, 0x00, 0xff, 0xaa, 0xff, 0x11]);
    members.concat()
}

#[test]
fn a_damaged_member_costs_itself() {
    // a crawler packs each record alone, so the next one is whole
    let noise: Vec<String> =
        (0..900).map(|it| (it * 7919 % 10_007).to_string()).collect();
    let noise = noise.join(" ");
    let record = |page: &str| {
        let answer =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{page}</p>");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n\
            Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        )
    };
    let crawl = damaged([&record("one"), &record(&noise), &record("three")]);
    let lines = damaged(["{1}\n", &noise.replace(' ', "\n"), "{3}\n"]);
    for (name, bytes) in [("a.warc.gz", crawl), ("a.jsonl.gz", lines)] {
        let temp = tree(&[(name, &bytes)]);
        let seen = listed(&temp.path().join("c"), 100_000).0;
        let has = |what: &str| seen.iter().any(|it| it.contains(what));
        assert!(has("<p>one</p>") || has("{1}"), "{seen:?}");
        assert!(has("<p>three</p>") || has("{3}"), "{seen:?}");
        let told =
            seen.iter().filter(|it| it.contains("gzip data is damaged before byte"));
        assert_eq!(told.count(), 1, "{seen:?}");
        assert!(has(&format!("c/{name} ! the gzip data is damaged")), "{seen:?}");
    }
}
