//! How is a stream of UTF-16 read as UTF-8? Piece by piece, for containers that look for
//! line ends.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

/// Reads UTF-16 as UTF-8; what is no text becomes U+FFFD.
pub(super) struct Utf16<'a> {
    input: &'a mut dyn BufRead,
    decoder: Decoder,
    done: bool,
}

impl<'a> Utf16<'a> {
    /// The byte order by the mark, or by the shape of the first ASCII character.
    pub(super) fn of(first: &[u8]) -> Option<&'static Encoding> {
        match first {
            [0xff, 0xfe, ..] | [b'{' | b'[', 0, ..] => Some(UTF_16LE),
            [0xfe, 0xff, ..] | [0, b'{' | b'[', ..] => Some(UTF_16BE),
            _ => None,
        }
    }

    /// Reads `input`, its byte-order mark taken off.
    pub(super) fn new(input: &'a mut dyn BufRead, encoding: &'static Encoding) -> Self {
        Self { input, decoder: encoding.new_decoder_with_bom_removal(), done: false }
    }
}

impl Read for Utf16<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.done {
            let buffer = self.input.fill_buf()?;
            let last = buffer.is_empty();
            let (result, used, written, _) =
                self.decoder.decode_to_utf8(buffer, into, last);
            self.input.consume(used);
            self.done = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
            if result == CoderResult::OutputFull {
                // one character may need four bytes; BufReader never asks for fewer
                return Err(io::ErrorKind::InvalidInput.into());
            }
        }
        Ok(0)
    }
}
