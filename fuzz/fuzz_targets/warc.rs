//! Does any file of records make a container panic, hang or repeat itself? WARC, ARC,
//! tables, mailboxes and archives.

#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::corpus::container::{CONTAINERS, Found, Input};

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let container = &CONTAINERS[usize::from(*which) % CONTAINERS.len()];
    let mut read = 0_u64;
    let mut rest = bytes;
    let input = Input { bytes: &mut rest, file: None, max_record: 10_000 };
    let _ = (container.unpack)(input, &mut |found| {
        if let Found::Member { bytes, .. }
        | Found::File { bytes, .. }
        | Found::Page { bytes, .. } = found
        {
            read += std::io::copy(bytes, &mut std::io::sink())?;
        }
        Ok(())
    });
    // packed data may grow, but not without end
    let most = (65_u64 << 20).max(bytes.len() as u64 * 2000);
    assert!(read <= most, "{read} bytes of {}", bytes.len());
});
