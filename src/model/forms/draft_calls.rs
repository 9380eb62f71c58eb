//! The calls to the server about drafts. [`super::drafts`] decides when they are made.

use contract::step::StepId;

/// The state of the calls about drafts.
#[derive(Clone, Default)]
pub(super) struct Drafts {
    /// The form that the last call was about, and its edits at that time.
    pub(super) asked: Option<(StepId, u32)>,
    /// Whether the timer runs.
    pub(super) is_planned: bool,
    /// Whether it runs because the server asked the page to wait.
    pub(super) is_delayed: bool,
    /// Whether a draft that could not be read was asked for a second time.
    pub(super) has_retried: bool,
    /// Whether the server turned out to keep no drafts.
    pub(super) is_off: bool,
    /// Distinguishes this page's drafts from those of other pages. 0: not chosen yet.
    pub(super) page: u32,
}
