//! Which statements of a sentence stand inside another, and whose is a quotation that two
//! of them hold?

use crate::extract::language::frame;
use crate::extract::statement::Statement;
use crate::extract::statement::line::Line;

/// "Orr said Bell had praised the plan": what somebody in the content did is content. A
/// statement of its own inside another is only what is said or told, or set off by "that"
/// or by quotation marks.
pub(super) fn drop(line: &Line, made: &mut Vec<Statement>) {
    let reading = line.reading;
    let is_beside = |it: &Statement| {
        it.cue_word
            .is_some_and(|it| it.frames & (frame::SAY | frame::TELL | frame::ACT) == 0)
    };
    // "Orr, in a statement released by the board, said, “No.”": the cue that says.
    if made.len() > 1 && made.iter().any(is_beside) {
        let said: Vec<Vec<usize>> = made
            .iter()
            .filter(|it| !is_beside(it) && !it.quotes.is_empty())
            .map(|it| it.quotes.clone())
            .collect();
        made.retain(|it| !is_beside(it) || !said.contains(&it.quotes));
    }
    let hulls: Vec<(usize, usize)> =
        made.iter().map(|it| (it.start(), it.end())).collect();
    made.retain(|it| {
        let (start, end) = (it.start(), it.end());
        let inside = hulls
            .iter()
            .any(|&(from, to)| from <= start && end <= to && to - from > end - start);
        let core = it.cue.as_ref().is_some_and(|cue| {
            matches!(
                reading.word(cue.start),
                "said"
                    | "say"
                    | "says"
                    | "saying"
                    | "told"
                    | "tells"
                    | "According"
                    | "according"
            )
        });
        let that = start > 0 && reading.is_low(start - 1, "that");
        let frames = it.cue_word.map_or(frame::SAY, |it| it.frames);
        let beside = frames & (frame::SAY | frame::TELL | frame::ACT) == 0;
        !inside || core || that || !it.quotes.is_empty() && !beside
    });
}

/// A quotation inside two statements of a sentence belongs to the inner one: "The Lantern
/// reported that Orr said “no”" gives the mark to Orr.
pub(super) fn own_quotes(made: &mut [Statement]) {
    for outer in 0..made.len() {
        for inner in 0..made.len() {
            let inside = outer != inner
                && made[outer].start() <= made[inner].start()
                && made[inner].end() <= made[outer].end()
                && (made[outer].end() - made[outer].start()
                    > made[inner].end() - made[inner].start());
            if inside {
                let inner_quotes = made[inner].quotes.clone();
                made[outer].quotes.retain(|it| !inner_quotes.contains(it));
            }
        }
    }
}
