//! Proof of identity without a face scan: the change to the transfer, and the account to send it to.

use std::{fmt, rc::Rc};

use contract::{
    link::is_web_address,
    snapshot::{ProofState, Snapshot, Transfer},
};

use super::{
    call::Call,
    effect::{Effect, Focus},
    outcome::{Outcome, Request},
    press::Press,
    rules::{self, Place},
};
use crate::{
    error::Failure,
    payment,
    qr::{self, Symbol},
    text::Text,
};

/// The account to send money to, and its code for banking apps. Shown as long as the snapshot has it.
#[derive(PartialEq, Eq)]
pub struct Payment {
    transfer: Transfer,
    /// The drawn code; absent if the standard cannot express the transfer.
    pub symbol: Option<Symbol>,
}

/// A text of a [`Payment`] that the customer can copy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaymentField {
    /// Name of the account holder.
    Beneficiary,
    /// Number of the account.
    Iban,
    /// Code of the bank.
    Bic,
    /// Text to give with the transfer.
    Reference,
}

impl PaymentField {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Beneficiary, Self::Iban, Self::Bic, Self::Reference];

    /// Its label.
    pub fn label(self) -> Text {
        Text::new(match self {
            Self::Beneficiary => "transfer.beneficiary",
            Self::Iban => "transfer.iban",
            Self::Bic => "transfer.bic",
            Self::Reference => "transfer.reference",
        })
    }
}

impl Payment {
    pub(super) fn of(snapshot: &Snapshot) -> Option<Rc<Self>> {
        let transfer = snapshot.transfer.clone()?;
        let symbol = payment::payload(&transfer).and_then(|text| qr::draw_payment(&text).ok());
        Some(Rc::new(Self { transfer, symbol }))
    }

    /// The text to copy; may be empty.
    pub fn value(&self, field: PaymentField) -> &str {
        match field {
            PaymentField::Beneficiary => &self.transfer.beneficiary,
            PaymentField::Iban => &self.transfer.iban,
            PaymentField::Bic => &self.transfer.bic,
            PaymentField::Reference => &self.transfer.reference,
        }
    }

    /// The IBAN in groups of four, which are easier to read.
    pub fn iban_groups(&self) -> impl Iterator<Item = &str> {
        let iban = &self.transfer.iban;
        (0..iban.len()).step_by(4).filter_map(|start| iban.get(start..iban.len().min(start + 4)))
    }

    /// The page of a payment service that makes the transfer for the customer.
    pub fn url(&self) -> Option<&str> {
        self.transfer.payment_url.as_deref().filter(|url| is_web_address(url))
    }

    pub(super) fn limits(&self) -> Text {
        Text::new("transfer.limits")
            .with_cents("min", self.transfer.min_cents)
            .with_cents("max", self.transfer.max_cents)
    }
}

impl fmt::Debug for Payment {
    /// Without the account.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payment")
    }
}

/// The proof by a transfer: the account that is shown, and the change to the transfer.
#[derive(Clone, Default)]
pub(super) struct Proof {
    pub(super) payment: Option<Rc<Payment>>,
    /// What was copied last, and how that ended.
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

/// What is said and written of a copy.
pub(super) fn copy_note(field: PaymentField, is_copied: bool) -> Text {
    let key = if is_copied { "transfer.copied" } else { "transfer.not_copied" };
    Text::new(key).with_text("field", &field.label())
}
