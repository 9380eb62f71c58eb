//! What is said of the details on record: while they are read, when they are shown, when they were put right.

use contract::{snapshot::Snapshot, step::StepId};

use super::{Panel, ProblemView, words};
use crate::{
    model::{
        form::{Form, ReadBack},
        place,
    },
    text::Text,
};

/// The screen in place of a form whose record is not here; `None` where the form can be shown.
pub(super) fn unread(form: &Form) -> Option<Panel> {
    match &form.read_back {
        ReadBack::Reading => Some(Panel::Loading),
        ReadBack::Failed(failure) => Some(Panel::Problem(ProblemView {
            heading: Text::new("record.unread"),
            notice: words::failure(failure),
            can_go_back: true,
        })),
        ReadBack::None | ReadBack::Read(_) => None,
    }
}

/// Heading, sentence and button of a form that shows what is on record; `None` for one that is filled in first.
pub(super) fn words_of(form: &Form) -> Option<(Text, Text, Text)> {
    let (heading, intro) = match &form.read_back {
        ReadBack::Read(_) if !form.can_submit() => ("step.profile", "record.locked_intro"),
        ReadBack::Read(_) if form.is_correction() => ("record.correct", "record.correct_intro"),
        ReadBack::Read(_) => ("step.profile", "record.intro"),
        _ => return None,
    };
    Some((Text::new(heading), Text::new(intro), Text::new("record.submit")))
}

/// The way to the details, where they can be looked at; it tells whether some were put right.
pub(super) fn details(snapshot: &Snapshot) -> Option<Text> {
    snapshot.step(StepId::Profile).filter(|step| place::is_kept(step))?;
    Some(Text::new(if snapshot.corrections > 0 { "record.corrected" } else { "record.see" }))
}
