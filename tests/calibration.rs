//! Does a confidence mean what it says? Of the speakers and links of the sample archive that
//! are said to be so sure, how many are right: `tests/cases/archive/calibration.txt`, which
//! `UPDATE_EXPECT=1 cargo test calibration` writes anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use morgue::model::{Quote, Role};
use serde_json::Value;

use crate::archive::{folder, found_for, list, understood, word};

/// Bands of confidence, by their lower end.
const BANDS: [f32; 4] = [0.95, 0.85, 0.7, 0.0];

/// In a band of so many or more, the share that is right must not lie further below the mean
/// of what was said than this.
const ENOUGH: u32 = 25;
const APART: f32 = 0.12;

#[derive(Clone, Copy, Default)]
struct Band {
    all: u32,
    right: u32,
    said: f32,
}

#[derive(Default)]
struct Bands([Band; BANDS.len()]);

impl Bands {
    fn count(&mut self, said: f32, right: bool) {
        let at = BANDS.iter().position(|it| said >= *it).unwrap_or(BANDS.len() - 1);
        let band = &mut self.0[at];
        band.all += 1;
        band.right += u32::from(right);
        band.said += said;
    }

    fn write(&self, what: &str, text: &mut String) {
        let ends = BANDS.iter().zip([1.0].iter().chain(&BANDS));
        for (band, (low, high)) in self.0.iter().zip(ends).filter(|it| it.0.all > 0) {
            let (mean, share) = band.shares();
            let Band { all, right, .. } = band;
            writeln!(
                text,
                "{what:<8} {low:.2} to {high:.2}   said {mean:.2}   right {share:.2}   {right} of {all}"
            )
            .expect("memory takes all");
        }
    }
}

impl Band {
    /// Mean of what was said, and the share that is right.
    fn shares(&self) -> (f32, f32) {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred quotes")]
        let all = self.all as f32;
        #[expect(clippy::cast_precision_loss, reason = "a few hundred quotes")]
        let right = self.right as f32;
        (self.said / all, right / all)
    }
}

#[test]
fn confidence_means_what_it_says() {
    let understood = understood();
    let truth = fs::read_to_string(folder().join("truth.jsonl")).expect("the truth");
    let (mut speakers, mut links) = (Bands::default(), Bands::default());
    for line in truth.lines() {
        let truth: Value = serde_json::from_str(line).expect("JSON");
        let (article, found) = &understood[word(&truth["key"])];
        for told in list(&truth["quotes"]) {
            let Some(quote) = found_for(word(&told["text"]), article, found) else {
                continue;
            };
            if let Some(source) = &quote.source {
                let right = told["speaker"].as_str() == Some(source.name.as_str());
                speakers.count(source.confidence, right);
            }
            count_links(quote, word(&told["chain"]), &mut links);
        }
    }
    let mut text = String::new();
    speakers.write("speaker", &mut text);
    links.write("link", &mut text);
    expect_test::expect_file![folder().join("calibration.txt")].assert_eq(&text);
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/attribution.md");
    let guide = fs::read_to_string(guide).expect("the guide");
    assert!(guide.contains(text.trim_end()), "the guide shows the table:\n{text}");
    for band in speakers.0.iter().chain(&links.0).filter(|it| it.all >= ENOUGH) {
        let (said, right) = band.shares();
        assert!(right > said - APART, "said {said}, right {right}");
    }
}

/// A link is right where the true chain has the party in that role.
fn count_links(quote: &Quote, chain: &str, bands: &mut Bands) {
    for link in &quote.chain.links {
        if matches!(link.role, Role::Speaker | Role::Publication) {
            continue;
        }
        let role = match link.vehicle {
            Some(vehicle) => vehicle.as_str(),
            None => link.role.as_str(),
        };
        let told = chain.contains(&format!("{} ({role})", link.party));
        bands.count(link.confidence, told);
    }
}
