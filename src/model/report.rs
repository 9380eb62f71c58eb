//! "Someone else used my code": the customer reports that somebody else used the code. The module asks them once to confirm it, tells
//! the backend, then waits for another code.

use contract::snapshot::Snapshot;

use super::{
    call::Call,
    effect::Focus,
    outcome::{Outcome, Request},
    press::Press,
    rules::Place,
};
use crate::error::Failure;

#[derive(Clone)]
pub(super) struct Report {
    /// The screen that the customer came from.
    from: Place,
    pub(super) press: Press,
}

impl Default for Report {
    fn default() -> Self {
        Self { from: Place::Overview, press: Press::default() }
    }
}

impl Report {
    /// Asks the customer to confirm. A code on the screen is hidden.
    pub(super) fn open(&mut self, snapshot: &Snapshot, place: Place) -> Outcome {
        if !snapshot.activation.can_report || place == Place::Report {
            return Outcome::none();
        }
        *self = Self { from: place, press: Press::default() };
        Outcome::of(Request::Go(Place::Report))
    }

    /// The customer goes back to where they came from, or continues if that screen is closed by now.
    pub(super) fn leave(&self) -> Outcome {
        Outcome::of(Request::Go(self.from)).then(Request::Reroute)
    }

    /// Reports it to the backend. A second report does no harm.
    pub(super) fn send(&mut self, place: Place) -> Outcome {
        if place != Place::Report {
            return Outcome::none();
        }
        self.press.begin();
        Outcome::send(Call::ReportCode)
    }

    pub(super) fn failed(&mut self, failure: Failure) -> Outcome {
        let is_outdated = failure.is_outdated();
        self.press.fail(failure);
        Outcome::none()
            .check_if(is_outdated)
            .then(Request::If(Place::Report, Outcome::none().focus(Focus::Notice)))
    }
}
