//! Which words beside an outlet make it one that was told, or one that reports? Each answer
//! is the number of words that say so; words are in lower case, those before nearest last.

/// "in a Lantern interview", "during a CNN appearance".
pub(super) fn interview_after(before: &[String], after: &[String]) -> Option<usize> {
    let spoken = ["interview", "appearance", "broadcast", "segment", "interviewer"];
    let said = after.first().is_some_and(|it| spoken.contains(&it.as_str()));
    let inside = before
        .iter()
        .rev()
        .take(4)
        .any(|it| matches!(it.as_str(), "in" | "during" | "on" | "from" | "at"));
    (said && inside).then_some(1)
}

/// One of these stands before "with The Lantern", "by The Lantern",
const WITH: [&str; 8] = [
    "interview",
    "interviewed",
    "interviews",
    "conversation",
    "sat",
    "speaking",
    "talked",
    "spoke",
];

/// before "to The Lantern",
const TO: [&str; 14] = [
    "speaking",
    "spoke",
    "statement",
    "comments",
    "remarks",
    "interview",
    "talking",
    "talked",
    "email",
    "e-mail",
    "said",
    "comment",
    "confirmed",
    "spoken",
];

/// and before "on Channel Nine".
const ON: [&str; 27] = [
    "told",
    "interview",
    "interviewed",
    "appearance",
    "appearances",
    "appeared",
    "appearing",
    "speaking",
    "spoke",
    "interviews",
    "remarks",
    "comments",
    "said",
    "tells",
    "says",
    "telling",
    "saying",
    "statement",
    "conversation",
    "talking",
    "talked",
    "sat",
    "email",
    "e-mail",
    "discussion",
    "added",
    "asked",
];

/// "in an interview with", "told", "on", "speaking to", "appearing on": how many tokens
/// before the outlet say so.
pub(super) fn interview_words(before: &[String]) -> Option<usize> {
    let skip = before
        .iter()
        .rev()
        .take_while(|it| {
            matches!(
                it.as_str(),
                "the" | "a" | "an" | "'s" | "’s" | "his" | "her" | "show" | "program"
            )
        })
        .count();
    let words: Vec<&str> =
        before[..before.len() - skip].iter().map(String::as_str).collect();
    let last = *words.last()?;
    let says = |from: usize, set: &[&str]| {
        words.iter().rev().take(from).any(|it| set.contains(it))
    };
    let found = match last {
        "told" | "telling" | "tells" => true,
        "with" | "by" => says(8, &WITH),
        // "“Wait,” Bell said, according to The Lantern": nobody spoke to it there.
        "to" if words.len() > 1 && words[words.len() - 2] == "according" => false,
        "to" => says(6, &TO),
        "on" | "for" => says(10, &ON) || words.len() == 1,
        _ => false,
    };
    found.then_some(skip + 1)
}

/// "..., reports The Lantern.": the verb stands before its outlet, which ends the clause.
pub(super) fn reports_outlet(before: &[String], after: &[String]) -> Option<usize> {
    let skip = usize::from(before.last().is_some_and(|it| it == "the"));
    let verb = before.len().checked_sub(skip + 1).and_then(|it| before.get(it))?;
    let reports = matches!(verb.as_str(), "reported" | "reports" | "writes" | "notes");
    let ends = after
        .first()
        .is_none_or(|it| matches!(it.as_str(), "." | "," | ";" | "—" | "”" | ")"));
    (reports && ends).then_some(skip + 1)
}

/// "according to", "citing", "first reported by", "in", "report by": how many tokens before
/// the outlet say so; up to four more may stand between ("according to a new report by").
pub(super) fn report_before(before: &[String]) -> Option<usize> {
    (0..=4).find_map(|between| {
        let end = before.len().checked_sub(between)?;
        REPORTS_BEFORE
            .iter()
            .find(|phrase| {
                let mut words = before[..end].iter().rev();
                phrase.iter().rev().all(|it| words.next().is_some_and(|word| word == it))
            })
            .map(|phrase| phrase.len() + between)
    })
}

/// "reported", "'s Ana Bell reported", "first reported", "reports": tokens after.
pub(super) fn report_after(after: &[String]) -> Option<usize> {
    let verbs = [
        "reported",
        "reports",
        "reporting",
        "noted",
        "notes",
        "wrote",
        "writes",
        "said",
        "says",
        "revealed",
        "found",
        "learned",
        "explained",
        "quoted",
        "cited",
        "points",
        "pointed",
        "added",
        "report",
        "story",
        "article",
        "noting",
        "broke",
        "published",
        "adds",
        "obtained",
        "disclosed",
        "claims",
        "claimed",
    ];
    let limit =
        if after.first().is_some_and(|it| matches!(it.as_str(), "'s" | "’s" | "'" | "’"))
        {
            12
        } else {
            5
        };
    for (at, word) in after.iter().take(limit).enumerate() {
        if matches!(word.as_str(), "," | "." | ";" | "“" | "\"" | "that" | "to")
            && at > 0
            && limit == 5
            // "a talk with The Lantern that Orr has said": the clause is about the talk.
            || matches!(word.as_str(), "that" | "which") && at == 0
        {
            return None;
        }
        if verbs.contains(&word.as_str()) {
            return Some(at + 1);
        }
    }
    None
}

/// Phrases that make the outlet behind them one that reports.
const REPORTS_BEFORE: [&[&str]; 27] = [
    &["according", "to"],
    &["citing"],
    &["quoting"],
    &["reported", "by"],
    &["report", "by"],
    &["reported", "in"],
    &["report", "from"],
    &["report", "in"],
    &["published", "by"],
    &["published", "in"],
    &["obtained", "by"],
    &["reviewed", "by"],
    &["seen", "by"],
    &["reports", "by"],
    &["reporting", "by"],
    &["reports", "in"],
    &["cited", "by"],
    &["quoted", "by"],
    &["as", "told", "to"],
    &["quoted", "in"],
    &["story", "in"],
    &["article", "in"],
    &["broke", "by"],
    &["revealed", "by"],
    &["via"],
    &["interviewed", "by"],
    &["poll", "by"],
];
