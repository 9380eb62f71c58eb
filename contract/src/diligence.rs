//! The checks of the identity folder, and how far each is.

use crate::{message::message, reason::Reason, word::words};

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

message! {
    /// One check of the identity folder and how far it is.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct Diligence {
        /// What is checked.
        kind: DiligenceKind = "kind",
        /// How far it is.
        state: DiligenceState = "state",
        /// Why it was refused; absent otherwise, and may be absent then too.
        reason: Option<Reason> = "reason" unless default,
    }
}
