//! Where does the next member of a gzip file begin when one is damaged? Crawls are packed a
//! record at a time, so one spoilt record need not cost those behind it: the bytes are passed
//! until three that open a member stand before a header that can be one.

use std::cell::RefCell;
use std::io::{self, BufRead, Chain, Cursor, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

use super::guard::{Count, Counted};

/// Length of the header of a member, without its optional fields.
const HEADER: usize = 10;
/// Damages that are told one by one.
const TOLD: usize = 8;
/// More than so many, and nothing of the rest is believed.
const MOST: usize = 1000;

/// Bytes that were looked at already, and the rest of the file.
type Source<'a> = Chain<Cursor<Vec<u8>>, Counted<'a>>;

/// Places at which data was damaged and at which it was read on.
#[derive(Debug, Default)]
pub(super) struct Damages {
    places: Vec<(u64, u64)>,
    count: usize,
}

impl Damages {
    fn push(&mut self, at: u64, on: u64) {
        self.count += 1;
        if self.places.len() < TOLD {
            self.places.push((at, on));
        }
    }

    /// What is said of them, to be read after the name of the file.
    pub(super) fn told(&self) -> Vec<String> {
        let one = |it: &(u64, u64)| {
            format!(
                "the gzip data is damaged before byte {}, read on at byte {}",
                it.0, it.1
            )
        };
        let mut told: Vec<String> = self.places.iter().map(one).collect();
        let more = self.count - self.places.len();
        if more > 0 {
            told.push(format!("the gzip data is damaged in {more} more places"));
        }
        told
    }
}

/// What all members hold, one after the other.
pub(super) struct Joined<'a> {
    /// None when all is read.
    member: Option<GzDecoder<Source<'a>>>,
    packed: Count,
    damages: Rc<RefCell<Damages>>,
    /// A line was cut by damage: what follows begins another.
    cut: bool,
}

impl<'a> Joined<'a> {
    pub(super) fn new(input: Counted<'a>, packed: Count) -> Self {
        let member = Some(GzDecoder::new(Cursor::new(Vec::new()).chain(input)));
        Self { member, packed, damages: Rc::default(), cut: false }
    }

    /// What was damaged so far, now and later.
    pub(super) fn damages(&self) -> Rc<RefCell<Damages>> {
        Rc::clone(&self.damages)
    }

    /// Goes on behind the end of a member.
    fn next(&mut self) -> io::Result<()> {
        let Some(mut source) = self.member.take().map(GzDecoder::into_inner) else {
            return Ok(());
        };
        if starts_member(&mut source)? {
            self.member = Some(GzDecoder::new(source));
            return Ok(());
        }
        // zeros fill the last block of a tape
        let at = self.position(&source);
        match next_member(source)? {
            Passed::Member(source) => {
                self.read_on(at, source);
                Ok(())
            }
            Passed::End { zeros: true } => Ok(()),
            Passed::End { zeros: false } => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("what stands behind byte {at} is no gzip data"),
            )),
        }
    }

    /// Goes on behind damage, or returns its error where nothing follows.
    fn behind(&mut self, error: &io::Error) -> io::Result<()> {
        let Some(source) = self.member.take().map(GzDecoder::into_inner) else {
            return Ok(());
        };
        let at = self.position(&source);
        if self.damages.borrow().count < MOST
            && let Passed::Member(source) = next_member(source)?
        {
            self.read_on(at, source);
            return Ok(());
        }
        Err(io::Error::new(error.kind(), format!("{error}, before byte {at}")))
    }

    fn read_on(&mut self, at: u64, source: Source<'a>) {
        self.damages.borrow_mut().push(at, self.position(&source));
        self.member = Some(GzDecoder::new(source));
        self.cut = true;
    }

    /// The byte of the file that is read next.
    fn position(&self, source: &Source<'_>) -> u64 {
        let front = source.get_ref().0;
        let left = front.get_ref().len() as u64 - front.position();
        self.packed.get() - left
    }
}

impl Read for Joined<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if std::mem::take(&mut self.cut) {
                into[0] = b'\n';
                return Ok(1);
            }
            let Some(member) = &mut self.member else { return Ok(0) };
            match member.read(into) {
                Ok(0) => self.next()?,
                Ok(amount) => return Ok(amount),
                Err(error) if is_damage(&error) => self.behind(&error)?,
                Err(error) => return Err(error),
            }
        }
    }
}

/// The data itself is wrong; it is not cut off, and the disk is well.
fn is_damage(error: &io::Error) -> bool {
    let kind =
        matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput);
    kind && error.raw_os_error().is_none()
}

/// Whether another member, or the end, follows at once.
fn starts_member(source: &mut Source<'_>) -> io::Result<bool> {
    let buffer = filled(source)?;
    Ok(buffer.first() == Some(&0x1f))
}

fn filled<'b>(source: &'b mut Source<'_>) -> io::Result<&'b [u8]> {
    loop {
        match source.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error),
            Ok(_) => break,
        }
    }
    source.fill_buf()
}

/// Where the passing of bytes ended.
enum Passed<'a> {
    /// Before a member.
    Member(Source<'a>),
    /// At the end of the file; whether there was nothing but zeros.
    End { zeros: bool },
}

/// Passes bytes until a member begins.
fn next_member(mut source: Source<'_>) -> io::Result<Passed<'_>> {
    let mut head: Vec<u8> = Vec::with_capacity(HEADER);
    let mut zeros = true;
    loop {
        while head.len() < HEADER {
            let buffer = filled(&mut source)?;
            if buffer.is_empty() {
                zeros &= head.iter().all(|it| *it == 0);
                return Ok(Passed::End { zeros });
            }
            if head.is_empty() {
                let start = memchr::memchr(0x1f, buffer).unwrap_or(buffer.len());
                zeros &= buffer[..start].iter().all(|it| *it == 0);
                if start > 0 {
                    source.consume(start);
                    continue;
                }
            }
            let part = buffer.len().min(HEADER - head.len());
            head.extend_from_slice(&buffer[..part]);
            source.consume(part);
        }
        if is_header(&head) {
            let (front, rest) = source.into_inner();
            let left = usize::try_from(front.position()).unwrap_or(usize::MAX);
            head.extend_from_slice(front.get_ref().get(left..).unwrap_or_default());
            return Ok(Passed::Member(Cursor::new(head).chain(rest)));
        }
        let again = memchr::memchr(0x1f, &head[1..]).map_or(head.len(), |it| it + 1);
        head.drain(..again);
    }
}

/// Deflate, no flag that is reserved, and a system that is known (RFC 1952, 2.3.1): three
/// bytes alone stand in sixteen megabytes of packed data once by chance.
fn is_header(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
        && bytes[3] & 0xe0 == 0
        && matches!(bytes[8], 0 | 2 | 4)
        && matches!(bytes[9], 0..=13 | 255)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut writer =
            flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(text).expect("memory");
        writer.finish().expect("memory")
    }

    /// What is read, what is told of damage, and the error at the end.
    fn read(bytes: &[u8]) -> (String, Vec<String>, String) {
        let mut input = bytes;
        let counted = Counted::new(&mut input);
        let count = counted.count();
        let mut joined = Joined::new(counted, count);
        let damages = joined.damages();
        let mut out = Vec::new();
        let error = joined.read_to_end(&mut out).err().map(|it| it.to_string());
        let told = damages.borrow().told();
        (String::from_utf8_lossy(&out).into_owned(), told, error.unwrap_or_default())
    }

    /// Three members, the second of them long enough to be damaged within.
    fn three() -> (Vec<u8>, usize, usize) {
        let numbers = (0..4000).map(|it| (it * 7919 % 10_007).to_string());
        let long = numbers.collect::<Vec<_>>().join("\n") + "\n";
        let (one, two, three) =
            (packed(b"one\n"), packed(long.as_bytes()), packed(b"three\n"));
        let (begin, end) = (one.len(), one.len() + two.len());
        ([one, two, three].concat(), begin, end)
    }

    #[test]
    fn members_are_one_stream() {
        let (bytes, ..) = three();
        let (text, told, error) = read(&bytes);
        assert!(text.starts_with("one\n0\n7919\n") && text.ends_with("\nthree\n"));
        assert_eq!((told.len(), error.as_str()), (0, ""));
        let zeros = [bytes, vec![0; 600]].concat();
        assert_eq!(read(&zeros).2, "");
    }

    #[test]
    fn damage_costs_its_member() {
        let (whole, begin, end) = three();
        for at in [begin + 200, begin + 3000, end - 5] {
            let mut bytes = whole.clone();
            bytes[at..at + 4].copy_from_slice(&[0xff, 0x00, 0xff, 0xaa]);
            let (text, told, error) = read(&bytes);
            assert!(text.starts_with("one\n"), "{at}");
            assert!(text.ends_with("\nthree\n"), "{at}: {error}");
            assert_eq!((told.len(), error.as_str()), (1, ""), "{at}: {told:?}");
            assert!(told[0].ends_with(&format!("read on at byte {end}")), "{told:?}");
        }
    }

    #[test]
    fn a_header_that_is_none_is_passed() {
        let (whole, begin, _) = three();
        let mut bytes = whole[..begin].to_vec();
        bytes.extend_from_slice(b"stray \x1f\x8b\x08\xff words \x1f\x1f\x8b");
        bytes.extend_from_slice(&packed(b"three\n"));
        let (text, told, error) = read(&bytes);
        assert_eq!((text.as_str(), error.as_str()), ("one\n\nthree\n", ""));
        assert_eq!(told.len(), 1);
    }

    #[test]
    fn damage_with_nothing_behind_it_is_an_error() {
        let (whole, begin, end) = three();
        let mut bytes = whole[..end].to_vec();
        bytes[begin + 3000..begin + 3004].copy_from_slice(&[0xff, 0x00, 0xff, 0xaa]);
        let (text, told, error) = read(&bytes);
        assert!(text.starts_with("one\n0\n") && told.is_empty());
        assert!(error.contains("before byte"), "{error}");
        let stray = [&whole[..], b"stray words"].concat();
        assert!(read(&stray).2.contains("is no gzip data"));
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        let (whole, ..) = three();
        let mut state = 0x2545_f491_u32;
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..6 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = state as usize % bytes.len();
                bytes[at] = (state >> 24) as u8;
            }
            let (text, ..) = read(&bytes);
            assert!(text.len() < whole.len() * 64);
        }
        let headers = packed(b"")[..HEADER].repeat(3000);
        let (_, told, _) = read(&headers);
        assert!(told.len() <= TOLD + 1);
    }
}
