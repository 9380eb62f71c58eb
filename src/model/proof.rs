//! Proof of identity without a face scan: the change to the transfer, and the account to send it to.

use std::rc::Rc;

use contract::snapshot::{ProofState, Snapshot};

use super::{
    call::Call,
    effect::{Effect, Focus},
    outcome::{Outcome, Request},
    payment::{Payment, PaymentField},
    press::Press,
    rules::{self, Place},
};
use crate::{error::Failure, text::Text};

/// The proof by a transfer: the account that is shown, and the change to the transfer.
#[derive(Clone, Default)]
pub(super) struct Proof {
    pub(super) payment: Option<Rc<Payment>>,
    /// The field copied last, and whether that succeeded; `None` until the browser answers.
    pub(super) copied: Option<(PaymentField, Option<bool>)>,
    /// The change to the transfer.
    pub(super) press: Press,
}

impl Proof {
    pub(super) fn at_start(snapshot: &Snapshot) -> Self {
        Self { payment: Payment::of(snapshot), ..Self::default() }
    }

    pub(super) fn follow(&mut self, previous: &Snapshot, snapshot: &Snapshot) {
        if snapshot.transfer != previous.transfer {
            self.payment = Payment::of(snapshot);
        }
    }

    /// The customer leaves the screen.
    pub(super) fn leave(&mut self) {
        self.press.dismiss();
        self.copied = None;
    }

    /// The customer asks which other ways there are.
    pub(super) fn open_options(snapshot: &Snapshot, place: Place) -> Outcome {
        let is_possible = matches!(place, Place::Handoff | Place::Overview)
            && rules::transfer_is(snapshot, ProofState::Available);
        if is_possible { Outcome::of(Request::Go(Place::Options)) } else { Outcome::none() }
    }

    /// The customer takes the transfer. To send it twice does no harm.
    pub(super) fn take_transfer(&mut self, place: Place) -> Outcome {
        if place != Place::Options {
            return Outcome::none();
        }
        self.press.begin();
        Outcome::send(Call::TakeAlternative)
    }

    pub(super) fn transfer_failed(&mut self, failure: Failure) -> Outcome {
        let is_outdated = failure.is_outdated();
        self.press.fail(failure);
        Outcome::of(Request::Reroute)
            .then(Request::If(Place::Options, Outcome::none().focus(Focus::Notice)))
            .check_if(is_outdated)
    }

    pub(super) fn copy(&mut self, field: PaymentField, place: Place) -> Outcome {
        match self.payment.clone().filter(|_| place == Place::Transfer) {
            Some(payment) => {
                self.copied = Some((field, None));
                Outcome::none().perform(Effect::CopyPayment(payment, field))
            }
            None => Outcome::none(),
        }
    }

    /// The browser made the copy, or refused to.
    pub(super) fn copy_ended(&mut self, is_copied: bool, place: Place) -> Outcome {
        match &mut self.copied {
            Some((field, ended)) if place == Place::Transfer => {
                *ended = Some(is_copied);
                Outcome::none().and_announce(copy_note(*field, is_copied))
            }
            _ => Outcome::none(),
        }
    }
}

/// The text that tells whether copying succeeded.
pub(super) fn copy_note(field: PaymentField, is_copied: bool) -> Text {
    let key = if is_copied { "transfer.copied" } else { "transfer.not_copied" };
    Text::new(key).with_text("field", &field.label())
}
