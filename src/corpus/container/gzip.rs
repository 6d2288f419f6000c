//! What does a gzip file hold? One stream, all members of the file joined, as `gzip -d`
//! reads it.

use std::io::{BufRead, BufReader};

use flate2::bufread::MultiGzDecoder;

use super::{Container, Explained, Found, Halt, Receiver};

/// gzip.
pub const GZIP: Container = Container {
    name: "gzip",
    extensions: &["gz", "gzip"],
    magic: Some(b"\x1f\x8b"),
    members: None,
    unpack,
};

fn unpack(input: &mut dyn BufRead, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let inner = MultiGzDecoder::new(input);
    let explained = Explained { name: GZIP.name, inner };
    let mut bytes = BufReader::with_capacity(1 << 17, explained);
    found(Found::Member { inside: None, bytes: &mut bytes })
}
