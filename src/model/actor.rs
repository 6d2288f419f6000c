//! Who acts in an article? A named person, organisation, outlet or place, with every
//! mention by name.

use super::Span;

/// What sort of party an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorKind {
    /// A human being, named or described.
    Person,
    /// A company, party, body or group.
    Organisation,
    /// A publication or broadcaster.
    Outlet,
    /// A news agency.
    Agency,
    /// A government, ministry, court or office.
    GovernmentBody,
    /// A country, city or region.
    Place,
}

impl ActorKind {
    /// The word used in JSON and facets.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::GovernmentBody => "government-body",
            Self::Place => "place",
        }
    }

    /// The kind named by [`as_str`](Self::as_str).
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Person,
            Self::Organisation,
            Self::Outlet,
            Self::Agency,
            Self::GovernmentBody,
            Self::Place,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
    }
}

/// Somebody or something named in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Canonical name inside the document: its longest form, without titles.
    pub name: String,
    /// What sort of party.
    pub kind: ActorKind,
    /// Every mention by name, in order; never a pronoun.
    pub mentions: Vec<Span>,
}
