//! Does the extractor read a sentence as a person does? Tables of invented sentences, one
//! behaviour a test; and what holds for any text at all.

mod statements;
mod sources;
mod roads;
mod any_text;

use crate::extract::{Lexicon, annotate};
use crate::model::{Annotations, Article};

/// What is understood of a text in The Evening Post.
fn read(text: &str) -> Annotations {
    let mut article = Article { text: text.to_owned(), ..Article::default() };
    article.declared.outlet = Some("The Evening Post".to_owned());
    annotate(&article, Lexicon::builtin())
}

/// Each statement: its words, parts joined by " … ", and its source; empty for none.
fn statements(text: &str) -> Vec<(String, String)> {
    let found = read(text);
    found
        .quotes
        .iter()
        .map(|quote| {
            let parts: Vec<String> =
                quote.spans.iter().map(|it| it.of(text).replace('\n', " ")).collect();
            let source = quote.source.as_ref().map(|it| it.name.clone());
            (parts.join(" … "), source.unwrap_or_default())
        })
        .collect()
}
