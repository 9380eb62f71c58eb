//! The two generations of the API that partners use (documentation, versions). The sandbox answers both at the same
//! time: the call that creates a prospect decides its generation.

/// The generation that a prospect belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Generation {
    /// Created by version 1.1. The identification opens and the activation code is sent without a further call.
    Legacy,
    /// Created by version 2.0. Both follow the demand `POST /api/v3.0/users/{appUserId}/kyc/demand`.
    Current,
}

impl Generation {
    /// The word in answers of the sandbox.
    pub fn name(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::Current => "current",
        }
    }
}
