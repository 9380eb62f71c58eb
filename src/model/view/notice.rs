//! The message about a failure.

use crate::text::Text;

/// Why something failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeView {
    /// What happened and what to do.
    pub text: Text,
    /// The reference for support.
    pub reference: Option<Text>,
}
