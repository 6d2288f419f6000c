//! Who published the article, when, by whose hand? Declared fields first, then what the
//! text says of itself.

mod outlet;
mod name;
mod date;
mod when;
mod weigh;
mod byline;
mod credit;
mod markup;

pub(crate) use byline::byline;
pub(crate) use credit::{Repost, credits, repost};
pub use date::parse as parse_date;
pub(crate) use markup::issuer;
pub use outlet::publishes;
pub(crate) use outlet::{handed_on, outlet, reposted_by};
pub(crate) use weigh::order;
pub(crate) use when::{Bounds, published};
