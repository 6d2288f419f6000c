//! What does a Zstandard file hold? One stream, all frames of the file joined.
//!
//! Windows over 128 MB (`zstd --long=31`) are refused, so that no file can ask for more
//! memory than that.

use std::io::{BufRead, BufReader};

use super::{Container, Explained, Found, Halt, Receiver};

/// Zstandard.
pub const ZSTD: Container = Container {
    name: "zstd",
    extensions: &["zst", "zstd"],
    magic: Some(b"\x28\xb5\x2f\xfd"),
    members: None,
    unpack,
};

fn unpack(input: &mut dyn BufRead, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let inner = zstd::stream::read::Decoder::with_buffer(input)?;
    let explained = Explained { name: ZSTD.name, inner };
    let mut bytes = BufReader::with_capacity(1 << 17, explained);
    found(Found::Member { inside: None, bytes: &mut bytes })
}
