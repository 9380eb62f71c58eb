//! The checks of the identity folder, and how far each is.

use serde::{Deserialize, Serialize};

use crate::{reason::Reason, word::words};

words! {
    /// What a diligence checks.
    pub enum DiligenceKind {
        /// An identity document (`ID_CARD`, `PASSPORT`, `RES_CARD`, …).
        IdentityDocument = "identity_document",
        /// The facial scan (`SELFIE`).
        Selfie = "selfie",
        /// A transfer from the customer's own account (`SCTIN`).
        Transfer = "transfer",
        /// The electronic signature of the terms (`ESIGN`).
        Signature = "signature",
    } else {
        /// Any other: shown neutrally.
        Other = "other",
    }
}

words! {
    /// Where a diligence stands.
    pub enum DiligenceState {
        /// Nothing was received yet.
        Expected = "expected",
        /// Received; the check is running.
        Received = "received",
        /// A person looks at it.
        Review = "review",
        /// Accepted.
        Validated = "validated",
        /// Not accepted: see [`Diligence::reason`].
        Refused = "refused",
    } else {
        /// A state that this version does not know: shown neutrally.
        Unknown = "unknown",
    }
}

/// One check of the identity folder and how far it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Diligence {
    /// What is checked.
    pub kind: DiligenceKind,
    /// How far it is.
    pub state: DiligenceState,
    /// Why it was refused; absent otherwise, and may be absent then too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}
