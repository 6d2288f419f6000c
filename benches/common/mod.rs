//! What do the benchmarks share? Articles to work on, and the bare engine as the floor.

pub(crate) mod floor;
pub(crate) mod sample;
