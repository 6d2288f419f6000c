//! What does each stage of an article's way cost, and each kind of question? Time a byte
//! of the stages; warm searches beside the same search of the bare engine.
//!
//! `cargo bench --bench stages`, or with a filter: `cargo bench --bench stages -- search`.

mod common;

use std::path::PathBuf;
use std::sync::OnceLock;

use common::{floor, sample};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use morgue::extract::{Lexicon, annotate};
use morgue::index::{Archive, Arrival, BuildOptions, Entry, Update};
use morgue::model::Article;
use morgue::query::{FacetRequest, Period, Request, TimelineRequest, parse, search};
use morgue::{document, relate, text};

fn main() {
    divan::main();
}

fn articles() -> &'static [Article] {
    static ARTICLES: OnceLock<Vec<Article>> = OnceLock::new();
    ARTICLES.get_or_init(sample::articles)
}

fn bytes() -> BytesCount {
    BytesCount::new(articles().iter().map(|it| it.text.len()).sum::<usize>())
}

/// One page, as a file on the disk: pages a second.
#[divan::bench]
fn document_html(bencher: Bencher) {
    let page = include_str!("../tests/pages/ferry.html");
    bencher.counter(divan::counter::ItemsCount::new(1_usize)).bench(|| {
        let input = document::Decoded { text: page.to_owned(), ..Default::default() };
        document::html::read(input, black_box(None))
            .expect("a page with words")
            .0
            .text
            .len()
    });
}

#[divan::bench]
fn text_tokens(bencher: Bencher) {
    bencher.counter(bytes()).bench(|| {
        articles().iter().map(|it| text::word::tokens(&it.text).count()).sum::<usize>()
    });
}

#[divan::bench]
fn extract_annotate(bencher: Bencher) {
    let lexicon = Lexicon::builtin();
    bencher.counter(bytes()).bench(|| {
        articles().iter().map(|it| annotate(it, lexicon).quotes.len()).sum::<usize>()
    });
}

#[divan::bench]
fn relate_fingerprint(bencher: Bencher) {
    bencher.counter(bytes()).bench(|| {
        articles().iter().fold(0, |sum, it| sum ^ relate::fingerprint(&it.text))
    });
}

/// Rounds of the sample archive in the index that is searched.
const ROUNDS: usize = 40;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("stages")
}

fn archive() -> &'static Archive {
    static ARCHIVE: OnceLock<Archive> = OnceLock::new();
    ARCHIVE.get_or_init(|| {
        let path = folder().join("morgue");
        let mut update =
            Update::anew(&path, BuildOptions { jobs: 2 }, "bench").expect("a folder");
        for round in 0..ROUNDS {
            let entries = articles().iter().map(|article| entry(article, round));
            let fresh: Vec<Entry> = entries
                .filter_map(|it| update.arrive(Arrival::New(Box::new(it))))
                .collect();
            update.add(&fresh).expect("room on the disk");
        }
        update.finish().expect("room on the disk");
        Archive::open(&path).expect("an index")
    })
}

fn entry(article: &Article, round: usize) -> Entry {
    let mut article = article.clone();
    let headline = article.headline.clone().unwrap_or_default();
    article.headline = Some(format!("{headline} ({round})"));
    Entry {
        id: document::id(&article),
        annotations: annotate(&article, Lexicon::builtin()),
        marks: Vec::new(),
        tokens: Vec::new(),
        plain: false,
        fingerprint: relate::fingerprint(&article.text),
        places: Vec::new(),
        page: None,
        article,
    }
}

fn request(query: &str) -> Request {
    Request::new(parse(query).expect("a query"), query)
}

#[divan::bench(args = [
    "ferry", "ferry harbour", "\"the harbour\"", "harb*", "speaker:bell said:ferry", "via:wire",
])]
fn search_hits(query: &str) -> usize {
    let results = search(archive(), black_box(&request(query))).expect("an index");
    results.hits.len()
}

#[divan::bench]
fn search_with_facets_and_timeline() -> usize {
    let mut request = request("ferry");
    request.facets = ["outlet", "speaker", "relay"]
        .map(|field| FacetRequest { field: field.to_owned(), limit: 10 })
        .into();
    request.timeline = Some(TimelineRequest { period: Period::Month, share: false });
    search(archive(), &request).expect("an index").facets.len()
}

/// The floor of `search_hits`: one word, ten headlines with snippets, no chains.
#[divan::bench]
fn search_bare_engine(bencher: Bencher) {
    let path = folder().join("floor");
    let corpus = folder().join("sample.jsonl");
    std::fs::create_dir_all(folder()).expect("a folder");
    let size = articles().iter().map(|it| it.text.len()).sum::<usize>() * ROUNDS;
    std::fs::write(&corpus, sample::jsonl(size)).expect("a file");
    floor::index(&corpus, &path);
    let floor = floor::Floor::open(&path);
    bencher.bench(|| floor.hits(sample::WORD).len());
}
