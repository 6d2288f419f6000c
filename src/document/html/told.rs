//! Which dates of publication do the scripts of a page tell? Those that stand under such a
//! name in data, and those that a short script writes into the page. No script is run.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

/// Most dates that are taken from scripts.
pub(super) const MOST_TOLD: usize = 6;
/// Longest script that is nothing but a call, in bytes.
const LONGEST_CALL: usize = 120;

/// The dates that a script states, as written.
pub(super) fn stated(script: &str, found: &mut Vec<String>) {
    if script.len() <= LONGEST_CALL
        && let Some(date) = printed(script)
    {
        push(date, found);
    }
    for hit in KEYS.find_iter(script).take(MOST_TOLD) {
        let rest = script[hit.end()..].trim_start_matches(['\\', '"', '\'', ' ', ':']);
        let end = rest.find(['"', '\'', '\\', ',', '}']).unwrap_or(0);
        push(rest[..end].trim(), found);
    }
}

fn push(value: &str, found: &mut Vec<String>) {
    let is_date = (8..=40).contains(&value.len()) && value.as_bytes()[0].is_ascii_digit();
    if is_date && !found.iter().any(|it| it == value) {
        found.push(value.to_owned());
    }
}

/// What a call writes into the page: `showDate("2024/04/15 09:41")`, `document.write('…')`.
/// It stands alone in its script, in the place of the words it makes.
fn printed(script: &str) -> Option<&str> {
    let script = script.trim().trim_end_matches(';');
    let (name, rest) = script.split_once('(')?;
    let name = name.trim().to_ascii_lowercase();
    let is_name = name
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'$'));
    let prints = ["date", "time", "write"].iter().any(|it| name.contains(it));
    let inner = rest.strip_suffix(')')?.trim();
    let mark = inner.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let value = inner.strip_prefix(mark)?.strip_suffix(mark)?;
    (is_name && prints && !value.contains(mark)).then_some(value.trim())
}

/// Names of the day of publication in the data of scripts.
static KEYS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let names = [
        "datepublished",
        "publishedat",
        "published_at",
        "publishdate",
        "publish_date",
        "publicationdate",
        "publishingdate",
        "publication_date",
        "pubdate",
        "firstpublished",
        "date_published",
        "createdat",
        "created_at",
        "publishedtime",
        "published_time",
        "article_date",
    ];
    let keys = names.iter().flat_map(|it| [format!("{it}\""), format!("{it}\\\"")]);
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .build(keys)
        .expect("a few short words")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_state_dates() {
        for (script, expected) in [
            (r#"x={"publishedAt": "2024-04-15T09:41:00Z"}"#, "2024-04-15T09:41:00Z"),
            (r#"x="{\"pubDate\":\"2024-04-16\"}""#, "2024-04-16"),
            ("a.createdAt = b; c = 'pubDate\"'", ""),
            (r#"showDate("2024/04/15 09:41")"#, "2024/04/15 09:41"),
            ("document.write('2024-04-15');", "2024-04-15"),
            ("order('2024-04-15')", ""),
            ("showDate('2024-04-15', '2024-04-16')", ""),
            ("a = '2024-04-15'; showDate(a)", ""),
            ("showDate(", ""),
        ] {
            let mut found = Vec::new();
            stated(script, &mut found);
            assert_eq!(found.join("; "), expected, "{script}");
        }
    }
}
