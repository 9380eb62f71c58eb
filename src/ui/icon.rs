//! Line drawings beside text. There is always a text beside them, so they are hidden from the accessibility tree.

use crate::{
    dom::{Node, svg},
    model::view::Mark,
};

/// The drawing of a mark.
pub(super) fn mark(mark: Mark) -> Node {
    let path = match mark {
        Mark::Done => "M5 12.5l4.5 4.5L19 7.5",
        Mark::Todo => "M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14",
        Mark::Running => "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7.5V12l3 2.5",
        Mark::NeedsYou => "M12 5v9M12 18v.5",
        Mark::Failed => "M7 7l10 10M17 7L7 17",
        Mark::Neutral => "M7 12h10",
    };
    drawing(path).attribute("data-mark", mark_name(mark))
}

/// The drawing of a warning.
pub(super) fn warning() -> Node {
    drawing("M12 4L3 19.5h18zM12 10v4.5M12 17v.3")
}

/// CSS class of a mark.
pub(super) fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Done => "done",
        Mark::Todo => "todo",
        Mark::Running => "running",
        Mark::NeedsYou => "needs-you",
        Mark::Failed => "failed",
        Mark::Neutral => "neutral",
    }
}

/// A path on a grid of 24 units, drawn in the colour of the text.
pub(super) fn drawing(path: &str) -> Node {
    svg("svg[class=icon][viewBox=0 0 24 24][aria-hidden=true][focusable=false]")
        .child(svg("path").attribute("d", path))
}
