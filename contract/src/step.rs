//! The steps of an onboarding and the states a step can be in. Which steps there are, and their order, is data.

use alloc::vec::Vec;

use crate::{diligence::DiligenceState, message::message, reason::Reason, time::Timestamp, word::words};

words! {
    /// What a step is about.
    pub enum StepId {
        /// The customer's details; creates the prospect.
        Profile = "profile",
        /// Binding the phone by the QR code of the activation code.
        Device = "device",
        /// Proof of identity, done on the phone.
        Identity = "identity",
        /// Complementary proof: facial scan or a transfer.
        Proof = "proof",
        /// Occupation, income, assets.
        Declarative = "declarative",
        /// Tax residences.
        Tax = "tax",
        /// Acceptance of the terms.
        Terms = "terms",
        /// Checks that ask nothing of the customer.
        Screening = "screening",
    } else {
        /// A step that this version does not know: shown neutrally, never blocks the page.
        Unknown = "unknown",
    }
}

words! {
    /// Where a step stands.
    pub enum StepState {
        /// Nothing was received yet.
        Todo = "todo",
        /// On its way to the provider.
        Submitting = "submitting",
        /// Received; the result is awaited.
        Submitted = "submitted",
        /// The customer must confirm on the phone (see [`crate::snapshot::Confirmation`]).
        ConfirmOnPhone = "confirm_on_phone",
        /// The customer must correct or try again: see [`Step::reasons`] and [`Step::documents`].
        ActionRequired = "action_required",
        /// Being looked at by a person; nothing to do.
        Review = "review",
        /// Finished.
        Done = "done",
        /// Finished badly; nothing the customer can do within this step.
        Failed = "failed",
        /// Not part of this customer's process (any more).
        NotNeeded = "not_needed",
    } else {
        /// A state that this version does not know: shown neutrally.
        Unknown = "unknown",
    }
}

words! {
    /// A document the customer is asked for (documentation, legal entities, codes 22 to 24).
    pub enum DocumentKind {
        /// IRS form W-9.
        W9 = "w9",
        /// IRS form W-8BEN.
        W8Ben = "w8_ben",
    } else {
        /// Another document, named after a justification text.
        Other = "other",
    }
}

message! {
    /// A document the customer is asked for, and how far it is.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct RequiredDocument {
        /// Which document.
        kind: DocumentKind = "kind",
        /// How far it is: `expected` and `refused` wait for the customer.
        state: DiligenceState = "state",
    }
}

message! {
    /// One step, as the snapshot carries it.
    #[derive(Clone, PartialEq, Eq, Debug)]
    pub struct Step {
        /// What it is about.
        id: StepId = "id",
        /// Where it stands.
        state: StepState = "state",
        /// Steps that must be done before this one can be started; may be empty.
        requires: Vec<StepId> = "requires" unless default,
        /// Why it needs the customer again; empty unless `action_required` or `failed`.
        reasons: Vec<Reason> = "reasons" unless default,
        /// Documents asked for, with those that were sent; empty where none was ever asked for.
        documents: Vec<RequiredDocument> = "documents" unless default,
        /// Whether submitting the step's empty body begins it again: `identity`, after a demand that was closed.
        can_restart: bool = "canRestart" unless default,
        /// When what was sent lapses, if it does.
        expires_at: Option<Timestamp> = "expiresAt" unless default,
        /// When the result is expected, if that is known.
        expected_by: Option<Timestamp> = "expectedBy" unless default,
    }
}
