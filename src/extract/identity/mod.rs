//! Who published the article, when, by whose hand? Declared fields first, then what the
//! text says of itself.

mod outlet;
mod date;
mod byline;
mod credit;

pub use byline::byline;
pub use credit::{credits, repost};
pub use date::{parse as parse_date, published};
pub use outlet::{outlet, publishes};
