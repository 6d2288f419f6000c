//! What is reported in other languages? One file a language, `tests/languages/<code>.txt`:
//! a line of text as an article of an outlet called "Blatt", and below it each quote that
//! a careful reader finds, indented: speaker, kind, first and last word of the content,
//! and the links between speaker and publication.
//!
//! `UPDATE_EXPECT=1 cargo test languages` writes what is understood now; read the
//! difference. A line that begins with `!` says what would be right where the line above
//! it is wrong: known faults are asserted, not hidden.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use morgue::extract::{Lexicon, annotate};
use morgue::model::{Article, CreditRole, Quote, Role};

#[test]
fn statements_of_other_languages_are_understood() {
    let mut wrong = String::new();
    for file in files() {
        let code = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let given = fs::read_to_string(&file).expect("a file of the tree");
        let texts = given.lines().filter(|it| is_text(it));
        let mut shown = String::new();
        for text in texts {
            let _ = writeln!(shown, "{text}\n{}", understood(&code, text));
        }
        let shown = format!("{}{shown}", head(&given));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, &shown).expect("a folder of the tree");
            continue;
        }
        let asserted: String = given
            .lines()
            .filter(|it| !it.starts_with('!'))
            .flat_map(|it| [it, "\n"])
            .collect();
        for (expected, shown) in asserted.lines().zip(shown.lines()) {
            if expected != shown {
                let _ = writeln!(wrong, "{code}\n  - {expected}\n  + {shown}");
            }
        }
        if asserted.lines().count() != shown.lines().count() {
            let _ = writeln!(wrong, "{code}: not as many lines");
        }
    }
    assert!(
        wrong.is_empty(),
        "UPDATE_EXPECT=1 cargo test languages writes what is understood now:\n{wrong}"
    );
}

#[test]
fn every_language_has_thirty_cases() {
    for file in files() {
        let given = fs::read_to_string(&file).expect("a file of the tree");
        let count = given.lines().filter(|it| is_text(it)).count();
        assert!(count >= 30, "{} has {count} cases", file.display());
    }
}

fn is_text(line: &str) -> bool {
    !line.is_empty() && !line.starts_with([' ', '!', '#'])
}

/// Remarks at the top.
fn head(given: &str) -> String {
    let remarks = given.lines().take_while(|it| it.starts_with('#') || it.is_empty());
    remarks.flat_map(|it| [it, "\n"]).collect()
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages");
    let entries = fs::read_dir(root).expect("the cases of the tree");
    let mut files: Vec<PathBuf> =
        entries.map(|it| it.expect("an entry of the tree").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "there are languages");
    files
}

fn understood(code: &str, text: &str) -> String {
    let mut article = Article { text: text.replace(" / ", "\n\n"), ..Article::default() };
    article.declared.language = Some(code.to_owned());
    article.declared.outlet = Some("Blatt".to_owned());
    let found = annotate(&article, Lexicon::builtin());
    let mut out = String::new();
    for quote in &found.quotes {
        out += &shown(&article.text, quote);
    }
    for credit in found.credits.iter().filter(|it| it.role == CreditRole::Translation) {
        let _ = writeln!(out, "  translation: {}", credit.party);
    }
    if out.is_empty() {
        out.push_str("  nothing\n");
    }
    out
}

fn shown(text: &str, quote: &Quote) -> String {
    let source = quote.source.as_ref().map_or("?", |it| &it.name);
    let parts: Vec<String> = quote.spans.iter().map(|it| ends(it.of(text))).collect();
    let mut line = format!("  {source}, {}: {}", quote.kind.as_str(), parts.join(" + "));
    if quote.polarity.as_str() != "asserted" {
        let _ = write!(line, ", {}", quote.polarity.as_str());
    }
    for link in &quote.chain.links {
        let role = link.role.as_str();
        let assumed = if link.status.as_str() == "assumed" { "?" } else { "" };
        match (link.role, link.vehicle) {
            (Role::Speaker | Role::Publication, _) => (),
            (_, Some(vehicle)) => {
                let _ = write!(line, " → {}{assumed}", vehicle.as_str());
            }
            (_, None) => {
                let _ = write!(line, " → {} ({role}{assumed})", link.party);
            }
        }
    }
    line + "\n"
}

/// First and last twelve letters.
fn ends(content: &str) -> String {
    let letters: Vec<char> = content.chars().collect();
    if letters.len() <= 26 {
        return content.replace('\n', " / ");
    }
    let side = |from: &[char]| from.iter().collect::<String>();
    format!(
        "{} … {}",
        side(&letters[..12]).trim(),
        side(&letters[letters.len() - 12..]).trim()
    )
    .replace('\n', " / ")
}
