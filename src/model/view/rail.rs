//! The rail: the steps in the server's order, with their states.

use contract::{
    snapshot::Snapshot,
    step::{Step, StepId, StepState},
};

use super::{confirm, mark::Mark, words};
use crate::{
    model::{
        Open,
        rules::{self, Place},
    },
    text::Text,
};

/// One step of the rail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RailItem {
    /// The step.
    pub step: StepId,
    pub label: Text,
    /// Its mark.
    pub mark: Mark,
    /// The word for the mark.
    pub state: Text,
    /// Whether it is the step on the screen.
    pub is_current: bool,
    /// Whether the customer can open it.
    pub can_open: bool,
}

/// The current step and how many are done, for narrow screens; absent if the rail is empty. The bar under it shows the same.
pub(super) fn position(rail: &[RailItem]) -> Option<Text> {
    let (done, count) = progress(rail);
    if count == 0 {
        return None;
    }
    let current = rail.iter().find(|item| item.is_current);
    let text = Text::new(if current.is_some() { "rail.position" } else { "rail.done" });
    let text = text.with_number("done", done).with_number("count", count);
    Some(match current {
        Some(item) => text.with_text("step", &item.label),
        None => text,
    })
}

/// How many steps are done, and how many there are.
pub(super) fn progress(rail: &[RailItem]) -> (usize, usize) {
    (rail.iter().filter(|item| item.mark == Mark::Done).count(), rail.len())
}

/// The steps of the rail.
pub(super) fn items(open: &Open) -> Vec<RailItem> {
    let snapshot = &open.snapshot;
    snapshot
        .steps
        .iter()
        .filter(|step| step.state != StepState::NotNeeded)
        .map(|step| {
            let (mark, state) = words::step_state(step.state);
            let place = rules::chosen_place(snapshot, step);
            let is_current = is_current(open, step);
            let is_begun = is_current && step.state == StepState::Todo;
            RailItem {
                step: step.id,
                label: words::step(step.id),
                mark,
                state: if is_begun { Text::new("state.running") } else { state },
                is_current,
                can_open: match place {
                    Some(place) => place != open.place,
                    None => open.place != Place::Overview && is_followed(snapshot, step),
                },
            }
        })
        .collect()
}

/// Whether the overview says something about the step.
fn is_followed(snapshot: &Snapshot, step: &Step) -> bool {
    matches!(
        step.state,
        StepState::Submitting | StepState::Submitted | StepState::ConfirmOnPhone | StepState::Review
    ) || rules::needs_new_confirmation(step)
        || !step.documents.is_empty()
        || step.can_restart
        || step.id == StepId::Identity && rules::is_on_phone(snapshot)
}

fn is_current(open: &Open, step: &Step) -> bool {
    match open.place {
        place
        @ (Place::Form(_) | Place::Handoff | Place::Options | Place::Transfer | Place::Documents(_)) => {
            place.step(&open.snapshot) == Some(step.id)
        }
        Place::Report => false,
        Place::Overview => {
            let pending = open.snapshot.confirmation.map(|confirmation| confirmation.step);
            let missed = || confirm::step_to_resend(&open.snapshot).map(|step| step.id);
            pending.or_else(missed) == Some(step.id)
        }
    }
}
