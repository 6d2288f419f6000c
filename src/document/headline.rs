//! Is the first line a headline? The one rule for texts that declare none, and the one
//! for texts that repeat what is declared.

/// A headline has no more characters than this.
const LONGEST: usize = 200;

/// The headline that a text begins with, and where its body begins: a first line of at
/// most 200 characters that does not end a sentence, with a blank line behind it.
///
/// ```text
/// Ferry runs again
///
/// The mayor said so on Monday.
/// ```
pub(super) fn of_text(text: &str) -> Option<(&str, usize)> {
    let (line, rest) = first_line(text);
    let (second, _) = split_line(rest);
    let is_headline = fits(line) && !rest.is_empty() && second.trim().is_empty();
    (is_headline && !ends_sentence(line)).then(|| (line, body(text, rest)))
}

/// As [`of_text`], and the headings of Markdown: `# Ferry runs again`, or a line with
/// `===` under it.
pub(super) fn of_markdown(text: &str) -> Option<(&str, usize)> {
    let (line, rest) = first_line(text);
    if let Some(heading) = line.strip_prefix("# ") {
        let heading = heading.trim_end_matches('#').trim();
        return fits(heading).then(|| (heading, body(text, rest)));
    }
    let (second, below) = split_line(rest);
    let underline = second.trim();
    if underline.len() > 1 && underline.bytes().all(|byte| byte == b'=') {
        return fits(line).then(|| (line, body(text, below)));
    }
    // a list, a quotation or a lower heading is no headline though it looks short
    let is_prose = !line.starts_with(['#', '-', '*', '>', '|', '!']);
    of_text(text).filter(|_| is_prose)
}

/// Where the body begins in a text whose headline is declared: behind its first line if
/// that repeats the headline, else at 0.
pub(super) fn behind(headline: &str, text: &str) -> usize {
    let (line, rest) = first_line(text);
    if line == headline.trim() && !rest.trim().is_empty() { body(text, rest) } else { 0 }
}

fn fits(line: &str) -> bool {
    !line.is_empty() && line.chars().take(LONGEST + 1).count() <= LONGEST
}

/// The first line with words on it, trimmed, and what follows it.
fn first_line(text: &str) -> (&str, &str) {
    let (line, rest) = split_line(text.trim_start());
    (line.trim_end(), rest)
}

fn split_line(text: &str) -> (&str, &str) {
    match text.find(['\n', '\r']) {
        Some(at) => {
            let end = if text[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
            (&text[..at], &text[end..])
        }
        None => (text, ""),
    }
}

fn body(text: &str, rest: &str) -> usize {
    text.len() - rest.trim_start().len()
}

/// The line ends as a sentence does; "Storm nears the U.S." does not.
fn ends_sentence(line: &str) -> bool {
    let line =
        line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』', ' ']);
    if line.ends_with("...") {
        return true;
    }
    match line.strip_suffix('.') {
        Some(rest) => !is_abbreviation(rest.rsplit(' ').next().unwrap_or(rest)),
        None => line.ends_with(['!', '?', '…', '。', '！', '？', '؟', '۔', '।']),
    }
}

/// The last word before a full stop is short for something: "U.S", "Inc".
fn is_abbreviation(word: &str) -> bool {
    let initials = word.contains('.')
        && word.split('.').all(|it| {
            let mut letters = it.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        });
    initials || matches!(word, "Inc" | "Corp" | "Co" | "Ltd" | "Jr" | "Sr")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = of_text(text).map(|(line, body)| (line, &text[body..]));
        assert_eq!(found, expected, "{text:?}");
    }

    #[track_caller]
    fn markdown(text: &str, expected: Option<(&str, &str)>) {
        let found = of_markdown(text).map(|(line, body)| (line, &text[body..]));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_blank_line_makes_a_headline() {
        check("Ferry runs\n\nIt did.", Some(("Ferry runs", "It did.")));
        check("\n\nFerry runs \r\n \r\n\r\nIt did.", Some(("Ferry runs", "It did.")));
        check("Ferry runs\r\rIt did.", Some(("Ferry runs", "It did.")));
        check("Ferry runs\n\n", Some(("Ferry runs", "")));
        check("Ferry runs\nIt did.", None);
        check("Ferry runs", None);
        check("Ferry runs\n", None);
        check("", None);
        check("\n\n", None);
    }

    #[test]
    fn a_sentence_is_no_headline() {
        check("The ferry runs.\n\nIt did.", None);
        check("“The ferry runs.”\n\nIt did.", None);
        check("Does it run?\n\nIt did.", None);
        check("渡船恢复运行。\n\n是的", None);
        check(
            "Storm nears the U.S.\n\nIt did.",
            Some(("Storm nears the U.S.", "It did.")),
        );
        check(
            "Ferry bought by Hull Inc.\n\nIt",
            Some(("Ferry bought by Hull Inc.", "It")),
        );
        check("Wait...\n\nIt did.", None);
        check("渡船恢复运行\n\n是的", Some(("渡船恢复运行", "是的")));
    }

    #[test]
    fn two_hundred_characters_are_the_most() {
        let longest = "é".repeat(200);
        check(&format!("{longest}\n\nx"), Some((&longest, "x")));
        check(&format!("{longest}é\n\nx"), None);
    }

    #[test]
    fn markdown_headings() {
        markdown("# Ferry runs.\nIt did.", Some(("Ferry runs.", "It did.")));
        markdown("# Ferry runs #\n\nIt did.", Some(("Ferry runs", "It did.")));
        markdown("Ferry runs\n=====\nIt did.", Some(("Ferry runs", "It did.")));
        markdown("Ferry runs\n\nIt did.", Some(("Ferry runs", "It did.")));
        markdown("## Part two\n\nIt did.", None);
        markdown("- a list\n\nIt did.", None);
        markdown("#hashtag\n\nIt did.", None);
    }

    #[test]
    fn a_repeated_headline_is_not_the_body() {
        let behind = |headline, text: &'static str| &text[behind(headline, text)..];
        assert_eq!(behind("Ferry runs", "Ferry runs\nIt did."), "It did.");
        assert_eq!(
            behind("Ferry runs", "Ferry runs again\nIt."),
            "Ferry runs again\nIt."
        );
        assert_eq!(behind("Ferry runs", "Ferry runs"), "Ferry runs");
    }
}
