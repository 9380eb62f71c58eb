//! A screen from which nothing goes on until the customer acts.

use super::{NoticeView, words};
use crate::{
    error::{Failure, FailureKind},
    text::Text,
};

/// Nothing can go on until the customer acts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemView {
    /// What happened.
    pub heading: Text,
    /// What was kept and what to do.
    pub notice: NoticeView,
    /// Whether the customer can leave it for the overview.
    pub can_go_back: bool,
}

/// There was no first answer, or the session ended.
pub(super) fn problem_view(failure: &Failure) -> ProblemView {
    let is_session = failure.kind == FailureKind::SessionExpired;
    ProblemView {
        heading: Text::new(if is_session { "problem.session" } else { "problem.heading" }),
        notice: words::failure(failure),
        can_go_back: false,
    }
}

/// What is on record of the customer could not be read.
pub(super) fn unread_view(failure: &Failure) -> ProblemView {
    ProblemView { heading: Text::new("record.unread"), notice: words::failure(failure), can_go_back: true }
}
