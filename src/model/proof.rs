//! Proving who the customer is without a scan of the face: changing to the transfer, and the account to send it to.

use std::{fmt, rc::Rc};

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    link::is_web_address,
    snapshot::{ProofKind, ProofOption, ProofState, Snapshot, Transfer},
    step::{Step, StepId},
};

use super::{
    Model,
    call::Call,
    effect::{Effect, Focus},
    place::{self, Place},
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
    /// The drawn code; absent where the standard cannot hold the transfer.
    pub symbol: Option<Symbol>,
}

/// What can be copied of a [`Payment`].
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
    /// All, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Beneficiary, Self::Iban, Self::Bic, Self::Reference];

    /// Its name.
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

    /// A text of it, as it is copied; may be empty.
    pub fn value(&self, field: PaymentField) -> &str {
        match field {
            PaymentField::Beneficiary => &self.transfer.beneficiary,
            PaymentField::Iban => &self.transfer.iban,
            PaymentField::Bic => &self.transfer.bic,
            PaymentField::Reference => &self.transfer.reference,
        }
    }

    /// The IBAN in groups of four, for eyes.
    pub fn iban_groups(&self) -> impl Iterator<Item = &str> {
        let iban = &self.transfer.iban;
        (0..iban.len()).step_by(4).filter_map(|start| iban.get(start..iban.len().min(start + 4)))
    }

    /// Where a payment service makes the transfer for the customer.
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

/// Where the proof by a transfer stands on this page.
#[derive(Clone, Default)]
pub(super) struct Proof {
    pub(super) payment: Option<Rc<Payment>>,
    /// What was copied last, and how that ended.
    pub(super) copied: Option<(PaymentField, Option<bool>)>,
    /// What made the change to the transfer fail.
    pub(super) failure: Option<Failure>,
}

/// The step that a transfer is the proof of.
pub(super) fn proof_step(snapshot: &Snapshot) -> StepId {
    if snapshot.step(StepId::Proof).is_some() { StepId::Proof } else { StepId::Identity }
}

/// Whether the customer is to make the transfer for `step`, and may know the account to send it to.
pub(super) fn waits_for_transfer(snapshot: &Snapshot, step: &Step) -> bool {
    snapshot.transfer.is_some()
        && step.id == proof_step(snapshot)
        && snapshot.diligences.iter().all(|diligence| {
            diligence.kind != DiligenceKind::Transfer
                || matches!(diligence.state, DiligenceState::Expected | DiligenceState::Refused)
        })
}

/// Whether the transfer is an option in that state.
pub(super) fn transfer_is(snapshot: &Snapshot, state: ProofState) -> bool {
    snapshot.options.contains(&ProofOption { kind: ProofKind::Transfer, state })
}

impl Model {
    pub(super) fn options_asked(&mut self, effects: &mut Vec<Effect>) {
        let is_possible = self.open().is_some_and(|open| {
            matches!(open.place, Place::Handoff | Place::Overview)
                && transfer_is(&open.snapshot, ProofState::Available)
        });
        if is_possible {
            self.go(Place::Options, effects);
        }
    }

    /// The customer takes the transfer. The same call again does no harm.
    pub(super) fn take_alternative(&mut self, effects: &mut Vec<Effect>) {
        if self.calls.alternative.is_some() {
            return;
        }
        let Some(open) = self.open_mut().filter(|open| open.place == Place::Options) else { return };
        open.proof.failure = None;
        self.calls.send(Call::TakeAlternative, effects);
    }

    pub(super) fn alternative_taken(&mut self, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.status.touch(self.now);
        effects.push(Effect::Announce(Text::new("option.taken")));
        self.take(snapshot, effects);
        let next = self.open().filter(|open| open.place == Place::Options && !self.is_final());
        if let Some(next) = next.map(|open| place::leading_place(&open.snapshot)) {
            self.go(next, effects);
        }
    }

    pub(super) fn alternative_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        let is_outdated = failure.is_outdated();
        self.follow(false, effects);
        if let Some(open) = self.open_mut() {
            open.proof.failure = Some(failure);
            if open.place == Place::Options {
                effects.push(Effect::MoveFocus(Focus::Notice));
            }
        }
        if is_outdated {
            self.check_now(effects);
        }
    }

    pub(super) fn copy_payment(&mut self, field: PaymentField, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut().filter(|open| open.place == Place::Transfer) else { return };
        if let Some(payment) = open.proof.payment.clone() {
            open.proof.copied = Some((field, None));
            effects.push(Effect::CopyPayment(payment, field));
        }
    }

    pub(super) fn payment_copied(&mut self, is_copied: bool, effects: &mut Vec<Effect>) {
        let Some(open) = self.open_mut().filter(|open| open.place == Place::Transfer) else { return };
        if let Some((field, ended)) = &mut open.proof.copied {
            *ended = Some(is_copied);
            effects.push(Effect::Announce(copy_note(*field, is_copied)));
        }
    }
}

/// What is said of a copy.
pub(super) fn copy_note(field: PaymentField, is_copied: bool) -> Text {
    let key = if is_copied { "transfer.copied" } else { "transfer.not_copied" };
    Text::new(key).with_text("field", &field.label())
}
