//! The checks of the identity folder, and the state of each.

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
        /// Any other check; shown neutrally.
        Other = "other",
    }
}

words! {
    /// The state of a diligence.
    pub enum DiligenceState {
        /// Nothing has been received yet.
        Expected = "expected",
        /// Received; the check is running.
        Received = "received",
        /// A person is reviewing it.
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
    /// One check of the identity folder and its state.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct Diligence {
        /// What is checked.
        kind: DiligenceKind = "kind",
        /// The state of the check.
        state: DiligenceState = "state",
        /// Why it was refused. Absent for any other state, and possibly for a refusal too.
        reason: Option<Reason> = "reason" unless default,
    }
}
