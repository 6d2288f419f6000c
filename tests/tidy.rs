//! The rules the source tree keeps about itself. A failing rule names the file and says
//! how to mend it. The rules look at the text of the tree: a rule that would need the
//! compiler belongs to clippy.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file of the source tree, its tests not counted: their tables may grow. A file
/// that outgrows it has more than one subject.
const LONGEST: usize = 400;

/// Crates that only some layers may name.
const CONFINED: &[(&str, &[&str])] = &[
    ("tantivy", &["src/index/", "src/query/", "src/index.rs", "src/query.rs"]),
    ("clap", &["src/command/", "src/main.rs"]),
    ("serde_json", &["src/present/", "src/document/", "src/command/", "src/index/"]),
];

/// Layers that see text only.
const PURE: &[&str] = &["src/model/", "src/text/", "src/extract/", "src/relate/"];

/// What a pure layer must not name.
const IO: &[&str] =
    &["std::fs", "std::io", "std::net", "std::process", "std::env", "fs::", "File::open"];

/// Folders with a table: where it stands, and the files beside it that are not in it.
const TABLES: &[Table] = &[
    Table {
        folder: "src/present",
        listing: "src/present/mod.rs",
        begins: "pub const FORMATTERS",
        helpers: &[
            "chain", "style", "sanitize", "page", "passage", "table", "offsets", "show",
            "status", "samples", "quotes", "tally", "fill", "marks", "explain", "spark",
            "stories", "diff", "verify", "trace", "graph", "check",
        ],
    },
    Table {
        folder: "src/command",
        listing: "src/command/mod.rs",
        begins: "pub enum Command",
        helpers: &[
            "console", "failure", "locate", "pipeline", "progress", "report", "outlets",
            "filters", "grouping", "batch", "ask", "roots", "config", "choice",
            "closing", "intake", "offer", "sanity", "stop", "again", "repair", "safely",
        ],
    },
    Table {
        folder: "src/document",
        listing: "src/document/mod.rs",
        begins: "FORMATS",
        helpers: &[
            "charset",
            "decode",
            "entity",
            "fields",
            "fragment",
            "frontmatter",
            "headline",
            "loose",
            "map",
            "prose",
            "repair",
            "story",
            "wire",
        ],
    },
    // the parts of a page, in the order in which they are read
    Table {
        folder: "src/document/html",
        listing: "src/document/html/mod.rs",
        begins: "pub fn read(",
        helpers: &["told", "tag", "node", "label", "dated", "merge"],
    },
    Table {
        folder: "src/corpus/container",
        listing: "src/corpus/container/mod.rs",
        begins: "CONTAINERS",
        helpers: &["crawl", "guard", "gzip_members", "http", "pushed", "utf16"],
    },
];

struct Table {
    folder: &'static str,
    listing: &'static str,
    begins: &'static str,
    helpers: &'static [&'static str],
}

#[test]
fn modules_name_only_those_above_them() {
    let lib = read("src/lib.rs");
    let layers: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut upward = Vec::new();
    for file in sources() {
        let Some(own) = layers.iter().position(|&layer| layer == layer_of(&file)) else {
            continue;
        };
        for named in modules_named(&code(&file)) {
            if layers.iter().position(|&layer| layer == named).is_some_and(|it| it > own)
            {
                upward.push(format!("{file}: `crate::{named}`"));
            }
        }
    }
    assert_none(
        &upward,
        "these name a layer below them in src/lib.rs; turn the call around",
    );
}

#[test]
fn crates_stay_in_their_layers() {
    let mut strays = Vec::new();
    for file in sources() {
        let code = code(&file);
        for (name, homes) in CONFINED {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            if !at_home && names_crate(&code, name) {
                strays.push(format!("{file}: {name}"));
            }
        }
    }
    assert_none(
        &strays,
        "these name a crate outside its layers (CONFINED in tests/tidy.rs)",
    );
}

#[test]
fn text_layers_do_no_input_or_output() {
    let mut strays = Vec::new();
    for file in sources().iter().filter(|it| PURE.iter().any(|home| it.starts_with(home)))
    {
        let code = code(file);
        for named in IO.iter().filter(|it| code.contains(*it)) {
            strays.push(format!("{file}: {named}"));
        }
    }
    assert_none(&strays, "these touch the outside world; hand the text in instead");
}

#[test]
fn only_writers_print() {
    let macros = ["println!", "eprintln!", "print!(", "eprint!(", "dbg!("];
    let mut strays = Vec::new();
    for file in sources() {
        let code = code(&file);
        for named in macros.iter().filter(|it| code.contains(*it)) {
            strays.push(format!("{file}: {named}"));
        }
    }
    assert_none(
        &strays,
        "these print; write to the writer handed in, or use Console::say",
    );
}

#[test]
fn every_file_opens_with_its_question() {
    let bare: Vec<String> =
        sources().into_iter().filter(|it| !read(it).starts_with("//! ")).collect();
    assert_none(&bare, "these do not open with `//!` and the question they answer");
}

#[test]
fn no_file_outgrows_its_subject() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|file| (without_tests(&read(&file)).lines().count(), file))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, file)| format!("{file}: {lines} lines"))
        .collect();
    assert_none(&long, "these are longer than 400 lines; give a part a file of its own");
}

#[test]
fn every_file_beside_a_table_is_in_it() {
    let mut missing = Vec::new();
    for Table { folder, listing, begins, helpers } in TABLES {
        if !root().join(folder).exists() {
            continue;
        }
        let text = read(listing);
        let Some((_, body)) = text.split_once(begins) else {
            missing.push(format!("{listing} has no `{begins}`"));
            continue;
        };
        for name in children(folder) {
            let listed = body.contains(&format!("{name}::")) || helpers.contains(&&*name);
            if name != "mod" && name != "tests" && !listed {
                missing
                    .push(format!("{folder}/{name} is not in `{begins}` of {listing}"));
            }
        }
    }
    assert_none(&missing, "add a line to the table, or name the file as a helper");
}

#[test]
fn paths_in_the_guides_exist() {
    let mut missing = Vec::new();
    for guide in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = read(guide);
        let named = text.split('`').skip(1).step_by(2).filter(|it| {
            let heads =
                ["src/", "tests/", "docs/", "benches/", "corpus/", ".ci/", "index/"];
            heads.iter().any(|head| it.starts_with(head))
                && !it.contains(['<', '*', ' ', '{'])
        });
        missing.extend(
            named
                .filter(|it| !root().join(it).exists())
                .map(|it| format!("{guide}: `{it}`")),
        );
    }
    assert_none(&missing, "the guides name paths that are not there");
}

#[test]
fn every_layer_is_in_the_guide() {
    let guide = read("ARCHITECTURE.md");
    let lib = read("src/lib.rs");
    let layers =
        lib.lines().filter_map(|it| it.strip_prefix("pub mod ")?.strip_suffix(';'));
    let missing: Vec<String> = layers
        .filter(|layer| !guide.contains(&format!("`src/{layer}/`")))
        .map(str::to_owned)
        .collect();
    assert_none(&missing, "the code map of ARCHITECTURE.md leaves out these layers");
}

fn assert_none(found: &[String], meaning: &str) {
    assert!(found.is_empty(), "{meaning}:\n  {}", found.join("\n  "));
}

/// Rust files of `src`, as paths from the root with `/`.
fn sources() -> Vec<String> {
    let mut found = Vec::new();
    collect(&root().join("src"), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the tree") {
        let path = entry.expect("an entry of the tree").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let path = path.strip_prefix(root()).expect("below the root");
            found.push(path.to_str().expect("our names are text").replace('\\', "/"));
        }
    }
}

/// Modules directly in `folder`, without their ending.
fn children(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder of the tree");
    let paths = entries.map(|entry| entry.expect("an entry of the tree").path());
    let modules = paths
        .filter(|it| it.extension().map_or(it.join("mod.rs").exists(), |it| it == "rs"));
    modules
        .map(|it| it.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect()
}

/// The code of a file: without comments, and without the tests at its end.
fn code(file: &str) -> String {
    let text = read(file);
    let lines =
        without_tests(&text).lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// `src/text/word.rs` is of layer `text`.
fn layer_of(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    inside.split(['/', '.']).next().unwrap_or(inside)
}

/// Layers named as `crate::layer`, and in groups as `crate::{a, b::{c, d}}`.
fn modules_named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            names.push(first_word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                it if start && it.is_alphabetic() => {
                    names.push(first_word(&group[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
}

/// Whether code names the crate `name` in a path.
fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path).any(|(at, _)| {
        !code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == ':')
    })
}

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

fn read(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_rules_can_fail() {
    assert_eq!(modules_named("use crate::{text::{a, b}, model};"), ["text", "model"]);
    assert_eq!(modules_named("crate::index::open(), crate::model"), ["index", "model"]);
    assert!(names_crate("use tantivy::Index;", "tantivy"));
    assert!(!names_crate("use crate::tantivy::Index;", "tantivy"));
    assert_eq!(layer_of("src/text/word.rs"), "text");
}
