//! Who published the article, when, by whose hand? Declared fields first, then what the
//! text says of itself.

mod outlet;
mod date;
mod byline;
mod credit;

pub(crate) use byline::byline;
pub(crate) use credit::{credits, repost};
pub use date::parse as parse_date;
pub(crate) use date::published;
pub(crate) use outlet::outlet;
pub use outlet::publishes;
