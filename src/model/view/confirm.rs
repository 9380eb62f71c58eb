//! A confirmation on the phone.

use contract::{
    snapshot::Snapshot,
    step::{Step, StepId},
};

use super::{
    notice::NoticeView,
    words::{self, next, seconds},
};
use crate::{
    model::{Lane, Model, Open, rules},
    text::Text,
};

/// How long a confirmation on the phone is valid, in seconds.
const CONFIRMATION_SECONDS: u32 = 300;

/// A confirmation on the phone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmView {
    pub heading: Text,
    pub intro: Text,
    /// Seconds left and in all; absent if it was refused or timed out.
    pub countdown: Option<(u32, u32)>,
    pub is_resending: bool,
    /// Why it could not be sent again.
    pub notice: Option<NoticeView>,
    /// Whether the customer can change their tax answers.
    pub can_change_answers: bool,
    /// The button to the next step, if there is one.
    pub next: Option<Text>,
}

impl Model {
    pub(super) fn confirm_view(&self, open: &Open) -> Option<ConfirmView> {
        let snapshot = &open.snapshot;
        let missed = step_to_resend(snapshot);
        let (step, intro, countdown) = match (&snapshot.confirmation, missed) {
            (Some(confirmation), _) => {
                let left = confirmation.expires_at.as_millis().saturating_sub(open.server_now(self.now));
                let left = seconds(u64::try_from(left).unwrap_or_default()).min(CONFIRMATION_SECONDS);
                (confirmation.step, intro(confirmation.step), Some((left, CONFIRMATION_SECONDS)))
            }
            (None, Some(step)) => (step.id, rules::missed_confirmation(step).map(words::reason)?, None),
            (None, None) => return None,
        };
        Some(ConfirmView {
            heading: Text::new("confirm.heading").with_text("step", &words::step(step)),
            intro,
            countdown,
            is_resending: self.calls.is_running(Lane::Resend),
            notice: open.confirmation.press.failure().map(words::failed_press),
            can_change_answers: countdown.is_none()
                && missed.is_some_and(|step| rules::can_change_answers(snapshot, step)),
            next: next(snapshot, None, "waiting.next"),
        })
    }
}

/// What to look for on the phone. The app names the operation in words of its own.
fn intro(step: StepId) -> Text {
    let operation = match step {
        StepId::Tax => "operation.tax",
        StepId::Terms => "operation.terms",
        _ => return Text::new("confirm.intro"),
    };
    Text::new("confirm.named").with_text("operation", &Text::new(operation))
}

/// The step that lacks only a new confirmation. If a new identity check can be asked for too, the wait offers both.
pub(super) fn step_to_resend(snapshot: &Snapshot) -> Option<&Step> {
    rules::unconfirmed_step(snapshot).filter(|_| !rules::can_demand_check(snapshot))
}
