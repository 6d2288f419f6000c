//! Which month does a word name? The names are data: `data/months.txt`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static MONTHS: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    let lines = include_str!("../../data/months.txt").lines();
    for line in lines.filter(|it| !it.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(month) = words.next().and_then(|it| it.parse().ok()) else { continue };
        for word in words {
            // the first language that has the name keeps it
            names.entry(word).or_insert(month);
        }
    }
    names
});

/// Longest name, in bytes.
const LONGEST: usize = 48;

/// The month that a word names, in the languages that are read.
pub(in crate::extract) fn month_of(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    MONTHS.get(word.to_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for (word, month) in [
            ("April", 4),
            ("März", 3),
            ("août", 8),
            ("апреля", 4),
            ("نيسان", 4),
            ("أبريل", 4),
            ("كانون.الثاني", 1),
            ("grudnia", 12),
            ("SEPT", 9),
            ("เมษายน", 4),
        ] {
            assert_eq!(month_of(word), Some(month), "{word}");
        }
        assert_eq!(month_of("pier"), None);
        assert!(
            (1..=12).all(|month| MONTHS.values().filter(|it| **it == month).count() > 30)
        );
    }
}
