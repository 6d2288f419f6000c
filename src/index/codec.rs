//! How do plain values become bytes? Variable-length numbers and length-led strings, in
//! a fixed order: small, fast, and read back only by the format version that wrote them.

/// Appends values to a buffer.
#[derive(Debug, Default)]
pub(super) struct Out {
    pub(super) bytes: Vec<u8>,
}

impl Out {
    pub(super) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value & 0x7F) as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push((value & 0x7F) as u8);
    }

    pub(super) fn size(&mut self, value: usize) {
        self.number(value as u64);
    }

    /// Eight bytes: hashes do not get shorter.
    pub(super) fn fixed(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.size(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn maybe<T>(
        &mut self,
        value: Option<T>,
        write: impl FnOnce(&mut Self, T),
    ) {
        match value {
            Some(value) => {
                self.number(1);
                write(self, value);
            }
            None => self.number(0),
        }
    }

    pub(super) fn many<T>(&mut self, values: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.size(values.len());
        for value in values {
            write(self, value);
        }
    }
}

/// Takes values from a buffer; `None` where the bytes do not hold what is asked.
#[derive(Debug)]
pub(super) struct In<'a> {
    pub(super) bytes: &'a [u8],
}

impl In<'_> {
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            // The tenth byte holds one bit, and none but the first is nothing: a number has
            // one form.
            if (shift == 63 && *first > 1) || (shift > 0 && *first == 0) {
                return None;
            }
            value |= u64::from(first & 0x7F) << shift;
            if first & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn fixed(&mut self) -> Option<u64> {
        let (bytes, rest) = self.bytes.split_first_chunk::<8>()?;
        self.bytes = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    /// All there is, or nothing: bytes left over are damage.
    pub(super) fn whole<T>(
        bytes: &[u8],
        read: impl FnOnce(&mut In) -> Option<T>,
    ) -> Option<T> {
        let mut from = In { bytes };
        read(&mut from).filter(|_| from.bytes.is_empty())
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = self.size()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    /// The outer option is damage, the inner one absence.
    #[expect(clippy::option_option, reason = "damage and absence are different")]
    pub(super) fn maybe<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.number()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    pub(super) fn many<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        // No value takes less than a byte: what says to be more is damage.
        let count = self.size().filter(|it| *it <= self.bytes.len())?;
        let mut values = Vec::with_capacity(count.min(1 << 16));
        for _ in 0..count {
            values.push(read(self)?);
        }
        Some(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut out = Out::default();
        for value in [0, 1, 127, 128, 300, u64::MAX] {
            out.number(value);
        }
        out.text("Kremlin → ‘x’");
        out.maybe(Some("a"), Out::text);
        out.maybe(None::<&str>, Out::text);
        let mut from = In { bytes: &out.bytes };
        for value in [0, 1, 127, 128, 300, u64::MAX] {
            assert_eq!(from.number(), Some(value));
        }
        assert_eq!(from.text().as_deref(), Some("Kremlin → ‘x’"));
        assert_eq!(from.maybe(In::text), Some(Some("a".to_owned())));
        assert_eq!(from.maybe(In::text), Some(None));
        assert_eq!(from.number(), None);
    }

    #[test]
    fn a_number_has_one_form() {
        fn number(from: &mut In) -> Option<u64> {
            from.number()
        }
        let read = |bytes: &[u8]| In::whole(bytes, number);
        assert_eq!(read(&[0x80, 1]), Some(128));
        for bytes in [&[][..], &[0x80], &[0x80, 0], &[0xff; 10], &[0xff; 11], &[0, 0]] {
            assert_eq!(read(bytes), None, "{bytes:?}");
        }
        let most = [&[0xff; 9][..], &[1]].concat();
        assert_eq!(read(&most), Some(u64::MAX));
        let many = |bytes: &[u8]| In::whole(bytes, |it| it.many(number));
        assert_eq!(many(&most), None, "no room is made for what is not there");
    }
}
