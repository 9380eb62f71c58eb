//! The ways to prove who the customer is.

use contract::snapshot::{ProofKind, ProofOption, ProofState};

use super::{
    mark::{Mark, ProgressRow},
    notice::NoticeView,
    words,
};
use crate::{
    model::{Lane, Model, Open},
    text::Text,
};

/// The ways to prove who the customer is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OptionsView {
    /// Each way, and whether it is chosen.
    pub rows: Vec<ProgressRow>,
    /// Whether the change is being sent.
    pub is_sending: bool,
    /// Why the change could not be sent.
    pub notice: Option<NoticeView>,
}

impl Model {
    pub(super) fn options_view(&self, open: &Open) -> OptionsView {
        OptionsView {
            rows: open.snapshot.options.iter().map(row).collect(),
            is_sending: self.calls.is_running(Lane::Alternative),
            notice: open.proof.press.failure().map(words::failed_press),
        }
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
        // The only change that this version can make.
        ProofState::Available if option.kind == ProofKind::Transfer => (Mark::Todo, "option.available"),
        _ => (Mark::Neutral, "option.closed"),
    };
    ProgressRow { label: Text::new(label), mark, state: Text::new(state), detail: detail.map(Text::new) }
}
