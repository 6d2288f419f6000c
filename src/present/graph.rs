//! How is a trace handed to programs that draw and to those that keep provenance? As DOT
//! and Mermaid, as PROV-JSON (W3C, 2013) and as JSON-LD in the words of schema.org.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::model::{Appearance, End, Hop, Proof, Role, Trace};

use super::passage;
use super::terminal::outlet;

/// DOT of Graphviz.
///
/// # Errors
/// When the writer fails.
pub fn dot(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph trace {{\n  rankdir=LR;\n  node [shape=box];")?;
    for end in ends(trace) {
        let dashed = if matches!(end, End::Party(_)) { ", style=dashed" } else { "" };
        let label = escaped(&label(trace, &end));
        writeln!(out, "  {} [label=\"{label}\"{dashed}];", key(trace, &end))?;
    }
    for hop in &trace.hops {
        let style = match hop.proof {
            Proof::Confirmed => "",
            Proof::Observed => ", style=dotted",
            Proof::Unknown => ", style=dotted, dir=none",
            Proof::Missing => ", style=dashed",
            Proof::Contradicted => ", color=red",
        };
        let (from, to) = (key(trace, &hop.from), key(trace, &hop.to));
        writeln!(out, "  {from} -> {to} [label=\"{}\"{style}];", told(hop))?;
    }
    writeln!(out, "}}")
}

/// Mermaid, as Markdown pages draw it.
///
/// # Errors
/// When the writer fails.
pub fn mermaid(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    for end in ends(trace) {
        let label =
            escaped(&label(trace, &end)).replace("\\n", "<br>").replace("\\\"", "#quot;");
        writeln!(out, "  {}[\"{label}\"]", key(trace, &end))?;
    }
    for hop in &trace.hops {
        let arrow = if hop.proof == Proof::Confirmed { "-->" } else { "-.->" };
        let (from, to) = (key(trace, &hop.from), key(trace, &hop.to));
        writeln!(out, "  {from} {arrow}|{}| {to}", told(hop))?;
    }
    Ok(())
}

/// PROV-JSON: articles are entities, outlets agents, hops derivations.
///
/// # Errors
/// When the writer fails.
pub fn prov(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let (mut entities, mut agents) = (Map::new(), Map::new());
    let (mut attributed, mut derived) = (Map::new(), Map::new());
    for end in ends(trace) {
        let name = format!("morgue:{}", key(trace, &end));
        let party = match &end {
            End::Here(at) => outlet(&trace.appearances[*at].article).to_owned(),
            End::Party(party) => party.clone(),
        };
        let entity = match &end {
            End::Here(at) => entity(&trace.appearances[*at]),
            End::Party(_) => json!({ "morgue:missing": true }),
        };
        let agent = format!("morgue:party-{}", slug(&party));
        agents.insert(
            agent.clone(),
            json!({ "prov:type": "prov:Organization", "prov:label": party }),
        );
        attributed.insert(
            format!("_:a{}", attributed.len()),
            json!({ "prov:entity": name, "prov:agent": agent }),
        );
        entities.insert(name, entity);
    }
    for hop in &trace.hops {
        let kind = match hop.role {
            None | Some(Role::Wire | Role::Republication) => "prov:wasDerivedFrom",
            Some(Role::Interview) => "prov:hadPrimarySource",
            Some(_) => "prov:wasQuotedFrom",
        };
        derived.insert(
            format!("_:d{}", derived.len()),
            json!({
                "prov:generatedEntity": format!("morgue:{}", key(trace, &hop.to)),
                "prov:usedEntity": format!("morgue:{}", key(trace, &hop.from)),
                "prov:type": kind,
                "morgue:role": hop.kind(),
                "morgue:status": hop.proof.as_str(),
            }),
        );
    }
    let value = json!({
        "prefix": { "morgue": "urn:morgue:", "prov": "http://www.w3.org/ns/prov#" },
        "entity": entities,
        "agent": agents,
        "wasAttributedTo": attributed,
        "wasDerivedFrom": derived,
    });
    writeln!(out, "{value}")
}

fn entity(it: &Appearance) -> Value {
    json!({
        "prov:label": it.article.headline,
        "prov:value": it.text,
        "morgue:date": it.article.published.map(|it| it.date.to_string()),
        "morgue:url": it.article.url,
        "morgue:role": it.standing.as_str(),
    })
}

/// JSON-LD of schema.org: quotations and articles with what each is based on.
///
/// # Errors
/// When the writer fails.
pub fn jsonld(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let node = |end: &End| -> Value {
        let id = format!("urn:morgue:{}", key(trace, end));
        let sources: Vec<Value> = trace
            .hops
            .iter()
            .filter(|it| it.to == *end)
            .map(|it| json!({ "@id": format!("urn:morgue:{}", key(trace, &it.from)) }))
            .collect();
        match end {
            End::Party(party) => json!({
                "@id": id, "@type": "CreativeWork", "isBasedOn": sources,
                "publisher": { "@type": "Organization", "name": party },
            }),
            End::Here(at) => {
                let it = &trace.appearances[*at];
                let speaker = it.quote.as_ref().and_then(|it| it.1.source.as_ref());
                json!({
                    "@id": id,
                    "@type": if it.quote.is_some() { "Quotation" } else { "NewsArticle" },
                    "text": it.text,
                    "spokenByCharacter": speaker.map(|it| json!({ "@type": "Thing", "name": it.name })),
                    "isBasedOn": sources,
                    "isPartOf": {
                        "@type": "NewsArticle",
                        "headline": it.article.headline,
                        "url": it.article.url,
                        "datePublished": it.article.published.map(|it| it.date.to_string()),
                        "publisher": { "@type": "Organization", "name": outlet(&it.article) },
                    },
                })
            }
        }
    };
    let graph: Vec<Value> = ends(trace).iter().map(node).collect();
    writeln!(out, "{}", json!({ "@context": "https://schema.org", "@graph": graph }))
}

/// Every end once: appearances, then parties by name.
fn ends(trace: &Trace) -> Vec<End> {
    let mut ends: Vec<End> = (0..trace.appearances.len()).map(End::Here).collect();
    let both = trace.hops.iter().flat_map(|it| [&it.from, &it.to]);
    let mut parties: Vec<End> =
        both.filter(|it| matches!(it, End::Party(_))).cloned().collect();
    parties.sort();
    parties.dedup();
    ends.extend(parties);
    ends
}

/// A name that all these grammars take.
fn key(trace: &Trace, end: &End) -> String {
    match end {
        End::Here(at) => format!("a{}", trace.appearances[*at].article.id),
        End::Party(party) => format!("p_{}", slug(party)),
    }
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            write_hex(&mut slug, letter);
        } else if !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug
}

fn write_hex(slug: &mut String, letter: char) {
    use std::fmt::Write as _;
    write!(slug, "u{:x}", u32::from(letter)).expect("memory takes all");
}

fn label(trace: &Trace, end: &End) -> String {
    match end {
        End::Here(at) => {
            let article = &trace.appearances[*at].article;
            let date = article.published.map(|it| passage::date(it.date));
            format!(
                "{}\n{}",
                outlet(article),
                date.unwrap_or_else(|| "undated".to_owned())
            )
        }
        End::Party(party) => format!("{party}\nnot in this archive"),
    }
}

fn told(hop: &Hop) -> String {
    let role = hop.kind();
    format!("{role}, {}", hop.proof.as_str())
}

/// For a string in double quotation marks.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
