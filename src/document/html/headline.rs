//! What is the headline of a page? Its title in the markup, without the name of the outlet
//! that pages write behind or before it.

use super::linked::Linked;
use super::scan::Scan;

/// What stands between a headline and the name of an outlet.
const BETWEEN: [&str; 10] =
    [" | ", " - ", " – ", " — ", " :: ", " • ", " · ", "：", "ㅣ", " » "];

/// The headline as the page declares it.
pub(super) fn headline(
    scan: &Scan,
    linked: &Linked,
    outlet: Option<&str>,
) -> Option<String> {
    let social = scan.meta_of(&["og:title"]);
    let declared = linked
        .headline
        .as_deref()
        .filter(|it| it.contains(' ') || !it.is_ascii())
        .or(social)
        .or_else(|| scan.meta_of(&["twitter:title", "dc.title", "dcterms.title"]))
        .or_else(|| scan.prop_of("headline"))
        .or_else(|| scan.headings.first().map(String::as_str))
        .or(scan.title.as_deref())?;
    let others = scan.headings.iter().map(String::as_str).chain(social);
    if let Some(bare) = others.into_iter().find(|it| is_set_off(it, declared)) {
        return Some(bare.to_owned());
    }
    Some(without_outlet(declared, outlet).to_owned())
}

/// The title is the heading and, behind a mark, something else: "Ferry | Lys | Lantern".
fn is_set_off(heading: &str, title: &str) -> bool {
    let rest = title.strip_prefix(heading);
    heading.len() > 12
        && rest.is_some_and(|it| BETWEEN.iter().any(|mark| it.starts_with(mark)))
}

/// "Ferry to stay in port - The Lantern" without the outlet.
fn without_outlet<'a>(title: &'a str, outlet: Option<&str>) -> &'a str {
    let mut title = title.trim();
    let Some(outlet) = outlet else { return title };
    while let Some((at, mark)) = BETWEEN
        .iter()
        .filter_map(|it| title.rfind(it).map(|at| (at, *it)))
        .max_by_key(|it| it.0)
    {
        let tail = &title[at + mark.len()..];
        if at == 0 || !is_outlet(tail, outlet) {
            break;
        }
        title = title[..at].trim_end();
    }
    title
}

/// One is the beginning of the other, but for spaces and case.
fn is_outlet(name: &str, outlet: &str) -> bool {
    let plain = |it: &str| -> String {
        it.chars()
            .filter(|it| it.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (name, outlet) = (plain(name), plain(outlet));
    !name.is_empty() && (outlet.starts_with(&name) || name.starts_with(&outlet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_no_headlines() {
        for (title, outlet, expected) in [
            (
                "Ferry to stay in port - The Lantern",
                "The Lantern",
                "Ferry to stay in port",
            ),
            ("Ferry | Lys | The Lantern", "The Lantern", "Ferry | Lys"),
            ("Ferry - in port", "The Lantern", "Ferry - in port"),
            ("The Lantern", "The Lantern", "The Lantern"),
        ] {
            assert_eq!(without_outlet(title, Some(outlet)), expected);
        }
    }
}
