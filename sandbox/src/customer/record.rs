//! The provider's words for where a user and an account stand (documentation, callbacks 34 and 45).

/// Where a prospect stands; the last two are final.
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

/// Where the account stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountStatus {
    /// It has an IBAN and cannot be used.
    Initialized,
    /// Open.
    Activated,
    /// Closed with the refusal of its holder.
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

    /// The `identificationLevel` that goes with it.
    pub fn identification_level(self) -> &'static str {
        if self == Self::Validated { "High" } else { "None" }
    }

    /// Whether nothing changes it any more.
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
