//! May we ship what we depend on? The licence of every crate of Cargo.lock, as its own
//! manifest states it, must be met by the licences on the list.
//!
//! Where the sources of the crates are not at hand (a build from a vendored tree) the test
//! says so and looks at those that are.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Licences that oblige us to no more than a notice; of MPL-2.0 that changed files of
/// theirs are published, and we change none.
const ALLOWED: [&str; 11] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "BSL-1.0",
    "CC0-1.0",
    "MPL-2.0",
];

/// Crates whose manifest names a file instead: read by hand.
const BY_HAND: [(&str, &str); 0] = [];

/// Whether a licence expression can be met: `OR` and the older `/` offer a choice, `AND`
/// asks for both.
fn is_met(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = either(&words);
    met && rest.is_empty()
}

fn either<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = both(words);
    while let ["OR", more @ ..] = rest {
        let (other, left) = both(more);
        (met, rest) = (met || other, left);
    }
    (met, rest)
}

fn both<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = one(words);
    while let ["AND", more @ ..] = rest {
        let (other, left) = one(more);
        (met, rest) = (met && other, left);
    }
    (met, rest)
}

fn one<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inner @ ..] => match either(inner) {
            (met, [")", rest @ ..]) => (met, rest),
            (_, rest) => (false, rest),
        },
        // An exception only ever takes away from what is asked.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => {
            (ALLOWED.contains(name), rest)
        }
        [] => (false, words),
    }
}

#[test]
fn expressions_are_understood() {
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("MIT OR GPL-3.0-only", true),
        ("MIT AND GPL-3.0-only", false),
        ("MIT/Apache-2.0", true),
        ("(MIT OR LGPL-2.1-or-later) AND Unicode-3.0", true),
        ("(GPL-2.0 OR LGPL-2.1-or-later) AND MIT", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("MIT MIT", false),
        ("", false),
    ] {
        assert_eq!(is_met(expression), met, "{expression}");
    }
}

/// Name and version of every crate that comes from elsewhere.
fn locked() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock: toml::Table =
        fs::read_to_string(path).expect("a lock file").parse().expect("TOML");
    let packages = lock["package"].as_array().expect("packages");
    let text = |it: &toml::Value, key: &str| it[key].as_str().expect("text").to_owned();
    packages
        .iter()
        .filter(|it| it.get("source").is_some())
        .map(|it| (text(it, "name"), text(it, "version")))
        .collect()
}

/// Where cargo keeps the sources of crates.
fn sources() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cargo")));
    let registries =
        home.map(|it| it.join("registry/src")).and_then(|it| fs::read_dir(it).ok());
    registries.into_iter().flatten().filter_map(Result::ok).map(|it| it.path()).collect()
}

#[test]
fn every_dependency_may_be_shipped() {
    let sources = sources();
    let (mut refused, mut unseen) = (BTreeMap::new(), Vec::new());
    let all = locked();
    for (name, version) in &all {
        let manifest = sources.iter().find_map(|it| {
            fs::read_to_string(it.join(format!("{name}-{version}/Cargo.toml"))).ok()
        });
        let Some(manifest) = manifest else {
            unseen.push(format!("{name} {version}"));
            continue;
        };
        let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
        let stated = manifest["package"].get("license").and_then(toml::Value::as_str);
        let by_hand = BY_HAND.iter().find(|it| it.0 == name).map(|it| it.1);
        let licence = stated.or(by_hand).unwrap_or_default();
        if !is_met(licence) {
            refused.insert(name.clone(), licence.to_owned());
        }
    }
    assert!(refused.is_empty(), "licences that are not on the list: {refused:?}");
    if !unseen.is_empty() {
        crate::say(&format!(
            "skipped, no source at hand: {} of {}: {unseen:?}",
            unseen.len(),
            all.len()
        ));
    }
}

/// Crates that open connections. None of them may come in, not even by way of another.
const NETWORK: [&str; 14] = [
    "hyper",
    "reqwest",
    "ureq",
    "curl",
    "tokio",
    "mio",
    "async-std",
    "smol",
    "socket2",
    "rustls",
    "native-tls",
    "openssl",
    "isahc",
    "quinn",
];

#[test]
fn no_dependency_speaks_to_the_network() {
    let all = locked();
    let found: Vec<&str> =
        all.iter().map(|it| it.0.as_str()).filter(|it| NETWORK.contains(it)).collect();
    assert!(found.is_empty(), "{found:?}");
}
