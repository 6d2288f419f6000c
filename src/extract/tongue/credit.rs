//! Who translated the article? The credit lines of its language: "Aus dem Englischen von",
//! "Traduit par", "Перевод:".

use crate::extract::tongue::cast::{Named, text_of};
use crate::extract::tongue::page::Page;
use crate::extract::tongue::run::run_end;
use crate::extract::tongue::source::Sources;
use crate::extract::tongue::table::{Script, marker};
use crate::model::{Basis, Credit, CreditRole};

/// Longest credit line, in tokens.
const LONGEST: usize = 24;

/// Translation credits of the article.
pub(super) fn translations(page: &Page, sources: &mut Sources) -> Vec<Credit> {
    let mut found = Vec::new();
    for (tokens, bits) in &page.markers {
        if bits & marker::TRANSLATION == 0 {
            continue;
        }
        let number =
            page.reading.sentences.partition_point(|it| it.tokens.end <= tokens.start);
        let Some(sentence) = page.reading.sentences.get(number) else { continue };
        let opens = tokens.start <= sentence.tokens.start + 3;
        if !opens || sentence.tokens.len() > LONGEST {
            continue;
        }
        let mut start = tokens.end;
        while start < sentence.tokens.end && !page.is_word(start) {
            start += 1;
        }
        let party = if let Some(outlet) = page.outlet_at(start) {
            outlet.name.clone()
        } else {
            let end = match page.tongue.script {
                Script::Cased => run_end(page, start),
                Script::Caseless | Script::Dense => (start..sentence.tokens.end)
                    .find(|&at| page.breaks(at) || page.reading.is(at, "."))
                    .unwrap_or(sentence.tokens.end),
            };
            if end <= start || end > start + 8 {
                continue;
            }
            let name = text_of(page, &(start..end));
            sources.name(&Named::person(start..end, name))
        };
        let evidence = page.reading.span(sentence.tokens.start, sentence.tokens.end);
        let evidence = Some(evidence);
        let (role, basis) = (CreditRole::Translation, Basis::Text);
        found.push(Credit { party, role, basis, evidence });
    }
    found
}
