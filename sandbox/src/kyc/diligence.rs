//! The checks that prove an identity, and the provider's words for their results (documentation, KYC).
//! [`crate::kyc::pictures`] and [`crate::money::transfer`] make the checks.

/// The state of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KycStatus {
    /// Nothing was received yet.
    Initialized,
    /// Pictures were received.
    Pending,
    /// Something is missing or was refused.
    Incomplete,
    /// Everything is proven.
    Complete,
    /// A person has to review it.
    AwaitingExpertise,
    /// Fraud is suspected. The refusal is the only possible end.
    FraudSuspicion,
    /// The file was closed without proof.
    Rejected,
}

/// A kind of identity document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Document {
    /// Identity card.
    IdCard,
    /// Passport.
    Passport,
    /// Residence permit.
    ResidenceCard,
}

/// One document or video that was checked.
#[derive(Clone, Copy)]
pub struct Diligence {
    /// `ID_CARD`, `PASSPORT`, `RES_CARD`, `UNDEFINED`, `SELFIE` or `ESIGN`.
    pub kind: &'static str,
    /// The result.
    pub status: DiligenceStatus,
    /// The published reason for a refusal. Otherwise empty.
    pub reason: &'static str,
}

/// The result of a check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiligenceStatus {
    /// Not checked yet.
    ToReview,
    /// Accepted.
    Validated,
    /// Refused.
    Refused,
}

impl KycStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initialized => "Initialized",
            Self::Pending => "Pending",
            Self::Incomplete => "Incomplete",
            Self::Complete => "Complete",
            Self::AwaitingExpertise => "AwaitingExpertise",
            Self::FraudSuspicion => "FraudSuspicion",
            Self::Rejected => "Rejected",
        }
    }

    /// Whether only another file can change this state.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Complete | Self::FraudSuspicion | Self::Rejected)
    }

    /// The number in version 1.1.
    pub fn number(self) -> u8 {
        match self {
            Self::Incomplete => 0,
            Self::Pending => 1,
            Self::Initialized => 5,
            Self::Complete => 6,
            Self::AwaitingExpertise => 7,
            Self::FraudSuspicion => 8,
            Self::Rejected => 9,
        }
    }
}

impl DiligenceStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::ToReview => "To_Review_Manually",
            Self::Validated => "Validated",
            Self::Refused => "Refused",
        }
    }
}

impl Document {
    /// The document with this documented name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::IdCard, Self::Passport, Self::ResidenceCard].into_iter().find(|kind| kind.name() == name)
    }

    /// The documented name.
    pub fn name(self) -> &'static str {
        match self {
            Self::IdCard => "ID_CARD",
            Self::Passport => "PASSPORT",
            Self::ResidenceCard => "RES_CARD",
        }
    }
}
