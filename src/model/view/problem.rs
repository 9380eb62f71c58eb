//! A problem that only the customer can solve.

use super::{notice::NoticeView, words};
use crate::{
    error::{Failure, FailureKind},
    text::Text,
};

/// A problem that only the customer can solve.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemView {
    pub heading: Text,
    pub notice: NoticeView,
    /// Whether the customer can go to the overview instead.
    pub can_go_back: bool,
}

/// There was no first answer, or the session ended.
pub(super) fn problem_view(failure: &Failure) -> ProblemView {
    let is_session = matches!(failure.kind, FailureKind::SessionExpired);
    ProblemView {
        heading: Text::new(if is_session { "problem.session" } else { "problem.heading" }),
        notice: words::failure(failure),
        can_go_back: false,
    }
}

/// The customer's record could not be read.
pub(super) fn unread_view(failure: &Failure) -> ProblemView {
    ProblemView { heading: Text::new("record.unread"), notice: words::failure(failure), can_go_back: true }
}
