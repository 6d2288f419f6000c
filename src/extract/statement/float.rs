//! To whom belong quotations that no cue of their own sentence governs? To the statement
//! they continue, to the colon that announces them, or to the subject of their sentence.

use crate::extract::actor::{Cast, Mention};
use crate::extract::language::tag;
use crate::extract::reading::Reading;
use crate::extract::statement::line::Line;
use crate::extract::statement::{Standing, Statement, behind};
use crate::model::ActorKind;

/// Tokens around a quotation among which its source is looked for.
const NEAR: usize = 200;

/// Words outside quotations of the sentence last asked for: its quotations ask in turn.
#[derive(Debug, Default)]
struct Outside {
    sentence: Option<usize>,
    words: usize,
}

impl Outside {
    fn of(&mut self, reading: &Reading, sentence: usize) -> usize {
        if self.sentence != Some(sentence) {
            self.sentence = Some(sentence);
            self.words = reading.words[reading.sentences[sentence].tokens.clone()]
                .iter()
                .filter(|it| it.kind.is_word() && it.quotation == 0)
                .count();
        }
        self.words
    }
}

/// Joins or adds statements for quotations that are still free.
pub(super) fn join(reading: &Reading, cast: &Cast, found: &mut Vec<Statement>) {
    let mut governed = vec![false; reading.quotations.len()];
    for statement in found.iter() {
        for &number in &statement.quotes {
            governed[number] = true;
        }
    }
    found.sort_by_key(Statement::start);
    let mut extra: Vec<Statement> = Vec::new();
    let mut outside = Outside::default();
    for (number, free) in governed.iter().map(|it| !it).enumerate() {
        if free {
            place(reading, cast, found, &mut extra, number, &mut outside);
        }
    }
    found.append(&mut extra);
}

fn place(
    reading: &Reading,
    cast: &Cast,
    found: &mut [Statement],
    extra: &mut Vec<Statement>,
    number: usize,
    outside: &mut Outside,
) {
    let (start, end) = reading.quoted_tokens[number];
    if is_title(reading, start, end) {
        return;
    }
    let sentence = reading.sentences.partition_point(|it| it.tokens.end <= start);
    let Some(own) = reading.sentences.get(sentence) else { return };
    let words = reading.words[start..end].iter().filter(|it| it.kind.is_word()).count();
    let outside = outside.of(reading, sentence);
    let alone = outside == 0;
    if own.tokens.start == start
        && let Some(signature) = signature(reading, cast, end)
    {
        let signed = bare(start..end, number, sentence, Some(signature), false);
        extra.push(signed);
        return;
    }
    let before = last_before(found, extra, start);
    if alone || (own.tokens.start == start && outside <= 2) {
        let continues = reading.quotations[number].continues;
        let near = before.is_some_and(|it| {
            let last = &reading.sentences[sentence_of(reading, it)];
            own.paragraph == last.paragraph || continues
        });
        if near && let Some(statement) = last_mut(found, extra, start) {
            statement.pieces.push(start..end);
            statement.quotes.push(number);
            return;
        }
        let colon = start > 0 && reading.is(start - 1, ":");
        let subject = colon.then(|| announcing(reading, cast, start)).flatten();
        if words >= 3 {
            let follows = subject.is_none();
            extra.push(bare(start..end, number, sentence, subject, follows));
        }
        return;
    }
    if words >= 4 || (words >= 3 && outside > 2) {
        let first = own.tokens.start.max(start.saturating_sub(NEAR));
        let line = Line::new(reading, first, own.tokens.end.min(end + NEAR));
        let at = (0..line.len()).find(|&it| line.quote(it) == Some(number)).unwrap_or(0);
        let subject = behind::main(&line, cast, at)
            .map(|it| line.start_token(it.start)..line.end_token(it.end - 1));
        if words < 4 && subject.is_none() {
            return;
        }
        let follows = subject.is_none();
        let mut statement = bare(start..end, number, sentence, subject, follows);
        statement.far = true;
        extra.push(statement);
    }
}

/// “The Harbour Hour”: every word but the small ones has a capital and no stop stands at
/// the end. A title is nobody's speech unless a cue takes it.
fn is_title(reading: &Reading, start: usize, end: usize) -> bool {
    let words: Vec<usize> =
        (start..end).filter(|&it| reading.words[it].kind.is_word()).collect();
    let small = tag::PREPOSITION | tag::DETERMINER | tag::COORDINATOR;
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    // A subhead is set in marks and alone: “Coal Isn’t the Villain.”
    let alone = |at: usize| {
        let gap = |from: usize| {
            let (one, two) = (reading.words.get(from), reading.words.get(from + 1));
            match (one, two) {
                (Some(one), Some(two)) => {
                    reading.text[one.span.end..two.span.start].contains('\n')
                }
                _ => true,
            }
        };
        (start == 0 || gap(start - 1)) && gap(at - 1)
    };
    let stops = (last..end).any(|it| matches!(reading.word(it), "." | "!" | "?"));
    (!stops || alone(end))
        && (2..=8).contains(&words.len())
        && reading.words[first].is_capital()
        && reading.words[last].is_capital()
        && words
            .iter()
            .all(|&it| reading.words[it].is_capital() || reading.words[it].is(small))
}

/// “Words.” — Ana Bell: the name behind a dash, to the end of its line.
fn signature(
    reading: &Reading,
    cast: &Cast,
    end: usize,
) -> Option<std::ops::Range<usize>> {
    let dash = matches!(reading.word(end), "—" | "–" | "-" | "―" | "~");
    let start = end + 1 + usize::from(reading.is(end + 1, "-"));
    let mention = cast
        .mention_at(start)
        .filter(|it| it.titled_start <= start && it.kind == Some(ActorKind::Person))
        .or_else(|| behind_role(reading, cast, start))
        .or_else(|| cast.mention_at(start).filter(|it| it.titled_start <= start))?;
    let paragraph = reading
        .paragraphs
        .partition_point(|it| it.end <= reading.words[mention.start].span.start);
    let last = reading.paragraphs.get(paragraph)?.end;
    let near = reading.words.get(mention.end + 9).is_none_or(|it| it.span.start >= last);
    (dash && near).then_some(start..mention.end)
}

/// “Words.” — Harbour Committee Chairman Tom Orr: the person behind a role of capitals.
fn behind_role<'a>(
    reading: &Reading,
    cast: &'a Cast,
    start: usize,
) -> Option<&'a Mention> {
    let near = cast.mentions_in(start, start + 9);
    let person = near.iter().find(|it| it.kind == Some(ActorKind::Person))?;
    let role = (start..person.start).all(|at| {
        !reading.words[at].kind.is_word() && !matches!(reading.word(at), "," | ":" | ";")
            || reading.words[at].is_capital()
            || reading.words[at].is(tag::PREPOSITION)
    });
    role.then_some(person)
}

/// The subject of the sentence that ends in the colon before a quotation.
fn announcing(
    reading: &Reading,
    cast: &Cast,
    start: usize,
) -> Option<std::ops::Range<usize>> {
    let sentence = reading.sentences.partition_point(|it| it.tokens.end < start);
    let own = reading.sentences.get(sentence)?;
    let first = own.tokens.start.max(start.saturating_sub(NEAR));
    let line = Line::new(reading, first, own.tokens.end.min(start));
    let range = behind::main(&line, cast, line.len())?;
    let _ = tag::TIME;
    Some(line.start_token(range.start)..line.end_token(range.end - 1))
}

fn bare(
    range: std::ops::Range<usize>,
    number: usize,
    sentence: usize,
    subject: Option<std::ops::Range<usize>>,
    follows: bool,
) -> Statement {
    Statement {
        pieces: vec![range],
        quotes: vec![number],
        cue: None,
        cue_word: None,
        subject,
        far: false,
        object: None,
        denied: false,
        sentence,
        standing: if follows { Standing::Follows } else { Standing::Own },
    }
}

fn sentence_of(reading: &Reading, statement: &Statement) -> usize {
    let last = statement.end().max(statement.cue.as_ref().map_or(0, |it| it.end));
    reading
        .sentences
        .partition_point(|it| it.tokens.end < last)
        .min(reading.sentences.len() - 1)
}

/// Statements without quotation marks behind which a quotation goes on with the one before.
const FAR: usize = 400;

fn last_before<'a>(
    found: &'a [Statement],
    extra: &'a [Statement],
    start: usize,
) -> Option<&'a Statement> {
    let one = found[..found.partition_point(|it| it.start() < start)]
        .iter()
        .rev()
        .take(FAR)
        .find(|it| !it.quotes.is_empty());
    let two = extra.iter().rev().find(|it| it.start() < start);
    match (one, two) {
        (Some(one), Some(two)) => Some(if one.end() >= two.end() { one } else { two }),
        (one, two) => one.or(two),
    }
}

fn last_mut<'a>(
    found: &'a mut [Statement],
    extra: &'a mut [Statement],
    start: usize,
) -> Option<&'a mut Statement> {
    let upto = found.partition_point(|it| it.start() < start);
    let one = found[..upto].iter_mut().rev().take(FAR).find(|it| !it.quotes.is_empty());
    let two = extra.iter_mut().rev().find(|it| it.start() < start);
    match (one, two) {
        (Some(one), Some(two)) => Some(if one.end() >= two.end() { one } else { two }),
        (one, two) => one.or(two),
    }
}
