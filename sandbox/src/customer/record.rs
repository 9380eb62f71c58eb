//! The provider's words for the state of a user and of an account (documentation, callbacks 34 and 45).

/// The state of a prospect. The last two are final.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum UserRecordStatus {
    /// Created.
    Initialized,
    /// At least one step was done.
    InProgress,
    /// A customer.
    Validated,
    /// Refused for good.
    Refused,
}

/// The state of the account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountStatus {
    /// It has an IBAN and cannot be used.
    Initialized,
    /// Open.
    Activated,
    /// Closed because its holder was refused.
    Closed,
}

impl UserRecordStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initialized => "Initialized",
            Self::InProgress => "InProgress",
            Self::Validated => "Validated",
            Self::Refused => "Refused",
        }
    }

    /// The corresponding `identificationLevel`.
    pub fn identification_level(self) -> &'static str {
        if self == Self::Validated { "High" } else { "None" }
    }

    /// Whether this state is final.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Validated | Self::Refused)
    }
}

impl AccountStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initialized => "Initialized",
            Self::Activated => "Activated",
            Self::Closed => "Closed",
        }
    }
}
