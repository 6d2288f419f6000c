//! How is a text in this language cut? Into the words of its language file: ideographs
//! one by one, "l'AFP" in two; and into sentences that know its abbreviations and keep a
//! quotation together with the words that report it.

use crate::extract::phrase::{PhraseTable, hash_word};
use crate::extract::reading::{Reading, Word, case_of};
use crate::extract::tongue::table::{Script, Tongue, class};
use crate::model::Span;
use crate::text::sentence::Sentence;
use crate::text::word::{Kind, Token, is_apostrophe, tokens};

/// Reads a text, whose tokens are there already, with the words of a language.
pub(super) fn read<'a>(text: &'a str, tokens: &[Token], tongue: &Tongue) -> Reading<'a> {
    let words = cut(text, tokens, tongue.script, tongue.elision);
    let mut reading = Reading::of_tokens(text, &words, |token| word(text, token, tongue));
    open_splices(&mut reading, tongue);
    join_sentences(&mut reading, tongue);
    reading
}

/// Tokens as the language has them.
fn cut(text: &str, tokens: &[Token], script: Script, elision: bool) -> Vec<Token> {
    let mut all = Vec::with_capacity(tokens.len());
    for &token in tokens {
        let surface = token.span.of(text);
        if script == Script::Dense && token.kind == Kind::Ideograph {
            let mut at = token.span.start;
            for letter in surface.chars() {
                let span = Span::new(at, at + letter.len_utf8());
                at = span.end;
                all.push(Token { span, kind: Kind::Ideograph });
            }
        } else if let Some(at) = elided(surface).filter(|_| elision) {
            let middle = token.span.start + at;
            let (start, end) = (token.span.start, token.span.end);
            all.push(Token { span: Span::new(start, middle), kind: Kind::Word });
            all.push(Token { span: Span::new(middle, end), kind: Kind::Word });
        } else {
            all.push(token);
        }
    }
    all
}

/// "l'", "d'", "qu'", "jusqu'" before a vowel, but "aujourd'hui" and "O'Brien" are one.
fn elided(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().find(|it| is_apostrophe(it.1))?;
    let head = &word[..at];
    let short = head.chars().count() == 1 && !head.starts_with(['o', 'O']);
    let open = head.to_lowercase().ends_with("qu");
    (short || open).then_some(at + mark.len_utf8())
}

/// Adds a phrase to a table, cut as texts are.
pub(super) fn insert<V: Copy>(
    table: &mut PhraseTable<V>,
    phrase: &str,
    (script, elision): (Script, bool),
    value: V,
) {
    let tokens: Vec<Token> = tokens(phrase).collect();
    let words = cut(phrase, &tokens, script, elision);
    table.insert_low_words(words.iter().map(|it| it.span.of(phrase)), value);
}

fn word(text: &str, token: Token, tongue: &Tongue) -> Word {
    let surface = token.span.of(text);
    let hash = hash_word(surface);
    let wordy = token.kind.is_word();
    Word {
        span: token.span,
        kind: token.kind,
        case: case_of(surface),
        tags: if wordy { tongue.classes(surface, hash.low) } else { 0 },
        cue: None,
        exact: hash.exact,
        low: hash.low,
        quotation: 0,
    }
}

/// «Мы отплывём, — сказал Орлов, — когда растает лёд»: the words between dashes that
/// report stand outside the quotation, though its marks enclose them.
fn open_splices(reading: &mut Reading, tongue: &Tongue) {
    for number in 0..reading.quoted_tokens.len() {
        let (start, end) = reading.quoted_tokens[number];
        let mut at = start + 1;
        while at + 1 < end {
            let ahead = reading.words[at + 1..end].iter().map(|it| it.low);
            let opens = is_dash(reading.word(at))
                && matches!(reading.word(at - 1), "," | "." | "!" | "?" | "…")
                && tongue.cues.longest(ahead).is_some();
            if !opens {
                at += 1;
                continue;
            }
            let close = (at + 2..end.min(at + 14)).find(|&it| is_dash(reading.word(it)));
            let past = close.map_or(end - 1, |it| it + 1);
            for word in &mut reading.words[at..past] {
                word.quotation = 0;
            }
            at = past;
        }
    }
}

fn is_dash(mark: &str) -> bool {
    matches!(mark, "—" | "–" | "-" | "―")
}

/// Joins what is one sentence: "am 15. März", "z. B. heute", and in a script without
/// capitals a quotation and the few words behind it: “……。”王芳说。
fn join_sentences(reading: &mut Reading, tongue: &Tongue) {
    let mut joined: Vec<Sentence> = Vec::with_capacity(reading.sentences.len());
    for next in &reading.sentences {
        let joins = joined.last().is_some_and(|it| {
            it.paragraph == next.paragraph
                && (goes_on(reading, tongue, it, next)
                    || attributes(reading, tongue, it, next))
        });
        match joined.last_mut() {
            Some(last) if joins => last.tokens.end = next.tokens.end,
            _ => joined.push(next.clone()),
        }
    }
    reading.sentences = joined;
}

fn goes_on(reading: &Reading, tongue: &Tongue, last: &Sentence, next: &Sentence) -> bool {
    let tokens = &last.tokens;
    let next = next.tokens.start;
    if tokens.len() < 2 || !reading.is(tokens.end - 1, ".") {
        return false;
    }
    let last = tokens.end - 2;
    let touches =
        reading.words[last].span.end == reading.words[tokens.end - 1].span.start;
    let word = reading.word(last);
    let date = reading.words[last].kind == Kind::Number
        && reading.words[next].is(class::SKIP)
        && tongue.noun_capitals;
    touches && (date || tongue.abbreviations.iter().any(|it| it == word))
}

fn attributes(
    reading: &Reading,
    tongue: &Tongue,
    last: &Sentence,
    next: &Sentence,
) -> bool {
    let tokens = &last.tokens;
    let next = &next.tokens;
    let quoted = reading.words[tokens.end - 1].quotation > 0;
    let longest = if tongue.script == Script::Dense { 40 } else { 16 };
    if tongue.script == Script::Cased || !quoted || next.len() > longest {
        return false;
    }
    let words = &reading.words[next.clone()];
    let plain = words.iter().all(|it| it.quotation == 0);
    let cue = (0..words.len()).any(|from| {
        let found = tongue.cues.longest(words[from..].iter().map(|it| it.low));
        found.is_some_and(|(_, count)| {
            words[from + count..].iter().filter(|it| it.kind.is_word()).count()
                <= if tongue.script == Script::Dense { 0 } else { 8 }
        })
    });
    plain && cue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_scripts() {
        for (text, script, elision, expected) in [
            ("王芳说", Script::Dense, false, "王 芳 说"),
            ("selon l'AFP", Script::Cased, true, "selon l' AFP"),
            ("aujourd'hui", Script::Cased, true, "aujourd'hui"),
            ("O'Brien qu’il", Script::Cased, true, "O'Brien qu’ il"),
        ] {
            let tokens: Vec<Token> = tokens(text).collect();
            let words = cut(text, &tokens, script, elision);
            let found: Vec<&str> = words.iter().map(|it| it.span.of(text)).collect();
            assert_eq!(found.join(" "), expected);
        }
    }
}
