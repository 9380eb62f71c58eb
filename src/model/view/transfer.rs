//! The account to send a transfer to.

use std::rc::Rc;

use contract::step::StepState;

use super::words;
use crate::{
    model::{Open, payment::Payment, proof::copy_note, rules},
    text::Text,
};

/// The account to send a transfer to.
#[derive(Clone, PartialEq, Debug)]
pub struct TransferView {
    /// The account and its code.
    pub payment: Rc<Payment>,
    /// Why a transfer is required again; empty the first time.
    pub reasons: Vec<Text>,
    /// What to send, and from where.
    pub intro: Text,
    /// The smallest and the largest amount.
    pub limits: Text,
    /// Whether copying succeeded; `None` before a copy.
    pub copy_note: Option<Text>,
}

/// `None` if the account may no longer be shown.
pub(super) fn transfer_view(open: &Open) -> Option<TransferView> {
    let payment = open.proof.payment.clone()?;
    let step = open.snapshot.step(rules::proof_step(&open.snapshot));
    let reasons = step.filter(|step| step.state == StepState::ActionRequired).map(|step| &step.reasons);
    Some(TransferView {
        reasons: reasons.into_iter().flatten().copied().map(words::reason).collect(),
        intro: payment.limits("transfer.intro"),
        limits: payment.limits("transfer.limits"),
        copy_note: open.proof.copied.and_then(|(field, ended)| Some(copy_note(field, ended?))),
        payment,
    })
}
