//! What can be asked of the program?

pub mod pipeline;
