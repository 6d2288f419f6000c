//! How does it grow? Builds an index of 1, 10 and 100 parts of a corpus and draws the curves
//! of `docs/growth.svg`: seconds, memory and size, each beside what it was for one part.
//!
//! ```text
//! cargo bench --bench growth -- news.jsonl [MB] [PLOT.svg]   one part has so many megabytes
//! ```

mod common;

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use common::process::{self, measured, ratio, say, size, text};
use common::{grown, sample};
use plotters::prelude::*;

/// Parts of the corpus.
const PARTS: [u64; 5] = [1, 3, 10, 32, 100];

/// What one size takes.
struct Size {
    megabytes: f64,
    articles: u64,
    seconds: f64,
    related: f64,
    peak: f64,
    own: f64,
    index: f64,
    search: f64,
}

fn main() {
    let arguments: Vec<String> =
        env::args().skip(1).filter(|it| it != "--bench").collect();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("growth");
    fs::create_dir_all(&folder).expect("a folder");
    let corpus = arguments.first().map_or_else(|| sampled(&folder), PathBuf::from);
    let part: u64 = arguments.get(1).map_or(10, |it| it.parse().expect("a number"));
    say(
        "| MB | articles | seconds | relations and names, s | peak, MB | of it own | index / text | search, ms |",
    );
    say("|--|--|--|--|--|--|--|--|");
    let mut sizes = Vec::new();
    for parts in PARTS {
        let size = built(&corpus, parts * (part << 20), &folder);
        say(&format!(
            "| {:.0} | {} | {:.1} | {:.2} | {:.0} | {:.0} | {:.2} | {:.1} |",
            size.megabytes,
            size.articles,
            size.seconds,
            size.related,
            size.peak,
            size.own,
            size.index / size.megabytes,
            size.search * 1000.0
        ));
        sizes.push(size);
    }
    if let Some(plot) = arguments.get(2) {
        draw(&sizes, Path::new(plot)).expect("a picture");
    }
    fs::remove_dir_all(&folder).expect("the folder of this run");
}

fn sampled(folder: &Path) -> PathBuf {
    let path = folder.join("sample.jsonl");
    fs::write(&path, sample::jsonl(1 << 20)).expect("a file in the target folder");
    path
}

fn built(corpus: &Path, bytes: u64, folder: &Path) -> Size {
    let (grown, index) = (folder.join("grown.jsonl"), folder.join("index"));
    let articles = grown::grow(corpus, bytes, &grown);
    let bytes = fs::metadata(&grown).expect("a corpus").len();
    let morgue = || Command::new(env!("CARGO_BIN_EXE_morgue"));
    let mut build = morgue();
    build.args(["index", "--rebuild", "-v", text(&grown), "--index", text(&index)]);
    let told = folder.join("told");
    let words = File::create(&told).expect("a file in the target folder");
    let (seconds, peak) = process::told(&mut build, "index", words.into());
    let related = related(&fs::read_to_string(&told).expect("what it told"));
    let mut search = morgue();
    search.args(["search", sample::WORD, "--index", text(&index)]);
    let cold = (0..5).map(|_| measured(&mut search, "search").0);
    let cold = cold.fold(f64::INFINITY, f64::min);
    let found = Size {
        megabytes: ratio(bytes, 1 << 20),
        articles,
        seconds,
        related,
        peak: ratio(peak.all, 1 << 10),
        own: ratio(peak.own, 1 << 10),
        index: ratio(size(&index), 1 << 20),
        search: cold,
    };
    fs::remove_dir_all(&index).expect("the index of this run");
    found
}

/// "copies, stories and names in 3.4 s".
fn related(told: &str) -> f64 {
    let behind = told.split("stories and names in ").nth(1).unwrap_or_default();
    behind.split(' ').next().and_then(|it| it.parse().ok()).unwrap_or(0.0)
}

/// A figure of each size, with its name and colour.
type Curve = (&'static str, RGBColor, fn(&Size) -> f64);

/// All curves beside their first point, both axes logarithmic: a straight diagonal grows as
/// the corpus does.
fn draw(sizes: &[Size], path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::new(path, (640, 420)).into_drawing_area();
    root.fill(&WHITE)?;
    let first = &sizes[0];
    let last = sizes.last().map_or(1.0, |it| it.megabytes / first.megabytes);
    let mut chart = ChartBuilder::on(&root)
        .margin(16)
        .x_label_area_size(36)
        .y_label_area_size(44)
        .build_cartesian_2d((1.0..last).log_scale(), (0.8..last * 4.0).log_scale())?;
    chart
        .configure_mesh()
        .x_labels(3)
        .y_labels(4)
        .light_line_style(WHITE)
        .x_label_formatter(&|it| format!("{it:.0}"))
        .y_label_formatter(&|it| format!("{it:.0}"))
        .x_desc(format!("times {:.0} MB of articles", first.megabytes))
        .y_desc("times as much")
        .draw()?;
    let curves: [Curve; 4] = [
        ("time to build", RGBColor(31, 119, 180), |it| it.seconds),
        ("relations and names", RGBColor(214, 39, 40), |it| it.related),
        ("memory of its own", RGBColor(44, 160, 44), |it| it.own),
        ("a cold search", RGBColor(148, 103, 189), |it| it.search),
    ];
    let as_corpus = [(1.0, 1.0), (last, last)];
    let grey = BLACK.mix(0.3);
    chart
        .draw_series(LineSeries::new(as_corpus, grey))?
        .label("as the corpus")
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], grey));
    for (name, colour, of) in curves {
        let base = of(first).max(0.001);
        let points =
            sizes.iter().map(|it| (it.megabytes / first.megabytes, of(it) / base));
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .border_style(BLACK.mix(0.3))
        .background_style(WHITE)
        .draw()?;
    root.present()?;
    Ok(())
}
