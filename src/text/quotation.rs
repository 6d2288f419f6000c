//! Which words stand between quotation marks? A state machine over the marks of one
//! paragraph at a time: curly, straight, doubled single, single, guillemets, low-high,
//! corner brackets. Nothing here knows whether the words are speech.
//!
//! A mark left open closes at the end of its paragraph; a paragraph that is re-opened
//! with a mark goes on with the quotation before it. Unbalanced marks are never errors.

use crate::model::Span;
use crate::text::word::{Kind, Token};

/// One stretch of text between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub outer: Span,
    /// Without its marks.
    pub inner: Span,
    /// 0 for an outer quotation, 1 for one inside another.
    pub depth: u8,
    /// A closing mark was found.
    pub closed: bool,
    /// Takes up the quotation that the paragraph before left open.
    pub continues: bool,
}

/// The families of marks that pair with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Double,
    Single,
    Guillemet,
    Corner,
}

/// What a mark may do where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Open,
    Close,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    style: Style,
    act: Act,
}

#[derive(Clone, Copy, Debug)]
struct Opened {
    mark: Mark,
    continues: bool,
}

/// Finds the quotations of `text`, outer and nested, by start.
///
/// `tokens` are those of the whole text, `paragraphs` its paragraphs, both in order.
///
/// ```
/// use morgue::text::{paragraph::paragraphs, quotation::quotations, word::tokens};
/// let text = "‘The pier isn’t safe,’ she said.";
/// let all: Vec<_> = tokens(text).collect();
/// let found = quotations(text, &all, &paragraphs(text));
/// assert_eq!(found[0].inner.of(text), "The pier isn’t safe,");
/// ```
pub fn quotations(text: &str, tokens: &[Token], paragraphs: &[Span]) -> Vec<Quotation> {
    let marks = marks(text, tokens);
    let mut found = Vec::new();
    let mut carried: Option<Style> = None;
    let mut at = 0;
    let mut stack = Vec::new();
    for paragraph in paragraphs {
        let first = at;
        while at < marks.len() && marks[at].span.start < paragraph.end {
            at += 1;
        }
        let inside = &marks[first..at];
        let mut state = Paragraph::new(text, *paragraph, inside, carried);
        state.stack = stack;
        state.run(marks.get(at));
        carried = state.left_open;
        found.append(&mut state.found);
        stack = state.stack;
    }
    found.sort_by_key(|it| (it.outer.start, it.depth));
    found
}

struct Paragraph<'a> {
    text: &'a str,
    span: Span,
    marks: &'a [Mark],
    stack: Vec<Opened>,
    carried: Option<Style>,
    /// Index of the last mark that can close a single quotation: looked up, never
    /// searched for, so that a megabyte of marks stays linear.
    last_single_close: Option<usize>,
    left_open: Option<Style>,
    found: Vec<Quotation>,
}

impl<'a> Paragraph<'a> {
    fn new(text: &'a str, span: Span, marks: &'a [Mark], carried: Option<Style>) -> Self {
        let last_single_close =
            marks.iter().rposition(|it| it.style == Style::Single && it.act != Act::Open);
        let (stack, found, left_open) = (Vec::new(), Vec::new(), None);
        Self { text, span, marks, stack, carried, last_single_close, left_open, found }
    }

    /// Reads the marks of the paragraph. A double mark still open at its end stays open
    /// where the next mark of the text can only close it: a quotation of two paragraphs
    /// that was not re-opened.
    fn run(&mut self, next: Option<&Mark>) {
        for at in 0..self.marks.len() {
            self.step(at);
        }
        let closes = |outer: &Opened| {
            let near = |it: &&Mark| it.span.start < self.span.end + 2_000;
            next.filter(near).is_some_and(|it| {
                it.style == outer.mark.style
                    && it.style != Style::Single
                    && it.act == Act::Close
            })
        };
        if self.stack.len() == 1 && self.stack.first().is_some_and(closes) {
            return;
        }
        if let Some(outer) = self.stack.first() {
            self.left_open = Some(outer.mark.style);
        }
        // A single mark left open alone is an apostrophe that we misread, not speech:
        // "the ’90s" at the end of a paragraph.
        while let Some(opened) = self.stack.pop() {
            if opened.mark.style == Style::Single && self.stack.is_empty() {
                self.left_open = None;
                continue;
            }
            self.push(opened, self.span.end, self.span.end, false);
        }
    }

    fn step(&mut self, at: usize) {
        let mark = self.marks[at];
        let open = self.stack.iter().rposition(|it| it.mark.style == mark.style);
        match (mark.act, open) {
            (Act::Open, Some(_)) => self.reopen(mark),
            (Act::Open | Act::Either, None) => self.open(mark, at),
            (Act::Close | Act::Either, Some(index)) => self.close(mark, at, index),
            (Act::Close, None) => (),
        }
    }

    fn open(&mut self, mark: Mark, at: usize) {
        if self.stack.len() >= 2 {
            return;
        }
        if mark.style == Style::Single && self.last_single_close <= Some(at) {
            return;
        }
        let first = mark.span.start == self.span.start;
        let continues = first && self.carried == Some(mark.style);
        self.stack.push(Opened { mark, continues });
    }

    /// An opening mark while its style is open: the closing one was forgotten. The
    /// forgotten quotation ends at the last sentence end before the new mark.
    fn reopen(&mut self, mark: Mark) {
        if mark.style == Style::Single {
            return;
        }
        while let Some(opened) = self.stack.pop() {
            let inner = &self.text[opened.mark.span.end..mark.span.start];
            let end = inner
                .rfind(['.', '!', '?', ','])
                .map_or(mark.span.start, |it| opened.mark.span.end + it + 1);
            self.push(opened, end, end, false);
        }
        self.stack.push(Opened { mark, continues: false });
    }

    fn close(&mut self, mark: Mark, at: usize, index: usize) {
        if mark.style == Style::Single && self.is_apostrophe(mark, at) {
            return;
        }
        // Marks still open inside close with their outer one.
        while self.stack.len() > index + 1 {
            self.stack.pop();
        }
        if let Some(opened) = self.stack.pop() {
            self.push(opened, mark.span.start, mark.span.end, true);
        }
    }

    /// "the Forces’ chief said": after a letter the mark closes only if no better
    /// closing mark follows before the next opening one.
    fn is_apostrophe(&self, mark: Mark, at: usize) -> bool {
        let before = self.text[..mark.span.start].chars().next_back();
        let plural = before.is_some_and(|it| it == 's' || it == 'S' || it == 'n');
        plural
            && self.marks[at + 1..]
                .iter()
                .take_while(|it| it.style == Style::Single && it.act != Act::Open)
                .next()
                .is_some()
    }

    fn push(&mut self, opened: Opened, inner_end: usize, outer_end: usize, closed: bool) {
        let start = opened.mark.span.end;
        // One letter is an elision ("rock 'n' roll").
        let single = opened.mark.style == Style::Single;
        let least = if single { 2 } else { 1 };
        if inner_end <= start || self.text[start..inner_end].trim().len() < least {
            return;
        }
        self.found.push(Quotation {
            outer: Span::new(opened.mark.span.start, outer_end.max(inner_end)),
            inner: Span::new(start, inner_end),
            depth: u8::from(!self.stack.is_empty()),
            closed,
            continues: opened.continues,
        });
    }
}

/// The marks of the whole text, each with what it may do where it stands.
fn marks(text: &str, tokens: &[Token]) -> Vec<Mark> {
    let low = text.contains('„') || text.contains('‚');
    let reversed = match (text.find('»'), text.find('«')) {
        (Some(close), Some(open)) => close < open,
        _ => false,
    };
    let mut found = Vec::new();
    let mut skip_to = 0;
    for token in tokens.iter().filter(|it| it.kind == Kind::Punctuation) {
        if token.span.start < skip_to {
            continue;
        }
        let Some(first) = token.span.of(text).chars().next() else { continue };
        // `id="672"`: the value of an attribute left over from markup.
        if first == '"' && text[..token.span.start].ends_with('=') {
            let value = &text[token.span.end..];
            if let Some(close) = value.find(['"', '\n']).filter(|it| *it < 200) {
                skip_to = token.span.end + close + 1;
                continue;
            }
        }
        let mut span = token.span;
        // `` and '' are double marks of the wire.
        let doubled = matches!(first, '\'' | '`' | '’' | '‘')
            && text[span.end..].starts_with(first);
        if doubled {
            span.end += first.len_utf8();
            skip_to = span.end;
        }
        if let Some((style, act)) = read(text, span, first, doubled, low, reversed) {
            found.push(Mark { span, style, act });
        }
    }
    found
}

fn read(
    text: &str,
    span: Span,
    first: char,
    doubled: bool,
    low: bool,
    reversed: bool,
) -> Option<(Style, Act)> {
    let act = match (first, doubled) {
        ('\'' | '’', true) => (Style::Double, shape(text, span)),
        ('`' | '‘', true) | ('„' | '\u{201F}' | '＂', _) => {
            (Style::Double, Act::Open)
        }
        ('"', _) => {
            let inch = is_inch(text, span);
            (Style::Double, if inch { Act::Close } else { shape(text, span) })
        }
        ('“', _) if low => (Style::Double, Act::Either),
        ('“', _) => (Style::Double, misturned(text, span, Act::Open)),
        ('”', _) => (Style::Double, misturned(text, span, Act::Close)),
        ('«', _) => (Style::Guillemet, if reversed { Act::Close } else { Act::Open }),
        ('»', _) => (Style::Guillemet, if reversed { Act::Open } else { Act::Close }),
        ('「' | '『' | '《', _) => (Style::Corner, Act::Open),
        ('」' | '』' | '》', _) => (Style::Corner, Act::Close),
        ('‚' | '‹' | '‘' | '`', _) => (Style::Single, Act::Open),
        ('›', _) => (Style::Single, Act::Close),
        ('’' | '\'', _) => (Style::Single, single(text, span)?),
        _ => return None,
    };
    Some(act)
}

/// A curly mark that is turned the wrong way ("he said, ”We are ready,” and left").
fn misturned(text: &str, span: Span, act: Act) -> Act {
    match (act, shape(text, span)) {
        (Act::Open, Act::Close) | (Act::Close, Act::Open) => Act::Either,
        _ => act,
    }
}

/// What a straight mark can be, from the characters beside it.
fn shape(text: &str, span: Span) -> Act {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    // "and left. " with the mark last on its line: nothing follows that it could open.
    let last =
        text[span.end..].trim_start_matches(' ').starts_with('\n') || after.is_none();
    let opens = match before {
        None | Some('\n') => true,
        Some(it) => !last && (it.is_whitespace() || is_opener(it)),
    };
    let closes = after.is_none_or(|it| it.is_whitespace() || is_closer(it));
    match (opens, closes) {
        (true, false) => Act::Open,
        (false, true) => Act::Close,
        _ => Act::Either,
    }
}

/// A lone single mark: nothing between letters or before a decade ("’90s").
fn single(text: &str, span: Span) -> Option<Act> {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let act = shape(text, span);
    let letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    if letter(before) && letter(after) {
        return None;
    }
    if act == Act::Open && after.is_some_and(|it| it.is_ascii_digit()) {
        return None;
    }
    // "rock ’n’ roll", "’em", "’tis": an elision, not an opening mark.
    let curly = text[span.start..].starts_with('’');
    if curly && act == Act::Open {
        return None;
    }
    Some(act)
}

/// `6' 2"`: a mark that touches a digit while nothing is open.
fn is_inch(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    before.is_some_and(|it| it.is_ascii_digit())
}

fn is_opener(mark: char) -> bool {
    matches!(
        mark,
        '(' | '['
            | '{'
            | '—'
            | '–'
            | '-'
            | '/'
            | '“'
            | '‘'
            | '"'
            | '\''
            | '…'
            | '>'
            | '*'
    )
}

fn is_closer(mark: char) -> bool {
    matches!(
        mark,
        ')' | ']'
            | '}'
            | '—'
            | '–'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '…'
            | '”'
            | '’'
            | '<'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::paragraph::paragraphs;
    use crate::text::word::tokens;

    fn check(text: &str, expected: &[&str]) {
        let all: Vec<Token> = tokens(text).collect();
        let found: Vec<&str> = quotations(text, &all, &paragraphs(text))
            .iter()
            .map(|it| it.inner.of(text))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn styles() {
        check("“Wait,” he said.", &["Wait,"]);
        check("\"Wait,\" he said. \"Go.\"", &["Wait,", "Go."]);
        check("``Wait,'' he said.", &["Wait,"]);
        check("''Wait,'' he said.", &["Wait,"]);
        check("„Warten“, sagte er.", &["Warten"]);
        check("»Warten«, sagte er, »jetzt«.", &["Warten", "jetzt"]);
        check("« Attendez », dit-il.", &[" Attendez "]);
        check("「等等」他說。", &["等等"]);
        check("‘Wait,’ he said.", &["Wait,"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("‘It isn’t Iran’s,’ the Forces’ chief said.", &["It isn’t Iran’s,"]);
        check(
            "‘The dockers’ pay isn’t ours,’ he said.",
            &["The dockers’ pay isn’t ours,"],
        );
        check("the '90s and rock 'n' roll", &[]);
        check("the dockers' pay", &[]);
    }

    #[test]
    fn attributes_and_ends_of_lines() {
        check("<tweet id=\"672\" by=\"@orr\">", &[]);
        check("\"We left. \"\nHe stayed.", &["We left. "]);
    }

    #[test]
    fn unbalanced_and_nested() {
        check("“Wait, he said.\n\n“Go,” she said.", &["Wait, he said.", "Go,"]);
        check("“She said ‘no’ twice,” he said.", &["She said ‘no’ twice,", "no"]);
        check("a 6\" pipe and a 9\" one", &[]);
        check("“He told me, “go home.” And I went.", &["He told me,", "go home."]);
        check("\"", &[]);
        check("", &[]);
    }

    #[test]
    fn a_reopened_paragraph_continues() {
        let text = "“First part.\n\n“Second part,” he said.";
        let all: Vec<Token> = tokens(text).collect();
        let found = quotations(text, &all, &paragraphs(text));
        assert!(!found[0].closed && !found[0].continues);
        assert!(found[1].closed && found[1].continues);
    }
}
