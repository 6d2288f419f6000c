//! What does a gzip file hold? One stream, all members of the file joined, as `gzip -d`
//! reads it.

use std::io::BufReader;

use flate2::bufread::MultiGzDecoder;

use super::guard::{Counted, Guard};
use super::{Container, Explained, Found, Halt, Input, Members, Receiver};

/// gzip.
pub const GZIP: Container = Container {
    name: "gzip",
    extensions: &["gz", "gzip", "tgz"],
    magic: Some(b"\x1f\x8b"),
    members: Members::Same,
    unpack,
};

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let Input { bytes, .. } = input;
    let packed = Counted::new(bytes);
    let count = packed.count();
    let inner = MultiGzDecoder::new(packed);
    let explained = Explained { name: GZIP.name, inner };
    let guarded = Guard::new(explained, count);
    let mut unpacked = BufReader::with_capacity(1 << 17, guarded);
    found(Found::Member { inside: None, bytes: &mut unpacked })
}
