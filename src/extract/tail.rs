//! What does the whole article add to every chain? The agency whose text it is, the outlet
//! that published it, the site that posted it again.

use crate::model::chain::UNKNOWN;
use crate::model::{
    Basis, Credit, CreditRole, Link, Outlet, Role, Span, Status, Vehicle,
};

/// What the whole article adds to every chain.
#[derive(Debug)]
pub(crate) struct Tail {
    /// In the order the words travelled.
    pub(crate) links: Vec<Link>,
    /// Canonical name of the publisher.
    pub(crate) publisher: Option<String>,
}

impl Tail {
    #[expect(clippy::option_option, reason = "no repost, or a repost by an unknown site")]
    /// Issuer, translation, wire, publication and republication of an article.
    pub(crate) fn new(
        outlet: Option<&Outlet>,
        credits: &[Credit],
        issuer: Option<&str>,
        reposted_by: Option<Option<&str>>,
    ) -> Self {
        let mut links = Vec::new();
        let publisher = outlet.map(|it| it.name.as_str());
        if let Some(issuer) = issuer.filter(|it| Some(*it) != publisher) {
            let by = link(issuer, Role::Statement, None, Status::Stated, 0.95);
            let vehicle = Some(Vehicle::Statement);
            links.push(Link { vehicle, basis: Some(Basis::Markup), ..by });
        }
        let of = |role: CreditRole| credits.iter().filter(move |it| it.role == role);
        let marked = |role| of(role).filter(|it| it.basis == Basis::Markup);
        let translators = marked(CreditRole::Translation);
        links.extend(translators.map(|it| credited(it, Role::Translation)));
        links.extend(of(CreditRole::Wire).map(|it| credited(it, Role::Wire)));
        links.push(published(outlet));
        let onward = marked(CreditRole::Republication);
        links.extend(onward.map(|it| credited(it, Role::Republication)));
        if let Some(host) = reposted_by {
            links.push(match host {
                Some(host) => link(host, Role::Republication, None, Status::Stated, 0.95),
                None => link(UNKNOWN, Role::Republication, None, Status::Unknown, 0.0),
            });
        }
        Self { links, publisher: publisher.map(str::to_owned) }
    }
}

/// The link of whoever published.
fn published(outlet: Option<&Outlet>) -> Link {
    let Some(outlet) = outlet else {
        return link(UNKNOWN, Role::Publication, None, Status::Unknown, 0.0);
    };
    let by = link(&outlet.name, Role::Publication, outlet.evidence, Status::Stated, 0.97);
    Link { basis: Some(outlet.basis).filter(|it| *it == Basis::Markup), ..by }
}

/// The link of a credited party.
fn credited(credit: &Credit, role: Role) -> Link {
    let by = link(&credit.party, role, credit.evidence, Status::Stated, 0.95);
    Link { basis: Some(credit.basis).filter(|it| *it == Basis::Markup), ..by }
}

/// A link without a vehicle.
pub(crate) fn link(
    party: &str,
    role: Role,
    evidence: Option<Span>,
    status: Status,
    confidence: f32,
) -> Link {
    let party = party.to_owned();
    Link { party, role, vehicle: None, basis: None, evidence, status, confidence }
}
