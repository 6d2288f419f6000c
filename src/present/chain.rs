//! How is a chain written? In long, every link with its role:
//! `Kremlin (readout) → The Moscow Times (translation) → Fox News`; in short, the outlets
//! only: "The Moscow Times via Fox News". Neither form is ever stored.

use crate::model::chain::UNKNOWN;
use crate::model::{ActorKind, Chain, Link, Quote, Role, Status};

/// What stands between two links, in pipes too.
pub const ARROW: &str = " → ";

/// Every link, origin first.
///
/// ```
/// use morgue::model::{Chain, Link, Role, Status};
/// use morgue::present::chain::long;
///
/// let link = |party: &str, role| Link {
///     party: party.to_owned(),
///     role,
///     vehicle: None,
///     basis: None,
///     evidence: None,
///     status: Status::Stated,
///     confidence: 1.0,
/// };
/// let chain = Chain {
///     links: vec![
///         link("Ana Bell", Role::Speaker),
///         link("Harbour Radio", Role::Interview),
///         link("The Lantern", Role::Publication),
///     ],
/// };
/// assert_eq!(long(&chain), "Ana Bell → Harbour Radio (interview) → The Lantern");
/// ```
pub fn long(chain: &Chain) -> String {
    steps(chain).collect::<Vec<_>>().join(ARROW)
}

/// The links of the long form, one string each.
pub fn steps(chain: &Chain) -> impl Iterator<Item = String> {
    chain.steps().filter_map(|step| step.last()).map(step)
}

/// The outlets only, origin first; none where no outlet is known.
///
/// An outlet that is quoted in its own words is the origin: it opens the short form.
pub fn short(quote: &Quote) -> Option<String> {
    let outlet_speaks = quote
        .source
        .as_ref()
        .is_some_and(|it| matches!(it.kind, ActorKind::Outlet | ActorKind::Agency));
    let mut outlets: Vec<&str> = quote
        .chain
        .links
        .iter()
        .filter(|link| {
            is_outlet(link.role) || (link.role == Role::Speaker && outlet_speaks)
        })
        .map(|link| link.party.as_str())
        .filter(|&party| party != UNKNOWN)
        .collect();
    outlets.dedup();
    (!outlets.is_empty()).then(|| outlets.join(" via "))
}

const fn is_outlet(role: Role) -> bool {
    role.is_relay() || matches!(role, Role::Publication)
}

/// One link: the party, and in brackets what it did unless that is plain to see.
fn step(link: &Link) -> String {
    if link.party == UNKNOWN {
        return format!("({} unknown)", noun(link.role));
    }
    let did = match link.role {
        Role::Speaker | Role::Publication => None,
        Role::Statement => Some(link.vehicle.map_or("statement", |it| it.as_str())),
        role => Some(role.as_str()),
    };
    let known = match link.status {
        Status::Stated | Status::Both | Status::Unknown => None,
        status => Some(status.as_str()),
    };
    match (did, known) {
        (None, None) => link.party.clone(),
        (Some(word), None) | (None, Some(word)) => format!("{} ({word})", link.party),
        (Some(did), Some(known)) => format!("{} ({did}, {known})", link.party),
    }
}

/// What an unknown party in this role is called. The site that reposted an article is
/// the publisher of the copy at hand, so it gets the same word.
const fn noun(role: Role) -> &'static str {
    match role {
        Role::Speaker => "speaker",
        Role::Statement => "issuer",
        Role::Source => "source",
        Role::Interview => "interviewer",
        Role::Report => "reporter",
        Role::Translation => "translator",
        Role::Wire => "agency",
        Role::Publication | Role::Republication => "publisher",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Polarity, QuoteKind, Source, Span, Vehicle};

    /// `role party`, `role:vehicle party` or `role/status party`, one link a line.
    fn chain(lines: &str) -> Chain {
        let links =
            lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(link);
        Chain { links: links.collect() }
    }

    fn link(line: &str) -> Link {
        let (what, party) = line.split_once(' ').expect("role and party");
        let (what, status) = what.split_once('/').unwrap_or((what, "stated"));
        let (role, vehicle) = what.split_once(':').unwrap_or((what, ""));
        Link {
            party: party.to_owned(),
            role: Role::parse(role).expect("a role"),
            vehicle: Vehicle::parse(vehicle),
            basis: None,
            evidence: None,
            status: Status::parse(status).expect("a status"),
            confidence: 1.0,
        }
    }

    fn quote(chain: Chain, kind: ActorKind) -> Quote {
        Quote {
            span: Span::new(0, 1),
            spans: vec![Span::new(0, 1)],
            quoted: Vec::new(),
            kind: QuoteKind::Direct,
            polarity: Polarity::Asserted,
            cue: None,
            source: Some(Source {
                name: String::new(),
                kind,
                span: Span::new(0, 1),
                confidence: 1.0,
            }),
            chain,
        }
    }

    fn check(lines: &str, long_form: &str, short_form: &str) {
        let chain = chain(lines);
        assert_eq!(long(&chain), long_form);
        assert_eq!(chain.hops(), long_form.matches('→').count(), "hops are arrows");
        let quote = quote(chain, ActorKind::Person);
        assert_eq!(short(&quote).unwrap_or_default(), short_form);
    }

    #[test]
    fn a_speaker_and_its_own_statement_are_one_step() {
        check(
            "speaker Kremlin
             statement:readout Kremlin
             translation The Moscow Times
             publication Fox News",
            "Kremlin (readout) → The Moscow Times (translation) → Fox News",
            "The Moscow Times via Fox News",
        );
        check(
            "speaker Ana Bell
             statement:press Harbour Office
             publication The Lantern",
            "Ana Bell → Harbour Office (press) → The Lantern",
            "The Lantern",
        );
    }

    #[test]
    fn every_role_is_named() {
        check(
            "speaker Ana Bell
             source Tom Reed
             interview Harbour Radio
             report Coast Gazette
             wire Northern Wire
             publication The Lantern
             republication Daily Mirrorings",
            "Ana Bell → Tom Reed (source) → Harbour Radio (interview) \
             → Coast Gazette (report) → Northern Wire (wire) → The Lantern \
             → Daily Mirrorings (republication)",
            "Harbour Radio via Coast Gazette via Northern Wire via The Lantern via \
             Daily Mirrorings",
        );
        check(
            "statement Port Union\npublication The Lantern",
            "Port Union (statement) → The Lantern",
            "The Lantern",
        );
    }

    #[test]
    fn the_unknown_is_said_aloud() {
        check(
            "publication Fox News\nrepublication/unknown unknown",
            "Fox News → (publisher unknown)",
            "Fox News",
        );
        check(
            "speaker Ana Bell\npublication/unknown unknown",
            "Ana Bell → (publisher unknown)",
            "",
        );
        check(
            "speaker unknown\npublication The Lantern",
            "(speaker unknown) → The Lantern",
            "The Lantern",
        );
    }

    #[test]
    fn what_is_not_stated_says_so() {
        check(
            "speaker Kremlin
             statement:readout/assumed Kremlin
             translation/assumed The Moscow Times
             publication/both Fox News",
            "Kremlin (readout, assumed) → The Moscow Times (translation, assumed) → Fox News",
            "The Moscow Times via Fox News",
        );
        check(
            "speaker Ana Bell\npublication/contradicted The Lantern",
            "Ana Bell → The Lantern (contradicted)",
            "The Lantern",
        );
    }

    #[test]
    fn an_outlet_in_its_own_words_opens_the_short_form() {
        let chain = chain("speaker Coast Gazette\npublication The Lantern");
        let quote = quote(chain, ActorKind::Outlet);
        assert_eq!(short(&quote).as_deref(), Some("Coast Gazette via The Lantern"));
    }

    #[test]
    fn an_empty_chain_is_nothing() {
        check("", "", "");
    }
}
