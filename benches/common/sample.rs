//! On which articles is it measured? The sample archive, read as the program reads it and
//! repeated with other headlines, so that no article is an exact duplicate of another.

use std::path::Path;

use morgue::command::pipeline::{self, Done, Options};
use morgue::corpus;
use morgue::model::Article;

/// A word that many of its articles hold.
pub(crate) const WORD: &str = "ferry";

/// Every article of the sample archive.
pub(crate) fn articles() -> Vec<Article> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let roots = corpus::roots(&[corpus]).expect("the sample archive");
    let mut articles = Vec::new();
    let work = |article: Article, _| article;
    let finished = pipeline::run(&roots, &Options::default(), work, |batch| {
        articles.extend(batch.into_iter().filter_map(|done| match done {
            Done::Article(article) => Some(article),
            _ => None,
        }));
        Ok::<(), std::convert::Infallible>(())
    });
    finished.expect("the sink takes all");
    articles
}

/// Lines of JSON, at least so many bytes.
pub(crate) fn jsonl(bytes: usize) -> String {
    let articles = articles();
    let mut lines = String::with_capacity(bytes + 4096);
    let mut round = 0;
    while lines.len() < bytes {
        for article in &articles {
            let line = serde_json::json!({
                "title": format!("{} ({round})", article.headline.as_deref().unwrap_or("")),
                "outlet": article.declared.outlet.as_ref().or(article.path_facts.outlet.as_ref()),
                "date": article.path_facts.date.map(|it| it.to_string()),
                "text": article.text.get(article.body..),
            });
            lines += &line.to_string();
            lines.push('\n');
        }
        round += 1;
    }
    lines
}
