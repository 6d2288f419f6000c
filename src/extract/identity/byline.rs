//! Who wrote it? The declared byline, or a line "By Ana Bell" near the top.

use crate::model::Article;

/// How a line begins that names the author.
const BY: [&str; 7] = ["By ", "BY ", "Von ", "Par ", "Por ", "Автор: ", "بقلم: "];

/// The byline, without "By".
pub(crate) fn byline(article: &Article) -> Option<String> {
    if let Some(declared) = article.declared.byline.as_deref() {
        let name = without_by(declared.trim());
        return (!name.is_empty()).then(|| name.to_owned());
    }
    let body = article.text.get(article.body..)?;
    body.lines().take(6).map(str::trim).find_map(|line| {
        let name = BY.iter().find_map(|it| line.strip_prefix(it))?;
        let words = name.split_whitespace().count();
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        (capital && (2..=10).contains(&words) && !name.ends_with(['.', '?', '!']))
            .then(|| name.to_owned())
    })
}

fn without_by(name: &str) -> &str {
    let prefix = name.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("by "));
    if prefix { name[3..].trim() } else { name }
}
