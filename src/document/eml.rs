//! What does a message say? Newsletters and alerts as mail programs save them: the
//! subject is the headline, the sender the outlet, the best of its parts the text.

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};
use memchr::memmem;

use super::story::Story;
use super::{Format, Options, Raw, Read, Reading, fragment};
use crate::corpus::Failure;

/// Messages (RFC 5322).
pub const EML: Format =
    Format { name: "message", extensions: &["eml"], read: Read::Bytes(read) };

fn read(input: Raw, _: &Options) -> Vec<Reading> {
    let Raw { place, path_facts, bytes, .. } = input;
    if is_endless(&bytes) {
        let reason =
            format!("is a message of more than {MOST} headers or parts, not read");
        return vec![Err(Failure::new(place, reason, ""))];
    }
    let Some(message) = MessageParser::default().parse(&bytes) else {
        return vec![Err(Failure::new(place, "is no message with headers", ""))];
    };
    if message.subject().is_none() && message.from().is_none() {
        return vec![Err(Failure::new(place, "is no message with headers", ""))];
    }
    vec![story(&message).reading(place, path_facts)]
}

/// Most headers and most parts of a message that is parsed: each takes some hundred bytes of
/// memory where `A:` takes three of the message. Newsletters have thirty and five.
const MOST: usize = 20_000;

/// Whether a message is made of headers, or of borders between its parts.
fn is_endless(bytes: &[u8]) -> bool {
    let lines = bytes.split(|it| *it == b'\n');
    let headers = lines.take_while(|it| !it.trim_ascii_end().is_empty());
    if headers.take(MOST + 1).count() > MOST {
        return true;
    }
    let borders = memmem::find_iter(bytes, b"\n--").take(MOST + 1).count();
    borders > MOST && memmem::find(bytes, b"boundary").is_some()
}

fn story(message: &Message<'_>) -> Story {
    let mut story = Story::default();
    let declared = &mut story.declared;
    declared.id = message.message_id().map(str::to_owned);
    declared.headline = message.subject().map(without_marks);
    declared.date = message.date().map(mail_parser::DateTime::to_rfc3339);
    declared.outlet = message.from().and_then(sender);
    declared.language = message.content_language().as_text().map(str::to_owned);
    let archived = message.header("Archived-At").and_then(|it| it.as_text());
    declared.url = archived.map(|it| it.trim_matches(['<', '>', ' ']).to_owned());
    story.text = text(message);
    let files: Vec<&str> =
        message.attachments().filter_map(|it| it.attachment_name()).collect();
    if !files.is_empty() {
        story.note(format!("attachments are not read: {}", files.join(", ")));
    }
    story
}

/// "The Lantern <news@lantern.example>" is The Lantern; a bare address is its host.
fn sender(from: &Address<'_>) -> Option<String> {
    let from = from.first()?;
    let name = from.name().map(str::trim).filter(|it| !it.is_empty());
    let host = || from.address()?.rsplit('@').next();
    name.or_else(host).map(str::to_owned)
}

/// "Fwd: Re: Ferry" is "Ferry".
fn without_marks(subject: &str) -> String {
    let mut rest = subject.trim();
    while let Some((mark, behind)) = rest.split_once(':') {
        let is_mark = ["re", "fw", "fwd", "aw", "wg", "tr", "rv"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(mark.trim()));
        if !is_mark {
            break;
        }
        rest = behind.trim_start();
    }
    rest.to_owned()
}

/// The text: as HTML, from which paragraphs can be told, else as it stands.
fn text(message: &Message<'_>) -> String {
    let parts = |ids: &[u32]| -> Vec<String> {
        let parts = ids.iter().filter_map(|it| message.part(*it));
        let texts = parts.filter_map(|part| match &part.body {
            PartType::Html(html) => Some(fragment::text(html)),
            PartType::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        });
        texts.filter(|it| !it.is_empty()).collect()
    };
    let html = parts(&message.html_body);
    let found = if html.is_empty() { parts(&message.text_body) } else { html };
    found.join("\n\n")
}
