//! From where does a page come? Its address, its outlet, and who else the markup says had
//! the words in hand: whoever published first, provided or translated them.

use crate::model::{Part, Party};

use super::linked::Linked;
use super::scan::Scan;

/// The address of the page: the one it was fetched from, else the one it declares.
pub(super) fn address(
    given: Option<&str>,
    scan: &Scan,
    linked: &Linked,
) -> Option<String> {
    let is_address = |it: &&str| it.contains("://") || it.starts_with("//");
    given
        .or_else(|| scan.link_of("canonical").filter(is_address))
        .or_else(|| scan.meta_of(&["og:url"]).filter(is_address))
        .or_else(|| linked.url.as_deref().filter(is_address))
        .map(str::to_owned)
}

/// The outlet as the page names it.
pub(super) fn outlet(scan: &Scan, linked: &Linked) -> Option<String> {
    let names = linked
        .publisher
        .as_deref()
        .or_else(|| {
            scan.meta_of(&[
                "og:site_name",
                "dc.publisher",
                "dcterms.publisher",
                "copyright",
            ])
        })
        .or(linked.site.as_deref())
        .or_else(|| scan.prop_of("publisher"))
        .or_else(|| scan.meta_of(&["application-name", "twitter:app:name:iphone"]));
    names.map(str::to_owned).filter(|it| it.len() <= 120)
}

/// Who else had to do with the words.
pub(super) fn parties(scan: &Scan, linked: &Linked, address: Option<&str>) -> Vec<Party> {
    let own = address.and_then(domain);
    let mut parties: Vec<Party> = Vec::new();
    let mut push = |name: &str, part: Part| {
        let name =
            if name.contains("://") { domain(name) } else { Some(name.to_owned()) };
        let Some(name) =
            name.filter(|it| !it.trim().is_empty() && own.as_ref() != Some(it))
        else {
            return;
        };
        let party = Party { name, part };
        if !parties.contains(&party) {
            parties.push(party);
        }
    };
    for name in &linked.based_on {
        push(name, Part::Original);
    }
    for name in scan.metas_of("syndication-source") {
        push(name, Part::Original);
    }
    if let Some(canonical) =
        scan.link_of("canonical").filter(|it| is_elsewhere(it, address))
    {
        push(canonical, Part::Original);
    }
    for name in scan.metas_of("original-source") {
        push(name, Part::Source);
    }
    let publisher = linked.publisher.as_deref();
    for name in linked.providers.iter().filter(|it| Some(it.as_str()) != publisher) {
        push(name, Part::Source);
    }
    for name in &linked.translators {
        push(name, Part::Translator);
    }
    for name in &linked.contributors {
        push(name, Part::Contributor);
    }
    parties
}

/// The page says that another site holds the original. Sites that differ only in their
/// country ("lantern.example", "lantern.co.example") are one.
fn is_elsewhere(canonical: &str, address: Option<&str>) -> bool {
    let label =
        |it: &str| domain(it).and_then(|it| it.split('.').next().map(str::to_owned));
    match (label(canonical), address.and_then(label)) {
        (Some(canonical), Some(own)) => canonical != own,
        _ => false,
    }
}

/// The registered domain of an address: `https://edition.lantern.co.uk/x` is of
/// "lantern.co.uk".
pub(super) fn domain(address: &str) -> Option<String> {
    let rest = address.split_once("//").map_or(address, |it| it.1);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let domain = psl::domain_str(&host)?;
    Some(domain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains() {
        for (address, expected) in [
            ("https://edition.lantern.co.uk/a?b", Some("lantern.co.uk")),
            ("http://user@lantern.com:8080/", Some("lantern.com")),
            ("//www.lantern.de", Some("lantern.de")),
            ("localhost", None),
            ("", None),
        ] {
            assert_eq!(domain(address).as_deref(), expected, "{address}");
        }
    }
}
