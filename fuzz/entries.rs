//! What must hold of whatever is read? One function for each reader of bytes from outside: a
//! fuzzer calls it with what it makes up (`fuzz_targets/`), and where there is no nightly
//! compiler `tests/hostile/` calls the same with mutations of its own.

use morgue::corpus::container::{CONTAINERS, Found, Input};
use morgue::corpus::{Hint, Record};
use morgue::document::{Decoded, Options, articles, html};
use morgue::extract::{Lexicon, annotate, parse_date};
use morgue::model::{Annotations, Article, Date, Place, Span};
use morgue::query::parse_at;
use morgue::text::language;
use morgue::text::markup::{Markup, seen};
use morgue::text::normalize::fold;
use morgue::text::paragraph::paragraphs;
use morgue::text::quotation::quotations;
use morgue::text::sentence::{sentences, starts};
use morgue::text::word::{Token, tokens};

/// Extensions of the formats of documents.
pub(crate) const FORMATS: [&str; 7] = ["txt", "md", "json", "html", "xml", "csv", "eml"];

#[track_caller]
fn inside(span: Span, text: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} is no text");
}

/// Words, paragraphs, quotations and sentences of any text: parts of it, in order.
pub(crate) fn text(text: &str) {
    let words: Vec<Token> = tokens(text).collect();
    let mut last = 0;
    for word in &words {
        inside(word.span, text);
        assert!(last <= word.span.start && word.span.start < word.span.end, "{word:?}");
        last = word.span.end;
    }
    let parts = paragraphs(text);
    for part in &parts {
        inside(*part, text);
    }
    assert!(parts.windows(2).all(|it| it[0].end <= it[1].start), "paragraphs in order");
    let quoted = quotations(text, &words, &parts);
    for quotation in &quoted {
        inside(quotation.outer, text);
        inside(quotation.inner, text);
        assert!(quotation.outer.start <= quotation.inner.start, "{quotation:?}");
        assert!(quotation.inner.end <= quotation.outer.end, "{quotation:?}");
    }
    let mut next = 0;
    for sentence in sentences(text, &words, &parts, &quoted) {
        assert!(sentence.tokens.start == next, "no token between two sentences");
        assert!(sentence.tokens.end > next && sentence.tokens.end <= words.len());
        next = sentence.tokens.end;
    }
    assert!(starts(text).windows(2).all(|it| it[0] < it[1]), "starts in order");
    let _ = (language::detect(text), fold(text));
    for kind in [Markup::Html, Markup::Markdown] {
        let seen = seen(text, kind);
        tokens(&seen.text).for_each(|it| inside(seen.place(it.span), text));
        seen.set_apart.iter().for_each(|it| inside(*it, &seen.text));
    }
}

/// What is understood of an article points into its text, in order.
pub(crate) fn understood(article: &Article) -> Annotations {
    let found = annotate(article, Lexicon::builtin());
    let text = article.text.as_str();
    let mut last = 0;
    for quote in &found.quotes {
        assert!(quote.span.start >= last, "quotes in order");
        last = quote.span.start;
        let parts = quote.spans.windows(2).all(|it| it[0].end <= it[1].start);
        assert!(parts, "parts in order");
        inside(quote.span, text);
        quote.spans.iter().chain(&quote.quoted).for_each(|it| inside(*it, text));
        quote.source.iter().for_each(|it| inside(it.span, text));
        quote.cue.iter().for_each(|it| inside(it.span, text));
        assert!(!quote.chain.links.is_empty(), "a chain is never empty");
        for evidence in quote.chain.links.iter().filter_map(|it| it.evidence) {
            inside(evidence, text);
        }
    }
    for actor in &found.actors {
        actor.mentions.iter().for_each(|it| inside(*it, text));
        let name = actor.name.to_lowercase();
        assert!(!["he", "she", "it", "they"].contains(&name.as_str()), "no actor");
    }
    found
}

/// Statements, sources and chains of any text.
pub(crate) fn extract(text: &str) {
    understood(&Article { text: text.to_owned(), ..Article::default() });
}

/// Any query ends in a tree or in a fault that can be pointed at; a tree that is printed
/// reads back as the same tree.
pub(crate) fn query(words: &str) {
    let now = Date::day(2024, 4, 15);
    match parse_at(words, now) {
        Ok(node) => {
            let printed = node.to_string();
            // Brackets are added, so that the printed form may be longer than is read.
            if printed.len() <= 64 * 1024 {
                assert_eq!(parse_at(&printed, now).as_ref(), Ok(&node), "{printed}");
            }
        }
        Err(error) => drop(error.pointed(words)),
    }
}

/// Any bytes as a document of one of the [`FORMATS`]: read and understood, or refused. How
/// many articles it held.
pub(crate) fn document(extension: &'static str, bytes: &[u8]) -> usize {
    let hint = Hint { extension: extension.into(), ..Hint::default() };
    let record = Record { place: Place::default(), bytes: bytes.to_vec(), hint };
    let read = articles(record, &Options::default());
    let mut count = 0;
    for (article, _) in read.into_iter().flatten() {
        understood(&article);
        let body = article.text.get(article.body..);
        let _ = morgue::relate::print(body.expect("the body begins with a letter"));
        count += 1;
    }
    count
}

/// Any text as a web page.
pub(crate) fn page(text: String) {
    let page = Decoded { text, ..Decoded::default() };
    if let Ok((article, _)) =
        html::read(page, Some("https://lantern.example/2024/04/15/x"))
    {
        assert!(article.text.is_char_boundary(article.body));
    }
}

/// Any words as a date: a day of the calendar or none.
pub(crate) fn date(words: &str) {
    if let Some(date) = parse_date(words) {
        assert!(date.month <= 12 && date.day <= 31);
    }
}

/// Any bytes as a container: the first byte says which. What it gives is no more than packed
/// data of its length can hold.
pub(crate) fn container(data: &[u8]) {
    let Some((which, bytes)) = data.split_first() else { return };
    let container = &CONTAINERS[usize::from(*which) % CONTAINERS.len()];
    let mut read = 0_u64;
    let mut rest = bytes;
    let input = Input { bytes: &mut rest, file: None, max_record: 10_000 };
    let _ = (container.unpack)(input, &mut |found| {
        if let Found::Member { bytes, .. }
        | Found::File { bytes, .. }
        | Found::Page { bytes, .. } = found
        {
            read += std::io::copy(bytes, &mut std::io::sink())?;
        }
        Ok(())
    });
    let most = (65_u64 << 20).max(bytes.len() as u64 * 4000);
    assert!(read <= most, "{read} bytes of {}", bytes.len());
}
