//! What do web pages look like to the reader? Articles in the frame of a news site, with
//! menus, teasers and a footer, and all of them as one crawl (WARC).

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde_json::Value;

/// Writes so many articles of a file of JSON Lines as a crawl of pages. How many there are.
pub(crate) fn crawl(corpus: &Path, most: usize, to: &Path) -> usize {
    let lines = BufReader::new(File::open(corpus).expect("the corpus")).lines();
    let articles = lines.filter_map(|it| serde_json::from_str::<Value>(&it.ok()?).ok());
    let mut out = BufWriter::new(File::create(to).expect("a file in the target folder"));
    let mut count = 0;
    for article in articles.take(most) {
        let page = page(&article, count);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        write!(
            out,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{count}\r\n\
             WARC-Date: 2024-05-01T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{head}{page}\r\n\r\n",
            head.len() + page.len()
        )
        .expect("room on the disk");
        count += 1;
    }
    out.flush().expect("room on the disk");
    count
}

fn page(article: &Value, number: usize) -> String {
    let text = |key: &str| escaped(article[key].as_str().unwrap_or_default());
    let (title, body) = (text("title"), format!("{}{}", text("text"), text("body")));
    let mut page = String::with_capacity(2 * body.len() + 4096);
    let _ = write!(
        page,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta property=\"article:published_time\" content=\"2024-05-01T07:00:00Z\">\
         <meta property=\"og:site_name\" content=\"The Pellin Packet\"><style>.a{{margin:0}}</style>\
         <script>var page = {number};</script></head><body><nav><ul>"
    );
    for section in ["Harbour", "Council", "Weather", "Letters", "Sport", "Markets"] {
        let _ =
            write!(page, "<li class=\"menu\"><a href=\"/{section}\">{section}</a></li>");
    }
    let _ = write!(page, "</ul></nav><main><article><h1>{title}</h1>");
    for paragraph in body.split('\n').filter(|it| !it.trim().is_empty()) {
        let _ = writeln!(page, "<p>{paragraph}</p>");
    }
    page += "</article><aside><h2>More of the day</h2><ul>";
    for teaser in 0..8 {
        let _ = write!(
            page,
            "<li><a href=\"/{teaser}\">What the tide left, part {teaser}</a></li>"
        );
    }
    page +=
        "</ul></aside></main><footer><p>All rights reserved.</p></footer></body></html>";
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
