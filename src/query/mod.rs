//! What does a reader mean, and which articles answer? From the words typed to ranked
//! hits; it does not print and does not change the index.

mod error;
mod request;
pub mod fields;
pub mod date;
mod leaf;
mod lexer;
pub mod saved;
mod syntax;
mod words;
mod interval;
mod places;
mod streams;
mod positions;
mod reading;
mod barred;
mod near;
mod written;
mod clause;
mod numbers;
mod parents;
mod terms;
mod phrase;
mod sure;
mod compile;
mod quote;
mod explain;
mod related;
mod hint;
mod parts;
mod highlight;
mod hits;
mod facet;
mod versions;
mod generations;
mod group;
pub mod cursor;
mod proximity;
mod top;
mod rank;
mod quotes;
mod search;
pub mod stories;
mod said;
pub mod verify;
pub mod trace;
mod roads;

pub use error::QueryError;
pub use facet::facet_names;
pub use group::{Face, Group};
pub use quotes::{FoundQuotes, find_quotes, quotes};
pub use request::{
    FacetRequest, Period, Request, Sample, SearchError, Sort, TimelineRequest,
};
pub use saved::{Context, Saved};
pub use search::{Found, find, ranked_ids, search};
pub use syntax::{parse, parse_at, parse_in};

#[cfg(test)]
mod tests;
