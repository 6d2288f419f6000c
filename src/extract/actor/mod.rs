//! Who acts in the text? Names are found in runs of capitals (`run`), told apart by what
//! they are made of (`mention`), and joined to actors over the whole document
//! (`resolve`).

mod run;
mod mention;
mod unknown;
mod doubt;
mod resolve;

pub(crate) use mention::{Doubt, Mention, mentions};
pub(crate) use resolve::{Cast, Person, resolve};
