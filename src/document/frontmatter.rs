//! What does a Markdown file declare at its top? `name: value` lines between two lines
//! of three dashes, as site generators write them. Lists and quoted values are read,
//! deeper YAML is passed over.

use std::borrow::Cow;

use super::fields::Draft;
use super::loose::Loose;

/// Puts what is declared into `draft`; returns the byte at which the text begins, 0
/// where nothing is declared.
pub(super) fn read<'a>(text: &'a str, draft: &mut Draft<'a>) -> usize {
    let Some(inside) = text.strip_prefix("---").and_then(after_line_end) else {
        return 0;
    };
    let mut rest = inside;
    let mut name = None;
    let mut list: Vec<Cow<'a, str>> = Vec::new();
    while !rest.is_empty() {
        let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end();
        if line == "---" || line == "..." {
            offer(draft, name, list);
            return text.len() - next.len();
        }
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            list.push(Cow::Borrowed(unquoted(item)));
        } else if let Some((key, value)) = line.split_once(':') {
            offer(draft, name.take(), std::mem::take(&mut list));
            let is_top = !key.starts_with([' ', '\t', '#']);
            name = is_top.then(|| unquoted(key));
            list.extend(values(value));
        }
        rest = next;
    }
    0 // never closed: a text that begins with a rule
}

fn after_line_end(text: &str) -> Option<&str> {
    text.strip_prefix('\n').or_else(|| text.strip_prefix("\r\n"))
}

fn offer<'a>(draft: &mut Draft<'a>, name: Option<&str>, list: Vec<Cow<'a, str>>) {
    if let Some(name) = name {
        draft.offer_named(name, Loose::List(list));
    }
}

/// `value`, `"value"` or `[one, two]`.
fn values(text: &str) -> Vec<Cow<'_, str>> {
    let text = text.trim();
    let inner = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    match inner {
        Some(inner) => inner.split(',').map(|it| Cow::Borrowed(unquoted(it))).collect(),
        None if text.is_empty() => Vec::new(),
        None => vec![Cow::Borrowed(unquoted(text))],
    }
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    ['"', '\'']
        .iter()
        .find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark))
        .unwrap_or(text)
}
