//! The ways to prove who the customer is, and the account to send a transfer to, as they are drawn.

use std::rc::Rc;

use contract::{
    snapshot::{ProofKind, ProofOption, ProofState},
    step::StepState,
};

use super::{Mark, NoticeView, ProgressRow, words};
use crate::{
    model::{
        Open,
        proof::{Payment, copy_note, proof_step},
    },
    text::Text,
};

/// The ways to prove who the customer is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OptionsView {
    /// Each way, what it is, and whether it is taken.
    pub rows: Vec<ProgressRow>,
    /// Whether the change is on its way.
    pub is_sending: bool,
    /// What made the last try to change fail.
    pub notice: Option<NoticeView>,
}

/// The account to send a transfer to.
#[derive(Clone, PartialEq, Debug)]
pub struct TransferView {
    /// The account and its code.
    pub payment: Rc<Payment>,
    /// Why a transfer is asked for again; empty at the first time.
    pub reasons: Vec<Text>,
    /// Least and largest amount.
    pub limits: Text,
    /// How a copy ended.
    pub copy_note: Option<Text>,
}

pub(super) fn options_view(open: &Open, is_sending: bool) -> OptionsView {
    OptionsView {
        rows: open.snapshot.options.iter().map(row).collect(),
        is_sending,
        notice: open.proof.failure.as_ref().map(words::failed_press),
    }
}

fn row(option: &ProofOption) -> ProgressRow {
    let (label, detail) = match option.kind {
        ProofKind::FacialScan => ("option.scan", Some("option.scan_text")),
        ProofKind::Transfer => ("diligence.transfer", Some("option.transfer_text")),
        ProofKind::Other => ("option.other", None),
    };
    let (mark, state) = match option.state {
        ProofState::Chosen => (Mark::Done, "option.chosen"),
        ProofState::Available => (Mark::Todo, "option.available"),
        ProofState::Closed | ProofState::Unknown => (Mark::Neutral, "option.closed"),
    };
    ProgressRow { label: Text::new(label), mark, state: Text::new(state), detail: detail.map(Text::new) }
}

/// `None` where the account may not be shown any more.
pub(super) fn transfer_view(open: &Open) -> Option<TransferView> {
    let payment = open.proof.payment.clone()?;
    let step = open.snapshot.step(proof_step(&open.snapshot));
    let reasons = step.filter(|step| step.state == StepState::ActionRequired).map(|step| &step.reasons);
    Some(TransferView {
        reasons: reasons.into_iter().flatten().copied().map(words::reason).collect(),
        limits: payment.limits(),
        copy_note: open.proof.copied.and_then(|(field, ended)| Some(copy_note(field, ended?))),
        payment,
    })
}
