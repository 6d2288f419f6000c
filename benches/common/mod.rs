//! What do the benchmarks share? Articles to work on, and the bare engine as the floor.

#[allow(dead_code, reason = "not every bench asks all of it")]
pub(crate) mod floor;
#[allow(dead_code, reason = "not every bench asks all of it")]
pub(crate) mod sample;
#[allow(dead_code, reason = "not every bench asks all of it")]
pub(crate) mod grown;
#[allow(dead_code, reason = "not every bench asks all of it")]
pub(crate) mod pages;
#[allow(dead_code, reason = "not every bench asks all of it")]
pub(crate) mod process;
