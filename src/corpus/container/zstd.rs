//! What does a Zstandard file hold? One stream, all frames of the file joined.
//!
//! Windows over 128 MB (`zstd --long=31`) are refused, so that no file can ask for more
//! memory than that.

use std::io::BufReader;

use super::guard::{Counted, Guard};
use super::{Container, Explained, Found, Halt, Input, Members, Receiver};

/// Zstandard.
pub const ZSTD: Container = Container {
    name: "zstd",
    extensions: &["zst", "zstd", "tzst"],
    magic: Some(b"\x28\xb5\x2f\xfd"),
    members: Members::Same,
    unpack,
};

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let Input { bytes, .. } = input;
    let packed = Counted::new(bytes);
    let count = packed.count();
    let inner = zstd::stream::read::Decoder::with_buffer(packed)?;
    let explained = Explained { name: ZSTD.name, inner };
    let guarded = Guard::new(explained, count);
    let mut unpacked = BufReader::with_capacity(1 << 17, guarded);
    found(Found::Member { inside: None, bytes: &mut unpacked })
}
