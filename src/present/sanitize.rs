//! What of an article must not reach a terminal? Control characters (an escape sequence
//! could move the cursor, rename the window or hide text) and characters that turn the
//! direction of reading around. They are shown as `\u{1b}`; pipes get them raw.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with every dangerous character spelled out; newlines and tabs stay.
///
/// ```
/// use morgue::present::sanitize::sanitize;
/// assert_eq!(sanitize("red \u{1b}[31malert"), "red \\u{1b}[31malert");
/// ```
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_dangerous(letter) {
            write!(safe, "\\u{{{:x}}}", u32::from(letter)).expect("a string takes all");
        } else {
            safe.push(letter);
        }
    }
    Cow::Owned(safe)
}

fn is_dangerous(letter: char) -> bool {
    match letter {
        '\n' | '\t' | '\r' => false,
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm
        // ("Trojan Source", CVE-2021-42574), and the invisible tag characters.
        '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{E0000}'..='\u{E007F}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(sanitize(text), expected);
    }

    #[test]
    fn spells_out_what_steers_a_terminal() {
        check("plain, “curly”, 日本語, naïve", "plain, “curly”, 日本語, naïve");
        check("two\nlines\tand a tab", "two\nlines\tand a tab");
        check("\u{1b}]0;owned\u{7}", "\\u{1b}]0;owned\\u{7}");
        check("\u{9b}31m", "\\u{9b}31m");
        check("pay \u{202E}001$", "pay \\u{202e}001$");
        check("nul\0 del\u{7f}", "nul\\u{0} del\\u{7f}");
        check("\u{2066}isolated\u{2069}", "\\u{2066}isolated\\u{2069}");
    }
}
