//! Which messages does a mailbox hold? One behind every line `From someone Mon Apr 15 …`
//! that follows a blank line; `>From` inside a message is given back its first letter.

use std::io::{BufRead, Cursor};

use super::pushed::Pushed;
use super::{Container, Found, Halt, Input, Members, Receiver};

/// mbox, as mail programs and Google Takeout export it.
pub const MBOX: Container = Container {
    name: "mbox",
    extensions: &["mbox", "mbx"],
    magic: None,
    members: Members::Are("eml"),
    unpack,
};

/// Longest piece of a line.
const PIECE: usize = 1 << 16;

fn unpack(input: Input<'_>, found: &mut Receiver<'_>) -> Result<(), Halt> {
    let Input { bytes, max_record: limit, .. } = input;
    let mut input = Pushed::new(bytes);
    let mut message: Vec<u8> = Vec::new();
    let mut line = Vec::new();
    let (mut number, mut at_start, mut behind_blank) = (0_u64, true, true);
    loop {
        line.clear();
        let whole = input.line(&mut line, PIECE)?;
        let ends = line.is_empty();
        let begins = at_start && behind_blank && is_postmark(&line);
        if (ends || begins) && number > 0 {
            hand_on(number, &mut message, limit, found)?;
        }
        if ends {
            break;
        }
        if begins {
            number += 1;
        } else if message.len() <= limit {
            number = number.max(1); // a file that begins without its first postmark
            message.extend_from_slice(if at_start { without_mark(&line) } else { &line });
        }
        behind_blank = at_start && whole && line.trim_ascii().is_empty();
        at_start = whole;
    }
    if number == 0 {
        found(Found::Note("holds no messages".to_owned()))?;
    }
    Ok(())
}

fn hand_on(
    number: u64,
    message: &mut Vec<u8>,
    limit: usize,
    found: &mut Receiver<'_>,
) -> Result<(), Halt> {
    // one byte over the limit is enough to have it refused
    message.truncate(limit.saturating_add(1));
    let mut bytes: Box<dyn BufRead> = Box::new(Cursor::new(std::mem::take(message)));
    found(Found::Member { inside: Some(number.to_string()), bytes: &mut *bytes })
}

/// `From someone@lantern.example Mon Apr 15 10:00:00 2024`: it names a time.
fn is_postmark(line: &[u8]) -> bool {
    line.starts_with(b"From ") && line.len() < 500 && line.contains(&b':')
}

/// ">From the quay" was "From the quay" before it was put into the mailbox.
fn without_mark(line: &[u8]) -> &[u8] {
    let quoted = line.iter().take_while(|it| **it == b'>').count();
    if quoted > 0 && line[quoted..].starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[&str]) {
        let mut seen = Vec::new();
        let mut bytes = input.as_bytes();
        let input = Input { bytes: &mut bytes, file: None, max_record: 1000 };
        unpack(input, &mut |found| {
            if let Found::Member { inside, bytes } = found {
                let mut text = String::new();
                bytes.read_to_string(&mut text)?;
                seen.push(format!("{} {text}", inside.expect("a number")));
            }
            Ok(())
        })
        .expect("memory");
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_record_a_message() {
        check("", &[]);
        check(
            "From a@b Mon Apr 15 10:00:00 2024\nSubject: x\n\nOne.\n>From the quay.\n\n\
             From c@d Mon Apr 15 11:00:00 2024\nSubject: y\n\nTwo.\nFrom here: no.\n",
            &[
                "1 Subject: x\n\nOne.\nFrom the quay.\n\n",
                "2 Subject: y\n\nTwo.\nFrom here: no.\n",
            ],
        );
        check("Subject: x\n\nOne.\n", &["1 Subject: x\n\nOne.\n"]);
    }
}
