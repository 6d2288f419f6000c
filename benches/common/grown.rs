//! How does a corpus become ten times as large without becoming ten times the same? Each
//! round repeats all articles with their longer words exchanged for others of the corpus,
//! by a rule of the round's own: copies within a round stay copies of each other, articles
//! of two rounds share only their short words, and names are as many and as often again.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde_json::{Map, Value};

/// Words of at least so many letters are exchanged; most of the words that report are
/// shorter.
const LONG: usize = 6;

/// One line of JSON.
type Line = Map<String, Value>;

/// Words of the corpus, those that begin with a capital apart.
#[derive(Default)]
struct Vocabulary {
    words: [Vec<String>; 2],
    places: HashMap<String, usize>,
}

/// Writes the articles of a file of JSON Lines to another until there are so many bytes.
/// How many articles there are.
pub(crate) fn grow(corpus: &Path, bytes: u64, to: &Path) -> u64 {
    let lines = read(corpus);
    let mut vocabulary = Vocabulary::default();
    for line in &lines {
        vocabulary.add(line);
    }
    let mut out = BufWriter::new(File::create(to).expect("a file in the target folder"));
    let (mut written, mut articles, mut round) = (0, 0, 0);
    while written < bytes {
        for line in &lines {
            let line = Value::Object(vocabulary.turned(line, round)).to_string();
            out.write_all(line.as_bytes()).expect("room on the disk");
            out.write_all(b"\n").expect("room on the disk");
            written += line.len() as u64 + 1;
            articles += 1;
            if written >= bytes {
                break;
            }
        }
        round += 1;
    }
    out.flush().expect("room on the disk");
    articles
}

fn read(corpus: &Path) -> Vec<Line> {
    let lines = BufReader::new(File::open(corpus).expect("the corpus")).lines();
    lines.filter_map(|it| serde_json::from_str(&it.expect("text")).ok()).collect()
}

fn is_text(key: &str) -> bool {
    matches!(key, "title" | "text" | "body")
}

/// Pieces of a text: runs of letters, and what stands between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut letters = None;
    let ends = move |it: char| {
        let now = it.is_alphabetic();
        letters.replace(now).is_some_and(|before| before != now)
    };
    let mut rest = text;
    let mut ends = ends;
    std::iter::from_fn(move || {
        let end = rest.char_indices().find(|it| ends(it.1)).map_or(rest.len(), |it| it.0);
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

fn is_long(piece: &str) -> bool {
    piece.len() >= LONG && piece.starts_with(char::is_alphabetic)
}

impl Vocabulary {
    fn add(&mut self, line: &Line) {
        let texts = line.iter().filter(|it| is_text(it.0)).filter_map(|it| it.1.as_str());
        for word in texts.flat_map(pieces).filter(|it| is_long(it)) {
            let kind = usize::from(word.starts_with(char::is_uppercase));
            if !self.places.contains_key(word) {
                self.places.insert(word.to_owned(), self.words[kind].len());
                self.words[kind].push(word.to_owned());
            }
        }
    }

    fn turned(&self, line: &Line, round: usize) -> Line {
        let value = |(key, value): (&String, &Value)| {
            let value = match value {
                Value::String(text) if is_text(key) => {
                    Value::String(pieces(text).map(|it| self.other(it, round)).collect())
                }
                Value::String(id)
                    if round > 0 && matches!(key.as_str(), "id" | "url") =>
                {
                    Value::String(format!("{id}-{round}"))
                }
                other => other.clone(),
            };
            (key.clone(), value)
        };
        line.iter().map(value).collect()
    }

    /// The word that stands for another in a round; the first leaves all as it is.
    fn other<'a>(&'a self, word: &'a str, round: usize) -> &'a str {
        let Some(at) = self.places.get(word).filter(|_| round > 0) else { return word };
        let words = &self.words[usize::from(word.starts_with(char::is_uppercase))];
        let step = words.len() / 2 + round * 7919;
        &words[(at + step) % words.len()]
    }
}
