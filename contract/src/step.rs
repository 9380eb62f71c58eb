//! The steps of an onboarding and their states. Which steps there are, and their order, is configured.

use alloc::vec::Vec;

use crate::{diligence::DiligenceState, message::message, reason::Reason, time::Timestamp, word::words};

words! {
    /// The subject of a step.
    pub enum StepId {
        /// The customer's details; creates the prospect.
        Profile = "profile",
        /// Binding the phone by the QR code of the activation code.
        Device = "device",
        /// Proof of identity, done on the phone.
        Identity = "identity",
        /// Complementary proof: facial scan or transfer.
        Proof = "proof",
        /// Occupation, income, assets.
        Declarative = "declarative",
        /// Tax residences.
        Tax = "tax",
        /// Acceptance of the terms.
        Terms = "terms",
        /// Checks that require nothing from the customer.
        Screening = "screening",
    } else {
        /// A step that this version does not know: shown neutrally; it never blocks the page.
        Unknown = "unknown",
    }
}

words! {
    /// The state of a step.
    pub enum StepState {
        /// Nothing has been received yet.
        Todo = "todo",
        /// It is being sent to the provider.
        Submitting = "submitting",
        /// Received; the result is pending.
        Submitted = "submitted",
        /// The customer must confirm on the phone (see [`crate::snapshot::Confirmation`]).
        ConfirmOnPhone = "confirm_on_phone",
        /// The customer must correct or try again: see [`Step::reasons`] and [`Step::documents`].
        ActionRequired = "action_required",
        /// A person is reviewing it; the customer has nothing to do.
        Review = "review",
        /// Finished.
        Done = "done",
        /// Ended without success; the customer can do nothing within this step.
        Failed = "failed",
        /// Not part of this customer's process (any more).
        NotNeeded = "not_needed",
    } else {
        /// A state that this version does not know: shown neutrally.
        Unknown = "unknown",
    }
}

words! {
    /// A document that the customer must send (documentation, legal entities, codes 22 to 24).
    pub enum DocumentKind {
        /// IRS form W-9.
        W9 = "w9",
        /// IRS form W-8BEN.
        W8Ben = "w8_ben",
    } else {
        /// Another document; a justification text says which.
        Other = "other",
    }
}

message! {
    /// A document that the customer must send, and its state.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct RequiredDocument {
        /// The kind of document.
        kind: DocumentKind = "kind",
        /// Its state: `expected` and `refused` require the customer to send it.
        state: DiligenceState = "state",
    }
}

message! {
    /// One step, as the snapshot carries it.
    #[derive(Clone, PartialEq, Eq, Debug)]
    pub struct Step {
        /// The subject of the step.
        id: StepId = "id",
        /// The state of the step.
        state: StepState = "state",
        /// Steps that must be done before this one can be started; may be empty.
        requires: Vec<StepId> = "requires" unless default,
        /// Why the customer has to act again; empty unless `action_required` or `failed`.
        reasons: Vec<Reason> = "reasons" unless default,
        /// Required documents, including those that were sent; empty if none was ever required.
        documents: Vec<RequiredDocument> = "documents" unless default,
        /// Whether submitting the step's empty body restarts it: `identity`, after a demand that was closed.
        can_restart: bool = "canRestart" unless default,
        /// When the submission expires, if it does.
        expires_at: Option<Timestamp> = "expiresAt" unless default,
        /// When the result is expected, if that is known.
        expected_by: Option<Timestamp> = "expectedBy" unless default,
    }
}
