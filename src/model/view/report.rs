//! Somebody else used the code: the question, and what happened to the code.

use contract::step::StepId;

use super::{
    notice::NoticeView,
    words::{self, next},
};
use crate::{
    model::{Lane, Model, Open},
    text::Text,
};

/// Somebody else used the code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportView {
    /// Whether the code was reported; else the customer is asked to confirm it.
    pub is_reported: bool,
    pub is_sending: bool,
    /// Why it could not be sent.
    pub notice: Option<NoticeView>,
    /// The partner's help page.
    pub help_url: Option<String>,
    /// The button to what can be done here meanwhile.
    pub next: Option<Text>,
}

impl Model {
    pub(super) fn report_view(&self, open: &Open, is_reported: bool) -> ReportView {
        ReportView {
            is_reported,
            is_sending: self.calls.is_running(Lane::Report),
            notice: open.report.press.failure().filter(|_| !is_reported).map(words::failure),
            help_url: self.config.help_url.clone(),
            next: next(&open.snapshot, Some(StepId::Device), "handoff.meanwhile").filter(|_| is_reported),
        }
    }
}
