//! What does the whole article add to every chain? The agency whose text it is, the outlet
//! that published it, the site that posted it again.

use crate::model::chain::UNKNOWN;
use crate::model::{Credit, CreditRole, Link, Outlet, Role, Span, Status};

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
    /// Wire, publication and republication of an article.
    pub(crate) fn new(
        outlet: Option<&Outlet>,
        credits: &[Credit],
        reposted_by: Option<Option<&str>>,
    ) -> Self {
        let mut links = Vec::new();
        for credit in credits.iter().filter(|it| it.role == CreditRole::Wire) {
            links.push(link(
                &credit.party,
                Role::Wire,
                credit.evidence,
                Status::Stated,
                0.95,
            ));
        }
        match outlet {
            Some(outlet) => links.push(link(
                &outlet.name,
                Role::Publication,
                outlet.evidence,
                Status::Stated,
                0.97,
            )),
            None => {
                links.push(link(UNKNOWN, Role::Publication, None, Status::Unknown, 0.0));
            }
        }
        match reposted_by {
            Some(Some(host)) => {
                links.push(link(host, Role::Republication, None, Status::Stated, 0.95));
            }
            Some(None) => {
                links.push(link(
                    UNKNOWN,
                    Role::Republication,
                    None,
                    Status::Unknown,
                    0.0,
                ));
            }
            None => (),
        }
        Self { links, publisher: outlet.map(|it| it.name.clone()) }
    }
}

/// A link without a vehicle.
pub(crate) fn link(
    party: &str,
    role: Role,
    evidence: Option<Span>,
    status: Status,
    confidence: f32,
) -> Link {
    Link { party: party.to_owned(), role, vehicle: None, evidence, status, confidence }
}
