//! The two generations of the API that partners meet (documentation, versions). Both are answered at once: the call that
//! created a prospect says which sequence it follows.

/// Which sequence a prospect follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Generation {
    /// Created by version 1.1: the identification is opened and the activation code sent without being asked for.
    Mission,
    /// Created by version 2.0: both follow the demand `POST /api/v3.0/users/{appUserId}/kyc/demand`.
    Current,
}

impl Generation {
    /// The word in answers of the sandbox.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mission => "mission",
            Self::Current => "current",
        }
    }
}
