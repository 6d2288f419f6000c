//! What does a document in NITF say (IPTC News Industry Text Format, 3.x)? Head with its
//! particulars, body with headline, byline, dateline and content.

use super::tree::Element;
use crate::document::prose;
use crate::document::story::Story;
use crate::model::Part;

/// The story of a document.
pub(super) fn story(root: &Element) -> Story {
    let mut story = Story::default();
    if let Some(head) = root.at(&["head"]) {
        read_head(head, &mut story);
    }
    let top = root.at(&["body", "body.head"]);
    let title = || root.words_at(&["head", "title"]);
    story.declared.headline = top.and_then(headline).or_else(title);
    if let Some(top) = top {
        read_top(top, &mut story);
    }
    story.text = text(root, top);
    story
}

fn read_head(head: &Element, story: &mut Story) {
    let declared = &mut story.declared;
    let of = |path: &[&str], name: &str| head.attribute_at(path, name);
    declared.id = of(&["docdata", "doc-id"], "id-string");
    declared.outlet = of(&["pubdata"], "name")
        .or_else(|| of(&["docdata", "doc.copyright"], "holder"))
        .or_else(|| of(&["docdata", "doc-id"], "regsrc"));
    declared.date = of(&["docdata", "date.release"], "norm")
        .or_else(|| of(&["docdata", "date.issue"], "norm"))
        .or_else(|| of(&["pubdata"], "date.publication"))
        .map(|it| extended(&it));
    declared.url = of(&["pubdata"], "ex-ref").filter(|it| it.starts_with("http"));
    declared.section = of(&["pubdata"], "position.section")
        .or_else(|| of(&["docdata", "fixture"], "fix-id"));
}

fn read_top(top: &Element, story: &mut Story) {
    let lines: Vec<String> = top.all("byline").filter_map(byline).collect();
    story.declared.byline = (!lines.is_empty()).then(|| lines.join(", "));
    if let Some(date) = top.attribute_at(&["dateline", "story.date"], "norm") {
        story.declared.date.get_or_insert(extended(&date));
    }
    for distributor in top.all("distributor") {
        match (&story.declared.outlet, distributor.words()) {
            (None, name) => story.declared.outlet = name,
            (Some(_), name) => story.party(name, Part::Source),
        }
    }
    if let Some(owner) = top.words_at(&["rights", "rights.owner"]) {
        story.declared.outlet.get_or_insert(owner);
    }
}

/// `By Ana Bell`, without what the person is: that stands in `byttl`.
fn byline(line: &Element) -> Option<String> {
    let people: Vec<String> = line.all("person").filter_map(Element::words).collect();
    if !people.is_empty() {
        return Some(people.join(", "));
    }
    line.words()
}

/// The first headline of the top.
fn headline(top: &Element) -> Option<String> {
    top.words_at(&["hedline", "hl1"]).or_else(|| top.words_at(&["hedline"]))
}

fn text(root: &Element, top: Option<&Element>) -> String {
    let content = root.at(&["body", "body.content"]).map(prose::of_element);
    let content = content.filter(|it| !it.is_empty());
    let abstracts = || top.and_then(|it| it.at(&["abstract"])).map(prose::of_element);
    let bare = || {
        let body = root.at(&["body"])?;
        body.elements()
            .all(|it| &*it.name != "body.head")
            .then(|| prose::of_element(body))
    };
    let text = content.or_else(abstracts).or_else(bare).unwrap_or_default();
    match top.and_then(|it| it.words_at(&["dateline"])) {
        // "LYS, March 12 (Meridian Wire)" opens the text, as a paper prints it
        Some(dateline) if !text.is_empty() && !text.starts_with(&dateline) => {
            let dateline = dateline.trim_end_matches([' ', '-', '–', '—']);
            format!("{dateline} - {text}")
        }
        _ => text,
    }
}

/// `20240415T101500Z`, as NITF and `NewsML` write it, as `2024-04-15T10:15:00Z`.
pub(super) fn extended(date: &str) -> String {
    let digits = |from: usize, to: usize| {
        date.get(from..to).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))
    };
    let (Some(year), Some(month), Some(day)) = (digits(0, 4), digits(4, 6), digits(6, 8))
    else {
        return date.to_owned();
    };
    let day = format!("{year}-{month}-{day}");
    let time = || Some((digits(9, 11)?, digits(11, 13)?, digits(13, 15).unwrap_or("00")));
    match (date.as_bytes().get(8), time()) {
        (Some(b'T'), Some((hour, minute, second))) => {
            let zone = date.get(15..).unwrap_or_default();
            let zone = match (zone.get(..3), zone.get(3..5)) {
                (Some(hours), Some(minutes)) => format!("{hours}:{minutes}"),
                _ => zone.to_owned(),
            };
            format!("{day}T{hour}:{minute}:{second}{zone}")
        }
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use super::extended;

    #[test]
    fn dates_are_written_out() {
        for (date, expected) in [
            ("20240415T101500Z", "2024-04-15T10:15:00Z"),
            ("20240415T101500+0200", "2024-04-15T10:15:00+02:00"),
            ("20240415", "2024-04-15"),
            ("2024-04-15T10:15:00Z", "2024-04-15T10:15:00Z"),
            ("é", "é"),
        ] {
            assert_eq!(extended(date), expected, "{date}");
        }
    }
}
