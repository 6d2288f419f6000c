//! What does a gzip file hold? One stream, all members of the file joined, as `gzip -d`
//! reads it; where a member is damaged, what comes before it and what the members behind it
//! hold. How the next one is found is for `gzip_members` to say.

use std::io::BufReader;

use super::guard::{Counted, Guard};
use super::gzip_members::Joined;
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
    let joined = Joined::new(packed, count.clone());
    let damages = joined.damages();
    let explained = Explained { name: GZIP.name, inner: joined };
    let guarded = Guard::new(explained, count);
    let mut unpacked = BufReader::with_capacity(1 << 17, guarded);
    let ended = found(Found::Member { inside: None, bytes: &mut unpacked });
    if !matches!(ended, Err(Halt::Enough)) {
        for reason in damages.borrow().told() {
            let hint = "what stands before and behind is kept; fetch the file again";
            found(Found::Failure { inside: None, reason, hint })?;
        }
    }
    ended
}
