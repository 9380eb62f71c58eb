//! "This was not me": the customer says that somebody else used the code. Asked about once, told to the backend; then the
//! hand-over waits for another code.

use contract::snapshot::{ActivationState, Snapshot};

use super::{
    Model,
    call::Call,
    effect::{Effect, Focus},
    place::Place,
};
use crate::error::Failure;

/// The report as far as this page is.
#[derive(Clone)]
pub(super) struct Report {
    /// Where the customer came from.
    from: Place,
    /// What made the last try fail.
    pub(super) failure: Option<Failure>,
}

impl Default for Report {
    fn default() -> Self {
        Self { from: Place::Overview, failure: None }
    }
}

/// Whether the code was reported and no other came since.
pub(super) fn is_reported(snapshot: &Snapshot) -> bool {
    snapshot.activation.state == ActivationState::Reported
}

impl Model {
    /// Asks whether it really was somebody else. A code on the screen goes.
    pub(super) fn ask_report(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut() else { return };
        if open.snapshot.activation.can_report && open.place != Place::Report {
            open.report = Report { from: open.place, failure: None };
            self.go(Place::Report, effects);
        }
    }

    /// The customer goes on as before, as far as that screen is still of use.
    pub(super) fn leave_report(&mut self, effects: &mut Vec<Effect>) {
        if let Some(open) = self.open() {
            self.go(open.report.from, effects);
            self.follow(false, effects);
        }
    }

    /// Tells the backend. The same call again does no harm.
    pub(super) fn send_report(&mut self, effects: &mut Vec<Effect>) {
        if self.calls.report.is_some() {
            return;
        }
        let Some(open) = self.open_mut().filter(|open| open.place == Place::Report) else { return };
        open.report.failure = None;
        self.calls.send(Call::ReportCode, effects);
    }

    pub(super) fn report_taken(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.status.touch(self.now);
        self.take(snapshot, effects);
    }

    pub(super) fn report_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        if failure.is_outdated() {
            self.check_now(effects);
        }
        if let Some(open) = self.open_mut() {
            open.report.failure = Some(failure);
            if open.place == Place::Report {
                effects.push(Effect::MoveFocus(Focus::Notice));
            }
        }
    }
}
