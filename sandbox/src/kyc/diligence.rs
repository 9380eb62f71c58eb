//! What is looked at to prove an identity, and the provider's words for what was found (documentation, KYC). What looks
//! at it, and when: [`crate::kyc::pictures`] and [`crate::money::transfer`].

/// Where the file stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KycStatus {
    /// Nothing came yet.
    Initialized,
    /// Pictures came.
    Pending,
    /// Something is missing, or was refused.
    Incomplete,
    /// All is proven.
    Complete,
    /// A person has to look at it.
    AwaitingExpertise,
    /// Under suspicion: nothing follows but the refusal.
    FraudSuspicion,
    /// The file is closed without proof.
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

/// One document or video looked at.
#[derive(Clone, Copy)]
pub struct Diligence {
    /// `ID_CARD`, `PASSPORT`, `RES_CARD`, `UNDEFINED`, `SELFIE` or `ESIGN`.
    pub kind: &'static str,
    /// What was found.
    pub status: DiligenceStatus,
    /// Why it was refused, in the published words; else empty.
    pub reason: &'static str,
}

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiligenceStatus {
    /// Nothing yet.
    ToReview,
    /// It is good.
    Validated,
    /// It is not.
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

    /// Whether nothing follows but another file.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Complete | Self::FraudSuspicion | Self::Rejected)
    }

    /// The number that v1.1 has for it.
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
